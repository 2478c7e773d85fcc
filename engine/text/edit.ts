/** Text edits as data: checking that they do not overlap, and applying them. */

export interface TextEdit {
	/** Half-open UTF-16 offsets of the text that is replaced. */
	start: number;
	end: number;
	text: string;
}

/** Two edits overlap when they replace a common character, or when one inserts inside what the other replaces. */
export function overlaps(a: TextEdit, b: TextEdit): boolean {
	if (a.start === a.end && b.start === b.end) return false;
	return a.start < b.end && b.start < a.end;
}

/** Sorted by place (insertions at one place keep their order), or null when two of them overlap or one lies outside. */
export function orderEdits(edits: readonly TextEdit[], length: number): TextEdit[] | null {
	const sorted = edits
		.map((edit, index) => ({ edit, index }))
		.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index);
	let end = 0;
	for (const { edit } of sorted) {
		if (edit.start < end || edit.end < edit.start || edit.end > length) return null;
		end = edit.end;
	}
	return sorted.map((entry) => entry.edit);
}

/** Null when the edits cannot be applied together. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | null {
	const sorted = orderEdits(edits, text.length);
	if (!sorted) return null;
	const pieces: string[] = [];
	let at = 0;
	for (const edit of sorted) {
		pieces.push(text.slice(at, edit.start), edit.text);
		at = edit.end;
	}
	pieces.push(text.slice(at));
	return pieces.join("");
}
