/** Blocks of a file that may hold a part of a training step. */
import type { Source } from "../program.ts";
import { PerDefinition } from "../record/per-definition.ts";
import type { Module, Stmt } from "../syntax/nodes.ts";
import { blocksOf } from "./edits.ts";

/** A statement and all statements inside it. */
export function* statementsIn(s: Stmt): Generator<Stmt> {
	yield s;
	for (const block of blocksOf(s)) for (const inner of block) yield* statementsIn(inner);
}

/** Other libraries have a `backward` and a `step`, too, and other customs: some clear the gradients themselves. */
export const usesTorch = (source: Source): boolean => /^\s*(?:import|from)\s+torch\b/m.test(source.text);

/** What `find` sees in the blocks that may hold a part of a training step. */
export function inTrainingBlocks<T>(find: (block: Stmt[], source: Source) => T[]): (source: Source) => T[] {
	const inDefinitions = new PerDefinition<T>((s, source) => {
		if (!/\b(?:backward|step|zero_grad)\b/.test(source.text.slice(s.start, s.end))) return [];
		return [...statementsIn(s)].flatMap(blocksOf).flatMap((block) => find(block, source));
	});
	const atTop = new WeakMap<Module, T[]>();
	return (source) => {
		let found = atTop.get(source.module);
		if (found === undefined) {
			found = usesTorch(source) ? [...find(source.module.body, source), ...inDefinitions.in(source)] : [];
			atTop.set(source.module, found);
		}
		return found;
	};
}
