/** Checks one file or notebook: reading, parsing, running the engine, settings, and places a reader can find. */
import { CHECK_BUDGET, check, type Finding, type Limit, type Report, type Source } from "../engine/index.ts";
import { applySuppressions, UNUSED_SUPPRESSION } from "../engine/report/suppress.ts";
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

/** Runs the engine on a unit; findings are as the settings want them. */
export function analyse(unit: PythonUnit, context: CheckContext): Analysis {
	const { workspace, settings, project, isFile } = context;
	const source = loadSource(unit.path, unit.text);
	const program = workspace.program(source, importRoots(unit.path, project, isFile));
	const report = check(program, { profile: settings.torchVersion, budget: CHECK_BUDGET, cancelled: context.cancelled, facts: context.facts });
	const findings = applySettings(withoutSuppressed(report.findings, source, workspace), settings, (path) => (project === null ? path : relativeTo(project, path)));
	return { source, report: { ...report, findings, limits: withSyntax(report.limits, source) } };
}

/** Comments count in every file a finding lies in; idle ones are reported only in the file under check. */
function withoutSuppressed(findings: readonly Finding[], entry: Source, workspace: Workspace): Finding[] {
	const known = new Set(rulePages().map((page) => page.code));
	let left = applySuppressions(findings, entry, known);
	for (const path of new Set(findings.map((finding) => finding.path))) {
		const source = path === entry.path ? null : workspace.source(path);
		if (source) left = applySuppressions(left, source, known).filter((finding) => finding.code !== UNUSED_SUPPRESSION || finding.path === entry.path);
	}
	return left;
}

/** Syntax errors are limits too: that part of the file was not analysed. */
function withSyntax(limits: readonly Limit[], source: Source): Limit[] {
	const rest = limits.filter((limit) => limit.kind !== "syntax" || limit.path !== source.path);
	const syntax = source.module.gaps.map((gap) => ({ path: source.path, start: gap.start, end: gap.end, kind: "syntax", what: gap.message }));
	return [...syntax, ...rest];
}

export function checkUnit(unit: PythonUnit, context: CheckContext): FileResult {
	const { path } = unit;
	let analysis: Analysis;
	try {
		analysis = analyse(unit, context);
	} catch (error) {
		return { ...failed(path, `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`), crashed: true };
	}
	const { report, source } = analysis;
	const locator = new Locator(path, unit.cells, (of) => (of === path ? unit.text : (context.workspace.source(of)?.text ?? null)));
	const problems = source.module.gaps.map((gap) => {
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
