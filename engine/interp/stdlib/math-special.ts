/** erf, erfc, gamma and lgamma to nearly full double precision. */
import { add, type DD, div, mul, scale, sub, value } from "../../values/double-double.ts";
import { exp, expParts, ldexp, log, logDD, sin } from "../../values/exact-math.ts";

const TWO_OVER_ROOT_PI: DD = [1.1283791670955126, 1.533545961316588e-17];

/** Series in double-double: 2/sqrt(pi) * sum of (-1)^n x^(2n+1) / (n! (2n+1)). */
function erfSeries(x: number): DD {
	const x2 = mul([x, 0], [x, 0]);
	let term: DD = [x, 0];
	let total: DD = term;
	for (let n = 1; n < 200; n++) {
		term = div(mul(term, x2), [-n, 0]);
		const next = div(term, [2 * n + 1, 0]);
		total = add(total, next);
		if (Math.abs(next[0]) < Math.abs(total[0]) * 1e-33) break;
	}
	return mul(total, TWO_OVER_ROOT_PI);
}
export function erf(x: number): number {
	if (x !== x || x === 0) return x;
	if (Math.abs(x) > 6) return Math.sign(x);
	return Math.abs(x) < 3 ? value(erfSeries(x)) : Math.sign(x) * (1 - erfc(Math.abs(x)));
}
export function erfc(x: number): number {
	if (x !== x) return x;
	if (x < 2) return value(sub([1, 0], x < -6 ? [-1, 0] : erfSeries(x)));
	if (x > 27.3) return 0;
	// Continued fraction, evaluated from far enough out.
	let f: DD = [0, 0];
	for (let k = 200; k > 0; k--) f = div([k / 2, 0], add([x, 0], f));
	const body = div([1, 0], add([x, 0], f));
	return (value(body) * exp(-x * x) * value(TWO_OVER_ROOT_PI)) / 2;
}

/** Coefficients of Stirling's series, B(2k) / (2k (2k - 1)). */
const STIRLING: [number, number][] = [
	[1, 12],
	[-1, 360],
	[1, 1260],
	[-1, 1680],
	[1, 1188],
	[-691, 360360],
	[1, 156],
	[-3617, 122400],
	[43867, 244188],
	[-174611, 125400],
];
const HALF_LOG_TWO_PI: DD = [0.9189385332046728, -3.8782941580672414e-17];
/** The asymptotic series at x of at least 15. */
function series(x: number): DD {
	let total: DD = [0, 0];
	let power: DD = div([1, 0], [x, 0]);
	const step = mul(power, power);
	for (const [a, b] of STIRLING) {
		total = add(total, div(scale(power, a), [b, 0]));
		power = mul(power, step);
	}
	return total;
}
export function gamma(x: number): number {
	if (x !== x || x === Infinity) return x;
	if (x === 0) return Object.is(x, -0) ? -Infinity : Infinity;
	if (x === -Infinity || (x < 0 && Number.isInteger(x))) return Number.NaN;
	if (x > 171.7) return Infinity;
	if (Number.isInteger(x)) {
		let out = 1n;
		for (let i = 2n; i < BigInt(x); i++) out *= i;
		return Number(out);
	}
	if (x < 0.5) return Math.PI / (sin(Math.PI * x) * gamma(1 - x));
	let shift: DD = [1, 0];
	let at = x;
	for (; at < 20; at++) shift = scale(shift, at);
	const [body, k] = expParts(logOfGamma([at, 0], series(at)));
	return ldexp(value(div(body, shift)), k);
}
/** (x - 1/2) log x - x + log(2 pi) / 2 + series */
function logOfGamma(x: DD, series: DD): DD {
	return add(add(sub(mul(sub(x, [0.5, 0]), logDD(x)), x), HALF_LOG_TWO_PI), series);
}
export function lgamma(x: number): number {
	if (x !== x) return x;
	if (!Number.isFinite(x)) return Infinity;
	if (x <= 0 && Number.isInteger(x)) return Infinity;
	if (x === 1 || x === 2) return 0;
	if (x < 0.5) return log(Math.PI / Math.abs(sin(Math.PI * x))) - lgamma(1 - x);
	if (x < 15) return log(Math.abs(gamma(x)));
	return value(logOfGamma([x, 0], series(x)));
}
