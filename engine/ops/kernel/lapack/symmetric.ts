/** Eigenvalues and eigenvectors of a symmetric matrix along LAPACK's path (syevd): tridiagonal form, implicit QL or QR sweeps. */
import { identity } from "../linalg.ts";
import { eigenTwo, type Grid, grid, olderRotation, reflector, rotateColumns, swapColumns, withSign } from "./rotations.ts";

interface Reflection {
	from: number;
	v: Float64Array;
	tau: number;
}

/** Ascending eigenvalues, and unit vectors as columns. Only the lower (or upper) triangle of `a` is read. */
export function symmetricEigen(a: Float64Array, n: number, lower: boolean, eps: number): { values: Float64Array; vectors: Float64Array } {
	const { d, e, turns } = lower ? reduceLower(a.slice(), n) : reduceUpper(a.slice(), n);
	const z = grid(identity(n), n, n);
	sweeps(d, e, z, eps);
	for (const t of turns.reverse()) applyLeft(z, t);
	return { values: d, vectors: z.a };
}

function applyLeft({ a, width }: Grid, t: Reflection): void {
	if (t.tau === 0) return;
	for (let c = 0; c < width; c++) {
		let dot = 0;
		for (let i = 0; i < t.v.length; i++) dot += t.v[i]! * a[(t.from + i) * width + c]!;
		for (let i = 0; i < t.v.length; i++) a[(t.from + i) * width + c]! -= t.tau * dot * t.v[i]!;
	}
}
/** H·A·H for the rows and columns from `from` on; the whole symmetric block is kept. */
function applyBoth(a: Float64Array, n: number, t: Reflection): void {
	const { from, v, tau } = t;
	const k = v.length;
	const p = new Float64Array(k);
	for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) p[i]! += tau * a[(from + i) * n + from + j]! * v[j]!;
	let dot = 0;
	for (let i = 0; i < k; i++) dot += p[i]! * v[i]!;
	for (let i = 0; i < k; i++) p[i]! -= 0.5 * tau * dot * v[i]!;
	for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) a[(from + i) * n + from + j]! -= v[i]! * p[j]! + p[i]! * v[j]!;
}

interface Tridiagonal {
	d: Float64Array;
	e: Float64Array;
	turns: Reflection[];
}
function reduceLower(a: Float64Array, n: number): Tridiagonal {
	const out: Tridiagonal = { d: new Float64Array(n), e: new Float64Array(Math.max(n - 1, 0)), turns: [] };
	for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) a[i * n + j] = a[j * n + i]!;
	for (let i = 0; i < n - 1; i++) {
		const v = new Float64Array(n - i - 1);
		v[0] = 1;
		for (let k = 1; k < v.length; k++) v[k] = a[(i + 1 + k) * n + i]!;
		const { beta, tau } = reflector(a[(i + 1) * n + i]!, { length: v.length - 1, get: (k) => v[k + 1]!, set: (k, x) => (v[k + 1] = x) });
		out.e[i] = beta;
		const t = { from: i + 1, v, tau };
		if (tau !== 0) applyBoth(a, n, t);
		out.turns.push(t);
		out.d[i] = a[i * n + i]!;
	}
	if (n > 0) out.d[n - 1] = a[n * n - 1]!;
	return out;
}
function reduceUpper(a: Float64Array, n: number): Tridiagonal {
	const out: Tridiagonal = { d: new Float64Array(n), e: new Float64Array(Math.max(n - 1, 0)), turns: [] };
	for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[i * n + j] = a[j * n + i]!;
	for (let i = n - 2; i >= 0; i--) {
		const v = new Float64Array(i + 1);
		v[i] = 1;
		for (let k = 0; k < i; k++) v[k] = a[k * n + i + 1]!;
		const { beta, tau } = reflector(a[i * n + i + 1]!, { length: i, get: (k) => v[k]!, set: (k, x) => (v[k] = x) });
		out.e[i] = beta;
		const t = { from: 0, v, tau };
		if (tau !== 0) applyBoth(a, n, t);
		out.turns.push(t);
		out.d[i + 1] = a[(i + 1) * n + i + 1]!;
	}
	if (n > 0) out.d[0] = a[0]!;
	return out;
}

/** Diagonalises the tridiagonal (d, e) block by block; z's columns follow. */
function sweeps(d: Float64Array, e: Float64Array, z: Grid, eps: number): void {
	const n = d.length;
	let first = 0;
	while (first < n) {
		if (first > 0) e[first - 1] = 0;
		let m = first;
		for (; m < n - 1; m++) {
			const off = Math.abs(e[m]!);
			if (off === 0) break;
			if (off <= Math.sqrt(Math.abs(d[m]!)) * Math.sqrt(Math.abs(d[m + 1]!)) * eps) {
				e[m] = 0;
				break;
			}
		}
		const [start, end] = [first, m];
		first = m + 1;
		if (end === start) continue;
		if (Math.abs(d[end]!) < Math.abs(d[start]!)) upwards(d, e, z, start, end, eps);
		else downwards(d, e, z, start, end, eps);
	}
	for (let i = 0; i < n - 1; i++) {
		let k = i;
		for (let j = i + 1; j < n; j++) if (d[j]! < d[k]!) k = j;
		if (k === i) continue;
		[d[i], d[k]] = [d[k]!, d[i]!];
		swapColumns(z, i, k);
	}
}
const negligible = (d: Float64Array, off: number, i: number, j: number, eps: number): boolean =>
	off * off <= eps * eps * Math.abs(d[i]!) * Math.abs(d[j]!) + Number.MIN_VALUE;

/** QL: the smallest values are found at the start. */
function downwards(d: Float64Array, e: Float64Array, z: Grid, start: number, end: number, eps: number): void {
	let l = start;
	for (let round = 0; l <= end && round < 30 * d.length; round++) {
		let m = l;
		while (m < end && !negligible(d, e[m]!, m, m + 1, eps)) m++;
		if (m < end) e[m] = 0;
		if (m === l) {
			l++;
			continue;
		}
		if (m === l + 1) {
			const t = eigenTwo(d[l]!, e[l]!, d[l + 1]!);
			rotateColumns(z, l, l + 1, t.cs, t.sn);
			[d[l], d[l + 1], e[l]] = [t.first, t.second, 0];
			l += 2;
			continue;
		}
		let p = d[l]!;
		let g = (d[l + 1]! - p) / (2 * e[l]!);
		g = d[m]! - p + e[l]! / (g + withSign(Math.hypot(g, 1), g));
		let [s, c] = [1, 1];
		p = 0;
		for (let i = m - 1; i >= l; i--) {
			const [f, b] = [s * e[i]!, c * e[i]!];
			const t = olderRotation(g, f);
			[c, s] = [t.c, t.s];
			if (i !== m - 1) e[i + 1] = t.r;
			g = d[i + 1]! - p;
			const r = (d[i]! - g) * s + 2 * c * b;
			p = s * r;
			d[i + 1] = g + p;
			g = c * r - b;
			rotateColumns(z, i, i + 1, c, -s);
		}
		d[l]! -= p;
		e[l] = g;
	}
}
/** QR: the same from the other end. */
function upwards(d: Float64Array, e: Float64Array, z: Grid, end: number, start: number, eps: number): void {
	let l = start;
	for (let round = 0; l >= end && round < 30 * d.length; round++) {
		let m = l;
		while (m > end && !negligible(d, e[m - 1]!, m, m - 1, eps)) m--;
		if (m > end) e[m - 1] = 0;
		if (m === l) {
			l--;
			continue;
		}
		if (m === l - 1) {
			const t = eigenTwo(d[l - 1]!, e[l - 1]!, d[l]!);
			rotateColumns(z, l - 1, l, t.cs, t.sn);
			[d[l - 1], d[l], e[l - 1]] = [t.first, t.second, 0];
			l -= 2;
			continue;
		}
		let p = d[l]!;
		let g = (d[l - 1]! - p) / (2 * e[l - 1]!);
		g = d[m]! - p + e[l - 1]! / (g + withSign(Math.hypot(g, 1), g));
		let [s, c] = [1, 1];
		p = 0;
		for (let i = m; i < l; i++) {
			const [f, b] = [s * e[i]!, c * e[i]!];
			const t = olderRotation(g, f);
			[c, s] = [t.c, t.s];
			if (i !== m) e[i - 1] = t.r;
			g = d[i]! - p;
			const r = (d[i + 1]! - g) * s + 2 * c * b;
			p = s * r;
			d[i] = g + p;
			g = c * r - b;
			rotateColumns(z, i, i + 1, c, s);
		}
		d[l]! -= p;
		e[l - 1] = g;
	}
}
