/** `dict`. */
import { dictDelete, dictGet, dictHas, dictSet, keyError } from "../dict.ts";
import { raiseError } from "../exceptions.ts";
import { nativeRepr } from "../format.ts";
import { typeOf } from "../kinds.ts";
import { def, defClassMethod } from "../native.ts";
import { rt } from "../runtime.ts";
import { strValue } from "../text.ts";
import { dictClass, type Kwargs, Obj, type PyClass, PyDict, PyIterator, PyTuple, Unknown, type Value } from "../value.ts";
import { DictView, dictItemsClass, dictKeysClass, dictValuesClass } from "./dict-views.ts";
import { iteratorClasses } from "./iterators.ts";

dictClass.alloc = (cls) => {
	const out = new PyDict();
	out.cls = cls;
	return out;
};

/** `d.update(source)`: a mapping (anything with `keys`) or pairs. Nothing known of the source: nothing is known of d's keys. */
export function updateDict(d: PyDict, source: Value): void {
	if (source instanceof Unknown) {
		d.hasUnknownKeys = true;
		for (const [k, e] of d.entries) d.entries.set(k, [e[0], new Unknown("the dict was updated by something not known")]);
		return;
	}
	if (source instanceof PyDict && !overridesMapping(source.cls)) {
		for (const [k, [key, v]] of source.entries) {
			if (typeof k === "string" && k.startsWith("\0h")) dictSet(d, key, v);
			else d.entries.set(k, [d.entries.get(k)?.[0] ?? key, v]);
		}
		d.hasUnknownKeys ||= source.hasUnknownKeys;
		return;
	}
	if (source instanceof Obj) {
		const keys = rt.findAttr(source, "keys");
		if (keys !== undefined) {
			const all = rt.items(rt.call(keys, []));
			if (all === null) d.hasUnknownKeys = true;
			for (const k of all ?? []) dictSet(d, k, rt.getItem(source, k));
			return;
		}
	}
	const pairs = rt.items(source);
	if (pairs === null) {
		d.hasUnknownKeys = true;
		return;
	}
	pairs.forEach((pair, i) => {
		const cls = typeOf(pair);
		if (pair instanceof Unknown) {
			d.hasUnknownKeys = true;
			return;
		}
		if (cls.lookup("__iter__") === undefined && cls.lookup("__getitem__") === undefined)
			raiseError("TypeError", `cannot convert dictionary update sequence element #${i} to a sequence`);
		const two = rt.items(pair);
		if (two === null) d.hasUnknownKeys = true;
		else if (two.length !== 2) raiseError("ValueError", `dictionary update sequence element #${i} has length ${two.length}; 2 is required`);
		else dictSet(d, two[0]!, two[1]!);
	});
}
function overridesMapping(cls: PyClass): boolean {
	return (
		cls !== dictClass &&
		(cls.lookup("keys") !== dictClass.dict.get("keys") ||
			cls.lookup("__getitem__") !== dictClass.dict.get("__getitem__") ||
			cls.lookup("__iter__") !== dictClass.dict.get("__iter__"))
	);
}

def(dictClass, "__init__", "! *args **kw", (self: PyDict, args: Value[], kw: Kwargs) => {
	if (args.length > 1) raiseError("TypeError", `dict expected at most 1 argument, got ${args.length}`);
	if (args.length === 1) updateDict(self, args[0]!);
	for (const [k, v] of kw) dictSet(self, k, v);
});
def(dictClass, "update", "! *args **kw", (self: PyDict, args: Value[], kw: Kwargs) => {
	if (args.length > 1) raiseError("TypeError", `update expected at most 1 argument, got ${args.length}`);
	if (args.length === 1) updateDict(self, args[0]!);
	for (const [k, v] of kw) dictSet(self, k, v);
});
def(dictClass, "get", "! key default?", (self: PyDict, key: Value, fallback?: Value) => {
	const found = dictGet(self, key);
	return found === undefined ? (fallback ?? null) : found;
});
def(dictClass, "setdefault", "! key default?", (self: PyDict, key: Value, fallback?: Value) => {
	const found = dictGet(self, key);
	if (found !== undefined) return found;
	dictSet(self, key, fallback ?? null);
	return fallback ?? null;
});
def(dictClass, "pop", "! key default?", (self: PyDict, key: Value, fallback?: Value) => {
	const found = dictGet(self, key);
	if (found !== undefined) {
		dictDelete(self, key);
		return found;
	}
	return fallback === undefined ? keyError(key) : fallback;
});
def(dictClass, "popitem", "", (self: PyDict) => {
	if (self.hasUnknownKeys) return new Unknown("some keys of the dict are not known");
	const last = [...self.entries.keys()].pop();
	if (last === undefined) raiseError("KeyError", "popitem(): dictionary is empty");
	const e = self.entries.get(last)!;
	self.entries.delete(last);
	return new PyTuple([e[0], e[1]]);
});
def(dictClass, "clear", "", (self: PyDict) => {
	self.entries.clear();
	self.hasUnknownKeys = false;
});
export function copyDict(self: PyDict): PyDict {
	const out = new PyDict();
	for (const [k, e] of self.entries) out.entries.set(k, e);
	out.hasUnknownKeys = self.hasUnknownKeys;
	return out;
}
def(dictClass, "copy", "", copyDict);
def(dictClass, "keys", "", (self: PyDict) => new DictView(dictKeysClass, self));
def(dictClass, "values", "", (self: PyDict) => new DictView(dictValuesClass, self));
def(dictClass, "items", "", (self: PyDict) => new DictView(dictItemsClass, self));
def(dictClass, "__repr__", "", (self: PyDict) => strValue(nativeRepr(self)));
def(dictClass, "__contains__", "! key", (self: PyDict, key: Value) => dictHas(self, key));
def(dictClass, "__reversed__", "", (self: PyDict) => {
	const all = [...self.entries.values()].reverse();
	let i = 0;
	return new PyIterator(() => all[i++]?.[0], iteratorClasses["dict_reversekeyiterator"]);
});
defClassMethod(dictClass, "fromkeys", "! iterable value?", (cls: PyClass, iterable: Value, value?: Value) => {
	const out = rt.call(cls, []);
	const keys = rt.items(iterable);
	if (keys === null) {
		if (out instanceof PyDict) out.hasUnknownKeys = true;
	} else for (const k of keys) out instanceof PyDict && !cls.isUser ? dictSet(out, k, value ?? null) : rt.setItem(out, k, value ?? null);
	return out;
});
