/** Patterns of `case` clauses. */
import type { Expr, Pattern, Span } from "./nodes.ts";
import { MAX_DEPTH, plainIdentifier, type Context } from "./context.ts";
import { numberLiteral } from "./numbers.ts";
import { hasToken, parts, type Raw } from "./raw.ts";

/** All of a clause's patterns: several, or one with a comma behind it, are an open sequence. */
export function lowerCasePatterns(cx: Context, clause: Raw): Pattern {
	const patterns = clause.children.filter((part) => part.type === "case_pattern");
	const first = patterns[0];
	if (!first) return wildcard(cx, clause, "expected a pattern");
	const last = clause.children.findLast((part) => part.type === "case_pattern" || part.type === ",")!;
	if (patterns.length === 1 && !hasToken(clause, ",")) return lowerPattern(cx, first);
	return { kind: "MatchSequence", patterns: patterns.map((part) => lowerPattern(cx, part)), start: first.start, end: last.end };
}

function wildcard(cx: Context, span: Span, message: string): Pattern {
	return { kind: "MatchValue", value: cx.missing(span, message), start: span.start, end: span.end };
}

function lowerPattern(cx: Context, raw: Raw): Pattern {
	if (cx.depth >= MAX_DEPTH) return wildcard(cx, raw, "nested too deeply to be analysed");
	cx.depth++;
	try {
		if (raw.broken) return wildcard(cx, raw, "invalid pattern");
		return raw.type === "case_pattern" ? single(cx, raw, raw.children) : patternKind(cx, raw);
	} finally {
		cx.depth--;
	}
}

/** One pattern written as a run of nodes: a number may bring its sign along. */
function single(cx: Context, holder: Span, nodes: readonly Raw[]): Pattern {
	const first = nodes[0];
	if (!first) return wildcard(cx, holder, "expected a pattern");
	if (first.type === "-" && nodes[1]) {
		const value = signed(cx, first, nodes[1]);
		return { kind: "MatchValue", value, start: value.start, end: value.end };
	}
	return lowerPattern(cx, first);
}

function signed(cx: Context, sign: Raw, number: Raw): Expr {
	const operand = numberLiteral(cx.slice(number), number) ?? cx.missing(number, "invalid number");
	return { kind: "UnaryOp", op: "-", operand, start: sign.start, end: number.end };
}

function patternKind(cx: Context, raw: Raw): Pattern {
	const { start, end } = raw;
	switch (raw.type) {
		case "_":
			return { kind: "MatchAs", pattern: null, name: null, start, end };
		case "dotted_name": {
			const names = parts(raw);
			if (names.length > 1) return { kind: "MatchValue", value: dotted(cx, names), start, end };
			return capture(cx, raw);
		}
		case "identifier":
			return capture(cx, raw);
		case "true":
		case "false":
			return { kind: "MatchSingleton", value: raw.type === "true", start, end };
		case "none":
			return { kind: "MatchSingleton", value: null, start, end };
		case "integer":
		case "float":
		case "string":
		case "concatenated_string":
			return { kind: "MatchValue", value: cx.expr(raw), start, end };
		case "complex_pattern":
			return { kind: "MatchValue", value: complex(cx, raw), start, end };
		case "as_pattern": {
			const [pattern, name] = parts(raw);
			if (!pattern || !name) return wildcard(cx, raw, "invalid pattern");
			const inner = lowerPattern(cx, pattern);
			return { kind: "MatchAs", pattern: inner, name: cx.store(name), start, end };
		}
		case "union_pattern":
			return { kind: "MatchOr", patterns: splitBy(raw.children, "|").map((nodes) => single(cx, raw, nodes)), start, end };
		case "list_pattern":
		case "tuple_pattern": {
			const inside = parts(raw);
			if (raw.type === "tuple_pattern" && inside.length === 1 && !hasToken(raw, ",")) return lowerPattern(cx, inside[0]!);
			return { kind: "MatchSequence", patterns: inside.map((part) => lowerPattern(cx, part)), start, end };
		}
		case "splat_pattern": {
			const name = raw.children[1];
			return { kind: "MatchStar", name: name && cx.slice(name) !== "_" ? cx.store(name) : null, start, end };
		}
		case "dict_pattern":
			return mapping(cx, raw);
		case "class_pattern":
			return classPattern(cx, raw);
		default:
			return wildcard(cx, raw, "invalid pattern");
	}
}

function capture(cx: Context, raw: Raw): Pattern {
	const { start, end } = raw;
	const isWildcard = cx.slice(raw) === "_";
	return { kind: "MatchAs", pattern: null, name: isWildcard ? null : cx.store(raw), start, end };
}

function dotted(cx: Context, names: readonly Raw[]): Expr {
	const first = names[0]!;
	let value: Expr = cx.load(first);
	for (const name of names.slice(1)) {
		value = {
			kind: "Attribute",
			value,
			attr: cx.identifier(name),
			attrSpan: { start: name.start, end: name.end },
			start: first.start,
			end: name.end,
		};
	}
	return value;
}

/** `-1 + 2j` */
function complex(cx: Context, raw: Raw): Expr {
	const nodes = [...raw.children];
	const sign = nodes[0]?.type === "-" ? nodes.shift() : undefined;
	const [real, op, imaginary] = nodes;
	if (!real || !imaginary || (op?.type !== "+" && op?.type !== "-")) return cx.missing(raw, "invalid pattern");
	const left = sign ? signed(cx, sign, real) : cx.expr(real);
	return { kind: "BinOp", op: op.type, left, right: cx.expr(imaginary), start: raw.start, end: raw.end };
}

function splitBy(nodes: readonly Raw[], separator: string): Raw[][] {
	const runs: Raw[][] = [[]];
	for (const node of nodes) {
		if (!node.named && node.type === separator) runs.push([]);
		else runs[runs.length - 1]!.push(node);
	}
	return runs;
}

function mapping(cx: Context, raw: Raw): Pattern {
	const { start, end } = raw;
	const result: Extract<Pattern, { kind: "MatchMapping" }> = { kind: "MatchMapping", keys: [], patterns: [], rest: null, start, end };
	for (const nodes of splitBy(raw.children.slice(1, -1), ",")) {
		const first = nodes[0];
		if (!first) continue;
		if (first.type === "splat_pattern") {
			const name = first.children[1];
			if (name) result.rest = cx.store(name);
			continue;
		}
		const colon = nodes.findIndex((node) => !node.named && node.type === ":");
		const key = single(cx, raw, nodes.slice(0, colon));
		result.keys.push(keyOf(cx, key));
		result.patterns.push(single(cx, raw, nodes.slice(colon + 1)));
	}
	return result;
}

function keyOf(cx: Context, key: Pattern): Expr {
	if (key.kind === "MatchValue") return key.value;
	const { start, end } = key;
	if (key.kind === "MatchSingleton") return { kind: "Constant", type: key.value === null ? "None" : "bool", value: key.value, start, end };
	return cx.missing(key, "invalid key in mapping pattern");
}

function classPattern(cx: Context, raw: Raw): Pattern {
	const { start, end } = raw;
	const [name, ...inside] = parts(raw);
	if (!name) return wildcard(cx, raw, "invalid pattern");
	const cls = dotted(cx, parts(name));
	const result: Extract<Pattern, { kind: "MatchClass" }> = {
		kind: "MatchClass",
		cls,
		patterns: [],
		kwdAttrs: [],
		kwdPatterns: [],
		start,
		end,
	};
	for (const part of inside) {
		const keyword = part.type === "case_pattern" && part.children[0]?.type === "keyword_pattern" ? part.children[0] : null;
		if (!keyword) {
			result.patterns.push(lowerPattern(cx, part));
			continue;
		}
		const attr = keyword.children[0]!;
		result.kwdAttrs.push(plainIdentifier(cx.slice(attr)));
		result.kwdPatterns.push(single(cx, keyword, keyword.children.slice(2)));
	}
	return result;
}
