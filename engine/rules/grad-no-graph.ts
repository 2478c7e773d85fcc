/** Backward is called on something that has no graph. */
import { cutsOf, phrase } from "./cuts.ts";
import { uncut } from "./fix-cuts.ts";
import { raised, prediction } from "./raised.ts";
import { rule } from "./rule.ts";
import { codeOf, lineText } from "./words.ts";

export default rule({
	code: "grad-no-graph",
	severity: "error",
	summary: "backward is called on a tensor without a graph",
	why: `\`backward\` needs a tensor that was computed from something that requires grad. Somewhere before, the graph was cut: \`torch.tensor([...])\` copies numbers, \`.detach()\`, \`.data\`, \`.item()\`, \`.numpy()\`, \`argmax\` and comparisons leave the graph, nothing is recorded under \`torch.no_grad()\`, and \`autograd.grad\` gives a gradient without a graph unless \`create_graph=True\`.

**What to do:** keep the graph on the way to the loss (\`torch.stack\`, the tensor itself instead of its number). \`loss.requires_grad_()\` hides the error and trains nothing.`,
	*find(path) {
		for (const r of raised(path, "BW_NO_GRAD")) {
			if (r.at === null) continue;
			const cut = r.tensor === null ? null : cutsOf(path).behind(r.tensor);
			const guilty = cut?.site ?? r.at;
			yield {
				site: guilty,
				message:
					cut === null
						? `\`${codeOf(r.at)}\`: nothing this was computed from requires grad, so there is no graph to go back through; PyTorch raises.`
						: `\`${codeOf(cut.site)}\` ${phrase(cut)}; \`backward\` (${lineText(r.at, guilty)}) finds nothing to go back through and raises.${cut.inList ? " Use `torch.stack`." : ""}`,
				...prediction(r),
				fixes: cut === null ? [] : uncut(cut),
				steps: cut === null ? [] : [{ site: cut.site, message: "the graph ends here" }, { site: r.at, message: "backward needs it here" }],
			};
		}
	},
});
