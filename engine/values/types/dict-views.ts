/** `dict.keys()`, `.values()`, `.items()`, and dicts that show the attributes of an object (`__dict__`, `globals()`). */
import { sameItem } from "../comparison.ts";
import { dictGet, dictHas, setAdd } from "../dict.ts";
import { raiseError } from "../exceptions.ts";
import { reprText } from "../format.ts";
import { entriesNext, type Next } from "../iterate.ts";
import { def, getter } from "../native.ts";
import { compare, contains } from "../operators.ts";
import { rt } from "../runtime.ts";
import { nativeLength } from "../subscript.ts";
import { HOLE, strValue } from "../text.ts";
import { builtinClass, NotImplemented, Obj, type PyClass, PyDict, PyIterator, PySet, PyTuple, Unknown, type Value } from "../value.ts";
import { setBinary } from "../set-algebra.ts";
import { iteratorClasses } from "./iterators.ts";

export class DictView extends Obj {
	cls: PyClass;
	of: PyDict;
	constructor(cls: PyClass, of: PyDict) {
		super();
		this.cls = cls;
		this.of = of;
	}
}
const pick: Record<string, (e: [Value, Value]) => Value> = {
	dict_keys: (e) => e[0],
	dict_values: (e) => e[1],
	dict_items: (e) => new PyTuple(e),
};
export const dictKeysClass = builtinClass("dict_keys");
export const dictValuesClass = builtinClass("dict_values");
export const dictItemsClass = builtinClass("dict_items");

export const viewNext = (v: DictView): Next => entriesNext(v.of.entries, pick[v.cls.name]!, "dictionary");
const asSet = (v: Value): PySet | null => {
	const out = new PySet();
	const items = v instanceof Unknown ? null : rt.items(v);
	if (items === null) return null;
	for (const x of items) setAdd(out, x);
	return out;
};

for (const cls of [dictKeysClass, dictValuesClass, dictItemsClass]) {
	const kind = cls.name === "dict_keys" ? "dict_keyiterator" : cls.name === "dict_values" ? "dict_valueiterator" : "dict_itemiterator";
	def(cls, "__iter__", "", (self: DictView) => new PyIterator(viewNext(self), iteratorClasses[kind]));
	def(cls, "__len__", "", (self: DictView) => nativeLength(self.of));
	def(cls, "__repr__", "", (self: DictView) => {
		const parts = [...self.of.entries.values()].map((e) => reprText(pick[cls.name]!(e)));
		const ordered = self.of.cls.mro.some((c) => c.name === "OrderedDict" && c.module === "collections");
		return strValue(`${ordered ? cls.name.replace("dict", "odict") : cls.name}([${self.of.hasUnknownKeys ? HOLE : parts.join(", ")}])`);
	});
	def(cls, "__reversed__", "", (self: DictView) => {
		const all = [...self.of.entries.values()].reverse().map(pick[cls.name]!);
		return new PyIterator(() => all.shift(), iteratorClasses["dict_reversekeyiterator"]);
	});
	getter(cls, "mapping", (self) => (self as DictView).of);
	if (cls === dictValuesClass) continue;
	for (const [name, op] of [
		["__and__", "&"],
		["__or__", "|"],
		["__sub__", "-"],
		["__xor__", "^"],
	] as const) {
		def(cls, name, "other", (self: DictView, other: Value) => combine(op, self, other));
		def(cls, name.replace("__", "__r"), "other", (self: DictView, other: Value) => combine(op, other, self));
	}
	for (const [name, op] of [
		["__eq__", "=="],
		["__lt__", "<"],
		["__le__", "<="],
		["__gt__", ">"],
		["__ge__", ">="],
	] as const)
		def(cls, name, "other", (self: DictView, other: Value) => {
			if (!(other instanceof PySet) && !(other instanceof DictView && other.cls !== dictValuesClass)) return NotImplemented;
			if (op === "==" && other instanceof DictView && cls === dictItemsClass && other.cls === cls) return compare("==", self.of, other.of);
			const a = asSet(self);
			const b = asSet(other);
			return a === null || b === null ? new Unknown("some keys are not known") : compare(op, a, b);
		});
	def(cls, "isdisjoint", "other", (self: DictView, other: Value) => {
		for (const x of rt.items(other) ?? []) if (contains(self, x) === true) return false;
		return true;
	});
	cls.dict.set("__hash__", null);
}
function combine(op: string, a: Value, b: Value): Value {
	const x = asSet(a);
	const y = asSet(b);
	if (x === null || y === null) return new Unknown("some keys are not known");
	return setBinary(op, x, y)!;
}
def(dictKeysClass, "__contains__", "! key", (self: DictView, key: Value) => dictHas(self.of, key));
def(dictItemsClass, "__contains__", "! pair", (self: DictView, pair: Value) => {
	if (!(pair instanceof PyTuple) || pair.items.length !== 2) return false;
	const found = dictGet(self.of, pair.items[0]!);
	return found === undefined ? false : sameItem(found, pair.items[1]!);
});

/** Told of a name that has a value now, or (without one) of what may be gone. */
type Changed = (name?: string, value?: Value) => void;
/** A Map of attributes seen as the entries of a dict; reads and writes go through. */
class AttributeEntries extends Map<unknown, [Value, Value]> {
	readonly inner: Map<string, Value>;
	private readonly changed: Changed | null;
	constructor(inner: Map<string, Value>, changed: Changed | null) {
		super();
		this.inner = inner;
		this.changed = changed;
	}
	override get size(): number {
		return this.inner?.size ?? 0;
	}
	override get(key: unknown): [Value, Value] | undefined {
		const v = this.inner.get(key as string);
		return v === undefined ? undefined : [key as string, v];
	}
	override has(key: unknown): boolean {
		return this.inner.has(key as string);
	}
	override set(key: unknown, value: [Value, Value]): this {
		this.inner.set(key as string, value[1]);
		this.changed?.(key as string, value[1]);
		return this;
	}
	override delete(key: unknown): boolean {
		const had = this.inner.delete(key as string);
		this.changed?.(key as string);
		return had;
	}
	override clear(): void {
		this.inner.clear();
		this.changed?.();
	}
	override *entries(): MapIterator<[unknown, [Value, Value]]> {
		for (const [k, v] of this.inner) yield [k, [k, v]];
	}
	override *values(): MapIterator<[Value, Value]> {
		for (const [k, v] of this.inner) yield [k, v];
	}
	override *keys(): MapIterator<unknown> {
		yield* this.inner.keys();
	}
	override [Symbol.iterator](): MapIterator<[unknown, [Value, Value]]> {
		return this.entries();
	}
	override forEach(run: (value: [Value, Value], key: unknown, map: Map<unknown, [Value, Value]>) => void): void {
		for (const [k, e] of this.entries()) run(e, k, this);
	}
}
/** A live dict over a namespace. */
export function dictOver(inner: Map<string, Value>, changed: Changed | null = null): PyDict {
	const out = new PyDict();
	out.entries = new AttributeEntries(inner, changed);
	return out;
}

/** A dict as a name space: what is bound there shows in the dict and the other way round. Null when its keys are no known names. */
export function namesOf(dict: PyDict): Map<string, Value> | null {
	if (dict.entries instanceof AttributeEntries) return dict.entries.inner;
	if (dict.hasUnknownKeys || [...dict.entries.keys()].some((key) => typeof key !== "string")) return null;
	const inner = new Map([...dict.entries].map(([key, entry]) => [key as string, entry[1]]));
	dict.entries = new AttributeEntries(inner, null);
	return inner;
}

export const mappingProxyClass = builtinClass("mappingproxy");
/** `cls.__dict__`: a live, read-only view. */
export class MappingProxy extends Obj {
	cls: PyClass = mappingProxyClass;
	of: Value;
	constructor(of: Value) {
		super();
		this.of = of;
	}
}
mappingProxyClass.alloc = (_cls, args) =>
	new MappingProxy(args[0] ?? raiseError("TypeError", "mappingproxy() missing required argument 'mapping' (pos 1)"));
for (const name of ["keys", "values", "items", "get", "copy"])
	def(mappingProxyClass, name, "! *args", (self: MappingProxy, args: Value[]) => rt.call(rt.getAttr(self.of, name), args));
def(mappingProxyClass, "__getitem__", "! key", (self: MappingProxy, key: Value) => rt.getItem(self.of, key));
def(mappingProxyClass, "__contains__", "! key", (self: MappingProxy, key: Value) => contains(self.of, key));
def(mappingProxyClass, "__len__", "", (self: MappingProxy) => nativeLength(self.of));
def(mappingProxyClass, "__iter__", "", (self: MappingProxy) => new PyIterator(rt.iterate(self.of), iteratorClasses["dict_keyiterator"]));
def(mappingProxyClass, "__repr__", "", (self: MappingProxy) => strValue(`mappingproxy(${reprText(self.of)})`));
def(mappingProxyClass, "__str__", "", (self: MappingProxy) => strValue(reprText(self.of)));
def(mappingProxyClass, "__eq__", "! other", (self: MappingProxy, other: Value) =>
	compare("==", self.of, other instanceof MappingProxy ? other.of : other),
);
