/** requires_grad is set where it cannot be. */
import { raised, prediction } from "./raised.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "grad-flag",
	severity: "error",
	summary: "requires_grad is changed where PyTorch refuses it",
	why: `Only leaves carry the flag, and only floating and complex numbers have gradients. For a computed tensor the flag follows from its inputs.

**What to do:** \`detach()\` first, or set the flag on the leaf; convert integers with \`.float()\`.`,
	*find(path) {
		for (const r of raised(path, "RG_NONLEAF", "RG_INT", "RG_INT_CTOR")) {
			if (r.at === null) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\`: ${r.error.message.split(". If")[0]}. PyTorch raises.`, ...prediction(r) };
		}
	},
});
