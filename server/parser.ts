/** Starts the parser early: its WebAssembly compiles on other threads while this one is still loading the engine. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { initPythonInNode } from "../grammars/node.ts";
import { initPython } from "../grammars/python.ts";
import { bundleFolder } from "./bundle.ts";

let started: Promise<void> | null = null;

export function startParser(): void {
	void parserReady();
}

export function parserReady(): Promise<void> {
	started ??= start();
	// Who needs the parser awaits this and hears of a failure then.
	started.catch(() => {});
	return started;
}

function start(): Promise<void> {
	const folder = bundleFolder();
	if (folder === undefined) return initPythonInNode();
	const runtimeWasm = readFileSync(join(folder, "web-tree-sitter.wasm"));
	const grammarWasm = readFileSync(join(folder, "tree-sitter-python.wasm"));
	// The grammar is loaded only after the runtime has started; V8 shares what it has compiled for the same bytes.
	WebAssembly.compile(grammarWasm).catch(() => {});
	return initPython({ runtimeWasm, grammarWasm });
}
