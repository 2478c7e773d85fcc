/** Comparison of values of built-in types: numbers, text, and containers element by element. */
import { setHas } from "./dict.ts";
import { asInt } from "./kinds.ts";
import { compareIntFloat } from "./numbers.ts";
import { compare } from "./operators.ts";
import { rt } from "./runtime.ts";
import { symbolicCompare } from "./symbolic.ts";
import { hasAstral } from "./text.ts";
import { derive } from "./unknown.ts";
import {
	boolClass,
	PyBytes,
	PyComplex,
	PyDict,
	PyFloat,
	PyList,
	PyRange,
	PySet,
	PySlice,
	PyTuple,
	SymInt,
	Unknown,
	type Value,
} from "./value.ts";

export function orderIs(op: string, sign: number): boolean {
	switch (op) {
		case "<":
			return sign < 0;
		case "<=":
			return sign <= 0;
		case ">":
			return sign > 0;
		case ">=":
			return sign >= 0;
		case "==":
			return sign === 0;
		default:
			return sign !== 0;
	}
}
/** By code points: UTF-16 order differs from it where surrogates are involved. */
export function compareText(a: string, b: string): number {
	if (a === b) return 0;
	if (!hasAstral(a) && !hasAstral(b)) return a < b ? -1 : 1;
	const x = Array.from(a, (c) => c.codePointAt(0)!);
	const y = Array.from(b, (c) => c.codePointAt(0)!);
	for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
	return x.length - y.length;
}

/** `x is y or x == y` as containers ask it: true, false, or not known. */
export function sameItem(x: Value, y: Value): boolean | Unknown {
	if (x === y) return true;
	const r = compare("==", x, y);
	if (typeof r === "boolean" || r instanceof Unknown) return r;
	return rt.truth(r);
}

function compareItems(op: string, a: Value[], b: Value[]): Value {
	const n = Math.min(a.length, b.length);
	const isEquality = op === "==" || op === "!=";
	if (isEquality && a.length !== b.length) return op === "!=";
	let open: Unknown | null = null;
	for (let i = 0; i < n; i++) {
		const same = sameItem(a[i]!, b[i]!);
		if (same === true) continue;
		if (same === false) {
			if (isEquality) return op === "!=";
			return open === null ? compare(op, a[i]!, b[i]!) : open;
		}
		open ??= derive(op, [same], boolClass);
	}
	if (open !== null) return open;
	return orderIs(op, a.length - b.length);
}

function compareDicts(a: PyDict, b: PyDict): boolean | Unknown {
	if (a.hasUnknownKeys || b.hasUnknownKeys) return derive("==", [a, b], boolClass);
	if (a.entries.size !== b.entries.size) return false;
	let open: Unknown | null = null;
	for (const [k, [, v]] of a.entries) {
		const other = b.entries.get(k);
		if (other === undefined) return false;
		const same = sameItem(v, other[1]);
		if (same === false) return false;
		if (same !== true) open ??= same;
	}
	return open ?? true;
}

/** Every item of a is in b. */
function subset(a: PySet, b: PySet): boolean {
	for (const item of a.entries.values()) if (setHas(b, item) !== true) return false;
	return true;
}
function compareSets(op: string, a: PySet, b: PySet): Value {
	if (a.hasUnknownItems || b.hasUnknownItems) return derive(op, [a, b], boolClass);
	const [x, y] = [a.entries.size, b.entries.size];
	switch (op) {
		case "==":
			return x === y && subset(a, b);
		case "!=":
			return x !== y || !subset(a, b);
		case "<":
			return x < y && subset(a, b);
		case "<=":
			return x <= y && subset(a, b);
		case ">":
			return x > y && subset(b, a);
		default:
			return x >= y && subset(b, a);
	}
}
const negateIf = (negate: boolean, r: boolean | Unknown): Value =>
	r instanceof Unknown ? (negate ? derive("not", [r], boolClass) : r) : r !== negate;

/** The result, or undefined where the built-in types do not define it (the caller falls back to identity for == and !=). */
export function nativeCompare(op: string, a: Value, b: Value): Value | undefined {
	if (typeof a === "string") return typeof b === "string" ? orderIs(op, compareText(a, b)) : undefined;
	if (a instanceof SymInt || b instanceof SymInt) return symbolicCompare(op, a, b);
	const x = asInt(a);
	const y = asInt(b);
	if (x !== null) {
		if (y !== null) return orderIs(op, x < y ? -1 : x > y ? 1 : 0);
		if (b instanceof PyFloat) return orderIs(op, compareIntFloat(x, b.value));
	}
	if (a instanceof PyFloat) {
		if (b instanceof PyFloat)
			return op === "!="
				? a.value !== b.value
				: orderIs(op, a.value < b.value ? -1 : a.value > b.value ? 1 : a.value === b.value ? 0 : Number.NaN);
		if (y !== null) return orderIs(op, -compareIntFloat(y, a.value));
	}
	const isEquality = op === "==" || op === "!=";
	if ((a instanceof PyComplex || b instanceof PyComplex) && isEquality) {
		const re = (v: Value): number | null =>
			v instanceof PyComplex ? v.re : v instanceof PyFloat ? v.value : asInt(v) === null ? null : Number(asInt(v));
		const im = (v: Value): number => (v instanceof PyComplex ? v.im : 0);
		if (re(a) === null || re(b) === null) return undefined;
		return (re(a) === re(b) && im(a) === im(b)) === (op === "==");
	}
	if ((a instanceof PyList && b instanceof PyList) || (a instanceof PyTuple && b instanceof PyTuple)) {
		if (a instanceof PyList && (a.more ?? (b as PyList).more) !== null) return derive(op, [a, b], boolClass);
		return compareItems(op, a.items, b.items);
	}
	if (a instanceof PyDict && b instanceof PyDict && isEquality) return negateIf(op === "!=", compareDicts(a, b));
	if (a instanceof PySet && b instanceof PySet) return compareSets(op, a, b);
	if (a instanceof PyBytes && b instanceof PyBytes) return orderIs(op, a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
	if (a instanceof PyRange && b instanceof PyRange && isEquality) {
		const same = a.length === b.length && (a.length === 0 || (a.start === b.start && (a.length === 1 || a.step === b.step)));
		return same === (op === "==");
	}
	if (a instanceof PySlice && b instanceof PySlice) return compareItems(op, [a.start, a.stop, a.step], [b.start, b.stop, b.step]);
	return undefined;
}
