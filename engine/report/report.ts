/**
 * What an analysis hands out: plain data that every front end (CLI formats, LSP, web, MCP) reads. Offsets are UTF-16.
 */

export type Severity = "error" | "warning" | "information" | "hint";

/** A place in a file of the program under analysis. `path` is the path the caller gave for that source. */
export interface Place {
	path: string;
	start: number;
	end: number;
}

/** One step of a finding's story, in order: "saved here", "overwritten here", "backward here". */
export interface Step extends Place {
	message: string;
}

export interface Edit extends Place {
	text: string;
}

export interface Fix {
	title: string;
	/** `safe`: keeps the forward values and cures the finding; `unsafe`: changes what is computed or needs a human look. */
	applicability: "safe" | "unsafe";
	edits: Edit[];
}

export interface Finding extends Place {
	code: string;
	severity: Severity;
	/** What, why and what to do, on one line; reads well alone. */
	message: string;
	/** `must`: on every explored path and without resting on an Unknown. */
	certainty: "must" | "may";
	/** PyTorch's own exception, and the 1-based line (of `path`) where the traceback ends; null when PyTorch stays silent. */
	predicts: { type: string; message: string; line: number; path: string } | null;
	related: Step[];
	fixes: Fix[];
}

/** Something the analysis gave up on. */
export interface Limit extends Place {
	/** For example `budget`, `unknown-import`, `unknown-branch`, `loop`, `syntax`, `unsupported`. */
	kind: string;
	what: string;
}

/** What hover shows for an expression: Markdown paragraphs, short first. */
export interface Fact extends Place {
	markdown: string;
	/** A gradient flows through the value. */
	carries: boolean;
}

/** Inlay hint at `end` of an expression or statement. */
export interface Hint extends Place {
	kind: "shape" | "cut" | "version";
	label: string;
}

/** Who gets a gradient from a backward, or when a model's forward is trained; at the call or at the method's name. */
export interface Reach extends Place {
	of: "forward" | "backward";
	/** The class whose forward it is. */
	name: string | null;
	/** Null when nothing can be said. `missing` names some that get none although they want one. */
	parameters: { total: number; reached: number; frozen: number; missing: string[] } | null;
}

/** How much of the file was understood, and what it took. */
export interface Coverage {
	/** Calls written in the file, and those that ran and gave something known. */
	calls: number;
	callsKnown: number;
	/** Expressions of the file that held a tensor, and those whose shape was known. */
	tensors: number;
	tensorsKnown: number;
	steps: number;
	roots: number;
}

export interface Report {
	findings: Finding[];
	limits: Limit[];
	facts: Fact[];
	hints: Hint[];
	/** Only when facts are asked for. */
	reaches: Reach[];
	coverage: Coverage;
}

export interface PythonWarning {
	category: string;
	message: string;
	path: string;
	/** 1-based. */
	line: number;
}

/** What `gradsight run` tells about one script. */
export interface RunResult {
	outcome: "ok" | "raises" | "unknown";
	stdout: string[];
	warnings: PythonWarning[];
	error: null | { type: string; message: string; path: string; line: number };
	/** Python's own rendering, for standard error; null when nothing was raised. */
	traceback: string | null;
	limits: Limit[];
}
