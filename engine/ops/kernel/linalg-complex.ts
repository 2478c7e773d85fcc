/** The dense factorisations of linalg.ts on row-major matrices of complex numbers, as interleaved pairs. */
import type { DType } from "../../shape/dtype.ts";
import { type Dense, type Lu, realDense } from "./linalg.ts";

type Matrix = Float64Array;

/** m[at] -= (re + i·im)·from[i] */
function subtract(m: Matrix, at: number, re: number, im: number, from: Matrix, i: number): void {
	const [c, d] = [from[i]!, from[i + 1]!];
	m[at]! -= re * c - im * d;
	m[at + 1]! -= re * d + im * c;
}
function quotient(x: Matrix, i: number, y: Matrix, j: number): [number, number] {
	const [a, b, c, d] = [x[i]!, x[i + 1]!, y[j]!, y[j + 1]!];
	const size = c * c + d * d;
	return [(a * c + b * d) / size, (b * c - a * d) / size];
}
function swapRows(m: Matrix, width: number, i: number, j: number): void {
	for (let c = 0; c < 2 * width; c++) [m[2 * i * width + c], m[2 * j * width + c]] = [m[2 * j * width + c]!, m[2 * i * width + c]!];
}

function luFactor(a: Matrix, m: number, n: number, pivot = true): Lu {
	const lu = a.slice();
	const k = Math.min(m, n);
	const pivots = new Int32Array(k);
	let sign = 1;
	let info = 0;
	// LAPACK compares sums of the parts' sizes.
	const size = (i: number, j: number): number => Math.abs(lu[2 * (i * n + j)]!) + Math.abs(lu[2 * (i * n + j) + 1]!);
	for (let j = 0; j < k; j++) {
		let p = j;
		if (pivot) for (let i = j + 1; i < m; i++) if (size(i, j) > size(p, j)) p = i;
		pivots[j] = p;
		if (p !== j) {
			sign = -sign;
			swapRows(lu, n, j, p);
		}
		if (size(j, j) === 0) {
			if (info === 0) info = j + 1;
			continue;
		}
		for (let i = j + 1; i < m; i++) {
			const at = 2 * (i * n + j);
			const [re, im] = quotient(lu, at, lu, 2 * (j * n + j));
			[lu[at], lu[at + 1]] = [re, im];
			if (re !== 0 || im !== 0) for (let c = j + 1; c < n; c++) subtract(lu, 2 * (i * n + c), re, im, lu, 2 * (j * n + c));
		}
	}
	return { lu, pivots, sign, info };
}

function solveTriangular(t: Matrix, b: Matrix, n: number, k: number, upper: boolean, unit: boolean): Matrix {
	const x = b.slice();
	for (let step = 0; step < n; step++) {
		const i = upper ? n - 1 - step : step;
		for (let j = upper ? i + 1 : 0; j < (upper ? n : i); j++) {
			const [re, im] = [t[2 * (i * n + j)]!, t[2 * (i * n + j) + 1]!];
			if (re !== 0 || im !== 0) for (let c = 0; c < k; c++) subtract(x, 2 * (i * k + c), re, im, x, 2 * (j * k + c));
		}
		if (!unit)
			for (let c = 0; c < k; c++) {
				const at = 2 * (i * k + c);
				[x[at], x[at + 1]] = quotient(x, at, t, 2 * (i * n + i));
			}
	}
	return x;
}

function solveLu(f: Lu, b: Matrix, n: number, k: number): Matrix {
	const x = b.slice();
	for (let i = 0; i < n; i++) if (f.pivots[i] !== i) swapRows(x, k, i, f.pivots[i]!);
	return solveTriangular(f.lu, solveTriangular(f.lu, x, n, k, false, true), n, k, true, false);
}

function turned(a: Matrix, m: number, n: number, sign: 1 | -1): Matrix {
	const out = new Float64Array(a.length);
	for (let i = 0; i < m; i++)
		for (let j = 0; j < n; j++) {
			out[2 * (j * m + i)] = a[2 * (i * n + j)]!;
			out[2 * (j * m + i) + 1] = sign * a[2 * (i * n + j) + 1]!;
		}
	return out;
}
const transposed = (a: Matrix, m: number, n: number): Matrix => turned(a, m, n, 1);
const adjoint = (a: Matrix, m: number, n: number): Matrix => turned(a, m, n, -1);

function identity(n: number): Matrix {
	const out = new Float64Array(2 * n * n);
	for (let i = 0; i < n; i++) out[2 * (i * n + i)] = 1;
	return out;
}

function multiply(a: Matrix, b: Matrix, n: number, k: number, m: number): Matrix {
	const out = new Float64Array(2 * n * m);
	for (let i = 0; i < n; i++)
		for (let p = 0; p < k; p++) {
			const [re, im] = [a[2 * (i * k + p)]!, a[2 * (i * k + p) + 1]!];
			if (re !== 0 || im !== 0) for (let j = 0; j < m; j++) subtract(out, 2 * (i * m + j), -re, -im, b, 2 * (p * m + j));
		}
	return out;
}

function cholesky(a: Matrix, n: number): { l: Matrix; info: number } {
	const l = new Float64Array(2 * n * n);
	for (let j = 0; j < n; j++) {
		let d = a[2 * (j * n + j)]!;
		for (let k = 0; k < j; k++) d -= l[2 * (j * n + k)]! ** 2 + l[2 * (j * n + k) + 1]! ** 2;
		if (!(d > 0)) return { l, info: j + 1 };
		d = Math.sqrt(d);
		l[2 * (j * n + j)] = d;
		for (let i = j + 1; i < n; i++) {
			const at = 2 * (i * n + j);
			[l[at], l[at + 1]] = [a[at]!, a[at + 1]!];
			// Minus l[i,k]·conj(l[j,k]).
			for (let k = 0; k < j; k++) subtract(l, at, l[2 * (j * n + k)]!, -l[2 * (j * n + k) + 1]!, l, 2 * (i * n + k));
			l[at]! /= d;
			l[at + 1]! /= d;
		}
	}
	return { l, info: 0 };
}

/** Column `col` of `c` (n wide) times 1 - τ·v·vᴴ, where v has a one at row j and stands below it in column j of `v` (`width` wide). */
function reflectColumn(c: Matrix, m: number, n: number, col: number, v: Matrix, width: number, j: number, re: number, im: number): void {
	let [x, y] = [c[2 * (j * n + col)]!, c[2 * (j * n + col) + 1]!];
	for (let i = j + 1; i < m; i++) {
		const [a, b] = [v[2 * (i * width + j)]!, v[2 * (i * width + j) + 1]!];
		const [p, q] = [c[2 * (i * n + col)]!, c[2 * (i * n + col) + 1]!];
		x += a * p + b * q;
		y += a * q - b * p;
	}
	const [s, t] = [re * x - im * y, re * y + im * x];
	c[2 * (j * n + col)]! -= s;
	c[2 * (j * n + col) + 1]! -= t;
	for (let i = j + 1; i < m; i++) subtract(c, 2 * (i * n + col), s, t, v, 2 * (i * width + j));
}

function householder(a: Matrix, m: number, n: number): { qr: Matrix; tau: Matrix } {
	const qr = a.slice();
	const k = Math.min(m, n);
	const tau = new Float64Array(2 * k);
	for (let j = 0; j < k; j++) {
		let norm = 0;
		for (let i = j + 1; i < m; i++) norm = Math.hypot(norm, qr[2 * (i * n + j)]!, qr[2 * (i * n + j) + 1]!);
		const at = 2 * (j * n + j);
		const [re, im] = [qr[at]!, qr[at + 1]!];
		if (norm === 0 && im === 0) continue;
		const beta = -Math.sign(re || 1) * Math.hypot(re, im, norm);
		tau[2 * j] = (beta - re) / beta;
		tau[2 * j + 1] = -im / beta;
		const scale = Float64Array.of(re - beta, im);
		for (let i = j + 1; i < m; i++) [qr[2 * (i * n + j)], qr[2 * (i * n + j) + 1]] = quotient(qr, 2 * (i * n + j), scale, 0);
		[qr[at], qr[at + 1]] = [beta, 0];
		for (let c = j + 1; c < n; c++) reflectColumn(qr, m, n, c, qr, n, j, tau[2 * j]!, -tau[2 * j + 1]!);
	}
	return { qr, tau };
}

function reflect(c: Matrix, m: number, n: number, v: Matrix, width: number, tau: ArrayLike<number>, firstFirst: boolean): void {
	const k = tau.length / 2;
	for (let step = 0; step < k; step++) {
		const j = firstFirst ? step : k - 1 - step;
		for (let col = 0; col < n; col++) reflectColumn(c, m, n, col, v, width, j, tau[2 * j]!, (firstFirst ? -1 : 1) * tau[2 * j + 1]!);
	}
}

function formQ(v: Matrix, tau: Matrix, m: number, n: number, columns: number): Matrix {
	const q = new Float64Array(2 * m * columns);
	for (let i = 0; i < Math.min(m, columns); i++) q[2 * (i * columns + i)] = 1;
	reflect(q, m, columns, v, n, tau, false);
	return q;
}

const complexDense: Dense = {
	luFactor,
	solveTriangular,
	solveLu,
	transposed,
	adjoint,
	identity,
	multiply,
	cholesky,
	householder,
	reflect,
	formQ,
};

/** The factorisations for matrices of this dtype. */
export const denseOf = (dtype: DType): Dense => (dtype.width === 2 ? complexDense : realDense);
