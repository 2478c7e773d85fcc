/** Names and attributes that a file assigns to: where a shape hint is useful. */
import type { Source } from "../program.ts";
import type { Assign, Expr, Module } from "../syntax/nodes.ts";
import { nodesIn } from "./nodes-in.ts";
import { PerDefinition } from "./per-definition.ts";

const targets = new PerDefinition<Expr>((s) =>
	nodesIn(s).flatMap((n) =>
		n.kind === "Assign" ? (n as unknown as Assign).targets.filter((t) => t.kind === "Name" || t.kind === "Attribute") : [],
	),
);
const known = new WeakMap<Module, ReadonlySet<Expr>>();

export function assignmentTargets(source: Source): ReadonlySet<Expr> {
	let found = known.get(source.module);
	if (found === undefined) known.set(source.module, (found = new Set(targets.in(source))));
	return found;
}
