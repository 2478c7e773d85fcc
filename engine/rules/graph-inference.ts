/** An inference tensor meets autograd. */
import { raised, prediction } from "./raised.ts";
import { fix, functionAround, replace, statementsAround, textOf } from "./edits.ts";
import { type Fix, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { With } from "../syntax/nodes.ts";
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
			yield {
				site: r.at,
				message: `\`${codeOf(r.at)}\` uses a tensor made under \`inference_mode\`${madeAt(r.tensor, r.at)} where autograd needs it; PyTorch raises. Use \`no_grad\` there, or clone the tensor.`,
				fixes: withNoGrad(r.tensor),
				...prediction(r),
			};
		}
	},
});

/** Where the tensor was made. */
function madeAt(t: Tensor | null, at: Site): string {
	const made = userSite((t?.where ?? null) as Site | null);
	return made === null || made.node === at.node ? "" : ` (\`${codeOf(made, 40)}\`, ${lineText(made, at)})`;
}

/** `inference_mode` around the place where the tensor is made becomes `no_grad`. */
function withNoGrad(t: Tensor | null): Fix[] {
	for (let s = userSite((t?.where ?? null) as Site | null); s !== null; s = userSite(s.caller)) {
		const { source } = s;
		const w = statementsAround(source, s.node).findLast(
			(x): x is With => x.kind === "With" && x.items.some((i) => textOf(source, i.context).includes("inference_mode")),
		);
		const item = w?.items.find((i) => textOf(source, i.context).includes("inference_mode"));
		const off = functionAround(source, s.node)?.decorators.find((d) => textOf(source, d).includes("inference_mode"));
		if (item === undefined && off !== undefined)
			return [
				fix("Use `no_grad` there", "safe", [replace(source, off, textOf(source, off).replace(/inference_mode(\([^)]*\))?/, "no_grad()"))]),
			];
		if (item !== undefined)
			return [
				fix("Use `no_grad` there", "safe", [
					replace(source, item.context, textOf(source, item.context).replace(/inference_mode\([^)]*\)/, "no_grad()")),
				]),
			];
	}
	return [];
}
