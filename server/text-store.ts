/** The texts findings point into: whole files, or single notebook cells, with what fixes made of them. */
import { Lines } from "../engine/text/lines.ts";
import type { Decoded } from "./decode.ts";
import { readPython } from "./disk.ts";
import { cellTexts } from "./notebook.ts";

type Readable = Exclude<Decoded, { problem: string }>;

export class TextStore {
	readonly #changed: Map<string, string>;
	readonly #files = new Map<string, Readable | null>();
	readonly #lines = new Map<string, Lines | null>();

	constructor(overlay: ReadonlyMap<string, string>) {
		this.#changed = new Map(overlay);
	}

	/** The raw text of a file: JSON for a notebook. */
	text(path: string): string | null {
		return this.#changed.get(path) ?? this.#file(path)?.text ?? null;
	}

	/** The text of a file that is not as it lies on the disk. */
	changed(path: string): string | null {
		return this.#changed.get(path) ?? null;
	}

	/** Whether a changed text can be written back without changing the file's encoding. */
	isUtf8(path: string): boolean {
		return this.#changed.has(path) || (this.#file(path)?.utf8 ?? false);
	}

	hasBom(path: string): boolean {
		return this.#file(path)?.bom ?? false;
	}

	set(path: string, text: string): void {
		this.#changed.set(path, text);
		for (const key of [...this.#lines.keys()]) if (key.startsWith(`${path}\n`)) this.#lines.delete(key);
	}

	lines(path: string, cell: number | undefined): Lines | null {
		const key = `${path}\n${cell ?? ""}`;
		let lines = this.#lines.get(key);
		if (lines === undefined) this.#lines.set(key, (lines = this.#read(path, cell)));
		return lines;
	}

	#read(path: string, cell: number | undefined): Lines | null {
		const text = this.text(path);
		if (text === null) return null;
		if (cell === undefined) return new Lines(text);
		try {
			const source = cellTexts(text)[cell - 1];
			return source === undefined ? null : new Lines(source);
		} catch {
			return null;
		}
	}

	#file(path: string): Readable | null {
		let file = this.#files.get(path);
		if (file === undefined) {
			const outcome = readPython(path);
			this.#files.set(path, (file = "text" in outcome ? outcome : null));
		}
		return file;
	}
}
