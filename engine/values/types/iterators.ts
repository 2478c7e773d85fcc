/** Iterator objects: their classes, `iter`/`next` methods, and the lazy built-ins map, filter, zip, enumerate, reversed. */
import { raiseArgs, raiseError } from "../exceptions.ts";
import { iterate, type Next } from "../iterate.ts";
import { asInt, indexOf, typeName, typeOf, unwrap } from "../kinds.ts";
import { def } from "../native.ts";
import { binary } from "../operators.ts";
import { rt } from "../runtime.ts";
import { length } from "../subscript.ts";
import { chars } from "../text.ts";
import {
	builtinClass,
	iteratorClass,
	type Kwargs,
	Obj,
	PyBytes,
	type PyClass,
	PyDict,
	PyIterator,
	PyList,
	PyRange,
	PyTuple,
	Unknown,
	type Value,
} from "../value.ts";

export const iteratorClasses: Record<string, PyClass> = {};
for (const name of [
	"list_iterator",
	"tuple_iterator",
	"str_iterator",
	"str_ascii_iterator",
	"dict_keyiterator",
	"dict_valueiterator",
	"dict_itemiterator",
	"set_iterator",
	"range_iterator",
	"bytes_iterator",
	"callable_iterator",
	"list_reverseiterator",
	"dict_reversekeyiterator",
])
	iteratorClasses[name] = builtinClass(name, [iteratorClass]);
// Python has no common base; keep `iterator` out of the visible tree but share its methods.
iteratorClass.name = "iterator";

def(iteratorClass, "__iter__", "", (self: Value) => self);
def(iteratorClass, "__next__", "", (self: PyIterator) => {
	const x = self.next();
	return x === undefined ? raiseArgs("StopIteration", []) : x;
});
def(iteratorClass, "__length_hint__", "", () => 0);

function iteratorType(name: string, make: (args: Value[], kw: Kwargs | null) => Next): PyClass {
	const cls = builtinClass(name, [iteratorClass]);
	cls.alloc = (c, args, kw) => new PyIterator(make(args, kw), c);
	return cls;
}
const noKeywords = (name: string, kw: Kwargs | null): void => {
	if (kw !== null && kw.size > 0) raiseError("TypeError", `${name}() takes no keyword arguments`);
};

/** Which class `iter(v)` has. */
export function iteratorClassOf(v: Value): PyClass {
	const plain = unwrap(v);
	const name =
		typeof plain === "string"
			? /^[\x00-\x7f]*$/.test(plain)
				? "str_ascii_iterator"
				: "str_iterator"
			: plain instanceof PyList
				? "list_iterator"
				: plain instanceof PyTuple
					? "tuple_iterator"
					: plain instanceof PyRange
						? "range_iterator"
						: plain instanceof PyDict
							? "dict_keyiterator"
							: plain instanceof PyBytes
								? "bytes_iterator"
								: "set_iterator";
	return iteratorClasses[name]!;
}

export const mapClass = iteratorType("map", (args, kw) => {
	noKeywords("map", kw);
	if (args.length < 2) raiseError("TypeError", "map() must have at least two arguments.");
	const [fn, ...rest] = args as [Value, ...Value[]];
	const sources = rest.map(iterate);
	return () => {
		const given: Value[] = [];
		for (const next of sources) {
			const x = next();
			if (x === undefined) return undefined;
			given.push(x);
		}
		return rt.call(fn, given);
	};
});
export const filterClass = iteratorType("filter", (args, kw) => {
	noKeywords("filter", kw);
	if (args.length !== 2) raiseError("TypeError", `filter expected 2 arguments, got ${args.length}`);
	const [fn] = args as [Value];
	const next = iterate(args[1]!);
	return () => {
		for (let x = next(); x !== undefined; x = next()) if (rt.truth(fn === null ? x : rt.call(fn, [x]))) return x;
		return undefined;
	};
});
export const zipClass = iteratorType("zip", (args, kw) => {
	for (const name of kw?.keys() ?? []) if (name !== "strict") raiseError("TypeError", `'${name}' is an invalid keyword argument for zip()`);
	const strict = kw?.has("strict") === true && rt.truth(kw.get("strict")!);
	const sources = args.map(iterate);
	return () => {
		if (sources.length === 0) return undefined;
		const row: Value[] = [];
		for (let i = 0; i < sources.length; i++) {
			const x = sources[i]!();
			if (x === undefined) {
				if (strict) {
					const others = (n: number): string => (n === 1 ? "argument 1" : `arguments 1-${n}`);
					if (i > 0) raiseError("ValueError", `zip() argument ${i + 1} is shorter than ${others(i)}`);
					for (let k = 1; k < sources.length; k++)
						if (sources[k]!() !== undefined) raiseError("ValueError", `zip() argument ${k + 1} is longer than ${others(k)}`);
				}
				return undefined;
			}
			row.push(x);
		}
		return new PyTuple(row);
	};
});
export const enumerateClass = iteratorType("enumerate", (args, kw) => {
	for (const name of kw?.keys() ?? [])
		if (name !== "start" && name !== "iterable") raiseError("TypeError", `'${name}' is an invalid keyword argument for enumerate()`);
	const source = args.length > 0 ? args[0] : kw?.get("iterable");
	if (source === undefined) raiseError("TypeError", "enumerate() missing required argument 'iterable' (pos 1)".replace(" (pos 1)", ""));
	const start = args[1] ?? kw?.get("start") ?? 0;
	let at: Value =
		start instanceof Unknown
			? start
			: (asInt(start) ??
				indexOf(start) ??
				(start instanceof Obj && typeName(start) === "int"
					? start
					: raiseError("TypeError", `'${typeName(start)}' object cannot be interpreted as an integer`)));
	const next = iterate(source);
	return () => {
		const x = next();
		if (x === undefined) return undefined;
		const row = new PyTuple([at, x]);
		at = typeof at === "number" ? at + 1 : binary("+", at, 1);
		return row;
	};
});
export const reversedClass = iteratorType("reversed", (args, kw) => {
	noKeywords("reversed", kw);
	if (args.length !== 1) raiseError("TypeError", `reversed expected 1 argument, got ${args.length}`);
	return reverseNext(args[0]!);
});
// reversed(x) may be anything that `__reversed__` gives.
const makeReversed = reversedClass.alloc!;
reversedClass.alloc = (cls, args, kw) => {
	if (args.length === 1 && !(args[0] instanceof Unknown)) {
		const own = typeOf(args[0]!).lookup("__reversed__");
		if (own === null) raiseError("TypeError", `'${typeName(args[0]!)}' object is not reversible`);
		if (own !== undefined) return rt.call(own, [args[0]!]);
	}
	return makeReversed(cls, args, kw);
};
export function reverseNext(v: Value): Next {
	const plain = unwrap(v);
	if (plain instanceof PyList || plain instanceof PyTuple) {
		let i = plain.items.length;
		return () => (--i >= 0 && i < plain.items.length ? plain.items[i] : undefined);
	}
	if (typeof plain === "string") {
		const all = chars(plain).reverse();
		let i = 0;
		return () => (i < all.length ? all[i++] : undefined);
	}
	if (plain instanceof PyRange) {
		let i = plain.length;
		return () => (--i >= 0 ? plain.start + i * plain.step : undefined);
	}
	if (plain instanceof Unknown) {
		const items = iterate(plain);
		return items;
	}
	const cls = typeOf(v);
	if (cls.lookup("__getitem__") === undefined || cls.lookup("__len__") === undefined)
		raiseError("TypeError", `'${cls.name}' object is not reversible`);
	const n = length(v);
	if (typeof n !== "number") return iterate(new Unknown("the length is not known"));
	let i = n;
	return () => (--i >= 0 ? rt.getItem(v, i) : undefined);
}
