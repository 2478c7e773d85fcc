/** Finds the two WASM files in Node: beside a bundle when the caller knows where, else in the package and in this folder. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { initPython, type GrammarFiles } from "./python.ts";

/** `folder`: where a build put both files; without it the installed package and the source tree are used. */
export async function readGrammarFiles(folder?: string): Promise<GrammarFiles> {
	const runtime = folder
		? join(folder, "web-tree-sitter.wasm")
		: createRequire(import.meta.url).resolve("web-tree-sitter/web-tree-sitter.wasm");
	const grammar = folder ? join(folder, "tree-sitter-python.wasm") : fileURLToPath(new URL("./tree-sitter-python.wasm", import.meta.url));
	const [runtimeWasm, grammarWasm] = await Promise.all([readFile(runtime), readFile(grammar)]);
	return { runtimeWasm, grammarWasm };
}

export async function initPythonInNode(folder?: string): Promise<void> {
	await initPython(await readGrammarFiles(folder));
}
