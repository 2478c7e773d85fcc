/** `_gradsight.push_saved_hooks` and `pop_saved_hooks`: Python functions that pack and unpack what nodes save (torch.autograd.graph, checkpoints). */
import type { Tensor } from "../autograd/tensor.ts";
import { requiresGrad } from "../autograd/view.ts";
import { type SavedHooks, withGradMode, world } from "../autograd/world.ts";
import { TorchError } from "../autograd/errors.ts";
import { native } from "../values/native.ts";
import { py, PyTensor } from "../values/tensor.ts";
import type { Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";

interface Packed {
	value: Value;
	original: Tensor;
}

/** The unpacked tensor takes the place of the saved one in the graph. */
function inPlaceOf(original: Tensor, unpacked: Tensor): Tensor {
	if (unpacked === original || !requiresGrad(original)) return unpacked;
	if (unpacked.storage === original.storage) return original;
	const t = unpacked.alias(unpacked.sizes, unpacked.stridesOrContiguous, unpacked.offset, false);
	t.gradFn = original.gradFn;
	t.outputNr = original.outputNr;
	return t;
}

/** Two Python functions as the hooks of saved tensors. */
export const hooksFrom = (pack: Value, unpack: Value): SavedHooks => ({
	pack: (t): Packed => {
		const original = t as Tensor;
		const before = original.counter.version;
		const value = withGradMode(false, () => rt.call(pack, [py(original)]));
		if (original.counter.version !== before)
			throw new TorchError(
				"RuntimeError",
				"A saved tensor pack hook is modifying its input in place. Tensors provided as input to pack hook cannot be modified by in-place operations as this can lead to unexpected side-effects. Please open an issue if you need to perform in-place operations on the input to a pack hook.",
				{ key: "PACK_INPLACE" },
			);
		return { original, value };
	},
	unpack: (packed) => {
		const { value, original } = packed as Packed;
		const result = rt.call(unpack, [value]);
		if (!(result instanceof PyTensor))
			throw new TorchError(
				"TypeError",
				`Output of saved tensor unpack_hook expected to be a Tensor but got result of type ${rt.typeOf(result).name}`,
				{ key: "UNPACK_TYPE" },
			);
		return inPlaceOf(original, result.tensor);
	},
});

export const savedHooks = [
	native("push_saved_hooks", "! pack unpack", (pack: Value, unpack: Value) => {
		world.savedTensorHooks.push(hooksFrom(pack, unpack));
	}),
	native("pop_saved_hooks", "", () => {
		world.savedTensorHooks.pop();
	}),
];
