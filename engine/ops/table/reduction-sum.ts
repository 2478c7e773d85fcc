/** Sums, means and products, over everything or over dimensions. */
import { type DType, dtypes } from "../../shape/dtype.ts";
import { numel, type Sizes } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { requiresGrad } from "../../autograd/view.ts";
import { withGradMode, world } from "../../autograd/world.ts";
import { call, conj, div, mul, toDtype } from "../aten.ts";
import { cmul, pairs } from "../kernel/complex.ts";
import { reduceComplex } from "../kernel/complex-parts.ts";
import { affordable, count, operand } from "../kernel/elementwise.ts";
import { cascadeSum } from "../kernel/cascade-sum.ts";
import { divDim, expandGrad } from "../kernel/formula.ts";
import { groups, groupSize, reduce, reducedSizes, wrapDim, wrapDims } from "../kernel/reduce.ts";
import { defineComposites, defineRows } from "../row.ts";

/** Integers and bools are summed in int64. */
function sumDType(self: Tensor, dtype: DType | null): DType {
	if (dtype !== null && dtype.category < 2 && world.gradMode && requiresGrad(self))
		throw new TorchError("RuntimeError", `Autograd not support dtype: ${dtype.scalarType}`);
	return dtype ?? (self.dtype.category < 2 ? dtypes.int64 : self.dtype);
}

const total = (group: Float64Array): number => {
	let s = 0;
	for (let i = 0; i < group.length; i++) s += group[i]!;
	return s;
};

export function sumForward(self: Tensor, dims: number[] | null, keepdim: boolean, dtype: DType | null): Tensor {
	const out = sumDType(self, dtype);
	const over = wrapDims(dims, self.dim);
	if (self.dtype.width === 2 && out.width === 2) return complexSum(self, over, keepdim, out, 1);
	return (
		floatSum(self, over, keepdim, out, 1) ??
		reduce(self, over, keepdim, out, total, dtype !== null && self.isKnown && dtype.category < 2 ? operand(self, dtype) : null)
	);
}

/** Floating sums in the order in which PyTorch adds; null for other dtypes and unknown numbers. */
function floatSum(self: Tensor, dims: readonly number[], keepdim: boolean, dtype: DType, divisor: number): Tensor | null {
	if (self.dtype !== dtype || (dtype !== dtypes.float32 && dtype !== dtypes.float64)) return null;
	const n = count(self.sizes);
	if (n === null || !affordable([self], n)) return null;
	const out = cascadeSum(self, dims, keepdim, dtype);
	const data = out.storage.data!;
	if (divisor !== 1) for (let i = 0; i < data.length; i++) data[i] = data[i]! / divisor;
	return out;
}

function complexSum(self: Tensor, dims: number[], keepdim: boolean, dtype: DType, divisor: number): Tensor {
	const sizes = reducedSizes(self.sizes, dims, keepdim);
	const n = count(self.sizes);
	if (n === null || !affordable([self], n)) return Tensor.make(sizes, dtype, null);
	const x = pairs(self);
	const { first, members } = groups(self.sizes as number[], dims);
	const out = dtype.make(2 * first.length);
	for (let i = 0; i < first.length; i++)
		for (let part = 0; part < 2; part++) {
			let s = 0;
			for (let k = 0; k < members.length; k++) s += x[2 * (first[i]! + members[k]!) + part]!;
			out[2 * i + part] = s / divisor;
		}
	return Tensor.make(sizes, dtype, out);
}

function meanForward(self: Tensor, dims: number[] | null, keepdim: boolean, dtype: DType | null): Tensor {
	const out = dtype ?? self.dtype;
	if (out.category < 2) {
		const what = dtype === null ? "could not infer output dtype. Input" : "could not infer output dtype. Optional";
		throw new TorchError("RuntimeError", `mean(): ${what} dtype must be either a floating point or complex dtype. Got: ${out.scalarType}`);
	}
	const over = wrapDims(dims, self.dim);
	if (out.width === 2) return complexSum(self, over, keepdim, out, Number(groupSize(self.sizes, over)));
	return (
		floatSum(self, over, keepdim, out, Number(groupSize(self.sizes, over))) ??
		reduce(self, over, keepdim, out, (group) => total(group) / group.length)
	);
}

/** float32 rounds after each factor. */
const singleProduct = (group: Float64Array): number => {
	let p = 1;
	for (let i = 0; i < group.length; i++) p = Math.fround(p * group[i]!);
	return p;
};
const productOf = (dtype: DType): ((group: Float64Array) => number) => (dtype === dtypes.float32 ? singleProduct : product);
function productForward(self: Tensor, dims: number[], keepdim: boolean, dtype: DType): Tensor {
	if (dtype.width === 1) return reduce(self, dims, keepdim, dtype, productOf(dtype));
	return reduceComplex(toDtype(self, dtype), dims, keepdim, dtype, (group) => group.reduce(cmul, [1, 0]));
}
const product = (group: Float64Array): number => {
	let p = 1;
	for (let i = 0; i < group.length; i++) p *= group[i]!;
	return p;
};

/** result * grad / input, computed without dividing where the input has zeros. */
function prodGrad(g: Tensor, self: Tensor, result: Tensor, dim: number | null, keepdim: boolean): Tensor {
	if (self.dim === 0) return withGradMode(false, () => call("clone", g, null));
	if (self.dtype.width === 2 && !self.storage.conjugated) return prodGrad(g, conj(self), conj(result), dim, keepdim);
	const hasZero = !self.isKnown || containsZero(self);
	if (dim === null) {
		if (!hasZero) return mul(g, div(result, self));
		const flat = call("reshape", self, [numel(self.sizes)]);
		return call("reshape", prodWithZeros(g, flat, 0), [...self.sizes]);
	}
	const d = wrapDim(dim, self.dim);
	const grad = keepdim ? g : call("unsqueeze", g, d);
	const res = keepdim ? result : call("unsqueeze", result, d);
	return hasZero ? prodWithZeros(grad, self, d) : mul(grad, div(res, self));
}
/** A complex number is zero in both parts. */
export function containsZero(t: Tensor): boolean {
	const x = t.numbers()!;
	for (let i = 0; i < x.length; i += t.dtype.width) if (x[i] === 0 && (t.dtype.width === 1 || x[i + 1] === 0)) return true;
	return false;
}
/** grad times the product of all others along `dim`: exclusive products from the left and from the right. */
function prodWithZeros(g: Tensor, self: Tensor, dim: number): Tensor {
	const size = self.sizes[dim]!;
	if (size === 1) return g;
	const sizes = [...self.sizes];
	sizes[dim] = 1;
	const ones = call("ones", sizes, self.dtype);
	const left = call(
		"cumprod",
		call("cat", [ones, call("narrow", self, dim, 0, typeof size === "number" ? size - 1 : size)], dim),
		dim,
		null,
	);
	const reversed = call("flip", call("narrow", self, dim, 1, typeof size === "number" ? size - 1 : size), [dim]);
	const right = call("flip", call("cumprod", call("cat", [ones, reversed], dim), dim, null), [dim]);
	return mul(g, mul(left, right));
}

const meanGrad = (g: Tensor, sizes: Sizes, dims: number[] | null, keepdim: boolean): Tensor =>
	divDim(expandGrad(g, sizes, dims, keepdim), groupSize(sizes, wrapDims(dims, sizes.length)));

/** Complex numbers as whether they are something. */
const nonzero = (t: Tensor): Tensor => (t.dtype.width === 2 ? call("ne.Scalar", t, 0) : t);

defineRows({
	sum: {
		forward: (self, dtype) => sumForward(self, null, false, dtype),
		grad: { self: (g, e) => call("expand", g, [...e.self.sizes], false) },
	},
	"sum.dim_IntList": { forward: sumForward, grad: { self: (g, e) => expandGrad(g, e.self.sizes, e.dim, e.keepdim) } },
	mean: {
		forward: (self, dtype) => meanForward(self, null, false, dtype),
		grad: { self: (g, e) => divDim(call("expand", g, [...e.self.sizes], false), numel(e.self.sizes)) },
	},
	"mean.dim": { forward: meanForward, grad: { self: (g, e) => meanGrad(g, e.self.sizes, e.dim, e.keepdim) } },
	nansum: {
		forward: (self: Tensor, dims: number[] | null, keepdim: boolean, dtype: DType | null) =>
			reduce(self, wrapDims(dims, self.dim), keepdim, sumDType(self, dtype), (group) => {
				let s = 0;
				for (let i = 0; i < group.length; i++) if (!Number.isNaN(group[i]!)) s += group[i]!;
				return s;
			}),
		grad: {
			self: (g, e) => mul(expandGrad(toDtype(g, e.self.dtype), e.self.sizes, e.dim, e.keepdim), call("logical_not", call("isnan", e.self))),
		},
	},
	prod: {
		forward: (self: Tensor, dtype: DType | null) => productForward(self, wrapDims(null, self.dim), false, sumDType(self, dtype)),
		grad: { self: (g, e) => prodGrad(g, toDtype(e.self, g.dtype), e.result, null, false) },
	},
	"prod.dim_int": {
		forward: (self: Tensor, dim: number, keepdim: boolean, dtype: DType | null) =>
			productForward(self, wrapDims(dim, self.dim), keepdim, sumDType(self, dtype)),
		grad: { self: (g, e) => prodGrad(g, toDtype(e.self, g.dtype), e.result, e.dim, e.keepdim) },
	},
	count_nonzero: {
		forward: (self: Tensor, dim: number | null) =>
			reduce(nonzero(self), wrapDims(dim, self.dim), false, dtypes.int64, (group) => group.reduce((n, x) => n + (x !== 0 ? 1 : 0), 0)),
	},
	"count_nonzero.dim_IntList": {
		forward: (self: Tensor, dims: number[]) =>
			reduce(nonzero(self), wrapDims(dims, self.dim), false, dtypes.int64, (group) => group.reduce((n, x) => n + (x !== 0 ? 1 : 0), 0)),
	},
});

defineComposites({
	nanmean: (self, dims, keepdim, dtype) => {
		const factor = call("sum.dim_IntList", call("logical_not", call("isnan", call("detach", self))), dims ?? [], keepdim, null);
		return div(call("nansum", self, dims, keepdim, dtype), factor);
	},
	sum_to_size: (self, sizes) => {
		if (sizes.length === 0) return call("sum", self, null);
		const lead = self.dim - sizes.length;
		const dims: number[] = [];
		for (let i = 0; i < self.dim; i++) if (i < lead || (sizes[i - lead] === 1 && self.sizes[i] !== 1)) dims.push(i);
		const reduced = dims.length === 0 ? self : call("sum.dim_IntList", self, dims, true, null);
		return lead > 0 ? call("view", reduced, [...sizes]) : reduced;
	},
});
