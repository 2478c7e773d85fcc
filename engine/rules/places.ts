/** Places in relation to each other: the loop around one, the caller's line in another's function, the variable a statement fills. */
import type { Source } from "../program.ts";
import type { Assign, Expr, For, Name, Span, Stmt, While } from "../syntax/nodes.ts";
import type { PathRun } from "./rule.ts";
import type { Site } from "../values/value.ts";
import { blocksOf, expressionAt, functionAround, statementAt, statementsAround } from "./edits.ts";

export const within = (inner: Span, outer: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** The file an expression that was evaluated stands in. */
export const sourceOf = (path: PathRun, e: Expr): Source | null =>
	[...path.record.sources].find((source) => expressionAt(source, e) === e) ?? null;
/** Of the calls that led to `site`, the one in the same function as `like`; null: it did not come from there. */
export function callerIn(site: Site | null, like: Site): Site | null {
	const fn = functionAround(like.source, like.node);
	for (let s = site; s !== null; s = s.caller)
		if (s.isUser && s.source === like.source && functionAround(s.source, s.node) === fn) return s;
	return null;
}
/** The innermost loop around a place, in its own function. */
export function loopAround(source: Source, span: Span): For | While | null {
	const chain = statementsAround(source, span);
	const from = chain.findLastIndex((s) => s.kind === "FunctionDef") + 1;
	return (
		(chain.slice(from).findLast((s) => (s.kind === "For" || s.kind === "While") && s.body.some((b) => within(span, b))) as
			| For
			| While
			| undefined) ?? null
	);
}
/** The statement at a place that stands directly in `block`. */
export const inBlock = (block: readonly Stmt[], span: Span): Stmt | null => block.find((s) => within(span, s)) ?? null;

/** `name` of `name = ...`, `name[...] = ...` or `a, name = ...` at the place. */
export function targetsAt(site: Site): Expr[] {
	const s = statementAt(site.source, site.node);
	if (s === null) return [];
	const targets = s.kind === "Assign" ? s.targets : s.kind === "AugAssign" || s.kind === "AnnAssign" ? [s.target] : [];
	return targets.flatMap((t) => (t.kind === "Tuple" || t.kind === "List" ? t.elts : [t]));
}
export const targetNames = (site: Site): string[] => targetsAt(site).flatMap((t) => (t.kind === "Name" ? [(t as Name).id] : []));

/** The block (statement list) a statement stands in, and where. */
export function blockOf(source: Source, s: Stmt): { block: Stmt[]; index: number } | null {
	const chain = statementsAround(source, s);
	const at = chain.lastIndexOf(s);
	const parent = at > 0 ? chain[at - 1]! : null;
	const blocks = parent === null ? [source.module.body] : blocksOf(parent);
	for (const block of blocks) {
		const index = block.indexOf(s);
		if (index >= 0) return { block, index };
	}
	return null;
}
/** The call expression of an `Expr` statement `x.name(...)`, if the statement is one. */
export function methodCall(s: Stmt | null, name: RegExp): { receiver: Expr; call: Extract<Expr, { kind: "Call" }> } | null {
	if (s?.kind !== "Expr" || s.value.kind !== "Call" || s.value.func.kind !== "Attribute" || !name.test(s.value.func.attr)) return null;
	return { receiver: s.value.func.value, call: s.value };
}
export const isAssignTo = (s: Stmt, name: string): s is Assign =>
	s.kind === "Assign" && s.targets.length === 1 && s.targets[0]!.kind === "Name" && (s.targets[0] as Name).id === name;
