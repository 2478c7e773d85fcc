/** View ops: same memory, other geometry. */
import { add as addDim, type Dim, dimText, equal, floorDiv, isKnown, mul as mulDim, sub as subDim } from "../../shape/dim.ts";
import { type Sizes, sizesText, viewStrides } from "../../shape/shape.ts";
import { Tensor, type TensorMeta } from "../../autograd/tensor.ts";
import { call, cat, permute as permuteOp, reshape, sumTo, unsqueeze as unsqueezeOp, zeros } from "../aten.ts";
import { indexError, inferSizes, named, runtimeError, sliceBounds, wrapDim, wrapDims } from "../kernel/dims.ts";
import { stridesOf, viewOf } from "../kernel/layout.ts";
import { asStridedBackward } from "../kernel/as-strided.ts";
import { typeText } from "../../autograd/saved.ts";
import { defineRows, type FormulaEnv, type Row } from "../row.ts";

/** `t.view(shape)`; null when memory does not allow it. */
export function tryView(t: Tensor, shape: Sizes): Tensor | null {
	const sizes = inferSizes(shape, t.numel);
	if (t.strides === null) return viewOf(t, sizes, null, t.offset);
	const strides = viewStrides(t.sizes, t.strides, sizes);
	return strides === null && !t.isContiguous ? null : viewOf(t, sizes, strides, t.offset);
}

const allKnown = (t: Tensor): boolean => t.sizes.every(isKnown) && stridesOf(t).every(isKnown);

function view(self: Tensor, size: Dim[]): Tensor {
	const v = tryView(self, size);
	if (v !== null) return v;
	if (!allKnown(self)) return viewOf(self, inferSizes(size, self.numel), null, self.offset);
	throw runtimeError(
		"view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
		{ key: "VIEW_STRIDE", tensor: self },
	);
}

function expand(self: Tensor, size: Dim[]): Tensor {
	const lead = size.length - self.dim;
	if (lead < 0)
		throw runtimeError(
			`expand(${typeText(self.dtype)}{${sizesText(self.sizes)}}, size=${sizesText(size)}): the number of sizes provided (${size.length}) must be greater or equal to the number of dimensions in the tensor (${self.dim})`,
			{ key: "EXPAND" },
		);
	const strides = stridesOf(self);
	const outSizes: Dim[] = new Array(size.length);
	const outStrides: Dim[] = new Array(size.length);
	for (let i = size.length - 1; i >= 0; i--) {
		const j = i - lead;
		const have: Dim = j >= 0 ? self.sizes[j]! : 1;
		const stride: Dim = j >= 0 ? strides[j]! : self.dim === 0 ? 0 : i + 1 < size.length ? mulDim(outSizes[i + 1]!, outStrides[i + 1]!) : 1;
		let want = size[i]!;
		if (want === -1) {
			if (j < 0)
				throw runtimeError(`The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension ${i}`, {
					key: "EXPAND",
				});
			want = have;
		}
		outSizes[i] = want;
		outStrides[i] = stride;
		if (have === want) continue;
		if (have === 1) outStrides[i] = 0;
		else if (equal(have, want) === false)
			throw runtimeError(
				`The expanded size of the tensor (${dimText(want)}) must match the existing size (${dimText(have)}) at non-singleton dimension ${i}.  Target sizes: ${sizesText(size)}.  Tensor sizes: ${sizesText(self.sizes)}`,
				{ key: "EXPAND" },
			);
	}
	return viewOf(self, outSizes, outStrides, self.offset);
}

function transposed(self: Tensor, d0: number, d1: number): Tensor {
	const a = wrapDim(d0, self.dim);
	const b = wrapDim(d1, self.dim);
	const sizes = self.sizes.slice();
	const strides = stridesOf(self).slice();
	if (a !== b) {
		[sizes[a], sizes[b]] = [sizes[b]!, sizes[a]!];
		[strides[a], strides[b]] = [strides[b]!, strides[a]!];
	}
	return viewOf(self, sizes, strides, self.offset);
}

const transposeT =
	(name: string) =>
	(self: Tensor): Tensor => {
		if (self.dim > 2) throw runtimeError(`${name}() expects a tensor with <= 2 dimensions, but self is ${self.dim}D`, { key: "T_DIM" });
		return self.dim < 2 ? viewOf(self, self.sizes, self.strides, self.offset) : transposed(self, 0, 1);
	};

function permute(self: Tensor, dims: number[]): Tensor {
	if (dims.length !== self.dim)
		throw runtimeError(
			`permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${self.dim} is not equal to len(dims) = ${dims.length}`,
			{ key: "PERMUTE" },
		);
	const order = dims.map((d) => wrapDim(d, self.dim));
	if (new Set(order).size !== order.length) throw runtimeError("permute(): duplicate dims are not allowed.", { key: "PERMUTE" });
	const strides = stridesOf(self);
	return viewOf(
		self,
		order.map((d) => self.sizes[d]!),
		order.map((d) => strides[d]!),
		self.offset,
	);
}

/** Without the dimensions for which `drop` holds. */
function without(self: Tensor, drop: (dim: number) => boolean): Tensor {
	const strides = stridesOf(self);
	const sizes: Dim[] = [];
	const out: Dim[] = [];
	for (let i = 0; i < self.dim; i++) {
		if (drop(i)) continue;
		sizes.push(self.sizes[i]!);
		out.push(strides[i]!);
	}
	return viewOf(self, sizes, out, self.offset);
}
// A symbolic dimension is taken to be larger than one here.
const squeezeAll = (self: Tensor): Tensor => without(self, (i) => self.sizes[i] === 1);
function squeezeDim(self: Tensor, dim: number): Tensor {
	const d = wrapDim(dim, self.dim);
	return without(self, (i) => i === d && self.sizes[i] === 1);
}
function squeezeDims(self: Tensor, dims: number[]): Tensor {
	const list = wrapDims(dims, self.dim);
	return without(self, (i) => list.includes(i) && self.sizes[i] === 1);
}

function unsqueeze(self: Tensor, dim: number): Tensor {
	const d = wrapDim(dim, self.dim + 1);
	const strides = stridesOf(self).slice();
	const sizes = self.sizes.slice();
	const stride = d >= self.dim ? 1 : mulDim(sizes[d]!, strides[d]!);
	sizes.splice(d, 0, 1);
	strides.splice(d, 0, stride);
	return viewOf(self, sizes, strides, self.offset);
}

function select(self: Tensor, dim: number, index: Dim): Tensor {
	if (self.dim === 0) throw indexError("select() cannot be applied to a 0-dim tensor.", { key: "SELECT_0DIM" });
	const d = wrapDim(dim, self.dim);
	const size = self.sizes[d]!;
	if (isKnown(index) && isKnown(size) && (index < -size || index >= size))
		throw indexError(`select(): index ${index} out of range for tensor of size ${sizesText(self.sizes)} at dimension ${d}`, {
			key: "SELECT_RANGE",
		});
	const at = isKnown(index) && index < 0 ? addDim(index, size) : index;
	const offset = self.offsetAt(d, at);
	const strides = stridesOf(self).slice();
	const sizes = self.sizes.slice();
	strides.splice(d, 1);
	sizes.splice(d, 1);
	return viewOf(self, sizes, strides, offset);
}

function slice(self: Tensor, dim: number, start: Dim | null, end: Dim | null, step: Dim): Tensor {
	if (self.dim === 0) throw indexError("slice() cannot be applied to a 0-dim tensor.", { key: "SLICE_0DIM" });
	const d = wrapDim(dim, self.dim);
	if (isKnown(step) && step <= 0) throw runtimeError("slice step must be positive", { key: "SLICE_STEP" });
	const sizes = self.sizes.slice();
	const strides = stridesOf(self).slice();
	const bounds = isKnown(step)
		? sliceBounds(sizes[d]!, start, end, step)
		: {
				start: start ?? 0,
				length: named(
					`len(${dimText(sizes[d]!)}[${start === null ? "" : dimText(start)}:${end === null ? "" : dimText(end)}:${dimText(step)}])`,
				),
			};
	const offset = bounds.start === 0 ? self.offset : addDim(self.offset, mulDim(bounds.start, strides[d]!));
	sizes[d] = bounds.length;
	strides[d] = mulDim(strides[d]!, step);
	return viewOf(self, sizes, strides, offset);
}

function asStrided(self: Tensor, size: Dim[], stride: Dim[], storageOffset: Dim | null): Tensor {
	if (size.length !== stride.length) throw runtimeError("mismatch in length of strides and shape", { key: "AS_STRIDED" });
	if (stride.some((s) => isKnown(s) && s < 0))
		throw runtimeError(`as_strided: Negative strides are not supported at the moment, got strides: ${sizesText(stride)}`, {
			key: "AS_STRIDED",
		});
	const offset = storageOffset ?? self.offset;
	if (isKnown(offset) && offset < 0) throw runtimeError(`Tensor: invalid storage offset ${offset}`, { key: "AS_STRIDED" });
	const data = self.storage.data;
	if (data !== null && isKnown(offset) && size.every(isKnown) && stride.every(isKnown) && !size.includes(0)) {
		let need = offset + 1;
		for (let i = 0; i < size.length; i++) need += ((size[i] as number) - 1) * (stride[i] as number);
		const item = self.dtype.itemSize;
		const have = data.length / self.dtype.width;
		if (need > have)
			throw runtimeError(
				`setStorage: sizes ${sizesText(size)}, strides ${sizesText(stride)}, storage offset ${offset}, and itemsize ${item} requiring a storage size of ${need * item} are out of bounds for storage of size ${have * item}`,
				{ key: "AS_STRIDED" },
			);
	}
	return viewOf(self, size, stride, offset);
}

function diagonal(self: Tensor, offset: number, dim1: number, dim2: number): Tensor {
	const a = wrapDim(dim1, self.dim);
	const b = wrapDim(dim2, self.dim);
	if (a === b) throw runtimeError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`, { key: "DIAGONAL" });
	const strides = stridesOf(self);
	const rows = offset >= 0 ? self.sizes[a]! : addDim(self.sizes[a]!, offset);
	const columns = offset >= 0 ? subDim(self.sizes[b]!, offset) : self.sizes[b]!;
	let length: Dim;
	if (isKnown(rows) && isKnown(columns)) length = Math.max(Math.min(rows, columns), 0);
	else length = equal(rows, columns) === true ? rows : named(`min(${dimText(rows)},${dimText(columns)})`);
	const start = length === 0 ? self.offset : addDim(self.offset, offset >= 0 ? mulDim(offset, strides[b]!) : mulDim(-offset, strides[a]!));
	const rest = self.sizes.map((_, i) => i).filter((i) => i !== a && i !== b);
	return viewOf(
		self,
		[...rest.map((i) => self.sizes[i]!), length],
		[...rest.map((i) => strides[i]!), addDim(strides[a]!, strides[b]!)],
		start,
	);
}

function unfold(self: Tensor, dimension: number, size: number, step: number): Tensor {
	const d = wrapDim(dimension, self.dim);
	const strides = stridesOf(self);
	const have: Dim = self.dim === 0 ? 1 : self.sizes[d]!;
	if (size < 0) throw runtimeError(`size is ${size} but must be >= 0`, { key: "UNFOLD" });
	if (isKnown(have) && size > have)
		throw runtimeError(`maximum size for tensor at dimension ${d} is ${have} but size is ${size}`, { key: "UNFOLD" });
	if (step <= 0) throw runtimeError(`step is ${step} but must be > 0`, { key: "UNFOLD" });
	if (self.dim === 0) return viewOf(self, [size], [1], self.offset);
	const sizes = self.sizes.slice();
	const out = strides.slice();
	sizes[d] = addDim(floorDiv(subDim(have, size), step), 1);
	out[d] = mulDim(strides[d]!, step);
	return viewOf(self, [...sizes, size], [...out, strides[d]!], self.offset);
}

function unbind(self: Tensor, dim: number): Tensor[] {
	if (self.dim === 0) throw indexError("Dimension specified as 0 but tensor has no dimensions", { key: "UNBIND_0DIM" });
	const d = wrapDim(dim, self.dim);
	const n = self.sizes[d]!;
	if (!isKnown(n)) return unknownPieces(self);
	const sizes = self.sizes.slice();
	const strides = stridesOf(self).slice();
	sizes.splice(d, 1);
	strides.splice(d, 1);
	return Array.from({ length: n }, (_, i) => viewOf(self, sizes, strides, self.offsetAt(d, i)));
}

/** A list whose length is not known, marked as such for those who iterate over it. */
export function unknownPieces(self: Tensor): Tensor[] {
	const piece = (): Tensor => {
		const v = self.alias(self.sizes, null, self.offset);
		v.unknownShape = true;
		return v;
	};
	return Object.assign([piece(), piece()], { unknownLength: true });
}

function pieces(self: Tensor, d: number, lengths: readonly Dim[]): Tensor[] {
	const strides = stridesOf(self);
	let at: Dim = 0;
	return lengths.map((length) => {
		const sizes = self.sizes.slice();
		sizes[d] = length;
		const v = viewOf(self, sizes, strides, addDim(self.offset, mulDim(at, strides[d]!)));
		at = addDim(at, length);
		return v;
	});
}

function split(self: Tensor, splitSize: Dim, dim: number): Tensor[] {
	if (self.dim === 0) throw runtimeError("split expects at least a 1-dimensional tensor", { key: "SPLIT" });
	const d = wrapDim(dim, self.dim);
	if (isKnown(splitSize) && splitSize < 0)
		throw runtimeError(`split expects split_size be non-negative, but got split_size=${splitSize}`, { key: "SPLIT" });
	const size = self.sizes[d]!;
	if (splitSize === 0 && isKnown(size) && size !== 0)
		throw runtimeError(`split_size can only be 0 if dimension size is 0, but got dimension size of ${size}`, { key: "SPLIT" });
	if (isKnown(size) && isKnown(splitSize)) {
		const n = splitSize === 0 ? 1 : Math.max(1, Math.ceil(size / splitSize));
		return pieces(
			self,
			d,
			Array.from({ length: n }, (_, i) => Math.min(splitSize, size - i * splitSize)),
		);
	}
	const n = floorDiv(size, splitSize);
	if (isKnown(n) && equal(mulDim(n, splitSize), size) === true) return pieces(self, d, new Array(n).fill(splitSize));
	return unknownPieces(self);
}

function splitWithSizes(self: Tensor, sizes: Dim[], dim: number): Tensor[] {
	if (self.dim === 0) throw runtimeError("split expects at least a 1-dimensional tensor", { key: "SPLIT" });
	const d = wrapDim(dim, self.dim);
	if (sizes.some((s) => isKnown(s) && s < 0))
		throw runtimeError(`split_with_sizes expects split_sizes have only non-negative entries, but got split_sizes=${sizesText(sizes)}`, {
			key: "SPLIT",
		});
	let total: Dim = 0;
	for (const s of sizes) total = addDim(total, s);
	if (equal(total, self.sizes[d]!) === false)
		throw runtimeError(
			`split_with_sizes expects split_sizes to sum exactly to ${dimText(self.sizes[d]!)} (input tensor's size at dimension ${dim}), but got split_sizes=${sizesText(sizes)}`,
			{ key: "SPLIT" },
		);
	return pieces(self, d, sizes);
}

/** Puts the ones that a squeeze dropped back in. */
function unsqueezeTo(g: Tensor, sizes: Sizes): Tensor {
	let out = g;
	for (let i = 0; i < sizes.length; i++) if (sizes[i] === 1) out = unsqueezeOp(out, i);
	return out;
}
function unsqueezeDims(g: Tensor, dims: number[], sizes: Sizes): Tensor {
	const list = dims.map((d) => wrapDim(d, sizes.length));
	let out = g;
	for (let i = 0; i < sizes.length; i++) if (sizes[i] === 1 && list.includes(i)) out = unsqueezeOp(out, i);
	return out;
}

/** Gradient of a list of pieces: the pieces that got none count as zeros. */
function joinPieces(env: FormulaEnv, lengths: readonly Dim[], dim: number): Tensor {
	const meta: TensorMeta = env.self;
	const d = wrapDim(dim, meta.sizes.length);
	const parts = lengths.map((length, i) => {
		const g: Tensor | null = env.grads[i] ?? null;
		if (g !== null) return g;
		const sizes = meta.sizes.slice();
		sizes[d] = length;
		return zeros(sizes, meta.dtype);
	});
	return cat(parts, d);
}
function splitLengths(size: Dim, splitSize: Dim): Dim[] {
	if (!isKnown(size) || !isKnown(splitSize)) return new Array(floorDiv(size, splitSize)).fill(splitSize);
	const n = splitSize === 0 ? 1 : Math.max(1, Math.ceil(size / splitSize));
	return Array.from({ length: n }, (_, i) => Math.min(splitSize, size - i * splitSize));
}
const splitBackward = (_g: Tensor, e: FormulaEnv): Tensor =>
	joinPieces(e, splitLengths(e.self.sizes[wrapDim(e.dim, e.self.sizes.length)], e.split_size), e.dim);
const splitSizesBackward = (_g: Tensor, e: FormulaEnv): Tensor => joinPieces(e, e.split_sizes, e.dim);

function unbindBackward(e: FormulaEnv): Tensor {
	const meta: TensorMeta = e.self;
	const d = wrapDim(e.dim, meta.sizes.length);
	const sizes = meta.sizes.slice();
	sizes.splice(d, 1);
	const parts: Tensor[] = [];
	for (let i = 0; i < (meta.sizes[d] as number); i++) parts.push(e.grads[i] ?? zeros(sizes, meta.dtype));
	return call("stack", parts, d);
}

const back = (g: Tensor, e: FormulaEnv): Tensor => reshape(g, e.self.sizes);
const through = (g: Tensor): Tensor => g;
const squeezeGrad = { self: (g: Tensor, e: FormulaEnv) => unsqueezeTo(g, e.self.sizes) };
const squeezeDimGrad = { self: (g: Tensor, e: FormulaEnv) => unsqueezeDims(g, [e.dim], e.self.sizes) };
const squeezeDimsGrad = { self: (g: Tensor, e: FormulaEnv) => unsqueezeDims(g, e.dim, e.self.sizes) };
const asStridedGrad = {
	self: (g: Tensor, e: FormulaEnv) =>
		asStridedBackward(g, e.self, { sizes: e.size, strides: e.stride, offset: e.storage_offset ?? e.self.offset }),
};
const transposeGrad = { self: (g: Tensor, e: FormulaEnv) => call("transpose.int", g, e.dim0, e.dim1) };
const tGrad = { self: (g: Tensor) => call("t", g) };
const unsqueezeGrad = { self: (g: Tensor, e: FormulaEnv) => call("squeeze.dim", g, e.dim) };

function inversePermutation(dims: readonly number[]): number[] {
	const out: number[] = new Array(dims.length);
	for (const [i, d] of dims.entries()) out[wrapDim(d, dims.length)] = i;
	return out;
}

const rows: Record<string, Row> = {
	view: { forward: view, grad: { self: back } },
	_unsafe_view: {
		forward: (self: Tensor, size: Dim[]) => {
			const sizes = inferSizes(size, self.numel);
			// Shares memory with its (temporary) input, but is no view of it.
			const strides = self.strides === null || self.isContiguous ? null : viewStrides(self.sizes, self.strides, sizes);
			return new Tensor(sizes, self.dtype, self.storage, strides, self.offset);
		},
		grad: { self: back },
	},
	_reshape_alias: { forward: (self: Tensor, size: Dim[], stride: Dim[]) => viewOf(self, size, stride, self.offset), grad: { self: back } },
	expand: { forward: expand, grad: { self: (g, e) => sumTo(g, e.self.sizes) } },
	t: { forward: transposeT("t"), grad: tGrad },
	t_: { forward: transposeT("t_"), grad: tGrad },
	"transpose.int": { forward: transposed, grad: transposeGrad },
	transpose_: { forward: transposed, grad: transposeGrad },
	permute: { forward: permute, grad: { self: (g, e) => permuteOp(g, inversePermutation(e.dims)) } },
	squeeze: { forward: squeezeAll, grad: squeezeGrad },
	squeeze_: { forward: squeezeAll, grad: squeezeGrad },
	"squeeze.dim": { forward: squeezeDim, grad: squeezeDimGrad },
	"squeeze_.dim": { forward: squeezeDim, grad: squeezeDimGrad },
	"squeeze.dims": { forward: squeezeDims, grad: squeezeDimsGrad },
	"squeeze_.dims": { forward: squeezeDims, grad: squeezeDimsGrad },
	unsqueeze: { forward: unsqueeze, grad: unsqueezeGrad },
	unsqueeze_: { forward: unsqueeze, grad: unsqueezeGrad },
	"select.int": { forward: select, grad: { self: (g, e) => call("select_backward", g, e.self.sizes.slice(), e.dim, e.index) } },
	"slice.Tensor": {
		forward: slice,
		grad: {
			self: (g, e) => call("slice_backward", g, e.self.sizes.slice(), e.dim, e.start ?? 0, e.end ?? Number.MAX_SAFE_INTEGER, e.step),
		},
	},
	as_strided: { forward: asStrided, grad: asStridedGrad },
	as_strided_: { forward: asStrided, grad: asStridedGrad },
	alias: { forward: (self: Tensor) => viewOf(self, self.sizes, self.strides, self.offset), grad: { self: through } },
	diagonal: { forward: diagonal, grad: { self: (g, e) => call("diagonal_backward", g, e.self.sizes.slice(), e.offset, e.dim1, e.dim2) } },
	unfold: { forward: unfold, grad: { self: (g, e) => call("unfold_backward", g, e.self.sizes.slice(), e.dimension, e.size, e.step) } },
	"unbind.int": { forward: unbind, grad: { self: (_g, e) => unbindBackward(e) } },
	"split.Tensor": { forward: split, grad: { self: splitBackward } },
	split_with_sizes: { forward: splitWithSizes, grad: { self: splitSizesBackward } },
};
defineRows(rows);
