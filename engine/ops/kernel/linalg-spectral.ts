/** Eigenvalues of symmetric matrices and singular values, by Jacobi rotations in doubles. */
import { identity } from "./linalg.ts";

/** Ascending eigenvalues and the eigenvectors as columns. The sign of a vector is arbitrary. */
export function symmetricEigen(a: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
	const s = a.slice();
	const v = identity(n);
	for (let sweep = 0; sweep < 60; sweep++) {
		let off = 0;
		let scale = 0;
		for (let i = 0; i < n; i++) {
			scale += s[i * n + i]! ** 2;
			for (let j = i + 1; j < n; j++) off += s[i * n + j]! ** 2;
		}
		if (off <= 1e-32 * (scale + off) || off === 0) break;
		for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(s, v, n, p, q);
	}
	const order = Array.from({ length: n }, (_, i) => i).sort((x, y) => s[x * n + x]! - s[y * n + y]!);
	const values = Float64Array.from(order, (i) => s[i * n + i]!);
	const vectors = new Float64Array(n * n);
	for (let c = 0; c < n; c++) for (let r = 0; r < n; r++) vectors[r * n + c] = v[r * n + order[c]!]!;
	return { values, vectors };
}

function rotate(s: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
	const apq = s[p * n + q]!;
	if (apq === 0) return;
	const theta = (s[q * n + q]! - s[p * n + p]!) / (2 * apq);
	const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
	const c = 1 / Math.hypot(t, 1);
	const d = t * c;
	for (let k = 0; k < n; k++) {
		const x = s[k * n + p]!;
		const y = s[k * n + q]!;
		s[k * n + p] = c * x - d * y;
		s[k * n + q] = d * x + c * y;
	}
	for (let k = 0; k < n; k++) {
		const x = s[p * n + k]!;
		const y = s[q * n + k]!;
		s[p * n + k] = c * x - d * y;
		s[q * n + k] = d * x + c * y;
	}
	for (let k = 0; k < n; k++) {
		const x = v[k * n + p]!;
		const y = v[k * n + q]!;
		v[k * n + p] = c * x - d * y;
		v[k * n + q] = d * x + c * y;
	}
}

/** Singular values (descending) with k = min(m, n) left and right vectors: u is m×k, vh is k×n. One-sided Jacobi. */
export function singular(a: Float64Array, m: number, n: number): { u: Float64Array; s: Float64Array; vh: Float64Array } {
	if (m < n) {
		const t = new Float64Array(m * n);
		for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) t[j * m + i] = a[i * n + j]!;
		const r = singular(t, n, m);
		const u = new Float64Array(m * m);
		for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) u[j * m + i] = r.vh[i * m + j]!;
		const vh = new Float64Array(m * n);
		for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) vh[j * n + i] = r.u[i * m + j]!;
		return { u, s: r.s, vh };
	}
	const w = a.slice();
	const v = identity(n);
	for (let sweep = 0; sweep < 60; sweep++) {
		let changed = false;
		for (let p = 0; p < n; p++)
			for (let q = p + 1; q < n; q++) {
				let [x, y, z] = [0, 0, 0];
				for (let i = 0; i < m; i++) {
					x += w[i * n + p]! ** 2;
					y += w[i * n + q]! ** 2;
					z += w[i * n + p]! * w[i * n + q]!;
				}
				if (Math.abs(z) <= 1e-16 * Math.sqrt(x * y) || z === 0) continue;
				changed = true;
				const theta = (y - x) / (2 * z);
				const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
				const c = 1 / Math.hypot(t, 1);
				const d = c * t;
				for (const [mat, rows] of [
					[w, m],
					[v, n],
				] as const)
					for (let i = 0; i < rows; i++) {
						const e = mat[i * n + p]!;
						const f = mat[i * n + q]!;
						mat[i * n + p] = c * e - d * f;
						mat[i * n + q] = d * e + c * f;
					}
			}
		if (!changed) break;
	}
	const norms = Array.from({ length: n }, (_, j) => {
		let t = 0;
		for (let i = 0; i < m; i++) t = Math.hypot(t, w[i * n + j]!);
		return t;
	});
	const order = norms.map((_, i) => i).sort((x, y) => norms[y]! - norms[x]!);
	const u = new Float64Array(m * n);
	const vh = new Float64Array(n * n);
	for (const [c, j] of order.entries()) {
		const norm = norms[j]!;
		for (let i = 0; i < m; i++) u[i * n + c] = norm === 0 ? 0 : w[i * n + j]! / norm;
		for (let i = 0; i < n; i++) vh[c * n + i] = v[i * n + j]!;
	}
	return { u, s: Float64Array.from(order, (j) => norms[j]!), vh };
}
