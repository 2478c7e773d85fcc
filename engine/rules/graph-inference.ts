/** An inference tensor meets autograd. */
import { raised, prediction } from "./raised.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "graph-inference",
	severity: "error",
	summary: "a tensor made under inference_mode is used where autograd needs it",
	why: `Tensors made under \`torch.inference_mode()\` carry no autograd state at all: they cannot be saved for backward, written in place outside, or made to require grad.

**What to do:** use \`torch.no_grad()\` where the result feeds training, or \`.clone()\` the tensor outside.`,
	*find(path) {
		for (const r of raised(path, "INF_SAVED", "INF_INPLACE", "INF_RG")) {
			if (r.at === null) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\` uses a tensor made under \`inference_mode\` where autograd needs it; PyTorch raises. Use \`no_grad\` there, or clone the tensor.`, ...prediction(r) };
		}
	},
});
