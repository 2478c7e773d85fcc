/** Name scopes as CPython's symtable decides them: uses are collected while lowering, then resolved in one go. */
import type { FunctionScope, Name, NameScope } from "./nodes.ts";

export type BlockKind = "module" | "class" | "function" | "lambda" | "comprehension";

/** One name space of the file. */
export class Block {
	readonly kind: BlockKind;
	readonly parent: Block | null;
	/** Filled in by `resolveScopes`; null for modules and classes, which have dictionaries instead of frames. */
	readonly scope: FunctionScope | null;
	readonly params: string[] = [];
	readonly bound = new Set<string>();
	readonly globals = new Set<string>();
	readonly nonlocals = new Set<string>();
	readonly uses: Name[] = [];
	/** Names of annotations that are never evaluated: resolved, but they capture nothing. */
	readonly quietUses: Name[] = [];
	mentionsClass = false;

	constructor(kind: BlockKind, parent: Block | null, isAsync = false) {
		this.kind = kind;
		this.parent = parent;
		const isFrame = kind !== "module" && kind !== "class";
		this.scope = isFrame ? { locals: [], free: [], captured: [], isGenerator: false, isAsync, usesClassCell: false } : null;
	}

	bind(name: string): void {
		this.bound.add(name);
	}

	/** A walrus binds in the nearest block that is no comprehension; the comprehensions between reach out for it. */
	bindWalrus(name: string): void {
		let block: Block = this;
		while (block.kind === "comprehension" && block.parent) {
			block.nonlocals.add(name);
			block = block.parent;
		}
		block.bind(name);
	}

	/** The name is a variable of this very block. */
	owns(name: string): boolean {
		return this.bound.has(name) && !this.globals.has(name) && !this.nonlocals.has(name);
	}
}

/** Sets `scope` on every collected name and fills the function scopes. `blocks` in order of creation. */
export function resolveScopes(blocks: readonly Block[]): void {
	for (const block of blocks) {
		if (!block.scope) continue;
		const locals = new Set(block.params);
		for (const name of block.bound) if (block.owns(name)) locals.add(name);
		block.scope.locals = [...locals];
	}
	for (const block of blocks) {
		const known = new Map<string, NameScope>();
		const look = (id: string): NameScope => {
			let scope = known.get(id);
			if (scope === undefined) known.set(id, (scope = find(block, id, true)));
			return scope;
		};
		for (const name of block.uses) name.scope = look(name.id);
		for (const name of block.quietUses) name.scope = known.get(name.id) ?? find(block, name.id, false);
		// A declared nonlocal is captured even when the body never mentions it again.
		for (const id of block.nonlocals) look(id);
		if (block.mentionsClass) look("__class__");
	}
}

function find(block: Block, id: string, capture: boolean): NameScope {
	if (block.globals.has(id) || block.kind === "module") return "global";
	if (block.owns(id)) return block.kind === "class" ? "class" : "local";
	const path = [block];
	for (let outer = block.parent; outer; outer = outer.parent) {
		if (outer.kind === "module") break;
		if (outer.kind === "class") {
			if (id === "__class__" && block.kind !== "class") {
				if (capture) for (const inner of path) if (inner.scope) inner.scope.usesClassCell = true;
				return "free";
			}
		} else if (outer.globals.has(id)) {
			return "global";
		} else if (outer.owns(id)) {
			if (capture) link(path, outer, id);
			return "free";
		}
		path.push(outer);
	}
	if (id === "__class__" && block.scope && capture) block.scope.usesClassCell = true;
	return "global";
}

function link(path: readonly Block[], owner: Block, id: string): void {
	for (const block of path) if (block.scope) addOnce(block.scope.free, id);
	if (owner.scope) addOnce(owner.scope.captured, id);
}

function addOnce(names: string[], id: string): void {
	if (!names.includes(id)) names.push(id);
}
