/** Checks one file or notebook: reading, parsing, running the engine, settings, and places a reader can find. */
import {
	CHECK_BUDGET,
	check,
	editSource,
	type Finding,
	type Limit,
	Memo,
	type Options,
	type Program,
	prepare,
	type Report,
	type Source,
} from "../engine/index.ts";
import { applySuppressions, UNUSED_SUPPRESSION } from "../engine/report/suppress.ts";
import { syntaxProblems } from "../engine/syntax/problems.ts";
import { type Workspace, importRoots } from "./imports.ts";
import { loadSource } from "./load.ts";
import { byPlace, Locator } from "./located.ts";
import { type Cell, readNotebook } from "./notebook.ts";
import type { FileResult } from "./outcome.ts";
import { nameOf, relativeTo } from "./paths.ts";
import { rulePages } from "./rules.ts";
import { applySettings, type Settings } from "./settings.ts";

/** What one file's check depends on besides its text. */
export interface CheckContext {
	workspace: Workspace;
	settings: Settings;
	/** Folder that patterns and absolute imports count from, in the same spelling as the paths; null when there is none. */
	project: string | null;
	isFile(path: string): boolean;
	cancelled?: () => boolean;
	/** Whether hover texts and inlay hints are wanted, too. */
	facts?: boolean;
	/** What is kept from one check of the unit to the next. */
	session?: Session;
}
/** A source and what is known of its roots. */
interface Work {
	source: Source;
	memo: Memo;
}
/** A unit that is checked again and again while it is edited. */
export class Session {
	#whole: Work | null = null;
	/** A text that is broken for the moment (beyond one function) does not take the place of the one it comes from. */
	#broken: Work | null = null;

	work(unit: PythonUnit): Work {
		const work = this.#find(unit);
		work.source.cells = unit.cells;
		return work;
	}
	#find({ path, text }: PythonUnit): Work {
		for (const work of [this.#whole, this.#broken]) if (work?.source.path === path && work.source.text === text) return work;
		for (const work of [this.#whole, this.#broken]) {
			if (work?.source.path !== path || editSource(work.source, text) === null) continue;
			if (work === this.#whole || work.source.module.gaps.length === 0) {
				this.#whole = work;
				this.#broken = null;
			}
			return work;
		}
		const work = { source: loadSource(path, text), memo: new Memo() };
		if (this.#whole === null || work.source.module.gaps.length === 0) this.#whole = work;
		else this.#broken = work;
		return work;
	}
}

export interface PythonUnit {
	path: string;
	text: string;
	/** The cells of a notebook; null for a file. */
	cells: readonly Cell[] | null;
}

/** A file's text as something to check, or why it is not. */
export function asUnit(path: string, text: string): PythonUnit | { problem: string } {
	if (!path.endsWith(".ipynb")) return { path, text, cells: null };
	const joined = readNotebook(text);
	return "problem" in joined ? joined : { path, ...joined };
}

export interface Analysis {
	source: Source;
	report: Report;
}

function workOf(unit: PythonUnit, { workspace, project, isFile, session }: CheckContext): { program: Program; memo: Memo } {
	const { source, memo } = session?.work(unit) ?? onlyOnce(unit, workspace);
	return { program: workspace.program(source, importRoots(unit.path, project, isFile)), memo };
}
function onlyOnce({ path, text, cells }: PythonUnit, workspace: Workspace): Work {
	const source = cells === null ? workspace.entry(path, text) : { ...loadSource(path, text), cells };
	return { source, memo: new Memo() };
}
function optionsOf({ settings, cancelled, facts }: CheckContext): Options {
	return { profile: settings.torchVersion, budget: CHECK_BUDGET, cancelled, facts };
}

/** Does a part of the analysis ahead, until `pause` says so; true when nothing is left to be done ahead. */
export function analyseAhead(unit: PythonUnit, context: CheckContext & { session: Session }, pause: () => boolean): boolean {
	const { program, memo } = workOf(unit, context);
	return prepare(program, optionsOf(context), memo, pause);
}

/** Runs the engine on a unit; findings are as the settings want them. */
export function analyse(unit: PythonUnit, context: CheckContext): Analysis {
	const { workspace, settings, project } = context;
	const { program, memo } = workOf(unit, context);
	const source = program.entry;
	const report = check(program, optionsOf(context), memo);
	const findings = applySettings(withoutSuppressed(report.findings, source, workspace), settings, (path) =>
		project === null ? path : relativeTo(project, path),
	);
	return { source, report: { ...report, findings, limits: withSyntax(report.limits, source) } };
}

/** Comments count in every file a finding lies in; idle ones are reported only in the file under check. */
function withoutSuppressed(findings: readonly Finding[], entry: Source, workspace: Workspace): Finding[] {
	const known = new Set(rulePages().map((page) => page.code));
	let left = applySuppressions(findings, entry, known);
	for (const path of new Set(findings.map((finding) => finding.path))) {
		const source = path === entry.path ? null : workspace.source(path);
		// Comments are all there only where everything was parsed.
		if (source)
			left = applySuppressions(left, loadSource(path, source.text), known).filter(
				(finding) => finding.code !== UNUSED_SUPPRESSION || finding.path === entry.path,
			);
	}
	return left;
}

/** Syntax errors are limits too: that part of the file was not analysed. */
function withSyntax(limits: readonly Limit[], source: Source): Limit[] {
	const rest = limits.filter((limit) => limit.kind !== "syntax" || limit.path !== source.path);
	const syntax = syntaxProblems(source.text, source.module.gaps, source.cells ?? null).map((gap) => ({
		path: source.path,
		start: gap.start,
		end: gap.end,
		kind: "syntax",
		what: gap.message,
	}));
	return [...syntax, ...rest];
}

export function checkUnit(unit: PythonUnit, context: CheckContext): FileResult {
	const { path } = unit;
	let analysis: Analysis;
	try {
		analysis = analyse(unit, context);
	} catch (error) {
		if (error instanceof RangeError && /call stack/.test(error.message))
			return { ...failed(path, "nested too deeply to be analysed"), crashed: true };
		return { ...failed(path, `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`), crashed: true };
	}
	const { report, source } = analysis;
	const locator = new Locator(path, unit.cells, (of) => (of === path ? unit.text : (context.workspace.source(of)?.text ?? null)));
	const problems = syntaxProblems(source.text, source.module.gaps, unit.cells).map((gap) => {
		const { cell, line, column } = locator.place({ path, ...gap });
		return `${path}:${cell ? `cell ${cell}:` : ""}${line}:${column}: syntax error: ${gap.message}`;
	});
	const findings = report.findings.map((finding: Finding) => locator.finding(finding)).sort(byPlace);
	return { path, findings, limits: report.limits.map((limit) => locator.limit(limit)), coverage: report.coverage, problems };
}

export function failed(path: string, why: string): FileResult {
	return { path, findings: [], limits: [], coverage: null, problems: [`${path}: ${why}`] };
}

/** Files someone named although they hold nothing; an empty `__init__.py` is normal. */
export function isStrangelyEmpty(path: string, text: string): boolean {
	return text.trim() === "" && nameOf(path) !== "__init__.py";
}
