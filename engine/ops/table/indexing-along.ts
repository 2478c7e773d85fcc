/** Indexing along one dimension: index_select, index_add, gather, scatter and their relatives. */
import { withGradMode } from "../../autograd/world.ts";
import { type Dim, dimText, equal, isKnown } from "../../shape/dim.ts";
import { dtypes, isComplex, type Numbers } from "../../shape/dtype.ts";
import { type Sizes, sizesText } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { call, callInPlace, reshape, sum, zeros, zerosLike } from "../aten.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { indexError, runtimeError, wrapDim } from "../kernel/dims.ts";
import { timesScalar } from "../kernel/formula.ts";
import { ComplexScalar, imaginary, numberIn, type Scalar } from "../kernel/scalar.ts";
import { defineComposites, defineRows, type FormulaEnv } from "../row.ts";
import { editable } from "./indexing.ts";

/** Row-major steps: elements before, along and after dimension `d`. */
function blocks(sizes: Sizes, d: number): { outer: number; length: number; inner: number } {
	let outer = 1;
	let inner = 1;
	for (let i = 0; i < sizes.length; i++) {
		if (i < d) outer *= sizes[i] as number;
		else if (i > d) inner *= sizes[i] as number;
	}
	return { outer, length: sizes.length === 0 ? 1 : (sizes[d] as number), inner };
}

const isIndex = (t: Tensor): boolean => t.dtype === dtypes.int64 || t.dtype === dtypes.int32;

function indexSelect(self: Tensor, dim: number, index: Tensor): Tensor {
	const d = wrapDim(dim, self.dim);
	if (index.dim > 1) throw indexError("index_select(): Index is supposed to be a vector", { key: "INDEX_SELECT" });
	if (!isIndex(index)) throw runtimeError("index_select(): Expected dtype int32 or int64 for index", { key: "INDEX_DTYPE" });
	const n: Dim = index.dim === 0 ? 1 : index.sizes[0]!;
	if (self.dim === 0) {
		if (equal(n, 1) === false)
			throw runtimeError(`index_select(): Index to scalar can have only 1 value, got ${dimText(n)} value(s)`, { key: "INDEX_SELECT" });
		if (equal(index.first() ?? 0, 0) === false) throw indexError("index out of range in self", { key: "INDEX_OOB" });
		return Tensor.make([], self.dtype, affordable([self], 1) ? (self.numbers()!.slice() as Numbers) : null);
	}
	const sizes = self.sizes.slice();
	sizes[d] = n;
	const at = index.numbers();
	const size = self.sizes[d]!;
	if (at !== null && isKnown(size))
		for (const i of at) if (i < 0 || i >= size) throw indexError("index out of range in self", { key: "INDEX_OOB" });
	const total = count(sizes);
	if (total === null || at === null || !affordable([self], total)) return Tensor.make(sizes, self.dtype, null);
	const { outer, length, inner } = blocks(self.sizes, d);
	const w = self.dtype.width;
	const from = self.numbers()!;
	const out = self.dtype.make(total * w);
	const step = inner * w;
	for (let o = 0; o < outer; o++)
		for (let i = 0; i < at.length; i++) {
			const start = (o * length + at[i]!) * step;
			out.set(from.subarray(start, start + step), (o * at.length + i) * step);
		}
	return Tensor.make(sizes, self.dtype, out);
}

type Update = (old: number, value: number) => number;

/** Shared by index_add, index_copy, index_fill: `update` on the slices of `self` that `index` names. */
function updateSlices(
	self: Tensor,
	d: number,
	index: Tensor,
	source: Tensor | Scalar,
	update: Update,
	outOfRange: ((text: string) => Error) | null = null,
): Tensor {
	const at = index.numbers();
	const size: Dim = self.dim === 0 ? 1 : self.sizes[d]!;
	// Only index_fill counts from the end; nobody looks where there is nothing to write.
	if (at !== null && isKnown(size) && !(self.dim > 1 && count(self.sizes) === 0))
		for (const i of at)
			if (i < (outOfRange === null ? -size : 0) || i >= size)
				throw (outOfRange ?? indexError)(`index ${i} is out of bounds for dimension 0 with size ${size}`);
	const out = at === null ? null : editable(self, source instanceof Tensor ? [source] : []);
	if (out === null || at === null) return Tensor.make(self.sizes, self.dtype, null);
	const { outer, length, inner } = blocks(self.sizes, d);
	const w = self.dtype.width;
	const round = self.dtype.round ?? ((x: number) => x);
	const from = source instanceof Tensor ? source.numbers()! : null;
	const step = inner * w;
	const parts = source instanceof Tensor ? [] : [Number(source), imaginary(source)];
	for (let o = 0; o < outer; o++)
		for (let i = 0; i < at.length; i++) {
			const to = (o * length + (at[i]! < 0 ? at[i]! + length : at[i]!)) * step;
			const start = (o * at.length + i) * step;
			for (let k = 0; k < step; k++) out[to + k] = round(update(out[to + k]!, from === null ? parts[k % w]! : from[start + k]!));
		}
	return Tensor.make(self.sizes, self.dtype, out);
}
export function checkSlices(name: string, self: Tensor, d: number, index: Tensor, source: Tensor): void {
	if (index.dim > 1)
		throw indexError(
			`${name}(): Index is supposed to be a vector, but got dim: ${index.dim} with type: ${index.dtype.scalarType} and size: ${sizesText(index.sizes)}`,
			{ key: "INDEX_ADD" },
		);
	if (!isIndex(index))
		throw runtimeError(`${name}(): Expected dtype int32/int64 for index but got: ${index.dtype.scalarType}`, { key: "INDEX_DTYPE" });
	if (self.dtype !== source.dtype && !self.unknownDtype && !source.unknownDtype)
		throw runtimeError(
			`${name}(): self (${self.dtype.scalarType}) and source (${source.dtype.scalarType}) must have the same scalar type`,
			{ key: "INDEX_ADD" },
		);
	if (d !== 0 && d >= source.dim)
		throw runtimeError(`${name}(): Indexing dim ${d} is out of bounds of the source tensor with dim ${source.dim}`, { key: "INDEX_ADD" });
	const n: Dim = index.dim === 0 ? 1 : index.sizes[0]!;
	const m: Dim = source.dim === 0 ? 1 : source.sizes[d]!;
	if (equal(n, m) === false)
		throw runtimeError(`${name}(): Number of indices (${dimText(n)}) should be equal to source.size(dim): (${dimText(m)}), for dim: ${d}`, {
			key: "INDEX_ADD",
		});
	const scalar = self.dim === 0 || source.dim === 0;
	const [kept, given] = [self.sizes, source.sizes].map((sizes) => (scalar ? sizes : sizes.filter((_, i) => i !== d)));
	if (kept!.length !== given!.length || kept!.some((s, i) => equal(s, given![i]!) === false))
		throw runtimeError(
			`source tensor shape must match self tensor shape, excluding the specified dimension. Got self.shape = ${sizesText(self.sizes)} source.shape = ${sizesText(source.sizes)}`,
			{ key: "INDEX_ADD" },
		);
}

function indexAdd(self: Tensor, dim: number, index: Tensor, source: Tensor, alpha: Scalar): Tensor {
	const d = wrapDim(dim, self.dim);
	checkSlices("index_add_", self, d, index, source);
	const a = Number(alpha);
	return updateSlices(
		self,
		d,
		index,
		source,
		(x, v) => x + a * v,
		(text) => (self.dim > 1 ? runtimeError(text, { key: "INDEX_OOB" }) : indexError("index out of range in self", { key: "INDEX_OOB" })),
	);
}

function indexCopy(self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
	const d = wrapDim(dim, self.dim);
	if (index.dim >= 2) throw indexError(`index_copy_(): Index should have dimension 1 or 0 (got ${index.dim})`, { key: "INDEX_COPY" });
	if (index.dtype !== dtypes.int64)
		throw indexError("index_copy_(): Expected a long tensor for index, but got " + index.dtype.scalarType, { key: "INDEX_DTYPE" });
	if (self.dtype !== source.dtype)
		throw runtimeError(
			`index_copy_(): self and source expected to have the same dtype, but got (self) ${self.dtype.scalarType} and (source) ${source.dtype.scalarType}`,
			{ key: "INDEX_COPY" },
		);
	const n: Dim = index.dim === 0 ? 1 : index.sizes[0]!;
	if (source.dim === 0) {
		if (equal(n, 1) === false)
			throw indexError(`index_copy_(): When source is scalar, index should have one element (got ${dimText(n)})`, { key: "INDEX_COPY" });
	} else if (source.dim !== self.dim && self.dim !== 0)
		throw indexError(
			`index_copy_(): When source and destination are not scalars, their dimensionality must match. Source dimensionality (${source.dim}), destination dimensionality (${self.dim})`,
			{ key: "INDEX_COPY" },
		);
	const without = (sizes: Sizes): Dim[] => sizes.filter((_, i) => i !== d);
	const [a, b] = [without(self.sizes), without(source.sizes)];
	if (a.length !== b.length || a.some((s, i) => equal(s, b[i]!) === false))
		throw runtimeError(
			`index_copy_(): Source/destination tensor must have same slice shapes. Destination slice shape: ${sizesText(a).replace("[", "").replace("]", "").replaceAll(", ", " ")} at dimension ${d} and source slice shape: ${sizesText(b).replace("[", "").replace("]", "").replaceAll(", ", " ")} at dimension 0.`,
			{ key: "INDEX_COPY" },
		);
	if (source.dim > 0 && equal(n, source.sizes[d]!) === false)
		throw indexError(
			`index_copy_(): Number of indices (${dimText(n)}) should be equal to source.size(dim) (${dimText(source.sizes[d]!)})`,
			{ key: "INDEX_COPY" },
		);
	return updateSlices(
		self,
		d,
		index,
		source,
		(_x, v) => v,
		(text) => indexError(`index_copy_(): ${text}`, { key: "INDEX_OOB" }),
	);
}

function indexFill(self: Tensor, dim: number, index: Tensor, value: Scalar | Tensor): Tensor {
	const d = wrapDim(dim, self.dim);
	if (index.dtype !== dtypes.int64) throw indexError("index_fill_(): Expected dtype int64 for index.", { key: "INDEX_DTYPE" });
	if (index.dim > 1) throw runtimeError("Index has to be a vector/scalar", { key: "INDEX_FILL" });
	if (value instanceof Tensor && value.dim > 0)
		throw runtimeError(`index_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.dim} dimension(s).`, {
			key: "INDEX_FILL",
		});
	if (value instanceof ComplexScalar || (value instanceof Tensor && isComplex(value.dtype)))
		if (!isComplex(self.dtype) && !self.unknownDtype)
			throw runtimeError("index_fill_(): Converting complex Scalar to non-complex type is not supported", { key: "INDEX_FILL" });
	const v = value instanceof Tensor ? numberIn(value) : value;
	if (v === null) return Tensor.make(self.sizes, self.dtype, null);
	return updateSlices(self, d, index, v, (_x, y) => y);
}

const sourceGrad = (g: Tensor, e: FormulaEnv, alpha: Scalar = 1): Tensor => {
	const source = e.source;
	const r =
		source.sizes.length > 0
			? expandTo(call("index_select", g, e.dim, e.index), source.sizes)
			: call("index_select", g, e.dim, call("squeeze.dim", e.index, 0));
	return timesScalar(r, alpha);
};
const expandTo = (t: Tensor, sizes: Sizes): Tensor => call("expand", t, sizes.slice(), false);
const withoutSlices = (g: Tensor, e: FormulaEnv): Tensor => call("index_fill.int_Scalar", g, e.dim, e.index, 0);

function take(self: Tensor, index: Tensor): Tensor {
	if (index.dtype !== dtypes.int64)
		throw runtimeError(`take(): Expected a long tensor for index, but got ${index.dtype.scalarType}`, { key: "INDEX_DTYPE" });
	const n = count(self.sizes);
	const total = count(index.sizes);
	const at = index.numbers();
	if (n === 0 && total !== 0) throw indexError("take(): tried to take from an empty tensor", { key: "TAKE" });
	if (at !== null && n !== null)
		for (const i of at)
			if (i < -n || i >= n)
				throw indexError(`out of range: tried to access index ${i} on a tensor of ${n} elements.`, { key: "INDEX_OOB" });
	if (n === null || total === null || at === null || !affordable([self], total)) return Tensor.make(index.sizes, self.dtype, null);
	const w = self.dtype.width;
	const from = self.numbers()!;
	const out = self.dtype.make(total * w);
	for (let i = 0; i < total; i++) for (let k = 0; k < w; k++) out[i * w + k] = from[(at[i]! < 0 ? at[i]! + n : at[i]!) * w + k]!;
	return Tensor.make(index.sizes, self.dtype, out);
}

function put(self: Tensor, index: Tensor, source: Tensor, accumulate: boolean): Tensor {
	if (index.dtype !== dtypes.int64)
		throw runtimeError(`put_(): Expected a long tensor for index, but got ${index.dtype.scalarType}`, { key: "INDEX_DTYPE" });
	if (self.dtype !== source.dtype)
		throw runtimeError(
			`put_(): self and source expected to have the same dtype, but got self.dtype = ${self.dtype.scalarType} and source.dtype = ${source.dtype.scalarType}`,
			{ key: "PUT" },
		);
	if (equal(index.numel, source.numel) === false)
		throw indexError(
			`put_(): Expected source and index to have the same number of elements, but got source.numel() = ${dimText(source.numel)}, index.numel() = ${dimText(index.numel)}`,
			{ key: "PUT" },
		);
	const at = index.numbers();
	const n = count(self.sizes);
	if (at !== null && n !== null)
		for (const i of at)
			if (i < -n || i >= n)
				throw indexError(`out of range: tried to access index ${i} on a tensor of ${n} elements.`, { key: "INDEX_OOB" });
	const out = at === null ? null : editable(self, [source]);
	if (out === null || n === null || at === null) return Tensor.make(self.sizes, self.dtype, null);
	const w = self.dtype.width;
	const from = source.numbers()!;
	for (let i = 0; i < at.length; i++) {
		const to = (at[i]! < 0 ? at[i]! + n : at[i]!) * w;
		for (let k = 0; k < w; k++) out[to + k] = from[i * w + k]! + (accumulate ? out[to + k]! : 0);
	}
	return Tensor.make(self.sizes, self.dtype, out);
}

defineRows({
	index_select: { forward: indexSelect, grad: { self: (g, e) => call("index_select_backward", g, e.self.sizes.slice(), e.dim, e.index) } },
	index_add: { forward: indexAdd, grad: { self: (g) => g, source: (g, e) => sourceGrad(g, e, e.alpha) } },
	index_copy: { forward: indexCopy, grad: { self: withoutSlices, source: (g, e) => sourceGrad(g, e) } },
	"index_fill.int_Scalar": { forward: indexFill, grad: { self: withoutSlices } },
	"index_fill.int_Tensor": {
		forward: indexFill,
		grad: { self: withoutSlices, value: (g, e) => sum(call("index_select", g, e.dim, uniquePositions(e.index))) },
	},
	take: { forward: take, grad: { self: (g, e) => callInPlace("put", [zerosLike(e.self), e.index, g, true]) } },
	put: {
		forward: put,
		grad: {
			self: (g, e) => (e.accumulate ? g : call("put", g, e.index, zerosLike(e.source), false)),
			source: (g, e) => reshape(call("take", g, e.index), e.source.sizes),
		},
	},
});

function uniquePositions(index: Tensor): Tensor {
	const values = index.numbers();
	return values === null ? index : Tensor.make([new Set(values).size], dtypes.int64, Float64Array.from(new Set(values)));
}

defineComposites({
	index_select_backward: (g: Tensor, sizes: Sizes, dim: number, index: Tensor) =>
		callInPlace("index_add", [zeros(sizes, g.dtype), dim, index, g]),
	masked_select_backward: (g: Tensor, input: Tensor, mask: Tensor) => callInPlace("masked_scatter", [zerosLike(input), mask, g]),
	take_along_dim: (self: Tensor, index: Tensor, dim: number | null) => {
		if (index.dtype !== dtypes.int64 && index.dtype !== dtypes.int32)
			throw runtimeError(`torch.take_along_dim(): dtype of indices should be Long but got ${index.dtype.scalarType}`, {
				key: "INDEX_DTYPE",
			});
		if (dim === null) return call("gather", call("view", self, [-1]), 0, call("view", index, [-1]));
		if (self.unknownShape || index.unknownShape) return call("gather", self, dim, index);
		if (self.dim !== index.dim)
			throw runtimeError(
				`torch.take_along_dim(): input and indices should have the same number of dimensions, but got ${self.dim} dimensions for input, and ${index.dim} dimensions for indices`,
				{ key: "TAKE_ALONG" },
			);
		const d = wrapDim(dim, self.dim);
		const size = self.sizes[d]!;
		const joint = call(
			"expand",
			isKnown(size) && size > 0 ? withGradMode(false, () => call("remainder.Scalar", index, size)) : index,
			index.sizes.map((s, i) => (i === d || s !== 1 ? s : self.sizes[i]!)),
			false,
		);
		const wide = call(
			"expand",
			self,
			self.sizes.map((s, i) => (i === d || s !== 1 ? s : joint.sizes[i]!)),
			false,
		);
		return call("gather", wide, d, joint);
	},
});
