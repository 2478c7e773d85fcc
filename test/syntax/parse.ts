/** Text to lowered module, for tests. */
import { lowerTree } from "../../engine/syntax/lower.ts";
import type { Module } from "../../engine/syntax/nodes.ts";
import { parsePython } from "../../grammars/python.ts";

/** `initPythonInNode()` must have finished. */
export function parseModule(text: string): Module {
	const tree = parsePython(text);
	try {
		return lowerTree(tree, text);
	} finally {
		tree.delete();
	}
}
