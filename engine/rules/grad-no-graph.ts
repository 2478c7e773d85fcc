/** Backward is called on something that has no graph. */
import type { Tensor } from "../autograd/tensor.ts";
import type { Site } from "../values/value.ts";
import { cutsOf, phrase } from "./cuts.ts";
import { uncut } from "./fix-cuts.ts";
import { behind, linksOf } from "./flow.ts";
import { raised, prediction } from "./raised.ts";
import { type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

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
			const frozen = cut === null && r.tensor !== null ? freezing(path, r.tensor) : null;
			const guilty = cut?.site ?? r.at;
			yield {
				site: guilty,
				message:
					frozen !== null
						? `\`${codeOf(r.at)}\`: all that this was computed from is frozen (\`${codeOf(frozen)}\`, ${lineText(frozen, r.at)}), so there is no graph to go back through; PyTorch raises. Leave what should train unfrozen.`
						: cut === null
						? `\`${codeOf(r.at)}\`: nothing this was computed from requires grad, so there is no graph to go back through; PyTorch raises.`
						: `\`${codeOf(cut.site)}\` ${phrase(cut)}; \`${asked(r.at)}\` (${lineText(r.at, guilty)}) finds nothing to go back through and raises.${cut.inList ? " Use `torch.stack`." : ""}`,
				...prediction(r),
				fixes: cut === null ? [] : uncut(cut),
				steps: cut === null ? [] : [{ site: cut.site, message: "the graph ends here" }, { site: r.at, message: `${asked(r.at)} needs it here` }],
			};
		}
	},
});

/** The last place where something that the loss was computed from was frozen. */
function freezing(path: PathRun, loss: Tensor): Site | null {
	const off = path.record.of("requires_grad").filter((e) => !e.flag);
	if (off.length === 0) return null;
	const { tensors } = behind([loss], linksOf(path));
	return userSite(off.findLast((e) => tensors.has(e.tensor) && !e.tensor.requiresGradFlag)?.where ?? null);
}

const asked = (at: Site): string => (/\bgrad\s*\(/.test(at.source.text.slice(at.node.start, at.node.end)) ? "autograd.grad" : "backward");
