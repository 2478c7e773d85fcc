/** Functions of numpy that put arrays together and take them apart. */
import { rt } from "../../values/runtime.ts";
import { PyList, PyTuple, type Value } from "../../values/value.ts";
import { Ndarray } from "../ndarray.ts";
import { promote } from "./dtype.ts";
import { asArray, count, intArg, make, numbersOf, shapeArg, sizesOf } from "./kit.ts";
import { fn, both, list } from "./declare.ts";
import { copy, reshape } from "./layout.ts";
import { along, axes } from "./reduce.ts";

/** Along one axis, with numpy's complaints where shapes do not fit. */
export function concatenate(parts: Ndarray[], axis: number): Ndarray {
	if (parts.length === 0) rt.raise("ValueError", "need at least one array to concatenate");
	const first = sizesOf(parts[0]!);
	if (first.length === 0) rt.raise("ValueError", "zero-dimensional arrays cannot be concatenated");
	const k = axis < 0 ? axis + first.length : axis;
	for (const [i, p] of parts.entries()) {
		const s = sizesOf(p);
		if (s.length !== first.length)
			rt.raise(
				"ValueError",
				`all the input arrays must have same number of dimensions, but the array at index 0 has ${first.length} dimension(s) and the array at index ${i} has ${s.length} dimension(s)`,
			);
		s.forEach((n, d) => {
			if (d !== k && n !== first[d])
				rt.raise(
					"ValueError",
					`all the input array dimensions except for the concatenation axis must match exactly, but along dimension ${d}, the array at index 0 has size ${first[d]} and the array at index ${i} has size ${n}`,
				);
		});
	}
	const d = parts.map((p) => p.tensor.dtype).reduce(promote);
	const total = parts.reduce((n, p) => n + sizesOf(p)[k]!, 0);
	const sizes = first.map((s, i) => (i === k ? total : s));
	const all = parts.map(numbersOf);
	if (all.includes(null)) return make(sizes, d, null);
	const outer = count(first.slice(0, k));
	const inner = count(first.slice(k + 1));
	const out: number[] = [];
	for (let o = 0; o < outer; o++)
		for (const [i, p] of parts.entries()) {
			const n = sizesOf(p)[k]! * inner;
			for (let j = 0; j < n; j++) out.push(all[i]![o * n + j]!);
		}
	return make(sizes, d, out);
}
for (const n of ["concatenate", "concat"])
	fn(n, ".arrays .axis? * out? dtype?", (v: Value, axis?: Value) =>
		axis === null
			? concatenate(
					list(v).map((a) => reshape(a, [-1])),
					0,
				)
			: concatenate(list(v), axis === undefined ? 0 : intArg(axis)),
	);
fn("stack", ".arrays .axis? * out? dtype?", (v: Value, axis?: Value) => {
	const parts = list(v);
	const dim = sizesOf(parts[0] ?? rt.raise("ValueError", "need at least one array to stack")).length;
	const k = axis == null ? 0 : intArg(axis);
	const at = k < 0 ? k + dim + 1 : k;
	if (parts.some((p) => sizesOf(p).join() !== sizesOf(parts[0]!).join()))
		rt.raise("ValueError", "all input arrays must have the same shape");
	return concatenate(
		parts.map((p) => reshape(p, [...sizesOf(p).slice(0, at), 1, ...sizesOf(p).slice(at)])),
		at,
	);
});
const atLeast = (a: Ndarray, n: number): Ndarray => (a.tensor.dim >= n ? a : reshape(a, n === 1 ? [1] : [1, -1]));
for (const n of ["vstack", "row_stack"])
	fn(n, ".tup", (v: Value) =>
		concatenate(
			list(v).map((a) => atLeast(a, 2)),
			0,
		),
	);
fn("hstack", ".tup", (v: Value) => {
	const parts = list(v).map((a) => atLeast(a, 1));
	return concatenate(parts, parts[0]!.tensor.dim === 1 ? 0 : 1);
});
fn("column_stack", ".tup", (v: Value) =>
	concatenate(
		list(v).map((a) => (a.tensor.dim < 2 ? reshape(a, [-1, 1]) : a)),
		1,
	),
);
fn("append", ".arr .values .axis?", (a: Value, b: Value, axis?: Value) =>
	axis == null
		? concatenate([reshape(asArray(a), [-1]), reshape(asArray(b), [-1])], 0)
		: concatenate([asArray(a), asArray(b)], intArg(axis)),
);
both("repeat", ".repeats .axis?", (a, n: Value, axis?: Value) =>
	along(axis == null ? reshape(a, [-1]) : a, axis == null ? 0 : axes(axis, a.tensor.dim)![0]!, a.tensor.dtype, (l) =>
		l.flatMap((x) => new Array<number>(intArg(n)).fill(x)),
	),
);
fn("tile", ".A .reps", (v: Value, reps: Value) => {
	let a = asArray(v);
	const times = shapeArg(reps);
	while (times.length < a.tensor.dim) times.unshift(1);
	a = reshape(a, [...new Array<number>(times.length - a.tensor.dim).fill(1), ...sizesOf(a)]);
	return times.reduce((r, n, k) => (n === 1 ? r : concatenate(new Array<Ndarray>(n).fill(r), k)), copy(a));
});
for (const name of ["split", "array_split"])
	fn(name, ".ary .indices_or_sections .axis?", (v: Value, n: Value, axis?: Value) => {
		const a = asArray(v);
		const k = axis == null ? 0 : axes(axis, a.tensor.dim)![0]!;
		const size = sizesOf(a)[k]!;
		const cuts = n instanceof PyList || n instanceof PyTuple || (n instanceof Ndarray && n.tensor.dim > 0) ? shapeArg(n) : null;
		const parts = cuts === null ? intArg(n) : 0;
		if (cuts === null && name === "split" && size % parts !== 0) rt.raise("ValueError", "array split does not result in an equal division");
		// The first parts take what is left over.
		const end = (i: number): number => (i + 1) * Math.floor(size / parts) + Math.min(i + 1, size % parts);
		const ends = cuts === null ? Array.from({ length: parts }, (_, i) => end(i)) : [...cuts, size];
		return new PyList(ends.map((to, i) => along(a, k, a.tensor.dtype, (l) => l.slice(i === 0 ? 0 : ends[i - 1], to))));
	});
