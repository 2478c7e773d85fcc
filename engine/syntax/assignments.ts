/** Assignments in all their forms, and expression statements. */
import type { BinaryOperator, Expr, Stmt } from "./nodes.ts";
import type { Context } from "./context.ts";
import { explain } from "./gaps.ts";
import { child, parts, unwrap, type Raw } from "./raw.ts";
import { lowerType } from "./types.ts";
import { lowerYield } from "./yields.ts";

export function lowerExpressionStatement(cx: Context, raw: Raw): Stmt {
	const { start, end } = raw;
	const inner = parts(raw);
	const first = inner[0];
	if (!first || raw.broken) {
		cx.gap(raw, explain(cx.text, raw));
		return { kind: "Gap", start, end };
	}
	if (first.type === "assignment") return lowerAssignment(cx, first);
	if (first.type === "augmented_assignment") return lowerAugmented(cx, first);
	if (inner.length === 1 && !raw.children.some((part) => part.type === ","))
		return { kind: "Expr", value: rightSide(cx, first), start, end };
	return { kind: "Expr", value: { kind: "Tuple", elts: inner.map(cx.expr), start, end }, start, end };
}

/** A yield may stay where it is the whole right side. */
function rightSide(cx: Context, raw: Raw): Expr {
	const inner = unwrap(raw);
	return inner.type === "yield" ? lowerYield(cx, inner) : cx.expr(inner);
}

export function lowerAssignment(cx: Context, raw: Raw): Stmt {
	const { start, end } = raw;
	const typeNode = child(raw, "type");
	if (typeNode) return lowerAnnotated(cx, raw, typeNode);
	const lefts: Raw[] = [];
	let node: Raw | null = raw;
	let broken = false;
	while (node?.type === "assignment" && !child(node, "type")) {
		const left = child(node, "left");
		if (left) lefts.push(left);
		broken ||= node.broken;
		node = child(node, "right");
	}
	// The value runs before the targets.
	const value =
		!node || broken || node.type === "assignment" || node.type === "augmented_assignment"
			? cx.missing(raw, "invalid assignment")
			: rightSide(cx, node);
	return { kind: "Assign", targets: lefts.map(cx.target), value, start, end };
}

function lowerAnnotated(cx: Context, raw: Raw, typeNode: Raw): Stmt {
	const { start, end } = raw;
	const left = child(raw, "left");
	const right = child(raw, "right");
	const annotation = cx.annotation(() => lowerType(cx, typeNode));
	const value = right ? cx.expr(right) : raw.broken ? cx.missing(raw, "invalid assignment") : null;
	return { kind: "AnnAssign", target: left ? cx.target(left) : cx.missing(raw, "expected a target"), annotation, value, start, end };
}

function lowerAugmented(cx: Context, raw: Raw): Stmt {
	const { start, end } = raw;
	const left = child(raw, "left");
	const right = child(raw, "right");
	const op = raw.children.find((part) => !part.named && part.type.endsWith("="));
	const target = left ? cx.target(left) : cx.missing(raw, "expected a target");
	const value = right && !raw.broken ? cx.expr(right) : cx.missing(raw, "invalid assignment");
	return { kind: "AugAssign", target, op: (op ? op.type.slice(0, -1) : "+") as BinaryOperator, value, start, end };
}
