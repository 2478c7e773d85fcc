/** The real Schur form of a square matrix along LAPACK's path: balance, reduce to Hessenberg form, double-shift QR sweeps. */
import { identity } from "../linalg.ts";
import { type Grid, grid, reflector, rotateColumns, swapColumns, swapRows, withSign } from "./rotations.ts";

export interface Schur {
	/** Quasi-triangular: 1×1 blocks, and 2×2 blocks for pairs of complex eigenvalues. */
	t: Float64Array;
	/** Columns span the invariant subspaces (of the balanced matrix). */
	q: Float64Array;
	re: Float64Array;
	im: Float64Array;
	/** Turns vectors of the balanced matrix (columns) into those of the given one. */
	unbalance: (vectors: Grid) => void;
}

export function schur(a: Float64Array, n: number, eps: number): Schur {
	const h = grid(a.slice(), n, n);
	const { low, high, unbalance } = balance(h);
	const q = grid(identity(n), n, n);
	hessenberg(h, q, low, high);
	const [re, im] = [new Float64Array(n), new Float64Array(n)];
	for (let i = 0; i < n; i++) if (i < low || i > high) re[i] = h.a[i * n + i]!;
	sweep(h, q, low, high, re, im, 2 * eps);
	return { t: h.a, q: q.a, re, im, unbalance };
}

/** Moves isolated eigenvalues to the ends and scales rows against columns by powers of two. */
function balance(h: Grid): { low: number; high: number; unbalance: (v: Grid) => void } {
	const { a, width: n } = h;
	let [low, high] = [0, n - 1];
	const swaps: [number, number][] = [];
	const exchange = (i: number, j: number): void => {
		swaps.push([i, j]);
		if (i === j) return;
		swapColumns(h, i, j);
		swapRows(h, i, j);
	};
	const alone = (j: number, entry: (i: number) => number): boolean => {
		for (let i = low; i <= high; i++) if (i !== j && entry(i) !== 0) return false;
		return true;
	};
	for (let j = high; j >= 0 && high > 0; j--)
		if (alone(j, (i) => a[j * n + i]!)) {
			exchange(j, high);
			high--;
			j = high + 1;
		}
	for (let j = low; j <= high && low < high; j++)
		if (alone(j, (i) => a[i * n + j]!)) {
			exchange(j, low);
			low++;
			j = low - 1;
		}
	const scale = new Float64Array(n).fill(1);
	for (let again = true; again; ) {
		again = false;
		for (let i = low; i <= high; i++) {
			let [c, r] = [0, 0];
			for (let k = low; k <= high; k++) {
				c = Math.hypot(c, a[k * n + i]!);
				r = Math.hypot(r, a[i * n + k]!);
			}
			if (c === 0 || r === 0) continue;
			const sum = c + r;
			let f = 1;
			for (; c < r / 2; f *= 2, c *= 2) r /= 2;
			for (; c / 2 >= r; f /= 2, c /= 2) r *= 2;
			if (c + r >= 0.95 * sum) continue;
			scale[i]! *= f;
			again = true;
			for (let k = 0; k < n; k++) a[i * n + k]! /= f;
			for (let k = 0; k < n; k++) a[k * n + i]! *= f;
		}
	}
	const unbalance = (v: Grid): void => {
		for (let i = low; i <= high; i++) for (let k = 0; k < v.width; k++) v.a[i * v.width + k]! *= scale[i]!;
		for (const [i, j] of swaps.slice().reverse()) if (i !== j) swapRows(v, i, j);
	};
	return { low, high, unbalance };
}

/** H·x and x·H for one reflection over rows or columns `from`...; `v` begins with its 1. */
function reflectRows({ a, width }: Grid, from: number, v: Float64Array, tau: number, start: number): void {
	for (let c = start; c < width; c++) {
		let dot = 0;
		for (let i = 0; i < v.length; i++) dot += v[i]! * a[(from + i) * width + c]!;
		for (let i = 0; i < v.length; i++) a[(from + i) * width + c]! -= tau * dot * v[i]!;
	}
}
function reflectColumns({ a, width }: Grid, from: number, v: Float64Array, tau: number, end: number): void {
	for (let r = 0; r < end; r++) {
		let dot = 0;
		for (let i = 0; i < v.length; i++) dot += v[i]! * a[r * width + from + i]!;
		for (let i = 0; i < v.length; i++) a[r * width + from + i]! -= tau * dot * v[i]!;
	}
}

function hessenberg(h: Grid, q: Grid, low: number, high: number): void {
	const n = h.width;
	for (let i = low; i < high - 1; i++) {
		const v = new Float64Array(high - i);
		for (let k = 0; k < v.length; k++) v[k] = h.a[(i + 1 + k) * n + i]!;
		const { beta, tau } = reflector(v[0]!, { length: v.length - 1, get: (k) => v[k + 1]!, set: (k, x) => (v[k + 1] = x) });
		v[0] = 1;
		h.a[(i + 1) * n + i] = beta;
		for (let k = i + 2; k <= high; k++) h.a[k * n + i] = 0;
		if (tau === 0) continue;
		reflectColumns(h, i + 1, v, tau, high + 1);
		reflectRows(h, i + 1, v, tau, i + 1);
		reflectColumns(q, i + 1, v, tau, n);
	}
}

/** QR sweeps with two shifts at a time until every block is 1×1 or a standard 2×2. */
function sweep(h: Grid, z: Grid, low: number, high: number, re: Float64Array, im: Float64Array, ulp: number): void {
	const n = h.width;
	const at = (i: number, j: number): number => h.a[i * n + j]!;
	let end = high;
	let failures = 0;
	for (let round = 0; end >= low && round < 300 * n; round++) {
		let start = end;
		for (; start > low; start--) if (isNegligible(at, start, low, high, ulp)) break;
		if (start > low) h.a[start * n + start - 1] = 0;
		if (start === end) {
			[re[end], im[end]] = [at(end, end), 0];
			end--;
			failures = 0;
			continue;
		}
		if (start === end - 1) {
			standardise(h, z, start, re, im, ulp / 2);
			end -= 2;
			failures = 0;
			continue;
		}
		failures++;
		chase(h, z, start, end, shifts(at, start, end, failures), ulp);
	}
}

type At = (i: number, j: number) => number;

function isNegligible(at: At, k: number, low: number, high: number, ulp: number): boolean {
	const off = Math.abs(at(k, k - 1));
	if (off <= 1e-300) return true;
	let test = Math.abs(at(k - 1, k - 1)) + Math.abs(at(k, k));
	if (test === 0) {
		if (k - 2 >= low) test += Math.abs(at(k - 1, k - 2));
		if (k + 1 <= high) test += Math.abs(at(k + 1, k));
	}
	if (off > ulp * test) return false;
	const other = Math.abs(at(k - 1, k));
	const gap = Math.abs(at(k - 1, k - 1) - at(k, k));
	const [ab, ba] = [Math.max(off, other), Math.min(off, other)];
	const [aa, bb] = [Math.max(Math.abs(at(k, k)), gap), Math.min(Math.abs(at(k, k)), gap)];
	const s = aa + ab;
	return ba * (ab / s) <= Math.max(1e-300, ulp * (bb * (aa / s)));
}

interface Shifts {
	r1: number;
	i1: number;
	r2: number;
	i2: number;
}
function shifts(at: At, start: number, end: number, failures: number): Shifts {
	let [h11, h21, h12, h22] = [at(end - 1, end - 1), at(end, end - 1), at(end - 1, end), at(end, end)];
	if (failures % 20 === 0) {
		const s = Math.abs(at(end, end - 1)) + Math.abs(at(end - 1, end - 2));
		[h11, h12, h21] = [0.75 * s + at(end, end), -0.4375 * s, s];
		h22 = h11;
	} else if (failures % 10 === 0) {
		const s = Math.abs(at(start + 1, start)) + Math.abs(at(start + 2, start + 1));
		[h11, h12, h21] = [0.75 * s + at(start, start), -0.4375 * s, s];
		h22 = h11;
	}
	const s = Math.abs(h11) + Math.abs(h12) + Math.abs(h21) + Math.abs(h22);
	if (s === 0) return { r1: 0, i1: 0, r2: 0, i2: 0 };
	[h11, h12, h21, h22] = [h11 / s, h12 / s, h21 / s, h22 / s];
	const half = (h11 + h22) / 2;
	const det = (h11 - half) * (h22 - half) - h12 * h21;
	const root = Math.sqrt(Math.abs(det));
	if (det >= 0) return { r1: half * s, i1: root * s, r2: half * s, i2: -root * s };
	const [a, b] = [half + root, half - root];
	const nearest = (Math.abs(a - h22) <= Math.abs(b - h22) ? a : b) * s;
	return { r1: nearest, i1: 0, r2: nearest, i2: 0 };
}

/** One sweep: the bulge that the shifts make is chased from `start` to `end`. */
function chase(h: Grid, z: Grid, start: number, end: number, { r1, i1, r2, i2 }: Shifts, ulp: number): void {
	const n = h.width;
	const at = (i: number, j: number): number => h.a[i * n + j]!;
	let m = end - 2;
	let first = [0, 0, 0];
	for (; ; m--) {
		let below = Math.abs(at(m + 1, m));
		let s = Math.abs(at(m, m) - r2) + Math.abs(i2) + below;
		below = at(m + 1, m) / s;
		first = [
			below * at(m, m + 1) + (at(m, m) - r1) * ((at(m, m) - r2) / s) - i1 * (i2 / s),
			below * (at(m, m) + at(m + 1, m + 1) - r1 - r2),
			below * at(m + 2, m + 1),
		];
		s = Math.abs(first[0]!) + Math.abs(first[1]!) + Math.abs(first[2]!);
		first = first.map((x) => x / s);
		if (m === start) break;
		const around = Math.abs(at(m - 1, m - 1)) + Math.abs(at(m, m)) + Math.abs(at(m + 1, m + 1));
		if (Math.abs(at(m, m - 1)) * (Math.abs(first[1]!) + Math.abs(first[2]!)) <= ulp * Math.abs(first[0]!) * around) break;
	}
	for (let k = m; k < end; k++) {
		const size = Math.min(3, end - k + 1);
		const v = Float64Array.from({ length: size }, (_, i) => (k > m ? at(k + i, k - 1) : first[i]!));
		const { beta, tau } = reflector(v[0]!, { length: size - 1, get: (i) => v[i + 1]!, set: (i, x) => (v[i + 1] = x) });
		v[0] = 1;
		if (k > m) {
			h.a[k * n + k - 1] = beta;
			for (let i = 1; i < size; i++) h.a[(k + i) * n + k - 1] = 0;
		} else if (m > start) h.a[k * n + k - 1]! *= 1 - tau;
		reflectRows(h, k, v, tau, k);
		reflectColumns(h, k, v, tau, Math.min(k + 3, end) + 1);
		reflectColumns(z, k, v, tau, n);
	}
}

/** Brings the 2×2 block at `i` to its standard form: triangular, or equal diagonal for a complex pair. */
function standardise(h: Grid, z: Grid, i: number, re: Float64Array, im: Float64Array, eps: number): void {
	const n = h.width;
	const j = i + 1;
	const s = standard(h.a[i * n + i]!, h.a[i * n + j]!, h.a[j * n + i]!, h.a[j * n + j]!, eps);
	for (let k = j + 1; k < n; k++) {
		const [x, y] = [h.a[i * n + k]!, h.a[j * n + k]!];
		h.a[i * n + k] = s.cs * x + s.sn * y;
		h.a[j * n + k] = s.cs * y - s.sn * x;
	}
	rotateColumns({ a: h.a, width: n, height: i }, i, j, s.cs, s.sn);
	rotateColumns(z, i, j, s.cs, s.sn);
	[h.a[i * n + i], h.a[i * n + j], h.a[j * n + i], h.a[j * n + j]] = [s.a, s.b, s.c, s.d];
	const imaginary = s.c === 0 ? 0 : Math.sqrt(Math.abs(s.b)) * Math.sqrt(Math.abs(s.c));
	[re[i], re[j], im[i], im[j]] = [s.a, s.d, imaginary, -imaginary];
}

function standard(
	a: number,
	b: number,
	c: number,
	d: number,
	eps: number,
): { a: number; b: number; c: number; d: number; cs: number; sn: number } {
	if (c === 0) return { a, b, c, d, cs: 1, sn: 0 };
	if (b === 0) return { a: d, b: -c, c: 0, d: a, cs: 0, sn: 1 };
	if (a - d === 0 && withSign(1, b) !== withSign(1, c)) return { a, b, c, d, cs: 1, sn: 0 };
	const gap = a - d;
	let p = 0.5 * gap;
	const most = Math.max(Math.abs(b), Math.abs(c));
	const least = Math.min(Math.abs(b), Math.abs(c)) * withSign(1, b) * withSign(1, c);
	const scale = Math.max(Math.abs(p), most);
	let z = (p / scale) * p + (most / scale) * least;
	if (z >= 4 * eps) {
		z = p + withSign(Math.sqrt(scale) * Math.sqrt(z), p);
		const tau = Math.hypot(c, z);
		return { a: d + z, b: b - c, c: 0, d: d - (most / z) * least, cs: z / tau, sn: c / tau };
	}
	const sigma = b + c;
	const tau = Math.hypot(sigma, gap);
	let cs = Math.sqrt(0.5 * (1 + Math.abs(sigma) / tau));
	let sn = -(p / (tau * cs)) * withSign(1, sigma);
	const [aa, bb, cc, dd] = [a * cs + b * sn, -a * sn + b * cs, c * cs + d * sn, -c * sn + d * cs];
	const [a2, b2, c2, d2] = [aa * cs + cc * sn, bb * cs + dd * sn, -aa * sn + cc * cs, -bb * sn + dd * cs];
	const mean = 0.5 * (a2 + d2);
	if (c2 === 0) return { a: mean, b: b2, c: 0, d: mean, cs, sn };
	if (b2 === 0) return { a: mean, b: -c2, c: 0, d: mean, cs: -sn, sn: cs };
	if (withSign(1, b2) !== withSign(1, c2)) return { a: mean, b: b2, c: c2, d: mean, cs, sn };
	const [sab, sac] = [Math.sqrt(Math.abs(b2)), Math.sqrt(Math.abs(c2))];
	p = withSign(sab * sac, c2);
	const t = 1 / Math.sqrt(Math.abs(b2 + c2));
	const [cs1, sn1] = [sab * t, sac * t];
	[cs, sn] = [cs * cs1 - sn * sn1, cs * sn1 + sn * cs1];
	return { a: mean + p, b: b2 - c2, c: 0, d: mean - p, cs, sn };
}
