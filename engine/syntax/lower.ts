/** From a parsed text to the plain nodes of `nodes.ts`; never fails, problems are listed in the module. */
import { Context } from "./context.ts";
import { danglingTokens, withoutTokens } from "./dangling.ts";
import { docstringOf, lowerFunction } from "./definitions.ts";
import { lowerExpression, lowerTarget } from "./expressions.ts";
import type { ClassDef, Comment, FunctionDef, Module, Stmt } from "./nodes.ts";
import { readFunction, readTree, type Raw, type SyntaxTree } from "./raw.ts";
import { resolveScopes } from "./scopes.ts";
import { lowerBlock } from "./statements.ts";

/** Behind a token taken away there may be another one that wants more. */
const MAX_ROUNDS = 4;

/** The tree is not needed afterwards. */
export function lowerTree(tree: SyntaxTree, text: string): Module {
	let { root, comments } = readTree(tree, text);
	const cx = new Context(text, { expr: lowerExpression, target: lowerTarget });
	let tokens = danglingTokens(root, text);
	for (let round = 0; round < MAX_ROUNDS && tokens.length > 0; round++) {
		for (const token of tokens) cx.gap(token, `the line ends too early, behind '${cx.slice(token)}'`);
		cx.dangling = [...cx.dangling, ...tokens].sort((left, right) => left.start - right.start);
		root = readAgain(tree, withoutTokens(text, cx.dangling));
		tokens = danglingTokens(root, text);
	}
	const body = lowerBlock(cx, root);
	resolveScopes(cx.blocks);
	return { kind: "Module", body, docstring: docstringOf(body), gaps: cx.gaps, comments };
}

/** One function of a module, in the classes that lead to it; null when it is not whole. */
export function lowerFunctionAlone(
	tree: SyntaxTree,
	text: string,
	old: FunctionDef,
	classes: readonly ClassDef[],
	lazyAnnotations: boolean,
): { fn: FunctionDef; comments: Comment[] } | null {
	const read = readFunction(tree, text, old.start);
	if (read === null || danglingTokens(read.root, text).length > 0) return null;
	const cx = new Context(text, { expr: lowerExpression, target: lowerTarget });
	cx.lazyAnnotations = lazyAnnotations;
	cx.pending = [];
	const lower = (at: number): Stmt => {
		if (at === classes.length) return lowerFunction(cx, read.root, old.decorators, (block) => lowerBlock(cx, block));
		cx.className = classes[at]!.name;
		return cx.within("class", false, () => lower(at + 1));
	};
	const fn = lower(0);
	if (fn.kind !== "FunctionDef" || cx.gaps.length > 0 || cx.pending.length > 0) return null;
	resolveScopes(cx.blocks);
	return { fn, comments: read.comments };
}

function readAgain(tree: SyntaxTree, text: string): Raw {
	const again = tree.reparse(text);
	try {
		return readTree(again, text).root;
	} finally {
		again.delete();
	}
}
