/** `gradsight run`: what `python FILE.py` would print, byte for byte, and how it would end. */
import { RUN_BUDGET, run, type RunResult } from "../../engine/index.ts";
import { parserReady } from "../parser.ts";
import { diskSources, readPython } from "../disk.ts";
import { asUnit } from "../checker.ts";
import { Workspace } from "../imports.ts";
import { loadSource } from "../load.ts";
import { type LocatedLimit, Locator } from "../located.ts";
import { installedPackages } from "../packages.ts";
import { folderOf, toSlashes } from "../paths.ts";
import { syntaxErrorResult } from "../syntax-error.ts";
import { UsageError } from "../usage.ts";
import { write } from "../output.ts";

export interface RunOptions {
	json: boolean;
	maxSeconds: number;
	/** `sys.argv[1:]`: what stood behind `--`. */
	argv: string[];
	/** Folders that hold installed packages. */
	packages: string[];
}

export async function runFiles(files: readonly string[], options: RunOptions): Promise<number> {
	if (files.length === 0) throw new UsageError("run needs at least one Python file");
	await parserReady();
	let status = 0;
	for (const file of files) status = Math.max(status, runFile(toSlashes(file), options));
	return status;
}

/** How a run ended, and what its offsets mean. */
interface Executed {
	result: RunResult;
	locator: Locator;
}

/** Runs a file, or `text` in its place. */
function execute(path: string, text: string | null, options: RunOptions): Executed | { problem: string } {
	const outcome = text === null ? readPython(path) : { text };
	const unit = "problem" in outcome ? outcome : asUnit(path, outcome.text);
	if ("problem" in unit) return unit;
	const workspace = new Workspace(diskSources());
	const source = loadSource(path, unit.text);
	const locator = new Locator(path, unit.cells, (of) => (of === path ? unit.text : (workspace.source(of)?.text ?? null)));
	const end = performance.now() + options.maxSeconds * 1000;
	const syntax = source.module.gaps[0];
	if (syntax) return { result: syntaxErrorResult(path, unit.text, syntax), locator };
	try {
		return {
			result: run(workspace.program(source, [folderOf(path)], installedPackages(options.packages, workspace, source)), {
				profile: "2.13",
				budget: RUN_BUDGET,
				argv: options.argv,
				cancelled: () => performance.now() > end,
			}),
			locator,
		};
	} catch (error) {
		return { problem: `internal error: ${(error as Error)?.stack ?? error}` };
	}
}

/** What `--json` writes for a file. */
export type RunReport = Pick<RunResult, "outcome" | "stdout" | "warnings" | "error"> & {
	path: string;
	limits: Pick<LocatedLimit, "path" | "line" | "kind" | "what">[];
};

function asReport(path: string, executed: Executed | { problem: string }): RunReport {
	// A file that cannot be run still gets its line of JSON, so that lines and files correspond.
	if ("problem" in executed)
		return {
			path,
			outcome: "unknown",
			stdout: [],
			warnings: [],
			error: null,
			limits: [{ path, line: 1, kind: "unreadable", what: executed.problem.split("\n")[0]! }],
		};
	const { outcome, stdout, warnings, error, limits } = executed.result;
	return { path, outcome, stdout, warnings, error, limits: limits.map((limit) => executed.locator.limit(limit)) };
}

/** The report of one run, for other fronts than the terminal. */
export async function runReport(path: string, text: string | null, options: RunOptions): Promise<RunReport> {
	await parserReady();
	return asReport(path, execute(path, text, options));
}

function runFile(path: string, options: RunOptions): number {
	const executed = execute(path, null, options);
	if ("problem" in executed) write(2, `gradsight: ${path}: ${executed.problem}\n`);
	if (options.json) write(1, `${JSON.stringify(asReport(path, executed))}\n`);
	else if ("result" in executed) printRun(path, executed.result, executed.locator);
	return "problem" in executed ? 2 : executed.result.outcome === "raises" ? 1 : 0;
}

function printRun(path: string, result: RunResult, locator: Locator): void {
	write(1, result.stdout.map((line) => `${line}\n`).join(""));
	for (const { path: where, line, category, message } of result.warnings) {
		const code = locator.lineText(where, line).trim();
		write(2, `${where}:${line}: ${category}: ${message}\n${code === "" ? "" : `  ${code}\n`}`);
	}
	if (result.traceback !== null) write(2, result.traceback.endsWith("\n") ? result.traceback : `${result.traceback}\n`);
	if (result.outcome !== "unknown") return;
	write(2, `gradsight: ${path}: the run was given up before its end\n`);
	for (const limit of result.limits.slice(-3)) {
		const { path: where, line } = locator.limit(limit);
		write(2, `  ${where}:${line}: ${limit.kind}: ${limit.what}\n`);
	}
}
