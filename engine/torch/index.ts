/** Registers torch and its submodules with the interpreter's module table. */
import { TorchError } from "../autograd/errors.ts";
import { world } from "../autograd/world.ts";
import "../ops/index.ts";
import "./names.ts";
import "./text.ts";
import "./tensor-attributes.ts";
import "./transposes.ts";
import "./copying.ts";
import "./tensor-python.ts";
import "./tensor-questions.ts";
import "./tensor-grad.ts";
import "./tensor-conversion.ts";
import "./tensor-methods.ts";
import "./overrides.ts";
import "./tensor-operators.ts";
import "./nn/module-text.ts";
import "./nn/save-state-dict.ts";
import "./nn/load-state-dict.ts";
import "./nn/module-conversion.ts";
import "./nn/submodules.ts";
import "./nn/containers.ts";
import "./nn/layers-linear.ts";
import "./nn/layers-simple.ts";
import "./nn/layers-conv.ts";
import "./nn/layers-norm.ts";
import "./nn/layers-embedding.ts";
import "./nn/layers-loss.ts";
import { bufferClass, parameterClass } from "../values/tensor.ts";
import { torchExceptions } from "../values/exceptions.ts";
import { builtinClass, type Kwargs, objectClass, PyBuiltin, PyModule, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { opsModule } from "./aten-ops.ts";
import { autogradModule } from "./autograd-namespace.ts";
import { opModule, submodule, torchModule } from "./namespace.ts";
import { moduleDictClass, moduleListClass, parameterDictClass, parameterListClass, sequentialClass } from "./nn/containers.ts";
import { functionalModule } from "./nn/functional-module.ts";
import { layerClasses } from "./nn/layer.ts";
import "./nn/calling.ts";
import { familyClasses } from "./nn/layer-bases.ts";
import { globalHookFunctions } from "./nn/hooks.ts";
import { nnModuleClass } from "./nn/module.ts";
import { contextClass, functionClass } from "./custom-function.ts";
import { onceDifferentiable } from "./once-differentiable.ts";
import { hooksModule } from "./native-hooks.ts";
import { registerNumpy } from "./numpy/index.ts";

type Register = (name: string, make: () => PyModule) => void;

function moduleOf(name: string, members: Record<string, Value>): () => PyModule {
	return () => {
		const m = new PyModule(name, null);
		for (const [k, v] of Object.entries(members)) m.dict.set(k, v);
		return m;
	};
}

/** What a CPU build raises for what needs a device. */
const WITHOUT_CUDA: readonly (readonly [names: string, type: string, text: string])[] = [
	[
		"synchronize get_device_name current_device get_device_capability get_device_properties init get_rng_state ipc_collect current_stream",
		"AssertionError",
		"Torch not compiled with CUDA enabled",
	],
	["set_device", "AttributeError", "module 'torch._C' has no attribute '_cuda_setDevice'"],
	["reset_peak_memory_stats", "AttributeError", "module 'torch._C' has no attribute '_cuda_resetPeakMemoryStats'"],
	["Stream", "RuntimeError", "torch.cuda.Stream requires CUDA support"],
	["Event", "RuntimeError", "Tried to instantiate dummy base class Event"],
	["device", "RuntimeError", "PyTorch was compiled without CUDA support"],
];

function refusedInRuns(name: string, otherwise: Value | undefined, type: string, text: string): Value {
	const call = (args: Value[], kw: Kwargs | null): Value => {
		if (world.cpuOnly) throw new TorchError(type, text, { key: "NO_DEVICE" });
		return otherwise === undefined ? new Unknown(`torch.cuda.${name}`) : rt.call(otherwise, args, kw);
	};
	if (!/^(Stream|Event|device)$/.test(name)) return new PyBuiltin(name, call, true);
	// These are classes, which annotations combine.
	const cls = builtinClass(name, [objectClass], name === "device" ? "torch.cuda" : "torch.cuda.streams");
	cls.set("__init__", new PyBuiltin("__init__", () => null, true));
	if (name === "device") {
		// Made anywhere, refused where it is entered.
		cls.set("__enter__", new PyBuiltin("__enter__", () => call([], null), true));
		cls.set("__exit__", new PyBuiltin("__exit__", () => null, true));
	} else cls.alloc = (_, args, kw) => call(args, kw);
	return cls;
}

/** torch.cuda on a machine without one. */
function cudaModule(): PyModule {
	const m = new PyModule("torch.cuda", null);
	for (const [name, value] of Object.entries({
		is_available: false,
		device_count: 0,
		current_device: 0,
		is_bf16_supported: false,
		is_initialized: false,
		is_current_stream_capturing: false,
		memory_allocated: 0,
		max_memory_allocated: 0,
		memory_reserved: 0,
	} as Record<string, Value>))
		m.dict.set(name, new PyBuiltin(name, () => value, true));
	for (const name of ["manual_seed", "manual_seed_all", "empty_cache", "synchronize", "set_device", "reset_peak_memory_stats", "seed_all"])
		m.dict.set(name, new PyBuiltin(name, () => null, true));
	for (const [names, type, text] of WITHOUT_CUDA)
		for (const name of names.split(" ")) m.dict.set(name, refusedInRuns(name, m.dict.get(name), type, text));
	m.dict.set("OutOfMemoryError", torchExceptions.get("OutOfMemoryError")!);
	m.missing = (name) => (name === "amp" ? submodule("torch.cuda.amp") : new Unknown(`torch.cuda.${name}`));
	return m;
}

/** Files of torch.nn.modules, whose classes are found in torch.nn. */
const FILES =
	"activation batchnorm channelshuffle container conv distance dropout flatten fold instancenorm linear loss normalization padding pixelshuffle pooling sparse upsampling".split(
		" ",
	);

/** Classes of torch.nn that live in our Python prelude. */
const WRITTEN_IN_PYTHON: [string[], string][] = [
	[["RNNBase", "RNN", "LSTM", "GRU", "RNNCellBase", "RNNCell", "LSTMCell", "GRUCell"], "torch.nn.modules.rnn"],
	[
		["MultiheadAttention", "Transformer", "TransformerEncoder", "TransformerDecoder", "TransformerEncoderLayer", "TransformerDecoderLayer"],
		"torch.nn.modules.transformer",
	],
	[["DataParallel"], "torch.nn.parallel"],
	[
		[
			"UninitializedParameter",
			"UninitializedBuffer",
			"LazyLinear",
			...["Conv", "ConvTranspose", "BatchNorm", "InstanceNorm"].flatMap((n) => [1, 2, 3].map((d) => `Lazy${n}${d}d`)),
		],
		"torch.nn.modules.lazy",
	],
	[["TripletMarginWithDistanceLoss", "AdaptiveLogSoftmaxWithLoss", "CrossMapLRN2d"], "torch.nn.modules.extra"],
];

export function registerTorch(register: Register): void {
	registerNumpy(register);
	register("torch", torchModule);
	register("_gradsight", hooksModule);
	register("torch.autograd", () => {
		const m = autogradModule();
		m.dict.set("Function", functionClass);
		return m;
	});
	register(
		"torch.autograd.function",
		moduleOf("torch.autograd.function", { Function: functionClass, FunctionCtx: contextClass, once_differentiable: onceDifferentiable }),
	);
	register("torch.linalg", () => {
		const m = opModule("torch.linalg", "linalg");
		m.dict.set("LinAlgError", torchExceptions.get("_LinAlgError")!);
		return m;
	});
	register("torch.ops", opsModule);
	register("torch.fft", () => opModule("torch.fft", "fft"));
	register("torch.special", () => opModule("torch.special", "special"));
	register("torch._C", () => {
		const m = moduleOf("torch._C", { _LinAlgError: torchExceptions.get("_LinAlgError")! })();
		for (const name of ["_get_tracing_state", "_log_api_usage_once", "_jit_set_profiling_executor"])
			m.dict.set(name, new PyBuiltin(name, () => null, true));
		for (const name of ["_is_tracing", "_has_torch_function_unary"]) m.dict.set(name, new PyBuiltin(name, () => false, true));
		m.missing = (name) => new Unknown(`torch._C.${name}`);
		return m;
	});
	register("torch.cuda", cudaModule);
	register("torch.nn", () => {
		const m = new PyModule("torch.nn", null);
		for (const [name, cls] of layerClasses) m.dict.set(name, cls);
		for (const cls of [
			nnModuleClass,
			sequentialClass,
			moduleListClass,
			moduleDictClass,
			parameterListClass,
			parameterDictClass,
			parameterClass,
			bufferClass,
		])
			m.dict.set(cls.name, cls);
		m.missing = (name) => {
			const home = WRITTEN_IN_PYTHON.find(([names]) => names.includes(name));
			if (home !== undefined) return rt.getAttr(rt.importModule(home[1]), name);
			return submodule(`torch.nn.${name}`);
		};
		return m;
	});
	register("torch.nn.functional", functionalModule);
	register("torch.nn.modules", () => {
		const m = new PyModule("torch.nn.modules", null);
		m.missing = (name) => submodule(`torch.nn.modules.${name}`) ?? rt.findAttr(rt.importModule("torch.nn"), name);
		return m;
	});
	for (const file of FILES)
		register(`torch.nn.modules.${file}`, () => {
			const m = new PyModule(`torch.nn.modules.${file}`, null);
			// Programs go through what is there: \`vars(torch.nn.modules.activation)\`.
			for (const [name, cls] of [...layerClasses, ...familyClasses, ["Module", nnModuleClass] as const])
				if (cls.module === m.name || cls === nnModuleClass) m.dict.set(name, cls);
			m.missing = (name) => {
				const member = name.startsWith("__") ? undefined : rt.findAttr(rt.importModule("torch.nn"), name);
				return member instanceof Unknown && !name.startsWith("_") ? undefined : member;
			};
			return m;
		});
	register("torch.nn.modules.module", moduleOf("torch.nn.modules.module", { Module: nnModuleClass, ...globalHookFunctions }));
	register("torch.nn.parameter", moduleOf("torch.nn.parameter", { Parameter: parameterClass, Buffer: bufferClass }));
	register("torch.types", () => typesModule("torch.types"));
}
function typesModule(name: string): PyModule {
	const m = new PyModule(name, null);
	m.missing = (attr) => new Unknown(`${name}.${attr}`);
	return m;
}
