/** Tries each fix in memory: it is offered only when its finding is gone, nothing new appears and the program still runs at least as far. */
import type { Options, Program, Source } from "./program.ts";
import type { Finding, Fix, Report } from "./report/report.ts";
import { lowerText } from "./interp/prelude.ts";
import { editSource } from "./memo.ts";
import { applyEdits } from "./text/edit.ts";

/** At most this many fixes are tried for one report, fewer where the program is long (in interpreter steps); the rest is not offered. */
const TRIED = 24;
const TRIED_STEPS = 400_000;
const TRIED_ANYWAY = 4;

/** What a trial needs of an analysis: its report, and the exceptions nobody caught (by root and text). */
export interface Trial {
	report: Report;
	uncaught: Set<string>;
	/** Numbers of each path's first loss, where they are known. */
	losses: Map<string, number[]>;
}

export function verifyFixes(program: Program, options: Options, before: Trial, analyse: (p: Program) => Trial): void {
	const { findings } = before.report;
	let left = Math.max(TRIED_ANYWAY, Math.min(TRIED, Math.floor(TRIED_STEPS / Math.max(1, before.report.coverage.steps))));
	// The best way out of each finding first, then the second ones.
	const kept = new Map<Finding, Fix[]>(findings.map((f) => [f, []]));
	const most = Math.max(0, ...findings.map((f) => f.fixes.length));
	for (let rank = 0; rank < most; rank++) {
		for (const f of findings) {
			const fix = f.fixes[rank];
			if (fix === undefined || left-- <= 0 || options.cancelled?.() === true) continue;
			if (cures(program, f, fix, before, analyse)) kept.get(f)!.push(fix);
		}
	}
	for (const f of findings) f.fixes = kept.get(f)!;
}

/** The program with another text of its entry: what the change does not concern is not run again. Null when it is no program any more. */
function tried(program: Program, text: string, analyse: (p: Program) => Trial): Trial | null {
	const gaps = program.entry.module.gaps.length;
	const undo = editSource(program.entry, text);
	if (undo !== null) {
		try {
			return program.entry.module.gaps.length > gaps ? null : analyse(program);
		} finally {
			undo();
		}
	}
	const module = lowerText(text);
	if (module === null || module.gaps.length > program.entry.module.gaps.length) return null;
	const entry: Source = { path: program.entry.path, text, module };
	return analyse({ entry, find: (name, level, from) => program.find(name, level, from) });
}

function cures(program: Program, finding: Finding, fix: Fix, before: Trial, analyse: (p: Program) => Trial): boolean {
	const own = fix.edits.filter((e) => e.path === program.entry.path);
	if (own.length !== fix.edits.length) return false;
	const text = applyEdits(program.entry.text, own);
	if (text === null) return false;
	const trial = tried(program, text, analyse);
	if (trial === null) return false;
	// A cure that raises something else is none.
	for (const e of trial.uncaught) if (!before.uncaught.has(e)) return false;
	const after = trial.report.findings;
	const old = before.report.findings;
	const count = (list: Finding[], code: string): number => list.filter((x) => x.code === code).length;
	if (count(after, finding.code) >= count(old, finding.code)) return false;
	for (const code of new Set(after.map((x) => x.code))) if (count(after, code) > count(old, code)) return false;
	// Other values than before: for the user to decide.
	for (const [path, values] of before.losses) {
		const now = trial.losses.get(path);
		if (
			now !== undefined &&
			(now.length !== values.length || now.some((x, i) => x !== values[i] && !(Number.isNaN(x) && Number.isNaN(values[i]!))))
		)
			fix.applicability = "unsafe";
	}
	return true;
}
