/** Names and attributes that a file assigns to: where a shape hint is useful. */
import type { Source } from "../program.ts";
import type { Expr, Module } from "../syntax/nodes.ts";

const known = new WeakMap<Module, Set<Expr>>();

export function assignmentTargets(source: Source): Set<Expr> {
	let targets = known.get(source.module);
	if (targets === undefined) {
		targets = new Set();
		collect(source.module, targets);
		known.set(source.module, targets);
	}
	return targets;
}

function collect(root: object, into: Set<Expr>): void {
	// Iterative: trees of generated files can be deep.
	const stack: object[] = [root];
	while (stack.length > 0) {
		const node = stack.pop() as { kind?: string; targets?: Expr[]; [key: string]: unknown };
		if (node.kind === "Assign") for (const t of node.targets!) if (t.kind === "Name" || t.kind === "Attribute") into.add(t);
		for (const [key, v] of Object.entries(node)) {
			if (key === "scope" || typeof v !== "object" || v === null) continue;
			if (Array.isArray(v)) for (const x of v) typeof x === "object" && x !== null && stack.push(x);
			else stack.push(v);
		}
	}
}
