/** Ops that join tensors: cat, stack and their relatives. */
import { add as addDim, type Dim, dimText, equal, isKnown, product } from "../../shape/dim.ts";
import { type DType, promote } from "../../shape/dtype.ts";
import { type Sizes, sizesText } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import { convert, Tensor, type TensorMeta } from "../../autograd/tensor.ts";
import { call, cat, reshape, select, slice, unsqueeze, zeros } from "../aten.ts";
import { affordable, broadcastAll, count, defaultFloat } from "../kernel/elementwise.ts";
import { formatted, isLikeChannelsLast } from "../kernel/formats.ts";
import { runtimeError, wrapDim } from "../kernel/dims.ts";
import { handleComplex } from "../kernel/formula.ts";
import { defineComposites, defineRows, type FormulaEnv } from "../row.ts";

/** Old rule: a tensor of shape [0] joins with everything. */
const isSkipped = (t: { sizes: Sizes }): boolean => t.sizes.length === 1 && t.sizes[0] === 0;

function joined(tensors: Tensor[], dim: number): Tensor {
	if (tensors.length === 0) throw new TorchError("ValueError", "torch.cat(): expected a non-empty list of Tensors", { key: "CAT_EMPTY" });
	const zeroDim = tensors.findIndex((t) => t.dim === 0);
	if (zeroDim >= 0) throw runtimeError(`zero-dimensional tensor (at position ${zeroDim}) cannot be concatenated`, { key: "CAT_0DIM" });
	const dtype = tensors.reduce((d, t) => promote(d, t.dtype), tensors[0]!.dtype);
	const parts = tensors.filter((t) => !isSkipped(t));
	const first = parts[0];
	if (first === undefined) {
		wrapDim(dim, 1);
		return Tensor.make([0], dtype, dtype.make(0));
	}
	const d = wrapDim(dim, first.dim);
	let total: Dim = 0;
	for (const [i, t] of tensors.entries()) {
		if (isSkipped(t)) continue;
		if (t.dim !== first.dim)
			throw runtimeError(`Tensors must have same number of dimensions: got ${first.dim} and ${t.dim}`, { key: "CAT_DIM" });
		for (let k = 0; k < t.dim; k++)
			if (k !== d && equal(t.sizes[k]!, first.sizes[k]!) === false)
				throw runtimeError(
					`Sizes of tensors must match except in dimension ${d}. Expected size ${dimText(first.sizes[k]!)} but got size ${dimText(t.sizes[k]!)} for tensor number ${i} in the list.`,
					{ key: "CAT_SIZE" },
				);
		total = addDim(total, t.sizes[d]!);
	}
	const sizes = first.sizes.map((s, k) => (k === d ? total : (parts.find((t) => isKnown(t.sizes[k]!))?.sizes[k] ?? s)));
	const out = joinNumbers(parts, sizes, d, dtype);
	return parts.every(isLikeChannelsLast) ? formatted(first, out) : out;
}

/** Blocks of rows, one tensor after the other. */
function joinNumbers(parts: readonly Tensor[], sizes: Sizes, d: number, dtype: DType): Tensor {
	const n = count(sizes);
	if (n === null || !affordable(parts, n, 0)) return Tensor.make(sizes, dtype, null);
	const w = dtype.width;
	const out = dtype.make(n * w);
	const outer = product(sizes.slice(0, d)) as number;
	const step = (n * w) / Math.max(outer, 1);
	let at = 0;
	for (const t of parts) {
		let values = t.numbers()!;
		if (t.dtype !== dtype && t.dtype.width === w) values = convert(values, dtype);
		else if (t.dtype.width !== w) {
			const wide = dtype.make(values.length * 2);
			for (let i = 0; i < values.length; i++) wide[2 * i] = values[i]!;
			values = wide;
		}
		const block = outer === 0 ? 0 : values.length / outer;
		for (let o = 0; o < outer; o++) out.set(values.subarray(o * block, (o + 1) * block), o * step + at);
		at += block;
	}
	return Tensor.make(sizes, dtype, out);
}

function stacked(tensors: Tensor[], dim: number): Tensor {
	if (tensors.length === 0) throw runtimeError("stack expects a non-empty TensorList", { key: "STACK_EMPTY" });
	const first = tensors[0]!;
	const d = wrapDim(dim, first.dim + 1);
	for (let i = 1; i < tensors.length; i++) {
		const t = tensors[i]!;
		if (t.dim !== first.dim || t.sizes.some((s, k) => equal(s, first.sizes[k]!) === false))
			throw runtimeError(
				`stack expects each tensor to be equal size, but got ${sizesText(first.sizes)} at entry 0 and ${sizesText(t.sizes)} at entry ${i}`,
				{ key: "STACK_SIZE" },
			);
	}
	const dtype = tensors.reduce((a, t) => promote(a, t.dtype), first.dtype);
	const sizes = first.sizes.slice();
	sizes.splice(d, 0, tensors.length);
	return joinNumbers(tensors, sizes, d, dtype);
}

/** The piece of the gradient that belongs to each tensor, in its own dtype. */
function catBackward(g: Tensor, e: FormulaEnv): (Tensor | null)[] {
	const metas = e.tensors as TensorMeta[];
	const d = wrapDim(e.dim, metas.find((m) => !isSkipped(m))?.sizes.length ?? 1);
	let at: Dim = 0;
	return metas.map((m) => {
		if (isSkipped(m)) return zeros([0], m.dtype);
		const start = at;
		at = addDim(at, m.sizes[d]!);
		return slice(handleComplex(g, m), d, start, at);
	});
}
function stackBackward(g: Tensor, e: FormulaEnv): (Tensor | null)[] {
	const metas = e.tensors as TensorMeta[];
	return metas.map((m, i) => (m.requiresGrad ? select(handleComplex(g, m), e.dim, i) : null));
}

function blockDiagonal(tensors: Tensor[]): Tensor {
	for (const [i, t] of tensors.entries())
		if (t.dim > 2)
			throw runtimeError(`torch.block_diag: Input tensors must have 2 or fewer dimensions. Input ${i} has ${t.dim} dimensions`, {
				key: "BLOCK_DIAG",
			});
	const shapes = tensors.map((t) => blockShape(t.sizes));
	const dtype = tensors.length === 0 ? defaultFloat() : tensors.reduce((a, t) => promote(a, t.dtype), tensors[0]!.dtype);
	let rows: Dim = 0;
	let columns: Dim = 0;
	for (const [r, c] of shapes) {
		rows = addDim(rows, r);
		columns = addDim(columns, c);
	}
	const sizes: Sizes = tensors.length === 0 ? [1, 0] : [rows, columns];
	const n = count(sizes);
	if (n === null || !affordable(tensors, n)) return Tensor.make(sizes, dtype, null);
	const out = dtype.make(n * dtype.width);
	let r0 = 0;
	let c0 = 0;
	for (const [i, t] of tensors.entries()) {
		const [r, c] = shapes[i] as [number, number];
		const values = t.numbers()!;
		const w = t.dtype.width;
		for (let a = 0; a < r; a++)
			for (let b = 0; b < c; b++)
				for (let k = 0; k < w; k++) out[((r0 + a) * (columns as number) + c0 + b) * dtype.width + k] = values[(a * c + b) * w + k]!;
		r0 += r;
		c0 += c;
	}
	return Tensor.make(sizes, dtype, out);
}
const blockShape = (sizes: Sizes): [Dim, Dim] =>
	sizes.length === 2 ? [sizes[0]!, sizes[1]!] : sizes.length === 1 ? [1, sizes[0]!] : [1, 1];

function blockDiagonalBackward(g: Tensor, e: FormulaEnv): (Tensor | null)[] {
	let r: Dim = 0;
	let c: Dim = 0;
	return (e.tensors as TensorMeta[]).map((m) => {
		const [rows, columns] = blockShape(m.sizes);
		const piece = handleComplex(slice(slice(g, 0, r, addDim(r, rows)), 1, c, addDim(c, columns)), m);
		r = addDim(r, rows);
		c = addDim(c, columns);
		return m.sizes.length === 2
			? piece
			: m.sizes.length === 1
				? call("view", piece, [-1])
				: call("squeeze.dim", call("squeeze.dim", piece, -1), -1);
	});
}

defineRows({
	cat: { forward: joined, grad: { tensors: catBackward } },
	stack: { forward: stacked, grad: { tensors: stackBackward } },
	block_diag: { forward: blockDiagonal, grad: { tensors: blockDiagonalBackward } },
});

const nonEmpty = (name: string, tensors: Tensor[]): void => {
	if (tensors.length === 0) throw runtimeError(`${name} expects a non-empty TensorList`, { key: "STACK_EMPTY" });
};
const atLeast =
	(n: 1 | 2 | 3) =>
	(t: Tensor): Tensor =>
		call(`atleast_${n}d`, t);

function meshgrid(tensors: Tensor[], indexing: string): Tensor[] {
	if (tensors.length === 0) throw runtimeError("meshgrid expects a non-empty TensorList", { key: "MESHGRID" });
	if (indexing !== "ij" && indexing !== "xy")
		throw runtimeError(`torch.meshgrid: indexing must be one of "xy" or "ij", but received: ${indexing}`, { key: "MESHGRID" });
	// "xy" exchanges the first two dimensions of the grid.
	const place = tensors.map((_, i) => (indexing === "xy" && tensors.length >= 2 && i < 2 ? 1 - i : i));
	const sizes: Dim[] = new Array(tensors.length);
	for (const [i, t] of tensors.entries()) sizes[place[i]!] = t.dim === 0 ? 1 : t.sizes[0]!;
	return tensors.map((t, i) => {
		const shape: Dim[] = tensors.map(() => 1);
		shape[place[i]!] = -1;
		return call("expand", call("view", t, shape), sizes.slice(), false);
	});
}

function cartesianProduct(tensors: Tensor[]): Tensor {
	for (const t of tensors)
		if (t.dim !== 1 && !t.unknownShape) throw runtimeError(`Expect a 1D vector, but got shape ${sizesText(t.sizes)}`, { key: "CARTESIAN" });
	if (tensors.length === 1) return tensors[0]!;
	const grids = meshgrid(tensors, "ij").map((g) => call("flatten.using_ints", g, 0, -1));
	return call("stack", grids, 1);
}

defineComposites({
	concat: (tensors: Tensor[], dim) => cat(tensors, dim),
	concatenate: (tensors: Tensor[], dim) => cat(tensors, dim),
	hstack: (tensors: Tensor[]) => {
		nonEmpty("hstack", tensors);
		const list = tensors.map(atLeast(1));
		return cat(list, list[0]!.dim === 1 ? 0 : 1);
	},
	vstack: (tensors: Tensor[]) => {
		nonEmpty("vstack", tensors);
		return cat(tensors.map(atLeast(2)), 0);
	},
	row_stack: (tensors: Tensor[]) => call("vstack", tensors),
	dstack: (tensors: Tensor[]) => {
		nonEmpty("dstack", tensors);
		return cat(tensors.map(atLeast(3)), 2);
	},
	column_stack: (tensors: Tensor[]) => {
		nonEmpty("column_stack", tensors);
		return call(
			"hstack",
			tensors.map((t) => (t.dim <= 1 ? reshape(t, [t.numel, 1]) : t)),
		);
	},
	meshgrid: (tensors: Tensor[]) => meshgrid(tensors, "ij"),
	"meshgrid.indexing": meshgrid,
	cartesian_prod: cartesianProduct,
	atleast_1d: (t: Tensor) => (t.unknownShape || t.dim > 0 ? t : reshape(t, [1])),
	atleast_2d: (t: Tensor) => (t.unknownShape || t.dim > 1 ? t : t.dim === 0 ? reshape(t, [1, 1]) : unsqueeze(t, 0)),
	atleast_3d: (t: Tensor) =>
		t.unknownShape || t.dim > 2 ? t : t.dim === 0 ? reshape(t, [1, 1, 1]) : t.dim === 1 ? unsqueeze(unsqueeze(t, 0), -1) : unsqueeze(t, -1),
	"atleast_1d.Sequence": (tensors: Tensor[]) => tensors.map(atLeast(1)),
	"atleast_2d.Sequence": (tensors: Tensor[]) => tensors.map(atLeast(2)),
	"atleast_3d.Sequence": (tensors: Tensor[]) => tensors.map(atLeast(3)),
	broadcast_tensors: (tensors: Tensor[]) => broadcastTensors(tensors),
});

function broadcastTensors(tensors: Tensor[]): Tensor[] {
	if (tensors.some((t) => t.unknownShape)) return tensors.map((t) => call("expand", t, t.sizes.slice(), false));
	const sizes = broadcastAll(tensors);
	// A tensor that has the shape already is returned as it is.
	return tensors.map((t) =>
		sizes.length === t.dim && sizes.every((s, i) => equal(s, t.sizes[i]!) === true) ? t : call("expand", t, sizes.slice(), false),
	);
}
