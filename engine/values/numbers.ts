/** Integer and float arithmetic with Python's rules, hashing of numbers, and reading numbers from text. */
import { raiseArgs, raiseError } from "./exceptions.ts";
import { hypot, pow } from "./exact-math.ts";
import { intOf, normInt } from "./kinds.ts";
import { rt } from "./runtime.ts";
import { derive } from "./unknown.ts";
import { PyComplex, PyFloat, type Value } from "./value.ts";

export type Int = number | bigint;

/** Floor division and modulo take the sign of the divisor. */
export function floorDivInt(a: Int, b: Int): Int {
	if (typeof a === "number" && typeof b === "number") return intOf(Math.floor(a / b) * b === a ? a / b : floorExact(a, b));
	const x = BigInt(a);
	const y = BigInt(b);
	const q = x / y;
	return normInt(x % y !== 0n && x < 0n !== y < 0n ? q - 1n : q);
}
/** `a / b` may round up to the next integer when a is large: go through the remainder. */
function floorExact(a: number, b: number): number {
	const r = a % b;
	const q = (a - r) / b;
	return r !== 0 && r < 0 !== b < 0 ? q - 1 : q;
}
export function modInt(a: Int, b: Int): Int {
	if (typeof a === "number" && typeof b === "number") {
		const r = a % b;
		return r !== 0 && r < 0 !== b < 0 ? r + b : r + 0;
	}
	const x = BigInt(a);
	const y = BigInt(b);
	const r = x % y;
	return normInt(r !== 0n && r < 0n !== y < 0n ? r + y : r);
}
export function modFloat(a: number, b: number): number {
	const r = a % b;
	if (r !== 0) return r < 0 !== b < 0 ? (Number.isFinite(b) ? r + b : b) : r;
	return b < 0 || Object.is(b, -0) ? -0 : 0;
}
const sign = (x: number): boolean => x < 0 || Object.is(x, -0);
export function floorDivFloat(a: number, b: number): number {
	if (!Number.isFinite(a)) return Number.NaN;
	const r = a % b;
	let q = (a - r) / b;
	if (r !== 0 && r < 0 !== b < 0) q -= 1;
	if (q === 0) return sign(a) !== sign(b) ? -0 : 0;
	const floor = Math.floor(q);
	return q - floor > 0.5 ? floor + 1 : floor;
}

/** Integers beyond this many bits are not computed. */
const MAX_BITS = 4_000_000;
const bits = (n: Int): number =>
	typeof n === "number" ? Math.max(1, Math.ceil(Math.log2(Math.abs(n) + 1))) : (n < 0n ? -n : n).toString(16).length * 4;
function tooLarge(op: string, a: Int, b: Int): Value {
	rt?.limit("budget", `an integer of more than ${MAX_BITS} bits`);
	return derive(op, [a, b]);
}

export function powInt(a: Int, b: Int): Value {
	if (b < 0) {
		if (a == 0) raiseError("ZeroDivisionError", "0.0 cannot be raised to a negative power");
		return powFloat(Number(a), Number(b));
	}
	if (typeof a === "number" && typeof b === "number") {
		const fast = a ** b;
		if (Number.isSafeInteger(fast)) return fast;
	}
	if (a == 1 || a == 0) return a;
	if (a == -1) return BigInt(b) % 2n === 0n ? 1 : -1;
	if (bits(a) * Number(b) > MAX_BITS) return tooLarge("**", a, b);
	return normInt(BigInt(a) ** BigInt(b));
}
export function powFloat(a: number, b: number): Value {
	if (a === 0 && b < 0) raiseError("ZeroDivisionError", "0.0 cannot be raised to a negative power");
	if (a === 1 || b === 0) return new PyFloat(1);
	if (a === -1 && !Number.isFinite(b) && b === b) return new PyFloat(1);
	if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) return powComplex(a, 0, b, 0);
	const r = pow(a, b);
	if (!Number.isFinite(r) && Number.isFinite(a) && Number.isFinite(b)) raiseArgs("OverflowError", [34, "Numerical result out of range"]);
	return new PyFloat(r);
}
export function powComplex(ar: number, ai: number, br: number, bi: number): PyComplex {
	if (br === 0 && bi === 0) return new PyComplex(1, 0);
	if (ar === 0 && ai === 0) {
		if (bi !== 0 || br < 0) raiseError("ZeroDivisionError", "0.0 to a negative or complex power");
		return new PyComplex(0, 0);
	}
	if (bi === 0 && Number.isInteger(br) && Math.abs(br) <= 100) {
		let [r, i] = [1, 0];
		let [pr, pi] = [ar, ai];
		for (let n = Math.abs(br); n > 0; n >>= 1) {
			if (n & 1) [r, i] = [r * pr - i * pi, r * pi + i * pr];
			[pr, pi] = [pr * pr - pi * pi, 2 * pr * pi];
		}
		return br < 0 ? divComplex(1, 0, r, i) : new PyComplex(r, i);
	}
	const size = absComplex(ar, ai);
	const angle = Math.atan2(ai, ar);
	let length = size ** br;
	let at = angle * br;
	if (bi !== 0) {
		length /= Math.exp(angle * bi);
		at += bi * Math.log(size);
	}
	return new PyComplex(length * Math.cos(at), length * Math.sin(at));
}
export const absComplex = (re: number, im: number): number => {
	if (!Number.isFinite(re) || !Number.isFinite(im) || (re === 0 && im === 0)) return Math.hypot(re, im);
	return hypot([re, im], Math.max(Math.abs(re), Math.abs(im)));
};
export function divComplex(ar: number, ai: number, br: number, bi: number): PyComplex {
	if (br === 0 && bi === 0) raiseError("ZeroDivisionError", "complex division by zero");
	if (Math.abs(br) >= Math.abs(bi)) {
		const ratio = bi / br;
		const d = br + bi * ratio;
		return new PyComplex((ar + ai * ratio) / d, (ai - ar * ratio) / d);
	}
	const ratio = br / bi;
	const d = br * ratio + bi;
	return new PyComplex((ar * ratio + ai) / d, (ai * ratio - ar) / d);
}
/** `a / b` of integers, correctly rounded. */
export function divideInts(a: Int, b: Int): number {
	if (typeof a === "number" && typeof b === "number") return a / b;
	let x = BigInt(a);
	let y = BigInt(b);
	const negative = x < 0n !== y < 0n && x !== 0n;
	if (x < 0n) x = -x;
	if (y < 0n) y = -y;
	// Enough quotient bits for one rounding, with a sticky bit for the rest.
	const shift = y.toString(2).length - x.toString(2).length + 66;
	const n = shift > 0 ? x << BigInt(shift) : x;
	const d = shift < 0 ? y << BigInt(-shift) : y;
	const q = n / d;
	const sticky = n % d === 0n ? q : q | 1n;
	const value = bigToFloat(sticky);
	let r = value;
	// Scale in two steps so that the intermediate neither overflows nor rounds twice in the normal range.
	for (let s = -shift; s !== 0; ) {
		const step = Math.max(-1000, Math.min(1000, s));
		r *= 2 ** step;
		s -= step;
	}
	if (!Number.isFinite(r)) raiseError("OverflowError", "integer division result too large for a float");
	return negative ? -r : r;
}
const bigToFloat = (b: bigint): number => Number(b);
export function toFloat(n: Int): number {
	const x = Number(n);
	if (!Number.isFinite(x)) raiseError("OverflowError", "int too large to convert to float");
	return x;
}
export function shiftLeft(a: Int, b: Int): Value {
	if (b < 0) raiseError("ValueError", "negative shift count");
	if (a == 0) return 0;
	if (Number(b) + bits(a) > MAX_BITS) return tooLarge("<<", a, b);
	if (typeof a === "number" && Number(b) < 52) {
		const r = a * 2 ** Number(b);
		if (Number.isSafeInteger(r)) return r;
	}
	return normInt(BigInt(a) << BigInt(b));
}
export function shiftRight(a: Int, b: Int): Value {
	if (b < 0) raiseError("ValueError", "negative shift count");
	if (typeof a === "number" && Number(b) < 1000) return Math.floor(a / 2 ** Number(b));
	if (Number(b) > MAX_BITS) return a < 0 ? -1 : 0;
	return normInt(BigInt(a) >> BigInt(b));
}
/** Compares an int with a float exactly: -1, 0, 1, or NaN. */
export function compareIntFloat(a: Int, b: number): number {
	if (b !== b) return Number.NaN;
	if (typeof a === "number" || !Number.isFinite(b)) return Number(a) < b ? -1 : Number(a) > b ? 1 : 0;
	return a < b ? -1 : a > b ? 1 : 0;
}

const MODULUS = (1n << 61n) - 1n;
/** `hash(n)`, `hash(x)` as 64-bit CPython has them. */
export function hashInt(n: Int): Int {
	if (typeof n === "number" && Math.abs(n) < 2 ** 50) return n === -1 ? -2 : n;
	const b = BigInt(n);
	const h = (b < 0n ? -b : b) % MODULUS;
	const out = normInt(b < 0n ? -h : h);
	return out === -1 ? -2 : out;
}
export function hashFloat(x: number): Int {
	if (Number.isInteger(x)) return hashInt(intOf(x));
	if (!Number.isFinite(x)) return x > 0 ? 314159 : -314159;
	// x = m * 2**e with 2**61 = 1 modulo the modulus.
	let e = 0;
	let m = Math.abs(x);
	while (m !== Math.floor(m)) {
		m *= 2;
		e--;
	}
	const power = BigInt(((e % 61) + 61) % 61);
	const h = (BigInt(m) * (1n << power)) % MODULUS;
	const out = normInt(x < 0 ? -h : h);
	return out === -1 ? -2 : out;
}

/** CPython refuses longer decimal conversions. */
const MAX_DIGITS = 4300;
export function intText(n: Int): string {
	const text = String(n);
	if (text.length > MAX_DIGITS && text.replace("-", "").length > MAX_DIGITS)
		raiseError(
			"ValueError",
			`Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
		);
	return text;
}
/** The integer written in `text`, or null. */
export function parseInteger(text: string, base: number): Int | null {
	let s = text.trim().toLowerCase();
	let sign = 1;
	if (s.startsWith("+") || s.startsWith("-")) {
		if (s[0] === "-") sign = -1;
		s = s.slice(1);
	}
	const prefix = /^0([xob])_?/.exec(s);
	const prefixBase = prefix === null ? 0 : prefix[1] === "x" ? 16 : prefix[1] === "o" ? 8 : 2;
	if (prefix !== null && (base === 0 || base === prefixBase)) {
		base = prefixBase;
		s = s.slice(prefix[0].length);
	} else if (base === 0) {
		if (/^0[0_]*[1-9]/.test(s)) return null;
		base = 10;
	}
	if (!/^[0-9a-z]+(_[0-9a-z]+)*$/.test(s)) {
		// Digits of other scripts count too.
		const folded = s.replace(/\p{Nd}/gu, (c) => String(digitValue(c)));
		if (folded === s || !/^[0-9a-z]+(_[0-9a-z]+)*$/.test(folded)) return null;
		s = folded;
	}
	s = s.replaceAll("_", "");
	if (base === 10 && s.length > MAX_DIGITS)
		raiseError(
			"ValueError",
			`Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion: value has ${s.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
		);
	for (const c of s) if (Number.parseInt(c, 36) >= base) return null;
	if (s.length <= 15 && base <= 10) return sign * Number.parseInt(s, base) + 0;
	let value = 0n;
	if (base === 10) value = BigInt(s);
	else if (base === 16) value = BigInt(`0x${s}`);
	else if (base === 2) value = BigInt(`0b${s}`);
	else if (base === 8) value = BigInt(`0o${s}`);
	else for (const c of s) value = value * BigInt(base) + BigInt(Number.parseInt(c, 36));
	return normInt(sign < 0 ? -value : value);
}
/** The value of a decimal digit of any script: such digits come in runs of ten. */
export function digitValue(c: string): number {
	const code = c.codePointAt(0)!;
	if (code < 0x80) return code - 48;
	let zero = code;
	while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero--;
	return code - zero;
}

/** The float written in `text`, or null. */
export function parseFloatText(text: string): number | null {
	let s = text.trim().toLowerCase();
	if (/[^\x00-\x7f]/.test(s)) s = s.replace(/\p{Nd}/gu, (c) => String(digitValue(c)));
	if (/^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/.test(s)) return Number(s.replaceAll("_", ""));
	const m = /^([+-]?)(inf|infinity|nan)$/.exec(s);
	if (m === null) return null;
	if (m[2] === "nan") return Number.NaN;
	return m[1] === "-" ? -Infinity : Infinity;
}
