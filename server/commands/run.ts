/** `gradsight run`: what `python FILE.py` would print, byte for byte, and how it would end. */
import { RUN_BUDGET, run, type RunResult } from "../../engine/index.ts";
import { Lines } from "../../engine/text/lines.ts";
import { parserReady } from "../parser.ts";
import { diskSources, readPython } from "../disk.ts";
import { asUnit } from "../checker.ts";
import { Workspace } from "../imports.ts";
import { loadSource } from "../load.ts";
import { Locator } from "../located.ts";
import { folderOf, toSlashes } from "../paths.ts";
import { UsageError } from "../usage.ts";
import { write } from "../output.ts";

export interface RunOptions {
	json: boolean;
	maxSeconds: number;
	/** `sys.argv[1:]`: what stood behind `--`. */
	argv: string[];
}

export async function runFiles(files: readonly string[], options: RunOptions): Promise<number> {
	if (files.length === 0) throw new UsageError("run needs at least one Python file");
	await parserReady();
	let status = 0;
	for (const file of files) status = Math.max(status, runFile(toSlashes(file), options));
	return status;
}

function runFile(path: string, options: RunOptions): number {
	const outcome = readPython(path);
	const unit = "problem" in outcome ? outcome : asUnit(path, outcome.text);
	if ("problem" in unit) return notRun(path, unit.problem, options);
	const workspace = new Workspace(diskSources());
	const source = loadSource(path, unit.text);
	const locator = new Locator(path, unit.cells, (of) => (of === path ? unit.text : (workspace.source(of)?.text ?? null)));
	const end = performance.now() + options.maxSeconds * 1000;
	let result: RunResult;
	try {
		const syntax = source.module.gaps[0];
		result = syntax
			? syntaxError(path, unit.text, syntax)
			: run(workspace.program(source, [folderOf(path)]), { profile: "2.13", budget: RUN_BUDGET, argv: options.argv, cancelled: () => performance.now() > end });
	} catch (error) {
		return notRun(path, `internal error: ${(error as Error)?.stack ?? error}`, options);
	}
	if (options.json) {
		const { stdout, warnings, error, limits } = result;
		write(1, `${JSON.stringify({ path, outcome: result.outcome, stdout, warnings, error, limits: limits.map((limit) => locator.limit(limit)) })}\n`);
	} else printRun(path, result, locator);
	return result.outcome === "raises" ? 1 : 0;
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

/** Python parses a whole file before it runs any of it. */
function syntaxError(path: string, text: string, gap: { start: number; message: string }): RunResult {
	const lines = new Lines(text);
	const { line, column } = lines.position(gap.start);
	const traceback = `  File "${path}", line ${line}\n    ${lines.lineText(line).trim()}\n    ${" ".repeat(Math.max(0, column - 1 - (lines.lineText(line).length - lines.lineText(line).trimStart().length)))}^\nSyntaxError: ${gap.message}`;
	return { outcome: "raises", stdout: [], warnings: [], error: { type: "SyntaxError", message: gap.message, path, line }, traceback, limits: [] };
}

/** A file that cannot be run still gets its line of JSON, so that lines and files correspond. */
function notRun(path: string, why: string, options: RunOptions): number {
	write(2, `gradsight: ${path}: ${why}\n`);
	if (options.json) write(1, `${JSON.stringify({ path, outcome: "unknown", stdout: [], warnings: [], error: null, limits: [{ path, line: 1, kind: "unreadable", what: why.split("\n")[0] }] })}\n`);
	return 2;
}
