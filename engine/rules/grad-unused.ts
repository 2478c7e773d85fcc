/** autograd.grad with respect to something that is not in the graph. */
import { raised, prediction } from "./raised.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "grad-unused",
	severity: "error",
	summary: "a gradient is asked for a tensor the output was not computed from",
	why: `\`torch.autograd.grad(y, x)\` follows the graph of \`y\` back to \`x\`. A copy, a cast, a re-wrapped Parameter or a value loaded with \`vector_to_parameters\` is another tensor: the graph never meets the one that was asked for.

**What to do:** compute the output from the very tensor you differentiate by; to run a module on other values use \`torch.func.functional_call\`. \`allow_unused=True\` only when no dependence is a legitimate answer.`,
	*find(path) {
		for (const r of raised(path, "GRAD_UNUSED", "GRAD_NO_RG")) {
			if (r.at === null) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\` asks for a gradient with respect to a tensor that the output was not computed from; PyTorch raises. Compute the output from that tensor (\`torch.func.functional_call\` for modules).`, ...prediction(r) };
		}
	},
});
