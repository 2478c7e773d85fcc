/** The `gradsight` command: reads the command line and hands over to one file per command. */
import { join } from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { type CAC, cac } from "cac";
import { bundleFolder, VERSION } from "./bundle.ts";
import { describe } from "./cli-help.ts";
import { COMMANDS } from "./command-table.ts";
import type { CheckOptions } from "./commands/check.ts";
import type { RunOptions, RunReport } from "./commands/run.ts";
import { flag, list, number, type Raw, shard, text } from "./flags.ts";
import { FORMATS } from "./formats/index.ts";
import { visible } from "./formats/visible.ts";
import { SettingsError } from "./options.ts";
import { suggestion } from "./suggest.ts";
import { packageFolders } from "./packages.ts";
import type { Job } from "./job.ts";
import type { FileResult } from "./outcome.ts";
import { write } from "./output.ts";
import { startParser } from "./parser.ts";
import { toSlashes } from "./paths.ts";
import { UsageError } from "./usage.ts";

/** Worker threads load this same file and call this. */
export async function runJob(job: Job): Promise<FileResult> {
	startParser();
	return (await import("./job.ts")).runJob(job);
}

/** Stands for a lone `-`, which the parser of the command line would drop. */
const STDIN = "<stdin>";

/** What each command of the table does; null: it goes on running. */
const ACTIONS: Record<string, (given: string[], raw: Raw) => Promise<number | null> | number> = {
	check: runCheck,
	run: runScripts,
	diagnose: async ([file], raw) => {
		startParser();
		return (await import("./commands/diagnose.ts")).diagnoseFile(file!, {
			error: text(raw, "error"),
			json: flag(raw, "json"),
			...terminal(),
		});
	},
	explain: async ([code]) => (await import("./commands/explain.ts")).explain(code!),
	rules: async (_, raw) => (await import("./commands/explain.ts")).listRules(flag(raw, "json")),
	graph: async ([file], raw) => {
		startParser();
		return (await import("./commands/graph.ts")).drawGraph(file!, text(raw, "format") ?? "svg");
	},
	config: async ([key], raw) => (await import("./commands/config.ts")).showConfig(key, flag(raw, "schema")),
	merge: async (reports, raw) =>
		(await import("./commands/merge.ts")).mergeReports(reports, {
			...verdictOptions(raw),
			...terminal(),
			cwd: toSlashes(process.cwd()),
			unsafeFixes: false,
		}),
	ops: async (_, raw) => (await import("./commands/ops.ts")).listOperators(flag(raw, "json")),
	server: async () => {
		(await import("./commands/server.ts")).startServer();
		return null;
	},
	mcp: async () =>
		(await import("./commands/mcp.ts")).startMcp(
			async (path, text, runOptions) => (await onDeepStack({ path, text, runOptions })) as RunReport,
		),
	completion: async ([shell]) => (await import("./commands/completion.ts")).printCompletion(shell!),
};

/** Switches of several words: the parser knows that they take no value only by its own spelling of them. */
const SWITCHES = new Map(
	COMMANDS.flatMap(({ options }) => Object.values(options).flat())
		.filter(({ name, value }) => value === undefined && !name.startsWith("--no-"))
		.map(({ name }) => [name, name.replace(/(?<=\w)-(\w)/g, (_, letter: string) => letter.toUpperCase())]),
);

/** A word of the command line as the parser wants it. */
function spelling(word: string): string {
	return word === "-" ? STDIN : (SWITCHES.get(word) ?? word);
}

function build(): CAC {
	const cli = cac("gradsight");
	for (const { name, args, what, options } of COMMANDS) {
		const command = cli.command(`${name} ${args}`.trim(), what);
		for (const { name: option, value, word } of Object.values(options).flat())
			command.option(value === undefined ? option : `${option} <${word ?? value}>`, "");
		command.action((...given: unknown[]) => {
			const raw = given.pop() as Raw;
			return ACTIONS[name]!(
				given
					.flat()
					.filter((word) => word !== undefined)
					.map(String),
				raw,
			);
		});
	}
	cli.help(() =>
		describe(
			COMMANDS.find(({ name }) => name === cli.matchedCommandName) ?? null,
			VERSION,
			Object.keys(FORMATS),
			Math.min(process.stdout.columns ?? 100, 120),
		),
	);
	cli.version(VERSION);
	return cli;
}

async function runCheck(paths: string[], raw: Raw): Promise<number> {
	const options = checkOptions(raw);
	const what = paths.length > 0 ? paths.map((path) => (path === STDIN ? "-" : path)) : ["."];
	if (options.watch) return (await import("./commands/watch.ts")).watch(what, options);
	return (await import("./commands/check.ts")).checkOnce(what, options);
}

/** What a thread with a deep stack is given: files to run and print, or one program whose report is wanted. */
type Scripts = { runOptions: RunOptions } & ({ files: string[] } | { path: string; text: string | null });

/** Python allows a thousand nested calls, which take more stack than a main thread has. */
const STACK_MB = 64;

async function runScripts(files: string[], raw: Raw): Promise<number> {
	const runOptions = {
		json: flag(raw, "json"),
		maxSeconds: number(raw, "max-seconds", 0) ?? 10,
		argv: Array.isArray(raw["--"]) ? raw["--"].map(String) : [],
		packages: packageFolders(list(raw, "site-packages") ?? [], process.env),
	};
	return (files.length === 0 ? runHere({ files, runOptions }) : onDeepStack({ files, runOptions })) as Promise<number>;
}

function onDeepStack(scripts: Scripts): Promise<unknown> {
	const folder = bundleFolder();
	if (folder === undefined) return runHere(scripts);
	const thread = new Worker(join(folder, "cli.cjs"), { workerData: scripts, resourceLimits: { stackSizeMb: STACK_MB } });
	return new Promise((resolve, reject) => {
		thread.once("message", resolve);
		thread.once("error", reject);
		// Without a message it ended by itself: whoever read its output has gone.
		thread.once("exit", resolve);
	});
}

async function runHere(scripts: Scripts): Promise<unknown> {
	startParser();
	const { runFiles, runReport } = await import("./commands/run.ts");
	return "files" in scripts ? runFiles(scripts.files, scripts.runOptions) : runReport(scripts.path, scripts.text, scripts.runOptions);
}

/** How a report is written and what it means for the exit status. */
function verdictOptions(raw: Raw) {
	const outputFormat = text(raw, "output-format") ?? process.env["GRADSIGHT_OUTPUT_FORMAT"] ?? "full";
	if (!Object.hasOwn(FORMATS, outputFormat))
		throw new UsageError(
			`--output-format: there is no format \`${outputFormat}\`${suggestion(outputFormat, Object.keys(FORMATS))} (${Object.keys(FORMATS).join(", ")})`,
		);
	const failOn = text(raw, "fail-on");
	if (failOn !== null && failOn !== "error" && failOn !== "warning") throw new UsageError("--fail-on must be `error` or `warning`");
	return { outputFormat, failOn, exitZero: flag(raw, "exit-zero") } as const;
}

function terminal(): { color: boolean; width: number | null } {
	return { color: wantsColor(), width: process.stdout.isTTY ? (process.stdout.columns ?? 80) : null };
}

function checkOptions(raw: Raw): CheckOptions {
	const baseline = text(raw, "baseline");
	if (flag(raw, "update-baseline") && baseline === null) throw new UsageError("--update-baseline needs --baseline FILE");
	return {
		...verdictOptions(raw),
		select: list(raw, "select"),
		ignore: list(raw, "ignore"),
		fix: flag(raw, "fix"),
		unsafeFixes: flag(raw, "unsafe-fixes"),
		diff: flag(raw, "diff"),
		statistics: flag(raw, "statistics"),
		baseline,
		updateBaseline: flag(raw, "update-baseline"),
		watch: flag(raw, "watch"),
		jobs: number(raw, "jobs", 1),
		cache: raw["cache"] !== false,
		cacheDir: text(raw, "cache-dir") ?? process.env["GRADSIGHT_CACHE_DIR"] ?? null,
		forceExclude: flag(raw, "force-exclude"),
		stdinFilename: text(raw, "stdin-filename"),
		shard: shard(raw),
		config: text(raw, "config"),
		isolated: flag(raw, "isolated"),
		...terminal(),
	};
}

function wantsColor(): boolean {
	const { NO_COLOR, FORCE_COLOR } = process.env;
	if (NO_COLOR) return false;
	if (FORCE_COLOR && FORCE_COLOR !== "0") return true;
	return Boolean(process.stdout.isTTY) && process.env["TERM"] !== "dumb";
}

/** For programs that import the package. */
export { library } from "./library/library.ts";

/** What `gradsight` does when it is started. */
export async function main(): Promise<void> {
	if (!isMainThread) {
		if (workerData !== null && typeof workerData === "object" && "runOptions" in workerData)
			parentPort!.postMessage(await runHere(workerData as Scripts));
		return;
	}
	const cli = build();
	try {
		// What stands behind `--` is the script's.
		const own = process.argv.includes("--") ? process.argv.indexOf("--") : process.argv.length;
		cli.parse(
			process.argv.map((word, at) => (at < own ? spelling(word) : word)),
			{ run: false },
		);
		if (!cli.matchedCommand && !cli.options["help"] && !cli.options["version"]) {
			const given = cli.args[0];
			if (given !== undefined)
				throw new UsageError(
					`there is no command \`${given}\`${suggestion(
						given,
						COMMANDS.map(({ name }) => name),
					)}`,
				);
			cli.outputHelp();
			process.exitCode = 2;
			return;
		}
		const status: unknown = await cli.runMatchedCommand();
		if (typeof status === "number") process.exitCode = status;
	} catch (error) {
		process.exitCode = 2;
		const expected = error instanceof UsageError || error instanceof SettingsError || (error as Error)?.name === "CACError";
		write(2, `gradsight: ${visible(expected ? (error as Error).message : `internal error: ${(error as Error)?.stack ?? error}`)}\n`);
	}
}
