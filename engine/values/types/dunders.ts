/** The operator methods of the built-in types (`int.__add__`, `list.__getitem__` ...), for explicit calls and for user subclasses. */
import { nativeBinary, nativeUnary } from "../arithmetic.ts";
import { nativeCompare } from "../comparison.ts";
import { hashValue } from "../hash.ts";
import { raiseError } from "../exceptions.ts";
import { nativeIterate } from "../iterate.ts";
import { asInt, unwrap } from "../kinds.ts";
import { absComplex } from "../numbers.ts";
import { def } from "../native.ts";
import { binaryMethods, compareMethods, contains, truthValue } from "../operators.ts";
import { nativeDelItem, nativeGetItem, nativeLength, nativeSetItem } from "../subscript.ts";
import { derive } from "../unknown.ts";
import {
	boolClass,
	bytesClass,
	complexClass,
	dictClass,
	floatClass,
	frozensetClass,
	intClass,
	listClass,
	NotImplemented,
	type PyClass,
	PyDict,
	PyFloat,
	PyIterator,
	PyComplex,
	PyList,
	PySet,
	PyTuple,
	rangeClass,
	setClass,
	sliceClass,
	strClass,
	SymInt,
	tupleClass,
	Unknown,
	type Value,
} from "../value.ts";
import { updateDict } from "./dict.ts";
import { iteratorClassOf } from "./iterators.ts";
import { extend } from "./list.ts";

const isNumber = (v: Value): boolean => asInt(v) !== null || v instanceof SymInt;
/** Whether `other` is something the left type's own method accepts. */
const accepts: [PyClass, string[], (other: Value) => boolean][] = [
	[intClass, ["+", "-", "*", "/", "//", "%", "**", "&", "|", "^", "<<", ">>"], isNumber],
	[floatClass, ["+", "-", "*", "/", "//", "%", "**"], (v) => isNumber(v) || v instanceof PyFloat],
	[complexClass, ["+", "-", "*", "/", "**"], () => true],
	[setClass, ["&", "|", "-", "^"], (v) => v instanceof PySet],
	[frozensetClass, ["&", "|", "-", "^"], (v) => v instanceof PySet],
	[dictClass, ["|"], (v) => v instanceof PyDict],
];
for (const [cls, ops, ok] of accepts)
	for (const op of ops) {
		const [left, right] = binaryMethods[op]!;
		def(cls, left, op === "**" ? "! other mod?" : "! other", (self: Value, other: Value) => apply(op, self, other, ok, other));
		def(cls, right, op === "**" ? "! other mod?" : "! other", (self: Value, other: Value) => apply(op, other, self, ok, other));
	}
function apply(op: string, a: Value, b: Value, ok: (other: Value) => boolean, other: Value): Value {
	if (other instanceof Unknown) return derive(op, [a, b]);
	return ok(unwrap(other)) ? (nativeBinary(op, unwrap(a), unwrap(b)) ?? NotImplemented) : NotImplemented;
}
for (const cls of [strClass, bytesClass, listClass, tupleClass]) {
	const concat = (self: Value, other: Value): Value => {
		if (other instanceof Unknown) return derive("+", [self, other]);
		const r = nativeBinary("+", self, unwrap(other));
		if (r !== undefined) return r;
		return NotImplemented;
	};
	def(cls, "__add__", "! other", concat);
	for (const name of ["__mul__", "__rmul__"])
		def(cls, name, "! n", (self: Value, n: Value) =>
			n instanceof Unknown ? derive("*", [self, n]) : (nativeBinary("*", self, unwrap(n)) ?? NotImplemented),
		);
}
for (const cls of [strClass, bytesClass])
	def(cls, "__mod__", "! values", (self: Value, values: Value) => nativeBinary("%", self, values) ?? NotImplemented);
def(listClass, "__iadd__", "! other", (self: PyList, other: Value) => {
	extend(self, other);
	return self;
});
def(listClass, "__imul__", "! n", (self: PyList, n: Value) => {
	if (n instanceof Unknown || n instanceof SymInt) {
		self.more = n instanceof Unknown ? n : new Unknown("the list was repeated a number of times that is not known");
		self.items = [];
		return self;
	}
	const r = nativeBinary("*", self, unwrap(n));
	if (r === undefined) return NotImplemented;
	if (r instanceof PyList) self.items = r.items;
	return self;
});
def(dictClass, "__ior__", "! other", (self: PyDict, other: Value) => {
	updateDict(self, other);
	return self;
});

for (const cls of [intClass, floatClass, complexClass]) {
	def(cls, "__neg__", "!", (v: Value) => nativeUnary("-", v)!);
	def(cls, "__pos__", "!", (v: Value) => nativeUnary("+", v)!);
	def(cls, "__abs__", "!", absolute);
	def(cls, "__bool__", "!", (v: Value) => truthValue(v));
}
def(intClass, "__invert__", "!", (v: Value) => nativeUnary("~", v)!);
def(intClass, "__divmod__", "other", (a: Value, b: Value) => divmod(a, b));
def(floatClass, "__divmod__", "other", (a: Value, b: Value) => divmod(a, b));
def(intClass, "__pow__", "! exp mod?", (a: Value, b: Value, m?: Value) => {
	if (m !== undefined && m !== null) return powMod(a, b, m);
	return apply("**", a, b, isNumber, b);
});
export function absolute(v: Value): Value {
	const x = unwrap(v);
	if (x instanceof PyFloat) return new PyFloat(Math.abs(x.value));
	if (x instanceof PyComplex) return new PyFloat(absComplex(x.re, x.im));
	if (x instanceof SymInt) return derive("abs", [x], intClass);
	const n = asInt(x)!;
	return n < 0 ? nativeUnary("-", n)! : n;
}
export function divmod(a: Value, b: Value): Value {
	const x = unwrap(a);
	const y = unwrap(b);
	const q = nativeBinary("//", x, y);
	if (q === undefined) return NotImplemented;
	return new PyTuple([q, nativeBinary("%", x, y)!]);
}
export function powMod(a: Value, b: Value, m: Value): Value {
	const [x, y, n] = [asInt(a), asInt(b), asInt(m)];
	if (x === null || y === null || n === null) {
		if ([a, b, m].some((v) => v instanceof Unknown || v instanceof SymInt)) return derive("pow", [a, b, m], intClass);
		raiseError("TypeError", "pow() 3rd argument not allowed unless all arguments are integers");
	}
	if (n == 0) raiseError("ValueError", "pow() 3rd argument cannot be 0");
	const modulus = BigInt(n);
	let base = ((BigInt(x) % modulus) + modulus) % modulus;
	let e = BigInt(y);
	if (e < 0n) {
		const size = modulus < 0n ? -modulus : modulus;
		base = inverse(((BigInt(x) % size) + size) % size, size);
		e = -e;
	}
	let out = 1n % modulus;
	for (; e > 0n; e >>= 1n) {
		if (e & 1n) out = (out * base) % modulus;
		base = (base * base) % modulus;
	}
	if (out !== 0n && out < 0n !== modulus < 0n) out += modulus;
	return nativeBinary("+", out, 0)!;
}
function inverse(a: bigint, m: bigint): bigint {
	let [r0, r1, s0, s1] = [a, m, 1n, 0n];
	while (r1 !== 0n) {
		const q = r0 / r1;
		[r0, r1] = [r1, r0 - q * r1];
		[s0, s1] = [s1, s0 - q * s1];
	}
	if (r0 !== 1n) raiseError("ValueError", "base is not invertible for the given modulus");
	return ((s0 % m) + m) % m;
}

/** Classes whose values compare natively, and with what. */
const comparable: [PyClass, string[]][] = [
	[intClass, Object.keys(compareMethods)],
	[floatClass, Object.keys(compareMethods)],
	[complexClass, ["==", "!="]],
	[strClass, Object.keys(compareMethods)],
	[bytesClass, Object.keys(compareMethods)],
	[listClass, Object.keys(compareMethods)],
	[tupleClass, Object.keys(compareMethods)],
	[dictClass, ["==", "!="]],
	[setClass, Object.keys(compareMethods)],
	[frozensetClass, Object.keys(compareMethods)],
	[rangeClass, ["==", "!="]],
	[sliceClass, ["==", "!="]],
];
for (const [cls, ops] of comparable)
	for (const op of ops)
		def(cls, compareMethods[op]![0], "! other", (self: Value, other: Value) => {
			if (other instanceof Unknown) return derive(op, [self, other], boolClass);
			return nativeCompare(op, self, unwrap(other)) ?? NotImplemented;
		});
for (const cls of [intClass, floatClass, complexClass, strClass, bytesClass, tupleClass, frozensetClass, rangeClass])
	def(cls, "__hash__", "!", (v: Value) => hashValue(v));
for (const cls of [listClass, dictClass, setClass]) cls.dict.set("__hash__", null);

// Containers.
for (const cls of [strClass, bytesClass, listClass, tupleClass, dictClass, setClass, frozensetClass, rangeClass]) {
	def(cls, "__len__", "", (v: Value) => nativeLength(v)!);
	def(cls, "__iter__", "", (v: Value) => new PyIterator(nativeIterate(v)!, iteratorClassOf(v)));
	if (cls === setClass || cls === frozensetClass) continue;
	def(cls, "__getitem__", "! key", (v: Value, key: Value) => nativeGetItem(v, key)!);
}
for (const cls of [listClass, dictClass]) {
	def(cls, "__setitem__", "! key value", (v: Value, key: Value, value: Value) => void nativeSetItem(v, key, value));
	def(cls, "__delitem__", "! key", (v: Value, key: Value) => void nativeDelItem(v, key));
}
for (const cls of [listClass, tupleClass]) def(cls, "__contains__", "! item", (v: Value, item: Value) => contains(v, item));
