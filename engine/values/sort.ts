/** Stable sorting with Python's `<` only, as `list.sort` and `sorted` do it. */
import { compareText } from "./comparison.ts";
import { compare } from "./operators.ts";
import { rt } from "./runtime.ts";
import { PyFloat, Unknown, type Value } from "./value.ts";

class Undecided {
	why: string;
	constructor(why: string) {
		this.why = why;
	}
}

function less(a: Value, b: Value): boolean {
	const r = compare("<", a, b);
	if (typeof r === "boolean") return r;
	if (r instanceof Unknown) throw new Undecided(r.why);
	return rt.truth(r);
}

/** Bottom-up merge; takes from the right run only when its item is less, which keeps equal items in order. */
function mergeSort<T>(items: T[], lessThan: (a: T, b: T) => boolean): T[] {
	let from = items.slice();
	let to = new Array<T>(items.length);
	const n = items.length;
	for (let width = 1; width < n; width *= 2) {
		for (let low = 0; low < n; low += 2 * width) {
			const middle = Math.min(low + width, n);
			const high = Math.min(low + 2 * width, n);
			let i = low;
			let j = middle;
			for (let k = low; k < high; k++) to[k] = i < middle && (j >= high || !lessThan(from[j]!, from[i]!)) ? from[i++]! : from[j++]!;
		}
		[from, to] = [to, from];
	}
	return from;
}

/** CPython's way with short lists: the run at the front, then binary insertion; `lessThan` is asked in the same order. */
function insertionSort<T>(items: T[], lessThan: (a: T, b: T) => boolean): T[] {
	const out = items.slice();
	let n = 1;
	if (out.length > 1) {
		n = 2;
		if (lessThan(out[1]!, out[0]!)) {
			while (n < out.length && lessThan(out[n]!, out[n - 1]!)) n++;
			out.splice(0, n, ...out.slice(0, n).reverse());
		} else while (n < out.length && !lessThan(out[n]!, out[n - 1]!)) n++;
	}
	for (; n < out.length; n++) {
		const pivot = out[n]!;
		let low = 0;
		let high = n;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (lessThan(pivot, out[middle]!)) high = middle;
			else low = middle + 1;
		}
		out.splice(n, 1);
		out.splice(low, 0, pivot);
	}
	return out;
}

/** Sorts the array. When an order is not known, every item becomes Unknown: any of them may stand anywhere. */
export function sortInPlace(items: Value[], key: Value, reverse: boolean): void {
	const keys = key === null ? items.slice() : items.map((x) => rt.call(key, [x]));
	let order = keys.map((_, i) => i);
	// Reversing before and after keeps equal items in their order.
	if (reverse) order.reverse();
	try {
		if (keys.every((k) => typeof k === "number" || (k instanceof PyFloat && k.value === k.value))) {
			const numbers = keys.map((k) => (typeof k === "number" ? k : (k as PyFloat).value));
			order.sort((a, b) => numbers[a]! - numbers[b]!);
		} else if (keys.every((k) => typeof k === "string")) order.sort((a, b) => compareText(keys[a] as string, keys[b] as string));
		else order = (order.length < 64 ? insertionSort : mergeSort)(order, (a, b) => less(keys[a]!, keys[b]!));
	} catch (e) {
		if (!(e instanceof Undecided)) throw e;
		for (let i = 0; i < items.length; i++) items[i] = new Unknown(e.why);
		return;
	}
	if (reverse) order.reverse();
	const sorted = order.map((i) => items[i]!);
	for (let i = 0; i < sorted.length; i++) items[i] = sorted[i]!;
}
