/** Reductions over axes, summed in numpy's pairwise order. */
import { affordable } from "../../ops/kernel/elementwise.ts";
import { type DType, dtypes } from "../../shape/dtype.ts";
import { rt } from "../../values/runtime.ts";
import { PyList, PyTuple, type Value } from "../../values/value.ts";
import type { Ndarray } from "../ndarray.ts";
import { count, intArg, make, numbersOf, sizesOf } from "./kit.ts";

/** numpy's pairwise sum of n numbers a `step` apart; `r` rounds to the accumulator's dtype. */
function pairwise(x: ArrayLike<number>, at: number, n: number, step: number, r: (x: number) => number): number {
	if (n < 8) {
		let s = n > 0 ? x[at]! : 0;
		for (let i = 1; i < n; i++) s = r(s + x[at + i * step]!);
		return s;
	}
	if (n <= 128) {
		const s = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => x[at + k * step]!);
		let i = 8;
		for (; i < n - (n % 8); i += 8) for (let k = 0; k < 8; k++) s[k] = r(s[k]! + x[at + (i + k) * step]!);
		let total = r(r(r(s[0]! + s[1]!) + r(s[2]! + s[3]!)) + r(r(s[4]! + s[5]!) + r(s[6]! + s[7]!)));
		for (; i < n; i++) total = r(total + x[at + i * step]!);
		return total;
	}
	let half = Math.floor(n / 2);
	half -= half % 8;
	return r(pairwise(x, at, half, step, r) + pairwise(x, at + half * step, n - half, step, r));
}
const rounding = (d: DType): ((x: number) => number) => (d.name === "float32" || d.name === "float16" ? Math.fround : (x) => x);

/** The axes of an `axis=` argument; null: all. */
export function axes(v: Value | undefined, dim: number): number[] | null {
	if (v === undefined || v === null) return null;
	const one = (x: Value): number => {
		const i = intArg(x);
		if (i < -dim || i >= dim)
			rt.raiseClass(rt.getAttr(rt.importModule("numpy.exceptions"), "AxisError") as never, [
				`axis ${i} is out of bounds for array of dimension ${dim}`,
			]);
		return i < 0 ? i + dim : i;
	};
	return v instanceof PyTuple || v instanceof PyList ? v.items.map(one) : [one(v)];
}

/** What a number costs here, counted in the multiply-adds of the budget. */
const WORK = 16;
/** Sizes left over, and for each of them a function giving the numbers reduced into it. */
export function groups(
	a: Ndarray,
	which: number[] | null,
	keep: boolean,
): { sizes: number[]; lanes: (f: (lane: number[]) => number) => number[] | null; length: number } {
	const sizes = sizesOf(a);
	const gone = new Set(which ?? sizes.keys());
	const left = sizes.map((_, i) => i).filter((i) => !gone.has(i));
	const shown = keep ? sizes.map((s, i) => (gone.has(i) ? 1 : s)) : left.map((i) => sizes[i]!);
	const strides = sizes.map((_, i) => count(sizes.slice(i + 1)));
	const inner = [...gone].sort((x, y) => x - y);
	const offsets = (dims: number[]): number[] =>
		dims.reduce<number[]>((all, d) => all.flatMap((o) => Array.from({ length: sizes[d]! }, (_, i) => o + i * strides[d]!)), [0]);
	return {
		sizes: shown,
		length: count(inner.map((i) => sizes[i]!)),
		lanes: (f) => {
			const elements = count(sizes);
			const values = affordable([a.tensor], elements, WORK * elements) ? numbersOf(a) : null;
			if (values === null) return null;
			const into = offsets(inner);
			return offsets(left).map((o) => f(into.map((i) => values[o + i]!)));
		},
	};
}

/** Sum over axes; the last axis is summed pairwise, others row after row, as numpy walks memory. */
export function sum(a: Ndarray, which: number[] | null, keep: boolean, d: DType): Ndarray {
	const sizes = sizesOf(a);
	const g = groups(a, which, keep);
	const r = rounding(d);
	const last = which === null || which.includes(sizes.length - 1);
	return make(
		g.sizes,
		d,
		g.lanes((lane) => (last ? pairwise(lane, 0, lane.length, 1, r) : lane.reduce((s, x) => r(s + x), 0))),
	);
}
export const sumDType = (d: DType): DType =>
	d.category === 0 ? dtypes.int64 : d.category === 1 && d.itemSize < 8 ? (d.name.startsWith("u") ? dtypes.uint64 : dtypes.int64) : d;

export function mean(a: Ndarray, which: number[] | null, keep: boolean): Ndarray {
	const d = a.tensor.dtype.category < 2 ? dtypes.float64 : a.tensor.dtype;
	const g = groups(a, which, keep);
	const s = sum(a, which, keep, d.name === "float16" ? dtypes.float32 : d);
	const values = numbersOf(s);
	return make(g.sizes, d, values === null ? null : Array.from(values, (x) => x / g.length));
}
export function variance(a: Ndarray, which: number[] | null, keep: boolean, ddof: number, root: boolean): Ndarray {
	const d = a.tensor.dtype.category < 2 ? dtypes.float64 : a.tensor.dtype;
	const r = rounding(d);
	const g = groups(a, which, keep);
	return make(
		g.sizes,
		d,
		g.lanes((lane) => {
			const m = r(pairwise(lane, 0, lane.length, 1, r) / lane.length);
			const squares = lane.map((x) => r(r(x - m) * r(x - m)));
			const v = r(pairwise(squares, 0, squares.length, 1, r) / Math.max(lane.length - ddof, 0));
			return root ? r(Math.sqrt(v)) : v;
		}),
	);
}

const extreme =
	(pick: (a: number, b: number) => boolean) =>
	(lane: number[]): number => {
		let best = 0;
		for (let i = 0; i < lane.length; i++) {
			if (Number.isNaN(lane[i]!)) return i;
			if (pick(lane[i]!, lane[best]!)) best = i;
		}
		return best;
	};
export const argMost = { max: extreme((a, b) => a > b), min: extreme((a, b) => a < b) };
export function most(a: Ndarray, which: number[] | null, keep: boolean, how: "max" | "min"): Ndarray {
	const g = groups(a, which, keep);
	if (g.length === 0) rt.raise("ValueError", `zero-size array to reduction operation ${how}imum which has no identity`);
	return make(
		g.sizes,
		a.tensor.dtype,
		g.lanes((lane) => lane[argMost[how](lane)]!),
	);
}
/** A reduction of each lane to one number of dtype `d`. */
export function fold(a: Ndarray, which: number[] | null, keep: boolean, d: DType, f: (lane: number[]) => number): Ndarray {
	const g = groups(a, which, keep);
	return make(g.sizes, d, g.lanes(f));
}
/** Lanes along one axis mapped to lanes of the same or another length. */
export function along(a: Ndarray, axis: number, d: DType, f: (lane: number[]) => number[]): Ndarray {
	const sizes = sizesOf(a);
	const values = numbersOf(a);
	if (values === null) return make(sizes, d, null);
	const step = count(sizes.slice(axis + 1));
	const n = sizes[axis]!;
	const outer = count(sizes.slice(0, axis));
	const results: number[][] = [];
	for (let o = 0; o < outer; o++)
		for (let i = 0; i < step; i++) results.push(f(Array.from({ length: n }, (_, k) => values[o * n * step + k * step + i]!)));
	const m = results[0]?.length ?? n;
	const out = new Float64Array(outer * m * step);
	for (let o = 0; o < outer; o++)
		for (let i = 0; i < step; i++) for (let k = 0; k < m; k++) out[o * m * step + k * step + i] = results[o * step + i]![k]!;
	return make(
		sizes.map((s, i) => (i === axis ? m : s)),
		d,
		out,
	);
}
/** Sorted as numpy sorts: what is not a number comes last. */
export const ascending = (l: number[]): number[] => [...l].sort((x, y) => (Number.isNaN(x) ? 1 : Number.isNaN(y) ? -1 : x - y));
