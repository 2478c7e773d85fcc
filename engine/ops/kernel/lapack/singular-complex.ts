/** The singular value decomposition of a complex matrix: reflections leave a real bidiagonal form, the rest is as for real ones. */
import { denseOf } from "../linalg-complex.ts";
import { dtypes } from "../../../shape/dtype.ts";
import { decompose, type Decomposition, PRECISE, sweep } from "./singular.ts";

const { adjoint } = denseOf(dtypes.complex128);

/** Row-major pairs with a row length. */
interface Grid {
	a: Float64Array;
	width: number;
	height: number;
}
/** 1 - τ·v·vᴴ, where v is one at `at` and `tail` below. */
interface Reflection {
	at: number;
	tail: Float64Array;
	re: number;
	im: number;
}

/** Hx for the columns from `from` on; `adjoined`: with the conjugated factor. */
function applyLeft({ a, width }: Grid, h: Reflection, adjoined: boolean, from = 0): void {
	if (h.re === 0 && h.im === 0) return;
	const im = adjoined ? -h.im : h.im;
	const rows = h.tail.length / 2;
	for (let c = from; c < width; c++) {
		const place = (i: number): number => 2 * ((h.at + i) * width + c);
		let [x, y] = [a[place(0)]!, a[place(0) + 1]!];
		for (let i = 0; i < rows; i++) {
			const [p, q] = [h.tail[2 * i]!, h.tail[2 * i + 1]!];
			const at = place(i + 1);
			x += p * a[at]! + q * a[at + 1]!;
			y += p * a[at + 1]! - q * a[at]!;
		}
		const [s, t] = [h.re * x - im * y, h.re * y + im * x];
		a[place(0)]! -= s;
		a[place(0) + 1]! -= t;
		for (let i = 0; i < rows; i++) {
			const [p, q] = [h.tail[2 * i]!, h.tail[2 * i + 1]!];
			const at = place(i + 1);
			a[at]! -= s * p - t * q;
			a[at + 1]! -= s * q + t * p;
		}
	}
}
/** xH for the rows from `from` on. */
function applyRight({ a, width, height }: Grid, h: Reflection, adjoined: boolean, from = 0): void {
	if (h.re === 0 && h.im === 0) return;
	const im = adjoined ? -h.im : h.im;
	const columns = h.tail.length / 2;
	for (let r = from; r < height; r++) {
		const start = 2 * (r * width + h.at);
		let [x, y] = [a[start]!, a[start + 1]!];
		for (let i = 0; i < columns; i++) {
			const [p, q] = [h.tail[2 * i]!, h.tail[2 * i + 1]!];
			const at = start + 2 * (i + 1);
			x += a[at]! * p - a[at + 1]! * q;
			y += a[at]! * q + a[at + 1]! * p;
		}
		const [s, t] = [h.re * x - im * y, h.re * y + im * x];
		a[start]! -= s;
		a[start + 1]! -= t;
		for (let i = 0; i < columns; i++) {
			const [p, q] = [h.tail[2 * i]!, h.tail[2 * i + 1]!];
			const at = start + 2 * (i + 1);
			a[at]! -= s * p + t * q;
			a[at + 1]! -= t * p - s * q;
		}
	}
}

/** The reflection whose adjoint takes the numbers at `places` to the first alone, which becomes real (LAPACK's zlarfg). */
function reflection(a: Float64Array, at: number, places: number[], conjugated: boolean): Reflection {
	const sign = conjugated ? -1 : 1;
	const tail = new Float64Array(2 * (places.length - 1));
	let norm = 0;
	for (let i = 1; i < places.length; i++) {
		tail[2 * i - 2] = a[places[i]!]!;
		tail[2 * i - 1] = sign * a[places[i]! + 1]!;
		norm = Math.hypot(norm, tail[2 * i - 2]!, tail[2 * i - 1]!);
	}
	const [re, im] = [a[places[0]!]!, sign * a[places[0]! + 1]!];
	if (norm === 0 && im === 0) return { at, tail, re: 0, im: 0 };
	const beta = -(re < 0 || Object.is(re, -0) ? -1 : 1) * Math.hypot(re, im, norm);
	// Over the first number less beta.
	const [c, d] = [re - beta, im];
	const size = c * c + d * d;
	for (let i = 0; i < tail.length; i += 2) {
		const [x, y] = [tail[i]!, tail[i + 1]!];
		tail[i] = (x * c + y * d) / size;
		tail[i + 1] = (y * c - x * d) / size;
	}
	a[places[0]!] = beta;
	a[places[0]! + 1] = 0;
	return { at, tail, re: (beta - re) / beta, im: -im / beta };
}
const columnReflection = ({ a, width, height }: Grid, at: number, c: number): Reflection =>
	reflection(
		a,
		at,
		Array.from({ length: height - at }, (_, i) => 2 * ((at + i) * width + c)),
		false,
	);
const rowReflection = ({ a, width }: Grid, r: number, at: number): Reflection =>
	reflection(
		a,
		at,
		Array.from({ length: width - at }, (_, i) => 2 * (r * width + at + i)),
		true,
	);

/** As `decompose`, in pairs. */
export function decomposeComplex(a: Float64Array, m: number, n: number, full: boolean, eps: number): Decomposition {
	if (m === 1 && n === 1) {
		const size = Math.hypot(a[0]!, a[1]!);
		return { u: size === 0 ? Float64Array.of(1, 0) : a.map((x) => x / size), s: Float64Array.of(size), vh: Float64Array.of(1, 0) };
	}
	if (m === 1 || n === 1) {
		const t = direct(adjoint(a, m, n), n, m, full, eps);
		return { u: adjoint(t.vh, full ? m : 1, m), s: t.s, vh: adjoint(t.u, n, full ? n : 1) };
	}
	const most = Math.floor((Math.min(m, n) * 17) / 9);
	if (m > n && m >= most) return tall(a, m, n, full, eps);
	return n > m && n >= most ? wide(a, m, n, full, eps) : direct(a, m, n, full, eps);
}

function direct(a: Float64Array, m: number, n: number, full: boolean, eps: number): Decomposition {
	const k = Math.min(m, n);
	const b: Grid = { a: a.slice(), width: n, height: m };
	const [d, e] = [new Float64Array(k), new Float64Array(Math.max(k - 1, 0))];
	const left: Reflection[] = [];
	const right: Reflection[] = [];
	const column = (at: number, c: number, into: Float64Array, i: number): void => {
		const h = columnReflection(b, at, c);
		into[i] = b.a[2 * (at * n + c)]!;
		applyLeft(b, h, true, c + 1);
		left.push(h);
	};
	const row = (r: number, at: number, into: Float64Array, i: number): void => {
		const g = rowReflection(b, r, at);
		into[i] = b.a[2 * (r * n + at)]!;
		applyRight(b, g, false, r + 1);
		right.push(g);
	};
	for (let i = 0; i < k; i++) {
		if (m >= n) {
			column(i, i, d, i);
			if (i < n - 1) row(i, i + 1, e, i);
		} else {
			row(i, i, d, i);
			if (i < m - 1) column(i + 1, i, e, i);
		}
	}
	const inner = sweep(d, e, m >= n, eps);
	const u = embedded(inner.u, k, m, full ? m : k);
	for (const h of left.reverse()) applyLeft(u, h, false);
	const vh = embedded(inner.vh, k, full ? n : k, n);
	for (const g of right.reverse()) applyRight(vh, g, true);
	return { u: u.a, s: d, vh: vh.a };
}
/** A real k×k matrix in the corner of a larger one with ones on the rest of the diagonal. */
function embedded(x: Float64Array, k: number, height: number, width: number): Grid {
	const a = new Float64Array(2 * height * width);
	for (let i = k; i < Math.min(height, width); i++) a[2 * (i * width + i)] = 1;
	for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) a[2 * (i * width + j)] = x[i * k + j]!;
	return { a, width, height };
}

/** Much higher than wide: a QR factorisation first. */
function tall(a: Float64Array, m: number, n: number, full: boolean, eps: number): Decomposition {
	const r: Grid = { a: a.slice(), width: n, height: m };
	const turns: Reflection[] = [];
	for (let i = 0; i < n; i++) {
		const h = columnReflection(r, i, i);
		for (let below = i + 1; below < m; below++) r.a.fill(0, 2 * (below * n + i), 2 * (below * n + i) + 2);
		applyLeft(r, h, true, i + 1);
		turns.push(h);
	}
	const inner = direct(r.a.slice(0, 2 * n * n), n, n, false, eps);
	const u: Grid = { a: new Float64Array(2 * m * (full ? m : n)), width: full ? m : n, height: m };
	for (let i = n; i < u.width; i++) u.a[2 * (i * u.width + i)] = 1;
	for (let i = 0; i < n; i++) for (let j = 0; j < 2 * n; j++) u.a[2 * i * u.width + j] = inner.u[2 * i * n + j]!;
	for (const h of turns.reverse()) applyLeft(u, h, false);
	return { u: u.a, s: inner.s, vh: inner.vh };
}

/** Much wider than high: a lower triangle times Q first. */
function wide(a: Float64Array, m: number, n: number, full: boolean, eps: number): Decomposition {
	const l: Grid = { a: a.slice(), width: n, height: m };
	const turns: Reflection[] = [];
	for (let i = 0; i < m; i++) {
		const g = rowReflection(l, i, i);
		l.a.fill(0, 2 * (i * n + i + 1), 2 * (i + 1) * n);
		applyRight(l, g, false, i + 1);
		turns.push(g);
	}
	const square = new Float64Array(2 * m * m);
	for (let i = 0; i < m; i++) for (let j = 0; j < 2 * m; j++) square[2 * i * m + j] = l.a[2 * i * n + j]!;
	const inner = direct(square, m, m, false, eps);
	const vh: Grid = { a: new Float64Array(2 * (full ? n : m) * n), width: n, height: full ? n : m };
	for (let i = m; i < vh.height; i++) vh.a[2 * (i * n + i)] = 1;
	for (let i = 0; i < m; i++) for (let j = 0; j < 2 * m; j++) vh.a[2 * i * n + j] = inner.vh[2 * i * m + j]!;
	for (const g of turns.reverse()) applyRight(vh, g, true);
	return { u: inner.u, s: inner.s, vh: vh.a };
}

/** The decomposition of a real matrix or of one in pairs. */
export const singularOf = (width: 1 | 2): typeof decompose => (width === 2 ? decomposeComplex : decompose);
export { PRECISE };
