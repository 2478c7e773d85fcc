/** `--fix` and `--diff`: applies fixes, checks again, and repeats until nothing more can be fixed. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { applyEdits } from "../engine/text/edit.ts";
import { writeText } from "./disk.ts";
import { asOffsets, chooseFixes, groupEdits } from "./edits.ts";
import { forgetSources, type Job, runJob } from "./job.ts";
import type { LocatedFix } from "./located.ts";
import { cellTexts, writeCells } from "./notebook.ts";
import type { FileResult } from "./outcome.ts";
import type { TextStore } from "./text-store.ts";

/** One fix may make another possible; more rounds than this means that two fixes undo each other. */
const ROUNDS = 10;

export interface FixOutcome {
	/** What is left to report. */
	results: FileResult[];
	count: number;
	/** Unified diff of all changes. */
	diff: string;
}

export async function applyFixes(
	jobs: readonly Job[],
	results: readonly FileResult[],
	options: { unsafe: boolean; texts: TextStore; write: boolean },
): Promise<FixOutcome> {
	const { texts } = options;
	const before = new Map<string, string>();
	const current = [...results];
	let count = 0;
	// A fix may lie in an imported file, which is then another one for those that are checked later.
	const moved = new Set<string>();
	const again = (job: Job): Promise<FileResult> => runJob({ ...job, text: job.text ?? texts.changed(job.path), cache: null });
	for (const [index, job] of jobs.entries()) {
		const fixable = current[index]!.findings.some((finding) => finding.fixes.length > 0);
		// What is written must come from a check of our own: anybody may have written the cache.
		if (moved.has(job.path) || (fixable && (moved.size > 0 || job.cache !== null))) current[index] = await again(job);
		for (let round = 0; round < ROUNDS; round++) {
			const fixes = chooseFixes(current[index]!.findings, options.unsafe);
			const changed = fixes.length === 0 ? new Set<string>() : applyAll(fixes, texts, before);
			if (changed.size === 0) break;
			count += fixes.length;
			if (options.write)
				for (const path of changed) if (job.text === null) writeText(path, (texts.hasBom(path) ? "\ufeff" : "") + texts.text(path)!);
			for (const path of changed) if (path !== job.path) moved.add(path);
			forgetSources((path) => texts.changed(path));
			current[index] = await runJob({ ...job, text: texts.text(job.path), cache: null });
		}
	}
	const diff = [...before].map(([path, old]) => unifiedDiff(path, old, texts.text(path)!)).join("");
	return { results: current, count, diff };
}

/** In a notebook the cells are compared, not its JSON. */
function unifiedDiff(path: string, before: string, after: string): string {
	if (!path.endsWith(".ipynb"))
		return before === after ? "" : createTwoFilesPatch(path, path, before, after, "", "", { context: 3, headerOptions: FILE_HEADERS_ONLY });
	const old = cellTexts(before);
	const ended = (text: string) => (text.endsWith("\n") ? text : `${text}\n`);
	return cellTexts(after)
		.map((text, index) => unifiedDiff(`${path}:cell ${index + 1}`, ended(old[index] ?? ""), ended(text)))
		.join("");
}

function applyAll(fixes: readonly LocatedFix[], texts: TextStore, before: Map<string, string>): Set<string> {
	const changed = new Set<string>();
	const cells = new Map<string, Map<number, string>>();
	for (const { path, cell, edits } of groupEdits(fixes.flatMap((fix) => fix.edits))) {
		if (!texts.isUtf8(path)) continue;
		const lines = texts.lines(path, cell);
		const text = lines && applyEdits(lines.text, asOffsets(edits, lines));
		if (!lines || text === null || text === lines.text) continue;
		if (!before.has(path)) before.set(path, texts.text(path)!);
		changed.add(path);
		if (cell === undefined) texts.set(path, text);
		else cells.set(path, (cells.get(path) ?? new Map()).set(cell, text));
	}
	for (const [path, changes] of cells) texts.set(path, writeCells(texts.text(path)!, changes));
	return changed;
}
