/**
 * Gradsight as a library: `import { check, run, graph } from "gradsight"`.
 *
 * Everything works on texts; no file is read and no Python is executed. Lines and columns are 1-based, as in
 * `gradsight check --output-format json`.
 */
// The build copies this file as the package's type declarations, so it imports nothing and holds declarations only.

/** A program: its text, or its text with a name and the modules it may import. */
export type Program = string | ProgramFiles;

export interface ProgramFiles {
	/** The name that findings carry. Default: `program.py`. A name ending in `.ipynb` says that the text is a notebook's JSON. */
	path?: string;
	text: string;
	/** Other sources by path, as imports see them: `pkg/model.py` is the module `pkg.model`. */
	files?: Record<string, string>;
}

export type Severity = "error" | "warning" | "information" | "hint";

export interface Place {
	path: string;
	/** In a notebook: which cell; lines count within it. */
	cell?: number;
	line: number;
	column: number;
	endLine: number;
	endColumn: number;
}

/** One step of a finding's story, in order. */
export interface Step extends Place {
	message: string;
}

export interface Edit extends Place {
	text: string;
}

/** A change that was tried on the engine: with it the finding is gone and nothing new appears. */
export interface Fix {
	title: string;
	/** `unsafe` fixes change what is computed, or need a look. */
	applicability: "safe" | "unsafe";
	edits: Edit[];
}

export interface Finding extends Place {
	severity: Severity;
	/** The rule's code; `rules` has its page. */
	code: string;
	message: string;
	/** `must`: on every path that reaches the place. */
	certainty: "must" | "may";
	/** What PyTorch raises, and where; null when it stays silent. */
	predicts: { type: string; message: string; line: number; path?: string; cell?: number } | null;
	related: Step[];
	fixes: Fix[];
}

/** Something the analysis gave up on. */
export interface Limit {
	path: string;
	cell?: number;
	line: number;
	kind: string;
	what: string;
}

export interface CheckOptions {
	/** Only these rules: codes, globs of codes, or `ALL`. */
	select?: string[];
	/** Not these rules. */
	ignore?: string[];
	/** Severity per code; `off` silences it. */
	severity?: Record<string, Severity | "off">;
	/** Which PyTorch is predicted. Default: `2.13`. */
	torchVersion?: "2.13" | "1.13";
}

export interface CheckResult {
	findings: Finding[];
	limits: Limit[];
	/** Syntax errors; what stands in them was not checked. */
	problems: string[];
}

export interface RunOptions {
	/** `sys.argv[1:]`. */
	arguments?: string[];
	/** Give up after this long. Default: 10. */
	maxSeconds?: number;
}

export interface RunResult {
	/** `unknown`: the run was given up; what was printed until then is there. */
	outcome: "ok" | "raises" | "unknown";
	/** Printed lines, byte for byte as PyTorch prints them; `?` stands for what cannot be known. */
	stdout: string[];
	warnings: { category: string; message: string; path: string; line: number }[];
	error: { type: string; message: string; path: string; line: number } | null;
	limits: Limit[];
}

export interface GraphOptions {
	/** A function or class, for example `Net.forward`. Default: the script's last backward. */
	name?: string;
	/** Default: `json`. */
	format?: "svg" | "dot" | "mermaid" | "json";
}

export interface Rule {
	code: string;
	severity: string;
	summary: string;
	/** Markdown: why the rule exists, and what to do. */
	why: string;
}

/** Finds gradient bugs. */
export declare function check(program: Program, options?: CheckOptions): Promise<CheckResult>;

/** Predicts what the program prints, warns and raises. */
export declare function run(program: Program, options?: RunOptions): Promise<RunResult>;

/** Draws the autograd graph. Rejects when there is none, or no such function. */
export declare function graph(program: Program, options?: GraphOptions): Promise<string>;

/** The program's text with a fix applied; other files are left alone. Null when the fix does not fit the text. */
export declare function applyFix(program: Program, fix: Fix): string | null;

export declare const rules: readonly Rule[];
