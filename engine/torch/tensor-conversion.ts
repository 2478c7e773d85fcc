/** Conversions: `to`, `float`, `cuda`, `type`, `new_tensor`, and the way to numpy. */
import { type Format, isDense } from "../ops/kernel/formats.ts";
import { copyOutOfMeta, on } from "../ops/table/creation.ts";
import { formatOf } from "./formats.ts";
import { TorchError } from "../autograd/errors.ts";
import { dtypes, type DType, isDifferentiable } from "../shape/dtype.ts";
import { Tensor } from "../autograd/tensor.ts";
import { requiresGrad } from "../autograd/view.ts";
import { withGradMode, world } from "../autograd/world.ts";
import { call } from "../ops/dispatch.ts";
import { deviceClass, py, pyDType, PyDevice, PyTensor } from "../values/tensor.ts";
import { type Kwargs, PyClass, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { dtypeOf } from "./decode.ts";
import { deviceIn } from "./devices.ts";
import { Ndarray } from "./ndarray.ts";
import { method } from "./tensor-attributes.ts";
import { unknownTensor } from "../ops/unknown-results.ts";

method("numpy", "* force?", (t, force?: Value) => {
	if (t.device === "meta")
		throw new TorchError(
			"TypeError",
			"can't convert meta device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.",
			{ key: "NUMPY_DEVICE" },
		);
	if (world.gradMode && requiresGrad(t) && force !== true)
		throw new TorchError("RuntimeError", "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.", {
			key: "NUMPY_RG",
			tensor: t,
		});
	if (t.dtype.name === "bfloat16" && !t.unknownDtype)
		throw new TorchError("TypeError", "Got unsupported ScalarType BFloat16", { key: "NUMPY_DTYPE" });
	world.record?.event("detach", { from: t, to: null, how: ".numpy()" });
	const a = t.alias(t.sizes, t.strides, t.offset, false);
	if (world.record !== null) a.lineage = [t];
	return new Ndarray(a);
});
method("__array__", "*args", (t) => rt.call(rt.getAttr(py(t), "numpy"), []));
/** `to`, `float`, `cuda`...: the same object when nothing changes, else one ToCopy (spec section 1.2). */
export function convertTo(t: Tensor, dtype: DType | null, device: string | null, copy = false, format: Format = null): Tensor {
	const newDevice = device ?? t.device;
	const moves = format !== null && format !== "preserve_format" && !t.unknownShape && !isDense(t, format);
	if ((dtype === null || dtype === t.dtype) && newDevice === t.device && !copy && !moves) return t;
	if (t.device === "meta" && newDevice !== "meta") throw copyOutOfMeta();
	const out = call("_to_copy", t, dtype ?? t.dtype, null, null, null, false, format);
	on(out, newDevice);
	if (dtype === null && t.unknownDtype) out.unknownDtype = true;
	// It may have been there all along: then the tensor itself comes back, also where no graph is recorded.
	if (t.unknownGrad && isDifferentiable(out.dtype)) out.unknownGrad = true;
	return out;
}
method("to", "*args **kw", (t, args: Value[], kw: Kwargs) => {
	let dtype: DType | null = null;
	let device: string | null = null;
	for (const v of [...args.slice(0, 2), kw.get("dtype"), kw.get("device"), kw.get("other")]) {
		if (v === undefined || v === null || typeof v === "boolean") continue;
		if (v instanceof Unknown) {
			// It may be a device, a dtype, a tensor: what is given back is a copy or the very tensor, of a type that is not known.
			if (v.type === deviceClass || v === kw.get("device")) continue;
			return py(call("type_as", t, unknownTensor()));
		}
		const d = dtypeOf(v);
		if (d !== null) dtype = d;
		else if (v instanceof PyDevice || typeof v === "string" || typeof v === "number") device = deviceIn(v);
		else if (v instanceof PyTensor) {
			if (v.tensor.unknownDtype) return py(call("type_as", t, v.tensor));
			dtype = v.tensor.dtype;
			device = v.tensor.device;
		} else
			rt.raise(
				"TypeError",
				`to() received an invalid combination of arguments - got (${rt.typeOf(v).name}), but expected one of:\n * (torch.device device = None, torch.dtype dtype = None, bool non_blocking = False, bool copy = False, *, torch.memory_format memory_format = None)\n * (torch.dtype dtype, bool non_blocking = False, bool copy = False, *, torch.memory_format memory_format = None)\n * (Tensor tensor, bool non_blocking = False, bool copy = False, *, torch.memory_format memory_format = None)\n`,
			);
	}
	return py(
		convertTo(
			t,
			dtype,
			device,
			kw.get("copy") === true || args.filter((v) => typeof v === "boolean")[1] === true,
			formatOf(kw.get("memory_format")),
		),
	);
});
method("cpu", "*args **kw", (t) => py(convertTo(t, null, "cpu")));
method("cuda", ".device? *args **kw", (t, device?: Value) =>
	py(convertTo(t, null, deviceIn(device === undefined || device === null ? "cuda" : device) ?? "cuda:0")),
);
method("type", ".dtype? *args", (t, dtype?: Value) => {
	if (dtype === undefined || dtype === null)
		return t.unknownDtype ? new Unknown("the dtype of this tensor is not known", { key: `dtype(t${t.id})` }) : t.dtype.tensorType;
	const named = dtype instanceof PyClass ? `${dtype.module}.${dtype.name}` : dtype;
	const d = typeof named === "string" ? dtypeByTensorType(named) : dtypeOf(dtype);
	return d === null ? py(call("type_as", t, unknownTensor())) : py(convertTo(t, d, null));
});
export const dtypeByTensorType = (name: string): DType | null => Object.values(dtypes).find((d) => d.tensorType === name) ?? null;
for (const [name, dtype] of Object.entries({
	float: "float32",
	double: "float64",
	half: "float16",
	bfloat16: "bfloat16",
	int: "int32",
	long: "int64",
	short: "int16",
	char: "int8",
	byte: "uint8",
	bool: "bool",
	cfloat: "complex64",
	cdouble: "complex128",
	chalf: "complex32",
} as const))
	method(name, "* memory_format?", (t, format?: Value) => py(convertTo(t, dtypes[dtype], null, false, formatOf(format))));

export function copyNumbers(t: Tensor): Tensor {
	const values = t.numbers();
	const c = Tensor.make(t.sizes, t.dtype, values === null ? null : (values.slice() as typeof values));
	c.unknownShape = t.unknownShape;
	c.unknownDtype = t.unknownDtype;
	c.device = t.device;
	return c;
}
/** The advice against making a tensor from a tensor. */
export const copyConstructText = (fn: string): string =>
	world.profile === "2.13"
		? `To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or sourceTensor.detach().clone().requires_grad_(True), rather than ${fn}(sourceTensor).`
		: `To copy construct from a tensor, it is recommended to use sourceTensor.clone().detach() or sourceTensor.clone().detach().requires_grad_(True), rather than ${fn}(sourceTensor).`;
method("new_tensor", ".data * dtype? device? requires_grad?", (t, data: Value, dtype?: Value, _device?: Value, rg?: Value) => {
	const kw: Kwargs = new Map([["dtype", dtype ?? (data instanceof PyTensor ? null : pyDType(t.dtype))]]);
	if (rg !== undefined) kw.set("requires_grad", rg);
	if (data instanceof PyTensor) {
		rt.warn("UserWarning", copyConstructText("tensor.new_tensor"));
		const wanted = dtype === undefined || dtype === null ? null : dtypeOf(dtype);
		const copy = withGradMode(false, () => (wanted === null ? copyNumbers(data.tensor) : convertTo(data.tensor, wanted, null, true)));
		if (rg !== undefined && rg !== null && rt.truth(rg)) copy.requiresGradFlag = true;
		return py(copy);
	}
	return rt.call(rt.getAttr(rt.importModule("torch"), "tensor"), [data], kw);
});
