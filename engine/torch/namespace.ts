/** The modules `torch`, `torch.linalg` ... as Python sees them: what is not listed here is an op found by name. */
import { dtypes } from "../shape/dtype.ts";
import { world } from "../autograd/world.ts";
import { torchExceptions } from "../values/exceptions.ts";
import { deviceClass, dimOf, dtypeClass, pyDType, PyDevice, pySize, sizeClass, tensorClass } from "../values/tensor.ts";
import { PyBuiltin, PyFloat, PyModule, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { autocastFunctions } from "./autocast.ts";
import { boundOp, callBound } from "./bind.ts";
import { creationFunctions, typedTensors } from "./creation.ts";
import { deviceIn, parseDevice } from "./devices.ts";
import { finfoClass, iinfoClass } from "./limits.ts";
import { enableGrad, inferenceMode, noGrad, setGradEnabled } from "./grad-modes.ts";
import { defaultObject, generatorClass } from "./generator.ts";
import { formatNames } from "./formats.ts";
import { truncatedNormalFunction } from "./truncated-normal.ts";
import { uniqueFunctions } from "./unique.ts";
import { stateFunctions } from "./global-state.ts";
import { tensorFunctions } from "./tensor-functions.ts";

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
	compile: "torch._dynamo.eval_frame",
	vmap: "torch.func",
	cdist: "torch.functional",
	lu: "torch.functional",
	unravel_index: "torch.functional",
	dsmm: "torch.functional",
};

const FUNCTIONS: readonly PyBuiltin[] = [
	...creationFunctions,
	...uniqueFunctions,
	...autocastFunctions,
	truncatedNormalFunction,
	...stateFunctions,
	...tensorFunctions,
];

export function torchModule(): PyModule {
	const m = opModule("torch", "", FUNCTIONS);
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
