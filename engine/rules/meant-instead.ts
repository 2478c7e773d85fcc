/** The stale variable: a value is computed for this step and reaches no loss, while the older one of the same making is used again. */
import type { Node } from "../autograd/node.ts";
import type { Source } from "../program.ts";
import type { Assign, Expr, Name, Span, Stmt } from "../syntax/nodes.ts";
import { isModule } from "../torch/nn/module.ts";
import { isTensor } from "../values/tensor.ts";
import type { Site, Value } from "../values/value.ts";
import { fix, functionAround, replace, statementAt, walk } from "./edits.ts";
import type { Draft, PathRun } from "./rule.ts";
import { simpleStatements, statementsBehind } from "./slice.ts";
import { codeOf, lineText } from "./words.ts";

type Told = Pick<Draft, "site" | "message" | "fixes" | "steps">;

/** `made` is the place where the older value was computed, perhaps in a function that returned it; null when every such value is used. */
export function meantInstead(path: PathRun, made: Site, why: string): Told | null {
	const makers = new Set<Value>();
	for (let s: Site | null = made; s !== null; s = s.caller) {
		const statement = s.isUser ? statementAt(s.source, s.node) : null;
		if (statement === null) continue;
		for (const behind of statementsBehind(s)) for (const maker of callees(path, behind)) makers.add(maker);
		const told = instead(path, s.source, statement, makers, why);
		if (told !== null) return told;
	}
	return null;
}

function instead(path: PathRun, source: Source, first: Stmt, makers: Set<Value>, why: string): Told | null {
	const old = nameOf(first);
	if (old === null) return null;
	const body = [...simpleStatements(functionAround(source, first)?.body ?? source.module.body)];
	const at = (node: Span): Site => ({ source, node, caller: null, inFunction: "", isUser: true });
	for (const [i, s] of body.entries()) {
		const fresh = nameOf(s);
		if (fresh === null || fresh === old || s.start <= first.start || ![...callees(path, s)].some((m) => makers.has(m))) continue;
		// Read anywhere, also in an earlier line of the loop's next round, it is not forgotten, unless no loss ever saw it.
		const isRead = body.some((o) => o !== s && reads(o, fresh) !== null) || reads((s as Assign).value, fresh) !== null;
		if (isRead && !isUntrained(path, (s as Assign).value)) continue;
		const use = body
			.slice(i + 1)
			.map((o) => reads(o, old))
			.find((n) => n !== null);
		if (use === undefined || use === null) continue;
		const site = at(use);
		const [older, newer] = [at((first as Assign).value), at((s as Assign).value)];
		const idle = isRead ? "reaches no loss" : "is never read";
		return {
			site,
			message: `\`${old}\` (${lineText(older, site)}) ${why}; \`${fresh}\`, computed for this in ${lineText(newer, site)}, ${idle}. Use \`${fresh}\` here.`,
			steps: [
				{ site: older, message: `\`${old}\` is computed here` },
				{ site: newer, message: `\`${codeOf(newer)}\` ${idle}` },
				{ site, message: "the old one is used here" },
			],
			fixes: [fix(`Use \`${fresh}\``, "unsafe", [replace(source, use, fresh)])],
		};
	}
	return null;
}

function nameOf(s: Stmt | null): string | null {
	if (s?.kind === "AnnAssign") return s.target.kind === "Name" && s.value !== null ? s.target.id : null;
	return s?.kind === "Assign" && s.targets.length === 1 && s.targets[0]!.kind === "Name" ? (s.targets[0] as Name).id : null;
}
/** The modules a statement calls. */
function callees(path: PathRun, s: Stmt): Set<Value> {
	const out = new Set<Value>();
	for (const n of walk(s)) {
		const call = n as unknown as { kind: string; func: Expr };
		const callee = call.kind === "Call" ? path.record.values.get(call.func) : undefined;
		if (callee !== undefined && isModule(callee)) out.add(callee);
	}
	return out;
}
/** Has the value a graph that no backward went through? */
function isUntrained(path: PathRun, e: Expr): boolean {
	const value = path.record.values.get(e);
	const node: Node | null = isTensor(value) ? value.tensor.gradFn : null;
	return node !== null && !path.record.of("backward").some((b) => b.run.executed.includes(node));
}
/** Where the name is read in a statement. */
function reads(s: object, name: string): Span | null {
	const stmt = s as Stmt;
	const targets = new Set<Expr>(stmt.kind === "Assign" ? stmt.targets : stmt.kind === "AnnAssign" ? [stmt.target] : []);
	for (const n of walk(s)) if (n.kind === "Name" && (n as unknown as Name).id === name && !targets.has(n as unknown as Expr)) return n;
	return null;
}
