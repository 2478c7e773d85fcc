/** The module torch.nn.functional: Python-level functions through their entries, the rest as operators found by name. */
import type { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { unknownTensor } from "../../ops/dispatch.ts";
import { py, PyDType, PyTensor } from "../../values/tensor.ts";
import { type Kwargs, PyBuiltin, PyFloat, PyList, PyModule, PyTuple, SymInt, Unknown, type Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { boundOp, callBound, fromResult } from "../bind.ts";
import { dtypeOf } from "../decode.ts";
import { Ndarray } from "../ndarray.ts";
import type { FunctionEntry } from "./entry.ts";
import { functionalEntries } from "./index.ts";
import { bindArguments, parseSignature } from "./signature.ts";

/** Names that are operators as they stand: the module they live in, and the operator's own name where it differs. */
const OPERATORS: Record<string, [module: string, op?: string]> = {};
for (const name of ["conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d", "conv_tbc", "avg_pool1d", "adaptive_avg_pool1d", "prelu", "bilinear", "pixel_shuffle", "pixel_unshuffle", "channel_shuffle", "native_channel_shuffle", "pairwise_distance", "pdist", "cosine_similarity", "hardshrink", "relu_", "selu_", "celu_", "rrelu_", "threshold_"])
	OPERATORS[name] = [""];
for (const name of ["avg_pool2d", "avg_pool3d", "linear", "one_hot", "scaled_dot_product_attention", "gelu", "softplus", "softshrink", "elu_", "hardtanh_", "leaky_relu_"]) OPERATORS[name] = ["nn"];
OPERATORS.logsigmoid = ["nn", "log_sigmoid"];

/** What an unknown value of a parameter means for the call. */
const NUMBERS = new Set("p eps momentum alpha beta k margin label_smoothing dropout_p negative_slope lower upper min_val max_val threshold tau delta norm_type max_norm scale_factor".split(" "));
const TRUTHS = new Set(
	"training inplace ceil_mode return_indices scale_grad_by_freq sparse include_last_offset log_input full log_target swap antialias align_corners recompute_scale_factor zero_infinity use_input_stats need_weights add_zero_attn average_attn_weights is_causal use_separate_proj_weight hard size_average reduce".split(" "),
);

interface Reading {
	unknownNumber: boolean;
	unknown: Unknown | null;
}

function read(name: string, v: Value, r: Reading): unknown {
	if (v === null || typeof v === "string" || typeof v === "boolean" || typeof v === "number") return v;
	if (typeof v === "bigint") return Number(v);
	if (v instanceof PyTensor) {
		if (!NUMBERS.has(name) || name === "tau") return v.tensor;
		const x = v.tensor.first();
		if (x === null) r.unknownNumber = true;
		return x ?? 0.5;
	}
	if (v instanceof Ndarray) return v.tensor;
	if (v instanceof PyFloat) return v.value;
	if (v instanceof SymInt) {
		if (NUMBERS.has(name)) {
			r.unknownNumber = true;
			return 1;
		}
		return v.dim;
	}
	if (v instanceof PyTuple || v instanceof PyList) return v.items.map((x) => read(name, x, r));
	if (v instanceof PyDType) return v.dtype;
	if (v instanceof Unknown) {
		if (TRUTHS.has(name)) return rt.truth(v);
		if (NUMBERS.has(name)) r.unknownNumber = true;
		else r.unknown = v;
		return 0.5;
	}
	const dtype = name === "dtype" ? dtypeOf(v) : null;
	if (dtype !== null) return dtype;
	// A callable (distance_function).
	return (...tensors: Tensor[]): Tensor => {
		const result = rt.call(v, tensors.map(py));
		return result instanceof PyTensor ? result.tensor : unknownTensor(tensors[0]);
	};
}

/** Sizes that no shape rule here takes symbolically. */
const PLAIN = new Set(["kernel_size", "stride", "padding", "dilation", "num_heads", "embed_dim_to_check", "num_groups", "size", "dim"]);
const symbolic = (v: unknown): boolean => (Array.isArray(v) ? v.some(symbolic) : typeof v === "object" && v !== null && "terms" in v);

function entryFunction(entry: FunctionEntry): PyBuiltin {
	const parameters = parseSignature(entry.signature);
	const call = (args: Value[], kw: Kwargs | null): Value => {
		const bound = bindArguments(entry.name, parameters, args, kw);
		const r: Reading = { unknownNumber: false, unknown: null };
		const a: Record<string, unknown> = {};
		for (const [name, v] of bound) a[name] = read(name, v, r);
		if (r.unknown !== null) return new Unknown(`torch.nn.functional.${entry.name} on a value that is not known (${r.unknown.why})`);
		if (entry.name !== "interpolate" && entry.name !== "affine_grid")
			for (const name of PLAIN) if (symbolic(a[name])) return new Unknown(`torch.nn.functional.${entry.name} with a symbolic ${name}`);
		const elements = world.elements;
		// A number that is not known: the function runs for its shape and graph only.
		if (r.unknownNumber) world.elements = -1;
		try {
			return fromResult(entry.call(a), null);
		} finally {
			world.elements = elements;
		}
	};
	const f = new PyBuiltin(entry.name, call, true);
	f.dict = new Map<string, Value>([["__module__", "torch.nn.functional"]]);
	return f;
}

export function functionalModule(): PyModule {
	const m = new PyModule("torch.nn.functional", null);
	for (const entry of functionalEntries) m.dict.set(entry.name, entryFunction(entry));
	m.missing = (name) => {
		const known = OPERATORS[name];
		if (known === undefined) {
			if (name === "torch" || name === "Tensor") return name === "torch" ? rt.importModule("torch") : rt.getAttr(rt.importModule("torch"), "Tensor");
			return undefined;
		}
		const op = boundOp(known[1] ?? name, "function", known[0]);
		if (op === null) return undefined;
		const f = new PyBuiltin(name, (args, kw) => callBound(op, name, args, kw), true);
		m.dict.set(name, f);
		return f;
	};
	return m;
}
