/** `set` and `frozenset`. */
import { hashKey, keyError, setAdd, setHas, setOrder, setRemove } from "../dict.ts";
import { raiseError } from "../exceptions.ts";
import { nativeRepr } from "../format.ts";
import { def } from "../native.ts";
import { compare } from "../operators.ts";
import { rt } from "../runtime.ts";
import { copySet, mergeSet, removeAll, setBinary, toggle } from "../set-algebra.ts";
import { adoptTable, resetTable, tableOf } from "../set-table.ts";
import { strValue } from "../text.ts";
import { frozensetClass, NotImplemented, PyDict, PyInstance, PySet, setClass, Unknown, type Value } from "../value.ts";

/** Adds what an iterable gives; false when that is not known. */
export function addAll(s: PySet, iterable: Value): void {
	if (iterable instanceof PySet && !iterable.cls.isUser) {
		mergeSet(s, iterable);
		return;
	}
	if (iterable instanceof PyDict) tableOf(s)?.reserve(iterable.entries.size);
	const items = iterable instanceof Unknown ? null : rt.items(iterable);
	if (items === null) s.hasUnknownItems = true;
	for (const x of items ?? []) setAdd(s, x);
	if (iterable instanceof PySet && iterable.hasUnknownItems) s.hasUnknownItems = true;
}
/** Any iterable as a set. */
function toSet(v: Value): PySet {
	if (v instanceof PySet) return v;
	const out = new PySet();
	addAll(out, v);
	return out;
}
setClass.alloc = (cls) => {
	const out = new PySet();
	out.cls = cls;
	return out;
};
def(setClass, "__init__", "! iterable?", (self: PySet, iterable?: Value) => {
	self.entries = new Map();
	resetTable(self);
	self.hasUnknownItems = false;
	if (iterable !== undefined) addAll(self, iterable);
});
frozensetClass.alloc = (cls, args) => {
	if (args.length > 1) raiseError("TypeError", `frozenset expected at most 1 argument, got ${args.length}`);
	if (args[0] instanceof PySet && args[0].cls === frozensetClass && cls === frozensetClass) return args[0];
	const out = new PySet(true);
	out.cls = cls;
	if (args.length === 1) addAll(out, args[0]!);
	return out;
};

const OPERATORS = { union: "|", intersection: "&", difference: "-", symmetric_difference: "^" } as const;
for (const cls of [setClass, frozensetClass]) {
	for (const [name, op] of Object.entries(OPERATORS)) {
		const one = name === "symmetric_difference";
		def(cls, name, one ? "! other" : "! *others", (self: PySet, given: Value | Value[]) => {
			let out = copySet(self);
			for (const other of one ? [given as Value] : (given as Value[])) {
				if (op === "|") addAll(out, other);
				else out = setBinary(op, out, toSet(other))!;
			}
			return out;
		});
	}
	def(cls, "copy", "", (self: PySet) => copySet(self));
	def(cls, "issubset", "! other", (self: PySet, other: Value) => {
		const contains =
			!self.hasUnknownItems && other instanceof PyInstance && !other.cls.isUser ? other.cls.lookup("__contains__") : undefined;
		if (contains === undefined) return compare("<=", self, toSet(other));
		// What cannot list its items may still tell of each.
		const answers = [...self.entries.values()].map((x) => rt.call(contains, [other, x]));
		return answers.includes(false) ? false : answers.every((a) => a === true) ? true : new Unknown("some items of a set are not known");
	});
	def(cls, "issuperset", "! other", (self: PySet, other: Value) => compare(">=", self, toSet(other)));
	def(cls, "isdisjoint", "! other", (self: PySet, other: Value) => {
		const o = toSet(other);
		if (self.hasUnknownItems || o.hasUnknownItems) return new Unknown("some items of a set are not known");
		for (const x of o.entries.values()) if (setHas(self, x) === true) return false;
		return true;
	});
	def(cls, "__repr__", "", (self: PySet) => strValue(nativeRepr(self)));
	def(cls, "__contains__", "! item", (self: PySet, item: Value) => setHas(self, item));
}
def(setClass, "add", "! item", (self: PySet, item: Value) => setAdd(self, item));
/** Removes; false when it was not there. */
function drop(self: PySet, item: Value): boolean {
	const key =
		item instanceof PySet && item.cls.isSubclassOf(setClass) ? hashKey(rt.call(frozensetClass, [item])) : hashKey(item, self.entries);
	if (item instanceof Unknown && !self.entries.has(key)) {
		self.hasUnknownItems = true;
		return true;
	}
	return setRemove(self, key) || self.hasUnknownItems;
}
def(setClass, "remove", "! item", (self: PySet, item: Value) => {
	if (!drop(self, item)) keyError(item);
});
def(setClass, "discard", "! item", (self: PySet, item: Value) => void drop(self, item));
def(setClass, "pop", "", (self: PySet) => {
	if (self.hasUnknownItems) return new Unknown("some items of the set are not known");
	if (self.entries.size === 0) raiseError("KeyError", "pop from an empty set");
	const order = setOrder(self);
	if (order === null) {
		// Which one goes depends on the process: what stays is not known.
		const first = [...self.entries.keys()][0];
		self.entries.delete(first);
		self.hasUnknownItems = true;
		return new Unknown("the order of the set depends on the process");
	}
	const key = tableOf(self)?.pop() ?? hashKey(order[0]!, self.entries);
	const item = self.entries.get(key)!;
	self.entries.delete(key);
	return item;
});
def(setClass, "clear", "", (self: PySet) => {
	self.entries.clear();
	self.hasUnknownItems = false;
});
function become(self: PySet, other: PySet): void {
	self.entries = new Map(other.entries);
	adoptTable(self, tableOf(other));
	self.hasUnknownItems = other.hasUnknownItems;
}
for (const [name, op] of Object.entries(OPERATORS)) {
	def(setClass, name === "union" ? "update" : `${name}_update`, "! *others", (self: PySet, others: Value[]) => {
		for (const other of others) {
			if (op === "|") addAll(self, other);
			else if (op === "^") toggle(self, toSet(other));
			else if (op === "-") removeAll(self, toSet(other));
			else become(self, setBinary(op, self, toSet(other))!);
		}
	});
}
for (const [name, op] of [
	["__ior__", "|"],
	["__iand__", "&"],
	["__isub__", "-"],
	["__ixor__", "^"],
] as const)
	def(setClass, name, "! other", (self: PySet, other: Value) => {
		if (other instanceof Unknown) self.hasUnknownItems = true;
		else if (!(other instanceof PySet)) return NotImplemented;
		else if (op === "|") mergeSet(self, other);
		else if (op === "^") toggle(self, other === self ? copySet(other) : other);
		else if (op === "-") removeAll(self, other === self ? copySet(other) : other);
		else become(self, setBinary(op, self, other)!);
		return self;
	});
