/** `loss.backward` as a statement: the method is named, and nothing happens. */
import { nodesIn } from "../record/nodes-in.ts";
import { PerDefinition } from "../record/per-definition.ts";
import type { ExprStmt } from "../syntax/nodes.ts";
import { PyTensor } from "../values/tensor.ts";
import { PyFunction, PyInstance, PyMethod, type Site, type Value } from "../values/value.ts";
import { fix, insert } from "./edits.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "grad-uncalled",
	severity: "warning",
	summary: "`backward`, `step` or another method is named but not called",
	why: `\`loss.backward\` without parentheses is a valid statement that does nothing: no gradient is computed, no parameter changes, nothing is cleared. Python says nothing about it.

**What to do:** call it: \`loss.backward()\`.`,
	*find(path) {
		for (const source of path.record.sources)
			for (const { value: node } of named.in(source)) {
				const method = path.record.values.get(node);
				const holder = method instanceof PyMethod ? method.self : method instanceof PyFunction && node.kind === "Attribute" ? path.record.values.get(node.value) : undefined;
				if (holder === undefined || !isTorchs(holder)) continue;
				const site: Site = { source, node, caller: null, inFunction: "", isUser: true };
				yield {
					site,
					message: `\`${codeOf(site)}\` names the method and does not call it: nothing happens here. Write \`${codeOf(site)}()\`.`,
					fixes: [fix("Call it", "unsafe", [insert(source, node.end, "()")])],
				};
			}
	},
});

/** Statements that are a name or an attribute and nothing else. */
const named = new PerDefinition<ExprStmt>((s) => (nodesIn(s) as ExprStmt[]).filter((n) => n.kind === "Expr" && (n.value.kind === "Attribute" || n.value.kind === "Name")));

/** A tensor, or an object of a class of torch or below one: a module, an optimizer, a scheduler. */
const isTorchs = (v: Value): boolean => v instanceof PyTensor || (v instanceof PyInstance && v.cls.mro.some((c) => /^torch(\.|$)/.test(c.module)));
