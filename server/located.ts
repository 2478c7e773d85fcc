/** Findings and limits with lines and columns instead of offsets: the shape of `--output-format json`, and what every format reads. */
import type { Finding, Fix, Limit, Place, Severity } from "../engine/index.ts";
import { Lines } from "../engine/text/lines.ts";
import { type Cell, cellAt } from "./notebook.ts";

/** 1-based lines and columns; in a notebook they count within `cell`. */
export interface LocatedPlace {
	path: string;
	cell?: number;
	line: number;
	column: number;
	endLine: number;
	endColumn: number;
}

export interface LocatedEdit extends LocatedPlace {
	text: string;
}

export interface LocatedFix {
	title: string;
	applicability: Fix["applicability"];
	edits: LocatedEdit[];
}

export interface LocatedStep extends LocatedPlace {
	message: string;
}

export interface LocatedFinding extends LocatedPlace {
	severity: Severity;
	code: string;
	message: string;
	certainty: Finding["certainty"];
	predicts: { type: string; message: string; line: number; path?: string; cell?: number } | null;
	related: LocatedStep[];
	fixes: LocatedFix[];
}

export interface LocatedLimit {
	path: string;
	cell?: number;
	line: number;
	kind: string;
	what: string;
}

/** Turns offsets of one program's files into places a reader can find. */
export class Locator {
	readonly #entry: string;
	readonly #cells: readonly Cell[] | null;
	readonly #textOf: (path: string) => string | null;
	readonly #lines = new Map<string, Lines>();

	/** `cells` belong to the file `entry`; `textOf` gives the text that offsets count in. */
	constructor(entry: string, cells: readonly Cell[] | null, textOf: (path: string) => string | null) {
		this.#entry = entry;
		this.#cells = cells;
		this.#textOf = textOf;
	}

	place(place: Place): LocatedPlace {
		const start = this.#point(place.path, place.start);
		const end = this.#point(place.path, place.end, start.cell);
		const { path } = place;
		const { line, column } = start;
		return { path, ...(start.cell ? { cell: start.cell } : {}), line, column, endLine: end.line, endColumn: end.column };
	}

	finding(finding: Finding): LocatedFinding {
		const { severity, code, message, certainty } = finding;
		const related = finding.related.map((step) => ({ ...this.place(step), message: step.message }));
		const fixes = finding.fixes.map((fix) => ({
			title: fix.title,
			applicability: fix.applicability,
			edits: fix.edits.map((edit) => ({ ...this.place(edit), text: edit.text })),
		}));
		return { ...this.place(finding), severity, code, message, certainty, predicts: this.#prediction(finding), related, fixes };
	}

	limit(limit: Limit): LocatedLimit {
		const { path, cell, line } = this.place(limit);
		return { path, ...(cell ? { cell } : {}), line, kind: limit.kind, what: limit.what };
	}

	/** A 1-based line of a file's whole text as (cell and) line. */
	line(path: string, line: number): { cell?: number; line: number } {
		const point = this.#point(path, this.#linesOf(path).lineStart(line));
		return point.cell ? { cell: point.cell, line: point.line } : { line: point.line };
	}

	lineText(path: string, line: number): string {
		return this.#linesOf(path).lineText(line);
	}

	#prediction(finding: Finding): LocatedFinding["predicts"] {
		if (!finding.predicts) return null;
		const { type, message, line, path } = finding.predicts;
		const elsewhere = path === finding.path ? {} : { path };
		return { type, message, ...this.line(path, line), ...elsewhere };
	}

	#point(path: string, offset: number, within?: number): { cell?: number; line: number; column: number } {
		const position = this.#linesOf(path).position(offset);
		if (!this.#cells || path !== this.#entry) return position;
		const cell = (within && this.#cells.find((one) => one.cell === within)) || cellAt(this.#cells, offset);
		if (!cell) return position;
		const first = this.#linesOf(path).line(cell.start);
		return { cell: cell.cell, line: position.line - first + 1, column: position.column };
	}

	#linesOf(path: string): Lines {
		let lines = this.#lines.get(path);
		if (!lines) this.#lines.set(path, (lines = new Lines(this.#textOf(path) ?? "")));
		return lines;
	}
}

const SEVERITIES: readonly Severity[] = ["error", "warning", "information", "hint"];

/** Reading order: file, cell, line, column, code; of one place the gravest first, and always in the same order. */
export function byPlace(a: LocatedFinding, b: LocatedFinding): number {
	const place =
		compare(a.path, b.path) || (a.cell ?? 0) - (b.cell ?? 0) || a.line - b.line || a.column - b.column || compare(a.code, b.code);
	return (
		place ||
		SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
		compare(a.message, b.message) ||
		compare(JSON.stringify(a.related), JSON.stringify(b.related))
	);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
