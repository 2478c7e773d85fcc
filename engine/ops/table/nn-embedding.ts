/** Lookups in a table of rows: embedding, its renormalisation in place, and bags of embeddings. */
import { type Dim, equal, isKnown } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import { sizesText } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { call, callMany } from "../aten.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { check, rounded, runtimeError, unknownNumbers } from "../kernel/rounded.ts";
import { typeText } from "../../autograd/saved.ts";
import { defineComposites, defineRows } from "../row.ts";
import { notDifferentiable } from "../second-order.ts";

function checkIndices(name: string, t: Tensor): void {
	if (!t.unknownDtype && t.dtype.name !== "int64" && t.dtype.name !== "int32")
		throw runtimeError(
			`Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got ${typeText(t.dtype)} instead (while checking arguments for ${name})`,
		);
}

/** Row numbers, checked against the table's height. */
function rowsOf(indices: Tensor, height: number): ArrayLike<number> {
	const at = indices.numbers()!;
	for (let i = 0; i < at.length; i++)
		if (at[i]! < 0 || at[i]! >= height) throw new TorchError("IndexError", "index out of range in self", { key: "EMBEDDING_INDEX" });
	return at;
}

function lookup(weight: Tensor, indices: Tensor): Tensor {
	check(weight.dim === 2, () => "'weight' must be 2-D");
	checkIndices("embedding", indices);
	const [height, width] = weight.sizes as [Dim, Dim];
	const sizes = [...indices.sizes, width];
	const total = count(sizes);
	// Indices are checked even when the table's numbers are not known.
	const at = indices.isKnown && isKnown(height) && count(indices.sizes)! <= 65_536 ? rowsOf(indices, height) : null;
	if (total === null || at === null || !affordable([weight, indices], total)) return unknownNumbers(sizes, weight.dtype);
	const w = width as number;
	const values = weight.numbers()!;
	const out = new Float64Array(total);
	for (let i = 0; i < at.length; i++) out.set(values.subarray(at[i]! * w, (at[i]! + 1) * w), i * w);
	return rounded(sizes, weight.dtype, out);
}

function denseBackward(grad: Tensor, indices: Tensor, height: Dim, padding: number, byFrequency: boolean): Tensor {
	const width = grad.sizes[grad.dim - 1]!;
	const sizes = [height, width];
	const total = count(sizes);
	if (total === null || !affordable([grad, indices], total)) return unknownNumbers(sizes, grad.dtype);
	const at = indices.numbers()!;
	const g = grad.numbers()!;
	const w = width as number;
	const out = new Float64Array(total);
	const times = new Map<number, number>();
	if (byFrequency) for (const i of at) times.set(i, (times.get(i) ?? 0) + 1);
	for (let i = 0; i < at.length; i++) {
		const row = at[i]!;
		if (row === padding) continue;
		const scale = byFrequency ? 1 / times.get(row)! : 1;
		for (let k = 0; k < w; k++) out[row * w + k]! += g[i * w + k]! * scale;
	}
	return rounded(sizes, grad.dtype, out);
}

/** Rows that are looked up and longer than `maxNorm` are scaled down, in place. */
function renorm(weight: Tensor, indices: Tensor, maxNorm: number, p: number): Tensor {
	check(weight.dim === 2, () => "'self' must be 2-D");
	checkIndices("embedding_renorm_", indices);
	const total = count(weight.sizes);
	if (total === null || !affordable([weight, indices], total)) return unknownNumbers(weight.sizes, weight.dtype);
	const out = Float64Array.from(weight.numbers()!);
	const w = weight.sizes[1] as number;
	for (const row of new Set(Array.from(rowsOf(indices, weight.sizes[0] as number)))) {
		let norm = 0;
		for (let k = 0; k < w; k++) {
			const x = Math.abs(out[row * w + k]!);
			norm = p === Number.POSITIVE_INFINITY ? Math.max(norm, x) : norm + x ** p;
		}
		if (p !== Number.POSITIVE_INFINITY) norm = norm ** (1 / p);
		if (norm <= maxNorm) continue;
		const scale = maxNorm / (norm + 1e-7);
		for (let k = 0; k < w; k++) out[row * w + k]! *= scale;
	}
	return rounded(weight.sizes, weight.dtype, out);
}

const SUM = 0;
const MEAN = 1;

interface Bags {
	/** Bag of each index, elements per bag (padding left out), and for max the winning index per bag and column. */
	bagOf: Float64Array;
	size: Float64Array;
	winner: Float64Array;
	values: Float64Array;
}

function bagNumbers(
	weight: Tensor,
	indices: Tensor,
	offsets: Tensor,
	mode: number,
	perSample: Tensor | null,
	includeLast: boolean,
	padding: number,
): Bags {
	const [height, w] = weight.sizes as [number, number];
	const at = indices.numbers()!;
	const off = offsets.numbers()!;
	const bags = off.length - (includeLast ? 1 : 0);
	const table = weight.numbers()!;
	const scale = perSample?.numbers() ?? null;
	const r: Bags = {
		bagOf: new Float64Array(at.length),
		size: new Float64Array(bags),
		winner: new Float64Array(bags * w),
		values: new Float64Array(bags * w),
	};
	for (let b = 0; b < bags; b++) {
		const end = b + 1 < off.length ? off[b + 1]! : at.length;
		for (let i = off[b]!; i < end; i++) {
			const row = at[i]!;
			if (row < 0 || row >= height)
				throw runtimeError(`Index ${i} of input takes value ${row} which is not in the valid range [0, ${height})`);
			r.bagOf[i] = b;
			if (row === padding) continue;
			const first = r.size[b]!++ === 0;
			for (let k = 0; k < w; k++) {
				const v = table[row * w + k]! * (scale === null ? 1 : scale[i]!);
				if (mode <= MEAN) r.values[b * w + k]! += v;
				else if (first || v > r.values[b * w + k]!) {
					r.values[b * w + k] = v;
					r.winner[b * w + k] = row;
				}
			}
		}
		if (mode === MEAN && r.size[b]! > 0) for (let k = 0; k < w; k++) r.values[b * w + k]! /= r.size[b]!;
	}
	return r;
}

function checkBag(indices: Tensor, offsets: Tensor, perSample: Tensor | null, mode: number): void {
	checkIndices("embedding_bag", indices);
	if (offsets.isKnown && isKnown(offsets.numel) && offsets.numel > 0) {
		const off = offsets.numbers()!;
		check(
			off[0] === 0,
			() =>
				`offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from position 0. However, got ${off[0]}\n[ torch.${offsets.dtype.scalarType}Tensor{} ]`,
		);
		const n = indices.numel;
		if (isKnown(n))
			check(
				off.at(-1)! <= n,
				() =>
					`offsets[-1] can not be greater than input's length(${n}), but got offsets[-1] of ${off.at(-1)}\n[ torch.${offsets.dtype.scalarType}Tensor{} ]`,
			);
	}
	if (perSample !== null) {
		check(mode === SUM, () => "embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum'");
		check(
			perSample.dim === 1 && equal(perSample.numel, indices.numel) !== false,
			() => `expected per_sample_weights to be 1D tensor with ${String(indices.numel)} elements, got shape ${sizesText(perSample.sizes)}`,
		);
	}
}

function bagForward(
	weight: Tensor,
	indices: Tensor,
	offsets: Tensor,
	_byFrequency: boolean,
	mode: number,
	_sparse: boolean,
	perSample: Tensor | null,
	includeLast: boolean,
	padding: number,
): Tensor[] {
	checkBag(indices, offsets, perSample, mode);
	const bags = isKnown(offsets.sizes[0]!) && includeLast ? offsets.sizes[0]! - 1 : offsets.sizes[0]!;
	const sizes = [bags, weight.sizes[1]!];
	const total = count(sizes);
	const n = indices.numel;
	// What the sums need not know is not kept: these outputs have PyTorch's sizes and are empty or zero.
	const winners: Dim[] = mode === 2 ? sizes : [bags];
	const fast = mode === SUM && weight.dtype.name !== "float64" && padding < 0;
	const long = dtypes.int64;
	if (
		total === null ||
		!isKnown(n) ||
		!affordable([weight, indices, offsets, ...(perSample === null ? [] : [perSample])], total, n * (weight.sizes[1] as number))
	)
		return [
			unknownNumbers(sizes, weight.dtype),
			unknownNumbers([fast ? 0 : n], long),
			unknownNumbers([bags], long),
			unknownNumbers(winners, long),
		];
	const r = bagNumbers(weight, indices, offsets, mode, perSample, includeLast, padding);
	return [
		rounded(sizes, weight.dtype, r.values),
		rounded([fast ? 0 : n], long, fast ? new Float64Array(0) : r.bagOf),
		rounded([bags], long, mode === SUM ? new Float64Array(r.size.length) : r.size),
		rounded(winners, long, mode === 2 ? r.winner : mode === MEAN ? r.size : new Float64Array(r.size.length)),
	];
}

/** The bag of each index: as saved, or worked out from the offsets. */
function bagsOf(indices: Tensor, offsets: Tensor, bagOf: Tensor): ArrayLike<number> {
	const saved = bagOf.numbers()!;
	const n = indices.numel as number;
	if (saved.length === n) return saved;
	const off = offsets.numbers()!;
	const out = new Float64Array(n);
	for (let i = 0, b = 0; i < n; i++) {
		while (b + 1 < off.length && off[b + 1]! <= i) b++;
		out[i] = b;
	}
	return out;
}

function bagBackward(
	g: Tensor,
	indices: Tensor,
	offsets: Tensor,
	bagOf: Tensor,
	size: Tensor,
	winner: Tensor,
	height: Dim,
	byFrequency: boolean,
	mode: number,
	_sparse: boolean,
	perSample: Tensor | null,
	padding: number,
): Tensor {
	const width = g.sizes[1]!;
	const sizes = [height, width];
	const total = count(sizes);
	if (total === null || !affordable([g, indices, offsets, bagOf, size, winner, ...(perSample === null ? [] : [perSample])], total))
		return unknownNumbers(sizes, g.dtype);
	const w = width as number;
	const out = new Float64Array(total);
	const gs = g.numbers()!;
	const at = indices.numbers()!;
	if (mode === 2) {
		const rows = winner.numbers()!;
		const sizesOf = size.numbers()!;
		for (let i = 0; i < gs.length; i++) if (sizesOf[Math.floor(i / w)]! > 0) out[rows[i]! * w + (i % w)]! += gs[i]!;
		return rounded(sizes, g.dtype, out);
	}
	const bag = bagsOf(indices, offsets, bagOf);
	const counts = size.numbers()!;
	const scale = perSample?.numbers() ?? null;
	const times = new Map<number, number>();
	if (byFrequency) for (const i of at) times.set(i, (times.get(i) ?? 0) + 1);
	for (let i = 0; i < at.length; i++) {
		const row = at[i]!;
		if (row === padding) continue;
		const b = bag[i]!;
		const k = (mode === MEAN ? 1 / counts[b]! : 1) * (scale === null ? 1 : scale[i]!) * (byFrequency ? 1 / times.get(row)! : 1);
		for (let j = 0; j < w; j++) out[row * w + j]! += gs[b * w + j]! * k;
	}
	return rounded(sizes, g.dtype, out);
}

function perSampleBackward(
	g: Tensor,
	weight: Tensor,
	indices: Tensor,
	offsets: Tensor,
	bagOf: Tensor,
	_mode: number,
	padding: number,
): Tensor {
	const n = count(indices.sizes);
	if (n === null || !affordable([g, weight, indices, offsets, bagOf], n)) return unknownNumbers(indices.sizes, g.dtype);
	const w = weight.sizes[1] as number;
	const [gs, table, at, bag] = [g.numbers()!, weight.numbers()!, indices.numbers()!, bagsOf(indices, offsets, bagOf)];
	const out = new Float64Array(n);
	for (let i = 0; i < n; i++) if (at[i] !== padding) for (let k = 0; k < w; k++) out[i]! += gs[bag[i]! * w + k]! * table[at[i]! * w + k]!;
	return rounded(indices.sizes, g.dtype, out);
}

defineRows({
	embedding: {
		forward: lookup,
		grad: { weight: (g, e) => call("embedding_backward", g, e.indices, e.weight.sizes[0], e.padding_idx, e.scale_grad_by_freq, e.sparse) },
	},
	embedding_dense_backward: {
		forward: denseBackward,
		grad: {
			grad_output: (g, e) => {
				const at = call("reshape", e.indices, [e.indices.numel]);
				let rows = call("index_select", g, 0, at);
				if (e.padding_idx >= 0) rows = call("masked_fill.Scalar", rows, call("unsqueeze", call("eq.Scalar", at, e.padding_idx), 1), 0);
				return call("reshape", rows, [...e.indices.sizes, g.sizes[1]!]);
			},
		},
	},
	embedding_renorm_: { forward: renorm },
	_embedding_bag: {
		forward: bagForward,
		grad: {
			weight: (g, e) =>
				call(
					"_embedding_bag_backward",
					g,
					e.indices,
					e.offsets,
					e.result1,
					e.result2,
					e.result3,
					e.weight.sizes[0],
					e.scale_grad_by_freq,
					e.mode,
					e.sparse,
					e.per_sample_weights,
					e.padding_idx,
				),
			per_sample_weights: (g, e) =>
				notDifferentiable(
					"_embedding_bag_per_sample_weights_backward",
					call("_embedding_bag_per_sample_weights_backward", g, e.weight, e.indices, e.offsets, e.result1, e.mode, e.padding_idx),
					[g, e.weight],
				),
		},
	},
	_embedding_bag_forward_only: { forward: bagForward },
	_embedding_bag_backward: { forward: bagBackward },
	_embedding_bag_per_sample_weights_backward: { forward: perSampleBackward },
});

defineComposites({
	embedding_backward: (g, indices, height, padding, byFrequency) =>
		call("embedding_dense_backward", g, indices, height, padding, byFrequency),
	embedding_bag: (weight, indices, offsets, byFrequency, mode, sparse, perSample, includeLast) =>
		callMany("_embedding_bag", weight, indices, offsets, byFrequency, mode, sparse, perSample, includeLast, -1),
	"embedding_bag.padding_idx": (weight, indices, offsets, byFrequency, mode, sparse, perSample, includeLast, padding) =>
		callMany(
			"_embedding_bag",
			weight,
			indices,
			offsets,
			byFrequency,
			mode,
			sparse,
			perSample,
			includeLast,
			padding === null ? -1 : padding < 0 && isKnown(weight.sizes[0]) ? padding + weight.sizes[0] : padding,
		),
});
