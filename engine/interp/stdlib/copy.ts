/** `copy`: shallow and deep copies with a memo; objects may bring `__copy__`, `__deepcopy__`, `__reduce_ex__`. */
import { dictGet, dictSet } from "../../values/dict.ts";
import { objectId, typeOf } from "../../values/kinds.ts";
import { rt } from "../../values/runtime.ts";
import {
	Ellipsis,
	NotImplemented,
	Obj,
	PyBuiltin,
	PyBytes,
	PyClass,
	PyComplex,
	PyDict,
	PyFloat,
	PyFunction,
	PyInstance,
	PyIterator,
	PyList,
	PyMethod,
	PyModule,
	PyProperty,
	PyRange,
	PySet,
	PySlice,
	PyTuple,
	SymInt,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { library } from "./kit.ts";

/** Values that a copy shares. */
function isAtomic(v: Value): boolean {
	if (!(v instanceof Obj)) return true;
	return (
		v instanceof Unknown ||
		v instanceof PyFloat ||
		v instanceof PyComplex ||
		v instanceof PyClass ||
		v instanceof PyFunction ||
		v instanceof PyBuiltin ||
		v instanceof PyModule ||
		v instanceof PyRange ||
		v instanceof SymInt ||
		v instanceof PyProperty ||
		v === Ellipsis ||
		v === NotImplemented ||
		(v instanceof PyBytes && v.cls.name !== "bytearray") ||
		v instanceof PyIterator ||
		v instanceof PySlice
	);
}
function bare<T extends Obj>(made: T, of: Obj, dict: (v: Value) => Value): T {
	made.cls = of.cls;
	if (of.dict !== null) made.dict = new Map([...of.dict].map(([k, v]) => [k, dict(v)]));
	return made;
}
const share = (v: Value): Value => v;

export function shallow(v: Value): Value {
	if (isAtomic(v)) return v;
	const o = v as Obj;
	const own = o.cls.lookup("__copy__");
	if (own !== undefined && own !== null) return rt.call(own, [v]);
	if (o instanceof PyTuple || (o instanceof PySet && o.cls.name === "frozenset")) return v;
	if (o instanceof PyList) {
		const out = bare(new PyList(o.items.slice()), o, share);
		out.more = o.more;
		return out;
	}
	if (o instanceof PyDict) {
		const out = bare(new PyDict(), o, share);
		out.entries = new Map(o.entries);
		out.hasUnknownKeys = o.hasUnknownKeys;
		return out;
	}
	if (o instanceof PySet) {
		const out = bare(new PySet(), o, share);
		out.entries = new Map(o.entries);
		out.hasUnknownItems = o.hasUnknownItems;
		return out;
	}
	if (o instanceof PyBytes) return bare(new PyBytes(o.value), o, share);
	if (o instanceof PyMethod) return v;
	if (o instanceof PyInstance) return copyInstance(o, share);
	return v;
}
/** `__reduce_ex__(4)` of a plain object: a bare instance with its state, through `__getstate__`/`__setstate__` where given. */
function copyInstance(o: PyInstance, each: (v: Value) => Value, made?: PyInstance): PyInstance {
	const out = made ?? new PyInstance(o.cls);
	out.site = o.site;
	out.native = copyNative(o.native, each);
	const getState = o.cls.lookup("__getstate__");
	const setState = o.cls.lookup("__setstate__");
	if (getState !== undefined && getState !== null && !(getState instanceof PyBuiltin)) {
		const state = each(rt.call(getState, [o]));
		if (setState !== undefined && setState !== null) rt.call(setState, [out, state]);
		else if (state instanceof PyDict) for (const [k, x] of state.entries.values()) out.dict.set(String(k), x);
		return out;
	}
	if (setState !== undefined && setState !== null && !(setState instanceof PyBuiltin)) {
		const state = new PyDict();
		for (const [k, x] of o.dict) dictSet(state, k, each(x));
		rt.call(setState, [out, state]);
		return out;
	}
	for (const [k, x] of o.dict) out.dict.set(k, each(x));
	return out;
}
/** The TypeScript state of our own classes: plain records and arrays of values. */
function copyNative(state: unknown, each: (v: Value) => Value): unknown {
	if (state === null || typeof state !== "object") return state;
	if (state instanceof Obj) return each(state);
	if (Array.isArray(state)) return state.map((x) => (x instanceof Obj ? each(x) : copyNative(x, each)));
	if (state instanceof Map) return new Map([...state].map(([k, x]) => [k, x instanceof Obj ? each(x) : copyNative(x, each)]));
	// Objects with a class of their own (tensors, graph nodes) are shared: only their owner knows how to copy them.
	if (Object.getPrototypeOf(state) !== Object.prototype) return state;
	const out: Record<string, unknown> = {};
	for (const [k, x] of Object.entries(state)) out[k] = x instanceof Obj ? each(x) : copyNative(x, each);
	return out;
}

export function deep(v: Value, memo: PyDict): Value {
	if (isAtomic(v)) return v;
	const o = v as Obj;
	const id = objectId(o);
	const seen = dictGet(memo, id);
	if (seen !== undefined) return seen;
	const keep = <T extends Value>(made: T): T => {
		dictSet(memo, id, made);
		return made;
	};
	const own = o.cls.lookup("__deepcopy__");
	if (own !== undefined && own !== null) {
		const made = rt.call(own, [v, memo]);
		return keep(made);
	}
	const each = (x: Value): Value => deep(x, memo);
	if (o instanceof PyList) {
		const out = keep(new PyList([]));
		out.cls = o.cls;
		for (const x of o.items) out.items.push(each(x));
		out.more = o.more;
		if (o.dict !== null) out.dict = new Map([...o.dict].map(([k, x]) => [k, each(x)]));
		return out;
	}
	if (o instanceof PyTuple) {
		const made = o.items.map(each);
		const again = dictGet(memo, id);
		if (again !== undefined) return again;
		if (made.every((x, i) => x === o.items[i])) return v;
		const out = new PyTuple(made);
		out.cls = o.cls;
		return keep(out);
	}
	if (o instanceof PyDict) {
		const out = keep(new PyDict());
		out.cls = o.cls;
		for (const [k, x] of [...o.entries.values()]) dictSet(out, each(k), each(x));
		out.hasUnknownKeys = o.hasUnknownKeys;
		if (o.dict !== null) out.dict = new Map([...o.dict].map(([k, x]) => [k, each(x)]));
		return out;
	}
	if (o instanceof PySet) {
		const out = keep(new PySet());
		out.cls = o.cls;
		for (const [k, x] of o.entries) out.entries.set(k, each(x));
		out.hasUnknownItems = o.hasUnknownItems;
		return out;
	}
	if (o instanceof PyMethod) return keep(new PyMethod(o.func, each(o.self)));
	if (o instanceof PyBytes) return keep(bare(new PyBytes(o.value), o, each));
	if (o instanceof PyInstance) {
		// Enumerations and singletons copy to themselves.
		if (isSingleton(o)) return v;
		const made = keep(new PyInstance(o.cls));
		return copyInstance(o, each, made);
	}
	return v;
}
const isSingleton = (o: PyInstance): boolean =>
	o.cls.dict.has("_member_map_") || typeOf(o).mro.some((c) => c.name === "Enum" && c.module === "enum");

library("copy", (m) => {
	m.fn("copy", "! x", shallow);
	m.fn("deepcopy", "! .x .memo?", (v: Value, memo?: Value) => deep(v, memo instanceof PyDict ? memo : new PyDict()));
	m.set("error", m.cls("Error", [rt.exceptionClass("Exception")]));
});
