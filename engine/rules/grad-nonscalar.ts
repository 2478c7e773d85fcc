/** Backward on something with more than one element, without a gradient argument. */
import { raised, prediction } from "./raised.ts";
import { expressionAt, fix, insert } from "./edits.ts";
import { type Fix, rule } from "./rule.ts";
import type { Site } from "../values/value.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "grad-nonscalar",
	severity: "error",
	summary: "backward is called on a non-scalar without a fitting gradient",
	why: `A gradient can be made up only for a single number. A loss with \`reduction='none'\`, a batch of losses or a raw output has more.

**What to do:** reduce it first (\`.mean()\`, \`.sum()\`), or pass \`gradient=\` of the same shape.`,
	*find(path) {
		for (const r of raised(path, "BW_NONSCALAR", "BW_GRAD_SHAPE")) {
			if (r.at === null) continue;
			yield {
				site: r.at,
				message: `\`${codeOf(r.at)}\` needs a single number, or a gradient of the same shape; PyTorch raises "${r.error.message.replace(/\.$/, "")}". ${/\bgrad\s*\(/.test(codeOf(r.at, 200)) ? "Sum the output, or pass `grad_outputs=torch.ones_like(...)`" : "Reduce with `.mean()` or `.sum()`"}.`,
				fixes: reduced(r.at),
				...prediction(r),
			};
		}
	},
});

/** `loss.backward()` becomes `loss.mean().backward()`; which reduction is wanted is for the user to say. */
function reduced(at: Site): Fix[] {
	const call = expressionAt(at.source, at.node);
	if (call?.kind !== "Call" || call.func.kind !== "Attribute" || call.func.attr !== "backward" || call.args.length > 0) return [];
	const { end } = call.func.value;
	return ["mean", "sum"].map((f) => fix(`Reduce with \`.${f}()\``, "unsafe", [insert(at.source, end, `.${f}()`)]));
}
