/** `gradsight run`: a script executed once, as `python FILE.py` would. */
import type { Options, Program } from "../program.ts";
import type { RunResult } from "../report/report.ts";
import { exceptionState } from "../values/exceptions.ts";
import { fillHoles } from "../values/text.ts";
import { type PyInstance, PyTuple, type Value } from "../values/value.ts";
import { lineOf, linesOf } from "./frame.ts";
import { execModule } from "./imports.ts";
import { Path } from "./paths.ts";
import type { Ending } from "./record.ts";
import { preparePath, runPath } from "./session.ts";
import { state } from "./state.ts";
import { type SyntaxProblem, syntaxProblem } from "./syntax-errors.ts";
import { exceptionText, renderTraceback } from "./traceback.ts";
import { warningState } from "./warnings.ts";

export function run(program: Program, options: Options): RunResult {
	state.limits = [];
	state.limitKeys = new Set();
	state.observer = null;
	state.onFunction = null;
	state.entered = null;
	preparePath(program, options, new Path(0, []), true);
	const problem = syntaxProblem(program.entry);
	if (problem !== null) return notCompiled(problem, program);
	const ending = runPath("<module>", null, () => execModule(state.mainModule!, program.entry));
	// Destructors and `atexit` print nothing in the programs we know.
	return {
		outcome: ending.kind === "give-up" ? "unknown" : ending.kind === "raise" || exitStatus(ending) !== 0 ? "raises" : "ok",
		stdout: outputLines(state.output),
		warnings: warningState.shown,
		error: errorOf(ending, program),
		traceback: ending.kind === "raise" ? renderTraceback(ending.raise!) : null,
		limits: state.limits,
	};
}

/** Nothing runs of a text that does not compile. */
function notCompiled({ type, message, line }: SyntaxProblem, program: Program): RunResult {
	const { path } = program.entry;
	const name = path.split(/[\\/]/).pop() ?? path;
	const code = linesOf(program.entry).lineText(line).trim();
	const where = `  File "${path}", line ${line}\n${code === "" ? "" : `    ${code}\n`}`;
	const error = { type, message: `${message} (${name}, line ${line})`, path, line };
	return { outcome: "raises", stdout: [], warnings: [], error, traceback: `${where}${type}: ${message}\n`, limits: [] };
}

function outputLines(pieces: string[]): string[] {
	const lines = fillHoles(pieces.join("")).split("\n");
	if (lines[lines.length - 1] === "") lines.pop();
	return lines;
}

function exitStatus(ending: Ending): number {
	if (ending.kind !== "exit") return 0;
	const code = exitCode(ending.raise!.value);
	if (code === null || code === 0 || code === false) return 0;
	return typeof code === "number" ? code : 1;
}
function exitCode(value: PyInstance): Value {
	const { args } = exceptionState(value);
	return args.length > 1 ? new PyTuple(args) : (args[0] ?? null);
}

function errorOf(ending: Ending, program: Program): RunResult["error"] {
	if (ending.kind !== "raise" && exitStatus(ending) === 0) return null;
	if (ending.raise === null) return null;
	const { site } = ending;
	return {
		type: ending.raise.value.cls.name,
		message: exceptionText(ending.raise.value),
		path: site?.source.path ?? program.entry.path,
		line: site === null ? 1 : lineOf(site),
	};
}
