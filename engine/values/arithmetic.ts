/** Binary and unary operators on values of built-in types, without Python's dunder protocol. */
import { raiseError } from "./exceptions.ts";
import { percentFormat } from "./percent.ts";
import { differenceBounds } from "./bounds.ts";
import { asInt, normInt, typeName } from "./kinds.ts";
import {
	divComplex,
	divideInts,
	floorDivFloat,
	floorDivInt,
	type Int,
	modFloat,
	modInt,
	powComplex,
	powFloat,
	powInt,
	shiftLeft,
	shiftRight,
	toFloat,
} from "./numbers.ts";
import { rt } from "./runtime.ts";
import { setBinary } from "./set-algebra.ts";
import { symbolicBinary } from "./symbolic.ts";
import { strValue, unknownText } from "./text.ts";
import { derive } from "./unknown.ts";
import { bytesClass, PyBytes, PyComplex, PyDict, PyFloat, PyList, PySet, PyTuple, strClass, SymInt, Unknown, type Value } from "./value.ts";

/** Longest str, list or tuple that repetition builds, in items. */
const LONGEST = 20_000_000;

export function intBinary(op: string, a: Int, b: Int): Value | undefined {
	if (typeof a === "number" && typeof b === "number") {
		const r = op === "+" ? a + b : op === "-" ? a - b : op === "*" ? a * b : Number.NaN;
		if (Number.isSafeInteger(r)) return r + 0;
	}
	switch (op) {
		case "+":
			return normInt(BigInt(a) + BigInt(b));
		case "-":
			return normInt(BigInt(a) - BigInt(b));
		case "*":
			return normInt(BigInt(a) * BigInt(b));
		case "/":
			if (b == 0) raiseError("ZeroDivisionError", "division by zero");
			return new PyFloat(divideInts(a, b));
		case "//":
			if (b == 0) raiseError("ZeroDivisionError", "integer division or modulo by zero");
			return floorDivInt(a, b);
		case "%":
			if (b == 0) raiseError("ZeroDivisionError", "integer modulo by zero");
			return modInt(a, b);
		case "**":
			return powInt(a, b);
		case "<<":
			return shiftLeft(a, b);
		case ">>":
			return shiftRight(a, b);
		case "&":
			return bitwise(
				a,
				b,
				(x, y) => x & y,
				(x, y) => x & y,
			);
		case "|":
			return bitwise(
				a,
				b,
				(x, y) => x | y,
				(x, y) => x | y,
			);
		case "^":
			return bitwise(
				a,
				b,
				(x, y) => x ^ y,
				(x, y) => x ^ y,
			);
		default:
			return undefined;
	}
}
const isInt32 = (n: Int): n is number => typeof n === "number" && (n | 0) === n;
function bitwise(a: Int, b: Int, small: (x: number, y: number) => number, big: (x: bigint, y: bigint) => bigint): Int {
	return isInt32(a) && isInt32(b) ? small(a, b) : normInt(big(BigInt(a), BigInt(b)));
}

export function floatBinary(op: string, a: number, b: number): Value | undefined {
	switch (op) {
		case "+":
			return new PyFloat(a + b);
		case "-":
			return new PyFloat(a - b);
		case "*":
			return new PyFloat(a * b);
		case "/":
			if (b === 0) raiseError("ZeroDivisionError", "float division by zero");
			return new PyFloat(a / b);
		case "//":
			if (b === 0) raiseError("ZeroDivisionError", "float floor division by zero");
			return new PyFloat(floorDivFloat(a, b));
		case "%":
			if (b === 0) raiseError("ZeroDivisionError", "float modulo");
			return new PyFloat(modFloat(a, b));
		case "**":
			return powFloat(a, b);
		default:
			return undefined;
	}
}

function complexBinary(op: string, a: PyComplex, b: PyComplex): Value | undefined {
	switch (op) {
		case "+":
			return new PyComplex(a.re + b.re, a.im + b.im);
		case "-":
			return new PyComplex(a.re - b.re, a.im - b.im);
		case "*":
			return new PyComplex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
		case "/":
			return divComplex(a.re, a.im, b.re, b.im);
		case "**":
			return powComplex(a.re, a.im, b.re, b.im);
		default:
			return undefined;
	}
}
export function toComplex(v: Value): PyComplex | null {
	if (v instanceof PyComplex) return v;
	if (v instanceof PyFloat) return new PyComplex(v.value, 0);
	const i = asInt(v);
	return i === null ? null : new PyComplex(toFloat(i), 0);
}

/** `sequence * count`; undefined when `count` is no integer. */
function repeat(sequence: Value, count: Value): Value | undefined {
	if (count instanceof SymInt) return derive("*", [sequence, count]);
	const n = asInt(count);
	if (n === null) return undefined;
	const times = n < 0 ? 0 : Number(n);
	const length =
		typeof sequence === "string"
			? sequence.length
			: sequence instanceof PyBytes
				? sequence.value.length
				: (sequence as PyList).items.length;
	if (length * times > LONGEST) {
		rt.limit("budget", `a sequence of ${length * times} items`);
		return derive("*", [sequence, count]);
	}
	if (typeof sequence === "string") return sequence.repeat(times);
	if (sequence instanceof PyBytes) return new PyBytes(sequence.value.repeat(times));
	const items: Value[] = [];
	for (let i = 0; i < times; i++) for (const item of (sequence as PyList).items) items.push(item);
	return sequence instanceof PyList ? new PyList(items) : new PyTuple(items);
}
const isSequence = (v: Value): boolean => typeof v === "string" || v instanceof PyList || v instanceof PyTuple || v instanceof PyBytes;

function sequenceBinary(op: string, a: Value, b: Value): Value | undefined {
	if (op === "*") return isSequence(a) ? repeat(a, b) : repeat(b, a);
	if (op === "%" && typeof a === "string") return percentFormat(a, b);
	if (op === "%" && a instanceof PyBytes) {
		const text = percentFormat(a.value, b, true);
		return typeof text === "string" ? new PyBytes(text) : derive(op, [a, b], bytesClass);
	}
	if (op !== "+") return undefined;
	if (typeof a === "string" && typeof b === "string") return a + b;
	if (a instanceof PyList && b instanceof PyList) {
		const out = new PyList([...a.items, ...b.items]);
		out.more = a.more ?? b.more;
		return out;
	}
	if (a instanceof PyTuple && b instanceof PyTuple) return new PyTuple([...a.items, ...b.items]);
	if (a instanceof PyBytes && b instanceof PyBytes) {
		const out = new PyBytes(a.value + b.value);
		out.cls = a.cls;
		return out;
	}
	return undefined;
}

/** The result, or undefined where the built-in types do not define it. Operands are unwrapped, neither is Unknown. */
export function nativeBinary(op: string, a: Value, b: Value): Value | undefined {
	if (a instanceof SymInt || b instanceof SymInt) {
		const r = symbolicBinary(op, a, b);
		if (r !== undefined) return r;
	}
	const x = asInt(a);
	const y = asInt(b);
	if (x !== null && y !== null) {
		if (typeof a === "boolean" && typeof b === "boolean") {
			if (op === "&") return a && b;
			if (op === "|") return a || b;
			if (op === "^") return a !== b;
		}
		return intBinary(op, x, y);
	}
	if (a instanceof PyFloat) {
		if (b instanceof PyFloat) return floatBinary(op, a.value, b.value);
		if (y !== null) return floatBinary(op, a.value, toFloat(y));
	} else if (b instanceof PyFloat && x !== null) return floatBinary(op, toFloat(x), b.value);
	if (a instanceof PyComplex || b instanceof PyComplex) {
		const p = toComplex(a);
		const q = toComplex(b);
		return p === null || q === null ? undefined : complexBinary(op, p, q);
	}
	if (isSequence(a) || (isSequence(b) && op === "*")) return sequenceBinary(op, a, b);
	if (a instanceof PySet && b instanceof PySet) return setBinary(op, a, b);
	if (op === "|" && a instanceof PyDict && b instanceof PyDict) {
		const out = new PyDict();
		for (const [k, e] of a.entries) out.entries.set(k, e);
		for (const [k, e] of b.entries) out.entries.set(k, [out.entries.get(k)?.[0] ?? e[0], e[1]]);
		out.hasUnknownKeys = a.hasUnknownKeys || b.hasUnknownKeys;
		return out;
	}
	return undefined;
}

/** Operators where one side is Unknown and the other of a built-in type. */
export function unknownBinary(op: string, a: Value, b: Value): Value {
	if (op === "+" && (typeof a === "string" || typeof b === "string")) {
		const text = (v: Value): string | null =>
			typeof v === "string" ? v : v instanceof Unknown && v.type === strClass ? unknownText(v) : null;
		const left = text(a);
		const right = text(b);
		if (left !== null && right !== null) return strValue(left + right);
	}
	if (op === "+" && a instanceof Unknown && b instanceof Unknown && a.type === strClass && b.type === strClass)
		return strValue(unknownText(a) + unknownText(b));
	if (op === "%" && typeof a === "string") return percentFormat(a, b);
	const out = derive(op, [a, b], resultType(op, a, b));
	return op === "-" ? differenceBounds(a, b, out) : out;
}
function resultType(op: string, a: Value, b: Value): Unknown["type"] {
	const names = [typeName(a), typeName(b)];
	if (!names.every((n) => n === "int" || n === "float" || n === "bool")) return null;
	const of = (v: Value): Unknown["type"] => (v instanceof Unknown ? v.type : v instanceof PyFloat ? v.cls : null);
	if (names.includes("float")) return names[0] === "float" ? of(a) : of(b);
	return op === "/" || op === "**" ? null : names[0] === "int" ? of(a) : of(b);
}

export function nativeUnary(op: string, v: Value): Value | undefined {
	if (v instanceof SymInt)
		return op === "-" ? symbolicBinary("*", v, -1) : op === "+" ? v : symbolicBinary("-", symbolicBinary("*", v, -1)!, 1);
	const i = asInt(v);
	if (i !== null) {
		if (op === "+") return i;
		if (op === "-") return i == 0 ? 0 : normInt(-BigInt(i));
		return normInt(-BigInt(i) - 1n);
	}
	if (op === "~") return undefined;
	if (v instanceof PyFloat) return new PyFloat(op === "-" ? -v.value : v.value);
	if (v instanceof PyComplex) return op === "-" ? new PyComplex(-v.re, -v.im) : v;
	return undefined;
}
