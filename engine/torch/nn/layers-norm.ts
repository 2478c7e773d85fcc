/** Normalisation: batch, instance, layer, group and RMS norms. */
import { isKnown, type Dim } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import { withGradMode } from "../../autograd/world.ts";
import { call, callInPlace, callOp } from "../../ops/dispatch.ts";
import { dimOf, PyTensor } from "../../values/tensor.ts";
import { PyFloat, type PyInstance, PyList, PyTuple, Unknown, type Value } from "../../values/value.ts";
import { def } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import {
	absent,
	attr,
	buffer,
	defineLayers,
	emptyParameter,
	floatDType,
	functional,
	type Layer,
	member,
	num,
	setAttrs,
	size,
	memberTensor,
	reset,
} from "./layer.ts";
import { familyClasses } from "./layer-bases.ts";
import { registerBuffer } from "./module.ts";

/** The weight and bias of a norm, where it has them; instance norms are not asked about the bias. */
function affine(m: PyInstance, sizes: Dim[], a: Record<string, Value>, wanted: Value): void {
	const withWeight = rt.truth(wanted);
	const withBias = withWeight && (a.bias === undefined || rt.truth(a.bias));
	for (const [name, isThere] of [
		["weight", withWeight],
		["bias", withBias],
	] as const)
		if (isThere) emptyParameter(m, name, sizes, a);
		else absent(m, name);
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
			affine(m, [n], a, a.affine!);
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
				const w = memberTensor(m, "weight");
				const b = memberTensor(m, "bias");
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
const sizesOf = (v: PyTuple): Dim[] => v.items.map((item) => dimOf(item) ?? 1);
/** Where numbers start: a weight of ones, a bias of zeros (RMSNorm has no bias at all). */
function onesAndZeros(m: PyInstance): void {
	const weight = memberTensor(m, "weight");
	const bias = rt.findAttr(m, "bias");
	withGradMode(false, () => {
		if (weight !== null) callInPlace("fill.Scalar", [weight, 1], "fill_");
		if (bias instanceof PyTensor) callOp("zero_", [bias.tensor]);
	});
}

defineLayers({
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
			affine(m, sizesOf(shape), a, a.elementwise_affine!);
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
			affine(m, [c], a, a.affine!);
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
});

/** Running statistics start over in place. */
def(familyClasses.get("_NormBase")!, "reset_running_stats", "", (m: PyInstance) => {
	if (attr(m, "track_running_stats") !== true) return null;
	withGradMode(false, () => {
		for (const [name, start] of [
			["running_mean", 0],
			["running_var", 1],
			["num_batches_tracked", 0],
		] as const) {
			const statistic = memberTensor(m, name);
			if (statistic === null) continue;
			if (start === 0) callOp("zero_", [statistic]);
			else callInPlace("fill.Scalar", [statistic, start], "fill_");
		}
	});
	return null;
});
