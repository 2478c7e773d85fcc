/** `torch.autograd.function.once_differentiable`: a backward that has no derivative of its own. */
import { TorchError } from "../autograd/errors.ts";
import { FormulaNode } from "../autograd/node.ts";
import { requiresGrad, setHistory } from "../autograd/view.ts";
import { withGradMode, world } from "../autograd/world.ts";
import { py, PyTensor } from "../values/tensor.ts";
import { PyBuiltin, PyTuple, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";

/** `@once_differentiable`: backward runs without a graph. */
export const onceDifferentiable = new PyBuiltin(
	"once_differentiable",
	(args) => {
		const fn = args[0]!;
		return new PyBuiltin(
			"wrapper",
			(a, k) =>
				refusing(
					withGradMode(false, () => rt.call(fn, a, k)),
					a,
				),
			true,
		);
	},
	true,
);
/** Under create_graph the results of such a backward require grad, with a node that refuses to run. */
function refusing(result: Value, args: readonly Value[]): Value {
	if (!world.gradMode || !args.some((a) => a instanceof PyTensor && requiresGrad(a.tensor))) return result;
	const items = result instanceof PyTuple ? result.items : [result];
	const node = new FormulaNode("Error", "once_differentiable", [], () => {
		throw new TorchError("RuntimeError", "trying to differentiate twice a function that was marked with @once_differentiable", {
			key: "FN_ONCE",
		});
	});
	const outputs = items.map((v) => {
		if (!(v instanceof PyTensor)) return v;
		const out = v.tensor.alias(v.tensor.sizes, v.tensor.strides, v.tensor.offset);
		setHistory(out, node);
		return py(out);
	});
	return result instanceof PyTuple ? new PyTuple(outputs) : outputs[0]!;
}
