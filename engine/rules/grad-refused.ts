/** Operations that work on numbers only refuse tensors that have a graph. */
import { raised, prediction } from "./raised.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "grad-refused",
	severity: "error",
	summary: "an operation refuses a tensor because of its graph, or for want of one",
	why: `\`apply_\`, \`resize_\` and \`out=\` work on numbers only: on a tensor that takes part in a graph they would lose gradients silently, so PyTorch refuses. Hooks and \`retain_grad\` in turn need a tensor that requires grad. What
a hook returns takes the gradient's place and must be a tensor like it; hooks that run after a gradient was added up return None.

**What to do:** detach for numbers (\`t.detach().apply_(f)\`), write \`y = op(x)\` instead of \`out=\`, register hooks on tensors that require grad.`,
	*find(path) {
		for (const r of raised(
			path,
			"APPLY_RG",
			"RETAIN_NO_RG",
			"HOOK_NO_RG",
			"POSTACC_NONLEAF",
			"POSTACC_RESULT",
			"HOOK_TYPE",
			"HOOK_SIZE",
			"RESIZE_RG",
			"OUT_RG",
		)) {
			if (r.at === null) continue;
			yield {
				site: r.at,
				message: `\`${codeOf(r.at)}\`: ${r.error.message.split("\n")[0]!.replace(/\.$/, "")}. PyTorch raises.`,
				...prediction(r),
			};
		}
	},
});
