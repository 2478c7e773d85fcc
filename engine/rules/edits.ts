/** Minimal edits on the source of a finding: statements around a place, their lines and indentation, replacements that keep the rest. */
import type { Edit, Fix } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { ClassDef, Expr, FunctionDef, Span, Stmt } from "../syntax/nodes.ts";

export const fix = (title: string, applicability: Fix["applicability"], edits: Edit[]): Fix => ({ title, applicability, edits });
export const replace = (source: Source, span: Span, text: string): Edit => ({ path: source.path, start: span.start, end: span.end, text });
export const insert = (source: Source, at: number, text: string): Edit => replace(source, { start: at, end: at }, text);
export const textOf = (source: Source, span: Span): string => source.text.slice(span.start, span.end);

type Node = { kind?: string } & Span;

/** Every node directly below one, of any kind. */
export function childrenOf(node: object): Node[] {
	const out: Node[] = [];
	for (const key in node) {
		const value = (node as Record<string, unknown>)[key];
		if (key === "scope" || value === null || typeof value !== "object") continue;
		if (!Array.isArray(value)) out.push(value as Node);
		else for (const v of value) if (v !== null && typeof v === "object") out.push(v as Node);
	}
	return out;
}
/** All nodes below (and with) a node, parents first. */
export function walk(node: object): Node[] {
	const out: Node[] = [];
	// Without recursion: generated files are deep.
	const stack = [node as Node];
	for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
		out.push(next);
		const children = childrenOf(next);
		for (let i = children.length - 1; i >= 0; i--) stack.push(children[i]!);
	}
	return out;
}

const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** The chain of statements around a place, outermost first. */
export function statementsAround(source: Source, span: Span): Stmt[] {
	const out: Stmt[] = [];
	let blocks: Stmt[][] = [source.module.body];
	for (;;) {
		const next =
			blocks.length === 1 && blocks[0]!.length > MANY ? inLongBlock(blocks[0]!, span) : blocks.flat().find((s) => contains(s, span));
		if (next === undefined) return out;
		out.push(next);
		blocks = blocksOf(next);
	}
}
const MANY = 16;
/** By halving: definitions of a file stand in order. Only where none contains the place all are asked (generated statements may share one). */
function inLongBlock(block: readonly Stmt[], span: Span): Stmt | undefined {
	let low = 0;
	let high = block.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (block[middle]!.start <= span.start) low = middle + 1;
		else high = middle;
	}
	const s = block[low - 1];
	if (s !== undefined && contains(s, span) && (s.kind === "FunctionDef" || s.kind === "ClassDef")) return s;
	return block.find((other) => contains(other, span));
}
/** The statement lists inside a statement. */
export function blocksOf(s: Stmt): Stmt[][] {
	switch (s.kind) {
		case "FunctionDef":
		case "ClassDef":
		case "With":
			return [s.body];
		case "For":
		case "While":
		case "If":
			return [s.body, s.orelse];
		case "Try":
			return [s.body, ...s.handlers.map((h) => h.body), s.orelse, s.finalbody];
		case "Match":
			return s.cases.map((c) => c.body);
		default:
			return [];
	}
}
export const statementAt = (source: Source, span: Span): Stmt | null => statementsAround(source, span).at(-1) ?? null;
export const classAround = (source: Source, span: Span): ClassDef | null =>
	(statementsAround(source, span).findLast((s) => s.kind === "ClassDef") as ClassDef | undefined) ?? null;
export const functionAround = (source: Source, span: Span): FunctionDef | null =>
	(statementsAround(source, span).findLast((s) => s.kind === "FunctionDef") as FunctionDef | undefined) ?? null;
/** What a method calls `self`; of other functions their first argument. */
export const firstArgument = (fn: FunctionDef | null): string | null => fn?.args.posonly[0]?.name ?? fn?.args.args[0]?.name ?? null;
/** The expression with exactly this place, if there is one. */
export function expressionAt(source: Source, span: Span): Expr | null {
	const statement = statementAt(source, span);
	if (statement === null) return null;
	for (const n of walk(statement))
		if (n.start === span.start && n.end === span.end && n.kind !== undefined && n.kind !== "Expr") return n as Expr;
	return null;
}

/** Start of the line of an offset, and its indentation. */
export const lineStart = (source: Source, at: number): number => source.text.lastIndexOf("\n", at - 1) + 1;
export const indentOf = (source: Source, at: number): string => /^[ \t]*/.exec(source.text.slice(lineStart(source, at)))![0];
/** End of the line (before its newline). */
export function lineEnd(source: Source, at: number): number {
	const end = source.text.indexOf("\n", at);
	return end < 0 ? source.text.length : end;
}
/** Takes out a statement that has its lines to itself, with its newline. */
export function removeStatement(source: Source, s: Stmt): Edit {
	const start = lineStart(source, s.start);
	return replace(source, { start, end: Math.min(lineEnd(source, s.end) + 1, source.text.length) }, "");
}
/** The lines of a statement, one level deeper. */
export function indented(source: Source, s: Span, by = "    "): string {
	const start = lineStart(source, s.start);
	return source.text
		.slice(start, lineEnd(source, s.end))
		.split("\n")
		.map((l) => (l === "" ? l : by + l))
		.join("\n");
}

/** Is the expression made of `self`, module-level names, attributes, calls and constants only: may it move to another method? */
export function movable(e: object, selfName: string): boolean {
	const own = new Set<string>();
	for (const n of walk(e))
		if ("generators" in n)
			for (const g of n.generators as { target: object }[])
				for (const t of walk(g.target)) if (t.kind === "Name") own.add((t as unknown as { id: string }).id);
	for (const n of walk(e)) {
		const node = n as { kind?: string; id?: string; scope?: string };
		if (node.kind === "Name" && node.id !== selfName && node.scope !== "global" && !own.has(node.id!)) return false;
		if (node.kind === "Lambda" || node.kind === "NamedExpr" || node.kind === "Await" || node.kind === "Yield") return false;
	}
	return true;
}
/** Places of `<selfName>.<attr>` below a node. */
export function* attributeUses(node: object, selfName: string, attr: string): Generator<Span & { kind: "Attribute" }> {
	for (const n of walk(node)) {
		const a = n as { kind?: string; attr?: string; value?: { kind: string; id?: string } };
		if (a.kind === "Attribute" && a.attr === attr && a.value?.kind === "Name" && a.value.id === selfName)
			yield n as Span & { kind: "Attribute" };
	}
}
