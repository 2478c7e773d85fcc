/** `int`, `bool`, `float`, `complex`: constructors and methods. */
import { toComplex } from "../arithmetic.ts";
import { floatRepr, parts, roundFloat } from "../decimal.ts";
import { raiseError } from "../exceptions.ts";
import { nativeFormat, nativeRepr, reprText } from "../format.ts";
import { asInt, asStr, indexOf, intOf, normInt, typeName, typeOf, unwrap } from "../kinds.ts";
import { def, defClassMethod, getter } from "../native.ts";
import { digitValue, type Int, modInt, parseFloatText, parseInteger, toFloat } from "../numbers.ts";
import { truthValue } from "../operators.ts";
import { rt } from "../runtime.ts";
import { strValue, unknownText, HOLE } from "../text.ts";
import { derive } from "../unknown.ts";
import {
	boolClass,
	complexClass,
	floatClass,
	intClass,
	type Kwargs,
	Obj,
	PyBytes,
	type PyClass,
	PyComplex,
	PyFloat,
	PyInstance,
	PyTuple,
	SymInt,
	Unknown,
	type Value,
} from "../value.ts";

const oneArgument = (name: string, args: Value[], kw: Kwargs | null): void => {
	if (kw !== null && kw.size > 0) raiseError("TypeError", `${name}() takes no keyword arguments`);
	if (args.length > 1) raiseError("TypeError", `${name} expected at most 1 argument, got ${args.length}`);
};
/** Calls a conversion method of the value's class; undefined when it has none. */
function convert(v: Value, name: string): Value | undefined {
	if (!(v instanceof Obj)) return undefined;
	const own = v.cls.lookup(name);
	return own === undefined || own === null ? undefined : rt.call(own, [v]);
}
export function truncate(x: number): Int {
	if (x !== x) raiseError("ValueError", "cannot convert float NaN to integer");
	if (!Number.isFinite(x)) raiseError("OverflowError", "cannot convert float infinity to integer");
	return intOf(Math.trunc(x));
}

/** An int value as an instance of `cls`. */
const ofClass = (cls: PyClass, v: Value): Value => {
	if (!cls.isUser && (cls === intClass || cls.module === "builtins")) return v;
	if (v instanceof Unknown || v instanceof SymInt) return v;
	const out = new PyInstance(cls);
	out.native = v;
	return out;
};
intClass.alloc = (cls, args, kw) => {
	if (args.length > 2) raiseError("TypeError", `int() takes at most 2 arguments (${args.length} given)`);
	if (cls === intClass)
		for (const k of kw?.keys() ?? []) if (k !== "base") raiseError("TypeError", `'${k}' is an invalid keyword argument for int()`);
	const base = args[1] ?? (cls === intClass ? kw?.get("base") : undefined);
	if (base !== undefined) return ofClass(cls, intWithBase(args[0] ?? 0, base));
	return ofClass(cls, args.length === 0 ? 0 : toInt(args[0]!));
};
function intWithBase(v: Value, base: Value): Value {
	if (v instanceof Unknown || base instanceof Unknown) return derive("int", [v, base], intClass);
	const text = asStr(v) ?? (v instanceof PyBytes ? v.value : null);
	if (text === null) raiseError("TypeError", "int() can't convert non-string with explicit base");
	const b = indexOf(base);
	if (b === null) raiseError("TypeError", `'${typeName(base)}' object cannot be interpreted as an integer`);
	if (b != 0 && (b < 2 || b > 36)) raiseError("ValueError", "int() base must be >= 2 and <= 36, or 0");
	return parseInteger(text, Number(b)) ?? raiseError("ValueError", `invalid literal for int() with base ${b}: ${reprText(v)}`);
}
/** `int(v)`. */
export function toInt(given: Value): Value {
	const v = unwrap(given);
	if (v instanceof Unknown) return derive("int", [v], intClass);
	if (v instanceof SymInt) return v;
	const i = asInt(v);
	if (i !== null) return i;
	if (v instanceof PyFloat) return truncate(v.value);
	const text = asStr(v) ?? (v instanceof PyBytes ? v.value : null);
	if (text !== null)
		return parseInteger(text, 10) ?? raiseError("ValueError", `invalid literal for int() with base 10: ${reprText(given)}`);
	const made = convert(v, "__int__") ?? convert(v, "__index__") ?? convert(v, "__trunc__");
	if (made !== undefined) {
		if (made instanceof Unknown || made instanceof SymInt) return made;
		const n = asInt(made);
		if (n === null) raiseError("TypeError", `__int__ returned non-int (type ${typeName(made)})`);
		return n;
	}
	if (typeOf(v).hasUnknownBase) return derive("int", [v], intClass);
	raiseError("TypeError", `int() argument must be a string, a bytes-like object or a real number, not '${typeName(given)}'`);
}

boolClass.alloc = (_cls, args, kw) => {
	oneArgument("bool", args, kw);
	return args.length === 0 ? false : toBool(args[0]!);
};
export function toBool(v: Value): Value {
	const t = truthValue(v);
	return t instanceof Unknown ? (t.type === boolClass ? t : derive("bool", [t], boolClass)) : t;
}

floatClass.alloc = (cls, args, kw) => {
	oneArgument("float", args, kw);
	const v = args.length === 0 ? new PyFloat(0) : toFloatValue(args[0]!);
	if (cls === floatClass || v instanceof Unknown) return v;
	const out = new PyFloat((v as PyFloat).value);
	out.cls = cls;
	return out;
};
/** `float(v)`. */
export function toFloatValue(given: Value): Value {
	const v = unwrap(given);
	if (v instanceof PyFloat) return v.cls === floatClass ? v : new PyFloat(v.value);
	if (v instanceof Unknown || v instanceof SymInt) return derive("float", [v], floatClass);
	const i = asInt(v);
	if (i !== null) return new PyFloat(toFloat(i));
	const text = asStr(v) ?? (v instanceof PyBytes ? v.value : null);
	if (text !== null) {
		const x = parseFloatText(text);
		if (x === null) raiseError("ValueError", `could not convert string to float: ${reprText(given)}`);
		return new PyFloat(x);
	}
	const made = convert(v, "__float__");
	if (made !== undefined) {
		if (made instanceof Unknown || made instanceof PyFloat) return made;
		raiseError("TypeError", `${typeName(v)}.__float__ returned non-float (type ${typeName(made)})`);
	}
	const index = convert(v, "__index__");
	if (index !== undefined) return toFloatValue(index);
	if (typeOf(v).hasUnknownBase) return derive("float", [v], floatClass);
	raiseError("TypeError", `float() argument must be a string or a real number, not '${typeName(given)}'`);
}

complexClass.alloc = (_cls, args, kw) => {
	const re = args.length > 0 ? args[0]! : (kw?.get("real") ?? 0);
	const im = args.length > 1 ? args[1]! : kw?.get("imag");
	if (re instanceof Unknown || im instanceof Unknown) return derive("complex", [re, im ?? 0], complexClass);
	const text = asStr(re);
	if (text !== null)
		return (
			parseComplex(text) ??
			raiseError(
				"ValueError",
				text.includes("_") ? `could not convert string to complex: ${reprText(re)}` : "complex() arg is a malformed string",
			)
		);
	const own = convert(re, "__complex__");
	const isReal = re instanceof Obj && (typeOf(re).lookup("__float__") !== undefined || typeOf(re).lookup("__index__") !== undefined);
	const a = toComplex(own ?? re) ?? (isReal ? toComplex(toFloatValue(re)) : null);
	const b = im === undefined ? new PyComplex(0, 0) : toComplex(im);
	if (a === null || b === null) raiseError("TypeError", `complex() first argument must be a string or a number, not '${typeName(re)}'`);
	return new PyComplex(a.re - b.im, a.im + b.re);
};
function parseComplex(text: string): PyComplex | null {
	const plain = text.replace(/\p{Nd}/gu, (c) => String(digitValue(c)));
	const m =
		/^\(?\s*([+-]?(?:\d[\d_]*\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|inf|nan))?(?:([+-]?(?:\d[\d_]*\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|inf|nan)?)j)?\s*\)?$/i.exec(
			plain.trim(),
		);
	if (m === null || (m[1] === undefined && m[2] === undefined)) return null;
	if (m[1] !== undefined && m[2] === "") return /j\)?$/i.test(text.trim()) ? new PyComplex(0, parseFloatText(m[1])!) : null;
	const im = m[2] === undefined ? 0 : m[2] === "" || m[2] === "+" ? 1 : m[2] === "-" ? -1 : parseFloatText(m[2])!;
	return new PyComplex(m[1] === undefined ? 0 : parseFloatText(m[1])!, im);
}

const bitLength = (n: Int): number => (n == 0 ? 0 : (n < 0 ? -BigInt(n) : BigInt(n)).toString(2).length);
def(intClass, "bit_length", "", bitLength);
def(intClass, "bit_count", "", (n: Int) => [...(n < 0 ? -n : n).toString(2)].filter((c) => c === "1").length);
def(intClass, "conjugate", "", (n: Value) => asInt(n)!);
def(intClass, "as_integer_ratio", "", (n: Value) => new PyTuple([asInt(n)!, 1]));
def(intClass, "is_integer", "", () => true);
def(intClass, "to_bytes", ".length? .byteorder? * signed?", (given: Value, size?: Value, order?: Value, signed?: Value) => {
	const n = BigInt(asInt(given)!);
	const count = Number(asInt(size ?? 1));
	if (n < 0n && signed !== true) raiseError("OverflowError", "can't convert negative int to unsigned");
	if (n >= 1n << BigInt(8 * count - (signed === true ? 1 : 0)) || n < -(1n << BigInt(8 * count - 1)))
		raiseError("OverflowError", "int too big to convert");
	let rest = BigInt.asUintN(8 * count, n);
	let out = "";
	for (let i = 0; i < count; i++) {
		const c = String.fromCharCode(Number(rest & 255n));
		out = order === "little" ? out + c : c + out;
		rest >>= 8n;
	}
	return new PyBytes(out);
});
defClassMethod(intClass, "from_bytes", ".bytes .byteorder? * signed?", (_cls: PyClass, bytes: Value, order?: Value, signed?: Value) => {
	const text = bytes instanceof PyBytes ? bytes.value : (rt.items(bytes) ?? []).map((c) => String.fromCharCode(Number(c))).join("");
	let n = 0n;
	for (const c of order === "little" ? text.split("").reverse() : text) n = (n << 8n) | BigInt(c.charCodeAt(0));
	return normInt(signed === true ? BigInt.asIntN(8 * text.length, n) : n);
});
for (const name of ["real", "numerator"]) getter(intClass, name, (v) => (v instanceof SymInt ? v : asInt(v)!));
getter(intClass, "imag", () => 0);
getter(intClass, "denominator", () => 1);
for (const name of ["__int__", "__trunc__", "__floor__", "__ceil__", "__index__"])
	def(intClass, name, "!", (v: Value) => (v instanceof SymInt ? v : asInt(v)!));
def(intClass, "__float__", "", (v: Value) => new PyFloat(toFloat(asInt(v)!)));
def(intClass, "__round__", "ndigits?", (v: Value, digits?: Value) => roundInt(asInt(v)!, digits ?? null));
def(intClass, "__repr__", "!", (v: Value) => (v instanceof SymInt ? strValue(HOLE) : nativeRepr(v)));
def(intClass, "__format__", "! spec", (v: Value, spec: Value) => formatMethod(v, spec));
def(boolClass, "__repr__", "", (v: Value) => (v ? "True" : "False"));

/** `round(n, digits)` to a negative power of ten, ties to even. */
export function roundInt(n: Int, digits: Value): Value {
	if (digits === null) return n;
	const d = indexOf(digits);
	if (d === null) raiseError("TypeError", `'${typeName(digits)}' object cannot be interpreted as an integer`);
	if (d >= 0) return n;
	const unit = 10n ** BigInt(-d);
	const x = BigInt(n);
	const rest = BigInt(modInt(x, unit));
	const low = x - rest;
	const twice = rest * 2n;
	return normInt(twice > unit || (twice === unit && (low / unit) % 2n !== 0n) ? low + unit : low);
}
function formatMethod(v: Value, spec: Value): Value {
	if (v instanceof Unknown || v instanceof SymInt) return strValue(HOLE);
	if (spec instanceof Unknown) return strValue(unknownText(spec) === "" ? nativeFormat(v, "") : HOLE);
	const text = asStr(spec);
	if (text === null) raiseError("TypeError", `__format__() argument must be str, not ${typeName(spec)}`);
	return strValue(nativeFormat(v, text));
}

def(floatClass, "is_integer", "", (v: PyFloat) => Number.isInteger(v.value));
def(floatClass, "conjugate", "", (v: PyFloat) => new PyFloat(v.value));
getter(floatClass, "real", (v) => new PyFloat((v as PyFloat).value));
getter(floatClass, "imag", () => new PyFloat(0));
def(floatClass, "as_integer_ratio", "", (v: PyFloat) => {
	if (!Number.isFinite(v.value))
		raiseError(
			v.value !== v.value ? "ValueError" : "OverflowError",
			`cannot convert ${v.value !== v.value ? "NaN" : "Infinity"} to integer ratio`,
		);
	if (v.value === 0) return new PyTuple([0, 1]);
	let { mantissa, exponent } = parts(v.value);
	while (mantissa % 2n === 0n) {
		mantissa /= 2n;
		exponent++;
	}
	const n = v.value < 0 ? -mantissa : mantissa;
	return new PyTuple(exponent >= 0 ? [normInt(n << BigInt(exponent)), 1] : [normInt(n), normInt(1n << BigInt(-exponent))]);
});
def(floatClass, "hex", "", (v: PyFloat) => hexText(v.value));
function hexText(x: number): string {
	if (!Number.isFinite(x)) return floatRepr(x);
	const sign = x < 0 || Object.is(x, -0) ? "-" : "";
	if (x === 0) return `${sign}0x0.0p+0`;
	const { mantissa, exponent } = parts(x);
	const subnormal = mantissa < 1n << 52n;
	const e = subnormal ? -1022 : exponent + 52;
	return `${sign}0x${subnormal ? 0 : 1}.${(mantissa & ((1n << 52n) - 1n)).toString(16).padStart(13, "0")}p${e < 0 ? "" : "+"}${e}`;
}
defClassMethod(floatClass, "fromhex", "text", (_cls: PyClass, text: Value) => {
	const m = /^\s*([+-]?)(?:0x)?([0-9a-f]*)\.?([0-9a-f]*)(?:p([+-]?\d+))?\s*$/i.exec(asStr(text) ?? "");
	if (m === null || m[2]! + m[3]! === "") return toFloatValue(text);
	const value = Number(BigInt(`0x${m[2]}${m[3]}`)) * 2 ** (Number(m[4] ?? 0) - 4 * m[3]!.length);
	return new PyFloat(m[1] === "-" ? -value : value);
});
def(floatClass, "__float__", "", (v: PyFloat) => new PyFloat(v.value));
for (const name of ["__int__", "__trunc__"]) def(floatClass, name, "", (v: PyFloat) => truncate(v.value));
def(floatClass, "__floor__", "", (v: PyFloat) => truncate(Math.floor(v.value)));
def(floatClass, "__ceil__", "", (v: PyFloat) => truncate(Math.ceil(v.value)));
def(floatClass, "__round__", "ndigits?", (v: PyFloat, digits?: Value) => roundFloatValue(v.value, digits ?? null));
def(floatClass, "__repr__", "", (v: PyFloat) => floatRepr(v.value));
def(floatClass, "__format__", "! spec", formatMethod);
export function roundFloatValue(x: number, digits: Value): Value {
	if (digits === null) {
		truncate(x);
		const floor = Math.floor(x);
		const rest = x - floor;
		return intOf(rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1);
	}
	const d = indexOf(digits);
	if (d === null) raiseError("TypeError", `'${typeName(digits)}' object cannot be interpreted as an integer`);
	const r = roundFloat(x, Number(d));
	if (!Number.isFinite(r) && Number.isFinite(x)) raiseError("OverflowError", "rounded value too large to represent");
	return new PyFloat(r);
}

getter(complexClass, "real", (v) => new PyFloat((v as PyComplex).re));
getter(complexClass, "imag", (v) => new PyFloat((v as PyComplex).im));
def(complexClass, "conjugate", "", (v: PyComplex) => new PyComplex(v.re, -v.im));
def(complexClass, "__complex__", "", (v: PyComplex) => v);
def(complexClass, "__repr__", "", (v: PyComplex) => nativeRepr(v));
def(complexClass, "__format__", "! spec", formatMethod);
