/** Layers with parameters or buffers: convolutions, normalisations, embeddings, weighted losses. */
import { reductionName } from "../functional/entry.ts";
import { isKnown, product, type Dim, mul } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { withGradMode } from "../../autograd/world.ts";
import { call, callInPlace, callOp } from "../../ops/dispatch.ts";
import { dimOf, py, PyTensor, pyDim } from "../../values/tensor.ts";
import { PyFloat, type PyInstance, PyList, PyTuple, Unknown, type Value } from "../../values/value.ts";
import { def, defClassMethod } from "../../values/native.ts";
import { derive } from "../../values/unknown.ts";
import { rt } from "../../values/runtime.ts";
import {
	absent,
	attr,
	buffer,
	defineLayers,
	emptyParameter,
	floatDType,
	fullParameter,
	functional,
	type Layer,
	layerClasses,
	member,
	num,
	setAttrs,
	size,
	tuple,
} from "./layer.ts";
import { uniformInit } from "./init.ts";
import { registerBuffer, registerParameter } from "./module.ts";
import { makeParameter } from "./parameter.ts";

const tensor = (m: PyInstance, name: string): Tensor | null => {
	const v = member(m, name);
	return v instanceof PyTensor ? v.tensor : null;
};
const reset = (m: PyInstance): void => void rt.call(rt.getAttr(m, "reset_parameters"), []);
const inferDim = (v: Value): Dim => dimOf(v) ?? 1;

/** kaiming_uniform(a=sqrt(5)) of the weight and the matching bound for the bias: both come to 1/sqrt(fan_in). */
function resetConv(m: PyInstance): void {
	const w = tensor(m, "weight");
	const b = tensor(m, "bias");
	if (w === null) return;
	const fan = product(w.sizes.slice(1));
	const bound = isKnown(fan) ? (fan > 0 ? 1 / Math.sqrt(fan) : 0) : null;
	uniformInit(w, bound);
	if (b !== null) uniformInit(b, bound);
}

function conv(n: 1 | 2 | 3, transposed: boolean): Layer {
	const name = transposed ? `conv_transpose${n}d` : `conv${n}d`;
	const convolve = (m: PyInstance, input: Value, w: Value, b: Value): Value => {
		let x = input;
		let padding = attr(m, "padding");
		const mode = attr(m, "padding_mode");
		if (mode !== "zeros") {
			x = functional("pad", [x, reversedPadding(m, n)], { mode });
			padding = tuple(0, n);
		}
		return functional(name, [x, w, b, attr(m, "stride"), padding, attr(m, "dilation"), attr(m, "groups")]);
	};
	return {
		file: "conv",
		methods: transposed
			? {}
			: { _conv_forward: ["! .input .weight .bias", (m, input, w, b) => convolve(m, input as Value, w as Value, b as Value)] },
		init: transposed
			? "in_channels out_channels kernel_size stride=1 padding=0 output_padding=0 groups=1 bias=True dilation=1 padding_mode='zeros'"
			: "in_channels out_channels kernel_size stride=1 padding=0 dilation=1 groups=1 bias=True padding_mode='zeros'",
		build(m, a) {
			const kernel = tuple(a.kernel_size!, n);
			const groups = num(a.groups!, 1);
			const [cin, cout] = [size(a.in_channels!), size(a.out_channels!)];
			if (isKnown(cin) && cin % groups !== 0) rt.raise("ValueError", "in_channels must be divisible by groups");
			if (isKnown(cout) && cout % groups !== 0) rt.raise("ValueError", "out_channels must be divisible by groups");
			const padding = typeof a.padding === "string" ? a.padding : tuple(a.padding!, n);
			setAttrs(m, {
				in_channels: a.in_channels!,
				out_channels: a.out_channels!,
				kernel_size: kernel,
				stride: tuple(a.stride!, n),
				padding,
				dilation: tuple(a.dilation!, n),
				transposed,
				output_padding: tuple(a.output_padding ?? 0, n),
				groups: a.groups!,
				padding_mode: a.padding_mode!,
			});
			const per = (c: Dim): Dim => (isKnown(c) ? c / groups : groups === 1 ? c : pyDiv(c, groups));
			const k = kernel.items.map(inferDim);
			emptyParameter(m, "weight", transposed ? [cin, per(cout), ...k] : [cout, per(cin), ...k], a);
			if (rt.truth(a.bias!)) emptyParameter(m, "bias", [cout], a);
			else absent(m, "bias");
			reset(m);
		},
		reset: resetConv,
		forward: [
			transposed ? "! .input .output_size?" : "! .input",
			(m, input) => {
				const w = member(m, "weight");
				const b = member(m, "bias");
				if (transposed)
					return functional(name, [
						input as Value,
						w,
						b,
						attr(m, "stride"),
						attr(m, "padding"),
						attr(m, "output_padding"),
						attr(m, "groups"),
						attr(m, "dilation"),
					]);
				return convolve(m, input as Value, w, b);
			},
		],
		text(m) {
			const parts = [
				`${rt.str(attr(m, "in_channels"))}, ${rt.str(attr(m, "out_channels"))}, kernel_size=${rt.repr(attr(m, "kernel_size"))}, stride=${rt.repr(attr(m, "stride"))}`,
			];
			const differs = (k: string, v: number): boolean => {
				const x = attr(m, k);
				return typeof x === "string" || (x instanceof PyTuple && x.items.some((i) => i !== v));
			};
			if (differs("padding", 0)) parts.push(`padding=${rt.str(attr(m, "padding"))}`);
			if (differs("dilation", 1)) parts.push(`dilation=${rt.repr(attr(m, "dilation"))}`);
			if (differs("output_padding", 0)) parts.push(`output_padding=${rt.repr(attr(m, "output_padding"))}`);
			if (attr(m, "groups") !== 1) parts.push(`groups=${rt.repr(attr(m, "groups"))}`);
			if (member(m, "bias") === null) parts.push("bias=False");
			if (attr(m, "padding_mode") !== "zeros") parts.push(`padding_mode=${rt.str(attr(m, "padding_mode"))}`);
			return parts.join(", ");
		},
	};
}
import { floorDiv as pyDiv } from "../../shape/dim.ts";
/** Both sides of each dimension, last dimension first, as F.pad takes them. */
function reversedPadding(m: PyInstance, n: number): PyTuple {
	const p = attr(m, "padding");
	const kernel = (attr(m, "kernel_size") as PyTuple).items;
	const dilation = (attr(m, "dilation") as PyTuple).items;
	const out: Value[] = [];
	for (let i = n - 1; i >= 0; i--) {
		if (p instanceof PyTuple) out.push(p.items[i]!, p.items[i]!);
		else if (p === "same") {
			const total = num(dilation[i]!) * (num(kernel[i]!) - 1);
			out.push(Math.floor(total / 2), total - Math.floor(total / 2));
		} else out.push(0, 0);
	}
	return new PyTuple(out);
}

/** Batch and instance normalisation share constructor, buffers and text. */
function batchNorm(kind: "batch" | "instance" | "sync", ranks: number[]): Layer {
	const instance = kind === "instance";
	return {
		file: instance ? "instancenorm" : "batchnorm",
		init: instance
			? "num_features eps=1e-05 momentum=0.1 affine=False track_running_stats=False"
			: "num_features eps=1e-05 momentum=0.1 affine=True track_running_stats=True * bias=True",
		build(m, a) {
			const n = size(a.num_features!);
			setAttrs(m, {
				num_features: a.num_features!,
				eps: a.eps!,
				momentum: a.momentum!,
				affine: a.affine!,
				track_running_stats: a.track_running_stats!,
			});
			if (rt.truth(a.affine!)) {
				emptyParameter(m, "weight", [n], a);
				if (a.bias === undefined || rt.truth(a.bias)) emptyParameter(m, "bias", [n], a);
				else absent(m, "bias");
			} else for (const p of ["weight", "bias"]) absent(m, p);
			if (rt.truth(a.track_running_stats!)) {
				buffer(m, "running_mean", call("zeros", [n], floatDType(a)));
				buffer(m, "running_var", call("ones", [n], floatDType(a)));
				buffer(m, "num_batches_tracked", call("zeros", [], dtypes.int64));
			} else for (const b of ["running_mean", "running_var", "num_batches_tracked"]) registerBuffer(m, b, null);
			reset(m);
		},
		reset(m) {
			rt.call(rt.getAttr(m, "reset_running_stats"), []);
			withGradMode(false, () => {
				const w = tensor(m, "weight");
				const b = tensor(m, "bias");
				if (w !== null) callInPlace("fill.Scalar", [w, 1], "fill_");
				if (b !== null) callOp("zero_", [b]);
			});
		},
		forward: [
			"! .input",
			(m, input) => {
				const x = input as Value;
				if (!(x instanceof PyTensor) && !(x instanceof Unknown)) rt.getAttr(x, "dim");
				if (x instanceof PyTensor && !x.tensor.unknownShape && !ranks.includes(x.tensor.dim)) {
					const allowed = ranks.length === 2 ? `${ranks[0]}D or ${ranks[1]}D` : `${ranks[0]}D`;
					if (kind !== "sync") rt.raise("ValueError", `expected ${allowed} input (got ${x.tensor.dim}D input)`);
				}
				const training = rt.truth(attr(m, "training"));
				const mean = member(m, "running_mean");
				const variance = member(m, "running_var");
				if (instance)
					return functional("instance_norm", [
						x,
						mean,
						variance,
						member(m, "weight"),
						member(m, "bias"),
						training || mean === null,
						attr(m, "momentum") ?? new PyFloat(0),
						attr(m, "eps"),
					]);
				let momentum: Value = attr(m, "momentum") === null ? new PyFloat(0) : attr(m, "momentum");
				const tracked = member(m, "num_batches_tracked");
				if (training && rt.truth(attr(m, "track_running_stats")) && tracked instanceof PyTensor) {
					withGradMode(false, () => callInPlace("add.Tensor", [tracked.tensor, 1], "add_"));
					if (attr(m, "momentum") === null) momentum = new PyFloat(1 / (tracked.tensor.first() ?? 1));
				}
				const useBatch = training || (mean === null && variance === null);
				const track = !training || rt.truth(attr(m, "track_running_stats"));
				return functional("batch_norm", [
					x,
					track ? mean : null,
					track ? variance : null,
					member(m, "weight"),
					member(m, "bias"),
					useBatch,
					momentum,
					attr(m, "eps"),
				]);
			},
		],
		text: (m) =>
			`${rt.str(attr(m, "num_features"))}, eps=${rt.repr(attr(m, "eps"))}, momentum=${rt.repr(attr(m, "momentum"))}, affine=${rt.repr(attr(m, "affine"))}, bias=${member(m, "bias") === null ? "False" : "True"}, track_running_stats=${rt.repr(attr(m, "track_running_stats"))}`,
	};
}

const shapeTuple = (v: Value): PyTuple => (v instanceof PyTuple || v instanceof PyList ? new PyTuple([...v.items]) : new PyTuple([v]));
const sizesOf = (v: PyTuple): Dim[] => v.items.map(inferDim);

defineLayers({
	Conv1d: conv(1, false),
	Conv2d: conv(2, false),
	Conv3d: conv(3, false),
	ConvTranspose1d: conv(1, true),
	ConvTranspose2d: conv(2, true),
	ConvTranspose3d: conv(3, true),
	BatchNorm1d: batchNorm("batch", [2, 3]),
	BatchNorm2d: batchNorm("batch", [4]),
	BatchNorm3d: batchNorm("batch", [5]),
	SyncBatchNorm: batchNorm("sync", [2, 3, 4, 5]),
	InstanceNorm1d: batchNorm("instance", [2, 3]),
	InstanceNorm2d: batchNorm("instance", [3, 4]),
	InstanceNorm3d: batchNorm("instance", [4, 5]),
	LayerNorm: {
		file: "normalization",
		init: "normalized_shape eps=1e-05 elementwise_affine=True bias=True",
		build(m, a) {
			const shape = shapeTuple(a.normalized_shape!);
			setAttrs(m, { normalized_shape: shape, eps: a.eps!, elementwise_affine: a.elementwise_affine! });
			if (rt.truth(a.elementwise_affine!)) {
				emptyParameter(m, "weight", sizesOf(shape), a);
				if (rt.truth(a.bias!)) emptyParameter(m, "bias", sizesOf(shape), a);
				else absent(m, "bias");
			} else for (const p of ["weight", "bias"]) absent(m, p);
			reset(m);
		},
		reset: onesAndZeros,
		forward: [
			"! .input",
			(m, x) => functional("layer_norm", [x as Value, attr(m, "normalized_shape"), member(m, "weight"), member(m, "bias"), attr(m, "eps")]),
		],
		text: (m) =>
			`${rt.repr(attr(m, "normalized_shape"))}, eps=${rt.repr(attr(m, "eps"))}, elementwise_affine=${rt.repr(attr(m, "elementwise_affine"))}, bias=${member(m, "bias") === null ? "False" : "True"}`,
	},
	GroupNorm: {
		file: "normalization",
		init: "num_groups num_channels eps=1e-05 affine=True * bias=True",
		build(m, a) {
			const c = size(a.num_channels!);
			if (isKnown(c) && c % num(a.num_groups!, 1) !== 0)
				rt.raise("ValueError", `num_channels (${c}) must be divisible by num_groups (${num(a.num_groups!)})`);
			setAttrs(m, { num_groups: a.num_groups!, num_channels: a.num_channels!, eps: a.eps!, affine: a.affine! });
			if (rt.truth(a.affine!)) {
				emptyParameter(m, "weight", [c], a);
				if (rt.truth(a.bias!)) emptyParameter(m, "bias", [c], a);
				else absent(m, "bias");
			} else for (const p of ["weight", "bias"]) absent(m, p);
			reset(m);
		},
		reset: onesAndZeros,
		forward: [
			"! .input",
			(m, x) => functional("group_norm", [x as Value, attr(m, "num_groups"), member(m, "weight"), member(m, "bias"), attr(m, "eps")]),
		],
		text: (m) =>
			`${rt.str(attr(m, "num_groups"))}, ${rt.str(attr(m, "num_channels"))}, eps=${rt.repr(attr(m, "eps"))}, affine=${rt.repr(attr(m, "affine"))}, bias=${member(m, "bias") === null ? "False" : "True"}`,
	},
	RMSNorm: {
		file: "normalization",
		init: "normalized_shape eps=None elementwise_affine=True",
		build(m, a) {
			const shape = shapeTuple(a.normalized_shape!);
			setAttrs(m, { normalized_shape: shape, eps: a.eps!, elementwise_affine: a.elementwise_affine! });
			if (rt.truth(a.elementwise_affine!)) emptyParameter(m, "weight", sizesOf(shape), a);
			else absent(m, "weight");
			reset(m);
		},
		reset: onesAndZeros,
		forward: ["! .x", (m, x) => functional("rms_norm", [x as Value, attr(m, "normalized_shape"), member(m, "weight"), attr(m, "eps")])],
		text: (m) =>
			`${rt.repr(attr(m, "normalized_shape"))}, eps=${rt.repr(attr(m, "eps"))}, elementwise_affine=${rt.repr(attr(m, "elementwise_affine"))}`,
	},
	Embedding: {
		file: "sparse",
		init: "num_embeddings embedding_dim padding_idx=None max_norm=None norm_type=2.0 scale_grad_by_freq=False sparse=False _weight=None _freeze=False",
		build(m, a) {
			const n = size(a.num_embeddings!);
			let pad = a.padding_idx!;
			if (typeof pad === "number" && isKnown(n)) {
				if (pad > 0 && pad >= n) rt.raise("AssertionError", "Padding_idx must be within num_embeddings");
				if (pad < 0 && pad < -n) rt.raise("AssertionError", "Padding_idx must be within num_embeddings");
				if (pad < 0) pad = n + pad;
			}
			setAttrs(m, {
				num_embeddings: a.num_embeddings!,
				embedding_dim: a.embedding_dim!,
				padding_idx: pad,
				max_norm: a.max_norm!,
				norm_type: a.norm_type!,
				scale_grad_by_freq: a.scale_grad_by_freq!,
				sparse: a.sparse!,
			});
			const given = a._weight;
			if (given instanceof PyTensor) registerParameter(m, "weight", makeParameter(given.tensor, !rt.truth(a._freeze!)));
			else {
				emptyParameter(m, "weight", [n, size(a.embedding_dim!)], a);
				reset(m);
			}
		},
		reset(m) {
			withGradMode(false, () => {
				const w = tensor(m, "weight")!;
				callOp("normal_", [w, 0, 1, null]);
				const pad = attr(m, "padding_idx");
				if (typeof pad === "number") callInPlace("fill.Scalar", [call("select.int", w, 0, pad), 0], "fill_");
			});
		},
		forward: [
			"! .input",
			(m, x) =>
				functional("embedding", [
					x as Value,
					member(m, "weight"),
					attr(m, "padding_idx"),
					attr(m, "max_norm"),
					attr(m, "norm_type"),
					attr(m, "scale_grad_by_freq"),
					attr(m, "sparse"),
				]),
		],
		text(m) {
			let s = `${rt.str(attr(m, "num_embeddings"))}, ${rt.str(attr(m, "embedding_dim"))}`;
			for (const [k, off] of [
				["padding_idx", null],
				["max_norm", null],
			] as const)
				if (attr(m, k) !== off) s += `, ${k}=${rt.repr(attr(m, k))}`;
			if (num(attr(m, "norm_type")) !== 2) s += `, norm_type=${rt.repr(attr(m, "norm_type"))}`;
			if (attr(m, "scale_grad_by_freq") !== false) s += `, scale_grad_by_freq=${rt.repr(attr(m, "scale_grad_by_freq"))}`;
			if (attr(m, "sparse") !== false) s += ", sparse=True";
			return s;
		},
	},
	EmbeddingBag: {
		file: "sparse",
		init: "num_embeddings embedding_dim max_norm=None norm_type=2.0 scale_grad_by_freq=False mode='mean' sparse=False _weight=None include_last_offset=False padding_idx=None",
		build(m, a) {
			setAttrs(
				m,
				Object.fromEntries(
					[
						"num_embeddings",
						"embedding_dim",
						"max_norm",
						"norm_type",
						"scale_grad_by_freq",
						"mode",
						"sparse",
						"include_last_offset",
						"padding_idx",
					].map((k) => [k, a[k]!]),
				),
			);
			if (a._weight instanceof PyTensor) registerParameter(m, "weight", makeParameter(a._weight.tensor, true));
			else {
				emptyParameter(m, "weight", [size(a.num_embeddings!), size(a.embedding_dim!)], a);
				reset(m);
			}
		},
		reset: (m) => withGradMode(false, () => void callOp("normal_", [tensor(m, "weight")!, 0, 1, null])),
		forward: [
			"! .input .offsets? .per_sample_weights?",
			(m, x, offsets, weights) =>
				functional("embedding_bag", [
					x as Value,
					member(m, "weight"),
					offsets ?? null,
					attr(m, "max_norm"),
					attr(m, "norm_type"),
					attr(m, "scale_grad_by_freq"),
					attr(m, "mode"),
					attr(m, "sparse"),
					weights ?? null,
					attr(m, "include_last_offset"),
					attr(m, "padding_idx"),
				]),
		],
		text: (m) => `${rt.str(attr(m, "num_embeddings"))}, ${rt.str(attr(m, "embedding_dim"))}, mode=${rt.repr(attr(m, "mode"))}`,
	},
	PReLU: {
		file: "activation",
		init: "num_parameters=1 init=0.25",
		build(m, a) {
			setAttrs(m, { num_parameters: a.num_parameters!, init: a.init! });
			emptyParameter(m, "weight", [size(a.num_parameters!)], a);
			reset(m);
		},
		reset: (m) => withGradMode(false, () => void callInPlace("fill.Scalar", [tensor(m, "weight")!, num(attr(m, "init"))], "fill_")),
		forward: ["! .input", (m, x) => functional("prelu", [x as Value, member(m, "weight")])],
		text: (m) => `num_parameters=${rt.str(attr(m, "num_parameters"))}`,
	},
	Bilinear: {
		file: "linear",
		init: "in1_features in2_features out_features bias=True",
		build(m, a) {
			setAttrs(m, { in1_features: a.in1_features!, in2_features: a.in2_features!, out_features: a.out_features! });
			const [i, j, o] = [size(a.in1_features!), size(a.in2_features!), size(a.out_features!)];
			emptyParameter(m, "weight", [o, i, j], a);
			if (rt.truth(a.bias!)) emptyParameter(m, "bias", [o], a);
			else absent(m, "bias");
			reset(m);
		},
		reset(m) {
			const w = tensor(m, "weight")!;
			const fan = w.sizes[1]!;
			const bound = isKnown(fan) ? 1 / Math.sqrt(fan) : null;
			uniformInit(w, bound);
			const b = tensor(m, "bias");
			if (b !== null) uniformInit(b, bound);
		},
		forward: ["! .input1 .input2", (m, x, y) => functional("bilinear", [x as Value, y as Value, member(m, "weight"), member(m, "bias")])],
		text: (m) =>
			`in1_features=${rt.str(attr(m, "in1_features"))}, in2_features=${rt.str(attr(m, "in2_features"))}, out_features=${rt.str(attr(m, "out_features"))}, bias=${member(m, "bias") === null ? "False" : "True"}`,
	},
	...weightedLosses(),
});

function onesAndZeros(m: PyInstance): void {
	withGradMode(false, () => {
		const w = tensor(m, "weight");
		const b = member(m, "weight") === null ? null : m.cls.lookup("reset_parameters") === undefined ? null : biasOf(m);
		if (w !== null) callInPlace("fill.Scalar", [w, 1], "fill_");
		if (b !== null) callOp("zero_", [b]);
	});
}
function biasOf(m: PyInstance): Tensor | null {
	const v = rt.findAttr(m, "bias");
	return v instanceof PyTensor ? v.tensor : null;
}

/** `from_pretrained`: a layer around a given table, frozen unless told otherwise. */
for (const [name, options] of [
	["Embedding", "padding_idx max_norm norm_type scale_grad_by_freq sparse"],
	["EmbeddingBag", "max_norm norm_type scale_grad_by_freq mode sparse include_last_offset padding_idx"],
] as const)
	defClassMethod(
		layerClasses.get(name)!,
		"from_pretrained",
		`! .embeddings .freeze? ${options
			.split(" ")
			.map((o) => `.${o}?`)
			.join(" ")}`,
		(cls: Value, table: Value, freeze: Value | undefined, ...given: (Value | undefined)[]) => {
			if (!(table instanceof PyTensor)) return derive("from_pretrained", [table]);
			const t = table.tensor;
			if (!t.unknownShape && t.dim !== 2) rt.raise("AssertionError", "Embeddings parameter is expected to be 2-dimensional");
			const kw = new Map<string, Value>([["_weight", table]]);
			if (name === "Embedding") kw.set("_freeze", freeze === undefined ? true : freeze);
			options.split(" ").forEach((o, i) => {
				if (given[i] !== undefined) kw.set(o, given[i] as Value);
			});
			const m = rt.call(cls, [pyDim(t.sizes[0] ?? 1), pyDim(t.sizes[1] ?? 1)], kw);
			if (name === "EmbeddingBag") rt.setAttr(rt.getAttr(m, "weight"), "requires_grad", freeze !== undefined && !rt.truth(freeze));
			return m;
		},
	);

/** Running statistics of the batch norms start over in place. */
for (const name of ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "SyncBatchNorm", "InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d"])
	def(layerClasses.get(name)!, "reset_running_stats", "", (m: PyInstance) => {
		if (attr(m, "track_running_stats") !== true) return null;
		withGradMode(false, () => {
			callOp("zero_", [tensor(m, "running_mean")!]);
			callInPlace("fill.Scalar", [tensor(m, "running_var")!, 1], "fill_");
			callOp("zero_", [tensor(m, "num_batches_tracked")!]);
		});
		return null;
	});

/** Losses with a class weight: a buffer, so that it moves with the module. */
function weightedLosses(): Record<string, Layer> {
	const make = (init: string, buffers: string[], attrs: string[], fn: string, args: (m: PyInstance) => Record<string, Value>): Layer => ({
		file: "loss",
		init,
		build(m, a) {
			for (const b of buffers) registerBuffer(m, b, a[b]!);
			setAttrs(m, Object.fromEntries(attrs.map((k) => [k, a[k]!])));
			if (a.size_average != null || a.reduce != null) setAttrs(m, { reduction: reductionName(a) });
		},
		forward: ["! .input .target", (m, x, y) => functional(fn, [x as Value, y as Value], args(m))],
	});
	const old = "size_average=None";
	return {
		CrossEntropyLoss: make(
			`weight=None ${old} ignore_index=-100 reduce=None reduction='mean' label_smoothing=0.0`,
			["weight"],
			["ignore_index", "reduction", "label_smoothing"],
			"cross_entropy",
			(m) => ({
				weight: member(m, "weight"),
				ignore_index: attr(m, "ignore_index"),
				reduction: attr(m, "reduction"),
				label_smoothing: attr(m, "label_smoothing"),
			}),
		),
		NLLLoss: make(
			`weight=None ${old} ignore_index=-100 reduce=None reduction='mean'`,
			["weight"],
			["ignore_index", "reduction"],
			"nll_loss",
			(m) => ({ weight: member(m, "weight"), ignore_index: attr(m, "ignore_index"), reduction: attr(m, "reduction") }),
		),
		BCELoss: make(`weight=None ${old} reduce=None reduction='mean'`, ["weight"], ["reduction"], "binary_cross_entropy", (m) => ({
			weight: member(m, "weight"),
			reduction: attr(m, "reduction"),
		})),
		BCEWithLogitsLoss: make(
			`weight=None ${old} reduce=None reduction='mean' pos_weight=None`,
			["weight", "pos_weight"],
			["reduction"],
			"binary_cross_entropy_with_logits",
			(m) => ({ weight: member(m, "weight"), pos_weight: member(m, "pos_weight"), reduction: attr(m, "reduction") }),
		),
		MultiMarginLoss: make(
			`p=1 margin=1.0 weight=None ${old} reduce=None reduction='mean'`,
			["weight"],
			["p", "margin", "reduction"],
			"multi_margin_loss",
			(m) => ({ p: attr(m, "p"), margin: attr(m, "margin"), weight: member(m, "weight"), reduction: attr(m, "reduction") }),
		),
		MultiLabelSoftMarginLoss: make(
			`weight=None ${old} reduce=None reduction='mean'`,
			["weight"],
			["reduction"],
			"multilabel_soft_margin_loss",
			(m) => ({ weight: member(m, "weight"), reduction: attr(m, "reduction") }),
		),
	};
}
void fullParameter;
void mul;
void py;
void pyDim;
