/** numpy or deepcopy on a tensor that has a graph. */
import { raised, prediction } from "./raised.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "detached-numpy",
	severity: "error",
	summary: "an operation refuses a tensor because of its graph",
	why: `Some operations work on numbers only: \`numpy()\`, \`apply_\`, \`resize_\`, \`copy.deepcopy\` of a computed tensor, \`out=\`. On a tensor that takes part in a graph they would lose gradients silently, so PyTorch refuses.

**What to do:** say that the graph is not wanted: \`t.detach().numpy()\`, \`copy.deepcopy(t.detach())\`.`,
	*find(path) {
		for (const r of raised(path, "NUMPY_RG", "DEEPCOPY_NONLEAF", "DETACH_VIEW", "APPLY_RG", "RETAIN_NO_RG", "HOOK_NO_RG", "POSTACC_NONLEAF", "RESIZE_RG", "OUT_RG")) {
			if (r.at === null) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\`: ${r.error.message.split("\n")[0]!.split("  If")[0]}`, ...prediction(r) };
		}
	},
});
