/** A custom autograd.Function breaks its contract. */
import { raised, prediction } from "./raised.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "function-contract",
	severity: "error",
	summary: "a custom autograd.Function breaks its contract",
	why: `\`backward\` must return one gradient for each argument of \`forward\` (None for what has none), of the argument's shape; \`save_for_backward\` takes tensors only; inputs changed in place are marked dirty and returned.

**What to do:** count the arguments of \`forward\` after \`ctx\`, return as many values in the same order.`,
	*find(path) {
		for (const r of raised(path, "FN_COUNT", "FN_SHAPE", "FN_TYPE", "FN_NONTENSOR", "FN_SAVE_TYPE", "FN_NO_BACKWARD", "FN_NO_FORWARD", "FN_LEGACY", "FN_DIRTY_RETURN", "FN_DIRTY_VIEW")) {
			if (r.at === null) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\`: ${r.error.message}. One gradient for each argument of \`forward\`, in its order.`, ...prediction(r) };
		}
	},
});
