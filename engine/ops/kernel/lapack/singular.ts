/** The singular value decomposition of a dense matrix along LAPACK's path (gesdd): reduce to bidiagonal form, sweep, multiply back. */
import { identity, transposed } from "../linalg.ts";
import { bidiagonalSingular } from "./bidiagonal.ts";
import { type Grid, grid, reflector, rotation } from "./rotations.ts";

/** To the last digit of a double. */
export const PRECISE = 2 ** -53;

interface Reflection {
	at: number;
	tail: Float64Array;
	tau: number;
}

/** H·x for the rows from `at` on. */
function applyLeft({ a, width }: Grid, h: Reflection, from = 0): void {
	// Zeros keep their signs.
	if (h.tau === 0) return;
	for (let c = from; c < width; c++) {
		let dot = a[h.at * width + c]!;
		for (let i = 0; i < h.tail.length; i++) dot += h.tail[i]! * a[(h.at + 1 + i) * width + c]!;
		dot *= h.tau;
		a[h.at * width + c]! -= dot;
		for (let i = 0; i < h.tail.length; i++) a[(h.at + 1 + i) * width + c]! -= dot * h.tail[i]!;
	}
}
/** x·H for the columns from `at` on. */
function applyRight({ a, width, height }: Grid, h: Reflection, from = 0): void {
	if (h.tau === 0) return;
	for (let r = from; r < height; r++) {
		let dot = a[r * width + h.at]!;
		for (let i = 0; i < h.tail.length; i++) dot += h.tail[i]! * a[r * width + h.at + 1 + i]!;
		dot *= h.tau;
		a[r * width + h.at]! -= dot;
		for (let i = 0; i < h.tail.length; i++) a[r * width + h.at + 1 + i]! -= dot * h.tail[i]!;
	}
}
/** The reflection that clears column `c` below row `at`. */
function columnReflection({ a, width, height }: Grid, at: number, c: number): Reflection {
	const tail = new Float64Array(height - at - 1);
	for (let i = 0; i < tail.length; i++) tail[i] = a[(at + 1 + i) * width + c]!;
	const { beta, tau } = reflector(a[at * width + c]!, { length: tail.length, get: (i) => tail[i]!, set: (i, v) => (tail[i] = v) });
	a[at * width + c] = beta;
	for (let i = 0; i < tail.length; i++) a[(at + 1 + i) * width + c] = 0;
	return { at, tail, tau };
}
/** The reflection that clears row `r` right of column `at`. */
function rowReflection({ a, width }: Grid, r: number, at: number): Reflection {
	const tail = new Float64Array(width - at - 1);
	for (let i = 0; i < tail.length; i++) tail[i] = a[r * width + at + 1 + i]!;
	const { beta, tau } = reflector(a[r * width + at]!, { length: tail.length, get: (i) => tail[i]!, set: (i, v) => (tail[i] = v) });
	a[r * width + at] = beta;
	for (let i = 0; i < tail.length; i++) a[r * width + at + 1 + i] = 0;
	return { at, tail, tau };
}

export interface Decomposition {
	u: Float64Array;
	s: Float64Array;
	vh: Float64Array;
}

/** u is m×(full ? m : k), vh is (full ? n : k)×n. */
export function decompose(a: Float64Array, m: number, n: number, full: boolean, eps: number): Decomposition {
	if ((m === 1 || n === 1) && m !== n) {
		// PyTorch's build finds a single row or column as its transpose.
		const t = direct(a, n, m, full, eps);
		return { u: transposed(t.vh, full ? m : 1, m), s: t.s, vh: transposed(t.u, n, full ? n : 1) };
	}
	return m > n && m >= Math.floor(n * 1.5) ? tall(a, m, n, full, eps) : direct(a, m, n, full, eps);
}

/** The matrix itself becomes bidiagonal: upper when it is not wider than high, else lower. */
function direct(a: Float64Array, m: number, n: number, full: boolean, eps: number): Decomposition {
	const k = Math.min(m, n);
	const b = grid(a.slice(), m, n);
	const [d, e] = [new Float64Array(k), new Float64Array(Math.max(k - 1, 0))];
	const left: Reflection[] = [];
	const right: Reflection[] = [];
	for (let i = 0; i < k; i++) {
		if (m >= n) {
			const h = columnReflection(b, i, i);
			applyLeft(b, h, i + 1);
			left.push(h);
			d[i] = b.a[i * n + i]!;
			if (i >= n - 1) continue;
			const g = rowReflection(b, i, i + 1);
			applyRight(b, g, i + 1);
			right.push(g);
			e[i] = b.a[i * n + i + 1]!;
		} else {
			const g = rowReflection(b, i, i);
			applyRight(b, g, i + 1);
			right.push(g);
			d[i] = b.a[i * n + i]!;
			if (i >= m - 1) continue;
			const h = columnReflection(b, i + 1, i);
			applyLeft(b, h, i + 1);
			left.push(h);
			e[i] = b.a[(i + 1) * n + i]!;
		}
	}
	const inner = sweep(d, e, m >= n, eps);
	const u = embedded(inner.u, k, m, full ? m : k);
	for (const h of left.reverse()) applyLeft(u, h);
	const vh = embedded(inner.vh, k, full ? n : k, n);
	for (const g of right.reverse()) applyRight(vh, g);
	return { u: u.a, s: d, vh: vh.a };
}
/** The k×k matrix in the corner of a larger one with ones on the rest of the diagonal. */
function embedded(x: Float64Array, k: number, height: number, width: number): Grid {
	const out = grid(new Float64Array(height * width), height, width);
	for (let i = k; i < Math.min(height, width); i++) out.a[i * width + i] = 1;
	for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) out.a[i * width + j] = x[i * k + j]!;
	return out;
}

/** Makes the bidiagonal form diagonal; real numbers do, also for complex matrices. */
export function sweep(d: Float64Array, e: Float64Array, upper: boolean, eps: number): { u: Float64Array; vh: Float64Array } {
	const k = d.length;
	const [u, vt] = [grid(identity(k), k, k), grid(identity(k), k, k)];
	const turns: [number, number][] = [];
	if (!upper)
		for (let i = 0; i < k - 1; i++) {
			const { c, s, r } = rotation(d[i]!, e[i]!);
			d[i] = r;
			e[i] = s * d[i + 1]!;
			d[i + 1] = c * d[i + 1]!;
			turns.push([c, s]);
		}
	bidiagonalSingular({ d, e, vt, u }, eps);
	// The rotations that made a lower form an upper one belong to the left vectors.
	for (let i = turns.length - 1; i >= 0; i--) {
		const [c, s] = turns[i]!;
		for (let col = 0; col < k; col++) {
			const [x, y] = [u.a[i * k + col]!, u.a[(i + 1) * k + col]!];
			u.a[i * k + col] = c * x - s * y;
			u.a[(i + 1) * k + col] = s * x + c * y;
		}
	}
	return { u: u.a, vh: vt.a };
}

/** Much higher than wide: a QR factorisation first. */
function tall(a: Float64Array, m: number, n: number, full: boolean, eps: number): Decomposition {
	const r = grid(a.slice(), m, n);
	const turns: Reflection[] = [];
	for (let i = 0; i < n; i++) {
		const h = columnReflection(r, i, i);
		applyLeft(r, h, i + 1);
		turns.push(h);
	}
	const inner = direct(r.a.slice(0, n * n), n, n, false, eps);
	const u = embedded(inner.u, n, m, full ? m : n);
	for (const h of turns.reverse()) applyLeft(u, h);
	return { u: u.a, s: inner.s, vh: inner.vh };
}
