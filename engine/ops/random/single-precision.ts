/**
 * Box-Muller in single precision as PyTorch's vectorised CPU code computes it: logarithm, sine and cosine by the classic minimax
 * polynomials, with fused multiply-adds. Plain double functions would differ in the last digit of every other number.
 */
const fround = Math.fround;
/** a·b + c, rounded once. */
const fma = (a: number, b: number, c: number): number => fround(a * b + c);

const LOG = [
	7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1,
	3.3333331174e-1,
].map(fround);
const LN2_LOW = fround(-2.1219444e-4);
const LN2_HIGH = 0.693359375;
const SQRT_HALF = fround(Math.SQRT1_2);

/** Natural logarithm of a float in (0, 1]. */
export function singleLog(value: number): number {
	let exponent = Math.floor(Math.log2(value)) + 1;
	let x = value / 2 ** exponent;
	// Math.log2 may round across a power of two.
	if (x >= 1) {
		x /= 2;
		exponent++;
	} else if (x < 0.5) {
		x *= 2;
		exponent--;
	}
	if (x < SQRT_HALF) {
		exponent--;
		x = fround(fround(x - 1) + x);
	} else x = fround(x - 1);
	const z = fround(x * x);
	let y = LOG[0]!;
	for (let i = 1; i < LOG.length; i++) y = fma(y, x, LOG[i]!);
	y = fma(exponent, LN2_LOW, fround(fround(y * x) * z));
	y = fma(z, -0.5, y);
	return fma(exponent, LN2_HIGH, fround(x + y));
}

const FOUR_OVER_PI = fround(1.27323954473516);
const PI4 = [-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8].map(fround);
const COS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(fround);
const SIN = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(fround);

/** Sine and cosine of a non-negative float, in that order. */
export function singleSinCos(value: number): [number, number] {
	const octant = (Math.trunc(fround(value * FOUR_OVER_PI)) + 1) & ~1;
	let x = value;
	for (const part of PI4) x = fma(octant, part, x);
	const z = fround(x * x);
	let c = fround(fma(fma(COS[0]!, z, COS[1]!), z, COS[2]!) * z);
	c = fround(fma(z, -0.5, fround(c * z)) + 1);
	let s = fround(fma(fma(SIN[0]!, z, SIN[1]!), z, SIN[2]!) * z);
	s = fma(s, x, x);
	const swapped = (octant & 2) !== 0;
	const sin = swapped ? c : s;
	const cos = swapped ? s : c;
	return [(octant & 4) !== 0 ? -sin : sin, ((octant - 2) & 4) === 0 ? -cos : cos];
}

const TWO_PI = fround(2 * Math.PI);

/** Sixteen uniform floats at `at` become normal ones: the first eight give the radii, the others the angles. */
export function singleBoxMuller(out: Float64Array, at: number, mean: number, std: number): void {
	for (let j = at; j < at + 8; j++) {
		const radius = fround(Math.sqrt(fround(-2 * singleLog(fround(1 - out[j]!)))));
		const [sin, cos] = singleSinCos(fround(TWO_PI * out[j + 8]!));
		out[j] = fma(fround(radius * cos), fround(std), fround(mean));
		out[j + 8] = fma(fround(radius * sin), fround(std), fround(mean));
	}
}
