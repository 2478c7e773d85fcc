/** Text to an engine source: the one place where the parser and the engine's lowering meet. */
import { installLowering, type Source } from "../engine/index.ts";
import { lowerLater } from "../engine/syntax/later.ts";
import { lowerTree } from "../engine/syntax/lower.ts";
import type { SyntaxGap } from "../engine/syntax/nodes.ts";
import { parsePython, type Tree } from "../grammars/python.ts";

export function loadSource(path: string, text: string): Source {
	const tree = parsePython(text);
	try {
		const module = lowerTree(tree, text);
		if (module.gaps.length === 0) module.gaps.push(...overlookedError(tree));
		return { path, text, module };
	} finally {
		tree.delete();
	}
}

/** A source whose functions are parsed when they are called: of an installed package few ever are. */
export function loadInstalled(path: string, text: string): Source {
	return { path, text, module: lowerLater(text, (part) => loadSource(path, part).module), installed: true };
}

/** The parser sees more errors than the lowering has words for. */
function overlookedError(tree: Tree): SyntaxGap[] {
	return tree.withCursor((cursor) => {
		if (!cursor.currentNode.hasError) return [];
		for (;;) {
			const node = cursor.currentNode;
			if (node.isError || node.isMissing) return [{ start: node.startIndex, end: node.endIndex, message: node.isMissing ? `expected '${node.type}'` : "invalid syntax" }];
			if (!node.hasError || !cursor.gotoFirstChild()) if (!cursor.gotoNextSibling()) return [];
		}
	});
}

// Library modules that the engine carries as Python text are lowered when a program imports them.
installLowering((text) => loadSource("<prelude>", text).module);
