/** `if`, `while`, `for`, `with`, `try` and `match`. */
import type { ExceptHandler, Expr, If, MatchCase, Stmt, WithItem } from "./nodes.ts";
import { isAsync } from "./calls.ts";
import type { Context } from "./context.ts";
import type { Suite } from "./definitions.ts";
import { lowerCasePatterns } from "./patterns.ts";
import { child, childOfType, hasToken, parts, unwrap, type Raw } from "./raw.ts";
import { pullAlias } from "./regroup.ts";

/** A header's expression, or a gap where it is missing. */
function header(cx: Context, raw: Raw, field: string): Expr {
	const node = child(raw, field);
	return node ? cx.expr(node) : cx.missing(raw, "expected an expression");
}

/** `elif` is an `if` in the other branch; a long row of them is folded from its end. */
export function lowerIf(cx: Context, raw: Raw, suite: Suite): Stmt {
	const outer = cx.pending;
	const links: { node: Raw; test: Expr; body: Stmt[]; before: Stmt[] }[] = [];
	let orelse: Stmt[] = [];
	for (const node of [raw, ...raw.children.filter((part) => part.field === "alternative")]) {
		if (node.type === "else_clause") {
			orelse = suite(child(node, "body"));
			break;
		}
		// What an `elif` hoists must run in the other branch, not before the whole statement.
		const before: Stmt[] = [];
		cx.pending = node === raw ? outer : before;
		const test = header(cx, node, "condition");
		cx.pending = outer;
		links.push({ node, test, body: suite(child(node, "consequence")), before });
	}
	let result: If | null = null;
	for (const link of links.reverse()) {
		result = { kind: "If", test: link.test, body: link.body, orelse, start: link.node.start, end: raw.end };
		orelse = [...link.before, result];
	}
	return result!;
}

export function lowerWhile(cx: Context, raw: Raw, suite: Suite): Stmt {
	const { start, end } = raw;
	const outer = cx.pending;
	const before: Stmt[] = [];
	cx.pending = before;
	const test = header(cx, raw, "condition");
	cx.pending = outer;
	const body = suite(child(raw, "body"));
	const orelse = elseOf(raw, suite);
	if (before.length === 0) return { kind: "While", test, body, orelse, start, end };
	// The condition yields: `while True: $y = yield …; if not $y: <else>; break`.
	const leave: Stmt = {
		kind: "If",
		test: { kind: "UnaryOp", op: "not", operand: test, start, end: start },
		body: [...orelse, { kind: "Break", start, end: start }],
		orelse: [],
		start,
		end: start,
	};
	return {
		kind: "While",
		test: { kind: "Constant", type: "bool", value: true, start, end: start },
		body: [...before, leave, ...body],
		orelse: [],
		start,
		end,
	};
}

function elseOf(raw: Raw, suite: Suite): Stmt[] {
	const clause = childOfType(raw, "else_clause");
	return clause ? suite(child(clause, "body")) : [];
}

export function lowerFor(cx: Context, raw: Raw, suite: Suite): Stmt {
	const { start, end } = raw;
	const iter = header(cx, raw, "right");
	const left = child(raw, "left");
	const target = left ? cx.target(left) : cx.missing(raw, "expected a target");
	const body = suite(child(raw, "body"));
	return { kind: "For", target, iter, body, orelse: elseOf(raw, suite), isAsync: isAsync(raw), start, end };
}

export function lowerWith(cx: Context, raw: Raw, suite: Suite): Stmt {
	const { start, end } = raw;
	const clause = childOfType(raw, "with_clause");
	const items: WithItem[] = [];
	const values: Raw[] = [];
	if (clause?.broken) cx.gap(clause, "invalid 'with' item");
	for (const item of clause?.children ?? []) {
		if (item.type !== "with_item") continue;
		const value = child(item, "value");
		if (value) values.push(value);
	}
	const only = values[0];
	const spread = values.find((value) => value.type === "list_splat");
	if (spread && clause) {
		// `with (a, *b):` is one tuple; without the star they would be two managers.
		items.push({ context: { kind: "Tuple", elts: values.map(cx.expr), start: clause.start, end: clause.end }, target: null });
	} else if (values.length === 1 && only!.type === "tuple" && isItemList(only!)) {
		for (const part of parts(only!)) addWithItem(cx, part, items);
	} else {
		for (const value of values) addWithItem(cx, value, items);
	}
	if (items.length === 0) items.push({ context: cx.missing(clause ?? raw, "expected an expression"), target: null });
	return { kind: "With", items, body: suite(child(raw, "body")), isAsync: isAsync(raw), start, end };
}

function addWithItem(cx: Context, value: Raw, items: WithItem[]): void {
	const inner = unwrap(value);
	if (inner.type === "as_pattern" && !inner.broken) {
		const context = parts(inner)[0];
		const alias = child(inner, "alias");
		items.push({
			context: context ? cx.expr(context) : cx.missing(inner, "expected an expression"),
			target: alias ? cx.target(alias) : null,
		});
	} else {
		const alias = pullAlias(inner);
		items.push({ context: cx.expr(inner), target: alias ? cx.target(alias) : null });
	}
}

/** Brackets around the managers of a `with`, which came as a tuple. */
function isItemList(tuple: Raw): boolean {
	const inside = parts(tuple);
	return !tuple.broken && inside.length > 0 && inside.every((part) => part.type !== "list_splat" && part.type !== "yield");
}

export function lowerTry(cx: Context, raw: Raw, suite: Suite): Stmt {
	const { start, end } = raw;
	const handlers: ExceptHandler[] = [];
	let isStar = false;
	const body = suite(child(raw, "body"));
	for (const clause of raw.children) {
		if (clause.type !== "except_clause") continue;
		isStar ||= hasToken(clause, "*");
		handlers.push(lowerHandler(cx, clause, suite));
	}
	const orelse = elseOf(raw, suite);
	const last = childOfType(raw, "finally_clause");
	const finalbody = last ? suite(childOfType(last, "block")) : [];
	if (handlers.length === 0 && !last) cx.gap({ start, end: start + 3 }, "expected 'except' or 'finally' block");
	return { kind: "Try", body, handlers, orelse, finalbody, isStar, start, end };
}

function lowerHandler(cx: Context, clause: Raw, suite: Suite): ExceptHandler {
	const { start, end } = clause;
	const values = clause.children.filter((part) => part.field === "value" && part.named);
	let value = values[0] ?? null;
	let alias = child(clause, "alias");
	if (value?.type === "as_pattern" && !value.broken) {
		alias = child(value, "alias");
		value = parts(value)[0] ?? null;
	} else if (value && !alias) {
		alias = pullAlias(value);
	}
	let type = value ? cx.expr(value) : null;
	if (values.length > 1) type = cx.missing(clause, "multiple exception types must be parenthesized");
	const target = alias ? cx.target(alias) : null;
	return { type, name: target?.kind === "Name" ? target : null, body: suite(childOfType(clause, "block")), start, end };
}

export function lowerMatch(cx: Context, raw: Raw, suite: Suite): Stmt {
	const { start, end } = raw;
	const subjects = raw.children.filter((part) => part.field === "subject" && part.named);
	const first = subjects[0];
	let subject: Expr = first ? cx.expr(first) : cx.missing(raw, "expected a subject");
	if (first && (subjects.length > 1 || hasToken(raw, ","))) {
		subject = {
			kind: "Tuple",
			elts: subjects.map((part, i) => (i === 0 ? subject : cx.expr(part))),
			start: first.start,
			end: raw.children.findLast((part) => part.field === "subject" || part.type === ",")!.end,
		};
	}
	const cases: MatchCase[] = [];
	const block = child(raw, "body");
	if (block?.broken) cx.gap(block, "invalid syntax");
	for (const clause of block?.children ?? []) {
		if (clause.type === "case_clause") cases.push(lowerCase(cx, clause, suite));
	}
	return { kind: "Match", subject, cases, start, end };
}

function lowerCase(cx: Context, clause: Raw, suite: Suite): MatchCase {
	const pattern = lowerCasePatterns(cx, clause);
	const guardNode = child(clause, "guard");
	const test = guardNode ? parts(guardNode)[0] : null;
	const pending = cx.pending;
	cx.pending = null;
	const guard = guardNode ? (test ? cx.expr(test) : cx.missing(guardNode, "expected an expression")) : null;
	cx.pending = pending;
	return { pattern, guard, body: suite(child(clause, "consequence")) };
}
