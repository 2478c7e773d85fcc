/**
 * After a change inside one function's body only that function is lowered again: all other nodes stay the objects they were and are
 * moved to their new places, so that whatever was found out about them still holds.
 */
import { lowerFunctionAlone } from "./lower.ts";
import type { ClassDef, Comment, FunctionDef, Module, Stmt } from "./nodes.ts";
import type { SyntaxTree } from "./raw.ts";

/** Nodes are read-only to everybody else. */
export interface Movable {
	start: number;
	end: number;
}
/** The part of a text that changed: `start` to `oldEnd` became `start` to `newEnd`. */
export interface TextChange {
	start: number;
	oldEnd: number;
	newEnd: number;
}
export interface Relowered {
	/** Shares its statements with the old module. */
	module: Module;
	/** Functions whose code is another now; none when only layout or comments changed. */
	replaced: FunctionDef[];
	/** Puts every node back. Nothing else may have been relowered meanwhile. */
	undo(): void;
}

/** What lies between the common beginning and the common end of two texts; null when they are equal. */
export function changeBetween(old: string, text: string): TextChange | null {
	if (old === text) return null;
	const most = Math.min(old.length, text.length);
	let start = 0;
	while (start < most && old.charCodeAt(start) === text.charCodeAt(start)) start++;
	let oldEnd = old.length;
	let newEnd = text.length;
	while (oldEnd > start && newEnd > start && old.charCodeAt(oldEnd - 1) === text.charCodeAt(newEnd - 1)) {
		oldEnd--;
		newEnd--;
	}
	return { start, oldEnd, newEnd };
}

interface Place {
	fn: FunctionDef;
	/** Where it stands. */
	block: Stmt[];
	index: number;
	classes: ClassDef[];
	/** Start of what follows it. */
	next: number;
}

/** Null when the change is not inside one function's body, or something does not parse: everything has to be lowered then. */
export function relower(old: Module, tree: SyntaxTree, text: string, change: TextChange): Relowered | null {
	if (tree.hasError || tree.changed === null || old.gaps.length > 0) return null;
	const oldLength = text.length - change.newEnd + change.oldEnd;
	const place = placeOf(old.body, text, change, oldLength);
	if (place === null) return null;
	const { fn, block, index, classes } = place;
	const delta = change.newEnd - change.oldEnd;
	const next = place.next + delta;
	if (tree.changed.some((range) => range.start < fn.start || range.end > next)) return null;
	if (classes.some((c) => text[c.nameSpan.end] === "[")) return null;
	const lowered = lowerFunctionAlone(tree, text, fn, classes, old.body.some(isLazy));
	if (lowered === null || lowered.fn.end > next || !sameCode(headOf(fn), headOf(lowered.fn)) || !isBlank(text.slice(lowered.fn.end, next)))
		return null;
	const behind = [...text.slice(lowered.fn.end, next).matchAll(/#.*/g)].map(
		(m): Comment => ({ start: lowered.fn.end + m.index, end: lowered.fn.end + m.index + m[0].length, text: m[0] }),
	);
	const comments = [
		...old.comments.filter((c) => c.end <= fn.start),
		...lowered.comments.filter((c) => c.end <= lowered.fn.end),
		...behind,
		...old.comments.filter((c) => c.start >= place.next).map((c) => ({ ...c, start: c.start + delta, end: c.end + delta })),
	];
	const module: Module = { ...old, comments };
	const isSame = sameCode(fn, lowered.fn);
	const before = isSame ? positionsOf(fn) : [];
	// What defining the function evaluates stands before the change.
	Object.assign(lowered.fn, headOf(fn));
	const ends = classes.map((c) => c.end);
	const move = (by: number, from: number): void => {
		shift(old.body, classes, fn, from, by);
	};
	move(delta, place.next);
	classes.forEach((c, i) => {
		(c as Movable).end = isLast(c, fn, classes[i + 1]) ? lowered.fn.end : ends[i]! + delta;
	});
	if (isSame) transplant(fn, positionsOf(lowered.fn));
	else block[index] = lowered.fn;
	return {
		module,
		replaced: isSame ? [] : [fn],
		undo() {
			if (isSame) transplant(fn, before);
			else block[index] = fn;
			move(-delta, next);
			classes.forEach((c, i) => {
				(c as Movable).end = ends[i]!;
			});
		},
	};
}
/** What defining a function evaluates and binds. */
export const headOf = ({ name, nameSpan, args, decorators, returns, isAsync, target }: FunctionDef): object => ({
	name,
	nameSpan,
	args,
	decorators,
	returns,
	isAsync,
	target,
});
const isLazy = (s: Stmt): boolean =>
	s.kind === "ImportFrom" && s.level === 0 && s.module === "__future__" && s.names.some((a) => a.name === "annotations");
const isBlank = (text: string): boolean => /^[ \t]*(?:#.*)?(?:\r?\n[ \t]*(?:#.*)?)*$/.test(text);
/** The function is the end of the class: of the innermost directly, of others through the class inside. */
function isLast(c: ClassDef, fn: FunctionDef, inner: ClassDef | undefined): boolean {
	return c.body[c.body.length - 1] === (inner ?? fn);
}

/** The outermost function (in classes only) whose body holds the change. */
function placeOf(body: Stmt[], text: string, change: TextChange, end: number): Place | null {
	const classes: ClassDef[] = [];
	let block = body;
	let limit = end;
	for (;;) {
		const index = lastBefore(block, change.start);
		const s = block[index];
		if (s === undefined) return null;
		const following = block[index + 1];
		const next = following === undefined ? limit : beginning(following);
		if (change.oldEnd > next) return null;
		if (s.kind === "ClassDef") {
			classes.push(s);
			block = s.body;
			limit = next;
			continue;
		}
		if (s.kind !== "FunctionDef") return null;
		const colon = text.indexOf(":", headEnd(s));
		if (colon < 0 || colon >= change.start) return null;
		return { fn: s, block, index, classes, next };
	}
}
/** End of a function's last parameter, or of what it says it returns. */
function headEnd({ args, returns, nameSpan }: FunctionDef): number {
	const all = [...args.posonly, ...args.args, ...args.kwonly, args.vararg, args.kwarg];
	return Math.max(
		nameSpan.end,
		returns?.end ?? 0,
		...all.map((a) => (a === null ? 0 : Math.max(a.end, a.annotation?.end ?? 0, a.default?.end ?? 0))),
	);
}
function lastBefore(block: readonly Stmt[], offset: number): number {
	let low = 0;
	let high = block.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (beginning(block[middle]!) <= offset) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}
/** Where a statement begins, with its decorators and their `@` (which never stands far from its expression). */
function beginning(s: Stmt): number {
	const first = s.kind === "FunctionDef" || s.kind === "ClassDef" ? s.decorators[0] : undefined;
	return first === undefined ? s.start : first.start - 1;
}

/** Spans of a statement and everything in it, each once. */
const spans = new WeakMap<Stmt, Movable[]>();
function spansOf(s: Stmt): Movable[] {
	let all = spans.get(s);
	if (all === undefined) spans.set(s, (all = spansIn(s)));
	return all;
}
function collect(value: object, into: Set<Movable>): void {
	if (Array.isArray(value)) {
		for (const v of value) if (v !== null && typeof v === "object") collect(v, into);
		return;
	}
	if (typeof (value as Movable).start === "number") into.add(value as Movable);
	for (const key in value) {
		if (key === "scope") continue;
		const v = (value as Record<string, unknown>)[key];
		if (v !== null && typeof v === "object") collect(v, into);
	}
}

/** Moves what begins at `from` or behind it; `fn` and its classes are seen to by the caller. */
function shift(body: readonly Stmt[], classes: readonly ClassDef[], fn: FunctionDef, from: number, by: number): void {
	for (const c of classes) spans.delete(c);
	if (by === 0) return;
	const outer: Stmt = classes[0] ?? fn;
	for (let i = body.length - 1; i >= 0 && body[i] !== outer; i--)
		for (const span of spansOf(body[i]!)) {
			span.start += by;
			span.end += by;
		}
	classes.forEach((c, depth) => {
		const inner = classes[depth + 1] ?? fn;
		for (const s of c.body) {
			if (s === inner || s.start < from) continue;
			for (const span of spansOf(s)) {
				span.start += by;
				span.end += by;
			}
		}
	});
}

/** All spans of some nodes, each once, in the order of a walk. */
export function spansIn(nodes: object): Movable[] {
	const found = new Set<Movable>();
	collect(nodes, found);
	return [...found];
}
const positionsOf = (fn: FunctionDef): Movable[] => spansIn(fn).map(({ start, end }) => ({ start, end }));
function transplant(fn: FunctionDef, positions: Movable[]): void {
	spansIn(fn).forEach((span, i) => {
		Object.assign(span, positions[i]);
	});
}

/** The same code, wherever it stands. */
export function sameCode(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (typeof a !== "object" || typeof b !== "object" || a === null || b === null)
		return typeof a === "number" && typeof b === "number" && Number.isNaN(a) && Number.isNaN(b);
	if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((x, i) => sameCode(x, b[i]));
	const keys = Object.keys(a);
	if (keys.length !== Object.keys(b).length) return false;
	return keys.every(
		(key) => key === "start" || key === "end" || sameCode((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
	);
}
