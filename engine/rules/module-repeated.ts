/** `[layer] * n`: one layer n times, not n layers. */
import type { BinOp, Expr } from "../syntax/nodes.ts";
import { isModule, parametersOf } from "../torch/nn/module.ts";
import { type PyInstance, PyList, type Site } from "../values/value.ts";
import { fix, replace, textOf } from "./edits.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "module-repeated",
	severity: "warning",
	summary: "a list is multiplied, which repeats one layer instead of making more",
	why: `\`[nn.Linear(3, 3)] * 4\` holds the same layer four times: the weights are shared, and \`parameters()\` has one layer's worth. Nothing raises.

**What to do:** \`[nn.Linear(3, 3) for _ in range(4)]\`; if sharing is meant, a loop over one layer says so.`,
	*find(path, run) {
		for (const [node, value] of path.record.values) {
			if (node.kind !== "BinOp" || node.op !== "*" || !(value instanceof PyList) || value.items.length < 2) continue;
			const [first, second] = value.items;
			if (!isModule(first ?? null) || first !== second || parametersOf(first as PyInstance).length === 0) continue;
			const list = listOf(node);
			if (list === null || textOf(run.source, node).length === 0) continue;
			const site: Site = { source: run.source, node, caller: null, inFunction: "", isUser: true };
			const made = list.items.length === 1 && list.items[0]!.kind === "Call" ? textOf(run.source, list.items[0]!) : null;
			yield {
				site,
				message: `\`${codeOf(site)}\` holds one layer ${value.items.length} times: all share their weights. Build each one: \`[... for _ in range(${textOf(run.source, list.times)})]\`.`,
				fixes: made === null ? [] : [fix("Build a layer for each", "unsafe", [replace(run.source, node, `[${made} for _ in range(${textOf(run.source, list.times)})]`)])],
			};
		}
	},
});
function listOf(node: BinOp): { items: Expr[]; times: Expr } | null {
	if (node.left.kind === "List") return { items: node.left.elts, times: node.right };
	if (node.right.kind === "List") return { items: node.right.elts, times: node.left };
	return null;
}
