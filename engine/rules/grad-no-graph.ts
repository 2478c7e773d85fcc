/** Backward is called on something that has no graph. */
import type { Tensor } from "../autograd/tensor.ts";
import type { Event } from "../record/record.ts";
import { stackInstead } from "./fix-writes.ts";
import { raised, prediction } from "./raised.ts";
import { type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "grad-no-graph",
	severity: "error",
	summary: "backward is called on a tensor without a graph",
	why: `\`backward\` needs a tensor that was computed from something that requires grad. Somewhere before, the graph was cut: \`torch.tensor([...])\` copies numbers, \`.detach()\`, \`.data\`, \`.item()\`, \`.numpy()\` and \`argmax\` leave the graph, and nothing is recorded under \`torch.no_grad()\`.

**What to do:** keep the graph on the way to the loss (\`torch.stack\`, the tensor itself instead of its number). \`loss.requires_grad_()\` hides the error and trains nothing.`,
	*find(path) {
		for (const r of raised(path, "BW_NO_GRAD")) {
			if (r.at === null) continue;
			const cut = cause(path, r.tensor);
			const cutSite = userSite(cut?.where ?? null);
			const guilty = cutSite ?? r.at;
			yield {
				site: guilty,
				message:
					cut === null || cutSite === null
						? `\`${codeOf(r.at)}\`: nothing this was computed from requires grad, so there is no graph to go back through; PyTorch raises.`
						: `\`${codeOf(cutSite)}\` cuts the graph (${cut.how}); \`backward\` (${lineText(r.at, guilty)}) finds nothing to go back through and raises.${cut.inList === true ? " Use `torch.stack`." : ""}`,
				...prediction(r),
				fixes: cut?.inList === true && cutSite !== null ? stackInstead(cutSite.source, cutSite.node) : [],
				steps: cutSite === null ? [] : [{ site: cutSite, message: "the graph ends here" }, { site: r.at, message: "backward needs it here" }],
			};
		}
	},
});

/** The cut through which the tensor lost its graph: looks back along what it was computed from. */
export function cause(path: PathRun, t: Tensor | null): Event<"detach"> | null {
	if (t === null) return null;
	const cuts = new Map<Tensor, Event<"detach">>();
	for (const e of path.record.of("detach")) if (e.to !== null && !cuts.has(e.to)) cuts.set(e.to, e);
	const seen = new Set<Tensor>();
	const queue = [t];
	while (queue.length > 0) {
		const x = queue.shift()!;
		if (seen.has(x)) continue;
		seen.add(x);
		const cut = cuts.get(x);
		if (cut !== undefined) return cut;
		if (x.lineage !== null) queue.push(...x.lineage);
		if (x.view !== null) queue.push(x.view.base);
	}
	return null;
}
