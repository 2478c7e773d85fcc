/** From a parsed text to the plain nodes of `nodes.ts`; never fails, problems are listed in the module. */
import { Context } from "./context.ts";
import { docstringOf } from "./definitions.ts";
import { lowerExpression, lowerTarget } from "./expressions.ts";
import type { Module } from "./nodes.ts";
import { readTree, type SyntaxTree } from "./raw.ts";
import { resolveScopes } from "./scopes.ts";
import { lowerBlock } from "./statements.ts";

/** The tree is not needed afterwards. */
export function lowerTree(tree: SyntaxTree, text: string): Module {
	const { root, comments } = readTree(tree, text);
	const cx = new Context(text, { expr: lowerExpression, target: lowerTarget });
	const body = lowerBlock(cx, root);
	resolveScopes(cx.blocks);
	return { kind: "Module", body, docstring: docstringOf(body), gaps: cx.gaps, comments };
}
