/** `functools`. */
import { declareImmutable } from "../guard.ts";
import { hashKey } from "../../values/dict.ts";
import { raiseError } from "../../values/exceptions.ts";
import { reprText } from "../../values/format.ts";
import { iterate } from "../../values/iterate.ts";
import { asInt, asStr, typeName, typeOf } from "../../values/kinds.ts";
import { native } from "../../values/native.ts";
import { truthValue, unary } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { HOLE, strValue } from "../../values/text.ts";
import { dictOver } from "../../values/types/dict-views.ts";
import { derive } from "../../values/unknown.ts";
import {
	type Kwargs,
	NotImplemented,
	Obj,
	PyBuiltin,
	PyClass,
	PyClassMethod,
	PyFunction,
	PyInstance,
	PyMethod,
	PyProperty,
	PyTuple,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { def, instance, items, library, stateOf, tuple } from "./kit.ts";

interface Partial {
	fn: Value;
	args: Value[];
	kw: Kwargs;
}
const ASSIGNED = ["__module__", "__name__", "__qualname__", "__doc__", "__annotations__"];

/** `functools.update_wrapper`. */
export function updateWrapper(wrapper: Value, wrapped: Value, assigned: string[] = ASSIGNED): Value {
	for (const name of assigned) {
		const v = rt.findAttr(wrapped, name);
		if (v !== undefined) rt.setAttr(wrapper, name, v);
	}
	if (
		wrapped instanceof Obj &&
		wrapper instanceof Obj &&
		wrapped.dict !== null &&
		(wrapped instanceof PyFunction || wrapped instanceof PyInstance)
	)
		for (const [k, v] of wrapped.dict) (wrapper.dict ??= new Map()).set(k, v);
	rt.setAttr(wrapper, "__wrapped__", wrapped);
	return wrapper;
}

/** Arguments of a memoised call as one key; null when some argument is not known or mutable in a way that hashing refuses. */
function cacheKey(args: Value[], kw: Kwargs | null): unknown {
	let key = String(hashKey(new PyTuple(args)));
	for (const [name, v] of kw ?? []) key += `|${name}=${String(hashKey(new PyTuple([v])))}`;
	return key;
}
interface Cache {
	fn: Value;
	size: number | null;
	typed: boolean;
	entries: Map<unknown, Value>;
	hits: number;
	misses: number;
}

library("functools", (m) => {
	m.set("WRAPPER_ASSIGNMENTS", tuple(ASSIGNED));
	m.set("WRAPPER_UPDATES", tuple(["__dict__"]));
	m.fn("update_wrapper", "! .wrapper .wrapped .assigned? .updated?", (wrapper: Value, wrapped: Value, assigned?: Value) =>
		updateWrapper(wrapper, wrapped, assigned === undefined ? ASSIGNED : (items(assigned) ?? []).map(String)),
	);
	m.fn("wraps", "! .wrapped .assigned? .updated?", (wrapped: Value, assigned?: Value) =>
		native("wraps", "! f", (f: Value) =>
			updateWrapper(f, wrapped, assigned === undefined ? ASSIGNED : (items(assigned) ?? []).map(String)),
		),
	);

	const partial = m.cls("partial");
	declareImmutable(partial);
	partial.alloc = (c, args, kw) => {
		if (args.length === 0) raiseError("TypeError", "type 'partial' takes at least one argument");
		const [fn, ...rest] = args as [Value, ...Value[]];
		if (fn instanceof PyInstance && fn.native !== null && fn.cls === partial && (fn.native as Partial).fn !== undefined) {
			const inner = fn.native as Partial;
			return instance(c, { fn: inner.fn, args: [...inner.args, ...rest], kw: new Map([...inner.kw, ...(kw ?? [])]) } satisfies Partial);
		}
		return instance(c, { fn, args: rest, kw: new Map(kw ?? []) } satisfies Partial);
	};
	def(partial, "__init__", "! *args **kw", () => null);
	def(partial, "__call__", "! *args **kw", (self: Value, args: Value[], kw: Kwargs) => {
		const p = stateOf<Partial>(self);
		const all = new Map([...p.kw, ...kw]);
		return rt.call(p.fn, [...p.args, ...args], all.size > 0 ? all : null);
	});
	def(partial, "__repr__", "", (self: Value) => {
		const p = stateOf<Partial>(self);
		const parts = [reprText(p.fn), ...p.args.map(reprText), ...[...p.kw].map(([k, v]) => `${k}=${reprText(v)}`)];
		return strValue(`functools.partial(${parts.join(", ")})`);
	});
	for (const [name, get] of Object.entries({
		func: (p: Partial) => p.fn,
		args: (p: Partial) => tuple(p.args),
		keywords: (p: Partial) => dictOver(p.kw),
	}))
		partial.set(name, new PyProperty(native(name, "! self", (self: Value) => get(stateOf<Partial>(self)))));

	const partialMethod = m.cls("partialmethod");
	declareImmutable(partialMethod);
	partialMethod.alloc = (c, args, kw) => instance(c, { fn: args[0]!, args: args.slice(1), kw: new Map(kw ?? []) } satisfies Partial);
	def(partialMethod, "__init__", "! *args **kw", () => null);
	def(partialMethod, "__get__", "! obj cls?", (self: Value, o: Value, cls?: Value) => {
		const p = stateOf<Partial>(self);
		const fn = p.fn instanceof PyClassMethod ? new PyMethod(p.fn.func, cls ?? typeOf(o)) : null;
		return native("partialmethod", "! *args **kw", (args: Value[], kw: Kwargs) => {
			const all = new Map([...p.kw, ...kw]);
			return fn === null ? rt.call(p.fn, [o, ...p.args, ...args], all) : rt.call(fn, [...p.args, ...args], all);
		});
	});

	m.fn("reduce", "! fn iterable initial?", (fn: Value, v: Value, initial?: Value) => {
		if (v instanceof Unknown) return derive("reduce", [fn, v, initial ?? null]);
		const next = iterate(v);
		let out = initial ?? next();
		if (initial === null) out = null;
		if (out === undefined) raiseError("TypeError", "reduce() of empty iterable with no initial value");
		for (let x = next(); x !== undefined; x = next()) out = rt.call(fn, [out, x]);
		return out;
	});

	// lru_cache and cache: the wrapper is an object that binds like a function.
	const cached = m.cls("_lru_cache_wrapper");
	declareImmutable(cached);
	const info = (c: Cache): Value => {
		const out = instance(infoClass);
		const fields: [string, Value][] = [
			["hits", c.hits],
			["misses", c.misses],
			["maxsize", c.size],
			["currsize", c.entries.size],
		];
		for (const [k, v] of fields) out.dict.set(k, v);
		return out;
	};
	const infoClass = m.cls("CacheInfo");
	def(infoClass, "__repr__", "", (self: PyInstance) => `CacheInfo(${[...self.dict].map(([k, v]) => `${k}=${reprText(v)}`).join(", ")})`);
	def(infoClass, "__getitem__", "i", (self: PyInstance, i: Value) => [...self.dict.values()][Number(i)]!);
	const wrap = (fn: Value, size: number | null, typed: boolean): Value =>
		updateWrapper(instance(cached, { fn, size, typed, entries: new Map(), hits: 0, misses: 0 } satisfies Cache), fn);
	def(cached, "__call__", "! *args **kw", (self: Value, args: Value[], kw: Kwargs) => {
		const c = stateOf<Cache>(self);
		const key = cacheKey(args, kw);
		const found = c.entries.get(key);
		if (found !== undefined) {
			c.hits++;
			c.entries.delete(key);
			c.entries.set(key, found);
			return found;
		}
		c.misses++;
		const out = rt.call(c.fn, args, kw.size > 0 ? kw : null);
		if (c.size !== 0) c.entries.set(key, out);
		if (c.size !== null && c.entries.size > c.size) c.entries.delete(c.entries.keys().next().value);
		return out;
	});
	def(cached, "__get__", "! obj cls?", (self: Value, o: Value) => (o === null ? self : new PyMethod(self, o)));
	def(cached, "cache_info", "", (self: Value) => info(stateOf<Cache>(self)));
	def(cached, "cache_clear", "", (self: Value) => {
		const c = stateOf<Cache>(self);
		c.entries.clear();
		c.hits = c.misses = 0;
	});
	def(cached, "__repr__", "", () => strValue(`<functools._lru_cache_wrapper object at 0x${HOLE}>`));
	m.fn("cache", "! fn", (fn: Value) => wrap(fn, null, false));
	m.fn("lru_cache", "! .maxsize? .typed?", (size?: Value, typed?: Value) => {
		if (size !== undefined && size !== null && asInt(size) === null) return wrap(size, 128, false);
		const n = size === undefined ? 128 : size === null ? null : Number(asInt(size));
		return native("lru_cache", "! fn", (fn: Value) => wrap(fn, n, typed === true));
	});

	const cachedProperty = m.cls("cached_property");
	def(cachedProperty, "__init__", "! func", (self: PyInstance, fn: Value) => {
		self.dict.set("func", fn);
		self.dict.set("attrname", rt.findAttr(fn, "__name__") ?? null);
	});
	def(
		cachedProperty,
		"__set_name__",
		"! owner name",
		(self: PyInstance, _owner: Value, name: Value) => void self.dict.set("attrname", name),
	);
	def(cachedProperty, "__get__", "! obj cls?", (self: PyInstance, o: Value) => {
		if (!(o instanceof Obj)) return self;
		const name = asStr(self.dict.get("attrname") ?? null) ?? "?";
		const store = (o.dict ??= new Map());
		let v = store.get(name);
		if (v === undefined) {
			v = rt.call(self.dict.get("func")!, [o]);
			store.set(name, v);
		}
		return v;
	});

	m.fn("cmp_to_key", "! fn", (fn: Value) => {
		const cls = new PyClass("K", [m.get("_Key") as PyClass], new Map(), { module: "functools", cls: (m.get("_Key") as PyClass).cls });
		cls.dict.set("compare", fn);
		return native("cmp_to_key", "! obj", (o: Value) => {
			const k = instance(cls, { fn, o });
			k.dict.set("obj", o);
			return k;
		});
	});
	const keyClass = m.cls("_Key");
	for (const [name, ok] of Object.entries({
		__lt__: (n: number) => n < 0,
		__gt__: (n: number) => n > 0,
		__le__: (n: number) => n <= 0,
		__ge__: (n: number) => n >= 0,
		__eq__: (n: number) => n === 0,
	}))
		def(keyClass, name, "! other", (self: Value, other: Value) => {
			const a = stateOf<{ fn: Value; o: Value }>(self);
			const r = rt.call(a.fn, [a.o, stateOf<{ o: Value }>(other).o]);
			if (r instanceof Unknown) return derive(name, [r]);
			return ok(Number(asInt(r) ?? rt.findAttr(r, "value") ?? 0));
		});

	m.fn("total_ordering", "! cls", (cls: Value) => {
		if (!(cls instanceof PyClass)) return cls;
		const has = (n: string): boolean => cls.mro.slice(0, -1).some((c) => c.dict.has(n) && c.name !== "object");
		const root = ["__lt__", "__le__", "__gt__", "__ge__"].find(has);
		if (root === undefined) raiseError("ValueError", "must define at least one ordering operation: < > <= >=");
		const ask = (name: string, a: Value, b: Value): Value => rt.call(cls.lookup(name)!, [a, b]);
		const equal = (a: Value, b: Value): Value => rt.compare("==", a, b);
		const both = (x: Value, y: () => Value, and: boolean): Value => {
			const t = truthValue(x);
			if (t instanceof Unknown) return t;
			return t === and ? y() : t;
		};
		// Each missing comparison from the one given, and from ==.
		const derived: Record<string, Record<string, (a: Value, b: Value, r: Value) => Value>> = {
			__lt__: {
				__gt__: (a, b, r) => both(unary("not", r), () => unary("not", equal(a, b)), true),
				__le__: (a, b, r) => both(r, () => equal(a, b), false),
				__ge__: (_a, _b, r) => unary("not", r),
			},
			__le__: {
				__ge__: (a, b, r) => both(unary("not", r), () => equal(a, b), false),
				__lt__: (a, b, r) => both(r, () => unary("not", equal(a, b)), true),
				__gt__: (_a, _b, r) => unary("not", r),
			},
			__gt__: {
				__lt__: (a, b, r) => both(unary("not", r), () => unary("not", equal(a, b)), true),
				__ge__: (a, b, r) => both(r, () => equal(a, b), false),
				__le__: (_a, _b, r) => unary("not", r),
			},
			__ge__: {
				__le__: (a, b, r) => both(unary("not", r), () => equal(a, b), false),
				__gt__: (a, b, r) => both(r, () => unary("not", equal(a, b)), true),
				__lt__: (_a, _b, r) => unary("not", r),
			},
		};
		for (const [name, make] of Object.entries(derived[root]!))
			if (!has(name))
				cls.set(
					name,
					new PyBuiltin(name, ([a, b]) => {
						const r = ask(root, a!, b!);
						return r === NotImplemented ? r : make(a!, b!, r);
					}),
				);
		return cls;
	});

	// singledispatch
	interface Dispatch {
		registry: Map<PyClass, Value>;
		fallback: Value;
	}
	const dispatcher = m.cls("_singledispatch");
	const choose = (d: Dispatch, cls: PyClass): Value => {
		for (const c of cls.mro) {
			const found = d.registry.get(c);
			if (found !== undefined) return found;
		}
		return d.fallback;
	};
	const register = (d: Dispatch, cls: Value, fn: Value | undefined): Value => {
		if (fn === undefined && cls instanceof PyClass) return native("register", "! fn", (f: Value) => register(d, cls, f));
		if (fn === undefined) {
			const annotations = cls instanceof PyFunction ? cls.annotations : null;
			const first = cls instanceof PyFunction ? [...(cls.annotations?.entries() ?? [])].find(([n]) => n !== "return") : undefined;
			if (annotations === null || first === undefined || !(first[1] instanceof PyClass)) return cls;
			d.registry.set(first[1], cls);
			return cls;
		}
		if (cls instanceof PyClass) d.registry.set(cls, fn);
		return fn;
	};
	m.fn("singledispatch", "! fn", (fn: Value) =>
		updateWrapper(instance(dispatcher, { registry: new Map(), fallback: fn } satisfies Dispatch), fn),
	);
	def(dispatcher, "register", "! cls func?", (self: Value, cls: Value, fn?: Value) => register(stateOf<Dispatch>(self), cls, fn));
	def(dispatcher, "dispatch", "! cls", (self: Value, cls: Value) => choose(stateOf<Dispatch>(self), cls as PyClass));
	def(dispatcher, "__call__", "! *args **kw", (self: Value, args: Value[], kw: Kwargs) => {
		if (args.length === 0) raiseError("TypeError", `${typeName(self)} requires at least 1 positional argument`);
		if (args[0] instanceof Unknown) return derive("call", args);
		return rt.call(choose(stateOf<Dispatch>(self), typeOf(args[0]!)), args, kw.size > 0 ? kw : null);
	});
	const methodDispatcher = m.cls("singledispatchmethod");
	methodDispatcher.alloc = (c, args) => instance(c, { registry: new Map(), fallback: args[0]! } satisfies Dispatch);
	def(methodDispatcher, "__init__", "! fn", () => null);
	def(methodDispatcher, "register", "! cls func?", (self: Value, cls: Value, fn?: Value) => register(stateOf<Dispatch>(self), cls, fn));
	def(methodDispatcher, "__get__", "! obj cls?", (self: Value, o: Value) =>
		native("singledispatchmethod", "! *args **kw", (args: Value[], kw: Kwargs) =>
			rt.call(choose(stateOf<Dispatch>(self), typeOf(args[0]!)), o === null ? args : [o, ...args], kw.size > 0 ? kw : null),
		),
	);
});
