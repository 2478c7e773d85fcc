/** gather and the scatter family: one element per element of `index`. */
import { type Dim, dimText, isKnown } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import { type Sizes, sizesText } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { call, callInPlace, div, eq, maskedFill, mul, onesLike, toDtype, where, zeros, zerosLike } from "../aten.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { indexError, runtimeError, wrapDim } from "../kernel/dims.ts";
import { warnOnce } from "../kernel/rounded.ts";
import { defineComposites, defineRows, type FormulaEnv } from "../row.ts";
import { editable } from "./indexing.ts";
import { checkSlices } from "./indexing-along.ts";

function checkIndex(name: string, self: Tensor, d: number, index: Tensor, src: Tensor | null): void {
	if (index.numel === 0) return;
	if (index.dtype !== dtypes.int64 && index.dtype !== dtypes.int32)
		throw runtimeError(`${name}(): Expected dtype int32/int64 for index`, { key: "INDEX_DTYPE" });
	const rank = (t: Tensor): number => Math.max(t.dim, 1);
	if (rank(index) !== rank(self))
		throw runtimeError(`Index tensor must have the same number of dimensions as ${name === "gather" ? "input" : "self"} tensor`, {
			key: "GATHER_DIM",
		});
	if (src !== null && rank(src) !== rank(index))
		throw runtimeError("Index tensor must have the same number of dimensions as src tensor", { key: "SCATTER_DIM" });
	const exceeds = (a: Dim, b: Dim): boolean => isKnown(a) && isKnown(b) && a > b;
	for (let i = 0; i < index.dim; i++) {
		if (name === "gather") {
			if (i !== d && exceeds(index.sizes[i]!, self.sizes[i]!))
				throw runtimeError(
					`Size does not match at dimension ${i} expected index ${sizesText(index.sizes)} to be no larger than self ${sizesText(self.sizes)} apart from dimension ${d}`,
					{ key: "GATHER_SIZE" },
				);
		} else if ((i !== d && exceeds(index.sizes[i]!, self.sizes[i]!)) || (src !== null && exceeds(index.sizes[i]!, src.sizes[i]!)))
			throw runtimeError(
				src === null
					? `Expected index ${sizesText(index.sizes)} to be no larger than self ${sizesText(self.sizes)} apart from dimension ${d}`
					: `Expected index ${sizesText(index.sizes)} to be no larger than self ${sizesText(self.sizes)} apart from dimension ${d} and to be no larger size than src ${sizesText(src.sizes)}`,
				{ key: "SCATTER_SIZE" },
			);
	}
}

/** For each element of `index` (row-major): its position in `self`, and in a tensor shaped `src`, both row-major. */
function positions(self: Sizes, d: number, index: Tensor, src: Sizes): { at: Int32Array; from: Int32Array } | null {
	const values = index.numbers();
	const n = count(index.sizes);
	const size: Dim = self.length === 0 ? 1 : self[d]!;
	if (values !== null && isKnown(size))
		for (const v of values)
			if (v < 0 || v >= size)
				throw runtimeError(`index ${v} is out of bounds for dimension ${d} with size ${dimText(size)}`, { key: "INDEX_OOB" });
	if (values === null || n === null || !self.every(isKnown) || !src.every(isKnown)) return null;
	const at = new Int32Array(n);
	const from = new Int32Array(n);
	const one = [1];
	const sizes = index.dim === 0 ? one : (index.sizes as number[]);
	for (let i = 0; i < n; i++) {
		let rest = i;
		let a = 0;
		let b = 0;
		let stepA = 1;
		let stepB = 1;
		for (let k = sizes.length - 1; k >= 0; k--) {
			const c = rest % sizes[k]!;
			rest = Math.floor(rest / sizes[k]!);
			if (self.length > 0) {
				a += (k === d ? values[i]! : c) * stepA;
				stepA *= self[k] as number;
			}
			if (src.length > 0) {
				b += c * stepB;
				stepB *= src[k] as number;
			}
		}
		at[i] = a;
		from[i] = b;
	}
	return { at, from };
}

function gather(self: Tensor, dim: number, index: Tensor): Tensor {
	const d = wrapDim(dim, self.dim);
	checkIndex("gather", self, d, index, null);
	const p = positions(self.sizes, d, index, []);
	if (p === null || !affordable([self], p.at.length)) return Tensor.make(index.sizes, self.dtype, null);
	const w = self.dtype.width;
	const from = self.numbers()!;
	const out = self.dtype.make(p.at.length * w);
	for (let i = 0; i < p.at.length; i++) for (let k = 0; k < w; k++) out[i * w + k] = from[p.at[i]! * w + k]!;
	return Tensor.make(index.sizes, self.dtype, out);
}

function scattered(
	name: string,
	self: Tensor,
	dim: number,
	index: Tensor,
	src: Tensor | number,
	update: (old: number, value: number) => number,
): Tensor {
	const d = wrapDim(dim, self.dim);
	const source = src instanceof Tensor ? src : null;
	if (source !== null && source.dtype !== self.dtype && !source.unknownDtype && !self.unknownDtype)
		throw runtimeError(`${name}(): Expected self.dtype to be equal to src.dtype`, { key: "SCATTER_DTYPE" });
	checkIndex(name, self, d, index, source);
	const p = positions(self.sizes, d, index, source?.sizes ?? []);
	const out = p === null ? null : editable(self, source === null ? [] : [source]);
	if (out === null || p === null) return Tensor.make(self.sizes, self.dtype, null);
	const w = self.dtype.width;
	const round = self.dtype.round ?? ((x: number) => x);
	const from = source?.numbers() ?? null;
	for (let i = 0; i < p.at.length; i++)
		for (let k = 0; k < w; k++) {
			const to = p.at[i]! * w + k;
			out[to] = round(update(out[to]!, from === null ? (k === 0 ? (src as number) : 0) : from[p.from[i]! * w + k]!));
		}
	return Tensor.make(self.sizes, self.dtype, out);
}
const put = (_x: number, v: number): number => v;
const plus = (x: number, v: number): number => x + v;
const times = (x: number, v: number): number => x * v;
const reducers: Record<string, (x: number, v: number) => number> = {
	sum: plus,
	mean: plus,
	prod: times,
	amax: (x, v) => (Number.isNaN(x) || Number.isNaN(v) ? Number.NaN : Math.max(x, v)),
	amin: (x, v) => (Number.isNaN(x) || Number.isNaN(v) ? Number.NaN : Math.min(x, v)),
	add: plus,
	multiply: times,
};
const neutralFor = (reduce: string): boolean => reduce in neutral;
const neutral: Record<string, number> = { sum: 0, mean: 0, prod: 1, amax: Number.NEGATIVE_INFINITY, amin: Number.POSITIVE_INFINITY };

/** Both reductions: over positions that an element-wise index gives, or over slices that a vector gives. */
function reduced(self: Tensor, at: Int32Array, from: Int32Array, src: Tensor, reduce: string, includeSelf: boolean): Tensor {
	const out = editable(self, [src]);
	if (out === null || self.dtype.width === 2) return Tensor.make(self.sizes, self.dtype, null);
	const f = reducers[reduce]!;
	const values = src.numbers()!;
	const counts = new Float64Array(out.length).fill(includeSelf ? 1 : 0);
	const work = Float64Array.from(out);
	if (!includeSelf) for (const a of at) work[a] = neutral[reduce]!;
	for (let i = 0; i < at.length; i++) {
		work[at[i]!] = f(work[at[i]!]!, values[from[i]!]!);
		counts[at[i]!]!++;
	}
	const isInteger = self.dtype.category < 2;
	for (let i = 0; i < out.length; i++) {
		let v = work[i]!;
		if (reduce === "mean" && counts[i]! > 0) v = isInteger ? Math.floor(v / counts[i]!) : v / counts[i]!;
		out[i] = self.dtype.round === null ? v : self.dtype.round(v);
	}
	return Tensor.make(self.sizes, self.dtype, out);
}
function checkReduce(reduce: string, allowed: readonly string[]): void {
	if (!allowed.includes(reduce))
		throw runtimeError(`reduce argument must be either ${allowed.slice(0, -1).join(", ")} or ${allowed.at(-1)}, got ${reduce}`, {
			key: "SCATTER_REDUCE",
		});
}

function scatterReduce(self: Tensor, dim: number, index: Tensor, src: Tensor, name: string, includeSelf: boolean): Tensor {
	const d = wrapDim(dim, self.dim);
	const reduce = name === "max" || name === "min" ? `a${name}` : name;
	checkReduce(reduce, ["sum", "prod", "mean", "amax", "amin"]);
	if (src.dtype !== self.dtype) throw runtimeError("scatter(): Expected self.dtype to be equal to src.dtype", { key: "SCATTER_DTYPE" });
	checkIndex("scatter", self, d, index, src);
	const p = positions(self.sizes, d, index, src.sizes);
	return p === null || self.storage.data === null || src.storage.data === null
		? Tensor.make(self.sizes, self.dtype, null)
		: reduced(self, p.at, p.from, src, reduce, includeSelf);
}

function indexReduce(self: Tensor, dim: number, index: Tensor, source: Tensor, reduce: string, includeSelf: boolean): Tensor {
	warnOnce("index_reduce() is in beta and the API may change at any time.");
	const d = wrapDim(dim, self.dim);
	if (!["prod", "mean", "amax", "amin"].includes(reduce))
		throw runtimeError(`index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got ${reduce}.`, { key: "INDEX_REDUCE" });
	checkSlices("index_reduce_", self, d, index, source);
	const values = index.numbers();
	const size = self.dim === 0 ? 1 : self.sizes[d]!;
	if (values !== null && isKnown(size))
		for (const i of values) if (i < 0 || i >= size) throw indexError("index out of range in self", { key: "INDEX_OOB" });
	const n = count(source.sizes);
	if (values === null || n === null || !self.sizes.every(isKnown) || self.storage.data === null || source.storage.data === null)
		return Tensor.make(self.sizes, self.dtype, null);
	const wide =
		source.dim === 0
			? index
			: call(
					"expand",
					call(
						"view",
						index,
						source.sizes.map((_, i) => (i === d ? -1 : 1)),
					),
					source.sizes.slice(),
					false,
				);
	const p = positions(self.sizes, d, wide, source.sizes)!;
	return reduced(self, p.at, p.from, source, reduce, includeSelf);
}

/** The two gradients of a reducing scatter; `spread` brings a tensor shaped like self to src's shape, `collect` adds src-shaped values up in self's shape. */
interface Ways {
	spread: (t: Tensor) => Tensor;
	collect: (into: Tensor, values: Tensor) => Tensor;
	again: (self: Tensor, src: Tensor) => Tensor;
	clear: (t: Tensor) => Tensor;
}
function reduceGrads(
	g: Tensor,
	self: Tensor,
	src: Tensor,
	result: Tensor,
	reduce: string,
	includeSelf: boolean,
	ways: Ways,
): { self: Tensor; src: Tensor } {
	const { spread, collect } = ways;
	let toSelf: Tensor;
	let toSrc: Tensor;
	if (reduce === "sum") {
		toSelf = g;
		toSrc = spread(g);
	} else if (reduce === "mean") {
		let n = collect(includeSelf ? onesLike(g) : zerosLike(g), onesLike(src));
		n = maskedFill(n, eq(n, 0), 1);
		toSelf = div(g, n);
		toSrc = div(spread(g), spread(n));
	} else if (reduce === "prod") {
		const masked = maskedFill(self, eq(self, 0), 1);
		toSelf = div(mul(g, ways.again(masked, src)), masked);
		const isZero = eq(src, 0);
		const zeroCount = spread(collect(zerosLike(self), toDtype(isZero, self.dtype)));
		const single = call("bitwise_and.Tensor", isZero, eq(zeroCount, 1));
		const maskedSrc = maskedFill(src, single, 1);
		toSrc = where(single, spread(mul(g, ways.again(self, maskedSrc))), div(spread(mul(g, result)), maskedFill(src, isZero, 1)));
	} else {
		const value = spread(result);
		const selfWins = toDtype(eq(self, result), self.dtype);
		const srcWins = toDtype(eq(src, value), self.dtype);
		const share = div(g, collect(selfWins, srcWins));
		toSelf = mul(eq(self, result), share);
		toSrc = mul(eq(src, value), spread(share));
	}
	return { self: includeSelf ? toSelf : ways.clear(toSelf), src: toSrc };
}

function scatterReduceGrads(g: Tensor, e: FormulaEnv): { self: Tensor; src: Tensor } {
	if (!neutralFor(e.reduce))
		throw runtimeError(`Expected 'reduce' to be one of 'sum', 'prod', 'mean', 'amax', 'amin' but got ${e.reduce}.`, {
			key: "SCATTER_REDUCE",
		});
	e.both ??= reduceGrads(g, e.self, e.src, e.result, e.reduce, e.include_self, {
		spread: (t) => call("gather", t, e.dim, e.index),
		collect: (into, values) => call("scatter_add", into, e.dim, e.index, values),
		again: (self, src) => call("scatter_reduce.two", self, e.dim, e.index, src, e.reduce, e.include_self),
		clear: (t) => call("scatter.value", t, e.dim, e.index, 0),
	});
	return e.both;
}
function indexReduceGrads(g: Tensor, e: FormulaEnv): { self: Tensor; src: Tensor } {
	e.both ??= reduceGrads(g, e.self, e.source, e.result, e.reduce, e.include_self, {
		spread: (t) => call("index_select", t, e.dim, e.index),
		collect: (into, values) => call("index_add", into, e.dim, e.index, values),
		again: (self, src) => call("index_reduce", self, e.dim, e.index, src, e.reduce, e.include_self),
		clear: (t) => call("index_fill.int_Scalar", t, e.dim, e.index, 0),
	});
	return e.both;
}

const clearSelf = (g: Tensor, e: FormulaEnv): Tensor => call("scatter.value", g, e.dim, e.index, 0);
const gatherGrad = (g: Tensor, e: FormulaEnv): Tensor => call("gather", g, e.dim, e.index);

function withReduce(self: Tensor, dim: number, index: Tensor, src: Tensor | number, reduce: string): Tensor {
	if (reduce !== "add" && reduce !== "multiply")
		throw runtimeError("reduce argument must be either add or multiply.", { key: "SCATTER_REDUCE" });
	const value = typeof src === "number" && self.dtype.category < 2 ? Math.trunc(src) : src;
	return scattered("scatter", self, dim, index, value, reducers[reduce]!);
}

defineRows({
	gather: { forward: gather, grad: { self: (g, e) => call("gather_backward", g, e.self, e.dim, e.index, e.sparse_grad) } },
	"scatter.src": {
		forward: (self, dim, index, src) => scattered("scatter", self, dim, index, src, put),
		grad: { self: clearSelf, src: gatherGrad },
	},
	"scatter.value": {
		forward: (self, dim, index, value) => scattered("scatter", self, dim, index, Number(value), put),
		grad: { self: clearSelf },
	},
	"scatter.reduce": { forward: withReduce },
	"scatter.value_reduce": { forward: (self, dim, index, value, reduce) => withReduce(self, dim, index, Number(value), reduce) },
	scatter_add: {
		forward: (self, dim, index, src) => scattered("scatter", self, dim, index, src, plus),
		grad: { self: (g) => g, src: gatherGrad },
	},
	"scatter_reduce.two": {
		forward: scatterReduce,
		grad: { self: (g, e) => scatterReduceGrads(g, e).self, src: (g, e) => scatterReduceGrads(g, e).src },
	},
	index_reduce: {
		forward: indexReduce,
		grad: { self: (g, e) => indexReduceGrads(g, e).self, source: (g, e) => indexReduceGrads(g, e).src },
	},
});

defineComposites({
	gather_backward: (g: Tensor, self: Tensor, dim: number, index: Tensor) =>
		callInPlace("scatter_add", [zeros(self.sizes, g.dtype), dim, index, g]),
	one_hot: oneHot,
});

function oneHot(self: Tensor, classes: number): Tensor {
	if (self.dtype !== dtypes.int64 && !self.unknownDtype)
		throw runtimeError("one_hot is only applicable to index tensor of type LongTensor.", { key: "ONE_HOT" });
	const values = self.unknownShape ? null : self.numbers();
	let n: Dim = classes;
	if (values !== null) {
		if (values.length === 0) {
			if (classes <= 0) throw runtimeError("Can not infer total number of classes from empty tensor.", { key: "ONE_HOT" });
			return zeros([...self.sizes, classes], self.dtype);
		}
		let max = 0;
		for (const v of values) {
			if (v < 0) throw runtimeError("Class values must be non-negative.", { key: "ONE_HOT" });
			if (v > max) max = v;
		}
		if (classes === -1) n = max + 1;
		else if (max >= classes) throw runtimeError("Class values must be smaller than num_classes.", { key: "ONE_HOT" });
	}
	const out = Tensor.make([...self.sizes, n], dtypes.int64, null);
	const total = count(out.sizes);
	if (values !== null && total !== null && affordable([], total)) {
		const data = new Float64Array(total);
		for (let i = 0; i < values.length; i++) data[i * (n as number) + values[i]!] = 1;
		out.storage.data = data;
	} else if (classes === -1) out.unknownShape = true;
	if (self.unknownShape) out.unknownShape = true;
	out.counter.bump("scatter_", 2);
	if (world.record !== null) out.lineage = [self];
	return out;
}
