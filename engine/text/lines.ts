/** Offsets to 1-based lines and columns and back; columns count UTF-16 units, as editors do. */

export interface Position {
	/** 1-based. */
	line: number;
	/** 1-based, in UTF-16 units. */
	column: number;
}

export class Lines {
	readonly text: string;
	/** Offset of each line's first character; built when first asked for. */
	#starts: number[] | null = null;

	constructor(text: string) {
		this.text = text;
	}

	get count(): number {
		return this.#table().length;
	}

	position(offset: number): Position {
		const starts = this.#table();
		const clamped = Math.max(0, Math.min(offset, this.text.length));
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (starts[middle]! <= clamped) low = middle;
			else high = middle - 1;
		}
		return { line: low + 1, column: clamped - starts[low]! + 1 };
	}

	line(offset: number): number {
		return this.position(offset).line;
	}

	/** Out-of-range lines and columns are moved to the nearest place that exists. */
	offset(line: number, column: number): number {
		const starts = this.#table();
		if (line < 1) return 0;
		if (line > starts.length) return this.text.length;
		return Math.min(starts[line - 1]! + Math.max(0, column - 1), this.lineEnd(line));
	}

	lineStart(line: number): number {
		return this.offset(line, 1);
	}

	/** Where the line's text ends, before its line break. */
	lineEnd(line: number): number {
		const starts = this.#table();
		if (line < 1) return 0;
		if (line >= starts.length) return this.text.length;
		let end = starts[line]! - 1;
		if (this.text.charCodeAt(end) === 10 && end > starts[line - 1]! && this.text.charCodeAt(end - 1) === 13) end--;
		return end;
	}

	lineText(line: number): string {
		return this.text.slice(this.lineStart(line), this.lineEnd(line));
	}

	#table(): number[] {
		if (this.#starts) return this.#starts;
		const starts = [0];
		const text = this.text;
		for (let i = 0; i < text.length; i++) {
			const code = text.charCodeAt(i);
			// A lone carriage return ends a line too, as in Python and in the language server protocol.
			if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
		}
		this.#starts = starts;
		return starts;
	}
}
