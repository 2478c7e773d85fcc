/** Text to an engine source: the one place where the parser and the engine's lowering meet. */
import { installLowering, type Source } from "../engine/index.ts";
import { lowerTree } from "../engine/syntax/lower.ts";
import { parsePython } from "../grammars/python.ts";

export function loadSource(path: string, text: string): Source {
	const tree = parsePython(text);
	try {
		return { path, text, module: lowerTree(tree, text) };
	} finally {
		tree.delete();
	}
}

// Library modules that the engine carries as Python text are lowered when a program imports them.
installLowering((text) => loadSource("<prelude>", text).module);
