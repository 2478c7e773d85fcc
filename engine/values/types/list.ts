/** `list` and `tuple`. */
import { sameItem } from "../comparison.ts";
import { raiseError } from "../exceptions.ts";
import { indexOf, typeName, typeOf } from "../kinds.ts";
import { def } from "../native.ts";
import { nativeRepr } from "../format.ts";
import { rt } from "../runtime.ts";
import { sortInPlace } from "../sort.ts";
import { strValue } from "../text.ts";
import { derive } from "../unknown.ts";
import { listClass, PyIterator, PyList, PyTuple, SymInt, tupleClass, Unknown, type Value } from "../value.ts";
import { iteratorClasses, reverseNext } from "./iterators.ts";

listClass.alloc = (cls) => {
	const out = new PyList([]);
	out.cls = cls;
	return out;
};
def(listClass, "__init__", "! iterable?", (self: PyList, iterable?: Value) => {
	self.items = [];
	self.more = null;
	if (iterable !== undefined) extend(self, iterable);
});
export function extend(self: PyList, iterable: Value): void {
	if (iterable instanceof Unknown) {
		self.more = iterable;
		return;
	}
	if (iterable instanceof PyList && iterable.more !== null) {
		self.items.push(...iterable.items);
		self.more = iterable.more;
		return;
	}
	if (iterable === self) {
		self.items = [...self.items, ...self.items];
		return;
	}
	const cls = typeOf(iterable);
	if (cls.lookup("__iter__") === undefined && cls.lookup("__getitem__") === undefined && !cls.hasUnknownBase)
		raiseError("TypeError", `'${typeName(iterable)}' object is not iterable`);
	const items = rt.items(iterable);
	if (items === null) {
		self.more = new Unknown("the list was extended by something not known");
		return;
	}
	for (const x of items) self.items.push(x);
}

def(listClass, "append", "! object", (self: PyList, x: Value) => {
	if (self.more !== null) return;
	self.items.push(x);
});
def(listClass, "extend", "! iterable", (self: PyList, iterable: Value) => extend(self, iterable));
def(listClass, "insert", "! index object", (self: PyList, index: Value, x: Value) => {
	const at = index instanceof Unknown || index instanceof SymInt ? null : indexOf(index);
	if (at === null) {
		if (!(index instanceof Unknown) && !(index instanceof SymInt))
			raiseError("TypeError", `'${typeName(index)}' object cannot be interpreted as an integer`);
		self.items.push(x);
		for (let i = 0; i < self.items.length; i++) self.items[i] = new Unknown("an item was inserted at a position that is not known");
		return;
	}
	const n = self.items.length;
	const i = Number(at) < 0 ? Math.max(0, Number(at) + n) : Math.min(n, Number(at));
	self.items.splice(i, 0, x);
});
def(listClass, "pop", "! index?", (self: PyList, index?: Value) => {
	if (self.more !== null) return new Unknown(self.more.why);
	if (index instanceof Unknown || index instanceof SymInt) {
		self.items.pop();
		for (let i = 0; i < self.items.length; i++) self.items[i] = new Unknown("an item at a position that is not known was removed");
		return new Unknown("the position of the item is not known");
	}
	if (self.items.length === 0) raiseError("IndexError", "pop from empty list");
	if (index === undefined) return self.items.pop()!;
	const n = indexOf(index);
	if (n === null) raiseError("TypeError", `'${typeName(index)}' object cannot be interpreted as an integer`);
	let i = Number(n);
	if (i < 0) i += self.items.length;
	if (i < 0 || i >= self.items.length) raiseError("IndexError", "pop index out of range");
	return i === self.items.length - 1 ? self.items.pop()! : self.items.splice(i, 1)[0]!;
});
/** Position of an equal item, -1, or Unknown. */
function find(items: readonly Value[], x: Value, from = 0, to = items.length): number | Unknown {
	for (let i = from; i < to && i < items.length; i++) {
		const same = sameItem(items[i]!, x);
		if (same === true) return i;
		if (same !== false) return derive("index", [same]);
	}
	return -1;
}
def(listClass, "remove", "! value", (self: PyList, x: Value) => {
	const i = find(self.items, x);
	if (i instanceof Unknown || self.more !== null) {
		self.items.pop();
		for (let k = 0; k < self.items.length; k++) self.items[k] = new Unknown("an item that is not known was removed");
		return;
	}
	if (i < 0) raiseError("ValueError", "list.remove(x): x not in list");
	self.items.splice(i, 1);
});
for (const cls of [listClass, tupleClass]) {
	const bound = (v: Value | undefined, n: number, missing: number): number => {
		if (v === undefined) return missing;
		const i = indexOf(v);
		if (i === null) raiseError("TypeError", "slice indices must be integers or have an __index__ method");
		return Number(i) < 0 ? Math.max(0, Number(i) + n) : Number(i);
	};
	def(cls, "index", "! value start? stop?", (self: PyList, x: Value, start?: Value, stop?: Value) => {
		const n = self.items.length;
		const i = find(self.items, x, bound(start, n, 0), bound(stop, n, n));
		if (i instanceof Unknown) return i;
		if (i < 0 && self.more) return derive("index", [self.more]);
		if (i < 0) raiseError("ValueError", cls === listClass ? `${rt.repr(x)} is not in list` : "tuple.index(x): x not in tuple");
		return i;
	});
	def(cls, "count", "! value", (self: PyList, x: Value) => {
		let n = 0;
		for (const item of self.items) {
			const same = sameItem(item, x);
			if (same === true) n++;
			else if (same !== false) return derive("count", [same]);
		}
		return self.more ? derive("count", [self.more]) : n;
	});
	def(cls, "__repr__", "", (self: Value) => strValue(nativeRepr(self)));
}
def(listClass, "clear", "", (self: PyList) => {
	self.items = [];
	self.more = null;
});
def(listClass, "copy", "", (self: PyList) => {
	const out = new PyList(self.items.slice());
	out.more = self.more;
	return out;
});
def(listClass, "reverse", "", (self: PyList) => void self.items.reverse());
def(listClass, "sort", "! * key? reverse?", (self: PyList, key?: Value, reverse?: Value) => {
	const items = self.items;
	self.items = [];
	try {
		sortInPlace(items, key ?? null, reverse !== undefined && rt.truth(reverse));
	} finally {
		self.items = items;
	}
});
def(listClass, "__reversed__", "", (self: PyList) => new PyIterator(reverseNext(self), iteratorClasses["list_reverseiterator"]));

tupleClass.alloc = (cls, args, kw) => {
	if (kw !== null && kw.size > 0) raiseError("TypeError", "tuple() takes no keyword arguments");
	if (args.length > 1 && !cls.isUser) raiseError("TypeError", `tuple expected at most 1 argument, got ${args.length}`);
	const given = args[0];
	if (given instanceof PyTuple && given.cls === tupleClass && cls === tupleClass) return given;
	if (given instanceof Unknown) return derive("tuple", [given], tupleClass);
	const items = given === undefined ? [] : rt.items(given);
	if (items === null) return new Unknown("the items of the tuple are not known", { type: tupleClass });
	const out = new PyTuple(items);
	out.cls = cls;
	return out;
};
