/** Functions of numpy that fold axes away, or run along them: sums, extremes, quantiles. */
import { dtypes } from "../../shape/dtype.ts";
import { rt } from "../../values/runtime.ts";
import type { Value } from "../../values/value.ts";
import { needDType } from "./dtype.ts";
import { binary, zip } from "./elementwise.ts";
import { asArray, convert, count, finish, lost, make, numbersOf, sizesOf } from "./kit.ts";
import { ascending } from "./reduce.ts";
import { fn, both, truth, num } from "./declare.ts";
import { reshape } from "./layout.ts";
import { along, argMost, axes, fold, mean, most, sum, sumDType, variance } from "./reduce.ts";

const AXIS = ".axis? .dtype? .out? .keepdims?";
both("sum", AXIS, (a, axis?: Value, d?: Value, _o?: Value, keep?: Value) =>
	finish(sum(a, axes(axis, a.tensor.dim), truth(keep), needDType(d) ?? sumDType(a.tensor.dtype))),
);
both("mean", AXIS, (a, axis?: Value, d?: Value, _o?: Value, keep?: Value) =>
	finish(mean(d == null ? a : convert(a, needDType(d)!), axes(axis, a.tensor.dim), truth(keep))),
);
for (const [name, root] of [
	["std", true],
	["var", false],
] as const)
	both(name, ".axis? .dtype? .out? .ddof? .keepdims?", (a, axis?: Value, _d?: Value, _o?: Value, ddof?: Value, keep?: Value) =>
		finish(variance(a, axes(axis, a.tensor.dim), truth(keep), ddof == null ? 0 : num(ddof), root)),
	);
both("prod", AXIS, (a, axis?: Value, d?: Value, _o?: Value, keep?: Value) =>
	finish(fold(a, axes(axis, a.tensor.dim), truth(keep), needDType(d) ?? sumDType(a.tensor.dtype), (l) => l.reduce((p, x) => p * x, 1))),
);
for (const [names, how] of [
	[["max", "amax"], "max"],
	[["min", "amin"], "min"],
] as const)
	for (const n of names)
		both(n, ".axis? .out? .keepdims?", (a, axis?: Value, _o?: Value, keep?: Value) =>
			finish(most(a, axes(axis, a.tensor.dim), truth(keep), how)),
		);
for (const how of ["max", "min"] as const)
	both(`arg${how}`, ".axis? .out? .keepdims?", (a, axis?: Value, _o?: Value, keep?: Value) => {
		if (count(sizesOf(a)) === 0) rt.raise("ValueError", `attempt to get arg${how} of an empty sequence`);
		return finish(fold(a, axes(axis, a.tensor.dim), truth(keep), dtypes.int64, argMost[how]));
	});
both("any", ".axis? .out? .keepdims?", (a, axis?: Value, _o?: Value, keep?: Value) =>
	finish(fold(a, axes(axis, a.tensor.dim), truth(keep), dtypes.bool, (l) => Number(l.some((x) => x !== 0)))),
);
both("all", ".axis? .out? .keepdims?", (a, axis?: Value, _o?: Value, keep?: Value) =>
	finish(fold(a, axes(axis, a.tensor.dim), truth(keep), dtypes.bool, (l) => Number(l.every((x) => x !== 0)))),
);
const middle = (sorted: number[], at: number): number => {
	const low = Math.floor(at);
	const x = sorted[low]!;
	return low + 1 < sorted.length ? x + (sorted[low + 1]! - x) * (at - low) : x;
};
fn("median", ".a .axis? .out? .overwrite_input? .keepdims?", (v: Value, axis?: Value, _o?: Value, _w?: Value, keep?: Value) => {
	const a = asArray(v);
	return finish(
		fold(a, axes(axis, a.tensor.dim), truth(keep), a.tensor.dtype.category === 2 ? a.tensor.dtype : dtypes.float64, (l) =>
			l.some(Number.isNaN) ? NaN : middle(ascending(l), (l.length - 1) / 2),
		),
	);
});
for (const [name, per] of [
	["percentile", 100],
	["quantile", 1],
] as const)
	fn(name, ".a .q .axis?", (v: Value, q: Value, axis?: Value) => {
		const a = asArray(v);
		const at = num(q);
		return finish(fold(a, axes(axis, a.tensor.dim), false, dtypes.float64, (l) => middle(ascending(l), ((l.length - 1) * at) / per)));
	});
fn("average", ".a .axis? .weights?", (v: Value, axis?: Value, w?: Value) => {
	const a = asArray(v);
	if (w == null) return finish(mean(a, axes(axis, a.tensor.dim), false));
	const weights = asArray(w);
	const which = axes(axis, a.tensor.dim);
	return finish(
		binary("divide", sum(binary("multiply", a, weights)!, which, false, dtypes.float64), sum(weights, null, false, dtypes.float64))!,
	);
});
for (const [name, step] of [
	["cumsum", (s: number, x: number) => s + x],
	["cumprod", (s: number, x: number) => s * x],
] as const)
	both(name, ".axis? .dtype?", (a, axis?: Value, d?: Value) => {
		const flat = axis == null ? reshape(a, [-1]) : a;
		const [k] = axis == null ? [0] : axes(axis, a.tensor.dim)!;
		return along(flat, k!, needDType(d) ?? sumDType(a.tensor.dtype), (l) => {
			let s = name === "cumsum" ? 0 : 1;
			return l.map((x) => (s = step(s, x)));
		});
	});
fn("diff", ".a .n? .axis?", (v: Value) => {
	const a = asArray(v);
	return along(a, a.tensor.dim - 1, a.tensor.dtype, (l) => l.slice(1).map((x, i) => x - l[i]!));
});
both("nansum", "", (a) =>
	finish(
		sum(
			zip(sizesOf(a), a.tensor.dtype, [a], (x) => (Number.isNaN(x) ? 0 : x)),
			null,
			false,
			sumDType(a.tensor.dtype),
		),
	),
);
fn("nanmean", ".a", (v: Value) => {
	const kept = Array.from(numbersOf(asArray(v)) ?? lost()).filter((x) => !Number.isNaN(x));
	return finish(mean(make([kept.length], dtypes.float64, kept), null, false));
});
fn("count_nonzero", ".a", (v: Value) => Array.from(numbersOf(asArray(v)) ?? lost()).filter((x) => x !== 0).length);
