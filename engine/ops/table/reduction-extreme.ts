/** Largest, smallest, middle and most frequent elements; any and all. */
import { introSort, quickSelect } from "../kernel/introselect.ts";
import { equal } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { add, call, callInPlace, div, mul, zeros } from "../aten.ts";
import { restoreDims } from "../kernel/formula.ts";
import { groupSize, reduce, reduceMany, wrapDim, wrapDims } from "../kernel/reduce.ts";
import { selectGrad } from "../kernel/select-grad.ts";
import { defineComposites, defineRows, type Row } from "../row.ts";

/** Position of the first extreme element; nan counts as the most extreme. */
const argExtreme =
	(sign: 1 | -1) =>
	(group: Float64Array): number => {
		let best = 0;
		for (let i = 0; i < group.length; i++) {
			const x = group[i]!;
			if (Number.isNaN(x)) return i;
			if (sign * x > sign * group[best]!) best = i;
		}
		return best;
	};
const argmax = argExtreme(1);
const argmin = argExtreme(-1);

/** Stable order of a group, nan last. */
export function order(group: Float64Array, descending = false): number[] {
	const at = Array.from(group, (_, i) => i);
	const rank = (x: number, y: number): number => (Number.isNaN(x) ? (Number.isNaN(y) ? 0 : 1) : Number.isNaN(y) ? -1 : x - y);
	return at.sort((i, j) => (descending ? rank(group[j]!, group[i]!) : rank(group[i]!, group[j]!)) || i - j);
}
const firstNan = (group: Float64Array): number => group.findIndex((x) => Number.isNaN(x));
/** Position of the lower median. */
function argMedian(group: Float64Array, ignoreNan: boolean): number {
	const nan = firstNan(group);
	if (nan >= 0 && !ignoreNan) return nan;
	const known = nan < 0 ? group.length : group.reduce((n, x) => n + (Number.isNaN(x) ? 0 : 1), 0);
	return known === 0 ? 0 : order(group)[Math.floor((known - 1) / 2)]!;
}
/** Position (the last one) of the most frequent number, the smallest of equals. */
function argMode(group: Float64Array): number {
	const sorted = Int32Array.from(group, (_, i) => i);
	introSort(sorted, 0, sorted.length, (i, j) => (!Number.isNaN(group[i]!) && Number.isNaN(group[j]!)) || group[i]! < group[j]!);
	let best = 0;
	let bestCount = 0;
	for (let i = 0; i < sorted.length; ) {
		let j = i;
		while (j < sorted.length && group[sorted[j]!] === group[sorted[i]!]) j++;
		if (j === i) j = i + 1;
		if (j - i > bestCount) {
			bestCount = j - i;
			best = sorted[j - 1]!;
		}
		i = j;
	}
	return best;
}

function checkNotEmpty(self: Tensor, dims: readonly number[], what: string, fix: string): void {
	if (groupSize(self.sizes, dims) === 0 && self.numel === 0)
		throw new TorchError(
			fix.startsWith(" to be") && what.startsWith("am") ? "RuntimeError" : "IndexError",
			`${what}: Expected reduction dim${fix}`,
		);
}
const noComplex = (self: Tensor, name: string): void => {
	if (self.dtype.width === 2) throw new TorchError("RuntimeError", `"${name}" not implemented for '${self.dtype.scalarType}'`);
};

/** (values, indices) along one dimension, the value being the group's element at the index. */
function selecting(name: string, at: (group: Float64Array, ...parameters: number[]) => number, parametersFirst = 0): Row {
	return {
		forward: (self: Tensor, ...args: unknown[]) => {
			const parameters = args.slice(0, parametersFirst) as number[];
			const [dim, keepdim] = args.slice(parametersFirst) as [number, boolean];
			const d = wrapDim(dim, self.dim);
			noComplex(self, name);
			const [k] = parameters;
			const size = self.dim === 0 ? 1 : self.sizes[d]!;
			if (k !== undefined && (k < 1 || (typeof size === "number" && k > size)))
				throw new TorchError("RuntimeError", `${name}(): selected number k out of range for dimension ${d}`);
			if (self.dim > 0 && self.sizes[d] === 0)
				throw new TorchError("IndexError", `${name}(): Expected reduction dim ${d} to have non-zero size.`);
			return reduceMany(self, self.dim === 0 ? [] : [d], keepdim, [self.dtype, dtypes.int64], (group) => {
				const i = at(group, ...parameters);
				return [group[i]!, i];
			});
		},
		grad: { self: (g, e) => selectGrad(g, e.dim, e.indices, e.self.sizes, e.keepdim) },
	};
}

/** grad shared among all elements equal to the result. */
function evenly(g: Tensor, self: Tensor, value: Tensor): Tensor {
	const isNan = value.isKnown && Number.isNaN(value.first()!);
	const mask = isNan ? call("isnan", self) : call("eq.Tensor", self, value);
	return callInPlace("masked_fill.Tensor", [zeros(self.sizes, g.dtype), mask, div(g, call("sum", mask, null))]);
}
const extremeAll = (name: string, at: (group: Float64Array) => number): Row => ({
	forward: (self: Tensor) => {
		if (self.numel === 0)
			throw new TorchError(
				"RuntimeError",
				`${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`,
			);
		noComplex(self, name);
		return reduce(self, wrapDims(null, self.dim), false, self.dtype, (group) => group[at(group)]!);
	},
	grad: { self: (g, e) => evenly(g, e.self, e.result) },
});

/** Several elements may be extreme: each gets its share. */
function byCount(g: Tensor, self: Tensor, result: Tensor, dims: number[], keepdim: boolean): Tensor {
	const restore = (t: Tensor): Tensor => (keepdim || dims.length === 0 ? t : restoreDims(t, dims, self.dim));
	const mask = call("eq.Tensor", restore(result), self);
	return mul(mask, div(restore(g), call("sum.dim_IntList", mask, dims, true, null)));
}
const extremeDims = (name: string, at: (group: Float64Array) => number): Row => ({
	forward: (self: Tensor, dims: number[], keepdim: boolean) => {
		const over = wrapDims(dims, self.dim);
		checkNotEmpty(
			self,
			over,
			`${name}()`,
			dims.length === 0
				? " to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument."
				: ` ${over[0]} to have non-zero size.`,
		);
		return reduce(self, over, keepdim, self.dtype, (group) => group[at(group)]!);
	},
	grad: { self: (g, e) => byCount(g, e.self, e.result, e.dim, e.keepdim) },
});
const extremeIndex = (name: string, at: (group: Float64Array) => number): Row => ({
	forward: (self: Tensor, dim: number | null, keepdim: boolean) => {
		const over = dim === null ? wrapDims(null, self.dim) : wrapDims(dim, self.dim);
		checkNotEmpty(
			self,
			over,
			`${name}()`,
			dim === null ? " to be specified for input.numel() == 0." : ` ${over[0]} to have non-zero size.`,
		);
		if (dim === null && keepdim) return reduce(self, over, true, dtypes.int64, at);
		return reduce(self, over, keepdim, dtypes.int64, at);
	},
});
const truth =
	(f: (group: Float64Array) => boolean) =>
	(self: Tensor, dims: readonly number[] | number | null, keepdim: boolean): Tensor =>
		reduce(self, wrapDims(dims, self.dim), keepdim, self.dtype === dtypes.uint8 ? dtypes.uint8 : dtypes.bool, (group) => Number(f(group)));
/** Complex numbers as whether they are something. */
const nonzero = (t: Tensor): Tensor => (t.dtype.width === 2 ? call("ne.Scalar", t, 0) : t);
const all = truth((group) => group.every((x) => x !== 0));
const any = truth((group) => group.some((x) => x !== 0));

const median = (ignoreNan: boolean): Row => ({
	forward: (self: Tensor) => {
		const nothing = self.numel === 0;
		return reduce(self, wrapDims(null, self.dim), false, self.dtype, (group) =>
			nothing ? Number.NaN : group[argMedian(group, ignoreNan)]!,
		);
	},
	grad: { self: (g, e) => evenly(g, e.self, e.result) },
});

function aminmax(self: Tensor, dim: number | null, keepdim: boolean): Tensor[] {
	if (dim === null && self.numel === 0)
		throw new TorchError("RuntimeError", "aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.");
	return reduceMany(self, dim === null ? wrapDims(null, self.dim) : wrapDims(dim, self.dim), keepdim, [self.dtype, self.dtype], (group) => [
		group[argmin(group)]!,
		group[argmax(group)]!,
	]);
}

function kthSmallest(group: Float64Array, k?: number): number {
	const at = Int32Array.from(group, (_, i) => i);
	quickSelect(at, k! - 1, (i, j) => (Number.isNaN(group[i]!) && !Number.isNaN(group[j]!)) || group[i]! > group[j]!);
	return at[k! - 1]!;
}

defineRows({
	max: extremeAll("max", argmax),
	min: extremeAll("min", argmin),
	"max.dim": selecting("max", argmax),
	"min.dim": selecting("min", argmin),
	amax: extremeDims("amax", argmax),
	amin: extremeDims("amin", argmin),
	argmax: extremeIndex("argmax", argmax),
	argmin: extremeIndex("argmin", argmin),
	aminmax: {
		forward: aminmax,
		grad: {
			self: (_g, e) => {
				const [gMin, gMax] = e.grads as (Tensor | null)[];
				const dims = e.dim === null ? [] : [e.dim];
				const keep = e.keepdim || e.dim === null;
				const low = gMin == null ? null : byCount(gMin, e.self, e.min, dims, keep);
				const high = gMax == null ? null : byCount(gMax, e.self, e.max, dims, keep);
				return low === null ? high : high === null ? low : add(low, high);
			},
		},
	},
	_aminmax: { forward: (self: Tensor) => aminmax(self, null, false) },
	"_aminmax.dim": { forward: (self: Tensor, dim: number, keepdim: boolean) => aminmax(self, dim, keepdim) },
	median: median(false),
	nanmedian: median(true),
	"median.dim": selecting("median", (group) => argMedian(group, false)),
	"nanmedian.dim": selecting("median", (group) => argMedian(group, true)),
	mode: selecting("mode", argMode),
	kthvalue: selecting("kthvalue", kthSmallest, 1),
	all: { forward: (self: Tensor) => all(nonzero(self), null, false) },
	"all.dim": { forward: (self: Tensor, dim, keepdim) => all(nonzero(self), dim, keepdim) },
	"all.dims": { forward: (self: Tensor, dims, keepdim) => all(nonzero(self), dims, keepdim) },
	any: { forward: (self: Tensor) => any(nonzero(self), null, false) },
	"any.dim": { forward: (self: Tensor, dim, keepdim) => any(nonzero(self), dim, keepdim) },
	"any.dims": { forward: (self: Tensor, dims, keepdim) => any(nonzero(self), dims, keepdim) },
	_is_all_true: { forward: (self: Tensor) => all(self, null, false) },
	_is_any_true: { forward: (self: Tensor) => any(self, null, false) },
});

defineComposites({
	value_selecting_reduction_backward: selectGrad,
	equal: (self: Tensor, other: Tensor) => {
		if (self.unknownShape || other.unknownShape) return null;
		if (self.sizes.length !== other.sizes.length || self.sizes.some((s, i) => equal(s, other.sizes[i]!) === false)) return false;
		if (!self.isKnown || !other.isKnown) return null;
		const [x, y] = [self.numbers()!, other.numbers()!];
		return x.every((v, i) => v === y[i]);
	},
	allclose: (self: Tensor, other: Tensor, rtol: number, atol: number, equalNan: boolean) => {
		const close = call("isclose", self, other, rtol, atol, equalNan);
		return close.isKnown ? close.numbers()!.every((x) => x !== 0) : null;
	},
});
