/** The walk of `gradsight check`: explore the file, let the rules read the record, join what they say over all paths, try their fixes. */
import { type Exploration, explore } from "./interp/check.ts";
import { warningState } from "./interp/warnings.ts";
import type { Options, Program } from "./program.ts";
import { understood } from "./record/coverage.ts";
import { type Event, PathRecord } from "./record/record.ts";
import { FactCollector, mergedFacts } from "./record/facts.ts";
import { Story } from "./path-story.ts";
import { mergedReaches, ReachCollector } from "./reach.ts";
import { framesOf, Memo, type Outcome } from "./memo.ts";
import type { Finding, Report, Severity } from "./report/report.ts";
import { allRules } from "./rules/index.ts";
import { parametersIn, whileNothingRuns } from "./rules/modules.ts";
import { leavesOf } from "./rules/flow.ts";
import type { Draft, PathRun, Rule, RuleInfo, Run } from "./rules/rule.ts";
import { lineOf, userSite } from "./rules/words.ts";
import { harness } from "./harness.ts";
import { type Trial, verifyFixes } from "./fixes.ts";
import { setRecorder } from "./record/recorder.ts";
import type { Expr } from "./syntax/nodes.ts";
import { PyFunction } from "./values/value.ts";

export const rules: readonly RuleInfo[] = allRules.map(({ code, severity, summary, why }) => ({ code, severity, summary, why }));

/** With a `memo` of an earlier check of the same program (whose sources were changed by `editSource`), only what the change concerns is run. */
export function check(program: Program, options: Options, memo: Memo = new Memo()): Report {
	const first = analyse(program, options, memo);
	verifyFixes(program, options, trial(first), (p) => trial(analyse(p, options, p === program ? memo.fork() : new Memo())));
	return first.report;
}

/** Exceptions that ended a path, by root and text: a fix may not add any. */
function trial({ report, run }: { report: Report; run: Run }): Trial {
	const uncaught = new Set<string>();
	for (const { root, ending } of run.paths)
		if (ending.kind === "raise")
			uncaught.add(`${root.name}: ${ending.raise!.origin instanceof Error ? ending.raise!.origin.message : ending.raise!.value.cls.name}`);
	const losses = new Map<string, number[]>();
	for (const p of run.paths) {
		const first = p.record.of("backward")[0];
		if (first?.values.every((v) => v !== null))
			losses.set(
				`${p.root.name}:${p.path}`,
				first.values.flatMap((v) => v!),
			);
	}
	return { report, uncaught, losses };
}

/** Runs the roots that the memo has no outcome for, until `pause` says so; true when none is left. `check` then has little to do. */
export function prepare(program: Program, options: Options, memo: Memo, pause: () => boolean): boolean {
	return !runRoots(program, options, memo, pause).exploration.isPaused;
}

function runRoots(
	program: Program,
	options: Options,
	memo: Memo,
	pause?: () => boolean,
): { exploration: Exploration; outcomes: Outcome[] } {
	const reader = memo.begin(program, options);
	const outcomes: Outcome[] = [];
	let paths: PathRun[] = [];
	let facts: FactCollector | null = null;
	let reach: ReachCollector | null = null;
	let record = new PathRecord();
	const exploration = explore(program, options, {
		harness,
		reuse(root, before, steps) {
			const outcome = reader.reuse(root, before, steps);
			if (outcome !== null) outcomes.push(outcome);
			return outcome;
		},
		rootStarts() {
			paths = [];
			facts = options.facts === true ? new FactCollector() : null;
			reach = options.facts === true ? new ReachCollector(program.entry) : null;
		},
		rootEnds(explored) {
			const outcome = { ...explored, paths, facts, reach, frames: framesOf(explored.sources) };
			outcomes.push(outcome);
			reader.keep(outcome);
			facts = reach = null;
		},
		pause,
		pathStarts() {
			record = new PathRecord();
			reach?.pathStarts(record);
			setRecorder(record);
		},
		pathEnds(root, ending) {
			const path: PathRun = {
				root,
				path: ending.path,
				decisions: ending.decisions,
				source: program.entry,
				record,
				ending,
				warnings: warningState.shown,
			};
			paths.push(path);
			facts?.pathEnds(record, new Story(path));
			reach?.pathEnds(record, ending);
			return trainedBy(record);
		},
		onValue(node, value, source) {
			record.see(node, value, source);
			facts?.see(node, value, source);
		},
	});
	setRecorder(null);
	if (!exploration.isPaused) reader.end();
	return { exploration, outcomes };
}

/** Forwards that ran for training, and whether a backward reached the module; one without parameters counts when there was any backward. */
function trainedBy(record: PathRecord): Map<unknown, boolean> {
	const out = new Map<unknown, boolean>();
	const backwards = record.of("backward");
	const wanted = new Set(record.reached);
	// One that raised would have reached more.
	for (const { run } of backwards) if (!run.isDone) for (const root of run.roots) for (const leaf of leavesOf(root)) wanted.add(leaf);
	for (const module of record.forwards) {
		const forward = module.cls.lookup("forward");
		if (!(forward instanceof PyFunction) || out.get(forward.def) === true) continue;
		const parameters = parametersIn(module);
		out.set(forward.def, parameters.length === 0 ? backwards.length > 0 : parameters.some((t) => wanted.has(t)));
	}
	return out;
}

/** One analysis without trying the fixes. */
export function analyse(program: Program, options: Options, memo: Memo = new Memo()): { report: Report; run: Run } {
	const { exploration, outcomes } = runRoots(program, options, memo);
	const run: Run = { source: program.entry, paths: outcomes.flatMap((o) => o.paths) };
	const findings = whileNothingRuns(() => allRules.flatMap((r) => safely(() => joined(r, run)) ?? []));
	return {
		report: {
			findings: distinct(findings),
			limits: exploration.limits,
			...mergedFacts(outcomes.flatMap((o) => o.facts ?? [])),
			reaches: mergedReaches(outcomes.flatMap((o) => o.reach ?? [])),
			coverage: {
				...exploration.coverage,
				...understood(
					program.entry,
					run.paths.map((p) => p.record),
				),
			},
		},
		run,
	};
}

/** A bug in one rule loses that rule only. */
function safely<T>(f: () => T): T | null {
	try {
		return f();
	} catch (e) {
		if ((globalThis as { GRADSIGHT_DEBUG?: boolean }).GRADSIGHT_DEBUG === true) throw e;
		return null;
	}
}

const rank = (s: Severity): number => ["error", "warning", "information", "hint"].indexOf(s);

/** Rules that had nothing to say about a path, kept with it: what a path did and the code it ran stay as they are. */
const silent = new WeakMap<PathRun, Set<Rule>>();
/** A rule that looks at the whole file (`run`) is asked again after each edit. */
const isSilent = (r: Rule, path: PathRun): boolean => r.find.length < 2 && silent.get(path)?.has(r) === true;
function noteSilence(r: Rule, path: PathRun): void {
	const rules = silent.get(path);
	if (rules === undefined) silent.set(path, new Set([r]));
	else rules.add(r);
}

interface Joined {
	draft: Draft;
	paths: Set<PathRun>;
}

/** Equal drafts of one rule over all paths; a finding is `must` when no path that gets there escapes it. */
function joined(r: Rule, run: Run): Finding[] {
	const all = new Map<string, Joined>();
	for (const path of run.paths) {
		if (isSilent(r, path)) continue;
		let said = false;
		for (const draft of r.find(path, run)) {
			said = true;
			const key = `${draft.site.source.path}:${draft.span?.start ?? draft.site.node.start}:${draft.span?.end ?? draft.site.node.end}`;
			const known = all.get(key);
			if (known === undefined) all.set(key, { draft, paths: new Set([path]) });
			else {
				known.paths.add(path);
				// Another root may know more (a class that is also trained by a function).
				const better = rank(draft.severity ?? r.severity) - rank(known.draft.severity ?? r.severity);
				if (better < 0 || (better === 0 && draft.predicts !== undefined && known.draft.predicts === undefined)) known.draft = draft;
			}
		}
		if (!said) noteSilence(r, path);
	}
	return withoutUntold([...all.values()].map((j) => toFinding(r, j, run)));
}

/** Where one path can tell how an exception came about, what another path only sees raised is the same. */
function withoutUntold(findings: Finding[]): Finding[] {
	const raised = (f: Finding): string => (f.predicts === null ? "" : `${f.predicts.path}:${f.predicts.line}:${f.predicts.message}`);
	const told = new Set(findings.filter((f) => f.predicts !== null && f.related.length > 0).map(raised));
	return findings.filter((f) => f.related.length > 0 || !told.has(raised(f)));
}

function toFinding(r: Rule, { draft, paths }: Joined, run: Run): Finding {
	const reached = draft.predicts?.site ?? draft.site;
	// Another path got past the place: the line has a value there, or something happened below it (library code in Python hides the user's line).
	const isThere = (e: Event): boolean => e.where?.node === reached.node || userSite(e.where)?.node === reached.node;
	const escapes = run.paths.some(
		(p) =>
			!paths.has(p) &&
			(p.record.values.has(reached.node as Expr) ||
				// What it did before it was refused there is no escape.
				(p.record.events.some((e) => e.kind !== "raise" && isThere(e)) && !p.record.of("raise").some(isThere))),
	);
	const certainty = escapes || draft.certain === false ? "may" : "must";
	let severity: Severity = draft.severity ?? r.severity;
	if (severity === "error" && certainty === "may") severity = "warning";
	const node = draft.span ?? draft.site.node;
	return {
		code: r.code,
		severity,
		certainty,
		path: draft.site.source.path,
		start: node.start,
		end: node.end,
		message: draft.message,
		predicts:
			draft.predicts === undefined
				? null
				: {
						type: draft.predicts.type,
						message: draft.predicts.message,
						line: lineOf(draft.predicts.site),
						path: draft.predicts.site.source.path,
					},
		related: (draft.steps ?? []).map((s) => ({
			path: s.site.source.path,
			start: s.site.node.start,
			end: s.site.node.end,
			message: s.message,
		})),
		fixes: (draft.fixes ?? []).map((f) => ({ ...f })),
	};
}

/** One finding of a rule at a place, and none beside a certain error at the very same place. Sorted by place. */
function distinct(findings: Finding[]): Finding[] {
	const seen = new Set<string>();
	const out: Finding[] = [];
	const errors = new Set(findings.filter((f) => f.severity === "error").map((f) => `${f.path}:${f.start}:${f.end}`));
	for (const f of findings) {
		if (f.severity !== "error" && errors.has(`${f.path}:${f.start}:${f.end}`)) continue;
		const key = `${f.path}:${f.start}:${f.end}:${f.code}`;
		if (seen.has(key)) continue;
		seen.add(key);
		out.push(f);
	}
	return out.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.start - b.start || a.end - b.end));
}
