/** Dense factorisations on row-major matrices of doubles: LU with row exchanges, Cholesky, Householder QR, and solving with them. */

export interface Lu {
	/** L below the diagonal (its ones are not stored), U on and above it. */
	lu: Float64Array;
	/** For step i, the row (from 0) it was exchanged with. */
	pivots: Int32Array;
	/** Of the row exchanges: 1 or -1. */
	sign: number;
	/** The first zero on U's diagonal, counted from 1; 0 when there is none. */
	info: number;
}

/** What linear algebra is made of, for real and for complex numbers (linalg-complex.ts). */
export interface Dense {
	luFactor(a: Float64Array, m: number, n: number, pivot?: boolean): Lu;
	solveTriangular(t: Float64Array, b: Float64Array, n: number, k: number, upper: boolean, unit: boolean): Float64Array;
	solveLu(f: Lu, b: Float64Array, n: number, k: number): Float64Array;
	transposed(a: Float64Array, m: number, n: number): Float64Array;
	adjoint(a: Float64Array, m: number, n: number): Float64Array;
	identity(n: number): Float64Array;
	multiply(a: Float64Array, b: Float64Array, n: number, k: number, m: number): Float64Array;
	cholesky(a: Float64Array, n: number): { l: Float64Array; info: number };
	householder(a: Float64Array, m: number, n: number): { qr: Float64Array; tau: Float64Array };
	reflect(c: Float64Array, m: number, n: number, v: Float64Array, width: number, tau: ArrayLike<number>, firstFirst: boolean): void;
	formQ(v: Float64Array, tau: Float64Array, m: number, n: number, columns: number): Float64Array;
}

export function luFactor(a: Float64Array, m: number, n: number, pivot = true): Lu {
	const lu = a.slice();
	const k = Math.min(m, n);
	const pivots = new Int32Array(k);
	let sign = 1;
	let info = 0;
	for (let j = 0; j < k; j++) {
		let p = j;
		if (pivot) for (let i = j + 1; i < m; i++) if (Math.abs(lu[i * n + j]!) > Math.abs(lu[p * n + j]!)) p = i;
		pivots[j] = p;
		if (p !== j) {
			sign = -sign;
			for (let c = 0; c < n; c++) {
				const t = lu[j * n + c]!;
				lu[j * n + c] = lu[p * n + c]!;
				lu[p * n + c] = t;
			}
		}
		const d = lu[j * n + j]!;
		if (d === 0) {
			if (info === 0) info = j + 1;
			continue;
		}
		for (let i = j + 1; i < m; i++) {
			const f = lu[i * n + j]! / d;
			lu[i * n + j] = f;
			if (f !== 0) for (let c = j + 1; c < n; c++) lu[i * n + c]! -= f * lu[j * n + c]!;
		}
	}
	return { lu, pivots, sign, info };
}

/** x with T·x = b, for a triangular n×n matrix; b and x are n×k. */
export function solveTriangular(t: Float64Array, b: Float64Array, n: number, k: number, upper: boolean, unit: boolean): Float64Array {
	const x = b.slice();
	for (let step = 0; step < n; step++) {
		const i = upper ? n - 1 - step : step;
		for (let j = upper ? i + 1 : 0; j < (upper ? n : i); j++) {
			const f = t[i * n + j]!;
			if (f !== 0) for (let c = 0; c < k; c++) x[i * k + c]! -= f * x[j * k + c]!;
		}
		if (!unit) for (let c = 0; c < k; c++) x[i * k + c]! /= t[i * n + i]!;
	}
	return x;
}

export function solveLu(f: Lu, b: Float64Array, n: number, k: number): Float64Array {
	const x = b.slice();
	for (let i = 0; i < n; i++) {
		const p = f.pivots[i]!;
		if (p !== i)
			for (let c = 0; c < k; c++) {
				const t = x[i * k + c]!;
				x[i * k + c] = x[p * k + c]!;
				x[p * k + c] = t;
			}
	}
	return solveTriangular(f.lu, solveTriangular(f.lu, x, n, k, false, true), n, k, true, false);
}

export const transposed = (a: Float64Array, m: number, n: number): Float64Array => {
	const out = new Float64Array(a.length);
	for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[j * m + i] = a[i * n + j]!;
	return out;
};

export const identity = (n: number): Float64Array => {
	const out = new Float64Array(n * n);
	for (let i = 0; i < n; i++) out[i * n + i] = 1;
	return out;
};

export function multiply(a: Float64Array, b: Float64Array, n: number, k: number, m: number): Float64Array {
	const out = new Float64Array(n * m);
	for (let i = 0; i < n; i++)
		for (let p = 0; p < k; p++) {
			const v = a[i * k + p]!;
			if (v !== 0) for (let j = 0; j < m; j++) out[i * m + j]! += v * b[p * m + j]!;
		}
	return out;
}

/** The lower factor of a symmetric matrix (its lower half is read); `info` is the order of the first minor that is not positive. */
export function cholesky(a: Float64Array, n: number): { l: Float64Array; info: number } {
	const l = new Float64Array(n * n);
	for (let j = 0; j < n; j++) {
		let d = a[j * n + j]!;
		for (let k = 0; k < j; k++) d -= l[j * n + k]! ** 2;
		if (!(d > 0)) return { l, info: j + 1 };
		d = Math.sqrt(d);
		l[j * n + j] = d;
		for (let i = j + 1; i < n; i++) {
			let v = a[i * n + j]!;
			for (let k = 0; k < j; k++) v -= l[i * n + k]! * l[j * n + k]!;
			l[i * n + j] = v / d;
		}
	}
	return { l, info: 0 };
}

/** Householder reflections as LAPACK makes them: the diagonal of R takes the opposite sign of what stood there. */
export function householder(a: Float64Array, m: number, n: number): { qr: Float64Array; tau: Float64Array } {
	const qr = a.slice();
	const k = Math.min(m, n);
	const tau = new Float64Array(k);
	for (let j = 0; j < k; j++) {
		let norm = 0;
		for (let i = j + 1; i < m; i++) norm = Math.hypot(norm, qr[i * n + j]!);
		const alpha = qr[j * n + j]!;
		if (norm === 0) continue;
		const beta = -Math.sign(alpha || 1) * Math.hypot(alpha, norm);
		tau[j] = (beta - alpha) / beta;
		for (let i = j + 1; i < m; i++) qr[i * n + j]! /= alpha - beta;
		qr[j * n + j] = beta;
		for (let c = j + 1; c < n; c++) {
			let dot = qr[j * n + c]!;
			for (let i = j + 1; i < m; i++) dot += qr[i * n + j]! * qr[i * n + c]!;
			dot *= tau[j]!;
			qr[j * n + c]! -= dot;
			for (let i = j + 1; i < m; i++) qr[i * n + c]! -= dot * qr[i * n + j]!;
		}
	}
	return { qr, tau };
}

/** Applies the reflections (vectors below the diagonal of `v`, `width` numbers per row) to the m×n matrix `c`: the last first, or the first first. */
export function reflect(
	c: Float64Array,
	m: number,
	n: number,
	v: Float64Array,
	width: number,
	tau: ArrayLike<number>,
	firstFirst: boolean,
): void {
	for (let step = 0; step < tau.length; step++) {
		const j = firstFirst ? step : tau.length - 1 - step;
		for (let col = 0; col < n; col++) {
			let dot = c[j * n + col]!;
			for (let i = j + 1; i < m; i++) dot += v[i * width + j]! * c[i * n + col]!;
			dot *= tau[j]!;
			c[j * n + col]! -= dot;
			for (let i = j + 1; i < m; i++) c[i * n + col]! -= dot * v[i * width + j]!;
		}
	}
}

/** The first `columns` columns of the product of the reflections (vectors below the diagonal of `v`, which is m×n). */
export function formQ(v: Float64Array, tau: Float64Array, m: number, n: number, columns: number): Float64Array {
	const q = new Float64Array(m * columns);
	for (let i = 0; i < Math.min(m, columns); i++) q[i * columns + i] = 1;
	for (let j = tau.length - 1; j >= 0; j--)
		for (let c = 0; c < columns; c++) {
			let dot = q[j * columns + c]!;
			for (let i = j + 1; i < m; i++) dot += v[i * n + j]! * q[i * columns + c]!;
			dot *= tau[j]!;
			q[j * columns + c]! -= dot;
			for (let i = j + 1; i < m; i++) q[i * columns + c]! -= dot * v[i * n + j]!;
		}
	return q;
}

export const realDense: Dense = {
	luFactor,
	solveTriangular,
	solveLu,
	transposed,
	adjoint: transposed,
	identity,
	multiply,
	cholesky,
	householder,
	reflect,
	formQ,
};
