/** Statements and blocks of them. */
import type { Delete, Expr, Raise, Stmt } from "./nodes.ts";
import { lowerAssignment, lowerExpressionStatement } from "./assignments.ts";
import { lowerFor, lowerIf, lowerMatch, lowerTry, lowerWhile, lowerWith } from "./compound.ts";
import { MAX_DEPTH, type Context } from "./context.ts";
import { cutShort } from "./dangling.ts";
import { lowerClass, lowerDecorated, lowerFunction, typeParameterNames, type Suite } from "./definitions.ts";
import { assignedIn, expectedToken, explain, recoverable } from "./gaps.ts";
import { lowerImport, lowerImportFrom } from "./imports.ts";
import { child, childOfType, parts, unwrap, type Raw } from "./raw.ts";
import { pullTypeCall } from "./regroup.ts";
import { lowerType } from "./types.ts";

/** The statements of a block; what cannot be lowered is a gap between its neighbours. */
export function lowerBlock(cx: Context, raw: Raw | null): Stmt[] {
	const statements: Stmt[] = [];
	if (!raw) return statements;
	const column = blockColumn(cx, raw);
	if (cx.depth >= MAX_DEPTH) {
		cx.gap(raw, "nested too deeply to be analysed");
		return [{ kind: "Gap", start: raw.start, end: raw.end }];
	}
	const pending = cx.pending;
	cx.depth++;
	for (const node of raw.children) addStatement(cx, node, column, statements);
	cx.depth--;
	cx.pending = pending;
	return statements;
}

function addStatement(cx: Context, node: Raw, column: number, statements: Stmt[]): void {
	if (node.type === "ERROR") {
		cx.gap(node, explain(cx.text, node));
		statements.push({ kind: "Gap", start: node.start, end: node.end });
		const target = assignedIn(node);
		if (target)
			statements.push({ kind: "Assign", targets: [cx.target(target)], value: cx.missing(node), start: node.start, end: node.end });
		for (const inner of recoverable(cx.text, node, column)) addStatement(cx, inner, column, statements);
		return;
	}
	if (!node.named) {
		if (node.missing) cx.gap(node, expectedToken(node));
		return;
	}
	const hoisted: Stmt[] = [];
	cx.pending = hoisted;
	const statement = cx.dangling.length > 0 ? cutShort(cx, node, guarded(cx, node)) : guarded(cx, node);
	statements.push(...hoisted, statement);
}

/** An input that exhausts the stack all the same costs this one statement. */
function guarded(cx: Context, node: Raw): Stmt {
	const { block, depth, className, typeParams } = cx;
	try {
		return lowerStatement(cx, node);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		Object.assign(cx, { block, depth, className, typeParams });
		cx.gap(node, "nested too deeply to be analysed");
		return { kind: "Gap", start: node.start, end: node.end };
	}
}

function blockColumn(cx: Context, raw: Raw): number {
	const first = raw.children.find((node) => node.named) ?? raw;
	return first.start - (cx.text.lastIndexOf("\n", first.start - 1) + 1);
}

function lowerStatement(cx: Context, raw: Raw): Stmt {
	const { start, end } = raw;
	const suite: Suite = (block) => lowerBlock(cx, block);
	const gap = (message: string): Stmt => {
		cx.gap(raw, message);
		return { kind: "Gap", start, end };
	};
	if (raw.broken && COMPOUND.has(raw.type))
		for (const part of raw.children)
			if (part.missing || part.type === "ERROR") cx.gap(part, part.missing ? expectedToken(part) : explain(cx.text, part));
	switch (raw.type) {
		case "expression_statement":
			return lowerExpressionStatement(cx, raw);
		case "assignment":
			return lowerAssignment(cx, raw);
		case "function_definition":
			return lowerFunction(cx, raw, [], suite);
		case "class_definition":
			return lowerClass(cx, raw, [], suite);
		case "decorated_definition":
			return lowerDecorated(cx, raw, suite);
		case "if_statement":
			return lowerIf(cx, raw, suite);
		case "while_statement":
			return lowerWhile(cx, raw, suite);
		case "for_statement":
			return lowerFor(cx, raw, suite);
		case "with_statement":
			return lowerWith(cx, raw, suite);
		case "try_statement":
			return lowerTry(cx, raw, suite);
		case "match_statement":
			return lowerMatch(cx, raw, suite);
		case "import_statement":
			return lowerImport(cx, raw);
		case "import_from_statement":
		case "future_import_statement":
			return lowerImportFrom(cx, raw);
		case "print_statement":
			return gap("Missing parentheses in call to 'print'. Did you mean print(...)?");
		case "exec_statement":
			return gap("Missing parentheses in call to 'exec'. Did you mean exec(...)?");
	}
	if (raw.broken) return gap(explain(cx.text, raw));
	switch (raw.type) {
		case "pass_statement":
			return { kind: "Pass", start, end };
		case "break_statement":
			return { kind: "Break", start, end };
		case "continue_statement":
			return { kind: "Continue", start, end };
		case "return_statement": {
			const value = parts(raw)[0];
			return { kind: "Return", value: value ? cx.expr(value) : null, start, end };
		}
		case "delete_statement": {
			const value = parts(raw)[0];
			if (!value) return gap("invalid 'del'");
			const targets = value.type === "expression_list" ? parts(value).map(cx.target) : [cx.target(value)];
			return { kind: "Delete", targets, start, end } satisfies Delete;
		}
		case "raise_statement": {
			const cause = child(raw, "cause");
			const exc = parts(raw).find((part) => part !== cause) ?? null;
			if (exc?.type === "expression_list") return gap("'raise E, V' is Python 2");
			return { kind: "Raise", exc: exc ? cx.expr(exc) : null, cause: cause ? cx.expr(cause) : null, start, end } satisfies Raise;
		}
		case "assert_statement": {
			const [test, msg] = parts(raw);
			if (!test) return gap("invalid 'assert'");
			return { kind: "Assert", test: cx.expr(test), msg: msg ? assertMessage(cx, msg) : null, start, end };
		}
		case "global_statement":
		case "nonlocal_statement": {
			const names = parts(raw).map((part) => cx.identifier(part));
			const isGlobal = raw.type === "global_statement";
			for (const name of names) (isGlobal ? cx.block.globals : cx.block.nonlocals).add(name);
			return { kind: isGlobal ? "Global" : "Nonlocal", names, start, end };
		}
		case "type_alias_statement":
			return lowerTypeAlias(cx, raw) ?? gap("invalid type alias");
		default:
			return gap("invalid syntax");
	}
}

const COMPOUND = new Set([
	"function_definition",
	"class_definition",
	"decorated_definition",
	"if_statement",
	"while_statement",
	"for_statement",
	"with_statement",
	"try_statement",
	"match_statement",
]);

function assertMessage(cx: Context, raw: Raw): Expr {
	return cx.expr(unwrap(raw));
}

function lowerTypeAlias(cx: Context, raw: Raw): Stmt | null {
	const { start, end } = raw;
	const left = child(raw, "left");
	const right = child(raw, "right");
	const keyword = raw.children[0];
	const target = left && keyword ? pullTypeCall(keyword, left) : null;
	if (target && right) {
		const value = lowerType(cx, right);
		return { kind: "Assign", targets: [cx.target(target)], value, start, end };
	}
	const head = left ? parts(left)[0] : undefined;
	const name = head?.type === "generic_type" ? parts(head)[0] : head;
	if (!head || !right || name?.type !== "identifier") return null;
	const list = childOfType(head, "type_parameter");
	const outer = cx.typeParams;
	if (list) cx.typeParams = [...outer, ...typeParameterNames(cx, list)];
	const value = lowerType(cx, right);
	cx.typeParams = outer;
	return { kind: "TypeAlias", name: cx.store(name), value, start, end };
}
