/** segment_reduce: reductions over consecutive pieces of one dimension, given by lengths or offsets. */
import { type Dim, isKnown, sub } from "../../shape/dim.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { check, rounded } from "../kernel/rounded.ts";
import { defineRows, type FormulaEnv } from "../row.ts";
import { notDifferentiable } from "../second-order.ts";

type Kind = "sum" | "mean" | "max" | "min" | "prod";
const START: Record<Kind, number> = { sum: 0, mean: 0, max: Number.NEGATIVE_INFINITY, min: Number.POSITIVE_INFINITY, prod: 1 };

interface Geometry {
	/** How many rows of pieces, pieces per row, elements per row, and numbers per element. */
	outer: number;
	pieces: number;
	length: number;
	inner: number;
}

/** The places of every piece: `visit(piece, from, to)` with positions of the first inner number and a step of `inner`. */
function eachPiece(
	g: Geometry,
	bounds: ArrayLike<number>,
	isOffsets: boolean,
	visit: (out: number, first: number, length: number) => void,
): void {
	const row = isOffsets ? g.pieces + 1 : g.pieces;
	for (let o = 0; o < g.outer; o++) {
		let at = 0;
		for (let p = 0; p < g.pieces; p++) {
			const from = isOffsets ? bounds[o * row + p]! : at;
			const length = isOffsets ? bounds[o * row + p + 1]! - from : bounds[o * row + p]!;
			at = from + length;
			for (let i = 0; i < g.inner; i++) visit((o * g.pieces + p) * g.inner + i, (o * g.length + from) * g.inner + i, length);
		}
	}
}

function geometry(data: Tensor, bounds: Tensor, axis: number, isOffsets: boolean): { sizes: Dim[]; known: Geometry | null } {
	const last = bounds.sizes.at(-1)!;
	const pieces = isOffsets ? sub(last, 1) : last;
	const sizes = [...bounds.sizes.slice(0, -1), pieces, ...data.sizes.slice(axis + 1)];
	const [outer, inner, length] = [count(data.sizes.slice(0, axis)), count(data.sizes.slice(axis + 1)), data.sizes[axis]!];
	if (outer === null || inner === null || !isKnown(length) || !isKnown(pieces)) return { sizes, known: null };
	return { sizes, known: { outer, pieces, length, inner } };
}

function segmentReduce(
	data: Tensor,
	kind: Kind,
	lengths: Tensor | null,
	_indices: unknown,
	offsets: Tensor | null,
	axisGiven: number,
	unsafe: boolean,
	initial: number | null,
): Tensor {
	const axis = axisGiven < 0 ? axisGiven + data.dim : axisGiven;
	check(lengths !== null || offsets !== null, () => "segment_reduce(): Either lengths or offsets must be defined.");
	const bounds = offsets ?? lengths!;
	const { sizes, known } = geometry(data, bounds, axis, offsets !== null);
	if (known === null || !affordable([data, bounds], known.outer * known.length * known.inner)) return Tensor.make(sizes, data.dtype, null);
	const [x, at] = [data.numbers()!, bounds.numbers()!];
	if (!unsafe && offsets === null) {
		check(
			at.every((n) => n >= 0),
			() => "lengths contains negative value!",
		);
		for (let o = 0; o < known.outer; o++) {
			let total = 0;
			for (let p = 0; p < known.pieces; p++) total += at[o * known.pieces + p]!;
			check(
				total === known.length,
				() => "segment_reduce(): Expected all rows of lengths along axis to sum to data.size(lengths.dim()-1) when !unsafe.",
			);
		}
	}
	const out = new Float64Array(known.outer * known.pieces * known.inner);
	eachPiece(known, at, offsets !== null, (place, first, length) => {
		let value = initial ?? START[kind];
		for (let k = 0; k < length; k++) {
			const v = x[first + k * known.inner]!;
			if (kind === "max" || kind === "min") value = Number.isNaN(v) || (kind === "max" ? v > value : v < value) ? v : value;
			else value = kind === "prod" ? value * v : value + v;
		}
		if (kind === "mean") value = length > 0 ? value / length : initial === null ? Number.NaN : value;
		out[place] = value;
	});
	return rounded(sizes, data.dtype, out);
}

/** Of equal extremes each gets its share. */
function segmentGrad(grad: Tensor, e: FormulaEnv): Tensor {
	const data: Tensor = e.data;
	const axis = e.axis < 0 ? e.axis + data.dim : e.axis;
	const isOffsets = e.offsets instanceof Tensor;
	const bounds: Tensor = isOffsets ? e.offsets : e.lengths;
	const { known } = geometry(data, bounds, axis, isOffsets);
	if (known === null || !affordable([data, bounds, grad, e.result], known.outer * known.length * known.inner))
		return Tensor.make(data.sizes, data.dtype, null);
	const [x, at, g, result] = [data.numbers()!, bounds.numbers()!, grad.numbers()!, (e.result as Tensor).numbers()!];
	const kind: Kind = e.reduce;
	const out = new Float64Array(x.length);
	eachPiece(known, at, isOffsets, (place, first, length) => {
		const places = Array.from({ length }, (_, k) => first + k * known.inner);
		const [share, value] = [g[place]!, result[place]!];
		if (kind === "max" || kind === "min") {
			const winners = places.filter((i) => x[i] === value || Number.isNaN(x[i]!));
			for (const i of winners) out[i] = share / winners.length;
		} else if (kind === "prod")
			for (const i of places)
				out[i] =
					x[i] === 0 || Number.isNaN(x[i]!)
						? share * places.reduce((p, j) => (j === i ? p : p * x[j]!), Number(e.initial ?? 1))
						: (share * value) / x[i]!;
		else for (const i of places) out[i] = kind === "mean" ? share / length : share;
	});
	return notDifferentiable("_segment_reduce_backward", rounded(data.sizes, data.dtype, out), [grad]);
}

defineRows({ segment_reduce: { forward: segmentReduce, grad: { data: segmentGrad } } });
