/** `gradsight check`: paths in, findings out, exit status 0, 1 or 2. */
import { relative, resolve } from "node:path";
import { type Baseline, compareBaseline, readBaseline, writeBaseline } from "../baseline.ts";
import { BUILD, ruleUrl, VERSION } from "../bundle.ts";
import { type Config, findConfig, projectFolder, readConfig } from "../config.ts";
import { exists, isFolder, readStandardInput, readText } from "../disk.ts";
import { type Target, findFiles } from "../find-files.ts";
import { applyFixes } from "../fix.ts";
import { FORMATS } from "../formats/index.ts";
import { plural } from "../formats/concise.ts";
import { forgetSources, type Job } from "../job.ts";
import { byPlace, type LocatedFinding } from "../located.ts";
import type { FileResult, FormatOptions, Outcome } from "../outcome.ts";
import { write } from "../output.ts";
import { folderOf, joinPath, toSlashes } from "../paths.ts";
import { runJobs } from "../pool.ts";
import { rulePages } from "../rules.ts";
import { checkCode, type Settings, SettingsError } from "../settings.ts";
import { statistics } from "../statistics.ts";
import { TextStore } from "../text-store.ts";
import { UsageError } from "../usage.ts";

export interface CheckOptions {
	outputFormat: string;
	select: string[];
	ignore: string[];
	fix: boolean;
	unsafeFixes: boolean;
	diff: boolean;
	exitZero: boolean;
	failOn: "error" | "warning" | null;
	statistics: boolean;
	baseline: string | null;
	updateBaseline: boolean;
	watch: boolean;
	jobs: number | null;
	cache: boolean;
	cacheDir: string | null;
	stdinFilename: string | null;
	shard: { index: number; count: number } | null;
	config: string | null;
	isolated: boolean;
	color: boolean;
	width: number | null;
}

/** Never searched for Python files (`find-files.ts`). */
const CACHE_FOLDER = ".gradsight-cache";

/** Checks once and writes the report; returns the exit status. */
export async function checkOnce(paths: readonly string[], options: CheckOptions): Promise<number> {
	const started = performance.now();
	const cwd = toSlashes(process.cwd());
	forgetSources();
	const codes = rulePages().map((page) => page.code);
	for (const code of [...options.select, ...options.ignore]) checkCode(code, "--select/--ignore", codes);
	const configs = new Configs(cwd, options, codes);
	const problems: string[] = [];
	const stdin = paths.includes("-") ? sourceFromStdin(options) : null;
	const found = findFiles(
		paths.filter((path) => path !== "-"),
		(folder) => configs.excludes(folder),
	);
	problems.push(...found.problems);
	const targets = pickShard(found.targets, options.shard);
	const jobs = targets.map((target): Job => configs.job(target.path, null, target.explicit));
	if (stdin) jobs.push(configs.job(stdin.path, stdin.text, false));
	const texts = new TextStore(stdin ? new Map([[stdin.path, stdin.text]]) : new Map());
	let results = await runJobs(jobs, options.jobs);
	if (options.fix || options.diff) {
		const fixed = await applyFixes(jobs, results, { unsafe: options.unsafeFixes, texts, write: options.fix && !options.diff });
		if (options.diff) {
			write(1, fixed.diff);
			return report(problems, results) ? 2 : fixed.diff === "" || options.exitZero ? 0 : 1;
		}
		results = fixed.results;
		if (stdin && options.fix) return finishStdin(stdin.path, texts, results, problems, options);
		if (fixed.count > 0) write(2, `Fixed ${plural(fixed.count, "finding")}.\n`);
	}
	const outcome: Outcome = {
		version: VERSION,
		paths: jobs.map((job) => job.path),
		seconds: (performance.now() - started) / 1000,
		findings: results.flatMap((result) => result.findings).sort(byPlace),
		limits: results.flatMap((result) => result.limits),
		coverage: results.flatMap(({ path, coverage }) => (coverage ? [{ path, coverage }] : [])),
		lines: (path, cell) => texts.lines(path, cell),
		rules: rulePages(),
		ruleUrl,
	};
	outcome.findings = withoutDuplicates(outcome.findings);
	if (options.baseline !== null) outcome.findings = againstBaseline(outcome, options);
	if (jobs.length === 0 && problems.length === 0 && !options.shard) write(2, "gradsight: no Python files or notebooks here\n");
	const troubled = report(problems, results);
	const format: FormatOptions = { color: options.color, width: options.width, cwd, unsafeFixes: options.unsafeFixes };
	write(1, options.statistics ? statistics(outcome, options.outputFormat) : FORMATS[options.outputFormat]!(outcome, format));
	if (troubled) return 2;
	if (options.exitZero || options.updateBaseline) return 0;
	return outcome.findings.some((finding) => fails(finding, configs.failLevel(finding.path))) ? 1 : 0;
}

/** Files found under several names, or two entries reaching the same module, report a place once. */
function withoutDuplicates(findings: LocatedFinding[]): LocatedFinding[] {
	const seen = new Set<string>();
	return findings.filter((finding) => {
		const key = [finding.path, finding.cell ?? "", finding.line, finding.column, finding.endLine, finding.endColumn, finding.code].join("\n");
		return !seen.has(key) && seen.add(key);
	});
}

function fails(finding: LocatedFinding, level: "error" | "warning"): boolean {
	return finding.severity === "error" || (level === "warning" && finding.severity === "warning");
}

/** Prints what could not be checked; true when there was anything. */
function report(problems: readonly string[], results: readonly FileResult[]): boolean {
	const all = [...problems, ...results.flatMap((result) => result.problems)];
	for (const problem of all) write(2, `gradsight: ${problem}\n`);
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
	if (stale > 0) write(2, `gradsight: ${plural(stale, "finding")} in ${file} ${stale === 1 ? "is" : "are"} gone; --update-baseline removes them.\n`);
	return fresh;
}

function sourceFromStdin(options: CheckOptions): { path: string; text: string } {
	const outcome = readStandardInput();
	if ("problem" in outcome) throw new UsageError(`standard input: ${outcome.problem}`);
	return { path: toSlashes(options.stdinFilename ?? "stdin.py"), text: outcome.text };
}

/** With `--fix -` the fixed source goes to standard output and the report to standard error, as editors expect of a filter. */
function finishStdin(path: string, texts: TextStore, results: readonly FileResult[], problems: readonly string[], options: CheckOptions): number {
	write(1, texts.text(path) ?? "");
	for (const finding of results.flatMap((result) => result.findings)) write(2, `${path}:${finding.line}:${finding.column}: ${finding.code} ${finding.message}\n`);
	if (report(problems, results)) return 2;
	return options.exitZero || !results.some((result) => result.findings.some((finding) => fails(finding, options.failOn ?? "warning"))) ? 0 : 1;
}

function pickShard(targets: Target[], shard: CheckOptions["shard"]): Target[] {
	if (!shard) return targets;
	const sorted = [...targets].sort((a, b) => (a.path < b.path ? -1 : 1));
	return sorted.filter((_, index) => index % shard.count === shard.index - 1);
}

/** Which configuration holds where; each folder is looked up once. */
class Configs {
	readonly #cwd: string;
	readonly #options: CheckOptions;
	readonly #codes: readonly string[];
	readonly #byFolder = new Map<string, Config>();
	readonly #named: Config | null;

	constructor(cwd: string, options: CheckOptions, codes: readonly string[]) {
		this.#cwd = cwd;
		this.#options = options;
		this.#codes = codes;
		this.#named = options.config === null ? null : this.#readNamed(options.config);
	}

	#readNamed(file: string): Config {
		const text = readText(file);
		if (text === null) throw new SettingsError(`${file}: no such file`);
		return readConfig(file, text, toSlashes(resolve(folderOf(toSlashes(file)) || ".")), this.#codes);
	}

	#of(folder: string): Config {
		let config = this.#byFolder.get(folder);
		if (!config) {
			const absolute = toSlashes(resolve(folder === "" ? "." : folder));
			const found = findConfig(absolute, { read: this.#options.isolated ? () => null : readText, exists }, this.#codes);
			config = this.#named ? { ...this.#named, project: found.project ?? this.#named.project } : found;
			this.#byFolder.set(folder, config);
		}
		return config;
	}

	excludes(folder: string): { base: string; patterns: readonly string[] } {
		const { settings, project } = this.#of(isFolder(folder) ? folder : folderOf(folder));
		return { base: this.#spell(project ?? this.#cwd, folder), patterns: settings.exclude };
	}

	job(path: string, text: string | null, explicit: boolean): Job {
		const { settings, project } = this.#of(folderOf(path));
		return { path, text, settings: this.#override(settings), project: project === null ? null : this.#spell(project, path), explicit, cache: text === null ? this.#cache() : null };
	}

	/** Beside the configuration of the current folder, so that one project has one cache. */
	#cache(): string | null {
		const { cache, cacheDir } = this.#options;
		if (!cache || BUILD === null) return null;
		return cacheDir ?? joinPath(projectFolder(this.#cwd, exists) ?? this.#cwd, CACHE_FOLDER);
	}

	failLevel(path: string): "error" | "warning" {
		return this.#options.failOn ?? this.#of(folderOf(path)).settings.failOn;
	}

	#override(settings: Settings): Settings {
		const { select, ignore } = this.#options;
		if (select.length === 0 && ignore.length === 0) return settings;
		return { ...settings, select: select.length > 0 ? select : settings.select, ignore: [...(select.length > 0 ? [] : settings.ignore), ...ignore] };
	}

	/** An absolute folder spelt as `like` is: relative paths stay relative, so that one file has one name. */
	#spell(folder: string, like: string): string {
		return like.startsWith("/") || /^[A-Za-z]:/.test(like) ? folder : toSlashes(relative(this.#cwd, folder));
	}
}
