/** Makes a disagreeing program small: statements are deleted while the two worlds still part in the same way. */
import type { Difference } from "../oracle/truth.ts";
import type { Draft } from "./generate.ts";
import { judge, label } from "./judge.ts";
import type { Torch } from "./torch.ts";

export async function shrink(torch: Torch, draft: Draft, difference: Difference): Promise<Draft> {
	const wanted = label(difference);
	const disagrees = async (candidate: Draft) => {
		const found = await judge(torch, candidate);
		return found !== null && label(found) === wanted;
	};
	let best = draft;
	for (const simpler of [
		{ ...best, watched: false },
		{ ...best, guarded: false, watched: false },
	]) {
		if (await disagrees(simpler)) best = simpler;
	}
	for (let size = Math.ceil(best.statements.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
		for (let start = best.statements.length - size; start >= 0; start -= size) {
			const candidate = { ...best, statements: best.statements.toSpliced(start, size) };
			if (await disagrees(candidate)) best = candidate;
		}
	}
	for (let i = 0; i < best.statements.length; i++) {
		for (const text of simplifications(best.statements[i])) {
			const candidate = { ...best, statements: best.statements.with(i, text) };
			if (await disagrees(candidate)) best = candidate;
		}
	}
	return best;
}

/** A block without one of its lines, or its lines without the block. */
function simplifications(statement: string): string[] {
	const lines = statement.split("\n");
	if (lines.length < 2) return [];
	const fewer = lines.length > 2 ? lines.slice(1).map((_, i) => lines.toSpliced(i + 1, 1).join("\n")) : [];
	const bare = lines[0].endsWith(":")
		? [
				lines
					.slice(1)
					.map((line) => line.replace(/^ {4}/, ""))
					.join("\n"),
			]
		: [];
	return [...bare, ...fewer];
}
