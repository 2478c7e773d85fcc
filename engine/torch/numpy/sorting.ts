/** Functions of numpy that sort and look up: `sort`, `unique`, `searchsorted`, `bincount`, `interp`. */
import { dtypes } from "../../shape/dtype.ts";
import { def } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { PyTuple, type Value } from "../../values/value.ts";
import { type Ndarray, ndarrayClass } from "../ndarray.ts";
import { zip } from "./elementwise.ts";
import { asArray, finish, guarded, intArg, lost, make, numbersOf, sizesOf } from "./kit.ts";
import { ascending } from "./reduce.ts";
import { fn, both, truth } from "./declare.ts";
import { along, axes } from "./reduce.ts";

both("argsort", ".axis? .kind?", (a, axis?: Value) => {
	const k = axis == null ? a.tensor.dim - 1 : axes(axis, a.tensor.dim)![0]!;
	return along(a, k, dtypes.int64, (l) =>
		[...l.keys()].sort((i, j) => (Number.isNaN(l[i]!) ? 1 : Number.isNaN(l[j]!) ? -1 : l[i]! - l[j]! || i - j)),
	);
});
fn("sort", ".a .axis? .kind?", (v: Value, axis?: Value) => {
	const a = asArray(v);
	return along(a, axis == null ? a.tensor.dim - 1 : axes(axis, a.tensor.dim)![0]!, a.tensor.dtype, ascending);
});
def(ndarrayClass, "sort", "! *args", (v: Value) =>
	guarded("ndarray.sort", () => {
		const a = v as Ndarray;
		rt.setItem(a, rt.getAttr(rt.importModule("builtins"), "Ellipsis"), along(a, a.tensor.dim - 1, a.tensor.dtype, ascending));
		return null;
	}),
);
fn("unique", ".ar .return_index? .return_inverse? .return_counts?", (v: Value, index?: Value, inverse?: Value, counts?: Value) => {
	const a = asArray(v);
	const values = Array.from(numbersOf(a) ?? lost());
	const kept = ascending([...new Set(values)]);
	const out: Value[] = [make([kept.length], a.tensor.dtype, kept)];
	const ints = (x: number[]): Ndarray => make([x.length], dtypes.int64, x);
	if (truth(index)) out.push(ints(kept.map((x) => values.indexOf(x))));
	if (truth(inverse)) out.push(ints(values.map((x) => kept.indexOf(x))));
	if (truth(counts)) out.push(ints(kept.map((x) => values.filter((y) => y === x).length)));
	return out.length === 1 ? out[0]! : new PyTuple(out);
});
fn("searchsorted", ".a .v .side?", (a: Value, v: Value, side?: Value) => {
	const sorted = Array.from(numbersOf(asArray(a)) ?? lost());
	const given = asArray(v);
	return finish(zip(sizesOf(given), dtypes.int64, [given], (x) => sorted.filter((y) => (side === "right" ? y <= x : y < x)).length));
});

fn("bincount", ".x .weights? .minlength?", (v: Value, _w?: Value, least?: Value) => {
	const values = Array.from(numbersOf(asArray(v)) ?? lost());
	const out = new Array<number>(Math.max(least == null ? 0 : intArg(least), ...values.map((x) => x + 1), 0)).fill(0);
	for (const x of values) out[x]!++;
	return make([out.length], dtypes.int64, out);
});
fn("interp", ".x .xp .fp", (v: Value, xp: Value, fp: Value) => {
	const [a, xs, ys] = [asArray(v), Array.from(numbersOf(asArray(xp)) ?? lost()), Array.from(numbersOf(asArray(fp)) ?? lost())];
	return finish(
		zip(sizesOf(a), dtypes.float64, [a], (x) => {
			const i = xs.findIndex((p) => p > x);
			if (i === 0) return ys[0]!;
			if (i < 0) return ys[ys.length - 1]!;
			return ((ys[i]! - ys[i - 1]!) / (xs[i]! - xs[i - 1]!)) * (x - xs[i - 1]!) + ys[i - 1]!;
		}),
	);
});
