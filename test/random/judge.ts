/** Runs one generated program in both worlds and says where they part. */
import { runSource } from "../oracle/engine.ts";
import { type Difference, firstDifference, type Truth } from "../oracle/truth.ts";
import { type Draft, PRELUDE, render } from "./generate.ts";
import type { Torch } from "./torch.ts";

/** Rounding of long chains may differ in the last printed digits. */
export const TOLERANCE = 2e-4;

export async function judge(torch: Torch, draft: Draft): Promise<Difference | null> {
	const source = PRELUDE + render(draft);
	const truth = await torch.record(String(draft.seed), source);
	return truth && differenceIn(source, truth);
}

export function differenceIn(source: string, truth: Truth): Difference | null {
	try {
		return firstDifference(truth, runSource("program.py", source), TOLERANCE);
	} catch (error) {
		const text = error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 3).join(" ") : String(error);
		return { kind: "crash", what: "the engine threw", truth: "", ours: text };
	}
}

/** A short label under which like disagreements are counted. */
export function label(difference: Difference): string {
	const plain = (text: string) =>
		text
			.replace(/\b[tw]\d+\b/g, "T")
			.replace(/-?\d+(\.\d+)?(e[-+]\d+)?/g, "#")
			.slice(0, 90);
	if (difference.kind === "crash") return `crash: ${difference.ours.slice(0, 120)}`;
	return `${difference.kind}: PyTorch ${plain(difference.truth)} | ours ${plain(difference.ours)}`;
}
