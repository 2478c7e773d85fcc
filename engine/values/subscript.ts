/** `len(v)`, `v[k]`, `v[k] = x`, `del v[k]`: the built-in containers first, then `__getitem__` and friends. */
import { dictDelete, dictGet, dictSet, keyError } from "./dict.ts";
import { raiseError } from "./exceptions.ts";
import { asInt, indexOf, intOf, typeName, typeOf, unwrap } from "./kinds.ts";
import { rt } from "./runtime.ts";
import { chars, hasAstral, strLength } from "./text.ts";
import { derive } from "./unknown.ts";
import {
	dictClass,
	intClass,
	listClass,
	Obj,
	PyBuiltin,
	PyBytes,
	PyClass,
	PyDict,
	PyInstance,
	PyList,
	PyRange,
	PySet,
	PySlice,
	PyTuple,
	SymInt,
	strClass,
	tupleClass,
	Unknown,
	type Value,
} from "./value.ts";

/** `len(v)` of a built-in container, undefined for other values. */
export function nativeLength(given: Value): Value | undefined {
	const v = unwrap(given);
	if (typeof v === "string") return strLength(v);
	if (v instanceof PyList) return v.more === null ? v.items.length : derive("len", [v.more], intClass);
	if (v instanceof PyTuple) return v.items.length;
	if (v instanceof PyDict)
		return v.hasUnknownKeys ? new Unknown("some keys of the dict are not known", { type: intClass }) : v.entries.size;
	if (v instanceof PySet)
		return v.hasUnknownItems ? new Unknown("some items of the set are not known", { type: intClass }) : v.entries.size;
	if (v instanceof PyRange) return intOf(v.length);
	if (v instanceof PyBytes) return v.value.length;
	return undefined;
}
export function length(v: Value): Value {
	if (v instanceof Unknown) return derive("len", [v], intClass);
	if (!(v instanceof Obj) || !v.cls.isUser) {
		const n = nativeLength(v);
		if (n !== undefined) return n;
	}
	const own = typeOf(v).lookup("__len__");
	if (own === undefined || own === null) {
		if (typeOf(v).hasUnknownBase) return derive("len", [v], intClass);
		raiseError("TypeError", `object of type '${typeName(v)}' has no len()`);
	}
	const n = rt.call(own, [v]);
	if (n instanceof Unknown || n instanceof SymInt) return n;
	const i = indexOf(n);
	if (i === null) raiseError("TypeError", `'${typeName(n)}' object cannot be interpreted as an integer`);
	if (i < 0) raiseError("ValueError", "__len__() should return >= 0");
	return i;
}

export interface Indices {
	start: number;
	stop: number;
	step: number;
	count: number;
}
const BOUND = Number.MAX_SAFE_INTEGER;
const clip = (n: number | bigint): number => (n > BOUND ? BOUND : n < -BOUND ? -BOUND : Number(n));
function sliceIndex(v: Value): number | null {
	const i = indexOf(v);
	if (i === null) raiseError("TypeError", "slice indices must be integers or None or have an __index__ method");
	return clip(i);
}
/** `slice.indices(length)`; null when a bound is not known. */
export function sliceIndices(s: PySlice, size: number): Indices | null {
	for (const v of [s.start, s.stop, s.step]) if (v instanceof Unknown || v instanceof SymInt) return null;
	const step = s.step === null ? 1 : sliceIndex(s.step)!;
	if (step === 0) raiseError("ValueError", "slice step cannot be zero");
	const low = step > 0 ? 0 : -1;
	const high = step > 0 ? size : size - 1;
	const bound = (v: Value, missing: number): number => {
		if (v === null) return missing;
		const i = sliceIndex(v)!;
		return i < 0 ? Math.max(low, i + size) : Math.min(high, i);
	};
	const start = bound(s.start, step > 0 ? low : high);
	const stop = bound(s.stop, step > 0 ? high : low);
	const count = step > 0 ? Math.max(0, Math.ceil((stop - start) / step)) : Math.max(0, Math.ceil((start - stop) / -step));
	return { start, stop, step, count };
}
export function slicedArray<T>(items: readonly T[], at: Indices): T[] {
	if (at.step === 1) return items.slice(at.start, Math.max(at.start, at.stop));
	const out: T[] = [];
	for (let i = 0, k = at.start; i < at.count; i++, k += at.step) out.push(items[k]!);
	return out;
}

/** An index into a sequence of `size` items, or null when not known; errors name `kind`. */
export function sequenceIndex(key: Value, size: number, kind: string, what = "index"): number | null {
	let i: number;
	if (typeof key === "number") i = key;
	else if (key instanceof Unknown || key instanceof SymInt) return null;
	else {
		const n = indexOf(key);
		if (n === null)
			raiseError(
				"TypeError",
				kind === "string"
					? `string indices must be integers, not '${typeName(key)}'`
					: `${kind} indices must be integers or slices, not ${typeName(key)}`,
			);
		if (typeof n === "bigint") raiseError("IndexError", `cannot fit 'int' into an index-sized integer`);
		i = n;
	}
	if (i < 0) i += size;
	if (i < 0 || i >= size) raiseError("IndexError", `${kind === "byte" ? "" : `${kind} `}${what} out of range`);
	return i;
}

/** `v[key]` of the built-in containers; undefined for other values. */
export function nativeGetItem(given: Value, key: Value): Value | undefined {
	const v = unwrap(given);
	if (v instanceof PyList || v instanceof PyTuple) {
		const kind = v instanceof PyList ? "list" : "tuple";
		if (v instanceof PyList && v.more !== null) return listWithMore(v, key);
		if (key instanceof PySlice) {
			const at = sliceIndices(key, v.items.length);
			if (at === null) return derive("[]", [v, key]);
			const items = slicedArray(v.items, at);
			return v instanceof PyList ? new PyList(items) : new PyTuple(items);
		}
		const i = sequenceIndex(key, v.items.length, kind);
		return i === null ? (onlyItem(v.items, key) ?? derive("[]", [v, key])) : v.items[i]!;
	}
	if (v instanceof PyDict) {
		const found = dictGet(v, key);
		if (found !== undefined) return found;
		const missing = v.cls === dictClass ? undefined : v.cls.lookup("__missing__");
		if (missing !== undefined && missing !== null) return rt.call(missing, [v, key]);
		return keyError(key);
	}
	if (typeof v === "string") {
		if (key instanceof PySlice) {
			const astral = hasAstral(v);
			const units = astral ? chars(v) : v;
			const at = sliceIndices(key, units.length);
			if (at === null) return derive("[]", [v, key], strClass);
			if (at.step === 1 && !astral) return v.slice(at.start, Math.max(at.start, at.stop));
			return slicedArray(astral ? (units as string[]) : v.split(""), at).join("");
		}
		const size = strLength(v);
		const i = sequenceIndex(key, size, "string");
		return i === null ? derive("[]", [v, key], strClass) : size === v.length ? v[i]! : chars(v)[i]!;
	}
	if (v instanceof PyRange) {
		if (key instanceof PySlice) {
			const at = sliceIndices(key, v.length);
			if (at === null) return derive("[]", [v, key]);
			return new PyRange(v.start + at.start * v.step, v.start + at.stop * v.step, v.step * at.step);
		}
		const i = sequenceIndex(key, v.length, "range", "object index");
		return i === null ? derive("[]", [v, key], intClass) : v.start + i * v.step;
	}
	if (v instanceof PyBytes) {
		if (key instanceof PySlice) {
			const at = sliceIndices(key, v.value.length);
			if (at === null) return derive("[]", [v, key]);
			const out = new PyBytes(slicedArray(v.value.split(""), at).join(""));
			out.cls = v.cls;
			return out;
		}
		const i = sequenceIndex(key, v.value.length, v.cls.name === "bytearray" ? "bytearray" : "byte", "index");
		return i === null ? derive("[]", [v, key], intClass) : v.value.charCodeAt(i);
	}
	return undefined;
}
/** Whatever the index: the item that is at all positions. */
function onlyItem(items: readonly Value[], key: Value): Value | undefined {
	const isIndex = key instanceof SymInt || (key instanceof Unknown && key.type === intClass);
	return isIndex && items.every((item) => item === items[0]) ? items[0] : undefined;
}
/** A list that may go on beyond its known items: only known positions from the front answer. */
function listWithMore(v: PyList, key: Value): Value {
	const i = asInt(key);
	if (i !== null && i >= 0 && i < v.items.length) return v.items[Number(i)]!;
	return new Unknown(v.more!.why);
}

export function getItem(o: Value, key: Value): Value {
	if (
		o instanceof PyList
			? o.cls === listClass
			: o instanceof PyTuple
				? o.cls === tupleClass
				: o instanceof PyDict
					? o.cls === dictClass
					: typeof o === "string"
	) {
		return nativeGetItem(o, key)!;
	}
	if (o instanceof Unknown) return derive("[]", [o, key]);
	const cls = typeOf(o);
	const own = cls.lookup("__getitem__");
	if (own !== undefined && own !== null) {
		// Sizes have a method of their own: their slices are sizes.
		if (own instanceof PyBuiltin && (!(o instanceof PyTuple) || own === tupleClass.dict.get("__getitem__"))) {
			const r = nativeGetItem(o, key);
			if (r !== undefined) return r;
		}
		return rt.call(own, [o, key]);
	}
	if (o instanceof PyClass) {
		const generic = rt.findAttr(o, "__class_getitem__");
		if (generic !== undefined) return rt.call(generic, [key]);
		if (o.hasUnknownBase) return derive("[]", [o, key]);
		raiseError("TypeError", `type '${o.name}' is not subscriptable`);
	}
	if (cls.hasUnknownBase) return derive("[]", [o, key]);
	raiseError("TypeError", `'${cls.name}' object is not subscriptable`);
}

/** Any item may have been overwritten. */
function forgetItems(v: PyList, value: Value): void {
	for (let i = 0; i < v.items.length; i++)
		if (v.items[i] !== value) v.items[i] = new Unknown("an item at a position that is not known was assigned");
}

/** Assignment to the built-in containers; false for other values. */
export function nativeSetItem(v: Value, key: Value, value: Value): boolean {
	if (v instanceof PyDict) {
		dictSet(v, key, value);
		return true;
	}
	if (v instanceof PyList) {
		if (key instanceof PySlice) setSlice(v, key, value);
		else {
			if (v.more !== null && !(typeof key === "number" && key >= 0 && key < v.items.length)) {
				if (!(typeof key === "number" && key >= 0)) forgetItems(v, value);
				return true;
			}
			const i = sequenceIndex(key, v.items.length, "list", "assignment index");
			if (i === null) forgetItems(v, value);
			else v.items[i] = value;
		}
		return true;
	}
	return false;
}
function setSlice(v: PyList, key: PySlice, value: Value): void {
	const at = sliceIndices(key, v.items.length);
	const given = value instanceof Unknown ? null : rt.items(iterableFor(value, key.step === null || key.step === 1));
	if (at === null || given === null) {
		forgetItems(v, null);
		v.more ??= value instanceof Unknown ? value : new Unknown("a slice of the list with bounds that are not known was assigned");
		return;
	}
	if (at.step === 1) {
		// Not splice(...given): very long argument lists overflow the stack.
		const rest = v.items.slice(Math.max(at.start, at.stop));
		v.items.length = at.start;
		for (const x of given) v.items.push(x);
		for (const x of rest) v.items.push(x);
		return;
	}
	if (given.length !== at.count)
		raiseError("ValueError", `attempt to assign sequence of size ${given.length} to extended slice of size ${at.count}`);
	for (let i = 0, k = at.start; i < at.count; i++, k += at.step) v.items[k] = given[i]!;
}
function iterableFor(value: Value, simple: boolean): Value {
	const cls = typeOf(value);
	if (cls.lookup("__iter__") === undefined && cls.lookup("__getitem__") === undefined)
		raiseError("TypeError", simple ? "can only assign an iterable" : "must assign iterable to extended slice");
	return value;
}

export function setItem(o: Value, key: Value, value: Value): void {
	if (o instanceof PyList ? o.cls === listClass : o instanceof PyDict ? o.cls === dictClass : false) {
		nativeSetItem(o, key, value);
		return;
	}
	if (o instanceof Unknown) return;
	const cls = typeOf(o);
	const own = cls.lookup("__setitem__");
	if (own === undefined || own === null) {
		if (cls.hasUnknownBase) return;
		raiseError("TypeError", `'${cls.name}' object does not support item assignment`);
	}
	rt.call(own, [o, key, value]);
}

export function nativeDelItem(v: Value, key: Value): boolean {
	if (v instanceof PyDict) {
		if (key instanceof Unknown || v.hasUnknownKeys) {
			if (!dictDelete(v, key)) v.hasUnknownKeys = true;
		} else if (!dictDelete(v, key)) keyError(key);
		return true;
	}
	if (v instanceof PyList) {
		if (key instanceof PySlice) {
			const at = sliceIndices(key, v.items.length);
			if (at === null) {
				forgetItems(v, null);
				v.more ??= new Unknown("a slice of the list with bounds that are not known was deleted");
				return true;
			}
			const gone = new Set<number>();
			for (let i = 0, k = at.start; i < at.count; i++, k += at.step) gone.add(k);
			v.items = v.items.filter((_, k) => !gone.has(k));
			return true;
		}
		if (v.more !== null) return true;
		const i = sequenceIndex(key, v.items.length, "list", "assignment index");
		if (i === null) {
			forgetItems(v, null);
			v.items.pop();
		} else v.items.splice(i, 1);
		return true;
	}
	return false;
}
export function delItem(o: Value, key: Value): void {
	if (o instanceof Unknown) return;
	const cls = typeOf(o);
	const own = cls.lookup("__delitem__");
	if (own === undefined || own === null) {
		if (cls.hasUnknownBase) return;
		raiseError(
			"TypeError",
			`'${cls.name}' object ${o instanceof PyInstance || o instanceof PyTuple || typeof o === "string" ? "doesn't" : "does not"} support item deletion`,
		);
	}
	rt.call(own, [o, key]);
}
