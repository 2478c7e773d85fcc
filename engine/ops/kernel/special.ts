/** Special functions of a double, accurate to about 1e-15: error functions, gamma functions, Bessel functions. */

const SQRT_PI = Math.sqrt(Math.PI);
const EULER = 0.5772156649015329;

/** exp(x²)·erf(x) for small x: a series of positive terms. */
function erfSeries(x: number): number {
	let term = x;
	let sum = x;
	for (let n = 1; n < 200; n++) {
		term *= (2 * x * x) / (2 * n + 1);
		sum += term;
		if (Math.abs(term) < 1e-17 * Math.abs(sum)) break;
	}
	return (2 / SQRT_PI) * sum;
}
/** exp(x²)·erfc(x) for x ≥ 2: the continued fraction, from its end. */
function erfcxFraction(x: number): number {
	if (x > 1e8) return 1 / (x * SQRT_PI);
	let f = x;
	for (let k = Math.ceil(40 + 160 / x); k >= 1; k--) f = x + k / 2 / f;
	return 1 / (SQRT_PI * f);
}

export function erf(x: number): number {
	if (Number.isNaN(x)) return x;
	const a = Math.abs(x);
	if (a > 6) return Math.sign(x);
	return a < 2 ? Math.exp(-x * x) * erfSeries(x) : Math.sign(x) * (1 - Math.exp(-x * x) * erfcxFraction(a));
}
export function erfc(x: number): number {
	if (x < 2) return 1 - erf(x);
	return x > 27.3 ? 0 : Math.exp(-x * x) * erfcxFraction(x);
}
export function erfcx(x: number): number {
	if (Number.isNaN(x)) return x;
	if (x >= 2) return erfcxFraction(x);
	return x < -26.7 ? Number.POSITIVE_INFINITY : Math.exp(x * x) * (x > 0 && x < 2 ? erfc(x) : 1 - erf(x));
}

export function erfinv(y: number): number {
	if (Number.isNaN(y) || y < -1 || y > 1) return Number.NaN;
	if (y === 1) return Number.POSITIVE_INFINITY;
	if (y === -1) return Number.NEGATIVE_INFINITY;
	if (y === 0) return y;
	// A rough start, then Halley's method on erf (on erfc in the tail, where erf has no digits left).
	const l = Math.log((1 - y) * (1 + y));
	const t = 2 / (Math.PI * 0.147) + l / 2;
	let x = Math.sign(y) * Math.sqrt(Math.sqrt(t * t - l / 0.147) - t);
	const a = Math.abs(y);
	for (let i = 0; i < 4; i++) {
		const error = a < 0.5 ? erf(x) - y : Math.sign(y) * (1 - a - erfc(Math.abs(x)));
		const step = error / ((2 / SQRT_PI) * Math.exp(-x * x));
		x -= step / (1 + x * step);
	}
	return x;
}

/** Inverse of the normal distribution function. */
export function ndtri(p: number): number {
	if (Number.isNaN(p) || p < 0 || p > 1) return Number.NaN;
	if (p === 0) return Number.NEGATIVE_INFINITY;
	if (p === 1) return Number.POSITIVE_INFINITY;
	if (p >= 0.1) return Math.SQRT2 * erfinv(2 * p - 1);
	let x = Math.sqrt(-2 * Math.log(p)) - 1;
	for (let i = 0; i < 60; i++) {
		const q = erfc(x / Math.SQRT2) / 2;
		const step = (q - p) / (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI));
		x += step / (1 - (x * step) / 2);
		if (Math.abs(step) < 1e-16 * Math.abs(x)) break;
	}
	return -x;
}
export const ndtr = (x: number): number => erfc(-x / Math.SQRT2) / 2;
export const logNdtr = (x: number): number =>
	x < -1 ? Math.log(erfcx(-x / Math.SQRT2) / 2) - (x * x) / 2 : Math.log1p(-erfc(x / Math.SQRT2) / 2);

/** Coefficients of Stirling's series: B(2k) / (2k (2k - 1)). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

export function lgamma(x: number): number {
	if (Number.isNaN(x)) return x;
	if (!Number.isFinite(x)) return Number.POSITIVE_INFINITY;
	if (x <= 0) {
		if (Number.isInteger(x)) return Number.POSITIVE_INFINITY;
		return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
	}
	if (x === 1 || x === 2) return 0;
	let shift = 1;
	let z = x;
	while (z < 10) shift *= z++;
	const inverse = 1 / z;
	const square = inverse * inverse;
	let series = 0;
	for (let k = STIRLING.length - 1; k >= 0; k--) series = series * square + STIRLING[k]!;
	return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series * inverse - Math.log(shift);
}

/** B(2k) / 2k. */
const DIGAMMA = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12];

export function digamma(x: number): number {
	if (x === 0) return Object.is(x, -0) ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
	if (x < 0) {
		if (Number.isInteger(x)) return Number.NaN;
		return digamma(1 - x) - Math.PI / Math.tan(Math.PI * (x - Math.trunc(x)));
	}
	let sum = 0;
	let z = x;
	while (z < 10) sum -= 1 / z++;
	const square = 1 / (z * z);
	let series = 0;
	for (let k = DIGAMMA.length - 1; k >= 0; k--) series = series * square + DIGAMMA[k]!;
	return sum + Math.log(z) - 0.5 / z - series * square;
}

/** Hurwitz' zeta function by the Euler-Maclaurin formula. */
export function zeta(s: number, q: number): number {
	if (s === 1) return Number.POSITIVE_INFINITY;
	if (s < 1) return Number.NaN;
	if (q <= 0) {
		if (Number.isInteger(q)) return Number.POSITIVE_INFINITY;
		if (!Number.isInteger(s)) return Number.NaN;
	}
	let sum = 0;
	const terms = 12;
	for (let k = 0; k < terms || q + k < 9; k++) {
		sum += (q + k) ** -s;
		if (q + k + 1 >= 9 && k + 1 >= terms) {
			const w = q + k + 1;
			sum += w ** (1 - s) / (s - 1) + 0.5 * w ** -s;
			let factor = s;
			let power = w ** (-s - 1);
			let factorial = 2;
			for (let j = 1; j <= BERNOULLI.length; j++) {
				sum += (BERNOULLI[j - 1]! / factorial) * factor * power;
				factor *= (s + 2 * j - 1) * (s + 2 * j);
				power /= w * w;
				factorial *= (2 * j + 1) * (2 * j + 2);
			}
			break;
		}
	}
	return sum;
}
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];

/** `single`: next to a pole the float32 product of pi and x decides the first digits. */
export function polygamma(n: number, x: number, single = false): number {
	if (n === 0) return digamma(x);
	if (n === 1 && x < 0.5) {
		// Reflection, which also covers the negative axis.
		const s = Math.sin(single ? Math.fround(Math.fround(Math.PI) * x) : Math.PI * x);
		return -zeta(2, 1 - x) + (Math.PI * Math.PI) / (s * s);
	}
	let factorial = 1;
	for (let k = 2; k <= n; k++) factorial *= k;
	return (n % 2 === 0 ? -1 : 1) * factorial * zeta(n + 1, x);
}

/** Regularized lower incomplete gamma function P(a, x); `upper` gives Q = 1 - P. */
export function incompleteGamma(a: number, x: number, upper: boolean): number {
	if (x < 0 || a < 0 || Number.isNaN(a) || Number.isNaN(x)) return Number.NaN;
	if (a === 0) return x > 0 ? (upper ? 0 : 1) : Number.NaN;
	if (x === 0) return upper ? 1 : 0;
	if (a === Number.POSITIVE_INFINITY) return x === Number.POSITIVE_INFINITY ? Number.NaN : upper ? 1 : 0;
	if (x === Number.POSITIVE_INFINITY) return upper ? 0 : 1;
	const front = Math.exp(a * Math.log(x) - x - lgamma(a));
	if (x < a + 1) {
		let term = 1 / a;
		let sum = term;
		for (let n = 1; n < 10000 && Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
			term *= x / (a + n);
			sum += term;
		}
		return upper ? 1 - front * sum : front * sum;
	}
	// Lentz' continued fraction.
	let b = x + 1 - a;
	let c = 1e300;
	let d = 1 / b;
	let h = d;
	for (let i = 1; i < 10000; i++) {
		const an = -i * (i - a);
		b += 2;
		d = 1 / (an * d + b);
		c = b + an / c;
		h *= d * c;
		if (Math.abs(d * c - 1) < 1e-16) break;
	}
	return upper ? front * h : 1 - front * h;
}

/** exp(-|x|)·I_n(x): the mean of exp(x cos t - |x|) cos nt over a period; the trapezoid rule converges geometrically. */
export function besselIe(n: 0 | 1, x: number): number {
	if (Number.isNaN(x)) return x;
	const a = Math.abs(x);
	if (a > 700) {
		// Hankel's expansion.
		const mu = 4 * n * n;
		let term = 1;
		let sum = 1;
		for (let k = 1; k < 12; k++) {
			term *= -(mu - (2 * k - 1) ** 2) / (k * 8 * a);
			sum += term;
		}
		return ((n === 1 ? Math.sign(x) : 1) * sum) / Math.sqrt(2 * Math.PI * a);
	}
	const points = Math.ceil(24 + 4 * Math.sqrt(a) * 4);
	let sum = 0;
	for (let k = 0; k < points; k++) {
		const t = (2 * Math.PI * (k + 0.5)) / points;
		sum += Math.exp(a * (Math.cos(t) - 1)) * (n === 0 ? 1 : Math.cos(t));
	}
	return ((n === 1 ? Math.sign(x) : 1) * sum) / points;
}
export const besselI = (n: 0 | 1, x: number): number => besselIe(n, x) * Math.exp(Math.abs(x));

/** J_n(x), from its integral over a period. */
export function besselJ(n: number, x: number): number {
	const points = Math.ceil(40 + n + 2.2 * Math.abs(x));
	let sum = 0;
	for (let k = 0; k < points; k++) {
		const t = (2 * Math.PI * (k + 0.5)) / points;
		sum += Math.cos(n * t - x * Math.sin(t));
	}
	return sum / points;
}
/** Y_0 and Y_1 by Neumann's series in J. */
export function besselY(n: 0 | 1, x: number): number {
	if (x < 0) return Number.NaN;
	if (x === 0) return Number.NEGATIVE_INFINITY;
	const log = Math.log(x / 2) + EULER;
	let sum = 0;
	for (let k = 1; k < 20 + x; k++) {
		const sign = k % 2 === 0 ? 1 : -1;
		sum += (sign * (n === 0 ? besselJ(2 * k, x) : besselJ(2 * k - 1, x) - besselJ(2 * k + 1, x))) / k;
	}
	if (n === 0) return (2 / Math.PI) * log * besselJ(0, x) - (4 / Math.PI) * sum;
	// Y_1 is minus the derivative of Y_0.
	return (-2 / (Math.PI * x)) * besselJ(0, x) + (2 / Math.PI) * log * besselJ(1, x) + (2 / Math.PI) * sum;
}
/** exp(x)·K_n(x) = integral of exp(x - x cosh t) cosh nt. */
export function besselKe(n: 0 | 1, x: number): number {
	if (x < 0) return Number.NaN;
	if (x === 0) return Number.POSITIVE_INFINITY;
	const step = 1 / 32;
	let sum = 0.5;
	for (let k = 1; ; k++) {
		const t = k * step;
		const v = Math.exp(x * (1 - Math.cosh(t))) * (n === 0 ? 1 : Math.cosh(t));
		sum += v;
		if (v < 1e-18 * sum) return sum * step;
	}
}

export const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
export const entr = (x: number): number => (Number.isNaN(x) ? x : x > 0 ? -x * Math.log(x) : x === 0 ? 0 : Number.NEGATIVE_INFINITY);
export const xlogy = (x: number, y: number): number => (Number.isNaN(y) ? y : x === 0 ? 0 : x * Math.log(y));
export const xlog1py = (x: number, y: number): number => (Number.isNaN(y) ? y : x === 0 ? 0 : x * Math.log1p(y));

/** Classical orthogonal polynomials by their three-term recurrences. */
export function polynomial(p0: number, p1: number, n: number, next: (k: number, current: number, before: number) => number): number {
	const order = Math.trunc(n);
	if (!(order >= 0)) return 0;
	if (order === 0) return p0;
	let before = p0;
	let current = p1;
	for (let k = 1; k < order; k++) [before, current] = [current, next(k, current, before)];
	return current;
}
