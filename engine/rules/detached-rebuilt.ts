/** `torch.tensor([...])` over tensors that have a graph: the numbers are copied, the gradients end there. */
import { cutsOf } from "./cuts.ts";
import { uncut } from "./fix-cuts.ts";
import { listed, plural } from "./names.ts";
import { rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

const REBUILDS = /^torch\.(tensor|as_tensor|asarray|Tensor|FloatTensor|DoubleTensor|scalar_tensor)$|^new_tensor$|^Variable$/;

export default rule({
	code: "detached-rebuilt",
	severity: "warning",
	summary: "a tensor is rebuilt from tensors that have a graph, which cuts their gradients",
	why: `\`torch.tensor\`, \`torch.as_tensor\` and \`torch.Tensor\` over a list copy numbers. When the list holds tensors that require grad, the new tensor has no history: whatever is computed from it gives the originals no gradient. With \`requires_grad=True\` it even becomes a new leaf, so nothing raises and nothing trains.

**What to do:** \`torch.stack([...])\` for 0-dim tensors, \`torch.cat([...])\` for longer ones, the tensor itself for a single one.`,
	*find(path) {
		if (!path.record.of("detach").some((e) => REBUILDS.test(e.how))) return;
		const cuts = cutsOf(path);
		const told = new Set<object>();
		for (const b of path.record.of("backward")) {
			for (const cut of cuts.all(b.run.roots)) {
				if (!REBUILDS.test(cut.how) || told.has(cut.site.node)) continue;
				told.add(cut.site.node);
				const back = userSite(b.where);
				yield {
					site: cut.site,
					message: `\`${codeOf(cut.site)}\` copies numbers and cuts the graph: ${cut.leaves.size === 0 ? "what it was built from gets" : `${listed(path, cut.leaves)} ${plural(cut.leaves, "gets", "get")}`} no gradient through it. Use \`${cut.inList ? "torch.stack" : "the tensor itself"}\`.`,
					fixes: uncut(path, cut),
					steps: [
						{ site: cut.site, message: "the graph ends here" },
						...(back === null ? [] : [{ site: back, message: `this backward (${lineText(back, cut.site)}) passes it by` }]),
					],
				};
			}
		}
	},
});
