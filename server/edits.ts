/** Applying located edits to texts, for `--fix`, `--diff` and the small diffs in the text output. */
import { structuredPatch } from "diff";
import { applyEdits, type TextEdit } from "../engine/text/edit.ts";
import type { Lines } from "../engine/text/lines.ts";
import type { LocatedEdit, LocatedFinding, LocatedFix } from "./located.ts";

export interface PreviewLine {
	sign: "-" | "+";
	text: string;
}

/** What a fix changes, line by line; null when a text is missing. */
export function editedLines(
	edits: readonly LocatedEdit[],
	linesOf: (path: string, cell: number | undefined) => Lines | null,
): PreviewLine[] | null {
	const out: PreviewLine[] = [];
	for (const group of groupEdits(edits)) {
		const lines = linesOf(group.path, group.cell);
		if (!lines) return null;
		const changed = applyEdits(lines.text, asOffsets(group.edits, lines));
		if (changed === null) return null;
		for (const line of differingLines(lines.text, changed)) out.push(line);
	}
	return out;
}

/** Lone carriage returns end lines for Python, not for who compares. */
const asLines = (text: string) => text.replace(/\r(?!\n)/g, "\n");

/** Changed lines of two texts, without context. */
function differingLines(before: string, after: string): PreviewLine[] {
	const out: PreviewLine[] = [];
	for (const hunk of structuredPatch("", "", asLines(before), asLines(after), undefined, undefined, { context: 0 }).hunks) {
		for (const line of hunk.lines)
			if (line[0] === "-" || line[0] === "+") out.push({ sign: line[0], text: line.slice(1).replace(/\r$/, "") });
	}
	return out;
}

export interface EditGroup {
	path: string;
	cell: number | undefined;
	edits: LocatedEdit[];
}

/** Edits by the text they belong to. */
export function groupEdits(edits: readonly LocatedEdit[]): EditGroup[] {
	const groups = new Map<string, EditGroup>();
	for (const edit of edits) {
		const key = `${edit.path}\n${edit.cell ?? ""}`;
		let group = groups.get(key);
		if (!group) groups.set(key, (group = { path: edit.path, cell: edit.cell, edits: [] }));
		group.edits.push(edit);
	}
	return [...groups.values()];
}

export function asOffsets(edits: readonly LocatedEdit[], lines: Lines): TextEdit[] {
	return edits.map((edit) => ({
		start: lines.offset(edit.line, edit.column),
		end: lines.offset(edit.endLine, edit.endColumn),
		text: edit.text,
	}));
}

/** The first fix of each finding that may be applied, as long as it touches nothing an earlier one touches. */
export function chooseFixes(findings: readonly LocatedFinding[], unsafe: boolean): LocatedFix[] {
	const chosen: LocatedFix[] = [];
	const taken: LocatedEdit[] = [];
	for (const finding of findings) {
		const fix = finding.fixes.find((one) => unsafe || one.applicability === "safe");
		if (!fix || fix.edits.length === 0 || fix.edits.some((edit) => taken.some((other) => collide(edit, other)))) continue;
		chosen.push(fix);
		taken.push(...fix.edits);
	}
	return chosen;
}

function collide(a: LocatedEdit, b: LocatedEdit): boolean {
	if (a.path !== b.path || a.cell !== b.cell) return false;
	const before = (line: number, column: number, line2: number, column2: number) => line < line2 || (line === line2 && column < column2);
	// Touching ranges count as colliding: the second fix was not computed on top of the first.
	return !before(a.endLine, a.endColumn, b.line, b.column) && !before(b.endLine, b.endColumn, a.line, a.column);
}
