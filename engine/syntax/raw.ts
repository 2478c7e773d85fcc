/** One pass of a tree cursor into plain objects, so that nothing of the parser is needed afterwards. */
import type { Comment } from "./nodes.ts";

/** What lowering needs of a parser's cursor; tree-sitter's `TreeCursor` has this shape. */
export interface SyntaxCursor {
	readonly nodeTypeId: number;
	readonly nodeType: string;
	readonly nodeIsNamed: boolean;
	readonly nodeIsMissing: boolean;
	readonly startIndex: number;
	readonly endIndex: number;
	readonly currentFieldName: string | null;
	gotoFirstChild(): boolean;
	gotoNextSibling(): boolean;
	gotoParent(): boolean;
}

/** What lowering needs of a parsed text. */
export interface SyntaxTree {
	/** The text has a syntax error somewhere. */
	readonly hasError: boolean;
	/** Where the syntax differs from the tree it was made from; null when it was made from nothing. */
	readonly changed: readonly { start: number; end: number }[] | null;
	/** Visits the function definition that starts at an offset; null when none does. */
	withFunction<Result>(start: number, visit: (cursor: SyntaxCursor) => Result): Result | null;
	withCursor<Result>(visit: (cursor: SyntaxCursor) => Result): Result;
	/** Parses a variant of the text; the result is deleted by whoever asked for it. */
	reparse(text: string): SyntaxTree & { delete(): void };
}

/** A node of the concrete syntax tree, without comments and line continuations. */
export interface Raw {
	type: string;
	named: boolean;
	field: string | null;
	start: number;
	end: number;
	children: Raw[];
	/** The parser supposed this token; the text does not have it. */
	missing: boolean;
	/** One of the children is an ERROR or missing. */
	broken: boolean;
	/** A `yield` of the same function stands in here. */
	yields: boolean;
}

interface TypeInfo {
	name: string;
	named: boolean;
	leaf: boolean;
}

/** Named nodes whose inside is never looked at (the text of a string is decoded from the source). */
const LEAVES = new Set([
	"identifier",
	"integer",
	"float",
	"true",
	"false",
	"none",
	"ellipsis",
	"string_start",
	"string_content",
	"string_end",
	"pass_statement",
	"break_statement",
	"continue_statement",
	"escape_interpolation",
	"type_conversion",
	"wildcard_import",
]);
/** A `yield` inside these belongs to another function. */
const FUNCTIONS = new Set(["function_definition", "lambda", "class_definition"]);
/** These end with their last part; tree-sitter counts comments behind them as theirs. */
const BLOCKS = /(?:^block|_statement|_definition|_clause)$/;
const NO_CHILDREN: Raw[] = [];

export function readTree(tree: SyntaxTree, text: string): { root: Raw; comments: Comment[] } {
	return tree.withCursor((cursor) => read(cursor, text));
}

/** A function definition alone; null when none starts there. */
export function readFunction(tree: SyntaxTree, text: string, start: number): { root: Raw; comments: Comment[] } | null {
	return tree.withFunction(start, (cursor) => {
		const read = readInto(rawNode("function_definition", true, null, cursor.startIndex, cursor.endIndex), cursor, text);
		const { root } = read;
		root.end = root.children[root.children.length - 1]?.end ?? root.end;
		return read;
	});
}

function read(cursor: SyntaxCursor, text: string): { root: Raw; comments: Comment[] } {
	return readInto(rawNode("module", true, null, 0, text.length), cursor, text);
}

function readInto(root: Raw, cursor: SyntaxCursor, text: string): { root: Raw; comments: Comment[] } {
	const comments: Comment[] = [];
	const types = new Map<number, TypeInfo>();
	root.children = [];
	let parent = root;
	// A text that makes no sense as a whole has an ERROR for its root.
	if (cursor.nodeType === "ERROR") {
		parent = rawNode("ERROR", true, null, 0, text.length);
		parent.children = [];
		root.children.push(parent);
	}
	const parents: Raw[] = [parent];
	if (!cursor.gotoFirstChild()) return { root, comments };
	for (;;) {
		const id = cursor.nodeTypeId;
		let info = types.get(id);
		if (!info) types.set(id, (info = typeInfo(cursor)));
		const start = cursor.startIndex;
		const end = cursor.endIndex;
		if (info.name === "comment") comments.push({ start, end, text: text.slice(start, end) });
		else if (info.name !== "line_continuation") {
			const node = rawNode(info.name, info.named, info.named ? cursor.currentFieldName : null, start, end);
			if (info.name === "ERROR") parent.broken = true;
			if (start === end && cursor.nodeIsMissing) node.missing = parent.broken = true;
			parent.children.push(node);
			if (!info.leaf && cursor.gotoFirstChild()) {
				node.children = [];
				parents.push((parent = node));
				continue;
			}
		}
		while (!cursor.gotoNextSibling()) {
			const done = parents.pop()!;
			if (parents.length === 0) return { root, comments };
			parent = parents[parents.length - 1]!;
			if (BLOCKS.test(done.type)) done.end = done.children[done.children.length - 1]?.end ?? done.end;
			if ((done.yields && !FUNCTIONS.has(done.type)) || done.type === "yield") parent.yields = true;
			cursor.gotoParent();
		}
	}
}

function typeInfo(cursor: SyntaxCursor): TypeInfo {
	const name = cursor.nodeType;
	const named = cursor.nodeIsNamed;
	return { name, named, leaf: !named || LEAVES.has(name) };
}

function rawNode(type: string, named: boolean, field: string | null, start: number, end: number): Raw {
	return { type, named, field, start, end, children: NO_CHILDREN, missing: false, broken: false, yields: false };
}

export function child(raw: Raw, field: string): Raw | null {
	for (const node of raw.children) if (node.field === field) return node;
	return null;
}

export function childOfType(raw: Raw, type: string): Raw | null {
	for (const node of raw.children) if (node.type === type) return node;
	return null;
}

/** The children that carry meaning: no punctuation, no keywords, no ERROR. */
export function parts(raw: Raw): Raw[] {
	return raw.children.filter((node) => node.named && node.type !== "ERROR");
}

/** Of a bracketed list: from its first item to its last one, or to the comma behind that. */
export function itemsSpan(raw: Raw): { start: number; end: number } {
	const open = raw.children.findIndex((node) => node.type === "[");
	const last = raw.children[raw.children.length - 2] ?? raw;
	return { start: raw.children[open + 1]?.start ?? raw.start, end: last.end };
}

export function hasToken(raw: Raw, token: string): boolean {
	for (const node of raw.children) if (!node.named && node.type === token) return true;
	return false;
}

/** Parentheses leave no trace; they may be thousands deep. */
export function unwrap(raw: Raw): Raw {
	let node = raw;
	while (node.type === "parenthesized_expression" && !node.broken) {
		const inside = parts(node);
		if (inside.length !== 1) break;
		node = inside[0]!;
	}
	return node;
}
