/** Eigenvalues and eigenvectors of a square matrix along LAPACK's path (geev). */
import { grid, rotation } from "./rotations.ts";
import { type Schur, schur } from "./schur.ts";

/** Interleaved (re, im) pairs: n eigenvalues, and unit vectors as columns of n×n, the largest element of a complex one made real. */
export function generalEigen(a: Float64Array, n: number, eps: number): { values: Float64Array; vectors: Float64Array } {
	const s = schur(a, n, eps);
	const values = new Float64Array(2 * n);
	const vectors = new Float64Array(2 * n * n);
	for (let i = 0; i < n; i++) {
		values[2 * i] = s.re[i]!;
		values[2 * i + 1] = s.im[i]!;
		// The second of a pair is the conjugate of the first.
		if (s.im[i]! < 0) continue;
		const x = vectorOf(s, n, i);
		const pair = s.im[i]! > 0;
		if (pair) turn(x, n);
		for (let r = 0; r < n; r++) {
			const [re, im] = [x.a[2 * r]!, x.a[2 * r + 1]!];
			vectors[2 * (r * n + i)] = re;
			vectors[2 * (r * n + i) + 1] = im;
			if (!pair) continue;
			vectors[2 * (r * n + i + 1)] = re;
			vectors[2 * (r * n + i + 1) + 1] = -im;
		}
	}
	return { values, vectors };
}

/** Back substitution in the Schur form, then back to the given matrix; unit length. Columns: real and imaginary part. */
function vectorOf({ t, q, re, im, unbalance }: Schur, n: number, k: number): { a: Float64Array; width: number; height: number } {
	const pair = im[k]! > 0;
	const last = pair ? k + 1 : k;
	const [wr, wi] = [re[k]!, im[k]!];
	const x = new Float64Array(2 * n);
	if (!pair) x[2 * k] = 1;
	else if (Math.abs(t[k * n + k + 1]!) >= Math.abs(t[(k + 1) * n + k]!)) {
		x[2 * k] = 1;
		x[2 * (k + 1) + 1] = wi / t[k * n + k + 1]!;
	} else {
		x[2 * k] = -wi / t[(k + 1) * n + k]!;
		x[2 * (k + 1) + 1] = 1;
	}
	for (let j = k - 1; j >= 0; j--) {
		const double = j > 0 && t[j * n + j - 1] !== 0;
		const rows = double ? [j - 1, j] : [j];
		const rhs = rows.map((r) => {
			let [a, b] = [0, 0];
			for (let c = j + 1; c <= last; c++) {
				a -= t[r * n + c]! * x[2 * c]!;
				b -= t[r * n + c]! * x[2 * c + 1]!;
			}
			return [a, b] as const;
		});
		if (!double) {
			[x[2 * j], x[2 * j + 1]] = divide(rhs[0]!, [nonZero(t[j * n + j]! - wr, wi), -wi]);
			continue;
		}
		// Cramer's rule for the 2×2 block minus the eigenvalue.
		const i = j - 1;
		const [a, b, c, d] = [t[i * n + i]! - wr, t[i * n + j]!, t[j * n + i]!, t[j * n + j]! - wr];
		const det: [number, number] = [a * d - wi * wi - b * c, -wi * (a + d)];
		const top = minus(times([d, -wi], rhs[0]!), [b * rhs[1]![0], b * rhs[1]![1]]);
		const bottom = minus(times([a, -wi], rhs[1]!), [c * rhs[0]![0], c * rhs[0]![1]]);
		[x[2 * i], x[2 * i + 1]] = divide(top, det);
		[x[2 * j], x[2 * j + 1]] = divide(bottom, det);
		j--;
	}
	const out = grid(new Float64Array(2 * n), n, 2);
	for (let r = 0; r < n; r++)
		for (let c = 0; c <= last; c++) for (let p = 0; p < 2; p++) out.a[2 * r + p]! += q[r * n + c]! * x[2 * c + p]!;
	unbalance(out);
	const norm = Math.sqrt(out.a.reduce((sum, v) => sum + v * v, 0));
	for (let i = 0; i < out.a.length; i++) out.a[i]! /= norm;
	return out;
}

/** Rotates the plane so that the largest element has no imaginary part. */
function turn(x: { a: Float64Array }, n: number): void {
	let most = 0;
	for (let r = 1; r < n; r++) if (x.a[2 * r]! ** 2 + x.a[2 * r + 1]! ** 2 > x.a[2 * most]! ** 2 + x.a[2 * most + 1]! ** 2) most = r;
	const { c, s } = rotation(x.a[2 * most]!, x.a[2 * most + 1]!);
	for (let r = 0; r < n; r++) {
		const [p, q] = [x.a[2 * r]!, x.a[2 * r + 1]!];
		x.a[2 * r] = c * p + s * q;
		x.a[2 * r + 1] = c * q - s * p;
	}
	x.a[2 * most + 1] = 0;
}

type Pair = readonly [number, number];
const nonZero = (x: number, wi: number): number => (x === 0 && wi === 0 ? Number.EPSILON : x);
const times = (a: Pair, b: Pair): Pair => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
const minus = (a: Pair, b: Pair): Pair => [a[0] - b[0], a[1] - b[1]];
function divide(a: Pair, b: Pair): [number, number] {
	const size = b[0] * b[0] + b[1] * b[1];
	return [(a[0] * b[0] + a[1] * b[1]) / size, (a[1] * b[0] - a[0] * b[1]) / size];
}
