/** `operator`. */
import { raiseError } from "../../values/exceptions.ts";
import { asStr, indexOf, typeName } from "../../values/kinds.ts";
import { native } from "../../values/native.ts";
import { binary, compare, contains, inplace, truthValue, unary } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { delItem, getItem, length, setItem } from "../../values/subscript.ts";
import { derive } from "../../values/unknown.ts";
import { boolClass, type Kwargs, PyTuple, Unknown, type Value } from "../../values/value.ts";
import { def, instance, items, library, stateOf } from "./kit.ts";

const BINARY: Record<string, string> = {
	add: "+",
	sub: "-",
	mul: "*",
	truediv: "/",
	floordiv: "//",
	mod: "%",
	pow: "**",
	matmul: "@",
	and_: "&",
	or_: "|",
	xor: "^",
	lshift: "<<",
	rshift: ">>",
};
const COMPARE: Record<string, string> = { lt: "<", le: "<=", gt: ">", ge: ">=", eq: "==", ne: "!=", is_: "is", is_not: "is not" };

library("operator", (m) => {
	for (const [name, op] of Object.entries(BINARY)) {
		const bare = name.replace("_", "");
		m.set(
			`__${bare}__`,
			m.fn(name, "! a b", (a: Value, b: Value) => binary(op, a, b)),
		);
		m.set(
			`__i${bare}__`,
			m.fn(`i${bare}`, "! a b", (a: Value, b: Value) => inplace(op, a, b)),
		);
	}
	for (const [name, op] of Object.entries(COMPARE))
		m.set(
			`__${name}__`,
			m.fn(name, "! a b", (a: Value, b: Value) => compare(op, a, b)),
		);
	for (const [name, op] of Object.entries({ neg: "-", pos: "+", inv: "~", invert: "~", not_: "not" }))
		m.fn(name, "! a", (a: Value) => unary(op, a));
	m.fn("truth", "! a", (a: Value) => {
		const t = truthValue(a);
		return t instanceof Unknown ? derive("bool", [t], boolClass) : t;
	});
	m.fn("abs", "! a", (a: Value) =>
		rt.call(
			rt.findAttr(a, "__abs__") ?? native("abs", "! a", (v: Value) => (rt.truth(compare("<", v, 0)) ? unary("-", v) : v)),
			rt.findAttr(a, "__abs__") === undefined ? [a] : [],
		),
	);
	m.fn("index", "! a", (a: Value) =>
		a instanceof Unknown ? a : (indexOf(a) ?? raiseError("TypeError", `'${typeName(a)}' object cannot be interpreted as an integer`)),
	);
	m.fn("concat", "! a b", (a: Value, b: Value) => binary("+", a, b));
	m.fn("iconcat", "! a b", (a: Value, b: Value) => inplace("+", a, b));
	m.fn("contains", "! a b", contains);
	m.fn("getitem", "! a b", getItem);
	m.fn("setitem", "! a b c", (a: Value, b: Value, c: Value) => setItem(a, b, c));
	m.fn("delitem", "! a b", (a: Value, b: Value) => delItem(a, b));
	m.fn("length_hint", "! a default?", (a: Value) => length(a));
	m.fn("countOf", "! a b", (a: Value, b: Value) => {
		let n = 0;
		for (const x of items(a) ?? []) if (compare("==", x, b) === true) n++;
		return n;
	});
	m.fn("indexOf", "! a b", (a: Value, b: Value) => {
		const at = (items(a) ?? []).findIndex((x) => compare("==", x, b) === true);
		return at < 0 ? raiseError("ValueError", "sequence.index(x): x not in sequence") : at;
	});
	m.fn("call", "! f *args **kw", (f: Value, args: Value[], kw: Kwargs) => rt.call(f, args, kw));

	const several = (all: Value[], get: (k: Value) => Value): Value => (all.length === 1 ? get(all[0]!) : new PyTuple(all.map(get)));
	const getter = (name: string, get: (keys: Value[], o: Value) => Value): void => {
		const cls = m.cls(name);
		cls.alloc = (c, args) => {
			if (args.length === 0) raiseError("TypeError", `${name} expected at least 1 argument, got 0`);
			return instance(c, args);
		};
		def(cls, "__init__", "! *args", () => null);
		def(cls, "__call__", "! obj", (self: Value, o: Value) => get(stateOf<Value[]>(self), o));
	};
	getter("itemgetter", (keys, o) => several(keys, (k) => getItem(o, k)));
	getter("attrgetter", (keys, o) => several(keys, (k) => (asStr(k) ?? "").split(".").reduce((v: Value, name) => rt.getAttr(v, name), o)));
	const caller = m.cls("methodcaller");
	caller.alloc = (c, args, kw) => instance(c, { args, kw });
	def(caller, "__init__", "! *args **kw", () => null);
	def(caller, "__call__", "! obj", (self: Value, o: Value) => {
		const { args, kw } = stateOf<{ args: Value[]; kw: Kwargs | null }>(self);
		return rt.call(rt.getAttr(o, asStr(args[0]!) ?? ""), args.slice(1), kw);
	});
});
