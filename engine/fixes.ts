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

/** The program with a fix applied, analysed. Null when it is no program any more, or the edits do not fit. */
function tried(program: Program, fix: Fix, analyse: (p: Program) => Trial): Trial | null {
	const { entry } = program;
	const own = fix.edits.filter((e) => e.path === entry.path);
	const text = applyEdits(entry.text, own);
	if (text === null) return null;
	if (own.length < fix.edits.length) return elsewhere(program, text, fix, analyse);
	// What the change does not concern is not run again.
	const gaps = entry.module.gaps.length;
	const undo = editSource(entry, text);
	if (undo !== null) {
		try {
			return entry.module.gaps.length > gaps ? null : analyse(program);
		} finally {
			undo();
		}
	}
	const changed = edited(entry, text);
	return changed === null ? null : analyse(withSources(program, changed, (source) => source));
}
/** The same for edits of imported files; never of installed ones. */
function elsewhere(program: Program, text: string, fix: Fix, analyse: (p: Program) => Trial): Trial | null {
	const entry = text === program.entry.text ? program.entry : edited(program.entry, text);
	if (entry === null) return null;
	const changed = new Map<Source, Source>();
	const paths = new Set(fix.edits.map((e) => e.path));
	paths.delete(program.entry.path);
	let fits = true;
	const found = new Set<string>();
	const trial = analyse(
		withSources(program, entry, (source) => {
			if (!paths.has(source.path) || source.installed === true) return source;
			found.add(source.path);
			let after = changed.get(source);
			if (after === undefined) {
				const applied = applyEdits(
					source.text,
					fix.edits.filter((e) => e.path === source.path),
				);
				const made = applied === null ? null : edited(source, applied);
				if (made === null) fits = false;
				changed.set(source, (after = made ?? source));
			}
			return after;
		}),
	);
	return fits && found.size === paths.size ? trial : null;
}
const edited = (source: Source, text: string): Source | null => {
	const module = lowerText(text);
	return module === null || module.gaps.length > source.module.gaps.length ? null : { ...source, text, module };
};
/** The program with another entry, and with what `as` makes of imported sources. */
const withSources = (program: Program, entry: Source, as: (source: Source) => Source): Program => ({
	entry,
	module: program.module,
	find: (name, level, from) => {
		const source = program.find(name, level, from);
		return source === null ? null : source === program.entry ? entry : as(source);
	},
	packages: program.packages,
});

function cures(program: Program, finding: Finding, fix: Fix, before: Trial, analyse: (p: Program) => Trial): boolean {
	const trial = tried(program, fix, analyse);
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
