/** Batch, layer, group, instance and RMS normalisation. */
import { isLikeChannelsLast, keepsFormat } from "../kernel/formats.ts";
import { type Dim, dimText, equal, floorDiv, isKnown, mul } from "../../shape/dim.ts";
import { type DType, dtypes } from "../../shape/dtype.ts";
import { maySameSizes, numel, type Sizes, sizesText } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import { convert, Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import {
	add,
	call,
	callInPlace,
	callMany,
	contiguous,
	meanDims,
	mul as times,
	pow,
	rsqrt,
	sub,
	sumDims,
	toDtype,
	view,
	clone,
	select,
} from "../aten.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { columnGradients, columnStats } from "../kernel/norm-columns.ts";
import { channelGradients, channelStats, normalizeRows, rowGradients, rowStats, scaleChannels } from "../kernel/norm.ts";
import { check, joint, rounded, runtimeError, undefinedTensor, unknownNumbers, wants, withoutHistory } from "../kernel/rounded.ts";
import { defineComposites, defineRows, type Formula } from "../row.ts";
import { addNumber } from "../scalars.ts";
import { differentiate } from "../second-order.ts";

const present = (...list: (Tensor | null)[]): Tensor[] => list.filter((t): t is Tensor => t !== null);
const notFor = (name: string, d: DType): TorchError =>
	new TorchError("NotImplementedError", `"${name}" not implemented for '${d.scalarType}'`, { key: "NOT_IMPLEMENTED_FOR" });

function checkDtypes(name: string, input: Tensor, ...others: (Tensor | null)[]): void {
	if (input.unknownDtype) return;
	// Half inputs may come with float parameters.
	const half = input.dtype.name === "float16" || input.dtype.name === "bfloat16";
	for (const t of present(...others)) {
		if (t.unknownDtype || t.dtype === input.dtype) continue;
		if (t.dtype.name !== "float32" && input.dtype.name !== "float64" && input.dtype.name !== "float32")
			throw runtimeError("mixed dtype (CPU): expect parameter to have scalar type of Float");
		if (!half) throw runtimeError("mixed dtype (CPU): all inputs must share same datatype.");
	}
	if (input.dtype.category !== 2) throw notFor(name, input.dtype);
}

/** [outer, channels, inner] of a batch-norm input; null when symbolic. */
function layout(input: Tensor): [number, number, number] | null {
	const n = count(input.sizes);
	if (n === null) return null;
	const inner = count(input.sizes.slice(2))!;
	return [input.sizes[0] as number, input.sizes[1] as number, inner];
}

const batchNorm = (
	input: Tensor,
	weight: Tensor | null,
	bias: Tensor | null,
	runningMean: Tensor | null,
	runningVar: Tensor | null,
	training: boolean,
	momentum: number,
	eps: number,
): Tensor[] => {
	if (!input.unknownDtype && input.dtype.category !== 2) throw notFor("batch_norm", input.dtype);
	checkDtypes("batch_norm", input, weight, bias, runningMean, runningVar);
	const shape = layout(input);
	const channels = [input.sizes[1] ?? 1];
	const stats = training ? [] : present(runningMean, runningVar);
	const known = shape !== null && affordable([input, ...present(weight, bias), ...stats], count(input.sizes)!);
	const single = input.dtype.name === "float32";
	if (!known) {
		// The running statistics are no longer known either.
		if (training) for (const t of present(runningMean, runningVar)) t.write(null);
		const of = training ? channels : [0];
		return [unknownNumbers(input.sizes, input.dtype), unknownNumbers(of, input.dtype), unknownNumbers(of, input.dtype)];
	}
	const [outer, c, inner] = shape;
	const x = input.numbers()!;
	const [w, b] = [weight?.numbers() ?? null, bias?.numbers() ?? null];
	if (!training) {
		const invstd = Float64Array.from(runningVar!.numbers()!, (v) =>
			single ? Math.fround(1 / Math.sqrt(v + eps)) : 1 / Math.sqrt(v + eps),
		);
		return [
			rounded(input.sizes, input.dtype, scaleChannels(x, outer, c, inner, runningMean!.numbers()!, invstd, w, b, single)),
			undefinedTensor(input.dtype),
			undefinedTensor(input.dtype),
		];
	}
	const s = single && inner === 1 ? columnStats(x, outer, c) : channelStats(x, outer, c, inner);
	const mean = convert(s.mean, input.dtype);
	const n = outer * inner;
	const r = single ? Math.fround : (v: number): number => v;
	const squares = s.squares.map(r);
	const invstd = convert(
		squares.map((v) => 1 / Math.sqrt(r(v / n) + eps)),
		input.dtype,
	);
	// PyTorch updates the statistics in the kernel: their version counters stay as they are.
	updateRunning(runningMean, s.mean, momentum);
	updateRunning(
		runningVar,
		squares.map((v) => r(v / (n - 1))),
		momentum,
	);
	return [
		rounded(input.sizes, input.dtype, scaleChannels(x, outer, c, inner, mean, invstd, w, b, single)),
		Tensor.make(channels, input.dtype, mean),
		Tensor.make(channels, input.dtype, invstd),
	];
};

function updateRunning(t: Tensor | null, now: Float64Array, momentum: number): void {
	if (t === null) return;
	const before = t.numbers();
	const f = Math.fround;
	const single = t.dtype.name === "float32";
	t.write(
		before === null
			? null
			: convert(
					now.map((v, i) => (single ? f(momentum) * f(v) + f(f(1 - momentum) * before[i]!) : momentum * v + (1 - momentum) * before[i]!)),
					t.dtype,
				),
	);
}

function batchNormBackward(
	g: Tensor,
	input: Tensor,
	weight: Tensor | null,
	runningMean: Tensor | null,
	runningVar: Tensor | null,
	saveMean: Tensor,
	saveInvstd: Tensor,
	train: boolean,
	eps: number,
	mask: boolean[],
): Tensor[] {
	const shape = layout(input);
	const channels = [input.sizes[1]!];
	const needed = present(g, input, weight, ...(train ? [saveMean, saveInvstd] : [runningMean, runningVar]));
	const some = (i: number, t: () => Tensor): Tensor => (mask[i] ? t() : undefinedTensor(input.dtype));
	if (shape === null || !affordable(needed, count(input.sizes)!))
		return [
			some(0, () => unknownNumbers(input.sizes, input.dtype)),
			some(1, () => unknownNumbers(channels, input.dtype)),
			some(2, () => unknownNumbers(channels, input.dtype)),
		];
	const mean = train ? saveMean.numbers()! : runningMean!.numbers()!;
	const invstd = train ? saveInvstd.numbers()! : Float64Array.from(runningVar!.numbers()!, (v) => 1 / Math.sqrt(v + eps));
	const w = weight?.numbers() ?? null;
	const columns = train && shape[2] === 1 && input.dtype.name === "float32";
	const r = columns
		? columnGradients(g.numbers()!, input.numbers()!, shape[0], shape[1], mean, invstd, w)
		: channelGradients(g.numbers()!, input.numbers()!, ...shape, mean, invstd, w, train);
	return [
		some(0, () => rounded(input.sizes, input.dtype, r.input)),
		some(1, () => rounded(channels, input.dtype, r.weight)),
		some(2, () => rounded(channels, input.dtype, r.bias)),
	];
}

/** Batch norm's backward over plain ops, for second derivatives. */
function plainBatchBackward(g: Tensor, x: Tensor, weight: Tensor | null, e: any): Tensor[] {
	const dims = x.sizes.map((_, i) => i).filter((i) => i !== 1);
	const column = (t: Tensor): Tensor => view(t, [1, x.sizes[1]!, ...x.sizes.slice(2).map(() => 1)]);
	const centre = e.train ? sub(x, meanDims(x, dims, true)) : sub(x, column(e.running_mean));
	const inv = e.train ? rsqrt(add(meanDims(times(centre, centre), dims, true), e.eps)) : rsqrt(add(column(e.running_var), e.eps));
	const hat = times(centre, inv);
	const scaled = weight === null ? g : times(g, column(weight));
	const gi = e.train
		? times(sub(sub(scaled, meanDims(scaled, dims, true)), times(hat, meanDims(times(scaled, hat), dims, true))), inv)
		: times(scaled, inv);
	return [gi, sumDims(times(g, hat), dims), sumDims(g, dims)];
}

const batchGradients = (g: Tensor, e: any): Tensor[] =>
	joint(e, () =>
		callMany(
			"native_batch_norm_backward",
			g,
			e.input,
			e.weight,
			e.running_mean ?? null,
			e.running_var ?? null,
			detached(e.result1),
			detached(e.result2),
			e.training,
			e.eps,
			[wants(e.input), wants(e.weight), wants(e.bias)],
		),
	);

const batchSecond = (e: any): (Tensor | null)[] =>
	joint(e, () => differentiate([e.grad_out, e.input, e.weight], e.grads, ([g, x, w]) => plainBatchBackward(g!, x!, w!, e)));

/** Rows of a layer norm: how many, and how long. */
function rowsOf(input: Tensor, normalized: Sizes): [number, number] | null {
	const n = count(input.sizes);
	const length = count(normalized);
	return n === null || length === null ? null : [length === 0 ? 0 : n / length, length];
}
const own = (_r: number, i: number): number => i;

function checkLayer(input: Tensor, normalized: Dim[], weight: Tensor | null, bias: Tensor | null, rms = false): void {
	const n = normalized.length;
	const shape = sizesText(normalized);
	check(
		n >= 1,
		() =>
			`Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = ${shape}`,
	);
	for (const [what, t] of [
		["weight", weight],
		["bias", bias],
	] as const)
		if (t !== null)
			check(
				maySameSizes(t.sizes, normalized),
				() =>
					`Expected ${what} to be of same shape as normalized_shape, but got ${what} of shape ${sizesText(t.sizes)} and normalized_shape = ${shape}`,
			);
	check(
		input.dim >= n && maySameSizes(input.sizes.slice(input.dim - n), normalized),
		() =>
			`Given normalized_shape=${shape}, expected input with shape [*${normalized.map((d) => (rms ? dimText(d) : `, ${dimText(d)}`)).join(rms ? ", " : "")}], but got input of size${sizesText(input.sizes)}`,
	);
}

const layerNorm = (input: Tensor, normalized: Dim[], weight: Tensor | null, bias: Tensor | null, eps: number): Tensor[] => {
	checkLayer(input, normalized, weight, bias);
	checkDtypes("LayerNormKernelImpl", input, weight, bias);
	const statSizes = input.sizes.map((s, i) => (i < input.dim - normalized.length ? s : 1));
	// Half precision with float32 weights: the statistics are float32, too.
	const statDtype = weight?.dtype ?? bias?.dtype ?? input.dtype;
	const rows = rowsOf(input, normalized);
	if (rows === null || !affordable([input, ...present(weight, bias)], count(input.sizes)!))
		return [unknownNumbers(input.sizes, input.dtype), unknownNumbers(statSizes, statDtype), unknownNumbers(statSizes, statDtype)];
	const x = input.numbers()!;
	const stats = rowStats(x, ...rows, eps);
	const out = normalizeRows(x, ...rows, stats, weight?.numbers() ?? null, bias?.numbers() ?? null, own);
	return [rounded(input.sizes, input.dtype, out), rounded(statSizes, statDtype, stats.mean), rounded(statSizes, statDtype, stats.rstd)];
};

function layerNormBackward(
	g: Tensor,
	input: Tensor,
	normalized: Dim[],
	mean: Tensor,
	rstd: Tensor,
	weight: Tensor | null,
	bias: Tensor | null,
	mask: boolean[],
): Tensor[] {
	const some = (i: number, t: () => Tensor): Tensor => (mask[i] ? t() : undefinedTensor(input.dtype));
	const rows = rowsOf(input, normalized);
	if (rows === null || !affordable([g, input, mean, rstd, ...present(weight)], count(input.sizes)!))
		return [
			some(0, () => unknownNumbers(input.sizes, input.dtype)),
			some(1, () => unknownNumbers(normalized, weight?.dtype ?? input.dtype)),
			some(2, () => unknownNumbers(normalized, bias?.dtype ?? input.dtype)),
		];
	const stats = { mean: mean.numbers()!, rstd: rstd.numbers()! };
	const r = rowGradients(
		g.numbers()!,
		input.numbers()!,
		...rows,
		stats,
		weight?.numbers() ?? null,
		own,
		rows[1],
		input.dtype.itemSize === 2 ? input.dtype.round! : null,
	);
	return [
		some(0, () => rounded(input.sizes, input.dtype, r.input)),
		some(1, () => rounded(normalized, weight?.dtype ?? input.dtype, r.weight)),
		some(2, () => rounded(normalized, bias?.dtype ?? input.dtype, r.bias)),
	];
}

/** Layer norm's backward over plain ops, for second derivatives. `eps` is read back from the saved statistics. */
function plainLayerBackward(g: Tensor, x: Tensor, weight: Tensor | null, e: any): Tensor[] {
	const n = (e.normalized_shape as Dim[]).length;
	const inner = x.sizes.slice(x.dim - n).map((_, i) => x.dim - n + i);
	const outer = x.sizes.slice(0, x.dim - n).map((_, i) => i);
	const centre = sub(x, meanDims(x, inner, true));
	const variance = meanDims(times(centre, centre), inner, true);
	// 1 / rstd^2 = variance + eps at the saved point.
	const eps = sub(pow(e.rstd, -2), detached(variance));
	const inv = rsqrt(add(variance, eps));
	const hat = times(centre, inv);
	const scaled = weight === null ? g : times(g, weight);
	const gi = times(sub(sub(scaled, meanDims(scaled, inner, true)), times(hat, meanDims(times(scaled, hat), inner, true))), inv);
	const total = (t: Tensor): Tensor => (outer.length === 0 ? t : sumDims(t, outer));
	return [gi, total(times(g, hat)), total(g)];
}
/** PyTorch's statistics have no history of their own. */
const detached = withoutHistory;

const layerGradients = (g: Tensor, e: any): Tensor[] =>
	joint(e, () =>
		callMany("native_layer_norm_backward", g, e.input, e.normalized_shape, detached(e.result1), detached(e.result2), e.weight, e.bias, [
			wants(e.input),
			wants(e.weight),
			wants(e.bias),
		]),
	);
const layerSecond = (e: any): (Tensor | null)[] =>
	joint(e, () => differentiate([e.grad_out, e.input, e.weight], e.grads, ([g, x, w]) => plainLayerBackward(g!, x!, w!, e)));

/** Group norm's elements: rows are (sample, group); the weight index is the channel. */
function groupLayout(
	n: Dim,
	c: Dim,
	hw: Dim,
	groups: number,
): { rows: number; length: number; at: (r: number, i: number) => number } | null {
	if (!isKnown(n) || !isKnown(c) || !isKnown(hw)) return null;
	const per = c / groups;
	return { rows: n * groups, length: per * hw, at: (r, i) => (r % groups) * per + Math.floor(i / hw) };
}

const groupNorm = (
	input: Tensor,
	weight: Tensor | null,
	bias: Tensor | null,
	n: Dim,
	c: Dim,
	hw: Dim,
	groups: number,
	eps: number,
): Tensor[] => {
	checkDtypes("GroupNormKernelImpl", input, weight, bias);
	const g = groupLayout(n, c, hw, groups);
	const statSizes = [n, groups];
	if (g === null || !affordable([input, ...present(weight, bias)], count(input.sizes)!))
		return [unknownNumbers(input.sizes, input.dtype), unknownNumbers(statSizes, input.dtype), unknownNumbers(statSizes, input.dtype)];
	const x = input.numbers()!;
	const stats = rowStats(x, g.rows, g.length, eps);
	const out = normalizeRows(x, g.rows, g.length, stats, weight?.numbers() ?? null, bias?.numbers() ?? null, g.at);
	return [rounded(input.sizes, input.dtype, out), rounded(statSizes, input.dtype, stats.mean), rounded(statSizes, input.dtype, stats.rstd)];
};

function groupNormBackward(
	g: Tensor,
	input: Tensor,
	mean: Tensor,
	rstd: Tensor,
	weight: Tensor | null,
	n: Dim,
	c: Dim,
	hw: Dim,
	groups: number,
	mask: boolean[],
): Tensor[] {
	const some = (i: number, t: () => Tensor): Tensor => (mask[i] ? t() : undefinedTensor(input.dtype));
	const l = groupLayout(n, c, hw, groups);
	if (l === null || !affordable([g, input, mean, rstd, ...present(weight)], count(input.sizes)!))
		return [
			some(0, () => unknownNumbers(input.sizes, input.dtype)),
			some(1, () => unknownNumbers([c], input.dtype)),
			some(2, () => unknownNumbers([c], input.dtype)),
		];
	const stats = { mean: mean.numbers()!, rstd: rstd.numbers()! };
	const r = rowGradients(g.numbers()!, input.numbers()!, l.rows, l.length, stats, weight?.numbers() ?? null, l.at, c as number);
	return [
		some(0, () => rounded(input.sizes, input.dtype, r.input)),
		some(1, () => rounded([c], input.dtype, r.weight)),
		some(2, () => rounded([c], input.dtype, r.bias)),
	];
}

/** With create_graph PyTorch uses differentiable ops instead of the kernel. */
function plainGroupBackward(g: Tensor, e: any): (Tensor | null)[] {
	const { N, C, HxW, group } = e as { N: Dim; C: Dim; HxW: Dim; group: number };
	const grouped = (t: Tensor): Tensor => call("reshape", t, [N, group, floorDiv(C, group), HxW]);
	const x = grouped(e.input);
	const centre = sub(x, meanDims(x, [2, 3], true));
	const variance = meanDims(times(centre, centre), [2, 3], true);
	const eps = sub(view(pow(detached(e.result2), -2), [N, group, 1, 1]), detached(variance));
	const inv = rsqrt(add(variance, eps));
	const hat = times(centre, inv);
	const g4 = grouped(g);
	const scaled = e.weight === null ? g4 : times(g4, call("reshape", e.weight, [1, group, floorDiv(C, group), 1]));
	const gi = times(sub(sub(scaled, meanDims(scaled, [2, 3], true)), times(hat, meanDims(times(scaled, hat), [2, 3], true))), inv);
	return [
		wants(e.input) ? call("reshape", gi, [...e.input.sizes]) : null,
		wants(e.weight) ? call("reshape", sumDims(times(g4, hat), [0, 3]), [C]) : null,
		wants(e.bias) ? call("reshape", sumDims(g4, [0, 3]), [C]) : null,
	];
}

/** Mean and reciprocal deviation are outputs, too, and have gradients where a program uses them. */
function statisticsGradient(e: any): Tensor {
	const { N, C, HxW, group } = e as { N: Dim; C: Dim; HxW: Dim; group: number };
	const size = mul(floorDiv(C, group), HxW);
	const grouped = (t: Tensor): Tensor => call("reshape", t, [N, group, size]);
	const x = grouped(e.input);
	const per = (t: Tensor): Tensor => call("reshape", t, [N, group, 1]);
	const inverse = call("reciprocal", call("full", [], isKnown(size) ? size : 1, e.input.dtype));
	const [gm, gr] = [e.grads[1] ?? null, e.grads[2] ?? null] as (Tensor | null)[];
	const ofMean = gm === null ? null : call("expand", per(gm), [...x.sizes], false);
	const ofRoot = gr === null ? null : times(times(sub(x, per(e.result1)), per(pow(e.result2, 3))), times(per(gr), -1));
	const sum = ofMean === null ? ofRoot! : ofRoot === null ? ofMean : add(ofMean, ofRoot);
	return call("reshape", times(sum, inverse), [...e.input.sizes]);
}
const groupGradients = (g: Tensor, e: any): (Tensor | null)[] =>
	joint(e, () => {
		const own = normalGradients(g, e);
		if ((e.grads[1] ?? null) === null && (e.grads[2] ?? null) === null) return own;
		if (e.input.unknownShape || !wants(e.input)) return own;
		const extra = statisticsGradient(e);
		return [own[0] === null ? extra : add(own[0]!, extra), own[1]!, own[2]!];
	});
const normalGradients = (g: Tensor, e: any): (Tensor | null)[] =>
	g === null
		? [null, null, null]
		: world.gradMode && !e.input.unknownShape
			? plainGroupBackward(g, e)
			: callMany(
					"native_group_norm_backward",
					contiguous(g),
					contiguous(e.input),
					e.result1,
					e.result2,
					e.weight,
					e.N,
					e.C,
					e.HxW,
					e.group,
					[wants(e.input), wants(e.weight), wants(e.bias)],
				);

const batchFormulas: Record<string, Formula> = {
	input: (g, e) => batchGradients(g, e)[0]!,
	weight: (g, e) => batchGradients(g, e)[1]!,
	bias: (g, e) => batchGradients(g, e)[2]!,
};

defineRows({
	native_batch_norm: {
		forward: keepsFormat(batchNorm),
		grad: batchFormulas,
	},
	_native_batch_norm_legit: { forward: keepsFormat(batchNorm), grad: batchFormulas },
	"_native_batch_norm_legit.no_stats": {
		forward: keepsFormat((input, weight, bias, training, momentum, eps) =>
			batchNorm(input, weight, bias, null, null, training, momentum, eps),
		),
		grad: batchFormulas,
	},
	native_batch_norm_backward: {
		forward: batchNormBackward,
		grad: { grad_out: (_g, e) => batchSecond(e)[0]!, input: (_g, e) => batchSecond(e)[1]!, weight: (_g, e) => batchSecond(e)[2]! },
	},
	native_layer_norm: {
		forward: layerNorm,
		grad: {
			input: (g, e) => layerGradients(g, e)[0]!,
			weight: (g, e) => layerGradients(g, e)[1]!,
			bias: (g, e) => layerGradients(g, e)[2]!,
		},
	},
	native_layer_norm_backward: {
		forward: layerNormBackward,
		grad: {
			grad_out: (_g, e) => layerSecond(e)[0]!,
			input: (_g, e) => layerSecond(e)[1]!,
			weight: (_g, e) => layerSecond(e)[2]!,
			bias: () => null,
		},
	},
	native_group_norm: {
		forward: keepsFormat(groupNorm),
		grad: {
			input: (g, e) => groupGradients(g, e)[0]!,
			weight: (g, e) => groupGradients(g, e)[1]!,
			bias: (g, e) => groupGradients(g, e)[2]!,
		},
	},
	native_group_norm_backward: { forward: groupNormBackward },
});

defineComposites({
	batch_norm: (input: Tensor, weight, bias, runningMean, runningVar, training, momentum, eps) => {
		const features = input.dim > 1 ? input.sizes[1]! : 0;
		const fits = (what: string, t: Tensor | null): void => {
			if (t === null) {
				if ((what === "running_mean" || what === "running_var") && !training)
					throw runtimeError(`${what} must be defined in evaluation mode`);
				return;
			}
			if (input.unknownShape || t.unknownShape) return;
			check(
				equal(numel(t.sizes), features) !== false,
				() => `${what} should contain ${dimText(features)} elements not ${dimText(numel(t.sizes))}`,
			);
		};
		// Of nothing there are no statistics.
		if (numel(input.sizes) === 0) {
			const scaled = weight === null ? clone(input) : times(clone(input), select(weight, 0, 0));
			return bias === null ? scaled : add(scaled, select(bias, 0, 0));
		}
		fits("running_mean", runningMean);
		fits("running_var", runningVar);
		fits("weight", weight);
		fits("bias", bias);
		return callMany("native_batch_norm", input, weight, bias, runningMean, runningVar, training, momentum, eps)[0];
	},
	layer_norm: (input, normalized, weight, bias, eps) => callMany("native_layer_norm", input, normalized, weight, bias, eps)[0],
	group_norm: (input: Tensor, groups: number, weight: Tensor | null, bias: Tensor | null, eps: number) => {
		if (input.unknownShape) return callMany("native_group_norm", input, weight, bias, 1, 1, 1, groups, eps)[0];
		if (input.dim < 2)
			throw new TorchError(
				"IndexError",
				`Dimension out of range (expected to be in range of [${-input.dim}, ${input.dim - 1}], but got 1)`,
				{ key: "DIM_RANGE" },
			);
		const c = input.sizes[1]!;
		const size = sizesText(input.sizes);
		check(groups > 0, () => "Expected num groups to be greater than 0, got " + groups);
		check(
			!isKnown(c) || c % groups === 0,
			() => `Expected number of channels in input to be divisible by num_groups, but got input of shape ${size} and num_groups=${groups}`,
		);
		const wrong = (what: string) =>
			`Expected ${what} to be a vector of size equal to the number of channels in input, but got ${what} of shape ${sizesText((weight ?? bias!).sizes)} and input of shape ${size}`;
		if (weight !== null) check(weight.dim === 1 && equal(weight.sizes[0]!, c) !== false, () => wrong("weight"));
		if (bias !== null) check(bias.dim === 1 && equal(bias.sizes[0]!, c) !== false, () => wrong("bias"));
		const inner = input.sizes.slice(2).reduce<Dim>((a, b) => mul(a, b), 1);
		return callMany(
			"native_group_norm",
			isLikeChannelsLast(input) ? input : contiguous(input),
			weight,
			bias,
			input.sizes[0]!,
			c,
			inner,
			groups,
			eps,
		)[0];
	},
	instance_norm: (
		input: Tensor,
		weight: Tensor | null,
		bias: Tensor | null,
		runningMean: Tensor | null,
		runningVar: Tensor | null,
		useInput: boolean,
		momentum: number,
		eps: number,
		cudnn: boolean,
	) => {
		check(
			useInput || (runningMean !== null && runningVar !== null),
			() => "Expected running_mean and running_var to be defined when use_input_stats is false",
		);
		if (input.unknownShape) return callMany("native_batch_norm", input, weight, bias, runningMean, runningVar, useInput, momentum, eps)[0];
		const [b, c] = [input.sizes[0]!, input.sizes[1]!];
		const again = (t: Tensor | null): Tensor | null => (t === null ? null : call("repeat", t, [b]));
		const [w, bi, rm, rv] = [again(weight), again(bias), again(runningMean), again(runningVar)];
		const flat = view(contiguous(input), [1, mul(b, c), ...input.sizes.slice(2)]);
		const out = call("batch_norm", flat, w, bi, rm, rv, useInput, momentum, eps, cudnn);
		for (const [from, to] of [
			[rm, runningMean],
			[rv, runningVar],
		] as const)
			if (from !== null && to !== null) callInPlace("copy", [call("alias", to), meanDims(view(from, [b, c]), [0], false)]);
		return view(out, input.sizes);
	},
	rms_norm: (input: Tensor, normalized: Dim[], weight: Tensor | null, eps: number | null) => {
		if (!input.unknownShape) checkLayer(input, normalized, weight, null, true);
		if (!input.unknownDtype && input.dtype.category < 2) throw notFor("rms_norm", input.dtype);
		const half = input.dtype.name === "float16" || input.dtype.name === "bfloat16";
		const x = half ? toDtype(input, dtypes.float32) : input;
		const dims = normalized.map((_, i) => -1 - i).reverse();
		const inverse = rsqrt(
			addNumber(meanDims(pow(x, 2), dims, true), eps ?? (x.dtype.name === "float64" ? 2.220446049250313e-16 : 1.1920928955078125e-7)),
		);
		let out = times(x, inverse);
		if (half) out = toDtype(out, input.dtype);
		return weight === null ? out : times(out, weight);
	},
});
