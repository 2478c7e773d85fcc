/** Single numbers of the distributions that PyTorch draws by rejection: Poisson, gamma, binomial. */
import type { Generator } from "./generator.ts";

/** One Poisson number: multiplication below 10, transformed rejection above. */
export function poisson(g: Generator, lambda: number, lgamma: (x: number) => number): number {
	if (lambda === 0) return 0;
	if (lambda < 10) {
		const limit = Math.exp(-lambda);
		let product = 1;
		for (let k = 0; ; k++) {
			product *= g.double();
			if (product <= limit) return k;
		}
	}
	const b = 0.931 + 2.53 * Math.sqrt(lambda);
	const a = -0.059 + 0.02483 * b;
	const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
	const vr = 0.9277 - 3.6224 / (b - 2);
	for (;;) {
		const u = g.double() - 0.5;
		const v = g.double();
		const us = 0.5 - Math.abs(u);
		const k = Math.floor(((2 * a) / us + b) * u + lambda + 0.43);
		if (us >= 0.07 && v <= vr) return k;
		if (k < 0 || (us < 0.013 && v > us)) continue;
		if (Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b) <= -lambda + k * Math.log(lambda) - lgamma(k + 1)) return k;
	}
}

const FLOAT_THIRD = Math.fround(1 / 3);
const FLOAT_SQUEEZE = Math.fround(0.0331);
const exact = (x: number): number => x;

/** One gamma number of scale 1 (Marsaglia and Tsang); `single`: the shape parameter is a float32 and computed with as such. */
export function gamma(g: Generator, shape: number, single: boolean): number {
	const round = single ? Math.fround : exact;
	let alpha = shape;
	let scale = 1;
	if (alpha < 1) {
		if (alpha === 0) return 0;
		scale = (1 - g.double()) ** round(1 / alpha);
		alpha = round(alpha + 1);
	}
	const d = round(alpha - FLOAT_THIRD);
	const c = 1 / Math.sqrt(round(9 * d));
	for (;;) {
		let x: number;
		let y: number;
		do {
			x = g.normal();
			y = 1 + c * x;
		} while (y <= 0);
		const v = y * y * y;
		const u = 1 - g.double();
		const xx = x * x;
		if (u < 1 - FLOAT_SQUEEZE * xx * xx || Math.log(u) < 0.5 * xx + d * (1 - v + Math.log(v))) return scale * d * v;
	}
}

/** How often `count` trials succeed. */
export function binomial(g: Generator, count: number, probability: number): number {
	if (count <= 0 || probability <= 0) return 0;
	if (probability >= 1) return count;
	const p = Math.min(probability, 1 - probability);
	const hits = count * p >= 10 ? transformedRejection(g, count, p) : inversion(g, count, p);
	return probability <= 0.5 ? hits : count - hits;
}
function inversion(g: Generator, count: number, p: number): number {
	const logarithm = Math.log1p(-p);
	let sum = 0;
	for (let hits = 0; ; hits++) {
		sum += Math.ceil(Math.log(g.double()) / logarithm);
		if (sum > count) return hits;
	}
}
/** Hormann's BTRS. */
function transformedRejection(g: Generator, count: number, p: number): number {
	const deviation = Math.sqrt(count * p * (1 - p));
	const b = 1.15 + 2.53 * deviation;
	const a = -0.0873 + 0.0248 * b + 0.01 * p;
	const c = count * p + 0.5;
	const tight = 0.92 - 4.2 / b;
	const r = p / (1 - p);
	const alpha = (2.83 + 5.1 / b) * deviation;
	const m = Math.floor((count + 1) * p);
	for (;;) {
		const u = g.double() - 0.5;
		const v = g.double();
		const us = 0.5 - Math.abs(u);
		const k = Math.floor(((2 * a) / us + b) * u + c);
		if (k < 0 || k > count) continue;
		if (us >= 0.07 && v <= tight) return k;
		const bound =
			(m + 0.5) * Math.log((m + 1) / (r * (count - m + 1))) +
			(count + 1) * Math.log((count - m + 1) / (count - k + 1)) +
			(k + 0.5) * Math.log((r * (count - k + 1)) / (k + 1)) +
			stirlingTail(m) +
			stirlingTail(count - m) -
			stirlingTail(k) -
			stirlingTail(count - k);
		if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return k;
	}
}
const TAILS = [
	0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211, 0.0138761288230707,
	0.0118967099458917, 0.010411265261972, 0.00925546218271273, 0.00833056343336287,
];
function stirlingTail(k: number): number {
	const square = (k + 1) * (k + 1);
	return TAILS[k] ?? (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1);
}
