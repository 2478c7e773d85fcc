/**
 * Module bodies of others. Under `check`: A library that someone wrote does import: where our run of one of its statements raises, something was not
 * understood. That statement's names become unknown and the rest of the module still runs, so that one gap does not hide a whole package.
 */
import { TorchError } from "../autograd/errors.ts";
import type * as ast from "../syntax/nodes.ts";
import { exceptionClasses } from "../values/exceptions.ts";
import { type PyRaise, Unknown } from "../values/value.ts";
import { asRaise } from "./calls.ts";
import { test } from "./evaluate.ts";
import type { Frame } from "./frame.ts";
import { keptFromImporter } from "./captures.ts";
import { recordLimit } from "./record.ts";
import { execStatement, isGuard } from "./statements.ts";
import { GiveUp, state } from "./state.ts";
import { exceptionText } from "./traceback.ts";

/** What an importer with a handler may be waiting for. */
const MEANT = ["ImportError", "SystemExit", "KeyboardInterrupt"];

/** `letThrough`: whether somebody may be waiting for what the module raises. */
export function execContained(body: readonly ast.Stmt[], frame: Frame, letThrough: boolean): void {
	for (const node of body) {
		try {
			frame.node = node;
			if (node.kind === "If" && !isGuard(node, frame)) execContained(test(node.test, frame) ? node.body : node.orelse, frame, letThrough);
			else execStatement(node, frame);
		} catch (e) {
			const raise = asRaise(e);
			if (raise === null || (letThrough && isMeant(raise, node))) throw e;
			keptFromImporter(raise.origin instanceof TorchError ? "always" : isImporters(raise, node) ? "with a handler" : null);
			recordLimit("import", `this raised where it was not expected to: ${raise.value.cls.name}: ${exceptionText(raise.value)}`, node);
			for (const name of namesBound(node))
				if (!frame.vars.has(name))
					frame.vars.set(name, new Unknown(`\`${name}\` was not understood`, { key: `${frame.source.path} ${name}` }));
		}
	}
}

function isMeant(raise: PyRaise, node: ast.Stmt): boolean {
	return raise.origin instanceof TorchError || (state.trying > 0 && isImporters(raise, node));
}
/** An importer with a handler gets it. */
const isImporters = ({ value }: PyRaise, node: ast.Stmt): boolean =>
	node.kind === "Raise" || MEANT.some((name) => value.cls.isSubclassOf(exceptionClasses.get(name)!));

/** Module bodies of installed packages in a run: what one assignment calls may be beyond us, a vocabulary read from a file for example. */
export function execSettled(body: readonly ast.Stmt[], frame: Frame): void {
	const { depth } = state;
	for (const node of body) {
		try {
			frame.node = node;
			execStatement(node, frame);
		} catch (e) {
			if (!(e instanceof GiveUp) || !UNDECIDED.has(e.kind) || node.kind !== "Assign" || node.value.kind !== "Call") throw e;
			state.frame = frame;
			state.depth = depth;
			recordLimit("import", `this could not be followed: ${e.what}`, node);
			for (const name of namesBound(node))
				frame.vars.set(name, new Unknown(`\`${name}\`: ${e.what}`, { key: `${frame.source.path} ${name}` }));
		}
	}
}
export const UNDECIDED: ReadonlySet<string> = new Set(["unknown-branch", "unknown-raise", "loop"]);

/** The names a statement gives a value to, in whatever blocks of it; not those inside functions and classes. */
function namesBound(s: ast.Stmt): string[] {
	const out: string[] = [];
	const name = (target: ast.Expr | null): void => {
		if (target === null) return;
		if (target.kind === "Name") out.push(target.id);
		else if (target.kind === "Tuple" || target.kind === "List") target.elts.forEach(name);
		else if (target.kind === "Starred") name(target.value);
	};
	const block = (body: readonly ast.Stmt[]): void => {
		for (const s of body) out.push(...namesBound(s));
	};
	switch (s.kind) {
		case "FunctionDef":
		case "ClassDef":
			return [s.name];
		case "Import":
		case "ImportFrom":
			for (const alias of s.names) name(alias.target);
			break;
		case "Assign":
			s.targets.forEach(name);
			break;
		case "AnnAssign":
		case "AugAssign":
			name(s.target);
			break;
		case "For":
			name(s.target);
			block(s.body);
			break;
		case "With":
			for (const item of s.items) name(item.target);
			block(s.body);
			break;
		case "If":
		case "While":
			block(s.body);
			block(s.orelse);
			break;
		case "Try":
			block(s.body);
			for (const handler of s.handlers) block(handler.body);
			block(s.orelse);
			block(s.finalbody);
			break;
		default:
	}
	return out;
}
