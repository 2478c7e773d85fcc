/** Text to lowered module, for tests. */
import { lowerTree } from "../../engine/syntax/lower.ts";
import type { Module } from "../../engine/syntax/nodes.ts";
import { withPython } from "../../grammars/python.ts";

/** `initPythonInNode()` must have finished. */
export function parseModule(text: string): Module {
	return withPython(text, (tree) => lowerTree(tree, text));
}
