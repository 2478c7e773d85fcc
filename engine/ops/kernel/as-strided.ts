/** Gradient of a strided view with respect to what it views: through the memory both share (PyTorch's as_strided_backward). */
import { type Dim, isKnown, sub } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import { elementOffsets, type Sizes } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { call, callInPlace, reshape, sumDims, zeros } from "../aten.ts";
import { count } from "./elementwise.ts";
import { stridesOf } from "./layout.ts";

export interface Geometry {
	sizes: Sizes;
	strides: readonly Dim[] | null;
	offset: Dim;
}

/** `grad` has the view's sizes; the result has the input's. */
export function asStridedBackward(grad: Tensor, input: Geometry, view: Geometry): Tensor {
	const known = geometryKnown(input) && geometryKnown(view);
	if (!known) return Tensor.make(input.sizes, grad.dtype, null);
	const values = grad.unknownShape ? null : grad.numbers();
	if (!world.gradMode && values !== null) return directly(grad, input, view);
	return throughOps(grad, input, view);
}

const geometryKnown = (g: Geometry): boolean =>
	g.sizes.every(isKnown) && isKnown(g.offset) && (g.strides === null || g.strides.every(isKnown));

const storageSize = (sizes: readonly number[], strides: readonly number[], offset: number): number =>
	sizes.includes(0) ? 0 : sizes.reduce((n, s, i) => n + (s - 1) * strides[i]!, offset + 1);

/** Both geometries with offsets relative to the smaller one, so that the shared memory starts at 0. */
function relative(input: Geometry, view: Geometry): { inOffset: number; viewOffset: number } {
	const shared = Math.min(input.offset as number, view.offset as number);
	return { inOffset: sub(input.offset, shared) as number, viewOffset: sub(view.offset, shared) as number };
}

function directly(grad: Tensor, input: Geometry, view: Geometry): Tensor {
	const { inOffset, viewOffset } = relative(input, view);
	const from = elementOffsets(view.sizes as number[], stridesOf(view) as number[], viewOffset);
	const to = elementOffsets(input.sizes as number[], stridesOf(input) as number[], inOffset);
	let size = 0;
	for (const o of from) if (o >= size) size = o + 1;
	for (const o of to) if (o >= size) size = o + 1;
	const w = grad.dtype.width;
	const memory = grad.dtype.make(size * w);
	const g = grad.numbers()!;
	for (let i = 0; i < from.length; i++) for (let k = 0; k < w; k++) memory[from[i]! * w + k]! += g[i * w + k]!;
	const counts = overlaps(input) ? new Int32Array(size) : null;
	if (counts !== null) for (const o of to) counts[o]!++;
	const out = grad.dtype.make(to.length * w);
	for (let i = 0; i < to.length; i++)
		for (let k = 0; k < w; k++) out[i * w + k] = memory[to[i]! * w + k]! / (counts === null ? 1 : counts[to[i]!]!);
	const made = Tensor.make(input.sizes, grad.dtype, out);
	// PyTorch writes the gradient into fresh memory, and divides it where places were shared.
	made.counter.bump("as_strided", counts === null ? 1 : 2);
	return made;
}

/** True when two elements may share memory. */
function overlaps(g: Geometry): boolean {
	if (g.strides === null) return false;
	const pairs = g.sizes.map((s, i) => [s as number, g.strides![i] as number] as const).filter(([s]) => s !== 1);
	pairs.sort((x, y) => x[1] - y[1]);
	let reach = 1;
	for (const [s, t] of pairs) {
		if (t < reach) return true;
		reach = t * (s - 1) + reach;
	}
	return false;
}

function throughOps(grad: Tensor, input: Geometry, view: Geometry): Tensor {
	const { inOffset, viewOffset } = relative(input, view);
	let g = grad;
	const sizes: number[] = [];
	const strides: number[] = [];
	const viewStrides = stridesOf(view) as number[];
	// Expanded dimensions of the view are summed, those of size one dropped.
	for (let i = view.sizes.length - 1; i >= 0; i--) {
		const s = view.sizes[i] as number;
		if (s === 0) return zeros(input.sizes, grad.dtype);
		if (s === 1) g = call("squeeze.dim", g, i);
		else if (viewStrides[i] === 0) g = sumDims(g, [i]);
		else {
			sizes.unshift(s);
			strides.unshift(viewStrides[i]!);
		}
	}
	const inSizes = input.sizes as number[];
	const inStrides = stridesOf(input) as number[];
	const length = Math.max(storageSize(inSizes, inStrides, inOffset), storageSize(sizes, strides, viewOffset));
	const storage = zeros([length], grad.dtype);
	const addresses = (s: number[], t: number[], o: number): Tensor => {
		const n = count(s)!;
		return Tensor.make([n], dtypes.int64, Float64Array.from(elementOffsets(s, t, o)));
	};
	if (overlaps({ sizes, strides, offset: 0 }))
		callInPlace("index_add", [storage, 0, addresses(sizes, strides, viewOffset), reshape(g, [-1])]);
	else callInPlace("copy", [call("as_strided", storage, sizes, strides, viewOffset), g]);
	if (overlaps(input)) {
		const counts = zeros([length], grad.dtype);
		const at = addresses(inSizes, inStrides, inOffset);
		callInPlace("index_add", [counts, 0, at, call("ones", at.sizes.slice(), grad.dtype)]);
		callInPlace("div.Tensor", [storage, counts]);
	}
	return call("as_strided", storage, inSizes, inStrides, inOffset);
}
