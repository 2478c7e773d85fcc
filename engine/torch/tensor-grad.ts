/** Methods of autograd: `backward`, `requires_grad_`, `retain_grad`, hooks, `detach_`. */
import { TorchError } from "../autograd/errors.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { gradFnOf, hasNoNode, requiresGrad } from "../autograd/view.ts";
import { world } from "../autograd/world.ts";
import { py } from "../values/tensor.ts";
import { Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { backward } from "./backward.ts";
import { handle, registerHook, tensorHook } from "./grad-fn.ts";
import { method, setRequiresGrad } from "./tensor-attributes.ts";

method(
	"backward",
	".gradient? .retain_graph? .create_graph? .inputs?",
	(t, gradient?: Value, retain?: Value, create?: Value, inputs?: Value) => {
		backward([py(t)], gradient === undefined || gradient === null ? null : gradient, retain ?? null, create ?? false, inputs ?? null, true);
		return null;
	},
);
method("requires_grad_", ".requires_grad?", (t, flag?: Value) => {
	if (flag !== undefined && typeof flag !== "boolean" && !(flag instanceof Unknown))
		rt.raise("TypeError", `requires_grad_(): argument 'requires_grad' (position 1) must be bool, not ${rt.typeOf(flag).name}`);
	setRequiresGrad(t, flag === undefined ? true : rt.truth(flag), true);
	return py(t);
});
method("retain_grad", "", (t) => {
	if (t.unknownGrad) return null;
	if (!requiresGrad(t))
		throw new TorchError("RuntimeError", "can't retain_grad on Tensor that has requires_grad=False", { key: "RETAIN_NO_RG" });
	const node = hasNoNode(t) ? null : gradFnOf(t);
	if (node === null || t.retainsGrad) return null;
	t.retainsGrad = true;
	node.hooksOrNew.retain.push({ nr: t.outputNr, tensor: t });
	return null;
});
method("register_hook", "hook", (t, fn: Value) => registerHook(t, fn));
method("register_post_accumulate_grad_hook", "hook", (t, fn: Value) => {
	if (t.unknownGrad) return handle(() => {});
	if (!requiresGrad(t))
		throw new TorchError("RuntimeError", "cannot register a hook on a tensor that doesn't require gradient", { key: "HOOK_NO_RG" });
	if (gradFnOf(t) !== null)
		throw new TorchError("RuntimeError", "post accumulate grad hooks cannot be registered on non-leaf tensors", { key: "POSTACC_NONLEAF" });
	t.postAccumulateHooks ??= [];
	const list = t.postAccumulateHooks;
	const hook = tensorHook(fn);
	const entry = {
		id: 0,
		call: (leaf: Tensor): void => {
			if (hook.call(leaf) !== null)
				throw new TorchError("RuntimeError", "Tensor post accumulate grad hooks should return None.", {
					key: "POSTACC_RESULT",
					tensor: leaf,
				});
		},
	};
	list.push(entry);
	return handle(() => void list.splice(list.indexOf(entry), 1));
});
method("detach_", "", (t) => {
	// Below autograd there is nothing to detach.
	if (world.inferenceMode) return py(t);
	if (t.view !== null)
		throw new TorchError(
			"RuntimeError",
			"Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel (DDP) for training, and gradient_as_bucket_view is set as True, gradients are views of DDP buckets, and hence detach_() cannot be called on these gradients. To fix this error, please refer to the Optimizer.zero_grad() function in torch/optim/optimizer.py as the solution.",
			{ key: "DETACH_VIEW" },
		);
	world.record?.event("detach", { from: t, to: t, how: ".detach_()" });
	t.gradFn = null;
	t.outputNr = 0;
	t.requiresGradFlag = false;
	return py(t);
});
