/**
 * Plane rotations and 2×2 problems as LAPACK solves them. The signs of eigenvectors and singular vectors follow from every choice made
 * here, so the choices are LAPACK's; arithmetic is in doubles.
 */

const sign = (a: number, b: number): number => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a));
export { sign as withSign };

export interface Rotation {
	c: number;
	s: number;
	r: number;
}
/** c·f + s·g = r and c·g - s·f = 0; c is never negative. The sweeps for singular values use this one ... */
export function rotation(f: number, g: number): Rotation {
	if (g === 0) return { c: 1, s: 0, r: f };
	if (f === 0) return { c: 0, s: sign(1, g), r: Math.abs(g) };
	const d = Math.sqrt(f * f + g * g);
	const r = sign(d, f);
	return { c: Math.abs(f) / d, s: g / r, r };
}
/** ... and those for eigenvalues its older form: c is positive where |f| > |g|, else r is. */
export function olderRotation(f: number, g: number): Rotation {
	if (g === 0) return { c: 1, s: 0, r: f };
	if (f === 0) return { c: 0, s: 1, r: g };
	const d = Math.sqrt(f * f + g * g);
	const r = Math.abs(f) > Math.abs(g) ? sign(d, f) : d;
	return { c: f / r, s: g / r, r };
}

/** A matrix with its row length. */
export interface Grid {
	a: Float64Array;
	width: number;
	height: number;
}
export const grid = (a: Float64Array, height: number, width: number): Grid => ({ a, width, height });

/** Rotates rows i and j. */
export function rotateRows({ a, width }: Grid, i: number, j: number, c: number, s: number): void {
	for (let k = 0; k < width; k++) {
		const [x, y] = [a[i * width + k]!, a[j * width + k]!];
		a[i * width + k] = c * x + s * y;
		a[j * width + k] = c * y - s * x;
	}
}
/** Rotates columns i and j. */
export function rotateColumns({ a, width, height }: Grid, i: number, j: number, c: number, s: number): void {
	for (let k = 0; k < height; k++) {
		const [x, y] = [a[k * width + i]!, a[k * width + j]!];
		a[k * width + i] = c * x + s * y;
		a[k * width + j] = c * y - s * x;
	}
}
export function swapRows({ a, width }: Grid, i: number, j: number): void {
	for (let k = 0; k < width; k++) [a[i * width + k], a[j * width + k]] = [a[j * width + k]!, a[i * width + k]!];
}
export function swapColumns({ a, width, height }: Grid, i: number, j: number): void {
	for (let k = 0; k < height; k++) [a[k * width + i], a[k * width + j]] = [a[k * width + j]!, a[k * width + i]!];
}

/** The smaller singular value of [f g; 0 h]. */
export function smallerSingular(f: number, g: number, h: number): number {
	const [fa, ga, ha] = [Math.abs(f), Math.abs(g), Math.abs(h)];
	const [low, high] = [Math.min(fa, ha), Math.max(fa, ha)];
	if (low === 0) return 0;
	const [as, at] = [1 + low / high, (high - low) / high];
	if (ga < high) {
		const au = (ga / high) ** 2;
		return low * (2 / (Math.sqrt(as * as + au) + Math.sqrt(at * at + au)));
	}
	const au = high / ga;
	if (au === 0) return (low * high) / ga;
	return low * (1 / (Math.sqrt(1 + (as * au) ** 2) + Math.sqrt(1 + (at * au) ** 2))) * au * 2;
}

/** Singular values and rotations of [f g; 0 h]. */
export function singularTwo(
	f: number,
	g: number,
	h: number,
	eps: number,
): { min: number; max: number; sr: number; cr: number; sl: number; cl: number } {
	let [ft, fa, ht, ha] = [f, Math.abs(f), h, Math.abs(h)];
	let largest = 1;
	const swap = ha > fa;
	if (swap) {
		largest = 3;
		[ft, ht, fa, ha] = [ht, ft, ha, fa];
	}
	const ga = Math.abs(g);
	let [min, max, clt, crt, slt, srt] = [ha, fa, 1, 1, 0, 0];
	if (ga !== 0) {
		let small = true;
		if (ga > fa) {
			largest = 2;
			if (fa / ga < eps) {
				small = false;
				max = ga;
				min = ha > 1 ? fa / (ga / ha) : (fa / ga) * ha;
				[clt, slt, srt, crt] = [1, ht / g, 1, ft / g];
			}
		}
		if (small) {
			const d = fa - ha;
			let l = d === fa ? 1 : d / fa;
			const m = g / ft;
			let t = 2 - l;
			const mm = m * m;
			const s = Math.sqrt(t * t + mm);
			const r = l === 0 ? Math.abs(m) : Math.sqrt(l * l + mm);
			const a = 0.5 * (s + r);
			min = ha / a;
			max = fa * a;
			if (mm === 0) t = l === 0 ? sign(2, ft) * sign(1, g) : g / sign(d, ft) + m / t;
			else t = (m / (s + t) + m / (r + l)) * (1 + a);
			l = Math.sqrt(t * t + 4);
			crt = 2 / l;
			srt = t / l;
			clt = (crt + srt * m) / a;
			slt = ((ht / ft) * srt) / a;
		}
	}
	const [cl, sl, cr, sr] = swap ? [srt, crt, slt, clt] : [clt, slt, crt, srt];
	const turn =
		largest === 1
			? sign(1, cr) * sign(1, cl) * sign(1, f)
			: largest === 2
				? sign(1, sr) * sign(1, cl) * sign(1, g)
				: sign(1, sr) * sign(1, sl) * sign(1, h);
	return { min: sign(min, turn * sign(1, f) * sign(1, h)), max: sign(max, turn), sr, cr, sl, cl };
}

/** Eigenvalues of [a b; b c], the one of larger magnitude first, with its unit vector (cs, sn). */
export function eigenTwo(a: number, b: number, c: number): { first: number; second: number; cs: number; sn: number } {
	const [sum, df] = [a + c, a - c];
	const [adf, tb] = [Math.abs(df), b + b];
	const ab = Math.abs(tb);
	const [most, least] = Math.abs(a) > Math.abs(c) ? [a, c] : [c, a];
	const root = adf > ab ? adf * Math.sqrt(1 + (ab / adf) ** 2) : adf < ab ? ab * Math.sqrt(1 + (adf / ab) ** 2) : ab * Math.SQRT2;
	const side = sum < 0 ? -1 : 1;
	const first = sum === 0 ? 0.5 * root : 0.5 * (sum + side * root);
	const second = sum === 0 ? -0.5 * root : (most / first) * least - (b / first) * b;
	const upper = df >= 0 ? 1 : -1;
	const cs = df + upper * root;
	let [c1, s1] = [1, 0];
	if (Math.abs(cs) > ab) {
		const ct = -tb / cs;
		s1 = 1 / Math.sqrt(1 + ct * ct);
		c1 = ct * s1;
	} else if (ab !== 0) {
		const tn = -cs / tb;
		c1 = 1 / Math.sqrt(1 + tn * tn);
		s1 = tn * c1;
	}
	return side === upper ? { first, second, cs: -s1, sn: c1 } : { first, second, cs: c1, sn: s1 };
}

/** The Householder reflection that maps (alpha, rest) to (beta, 0): `rest` becomes the vector's tail (its first element is 1). */
export function reflector(
	alpha: number,
	rest: { length: number; get(i: number): number; set(i: number, v: number): void },
): { beta: number; tau: number } {
	let norm = 0;
	for (let i = 0; i < rest.length; i++) norm = Math.hypot(norm, rest.get(i));
	if (norm === 0) return { beta: alpha, tau: 0 };
	const beta = -sign(Math.hypot(alpha, norm), alpha);
	for (let i = 0; i < rest.length; i++) rest.set(i, rest.get(i) / (alpha - beta));
	return { beta, tau: (beta - alpha) / beta };
}
