/** Fixes that move training statements: a step behind a backward, zero_grad in front of one, an optimizer behind a replaced layer. */
import type { Fix } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Call, For, Span, Stmt, While } from "../syntax/nodes.ts";
import type { Site } from "../values/value.ts";
import type { Carried } from "./carried.ts";
import { expressionAt, fix, indentOf, insert, lineEnd, lineStart, removeStatement, replace, statementAt, textOf } from "./edits.ts";
import { detachAtLoopEnd } from "./fix-graph.ts";
import { blockOf } from "./places.ts";

/** A statement with its lines, as it stands (without the last newline). */
const linesOf = (source: Source, s: Stmt): string => source.text.slice(lineStart(source, s.start), lineEnd(source, s.end));
const aloneOnLine = (source: Source, s: Stmt): boolean =>
	/^\s*$/.test(source.text.slice(lineStart(source, s.start), s.start)) &&
	!source.text.slice(s.end, lineEnd(source, s.end)).trimStart().startsWith(";");

/** Moves statement `a` right behind statement `b` of the same block. */
export function moveBehind(source: Source, title: string, a: Stmt, b: Stmt, applicability: Fix["applicability"]): Fix[] {
	const at = blockOf(source, a);
	if (at === null || !at.block.includes(b) || a === b || !aloneOnLine(source, a) || !aloneOnLine(source, b)) return [];
	return [fix(title, applicability, [removeStatement(source, a), insert(source, lineEnd(source, b.end), `\n${linesOf(source, a)}`)])];
}
/** Moves statement `a` right before statement `b` of the same block. */
export function moveBefore(source: Source, title: string, a: Stmt, b: Stmt, applicability: Fix["applicability"]): Fix[] {
	const at = blockOf(source, a);
	if (at === null || !at.block.includes(b) || a === b || !aloneOnLine(source, a) || !aloneOnLine(source, b)) return [];
	return [fix(title, applicability, [removeStatement(source, a), insert(source, lineStart(source, b.start), `${linesOf(source, a)}\n`)])];
}

/** The optimizer steps after the backward that still needs the old weights. */
export function stepAfter(source: Source, step: Span, backward: Span): Fix[] {
	const a = statementAt(source, step);
	const b = statementAt(source, backward);
	if (a === null || b === null) return [];
	return moveBehind(source, `Step after \`${textOf(source, b).replace(/\s+/g, " ")}\``, a, b, "unsafe");
}

/** Drops `retain_graph=True` and detaches what is carried over. */
export function detachInsteadOfRetain(source: Source, backward: Span, loop: For | While, carried: Carried): Fix[] {
	const detach = detachAtLoopEnd(source, loop, [carried])[0];
	if (detach === undefined) return [];
	const call = expressionAt(source, backward) as Call | null;
	const edits = call?.kind === "Call" ? withoutKeyword(source, call, "retain_graph") : [];
	return [fix(`${detach.title}${edits.length > 0 ? " instead of `retain_graph=True`" : ""}`, "safe", [...edits, ...detach.edits])];
}

/** The same fixes, with `retain_graph=True` taken out of the backward. */
export function withoutRetaining(fixes: Fix[], backward: Site): Fix[] {
	const call = expressionAt(backward.source, backward.node);
	const edits = call?.kind === "Call" ? withoutKeyword(backward.source, call, "retain_graph") : [];
	return edits.length === 0
		? []
		: fixes.map((f) => fix(`${f.title} instead of \`retain_graph=True\``, f.applicability, [...edits, ...f.edits]));
}

/** Edits that take a keyword out of a call. */
export function withoutKeyword(source: Source, call: Call, name: string): Fix["edits"] {
	const k = call.keywords.find((x) => x.arg === name);
	if (k === undefined) return [];
	const parts = [...call.args, ...call.keywords].sort((x, y) => x.start - y.start);
	const i = parts.findIndex((p) => p.start === k.start);
	if (i > 0) return [replace(source, { start: parts[i - 1]!.end, end: k.end }, "")];
	const next = parts[i + 1];
	return [replace(source, { start: k.start, end: next === undefined ? k.end : next.start }, "")];
}

export const newLineAfter = (source: Source, s: Stmt, text: string): Fix["edits"][number] =>
	insert(source, lineEnd(source, s.end), `\n${indentOf(source, s.start)}${text}`);
