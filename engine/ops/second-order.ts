/** Second derivatives of backward nodes that PyTorch differentiates by long formulas: worked out by differentiating a plain version of the backward. */
import { runBackward } from "../autograd/backward.ts";
import { messages, TorchError } from "../autograd/errors.ts";
import { FormulaNode } from "../autograd/node.ts";
import { Tensor } from "../autograd/tensor.ts";
import { gradientEdge, requiresGrad, setHistory } from "../autograd/view.ts";
import { withGradMode, world } from "../autograd/world.ts";

/**
 * The gradients of `inputs` for the outputs of `compute` weighted by `grads` (null: that output is not used). The result has no
 * history of its own: third derivatives through these nodes are not offered.
 */
export function differentiate(
	inputs: (Tensor | null)[],
	grads: (Tensor | null)[],
	compute: (inputs: (Tensor | null)[]) => Tensor[],
): (Tensor | null)[] {
	const recorder = world.record;
	world.record = null;
	try {
		return withGradMode(true, () => {
			const leaves = inputs.map((t) => (t === null ? null : leafOf(t)));
			const outputs = compute(leaves);
			const roots: Tensor[] = [];
			const weights: Tensor[] = [];
			grads.forEach((g, i) => {
				if (g == null || outputs[i] === undefined) return;
				roots.push(outputs[i]!);
				weights.push(g);
			});
			const asked = leaves.filter((t): t is Tensor => t !== null);
			const found = runBackward(roots, weights, {
				retainGraph: false,
				createGraph: false,
				inputs: asked,
				accumulate: false,
				allowUnused: true,
			});
			let at = 0;
			return leaves.map((t) => (t === null ? null : (found[at++] ?? null)));
		});
	} finally {
		world.record = recorder;
	}
}

function leafOf(t: Tensor): Tensor {
	const leaf = new Tensor(t.sizes, t.dtype, t.storage, t.strides, t.offset);
	leaf.unknownShape = t.unknownShape;
	leaf.requiresGradFlag = true;
	return leaf;
}

/** Gives the result of a backward kernel that PyTorch does not differentiate again a node that refuses to run. */
export function notDifferentiable(op: string, result: Tensor, inputs: Tensor[]): Tensor {
	if (!world.gradMode || !inputs.some(requiresGrad)) return result;
	const node = new FormulaNode("NotImplemented", op, inputs.map(gradientEdge), () => {
		throw new TorchError("RuntimeError", messages.NOT_DIFF_BACKWARD(op), { key: "NOT_DIFF_BACKWARD" });
	});
	setHistory(result, node);
	return result;
}
