/**
 * Hashing and equality of keys: `hashKey` maps a Python value to a JavaScript Map key so that values equal in Python get the
 * same key (1, 1.0 and True), and the functions below read and write dicts and sets through it.
 *
 * Instances with a hash of their own (a user's `__hash__`) get a key of their hash; those that collide without being equal
 * are told apart by probing, which needs the map: pass it wherever there is one.
 */
import { makeException, raiseError } from "./exceptions.ts";
import { asInt, normInt, objectId, typeOf } from "./kinds.ts";
import { rt } from "./runtime.ts";
import { adoptTable, hashBits, noteAdd, noteRemove, SetTable, tableOf } from "./set-table.ts";
import { derive } from "./unknown.ts";
import {
	dictClass,
	listClass,
	Obj,
	objectClass,
	PyBuiltin,
	PyBytes,
	PyComplex,
	PyDict,
	PyFloat,
	PyInstance,
	PyMethod,
	PyRaise,
	PyRange,
	PySet,
	PySlice,
	PyTuple,
	setClass,
	SymInt,
	Unknown,
	type Value,
} from "./value.ts";

type Entries = ReadonlyMap<unknown, unknown>;

const unhashable = (v: Value): never => raiseError("TypeError", `unhashable type: '${typeOf(v).name}'`);

/** A text that tells apart unequal parts inside a composite key. */
export function part(key: unknown): string {
	switch (typeof key) {
		case "string":
			return `s${key.length}:${key}`;
		case "object":
			return key === null ? "N" : `o${objectId(key as Obj)}`;
		case "number":
			return `n${key}`;
		case "bigint":
			return `n${key}`;
		default:
			return `${typeof key}${String(key)}`;
	}
}

function floatKey(x: number, box: unknown): unknown {
	if (x !== x) return box;
	if (Number.isSafeInteger(x)) return x === 0 ? 0 : x;
	return Number.isInteger(x) ? normInt(BigInt(x)) : x;
}

export function hashKey(v: Value, entries?: Entries): unknown {
	switch (typeof v) {
		case "string":
		case "number":
		case "bigint":
			return v;
		case "boolean":
			return v ? 1 : 0;
		default:
	}
	if (v === null) return null;
	if (v instanceof PyTuple) {
		let key = "\0t";
		for (const item of v.items) key += `${part(hashKey(item))},`;
		return key;
	}
	if (v instanceof PyFloat) return floatKey(v.value, v);
	if (v instanceof Unknown) return `\0u${v.key}`;
	if (v instanceof SymInt) return `\0d${v.dim.key}`;
	if (v instanceof PyBytes) return v.cls.name === "bytearray" ? unhashable(v) : `\0b${v.value}`;
	if (v instanceof PyComplex) return v.im === 0 ? floatKey(v.re, v) : `\0c${v.re},${v.im}`;
	if (v instanceof PyMethod) return `\0m${part(hashKey(v.func))}${v.self instanceof Obj ? `o${objectId(v.self)}` : part(hashKey(v.self))}`;
	if (v instanceof PyRange) return v.length === 0 ? "\0r" : `\0r${v.length},${v.start}${v.length === 1 ? "" : `,${v.step}`}`;
	const own = v.cls.lookup("__hash__");
	if (own === null) return unhashable(v);
	if (own === undefined || own instanceof PyBuiltin) {
		if (v instanceof PySet) {
			if (!v.cls.isSubclassOf(setClass)) return `\0f${[...v.entries.keys()].map(part).sort().join(",")}`;
			return unhashable(v);
		}
		if (v.cls.isSubclassOf(listClass) || v.cls.isSubclassOf(dictClass) || v instanceof PySlice) return unhashable(v);
		if (v instanceof PyInstance && v.native !== null && typeof v.native !== "object" && typeof v.native !== "function")
			return hashKey(v.native as Value);
		if (own === undefined || own === objectClass.dict.get("__hash__")) return v;
	}
	const hash = rt.call(own, [v]);
	const h =
		hash instanceof Unknown ? `u${hash.key}` : String(asInt(hash) ?? raiseError("TypeError", "__hash__ method should return an integer"));
	if (entries === undefined) return `\0h${h}#0`;
	// The first slot whose key equals v, else the first free one; holes left by deletions are looked past.
	let free: string | null = null;
	for (let i = 0, misses = 0; misses < 3; i++) {
		const key = `\0h${h}#${i}`;
		const entry = entries.get(key);
		if (entry === undefined) {
			free ??= key;
			misses++;
		} else {
			const held = (Array.isArray(entry) ? entry[0] : entry) as Value;
			if (held === v || rt.equals(held, v)) return key;
		}
	}
	return free!;
}

/** `d.get(k)`: undefined when missing. A miss in a dict with unknown keys is Unknown. */
export function dictGet(d: PyDict, key: Value): Value | undefined {
	const found = d.entries.get(typeof key === "string" ? key : hashKey(key, d.entries));
	if (found !== undefined) return found[1];
	if (key instanceof Unknown || key instanceof SymInt)
		return d.entries.size === 0 && !d.hasUnknownKeys ? undefined : derive("lookup", [key, d]);
	return d.hasUnknownKeys ? derive("lookup", [key, d]) : undefined;
}
export function dictSet(d: PyDict, key: Value, value: Value): void {
	const k = typeof key === "string" ? key : hashKey(key, d.entries);
	const old = d.entries.get(k);
	if (old !== undefined) {
		d.entries.set(k, [old[0], value]);
		return;
	}
	if (key instanceof Unknown || key instanceof SymInt) d.hasUnknownKeys = true;
	d.entries.set(k, [key, value]);
}
export function dictDelete(d: PyDict, key: Value): boolean {
	return d.entries.delete(hashKey(key, d.entries));
}
/** Whether a key is there: true, false or Unknown. */
export function dictHas(d: PyDict, key: Value): boolean | Unknown {
	if (d.entries.has(hashKey(key, d.entries))) return true;
	if (d.hasUnknownKeys || ((key instanceof Unknown || key instanceof SymInt) && d.entries.size > 0)) return derive("in", [key, d]);
	return false;
}
export function setHas(s: PySet, item: Value): boolean | Unknown {
	// A set is looked up in a set by the frozen form.
	const key =
		item instanceof PySet && item.cls.isSubclassOf(setClass)
			? `\0f${[...item.entries.keys()].map(part).sort().join(",")}`
			: hashKey(item, s.entries);
	if (s.entries.has(key)) return true;
	if (s.hasUnknownItems || ((item instanceof Unknown || item instanceof SymInt) && s.entries.size > 0)) return derive("in", [item, s]);
	return false;
}
export function setAdd(s: PySet, item: Value): void {
	const key = hashKey(item, s.entries);
	if (s.entries.has(key)) return;
	if (item instanceof Unknown || item instanceof SymInt) s.hasUnknownItems = true;
	noteAdd(s, key, item);
	s.entries.set(key, item);
}
/** Removes an item by its key; false when it was not there. */
export function setRemove(s: PySet, key: unknown): boolean {
	const item = s.entries.get(key);
	if (item === undefined) return false;
	noteRemove(s, key, item);
	return s.entries.delete(key);
}
export const keyError = (key: Value): never => {
	throw new PyRaise(makeException("KeyError", [key]));
};

/** The order of iteration of a set; null when it depends on the process (strings, None, objects) and there is a choice. */
export function setOrder(s: PySet): Value[] | null {
	if (s.entries.size < 2) return [...s.entries.values()];
	const known = tableOf(s);
	if (known !== undefined) return known.order().map((k) => s.entries.get(k)!);
	// Filled behind our back: as if added in the order of the map.
	const table = new SetTable();
	for (const [key, item] of s.entries) {
		const hash = hashBits(item);
		if (hash === null) return null;
		table.add(key, hash);
	}
	adoptTable(s, table);
	return table.order().map((k) => s.entries.get(k)!);
}
export const makeDict = (pairs: Iterable<[Value, Value]>): PyDict => {
	const d = new PyDict();
	for (const [k, v] of pairs) dictSet(d, k, v);
	return d;
};
