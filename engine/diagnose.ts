/**
 * "Paste an error": an exception of PyTorch (the message alone or a whole traceback) and the program it came from; out come the
 * statements that explain it, best first.
 */
import { check } from "./check.ts";
import type { Options, Program } from "./program.ts";
import type { Finding } from "./report/report.ts";
import { Lines } from "./text/lines.ts";

/** What could be read off the pasted text. */
export interface PastedError {
	type: string | null;
	message: string;
	/** Innermost line of the program's own file in the traceback; null without one. */
	line: number | null;
}
export interface Explanation {
	finding: Finding;
	/** 1-based line of the guilty statement. */
	line: number;
	/** How well it fits: `exact` predicts this very text, `likely` agrees in all details given, `possible` is of the same kind. */
	fit: "exact" | "likely" | "possible";
}
export interface Diagnosis {
	error: PastedError;
	/** Rules that speak of this kind of error, for `explain`, also when nothing in the program matches. */
	codes: string[];
	explanations: Explanation[];
}

/** Kinds of message, old wordings included, and the rules that speak of them. */
const KINDS: [RegExp, string[]][] = [
	[/modified by an inplace operation/i, ["inplace-saved"]],
	[/second time|already been freed|buffers have already/i, ["graph-freed"]],
	[/does not require grad and does not have a grad_fn/i, ["grad-no-graph"]],
	[/leaf Variable that requires grad/i, ["inplace-leaf"]],
	[/is a view.*modified inplace|view was created in/i, ["inplace-view"]],
	[/single memory location/i, ["inplace-overlap"]],
	[/not have been used in the graph|differentiated Tensors? does not require grad/i, ["grad-unused"]],
	[/only for scalar outputs|Mismatch in shape: grad_output/i, ["grad-nonscalar"]],
	[/can't optimize a non-leaf|empty parameter list|optimizer can only optimize/i, ["optimizer-params", "module-unregistered"]],
	[/cannot assign .* as (parameter|child module|buffer)/i, ["module-assign"]],
	[/before Module\.__init__\(\) call/i, ["module-init"]],
	[/Can't call numpy\(\)/i, ["detached-numpy"]],
	[/deepcopy protocol/i, ["detached-deepcopy"]],
	[/change requires_grad flags|can require gradients/i, ["grad-flag"]],
	[/Inference tensors|inference tensor/i, ["graph-inference"]],
	[/detach views in-place|detached in-place/i, ["detached-inplace"]],
	[/incorrect number of gradients|invalid gradient at index|save_for_backward/i, ["function-contract"]],
	[/loading state_dict/i, ["module-load"]],
	[/NoneType/i, ["grad-rebound", "grad-nonleaf"]],
	[/object has no attribute 'backward'/i, ["grad-number"]],
	[/object has no attribute/i, ["module-init"]],
	[/out=\.\.\. arguments|register a hook|retain_grad|resize variables|apply_/i, ["grad-refused"]],
	[
		/size of tensor|shapes cannot be multiplied|must match|must have the same|output with shape|size mismatch|expected .*dimension|target tensor expected|can't be cast/i,
		["shape-mismatch", "inplace-shape"],
	],
	[/None of the inputs have requires_grad/i, ["grad-checkpoint"]],
	[/target size .* different to the input size/i, ["shape-loss"]],
	[/\.grad attribute of a Tensor that is not a leaf/i, ["grad-nonleaf", "grad-rebound"]],
];

export function diagnose(program: Program, options: Options, text: string): Diagnosis {
	const error = readError(text, program.entry.path);
	const codes = KINDS.find(([pattern]) => pattern.test(error.message))?.[1] ?? [];
	const lines = new Lines(program.entry.text);
	const details = detailsOf(error.message);
	const explanations = check(program, options)
		.findings.filter((f) => codes.includes(f.code) || (f.predicts !== null && plain(f.predicts.message) === plain(error.message)))
		.map((finding) => ({ finding, score: score(finding, error, details), line: lines.line(finding.start) }))
		.filter((e) => e.score >= 0)
		.sort((a, b) => b.score - a.score || a.line - b.line)
		.map(({ finding, score, line }): Explanation => ({ finding, line, fit: score >= 8 ? "exact" : score >= 3 ? "likely" : "possible" }));
	return { error, codes, explanations };
}

/** The exception at the end of a traceback (or the text itself) and the last line in the program's file. */
export function readError(text: string, path: string): PastedError {
	const name = path.split(/[\\/]/).pop()!;
	let line: number | null = null;
	for (const m of text.matchAll(/File "([^"]+)", line (\d+)/g)) if (m[1]!.split(/[\\/]/).pop() === name) line = Number(m[2]);
	const last = [...text.matchAll(/^\s*(?:[\w.]*\.)?(\w*(?:Error|Exception|Warning)): ([\s\S]*?)(?=\n\s*\n|\nTraceback|$(?![\s\S]))/gm)].at(
		-1,
	);
	return last === undefined ? { type: null, message: text.trim(), line } : { type: last[1]!, message: last[2]!.trim(), line };
}

interface Details {
	shape: string | null;
	node: string | null;
	versions: string | null;
}
/** What an in-place message tells: the shape, whose output it was, the versions. */
function detailsOf(message: string): Details {
	return {
		shape: /\[torch\.\w+ (\[[^\]]*\])\]/.exec(message)?.[1] ?? null,
		// Older releases print the class (`SigmoidBackward0`, `TBackward`).
		node: /output \d+ of (\w+)/.exec(message)?.[1]?.replace(/Backward\d*$/, "") ?? null,
		versions: /is at version (\d+); expected version (\d+)/.exec(message)?.slice(1).join("/") ?? null,
	};
}

const plain = (s: string): string =>
	s
		.replace(/\s+/g, " ")
		.replace(/ Hint: .*$/, "")
		.trim();

/** Below zero: it contradicts what the message says. */
function score(f: Finding, error: PastedError, details: Details): number {
	let points = 0;
	if (f.predicts !== null) {
		if (plain(f.predicts.message) === plain(error.message)) points += 8;
		if (error.line !== null) points += f.predicts.line === error.line ? 3 : -1;
		const own = detailsOf(f.predicts.message);
		for (const key of ["shape", "node", "versions"] as const) {
			if (details[key] === null || own[key] === null) continue;
			points += own[key] === details[key] ? 2 : key === "node" ? -1 : 0;
		}
	}
	if (f.certainty === "must") points += 0.5;
	return points + 1;
}
