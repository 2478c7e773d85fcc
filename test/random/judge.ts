/** Runs one generated program in both worlds and says where they part. */
import { runSource } from "../oracle/engine.ts";
import { type Difference, firstDifference, type Truth } from "../oracle/truth.ts";
import { type Draft, PRELUDE, render } from "./generate.ts";
import type { Torch } from "./torch.ts";

/** Rounding of long chains may differ in the last printed digits. */
export const TOLERANCE = 2e-4;

/** Null also for what is no program any more: a body lost to the shrinker, a name that is bound nowhere. */
export async function judge(torch: Torch, draft: Draft): Promise<Difference | null> {
	const source = PRELUDE + render(draft);
	const truth = await torch.record(String(draft.seed), source);
	if (truth === null || /^(Syntax|Indentation|Name)Error$/.test(truth.error?.type ?? "")) return null;
	return differenceIn(source, truth);
}

export function differenceIn(source: string, truth: Truth): Difference | null {
	try {
		return firstDifference(truth, runSource("program.py", source), TOLERANCE);
	} catch (error) {
		const text = error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 3).join(" ") : String(error);
		return { kind: "crash", what: "the engine threw", truth: "", ours: text };
	}
}

/** One line that `see` prints about a tensor. */
const STATE =
	/^ {2}\w+ (?<shape>\([\d, ]*\)) (?<dtype>\w+) rg=(?<requiresGrad>\d) leaf=(?<leaf>\d) view=(?<view>\d) (?<node>\S+) (?<version>v\d+) (?<values>\[[^\]]*\])(?<grad>.*)$/;

/** A short label under which like disagreements are counted. */
export function label(difference: Difference): string {
	if (difference.kind === "crash") return `crash: ${difference.ours.slice(0, 120)}`;
	const theirs = STATE.exec(difference.truth)?.groups;
	const ours = STATE.exec(difference.ours)?.groups;
	if (theirs && ours) {
		const field = Object.keys(theirs).find((key) => theirs[key] !== ours[key]) ?? "name";
		const shown = field === "values" || field === "grad" ? "" : `: PyTorch ${theirs[field]} | ours ${ours[field]}`;
		return `state, ${field}${shown}`;
	}
	return `${difference.kind}: PyTorch ${plain(difference.truth)} | ours ${plain(difference.ours)}`;
}

function plain(text: string): string {
	if (STATE.test(text)) return "(a tensor's state)";
	return text
		.replace(/\b[tw]\d+\b/g, "T")
		.replace(/(?<!Backward)-?\b\d+(\.\d+)?(e[-+]\d+)?/g, "#")
		.slice(0, 110);
}

/** The statement after which the two worlds part, as far as the output tells. */
export function guiltyStatement(draft: Draft, truth: Truth, difference: Difference): string {
	const line = Number(/output line (\d+)/.exec(difference.what)?.[1] ?? truth.stdout.length + 1);
	for (let i = Math.min(line, truth.stdout.length) - 1; i >= 0; i--) {
		const number = /^(\d+)(?: \w+(?:Error|Exception) .*)?$/.exec(truth.stdout[i]);
		if (number) return draft.statements[Number(number[1])] ?? "";
	}
	return "(not watched)";
}
