/** `item in container` and `bool(v)`. */
import { compareBounds } from "./bounds.ts";
import { sameItem } from "./comparison.ts";
import { dictHas, setHas } from "./dict.ts";
import { raiseError } from "./exceptions.ts";
import { asInt, typeName, typeOf, unwrap } from "./kinds.ts";
import { rt } from "./runtime.ts";
import { symbolicTruth } from "./symbolic.ts";
import { derive } from "./unknown.ts";
import {
	boolClass,
	dictClass,
	floatClass,
	listClass,
	Obj,
	PyBuiltin,
	PyBytes,
	PyComplex,
	PyDict,
	PyFloat,
	PyInstance,
	PyList,
	PyRange,
	PySet,
	PyTuple,
	setClass,
	SymInt,
	Unknown,
	type Value,
} from "./value.ts";

/** `item in container`. */
export function contains(container: Value, item: Value): boolean | Unknown {
	if (container instanceof Unknown) return derive("in", [item, container], boolClass);
	const plain = unwrap(container);
	const own = container instanceof Obj ? container.cls.lookup("__contains__") : undefined;
	if (own === undefined || own === null || own instanceof PyBuiltin) {
		if (typeof plain === "string") {
			const text = unwrap(item);
			if (text instanceof Unknown) return derive("in", [item, container], boolClass);
			if (typeof text !== "string") raiseError("TypeError", `'in <string>' requires string as left operand, not ${typeName(item)}`);
			return plain.includes(text);
		}
		if (plain instanceof PyList || plain instanceof PyTuple) {
			let open: Unknown | null = plain instanceof PyList && plain.more !== null ? derive("in", [item, plain.more], boolClass) : null;
			for (const x of plain.items) {
				const same = sameItem(x, item);
				if (same === true) return true;
				if (same !== false) open ??= same;
			}
			return open ?? false;
		}
		if (plain instanceof PyDict && plain.cls.isSubclassOf(dictClass)) return dictHas(plain, item);
		if (plain instanceof PySet) return setHas(plain, item);
		if (plain instanceof PyRange) {
			const n = asInt(item) ?? (item instanceof PyFloat && Number.isInteger(item.value) ? item.value : null);
			if (item instanceof Unknown || item instanceof SymInt) return derive("in", [item, plain], boolClass);
			if (n === null) return false;
			const x = Number(n);
			const inside = plain.step > 0 ? x >= plain.start && x < plain.stop : x <= plain.start && x > plain.stop;
			return inside && (x - plain.start) % plain.step === 0;
		}
	}
	if (own !== undefined && own !== null) return truthValue(rt.call(own, [container, item]));
	const type = typeOf(container);
	if (type.lookup("__iter__") === undefined && type.lookup("__getitem__") === undefined) {
		if (type.hasUnknownBase) return derive("in", [item, container], boolClass);
		raiseError("TypeError", `argument of type '${type.name}' is not iterable`);
	}
	const next = rt.iterate(container);
	let open: Unknown | null = null;
	for (let x = next(); x !== undefined; x = next()) {
		const same = sameItem(x, item);
		if (same === true) return true;
		if (same !== false) open ??= same;
	}
	return open ?? false;
}

/** `bool(v)` with Python's protocol, or the Unknown that decides it. */
export function truthValue(v: Value): boolean | Unknown {
	switch (typeof v) {
		case "boolean":
			return v;
		case "number":
			return v !== 0;
		case "string":
			return v !== "";
		case "bigint":
			return true;
		default:
	}
	if (v === null) return false;
	if (v instanceof Unknown) return compareBounds("==", v, 0) === false ? true : v;
	if (v instanceof PyFloat && v.cls === floatClass) return v.value !== 0;
	if (v instanceof PyTuple && !v.cls.isUser) return v.items.length > 0;
	if (v instanceof PyList && v.cls === listClass) return v.items.length > 0 || v.more === null ? v.items.length > 0 : v.more;
	if (v instanceof PyDict && v.cls === dictClass) return v.entries.size > 0;
	if (v instanceof PySet && (v.cls === setClass || !v.cls.isUser)) return v.entries.size > 0;
	if (v instanceof SymInt) return symbolicTruth(v) ?? derive("bool", [v], boolClass);
	if (v instanceof PyComplex) return v.re !== 0 || v.im !== 0;
	if (v instanceof PyBytes) return v.value !== "";
	if (v instanceof PyRange) return v.length > 0;
	const own = v.cls.lookup("__bool__");
	if (own !== undefined && own !== null) {
		const r = rt.call(own, [v]);
		if (typeof r === "boolean" || r instanceof Unknown) return r;
		raiseError("TypeError", `__bool__ should return bool, returned ${typeName(r)}`);
	}
	if (v instanceof PyInstance && v.native !== null && typeof v.native !== "object" && typeof v.native !== "function")
		return truthValue(v.native as Value);
	const len = v.cls.lookup("__len__");
	if (len !== undefined && len !== null) {
		const n = rt.call(len, [v]);
		if (n instanceof Unknown) return n;
		if (n instanceof SymInt) return truthValue(n);
		const i = asInt(n);
		if (i === null) raiseError("TypeError", `'${typeName(n)}' object cannot be interpreted as an integer`);
		if (i < 0) raiseError("ValueError", "__len__() should return >= 0");
		return i != 0;
	}
	return true;
}
