/** An inference tensor meets autograd. */
import { raised, prediction } from "./raised.ts";
import { asNoGrad } from "./fix-no-grad.ts";
import { type Fix, type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { Site } from "../values/value.ts";

export default rule({
	code: "graph-inference",
	severity: "error",
	summary: "a tensor made under inference_mode is used where autograd needs it",
	why: `Tensors made under \`torch.inference_mode()\` carry no autograd state at all: they cannot be saved for backward, written in place outside, or made to require grad.

**What to do:** use \`torch.no_grad()\` where the result feeds training, or \`.clone()\` the tensor outside.`,
	*find(path) {
		for (const r of raised(path, "INF_SAVED", "INF_INPLACE", "INF_RG")) {
			if (r.at === null) continue;
			const from = origin(path, r.tensor);
			const made = from?.made ?? userSite((r.tensor?.where ?? null) as Site | null);
			const there = made === null || made.node === r.at.node ? "" : ` (\`${codeOf(made, 40)}\`, ${lineText(made, r.at)})`;
			yield {
				site: r.at,
				message: `\`${codeOf(r.at)}\` uses a tensor made under \`inference_mode\`${there} where autograd needs it; PyTorch raises. Use \`no_grad\` there, or clone the tensor.`,
				fixes: from?.fixes ?? [],
				...prediction(r),
				steps:
					from === null
						? []
						: [
								{ site: from.off, message: "inference mode begins here" },
								{ site: from.made, message: "the tensor is made here" },
								{ site: r.at, message: "autograd needs it here" },
							],
			};
		}
	},
});

interface Made {
	/** The line under inference mode. */
	made: Site;
	off: Site;
	fixes: Fix[];
}
/** Where the tensor, or what it is a part of, was made under inference mode. */
function origin(path: PathRun, t: Tensor | null): Made | null {
	const seen = new Set<Tensor>();
	const queue = t === null ? [] : [t];
	for (let x = queue.shift(); x !== undefined && seen.size < MOST; x = queue.shift()) {
		if (seen.has(x)) continue;
		seen.add(x);
		const made = userSite(x.where as Site | null);
		for (let s = made; s !== null; s = userSite(s.caller)) {
			const found = asNoGrad(path, s.source, s.node);
			if (found !== null) return { made: made!, off: { ...s, node: found.off }, fixes: found.fixes };
		}
		if (x.view !== null) queue.push(x.view.base);
		queue.push(...(x.lineage ?? []));
	}
	return null;
}
const MOST = 100;
