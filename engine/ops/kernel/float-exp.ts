/**
 * float32 arithmetic in the steps that PyTorch's vector kernels take, so that printed digits agree: fused multiply-add, the vector
 * library's exponential, and sums over sixteen lanes.
 */
const f = Math.fround;

/** a * b + c with one rounding (the product of two float32 numbers is exact in a double). */
export const fma = (a: number, b: number, c: number): number => f(a * b + c);

const LOG2E = f(Math.LOG2E);
/** ln 2 in two parts, so that the reduction loses nothing. */
const LN2_HIGH = f(0.693145751953125);
const LN2_LOW = f(1.428606765330187e-6);
/** Coefficients of the exponential's polynomial on ±ln(2)/2, highest power first, down to x². */
const POLYNOMIAL = [0.00019852762, 0.0013930436, 0.008333361, 0.041666485, 0.16666667, 0.5].map(f);

/** The exponential of a float32 number as the vector library gives it (within one unit of the last place). */
export function vectorExp(x: number): number {
	if (Number.isNaN(x)) return x;
	if (x < -104) return 0;
	if (x > 104) return Number.POSITIVE_INFINITY;
	const scaled = f(x * LOG2E);
	let q = Math.round(scaled);
	if (Math.abs(scaled - Math.trunc(scaled)) === 0.5 && q % 2 !== 0) q -= 1;
	const r = fma(q, -LN2_LOW, fma(q, -LN2_HIGH, x));
	let u = POLYNOMIAL[0]!;
	for (let i = 1; i < POLYNOMIAL.length; i++) u = fma(u, r, POLYNOMIAL[i]!);
	u = f(1 + fma(f(r * r), u, r));
	return f(u * 2 ** q);
}

const LANES = 16;

/** The sum of `value(0) ... value(n - 1)`: one after the other below a vector's width, else lane by lane and then as a tree. */
export function laneSum(n: number, value: (i: number) => number): number {
	if (n < LANES) {
		let s = value(0);
		for (let i = 1; i < n; i++) s = f(s + value(i));
		return s;
	}
	const lanes = new Float32Array(LANES);
	for (let i = 0; i < LANES; i++) lanes[i] = value(i);
	for (let i = LANES; i < n; i++) lanes[i % LANES]! += value(i);
	for (let half = LANES / 2; half >= 1; half /= 2) for (let i = 0; i < half; i++) lanes[i]! += lanes[i + half]!;
	return lanes[0]!;
}
