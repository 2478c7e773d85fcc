/** Runs one Python program in our engine, as `gradsight run` does, without a process. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { installLowering, RUN_BUDGET, run, type RunResult } from "../../engine/index.ts";
import { lowerTree } from "../../engine/syntax/lower.ts";
import { initPythonInNode } from "../../grammars/node.ts";
import { parsePython } from "../../grammars/python.ts";

await initPythonInNode();
installLowering(lower);

/** Like the recorder, names the program by its bare file name: tracebacks print it. */
export function runProgram(file: string, seconds = 20, budget = RUN_BUDGET): RunResult {
	return runSource(basename(file), readFileSync(file, "utf8"), seconds, budget);
}

export function runSource(path: string, text: string, seconds = 20, budget = RUN_BUDGET): RunResult {
	const entry = { path, text, module: lower(text) };
	const end = performance.now() + seconds * 1000;
	return run({ entry, find: () => null }, { profile: "2.13", budget, cancelled: () => performance.now() > end, argv: [] });
}

function lower(text: string): ReturnType<typeof lowerTree> {
	const tree = parsePython(text);
	try {
		return lowerTree(tree, text);
	} finally {
		tree.delete();
	}
}
