/** isinstance, getattr, vars, dir, id, hash, repr and other questions about values. */
import { hashValue } from "../../values/hash.ts";
import { raiseArgs, raiseError } from "../../values/exceptions.ts";
import { formatValue, reprText } from "../../values/format.ts";
import { asStr, objectId, typeName, typeOf } from "../../values/kinds.ts";
import { native } from "../../values/native.ts";
import { truthValue } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { asciiEscape, HOLE, strValue } from "../../values/text.ts";
import { keyOf, derive } from "../../values/unknown.ts";
import { dictOver } from "../../values/types/dict-views.ts";
import { GenericAlias, UnionType } from "../../values/types/generic.ts";
import {
	boolClass,
	intClass,
	Obj,
	PyBuiltin,
	PyClass,
	PyFunction,
	PyList,
	PyMethod,
	PyTuple,
	objectClass,
	typeClass,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { dirNames } from "../../values/types/object.ts";

/** Joins answers as `any` does. */
function anyOf(values: Value[], ask: (v: Value) => boolean | Unknown): boolean | Unknown {
	let open: Unknown | null = null;
	for (const v of values) {
		const r = ask(v);
		if (r === true) return true;
		if (r !== false) open ??= r;
	}
	return open ?? false;
}
function decideType(v: Value, of: string, operand: Value): Unknown {
	return derive(of, [v, operand], boolClass);
}

export function isInstance(v: Value, of: Value): boolean | Unknown {
	if (of instanceof PyTuple) return anyOf(of.items, (c) => isInstance(v, c));
	if (of instanceof UnionType) return anyOf(of.args, (c) => isInstance(v, c));
	if (of instanceof Unknown) return decideType(v, "isinstance", of);
	if (of instanceof GenericAlias) raiseError("TypeError", "isinstance() argument 2 cannot be a parameterized generic");
	if (of instanceof PyClass) {
		const check = of.cls === typeClass ? undefined : of.cls.lookup("__instancecheck__");
		if (v instanceof Unknown) {
			if (v.type === null) return decideType(v, "isinstance", of);
			return v.type.isSubclassOf(of);
		}
		const cls = typeOf(v);
		if (cls === of) return true;
		if (check !== undefined && check !== typeClass.dict.get("__instancecheck__")) return truthValue(rt.call(check!, [of, v]));
		if (cls.isSubclassOf(of)) return true;
		if (cls.hasUnknownBase) return decideType(cls, "issubclass", of);
		return false;
	}
	const check = of instanceof Obj ? of.cls.lookup("__instancecheck__") : undefined;
	if (check !== undefined && check !== null) return truthValue(rt.call(check, [of, v]));
	raiseError("TypeError", "isinstance() arg 2 must be a type, a tuple of types, or a union");
}
export const isinstance = native("isinstance", "! obj cls", isInstance);

export function isSubclass(v: Value, of: Value): boolean | Unknown {
	if (of instanceof PyTuple) return anyOf(of.items, (c) => isSubclass(v, c));
	if (of instanceof UnionType) return anyOf(of.args, (c) => isSubclass(v, c));
	if (v instanceof Unknown || of instanceof Unknown) return decideType(v, "issubclass", of);
	if (of instanceof PyClass) {
		const check = of.cls === typeClass ? undefined : of.cls.lookup("__subclasscheck__");
		if (check !== undefined && check !== typeClass.dict.get("__subclasscheck__")) return truthValue(rt.call(check!, [of, v]));
		if (!(v instanceof PyClass)) raiseError("TypeError", "issubclass() arg 1 must be a class");
		return v.isSubclassOf(of) || (v.hasUnknownBase ? decideType(v, "issubclass", of) : false);
	}
	const check = of instanceof Obj ? of.cls.lookup("__subclasscheck__") : undefined;
	if (check !== undefined && check !== null) return truthValue(rt.call(check, [of, v]));
	if (!(v instanceof PyClass)) raiseError("TypeError", "issubclass() arg 1 must be a class");
	raiseError("TypeError", "issubclass() arg 2 must be a class, a tuple of classes, or a union");
}
export const issubclass = native("issubclass", "! cls of", isSubclass);

const attributeName = (v: Value): string => asStr(v) ?? raiseError("TypeError", `attribute name must be string, not '${typeName(v)}'`);
export const getattr = native("getattr", "! obj name default?", (o: Value, name: Value, fallback?: Value) => {
	if (name instanceof Unknown) return derive("getattr", [o, name]);
	const n = attributeName(name);
	if (fallback === undefined) return rt.getAttr(o, n);
	// rt.findAttr answers undefined also where a property raises AttributeError.
	const found = rt.findAttr(o, n);
	return found === undefined ? fallback : found;
});
export const hasattr = native("hasattr", "! obj name", (o: Value, name: Value) => {
	if (o instanceof Unknown || name instanceof Unknown) return derive("hasattr", [o, name], boolClass);
	const found = rt.findAttr(o, attributeName(name));
	// An attribute that only may exist (a base class is not known) leaves the answer open.
	if (found instanceof Unknown && typeOf(o).hasUnknownBase && found.why.includes("may come from a base class"))
		return derive("hasattr", [found], boolClass);
	return found !== undefined;
});
export const setattr = native("setattr", "! obj name value", (o: Value, name: Value, value: Value) => {
	if (name instanceof Unknown) rt.limit("unknown", "an attribute whose name is not known was set");
	else rt.setAttr(o, attributeName(name), value);
});
export const delattr = native("delattr", "! obj name", (o: Value, name: Value) => {
	if (!(name instanceof Unknown)) rt.delAttr(o, attributeName(name));
});

export const callable = native("callable", "! obj", (v: Value) => {
	if (v instanceof Unknown) return derive("callable", [v], boolClass);
	if (v instanceof PyFunction || v instanceof PyBuiltin || v instanceof PyMethod || v instanceof PyClass) return true;
	if (typeOf(v).lookup("__call__") !== undefined) return true;
	return typeOf(v).hasUnknownBase ? derive("callable", [v], boolClass) : false;
});
export const id = native("id", "! obj", (v: Value) => {
	if (v instanceof Unknown) return derive("id", [v], intClass);
	if (v instanceof Obj) return objectId(v);
	return new Unknown("addresses are not known", { key: `id(${keyOf(v)})`, type: intClass });
});
export const hash = native("hash", "! obj", (v: Value) => {
	if (v instanceof Obj && v.cls.lookup("__hash__") === null) raiseError("TypeError", `unhashable type: '${typeName(v)}'`);
	return hashValue(v);
});
export const repr = native("repr", "! obj", (v: Value) => strValue(reprText(v)));
export const ascii = native("ascii", "! obj", (v: Value) => strValue(asciiEscape(reprText(v))));
export const format = native("format", "! value spec?", (v: Value, spec?: Value) => {
	if (spec instanceof Unknown) return strValue(HOLE);
	const text = spec === undefined ? "" : asStr(spec);
	if (text === null) raiseError("TypeError", `format() argument 2 must be str, not ${typeName(spec!)}`);
	return strValue(formatValue(v, text));
});
export const vars = native("vars", "! obj?", (o?: Value) => {
	if (o === undefined) return dictOver(rt.frame().locals);
	const found = rt.findAttr(o, "__dict__");
	if (found === undefined) raiseError("TypeError", "vars() argument must have __dict__ attribute");
	return found;
});
export const dir = native("dir", "! obj?", (o?: Value) => {
	if (o === undefined) return new PyList([...rt.frame().locals.keys()].sort());
	if (o instanceof Unknown) return derive("dir", [o]);
	const own = typeOf(o).lookup("__dir__");
	const names =
		own === undefined || own === null || own === typeClass.dict.get("__dir__") || own === objectClass.dict.get("__dir__")
			? dirNames(o)
			: rt.items(rt.call(own, [o]));
	return names === null ? new Unknown("the names are not known") : new PyList([...names].sort());
});

/** `exit()` and `quit()`. */
export function exit(code: Value | undefined): never {
	return raiseArgs("SystemExit", [code ?? null]);
}
export const table: Record<string, PyBuiltin> = {
	isinstance,
	issubclass,
	getattr,
	hasattr,
	setattr,
	delattr,
	callable,
	id,
	hash,
	repr,
	ascii,
	format,
	vars,
	dir,
};
