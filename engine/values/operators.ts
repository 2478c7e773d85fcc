/** Python's operators: primitives first, then the dunder protocol with reflected methods and subclass priority. */
import { intBinary, floatBinary, nativeBinary, nativeUnary, unknownBinary } from "./arithmetic.ts";
import { compareBounds } from "./bounds.ts";
import { nativeCompare, orderIs } from "./comparison.ts";
import { raiseError } from "./exceptions.ts";
import { indexOf, typeName, typeOf, unwrap } from "./kinds.ts";
import { rt } from "./runtime.ts";
import { derive } from "./unknown.ts";
import {
	boolClass,
	floatClass,
	NotImplemented,
	Obj,
	PyBytes,
	type PyClass,
	PyFloat,
	PyList,
	PyTuple,
	Unknown,
	type Value,
} from "./value.ts";
import { contains, truthValue } from "./membership.ts";

/** operator: [method, reflected, in-place] */
const METHODS: Record<string, [string, string, string]> = Object.fromEntries(
	Object.entries({
		"+": "add",
		"-": "sub",
		"*": "mul",
		"/": "truediv",
		"//": "floordiv",
		"%": "mod",
		"**": "pow",
		"@": "matmul",
		"&": "and",
		"|": "or",
		"^": "xor",
		"<<": "lshift",
		">>": "rshift",
	}).map(([op, n]) => [op, [`__${n}__`, `__r${n}__`, `__i${n}__`]]),
);
export const binaryMethods = METHODS;
const COMPARE: Record<string, [string, string]> = {
	"<": ["__lt__", "__gt__"],
	"<=": ["__le__", "__ge__"],
	">": ["__gt__", "__lt__"],
	">=": ["__ge__", "__le__"],
	"==": ["__eq__", "__eq__"],
	"!=": ["__ne__", "__ne__"],
};
export const compareMethods = COMPARE;
const REFLECTED: Record<string, string> = Object.fromEntries(Object.values(COMPARE));
const UNARY: Record<string, string> = { "-": "__neg__", "+": "__pos__", "~": "__invert__" };

/** A method that the class itself (not a built-in type of this package) provides. */
function method(cls: PyClass, name: string): Value | undefined {
	const m = cls.lookup(name);
	return m === null ? undefined : m;
}
const hasOwnOperators = (v: Value): v is Obj =>
	v instanceof Obj && !(v instanceof Unknown) && (v.cls.isUser || v.cls.module !== "builtins");

/** The dunder protocol; undefined when neither side implements it. */
function dispatch(left: string, right: string, a: Value, b: Value): Value | undefined {
	const ta = typeOf(a);
	const tb = typeOf(b);
	const m = method(ta, left);
	// Arithmetic between equal types never tries the reflected method; comparisons do.
	const isCompare = left in REFLECTED;
	let r = ta === tb && !isCompare ? undefined : method(tb, right);
	if (r !== undefined && ta !== tb && tb.isSubclassOf(ta) && r !== method(ta, right)) {
		const out = rt.call(r, [b, a]);
		if (out !== NotImplemented) return out;
		r = undefined;
	}
	if (m !== undefined) {
		const out = rt.call(m, [a, b]);
		if (out !== NotImplemented) return out;
	}
	if (r !== undefined) {
		const out = rt.call(r, [b, a]);
		if (out !== NotImplemented) return out;
	}
	return undefined;
}

/** For a known object next to an Unknown: its own method may know more (a tensor plus an unknown number is a tensor). */
function askKnown(left: string, right: string, a: Value, b: Value): Value | undefined {
	if (hasOwnOperators(a)) {
		const m = method(a.cls, left);
		if (m !== undefined) {
			const out = rt.call(m, [a, b]);
			if (out !== NotImplemented) return out;
		}
	}
	if (hasOwnOperators(b)) {
		const m = method(b.cls, right);
		if (m !== undefined) {
			const out = rt.call(m, [b, a]);
			if (out !== NotImplemented) return out;
		}
	}
	return undefined;
}

export function binary(op: string, a: Value, b: Value): Value {
	if (typeof a === "number" && typeof b === "number") {
		const r = intBinary(op, a, b);
		if (r !== undefined) return r;
	} else if (a instanceof PyFloat && b instanceof PyFloat && a.cls === floatClass && b.cls === floatClass) {
		const r = floatBinary(op, a.value, b.value);
		if (r !== undefined) return r;
	}
	return general(op, a, b, op);
}

function general(op: string, a: Value, b: Value, shown: string): Value {
	const [left, right] = METHODS[op]!;
	if (a instanceof Unknown || b instanceof Unknown) {
		const r = askKnown(left, right, a, b);
		return r === undefined ? unknownBinary(op, unwrap(a), unwrap(b)) : r;
	}
	if (!hasOwnOperators(a) && !hasOwnOperators(b)) {
		const r = nativeBinary(op, a, b);
		if (r !== undefined) return r;
	}
	const r = dispatch(left, right, a, b);
	if (r !== undefined) return r;
	return unsupported(op, a, b, shown);
}

function unsupported(op: string, a: Value, b: Value, shown: string): Value {
	const x = unwrap(a);
	const y = unwrap(b);
	const ta = typeName(a);
	const tb = typeName(b);
	const sequence = (v: Value): boolean => typeof v === "string" || v instanceof PyList || v instanceof PyTuple || v instanceof PyBytes;
	if (op === "+" && sequence(x)) {
		if (x instanceof PyBytes) raiseError("TypeError", `can't concat ${tb} to ${ta}`);
		raiseError(
			"TypeError",
			`can only concatenate ${typeof x === "string" ? "str" : x instanceof PyList ? "list" : "tuple"} (not "${tb}") to ${typeof x === "string" ? "str" : x instanceof PyList ? "list" : "tuple"}`,
		);
	}
	// Anything with `__index__` counts repetitions.
	if (op === "*" && (sequence(x) || sequence(y))) {
		const count = indexOf(sequence(x) ? y : x);
		const r = count === null ? undefined : nativeBinary("*", sequence(x) ? x : y, count);
		if (r !== undefined) return r;
	}
	if (op === "*" && sequence(x)) raiseError("TypeError", `can't multiply sequence by non-int of type '${tb}'`);
	if (op === "*" && sequence(y)) raiseError("TypeError", `can't multiply sequence by non-int of type '${ta}'`);
	const name = op === "**" ? (shown === "**" ? "** or pow()" : "**=") : shown;
	raiseError("TypeError", `unsupported operand type(s) for ${name}: '${ta}' and '${tb}'`);
}

/** `a op= b`: the new value of the target. */
export function inplace(op: string, a: Value, b: Value): Value {
	if (typeof a === "number" && typeof b === "number") return binary(op, a, b);
	if (a instanceof Obj && !(a instanceof Unknown)) {
		if (a instanceof PyFloat && a.cls === floatClass) return general(op, a, b, `${op}=`);
		const m = method(a.cls, METHODS[op]![2]);
		if (m !== undefined) {
			const out = rt.call(m, [a, b]);
			if (out !== NotImplemented) return out;
		}
	}
	return general(op, a, b, `${op}=`);
}

export function unary(op: string, v: Value): Value {
	if (op === "not") {
		const t = truthValue(v);
		return t instanceof Unknown ? derive("not", [t], boolClass) : !t;
	}
	if (v instanceof Unknown) return derive(`unary${op}`, [v], v.type === boolClass ? null : v.type);
	if (!hasOwnOperators(v)) {
		const r = nativeUnary(op, v);
		if (r !== undefined) return r;
	}
	const m = method(typeOf(v), UNARY[op]!);
	if (m === undefined) raiseError("TypeError", `bad operand type for unary ${op}: '${typeName(v)}'`);
	return rt.call(m, [v]);
}

/** `a is b` without Unknowns. Equal small immutables count as one object, as they nearly always are. */
export function identical(a: Value, b: Value): boolean {
	return a === b;
}

export function compare(op: string, a: Value, b: Value): Value {
	if (typeof a === "number" && typeof b === "number") {
		switch (op) {
			case "<":
				return a < b;
			case "<=":
				return a <= b;
			case ">":
				return a > b;
			case ">=":
				return a >= b;
			case "==":
			case "is":
				return a === b;
			case "!=":
			case "is not":
				return a !== b;
			default:
		}
	} else if (a instanceof PyFloat && b instanceof PyFloat && a.cls === floatClass && b.cls === floatClass) {
		switch (op) {
			case "<":
				return a.value < b.value;
			case "<=":
				return a.value <= b.value;
			case ">":
				return a.value > b.value;
			case ">=":
				return a.value >= b.value;
			case "==":
				return a.value === b.value;
			case "!=":
				return a.value !== b.value;
			default:
		}
	} else if (typeof a === "string" && typeof b === "string") {
		if (op === "==") return a === b;
		if (op === "!=") return a !== b;
	}
	switch (op) {
		case "is":
			return isSame(a, b);
		case "is not": {
			const r = isSame(a, b);
			return r instanceof Unknown ? derive("not", [r], boolClass) : !r;
		}
		case "in":
			return contains(b, a);
		case "not in": {
			const r = contains(b, a);
			return r instanceof Unknown ? derive("not", [r], boolClass) : !r;
		}
		default:
	}
	const [left, right] = COMPARE[op]!;
	if (a instanceof Unknown || b instanceof Unknown) {
		const r = askKnown(left, right, a, b);
		return r === undefined ? unknownCompare(op, a, b) : r;
	}
	if (!hasOwnOperators(a) && !hasOwnOperators(b)) {
		const r = nativeCompare(op, a, b);
		if (r !== undefined) return r;
		if (op === "==" || op === "!=") {
			const own = dispatchForeign(left, right, a, b);
			return own === undefined ? identical(a, b) === (op === "==") : own;
		}
	}
	const r = dispatch(left, right, a, b);
	if (r !== undefined) return r;
	if (op === "==") return identical(a, b);
	if (op === "!=") return !identical(a, b);
	raiseError("TypeError", `'${op}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}
/** Built-in objects that are neither number, text nor container may still have `__eq__` (methods, views, unions). */
function dispatchForeign(left: string, right: string, a: Value, b: Value): Value | undefined {
	return a instanceof Obj || b instanceof Obj ? dispatch(left, right, a, b) : undefined;
}
function unknownCompare(op: string, a: Value, b: Value): Value {
	const decided = compareBounds(op, a, b);
	if (decided !== undefined) return decided;
	if (op === "==" && a instanceof Unknown && b instanceof Unknown && a.key === b.key && a.type !== null && a.type !== floatClass)
		return true;
	if (op === "!=") {
		const same = unknownCompare("==", a, b);
		return typeof same === "boolean" ? !same : derive("not", [same], boolClass);
	}
	// One order for operands, so that `x > 1` and `1 < x` decide alike.
	if (op === ">") return derive("<", [b, a], boolClass);
	if (op === ">=") return derive("<=", [b, a], boolClass);
	return derive(op, [a, b], boolClass);
}
function isSame(a: Value, b: Value): boolean | Unknown {
	if (a === b) return true;
	if (!(a instanceof Unknown) && !(b instanceof Unknown)) return identical(a, b);
	const known = a instanceof Unknown ? b : a;
	const unknown = (a instanceof Unknown ? a : b) as Unknown;
	if (unknown.type !== null && !(known instanceof Unknown) && unknown.type !== typeOf(known)) return false;
	return derive("is", [unknown, known], boolClass);
}

/** `a == b` as a decision. */
export function equals(a: Value, b: Value): boolean {
	if (a === b && !(a instanceof PyFloat)) return true;
	const r = compare("==", a, b);
	return typeof r === "boolean" ? r : rt.truth(r);
}
export { orderIs };
export { contains, truthValue };
