/** Softmax, log-softmax and logsumexp. */
import { type DType, dtypes } from "../../shape/dtype.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { call, conj, exp, mul, neg, sub, sumDims, toDtype } from "../aten.ts";
import { type Complex, cexp, clog } from "../kernel/complex.ts";
import { cadd } from "../kernel/complex-functions.ts";
import { reduceComplex } from "../kernel/complex-parts.ts";
import { defaultFloat } from "../kernel/elementwise.ts";
import { fma, laneSum, vectorExp } from "../kernel/float-exp.ts";
import { restoreDims } from "../kernel/formula.ts";
import { alongDim, reduce, wrapDim, wrapDims } from "../kernel/reduce.ts";
import { defineComposites, defineRows, type Row } from "../row.ts";

function largest(group: Float64Array): number {
	let m = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < group.length; i++) {
		const x = group[i]!;
		if (x > m || Number.isNaN(x)) m = x;
		if (Number.isNaN(m)) return m;
	}
	return m;
}
/** What a kernel knows of its place: float32 goes through the vector library's steps, which differ along the last dimension. */
interface Place {
	single: boolean;
	last: boolean;
	/** Rows of half precision: the kernel keeps each row's sum in that precision. */
	half: ((x: number) => number) | null;
}
type Kernel = (group: Float64Array, out: Float64Array, place: Place) => void;
const round = Math.fround;

/** Fills `out` with exp(x - max) and gives their sum. */
function exponentials(group: Float64Array, out: Float64Array, { single, last }: Place): number {
	const m = largest(group);
	const n = group.length;
	let s = 0;
	if (!single) for (let i = 0; i < n; i++) s += out[i] = Math.exp(group[i]! - m);
	else {
		for (let i = 0; i < n; i++) out[i] = vectorExp(round(group[i]! - m));
		if (last) return laneSum(n, (i) => out[i]!);
		for (let i = 0; i < n; i++) s = round(s + out[i]!);
	}
	return s;
}
const softmaxOf: Kernel = (group, out, place) => {
	if (group.length === 0) return;
	const s = exponentials(group, out, place);
	const inverse = round(1 / s);
	if (place.single && place.last) for (let i = 0; i < group.length; i++) out[i] = out[i]! * inverse;
	else for (let i = 0; i < group.length; i++) out[i]! /= s;
};
const logSoftmaxOf: Kernel = (group, out, place) => {
	if (group.length === 0) return;
	const sum = exponentials(group, out, place);
	const log = place.half === null ? Math.log(sum) : place.half(Math.log(place.half(sum)));
	const m = largest(group);
	if (place.single) for (let i = 0; i < group.length; i++) out[i] = round(group[i]! - m) - round(log);
	else for (let i = 0; i < group.length; i++) out[i] = group[i]! - m - log;
};
const safeSoftmaxOf: Kernel = (group, out, place) => {
	if (group.every((x) => x === Number.NEGATIVE_INFINITY)) out.fill(0);
	else softmaxOf(group, out, place);
};
const placeOf = (t: Tensor, d: number): Place => {
	const last = d === t.dim - 1 || t.dim === 0;
	return { single: t.dtype === dtypes.float32, last, half: last && t.dtype.itemSize === 2 ? t.dtype.round : null };
};

function along(self: Tensor, dim: number, name: string, kernel: Kernel): Tensor {
	const d = wrapDim(dim, self.dim);
	if (self.dtype.category !== 2)
		throw new TorchError(
			"NotImplementedError",
			`"${name}${d === Math.max(self.dim - 1, 0) ? "_lastdim" : ""}_kernel_impl" not implemented for '${self.dtype.scalarType}'`,
		);
	const place = placeOf(self, d);
	return alongDim(self, d, [self.dtype], (group, outs) => kernel(group, outs[0]!, place))[0]!;
}

type BackwardKernel = (g: Float64Array, y: Float64Array, out: Float64Array, place: Place) => void;
/** Combines grad and output group by group. */
function backwardAlong(g: Tensor, output: Tensor, dim: number, kernel: BackwardKernel): Tensor {
	const d = wrapDim(dim, output.dim);
	if (!output.isKnown) return call("empty_like", output);
	// The two run in step: their groups come in the same order.
	const gs: Float64Array[] = [];
	alongDim(g, d, [g.dtype], (group) => gs.push(group.slice()));
	const place = placeOf(output, d);
	let i = 0;
	return alongDim(output, d, [output.dtype], (y, outs) => kernel(gs[i++] ?? y, y, outs[0]!, place))[0]!;
}
const softmaxBack: BackwardKernel = (g, y, out, { single, last }) => {
	const n = y.length;
	if (n === 0) return;
	let s = 0;
	if (!single) for (let i = 0; i < n; i++) s += g[i]! * y[i]!;
	else if (last) s = laneSum(n, (i) => round(g[i]! * y[i]!));
	else for (let i = 0; i < n; i++) s = fma(g[i]!, y[i]!, s);
	for (let i = 0; i < n; i++) out[i] = (single ? round(g[i]! - s) : g[i]! - s) * y[i]!;
};
const logSoftmaxBack: BackwardKernel = (g, y, out, { single, last }) => {
	const n = y.length;
	if (n === 0) return;
	let s = 0;
	if (single && last) s = laneSum(n, (i) => g[i]!);
	else for (let i = 0; i < n; i++) s = single ? round(s + g[i]!) : s + g[i]!;
	for (let i = 0; i < n; i++) out[i] = g[i]! - (single ? vectorExp(y[i]!) : Math.exp(y[i]!)) * s;
};

const softmaxRow = (f: Kernel): Row => ({
	forward: (self: Tensor, dim: number) => along(self, dim, "softmax", f),
	grad: { self: (g, e) => call("_softmax_backward_data", g, e.result, e.dim, e.self.dtype) },
});

function logsumexp(self: Tensor, dims: number[], keepdim: boolean): Tensor {
	const source = self.dtype.category < 2 ? toDtype(self, defaultFloat()) : self;
	if (source.dtype.width === 2)
		return reduceComplex(source, wrapDims(dims, self.dim), keepdim, source.dtype, (group) => {
			const m = Math.max(...group.map((z) => z[0]));
			const shift = Number.isFinite(m) ? m : 0;
			const log = clog(group.reduce<Complex>((s, z) => cadd(s, cexp([z[0] - shift, z[1]])), [0, 0]));
			return [log[0] + shift, log[1]];
		});
	return reduce(source, wrapDims(dims, self.dim), keepdim, source.dtype, (group) => {
		const m = largest(group);
		const shift = Number.isFinite(m) ? m : Number.isNaN(m) ? m : 0;
		let s = 0;
		for (let i = 0; i < group.length; i++) s += Math.exp(group[i]! - shift);
		return Math.log(s) + shift;
	});
}

defineRows({
	_softmax: softmaxRow(softmaxOf),
	_safe_softmax: {
		forward: (self: Tensor, dim: number, dtype: DType | null) =>
			along(dtype === null ? self : toDtype(self.alias(self.sizes, self.strides, self.offset), dtype), dim, "softmax", safeSoftmaxOf),
		grad: { self: (g, e) => call("_softmax_backward_data", g, e.result, e.dim, e.self.dtype) },
	},
	_log_softmax: {
		forward: (self: Tensor, dim: number) => along(self, dim, "log_softmax", logSoftmaxOf),
		grad: { self: (g, e) => call("_log_softmax_backward_data", g, e.result, e.dim, e.self.dtype) },
	},
	_softmax_backward_data: {
		forward: (g: Tensor, output: Tensor, dim: number) => backwardAlong(g, output, dim, softmaxBack),
		grad: {
			grad_output: (g, e) => call("_softmax_backward_data", toDtype(g, e.output.dtype), e.output, e.dim, e.input_dtype),
			output: (g, e) => {
				const y = e.grad_output;
				return sub(sub(mul(y, g), mul(sumDims(mul(e.output, y), [e.dim], true), g)), mul(y, sumDims(mul(e.output, g), [e.dim], true)));
			},
		},
	},
	_log_softmax_backward_data: {
		forward: (g: Tensor, output: Tensor, dim: number) => backwardAlong(g, output, dim, logSoftmaxBack),
		grad: {
			grad_output: (g, e) => {
				const grad = toDtype(g, e.output.dtype);
				return sub(grad, sumDims(mul(grad, exp(e.output)), [e.dim], true));
			},
			output: (g, e) => mul(mul(neg(sumDims(e.grad_output, [e.dim], true)), exp(e.output)), toDtype(g, e.output.dtype)),
		},
	},
	logsumexp: {
		forward: logsumexp,
		grad: {
			self: (g, e) => {
				const restore = (t: Tensor): Tensor => (e.keepdim || e.self.dim === 0 ? t : restoreDims(t, e.dim, e.self.dim));
				return mul(restore(g), conj(exp(sub(e.self, restore(e.result)))));
			},
		},
	},
});

/** The conversion comes first, with a node of its own. */
const converted = (self: Tensor, dtype: DType | null): Tensor => (dtype === null || dtype === self.dtype ? self : toDtype(self, dtype));

defineComposites({
	"softmax.int": (self, dim, dtype) => call("_softmax", converted(self, dtype), dim, false),
	"log_softmax.int": (self, dim, dtype) => call("_log_softmax", converted(self, dtype), dim, false),
	special_softmax: (self, dim, dtype) => call("_softmax", converted(self, dtype), dim, false),
	special_log_softmax: (self, dim, dtype) => call("_log_softmax", converted(self, dtype), dim, false),
	special_logsumexp: (self, dims, keepdim) => call("logsumexp", self, dims, keepdim),
});
