/** Functions whose bodies are parsed when they are first called (see skim.ts). */
import type { FunctionDef, FunctionScope, Module, Stmt } from "./nodes.ts";
import { placesBefore, type Skipped, skim } from "./skim.ts";

/** `read` parses and lowers a whole text. */
export function lowerLater(text: string, read: (text: string) => Module): Module {
	const { text: skimmed, skipped } = skim(text);
	const module = read(skimmed);
	move(module, placesBefore(skipped), new Set());
	const byBody = new Map(skipped.map((s) => [s.body, s]));
	const found: [FunctionDef, Skipped][] = [];
	visit(module.body, (def) => {
		const body = def.body.length === 1 ? byBody.get(def.body[0]!.start) : undefined;
		if (body !== undefined) found.push([def, body]);
	});
	// The parser sees other functions than we do: something about the text is unusual.
	if (found.length !== skipped.length) return read(text);
	for (const [def, body] of found) postpone(def, body, text, read);
	return module;
}

const BLOCKS = ["body", "orelse", "finalbody", "handlers", "cases"];

/** Functions that are in no other function. */
function visit(statements: readonly object[], each: (def: FunctionDef) => void): void {
	for (const statement of statements) {
		if ((statement as Stmt).kind === "FunctionDef") {
			each(statement as FunctionDef);
			continue;
		}
		for (const name of BLOCKS) {
			const block = (statement as Record<string, unknown>)[name];
			if (Array.isArray(block)) visit(block, each);
		}
	}
}

/** Functions whose bodies nobody has asked for: they never ran, and who only looks around should not have them parsed. */
const unread = new WeakSet<FunctionDef>();
export const isUnread = (def: FunctionDef): boolean => unread.has(def);

function postpone(def: FunctionDef, { start, body, end, className }: Skipped, text: string, read: (text: string) => Module): void {
	let made: FunctionDef | null = null;
	unread.add(def);
	const whole = (): FunctionDef => {
		unread.delete(def);
		return (made ??= parseOne(def, text.slice(start, end), start, className, read));
	};
	const cell = /(?<!\.)\b(?:super|__class__)\b/.test(text.slice(body, end));
	const scope = {} as FunctionScope;
	for (const key of ["locals", "free", "captured", "isGenerator", "isAsync"] as const)
		Object.defineProperty(scope, key, { get: () => whole().scope[key], enumerable: true });
	scope.usesClassCell = cell;
	def.scope = scope;
	for (const key of ["body", "docstring"] as const)
		Object.defineProperty(def, key, { get: () => whole()[key], enumerable: true, configurable: true });
}

/** Gives functions nobody has asked for what the whole file, parsed at once, says of them. */
export function readFrom(whole: Module, module: Module): void {
	const known = new Map<number, FunctionDef>();
	visit(whole.body, (def) => known.set(def.start, def));
	visit(module.body, (def) => {
		const read = known.get(def.start);
		if (!unread.delete(def) || read === undefined) return;
		def.scope = read.scope;
		for (const key of ["body", "docstring"] as const)
			Object.defineProperty(def, key, { value: read[key], enumerable: true, writable: true, configurable: true });
	});
}

/** The function as if the file held nothing else, its places moved to where they are in the file. */
function parseOne(def: FunctionDef, text: string, start: number, className: string | null, read: (text: string) => Module): FunctionDef {
	const head = className === null ? "" : `class ${className}:\n `;
	let [statement] = read(head + text).body;
	if (statement?.kind === "ClassDef") statement = statement.body[0];
	if (statement?.kind !== "FunctionDef")
		return { ...def, body: [{ kind: "Gap", start, end: start + text.length }], scope: { ...EMPTY }, docstring: null };
	const by = start - head.length;
	move(statement, (at) => at + by, new Set());
	return statement;
}
const EMPTY: FunctionScope = { locals: [], free: [], captured: [], isGenerator: false, isAsync: false, usesClassCell: false };

/** Every place below a node, put where `place` says. */
function move(node: object, place: (at: number) => number, seen: Set<object>): void {
	if (seen.has(node)) return;
	seen.add(node);
	const span = node as { start?: unknown; end?: unknown };
	if (typeof span.start === "number" && typeof span.end === "number") {
		span.start = place(span.start);
		span.end = place(span.end);
	}
	for (const key in node) {
		const part = (node as Record<string, unknown>)[key];
		if (typeof part === "object" && part !== null) move(part, place, seen);
	}
}
