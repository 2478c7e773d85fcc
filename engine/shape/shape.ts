/** Sizes and strides: broadcasting, contiguity, views. Errors carry PyTorch's texts and are thrown by the callers. */
import { type Dim, add, dimText, equal, isKnown, mul, product } from "./dim.ts";

export type Sizes = readonly Dim[];

/** Row-major strides. */
export function contiguousStrides(sizes: Sizes): Dim[] {
	const out: Dim[] = new Array(sizes.length);
	let stride: Dim = 1;
	for (let i = sizes.length - 1; i >= 0; i--) {
		out[i] = stride;
		// PyTorch counts a zero-sized dimension as one here.
		const s = sizes[i]!;
		stride = typeof stride === "number" && typeof s === "number" ? stride * Math.max(s, 1) : mul(stride, s);
	}
	return out;
}

export const numel = (sizes: Sizes): Dim => {
	let out = 1;
	for (let i = 0; i < sizes.length; i++) {
		const s = sizes[i]!;
		if (typeof s !== "number") return product(sizes);
		out *= s;
	}
	return out;
};

/** `[2, 3]`, as PyTorch prints sizes in messages. */
export const sizesText = (sizes: Sizes): string => `[${sizes.map(dimText).join(", ")}]`;

export function isContiguous(sizes: Sizes, strides: readonly Dim[] | null): boolean {
	if (strides === null) return true;
	let expected: Dim = 1;
	for (let i = sizes.length - 1; i >= 0; i--) {
		const s = sizes[i]!;
		if (s === 0) return true;
	}
	for (let i = sizes.length - 1; i >= 0; i--) {
		const s = sizes[i]!;
		if (s === 1) continue;
		if (equal(strides[i]!, expected) !== true) return false;
		expected = mul(expected, s);
	}
	return true;
}

/** A pair of dims that cannot be broadcast, with the dimension's index in the result. */
export interface BroadcastClash {
	a: Dim;
	b: Dim;
	dim: number;
}

/** The broadcast of two shapes. Undecidable pairs (symbolic) take the known or first one. */
export function broadcast(a: Sizes, b: Sizes): { sizes: Dim[]; clash: BroadcastClash | null } {
	const rank = Math.max(a.length, b.length);
	const out: Dim[] = new Array(rank);
	for (let i = rank - 1, ia = a.length - 1, ib = b.length - 1; i >= 0; i--, ia--, ib--) {
		const x = ia >= 0 ? a[ia]! : 1;
		const y = ib >= 0 ? b[ib]! : 1;
		if (x === y || y === 1) out[i] = x;
		else if (x === 1) out[i] = y;
		else if (isKnown(x) && isKnown(y)) return { sizes: out, clash: { a: x, b: y, dim: i } };
		else out[i] = isKnown(x) ? x : y;
	}
	return { sizes: out, clash: null };
}

export const sameSizes = (a: Sizes, b: Sizes): boolean => {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
};
/** False only when the shapes certainly differ. */
export const maySameSizes = (a: Sizes, b: Sizes): boolean =>
	a === b || (a.length === b.length && a.every((d, i) => equal(d, b[i]!) !== false));
/** True unless `from` certainly cannot be expanded to `to`. */
export function mayExpand(from: Sizes, to: Sizes): boolean {
	if (from.length > to.length) return false;
	for (let i = 1; i <= from.length; i++) {
		const f = from[from.length - i]!;
		if (f !== 1 && equal(f, to[to.length - i]!) === false) return false;
	}
	return true;
}

/** Strides of a view of (sizes, strides) with the new sizes, or null when memory does not allow it (PyTorch's computeStride). */
export function viewStrides(sizes: Sizes, strides: readonly Dim[], newSizes: Sizes): Dim[] | null {
	if (numel(sizes) === 0) return contiguousStrides(newSizes);
	const out: Dim[] = new Array(newSizes.length);
	let viewDim = newSizes.length - 1;
	let chunkBase: Dim = sizes.length > 0 ? strides[sizes.length - 1]! : 1;
	let tensorNumel: Dim = 1;
	let viewNumel: Dim = 1;
	if (sizes.length === 0) return contiguousStrides(newSizes);
	for (let d = sizes.length - 1; d >= 0; d--) {
		tensorNumel = mul(tensorNumel, sizes[d]!);
		const last = d === 0 || (sizes[d - 1] !== 1 && equal(strides[d - 1]!, mul(tensorNumel, chunkBase)) !== true);
		if (!last) continue;
		while (viewDim >= 0 && (equal(viewNumel, tensorNumel) !== true || newSizes[viewDim] === 1)) {
			if (isKnown(viewNumel) && isKnown(tensorNumel) && viewNumel > tensorNumel) return null;
			out[viewDim] = mul(viewNumel, chunkBase);
			viewNumel = mul(viewNumel, newSizes[viewDim]!);
			viewDim--;
		}
		if (equal(viewNumel, tensorNumel) !== true) return null;
		if (d > 0) {
			chunkBase = strides[d - 1]!;
			tensorNumel = 1;
			viewNumel = 1;
		}
	}
	return viewDim === -1 ? out : null;
}

/** Offset of element `index` (row-major position) in the storage. */
export function elementOffsets(sizes: readonly number[], strides: readonly number[], offset: number): Int32Array {
	let n = 1;
	for (const s of sizes) n *= s;
	const out = new Int32Array(n);
	if (n === 0) return out;
	const rank = sizes.length;
	const index = new Int32Array(rank);
	let at = offset;
	for (let i = 0; i < n; i++) {
		out[i] = at;
		for (let d = rank - 1; d >= 0; d--) {
			index[d]!++;
			at += strides[d]!;
			if (index[d]! < sizes[d]!) break;
			at -= strides[d]! * sizes[d]!;
			index[d] = 0;
		}
	}
	return out;
}

/** True when two elements certainly share memory (stride 0 with more than one element). */
export function overlapsItself(sizes: Sizes, strides: readonly Dim[] | null): boolean {
	if (strides === null) return false;
	return sizes.some((s, i) => strides[i] === 0 && isKnown(s) && s > 1) && !sizes.includes(0);
}

export function isNonOverlappingAndDense(sizes: Sizes, strides: readonly Dim[] | null): boolean {
	if (isContiguous(sizes, strides)) return true;
	const pairs = sizes.map((s, i) => ({ s, t: strides![i]! })).filter((p) => p.s !== 1);
	if (!pairs.every((p) => isKnown(p.s) && isKnown(p.t))) return false;
	pairs.sort((x, y) => (x.t as number) - (y.t as number));
	let expected = 1;
	for (const p of pairs) {
		if (p.t !== expected) return false;
		expected *= p.s as number;
	}
	return true;
}

export const offsetPlus = (offset: Dim, index: Dim, stride: Dim): Dim => add(offset, mul(index, stride));
