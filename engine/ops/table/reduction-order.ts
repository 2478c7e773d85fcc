/** Sorting, the k largest elements, and distinct elements. */
import { type Dim, symbol } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import { contiguousStrides } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { callMany } from "../aten.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { introSort, nthElement, partialSort } from "../kernel/introselect.ts";
import { inMemory, keptStrides } from "../kernel/order.ts";
import { alongDim, groups, wrapDim } from "../kernel/reduce.ts";
import { selectGrad } from "../kernel/select-grad.ts";
import { defineComposites, defineRows } from "../row.ts";
import { order } from "./reduction-extreme.ts";

function sort(self: Tensor, dim: number, descending: boolean): Tensor[] {
	const d = wrapDim(dim, self.dim);
	if (self.dtype.width === 2) throw new TorchError("RuntimeError", " Sort currently does not support complex dtypes on CPU");
	return alongDim(self, d, [self.dtype, dtypes.int64], (group, [values, indices]) => {
		order(group, descending).forEach((at, i) => {
			values![i] = group[at]!;
			indices![i] = at;
		});
	}).map((t) => {
		const strides = keptStrides(self);
		return strides === null ? t : inMemory(t.sizes, t.dtype, t.storage.data, strides);
	});
}

/** The positions of the k largest or smallest; few of many are picked with a heap. */
function selected(group: Float64Array, k: number, largest: boolean, sorted: boolean): Int32Array {
	const at = Int32Array.from(group, (_, i) => i);
	const nan = (x: number): boolean => x !== x;
	const before = largest
		? (i: number, j: number): boolean => (nan(group[i]!) && !nan(group[j]!)) || group[i]! > group[j]!
		: (i: number, j: number): boolean => (!nan(group[i]!) && nan(group[j]!)) || group[i]! < group[j]!;
	if (k * 64 <= at.length) partialSort(at, 0, k, at.length, before);
	else if (k > 0) {
		nthElement(at, k - 1, before);
		if (sorted) introSort(at, 0, k - 1, before);
	}
	return at;
}

function topk(self: Tensor, k: Dim, dim: number, largest: boolean, inOrder: boolean): Tensor[] {
	const d = wrapDim(dim, self.dim);
	const size = self.dim === 0 ? 1 : self.sizes[d]!;
	if (typeof k === "number" && (k < 0 || (typeof size === "number" && k > size)))
		throw new TorchError("RuntimeError", "selected index k out of range");
	const sizes = self.sizes.map((s, i) => (i === d ? k : s));
	const n = count(self.sizes);
	if (n === null || typeof k !== "number" || !affordable([self], n))
		return [Tensor.make(sizes, self.dtype, null), Tensor.make(sizes, dtypes.int64, null)];
	const x = self.numbers()!;
	const { first, members } = groups(self.sizes as number[], self.dim === 0 ? [] : [d]);
	const out = groups(sizes as number[], self.dim === 0 ? [] : [d]);
	const values = self.dtype.make(first.length * k);
	const indices = dtypes.int64.make(first.length * k);
	const group = new Float64Array(members.length);
	for (let i = 0; i < first.length; i++) {
		for (let m = 0; m < members.length; m++) group[m] = x[first[i]! + members[m]!]!;
		const sorted = selected(group, k, largest, inOrder);
		for (let m = 0; m < k; m++) {
			values[out.first[i]! + out.members[m]!] = group[sorted[m]!]!;
			indices[out.first[i]! + out.members[m]!] = sorted[m]!;
		}
	}
	return [Tensor.make(sizes, self.dtype, values), Tensor.make(sizes, dtypes.int64, indices)];
}

let unknowns = 0;
/** A length that depends on numbers nobody knows. */
const unknownLength = (): Dim => symbol(`count${++unknowns}`);

/** Sorted distinct numbers with the position of each element among them and how often each occurs. */
function distinct(self: Tensor, consecutive: boolean): Tensor[] {
	const n = count(self.sizes);
	if (n === null || self.dtype.width === 2 || !affordable([self], n)) {
		const length = unknownLength();
		return [
			Tensor.make([length], self.dtype, null),
			Tensor.make(self.sizes, dtypes.int64, null),
			Tensor.make([length], dtypes.int64, null),
		];
	}
	const x = Float64Array.from(self.numbers()!);
	const at = consecutive ? Array.from(x, (_, i) => i) : order(x);
	const values: number[] = [];
	const counts: number[] = [];
	const inverse = dtypes.int64.make(n);
	for (const i of at) {
		if (values.length === 0 || values.at(-1) !== x[i]) {
			values.push(x[i]!);
			counts.push(0);
		}
		counts[counts.length - 1]!++;
		inverse[i] = values.length - 1;
	}
	const data = self.dtype.make(values.length);
	data.set(values);
	return [
		Tensor.make([values.length], self.dtype, data),
		Tensor.make(self.sizes, dtypes.int64, inverse),
		Tensor.make([counts.length], dtypes.int64, Float64Array.from(counts)),
	];
}

/** The same for slices along a dimension, compared element by element. */
function distinctSlices(self: Tensor, dim: number, consecutive: boolean): Tensor[] {
	const d = wrapDim(dim, self.dim);
	const n = count(self.sizes);
	if (n === null || !affordable([self], n)) {
		const length = unknownLength();
		return [
			Tensor.make(
				self.sizes.map((s, i) => (i === d ? length : s)),
				self.dtype,
				null,
			),
			Tensor.make([self.sizes[d]!], dtypes.int64, null),
			Tensor.make([length], dtypes.int64, null),
		];
	}
	const x = self.numbers()!;
	const { first, members } = groups(self.sizes as number[], [d]);
	const slices = Array.from(members, (m) => Array.from(first, (f) => x[f + m]!));
	const compare = (a: number[], b: number[]): number => {
		for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
		return 0;
	};
	const at = slices.map((_, i) => i);
	if (!consecutive) at.sort((i, j) => compare(slices[i]!, slices[j]!) || i - j);
	const kept: number[] = [];
	const counts: number[] = [];
	const inverse = dtypes.int64.make(slices.length);
	for (const i of at) {
		if (kept.length === 0 || compare(slices[kept.at(-1)!]!, slices[i]!) !== 0) {
			kept.push(i);
			counts.push(0);
		}
		counts[counts.length - 1]!++;
		inverse[i] = kept.length - 1;
	}
	const sizes = (self.sizes as number[]).map((s, i) => (i === d ? kept.length : s));
	const data = self.dtype.make(first.length * kept.length);
	const out = groups(sizes, [d]);
	kept.forEach((from, m) => out.first.forEach((f, i) => (data[f + out.members[m]!] = slices[from]![i]!)));
	return [
		inMemory(sizes, self.dtype, data, firstOutermost(sizes, d)),
		Tensor.make([slices.length], dtypes.int64, inverse),
		Tensor.make([counts.length], dtypes.int64, Float64Array.from(counts)),
	];
}
/** Memory with dimension `d` outermost; null when that is row-major. */
function firstOutermost(sizes: number[], d: number): number[] | null {
	if (d === 0) return null;
	const others = contiguousStrides(sizes.filter((_, i) => i !== d)) as number[];
	const inner = sizes.reduce((a, s, i) => (i === d ? a : a * s), 1);
	return sizes.map((_, i) => (i === d ? inner : others[i < d ? i : i - 1]!));
}
/** Outputs that were not asked for are empty. */
const asked = ([values, inverse, counts]: Tensor[], wantInverse: boolean, wantCounts: boolean): Tensor[] => [
	values!,
	wantInverse ? inverse! : Tensor.make([0], dtypes.int64, dtypes.int64.make(0)),
	wantCounts ? counts! : Tensor.make([0], dtypes.int64, dtypes.int64.make(0)),
];

defineRows({
	sort: {
		forward: (self, dim, descending) => sort(self, dim, descending),
		grad: { self: (g, e) => selectGrad(g, e.dim, e.indices, e.self.sizes, true) },
	},
	"sort.stable": {
		forward: (self, _stable, dim, descending) => sort(self, dim, descending),
		grad: { self: (g, e) => selectGrad(g, e.dim, e.indices, e.self.sizes, true) },
	},
	topk: {
		forward: (self, k, dim, largest, sorted) => topk(self, k, dim, largest, sorted !== false),
		grad: { self: (g, e) => selectGrad(g, e.dim, e.indices, e.self.sizes, true) },
	},
	_unique: { forward: (self, _sorted, inverse) => asked(distinct(self, false), inverse, false).slice(0, 2) },
	_unique2: { forward: (self, _sorted, inverse, counts) => asked(distinct(self, false), inverse, counts) },
	unique_dim: { forward: (self, dim, _sorted, _inverse, _counts) => distinctSlices(self, dim, false) },
	unique_consecutive: {
		forward: (self, inverse, counts, dim) => asked(dim === null ? distinct(self, true) : distinctSlices(self, dim, true), inverse, counts),
	},
	unique_dim_consecutive: { forward: (self, dim, inverse, counts) => asked(distinctSlices(self, dim, true), inverse, counts) },
});

defineComposites({
	msort: (self: Tensor) => callMany("sort", self, 0, false)[0],
	argsort: (self: Tensor, dim: number, descending: boolean) => callMany("sort", self, dim, descending)[1],
	"argsort.stable": (self: Tensor, stable: boolean, dim: number, descending: boolean) =>
		callMany("sort.stable", self, stable, dim, descending)[1],
});
