/** Operators: long chains are folded from the left without recursion, and two precedences of the grammar are put right. */
import type { BinaryOperator, CompareOperator, Expr } from "./nodes.ts";
import type { Context } from "./context.ts";
import { child, parts, type Raw } from "./raw.ts";
import { expressionsInOrder, hoistBranches, inOrder, keep } from "./yields.ts";

const BINARY = new Set(["+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", "<<", ">>"]);

/** `left op right` of a binary or boolean node; null when something is missing. */
function operands(raw: Raw): { left: Raw; op: Raw; right: Raw } | null {
	const left = child(raw, "left");
	const right = child(raw, "right");
	const op = raw.children.find((part) => !part.named && part !== left && part !== right);
	return left && right && op && !raw.broken ? { left, op, right } : null;
}

export function lowerBinary(cx: Context, raw: Raw): Expr {
	const chain: { op: Raw; right: Raw; end: number }[] = [];
	let node = raw;
	while (node.type === "binary_operator") {
		const sides = operands(node);
		if (!sides || !BINARY.has(sides.op.type)) return cx.missing(raw, "invalid operand");
		if (sides.op.type === "&" || sides.op.type === "^") break;
		chain.push({ op: sides.op, right: sides.right, end: node.end });
		node = sides.left;
	}
	let left = node.type === "binary_operator" ? lowerAndXor(cx, node) : cx.expr(node);
	for (let i = chain.length - 1; i >= 0; i--) {
		const { op, right, end } = chain[i]!;
		if (right.yields && left.kind !== "Constant") left = keep(cx, left);
		left = binary(left, op.type as BinaryOperator, cx.expr(right), raw.start, end);
	}
	return left;
}

function binary(left: Expr, op: BinaryOperator, right: Expr, start: number, end: number): Expr {
	return { kind: "BinOp", op, left, right, start, end };
}

/** The grammar binds `^` tighter than `&`; Python has it the other way round. So a mix of both is flattened and regrouped. */
function lowerAndXor(cx: Context, raw: Raw): Expr {
	const flat: Raw[] = [];
	const ops: string[] = [];
	const stack: Raw[] = [raw];
	while (stack.length > 0) {
		const node = stack.pop()!;
		const sides = node.type === "binary_operator" ? operands(node) : null;
		if (sides && (sides.op.type === "&" || sides.op.type === "^")) stack.push(sides.right, sides.op, sides.left);
		else if (node.named) flat.push(node);
		else ops.push(node.type);
	}
	const values = expressionsInOrder(cx, flat);
	let result: Expr | null = null;
	let group = values[0]!;
	let groupStart = flat[0]!.start;
	let end = flat[0]!.end;
	for (let i = 0; i < ops.length; i++) {
		const next = values[i + 1]!;
		if (ops[i] === "&") {
			group = binary(group, "&", next, groupStart, flat[i + 1]!.end);
		} else {
			result = result ? binary(result, "^", group, raw.start, end) : group;
			group = next;
			groupStart = flat[i + 1]!.start;
		}
		end = flat[i + 1]!.end;
	}
	return result ? binary(result, "^", group, raw.start, end) : group;
}

export function lowerUnary(cx: Context, raw: Raw): Expr {
	const operand = child(raw, "argument");
	const op = raw.type === "not_operator" ? "not" : raw.children[0]?.type;
	if (!operand || raw.broken || (op !== "not" && op !== "-" && op !== "+" && op !== "~")) return cx.missing(raw, "invalid operand");
	return { kind: "UnaryOp", op, operand: cx.expr(operand), start: raw.start, end: raw.end };
}

/** `await x ** 2` is `(await x) ** 2` in Python; the grammar groups it the other way. */
export function lowerAwait(cx: Context, raw: Raw): Expr {
	const operand = parts(raw)[0];
	if (!operand || raw.broken) return cx.missing(raw, "invalid 'await'");
	if (cx.block.kind === "comprehension") cx.block.scope!.isAsync = true;
	const sides = operand.type === "binary_operator" ? operands(operand) : null;
	if (sides?.op.type === "**") {
		const value: Expr = { kind: "Await", value: cx.expr(sides.left), start: raw.start, end: sides.left.end };
		return binary(value, "**", cx.expr(sides.right), raw.start, raw.end);
	}
	return { kind: "Await", value: cx.expr(operand), start: raw.start, end: raw.end };
}

/** `a and b and c` is one node in Python. */
export function lowerBoolean(cx: Context, raw: Raw): Expr {
	const values: Raw[] = [];
	let op: "and" | "or" | null = null;
	let node = raw;
	for (;;) {
		const sides = node.type === "boolean_operator" ? operands(node) : null;
		const here = sides?.op.type;
		if (node.type === "boolean_operator" && !sides) return cx.missing(raw, "invalid operand");
		if (!sides || (here !== "and" && here !== "or") || (op !== null && here !== op)) break;
		op = here;
		values.push(sides.right);
		node = sides.left;
	}
	if (op === null) return cx.missing(raw, "invalid operand");
	values.push(node);
	values.reverse();
	if (values.slice(1).some((value) => value.yields)) return yieldingBoolean(cx, raw, op, values);
	return { kind: "BoolOp", op, values: values.map(cx.expr), start: raw.start, end: raw.end };
}

function yieldingBoolean(cx: Context, raw: Raw, op: "and" | "or", values: readonly Raw[]): Expr {
	let result = cx.expr(values[0]!);
	for (const value of values.slice(1)) result = hoistBranches(cx, raw, result, op === "or", null, () => cx.expr(value));
	return result;
}

export function lowerCompare(cx: Context, raw: Raw): Expr {
	if (raw.broken) return cx.missing(raw, "invalid comparison");
	const ops = raw.children.filter((part) => !part.named).map((part) => part.type.replace(/\s+/g, " "));
	if (ops.includes("<>")) return cx.missing(raw, "'<>' is Python 2");
	const [left, ...comparators] = expressionsInOrder(
		cx,
		raw.children.filter((part) => part.named),
	);
	if (!left || comparators.length !== ops.length) return cx.missing(raw, "invalid comparison");
	return { kind: "Compare", left, ops: ops as CompareOperator[], comparators, start: raw.start, end: raw.end };
}

/** `a if b else c if d else e` may be long: the tests are collected first, then folded from the right. */
export function lowerConditional(cx: Context, raw: Raw): Expr {
	if (raw.yields && lazyYield(raw)) return yieldingConditional(cx, raw);
	const links: { node: Raw; body: Expr; test: Expr }[] = [];
	let node = raw;
	while (node.type === "conditional_expression" && !node.broken) {
		const [body, test, orelse] = parts(node);
		if (!body || !test || !orelse) break;
		links.push({ node, test: cx.expr(test), body: cx.expr(body) });
		node = orelse;
	}
	if (links.length === 0) return cx.missing(raw, "invalid conditional expression");
	let result = cx.expr(node);
	for (const link of links.reverse())
		result = { kind: "IfExp", test: link.test, body: link.body, orelse: result, start: link.node.start, end: link.node.end };
	return result;
}

function lazyYield(raw: Raw): boolean {
	const [body, , orelse] = parts(raw);
	return Boolean(body?.yields || orelse?.yields);
}

function yieldingConditional(cx: Context, raw: Raw): Expr {
	const [body, test, orelse] = parts(raw);
	if (!body || !test || !orelse || raw.broken) return cx.missing(raw, "invalid conditional expression");
	return hoistBranches(
		cx,
		raw,
		cx.expr(test),
		false,
		() => cx.expr(body),
		() => cx.expr(orelse),
	);
}

/** Keys and values of a dictionary, in the order they run. */
export function lowerDictionary(cx: Context, raw: Raw): Expr {
	const sources: (Raw | null)[] = [];
	const operandsInOrder: Raw[] = [];
	for (const part of parts(raw)) {
		if (part.broken) return cx.missing(raw, "invalid dictionary");
		const key = part.type === "pair" ? child(part, "key") : null;
		const value = part.type === "pair" ? child(part, "value") : parts(part)[0];
		if (!value || (part.type === "pair" && !key)) return cx.missing(raw, "invalid dictionary");
		sources.push(key);
		if (key) operandsInOrder.push(key);
		operandsInOrder.push(value);
	}
	const lowered = inOrder(
		cx,
		operandsInOrder,
		cx.expr,
		(item) => item,
		(_, kept) => kept,
	);
	const keys: (Expr | null)[] = [];
	const values: Expr[] = [];
	let at = 0;
	for (const source of sources) {
		keys.push(source ? lowered[at++]! : null);
		values.push(lowered[at++]!);
	}
	return { kind: "Dict", keys, values, start: raw.start, end: raw.end };
}
