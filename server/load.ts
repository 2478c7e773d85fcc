/** Text to an engine source: the one place where the parser and the engine's lowering meet. */
import { installLowering, installRelowering, type Source } from "../engine/index.ts";
import { lowerLater, readFrom } from "../engine/syntax/later.ts";
import { lowerTree } from "../engine/syntax/lower.ts";
import type { Module, SyntaxGap } from "../engine/syntax/nodes.ts";
import { graft } from "../engine/syntax/graft.ts";
import { changeBetween, type Relowered, relower } from "../engine/syntax/relower.ts";
import { parsePython, type Tree } from "../grammars/python.ts";

export function loadSource(path: string, text: string): Source {
	// Python ends lines at lone carriage returns, the grammar does not.
	const lines = text.includes("\r") ? text.replace(/\r(?!\n)/g, "\n") : text;
	const tree = parsePython(lines);
	try {
		return { path, text, module: lowered(tree, lines) };
	} finally {
		tree.delete();
	}
}

/** A source whose functions are parsed when they are called: of an imported file few ever are. Comments inside them are not seen. */
export function loadImported(path: string, text: string): Source {
	return { path, text, module: lowerLater(text, (part) => loadSource(path, part).module) };
}
/** Adds what is told only when everything is parsed, so that it does not matter who came first: an import or a check of the file. */
export function completeSource(source: Source): void {
	const whole = loadSource(source.path, source.text).module;
	readFrom(whole, source.module);
	Object.assign(source.module, { comments: whole.comments, gaps: whole.gaps });
}
export function loadInstalled(path: string, text: string): Source {
	return { ...loadImported(path, text), installed: true };
}

function lowered(tree: Tree, text: string): Module {
	const module = lowerTree(tree, text);
	if (module.gaps.length === 0) module.gaps.push(...overlookedError(tree));
	return module;
}

/** The parser sees more errors than the lowering has words for. */
function overlookedError(tree: Tree): SyntaxGap[] {
	return tree.withCursor((cursor) => {
		if (!cursor.currentNode.hasError) return [];
		for (;;) {
			const node = cursor.currentNode;
			if (node.isError || node.isMissing)
				return [{ start: node.startIndex, end: node.endIndex, message: node.isMissing ? `expected '${node.type}'` : "invalid syntax" }];
			if (!node.hasError || !cursor.gotoFirstChild()) if (!cursor.gotoNextSibling()) return [];
		}
	});
}

// Library modules that the engine carries as Python text are lowered when a program imports them.
installLowering((text) => loadSource("<prelude>", text).module);
installRelowering(relowerSource);

/** Trees of texts that were changed last: the parser needs the old one to parse a change quickly. */
const trees = new Map<string, Tree>();
const TREES = 4;
function keepTree(text: string, tree: Tree): void {
	trees.get(text)?.delete();
	trees.delete(text);
	trees.set(text, tree);
	for (const [old, oldest] of trees) {
		if (trees.size <= TREES) break;
		oldest.delete();
		trees.delete(old);
	}
}

function relowerSource(source: Source, text: string): Relowered | null {
	const change = changeBetween(source.text, text);
	if (change === null || /\r(?!\n)/.test(source.text) || /\r(?!\n)/.test(text)) return null;
	const known = trees.get(source.text);
	const old = known ?? parsePython(source.text);
	if (known === undefined) keepTree(source.text, old);
	// A tree of that very text may be here (undo), but what differs is known of this step only.
	const tree = parsePython(text, old, [change]);
	keepTree(text, tree);
	return relower(source.module, tree, text, change) ?? graft(source.module, lowered(tree, text));
}
