/** Annotations: tree-sitter has nodes of its own for types; Python has plain expressions. */
import type { Expr } from "./nodes.ts";
import type { Context } from "./context.ts";
import { parts, type Raw } from "./raw.ts";

export function lowerType(cx: Context, raw: Raw): Expr {
	const { start, end } = raw;
	if (raw.broken) return cx.missing(raw, "invalid annotation");
	const inner = parts(raw);
	const first = inner[0];
	switch (raw.type) {
		case "type":
			return first ? lowerType(cx, first) : cx.missing(raw, "invalid annotation");
		case "generic_type": {
			const list = inner[1];
			if (!first || !list) return cx.missing(raw, "invalid annotation");
			const value = cx.load(first);
			const elts = parts(list).map((part) => lowerType(cx, part));
			const only = elts[0];
			const comma = list.children.some((part) => part.type === ",");
			const slice: Expr = only && !comma ? only : { kind: "Tuple", elts, start: list.start + 1, end: list.end - 1 };
			return { kind: "Subscript", value, slice, start, end };
		}
		case "union_type": {
			const right = inner[1];
			if (!first || !right) return cx.missing(raw, "invalid annotation");
			return { kind: "BinOp", op: "|", left: lowerType(cx, first), right: lowerType(cx, right), start, end };
		}
		case "member_type": {
			const name = inner[1];
			if (!first || !name) return cx.missing(raw, "invalid annotation");
			return { kind: "Attribute", value: lowerType(cx, first), attr: cx.identifier(name), attrSpan: { start: name.start, end: name.end }, start, end };
		}
		case "splat_type":
			return first ? { kind: "Starred", value: cx.load(first), start, end } : cx.missing(raw, "invalid annotation");
		case "constrained_type": {
			// Only a slice reads like this: `Annotated[x:y]`.
			const upper = inner[1];
			return { kind: "Slice", lower: first ? lowerType(cx, first) : null, upper: upper ? lowerType(cx, upper) : null, step: null, start, end };
		}
		default:
			return cx.expr(raw);
	}
}
