/**
 * float32 matrix products with the intermediate roundings of PyTorch's CPU kernels, so that printed digits agree: wide results use
 * fused multiply-adds in order, narrow ones plain sums, in four or eight lanes where rows lie next to each other in memory.
 */
import type { Numbers } from "../../shape/dtype.ts";

/** How the operands lie in memory. */
export interface ProductLayout {
	/** Columns of the left (right) operand are contiguous. */
	leftByColumns: boolean;
	rightByColumns: boolean;
	/** Where the left (right) operand starts in its memory: decides which elements are aligned. */
	leftOffset: number;
	rightOffset: number;
	/** bmm: small ones are summed in order. */
	isBatch: boolean;
}

/** Results of at least this many columns (and four rows) go the fused way. */
export const WIDE = 12;
/** Longer sums are cut: in halves below twice this, else in pieces of it. */
export const PIECE = 192;
const SMALL_BATCH = 400;

const fround = Math.fround;

/** out += a·b for one matrix; `a` is n×k at `ai`, `b` k×m at `bi`, both row-major. */
export function floatProduct(
	out: Numbers,
	to: number,
	a: Numbers,
	ai: number,
	b: Numbers,
	bi: number,
	n: number,
	k: number,
	m: number,
	layout: ProductLayout,
): void {
	if (layout.isBatch && n * k * m < SMALL_BATCH) return inOrder(out, to, a, ai, b, bi, n, k, m);
	if (!layout.isBatch && n === 1)
		return layout.rightByColumns || m === 1
			? matrixVector(out, to, b, bi, 1, m, a, ai, 1, m, k, layout.rightOffset)
			: inOrder(out, to, a, ai, b, bi, n, k, m);
	if (!layout.isBatch && m === 1)
		return layout.leftByColumns
			? inOrder(out, to, a, ai, b, bi, n, k, m)
			: matrixVector(out, to, a, ai, k, 1, b, bi, 1, n, k, layout.leftOffset);
	if (m >= WIDE && n >= 4) return fused(out, to, a, ai, b, bi, n, k, m);
	if (layout.rightByColumns && !layout.leftByColumns) return rowByRow(out, to, a, ai, b, bi, n, k, m, layout.leftOffset + ai);
	inOrder(out, to, a, ai, b, bi, n, k, m);
	if (!layout.rightByColumns && k >= 8) unalignedStarts(out, to, a, ai, b, bi, n, k, m);
}

/** Each product is rounded, then the sum. */
function inOrder(out: Numbers, to: number, a: Numbers, ai: number, b: Numbers, bi: number, n: number, k: number, m: number): void {
	for (let i = 0; i < n; i++) {
		const row = to + i * m;
		for (let j = 0; j < m; j++) out[row + j] = k === 0 ? 0 : fround(a[ai + i * k]! * b[bi + j]!);
		for (let p = 1; p < k; p++) {
			const v = a[ai + i * k + p]!;
			const from = bi + p * m;
			for (let j = 0; j < m; j++) out[row + j] = out[row + j]! + fround(v * b[from + j]!);
		}
	}
}

/** The columns before a result row is aligned to 16 bytes are summed apart, eight products at a time: four in turn, then the sum of four. */
function unalignedStarts(out: Numbers, to: number, a: Numbers, ai: number, b: Numbers, bi: number, n: number, k: number, m: number): void {
	for (let i = 0; i < n; i++) {
		const start = to + i * m;
		const columns = (4 - (start % 4)) % 4;
		if (m - columns < 4) continue;
		for (let j = 0; j < columns; j++) {
			const at = (p: number): number => fround(a[ai + i * k + p]! * b[bi + p * m + j]!);
			let sum = 0;
			let p = 0;
			for (; p + 8 <= k; p += 8) {
				sum = p === 0 ? at(0) : fround(sum + at(p));
				for (let q = 1; q < 4; q++) sum = fround(sum + at(p + q));
				let four = at(p + 4);
				for (let q = 5; q < 8; q++) four = fround(four + at(p + q));
				sum = fround(sum + four);
			}
			for (; p < k; p++) sum = fround(sum + at(p));
			out[start + j] = sum;
		}
	}
}

/** Products are added unrounded; `onTop` of what `out` holds. */
export function fused(
	out: Numbers,
	to: number,
	a: Numbers,
	ai: number,
	b: Numbers,
	bi: number,
	n: number,
	k: number,
	m: number,
	onTop = false,
): void {
	const sums = new Float32Array(m);
	for (let i = 0; i < n; i++) {
		const row = to + i * m;
		for (let start = 0; start < k || start === 0; ) {
			const left = k - start;
			const length = k <= PIECE ? left : k < 2 * PIECE ? (start === 0 ? k >> 1 : left) : Math.min(PIECE, left);
			sums.fill(0);
			for (let p = start; p < start + length; p++) {
				const v = a[ai + i * k + p]!;
				const from = bi + p * m;
				for (let j = 0; j < m; j++) sums[j] = v * b[from + j]! + sums[j]!;
			}
			if (start === 0 && !onTop) for (let j = 0; j < m; j++) out[row + j] = sums[j]!;
			else for (let j = 0; j < m; j++) out[row + j] = out[row + j]! + sums[j]!;
			start += length;
			if (k === 0) break;
		}
	}
}

const lanes = new Float32Array(8);

/** Sum of products: the first `peel` in order, then `width` lanes at a time (`pairs`: two turns at once), folded in halves, then the rest in order. */
function laned(
	a: Numbers,
	ai: number,
	as: number,
	b: Numbers,
	bi: number,
	bs: number,
	k: number,
	peel: number,
	width: number,
	pairs = false,
): number {
	let sum = 0;
	let i = 0;
	for (const end = Math.min(peel, k); i < end; i++)
		sum = i === 0 ? fround(a[ai]! * b[bi]!) : fround(sum + fround(a[ai + i * as]! * b[bi + i * bs]!));
	if (k - i >= (pairs ? 2 * width : width)) {
		for (let l = 0; l < width; l++) lanes[l] = fround(a[ai + (i + l) * as]! * b[bi + (i + l) * bs]!);
		if (i > 0) lanes[0] = sum + lanes[0]!;
		const stop = pairs ? i + (k - i) - ((k - i) % (2 * width)) : k;
		for (i += width; stop - i >= width; i += width)
			for (let l = 0; l < width; l++) lanes[l] = lanes[l]! + fround(a[ai + (i + l) * as]! * b[bi + (i + l) * bs]!);
		for (let half = width >> 1; half >= 1; half >>= 1) for (let l = 0; l < half; l++) lanes[l] = lanes[l]! + lanes[l + half]!;
		sum = lanes[0]!;
	}
	for (; i < k; i++) sum = i === 0 ? fround(a[ai]! * b[bi]!) : fround(sum + fround(a[ai + i * as]! * b[bi + i * bs]!));
	return sum;
}

/** Rows times columns that are both contiguous; sums start where the row is aligned to 16 bytes. */
function rowByRow(
	out: Numbers,
	to: number,
	a: Numbers,
	ai: number,
	b: Numbers,
	bi: number,
	n: number,
	k: number,
	m: number,
	offset: number,
): void {
	const main = m - (m % 4);
	for (let i = 0; i < n; i++) {
		const peel = (4 - ((offset + i * k) % 4)) % 4;
		for (let j = 0; j < m; j++) out[to + i * m + j] = laned(a, ai + i * k, 1, b, bi + j, m, k, peel, j < main ? 4 : 8);
	}
}

/** A matrix with contiguous rows times a vector: rows go in groups of four, the last ones alone. */
function matrixVector(
	out: Numbers,
	to: number,
	a: Numbers,
	ai: number,
	rowStep: number,
	step: number,
	v: Numbers,
	vi: number,
	vs: number,
	rows: number,
	k: number,
	offset: number,
): void {
	const main = rows - (rows % 4);
	for (let r = 0; r < rows; r++) {
		const at = ai + r * rowStep;
		if (r < main) out[to + r] = laned(a, at, step, v, vi, vs, k, ((k - 1) % 4) + 1, 4);
		else out[to + r] = laned(a, at, step, v, vi, vs, k, 4 - ((offset + r * k) % 4), r === main + 1 ? 4 : 8, r === main + 1);
	}
}

/** A dot product of two vectors: eight lanes (four from 16 numbers on), what is left over goes to the first ones. */
export function floatDot(a: Numbers, b: Numbers, k: number): number {
	const width = k < 16 ? 8 : 4;
	lanes.fill(0);
	for (let i = 0; i < k; i++) {
		const whole = i < k - (k % width) || (i < k - (k % 4) && i % width < 4);
		const l = whole ? i % width : 0;
		lanes[l] = i < width && whole ? fround(a[i]! * b[i]!) : lanes[l]! + fround(a[i]! * b[i]!);
	}
	if (width === 8) for (let l = 0; l < 4; l++) lanes[l] = lanes[l]! + lanes[l + 4]!;
	return fround(fround(lanes[0]! + lanes[2]!) + fround(lanes[1]! + lanes[3]!));
}
