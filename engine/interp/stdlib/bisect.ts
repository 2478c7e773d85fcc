/** `bisect` and `heapq`. */
import { raiseError } from "../../values/exceptions.ts";
import { asInt } from "../../values/kinds.ts";
import { iterate } from "../../values/iterate.ts";
import { compare } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { length } from "../../values/subscript.ts";
import { derive } from "../../values/unknown.ts";
import { PyIterator, PyList, Unknown, type Value } from "../../values/value.ts";
import { items, library, list } from "./kit.ts";
import { sortInPlace } from "../../values/sort.ts";

const less = (a: Value, b: Value): boolean => {
	const r = compare("<", a, b);
	return typeof r === "boolean" ? r : rt.truth(r);
};
function find(a: Value, x: Value, lo: Value | undefined, hi: Value | undefined, key: Value | undefined, right: boolean): Value {
	const n = length(a);
	if (typeof n !== "number") return derive("bisect", [a, x]);
	let low = lo === undefined ? 0 : Number(asInt(lo));
	let high = hi === undefined || hi === null ? n : Number(asInt(hi));
	if (low < 0) raiseError("ValueError", "lo must be non-negative");
	while (low < high) {
		const middle = (low + high) >> 1;
		const item = rt.getItem(a, middle);
		const k = key === undefined || key === null ? item : rt.call(key, [item]);
		const order = right ? compare("<", x, k) : compare("<", k, x);
		if (order instanceof Unknown) return derive("bisect", [order]);
		if (rt.truth(order) === right) high = middle;
		else low = middle + 1;
	}
	return low;
}
library("bisect", (m) => {
	const sides: [string, boolean][] = [
		["left", false],
		["right", true],
	];
	for (const [side, right] of sides) {
		const search = m.fn(`bisect_${side}`, "! .a .x .lo? .hi? * key?", (a: Value, x: Value, lo?: Value, hi?: Value, key?: Value) =>
			find(a, x, lo, hi, key, right),
		);
		const insert = m.fn(`insort_${side}`, "! .a .x .lo? .hi? * key?", (a: Value, x: Value, lo?: Value, hi?: Value, key?: Value) => {
			const at = find(a, key === undefined || key === null ? x : rt.call(key, [x]), lo, hi, key, right);
			rt.call(rt.getAttr(a, "insert"), [at, x]);
		});
		if (right) {
			m.set("bisect", search);
			m.set("insort", insert);
		}
	}
});

/** Moves the item at `at` towards the root while it is less than its parent; CPython's own order of moves. */
function siftDown(heap: Value[], start: number, at: number, before: (a: Value, b: Value) => boolean): void {
	const item = heap[at]!;
	while (at > start) {
		const parent = (at - 1) >> 1;
		if (!before(item, heap[parent]!)) break;
		heap[at] = heap[parent]!;
		at = parent;
	}
	heap[at] = item;
}
function siftUp(heap: Value[], at: number, before: (a: Value, b: Value) => boolean): void {
	const start = at;
	const item = heap[at]!;
	for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
		if (child + 1 < heap.length && !before(heap[child]!, heap[child + 1]!)) child++;
		heap[at] = heap[child]!;
		at = child;
	}
	heap[at] = item;
	siftDown(heap, start, at, before);
}
library("heapq", (m) => {
	const more = (a: Value, b: Value): boolean => less(b, a);
	const heapOf = (v: Value): Value[] =>
		v instanceof PyList ? v.items : raiseError("TypeError", `heap argument must be a list, not ${rt.typeOf(v).name}`);
	const pop = (heap: Value[], before = less): Value => {
		const last = heap.pop();
		if (last === undefined) raiseError("IndexError", "index out of range");
		if (heap.length === 0) return last;
		const first = heap[0]!;
		heap[0] = last;
		siftUp(heap, 0, before);
		return first;
	};
	const heapify = (heap: Value[], before = less): void => {
		for (let i = (heap.length >> 1) - 1; i >= 0; i--) siftUp(heap, i, before);
	};
	m.fn("heappush", "! heap item", (heap: Value, x: Value) => {
		const h = heapOf(heap);
		h.push(x);
		siftDown(h, 0, h.length - 1, less);
	});
	m.fn("heappop", "! heap", (heap: Value) => pop(heapOf(heap)));
	m.fn("heapify", "! heap", (heap: Value) => heapify(heapOf(heap)));
	m.fn("_heapify_max", "! heap", (heap: Value) => heapify(heapOf(heap), more));
	m.fn("_heappop_max", "! heap", (heap: Value) => pop(heapOf(heap), more));
	m.fn("heappushpop", "! heap item", (heap: Value, x: Value) => {
		const h = heapOf(heap);
		if (h.length === 0 || !less(h[0]!, x)) return x;
		const first = h[0]!;
		h[0] = x;
		siftUp(h, 0, less);
		return first;
	});
	m.fn("heapreplace", "! heap item", (heap: Value, x: Value) => {
		const h = heapOf(heap);
		if (h.length === 0) raiseError("IndexError", "index out of range");
		const first = h[0]!;
		h[0] = x;
		siftUp(h, 0, less);
		return first;
	});
	for (const [name, reverse] of [
		["nsmallest", false],
		["nlargest", true],
	] as const)
		m.fn(name, "! .n .iterable .key?", (n: Value, v: Value, key?: Value) => {
			const all = items(v);
			if (all === null) return derive(name, [n, v]);
			sortInPlace(all, key ?? null, reverse);
			return list(all.slice(0, Math.max(0, Number(asInt(n)))));
		});
	m.fn("merge", "! *iterables * key? reverse?", (sources: Value[], key?: Value, reverse?: Value) => {
		const all: Value[] = [];
		for (const s of sources) {
			const next = iterate(s);
			for (let x = next(); x !== undefined; x = next()) all.push(x);
		}
		sortInPlace(all, key ?? null, reverse !== undefined && rt.truth(reverse));
		let i = 0;
		return new PyIterator(() => all[i++]);
	});
});
