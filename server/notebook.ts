/** Jupyter notebooks as one Python text: code cells joined in order, magics blanked, and the way back to cells. */
import { blankMagics } from "../engine/syntax/notebook.ts";

export interface Cell {
	/** 1-based place among all cells of the notebook. */
	cell: number;
	/** Half-open offsets in the joined text. */
	start: number;
	end: number;
}

export interface JoinedNotebook {
	text: string;
	cells: Cell[];
}

interface RawCell {
	cell_type?: unknown;
	source?: unknown;
}

export function readNotebook(json: string): JoinedNotebook | { problem: string } {
	let notebook: { cells?: unknown; metadata?: { language_info?: { name?: unknown }; kernelspec?: { language?: unknown } } };
	try {
		notebook = JSON.parse(json);
	} catch (error) {
		return { problem: `not a notebook: ${(error as Error).message}` };
	}
	if (!Array.isArray(notebook?.cells)) return { problem: "not a notebook: it has no list of cells" };
	const language = notebook.metadata?.language_info?.name ?? notebook.metadata?.kernelspec?.language ?? "python";
	if (typeof language === "string" && !/^(i?python\d*)$/i.test(language)) return { problem: `a notebook in ${language}, not in Python` };
	const sources: { cell: number; text: string }[] = [];
	(notebook.cells as RawCell[]).forEach((raw, index) => {
		if (raw?.cell_type === "code") sources.push({ cell: index + 1, text: cellText(raw.source) });
	});
	return joinCells(sources);
}

function cellText(source: unknown): string {
	if (typeof source === "string") return source;
	return Array.isArray(source) ? source.filter((line) => typeof line === "string").join("") : "";
}

export function joinCells(sources: readonly { cell: number; text: string }[]): JoinedNotebook {
	let text = "";
	const cells: Cell[] = [];
	for (const source of sources) {
		const start = text.length;
		text += blankMagics(source.text);
		cells.push({ cell: source.cell, start, end: text.length });
		text += "\n";
	}
	return { text, cells };
}

/** The cell an offset of the joined text lies in; the line break behind a cell counts as its end. */
export function cellAt(cells: readonly Cell[], offset: number): Cell | null {
	let found: Cell | null = null;
	for (const cell of cells) if (cell.start <= offset) found = cell;
	return found ?? cells[0] ?? null;
}

/** The text of every cell of a notebook, whatever it holds. */
export function cellTexts(json: string): string[] {
	return (JSON.parse(json) as { cells: RawCell[] }).cells.map((cell) => cellText(cell.source));
}

/** Writes new cell texts back into the notebook's JSON, keeping its indentation and every other byte of meaning. */
export function writeCells(json: string, texts: ReadonlyMap<number, string>): string {
	const notebook = JSON.parse(json) as { cells: { source: unknown }[] };
	for (const [cell, text] of texts) {
		const target = notebook.cells[cell - 1];
		if (!target) continue;
		target.source = typeof target.source === "string" ? text : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []);
	}
	const indent = /^\{\r?\n([ \t]+)/.exec(json)?.[1] ?? "";
	return JSON.stringify(notebook, null, indent) + (json.endsWith("\n") ? "\n" : "");
}
