/** The `gradsight` command: reads the command line and hands over to one file per command. */
import { join } from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { type CAC, cac } from "cac";
import { bundleFolder, VERSION } from "./bundle.ts";
import { describe } from "./cli-help.ts";
import type { CheckOptions } from "./commands/check.ts";
import type { RunOptions } from "./commands/run.ts";
import { FORMATS } from "./formats/index.ts";
import { SettingsError } from "./options.ts";
import { suggestion } from "./suggest.ts";
import type { Job } from "./job.ts";
import type { FileResult } from "./outcome.ts";
import { write } from "./output.ts";
import { startParser } from "./parser.ts";
import { UsageError } from "./usage.ts";

/** Worker threads load this same file and call this. */
export async function runJob(job: Job): Promise<FileResult> {
	startParser();
	return (await import("./job.ts")).runJob(job);
}

type Raw = Record<string, unknown>;

/** Stands for a lone `-`, which the parser of the command line would drop. */
const STDIN = "<stdin>";
const COMMANDS = ["check", "run", "explain", "rules", "graph", "ops", "server"];

function build(): CAC {
	const cli = cac("gradsight");
	cli.command("check [...paths]", "Find gradient bugs in files, folders and notebooks (default: the current folder)")
		.option("--output-format <format>", `${Object.keys(FORMATS).join(", ")}`)
		.option("--select <codes>", "Only these rules, separated by commas")
		.option("--ignore <codes>", "Not these rules")
		.option("--fix", "Apply safe fixes")
		.option("--unsafe-fixes", "With --fix or --diff: fixes that need a look, too")
		.option("--diff", "Show what --fix would change, change nothing")
		.option("--fail-on <severity>", "error or warning: from here on the exit status is 1 (default: warning)")
		.option("--exit-zero", "Exit with status 0 even when there are findings")
		.option("--statistics", "Count findings per rule")
		.option("--baseline <file>", "Report only what is not in this file")
		.option("--update-baseline", "Write the present findings to the baseline file")
		.option("--watch", "Check again whenever a file changes")
		.option("--jobs <n>", "Worker threads (default: one per processor when there are many files)")
		.option("--no-cache", "Do not use results of earlier runs, and keep none")
		.option("--cache-dir <folder>", "Keep results for later runs here (default: .gradsight-cache in the project)")
		.option("--stdin-filename <file>", "The name of the source that `-` reads from standard input")
		.option("--shard <i/n>", "Check only every n-th file, starting with the i-th")
		.option("--config <file>", "Use this configuration instead of the nearest one")
		.option("--isolated", "Use no configuration file")
		.action((paths: string[], raw: Raw) => runCheck(paths, raw));
	cli.command("run [...files]", "Run scripts symbolically and print what PyTorch would print")
		.option("--json", "One JSON line per file")
		.option("--max-seconds <n>", "Give up on a file after this long (default: 10)")
		.action((files: string[], raw: Raw) => runScripts(files, raw));
	cli.command("explain <code>", "Print a rule's page")
		.action(async (code: string) => (await import("./commands/explain.ts")).explain(code));
	cli.command("rules", "List the rules")
		.option("--json", "As JSON")
		.action(async (raw: Raw) => (await import("./commands/explain.ts")).listRules(flag(raw, "json")));
	cli.command("graph <file>", "Draw the autograd graph of a script's last backward, or of FILE.py:qualified.name")
		.option("--format <format>", "svg, dot, mermaid or json (default: svg)")
		.action(async (file: string, raw: Raw) => {
			startParser();
			return (await import("./commands/graph.ts")).drawGraph(file, text(raw, "format") ?? "svg");
		});
	cli.command("ops", "List the PyTorch operators that are known")
		.option("--json", "As JSON")
		.action(async (raw: Raw) => (await import("./commands/ops.ts")).listOperators(flag(raw, "json")));
	cli.command("server", "Start the language server")
		.option("--stdio", "Talk over standard input and output (the default)")
		.action(async () => {
			(await import("./commands/server.ts")).startServer();
			return null;
		});
	cli.help((sections) => describe(sections));
	cli.version(VERSION);
	return cli;
}

async function runCheck(paths: string[], raw: Raw): Promise<number> {
	const options = checkOptions(raw);
	const what = paths.length > 0 ? paths.map((path) => (path === STDIN ? "-" : path)) : ["."];
	if (options.watch) return (await import("./commands/watch.ts")).watch(what, options);
	return (await import("./commands/check.ts")).checkOnce(what, options);
}

/** What the thread of `gradsight run` is given. */
interface Scripts {
	files: string[];
	runOptions: RunOptions;
}

/** Python allows a thousand nested calls, which take more stack than a main thread has. */
const STACK_MB = 64;

async function runScripts(files: string[], raw: Raw): Promise<number> {
	const runOptions = { json: flag(raw, "json"), maxSeconds: number(raw, "max-seconds", 0) ?? 10, argv: Array.isArray(raw["--"]) ? raw["--"].map(String) : [] };
	const folder = bundleFolder();
	if (folder === undefined || files.length === 0) return runHere({ files, runOptions });
	const thread = new Worker(join(folder, "cli.cjs"), { workerData: { files, runOptions } satisfies Scripts, resourceLimits: { stackSizeMb: STACK_MB } });
	return new Promise((resolve, reject) => {
		thread.once("message", resolve);
		thread.once("error", reject);
		// Without a message it ended by itself: whoever read its output has gone.
		thread.once("exit", resolve);
	});
}

async function runHere({ files, runOptions }: Scripts): Promise<number> {
	startParser();
	return (await import("./commands/run.ts")).runFiles(files, runOptions);
}

function checkOptions(raw: Raw): CheckOptions {
	const outputFormat = text(raw, "output-format") ?? process.env["GRADSIGHT_OUTPUT_FORMAT"] ?? "full";
	if (!Object.hasOwn(FORMATS, outputFormat)) throw new UsageError(`--output-format: there is no format \`${outputFormat}\`${suggestion(outputFormat, Object.keys(FORMATS))} (${Object.keys(FORMATS).join(", ")})`);
	const failOn = text(raw, "fail-on");
	if (failOn !== null && failOn !== "error" && failOn !== "warning") throw new UsageError("--fail-on must be `error` or `warning`");
	const baseline = text(raw, "baseline");
	if (flag(raw, "update-baseline") && baseline === null) throw new UsageError("--update-baseline needs --baseline FILE");
	return {
		outputFormat,
		select: list(raw, "select"),
		ignore: list(raw, "ignore"),
		fix: flag(raw, "fix"),
		unsafeFixes: flag(raw, "unsafe-fixes"),
		diff: flag(raw, "diff"),
		exitZero: flag(raw, "exit-zero"),
		failOn,
		statistics: flag(raw, "statistics"),
		baseline,
		updateBaseline: flag(raw, "update-baseline"),
		watch: flag(raw, "watch"),
		jobs: number(raw, "jobs", 1),
		cache: raw["cache"] !== false,
		cacheDir: text(raw, "cache-dir") ?? process.env["GRADSIGHT_CACHE_DIR"] ?? null,
		stdinFilename: text(raw, "stdin-filename"),
		shard: shard(text(raw, "shard")),
		config: text(raw, "config"),
		isolated: flag(raw, "isolated"),
		color: wantsColor(),
		width: process.stdout.isTTY ? (process.stdout.columns ?? 80) : null,
	};
}

function wantsColor(): boolean {
	const { NO_COLOR, FORCE_COLOR } = process.env;
	if (NO_COLOR) return false;
	if (FORCE_COLOR && FORCE_COLOR !== "0") return true;
	return Boolean(process.stdout.isTTY) && process.env["TERM"] !== "dumb";
}

/** cac keeps options in camel case, and a repeated one as a list. */
function value(raw: Raw, name: string): unknown {
	return raw[name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
}

function flag(raw: Raw, name: string): boolean {
	const given = value(raw, name);
	return Array.isArray(given) ? given.at(-1) === true : given === true;
}

function text(raw: Raw, name: string): string | null {
	const given = value(raw, name);
	const last = Array.isArray(given) ? given.at(-1) : given;
	return last === undefined ? null : String(last);
}

function list(raw: Raw, name: string): string[] {
	const given = value(raw, name);
	if (given === undefined) return [];
	return [given].flat().flatMap((part) => String(part).split(",")).map((part) => part.trim()).filter(Boolean);
}

function number(raw: Raw, name: string, least: number): number | null {
	const given = text(raw, name);
	if (given === null) return null;
	const result = Number(given);
	if (!Number.isFinite(result) || result < least) throw new UsageError(`--${name} must be a number, at least ${least}`);
	return result;
}

function shard(given: string | null): CheckOptions["shard"] {
	if (given === null) return null;
	const match = /^(\d+)\/(\d+)$/.exec(given);
	const [index, count] = [Number(match?.[1]), Number(match?.[2])];
	if (!match || index < 1 || index > count) throw new UsageError("--shard must be I/N with 1 <= I <= N, for example 2/4");
	return { index, count };
}

async function main(): Promise<void> {
	const cli = build();
	try {
		cli.parse(process.argv.map((word) => (word === "-" ? STDIN : word)), { run: false });
		if (!cli.matchedCommand && !cli.options["help"] && !cli.options["version"]) {
			const given = cli.args[0];
			if (given !== undefined) throw new UsageError(`there is no command \`${given}\`${suggestion(given, COMMANDS)}`);
			cli.outputHelp();
			process.exitCode = 2;
			return;
		}
		const status: unknown = await cli.runMatchedCommand();
		if (typeof status === "number") process.exitCode = status;
	} catch (error) {
		process.exitCode = 2;
		const expected = error instanceof UsageError || error instanceof SettingsError || (error as Error)?.name === "CACError";
		write(2, `gradsight: ${expected ? (error as Error).message : `internal error: ${(error as Error)?.stack ?? error}`}\n`);
	}
}

if (isMainThread) void main();
else if (workerData !== null && typeof workerData === "object" && "runOptions" in workerData) void runHere(workerData as Scripts).then((status) => parentPort!.postMessage(status));
