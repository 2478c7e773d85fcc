/** Movement ops with memory of their own: repeat, roll, flip, triangles, diagonals, scatters into slices, copies of views. */
import { reread } from "../kernel/bits.ts";
import { add as addDim, type Dim, equal, isKnown, mul as mulDim } from "../../shape/dim.ts";
import { type DType, dtypes } from "../../shape/dtype.ts";
import { type Sizes, sizesText } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import { convert, Tensor } from "../../autograd/tensor.ts";
import { checkInPlace, requiresGrad } from "../../autograd/view.ts";
import { world } from "../../autograd/world.ts";
import { call, callMany, callOp, reshape, sumDims, zeros, zerosLike } from "../aten.ts";
import { byParts } from "../kernel/complex-parts.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { named, runtimeError, wrapDim, wrapDims } from "../kernel/dims.ts";
import { copiedNumbers, gathered, indexTensor, materialized, stridesOf } from "../kernel/layout.ts";
import { inMemory, keptStrides } from "../kernel/order.ts";
import { numberIn, type Scalar, scalar } from "../kernel/scalar.ts";
import { type Composite, defineComposites, defineRows, type Formula, type FormulaEnv, type Row, rowOf } from "../row.ts";
import { elementOf } from "./creation.ts";

/** Element i of the result is element `from(i)` of the row-major input; strides as given (null: row-major). */
function remapped(self: Tensor, sizes: Sizes, from: (i: number) => number, strides: readonly Dim[] | null = null): Tensor {
	const n = count(sizes);
	const offsets = n === null || !affordable([self], n) ? null : self.elementOffsets();
	if (n === null || offsets === null) return inMemory(sizes, self.dtype, null, strides);
	const at = new Int32Array(n);
	for (let i = 0; i < n; i++) at[i] = offsets[from(i)]!;
	const t = gathered(self, sizes, at);
	return strides === null ? t : inMemory(sizes, self.dtype, t.storage.data, strides);
}

function repeat(self: Tensor, repeats: Dim[]): Tensor {
	const lead = repeats.length - self.dim;
	if (lead < 0)
		throw runtimeError("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor", { key: "REPEAT" });
	const have = repeats.map((_, i) => (i < lead ? 1 : self.sizes[i - lead]!));
	const sizes = repeats.map((r, i) => mulDim(r, have[i]!));
	if (sizes.some((s) => isKnown(s) && s < 0))
		throw runtimeError(
			`Trying to create tensor with negative dimension ${String(sizes.find((s) => isKnown(s) && s < 0))}: ${sizesText(sizes)}`,
			{ key: "REPEAT" },
		);
	return remapped(self, sizes, (i) => {
		let rest = i;
		let at = 0;
		let step = 1;
		for (let d = sizes.length - 1; d >= 0; d--) {
			const size = sizes[d] as number;
			const own = have[d] as number;
			at += ((rest % size) % own) * step;
			rest = Math.floor(rest / size);
			step *= own;
		}
		return at;
	});
}

function repeatBackward(g: Tensor, e: FormulaEnv): Tensor {
	const sizes: Sizes = e.self.sizes;
	const repeats: Dim[] = e.repeats;
	if (repeats.includes(0)) return zeros(sizes, g.dtype);
	const lead = repeats.length - sizes.length;
	let out = g;
	for (let i = 0; i < lead; i++) out = sumDims(out, [0]);
	const split: Dim[] = [];
	const dims: number[] = [];
	for (let d = 0; d < sizes.length; d++) {
		const r = repeats[d + lead]!;
		if (r !== 1) {
			dims.push(split.length);
			split.push(r);
		}
		split.push(sizes[d]!);
	}
	return dims.length === 0 ? out : sumDims(reshape(out, split), dims);
}

function flip(self: Tensor, dims: number[]): Tensor {
	const list = wrapDims(dims, self.dim);
	const sizes = self.sizes;
	const strides = stridesOf(self).slice();
	let offset = self.offset;
	for (const d of self.dim === 0 ? [] : list) {
		offset = addDim(offset, mulDim(addDim(sizes[d]!, -1), strides[d]!));
		strides[d] = mulDim(strides[d]!, -1);
	}
	const flipped = count(sizes) === 0 ? Tensor.make(sizes, self.dtype, self.dtype.make(0)) : materialized(self, sizes, strides, offset);
	const kept = keptStrides(self);
	return kept === null ? flipped : inMemory(sizes, self.dtype, flipped.storage.data, kept);
}

function roll(self: Tensor, shifts: Dim[] | Dim, dims: number[] | number): Tensor {
	const by = Array.isArray(shifts) ? shifts : [shifts];
	const along = Array.isArray(dims) ? dims : [dims];
	if (by.length === 0) throw runtimeError("`shifts` required", { key: "ROLL" });
	if (along.length === 0 && by.length === 1) {
		const n = count(self.sizes);
		return n === null || !isKnown(by[0]!)
			? Tensor.make(self.sizes, self.dtype, null)
			: remapped(self, self.sizes, (i) => mod(i - (by[0] as number), n));
	}
	if (by.length !== along.length)
		throw runtimeError(`shifts and dimensions must align. shifts: ${by.length}, dims:${along.length}`, { key: "ROLL" });
	const list = along.map((d) => wrapDim(d, self.dim));
	const sizes = self.sizes;
	if (by.some((s) => !isKnown(s))) return Tensor.make(sizes, self.dtype, null);
	const total = sizes.map(() => 0);
	for (const [k, d] of list.entries()) total[d]! += by[k] as number;
	return remapped(self, sizes, (i) => {
		let rest = i;
		let at = 0;
		let step = 1;
		for (let d = sizes.length - 1; d >= 0; d--) {
			const size = sizes[d] as number;
			at += mod((rest % size) - total[d]!, size) * step;
			rest = Math.floor(rest / size);
			step *= size;
		}
		return at;
	});
}
const mod = (a: number, n: number): number => ((a % n) + n) % n;
const list = <T>(x: T | T[]): T[] => (Array.isArray(x) ? x : [x]);

function rot90(self: Tensor, k: number, dims: number[]): Tensor {
	if (dims.length !== 2) throw runtimeError(`expected total rotation dims == 2, but got dims = ${dims.length}`, { key: "ROT90" });
	if (self.dim < 2) throw runtimeError(`expected total dims >= 2, but got total dims = ${self.dim}`, { key: "ROT90" });
	const [d0, d1] = dims as [number, number];
	if (d0 === d1 || Math.abs(d0 - d1) === self.dim)
		throw runtimeError(`expected rotation dims to be different, but got dim0 = ${d0} and dim1 = ${d1}`, { key: "ROT90" });
	const a = wrapDim(d0, self.dim);
	const b = wrapDim(d1, self.dim);
	const turns = mod(k, 4);
	if (turns === 0) return Tensor.make(self.sizes, self.dtype, copiedNumbers(self));
	if (turns === 2) return flip(self, [a, b]);
	const flipped = flip(self, [turns === 1 ? b : a]);
	const sizes = flipped.sizes.slice();
	const strides = stridesOf(flipped).slice();
	[sizes[a], sizes[b]] = [sizes[b]!, sizes[a]!];
	[strides[a], strides[b]] = [strides[b]!, strides[a]!];
	flipped.sizes = sizes;
	flipped.strides = strides;
	return flipped;
}

/** Keeps the lower (or upper) triangle. */
function triangle(name: string, keep: (row: number, column: number, k: number) => boolean) {
	return (self: Tensor, k: Dim): Tensor => {
		if (self.dim < 2) throw runtimeError(`${name}: input tensor must have at least 2 dimensions`, { key: "TRIANGLE" });
		const data = isKnown(k) ? copiedNumbers(self) : null;
		if (data === null) return Tensor.make(self.sizes, self.dtype, null);
		const m = self.sizes.at(-1) as number;
		const n = self.sizes.at(-2) as number;
		const w = self.dtype.width;
		for (let i = 0; i < data.length / w; i++)
			if (!keep(Math.floor(i / m) % n, i % m, k as number)) for (let j = 0; j < w; j++) data[i * w + j] = 0;
		return Tensor.make(self.sizes, self.dtype, data);
	};
}

function diagEmbed(self: Tensor, offset: number, dim1: number, dim2: number): Tensor {
	const rank = self.dim + 1;
	const a = wrapDim(dim1, rank);
	const b = wrapDim(dim2, rank);
	if (a === b) throw runtimeError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`, { key: "DIAGONAL" });
	const length = addDim(self.sizes.at(-1)!, Math.abs(offset));
	const sizes = self.sizes.slice(0, -1);
	sizes.splice(Math.min(a, b), 0, length);
	sizes.splice(Math.max(a, b), 0, length);
	const n = count(sizes);
	if (n === null || !affordable([self], n)) return Tensor.make(sizes, self.dtype, null);
	const out = Tensor.make(sizes, self.dtype, self.dtype.make(n * self.dtype.width));
	partOf(out, "diagonal", [offset, a, b]).write(self.numbers());
	return out;
}

/** The view `name(t, ...rest)` without any graph. */
const partOf = (t: Tensor, name: string, rest: unknown[]): Tensor => rowOf(name)!.forward(t, ...rest) as Tensor;

/** A copy of `self` with `src` in the place of the view `name(self, ...rest)`. */
function scatterRow(name: string): (self: Tensor, src: Tensor, ...rest: unknown[]) => Tensor {
	return (self, src, ...rest) => {
		const kept = keptStrides(self);
		const data = copiedNumbers(self);
		const known = data !== null && src.storage.data !== null;
		const out = inMemory(self.sizes, self.dtype, known ? data : null, name === "as_strided" ? self.strides : kept);
		const place = partOf(out, name, rest);
		if (place.dim !== src.dim || place.sizes.some((s, i) => equal(s, src.sizes[i]!) === false))
			throw runtimeError(
				`expected src to have a size equal to the slice of self. src size = ${sizesText(src.sizes)}, slice size = ${sizesText(place.sizes)}`,
				{ key: "SCATTER_SLICE" },
			);
		if (known) place.write(src.dtype === self.dtype ? src.numbers() : convert(src.numbers()!, self.dtype));
		return out;
	};
}
function scatterSlice(name: string, view: string, names: string[]): Row {
	const rest = (e: FormulaEnv): unknown[] => names.map((n) => e[n]);
	return {
		forward: scatterRow(view),
		grad: { self: (g, e) => call(name, g, zerosLike(e.src), ...rest(e)), src: (g, e) => call(view, g, ...rest(e)) },
	};
}

function traceOf(self: Tensor): Tensor {
	if (self.dim !== 2) throw runtimeError("trace: expected a matrix, but got tensor with dim " + self.dim, { key: "TRACE" });
	const dtype = self.dtype.category < 2 ? dtypes.int64 : self.dtype;
	const data = copiedNumbers(self);
	if (self.dtype.width === 2) return byParts(self, traceOf);
	if (data === null) return Tensor.make([], dtype, null);
	const [n, m] = self.sizes as [number, number];
	let total = 0;
	for (let i = 0; i < Math.min(n, m); i++) total += data[i * m + i]!;
	const out = dtype.make(1);
	out[0] = dtype.round === null ? total : dtype.round(total);
	return Tensor.make([], dtype, out);
}

const triangleGrad = (name: string): Record<string, Formula> => ({ self: (g, e) => call(name, g, e.diagonal) });

defineRows({
	repeat: { forward: repeat, grad: { self: repeatBackward } },
	flip: { forward: flip, grad: { self: (g, e) => call("flip", g, e.dims) } },
	roll: {
		forward: roll,
		grad: {
			self: (g, e) =>
				call(
					"roll",
					g,
					list(e.shifts as Dim[])
						.map((s) => mulDim(s, -1))
						.reverse(),
					list(e.dims as number[])
						.slice()
						.reverse(),
				),
		},
	},
	rot90: { forward: rot90, grad: { self: (g, e) => call("rot90", g, -e.k, e.dims) } },
	tril: { forward: triangle("tril", (r, c, k) => c <= r + k), grad: triangleGrad("tril") },
	triu: { forward: triangle("triu", (r, c, k) => c >= r + k), grad: triangleGrad("triu") },
	diag_embed: { forward: diagEmbed, grad: { self: (g, e) => call("diagonal", g, e.offset, e.dim1, e.dim2) } },
	slice_scatter: scatterSlice("slice_scatter", "slice.Tensor", ["dim", "start", "end", "step"]),
	select_scatter: scatterSlice("select_scatter", "select.int", ["dim", "index"]),
	diagonal_scatter: scatterSlice("diagonal_scatter", "diagonal", ["offset", "dim1", "dim2"]),
	as_strided_scatter: {
		forward: scatterRow("as_strided"),
		grad: {
			// PyTorch keeps the written part here, not the rest.
			self: (g, e) => {
				const out = zeros(e.self.sizes, g.dtype);
				callOp("copy_", [
					call("as_strided", out, e.size, e.stride, e.storage_offset),
					call("as_strided", call("contiguous", g), e.size, e.stride, e.storage_offset),
					false,
				]);
				return call("as_strided", out, out.sizes.slice(), stridesOf(out).slice(), 0);
			},
			src: (g, e) => call("as_strided", call("contiguous", g), e.size, e.stride, e.storage_offset),
		},
	},
	trace: { forward: traceOf, grad: { self: (g, e) => call("trace_backward", g, e.self.sizes.slice()) } },
	lift: { forward: (self: Tensor) => self, grad: { self: (g) => g } },
	lift_fresh: { forward: (self: Tensor) => self, grad: { self: (g) => g } },
});

/** The same memory read as another dtype; what is written through it is not followed. */
function viewDtype(self: Tensor, dtype: DType): Tensor {
	if (dtype === self.dtype) return self.alias(self.sizes, self.strides, self.offset);
	const sizes = self.sizes.slice();
	if (self.dtype.itemSize !== dtype.itemSize) {
		const [from, to] = [self.dtype.itemSize, dtype.itemSize];
		const what = `to view ${self.dtype.scalarType} as ${dtype.scalarType} (different element sizes)`;
		if (self.dim === 0) throw runtimeError(`self.dim() cannot be 0 ${what}`, { key: "VIEW_DTYPE" });
		const last = sizes.at(-1)!;
		if (from > to) sizes[sizes.length - 1] = mulDim(last, from / to);
		else {
			const ratio = to / from;
			if (isKnown(last) && last % ratio !== 0)
				throw runtimeError(`self.size(-1) must be divisible by ${ratio} ${what}, but got ${last}`, { key: "VIEW_DTYPE" });
			sizes[sizes.length - 1] = isKnown(last) ? last / ratio : named(`${last.key}/${ratio}`);
		}
	}
	const out = self.alias(sizes, null, 0);
	const values = self.unknownShape ? null : self.numbers();
	out.storage = Tensor.make(sizes, dtype, values === null ? null : reread(values, self.dtype, dtype)).storage;
	out.dtype = dtype;
	return out;
}

/** `x_copy` ops: the view's numbers in memory of their own, with the view's derivative. */
function copyRow(view: string): void {
	const source = rowOf(view);
	const [base, overload] = view.split(".") as [string, string?];
	const name = `${base}_copy${overload === undefined ? "" : `.${overload}`}`;
	if (source === undefined) return;
	const fresh = (v: Tensor): Tensor => Tensor.make(v.sizes, v.dtype, copiedNumbers(v));
	const row: Row = {
		forward: (...args) => {
			const v = source.forward(...args);
			return Array.isArray(v) ? v.map(fresh) : fresh(v);
		},
	};
	if (source.grad !== undefined) row.grad = source.grad;
	defineRows({ [name]: row });
}
for (const v of "alias as_strided diagonal expand permute _reshape_alias select.int slice.Tensor split.Tensor split_with_sizes squeeze squeeze.dim squeeze.dims t transpose.int unsqueeze unbind.int view unfold".split(
	" ",
))
	copyRow(v);

/** Pieces that are no views of each other. */
function unsafePieces(view: string): Row {
	const source = rowOf(view)!;
	return {
		forward: (...args) => (source.forward(...args) as Tensor[]).map((v) => new Tensor(v.sizes, v.dtype, v.storage, v.strides, v.offset)),
		grad: { self: source.grad!["self"]! },
	};
}
defineRows({
	"unsafe_split.Tensor": unsafePieces("split.Tensor"),
	unsafe_split_with_sizes: unsafePieces("split_with_sizes"),
	narrow_copy: {
		forward: (self: Tensor, dim: number, start: Dim, length: Dim) => {
			const v = partOf(self, "slice.Tensor", [dim, start, addDim(start, length), 1]);
			return Tensor.make(v.sizes, v.dtype, copiedNumbers(v));
		},
		grad: { self: (g, e) => call("slice_backward", g, e.self.sizes.slice(), e.dim, e.start, addDim(e.start, e.length), 1) },
	},
});

function fillDiagonal(self: Tensor, given: Scalar, wrap: boolean): Tensor {
	const value = numberIn(elementOf(scalar(given), self.dtype, self))!;
	if (self.unknownShape) return callOp("fill_.Scalar", [self, value]) as Tensor;
	const rank = self.dim;
	if (rank < 2) throw runtimeError("dimensions must larger than 1", { key: "FILL_DIAGONAL" });
	if (rank > 2 && self.sizes.some((s) => equal(s, self.sizes[0]!) === false))
		throw runtimeError("all dimensions of input must be of equal length", { key: "FILL_DIAGONAL" });
	const strides = stridesOf(self);
	let stride: Dim = 0;
	for (const s of strides) stride = addDim(stride, s);
	const [height, width] = [self.sizes[0]!, self.sizes[1]!];
	const size = isKnown(height) && isKnown(width) ? Math.min(height, width) : height;
	callOp("fill_.Scalar", [call("as_strided", self, [size], [stride], self.offset), value]);
	if (wrap && rank === 2 && isKnown(height) && isKnown(width) && height > width + 1) {
		const step = width + 1;
		const wrapSize = Math.floor((height * width + step - 1) / step) - (size as number);
		callOp("fill_.Scalar", [call("as_strided", self, [wrapSize], [stride], addDim(self.offset, mulDim(strides[0]!, step))), value]);
	}
	return self;
}

/** `resize_`: numbers beyond the old memory are nobody knows what. */
function resize(self: Tensor, sizes: Sizes): Tensor {
	if (requiresGrad(self) && !world.inferenceMode) throw runtimeError("cannot resize variables that require grad", { key: "RESIZE" });
	if (sizes.length === self.dim && sizes.every((s, i) => s === self.sizes[i])) return self;
	checkInPlace(self, false);
	const n = count(sizes);
	const data = self.storage.data;
	if (data !== null && (n === null || n * self.dtype.width + (self.offset as number) > data.length)) self.storage.data = null;
	self.sizes = sizes;
	self.strides = null;
	self.wholeStorage = false;
	self.counter.bump("resize_");
	return self;
}

function resizeAs(self: Tensor, other: Tensor): Tensor {
	if (!other.unknownShape) return resize(self, other.sizes);
	checkInPlace(self, false);
	self.storage.data = null;
	self.sizes = [];
	self.strides = null;
	self.unknownShape = true;
	self.wholeStorage = false;
	self.counter.bump("resize_");
	return self;
}

/** `set_`: the tensor becomes another one's memory. */
function setTo(self: Tensor, source: Tensor): Tensor {
	if (source.dtype !== self.dtype)
		throw runtimeError(`Could not set tensor of type ${source.dtype.name} to a tensor of type ${self.dtype.name}`, { key: "SET" });
	self.storage = source.storage;
	self.sizes = source.sizes;
	self.strides = source.strides;
	self.offset = source.offset;
	self.counter.bump("set_");
	return self;
}

const composites: Record<string, Composite> = {
	// No derivative at all: the result has no history, even for the same dtype.
	"view.dtype": viewDtype,
	diag: (self: Tensor, k: number) => {
		if (self.unknownShape) return call("diagonal_copy", self, k, 0, 1);
		if (self.dim !== 1 && self.dim !== 2) throw runtimeError(`diag(): Supports 1D or 2D tensors. Got ${self.dim}D`, { key: "DIAG" });
		return self.dim === 1 ? call("diag_embed", self, k) : call("diagonal_copy", self, k, 0, 1);
	},
	diagflat: (self: Tensor, k: number) => call("diag_embed", reshape(call("contiguous", self), [-1]), k),
	linalg_diagonal: (self: Tensor, offset: number, dim1: number, dim2: number) => call("diagonal", self, offset, dim1, dim2),
	fill_diagonal_: fillDiagonal,
	resize_: resize,
	resize_as_: resizeAs,
	"set_.source_Tensor": setTo,
	unsafe_chunk: (self: Tensor, chunks: number, dim: number) => {
		const d = self.unknownShape ? 0 : wrapDim(dim, self.dim);
		const size = self.sizes[d]!;
		return callMany("unsafe_split.Tensor", self, isKnown(size) ? Math.ceil(size / chunks) : 1, dim);
	},
	trace_backward: (grad: Tensor, sizes: Sizes) => {
		if (sizes.length !== 2) throw runtimeError("expected matrix input", { key: "TRACE" });
		const flat = zeros([mulDim(sizes[0]!, sizes[1]!)], grad.dtype);
		const n = sizes.every(isKnown) ? (sizes as number[]) : null;
		if (n === null) return zeros(sizes, grad.dtype);
		const at: number[] = [];
		for (let i = 0; i < Math.min(n[0]!, n[1]!); i++) at.push(i * (n[1]! + 1));
		return call("view", call("index_fill.int_Tensor", flat, 0, indexTensor(at), grad), sizes.slice());
	},
	swapaxes_: (self: Tensor, a: number, b: number) => callOp("transpose_", [self, a, b]),
	swapdims_: (self: Tensor, a: number, b: number) => callOp("transpose_", [self, a, b]),
	vander: (x: Tensor, n: number | null, increasing: boolean) => vander(x, n, increasing),
};
defineComposites(composites);

function vander(x: Tensor, n: number | null, increasing: boolean): Tensor {
	if (x.dim !== 1 && !x.unknownShape)
		throw runtimeError("torch.vander() expects a one-dimensional input, but got a tensor with dim " + x.dim, { key: "VANDER" });
	const columns = n ?? (isKnown(x.sizes[0]!) ? x.sizes[0]! : 1);
	if (columns < 0) throw new TorchError("RuntimeError", `N must be non-negative.`, null);
	let result = zeros([x.sizes[0]!, columns], x.dtype.category < 2 ? dtypes.int64 : x.dtype);
	if (columns > 0) {
		callOp("fill_.Scalar", [call("select.int", result, 1, 0), 1]);
		if (columns > 1) {
			callOp("copy_", [call("slice.Tensor", result, 1, 1, null), call("unsqueeze", x, 1)]);
			const rest = call("slice.Tensor", result, 1, 1, null);
			callOp("copy_", [rest, call("cumprod", call("slice.Tensor", result, 1, 1, null), 1)]);
		}
	}
	if (!increasing) result = call("flip", result, [1]);
	return result;
}
