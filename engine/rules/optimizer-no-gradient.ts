/** An optimizer holds parameters that no backward reaches because the graph is cut on the way. */
import type { Tensor } from "../autograd/tensor.ts";
import { PyDict, PyInstance, PyList, type Value } from "../values/value.ts";
import { PyTensor } from "../values/tensor.ts";
import { allBackwardsKnown, behind, cutsBy, leavesOf, reachedLeaves } from "./flow.ts";
import { type PathRun, rule } from "./rule.ts";
import { codeOf, nameOf, userSite } from "./words.ts";

/** Tensors in the optimizer's groups. */
export function paramsOf(optimizer: Value): Tensor[] {
	if (!(optimizer instanceof PyInstance)) return [];
	const groups = optimizer.dict.get("param_groups");
	const out: Tensor[] = [];
	for (const g of groups instanceof PyList ? groups.items : []) {
		const params = g instanceof PyDict ? g.entries.get("params")?.[1] : undefined;
		for (const p of params instanceof PyList ? params.items : []) if (p instanceof PyTensor) out.push(p.tensor);
	}
	return out;
}

export default rule({
	code: "optimizer-no-gradient",
	severity: "warning",
	summary: "an optimizer holds parameters whose gradient is cut off before the loss",
	why: `The optimizer is asked to train these parameters, but on the way from them to the loss something leaves the graph (\`.detach()\`, \`.data\`, \`no_grad\`, \`nn.Parameter(...)\`, \`vector_to_parameters\`): their \`.grad\` stays None and \`step()\` passes them by, without a word.

**What to do:** remove the cut, or take the parameters out of the optimizer (and set \`requires_grad_(False)\`) if they are meant to be frozen.`,
	*find(path: PathRun) {
		const steps = path.record.of("optimizer-step");
		const backwards = path.record.of("backward");
		if (steps.length === 0 || backwards.length === 0 || !allBackwardsKnown(path)) return;
		const reached = reachedLeaves(path);
		const cuts = cutsBy(path);
		const lost = new Map<object, { cut: ReturnType<typeof cuts.get>; params: Set<Tensor> }>();
		const used = behind(backwards.flatMap((b) => b.run.roots)).tensors;
		for (const optimizer of new Set(steps.map((s) => s.optimizer))) {
			const orphans = paramsOf(optimizer).filter((p) => p.requiresGradFlag && p.grad === null && !reached.has(p));
			if (orphans.length === 0) continue;
			for (const t of used) {
				const cut = cuts.get(t);
				const site = userSite(cut?.where ?? null);
				if (cut === undefined || site === null) continue;
				const leaves = leavesOf(cut.from);
				for (const p of orphans) {
					if (!leaves.has(p) && cut.from !== p) continue;
					const known = lost.get(site.node) ?? { cut, params: new Set<Tensor>() };
					known.params.add(p);
					lost.set(site.node, known);
				}
			}
		}
		for (const { cut, params } of lost.values()) {
			const site = userSite(cut!.where)!;
			const names = [...params].slice(0, 3).map(nameOf).join(", ");
			yield {
				site,
				message: `\`${codeOf(site)}\` (${cut!.how}) cuts the only way from ${names}${params.size > 3 ? ` and ${params.size - 3} more` : ""} to the loss: the optimizer holds ${params.size === 1 ? "it" : "them"}, but no backward gives ${params.size === 1 ? "it" : "them"} a gradient.`,
				steps: [{ site, message: "the gradient ends here" }],
			};
		}
	},
});
