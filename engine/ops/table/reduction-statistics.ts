/** Variances, standard deviations, norms, distances, quantiles and what is built on them. */
import { type Dim, sub as minus } from "../../shape/dim.ts";
import { type DType, dtypes, toReal } from "../../shape/dtype.ts";
import { numel } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import {
	add,
	call,
	callInPlace,
	callMany,
	div,
	expand,
	maskedFill,
	conj,
	mul,
	neg,
	pow,
	reciprocal,
	sgn,
	sub,
	sum,
	sumDims,
	where,
} from "../aten.ts";
import { mapBinary, mapUnary } from "../kernel/elementwise.ts";
import { cmul, mapComplexBinary, mapComplexToReal } from "../kernel/complex.ts";
import { csub } from "../kernel/complex-functions.ts";
import { byParts, sumOfParts } from "../kernel/complex-parts.ts";
import { addS, dimNumber, divDim, expandGrad, mulS, restoreDims, type Scalar } from "../kernel/formula.ts";
import { groupSize, reduce, reduceMany, wrapDim, wrapDims } from "../kernel/reduce.ts";
import { defineComposites, defineRows } from "../row.ts";

function meanOf(group: Float64Array): number {
	let s = 0;
	for (let i = 0; i < group.length; i++) s += group[i]!;
	return s / group.length;
}
/** Sum of squared differences from the mean, over n - correction. */
function varianceOf(group: Float64Array, correction: number): number {
	const m = meanOf(group);
	let s = 0;
	for (let i = 0; i < group.length; i++) s += (group[i]! - m) ** 2;
	return s / Math.max(0, group.length - correction);
}
function checkFloating(self: Tensor, name: string): void {
	if (self.dtype.category < 2) throw new TorchError("RuntimeError", `${name} only support floating point and complex dtypes`);
}
const correctionOf = (correction: Scalar | null): number => (correction === null ? 1 : Number(correction));

/** PyTorch warns when there are not more elements than the correction takes away. */
function warnFreedom(self: Tensor, dims: number[] | null, correction: number, name: string): void {
	const n = groupSize(self.sizes, wrapDims(dims, self.dim));
	if (typeof n === "number" && n - correction <= 0)
		world.warn(
			"UserWarning",
			`${name}(): degrees of freedom is <= 0. Correction should be strictly less than the reduction factor (input numel divided by output numel). (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/ReduceOps.cpp:1861.)`,
		);
}

function spread(
	self: Tensor,
	dims: number[] | null,
	correction: Scalar | null,
	keepdim: boolean,
	name: string,
	finish: (v: number) => number,
): Tensor {
	checkFloating(self, name);
	const c = correctionOf(correction);
	warnFreedom(self, dims, c, name === "std and var" ? (finish === Math.sqrt ? "std" : "var") : name);
	// A complex variance is that of the parts together.
	if (self.dtype.width === 2) {
		const parts = sumOfParts(self, (part) => reduce(part, wrapDims(dims, part.dim), keepdim, part.dtype, (group) => varianceOf(group, c)));
		return mapBinary(parts[0], parts[1], (x, y) => finish(x + y));
	}
	return reduce(self, wrapDims(dims, self.dim), keepdim, toReal(self.dtype), (group) => finish(varianceOf(group, c)));
}
function spreadAndMean(
	self: Tensor,
	dims: number[] | null,
	correction: Scalar | null,
	keepdim: boolean,
	name: string,
	finish: (v: number) => number,
): Tensor[] {
	checkFloating(self, name);
	const c = correctionOf(correction);
	if (self.dtype.width === 2)
		return [
			spread(self, dims, correction, keepdim, name, finish),
			byParts(self, (part) => reduce(part, wrapDims(dims, part.dim), keepdim, part.dtype, meanOf)),
		];
	warnFreedom(self, dims, c, name);
	return reduceMany(self, wrapDims(dims, self.dim), keepdim, [toReal(self.dtype), self.dtype], (group) => [
		finish(varianceOf(group, c)),
		meanOf(group),
	]);
}

/** 2 / (n - correction) * grad * (self - mean). */
function varGrad(g: Tensor, self: Tensor, dims: number[] | null, correction: Scalar | null, keepdim: boolean): Tensor {
	const list = dims ?? [];
	if (self.dim === 0 || list.length === 0) {
		const freedom = minus(numel(self.sizes), correctionOf(correction));
		if (typeof freedom === "number" && freedom <= 0)
			return mul(g, where(call("eq.Tensor", self, call("mean", self, null)), Number.NaN, Number.POSITIVE_INFINITY));
		return mul(factor(g, freedom), sub(self, call("mean", self, null)));
	}
	const grad = !keepdim && self.dim > 1 ? restoreDims(g, list, self.dim) : g;
	const freedom = minus(groupSize(self.sizes, wrapDims(list, self.dim)), correctionOf(correction));
	return mul(factor(grad, freedom), sub(self, call("mean.dim", self, list, true, null)));
}
const factor = (g: Tensor, freedom: Dim): Tensor => (typeof freedom === "number" ? mulS(g, 2 / freedom) : mul(g, dimNumber(freedom)));
const stdGrad = (result: Tensor, g: Tensor, self: Tensor, dims: number[] | null, correction: Scalar | null, keepdim: boolean): Tensor =>
	varGrad(maskedFill(div(g, mulS(result, 2)), call("eq.Scalar", result, 0), 0), self, dims, correction, keepdim);
function meanGrad(g: Tensor, self: { sizes: Tensor["sizes"]; dim?: number }, dims: number[] | null, keepdim: boolean): Tensor {
	return divDim(expandGrad(g, self.sizes, dims, keepdim), groupSize(self.sizes, wrapDims(dims, self.sizes.length)));
}
/** Gradients of (spread, mean) pairs; either may be missing. */
const pairGrad = (spreadPart: Tensor | null, meanPart: Tensor | null): Tensor | null =>
	spreadPart === null ? meanPart : meanPart === null ? spreadPart : add(spreadPart, meanPart);

function normOf(group: Float64Array, p: number): number {
	let s = 0;
	if (p === 0) for (const x of group) s += x !== 0 ? 1 : 0;
	else if (p === 1) for (const x of group) s += Math.abs(x);
	else if (p === 2) {
		for (const x of group) s += x * x;
		return Math.sqrt(s);
	} else if (p === Number.POSITIVE_INFINITY)
		for (const x of group) s = Number.isNaN(x) || Number.isNaN(s) ? Number.NaN : Math.max(s, Math.abs(x));
	else if (p === Number.NEGATIVE_INFINITY) {
		s = Number.POSITIVE_INFINITY;
		for (const x of group) s = Number.isNaN(x) || Number.isNaN(s) ? Number.NaN : Math.min(s, Math.abs(x));
	} else {
		for (const x of group) s += Math.abs(x) ** p;
		return s ** (1 / p);
	}
	return s;
}

export function vectorNorm(self: Tensor, ord: Scalar, dims: number[] | null, keepdim: boolean, dtype: DType | null): Tensor {
	if (self.dtype.category < 2)
		throw new TorchError(
			"RuntimeError",
			`linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${self.dtype.scalarType}`,
		);
	const p = Number(ord);
	const over = wrapDims(dims, self.dim);
	if (groupSize(self.sizes, over) === 0 && (p < 0 || p === Number.POSITIVE_INFINITY))
		throw new TorchError(
			"RuntimeError",
			`linalg.vector_norm cannot compute the ${p === Number.POSITIVE_INFINITY ? "inf" : p === Number.NEGATIVE_INFINITY ? "-inf" : p} norm on an empty tensor because the operation does not have an identity`,
		);
	const real = self.dtype.width === 2 ? mapComplexToReal(self, (z) => Math.hypot(z[0], z[1])) : self;
	return reduce(real, over, keepdim, toReal(dtype ?? self.dtype), (group) => normOf(group, p));
}

/** PyTorch's norm_backward, case by case in p. */
export function normGrad(
	g: Tensor,
	self: Tensor,
	ord: Scalar | null,
	result: Tensor,
	dims: number[] | null,
	keepdim: boolean,
): Tensor | null {
	const p = ord === null ? 2 : Number(ord);
	const list = dims === null ? [] : wrapDims(dims, self.dim);
	const restore = (t: Tensor): Tensor => (keepdim || self.dim === 0 || list.length === 0 ? t : restoreDims(t, list, self.dim));
	const [grad, norm] = [restore(g), restore(result)];
	const zeroNorm = (): Tensor => call("eq.Scalar", norm, 0);
	if (p === 0) return null;
	if (p === 1) return mul(sgn(self), grad);
	if (p === 2) return mul(grad, maskedFill(div(self, norm), zeroNorm(), 0));
	if (!Number.isFinite(p)) {
		const abs = call("abs", self);
		const mask = call("logical_or", call("eq.Tensor", abs, norm), call("isnan", abs));
		return mul(sgn(self), mul(div(grad, sumDims(mask, list, true)), mask));
	}
	if (p < 1)
		return mul(mul(maskedFill(mul(sgn(self), pow(call("abs", self), p - 1)), call("eq.Scalar", self, 0), 0), grad), pow(norm, 1 - p));
	const scale = maskedFill(div(grad, pow(norm, p - 1)), zeroNorm(), 0);
	if (p < 2) return mul(mul(sgn(self), pow(call("abs", self), p - 1)), scale);
	return mul(mul(self, pow(call("abs", self), p - 2)), scale);
}

function dist(self: Tensor, other: Tensor, p: Scalar): Tensor {
	const isComplex = self.dtype.width === 2 || other.dtype.width === 2;
	return vectorNorm(isComplex ? mapComplexBinary(self, other, csub) : mapBinary(self, other, (x, y) => x - y), p, null, false, null);
}

/** Slices along `dim` whose norm is above `max` are scaled down to it. */
function renorm(self: Tensor, p: Scalar, dim: number, max: Scalar): Tensor {
	const d = wrapDim(dim, self.dim);
	if (self.dim < 2) throw new TorchError("RuntimeError", `renorm: input needs at least 2 dimensions, got ${self.dim} dimensions`);
	if (Number(p) <= 0) throw new TorchError("RuntimeError", "renorm: non-positive-norm not supported");
	const norm = vectorNorm(
		self,
		p,
		wrapDims(null, self.dim).filter((i) => i !== d),
		true,
		null,
	);
	const limit = Number(max);
	const scale = mapUnary(norm, norm.dtype, (x) => (x > limit ? limit / (x + 1e-7) : 1));
	return self.dtype.width === 2 ? mapComplexBinary(self, scale, cmul) : mapBinary(self, scale, (x, k) => x * k);
}
function renormGrad(g: Tensor, self: Tensor, p: Scalar, dim: number, max: Scalar): Tensor {
	const d = wrapDim(dim, self.dim);
	const others = wrapDims(null, self.dim).filter((i) => i !== d);
	const norm = call("linalg_vector_norm", self, p, others, true, null);
	const product = mul(conj(self), g);
	const along = sumDims(product.dtype.width === 2 ? call("real", product) : product, others, true);
	const nb = normGrad(along, self, p, norm, others, true)!;
	const inverse = reciprocal(addS(norm, 1e-7));
	return where(call("gt.Scalar", norm, max), mul(mulS(inverse, max), sub(g, mul(inverse, nb))), g);
}

defineRows({
	"var.correction": {
		forward: (self, dims, correction, keepdim) => spread(self, dims, correction, keepdim, "std and var", (v) => v),
		grad: { self: (g, e) => varGrad(g, e.self, e.dim, e.correction, e.keepdim) },
	},
	"std.correction": {
		forward: (self, dims, correction, keepdim) => spread(self, dims, correction, keepdim, "std and var", Math.sqrt),
		grad: { self: (g, e) => stdGrad(e.result, g, e.self, e.dim, e.correction, e.keepdim) },
	},
	"var_mean.correction": {
		forward: (self, dims, correction, keepdim) => spreadAndMean(self, dims, correction, keepdim, "var_mean", (v) => v),
		grad: {
			self: (_g, e) =>
				pairGrad(
					e.grads[0] == null ? null : varGrad(e.grads[0], e.self, e.dim, e.correction, e.keepdim),
					e.grads[1] == null ? null : meanGrad(e.grads[1], e.self, e.dim, e.keepdim),
				),
		},
	},
	"std_mean.correction": {
		forward: (self, dims, correction, keepdim) => spreadAndMean(self, dims, correction, keepdim, "std_mean", Math.sqrt),
		grad: {
			self: (_g, e) =>
				pairGrad(
					e.grads[0] == null ? null : stdGrad(e.result0, e.grads[0], e.self, e.dim, e.correction, e.keepdim),
					e.grads[1] == null ? null : meanGrad(e.grads[1], e.self, e.dim, e.keepdim),
				),
		},
	},
	linalg_vector_norm: { forward: vectorNorm, grad: { self: (g, e) => normGrad(g, e.self, e.ord, e.result, e.dim, e.keepdim) } },
	"norm.Scalar": {
		forward: (self, p) => vectorNorm(self, p, null, false, null),
		grad: { self: (g, e) => normGrad(g, e.self, e.p, e.result, null, true) },
	},
	"norm.ScalarOpt_dim": {
		forward: (self, p, dims, keepdim) => vectorNorm(self, p ?? 2, dims, keepdim, null),
		grad: { self: (g, e) => normGrad(g, e.self, e.p, e.result, e.dim, e.keepdim) },
	},
	"norm.ScalarOpt_dtype": {
		forward: (self, p, dtype) => vectorNorm(self, p ?? 2, null, false, dtype),
		grad: { self: (g, e) => normGrad(g, e.self, e.p, e.result, null, true) },
	},
	"norm.ScalarOpt_dim_dtype": {
		forward: (self, p, dims, keepdim, dtype) => vectorNorm(self, p ?? 2, dims, keepdim, dtype),
		grad: { self: (g, e) => normGrad(g, e.self, e.p, e.result, e.dim, e.keepdim) },
	},
	dist: {
		forward: dist,
		grad: {
			self: (g, e) => normGrad(g, sub(e.self, e.other), e.p, e.result, null, true),
			other: (g, e) => {
				const n = normGrad(g, sub(e.self, e.other), e.p, e.result, null, true);
				if (n === null)
					throw new TorchError(
						"RuntimeError",
						"Expected a proper Tensor but got None (or an undefined Tensor in C++) for argument #0 'self'",
					);
				return neg(n);
			},
		},
	},
	renorm: { forward: renorm, grad: { self: (g, e) => renormGrad(g, e.self, e.p, e.dim, e.maxnorm) } },
});

/** The old `unbiased` flag. */
const unbiased = (flag: boolean): number => (flag ? 1 : 0);
const first = (list: Tensor[]): Tensor => list[0]!;

defineComposites({
	var: (self, flag) => call("var.correction", self, null, unbiased(flag), false),
	"var.dim": (self, dims, flag, keepdim) => call("var.correction", self, dims, unbiased(flag), keepdim),
	std: (self, flag) => call("std.correction", self, null, unbiased(flag), false),
	"std.dim": (self, dims, flag, keepdim) => call("std.correction", self, dims, unbiased(flag), keepdim),
	var_mean: (self, flag) => callMany("var_mean.correction", self, null, unbiased(flag), false),
	"var_mean.dim": (self, dims, flag, keepdim) => callMany("var_mean.correction", self, dims, unbiased(flag), keepdim),
	std_mean: (self, flag) => callMany("std_mean.correction", self, null, unbiased(flag), false),
	"std_mean.dim": (self, dims, flag, keepdim) => callMany("std_mean.correction", self, dims, unbiased(flag), keepdim),
	"frobenius_norm.dim": (self: Tensor, dims: number[], keepdim: boolean) => call("norm.ScalarOpt_dim", self, 2, dims, keepdim),
	quantile: (self, q, dim, keepdim, interpolation) => quantile(self, q, dim, keepdim, interpolation, false),
	"quantile.scalar": (self, q, dim, keepdim, interpolation) => quantile(self, scalarQuantile(self, q), dim, keepdim, interpolation, false),
	nanquantile: (self, q, dim, keepdim, interpolation) => quantile(self, q, dim, keepdim, interpolation, true),
	"nanquantile.scalar": (self, q, dim, keepdim, interpolation) =>
		quantile(self, scalarQuantile(self, q), dim, keepdim, interpolation, true),
	cov,
	corrcoef: (self: Tensor) => {
		if (self.dim > 2)
			throw new TorchError(
				"RuntimeError",
				`corrcoef(): expected input to have two or fewer dimensions but got an input with ${self.dim} dimensions`,
			);
		const c = cov(self, 1, null, null);
		if (c.dim === 0) return div(c, c);
		const d = call("diagonal", c, 0, 0, 1);
		const deviation = call("sqrt", call("real", d));
		const out = div(div(c, call("view", deviation, [deviation.sizes[0]!, 1])), call("view", deviation, [1, deviation.sizes[0]!]));
		if (out.dtype.category !== 3) return call("clip", out, -1, 1);
		return call("complex", call("clip", call("real", out), -1, 1), call("clip", call("imag", out), -1, 1));
	},
});

function scalarQuantile(self: Tensor, q: number): Tensor {
	if (q < 0 || q > 1) throw new TorchError("RuntimeError", `quantile() q must be in the range [0, 1] but got ${q}`);
	return call("scalar_tensor", q, self.dtype);
}

/** Sort, then interpolate between two neighbours, as PyTorch composes it. */
function quantile(
	self: Tensor,
	q: Tensor,
	dim: number | null = null,
	keepdim = false,
	interpolation = "linear",
	ignoreNan = false,
): Tensor {
	if (self.numel === 0) throw new TorchError("RuntimeError", "quantile() input tensor must be non-empty");
	if (q.dim > 1) throw new TorchError("RuntimeError", "quantile() q must be a scalar or 1D tensor");
	if (self.dtype.category !== 2 || self.dtype.itemSize < 4)
		throw new TorchError("RuntimeError", "quantile() input tensor must be either float or double dtype");
	if (self.dtype !== q.dtype) throw new TorchError("RuntimeError", "quantile() q tensor must be same dtype as the input tensor");
	const axis = wrapDim(dim ?? 0, self.dim);
	const outShape: Dim[] = [];
	if (q.dim > 0) outShape.push(q.numel);
	self.sizes.forEach((s, i) => {
		if (dim !== null && i !== axis) outShape.push(s);
		else if (keepdim) outShape.push(1);
	});
	let sorted: Tensor;
	if (dim === null) sorted = first(callMany("sort", call("flatten.using_ints", self, 0, -1), -1, false));
	else if (axis === self.dim - 1) sorted = first(callMany("sort", self, -1, false));
	else sorted = first(callMany("sort", call("transpose.int", call("unsqueeze", self, -1), axis, -1), -1, false));
	const inSize: Dim[] = q.dim === 0 ? [...outShape, sorted.sizes.at(-1)!] : [...outShape.slice(1), sorted.sizes.at(-1)!];
	sorted = call("view", sorted, inSize);
	const lastIndex = sorted.sizes.at(-1)!;
	let ranks: Tensor;
	if (ignoreNan) ranks = mul(q, sub(call("sum.dim_IntList", call("logical_not", call("isnan", sorted)), [-1], true, null), 1));
	else {
		const masked = call("any.dim", call("isnan", sorted), -1, true);
		ranks = mul(q, typeof lastIndex === "number" ? lastIndex - 1 : dimNumber(lastIndex));
		ranks = call(
			"masked_fill.Scalar",
			q.dim === 0 && masked.dim > 0 ? expand(ranks, masked.sizes) : expand(ranks, [...masked.sizes.slice(0, -1), q.numel]),
			masked,
			typeof lastIndex === "number" ? lastIndex - 1 : 0,
		);
	}
	if (interpolation === "lower") ranks = call("floor", ranks);
	else if (interpolation === "higher") ranks = call("ceil", ranks);
	else if (interpolation === "nearest") ranks = call("round", ranks);
	const below = call("_to_copy", ranks, dtypes.int64);
	let values = call("gather", sorted, -1, below, false);
	if (interpolation === "linear" || interpolation === "midpoint") {
		const weight = interpolation === "midpoint" ? call("full_like", ranks, 0.5) : sub(ranks, below);
		const above = call("_to_copy", call("ceil", ranks), dtypes.int64);
		values = call("lerp.Tensor", values, call("gather", sorted, -1, above, false), weight);
	}
	if (q.dim > 0) {
		callInPlace("unsqueeze", [values, 0]);
		callInPlace("transpose_", [values, 0, -1]);
	}
	return callInPlace("squeeze.dim", [values, -1]);
}

function cov(self: Tensor, correction: number, fweights: Tensor | null, aweights: Tensor | null): Tensor {
	if (self.dim > 2)
		throw new TorchError(
			"RuntimeError",
			`cov(): expected input to have two or fewer dimensions but got an input with ${self.dim} dimensions`,
		);
	if (self.dtype === dtypes.bool) throw new TorchError("RuntimeError", "cov(): bool dtype is not supported for input");
	const input = self.dim < 2 ? call("view", self, [1, self.numel]) : self;
	const observations = input.sizes[1]!;
	let w: Tensor | null = fweights;
	if (aweights !== null) w = w === null ? aweights : mul(w, aweights);
	const weightSum: Tensor | Dim = w === null ? observations : sum(w);
	const mean =
		w === null
			? div(call("sum.dim_IntList", input, [1], false, null), dimNumber(observations))
			: div(call("sum.dim_IntList", mul(input, w), [1], false, null), weightSum as Tensor);
	const centred = sub(input, call("unsqueeze", mean, 1));
	const product = call("mm", centred, call("conj", call("t", w === null ? centred : mul(centred, w))));
	let normalizer: Tensor | number;
	if (w === null) normalizer = typeof observations === "number" ? Math.max(0, observations - correction) : dimNumber(observations);
	else if (aweights === null || correction === 0) normalizer = sub(weightSum as Tensor, correction);
	else normalizer = sub(weightSum as Tensor, div(mulS(sum(mul(w, aweights)), correction), weightSum as Tensor));
	return call("squeeze", div(product, normalizer));
}
