/** Eigenvalues of a Hermitian matrix A + iB, each of which stands twice in the real symmetric matrix [[A, -B], [B, A]]. */
import { symmetricEigen } from "./symmetric.ts";

/** Ascending values, and unit vectors as columns of pairs, with phases of no meaning. Only one triangle of `x` is read. */
export function hermitianEigen(x: Float64Array, n: number, lower: boolean, eps: number): { values: Float64Array; vectors: Float64Array } {
	const { values, vectors } = symmetricEigen(doubled(x, n, lower), 2 * n, true, eps);
	const out = { values: new Float64Array(n), vectors: new Float64Array(2 * n * n) };
	let found = 0;
	// Of the two real vectors of an eigenvalue the second is the first times i.
	for (let c = 0; c < 2 * n && found < n; c++) {
		const v = new Float64Array(2 * n);
		for (let i = 0; i < n; i++) {
			v[2 * i] = vectors[i * 2 * n + c]!;
			v[2 * i + 1] = vectors[(n + i) * 2 * n + c]!;
		}
		for (let j = 0; j < found; j++) removePart(v, out.vectors, n, j);
		const length = Math.hypot(...v);
		if (length < 0.1) continue;
		out.values[found] = values[c]!;
		for (let i = 0; i < n; i++) for (let part = 0; part < 2; part++) out.vectors[2 * (i * n + found) + part] = v[2 * i + part]! / length;
		found++;
	}
	return out;
}

function doubled(x: Float64Array, n: number, lower: boolean): Float64Array {
	const real = new Float64Array(4 * n * n);
	const put = (r: number, c: number, v: number): void => {
		real[r * 2 * n + c] = v;
		real[c * 2 * n + r] = v;
	};
	for (let i = 0; i < n; i++)
		for (let j = 0; j <= i; j++) {
			const at = 2 * (lower ? i * n + j : j * n + i);
			const im = i === j ? 0 : (lower ? 1 : -1) * x[at + 1]!;
			put(i, j, x[at]!);
			put(n + i, n + j, x[at]!);
			put(n + i, j, im);
			put(n + j, i, -im);
		}
	return real;
}

/** v less its part along column j of `found`. */
function removePart(v: Float64Array, found: Float64Array, n: number, j: number): void {
	let [re, im] = [0, 0];
	for (let i = 0; i < n; i++) {
		const [a, b] = [found[2 * (i * n + j)]!, found[2 * (i * n + j) + 1]!];
		re += a * v[2 * i]! + b * v[2 * i + 1]!;
		im += a * v[2 * i + 1]! - b * v[2 * i]!;
	}
	for (let i = 0; i < n; i++) {
		const [a, b] = [found[2 * (i * n + j)]!, found[2 * (i * n + j) + 1]!];
		v[2 * i]! -= re * a - im * b;
		v[2 * i + 1]! -= re * b + im * a;
	}
}
