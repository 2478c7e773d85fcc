/** Tries each fix in memory: it is offered only when its finding is gone, nothing new appears and the program still runs at least as far. */
import type { Options, Program, Source } from "./program.ts";
import type { Finding, Fix, Report } from "./report/report.ts";
import { lowerText } from "./interp/prelude.ts";
import { applyEdits } from "./text/edit.ts";

/** At most this many fixes are tried for one report; the rest is not offered. */
const TRIED = 24;

export function verifyFixes(program: Program, options: Options, findings: Finding[], analyse: (p: Program) => Report): void {
	let left = TRIED;
	for (const f of findings) {
		f.fixes = f.fixes.filter((fix) => {
			if (left-- <= 0 || options.cancelled?.() === true) return false;
			return cures(program, f, fix, findings, analyse);
		});
	}
}

function cures(program: Program, finding: Finding, fix: Fix, before: Finding[], analyse: (p: Program) => Report): boolean {
	const own = fix.edits.filter((e) => e.path === program.entry.path);
	if (own.length !== fix.edits.length) return false;
	const text = applyEdits(program.entry.text, own);
	if (text === null) return false;
	const module = lowerText(text);
	if (module === null || module.gaps.length > program.entry.module.gaps.length) return false;
	const entry: Source = { path: program.entry.path, text, module };
	const after = analyse({ entry, find: (name, level, from) => program.find(name, level, from) }).findings;
	const count = (list: Finding[], code: string): number => list.filter((x) => x.code === code).length;
	if (count(after, finding.code) >= count(before, finding.code)) return false;
	for (const code of new Set(after.map((x) => x.code))) if (count(after, code) > count(before, code)) return false;
	return true;
}
