/** `nn.Parameter`, `nn.Buffer`: leaves that alias their data (spec sections 1.2, 6.1). */
import { TorchError, messages } from "../../autograd/errors.ts";
import { isDifferentiable } from "../../shape/dtype.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { requiresGrad } from "../../autograd/view.ts";
import { world } from "../../autograd/world.ts";
import { unknownTensor } from "../../ops/unknown-results.ts";
import { dtypes } from "../../shape/dtype.ts";
import { def } from "../../values/native.ts";
import { bufferClass, parameterClass, PyTensor } from "../../values/tensor.ts";
import { type Kwargs, PyBuiltin, type PyClass, Unknown, type Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";

/** A new leaf with the memory and the version counter of `data`, without its graph. */
export function makeParameter(data: Tensor, requiresGradFlag: boolean, cls: PyClass = parameterClass): PyTensor {
	if (requiresGradFlag && !isDifferentiable(data.dtype) && !data.unknownDtype)
		throw new TorchError("RuntimeError", messages.INT_RG_CTOR(), { key: "RG_INT_CTOR" });
	if (requiresGradFlag && data.isInference && !world.inferenceMode)
		throw new TorchError("RuntimeError", "Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.", {
			key: "INF_RG",
			tensor: data,
		});
	const t = data.alias(data.sizes, data.strides, data.offset, !data.isInference || world.inferenceMode);
	t.wholeStorage = data.wholeStorage;
	t.requiresGradFlag = requiresGradFlag;
	if (requiresGrad(data)) world.record?.event("detach", { from: data, to: t, how: "nn.Parameter" });
	world.record?.event("parameter", { tensor: t, data });
	return new PyTensor(t, cls);
}

parameterClass.alloc = (cls: PyClass, args: Value[], kw: Kwargs | null) => {
	const data = args[0] ?? kw?.get("data");
	const flag = args[1] ?? kw?.get("requires_grad");
	const wanted = flag === undefined || rt.truth(flag);
	if (data === undefined || data === null)
		return makeParameter(Tensor.make([0], dtypes[world.defaultDtype], dtypes[world.defaultDtype].make(0)), wanted, cls);
	if (data instanceof Unknown) return makeParameter(unknownTensor(), wanted, cls);
	if (!(data instanceof PyTensor)) rt.raise("AttributeError", `'${rt.typeOf(data).name}' object has no attribute 'detach'`);
	return makeParameter((data as PyTensor).tensor, wanted, cls);
};
bufferClass.alloc = (cls: PyClass, args: Value[], kw: Kwargs | null) => {
	const data = args[0] ?? kw?.get("data");
	if (!(data instanceof PyTensor)) return new PyTensor(unknownTensor(), cls);
	const t = data.tensor.alias(data.tensor.sizes, data.tensor.strides, data.tensor.offset);
	return new PyTensor(t, cls);
};
for (const c of [parameterClass, bufferClass]) c.set("__init__", new PyBuiltin("__init__", () => null));
def(parameterClass, "__reduce_ex__", "! proto", () => new Unknown("pickle"));
