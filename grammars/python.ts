/** Text to syntax tree: the only importer of web-tree-sitter. Trees and cursors are always freed by hand. */
import { Language, Parser, type Tree as WasmTree, type TreeCursor } from "web-tree-sitter";

export interface GrammarFiles {
	/** Bytes of web-tree-sitter.wasm. */
	runtimeWasm: Uint8Array;
	/** Bytes of tree-sitter-python.wasm. */
	grammarWasm: Uint8Array;
}

/** One change that turned the previous text into the new one, in UTF-16 offsets. */
export interface TreeEdit {
	start: number;
	oldEnd: number;
	newEnd: number;
}

interface Runtime {
	parser: Parser;
	language: Language;
	/** The WASM instance's memory, and what it held before the first parse. */
	module: { HEAPU8: Uint8Array };
	memory: Uint8Array;
	/** Counts recoveries: trees made before one are gone. */
	generation: number;
}

let runtime: Runtime | null = null;
let starting: Promise<void> | null = null;

/** Loads the parser once. The caller brings the bytes: `grammars/node.ts` reads them in Node, the client sends them in a browser. */
export function initPython(files: GrammarFiles): Promise<void> {
	starting ??= start(files).catch((error: unknown) => {
		starting = null;
		throw error;
	});
	return starting;
}

export function isReady(): boolean {
	return runtime !== null;
}

async function start(files: GrammarFiles): Promise<void> {
	// Without locateFile a bundle asks for a URL next to itself and fails to start.
	const module = { wasmBinary: files.runtimeWasm, locateFile: (name: string) => name };
	await Parser.init(module as unknown as Parameters<typeof Parser.init>[0]);
	const language = await Language.load(files.grammarWasm);
	const holder = module as unknown as { HEAPU8: Uint8Array };
	runtime = { parser: newParser(language), language, module: holder, memory: occupied(holder.HEAPU8), generation: 0 };
}

function newParser(language: Language): Parser {
	const parser = new Parser();
	parser.setLanguage(language);
	return parser;
}

function occupied(heap: Uint8Array): Uint8Array {
	const words = new Int32Array(heap.buffer, 0, heap.length >> 2);
	// Most of it has never been touched: this loop is a good part of a cold start.
	let end = words.length;
	while (end >= 4 && (words[end - 1]! | words[end - 2]! | words[end - 3]! | words[end - 4]!) === 0) end -= 4;
	return heap.slice(0, end * 4);
}

/**
 * After a WASM trap the instance's heap cannot be trusted, and the package keeps one instance per process. So the heap
 * is put back as it was before the first parse: the grammar, the parser and the instance are then as new.
 */
function recover(broken: Runtime): void {
	broken.generation++;
	broken.module.HEAPU8.fill(0);
	broken.module.HEAPU8.set(broken.memory);
}

function reportedProblem(error: unknown): boolean {
	return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

/** A parsed text. `delete()` must be called; a deleted tree may still be passed as `previous` and is then ignored. */
export class Tree {
	#tree: WasmTree | null;
	readonly #generation: number;
	/** Where the syntax differs from the previous tree, when there was one (UTF-16 offsets). */
	readonly changed: readonly { start: number; end: number }[] | null;

	constructor(tree: WasmTree, generation: number, changed: Tree["changed"]) {
		this.#tree = tree;
		this.#generation = generation;
		this.changed = changed;
	}

	/** Runs `visit` with a cursor on the root and frees the cursor whatever happens. */
	withCursor<Result>(visit: (cursor: TreeCursor) => Result): Result {
		const tree = this.wasm();
		if (!tree) throw new Error("the syntax tree was already deleted");
		const cursor = tree.walk();
		try {
			return visit(cursor);
		} finally {
			if (this.wasm()) cursor.delete();
		}
	}

	get hasError(): boolean {
		return this.wasm()?.rootNode.hasError ?? true;
	}

	/** As `withCursor`, on the function definition that starts at `start`; null when none does. */
	withFunction<Result>(start: number, visit: (cursor: TreeCursor) => Result): Result | null {
		const tree = this.wasm();
		if (!tree) throw new Error("the syntax tree was already deleted");
		let node = tree.rootNode.descendantForIndex(start, start);
		while (node !== null && node.startIndex === start && node.type !== "function_definition") node = node.parent;
		if (node === null || node.startIndex !== start) return null;
		const cursor = node.walk();
		try {
			return visit(cursor);
		} finally {
			if (this.wasm()) cursor.delete();
		}
	}

	/** Parses another text, as `parsePython` does. */
	reparse(text: string): Tree {
		return parsePython(text);
	}

	/** The living WASM tree, or null once it was deleted or lost in a recovery. */
	wasm(): WasmTree | null {
		return runtime && this.#generation === runtime.generation ? this.#tree : null;
	}

	delete(): void {
		this.wasm()?.delete();
		this.#tree = null;
	}
}

/**
 * Parses, hands the tree to `visit` and frees it: for callers that keep no tree. Should the WASM instance fail under
 * `visit`, everything is done once more on a fresh one.
 */
export function withPython<Result>(text: string, visit: (tree: Tree) => Result): Result {
	try {
		return visitOnce(text, visit);
	} catch (error) {
		if (!runtime || !(error instanceof WebAssembly.RuntimeError)) throw error;
		recover(runtime);
		return visitOnce(text, visit);
	}
}

function visitOnce<Result>(text: string, visit: (tree: Tree) => Result): Result {
	const tree = parsePython(text);
	try {
		return visit(tree);
	} finally {
		tree.delete();
	}
}

/** Parses `text`; with `previous` and the `edits` that led from it, reuses what did not change. Call `initPython` first. */
export function parsePython(text: string, previous?: Tree | null, edits?: readonly TreeEdit[]): Tree {
	const current = runtime;
	if (!current) throw new Error("initPython has not finished");
	try {
		return parseOnce(current, text, previous ?? null, edits ?? []);
	} catch (error) {
		if (!reportedProblem(error)) throw error;
		recover(current);
		return parseOnce(current, text, null, []);
	}
}

function parseOnce(current: Runtime, text: string, previous: Tree | null, edits: readonly TreeEdit[]): Tree {
	let old = previous?.wasm()?.copy() ?? null;
	try {
		if (old) for (const edit of edits) old.edit(asWasmEdit(edit));
		// Without edits an old tree would be taken as still fitting the text.
		if (old && edits.length === 0) {
			old.delete();
			old = null;
		}
		let tree = parseText(current, text, old);
		const masked = tree.rootNode.hasError ? maskStars(text) : text;
		if (masked !== text) {
			tree.delete();
			tree = parseText(current, masked, old);
		}
		const changed = old ? old.getChangedRanges(tree).map((range) => ({ start: range.startIndex, end: range.endIndex })) : null;
		return new Tree(tree, current.generation, changed);
	} finally {
		old?.delete();
	}
}

function parseText(current: Runtime, text: string, old: WasmTree | null): WasmTree {
	const tree = current.parser.parse(text, old);
	if (!tree) throw new Error("the parser was interrupted");
	return tree;
}

const UNKNOWN_STAR = /((?:[,=([{:]|\b(?:return|yield|in))[ \t]*)\*(?=[ \t]*["'([{])/g;

/**
 * The grammar knows `*name` in `return a, *name` but no star before a bracket. There the star is parsed as `~`, which has
 * the same length; whoever reads the tree looks at the text, where the star still stands.
 */
function maskStars(text: string): string {
	return text.replace(UNKNOWN_STAR, "$1~");
}

/** Rows and columns are never read by us, only offsets; the parser wants consistent numbers, so all text counts as one row. */
function asWasmEdit(edit: TreeEdit): Parameters<WasmTree["edit"]>[0] {
	return {
		startIndex: edit.start,
		oldEndIndex: edit.oldEnd,
		newEndIndex: edit.newEnd,
		startPosition: { row: 0, column: edit.start },
		oldEndPosition: { row: 0, column: edit.oldEnd },
		newEndPosition: { row: 0, column: edit.newEnd },
	} as Parameters<WasmTree["edit"]>[0];
}
