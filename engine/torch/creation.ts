/** `torch.tensor`, `as_tensor`, `from_numpy`, `torch.Tensor(...)`: where Python data becomes tensors, and graphs are cut (spec section 8.3). */
import { TorchError, messages } from "../autograd/errors.ts";
import { type DType, dtypes, isDifferentiable } from "../shape/dtype.ts";
import type { Dim } from "../shape/dim.ts";
import { Tensor } from "../autograd/tensor.ts";
import { requiresGrad } from "../autograd/view.ts";
import { withGradMode, world } from "../autograd/world.ts";
import { call } from "../ops/dispatch.ts";
import { unknownTensor } from "../ops/unknown-results.ts";
import { def, native } from "../values/native.ts";
import { dimOf, py, PyTensor, tensorClass } from "../values/tensor.ts";
import { builtinClass, floatClass, type Kwargs, PyBuiltin, type PyClass, PyList, PyTuple, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { deviceIn } from "./devices.ts";
import { elementOf, on } from "../ops/table/creation.ts";
import { dtypeOf, wrapNumber } from "./decode.ts";
import { Ndarray } from "./ndarray.ts";
import { fromReading, readData } from "./numpy-convert.ts";
import { standIn } from "./stand-in.ts";
import { convertTo, copyConstructText, copyNumbers } from "./tensor-conversion.ts";
import { warnScalar } from "./tensor-python.ts";

const isUnknown = (v: Value | undefined): v is Unknown => v instanceof Unknown;

/** Applies `requires_grad=True` to a fresh tensor. */
function finish(t: Tensor, requiresGradArg: Value | undefined, device: Value | undefined): PyTensor {
	on(t, deviceIn(device ?? world.device));
	if (requiresGradArg !== undefined && requiresGradArg !== null && rt.truth(requiresGradArg)) {
		if (!isDifferentiable(t.dtype) && !t.unknownDtype) throw new TorchError("RuntimeError", messages.INT_RG_CTOR(), { key: "RG_INT_CTOR" });
		t.requiresGradFlag = true;
	}
	return py(t);
}

/** The numbers of nested lists. PyTorch finds the dtype before it converts anything, so an item without one comes before any warning. */
function readNumbers(data: Value): ReturnType<typeof readData> {
	const scalars: Tensor[] = [];
	try {
		return readData(data, (t) => scalars.push(t));
	} catch (error) {
		const raised = rt.asRaise(error);
		if (raised !== null && rt.str(raised.value).startsWith("Could not infer dtype")) scalars.length = 0;
		throw error;
	} finally {
		for (const t of scalars) warnScalar(t);
	}
}

/** Fresh memory with the values of `data`; tensors inside lose their graph. */
function copyData(data: Value, dtype: DType | null, cutBy: string): Tensor {
	if (data instanceof PyTensor) {
		const from = data.tensor;
		const c = withGradMode(false, () => (dtype === null || dtype === from.dtype ? copyNumbers(from) : convertTo(from, dtype, null, true)));
		c.unknownDtype = dtype === null && from.unknownDtype;
		c.unknownGrad = false;
		c.isInference = world.inferenceMode;
		if (requiresGrad(from)) world.record?.event("detach", { from, to: c, how: cutBy });
		return c;
	}
	if (data instanceof Ndarray)
		return dtype === null || dtype === data.tensor.dtype ? copyNumbers(data.tensor) : convertTo(data.tensor, dtype, null, true);
	const r = readNumbers(data);
	if (r.arrays > 0 && !(data instanceof Ndarray) && !world.warned.has("NDARRAY_LIST") && r.sizes.length > 1) {
		world.warned.add("NDARRAY_LIST");
		rt.warn(
			"UserWarning",
			"Creating a tensor from a list of numpy.ndarrays is extremely slow. Please consider converting the list to a single numpy.ndarray with numpy.array() before converting to a tensor. (Triggered internally at /__w/pytorch/pytorch/torch/csrc/utils/tensor_new.cpp:256.)",
		);
	}
	const t = fromReading(r, dtype);
	for (const from of r.tensors) if (requiresGrad(from)) world.record?.event("detach", { from, to: t, how: cutBy, inList: true });
	if (world.record !== null && r.tensors.some((from) => from.unknownGrad)) t.lineage = r.tensors;
	return t;
}

export const creationFunctions: PyBuiltin[] = [
	native("tensor", "! .data * dtype? device? requires_grad? pin_memory?", (data: Value, dtype?: Value, device?: Value, rg?: Value) => {
		if (isUnknown(data)) return finish(unknownWith(dtype), rg, device);
		if (data instanceof PyTensor) rt.warn("UserWarning", copyConstructText("torch.tensor"));
		const t = copyData(data, dtype === undefined || dtype === null ? null : dtypeOf(dtype), "torch.tensor");
		if (isUnknown(dtype)) {
			t.unknownDtype = true;
			t.storage.data = null;
		}
		return finish(t, rg, device);
	}),
	native("as_tensor", "! .data .dtype? .device?", (data: Value, dtype?: Value, device?: Value) => asTensor(data, dtype, device)),
	native(
		"asarray",
		"! .obj * dtype? device? copy? requires_grad?",
		(data: Value, dtype?: Value, device?: Value, copy?: Value, rg?: Value) => {
			const made = asTensor(data, dtype, device);
			if (!(made instanceof PyTensor)) return made;
			let t = made.tensor;
			if (data instanceof PyTensor && requiresGrad(t)) {
				if (copy === true) t = call("detach", t);
				else if (rg === undefined && !world.warned.has("ASARRAY")) {
					world.warned.add("ASARRAY");
					rt.warn(
						"UserWarning",
						"torch.asarray: unspecified requires_grad now defaults to obj.requires_grad instead of False. Pass requires_grad=False explicitly to get the old behavior and silence this warning.",
					);
				}
				if (rg === false) t = call("detach", t);
			}
			if (copy === true && data instanceof PyTensor) t = call("clone", t);
			return rg === true && !requiresGrad(t) ? finish(t, rg, undefined) : py(t);
		},
	),
	native("from_numpy", "! .ndarray", (a: Value) => {
		if (isUnknown(a)) return py(unknownTensor());
		if (!(a instanceof Ndarray))
			throw new TorchError("TypeError", `expected np.ndarray (got ${rt.typeOf(a).name})`, { key: "FROM_NUMPY_TYPE" });
		return py(handedOver(a));
	}),
	native("scalar_tensor", "! .s * dtype? device? requires_grad?", (s: Value, dtype?: Value, device?: Value, rg?: Value) => {
		const d = (dtype === undefined ? null : dtypeOf(dtype)) ?? dtypes[world.defaultDtype];
		const number = wrapNumber(s);
		return finish(number === null ? copyData(s, d, "torch.scalar_tensor") : elementOf(number, d), rg, device);
	}),
];

/** A tensor around an array's memory. */
function handedOver(array: Ndarray): Tensor {
	const { tensor } = array;
	const t = tensor.alias(tensor.sizes, tensor.strides, tensor.offset, false);
	t.isInference = world.inferenceMode;
	t.counter.foreign = {};
	return t;
}

function unknownWith(dtype: Value | undefined): Tensor {
	const t = unknownTensor();
	const d = dtype === undefined || dtype === null ? null : dtypeOf(dtype);
	if (d !== null) {
		t.dtype = d;
		t.unknownDtype = false;
	}
	return t;
}

function asTensor(data: Value, dtype: Value | undefined, device: Value | undefined): Value {
	const d = dtype === undefined || dtype === null ? null : dtypeOf(dtype);
	if (isUnknown(data) && data.type === floatClass) {
		// A number has no graph, whichever it is; numpy's has a width of its own.
		const t = copyData(data, d, "torch.as_tensor");
		t.unknownDtype = d === null;
		return finish(t, undefined, device);
	}
	if (isUnknown(data)) return py(standIn(data));
	const where = deviceIn(device ?? world.device);
	if (data instanceof PyTensor) return py(convertTo(data.tensor, d, where));
	if (data instanceof Ndarray) {
		return py(convertTo(handedOver(data), d, where));
	}
	return finish(copyData(data, d, "torch.as_tensor"), undefined, device);
}

/** `torch.Tensor(...)`, `torch.FloatTensor(...)`: sizes, data, or an alias of a tensor. */
export function legacyConstructor(cls: PyClass, dtype: DType | null): (c: PyClass, args: Value[], kw: Kwargs | null) => Value {
	return (c, args) => {
		const d = dtype ?? dtypes[world.defaultDtype];
		const [first] = args;
		let t: Tensor;
		if (args.length === 0) t = Tensor.make([0], d, d.make(0));
		else if (first instanceof PyTensor) {
			if (first.tensor.dim === 0 && first.tensor.dtype.category < 2) t = call("empty.memory_format", [dimOf(first)!], d);
			else t = call("alias", first.tensor);
		} else if (
			args.length === 1 &&
			(first instanceof PyList || (first instanceof PyTuple && first.cls.name !== "Size") || first instanceof Ndarray)
		)
			t = copyData(first!, d, `torch.${cls.name}`);
		else if (first instanceof Unknown) t = unknownTensor();
		else {
			const sizes = (first instanceof PyTuple ? first.items : args).map((v) => dimOf(v));
			if (sizes.includes(null)) rt.raise("TypeError", `new(): data must be a sequence (got ${rt.typeOf(first!).name})`);
			t = call("empty.memory_format", sizes as Dim[], d);
		}
		const o = py(t);
		if (c !== cls) o.cls = c;
		return o;
	};
}
tensorClass.alloc = legacyConstructor(tensorClass, null);
// User subclasses of Tensor that override __init__ call super().__init__() with anything.
tensorClass.set("__init__", new PyBuiltin("__init__", () => null));

/** `torch.FloatTensor` and friends. */
export const typedTensors: Map<string, PyClass> = new Map();
for (const d of Object.values(dtypes)) {
	const name = d.tensorType.slice("torch.".length);
	const cls = builtinClass(name, [tensorClass], "torch");
	cls.alloc = (c, args, kw) => {
		const o = legacyConstructor(cls, d)(cls, args, kw) as PyTensor;
		void c;
		return o;
	};
	typedTensors.set(name, cls);
}
/** `t.new(sizes or data)`: as the old constructors, with the tensor's dtype. */
def(tensorClass, "new", "! *args **kw", (self: Value, args: Value[], kw: Kwargs) =>
	self instanceof PyTensor ? legacyConstructor(tensorClass, self.tensor.dtype)(tensorClass, args, kw) : new Unknown("a new tensor"),
);
