/** Functions of torch that ask for or set what holds for the whole program: grad mode, seeds, defaults, printing, threads. */
import { dtypes } from "../shape/dtype.ts";
import { perWorld, world } from "../autograd/world.ts";
import { native } from "../values/native.ts";
import { pyDType, PyDevice } from "../values/tensor.ts";
import { type PyBuiltin, PyFloat, type Value } from "../values/value.ts";
import { typedTensors } from "./creation.ts";
import { dtypeOf } from "./decode.ts";
import { parseDevice } from "./devices.ts";
import { getRngState, initialSeed, manualSeed, seedAny, setRngState } from "./generator.ts";
import { printOptions } from "./print.ts";

const PRINT_PROFILES: Record<string, Partial<ReturnType<typeof printOptions>>> = {
	default: { precision: 4, threshold: 1000, edgeItems: 3, lineWidth: 80 },
	short: { precision: 2, threshold: 1000, edgeItems: 2, lineWidth: 80 },
	full: { precision: 4, threshold: Number.POSITIVE_INFINITY, edgeItems: 3, lineWidth: 80 },
};

/** Switches that change nothing we compute, and are only asked for again. */
const flags = perWorld(() => ({ deterministic: false, warnOnly: false, warnAlways: false, matmul: "highest" as Value }));

export const stateFunctions: readonly PyBuiltin[] = [
	native("is_grad_enabled", "", () => world.gradMode),
	native("is_inference_mode_enabled", "", () => world.inferenceMode),
	native("is_anomaly_enabled", "", () => world.anomaly),
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
	native("set_default_device", "! .device", (device: Value) => {
		world.device =
			device instanceof PyDevice ? device.text : typeof device === "string" ? device : typeof device === "number" ? `cuda:${device}` : null;
	}),
	native("get_default_device", "", () => {
		const { type, index } = parseDevice(world.device ?? "cpu");
		return new PyDevice(type, index);
	}),
	native(
		"set_printoptions",
		"! * precision? threshold? edgeitems? linewidth? profile? sci_mode?",
		(precision?: Value, threshold?: Value, edge?: Value, width?: Value, profile?: Value, sci?: Value) => {
			const options = printOptions();
			const n = (v: Value | undefined): number | undefined => (typeof v === "number" ? v : v instanceof PyFloat ? v.value : undefined);
			if (typeof profile === "string") Object.assign(options, PRINT_PROFILES[profile]);
			options.precision = n(precision) ?? options.precision;
			options.threshold = n(threshold) ?? options.threshold;
			options.edgeItems = n(edge) ?? options.edgeItems;
			options.lineWidth = n(width) ?? options.lineWidth;
			if (sci === true || sci === false || sci === null) options.sciMode = sci;
			else if (sci === undefined) options.sciMode = null;
		},
	),
	native("set_num_threads", "! .n", () => null),
	native("set_num_interop_threads", "! .n", () => null),
	native("get_num_threads", "", () => 1),
	native("use_deterministic_algorithms", "! .mode * warn_only?", (mode: Value, warnOnly?: Value) => {
		Object.assign(flags(), { deterministic: mode === true, warnOnly: mode === true && warnOnly === true });
	}),
	native("set_float32_matmul_precision", "! .p", (precision: Value) => {
		flags().matmul = precision;
	}),
	native("set_warn_always", "! .b", (b: Value) => {
		flags().warnAlways = b === true;
	}),
	native("are_deterministic_algorithms_enabled", "", () => flags().deterministic),
	native("is_deterministic_algorithms_warn_only_enabled", "", () => flags().warnOnly),
	native("is_anomaly_check_nan_enabled", "", () => world.checkNan),
	native("is_warn_always_enabled", "", () => flags().warnAlways),
	native("is_vulkan_available", "", () => false),
	native("get_float32_matmul_precision", "", () => flags().matmul),
	native("get_deterministic_debug_mode", "", () => (flags().deterministic ? (flags().warnOnly ? 1 : 2) : 0)),
];
