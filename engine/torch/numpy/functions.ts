/** The functions of the module numpy (most are methods of arrays too). */
import { type DType, dtypes } from "../../shape/dtype.ts";
import { def, native } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { PyTensor } from "../../values/tensor.ts";
import { type Kwargs, type PyBuiltin, PyFloat, PyList, PyTuple, Unknown, type Value } from "../../values/value.ts";
import { asNumber } from "../../values/kinds.ts";
import { Ndarray, ndarrayClass } from "../ndarray.ts";
import { asTensor, copy, matmul, reshape, transpose } from "./array.ts";
import { needDType, promote, scalarOf } from "./dtype.ts";
import { apply, binary, binaryUfuncs, broadcastIndex, broadcastSizes, mapped, rounded, unaryUfuncs, zip } from "./elementwise.ts";
import { asArray, convert, count, finish, guarded, intArg, lost, make, numbersOf, operand, pyShape, shapeArg, sizesOf } from "./kit.ts";
import { pad } from "./pad.ts";
import { along, argMost, axes, fold, groups, mean, most, sum, sumDType, variance } from "./reduce.ts";

export const functions: PyBuiltin[] = [];
// biome-ignore lint: the bound arguments are as the signature says, which the type system cannot see.
type Bound = any[];
type Body = (...args: Bound) => Value;
function fn(name: string, signature: string, body: Body): void {
	functions.push(native(name, `! ${signature}`, (...args: Bound) => guarded(`numpy.${name}`, () => body(...args))));
}
/** As a function of the module and as a method of arrays. */
function both(name: string, signature: string, body: (a: Ndarray, ...args: Bound) => Value, asFunction = true): void {
	if (asFunction)
		functions.push(
			native(name, `! .a ${signature}`, (v: Value, ...args: Bound) => {
				// Tensors bring the method of that name with them; most refuse numpy's keywords.
				if (v instanceof PyTensor) {
					const axis = args[0] as Value | undefined;
					if (name === "sum" || name === "mean") rt.raise("TypeError", `${name}() got an unexpected keyword argument 'axis'`);
					if (name === "max" || name === "min" || name === "prod")
						rt.raise(
							"TypeError",
							axis === undefined || axis === null
								? `${name}(): argument 'dim' must be int, not NoneType`
								: `${name}() got an unexpected keyword argument 'axis'`,
						);
					if (name === "cumsum") return rt.call(rt.getAttr(v, name), [axis ?? 0]);
					if (TENSOR_METHODS.has(name)) return rt.call(rt.getAttr(v, name), axis === undefined || axis === null ? [] : [axis]);
					if (WRAPPED.has(name)) return asTensor(guarded(`numpy.${name}`, () => body(asArray(v), ...args)));
				}
				return guarded(`numpy.${name}`, () => body(asArray(v), ...args));
			}),
		);
	def(ndarrayClass, name, `! ${signature}`, (v: Value, ...args: Bound) => guarded(`ndarray.${name}`, () => body(v as Ndarray, ...args)));
}
const TENSOR_METHODS = new Set(["std", "var", "argmax", "argmin", "all", "any", "cumsum", "squeeze", "ravel", "argsort", "nonzero"]);
const WRAPPED = new Set(["clip", "round", "around"]);
const COPY =
	"__array__ implementation doesn't accept a copy keyword, so passing copy=False failed. __array__ must implement 'dtype' and 'copy' keyword arguments. To learn more, see the migration guide https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword";
const truth = (v: Value | undefined): boolean => v !== undefined && v !== null && rt.truth(v);
const num = (v: Value): number =>
	asNumber(v) ??
	scalarOf(v)?.value ??
	(v instanceof Ndarray || v instanceof PyTensor
		? (v.tensor.first() ?? lost())
		: v instanceof Unknown
			? lost()
			: rt.raise("TypeError", `must be real number, not ${rt.typeOf(v).name}`));

// Making arrays.
const list = (v: Value): Ndarray[] => (v instanceof Unknown ? lost(v.why) : (rt.items(v) ?? lost()).map((x) => asArray(x)));
for (const name of ["array", "asarray", "ascontiguousarray", "asanyarray", "copy"])
	fn(name, ".object .dtype? * copy? order? ndmin? like? subok?", (v: Value, d?: Value, _copy?: Value) => {
		if (v instanceof PyTensor && name === "array") rt.warn("DeprecationWarning", COPY);
		const a = asArray(v, needDType(d));
		return (name === "array" && _copy !== false) || name === "copy" ? (a === v || v instanceof PyTensor ? copy(a) : a) : a;
	});
const filled = (name: string, value: number | null): void =>
	fn(name, ".shape .dtype? .order? * like?", (s: Value, d?: Value) => {
		const sizes = shapeArg(s);
		return make(sizes, needDType(d) ?? dtypes.float64, value === null ? null : new Float64Array(count(sizes)).fill(value));
	});
filled("zeros", 0);
filled("ones", 1);
filled("empty", null);
const like = (name: string, value: number | null): void =>
	fn(name, ".a .dtype? * order? subok? shape?", (v: Value, d?: Value) => {
		const a = asArray(v);
		return make(sizesOf(a), needDType(d) ?? a.tensor.dtype, value === null ? null : new Float64Array(count(sizesOf(a))).fill(value));
	});
like("zeros_like", 0);
like("ones_like", 1);
like("empty_like", null);
fn("full", ".shape .fill_value .dtype? .order?", (s: Value, value: Value, d?: Value) => {
	const o = operand(value) ?? lost();
	const sizes = shapeArg(s);
	return zip(sizes, needDType(d) ?? o.array.tensor.dtype, [o.array], (x) => x);
});
fn("full_like", ".a .fill_value .dtype?", (v: Value, value: Value, d?: Value) =>
	zip(sizesOf(asArray(v)), needDType(d) ?? asArray(v).tensor.dtype, [(operand(value) ?? lost()).array], (x) => x),
);
for (const name of ["eye", "identity"])
	fn(name, ".N .M? .k? .dtype?", (n: Value, m?: Value, k?: Value, d?: Value) => {
		const [rows, cols, shift] = [intArg(n), m == null ? intArg(n) : intArg(m), k == null ? 0 : intArg(k)];
		return make(
			[rows, cols],
			needDType(d) ?? dtypes.float64,
			Array.from({ length: rows * cols }, (_, i) => Number((i % cols) - Math.floor(i / cols) === shift)),
		);
	});
fn("arange", ".start .stop? .step? .dtype?", (a: Value, b?: Value, c?: Value, d?: Value) => {
	const given = [a, b, c].filter((x): x is Value => x !== undefined && x !== null);
	const o = given.map((x) => operand(x) ?? lost());
	const [first, second, third] = o.map((x) => x.array.tensor.first() ?? lost());
	const [start, stop, step] = b == null ? [0, first!, 1] : [first!, second!, third ?? 1];
	const n = Math.max(0, Math.ceil((stop - start) / step));
	const dtype = needDType(d) ?? o.map((x) => x.array.tensor.dtype).reduce(promote);
	return make(
		[n],
		dtype,
		Array.from({ length: n }, (_, i) => start + i * step),
	);
});
fn(
	"linspace",
	".start .stop .num? .endpoint? .retstep? .dtype? .axis?",
	(a: Value, b: Value, n?: Value, end?: Value, _r?: Value, d?: Value) => {
		const [start, stop, count_] = [num(a), num(b), n == null ? 50 : intArg(n)];
		const parts = end === false ? count_ : count_ - 1;
		const step = (stop - start) / parts;
		return make(
			[count_],
			needDType(d) ?? dtypes.float64,
			Array.from({ length: count_ }, (_, i) => (i === count_ - 1 && end !== false && count_ > 1 ? stop : i * step + start)),
		);
	},
);
fn("logspace", ".start .stop .num? .endpoint? .base?", (a: Value, b: Value, n?: Value, _e?: Value, base?: Value) => {
	const k = n == null ? 50 : intArg(n);
	return make(
		[k],
		dtypes.float64,
		Array.from({ length: k }, (_, i) => (base == null ? 10 : num(base)) ** (num(a) + (i * (num(b) - num(a))) / (k - 1))),
	);
});

// Elementwise.
const ALIASES: Record<string, string[]> = {
	absolute: ["abs"],
	remainder: ["mod"],
	divide: ["true_divide"],
	power: ["pow"],
	arctan: ["atan"],
	arcsin: ["asin"],
	arccos: ["acos"],
	arctan2: ["atan2"],
	invert: ["bitwise_not"],
	rad2deg: ["degrees"],
	deg2rad: ["radians"],
	trunc: ["fix"],
};
for (const name of Object.keys(unaryUfuncs))
	for (const n of [name, ...(ALIASES[name] ?? [])])
		fn(n, ".x * out? dtype? where?", (v: Value) => (v instanceof PyTensor ? asTensor(finish(mapped(name, asArray(v)))) : apply(name, v)));
for (const name of Object.keys(binaryUfuncs))
	for (const n of [name, ...(ALIASES[name] ?? [])])
		fn(n, ".x1 .x2 * out? dtype? where?", (a: Value, b: Value) => {
			const r = finish(binary(name, a, b) ?? lost());
			return a instanceof PyTensor || b instanceof PyTensor ? asTensor(r) : r;
		});
fn("where", ".condition .x? .y?", (c: Value, x?: Value, y?: Value) => {
	const a = asArray(c);
	if (x === undefined || y === undefined) return nonzero(a);
	const [p, q] = [operand(x) ?? lost(), operand(y) ?? lost()];
	const d = binary("fmax", scalarLike(x), scalarLike(y))!.tensor.dtype;
	const sizes = broadcastSizes([sizesOf(a), sizesOf(p.array), sizesOf(q.array)]);
	return zip(sizes, d.name === "int8" && p.array.tensor.dtype.category === 0 ? dtypes.bool : d, [a, p.array, q.array], (t, u, v) =>
		t !== 0 ? u : v,
	);
});
/** One element of the same dtype (or the Python number itself), for its part in promotion. */
const scalarLike = (v: Value): Value =>
	v instanceof Ndarray || v instanceof PyTensor || v instanceof PyList || v instanceof PyTuple ? make([], asArray(v).tensor.dtype, [0]) : v;
function nonzero(a: Ndarray): Value {
	const values = numbersOf(a) ?? lost();
	const sizes = sizesOf(a);
	const hits = Array.from(values.keys()).filter((i) => values[i] !== 0);
	return new PyTuple(
		sizes.map((s, k) =>
			make(
				[hits.length],
				dtypes.int64,
				hits.map((i) => Math.floor(i / count(sizes.slice(k + 1))) % s),
			),
		),
	);
}
both("nonzero", "", (a) => nonzero(a));
both("clip", ".min? .max? .out?", (a, low?: Value, high?: Value) => {
	let r: Value = a;
	if (low !== undefined && low !== null) r = binary("maximum", r, low)!;
	if (high !== undefined && high !== null) r = binary("minimum", r, high)!;
	return finish(asArray(r));
});
for (const name of ["round", "around"])
	both(name, ".decimals? .out?", (a, d?: Value) => finish(rounded(a, d == null ? 0 : intArg(d))), true);

// Reductions.
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
const ascending = (l: number[]): number[] => [...l].sort((x, y) => (Number.isNaN(x) ? 1 : Number.isNaN(y) ? -1 : x - y));
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

// Order.
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

// Shapes.
fn("reshape", ".a .shape", (v: Value, s: Value) =>
	v instanceof PyTensor ? rt.call(rt.getAttr(v, "reshape"), [s]) : reshape(asArray(v), shapeArg(s)),
);
for (const n of ["ravel"]) fn(n, ".a", (v: Value) => reshape(asArray(v), [-1]));
fn("transpose", ".a .axes?", (v: Value, order?: Value) => transpose(asArray(v), order == null ? null : shapeArg(order)));
fn("swapaxes", ".a .axis1 .axis2", (v: Value, i: Value, j: Value) => rt.call(rt.getAttr(asArray(v), "swapaxes"), [i, j]));
fn("moveaxis", ".a .source .destination", (v: Value, from: Value, to: Value) => {
	const a = asArray(v);
	const [s, d] = [axes(from, a.tensor.dim)![0]!, axes(to, a.tensor.dim)![0]!];
	const order = sizesOf(a)
		.map((_, i) => i)
		.filter((i) => i !== s);
	order.splice(d, 0, s);
	return transpose(a, order);
});
both("squeeze", ".axis?", (a, axis?: Value) => {
	const gone = axes(axis, a.tensor.dim);
	const r = reshape(
		a,
		sizesOf(a).filter((s, i) => (gone === null ? s !== 1 : !gone.includes(i))),
	);
	return r;
});
fn("expand_dims", ".a .axis", (v: Value, axis: Value) => {
	const a = asArray(v);
	const s = sizesOf(a);
	const k = intArg(axis);
	s.splice(k < 0 ? k + s.length + 1 : k, 0, 1);
	return reshape(a, s);
});
fn("atleast_1d", ".a", (v: Value) => (asArray(v).tensor.dim === 0 ? reshape(asArray(v), [1]) : asArray(v)));
fn("atleast_2d", ".a", (v: Value) => (asArray(v).tensor.dim >= 2 ? asArray(v) : reshape(asArray(v), [1, -1])));
fn("broadcast_to", ".array .shape", (v: Value, s: Value) => zip(shapeArg(s), asArray(v).tensor.dtype, [asArray(v)], (x) => x));
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
				`all the input array dimensions except for the concatenation axis must match exactly, but along dimension 0, the array at index 0 has size ${first[0]} and the array at index ${i} has size ${s[0]}`.replace(
					/^.*$/,
					`all the input arrays must have same number of dimensions, but the array at index 0 has ${first.length} dimension(s) and the array at index ${i} has ${s.length} dimension(s)`,
				),
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
fn("pad", ".array .pad_width .mode? * constant_values?", (v: Value, width: Value, mode?: Value, constant?: Value) =>
	pad(v, width, mode === undefined ? "constant" : String(mode), constant),
);
fn("flip", ".m .axis?", (v: Value, axis?: Value) => {
	const a = asArray(v);
	return (axes(axis, a.tensor.dim) ?? [...sizesOf(a).keys()]).reduce((r, k) => along(r, k, r.tensor.dtype, (l) => [...l].reverse()), a);
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
for (const [name, keep] of [
	["triu", (i: number, j: number, k: number) => j - i >= k],
	["tril", (i: number, j: number, k: number) => j - i <= k],
] as const)
	fn(name, ".m .k?", (v: Value, k?: Value) => {
		const a = asArray(v);
		const cols = sizesOf(a)[1]!;
		const values = numbersOf(a);
		return make(
			sizesOf(a),
			a.tensor.dtype,
			values === null ? null : Array.from(values, (x, i) => (keep(Math.floor(i / cols), i % cols, k == null ? 0 : intArg(k)) ? x : 0)),
		);
	});
both("diagonal", "", (a) => diagonal(a));
const diagonal = (a: Ndarray): Ndarray => {
	const [rows, cols] = sizesOf(a) as [number, number];
	const values = numbersOf(a) ?? lost();
	return make(
		[Math.min(rows, cols)],
		a.tensor.dtype,
		Array.from({ length: Math.min(rows, cols) }, (_, i) => values[i * cols + i]!),
	);
};
fn("diag", ".v", (v: Value) => {
	const a = asArray(v);
	if (a.tensor.dim === 2) return diagonal(a);
	const n = sizesOf(a)[0]!;
	const values = numbersOf(a);
	return make(
		[n, n],
		a.tensor.dtype,
		values === null ? null : Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? values[i / (n + 1)]! : 0)),
	);
});
both("trace", "", (a) => finish(sum(diagonal(a), null, false, sumDType(a.tensor.dtype))));

// Products.
both("dot", ".b", (a, b: Value) => {
	const y = asArray(b);
	if (a.tensor.dim === 0 || y.tensor.dim === 0) return finish(binary("multiply", a, y)!);
	const [x, z] = [sizesOf(a), sizesOf(y)];
	const [k, l] = [x[x.length - 1]!, z[Math.max(0, z.length - 2)]!];
	if (k !== l)
		rt.raise(
			"ValueError",
			`shapes (${x.join(",")}${x.length === 1 ? "," : ""}) and (${z.join(",")}${z.length === 1 ? "," : ""}) not aligned: ${k} (dim ${x.length - 1}) != ${l} (dim ${Math.max(0, z.length - 2)})`,
		);
	return finish(matmul(a, y));
});
fn("matmul", ".x1 .x2", (a: Value, b: Value) => finish(matmul(asArray(a), asArray(b))));
fn("inner", ".a .b", (a: Value, b: Value) => finish(matmul(asArray(a), transpose(asArray(b), null))));
fn("outer", ".a .b", (a: Value, b: Value) => binary("multiply", reshape(asArray(a), [-1, 1]), reshape(asArray(b), [1, -1]))!);
fn("vdot", ".a .b", (a: Value, b: Value) => finish(matmul(reshape(asArray(a), [-1]), reshape(asArray(b), [-1]))));

// Questions.
const close = (a: Value, b: Value, rtol: Value | undefined, atol: Value | undefined, nan: Value | undefined): Ndarray => {
	const [x, y] = [asArray(a), asArray(b)];
	const [r, s] = [rtol === undefined ? 1e-5 : num(rtol), atol === undefined ? 1e-8 : num(atol)];
	return zip(broadcastSizes([sizesOf(x), sizesOf(y)]), dtypes.bool, [x, y], (p, q) =>
		Number(
			p === q ||
				(Number.isFinite(p) && Number.isFinite(q) && Math.abs(p - q) <= s + r * Math.abs(q)) ||
				(truth(nan) && Number.isNaN(p) && Number.isNaN(q)),
		),
	);
};
fn("isclose", ".a .b .rtol? .atol? .equal_nan?", (a: Value, b: Value, r?: Value, s?: Value, n?: Value) => finish(close(a, b, r, s, n)));
fn("allclose", ".a .b .rtol? .atol? .equal_nan?", (a: Value, b: Value, r?: Value, s?: Value, n?: Value) =>
	Array.from(numbersOf(close(a, b, r, s, n)) ?? lost()).every((x) => x !== 0),
);
for (const n of ["array_equal", "array_equiv"])
	fn(n, ".a1 .a2", (a: Value, b: Value) => {
		const [x, y] = [asArray(a), asArray(b)];
		return sizesOf(x).join() === sizesOf(y).join() && Array.from(numbersOf(x) ?? lost()).every((v, i) => v === (numbersOf(y) ?? lost())[i]);
	});
for (const n of ["shares_memory", "may_share_memory"])
	fn(n, ".a .b", (a: Value, b: Value) => a instanceof Ndarray && b instanceof Ndarray && a.tensor.storage === b.tensor.storage);
fn("ndim", ".a", (v: Value) => asArray(v).tensor.dim);
fn("shape", ".a", (v: Value) => pyShape(sizesOf(asArray(v))));
fn("size", ".a", (v: Value) => count(sizesOf(asArray(v))));
fn("isscalar", ".element", (v: Value) => scalarOf(v) !== null || typeof v === "string" || asNumber(v) !== null);
fn("argwhere", ".a", (v: Value) => {
	const parts = (nonzero(asArray(v)) as PyTuple).items as Ndarray[];
	return concatenate(
		parts.map((p) => reshape(p, [-1, 1])),
		1,
	);
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
for (const n of ["save", "savez", "savetxt", "savez_compressed", "seterr", "testing"]) fn(n, "*args **kw", () => null);
void (PyFloat as unknown);
void ({} as Kwargs | DType);
void groups;
void broadcastIndex;
