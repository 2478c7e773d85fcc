/** Reductions over dimensions: which shape comes out, and running over the numbers group by group. */
import { type Dim, mul } from "../../shape/dim.ts";
import type { DType, Numbers } from "../../shape/dtype.ts";
import { contiguousStrides, elementOffsets, type Sizes } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { wrapDim } from "./dims.ts";
import { affordable, count } from "./elementwise.ts";

export { wrapDim };

/** The dimensions meant by a `dim` argument: all for none or an empty list. */
export function wrapDims(dims: readonly number[] | number | null, rank: number): number[] {
	const list = dims === null ? [] : typeof dims === "number" ? [dims] : dims;
	if (list.length === 0) return Array.from({ length: rank }, (_, i) => i);
	const out: number[] = [];
	for (const d of list) {
		const w = wrapDim(d, rank);
		if (out.includes(w)) throw new TorchError("RuntimeError", `dim ${w} appears multiple times in the list of dims`);
		out.push(w);
	}
	return rank === 0 ? [] : out;
}

export function reducedSizes(sizes: Sizes, dims: readonly number[], keepdim: boolean): Dim[] {
	const out: Dim[] = [];
	for (let i = 0; i < sizes.length; i++) {
		if (!dims.includes(i)) out.push(sizes[i]!);
		else if (keepdim) out.push(1);
	}
	return out;
}

/** Number of elements that fall together. */
export function groupSize(sizes: Sizes, dims: readonly number[]): Dim {
	let n: Dim = 1;
	for (const d of dims) n = mul(n, sizes[d]!);
	return n;
}

/** Positions of the groups' first elements and of the members relative to those, in the row-major numbers. */
export function groups(sizes: readonly number[], dims: readonly number[]): { first: Int32Array; members: Int32Array } {
	const strides = contiguousStrides(sizes) as number[];
	const kept = sizes.map((_, i) => i).filter((i) => !dims.includes(i));
	const inner = [...dims].sort((a, b) => a - b);
	return {
		first: elementOffsets(
			kept.map((i) => sizes[i]!),
			kept.map((i) => strides[i]!),
			0,
		),
		members: elementOffsets(
			inner.map((i) => sizes[i]!),
			inner.map((i) => strides[i]!),
			0,
		),
	};
}

/** One number per group: `f` sees the group's numbers (the same array each time). */
export function reduce(
	self: Tensor,
	dims: readonly number[],
	keepdim: boolean,
	dtype: DType,
	f: (group: Float64Array) => number,
	values?: Numbers | null,
): Tensor {
	const sizes = reducedSizes(self.sizes, dims, keepdim);
	const n = count(self.sizes);
	if (n === null || self.dtype.width === 2 || dtype.width === 2 || !affordable([self], n)) return Tensor.make(sizes, dtype, null);
	const x = values ?? self.numbers()!;
	const { first, members } = groups(self.sizes as number[], dims);
	const out = dtype.make(first.length);
	const group = new Float64Array(members.length);
	const round = dtype.round;
	for (let i = 0; i < first.length; i++) {
		const at = first[i]!;
		for (let k = 0; k < members.length; k++) group[k] = x[at + members[k]!]!;
		const v = f(group);
		out[i] = round === null ? v : round(v);
	}
	return Tensor.make(sizes, dtype, out);
}

/** Several outputs per group: `f` returns one number for each of `dtypes`. */
export function reduceMany(
	self: Tensor,
	dims: readonly number[],
	keepdim: boolean,
	dtypes: readonly DType[],
	f: (group: Float64Array) => readonly number[],
): Tensor[] {
	const sizes = reducedSizes(self.sizes, dims, keepdim);
	const n = count(self.sizes);
	if (n === null || self.dtype.width === 2 || !affordable([self], n)) return dtypes.map((d) => Tensor.make(sizes, d, null));
	const x = self.numbers()!;
	const { first, members } = groups(self.sizes as number[], dims);
	const outs = dtypes.map((d) => d.make(first.length));
	const group = new Float64Array(members.length);
	for (let i = 0; i < first.length; i++) {
		const at = first[i]!;
		for (let k = 0; k < members.length; k++) group[k] = x[at + members[k]!]!;
		f(group).forEach((v, j) => {
			const round = dtypes[j]!.round;
			outs[j]![i] = round === null ? v : round(v);
		});
	}
	return outs.map((o, j) => Tensor.make(sizes, dtypes[j]!, o));
}

/** Same shape out as in: `f` fills `out` from the group along `dim`. */
export function alongDim(
	self: Tensor,
	dim: number,
	dtypes: readonly DType[],
	f: (group: Float64Array, outs: Float64Array[]) => void,
): Tensor[] {
	const n = count(self.sizes);
	if (n === null || self.dtype.width === 2 || !affordable([self], n)) return dtypes.map((d) => Tensor.make(self.sizes, d, null));
	const x = self.numbers()!;
	const { first, members } = groups(self.sizes as number[], self.dim === 0 ? [] : [dim]);
	const results = dtypes.map((d) => d.make(n));
	const group = new Float64Array(members.length);
	const outs = dtypes.map(() => new Float64Array(members.length));
	for (let i = 0; i < first.length; i++) {
		const at = first[i]!;
		for (let k = 0; k < members.length; k++) group[k] = x[at + members[k]!]!;
		f(group, outs);
		for (let j = 0; j < results.length; j++) {
			const round = dtypes[j]!.round;
			const out = outs[j]!;
			for (let k = 0; k < members.length; k++) results[j]![at + members[k]!] = round === null ? out[k]! : round(out[k]!);
		}
	}
	return results.map((r, j) => Tensor.make(self.sizes, dtypes[j]!, r));
}
