/** Fixes for graphs that are used after they were freed: detach what is carried over, compute inside the loop, one backward for two losses. */
import type { Fix } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Call, Expr, For, If, Name, Span, Stmt, While } from "../syntax/nodes.ts";
import {
	fix,
	indentOf,
	insert,
	lineEnd,
	lineStart,
	removeStatement,
	replace,
	statementAt,
	statementsAround,
	textOf,
	walk,
} from "./edits.ts";
import { blockOf, methodCall, within } from "./places.ts";

/** `name = name.detach()` as the last statements of the loop. */
export function detachAtLoopEnd(source: Source, loop: For | While, states: readonly { name: string; isTuple: boolean }[]): Fix[] {
	const last = loop.body.at(-1);
	if (last === undefined || lineStart(source, last.start) <= loop.start) return [];
	const lines = states.map(
		({ name, isTuple }) =>
			`\n${indentOf(source, last.start)}${name} = ${isTuple ? `tuple(s.detach() for s in ${name})` : `${name}.detach()`}`,
	);
	return [
		fix(`Detach ${states.map((s) => `\`${s.name}\``).join(", ")} at the end of each iteration`, "safe", [
			insert(source, lineEnd(source, last.end), lines.join("")),
		]),
	];
}

/** `for ...: loss.backward()` becomes a sum with one backward behind the loop. */
export function addedUp(source: Source, span: Span, loop: For | While): Fix[] {
	const s = statementAt(source, span);
	const back = methodCall(s, /^backward$/);
	if (
		s === null ||
		back === null ||
		!loop.body.includes(s) ||
		back.call.args.length + back.call.keywords.length > 0 ||
		/\btotal\b/.test(source.text) ||
		loop.orelse.length > 0
	)
		return [];
	const indent = indentOf(source, loop.start);
	return [
		fix("Add up the losses, one backward behind the loop", "unsafe", [
			insert(source, lineStart(source, loop.start), `${indent}total = 0\n`),
			replace(source, s, `total = total + ${textOf(source, back.receiver)}`),
			insert(source, lineEnd(source, loop.end), `\n${indent}total.backward()`),
		]),
	];
}

const ATOMS = new Set(["Name", "Call", "Attribute", "Subscript", "Constant"]);
export const atom = (source: Source, e: Expr): string => (ATOMS.has(e.kind) ? textOf(source, e) : `(${textOf(source, e)})`);

/** Moves a statement that stands before the loop to the start of its body. */
export function intoLoop(source: Source, span: Span, loop: For | While): Fix[] {
	const s = statementAt(source, span);
	const first = loop.body[0];
	if (s?.kind !== "Assign" || first === undefined || s.start > loop.start || lineStart(source, first.start) <= loop.start) return [];
	const text = source.text.slice(s.start, lineEnd(source, s.end));
	if (text.includes("\n")) return [];
	return [
		fix("Compute it inside the loop", "safe", [
			removeStatement(source, s),
			insert(source, lineStart(source, first.start), `${indentOf(source, first.start)}${text}\n`),
		]),
	];
}

/** `a.backward()` ... `b.backward()` in one block become `(a + b).backward()` at the second. */
export function oneBackward(source: Source, first: Span, second: Span): Fix[] {
	const a = statementAt(source, first);
	const b = statementAt(source, second);
	if (a === null || b === null || a === b) return [];
	const at = blockOf(source, a);
	if (at === null || !at.block.includes(b)) return [];
	const x = methodCall(a, /^backward$/);
	const y = methodCall(b, /^backward$/);
	if (x === null || y === null || y.call.args.length + y.call.keywords.length > 0 || x.call.args.length > 0) return [];
	return [
		fix("One backward for the sum of both losses", "safe", [
			removeStatement(source, a),
			replace(source, y.receiver, `(${textOf(source, x.receiver)} + ${textOf(source, y.receiver)})`),
		]),
	];
}

/** `f(name)` inside a span becomes `f(name.detach())`. */
export function detachArgument(source: Source, statements: readonly Stmt[], name: string): Fix[] {
	const out: Fix[] = [];
	for (const s of statements) {
		for (const n of walk(s)) {
			if (n.kind !== "Call") continue;
			for (const a of (n as Call).args)
				if (a.kind === "Name" && (a as Name).id === name)
					out.push(fix(`Pass \`${name}.detach()\` here`, "safe", [replace(source, a, `${name}.detach()`)]));
		}
	}
	return out.slice(0, 3);
}

/** The statements under an `if`, as they read without it. */
function outdented(source: Source, guard: If): string {
	const first = guard.body[0]!;
	const text = source.text.slice(first.start, guard.body.at(-1)!.end);
	const deeper = indentOf(source, first.start).slice(indentOf(source, guard.start).length);
	return text
		.split("\n")
		.map((l, i) => (i > 0 && l.startsWith(indentOf(source, guard.start) + deeper) ? l.replace(deeper, "") : l))
		.join("\n");
}
/** `if self.x is None: self.x = f()` computes every time instead. */
export function uncached(source: Source, span: Span): Fix[] {
	const guard = statementsAround(source, span).findLast((s): s is If => s.kind === "If" && s.body.some((b) => within(span, b)));
	if (guard === undefined || guard.orelse.length > 0 || !/\bis None\b|^not\b|hasattr/.test(textOf(source, guard.test))) return [];
	return [
		fix("Compute it at every call instead of caching", "safe", [
			replace(source, { start: guard.start, end: guard.end }, outdented(source, guard)),
		]),
	];
}
