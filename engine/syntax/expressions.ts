/** Expressions and assignment targets. */
import type { Expr, Slice, Span } from "./nodes.ts";
import { bindParameters, lowerCall, lowerParameters } from "./calls.ts";
import { lowerComprehension, lowerLambda } from "./comprehensions.ts";
import { MAX_DEPTH, type Context } from "./context.ts";
import { numberLiteral } from "./numbers.ts";
import { lowerAwait, lowerBinary, lowerBoolean, lowerCompare, lowerConditional, lowerDictionary, lowerUnary } from "./operators.ts";
import { child, hasToken, itemsSpan, parts, unwrap, type Raw } from "./raw.ts";
import { isMaskedStar, pullStar, pullWalrus } from "./regroup.ts";
import { lowerString } from "./strings.ts";
import { lowerType } from "./types.ts";
import { expressionsInOrder, hoistYield, keep } from "./yields.ts";

export function lowerExpression(cx: Context, raw: Raw): Expr {
	const inner = unwrap(raw);
	if (cx.depth >= MAX_DEPTH) return cx.missing(raw, "nested too deeply to be analysed");
	cx.depth++;
	try {
		return inner.missing || inner.type === "ERROR" ? cx.missing(inner, "expected an expression") : lowerKind(cx, inner);
	} finally {
		cx.depth--;
	}
}

function lowerKind(cx: Context, raw: Raw): Expr {
	const { start, end } = raw;
	if (pullStar(cx.text, raw)) return { kind: "Starred", value: lowerKind(cx, raw), start, end };
	const walrus = pullWalrus(raw);
	if (walrus) return lowerWalrus(cx, walrus);
	switch (raw.type) {
		case "identifier":
			return cx.load(raw);
		case "integer":
		case "float":
			return numberLiteral(cx.slice(raw), raw) ?? cx.missing(raw, "invalid number");
		case "string":
		case "concatenated_string":
			return lowerString(cx, raw);
		case "true":
		case "false":
			return { kind: "Constant", type: "bool", value: raw.type === "true", start, end };
		case "none":
			return { kind: "Constant", type: "None", value: null, start, end };
		case "ellipsis":
			return { kind: "Constant", type: "Ellipsis", value: null, start, end };
		case "attribute":
		case "subscript":
		case "call":
			return lowerTrailers(cx, raw);
		case "binary_operator":
			return lowerBinary(cx, raw);
		case "unary_operator":
			return isMaskedStar(cx.text, raw) ? lowerStarred(cx, raw, cx.expr) : lowerUnary(cx, raw);
		case "not_operator":
			return lowerUnary(cx, raw);
		case "boolean_operator":
			return lowerBoolean(cx, raw);
		case "comparison_operator":
			return lowerCompare(cx, raw);
		case "conditional_expression":
			return lowerConditional(cx, raw);
		case "await":
			return lowerAwait(cx, raw);
		case "yield":
			return hoistYield(cx, raw);
		case "named_expression":
			return lowerWalrus(cx, raw);
		case "lambda": {
			const args = lowerParameters(cx, child(raw, "parameters"));
			return lowerLambda(cx, raw, args, () => bindParameters(cx, args));
		}
		case "list_comprehension":
		case "set_comprehension":
		case "dictionary_comprehension":
		case "generator_expression":
			return lowerComprehension(cx, raw);
		case "dictionary":
			return raw.broken ? cx.missing(raw, "invalid dictionary") : lowerDictionary(cx, raw);
		case "tuple":
		case "expression_list":
		case "pattern_list":
		case "tuple_pattern":
		case "list":
		case "list_pattern":
		case "set":
			return lowerCollection(cx, raw, cx.expr);
		case "list_splat":
		case "list_splat_pattern":
			return lowerStarred(cx, raw, cx.expr);
		case "slice":
			return lowerSlice(cx, raw);
		case "type":
		case "generic_type":
		case "union_type":
		case "member_type":
		case "splat_type":
		case "constrained_type":
			return lowerType(cx, raw);
		default:
			return cx.missing(raw, raw.type === "as_pattern" ? "'as' is not allowed here" : "invalid syntax");
	}
}

function lowerStarred(cx: Context, raw: Raw, lower: (raw: Raw) => Expr): Expr {
	const value = parts(raw)[0];
	if (!value || raw.broken) return cx.missing(raw, "invalid starred expression");
	return { kind: "Starred", value: lower(value), start: raw.start, end: raw.end };
}

function lowerCollection(cx: Context, raw: Raw, lower: (raw: Raw) => Expr): Expr {
	const { start, end } = raw;
	const isList = raw.type.startsWith("list");
	if (raw.broken) return cx.missing(raw, "invalid syntax");
	const elts = lower === cx.expr ? expressionsInOrder(cx, parts(raw)) : parts(raw).map(lower);
	if (isList) return { kind: "List", elts, start, end };
	if (raw.type === "set") return { kind: "Set", elts, start, end };
	// `del (x)` and `for (x) in y` come as one-element patterns.
	if (raw.type === "tuple_pattern" && elts.length === 1 && !hasToken(raw, ",")) return elts[0]!;
	return { kind: "Tuple", elts, start, end };
}

/** `a.b(c)[d]…` from the inside out, without recursion. */
function lowerTrailers(cx: Context, raw: Raw): Expr {
	const chain: Raw[] = [];
	let node = raw;
	for (;;) {
		const inner =
			node.type === "attribute"
				? child(node, "object")
				: node.type === "subscript"
					? child(node, "value")
					: node.type === "call"
						? child(node, "function")
						: null;
		if (!inner) break;
		chain.push(node);
		node = unwrap(inner);
	}
	if (chain.length === 0) return cx.missing(raw, "invalid syntax");
	let value = cx.expr(node);
	for (let i = chain.length - 1; i >= 0; i--) {
		const link = chain[i]!;
		if (link.type === "attribute") value = attribute(cx, link, value);
		else if (link.yields && laterYield(link)) value = trailer(cx, link, value.kind === "Name" ? value : keep(cx, value));
		else value = trailer(cx, link, value);
	}
	return value;
}

function laterYield(raw: Raw): boolean {
	return raw.children.some((part) => part.field !== "function" && part.field !== "value" && (part.yields || part.type === "yield"));
}

function trailer(cx: Context, raw: Raw, value: Expr): Expr {
	return raw.type === "call" ? lowerCall(cx, raw, value) : subscript(cx, raw, value);
}

function attribute(cx: Context, raw: Raw, value: Expr): Expr {
	const name = child(raw, "attribute");
	const { start, end } = raw;
	if (!name || name.missing || raw.broken) return cx.missing(raw, "expected an attribute name");
	return { kind: "Attribute", value, attr: cx.identifier(name), attrSpan: { start: name.start, end: name.end }, start, end };
}

function subscript(cx: Context, raw: Raw, value: Expr): Expr {
	const { start, end } = raw;
	const items = raw.children.filter((part) => part.field === "subscript" && part.named);
	if (raw.broken || items.length === 0) return cx.missing(raw, "invalid subscript");
	const elts = expressionsInOrder(cx, items);
	const only = elts[0]!;
	const isTuple = elts.length > 1 || only.kind === "Starred" || hasToken(raw, ",");
	const slice: Expr = isTuple ? { kind: "Tuple", elts, ...itemsSpan(raw) } : only;
	return { kind: "Subscript", value, slice, start, end };
}

function lowerSlice(cx: Context, raw: Raw): Expr {
	if (raw.broken) return cx.missing(raw, "invalid slice");
	const places: (Expr | null)[] = [null, null, null];
	let place = 0;
	for (const part of raw.children) {
		if (part.named) places[place] = cx.expr(part);
		else if (part.type === ":") place = Math.min(place + 1, 2);
	}
	return { kind: "Slice", lower: places[0]!, upper: places[1]!, step: places[2]!, start: raw.start, end: raw.end } satisfies Slice;
}

function lowerWalrus(cx: Context, raw: Raw): Expr {
	const name = child(raw, "name");
	const value = child(raw, "value");
	if (!name || !value || raw.broken) return cx.missing(raw, "invalid ':='");
	const id = cx.identifier(name);
	const lowered = cx.expr(value);
	cx.block.bindWalrus(id);
	return { kind: "NamedExpr", target: cx.use(name, id), value: lowered, start: raw.start, end: raw.end };
}

/** What may stand left of `=`, after `for`, `del`, `as`. Names in it are bound. */
export function lowerTarget(cx: Context, raw: Raw): Expr {
	const inner = unwrap(raw);
	if (cx.depth >= MAX_DEPTH) return cx.missing(raw, "nested too deeply to be analysed");
	cx.depth++;
	try {
		return targetKind(cx, inner);
	} finally {
		cx.depth--;
	}
}

function targetKind(cx: Context, raw: Raw): Expr {
	if (raw.missing) return cx.missing(raw, "expected a target");
	if (pullStar(cx.text, raw)) return { kind: "Starred", value: targetKind(cx, raw), start: raw.start - 1, end: raw.end };
	switch (raw.type) {
		case "identifier":
			return cx.store(raw);
		case "attribute":
		case "subscript":
			return cx.expr(raw);
		case "pattern_list":
		case "tuple_pattern":
		case "list_pattern":
		case "expression_list":
		case "tuple":
		case "list":
			return lowerCollection(cx, raw, cx.target);
		case "list_splat":
		case "list_splat_pattern":
			return lowerStarred(cx, raw, cx.target);
		case "as_pattern_target": {
			const value = parts(raw)[0];
			return value ? cx.target(value) : cx.missing(raw, "expected a target");
		}
		default:
			return cx.missing(raw, `cannot assign to ${described(raw)}`);
	}
}

const DESCRIPTIONS: Record<string, string> = {
	call: "function call",
	integer: "literal",
	float: "literal",
	string: "literal",
	none: "None",
	true: "True",
	false: "False",
	ERROR: "this",
};

function described(raw: Raw & Span): string {
	return DESCRIPTIONS[raw.type] ?? "expression";
}
