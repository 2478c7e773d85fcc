/** What the lowering functions share: the text, the current block, problems found, and statements put before the current one. */
import type { Expr, FunctionScope, MissingExpr, Name, Span, Stmt, SyntaxGap } from "./nodes.ts";
import { explain } from "./gaps.ts";
import type { Raw } from "./raw.ts";
import { Block, type BlockKind } from "./scopes.ts";

/** Nesting beyond this becomes a gap. CPython gives up at 100 indentations, 200 brackets. */
export const MAX_DEPTH = 250;

/** A letter (not the exclamation mark): names that start with it stand for what a notebook's shell or magic returns. */
export const UNKNOWN_LETTER = "\u01c3";

export class Context {
	readonly text: string;
	readonly gaps: SyntaxGap[] = [];
	readonly blocks: Block[] = [];
	block: Block;
	/** Name of the innermost class, for `__private` names. */
	className: string | null = null;
	/** Type parameters in scope: they stand for unknown types. */
	typeParams: string[] = [];
	/** Hoisted statements that must run before the current one; null where no statement can be put. */
	pending: Stmt[] | null = null;
	/** `from __future__ import annotations` was seen. */
	lazyAnnotations = false;
	depth = 0;
	/** Last tokens of lines that stop short (`dangling.ts`). */
	dangling: readonly Span[] = [];
	#inLazyAnnotation = false;
	#temporaries = 0;
	/** Set by the entry point: expressions hold f-strings and lambdas, which hold expressions. */
	readonly expr: (raw: Raw) => Expr;
	readonly target: (raw: Raw) => Expr;

	constructor(text: string, lowering: { expr: (cx: Context, raw: Raw) => Expr; target: (cx: Context, raw: Raw) => Expr }) {
		this.text = text;
		this.block = this.#newBlock("module", null, false);
		this.expr = (raw) => lowering.expr(this, raw);
		this.target = (raw) => lowering.target(this, raw);
	}

	slice(span: Span): string {
		return this.text.slice(span.start, span.end);
	}

	gap(span: Span, message: string): void {
		this.gaps.push({ start: span.start, end: Math.max(span.end, span.start), message });
	}

	/** A broken node says itself what is wrong with it, if it can. */
	missing(span: Span | Raw, message?: string): MissingExpr {
		if (message !== undefined) this.gap(span, "broken" in span && span.broken ? explain(this.text, span, message) : message);
		return { kind: "Missing", start: span.start, end: span.end };
	}

	/** Identifiers as Python compares them: normalised, and mangled when private to a class. */
	identifier(span: Span): string {
		return this.mangle(plainIdentifier(this.slice(span)));
	}

	mangle(id: string): string {
		if (this.className === null || !id.startsWith("__") || id.endsWith("__") || id.includes(".")) return id;
		const owner = this.className.replace(/^_+/, "");
		return owner === "" ? id : `_${owner}${id}`;
	}

	load(span: Span, id = this.identifier(span)): Expr {
		if (this.typeParams.includes(id) || id.startsWith(UNKNOWN_LETTER)) return this.missing(span);
		const isFrame = this.block.scope !== null;
		if (isFrame && (id === "super" || id === "__class__")) this.block.mentionsClass = true;
		return this.use(span, id);
	}

	store(span: Span, id = this.identifier(span)): Name {
		this.block.bind(id);
		return this.use(span, id);
	}

	use(span: Span, id: string): Name {
		const name: Name = { kind: "Name", id, scope: "global", start: span.start, end: span.end };
		(this.#inLazyAnnotation ? this.block.quietUses : this.block.uses).push(name);
		return name;
	}

	/** A variable of ours, spelled as no identifier can be. */
	temporary(span: Span): Name {
		const id = `$y${++this.#temporaries}`;
		this.block.bind(id);
		return this.use({ start: span.start, end: span.start }, id);
	}

	again(name: Name): Name {
		return this.use(name, name.id);
	}

	annotation(lower: () => Expr): Expr {
		const outer = this.#inLazyAnnotation;
		this.#inLazyAnnotation = outer || this.lazyAnnotations;
		try {
			return lower();
		} finally {
			this.#inLazyAnnotation = outer;
		}
	}

	/** Runs `lower` in a new block. */
	within<Result>(kind: BlockKind, isAsync: boolean, lower: (block: Block) => Result): Result {
		const outer = this.block;
		this.block = this.#newBlock(kind, outer, isAsync);
		try {
			return lower(this.block);
		} finally {
			this.block = outer;
		}
	}

	/** `isGenerator` and the like are set on the nearest function; null outside of functions. */
	functionScope(): FunctionScope | null {
		for (let block: Block | null = this.block; block; block = block.parent) {
			if (block.kind === "function" || block.kind === "lambda") return block.scope;
			if (block.kind !== "comprehension") return null;
		}
		return null;
	}

	#newBlock(kind: BlockKind, parent: Block | null, isAsync: boolean): Block {
		const block = new Block(kind, parent, isAsync);
		this.blocks.push(block);
		return block;
	}
}

/** Python compares identifiers in NFKC. */
export function plainIdentifier(text: string): string {
	for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return text.normalize("NFKC");
	return text;
}
