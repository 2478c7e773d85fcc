/** `collections`: OrderedDict, defaultdict, Counter, deque, ChainMap. namedtuple has a file of its own. */
import { dictDelete, dictGet, dictHas, dictSet, hashKey, keyError } from "../../values/dict.ts";
import { raiseError } from "../../values/exceptions.ts";
import { reprText } from "../../values/format.ts";
import { itemsOf } from "../../values/iterate.ts";
import { asInt } from "../../values/kinds.ts";
import { binary, compare, contains, equals, truthValue } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { sortInPlace } from "../../values/sort.ts";
import { HOLE, strValue } from "../../values/text.ts";
import { copyDict, updateDict } from "../../values/types/dict.ts";
import {
	dictClass,
	type Kwargs,
	NotImplemented,
	type Obj,
	type PyClass,
	PyClassMethod,
	PyBuiltin,
	PyDict,
	PyInstance,
	PyIterator,
	type PyList,
	PyTuple,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { addDeque } from "./deque.ts";
import { def, generic, imported, items, type Library, library, list, native, tuple } from "./kit.ts";
import { addNamedTuple } from "./namedtuple.ts";
import { restOf } from "./rest.ts";

const pairsText = (d: PyDict): string =>
	d.hasUnknownKeys ? HOLE : [...d.entries.values()].map(([k, v]) => `${reprText(k)}: ${reprText(v)}`).join(", ");

library("collections", (m) => {
	addOrderedDict(m);
	addDefaultDict(m);
	addCounter(m);
	addDeque(m);
	addNamedTuple(m);
	addChainMap(m);
	for (const name of ["UserDict", "UserList", "UserString"])
		m.set(
			name,
			name === "UserDict" ? userDict(m) : name === "UserList" ? userList(m) : new Unknown("`collections.UserString` is not modelled"),
		);
	for (const name of ["OrderedDict", "defaultdict", "Counter", "deque", "ChainMap"]) generic(m.get(name) as PyClass);
	const rest = restOf("collections");
	m.module.missing = (name) => (name === "abc" ? imported("collections.abc") : rest(name));
});

function addOrderedDict(m: Library): void {
	const cls = m.cls("OrderedDict", [dictClass]);
	def(cls, "__repr__", "", (self: PyDict) =>
		strValue(
			self.entries.size === 0 && !self.hasUnknownKeys
				? `${self.cls.name}()`
				: `${self.cls.name}([${[...self.entries.values()].map((e) => reprText(new PyTuple(e))).join(", ")}])`,
		),
	);
	def(cls, "move_to_end", "! .key .last?", (self: PyDict, key: Value, last?: Value) => {
		const k = hashKey(key, self.entries);
		const e = self.entries.get(k);
		if (e === undefined) return self.hasUnknownKeys ? null : keyError(key);
		if (last === undefined || rt.truth(last)) {
			self.entries.delete(k);
			self.entries.set(k, e);
			return null;
		}
		const rest = [...self.entries].filter(([x]) => x !== k);
		self.entries.clear();
		self.entries.set(k, e);
		for (const [x, y] of rest) self.entries.set(x, y);
		return null;
	});
	def(cls, "popitem", ".last?", (self: PyDict, last?: Value) => {
		const keys = [...self.entries.keys()];
		if (keys.length === 0) raiseError("KeyError", "dictionary is empty");
		const k = last === undefined || rt.truth(last) ? keys[keys.length - 1] : keys[0];
		const e = self.entries.get(k)!;
		self.entries.delete(k);
		return tuple([e[0], e[1]]);
	});
	def(cls, "copy", "", (self: PyDict) => withClass(copyDict(self), self.cls));
	def(cls, "__eq__", "! other", (self: PyDict, other: Value) => {
		if (other instanceof PyDict && other.cls.isSubclassOf(cls)) {
			const [a, b] = [[...self.entries.keys()], [...other.entries.keys()]];
			if (a.length !== b.length || a.some((k, i) => k !== b[i])) return false;
		}
		return rt.call(dictClass.dict.get("__eq__")!, [self, other]);
	});
	cls.set("__hash__", null);
}
const withClass = <T extends Obj>(o: T, cls: PyClass): T => {
	o.cls = cls;
	return o;
};

function addDefaultDict(m: Library): void {
	const cls = m.cls("defaultdict", [dictClass]);
	const factory = (self: PyDict): Value => (self.dict ??= new Map()).get("default_factory") ?? null;
	def(cls, "__init__", "! *args **kw", (self: PyDict, args: Value[], kw: Kwargs) => {
		const given = args[0] ?? null;
		if (given !== null && !(given instanceof Unknown) && !rt.truth(rt.call(calls(), [given])))
			raiseError("TypeError", "first argument must be callable or None");
		(self.dict ??= new Map()).set("default_factory", given);
		if (args.length > 1) updateDict(self, args[1]!);
		for (const [k, v] of kw) dictSet(self, k, v);
	});
	const calls = (): Value => rt.getAttr(imported("builtins"), "callable");
	def(cls, "__missing__", "! key", (self: PyDict, key: Value) => {
		const make = factory(self);
		if (make === null) return keyError(key);
		const v = rt.call(make, []);
		dictSet(self, key, v);
		return v;
	});
	def(cls, "__repr__", "", (self: PyDict) => strValue(`${self.cls.name}(${reprText(factory(self))}, {${pairsText(self)}})`));
	def(cls, "copy", "", (self: PyDict) => {
		const out = withClass(copyDict(self), self.cls);
		out.dict = new Map(self.dict ?? []);
		return out;
	});
	cls.set("__hash__", null);
}

function addCounter(m: Library): void {
	const cls = m.cls("Counter", [dictClass]);
	const get = (self: PyDict, k: Value): Value => {
		const v = dictGet(self, k);
		return v === undefined ? 0 : v;
	};
	const count = (self: PyDict, source: Value, sign: 1 | -1): void => {
		if (source instanceof Unknown) {
			self.hasUnknownKeys = true;
			return;
		}
		if (source instanceof PyDict) {
			for (const [k, v] of source.entries.values()) dictSet(self, k, binary(sign > 0 ? "+" : "-", get(self, k), v));
			self.hasUnknownKeys ||= source.hasUnknownKeys;
			return;
		}
		const all = itemsOf(source);
		if (all === null) self.hasUnknownKeys = true;
		for (const x of all ?? []) dictSet(self, x, binary("+", get(self, x), sign));
	};
	const fill =
		(sign: 1 | -1) =>
		(self: PyDict, args: Value[], kw: Kwargs): void => {
			if (args.length > 0 && args[0] !== null) count(self, args[0]!, sign);
			for (const [k, v] of kw) dictSet(self, k, binary(sign > 0 ? "+" : "-", get(self, k), v));
		};
	def(cls, "__init__", "! *args **kw", fill(1));
	def(cls, "update", "! *args **kw", fill(1));
	def(cls, "subtract", "! *args **kw", fill(-1));
	def(cls, "__missing__", "! key", () => 0);
	const ordered = (self: PyDict): [Value, Value][] => {
		const entries = [...self.entries.values()];
		const order: Value[] = entries.map((_, i) => i);
		sortInPlace(
			order,
			native("key", "! i", (i: Value) => entries[i as number]![1]),
			true,
		);
		return order.map((i) => (i instanceof Unknown ? [i, i] : entries[i as number]!));
	};
	def(cls, "most_common", ".n?", (self: PyDict, n?: Value) => {
		if (self.hasUnknownKeys) return new Unknown("some counted items are not known");
		const all = ordered(self).map((e) => tuple([e[0], e[1]]));
		return list(n === undefined || n === null ? all : all.slice(0, Math.max(0, Number(asInt(n)))));
	});
	def(cls, "elements", "", (self: PyDict) => {
		const all = [...self.entries.values()].flatMap(([k, v]) => new Array<Value>(Math.max(0, Number(asInt(v) ?? 0))).fill(k));
		let i = 0;
		return new PyIterator(() => all[i++]);
	});
	def(cls, "total", "", (self: PyDict) => [...self.entries.values()].reduce((t: Value, [, v]) => binary("+", t, v), 0));
	def(cls, "copy", "", (self: PyDict) => withClass(copyDict(self), self.cls));
	def(cls, "__repr__", "", (self: PyDict) => {
		if (self.entries.size === 0) return `${self.cls.name}()`;
		return strValue(
			`${self.cls.name}({${
				self.hasUnknownKeys
					? HOLE
					: ordered(self)
							.map(([k, v]) => `${reprText(k)}: ${reprText(v)}`)
							.join(", ")
			}})`,
		);
	});
	cls.set(
		"fromkeys",
		new PyClassMethod(
			new PyBuiltin("fromkeys", () =>
				raiseError("NotImplementedError", "Counter.fromkeys() is undefined.  Use Counter(iterable) instead."),
			),
		),
	);
	const positive = (v: Value): boolean => rt.truth(compare(">", v, 0));
	const combine = (name: string, of: (x: Value, y: Value) => Value): void =>
		def(cls, name, "! other", (self: PyDict, other: Value) => {
			if (!(other instanceof PyDict)) return NotImplemented;
			const out = withClass(new PyDict(), cls);
			for (const [k, v] of self.entries.values()) {
				const n = of(v, get(other, k));
				if (positive(n)) dictSet(out, k, n);
			}
			for (const [k, v] of other.entries.values()) {
				if (dictHas(self, k) !== false) continue;
				const n = of(0, v);
				if (positive(n)) dictSet(out, k, n);
			}
			return out;
		});
	combine("__add__", (x, y) => binary("+", x, y));
	combine("__sub__", (x, y) => binary("-", x, y));
	combine("__and__", (x, y) => (rt.truth(compare("<", x, y)) ? x : y));
	combine("__or__", (x, y) => (rt.truth(compare("<", x, y)) ? y : x));
	def(cls, "__iadd__", "! other", (self: PyDict, other: Value) => {
		count(self, other, 1);
		for (const [k, v] of [...self.entries.values()]) if (!positive(v)) dictDelete(self, k);
		return self;
	});
	def(cls, "__pos__", "", (self: PyDict) => {
		const out = withClass(new PyDict(), cls);
		for (const [k, v] of self.entries.values()) if (positive(v)) dictSet(out, k, v);
		return out;
	});
	cls.set("__hash__", null);
}

function addChainMap(m: Library): void {
	const cls = m.cls("ChainMap");
	const maps = (self: Value): Value[] => ((self as PyInstance).dict.get("maps") as PyList).items;
	def(
		cls,
		"__init__",
		"! *maps",
		(self: PyInstance, given: Value[]) => void self.dict.set("maps", list(given.length === 0 ? [new PyDict()] : given)),
	);
	def(cls, "__getitem__", "! key", (self: Value, key: Value) => {
		for (const map of maps(self)) if (contains(map, key) === true) return rt.getItem(map, key);
		return keyError(key);
	});
	const merged = (self: Value): PyDict => {
		const out = new PyDict();
		for (const map of [...maps(self)].reverse()) updateDict(out, map);
		return out;
	};
	for (const name of ["keys", "values", "items", "__iter__", "__len__"])
		def(cls, name, "", (self: Value) => rt.call(rt.getAttr(merged(self), name), []));
	def(cls, "get", "! key default?", (self: Value, key: Value, fallback?: Value) => {
		for (const map of maps(self)) if (contains(map, key) === true) return rt.getItem(map, key);
		return fallback ?? null;
	});
	def(cls, "__contains__", "! key", (self: Value, key: Value) => maps(self).some((map) => contains(map, key) === true));
	def(cls, "__setitem__", "! key value", (self: Value, key: Value, value: Value) => rt.setItem(maps(self)[0]!, key, value));
	def(cls, "__delitem__", "! key", (self: Value, key: Value) =>
		dictDelete(maps(self)[0] as PyDict, key) ? null : raiseError("KeyError", `Key not found in the first mapping: ${reprText(key)}`),
	);
	def(cls, "new_child", "! m?", (self: PyInstance, child?: Value) => rt.call(self.cls, [child ?? new PyDict(), ...maps(self)]));
	def(cls, "update", "! other", (self: Value, other: Value) => updateDict(maps(self)[0] as PyDict, other));
	def(cls, "__repr__", "", (self: PyInstance) => strValue(`ChainMap(${maps(self).map(reprText).join(", ")})`));
	def(cls, "__bool__", "", (self: Value) => maps(self).some((x) => truthValue(x) === true));
}

/** UserDict and UserList keep their contents in `data`. */
function userDict(m: Library): PyClass {
	const cls = m.cls("UserDict");
	const data = (self: PyInstance): Value => self.dict.get("data")!;
	def(cls, "__init__", "! dict? **kw", (self: PyInstance, given: Value | undefined, kw: Kwargs) => {
		const d = new PyDict();
		self.dict.set("data", d);
		const set = (k: Value, v: Value): void => rt.setItem(self, k, v);
		if (given instanceof PyDict) for (const [k, v] of given.entries.values()) set(k, v);
		for (const [k, v] of kw) set(k, v);
	});
	for (const name of [
		"keys",
		"values",
		"items",
		"pop",
		"popitem",
		"clear",
		"get",
		"setdefault",
		"__iter__",
		"__len__",
		"__contains__",
		"__repr__",
		"__delitem__",
		"__setitem__",
	])
		def(cls, name, "! *args", (self: PyInstance, args: Value[]) => rt.call(rt.getAttr(data(self), name), args));
	def(cls, "__getitem__", "! key", (self: PyInstance, key: Value) => {
		if (contains(data(self), key) !== false) return rt.getItem(data(self), key);
		const missing = self.cls.lookup("__missing__");
		return missing === undefined || missing === null ? keyError(key) : rt.call(missing, [self, key]);
	});
	def(cls, "update", "! other? **kw", (self: PyInstance, other: Value | undefined, kw: Kwargs) => {
		const d = new PyDict();
		if (other !== undefined) updateDict(d, other);
		for (const [k, v] of d.entries.values()) rt.setItem(self, k, v);
		for (const [k, v] of kw) rt.setItem(self, k, v);
	});
	def(cls, "__eq__", "! other", (self: PyInstance, other: Value) =>
		equals(data(self), other instanceof PyInstance ? (other.dict.get("data") ?? other) : other),
	);
	return cls;
}
function userList(m: Library): PyClass {
	const cls = m.cls("UserList");
	const data = (self: PyInstance): Value => self.dict.get("data")!;
	def(
		cls,
		"__init__",
		"! items?",
		(self: PyInstance, given?: Value) => void self.dict.set("data", list(given === undefined ? [] : (items(given) ?? []))),
	);
	for (const name of [
		"append",
		"extend",
		"insert",
		"pop",
		"remove",
		"index",
		"count",
		"reverse",
		"sort",
		"clear",
		"__iter__",
		"__len__",
		"__contains__",
		"__repr__",
		"__getitem__",
		"__setitem__",
		"__delitem__",
	])
		def(cls, name, "! *args **kw", (self: PyInstance, args: Value[], kw: Kwargs) =>
			rt.call(rt.getAttr(data(self), name), args, kw.size > 0 ? kw : null),
		);
	def(cls, "__eq__", "! other", (self: PyInstance, other: Value) =>
		equals(data(self), other instanceof PyInstance ? (other.dict.get("data") ?? other) : other),
	);
	return cls;
}
