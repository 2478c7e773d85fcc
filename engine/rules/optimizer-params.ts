/** An optimizer gets something it cannot optimize. */
import { raised, prediction } from "./raised.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "optimizer-params",
	severity: "error",
	summary: "an optimizer is given something that is no list of leaf tensors",
	why: `Optimizers update leaves. A slice of a parameter, \`w * 0.01\`, \`w.to(device)\` or \`parameters_to_vector(...)\` are computed tensors; an empty list means that no parameter was registered (layers in a plain Python list are not).

**What to do:** optimize the leaf itself; make the scaled tensor first, then \`.requires_grad_()\`; keep layers in \`nn.ModuleList\`, tensors in \`nn.ParameterList\`.`,
	*find(path) {
		for (const r of raised(path, "OPT_NONLEAF", "OPT_EMPTY", "OPT_TENSOR", "OPT_NONTENSOR", "OPT_DUP_GROUPS")) {
			if (r.at === null) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\`: ${r.error.message}; the optimizer needs leaf tensors. PyTorch raises.`, ...prediction(r) };
		}
	},
});
