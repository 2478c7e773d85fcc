/** `gradsight check`: paths in, findings out, exit status 0, 1 or 2. */
import { type Baseline, compareBaseline, readBaseline, writeBaseline } from "../baseline.ts";
import { ruleUrl, VERSION } from "../bundle.ts";
import { Configs, type Overrides } from "../configs.ts";
import { readStandardInput } from "../disk.ts";
import { type Target, findFiles } from "../find-files.ts";
import { applyFixes } from "../fix.ts";
import { FORMATS } from "../formats/index.ts";
import { plural } from "../formats/concise.ts";
import { visible } from "../formats/visible.ts";
import { forgetSources, type Job } from "../job.ts";
import { byPlace, type LocatedFinding } from "../located.ts";
import type { FileResult, FormatOptions, Outcome } from "../outcome.ts";
import { write } from "../output.ts";
import { toSlashes } from "../paths.ts";
import { runJobs } from "../pool.ts";
import { rulePages } from "../rules.ts";
import { checkCode } from "../settings.ts";
import { statistics } from "../statistics.ts";
import { TextStore } from "../text-store.ts";
import { UsageError } from "../usage.ts";

export interface CheckOptions extends Overrides {
	outputFormat: string;
	fix: boolean;
	unsafeFixes: boolean;
	diff: boolean;
	exitZero: boolean;
	statistics: boolean;
	baseline: string | null;
	updateBaseline: boolean;
	watch: boolean;
	jobs: number | null;
	forceExclude: boolean;
	stdinFilename: string | null;
	shard: { index: number; count: number } | null;
	color: boolean;
	width: number | null;
}

/** What was checked, and what came out. */
interface Inspection {
	jobs: Job[];
	results: FileResult[];
	problems: string[];
	texts: TextStore;
	configs: Configs;
	/** A text that is no file. */
	stdin: Source | null;
}

/** A text that stands for a file. */
export interface Source {
	path: string;
	text: string;
}

/** Finds the files and checks them. */
async function inspect(paths: readonly string[], options: CheckOptions, given: Source | null): Promise<Inspection> {
	const cwd = toSlashes(process.cwd());
	forgetSources();
	const codes = rulePages().map((page) => page.code);
	for (const code of [...options.select, ...options.ignore]) checkCode(code, "--select/--ignore", codes);
	const configs = new Configs(cwd, options, codes);
	const stdin = given ?? (paths.includes("-") ? sourceFromStdin(options) : null);
	const found = findFiles(
		paths.filter((path) => path !== "-"),
		(folder) => configs.excludes(folder),
		options.forceExclude,
	);
	const targets = pickShard(found.targets, options.shard);
	const jobs = targets.map((target): Job => configs.job(target.path, null, target.explicit));
	if (stdin) jobs.push(configs.job(stdin.path, stdin.text, false));
	const texts = new TextStore(stdin ? new Map([[stdin.path, stdin.text]]) : new Map());
	return { jobs, results: await runJobs(jobs, options.jobs), problems: found.problems, texts, configs, stdin };
}

/** Checks once and writes the report; returns the exit status. */
export async function checkOnce(paths: readonly string[], options: CheckOptions): Promise<number> {
	const started = performance.now();
	const inspection = await inspect(paths, options, null);
	const { jobs, problems, texts, configs, stdin } = inspection;
	if (options.fix || options.diff) {
		const fixed = await applyFixes(jobs, inspection.results, { unsafe: options.unsafeFixes, texts, write: options.fix && !options.diff });
		if (options.diff) {
			// A patch for a program is exact, one for a terminal harmless.
			write(1, options.width === null ? fixed.diff : visible(fixed.diff));
			return report(problems, inspection.results) ? 2 : fixed.diff === "" || options.exitZero ? 0 : 1;
		}
		inspection.results = fixed.results;
		if (stdin && options.fix) return finishStdin(stdin.path, texts, fixed.results, problems, options);
		if (fixed.count > 0) write(2, `Fixed ${plural(fixed.count, "finding")}.\n`);
	}
	const outcome = asOutcome(inspection, started);
	if (options.baseline !== null) outcome.findings = againstBaseline(outcome, options);
	if (jobs.length === 0 && problems.length === 0 && !options.shard) write(2, "gradsight: no Python files or notebooks here\n");
	const troubled = report(problems, inspection.results);
	const format: FormatOptions = {
		color: options.color,
		width: options.width,
		cwd: toSlashes(process.cwd()),
		unsafeFixes: options.unsafeFixes,
	};
	write(1, options.statistics ? statistics(outcome, options.outputFormat) : FORMATS[options.outputFormat]!(outcome, format));
	if (troubled) return 2;
	if (options.exitZero || options.updateBaseline) return 0;
	return outcome.findings.some((finding) => fails(finding, configs.failLevel(finding.path))) ? 1 : 0;
}

/** The report as data, of paths and of a text that was handed in, for other fronts than the terminal. */
export async function checkPaths(
	paths: readonly string[],
	options: CheckOptions,
	given: Source | null,
): Promise<{ outcome: Outcome; problems: string[] }> {
	const started = performance.now();
	const inspection = await inspect(paths, options, given);
	return {
		outcome: asOutcome(inspection, started),
		problems: [...inspection.problems, ...inspection.results.flatMap((result) => result.problems)],
	};
}

function asOutcome({ jobs, results, texts }: Inspection, started: number): Outcome {
	return {
		version: VERSION,
		paths: jobs.map((job) => job.path),
		files: jobs.length,
		seconds: (performance.now() - started) / 1000,
		findings: withoutDuplicates(results.flatMap((result) => result.findings).sort(byPlace)),
		limits: results.flatMap((result) => result.limits),
		coverage: results.flatMap(({ path, coverage }) => (coverage ? [{ path, coverage }] : [])),
		lines: (path, cell) => texts.lines(path, cell),
		rules: rulePages(),
		ruleUrl,
	};
}

/** Files found under several names, or two entries reaching the same module, report a place once. */
export function withoutDuplicates(findings: LocatedFinding[]): LocatedFinding[] {
	const seen = new Set<string>();
	return findings.filter((finding) => {
		const key = [finding.path, finding.cell ?? "", finding.line, finding.column, finding.endLine, finding.endColumn, finding.code].join(
			"\n",
		);
		return !seen.has(key) && seen.add(key);
	});
}

export function fails(finding: LocatedFinding, level: "error" | "warning"): boolean {
	return finding.severity === "error" || (level === "warning" && finding.severity === "warning");
}

/** Prints what could not be checked; true when there was anything. */
function report(problems: readonly string[], results: readonly FileResult[]): boolean {
	const all = [...problems, ...results.flatMap((result) => result.problems)];
	for (const problem of all) write(2, `gradsight: ${visible(problem)}\n`);
	return all.length > 0;
}

function againstBaseline(outcome: Outcome, options: CheckOptions): LocatedFinding[] {
	const file = options.baseline!;
	if (options.updateBaseline) {
		writeBaseline(file, outcome);
		write(2, `Wrote ${plural(outcome.findings.length, "finding")} to ${file}.\n`);
		return [];
	}
	let baseline: Baseline;
	try {
		baseline = readBaseline(file);
	} catch (error) {
		throw new UsageError(`${file}: ${(error as Error).message}`);
	}
	const { fresh, stale } = compareBaseline(baseline, outcome);
	if (stale > 0)
		write(2, `gradsight: ${plural(stale, "finding")} in ${file} ${stale === 1 ? "is" : "are"} gone; --update-baseline removes them.\n`);
	return fresh;
}

function sourceFromStdin(options: CheckOptions): Source {
	const outcome = readStandardInput();
	if ("problem" in outcome) throw new UsageError(`standard input: ${outcome.problem}`);
	return { path: toSlashes(options.stdinFilename ?? "stdin.py"), text: outcome.text };
}

/** With `--fix -` the fixed source goes to standard output and the report to standard error, as editors expect of a filter. */
function finishStdin(
	path: string,
	texts: TextStore,
	results: readonly FileResult[],
	problems: readonly string[],
	options: CheckOptions,
): number {
	write(1, texts.text(path) ?? "");
	for (const finding of results.flatMap((result) => result.findings))
		write(2, `${path}:${finding.line}:${finding.column}: ${finding.code} ${finding.message}\n`);
	if (report(problems, results)) return 2;
	return options.exitZero || !results.some((result) => result.findings.some((finding) => fails(finding, options.failOn ?? "warning")))
		? 0
		: 1;
}

function pickShard(targets: Target[], shard: CheckOptions["shard"]): Target[] {
	if (!shard) return targets;
	const sorted = [...targets].sort((a, b) => (a.path < b.path ? -1 : 1));
	return sorted.filter((_, index) => index % shard.count === shard.index - 1);
}
