/** `.grad` is None because no backward has filled it yet, and the program uses it as a tensor. */
import type { Attribute } from "../syntax/nodes.ts";
import { hasNoNode } from "../autograd/view.ts";
import { exceptionText } from "../interp/traceback.ts";
import { nodesIn } from "../record/nodes-in.ts";
import { PyTensor } from "../values/tensor.ts";
import type { Site } from "../values/value.ts";
import { called } from "./names.ts";
import { rule } from "./rule.ts";
import { codeOf, userSite } from "./words.ts";

export default rule({
	code: "grad-none",
	severity: "error",
	summary: "`.grad` is used before a backward has filled it",
	why: `A leaf's \`.grad\` is None until the first backward that reaches it. \`w.grad.zero_()\` in the first iteration, an update before \`backward\`, or an update of a parameter that the loss does not depend on find None and raise.

**What to do:** clear gradients after the update (\`w.grad = None\`), or let an optimizer do it (\`zero_grad\` skips what has none); leave out parameters without a gradient: \`if p.grad is not None\`.`,
	*find(path) {
		const { ending, record } = path;
		if (ending.kind !== "raise" || ending.raise === null || ending.site === null) return;
		const { value } = ending.raise;
		const text = exceptionText(value);
		if (!/^(AttributeError|TypeError)$/.test(value.cls.name) || !text.includes("NoneType")) return;
		for (const node of nodesIn(ending.site.node) as Attribute[]) {
			if (node.kind !== "Attribute" || node.attr !== "grad" || record.values.get(node) !== null) continue;
			const holder = record.values.get(node.value);
			if (!(holder instanceof PyTensor) || holder.tensor.grad !== null) continue;
			const { tensor: leaf } = holder;
			// Of a tensor that comes from somewhere else nobody knows what happened to it before.
			if (leaf.unknownGrad || !leaf.requiresGradFlag || !hasNoNode(leaf) || userSite(leaf.where as Site | null) === null) continue;
			const site: Site = { ...ending.site, node };
			const backwards = record.of("backward", "backward-unknown").length > 0;
			if (backwards && (record.of("backward-unknown").length > 0 || record.reached.has(leaf))) continue;
			yield {
				site,
				message: backwards
					? `\`${codeOf(site)}\` is None: no backward has reached ${called(path, leaf)}, so Python raises. Leave out what has no gradient (\`if p.grad is not None\`).`
					: `\`${codeOf(site)}\` is None until a backward has run, so Python raises. Run \`backward\` before it is used, and clear gradients behind the update or only where there are some.`,
				predicts: { type: value.cls.name, message: text, site: ending.site },
			};
		}
	},
});
