/** len, sorted, iter, next, all, any and other functions over iterables. */
import { raiseArgs, raiseError } from "../../values/exceptions.ts";
import { nativeIterate } from "../../values/iterate.ts";
import { typeName, typeOf } from "../../values/kinds.ts";
import { native } from "../../values/native.ts";
import { equals, truthValue } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { sortInPlace } from "../../values/sort.ts";
import { length } from "../../values/subscript.ts";
import { derive } from "../../values/unknown.ts";
import { iteratorClasses, iteratorClassOf } from "../../values/types/iterators.ts";
import { boolClass, Obj, PyBuiltin, PyIterator, PyList, Unknown, type Value } from "../../values/value.ts";
import { isException } from "../../values/exceptions.ts";

export const len = native("len", "! obj", length);

export const sorted = native("sorted", "! *args * key? reverse?", (args: Value[], key?: Value, reverse?: Value) => {
	if (args.length !== 1) raiseError("TypeError", `sorted expected 1 argument, got ${args.length}`);
	const iterable = args[0]!;
	if (iterable instanceof Unknown) return derive("sorted", [iterable]);
	const items = rt.items(iterable);
	if (items === null) return new Unknown("the sorted items are not known");
	sortInPlace(items, key ?? null, reverse !== undefined && rt.truth(reverse));
	return new PyList(items);
});

/** `iter(v)` as an object: the iterator a user's `__iter__` gives is handed out as it is. */
export const iter = native("iter", "! iterable sentinel?", (v: Value, sentinel?: Value) => {
	if (sentinel !== undefined) {
		let done = false;
		return new PyIterator(() => {
			if (done) return undefined;
			const x = rt.call(v, []);
			done = equals(x, sentinel);
			return done ? undefined : x;
		}, iteratorClasses["callable_iterator"]);
	}
	if (v instanceof PyIterator) return v;
	if (v instanceof Unknown) return new PyIterator(rt.iterate(v));
	const own = typeOf(v).lookup("__iter__");
	if (own !== undefined && own !== null) {
		if (own instanceof PyBuiltin) {
			const fast = nativeIterate(v);
			if (fast !== null) return new PyIterator(fast, iteratorClassOf(v));
		}
		const it = rt.call(own, [v]);
		if (
			it instanceof Obj &&
			!(it instanceof PyIterator) &&
			!(it instanceof Unknown) &&
			it.cls.lookup("__next__") === undefined &&
			!it.cls.hasUnknownBase
		)
			raiseError("TypeError", `iter() returned non-iterator of type '${typeName(it)}'`);
		return it;
	}
	return new PyIterator(rt.iterate(v));
});
export const next = native("next", "! iterator default?", (it: Value, fallback?: Value) => {
	if (it instanceof Unknown) return derive("next", [it, new Unknown("")]);
	if (it instanceof PyIterator) {
		const x = it.next();
		if (x !== undefined) return x;
		if (fallback !== undefined) return fallback;
		return raiseArgs("StopIteration", it.result === null ? [] : [it.result]);
	}
	const own = typeOf(it).lookup("__next__");
	if (own === undefined || own === null) {
		if (typeOf(it).hasUnknownBase) return derive("next", [it]);
		raiseError("TypeError", `'${typeName(it)}' object is not an iterator`);
	}
	try {
		return rt.call(own, [it]);
	} catch (e) {
		if (fallback !== undefined && isException(e, "StopIteration")) return fallback;
		throw e;
	}
});

/** all / any: the first item that decides ends the walk; an undecided one leaves the answer open. */
function quantifier(name: "all" | "any"): PyBuiltin {
	const decides = name === "any";
	return native(name, "! iterable", (iterable: Value) => {
		if (iterable instanceof Unknown) return derive(name, [iterable], boolClass);
		const step = rt.iterate(iterable);
		let open: Unknown | null = iterable instanceof PyList && iterable.more !== null ? derive(name, [iterable.more], boolClass) : null;
		for (let x = step(); x !== undefined; x = step()) {
			const t = truthValue(x);
			if (t === decides) return decides;
			if (t instanceof Unknown) open ??= derive(name, [t], boolClass);
		}
		return open ?? !decides;
	});
}
export const all = quantifier("all");
export const any = quantifier("any");
