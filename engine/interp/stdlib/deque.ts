/** `collections.deque`: an array with a greatest length. */
import { sameItem } from "../../values/comparison.ts";
import { raiseError } from "../../values/exceptions.ts";
import { reprText } from "../../values/format.ts";
import { asInt } from "../../values/kinds.ts";
import { getter } from "../../values/native.ts";
import { compare } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { sequenceIndex } from "../../values/subscript.ts";
import { HOLE, strValue } from "../../values/text.ts";
import { derive } from "../../values/unknown.ts";
import { NotImplemented, type PyClass, PyInstance, PyIterator, PyList, Unknown, type Value } from "../../values/value.ts";
import { declareList } from "../guard.ts";
import { def, items, type Library } from "./kit.ts";

interface Deque {
	items: Value[];
	/** Infinity: no bound. */
	most: number;
	/** Something not known was extended into it. */
	more: Unknown | null;
}
const of = (v: Value): Deque => (v as PyInstance).native as Deque;

export function addDeque(m: Library): PyClass {
	const cls = m.cls("deque");
	declareList(cls);
	const make = (c: PyClass, given: Value[], most: number): PyInstance => {
		const out = new PyInstance(c);
		out.native = { items: given, most, more: null } satisfies Deque;
		return out;
	};
	cls.alloc = (c) => make(c, [], Infinity);
	const push = (d: Deque, x: Value): void => {
		d.items.push(x);
		if (d.items.length > d.most) d.items.shift();
	};
	const pushLeft = (d: Deque, x: Value): void => {
		d.items.unshift(x);
		if (d.items.length > d.most) d.items.pop();
	};
	const all = (d: Deque, v: Value, each: (d: Deque, x: Value) => void): void => {
		const given = items(v);
		if (given === null) d.more = v instanceof Unknown ? v : new Unknown("the deque was extended by something not known");
		for (const x of given ?? []) each(d, x);
	};
	def(cls, "__init__", "! .iterable? .maxlen?", (self: Value, iterable?: Value, maxlen?: Value) => {
		const d = of(self);
		const n = maxlen === undefined || maxlen === null || maxlen instanceof Unknown ? null : asInt(maxlen);
		d.most = n === null ? Infinity : Number(n);
		if (d.most < 0) raiseError("ValueError", "maxlen must be non-negative");
		d.items = [];
		if (iterable !== undefined) all(d, iterable, push);
	});
	def(cls, "append", "! x", (self: Value, x: Value) => push(of(self), x));
	def(cls, "appendleft", "! x", (self: Value, x: Value) => pushLeft(of(self), x));
	def(cls, "extend", "! iterable", (self: Value, v: Value) => all(of(self), v, push));
	def(cls, "extendleft", "! iterable", (self: Value, v: Value) => all(of(self), v, pushLeft));
	def(cls, "__iadd__", "! iterable", (self: Value, v: Value) => {
		all(of(self), v, push);
		return self;
	});
	const take = (name: string, from: (d: Deque) => Value | undefined): void =>
		def(cls, name, "", (self: Value) => {
			if (of(self).more !== null) return new Unknown(of(self).more!.why);
			const x = from(of(self));
			return x === undefined ? raiseError("IndexError", "pop from an empty deque") : x;
		});
	take("pop", (d) => d.items.pop());
	take("popleft", (d) => d.items.shift());
	def(cls, "clear", "", (self: Value) => {
		of(self).items = [];
		of(self).more = null;
	});
	def(cls, "copy", "", (self: PyInstance) => make(self.cls, of(self).items.slice(), of(self).most));
	def(cls, "__copy__", "", (self: PyInstance) => make(self.cls, of(self).items.slice(), of(self).most));
	def(cls, "rotate", "! n?", (self: Value, n?: Value) => {
		const d = of(self);
		const size = d.items.length;
		if (size === 0) return;
		const k = (((n === undefined ? 1 : Number(asInt(n))) % size) + size) % size;
		d.items = [...d.items.slice(size - k), ...d.items.slice(0, size - k)];
	});
	def(cls, "reverse", "", (self: Value) => void of(self).items.reverse());
	const find = (d: Deque, x: Value): number => d.items.findIndex((y) => sameItem(y, x) === true);
	def(cls, "remove", "! x", (self: Value, x: Value) => {
		const at = find(of(self), x);
		if (at < 0) raiseError("ValueError", "deque.remove(x): x not in deque");
		of(self).items.splice(at, 1);
	});
	def(cls, "index", "! x", (self: Value, x: Value) => {
		const at = find(of(self), x);
		return at < 0 ? raiseError("ValueError", `${reprText(x)} is not in deque`) : at;
	});
	def(cls, "count", "! x", (self: Value, x: Value) => of(self).items.filter((y) => sameItem(y, x) === true).length);
	def(cls, "insert", "! i x", (self: Value, i: Value, x: Value) => {
		const d = of(self);
		if (d.items.length >= d.most) raiseError("IndexError", "deque already at its maximum size");
		d.items.splice(Number(asInt(i)), 0, x);
	});
	def(cls, "__len__", "", (self: Value) => (of(self).more === null ? of(self).items.length : derive("len", [of(self).more!])));
	def(cls, "__bool__", "", (self: Value) => of(self).items.length > 0 || (of(self).more ?? false));
	const at = (self: Value, i: Value): number | null => {
		const n = asInt(i);
		const size = of(self).items.length;
		if (n !== null && (Number(n) >= size || Number(n) < -size)) raiseError("IndexError", "deque index out of range");
		return sequenceIndex(i, size, "deque");
	};
	def(cls, "__getitem__", "! i", (self: Value, i: Value) => {
		const k = at(self, i);
		return k === null ? derive("[]", [self, i]) : of(self).items[k]!;
	});
	def(cls, "__setitem__", "! i x", (self: Value, i: Value, x: Value) => {
		const k = at(self, i);
		if (k !== null) of(self).items[k] = x;
	});
	def(cls, "__delitem__", "! i", (self: Value, i: Value) => {
		const k = at(self, i);
		if (k !== null) of(self).items.splice(k, 1);
	});
	def(cls, "__iter__", "", (self: Value) => {
		const d = of(self);
		const size = d.items.length;
		let i = 0;
		return new PyIterator(() => {
			if (d.items.length !== size) raiseError("RuntimeError", "deque mutated during iteration");
			if (i < size) return d.items[i++];
			return i++ === size && d.more !== null ? derive("item", [d.more]) : undefined;
		});
	});
	def(cls, "__reversed__", "", (self: Value) => {
		const reversed = of(self).items.slice().reverse();
		let i = 0;
		return new PyIterator(() => reversed[i++]);
	});
	def(cls, "__contains__", "! x", (self: Value, x: Value) => rt.truth(compare("in", x, new PyList(of(self).items))));
	for (const [name, op] of Object.entries({ __eq__: "==", __lt__: "<", __le__: "<=", __gt__: ">", __ge__: ">=" }))
		def(cls, name, "! other", (self: Value, other: Value) =>
			other instanceof PyInstance && other.cls.isSubclassOf(cls)
				? compare(op, new PyList(of(self).items), new PyList(of(other).items))
				: NotImplemented,
		);
	def(cls, "__add__", "! other", (self: PyInstance, other: Value) =>
		other instanceof PyInstance && other.cls.isSubclassOf(cls)
			? make(self.cls, [...of(self).items, ...of(other).items].slice(-of(self).most), of(self).most)
			: NotImplemented,
	);
	def(cls, "__mul__", "! n", (self: PyInstance, n: Value) => {
		const out = make(self.cls, [], of(self).most);
		for (let i = 0; i < Number(asInt(n)); i++) for (const x of of(self).items) push(of(out), x);
		return out;
	});
	def(cls, "__repr__", "", (self: PyInstance) => {
		const d = of(self);
		return strValue(
			`${self.cls.name}([${d.more !== null ? HOLE : d.items.map((x) => (x === self ? "[...]" : reprText(x))).join(", ")}]${d.most === Infinity ? "" : `, maxlen=${d.most}`})`,
		);
	});
	getter(cls, "maxlen", (self) => (of(self).most === Infinity ? null : of(self).most));
	cls.set("__hash__", null);
	return cls;
}
