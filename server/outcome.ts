/** What one `check` found, as every output format receives it. */
import type { Coverage } from "../engine/index.ts";
import type { Lines } from "../engine/text/lines.ts";
import type { LocatedFinding, LocatedLimit } from "./located.ts";

/** What checking one path came to. Plain data: it crosses worker threads and is kept in the cache. */
export interface FileResult {
	path: string;
	findings: LocatedFinding[];
	limits: LocatedLimit[];
	/** How much of the file was understood; null when it was not analysed. */
	coverage: Coverage | null;
	/** Why (part of) the file could not be checked, one message each, naming the file. */
	problems: string[];
	/** The check itself broke down. */
	crashed?: true;
}

export interface RulePage {
	code: string;
	severity: string;
	summary: string;
	/** Markdown. */
	why: string;
}

export interface Outcome {
	version: string;
	/** The paths that were checked, in order; of merged reports only those with findings. */
	paths: string[];
	/** How many were checked. */
	files: number;
	seconds: number;
	findings: LocatedFinding[];
	limits: LocatedLimit[];
	/** Of each path that was analysed. */
	coverage: { path: string; coverage: Coverage }[];
	/** The text of a file (or of one notebook cell), for code frames and fingerprints. */
	lines(path: string, cell: number | undefined): Lines | null;
	rules: readonly RulePage[];
	/** A rule's page on the web. */
	ruleUrl(code: string): string;
}

export interface FormatOptions {
	color: boolean;
	/** Columns of the terminal; null when the output is not one. */
	width: number | null;
	/** The folder that relative paths count from. */
	cwd: string;
	/** Whether fixes marked unsafe are on the table, for the closing hint. */
	unsafeFixes: boolean;
}

/** Turns an outcome into text for standard output. */
export type Format = (outcome: Outcome, options: FormatOptions) => string;
