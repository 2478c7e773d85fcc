/** Singular values and vectors of a bidiagonal matrix by implicit QR sweeps, in LAPACK's order of decisions. */
import {
	type Grid,
	rotateColumns,
	rotateRows,
	rotation,
	singularTwo,
	smallerSingular,
	swapColumns,
	swapRows,
	withSign,
} from "./rotations.ts";

interface Sweep {
	d: Float64Array;
	e: Float64Array;
	/** Rows are turned with the right rotations, columns with the left ones. */
	vt: Grid;
	u: Grid;
}

/**
 * Turns the upper bidiagonal (d, e) into singular values in d, descending, while vt and u follow. `eps` is the relative precision that
 * the real routine of this dtype works to: it decides when a value counts as found, and so the signs.
 */
export function bidiagonalSingular(s: Sweep, eps: number): void {
	const { d, e } = s;
	const n = d.length;
	const tolerance = Math.max(10, Math.min(100, eps ** -0.125)) * eps;
	const threshold = thresholdOf(d, e, tolerance);
	let m = n - 1;
	let direction = 0;
	let [oldStart, oldEnd] = [-1, -1];
	for (let round = 0; m > 0 && round < 6 * n * n + 60; round++) {
		let largest = Math.abs(d[m]!);
		let start = m - 1;
		for (; start >= 0; start--) {
			if (Math.abs(e[start]!) <= threshold) {
				e[start] = 0;
				break;
			}
			largest = Math.max(largest, Math.abs(d[start]!), Math.abs(e[start]!));
		}
		start++;
		if (start === m) {
			m--;
			continue;
		}
		if (start === m - 1) {
			const t = singularTwo(d[start]!, e[start]!, d[m]!, eps);
			d[start] = t.max;
			e[start] = 0;
			d[m] = t.min;
			rotateRows(s.vt, start, m, t.cr, t.sr);
			rotateColumns(s.u, start, m, t.cl, t.sl);
			m -= 2;
			continue;
		}
		if (oldEnd < start || m < oldStart || direction === 0) direction = Math.abs(d[start]!) >= Math.abs(d[m]!) ? 1 : 2;
		const least = direction === 1 ? convergedDown(d, e, start, m, tolerance) : convergedUp(d, e, start, m, tolerance);
		if (least === null) continue;
		[oldStart, oldEnd] = [start, m];
		const shift = shiftOf(d, e, start, m, direction, n * tolerance * (least / largest) <= Math.max(eps, 0.01 * tolerance), eps);
		if (direction === 1) {
			if (shift === 0) plainDown(s, start, m);
			else shiftedDown(s, start, m, shift);
			settle(e, m - 1, threshold);
		} else {
			if (shift === 0) plainUp(s, start, m);
			else shiftedUp(s, start, m, shift);
			settle(e, start, threshold);
		}
	}
	finish(s);
}

function thresholdOf(d: Float64Array, e: Float64Array, tolerance: number): number {
	const n = d.length;
	let mu = Math.abs(d[0] ?? 0);
	let least = mu;
	for (let i = 1; i < n && least !== 0; i++) {
		mu = Math.abs(d[i]!) * (mu / (mu + Math.abs(e[i - 1]!)));
		least = Math.min(least, mu);
	}
	return Math.max((tolerance * least) / Math.sqrt(n), 6 * n * n * 1.1754943508222875e-38);
}
function settle(e: Float64Array, i: number, threshold: number): void {
	if (Math.abs(e[i]!) <= threshold) e[i] = 0;
}
/** A lower bound of the singular values, or null when an off-diagonal element could be dropped. */
function convergedDown(d: Float64Array, e: Float64Array, start: number, m: number, tolerance: number): number | null {
	if (Math.abs(e[m - 1]!) <= tolerance * Math.abs(d[m]!)) return drop(e, m - 1);
	let mu = Math.abs(d[start]!);
	let least = mu;
	for (let i = start; i < m; i++) {
		if (Math.abs(e[i]!) <= tolerance * mu) return drop(e, i);
		mu = Math.abs(d[i + 1]!) * (mu / (mu + Math.abs(e[i]!)));
		least = Math.min(least, mu);
	}
	return least;
}
function convergedUp(d: Float64Array, e: Float64Array, start: number, m: number, tolerance: number): number | null {
	if (Math.abs(e[start]!) <= tolerance * Math.abs(d[start]!)) return drop(e, start);
	let mu = Math.abs(d[m]!);
	let least = mu;
	for (let i = m - 1; i >= start; i--) {
		if (Math.abs(e[i]!) <= tolerance * mu) return drop(e, i);
		mu = Math.abs(d[i]!) * (mu / (mu + Math.abs(e[i]!)));
		least = Math.min(least, mu);
	}
	return least;
}
function drop(e: Float64Array, i: number): null {
	e[i] = 0;
	return null;
}
function shiftOf(d: Float64Array, e: Float64Array, start: number, m: number, direction: number, harmful: boolean, eps: number): number {
	if (harmful) return 0;
	const [edge, shift] =
		direction === 1
			? [Math.abs(d[start]!), smallerSingular(d[m - 1]!, e[m - 1]!, d[m]!)]
			: [Math.abs(d[m]!), smallerSingular(d[start]!, e[start]!, d[start + 1]!)];
	return edge > 0 && (shift / edge) ** 2 < eps ? 0 : shift;
}

function plainDown({ d, e, vt, u }: Sweep, start: number, m: number): void {
	let [cs, oldC, oldS] = [1, 1, 0];
	for (let i = start; i < m; i++) {
		const a = rotation(d[i]! * cs, e[i]!);
		if (i > start) e[i - 1] = oldS * a.r;
		const b = rotation(oldC * a.r, d[i + 1]! * a.s);
		d[i] = b.r;
		[cs, oldC, oldS] = [a.c, b.c, b.s];
		rotateRows(vt, i, i + 1, a.c, a.s);
		rotateColumns(u, i, i + 1, b.c, b.s);
	}
	const h = d[m]! * cs;
	d[m] = h * oldC;
	e[m - 1] = h * oldS;
}
function plainUp({ d, e, vt, u }: Sweep, start: number, m: number): void {
	let [cs, oldC, oldS] = [1, 1, 0];
	for (let i = m; i > start; i--) {
		const a = rotation(d[i]! * cs, e[i - 1]!);
		if (i < m) e[i] = oldS * a.r;
		const b = rotation(oldC * a.r, d[i - 1]! * a.s);
		d[i] = b.r;
		[cs, oldC, oldS] = [a.c, b.c, b.s];
		rotateRows(vt, i - 1, i, b.c, -b.s);
		rotateColumns(u, i - 1, i, a.c, -a.s);
	}
	const h = d[start]! * cs;
	d[start] = h * oldC;
	e[start] = h * oldS;
}
function shiftedDown({ d, e, vt, u }: Sweep, start: number, m: number, shift: number): void {
	let f = (Math.abs(d[start]!) - shift) * (withSign(1, d[start]!) + shift / d[start]!);
	let g = e[start]!;
	for (let i = start; i < m; i++) {
		const a = rotation(f, g);
		if (i > start) e[i - 1] = a.r;
		f = a.c * d[i]! + a.s * e[i]!;
		e[i] = a.c * e[i]! - a.s * d[i]!;
		g = a.s * d[i + 1]!;
		d[i + 1] = a.c * d[i + 1]!;
		const b = rotation(f, g);
		d[i] = b.r;
		f = b.c * e[i]! + b.s * d[i + 1]!;
		d[i + 1] = b.c * d[i + 1]! - b.s * e[i]!;
		if (i < m - 1) {
			g = b.s * e[i + 1]!;
			e[i + 1] = b.c * e[i + 1]!;
		}
		rotateRows(vt, i, i + 1, a.c, a.s);
		rotateColumns(u, i, i + 1, b.c, b.s);
	}
	e[m - 1] = f;
}
function shiftedUp({ d, e, vt, u }: Sweep, start: number, m: number, shift: number): void {
	let f = (Math.abs(d[m]!) - shift) * (withSign(1, d[m]!) + shift / d[m]!);
	let g = e[m - 1]!;
	for (let i = m; i > start; i--) {
		const a = rotation(f, g);
		if (i < m) e[i] = a.r;
		f = a.c * d[i]! + a.s * e[i - 1]!;
		e[i - 1] = a.c * e[i - 1]! - a.s * d[i]!;
		g = a.s * d[i - 1]!;
		d[i - 1] = a.c * d[i - 1]!;
		const b = rotation(f, g);
		d[i] = b.r;
		f = b.c * e[i - 1]! + b.s * d[i - 1]!;
		d[i - 1] = b.c * d[i - 1]! - b.s * e[i - 1]!;
		if (i > start + 1) {
			g = b.s * e[i - 2]!;
			e[i - 2] = b.c * e[i - 2]!;
		}
		rotateRows(vt, i - 1, i, b.c, -b.s);
		rotateColumns(u, i - 1, i, a.c, -a.s);
	}
	e[start] = f;
}

/** Values positive and in descending order. */
function finish({ d, vt, u }: Sweep): void {
	const n = d.length;
	for (let i = 0; i < n; i++)
		if (d[i]! < 0 || Object.is(d[i], -0)) {
			d[i] = -d[i]!;
			for (let k = 0; k < vt.width; k++) vt.a[i * vt.width + k]! *= -1;
		}
	for (let last = n - 1; last > 0; last--) {
		let at = 0;
		for (let j = 1; j <= last; j++) if (d[j]! <= d[at]!) at = j;
		if (at === last) continue;
		[d[at], d[last]] = [d[last]!, d[at]!];
		swapRows(vt, at, last);
		swapColumns(u, at, last);
	}
}
