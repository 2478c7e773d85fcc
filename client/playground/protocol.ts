/** What the page and its worker say to each other; offsets are the editor's own (UTF-16). */
import type { Fact, Finding, Hint, RunResult } from "../../engine/index.ts";

export interface Question {
	id: number;
	text: string;
	ask: keyof Results;
	/** The function or model to draw; null: the last backward. */
	name?: string | null;
}

export interface Checked {
	findings: Finding[];
	facts: Fact[];
	hints: Hint[];
	/** Syntax errors, which hide what stands in them. */
	gaps: { start: number; end: number; message: string }[];
	/** Functions and classes that a graph can be drawn of. */
	definitions: string[];
	milliseconds: number;
}

export interface Drawn {
	/** An SVG, or why there is none. */
	svg: string | null;
	note: string | null;
}

export interface RulePage {
	code: string;
	summary: string;
	/** Markdown. */
	why: string;
}

/** The answer to each question. */
export interface Results {
	check: Checked;
	run: Pick<RunResult, "outcome" | "stdout" | "traceback" | "warnings">;
	graph: Drawn;
}

export type Answer =
	| { kind: "ready"; rules: RulePage[]; version: string }
	| { kind: "result"; id: number; result: Results[keyof Results] }
	| { kind: "failed"; id: number; why: string };

/** The name of the program on the page. */
export const PATH = "playground.py";
