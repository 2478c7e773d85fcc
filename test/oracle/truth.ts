/** Recorded truth (what real PyTorch did with a program) and its comparison with what our engine did. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { RunResult } from "../../engine/index.ts";

export interface Truth {
	stdout: string[];
	warnings: { category: string; message: string; line: number | null }[];
	error: null | { type: string; message: string; line: number | null; trace?: string[] };
}

/** The first thing in which our run departs from the truth. */
export interface Difference {
	kind: "crash" | "stdout" | "error" | "warnings";
	what: string;
	truth: string;
	ours: string;
}

/** Python files under `paths` that have recorded truth beside them, in name order. */
export function recordedPrograms(paths: string[]): string[] {
	const found: string[] = [];
	const visit = (path: string) => {
		if (statSync(path).isDirectory()) {
			for (const name of readdirSync(path).sort()) visit(join(path, name));
		} else if (path.endsWith(".py") && existsSync(truthPath(path))) {
			found.push(path);
		}
	};
	for (const path of paths) visit(path);
	return found;
}

export function truthPath(program: string): string {
	return program.replace(/\.py$/, ".json");
}

export function readTruth(program: string): Truth {
	return JSON.parse(readFileSync(truthPath(program), "utf8"));
}

/** `seeds/init-sigmoid` for `test/programs/seeds/init-sigmoid.py`: the key in known-gaps.json. */
export function programName(root: string, program: string): string {
	return relative(root, program).replace(/\.py$/, "").split(sep).join("/");
}

/** Object addresses differ from run to run; everything else has to be the same. */
function plain(text: string): string {
	return text.replace(/\b0x(?:[0-9a-f]{6,}|\?)/g, "0x?");
}

/** Warnings from C++ end with a place in PyTorch's own sources, which is no part of the promise. */
function plainWarning(text: string): string {
	return plain(text.replace(/ \(Triggered internally at [^)]*\)\.?\s*$/, "").trimEnd());
}

/** `tolerance`: numbers in the output may differ by that much, relatively (and absolutely below 1); 0 wants the same text. */
export function firstDifference(truth: Truth, run: RunResult, tolerance = 0): Difference | null {
	return outputDifference(truth, run, tolerance) ?? errorDifference(truth, run) ?? warningDifference(truth, run);
}

function outputDifference(truth: Truth, run: RunResult, tolerance: number): Difference | null {
	const count = Math.max(truth.stdout.length, run.stdout.length);
	for (let i = 0; i < count; i++) {
		const ours = i < run.stdout.length ? plain(run.stdout[i]) : ending(run);
		const theirs = i < truth.stdout.length ? truth.stdout[i] : describe(truth.error);
		if (ours !== theirs && !closeText(theirs, ours, tolerance))
			return { kind: "stdout", what: `output line ${i + 1}`, truth: theirs, ours };
	}
	return null;
}

const NUMBER = /-?(?:\d+\.\d*|\d+)(?:e[-+]\d+)?/g;

/** The same text but for numbers that nearly agree; a sign of zero counts as agreeing. */
function closeText(truth: string, ours: string, tolerance: number): boolean {
	if (tolerance === 0 || truth.replace(NUMBER, "#") !== ours.replace(NUMBER, "#")) return false;
	const theirs = truth.match(NUMBER) ?? [];
	return (ours.match(NUMBER) ?? []).every((text, i) => {
		const [a, b] = [Number(text), Number(theirs[i])];
		return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));
	});
}

function errorDifference(truth: Truth, run: RunResult): Difference | null {
	const theirs = describe(truth.error);
	const ours = ending(run);
	return theirs === ours ? null : { kind: "error", what: "ending", truth: theirs, ours };
}

function warningDifference(truth: Truth, run: RunResult): Difference | null {
	const count = Math.max(truth.warnings.length, run.warnings.length);
	for (let i = 0; i < count; i++) {
		const theirs = describeWarning(truth.warnings[i]);
		const ours = describeWarning(run.warnings[i]);
		if (theirs !== ours) return { kind: "warnings", what: `warning ${i + 1}`, truth: theirs, ours };
	}
	return null;
}

function ending(run: RunResult): string {
	if (run.outcome !== "unknown") return describe(run.error);
	const limit = run.limits.at(-1);
	return `(gave up${limit ? `: ${limit.kind}: ${limit.what}` : ""})`;
}

function describe(error: Truth["error"]): string {
	return error ? `${error.type} at line ${error.line}: ${plain(error.message)}` : "(ends normally)";
}

function describeWarning(warning: Truth["warnings"][number] | undefined): string {
	return warning ? `${warning.category} at line ${warning.line}: ${plainWarning(warning.message)}` : "(no warning)";
}
