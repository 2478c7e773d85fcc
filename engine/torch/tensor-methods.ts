/** Tensor methods that are more than an op: leaving the tensor world, backward, flags and hooks. The rest resolves to ops by name. */
import { type Sizes, sameSizes } from "../shape/shape.ts";
import { type Format, isDense } from "../ops/kernel/formats.ts";
import { formatOf } from "./formats.ts";
import { messages, TorchError } from "../autograd/errors.ts";
import { isDifferentiable, type DType } from "../shape/dtype.ts";
import { dimText } from "../shape/dim.ts";
import { Tensor } from "../autograd/tensor.ts";
import { FormulaNode } from "../autograd/node.ts";
import { checkInPlace, gradFnOf, gradientEdge, hasNoNode, rebaseHistory, requiresGrad } from "../autograd/view.ts";
import { withGradMode, world } from "../autograd/world.ts";
import { call, callOp } from "../ops/dispatch.ts";
import { def } from "../values/native.ts";
import { deviceClass, py, pyDim, pyDType, PyDevice, pyNumber, pySize, PyTensor, tensorClass, dimOf } from "../values/tensor.ts";
import {
	boolClass,
	complexClass,
	floatClass,
	intClass,
	type Kwargs,
	PyBuiltin,
	PyClass,
	PyComplex,
	PyFloat,
	PyList,
	PyTuple,
	Unknown,
	type Value,
} from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { backward } from "./backward.ts";
import { dtypeOf } from "./decode.ts";
import { deviceIn } from "./devices.ts";
import { handle, registerHook, tensorHook } from "./grad-fn.ts";
import { Ndarray } from "./ndarray.ts";
import { tensorText } from "./print.ts";
import { self, setRequiresGrad } from "./tensor-attributes.ts";
import { unknownTensor } from "../ops/unknown-results.ts";
import { someOf } from "./bind.ts";
import { addressOf } from "./tensor-storage.ts";

const method = (name: string, signature: string, fn: (t: Tensor, ...args: never[]) => Value | undefined | void): void =>
	def(tensorClass, name, `! ${signature}`, ((v: Value, ...args: never[]) => fn(self(v), ...args)) as never);

/** A Python number out of a one-element tensor; Unknown with a name when the number is not known. */
export function scalarOf(t: Tensor): Value {
	const x = t.numbers();
	if (x === null || t.unknownShape)
		return new Unknown("this tensor's number is not known", {
			key: `item(t${t.id}v${t.isInference ? 0 : t.counter.version})`,
			type: t.unknownDtype
				? null
				: t.dtype.category === 2
					? floatClass
					: t.dtype.category === 1
						? intClass
						: t.dtype.category === 0
							? boolClass
							: null,
		});
	return numberAt(t, x, 0);
}
const numberAt = (t: Tensor, x: ArrayLike<number>, i: number): Value =>
	t.dtype.width === 2 ? new PyComplex(x[2 * i]!, x[2 * i + 1]!) : pyNumber(x[i]!, t.dtype);

const SCALAR_RG =
	"Converting a tensor with requires_grad=True to a scalar may lead to unexpected behavior.\nConsider using tensor.detach() first. (Triggered internally at /__w/pytorch/pytorch/torch/csrc/autograd/generated/python_variable_methods.cpp:822.)";
/** Numbers taken out of a grad-requiring tensor where Python asks for a float: warned once per process (2.13). */
export function warnScalar(t: Tensor): void {
	if (!world.gradMode || !requiresGrad(t) || world.profile !== "2.13") return;
	world.record?.event("detach", { from: t, to: null, how: "float" });
	if (world.warned.has("SCALAR_RG")) return;
	world.warned.add("SCALAR_RG");
	rt.warn("UserWarning", SCALAR_RG);
}
const single = (t: Tensor): boolean => t.unknownShape || typeof t.numel !== "number" || t.numel === 1;

method("item", "", (t) => {
	if (!single(t))
		throw new TorchError("RuntimeError", `a Tensor with ${dimText(t.numel)} elements cannot be converted to Scalar`, { key: "ITEM_MULTI" });
	if (requiresGrad(t)) world.record?.event("detach", { from: t, to: null, how: ".item()" });
	return scalarOf(t);
});
method("tolist", "", (t) => {
	if (requiresGrad(t)) world.record?.event("detach", { from: t, to: null, how: ".tolist()" });
	const values = t.numbers();
	const sizes = t.numberSizes();
	if (t.dim === 0) return scalarOf(t);
	if (values === null || sizes === null) return new Unknown("this tensor's numbers are not known");
	let at = 0;
	const build = (d: number): Value =>
		d === sizes.length ? numberAt(t, values, at++) : new PyList(Array.from({ length: sizes[d]! }, () => build(d + 1)));
	return build(0);
});
function conversion(name: string, of: (v: Value, t: Tensor) => Value): void {
	method(name, "", (t) => {
		if (!single(t))
			throw new TorchError(
				name === "__bool__" ? "RuntimeError" : "ValueError",
				name === "__bool__"
					? t.numel === 0
						? "Boolean value of Tensor with no values is ambiguous"
						: "Boolean value of Tensor with more than one value is ambiguous"
					: "only one element tensors can be converted to Python scalars",
				{ key: "MULTI" },
			);
		if (name === "__float__") warnScalar(t);
		return of(scalarOf(t), t);
	});
}
const typed = (v: Value, f: (x: Value) => Value): Value =>
	v instanceof Unknown ? new Unknown(v.why, { key: `${f.name}(${v.key})` }) : f(v);
conversion("__bool__", (v) => (v instanceof Unknown ? new Unknown(v.why, { key: `bool(${v.key})`, type: boolClass }) : rt.truth(v)));
conversion("__float__", (v) => (v instanceof Unknown ? new Unknown(v.why, { key: v.key, type: floatClass }) : rt.call(floatClass, [v])));
conversion("__int__", (v) =>
	v instanceof Unknown ? new Unknown(v.why, { key: `int(${v.key})`, type: intClass }) : rt.call(intClass, [v]),
);
conversion("__complex__", (v) => (v instanceof Unknown ? new Unknown(v.why) : rt.call(complexClass, [v])));
method("nonzero", "* out? as_tuple?", (t, out?: Value, asTuple?: Value) => {
	if (asTuple !== undefined && rt.truth(asTuple)) return new PyTuple((call("nonzero_numpy", t) as unknown as Tensor[]).map(py));
	return out instanceof PyTensor ? py(call("nonzero.out", t, out.tensor)) : py(call("nonzero", t));
});
method("__index__", "", (t) => {
	if ((t.dtype.category > 1 && !t.unknownDtype) || !single(t))
		throw new TorchError("TypeError", "only integer tensors of a single element can be converted to an index", { key: "INDEX_FLOAT" });
	return typed(scalarOf(t), (x) => rt.call(intClass, [x]));
});
method("__len__", "", (t) => {
	if (t.unknownShape) return new Unknown("length of a tensor of unknown shape", { key: `len(t${t.id})`, type: intClass });
	if (t.dim === 0) throw new TorchError("TypeError", "len() of a 0-d tensor", { key: "LEN_0D" });
	return pyDim(t.sizes[0]!);
});
method("__repr__", "* tensor_contents?", (t) => tensorRepr(py(t)));
method("__str__", "", (t) => tensorRepr(py(t)));
/** `Parameter containing:` before a Parameter's tensor. */
export function tensorRepr(o: PyTensor): string {
	const text = tensorText(o.tensor);
	return o.cls.name === "Parameter" ? `Parameter containing:\n${text}` : o.cls.name === "Buffer" ? `Buffer containing:\n${text}` : text;
}
method("__format__", "spec", (t, spec: string) => {
	if (t.dim === 0 && !t.unknownShape) return rt.format(scalarOf(t), spec);
	if (spec === "") return tensorRepr(py(t));
	throw new TorchError("TypeError", "unsupported format string passed to Tensor.__format__", { key: "FORMAT_MULTI" });
});
method("__hash__", "", (t) => t.id + 140000000);
method("__iter__", "", (t) => {
	if (t.unknownShape)
		return rt.call(rt.getAttr(rt.importModule("builtins"), "iter"), [
			new Unknown("rows of a tensor of unknown shape", { key: `iter(t${t.id})` }),
		]);
	if (t.dim === 0) throw new TorchError("TypeError", "iteration over a 0-d tensor", { key: "ITER_0D" });
	if (typeof t.sizes[0] !== "number") return rt.call(rt.getAttr(rt.importModule("builtins"), "iter"), [symbolicRows(t)]);
	const rows = callOp("unbind.int", [t, 0]) as Tensor[];
	return rt.call(rt.getAttr(rt.importModule("builtins"), "iter"), [new PyTuple(rows.map(py))]);
});
/** Rows of a tensor whose first dimension is symbolic: a few of them stand for all. */
function symbolicRows(t: Tensor): Value {
	rt.limit("loop", "iteration over a tensor whose length is not known: a few rows stand for all");
	return new PyTuple([0, 1, 2].map((i) => py(call("select.int", t, 0, i))));
}
method("__reversed__", "", (t) => py(t.dim === 0 ? t : call("flip", t, [0])));
method("__contains__", "x", (t, x: Value) => {
	const r = rt.call(rt.getAttr(py(t), "eq"), [x]);
	return rt.call(rt.getAttr(rt.call(rt.getAttr(r, "any"), []), "item"), []);
});

method("size", ".dim?", (t, d?: Value) => {
	if (t.unknownShape)
		return new Unknown("the shape of this tensor is not known", { key: `shape(t${t.id})${d === undefined ? "" : `[${String(d)}]`}` });
	if (d === undefined || d === null) return pySize(t.sizes);
	if (d instanceof Unknown) return new Unknown("size along an unknown dimension");
	const i = Number(d);
	if (i < -t.dim || i >= t.dim)
		throw new TorchError(
			"IndexError",
			`Dimension out of range (expected to be in range of [${-Math.max(t.dim, 1)}, ${Math.max(t.dim, 1) - 1}], but got ${i})`,
			{ key: "DIM_RANGE" },
		);
	return pyDim(t.sizes[i < 0 ? i + t.dim : i]!);
});
const counted = (t: Tensor): Value =>
	t.unknownShape ? new Unknown("number of elements", { key: `numel(t${t.id})`, type: intClass }) : pyDim(t.numel);
method("numel", "", counted);
method("nelement", "", counted);
method("dim", "", (t) => (t.unknownShape ? new Unknown("number of dimensions", { key: `ndim(t${t.id})`, type: intClass }) : t.dim));
method("ndimension", "", (t) => (t.unknownShape ? new Unknown("number of dimensions", { key: `ndim(t${t.id})`, type: intClass }) : t.dim));
method("stride", ".dim?", (t, d?: Value) => {
	const s = t.stridesOrContiguous;
	if (t.unknownShape) return new Unknown("strides");
	return d === undefined || d === null ? new PyTuple(s.map(pyDim)) : pyDim(s.at(Number(d))!);
});
method("storage_offset", "", (t) => pyDim(t.offset));
method("element_size", "", (t) => t.dtype.itemSize);
method("data_ptr", "", (t) =>
	typeof t.offset === "number" ? addressOf(t.storage) + t.offset * t.dtype.itemSize : new Unknown("data_ptr"),
);
method("is_contiguous", "* memory_format?", (t, format?: Value) =>
	t.unknownShape ? new Unknown("contiguity") : isDense(t, formatOf(format)),
);
method("is_floating_point", "", (t) => (t.unknownDtype ? new Unknown("dtype") : t.dtype.category === 2));
method("is_complex", "", (t) => (t.unknownDtype ? new Unknown("dtype") : t.dtype.category === 3));
method("is_signed", "", (t) => (t.unknownDtype ? new Unknown("dtype") : t.dtype.category !== 0 && !t.dtype.name.startsWith("uint")));
method("is_inference", "", (t) => t.isInference);
method("is_neg", "", () => false);
method("is_set_to", "tensor", (t, other: Value) => {
	if (!(other instanceof PyTensor)) return new Unknown("is_set_to");
	const o = other.tensor;
	return (
		t.storage === o.storage &&
		t.offset === o.offset &&
		sameSizes(t.sizes, o.sizes) &&
		sameSizes(t.stridesOrContiguous as Sizes, o.stridesOrContiguous as Sizes)
	);
});
method("is_shared", "", () => false);
method("is_pinned", "*args", () => false);
method("share_memory_", "", (t) => py(t));
method("pin_memory", "*args", (t) => py(t));
method("get_device", "", (t) => (t.device === "cpu" ? -1 : 0));
method("has_names", "", () => false);
method("is_conj", "", (t) => t.storage.conjugated);
method("_is_view", "", (t) => t.view !== null);

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
method("numpy", "* force?", (t, force?: Value) => {
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
method("apply_", "fn", (t, fn: Value) => {
	if (requiresGrad(t))
		throw new TorchError("RuntimeError", "Can't call apply_() on Variable that requires grad. Use var.detach().apply_() instead.", {
			key: "APPLY_RG",
		});
	const values = t.numbers();
	if (values === null) return py(t);
	const out = t.dtype.make(values.length);
	for (let i = 0; i < values.length; i++) {
		const r = rt.call(fn, [pyNumber(values[i]!, t.dtype)]);
		out[i] = r instanceof PyFloat ? r.value : Number(r);
	}
	t.write(out);
	return py(t);
});
method("map_", "other fn", (t) => {
	if (requiresGrad(t))
		throw new TorchError("RuntimeError", "Can't call map_() on Variable that requires grad. Use var.detach().map_() instead.", {
			key: "APPLY_RG",
		});
	t.storage.data = null;
	return py(t);
});

/** `to`, `float`, `cuda`...: the same object when nothing changes, else one ToCopy (spec section 1.2). */
export function convertTo(t: Tensor, dtype: DType | null, device: string | null, copy = false, format: Format = null): Tensor {
	const newDevice = device ?? t.device;
	const moves = format !== null && format !== "preserve_format" && !t.unknownShape && !isDense(t, format);
	if ((dtype === null || dtype === t.dtype) && newDevice === t.device && !copy && !moves) return t;
	const out = call("_to_copy", t, dtype ?? t.dtype, null, null, null, false, format);
	out.device = newDevice;
	if (dtype === null && t.unknownDtype) out.unknownDtype = true;
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
import { dtypes } from "../shape/dtype.ts";
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
// Frames are centred, and factors are given without their status, as the functions of torch have it.
for (const name of ["stft", "lu"])
	method(name, "*args **kw", (t, args: Value[], kw: Kwargs) => rt.call(rt.getAttr(rt.importModule("torch"), name), [py(t), ...args], kw));
method("norm", ".p? .dim? .keepdim? .dtype?", (t, p?: Value, dim?: Value, keepdim?: Value, dtype?: Value) =>
	rt.call(
		rt.getAttr(rt.importModule("torch"), "norm"),
		[py(t), p ?? "fro", dim ?? null, keepdim ?? false],
		dtype === undefined ? null : new Map([["dtype", dtype]]),
	),
);
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
method("split", ".split_size .dim?", (t, size: Value, d?: Value) => {
	const dim = d === undefined ? 0 : Number(d);
	if (size instanceof PyList || size instanceof PyTuple) {
		const sizes = size.items.map((x) => dimOf(x) ?? 0);
		return new PyTuple((callOp("split_with_sizes", [t, sizes, dim]) as Tensor[]).map(py));
	}
	if (size instanceof Unknown) return new Unknown("split of unknown size");
	if (t.unknownShape) return someOf(callOp("split.Tensor", [t, 1, dim]) as Tensor[], "split");
	return new PyTuple((callOp("split.Tensor", [t, dimOf(size) ?? 1, dim]) as Tensor[]).map(py));
});
method("is_same_size", "other", (t, o: PyTensor) => t.dim === o.tensor.dim && t.sizes.every((s, i) => s === o.tensor.sizes[i]));
method("set_", "*args", (t, args: Value[]) => {
	const from = args[0];
	const operands = from instanceof PyTensor ? [t, from.tensor] : [t];
	const need = world.gradMode && operands.some(requiresGrad);
	checkInPlace(t, need);
	const edges = need ? operands.map((o) => gradientEdge(o)) : [];
	if (from instanceof PyTensor) {
		t.storage = from.tensor.storage;
		t.sizes = from.tensor.sizes;
		t.strides = from.tensor.strides;
		t.offset = from.tensor.offset;
	} else t.storage.data = null;
	t.counter.bump("set_");
	if (need)
		rebaseHistory(
			t,
			new FormulaNode("NotImplemented", "set_", edges, () => {
				throw new TorchError("RuntimeError", messages.NOT_DIFF_BACKWARD("set_"), { key: "NOT_DIFF_BACKWARD" });
			}),
		);
	return py(t);
});
void PyBuiltin;
void isDifferentiable;
