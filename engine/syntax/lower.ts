/** From a parsed text to the plain nodes of `nodes.ts`; never fails, problems are listed in the module. */
import { Context } from "./context.ts";
import { danglingTokens, withoutTokens } from "./dangling.ts";
import { docstringOf } from "./definitions.ts";
import { lowerExpression, lowerTarget } from "./expressions.ts";
import type { Module } from "./nodes.ts";
import { readTree, type Raw, type SyntaxTree } from "./raw.ts";
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

function readAgain(tree: SyntaxTree, text: string): Raw {
	const again = tree.reparse(text);
	try {
		return readTree(again, text).root;
	} finally {
		again.delete();
	}
}
