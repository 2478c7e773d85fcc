/** Annotations: tree-sitter has nodes of its own for types; Python has plain expressions. */
import type { Expr } from "./nodes.ts";
import type { Context } from "./context.ts";
import { hasToken, itemsSpan, parts, type Raw } from "./raw.ts";

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
			const isTuple = elts.length !== 1 || only?.kind === "Starred" || hasToken(list, ",");
			const slice: Expr = only && !isTuple ? only : { kind: "Tuple", elts, ...itemsSpan(list) };
			return { kind: "Subscript", value, slice, start, end };
		}
		case "union_type": {
			const [head, ...rest] = alternatives(raw);
			if (!head) return cx.missing(raw, "invalid annotation");
			return rest.reduce(
				(left: Expr, next) => ({ kind: "BinOp", op: "|", left, right: lowerType(cx, next), start, end: next.end }),
				lowerType(cx, head),
			);
		}
		case "member_type": {
			const name = inner[1];
			if (!first || !name) return cx.missing(raw, "invalid annotation");
			return {
				kind: "Attribute",
				value: lowerType(cx, first),
				attr: cx.identifier(name),
				attrSpan: { start: name.start, end: name.end },
				start,
				end,
			};
		}
		case "splat_type":
			return first ? { kind: "Starred", value: cx.load(first), start, end } : cx.missing(raw, "invalid annotation");
		case "constrained_type": {
			// Only a slice reads like this: `Annotated[x:y]`.
			const upper = inner[1];
			return {
				kind: "Slice",
				lower: first ? lowerType(cx, first) : null,
				upper: upper ? lowerType(cx, upper) : null,
				step: null,
				start,
				end,
			};
		}
		default:
			return cx.expr(raw);
	}
}

/** `a[b] | c | d` comes in groups from either side; Python groups from the left. */
function alternatives(raw: Raw): Raw[] {
	const flat: Raw[] = [];
	const stack = [raw];
	while (stack.length > 0) {
		const node = stack.pop()!;
		const inside = parts(node);
		const isUnion = node.type === "union_type" || (node.type === "binary_operator" && hasToken(node, "|"));
		if (isUnion) stack.push(...inside.reverse());
		else if (node.type === "type" && inside.length === 1) stack.push(inside[0]!);
		else flat.push(node);
	}
	return flat;
}
