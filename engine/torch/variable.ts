/** `torch.autograd.Variable`, the tensor of old programs: a detached alias of its data. */
import { TorchError } from "../autograd/errors.ts";
import { requiresGrad } from "../autograd/view.ts";
import { world } from "../autograd/world.ts";
import { isDifferentiable } from "../shape/dtype.ts";
import { def } from "../values/native.ts";
import { py, PyTensor } from "../values/tensor.ts";
import { builtinClass, type PyClass, typeClass, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";

const metaClass = builtinClass("VariableMeta", [typeClass], "torch.autograd.variable");
def(metaClass, "__instancecheck__", "! value", (_cls: PyClass, v: Value) =>
	v instanceof Unknown ? new Unknown(v.why, { key: `is a tensor(${v.key})` }) : v instanceof PyTensor,
);

export const variableClass = builtinClass("Variable", undefined, "torch.autograd.variable");
variableClass.cls = metaClass;
variableClass.alloc = (_cls, args, kw) => {
	const data = args[0] ?? kw?.get("data") ?? null;
	if (data instanceof Unknown) return data;
	if (!(data instanceof PyTensor)) rt.raise("TypeError", `Variable data has to be a tensor, but got ${rt.typeOf(data).name}`);
	const flag = args[1] ?? kw?.get("requires_grad") ?? false;
	const from = (data as PyTensor).tensor;
	const t = from.alias(from.sizes, from.strides, from.offset);
	t.requiresGradFlag = flag !== false && rt.truth(flag);
	if (t.requiresGradFlag && !isDifferentiable(t.dtype) && !t.unknownDtype)
		throw new TorchError("RuntimeError", "Only Tensors of floating point and complex dtype can require gradients", { key: "RG_INT" });
	if (world.record !== null) {
		if (from.lineage !== null || requiresGrad(from)) t.lineage = [from];
		if (t.requiresGradFlag) world.record.event("requires_grad", { tensor: t, flag: true });
	}
	if (requiresGrad(from)) world.record?.event("detach", { from, to: t, how: "Variable" });
	return py(t);
};
