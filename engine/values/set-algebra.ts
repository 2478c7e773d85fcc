/** Union, intersection and difference of sets, in the order of steps CPython takes: the order of the result depends on them. */
import { hashKey, setAdd, setHas, setOrder, setRemove } from "./dict.ts";
import { adoptTable, resetTable, tableOf } from "./set-table.ts";
import { PySet, type Value } from "./value.ts";

/** Items in the order of iteration; insertion order where that is not predictable. */
export const setItems = (s: PySet): Value[] => setOrder(s) ?? [...s.entries.values()];

/** An empty set of the built-in class behind `s`. */
function emptyLike(s: PySet): PySet {
	const out = new PySet();
	out.cls = s.cls.isUser ? s.cls.mro.find((c) => !c.isUser)! : s.cls;
	return out;
}
/** Adds all items of another set at once. */
export function mergeSet(into: PySet, from: PySet): void {
	const [a, b] = [tableOf(into), tableOf(from)];
	if (a !== undefined && b !== undefined) {
		a.merge(b);
		for (const [k, v] of from.entries) if (!into.entries.has(k)) into.entries.set(k, v);
	} else {
		adoptTable(into, undefined);
		for (const [k, v] of from.entries) if (!into.entries.has(k)) into.entries.set(k, v);
	}
	into.hasUnknownItems ||= from.hasUnknownItems;
}
export function copySet(s: PySet, like: PySet = s): PySet {
	const out = emptyLike(like);
	resetTable(out);
	mergeSet(out, s);
	return out;
}
/** `into ^= other`. */
export function toggle(into: PySet, other: PySet): void {
	for (const x of setItems(other)) if (!setRemove(into, hashKey(x, into.entries))) setAdd(into, x);
	into.hasUnknownItems ||= other.hasUnknownItems;
}
/** `into -= other`. */
export function removeAll(into: PySet, other: PySet): void {
	for (const x of setItems(other)) setRemove(into, hashKey(x, into.entries));
	tableOf(into)?.sweep();
	into.hasUnknownItems ||= other.hasUnknownItems;
}

/** Set operators; the result has the built-in class of the left operand. */
export function setBinary(op: string, a: PySet, b: PySet): PySet | undefined {
	if (op === "|") {
		const out = copySet(a);
		mergeSet(out, b);
		return out;
	}
	if (op === "^") {
		const out = copySet(b, a);
		toggle(out, a);
		return out;
	}
	const out = emptyLike(a);
	out.hasUnknownItems = a.hasUnknownItems || b.hasUnknownItems;
	if (op === "&") {
		const [walk, test] = b.entries.size > a.entries.size ? [a, b] : [b, a];
		for (const x of setItems(walk)) if (setHas(test, x) === true) setAdd(out, x);
		return out;
	}
	if (op !== "-") return undefined;
	if (a.entries.size >> 2 > b.entries.size) {
		const copy = copySet(a);
		removeAll(copy, b);
		return copy;
	}
	for (const x of setItems(a)) if (setHas(b, x) === false) setAdd(out, x);
	return out;
}
