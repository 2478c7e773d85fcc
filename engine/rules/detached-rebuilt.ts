/** `torch.tensor([...])` over tensors that have a graph: the numbers are copied, the gradients end there. */
import { behind, cutsBy, leavesOf } from "./flow.ts";
import { stackInstead } from "./fix-writes.ts";
import { type Draft, type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, nameOf, userSite } from "./words.ts";

export default rule({
	code: "detached-rebuilt",
	severity: "warning",
	summary: "a tensor is rebuilt from tensors that have a graph, which cuts their gradients",
	why: `\`torch.tensor\`, \`torch.as_tensor\` and \`torch.Tensor\` over a list copy numbers. When the list holds tensors that require grad, the new tensor has no history: whatever is computed from it gives the originals no gradient. With \`requires_grad=True\` it even becomes a new leaf, so nothing raises and nothing trains.

**What to do:** \`torch.stack([...])\` for 0-dim tensors, \`torch.cat([...])\` for longer ones.`,
	*find(path) {
		const cuts = cutsBy(path);
		const told = new Set<object>();
		for (const b of path.record.of("backward")) {
			const { tensors } = behind(b.run.roots);
			for (const t of tensors) {
				const cut = cuts.get(t);
				if (cut === undefined || !/^torch\.(tensor|as_tensor|Tensor|FloatTensor|DoubleTensor)$/.test(cut.how)) continue;
				const site = userSite(cut.where);
				if (site === null || told.has(site.node)) continue;
				told.add(site.node);
				const leaves = [...leavesOf(cut.from)].map(nameOf);
				const back = userSite(b.where);
				yield {
					site,
					message: `\`${codeOf(site)}\` copies numbers and cuts the graph: ${leaves.length === 0 ? "what it was built from" : leaves.slice(0, 3).join(", ")} gets no gradient through it. Use \`${cut.inList === true ? "torch.stack" : "the tensor itself"}\`.`,
					fixes: stackInstead(site.source, site.node),
					steps: [{ site, message: "the graph ends here" }, ...(back === null ? [] : [{ site: back, message: `this backward (${lineText(back, site)}) passes it by` }])],
				} satisfies Draft;
			}
		}
	},
});
export type { PathRun };
