/** The modules `torch`, `torch.autograd`, `torch.linalg` ... as Python sees them: what is not listed here is an op found by name. */
import { TorchError } from "../autograd/errors.ts";
import { dtypes, promote } from "../shape/dtype.ts";
import { Tensor } from "../autograd/tensor.ts";
import { requiresGrad } from "../autograd/view.ts";
import { world } from "../autograd/world.ts";
import { call } from "../ops/dispatch.ts";
import { torchExceptions } from "../values/exceptions.ts";
import { native } from "../values/native.ts";
import {
	bufferClass,
	deviceClass,
	dimOf,
	dtypeClass,
	parameterClass,
	py,
	pyDType,
	PyDevice,
	pySize,
	PyTensor,
	sizeClass,
	tensorClass,
} from "../values/tensor.ts";
import { type Kwargs, PyBuiltin, PyFloat, PyList, PyModule, PyTuple, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { autocastFunctions } from "./autocast.ts";
import { boundOp, callBound } from "./bind.ts";
import { backward, grad } from "./backward.ts";
import { creationFunctions, typedTensors } from "./creation.ts";
import { dtypeOf, wrapNumber } from "./decode.ts";
import { deviceIn, parseDevice } from "./devices.ts";
import { typeName } from "./mismatch.ts";
import { finfoClass, iinfoClass } from "./limits.ts";
import { detectAnomaly, enableGrad, inferenceMode, noGrad, setDetectAnomaly, setGradEnabled } from "./grad-modes.ts";
import { defaultObject, generatorClass, getRngState, initialSeed, manualSeed, seedAny, setRngState } from "./generator.ts";
import { formatNames } from "./formats.ts";
import { typeText } from "./nn/module.ts";
import { truncatedNormalFunction } from "./truncated-normal.ts";
import { uniqueFunctions } from "./unique.ts";
import { printOptions } from "./print.ts";

deviceClass.alloc = (_c, args, kw) => {
	const given = args[0] ?? kw?.get("type");
	if (given instanceof Unknown || given === undefined) return new PyDevice("cpu", null);
	if (given instanceof PyDevice) return given;
	if (typeof given === "number") {
		deviceIn(given);
		return new PyDevice("cuda", given);
	}
	const { type, index } = parseDevice(String(given));
	const second = args[1] ?? kw?.get("index");
	return new PyDevice(type, typeof second === "number" ? second : index);
};
sizeClass.alloc = (_c, args) => {
	const items = args.length === 0 ? [] : rt.items(args[0]!);
	return items === null ? new Unknown("torch.Size of something not known") : pySize(items.map((v) => dimOf(v) ?? 0));
};

/** The dtype that arithmetic between the two would have. */
function resultType(a: Value, b: Value): Value {
	const info = { unknownNumber: false, unknownShape: false, unknownType: false, unknown: null };
	const [x, y] = [a, b].map((v) => (v instanceof PyTensor ? v.tensor : wrapNumber(v, info)));
	if (!x || !y || x.unknownDtype || y.unknownDtype || x.unknownShape || y.unknownShape) return new Unknown("a dtype");
	// Only the dtypes, and which of the two are single numbers, take part.
	const [p, q] = [x, y].map((t) => (t.isWrappedNumber ? t : Tensor.make(t.dim === 0 ? [] : [1], t.dtype, null)));
	return pyDType(call("add.Tensor", p!, q!, 1).dtype);
}

const functions: PyBuiltin[] = [
	...creationFunctions,
	...uniqueFunctions,
	...autocastFunctions,
	truncatedNormalFunction,
	native("is_tensor", "! .obj", (v: Value) =>
		v instanceof Unknown && v.type === null ? new Unknown(v.why, { key: `is_tensor(${v.key})` }) : v instanceof PyTensor,
	),
	native("is_grad_enabled", "", () => world.gradMode),
	native("is_inference_mode_enabled", "", () => world.inferenceMode),
	native("is_anomaly_enabled", "", () => world.anomaly),
	native("is_floating_point", "! .input", (v: Value) =>
		v instanceof PyTensor && !v.tensor.unknownDtype ? v.tensor.dtype.category === 2 : new Unknown("dtype"),
	),
	native("is_complex", "! .input", (v: Value) =>
		v instanceof PyTensor && !v.tensor.unknownDtype ? v.tensor.dtype.category === 3 : new Unknown("dtype"),
	),
	native("numel", "! .input", (v: Value) => rt.call(rt.getAttr(v, "numel"), [])),
	native("manual_seed", "! .seed", (seed: Value) => manualSeed(seed)),
	native("seed", "", () => seedAny()),
	native("initial_seed", "", () => initialSeed()),
	native("get_rng_state", "", () => getRngState()),
	native("set_rng_state", "! .new_state", (state: Value) => setRngState(state)),
	native("get_default_dtype", "", () => pyDType(dtypes[world.defaultDtype])),
	native("set_default_dtype", ".d", (d: Value) => {
		world.defaultDtype = (dtypeOf(d)?.name ?? "float32") as typeof world.defaultDtype;
	}),
	native("set_default_tensor_type", ".t", (t: Value) => {
		if (t === "torch.DoubleTensor" || t === (typedTensors.get("DoubleTensor") as Value)) world.defaultDtype = "float64";
		else world.defaultDtype = "float32";
	}),
	native("set_default_device", "! .device", () => null),
	native("get_default_device", "", () => new PyDevice("cpu", null)),
	native("result_type", ".tensor1 .tensor2", (a: Value, b: Value) => resultType(a, b)),
	native("can_cast", ".from_ .to", (a: Value, b: Value) => {
		const [from, to] = [dtypeOf(a), dtypeOf(b)];
		return from === null || to === null ? new Unknown("a dtype") : from.category <= to.category;
	}),
	native("promote_types", ".a .b", (a: Value, b: Value) => pyDType(promote(dtypeOf(a)!, dtypeOf(b)!))),
	native(
		"set_printoptions",
		"! * precision? threshold? edgeitems? linewidth? profile? sci_mode?",
		(precision?: Value, threshold?: Value, edge?: Value, width?: Value, profile?: Value, sci?: Value) => {
			if (profile === "default") Object.assign(printOptions(), { precision: 4, threshold: 1000, edgeItems: 3, lineWidth: 80 });
			if (profile === "short") Object.assign(printOptions(), { precision: 2, threshold: 1000, edgeItems: 2, lineWidth: 80 });
			if (profile === "full")
				Object.assign(printOptions(), { precision: 4, threshold: Number.POSITIVE_INFINITY, edgeItems: 3, lineWidth: 80 });
			const n = (v: Value | undefined): number | undefined => (typeof v === "number" ? v : v instanceof PyFloat ? v.value : undefined);
			printOptions().precision = n(precision) ?? printOptions().precision;
			printOptions().threshold = n(threshold) ?? printOptions().threshold;
			printOptions().edgeItems = n(edge) ?? printOptions().edgeItems;
			printOptions().lineWidth = n(width) ?? printOptions().lineWidth;
			if (sci === true || sci === false || sci === null) printOptions().sciMode = sci;
			else if (sci === undefined) printOptions().sciMode = null;
		},
	),
	native("set_num_threads", "! .n", () => null),
	native("set_num_interop_threads", "! .n", () => null),
	native("get_num_threads", "", () => 1),
	native("use_deterministic_algorithms", "! *args **kw", () => null),
	native("set_float32_matmul_precision", "! .p", () => null),
	native("set_warn_always", "! .b", () => null),
	native("typename", ".o", (o: Value) => (o instanceof PyTensor ? o.tensor.dtype.tensorType : typeText(o))),
	native("compile", "! .model? *args **kw", (model?: Value) => model ?? new PyBuiltin("compile", (a) => a[0]!)),
	native("broadcast_shapes", "*shapes", (shapes: Value[]) => {
		const sizesOf = (s: Value): Value[] => (typeof s === "number" ? [s] : (rt.items(s) ?? []));
		const t = call(
			"broadcast_tensors",
			shapes.map((s) =>
				Tensor.make(
					sizesOf(s).map((x) => dimOf(x)!),
					dtypes.bool,
				),
			),
		) as unknown as Tensor[];
		return pySize(t[0]!.sizes);
	}),
	// Frames are centred unless somebody says otherwise; the operator of this name has another default.
	native("stft", "! .input *args **kw", (input: Value, args: Value[], kw: Kwargs) => {
		const names = ["n_fft", "hop_length", "win_length", "window", "center", "pad_mode", "normalized", "onesided", "return_complex"];
		const given = new Map<string, Value>([
			["center", true],
			...names.slice(0, args.length).map((name, i): [string, Value] => [name, args[i]!]),
			...kw,
		]);
		return callBound(boundOp("stft", "function")!, "stft", [input], given);
	}),
	native("nonzero", "! .input * .out? as_tuple?", (t: Value, out?: Value, asTuple?: Value) => {
		const kw = new Map<string, Value>();
		if (out !== undefined) kw.set("out", out);
		if (asTuple !== undefined) kw.set("as_tuple", asTuple);
		return rt.call(rt.getAttr(t, "nonzero"), [], kw);
	}),
	native("are_deterministic_algorithms_enabled", "", () => false),
	native("is_deterministic_algorithms_warn_only_enabled", "", () => false),
	native("is_warn_always_enabled", "", () => false),
	native("is_vulkan_available", "", () => false),
	native("get_float32_matmul_precision", "", () => "highest"),
	native("get_deterministic_debug_mode", "", () => 0),
	native("_assert", "! .condition .message", (condition: Value, message: Value) => {
		// What is not known may hold.
		if (condition === false) rt.raise("AssertionError", rt.str(message));
		return null;
	}),
	native("_check", "! .cond .message?", (condition: Value, message?: Value) => {
		if (condition === false)
			rt.raise(
				"RuntimeError",
				message === undefined || message === null
					? "Expected cond to be True, but got False. (Could this error message be improved? If so, please report an enhancement request to PyTorch.)"
					: rt.str(rt.call(message, [])),
			);
		return null;
	}),
	native("is_inference", "! .input", (v: Value) => rt.call(rt.getAttr(v, "is_inference"), [])),
	native("is_nonzero", ".input", (v: Value) => rt.truth(v)),
	native("stack", "! .tensors .dim? * out?", (tensors: Value, dim?: Value) => listOp("stack", tensors, dim)),
	native("einsum", "! .equation *operands", (equation: Value, operands: Value[]) => {
		const bundled = operands.length === 1 && (operands[0] instanceof PyList || operands[0] instanceof PyTuple);
		const list = bundled ? rt.items(operands[0]!) : operands;
		for (const [i, o] of (typeof equation === "string" ? (list ?? []) : []).entries())
			if (!(o instanceof PyTensor) && !(o instanceof Unknown))
				rt.raise("TypeError", `expected Tensor as element ${i} in argument 1, but got ${typeName(o)}`);
		if (typeof equation !== "string" || list === null || list.some((o) => !(o instanceof PyTensor)))
			return new Unknown("einsum of something not known");
		return py(
			call(
				"einsum",
				equation,
				list.map((o) => (o as PyTensor).tensor),
				null,
			),
		);
	}),
	native("split", "! .tensor .split_size_or_sections .dim?", (t: Value, size: Value, dim?: Value) =>
		rt.call(rt.getAttr(t, "split"), dim === undefined ? [size] : [size, dim]),
	),
	native(
		"norm",
		"! .input .p? .dim? .keepdim? .out? .dtype?",
		(t: Value, p?: Value, dim?: Value, keepdim?: Value, _out?: Value, dtype?: Value) => normOf(t, p, dim, keepdim, dtype),
	),
	native("tensordot", "! .a .b .dims? .out?", (a: Value, b: Value, dims?: Value) => {
		if (!(a instanceof PyTensor) || !(b instanceof PyTensor) || dims instanceof Unknown || a.tensor.unknownShape || b.tensor.unknownShape)
			return new Unknown("tensordot of something not known");
		const n = dims === undefined ? 2 : typeof dims === "number" ? dims : null;
		const lists = n === null ? rt.items(dims as Value) : null;
		const of = (v: Value): number[] => (typeof v === "number" ? [v] : (rt.items(v) ?? []).map(Number));
		const [da, db] =
			lists === null
				? [Array.from({ length: n! }, (_, i) => i - n!), Array.from({ length: n! }, (_, i) => i)]
				: [of(lists[0]!), of(lists[1]!)];
		return py(call("tensordot", a.tensor, b.tensor, da, db));
	}),
	native("meshgrid", "! *tensors **kw", (tensors: Value[], kw: Kwargs) => {
		const list = tensors.length === 1 && !(tensors[0] instanceof PyTensor) ? rt.items(tensors[0]!) : tensors;
		if (list === null || list.some((t) => !(t instanceof PyTensor))) return new Unknown("meshgrid of something not known");
		const indexing = kw.get("indexing");
		if (indexing === undefined && !world.warned.has("MESHGRID")) {
			world.warned.add("MESHGRID");
			rt.warn(
				"UserWarning",
				"torch.meshgrid: in an upcoming release, it will be required to pass the indexing argument. (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/TensorShape.cpp:4215.)",
			);
		}
		const out = call(
			"meshgrid.indexing",
			list.map((t) => (t as PyTensor).tensor),
			typeof indexing === "string" ? indexing : "ij",
		) as unknown as Tensor[];
		return new PyTuple(out.map(py));
	}),
];
/** Functions of several tensors given one by one, or as one list. */
for (const [name, op] of Object.entries({
	broadcast_tensors: "broadcast_tensors",
	block_diag: "block_diag",
	cartesian_prod: "cartesian_prod",
}))
	functions.push(
		native(name, "! *tensors", (tensors: Value[]) => {
			const list = tensors.length === 1 && !(tensors[0] instanceof PyTensor) ? rt.items(tensors[0]!) : tensors;
			if (list === null || list.some((t) => t instanceof Unknown)) return new Unknown(`${name} of something not known`);
			for (const [i, t] of list.entries())
				if (!(t instanceof PyTensor)) rt.raise("TypeError", `expected Tensor as element ${i} in argument 0, but got ${rt.typeOf(t).name}`);
			const out = call(
				op,
				list.map((t) => (t as PyTensor).tensor),
			) as Tensor | Tensor[];
			return Array.isArray(out) ? new PyTuple(out.map(py)) : py(out);
		}),
	);
/** torch.norm and Tensor.norm: a vector norm unless a matrix norm is named. */
export function normOf(t: Value, p?: Value, dim?: Value, keepdim?: Value, dtype?: Value): Value {
	if (!(t instanceof PyTensor)) return new Unknown("norm of something not known");
	const dims = dim === undefined || dim === null ? null : typeof dim === "number" ? [dim] : (rt.items(dim) ?? []).map(Number);
	const order = p === undefined || p === null || p === "fro" ? 2 : p instanceof PyFloat ? p.value : typeof p === "number" ? p : null;
	if (p === "nuc") return py(call("linalg_matrix_norm.str_ord", t.tensor, "nuc", dims ?? [-2, -1], keepdim === true, null));
	if (order === null) return new Unknown("norm of unknown order");
	return py(
		call("linalg_vector_norm", t.tensor, order, dims, keepdim === true, dtype === undefined || dtype === null ? null : dtypeOf(dtype)),
	);
}

function listOp(name: string, tensors: Value, dim: Value | undefined): Value {
	if (tensors === null || tensors instanceof PyTensor || (typeof tensors !== "object" && typeof tensors !== "function"))
		rt.raise("TypeError", `${name}(): argument 'tensors' (position 1) must be tuple of Tensors, not ${typeName(tensors)}`);
	const items = tensors instanceof Unknown ? null : rt.items(tensors);
	if (items === null || items.some((t) => t instanceof Unknown)) return new Unknown(`torch.${name} of something not known`);
	for (const [i, t] of items.entries())
		if (!(t instanceof PyTensor)) rt.raise("TypeError", `expected Tensor as element ${i} in argument 0, but got ${rt.typeOf(t).name}`);
	return py(
		call(
			name,
			items.map((t) => (t as PyTensor).tensor),
			dim === undefined ? 0 : Number(dim),
		),
	);
}

/** A namespace whose missing names are ops of PyTorch's module `python` (`linalg` ...). */
export function opModule(name: string, python: string, own: readonly PyBuiltin[] = []): PyModule {
	const m = new PyModule(name, null);
	for (const f of own) m.dict.set(f.name, f);
	m.missing = (attr) => {
		// `torch.random` is a module, though PyTorch also declares an op of that name.
		const op = python === "" && attr === "random" ? null : boundOp(attr, "function", python);
		// `torch.nn`, `torch.optim` are there without an import of their own.
		if (op === null) return submodule(`${name}.${attr}`);
		const f = new PyBuiltin(attr, (args, kw) => callBound(op, attr, args, kw), true);
		if (python === "")
			f.dict = new Map<string, Value>([
				["__module__", "torch"],
				["__qualname__", `_VariableFunctionsClass.${attr}`],
			]);
		m.dict.set(attr, f);
		return f;
	};
	return m;
}

/** A submodule that is there without an import of its own; undefined when there is none. */
export function submodule(name: string): Value | undefined {
	try {
		return rt.importModule(name);
	} catch (e) {
		if (rt.asRaise(e) === null) throw e;
		return undefined;
	}
}

/** Names of torch itself that are written in Python, and where. */
const WRITTEN_IN_PYTHON: Record<string, string> = {
	save: "torch.serialization",
	load: "torch.serialization",
	autocast: "torch.amp.autocast_mode",
	GradScaler: "torch.amp.grad_scaler",
	vmap: "torch.func",
	cdist: "torch.functional",
	lu: "torch.functional",
	unravel_index: "torch.functional",
	dsmm: "torch.functional",
};

export function torchModule(): PyModule {
	const m = opModule("torch", "", functions);
	const set = (name: string, v: Value): void => void m.dict.set(name, v);
	set("Tensor", tensorClass);
	for (const [name, cls] of typedTensors) set(name, cls);
	for (const d of Object.values(dtypes)) set(d.name, pyDType(d));
	for (const [alias, name] of Object.entries({
		float: "float32",
		double: "float64",
		half: "float16",
		int: "int32",
		long: "int64",
		short: "int16",
		cfloat: "complex64",
		cdouble: "complex128",
	} as const))
		set(alias, pyDType(dtypes[name]));
	set("dtype", dtypeClass);
	set("device", deviceClass);
	set("Size", sizeClass);
	set("Generator", generatorClass);
	set("finfo", finfoClass);
	set("default_generator", defaultObject);
	set("iinfo", iinfoClass);
	for (const c of [noGrad, enableGrad, setGradEnabled, inferenceMode]) set(c.name, c);
	for (const [name, value] of formatNames) set(name, value);
	set("inf", new PyFloat(Number.POSITIVE_INFINITY));
	set("nan", new PyFloat(Number.NaN));
	set("pi", new PyFloat(Math.PI));
	set("e", new PyFloat(Math.E));
	set("newaxis", null);
	set("OutOfMemoryError", torchExceptions.get("OutOfMemoryError")!);
	const op = m.missing!;
	m.missing = (name) => (Object.hasOwn(WRITTEN_IN_PYTHON, name) ? rt.getAttr(rt.importModule(WRITTEN_IN_PYTHON[name]!), name) : op(name));
	set("__version__", world.profile === "2.13" ? "2.13.0+cpu" : "1.13.1");
	return m;
}

const gradFunction = native(
	"grad",
	"! .outputs .inputs .grad_outputs? .retain_graph? .create_graph? .only_inputs? .allow_unused? .is_grads_batched? .materialize_grads?",
	(o: Value, i: Value, g?: Value, retain?: Value, create?: Value, _only?: Value, unused?: Value, _b?: Value, materialize?: Value) =>
		grad(o, i, g ?? null, retain ?? null, create ?? false, unused ?? null, materialize ?? false),
);
const backwardFunction = native(
	"backward",
	"! .tensors .grad_tensors? .retain_graph? .create_graph? .grad_variables? .inputs?",
	(t: Value, g?: Value, retain?: Value, create?: Value, _v?: Value, inputs?: Value) => {
		backward(
			t instanceof PyTensor || t instanceof Unknown ? [t] : (rt.items(t) ?? [new Unknown("tensors")]),
			g ?? null,
			retain ?? null,
			create ?? false,
			inputs ?? null,
			false,
		);
		return null;
	},
);

const GRADCHECK = ["gradcheck", "gradgradcheck"];
export function autogradModule(): PyModule {
	const m = new PyModule("torch.autograd", null);
	m.dict.set("grad", gradFunction);
	m.dict.set("backward", backwardFunction);
	for (const c of [noGrad, enableGrad, setGradEnabled, inferenceMode, detectAnomaly, setDetectAnomaly]) m.dict.set(c.name, c);
	m.missing = (name) => {
		if (!GRADCHECK.includes(name)) return submodule(`torch.autograd.${name}`);
		const home = rt.importModule("torch.autograd.gradcheck");
		// The import binds the module's name to the module; the function of that name comes after it.
		for (const n of GRADCHECK) m.dict.set(n, rt.getAttr(home, n));
		return m.dict.get(name);
	};
	m.dict.set(
		"Variable",
		native("Variable", "! .data .requires_grad?", (data: Value, rg?: Value) => {
			if (data instanceof PyTensor && rg !== undefined) rt.setAttr(data, "requires_grad", rg);
			return data;
		}),
	);
	return m;
}
export { parameterClass, bufferClass, requiresGrad, TorchError };
