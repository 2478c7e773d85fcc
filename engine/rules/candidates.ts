/** Places in a file that a rule may have something to say about, found once per definition: after an edit most definitions are as they were. */
import type { Source } from "../program.ts";
import type { Module, Stmt } from "../syntax/nodes.ts";
import { blocksOf } from "./edits.ts";

export class Candidates<T> {
	readonly #known = new WeakMap<Stmt, T[]>();
	readonly #find: (statement: Stmt, source: Source) => T[];

	/** `find` looks at a top-level statement, or at a statement of a class body. */
	constructor(find: (statement: Stmt, source: Source) => T[]) {
		this.#find = find;
	}
	in(source: Source): T[] {
		const out: T[] = [];
		this.#collect(source.module.body, source, out);
		return out;
	}
	#collect(body: readonly Stmt[], source: Source, out: T[]): void {
		for (const s of body) {
			if (s.kind === "ClassDef") {
				// Its methods may be replaced while the class stays.
				this.#collect(s.body, source, out);
				continue;
			}
			let found = this.#known.get(s);
			if (found === undefined) this.#known.set(s, (found = this.#find(s, source)));
			out.push(...found);
		}
	}
}

/** A statement and all statements inside it. */
export function* statementsIn(s: Stmt): Generator<Stmt> {
	yield s;
	for (const block of blocksOf(s)) for (const inner of block) yield* statementsIn(inner);
}

/** What `find` sees in the blocks that may hold a part of a training step. */
export function inTrainingBlocks<T>(find: (block: Stmt[], source: Source) => T[]): (source: Source) => T[] {
	const inDefinitions = new Candidates<T>((s, source) => {
		if (!/\b(?:backward|step|zero_grad)\b/.test(source.text.slice(s.start, s.end))) return [];
		return [...statementsIn(s)].flatMap(blocksOf).flatMap((block) => find(block, source));
	});
	const atTop = new WeakMap<Module, T[]>();
	return (source) => {
		let found = atTop.get(source.module);
		if (found === undefined) atTop.set(source.module, (found = [...find(source.module.body, source), ...inDefinitions.in(source)]));
		return found;
	};
}
