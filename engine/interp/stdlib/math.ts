/** `math`. */
import { parts } from "../../values/decimal.ts";
import { raiseError } from "../../values/exceptions.ts";
import { asInt, indexOf, normInt, typeName, typeOf } from "../../values/kinds.ts";
import type { Int } from "../../values/numbers.ts";
import { binary } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { truncate } from "../../values/types/number.ts";
import { floatClass, intClass, PyFloat, SymInt, Unknown, type Value } from "../../values/value.ts";
import { derive, float, items, library, real, tuple } from "./kit.ts";
import { erf, erfc, gamma, lgamma } from "./math-special.ts";
import * as exact from "../../values/exact-math.ts";

/** A product of more factors takes longer than anything a program about tensors would want it for. */
const MOST_FACTORS = 20_000;

const domain = (): never => raiseError("ValueError", "math domain error");
const range = (): never => raiseError("OverflowError", "math range error");

/** One-argument float functions. NaN out of a number is a domain error, infinity out of a finite number a range error. */
const FUNCTIONS: Record<string, (x: number) => number> = {
	sqrt: Math.sqrt,
	exp: exact.exp,
	exp2: (x) => exact.pow(2, x),
	expm1: exact.expm1,
	log1p: exact.log1p,
	sin: exact.sin,
	cos: exact.cos,
	tan: exact.tan,
	asin: exact.asin,
	acos: exact.acos,
	atan: exact.atan,
	sinh: exact.sinh,
	cosh: exact.cosh,
	tanh: exact.tanh,
	asinh: exact.asinh,
	acosh: exact.acosh,
	atanh: exact.atanh,
	cbrt: exact.cbrt,
	erf,
	erfc,
	gamma,
	lgamma,
	fabs: Math.abs,
	degrees: (x) => x * (180 / Math.PI),
	radians: (x) => x * (Math.PI / 180),
};
/** Functions whose pole is a domain error although the result is infinite. */
const POLES = new Set(["log1p", "atanh", "gamma", "lgamma"]);

/** Integers of any size: the logarithm works on the leading bits. */
function log(v: Value, of: (x: number) => number): number | null {
	const n = asInt(v);
	if (n !== null) {
		if (n <= 0) domain();
		if (typeof n === "bigint") {
			const bits = n.toString(2).length;
			return of(Number(n >> BigInt(bits - 60)) / 2 ** 60) + of(2) * bits;
		}
		return of(Number(n));
	}
	const x = real(v);
	if (x === null) return null;
	if (x <= 0) domain();
	return of(x);
}
const int = (v: Value): Int => {
	const n = indexOf(v);
	if (n === null) raiseError("TypeError", `'${typeName(v)}' object cannot be interpreted as an integer`);
	return n;
};
function rounding(name: string, dunder: string, of: (x: number) => number): [string, (v: Value) => Value] {
	return [
		name,
		(v) => {
			if (v instanceof SymInt) return v;
			if (v instanceof Unknown) return derive(name, [v], intClass);
			if (v instanceof PyFloat && !v.cls.isUser) return truncate(of(v.value));
			const own = typeOf(v).lookup(dunder);
			if (own !== undefined && own !== null) return rt.call(own, [v]);
			if (name === "trunc") raiseError("TypeError", `type ${typeName(v)} doesn't define __trunc__ method`);
			const x = real(v);
			return x === null ? derive(name, [v], intClass) : truncate(of(x));
		},
	];
}
const gcd2 = (a: bigint, b: bigint): bigint => {
	while (b !== 0n) [a, b] = [b, a % b];
	return a < 0n ? -a : a;
};
const abs = (n: bigint): bigint => (n < 0n ? -n : n);

library("math", (m) => {
	m.set("pi", float(Math.PI));
	m.set("e", float(Math.E));
	m.set("tau", float(2 * Math.PI));
	m.set("inf", float(Infinity));
	m.set("nan", float(Number.NaN));
	for (const [name, f] of Object.entries(FUNCTIONS))
		m.fn(name, "x", (v: Value) => {
			const x = real(v);
			if (x === null) return derive(name, [v], floatClass);
			const r = f(x);
			if (Number.isNaN(r) && !Number.isNaN(x)) domain();
			if (!Number.isFinite(r) && Number.isFinite(x)) {
				if (POLES.has(name) && (name !== "gamma" || x <= 0)) domain();
				range();
			}
			return float(r);
		});
	const unknownLog = (v: Value): Value => derive("log", [v], floatClass);
	m.fn("log", "! x base?", (v: Value, base?: Value) => {
		const x = log(v, exact.log);
		if (x === null) return unknownLog(v);
		if (base === undefined) return float(x);
		const b = log(base, exact.log);
		if (b === null) return derive("log", [v, base], floatClass);
		if (b === 0) raiseError("ZeroDivisionError", "float division by zero");
		return float(x / b);
	});
	m.fn("log2", "x", (v: Value) => {
		const x = log(v, exact.log2);
		return x === null ? unknownLog(v) : float(x);
	});
	m.fn("log10", "x", (v: Value) => {
		const x = log(v, exact.log10);
		return x === null ? unknownLog(v) : float(x);
	});
	for (const [name, of] of [
		rounding("ceil", "__ceil__", Math.ceil),
		rounding("floor", "__floor__", Math.floor),
		rounding("trunc", "__trunc__", Math.trunc),
	])
		m.fn(name, "! x", of);

	const two = (name: string, f: (x: number, y: number) => Value): void => {
		m.fn(name, "x y", (a: Value, b: Value) => {
			const x = real(a);
			const y = real(b);
			return x === null || y === null ? derive(name, [a, b], floatClass) : f(x, y);
		});
	};
	two("pow", (x, y) => {
		if (x === 0 && y < 0) domain();
		if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y)) domain();
		if (x === 1 || y === 0) return float(1);
		const r = exact.pow(x, y);
		if (!Number.isFinite(r) && Number.isFinite(x) && Number.isFinite(y)) range();
		return float(r);
	});
	two("atan2", (x, y) => float(exact.atan2(x, y)));
	two("fmod", (x, y) => {
		if ((y === 0 || !Number.isFinite(x)) && !Number.isNaN(x) && !Number.isNaN(y)) domain();
		return float(x % y);
	});
	two("copysign", (x, y) => float(y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x)));
	two("remainder", (x, y) => {
		if (y === 0 || !Number.isFinite(x)) domain();
		if (!Number.isFinite(y)) return float(x);
		const r = Math.abs(x) % Math.abs(y);
		const other = Math.abs(y) - r;
		const q = Math.floor(Math.abs(x) / Math.abs(y));
		const near = r < other || (r === other && q % 2 === 0) ? r : -other;
		return float(x < 0 ? -near : near);
	});
	two("nextafter", (x, y) => float(nextAfter(x, y)));
	m.fn("ulp", "x", (v: Value) => float(Math.abs(nextAfter(Math.abs(real(v)!), Infinity) - Math.abs(real(v)!))));
	m.fn("ldexp", "x i", (v: Value, i: Value) => {
		let x = real(v)!;
		for (let e = Number(int(i)); e !== 0; ) {
			const step = Math.max(-1000, Math.min(1000, e));
			x *= 2 ** step;
			e -= step;
		}
		return Number.isFinite(x) || !Number.isFinite(real(v)!) ? float(x) : range();
	});
	m.fn("frexp", "x", (v: Value) => {
		const x = real(v)!;
		if (x === 0 || !Number.isFinite(x)) return tuple([float(x), 0]);
		const { mantissa, exponent } = parts(x);
		const bits = mantissa.toString(2).length;
		return tuple([float((x < 0 ? -1 : 1) * (Number(mantissa) / 2 ** bits)), exponent + bits]);
	});
	m.fn("modf", "x", (v: Value) => {
		const x = real(v)!;
		const whole = Math.trunc(x);
		const rest = Number.isFinite(x) ? x - whole : 0;
		return tuple([float(x < 0 || Object.is(x, -0) ? -Math.abs(rest) : rest), float(whole)]);
	});
	m.fn("isnan", "x", (v: Value) => Number.isNaN(real(v)));
	m.fn("isinf", "x", (v: Value) => Math.abs(real(v)!) === Infinity);
	m.fn("isfinite", "x", (v: Value) => Number.isFinite(real(v)));
	m.fn("isclose", "a b * rel_tol? abs_tol?", (a: Value, b: Value, rel?: Value, tol?: Value) => {
		const [x, y, r, t] = [real(a)!, real(b)!, rel === undefined ? 1e-9 : real(rel)!, tol === undefined ? 0 : real(tol)!];
		if (r < 0 || t < 0) raiseError("ValueError", "tolerances must be non-negative");
		if (x === y) return true;
		if (!Number.isFinite(x) || !Number.isFinite(y)) return false;
		const d = Math.abs(x - y);
		return d <= Math.abs(r * y) || d <= Math.abs(r * x) || d <= t;
	});
	m.fn("gcd", "*args", (args: Value[]) => normInt(args.map((v) => BigInt(int(v))).reduce(gcd2, 0n)));
	m.fn("lcm", "*args", (args: Value[]) => {
		let out = 1n;
		for (const v of args) {
			const n = abs(BigInt(int(v)));
			if (n === 0n) return 0;
			out = (out / gcd2(out, n)) * n;
		}
		return normInt(out);
	});
	m.fn("factorial", "x", (v: Value) => {
		if (v instanceof PyFloat) raiseError("TypeError", "'float' object cannot be interpreted as an integer");
		const n = int(v);
		if (n < 0) raiseError("ValueError", "factorial() not defined for negative values");
		if (n > MOST_FACTORS) return new Unknown("the factorial of a large number");
		let out = 1n;
		for (let i = 2n; i <= BigInt(n); i++) out *= i;
		return normInt(out);
	});
	m.fn("comb", "n k", (a: Value, b: Value) => {
		const n = BigInt(int(a));
		let k = BigInt(int(b));
		if (n < 0n) raiseError("ValueError", "n must be a non-negative integer");
		if (k < 0n) raiseError("ValueError", "k must be a non-negative integer");
		if (k > n) return 0;
		if (k > n - k) k = n - k;
		if (k > MOST_FACTORS) return new Unknown("a large binomial coefficient");
		let out = 1n;
		for (let i = 1n; i <= k; i++) out = (out * (n - k + i)) / i;
		return normInt(out);
	});
	m.fn("perm", "n k?", (a: Value, b?: Value) => {
		const n = BigInt(int(a));
		const k = b === undefined || b === null ? n : BigInt(int(b));
		if (n < 0n) raiseError("ValueError", "n must be a non-negative integer");
		if (k < 0n) raiseError("ValueError", "k must be a non-negative integer");
		if (k <= n && k > MOST_FACTORS) return new Unknown("a large number of permutations");
		let out = k > n ? 0n : 1n;
		for (let i = 0n; i < k && out !== 0n; i++) out *= n - i;
		return normInt(out);
	});
	m.fn("isqrt", "n", (v: Value) => {
		const n = BigInt(int(v));
		if (n < 0n) raiseError("ValueError", "isqrt() argument must be nonnegative");
		if (n < 2n) return normInt(n);
		let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
		for (;;) {
			const y = (x + n / x) >> 1n;
			if (y >= x) return normInt(x);
			x = y;
		}
	});
	m.fn("prod", "! iterable * start?", (v: Value, start?: Value) => {
		const all = items(v);
		if (all === null) return derive("prod", [v]);
		let out: Value = start ?? 1;
		for (const x of all) out = binary("*", out, x);
		return out;
	});
	m.fn("fsum", "! iterable", (v: Value) => {
		const all = items(v);
		if (all === null) return derive("fsum", [v], floatClass);
		const numbers: number[] = [];
		for (const x of all) {
			const n = real(x);
			if (n === null) return derive("fsum", all, floatClass);
			numbers.push(n);
		}
		return float(exactSum(numbers));
	});
	m.fn("hypot", "*args", (args: Value[]) => float(hypot(args.map((v) => real(v)!))));
	m.fn("dist", "! p q", (p: Value, q: Value) => {
		const [a, b] = [items(p), items(q)];
		if (a === null || b === null || [...a, ...b].some((v) => v instanceof Unknown)) return derive("dist", [p, q], floatClass);
		if (a.length !== b.length) raiseError("ValueError", "both points must have the same number of dimensions");
		return float(hypot(a.map((v, i) => real(v)! - real(b[i]!)!)));
	});
});

/** Exact to the last bit: integers do it. */
function hypot(values: number[]): number {
	if (values.some((x) => Math.abs(x) === Infinity)) return Infinity;
	if (values.some(Number.isNaN)) return Number.NaN;
	const largest = Math.max(0, ...values.map(Math.abs));
	if (largest === 0) return 0;
	return exact.hypot(values, largest);
}
/** The sum of doubles rounded once: every double is an integer times 2**-1074. */
export function exactSum(values: number[]): number {
	let special = 0;
	let total = 0n;
	for (const x of values) {
		if (!Number.isFinite(x)) {
			special += x;
			continue;
		}
		const { mantissa, exponent } = parts(x);
		const scaled = mantissa << BigInt(exponent + 1074);
		total += x < 0 ? -scaled : scaled;
	}
	if (special !== 0 || Number.isNaN(special)) return special;
	const negative = total < 0n;
	const size = negative ? -total : total;
	const extra = size.toString(2).length - 60;
	// A sticky bit keeps the one rounding that Number() does honest.
	const head = extra > 0 ? (size >> BigInt(extra)) | ((size & ((1n << BigInt(extra)) - 1n)) === 0n ? 0n : 1n) : size;
	let x = Number(head);
	for (let e = Math.max(extra, 0) - 1074; e !== 0; ) {
		const step = Math.max(-1000, Math.min(1000, e));
		x *= 2 ** step;
		e -= step;
	}
	return negative ? -x : x;
}
function nextAfter(x: number, y: number): number {
	if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
	if (x === y) return y;
	if (x === 0) return y > 0 ? 5e-324 : -5e-324;
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, x);
	const bits = view.getBigInt64(0);
	view.setBigInt64(0, bits + (y > x === x > 0 ? 1n : -1n));
	return view.getFloat64(0);
}
