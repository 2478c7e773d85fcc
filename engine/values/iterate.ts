/** Python's iteration protocol, with short cuts for the built-in containers. */
import { setOrder } from "./dict.ts";
import { isException, raiseError } from "./exceptions.ts";
import { typeName, typeOf, unwrap } from "./kinds.ts";
import { rt } from "./runtime.ts";
import { chars } from "./text.ts";
import { derive } from "./unknown.ts";
import { Obj, PyBuiltin, PyBytes, PyDict, PyIterator, PyList, PyRange, PySet, PyTuple, Unknown, type Value } from "./value.ts";

export type Next = () => Value | undefined;

export function listNext(list: PyList | PyTuple): Next {
	let i = 0;
	return () => {
		if (i < list.items.length) return list.items[i++];
		if (i++ === list.items.length && list instanceof PyList && list.more !== null) return derive("item", [list.more]);
		return undefined;
	};
}
export function rangeNext(r: PyRange): Next {
	let at = r.start;
	const { stop, step } = r;
	return step > 0
		? () => {
				if (at >= stop) return undefined;
				const out = at;
				at += step;
				return out;
			}
		: () => {
				if (at <= stop) return undefined;
				const out = at;
				at += step;
				return out;
			};
}
/** Over a Map that the program may change meanwhile: CPython notices a change of size. */
export function entriesNext<T>(entries: Map<unknown, T>, pick: (entry: T) => Value, kind: string): Next {
	const size = entries.size;
	const inner = entries.values();
	return () => {
		if (entries.size !== size) raiseError("RuntimeError", `${kind} changed size during iteration`);
		const step = inner.next();
		return step.done ? undefined : pick(step.value);
	};
}
export function arrayNext(items: readonly Value[]): Next {
	let i = 0;
	return () => (i < items.length ? items[i++] : undefined);
}

/** The items of a value of a built-in type; null for everything else. */
export function nativeIterate(given: Value): Next | null {
	const v = unwrap(given);
	if (typeof v === "string") return arrayNext(chars(v));
	if (v instanceof PyList || v instanceof PyTuple) return listNext(v);
	if (v instanceof PyRange) return rangeNext(v);
	if (v instanceof PyDict) return entriesNext(v.entries, (e) => e[0], "dictionary");
	if (v instanceof PySet) {
		const order = setOrder(v);
		return order === null || v.entries.size < 2 ? entriesNext(v.entries, (x) => x, "Set") : arrayNext(order);
	}
	if (v instanceof PyIterator) return v.next;
	if (v instanceof PyBytes) return arrayNext(Array.from(v.value, (c) => c.charCodeAt(0)));
	return null;
}

/** `iter(v)` as a function; how an Unknown repeats is the interpreter's business. */
export function iterate(v: Value): Next {
	if (v instanceof PyIterator) return v.next;
	if (v instanceof Obj ? !v.cls.isUser : true) {
		const fast = nativeIterate(v);
		if (fast !== null) return fast;
	}
	if (v instanceof Unknown) return rt.iterate(v);
	const cls = typeOf(v);
	const own = cls.lookup("__iter__");
	if (own !== undefined && own !== null) {
		if (own instanceof PyBuiltin) {
			const fast = nativeIterate(v);
			if (fast !== null) return fast;
		}
		return nextOf(rt.call(own, [v]));
	}
	const getItem = own === null ? undefined : cls.lookup("__getitem__");
	if (getItem === undefined || getItem === null) {
		if (cls.hasUnknownBase) return rt.iterate(new Unknown(`\`${cls.name}\` has a base class that is not known`));
		raiseError("TypeError", `'${typeName(v)}' object is not iterable`);
	}
	let i = 0;
	return () => {
		if (i < 0) return undefined;
		try {
			return rt.call(getItem, [v, i++]);
		} catch (e) {
			if (!isException(e, "IndexError") && !isException(e, "StopIteration")) throw e;
			i = -1;
			return undefined;
		}
	};
}
/** The `__next__` of an iterator object. */
export function nextOf(iterator: Value): Next {
	if (iterator instanceof PyIterator) return iterator.next;
	if (iterator instanceof Unknown) return rt.iterate(iterator);
	const own = typeOf(iterator).lookup("__next__");
	if (own === undefined || own === null) {
		if (typeOf(iterator).hasUnknownBase) return rt.iterate(new Unknown(`\`${typeOf(iterator).name}\` has a base class that is not known`));
		raiseError("TypeError", `iter() returned non-iterator of type '${typeName(iterator)}'`);
	}
	return () => {
		try {
			return rt.call(own, [iterator]);
		} catch (e) {
			if (isException(e, "StopIteration")) return undefined;
			throw e;
		}
	};
}

const MOST_ITEMS = 20_000_000;
/** All items, or null when they are not all known. */
export function itemsOf(v: Value): Value[] | null {
	if (v instanceof Unknown) return null;
	if (v instanceof PyList && !v.cls.isUser) return v.more === null ? v.items.slice() : null;
	if (v instanceof PyTuple && !v.cls.isUser) return v.items.slice();
	if ((v instanceof PyDict && v.hasUnknownKeys) || (v instanceof PySet && v.hasUnknownItems)) return null;
	const next = iterate(v);
	const out: Value[] = [];
	for (let x = next(); x !== undefined; x = next()) {
		out.push(x);
		if (out.length > MOST_ITEMS) {
			rt.limit("budget", "an iterable of very many items");
			return null;
		}
	}
	return out;
}
