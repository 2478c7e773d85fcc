/** Movement ops that PyTorch builds from others: reshape, flatten, chunk, movedim and so on, with the same chain of nodes. */
import {
	add as addDim,
	type Dim,
	dimText,
	equal,
	floorDiv,
	isKnown,
	mul as mulDim,
	product,
	sub as subDim,
	UNKNOWN_DIM,
} from "../../shape/dim.ts";
import { type Sizes, sizesText } from "../../shape/shape.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { type Format, isDense } from "../kernel/formats.ts";
import { call, callMany, clone, permute, reshape, slice, unsqueeze } from "../aten.ts";
import { ceilDiv, indexError, inferSizes, runtimeError, wrapDim } from "../kernel/dims.ts";
import { indexTensor, maskTensor, stridesOf } from "../kernel/layout.ts";
import { defineComposites } from "../row.ts";
import { tryView, unknownPieces } from "./movement.ts";

/** A view where memory allows one, else a contiguous copy that is no view. */
function reshaped(self: Tensor, shape: Dim[]): Tensor {
	if (self.unknownShape) return call("view", self, shape);
	if (self.strides === null || self.isContiguous) return call("view", self, shape);
	const view = tryView(self, shape);
	if (view !== null) return call("_reshape_alias", self, view.sizes.slice(), stridesOf(view).slice());
	return call("_unsafe_view", clone(self, "contiguous_format"), inferSizes(shape, self.numel).slice());
}

function flatten(self: Tensor, startDim: number, endDim: number): Tensor {
	if (self.unknownShape) return call("view", self, [-1]);
	const start = wrapDim(startDim, self.dim);
	const end = wrapDim(endDim, self.dim);
	if (start > end) throw runtimeError("flatten() has invalid args: start_dim cannot come after end_dim", { key: "FLATTEN" });
	if (self.dim === 0) return reshape(self, [1]);
	if (start === end) return self;
	const middle = product(self.sizes.slice(start, end + 1));
	return reshape(self, [...self.sizes.slice(0, start), middle, ...self.sizes.slice(end + 1)]);
}

function unflatten(self: Tensor, dim: number, sizes: Dim[]): Tensor {
	if (self.unknownShape) return call("view", self, sizes);
	const d = wrapDim(dim, self.dim);
	if (sizes.length === 0) throw runtimeError("unflatten: sizes must be non-empty", { key: "UNFLATTEN" });
	const have = self.sizes[d]!;
	if (sizes.filter((s) => s === -1).length > 1)
		throw runtimeError("unflatten got an unexpected error:\nonly one dimension can be inferred", { key: "UNFLATTEN" });
	const known = product(sizes.filter((s) => s !== -1));
	const bad = sizes.includes(-1) ? isKnown(known) && isKnown(have) && (known === 0 || have % known !== 0) : equal(known, have) === false;
	if (bad)
		throw runtimeError(
			`unflatten: Provided sizes ${sizesText(sizes)} don't multiply up to the size of dim ${d} (${dimText(have)}) in the input tensor`,
			{ key: "UNFLATTEN" },
		);
	const inner = sizes.map((s) => (s === -1 ? floorDiv(have, known) : s));
	return call("view", self, [...self.sizes.slice(0, d), ...inner, ...self.sizes.slice(d + 1)]);
}

function chunk(self: Tensor, chunks: number, dim: number): Tensor[] {
	if (!self.unknownShape && self.dim === 0) throw runtimeError("chunk expects at least a 1-dimensional tensor", { key: "CHUNK" });
	if (chunks <= 0) throw runtimeError(`chunk expects \`chunks\` to be greater than 0, got: ${chunks}`, { key: "CHUNK" });
	if (self.unknownShape) {
		// As many as are asked for, where the dimension is long enough.
		const some = callMany("split.Tensor", self, 1, dim);
		return chunks <= some.length ? some.slice(0, chunks) : callMany("split_with_sizes", self, new Array(chunks).fill(UNKNOWN_DIM), dim);
	}
	const d = wrapDim(dim, self.dim);
	const size = self.sizes[d]!;
	const each = ceilDiv(size, chunks);
	if (each === 0 && size === 0) {
		const sizes: number[] = new Array(chunks).fill(0);
		return callMany("split_with_sizes", self, sizes, dim);
	}
	if (isKnown(each)) return callMany("split.Tensor", self, each, dim);
	if (equal(mulDim(each, chunks), size) === true) return callMany("split.Tensor", self, each, dim);
	const lengths: Dim[] = new Array(chunks).fill(each);
	lengths[chunks - 1] = subDim(size, mulDim(each, chunks - 1));
	return callMany("split_with_sizes", self, lengths, dim);
}

function narrow(self: Tensor, dim: number, start: Dim, length: Dim): Tensor {
	if (self.unknownShape) return slice(self, dim, start, addDim(start, length));
	if (self.dim === 0) throw runtimeError("narrow() cannot be applied to a 0-dim tensor.", { key: "NARROW" });
	if (isKnown(length) && length < 0) throw runtimeError("narrow(): length must be non-negative.", { key: "NARROW" });
	const d = wrapDim(dim, self.dim);
	const size = self.sizes[d]!;
	let from = start;
	if (isKnown(size) && isKnown(from)) {
		if (from < -size || from > size)
			throw indexError(`start out of range (expected to be in range of [${-size}, ${size}], but got ${from})`, { key: "NARROW" });
		if (from < 0) from += size;
		if (isKnown(length) && from + length > size)
			throw runtimeError(`start (${from}) + length (${length}) exceeds dimension size (${size}).`, { key: "NARROW" });
	} else if (isKnown(from) && from < 0) from = addDim(from, size);
	return slice(self, d, from, addDim(from, length));
}

function movedim(self: Tensor, source: number[], destination: number[]): Tensor {
	if (source.length !== destination.length)
		throw runtimeError(
			`movedim: Invalid source or destination dims: source (${sizesText(source)} dims) should contain the same number of dims as destination (${sizesText(destination)} dims)`,
			{ key: "MOVEDIM" },
		);
	if (self.unknownShape) return call("permute", self, [0]);
	const from = source.map((d) => wrapDim(d, self.dim));
	const to = destination.map((d) => wrapDim(d, self.dim));
	if (new Set(from).size !== from.length)
		throw runtimeError(`movedim: repeated dim in \`source\` (${sizesText(source)})`, { key: "MOVEDIM" });
	if (new Set(to).size !== to.length)
		throw runtimeError(`movedim: repeated dim in \`destination\` (${sizesText(destination)})`, { key: "MOVEDIM" });
	if (self.dim === 0) return call("alias", self);
	const order: number[] = new Array(self.dim).fill(-1);
	for (const [i, d] of to.entries()) order[d] = from[i]!;
	const rest = self.sizes.map((_, i) => i).filter((i) => !from.includes(i));
	for (let i = 0; i < order.length; i++) if (order[i] === -1) order[i] = rest.shift()!;
	return permute(self, order);
}

/** Where `tensor_split` cuts: `sections` pieces, the first ones longer. */
function splitSections(self: Tensor, sections: number, dim: number): Tensor[] {
	if (self.unknownShape) return callMany("split.Tensor", self, 1, dim);
	if (self.dim === 0)
		throw runtimeError("tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims", { key: "TENSOR_SPLIT" });
	const d = wrapDim(dim, self.dim);
	if (sections <= 0) throw runtimeError(`number of sections must be larger than 0, got ${sections}`, { key: "TENSOR_SPLIT" });
	const size = self.sizes[d]!;
	const out: Tensor[] = [];
	let at: Dim = 0;
	for (let i = 0; i < sections; i++) {
		const length: Dim = isKnown(size) ? Math.floor(size / sections) + (i < size % sections ? 1 : 0) : floorDiv(size, sections);
		out.push(slice(self, d, at, addDim(at, length)));
		at = addDim(at, length);
	}
	return out;
}
function splitIndices(self: Tensor, indices: Dim[], dim: number): Tensor[] {
	if (self.unknownShape) return callMany("split.Tensor", self, 1, dim);
	if (self.dim === 0)
		throw runtimeError("tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims", { key: "TENSOR_SPLIT" });
	const d = wrapDim(dim, self.dim);
	const out: Tensor[] = [];
	let at: Dim = 0;
	for (const end of indices) {
		out.push(slice(self, d, at, end));
		at = end;
	}
	out.push(slice(self, d, at, self.sizes[d]!));
	return out;
}
function splitByTensor(self: Tensor, where: Tensor, dim: number): Tensor[] {
	const values = where.numbers();
	if (values === null) return unknownPieces(self);
	return where.dim === 0 ? splitSections(self, values[0]!, dim) : splitIndices(self, [...values], dim);
}

/** hsplit, vsplit, dsplit. */
function namedSplit(name: string, least: number, dimOf: (t: Tensor) => number) {
	return (self: Tensor, where: number | Dim[]): Tensor[] => {
		if (self.unknownShape) return callMany("split.Tensor", self, 1, 0);
		if (self.dim < least)
			throw runtimeError(
				`torch.${name} requires a tensor with at least ${least} dimension, but got a tensor with ${self.dim} dimensions!`,
				{ key: "SPLIT" },
			);
		const d = dimOf(self);
		if (Array.isArray(where)) return splitIndices(self, where, d);
		const size = self.sizes[d]!;
		if (isKnown(size) && size % where !== 0)
			throw runtimeError(
				`torch.${name} attempted to split along dimension ${d}, but the size of the dimension ${size} is not divisible by the split_size ${where}!`,
				{ key: "SPLIT" },
			);
		return splitSections(self, where, d);
	};
}
const hsplit = namedSplit("hsplit", 1, (t) => (t.dim === 1 ? 0 : 1));
const vsplit = namedSplit("vsplit", 2, () => 0);
const dsplit = namedSplit("dsplit", 3, () => 2);

function transposeLast(self: Tensor, name: string): Tensor {
	if (!self.unknownShape && self.dim < 2)
		throw runtimeError(`tensor.${name} is only supported on matrices or batches of matrices. Got ${self.dim}-D tensor.`, { key: "MT" });
	return call("transpose.int", self, -2, -1);
}

function tile(self: Tensor, dims: Dim[]): Tensor {
	const missing = self.dim - dims.length;
	return call("repeat", self, missing > 0 ? [...new Array(missing).fill(1), ...dims] : dims);
}

function repeatInterleave(self: Tensor, repeats: Dim, dim: number | null): Tensor {
	let t = self;
	let d = dim;
	if (d === null) {
		t = call("flatten.using_ints", t, 0, -1);
		d = 0;
	}
	if (isKnown(repeats) && repeats < 0) throw runtimeError("Repeats must be non-negative", { key: "REPEAT" });
	if (t.unknownShape) return clone(t);
	d = wrapDim(d, t.dim);
	const wide = unsqueeze(t, d + 1);
	const sizes = wide.sizes.slice();
	sizes[d + 1] = repeats;
	const copy = clone(call("expand", wide, sizes, false), "contiguous_format");
	return call("flatten.using_ints", copy, d, d + 1);
}

/** Number each position is repeated, as positions. */
function repeatPositions(repeats: Tensor): Tensor | null {
	const values = repeats.numbers();
	if (values === null) return null;
	const at: number[] = [];
	for (let i = 0; i < values.length; i++) {
		if (values[i]! < 0) throw runtimeError("repeats can not be negative", { key: "REPEAT" });
		for (let k = 0; k < values[i]!; k++) at.push(i);
	}
	return indexTensor(at);
}
function repeatInterleaveTensor(self: Tensor, repeats: Tensor, dim: number | null): Tensor {
	let t = self;
	let d = dim;
	if (d === null) {
		t = call("flatten.using_ints", t, 0, -1);
		d = 0;
	}
	let counts = repeats;
	if (t.unknownShape || counts.unknownShape) return call("index_select", t, d, counts);
	d = wrapDim(d, t.dim);
	if (counts.dim === 0 || (counts.dim === 1 && counts.sizes[0] === 1))
		counts = call("expand", call("reshape", counts, [1]), [t.sizes[d]!], false);
	else if (counts.dim !== 1) throw runtimeError("repeats must be 0-dim or 1-dim tensor", { key: "REPEAT" });
	else if (equal(counts.sizes[0]!, t.sizes[d]!) === false)
		throw runtimeError(
			`repeats must have the same size as input along dim, but got repeats.size(0) = ${dimText(counts.sizes[0]!)} and input.size(${d}) = ${dimText(t.sizes[d]!)}`,
			{ key: "REPEAT" },
		);
	const at = repeatPositions(counts);
	if (at === null) {
		const positions = indexTensor([]);
		positions.unknownShape = true;
		positions.storage.data = null;
		return call("index_select", t, d, positions);
	}
	return call("index_select", t, d, at);
}

function viewAs(self: Tensor, other: Tensor): Tensor {
	return other.unknownShape ? call("alias", self) : call("view", self, other.sizes.slice());
}
const expandTo = (self: Tensor, sizes: Sizes): Tensor => call("expand", self, sizes.slice(), false);

function combinations(self: Tensor, r: number, withReplacement: boolean): Tensor {
	if (self.unknownShape) return call("stack", [self], 1);
	if (self.dim !== 1) throw runtimeError(`Expect a 1D vector, but got shape ${sizesText(self.sizes)}`, { key: "COMBINATIONS" });
	if (r < 0) throw runtimeError(`Expect a non-negative number, but got ${r}`, { key: "COMBINATIONS" });
	if (r === 0) return call("empty.memory_format", [0], self.dtype);
	const n = self.sizes[0]!;
	const grids = callMany("meshgrid", new Array(r).fill(self));
	if (!isKnown(n)) {
		grids[0]!.unknownShape = true;
		return call("stack", [grids[0]!], 1);
	}
	const keep: number[] = [];
	const total = n ** r;
	for (let i = 0; i < total; i++) {
		let rest = i;
		let last = n;
		let ok = true;
		for (let k = 0; k < r && ok; k++) {
			const digit = rest % n;
			rest = Math.floor(rest / n);
			ok = withReplacement ? digit <= last : k === 0 || digit < last;
			last = digit;
		}
		keep.push(ok ? 1 : 0);
	}
	const mask = maskTensor(keep, new Array(r).fill(n));
	return call(
		"stack",
		grids.map((g) => call("masked_select", g, mask)),
		1,
	);
}

defineComposites({
	reshape: reshaped,
	reshape_as: (self: Tensor, other: Tensor) => reshaped(self, other.sizes.slice()),
	"flatten.using_ints": flatten,
	ravel: (self: Tensor) => reshape(call("contiguous", self), [-1]),
	"unflatten.int": unflatten,
	contiguous: (self: Tensor, format: Format) =>
		self.unknownShape || isDense(self, format) ? self : clone(self, format ?? "contiguous_format"),
	chunk,
	"split.sizes": (self: Tensor, sizes: Dim[], dim: number) => callMany("split_with_sizes", self, sizes, dim),
	narrow,
	"narrow.Tensor": (self: Tensor, dim: number, start: Tensor, length: Dim) => narrow(self, dim, start.first() ?? 0, length),
	"movedim.intlist": movedim,
	"movedim.int": (self: Tensor, a: number, b: number) => movedim(self, [a], [b]),
	"moveaxis.intlist": movedim,
	"moveaxis.int": (self: Tensor, a: number, b: number) => movedim(self, [a], [b]),
	swapaxes: (self: Tensor, a: number, b: number) => call("transpose.int", self, a, b),
	swapdims: (self: Tensor, a: number, b: number) => call("transpose.int", self, a, b),
	numpy_T: (self: Tensor) =>
		permute(
			self,
			self.sizes.map((_, i) => self.dim - 1 - i),
		),
	matrix_H: (self: Tensor) => (self.dim === 0 || self.unknownShape ? self : adjoint(self)),
	mT: (self: Tensor) => transposeLast(self, "mT"),
	mH: (self: Tensor) => (self.dtype.category === 3 ? call("conj", transposeLast(self, "mH")) : transposeLast(self, "mH")),
	adjoint: (self: Tensor) => adjoint(self),
	"tensor_split.sections": splitSections,
	"tensor_split.indices": splitIndices,
	"tensor_split.tensor_indices_or_sections": splitByTensor,
	"hsplit.int": hsplit,
	"hsplit.array": hsplit,
	"vsplit.int": vsplit,
	"vsplit.array": vsplit,
	"dsplit.int": dsplit,
	"dsplit.array": dsplit,
	tile,
	"repeat_interleave.self_int": repeatInterleave,
	"repeat_interleave.self_Tensor": repeatInterleaveTensor,
	view_as: viewAs,
	expand_as: (self: Tensor, other: Tensor) =>
		other.unknownShape ? call("expand", self, self.sizes.slice(), false) : expandTo(self, other.sizes),
	broadcast_to: (self: Tensor, sizes: Sizes) => expandTo(self, sizes),
	fliplr: (self: Tensor) => {
		if (self.dim < 2 && !self.unknownShape) throw runtimeError("Input must be >= 2-d.", { key: "FLIP" });
		return call("flip", self, [1]);
	},
	flipud: (self: Tensor) => {
		if (self.dim < 1 && !self.unknownShape) throw runtimeError("Input must be >= 1-d.", { key: "FLIP" });
		return call("flip", self, [0]);
	},
	combinations,
});

function adjoint(self: Tensor): Tensor {
	const t = call("transpose.int", self, -2, -1);
	return self.dtype.category === 3 ? call("conj", t) : t;
}
