/** Methods of tensors, modules, optimizers and schedulers that a statement names and does not call. */
import { nodesIn } from "../record/nodes-in.ts";
import { PerDefinition } from "../record/per-definition.ts";
import type { Expr, ExprStmt } from "../syntax/nodes.ts";
import type { Source } from "../program.ts";
import { PyTensor } from "../values/tensor.ts";
import { PyFunction, PyInstance, PyMethod, type Value } from "../values/value.ts";
import { oncePerPath } from "./rule.ts";

export interface Uncalled {
	source: Source;
	node: Expr;
	method: string;
	/** Whose method it is. */
	holder: Value;
}

export const uncalled = oncePerPath((path): Uncalled[] => {
	const out: Uncalled[] = [];
	for (const source of path.record.sources)
		for (const { value: node } of named.in(source)) {
			const method = path.record.values.get(node);
			const holder =
				method instanceof PyMethod
					? method.self
					: method instanceof PyFunction && node.kind === "Attribute"
						? path.record.values.get(node.value)
						: undefined;
			if (holder === undefined || !isTorchs(holder)) continue;
			const f = method instanceof PyMethod ? method.func : method;
			out.push({ source, node, holder, method: node.kind === "Attribute" ? node.attr : f instanceof PyFunction ? f.name : "" });
		}
	return out;
});

/** Statements that are a name or an attribute and nothing else. */
const named = new PerDefinition<ExprStmt>((s) =>
	(nodesIn(s) as ExprStmt[]).filter((n) => n.kind === "Expr" && (n.value.kind === "Attribute" || n.value.kind === "Name")),
);

/** A tensor, or an object of a class of torch or below one: a module, an optimizer, a scheduler. */
const isTorchs = (v: Value): boolean =>
	v instanceof PyTensor || (v instanceof PyInstance && v.cls.mro.some((c) => /^torch(\.|$)/.test(c.module)));
