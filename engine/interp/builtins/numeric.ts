/** abs, round, pow, divmod, sum, min, max, bin, oct, hex, chr, ord. */
import { raiseError } from "../../values/exceptions.ts";
import { asInt, asNumber, indexOf, typeName, typeOf } from "../../values/kinds.ts";
import { native } from "../../values/native.ts";
import { binary, compare } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { strLength } from "../../values/text.ts";
import { derive } from "../../values/unknown.ts";
import { absolute, divmod as divmodNative, powMod } from "../../values/types/dunders.ts";
import {
	type Kwargs,
	NotImplemented,
	Obj,
	PyBytes,
	PyBuiltin,
	type PyClass,
	PyFloat,
	PyList,
	SymInt,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { roundFloatValue, roundInt } from "../../values/types/number.ts";

/** A method of the class of an object that is not of a built-in number type. */
function own(v: Value, name: string): Value | undefined {
	const m = typeOf(v).lookup(name);
	return m === null ? undefined : m;
}
const unary = (name: string, v: Value, missing: () => never): Value => {
	const m = own(v, name);
	if (m !== undefined) return rt.call(m, [v]);
	if (typeOf(v).hasUnknownBase) return derive(name, [v]);
	return missing();
};
export const abs = native("abs", "! x", (x: Value) => {
	if (typeof x === "number") return Math.abs(x);
	if (x instanceof Unknown) return derive("abs", [x], x.type);
	if (!(x instanceof Obj) || x instanceof PyFloat || x instanceof SymInt) {
		if (asInt(x) !== null || x instanceof PyFloat || x instanceof SymInt) return absolute(x);
	}
	return unary("__abs__", x, () => raiseError("TypeError", `bad operand type for abs(): '${typeName(x)}'`));
});
export const round = native("round", "! .number .ndigits?", (x: Value, digits?: Value) => {
	if (x instanceof Unknown || digits instanceof Unknown || x instanceof SymInt)
		return x instanceof SymInt ? x : derive("round", [x, digits ?? null]);
	if (x instanceof PyFloat && !x.cls.isUser) return roundFloatValue(x.value, digits ?? null);
	const n = x instanceof Obj ? null : asInt(x);
	if (n !== null) return roundInt(n, digits ?? null);
	const m = own(x, "__round__");
	if (m === undefined) {
		if (typeOf(x).hasUnknownBase) return derive("round", [x]);
		raiseError("TypeError", `type ${typeName(x)} doesn't define __round__ method`);
	}
	return rt.call(m, digits === undefined ? [x] : [x, digits]);
});
export const pow = native("pow", "! .base .exp .mod?", (a: Value, b: Value, m?: Value) => {
	if (m === undefined || m === null) return binary("**", a, b);
	const own = a instanceof Obj && a.cls.module !== "builtins" ? a.cls.lookup("__pow__") : undefined;
	return own === undefined || own === null ? powMod(a, b, m) : rt.call(own, [a, b, m]);
});
export const divmod = native("divmod", "! a b", (a: Value, b: Value) => {
	if (a instanceof Unknown || b instanceof Unknown) return derive("divmod", [a, b]);
	if (asNumber(a) !== null && asNumber(b) !== null) {
		if (a instanceof PyFloat || b instanceof PyFloat) if (asNumber(b) === 0) raiseError("ZeroDivisionError", "float divmod()");
		return divmodNative(a, b);
	}
	const m = own(a, "__divmod__") ?? own(b, "__rdivmod__");
	const r = m === undefined ? NotImplemented : own(a, "__divmod__") !== undefined ? rt.call(m, [a, b]) : rt.call(m, [b, a]);
	if (r !== NotImplemented) return r;
	raiseError("TypeError", `unsupported operand type(s) for divmod(): '${typeName(a)}' and '${typeName(b)}'`);
});
export const sum = new PyBuiltin(
	"sum",
	(args, kw) => {
		if (args.length === 0) raiseError("TypeError", "sum() takes at least 1 positional argument (0 given)");
		if (args.length > 2) raiseError("TypeError", `sum() takes at most 2 arguments (${args.length} given)`);
		for (const k of kw?.keys() ?? []) if (k !== "start") raiseError("TypeError", `'${k}' is an invalid keyword argument for sum()`);
		const start = args[1] ?? kw?.get("start") ?? 0;
		if (typeof start === "string") raiseError("TypeError", "sum() can't sum strings [use ''.join(seq) instead]");
		if (start instanceof PyBytes) raiseError("TypeError", "sum() can't sum bytes [use b''.join(seq) instead]");
		const source = args[0]!;
		if (source instanceof Unknown || (source instanceof PyList && source.more !== null)) return derive("sum", [source, start]);
		const next = rt.iterate(source);
		let out: Value = start;
		for (let x = next(); x !== undefined; x = next()) out = binary("+", out, x);
		return out;
	},
	true,
);
function extreme(name: "min" | "max"): PyBuiltin {
	const op = name === "min" ? "<" : ">";
	return new PyBuiltin(
		name,
		(args, kw: Kwargs | null) => {
			for (const k of kw?.keys() ?? [])
				if (k !== "key" && k !== "default") raiseError("TypeError", `'${k}' is an invalid keyword argument for ${name}()`);
			if (args.length === 0) raiseError("TypeError", `${name} expected at least 1 argument, got 0`);
			const fallback = kw?.get("default");
			if (args.length > 1 && fallback !== undefined)
				raiseError("TypeError", `Cannot specify a default for ${name}() with multiple positional arguments`);
			const source = args[0]!;
			if (args.length === 1 && (source instanceof Unknown || (source instanceof PyList && source.more !== null)))
				return derive(name, [source]);
			const items = args.length > 1 ? args : rt.items(source);
			if (items === null) return new Unknown(`the items that ${name}() compares are not known`);
			if (items.length === 0) return fallback ?? raiseError("ValueError", `${name}() arg is an empty sequence`);
			const key = kw?.get("key") ?? null;
			let best: Value = items[0]!;
			let bestKey: Value = key === null ? best : rt.call(key, [best]);
			for (const x of items.slice(1)) {
				const k = key === null ? x : rt.call(key, [x]);
				const better = compare(op, k, bestKey);
				if (better instanceof Unknown) return derive(name, items.length <= 8 ? items : [better], commonType(items));
				if (better === true || (better !== false && rt.truth(better))) {
					best = x;
					bestKey = k;
				}
			}
			return best;
		},
		true,
	);
}
/** The class that every item has, as far as that is known. */
function commonType(items: readonly Value[]): PyClass | null {
	const [first, ...others] = items.map((v) => (v instanceof Unknown ? v.type : typeOf(v)));
	return first !== undefined && others.every((type) => type === first) ? first : null;
}
export const min = extreme("min");
export const max = extreme("max");

function based(name: string, prefix: string, base: number): PyBuiltin {
	return native(name, "number", (v: Value) => {
		const n = indexOf(v);
		if (n === null) raiseError("TypeError", `'${typeName(v)}' object cannot be interpreted as an integer`);
		return `${n < 0 ? "-" : ""}0${prefix}${(n < 0 ? -n : n).toString(base)}`;
	});
}
export const bin = based("bin", "b", 2);
export const oct = based("oct", "o", 8);
export const hex = based("hex", "x", 16);
export const chr = native("chr", "i", (v: Value) => {
	const n = indexOf(v);
	if (n === null) raiseError("TypeError", `'${typeName(v)}' object cannot be interpreted as an integer`);
	if (n < -(2 ** 31) || n >= 2 ** 31) raiseError("OverflowError", "Python int too large to convert to C int");
	if (n < 0 || n > 0x10ffff) raiseError("ValueError", "chr() arg not in range(0x110000)");
	return String.fromCodePoint(Number(n));
});
export const ord = native("ord", "c", (v: Value) => {
	if (v instanceof PyBytes)
		return v.value.length === 1
			? v.value.charCodeAt(0)
			: raiseError("TypeError", `ord() expected a character, but string of length ${v.value.length} found`);
	if (typeof v !== "string") raiseError("TypeError", `ord() expected string of length 1, but ${typeName(v)} found`);
	const n = strLength(v);
	if (n !== 1) raiseError("TypeError", `ord() expected a character, but string of length ${n} found`);
	return v.codePointAt(0)!;
});
