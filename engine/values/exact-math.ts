/**
 * Elementary functions rounded as a good C library rounds them. JavaScript's own differ from glibc's in the last bit now and then,
 * which a printed repr shows; these compute in double-double and round once.
 */
import { add, type DD, div, mul, neg, product, scale, sqrt as sqrtDD, sub, value } from "./double-double.ts";

const LN2: DD = [0.6931471805599453, 2.3190468138462996e-17];
const LN2_LOW = 5.707708438416212e-34;
const _LN10: DD = [2.302585092994046, -2.1707562233822494e-16];
const HALF_PI = [1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33];
const inverse: DD[] = [];
/** 1/n! */
for (let n = 0, f: DD = [1, 0]; n < 30; n++) {
	if (n > 0) f = div(f, [n, 0]);
	inverse.push(f);
}

/** x * 2**k without a second rounding in the normal range. */
export function ldexp(x: number, k: number): number {
	if (k > 1000) return x * 2 ** 1000 * 2 ** (k - 1000);
	if (k < -1000) return x * 2 ** -1000 * 2 ** (k + 1000);
	return x * 2 ** k;
}
/** exp(r) - 1 for |r| < 0.35. */
function expm1Small(r: DD): DD {
	let out: DD = inverse[25]!;
	for (let n = 24; n >= 1; n--) out = add(mul(out, r), inverse[n]!);
	return mul(out, r);
}
/** exp(x) as `m * 2**k`. */
export function expParts(x: DD): [DD, number] {
	const k = Math.round(x[0] / LN2[0]);
	const r = add(sub(x, add(product(k, LN2[0]), product(k, LN2[1]))), [-k * LN2_LOW, 0]);
	return [add(expm1Small(r), [1, 0]), k];
}
function _expDD(x: DD): DD {
	const [m, k] = expParts(x);
	return [ldexp(m[0], k), ldexp(m[1], k)];
}
export function exp(x: number): number {
	if (x > 709.79 || x < -745.2 || x !== x || x === 0) return Math.exp(x);
	const [m, k] = expParts([x, 0]);
	return ldexp(value(m), k);
}
/** log(x) by one Newton step from the double result. */
export function logDD(x: DD): DD {
	const y = Math.log(x[0]);
	const [m, k] = expParts([y, 0]);
	// x / e**y - 1 is tiny.
	const scaled: DD = [ldexp(x[0], -k), ldexp(x[1], -k)];
	const r = div(sub(scaled, m), m);
	const r0 = r[0];
	return add([y, 0], sub(r, [(r0 * r0) / 2, 0]));
}
const plain = (x: number): boolean => x > 0 && x < Infinity && x > 1e-290;
export function log(x: number): number {
	if (!plain(x) || x === 1) return Math.log(x);
	return value(logDD([x, 0]));
}
export function log2(x: number): number {
	if (!plain(x)) return Math.log2(x);
	const e = Math.round(Math.log2(x));
	return 2 ** e === x ? e : value(div(logDD([x, 0]), LN2));
}
/** As C libraries do it: the exponent apart, with log10(2) in two pieces. */
export function log10(x: number): number {
	if (!plain(x)) return Math.log10(x);
	let k = Math.floor(Math.log2(x));
	if (2 ** k > x) k--;
	else if (2 ** (k + 1) <= x) k++;
	const below = k < 0 ? 1 : 0;
	const y = k + below;
	const rest = y * 3.694239077158930786e-13 + 0.4342944819032518 * log(x / 2 ** y);
	return rest + y * 0.301029995663611771306;
}
// Where C libraries do not round correctly, JavaScript engines share their method and so their last bit.
export const { expm1, log1p, tanh, atanh } = Math;

export function pow(x: number, y: number): number {
	const r = x ** y;
	if (!Number.isFinite(r) || r === 0 || x === 0 || y === 0 || y === 1 || !Number.isFinite(x) || !Number.isFinite(y)) return r;
	const negative = x < 0;
	const size = Math.abs(x);
	if (y === 2) return x * x;
	if (y === 0.5) return Math.sqrt(x);
	if (!plain(size)) return r;
	const l = logDD([size, 0]);
	const e = mul(l, [y, 0]);
	if (Math.abs(e[0]) > 708) return r;
	const [m, k] = expParts(e);
	const out = ldexp(value(m), k);
	return negative && Math.abs(y % 2) === 1 ? -out : out;
}

/** sin and cos of a double-double of at most pi/4. */
function sinCosSmall(r: DD): [DD, DD] {
	const r2 = mul(r, r);
	let s: DD = inverse[27]!;
	let c: DD = inverse[26]!;
	for (let n = 25; n >= 1; n -= 2) s = add(inverse[n]!, neg(mul(s, r2)));
	for (let n = 24; n >= 0; n -= 2) c = add(inverse[n]!, neg(mul(c, r2)));
	return [mul(s, r), c];
}
function sinCos(x: DD): [DD, DD] {
	const n = Math.round(x[0] / HALF_PI[0]!);
	let r = x;
	for (const p of HALF_PI) r = sub(r, product(n, p));
	const [s, c] = sinCosSmall(r);
	switch (((n % 4) + 4) % 4) {
		case 0:
			return [s, c];
		case 1:
			return [c, neg(s)];
		case 2:
			return [neg(s), neg(c)];
		default:
			return [neg(c), s];
	}
}
const reducible = (x: number): boolean => Math.abs(x) < 1e7 && Math.abs(x) > 1e-150;
export const sin = (x: number): number => (reducible(x) ? value(sinCos([x, 0])[0]) : Math.sin(x));
export const cos = (x: number): number => (reducible(x) ? value(sinCos([x, 0])[1]) : Math.cos(x));
export function tan(x: number): number {
	if (!reducible(x)) return Math.tan(x);
	const [s, c] = sinCos([x, 0]);
	return value(div(s, c));
}
/** The angle of (x, y): one correction of the double result. */
function angle(y: DD, x: DD): number {
	const a = Math.atan2(y[0], x[0]);
	if (a === 0) return a;
	const [s, c] = sinCos([a, 0]);
	const d = div(sub(mul(y, c), mul(x, s)), add(mul(x, c), mul(y, s)));
	return value(add([a, 0], d));
}
const moderate = (x: number): boolean => Math.abs(x) > 1e-140 && Math.abs(x) < 1e140;
export const atan2 = (y: number, x: number): number => (moderate(x) && moderate(y) ? angle([y, 0], [x, 0]) : Math.atan2(y, x));
export const atan = (x: number): number => (moderate(x) ? angle([x, 0], [1, 0]) : Math.atan(x));
const other = (x: number): DD => sqrtDD(sub([1, 0], product(x, x)));
export const asin = (x: number): number => (Math.abs(x) < 1 && moderate(x) ? angle([x, 0], other(x)) : Math.asin(x));
export const acos = (x: number): number => (Math.abs(x) < 1 && moderate(x) ? angle(other(x), [x, 0]) : Math.acos(x));

/** Hyperbolic functions by the usual identities on exp and expm1, in the order of operations that C libraries use. */
export function sinh(x: number): number {
	const a = Math.abs(x);
	if (!(a < 710)) return Math.sinh(x);
	const h = x < 0 ? -0.5 : 0.5;
	if (a >= 22) return h * exp(a);
	if (a < 2 ** -28) return x;
	const t = Math.expm1(a);
	return a < 1 ? h * (2 * t - (t * t) / (t + 1)) : h * (t + t / (t + 1));
}
export function cosh(x: number): number {
	const a = Math.abs(x);
	if (!(a < 710)) return Math.cosh(x);
	if (a < 0.34657359027997264) {
		const t = Math.expm1(a);
		const w = 1 + t;
		return a < 2 ** -55 ? w : 1 + (t * t) / (w + w);
	}
	const t = exp(a);
	return a < 22 ? 0.5 * t + 0.5 / t : 0.5 * t;
}
export function asinh(x: number): number {
	const a = Math.abs(x);
	if (!(a < Infinity) || a < 2 ** -28) return x;
	let w: number;
	if (a > 2 ** 28) w = log(a) + LN2[0];
	else if (a > 2) w = log(2 * a + 1 / (Math.sqrt(a * a + 1) + a));
	else w = Math.log1p(a + (a * a) / (1 + Math.sqrt(1 + a * a)));
	return x < 0 ? -w : w;
}
export function acosh(x: number): number {
	if (!(x > 1) || x === Infinity) return Math.acosh(x);
	if (x > 2 ** 28) return log(x) + LN2[0];
	if (x > 2) return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
	const t = x - 1;
	return Math.log1p(t + Math.sqrt(2 * t + t * t));
}
export function cbrt(x: number): number {
	const y = Math.cbrt(x);
	if (y === 0 || !Number.isFinite(y)) return y;
	const y2 = product(y, y);
	const d = div(sub([x, 0], scale(y2, y)), scale(y2, 3));
	return value(add([y, 0], d));
}
/** sqrt of the sum of squares, rounded once. */
export function hypot(values: readonly number[], largest: number): number {
	const unit = 2 ** Math.floor(Math.log2(largest));
	let total: DD = [0, 0];
	for (const v of values) total = add(total, product(v / unit, v / unit));
	return value(sqrtDD(total)) * unit;
}
