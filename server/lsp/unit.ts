/** What is analysed as one program in the editor: an open Python document, or all cells of an open notebook. */
import type { Position, Range } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Cell, cellAt, joinCells } from "../notebook.ts";

/** A document that editors know, and where its text begins in the unit's. */
interface Part {
	document: TextDocument;
	start: number;
	end: number;
}

export interface DocumentPlace {
	uri: string;
	range: Range;
}

export class Unit {
	/** Of the document or the notebook. */
	readonly uri: string;
	readonly path: string;
	readonly text: string;
	/** Cells as the checker knows them; null for a document. */
	readonly cells: readonly Cell[] | null;
	readonly parts: readonly Part[];
	/** Changes whenever any part does. */
	readonly version: string;

	private constructor(uri: string, path: string, text: string, cells: readonly Cell[] | null, parts: readonly Part[]) {
		this.uri = uri;
		this.path = path;
		this.text = text;
		this.cells = cells;
		this.parts = parts;
		this.version = parts.map((part) => `${part.document.uri}@${part.document.version}`).join(" ");
	}

	static ofDocument(document: TextDocument, path: string): Unit {
		const text = document.getText();
		return new Unit(document.uri, path, text, null, [{ document, start: 0, end: text.length }]);
	}

	static ofNotebook(uri: string, path: string, documents: readonly TextDocument[]): Unit {
		const { text, cells } = joinCells(documents.map((document, index) => ({ cell: index + 1, text: document.getText() })));
		const parts = documents.map((document, index) => ({ document, start: cells[index]!.start, end: cells[index]!.end }));
		return new Unit(uri, path, text, cells, parts);
	}

	/** The offset of a place in one of the unit's documents; null when the document is not a part of it. */
	offset(uri: string, position: Position): number | null {
		const part = this.parts.find((one) => one.document.uri === uri);
		return part ? part.start + part.document.offsetAt(position) : null;
	}

	/** Where offsets of the unit's text stand; a range never leaves the cell it starts in. */
	place(start: number, end: number): DocumentPlace {
		const cell = this.cells ? cellAt(this.cells, start) : null;
		const part = (cell ? this.parts[cell.cell - 1] : this.parts[0])!;
		const last = Math.max(start, Math.min(end, part.end));
		return {
			uri: part.document.uri,
			range: { start: part.document.positionAt(start - part.start), end: part.document.positionAt(last - part.start) },
		};
	}

	/** The version of one of its documents. */
	versionOf(uri: string): number | null {
		return this.parts.find((one) => one.document.uri === uri)?.document.version ?? null;
	}
}

/** A place in a file that is not part of the unit. */
export function placeIn(uri: string, text: string, start: number, end: number): DocumentPlace {
	const document = TextDocument.create(uri, "python", 0, text);
	return { uri, range: { start: document.positionAt(start), end: document.positionAt(end) } };
}
