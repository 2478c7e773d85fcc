/** Distances between rows and cross products. */
import { dimText, equal, type Dim, isKnown, mul as mulDim } from "../../shape/dim.ts";
import { broadcast, type Sizes } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { call, conj, mul, sub, sumDims, view } from "../aten.ts";
import { type Complex, cmul } from "../kernel/complex.ts";
import { csub } from "../kernel/complex-functions.ts";
import { broadcastAll, count, expandNumbers } from "../kernel/elementwise.ts";
import { runtimeError, wrapDim } from "../kernel/dims.ts";
import { matrices } from "../kernel/linalg-batch.ts";
import { notImplementedFor } from "../kernel/rounded.ts";
import { dtypes } from "../../shape/dtype.ts";
import { defineComposites, defineRows, type FormulaEnv } from "../row.ts";

function batchOf(a: Tensor, b: Tensor): Dim[] {
	const r = broadcast(a.sizes.slice(0, -2), b.sizes.slice(0, -2));
	if (r.clash !== null) broadcastAll([Tensor.make(a.sizes.slice(0, -2), a.dtype, null), Tensor.make(b.sizes.slice(0, -2), b.dtype, null)]);
	return r.sizes;
}
/** Both operands as matrices over the joint batch. */
function pairs(a: Tensor, b: Tensor, batch: Sizes): [Float64Array[], Float64Array[]] | null {
	const wide = (t: Tensor): Float64Array[] | null => {
		const sizes = [...batch, ...t.sizes.slice(-2)];
		const values = count(sizes) === null ? null : expandNumbers(t, sizes);
		return values === null ? null : matrices(Tensor.make(sizes, t.dtype, values));
	};
	const [x, y] = [wide(a), wide(b)];
	return x === null || y === null ? null : [x, y];
}

function distance(d: number, p: number, total: number): number {
	const a = Math.abs(d);
	if (p === 0) return total + (a !== 0 ? 1 : 0);
	if (p === 1) return total + a;
	if (p === 2) return total + a * a;
	if (p === Number.POSITIVE_INFINITY) return Math.max(total, a);
	return total + a ** p;
}
const finish = (total: number, p: number): number =>
	p === 2 ? Math.sqrt(total) : p === 0 || p === 1 || p === Number.POSITIVE_INFINITY ? total : total ** (1 / p);

function cdistForward(a: Tensor, b: Tensor, p: number): Tensor {
	const batch = batchOf(a, b);
	const [r1, r2, m] = [a.sizes.at(-2)!, b.sizes.at(-2)!, a.sizes.at(-1)!];
	const sizes = [...batch, r1, r2];
	const both = pairs(a, b, batch);
	const n = count(sizes);
	if (both === null || n === null || (n > 0 && both[0].length === 0 && m !== 0)) return Tensor.make(sizes, a.dtype, null);
	const out = a.dtype.make(n);
	let at = 0;
	for (const [k, x] of both[0].entries())
		for (let i = 0; i < (r1 as number); i++)
			for (let j = 0; j < (r2 as number); j++) {
				let total = 0;
				for (let c = 0; c < (m as number); c++) total = distance(x[i * (m as number) + c]! - both[1][k]![j * (m as number) + c]!, p, total);
				out[at++] = finish(total, p);
			}
	return Tensor.make(sizes, a.dtype, out);
}

/** How the distance changes with the difference `d`. */
function slope(d: number, g: number, dist: number, p: number): number {
	if (p === 0 || dist === 0) return p === 1 ? Math.sign(d) * g : 0;
	if (p === 1) return Math.sign(d) * g;
	if (p === Number.POSITIVE_INFINITY) return Math.abs(d) === dist || Math.fround(Math.abs(d)) === dist ? Math.sign(d) * g : 0;
	if (p === 2) return (d / dist) * g;
	if (p < 2) return d === 0 && p < 1 ? 0 : (Math.sign(d) * Math.abs(d) ** (p - 1) * g) / dist ** (p - 1);
	return (d * Math.abs(d) ** (p - 2) * g) / dist ** (p - 1);
}

function cdistBackward(g: Tensor, a: Tensor, b: Tensor, p: number, dist: Tensor): Tensor {
	const batch = batchOf(a, b);
	const [r1, r2, m] = [a.sizes.at(-2)!, b.sizes.at(-2)!, a.sizes.at(-1)!];
	const sizes = [...batch, r1, m];
	const both = pairs(a, b, batch);
	const [gs, ds] = [g.numbers(), dist.numbers()];
	const n = count(sizes);
	if (both === null || n === null || gs === null || ds === null) return Tensor.make(sizes, a.dtype, null);
	const out = new Float64Array(n);
	const [rows, others, columns] = [r1 as number, r2 as number, m as number];
	for (const [k, x] of both[0].entries())
		for (let i = 0; i < rows; i++)
			for (let j = 0; j < others; j++) {
				const at = (k * rows + i) * others + j;
				for (let c = 0; c < columns; c++)
					out[(k * rows + i) * columns + c]! += slope(x[i * columns + c]! - both[1][k]![j * columns + c]!, gs[at]!, ds[at]!, p);
			}
	const data = a.dtype.make(n);
	data.set(out);
	return Tensor.make(sizes, a.dtype, data);
}

/** For many rows PyTorch takes ‖x‖² - 2x·y + ‖y‖². */
function euclidean(a: Tensor, b: Tensor): Tensor {
	return cdistForward(a, b, 2);
}
function euclideanGrad(g: Tensor, x: Tensor, y: Tensor, result: Tensor): Tensor {
	const ratio = call("masked_fill.Scalar", call("div.Tensor", g, result), call("eq.Scalar", result, 0), 0);
	return sub(mul(x, sumDims(ratio, [-1], true)), call("matmul", ratio, y));
}

const pair = (x: ArrayLike<number>, i: number): Complex => [x[2 * i]!, x[2 * i + 1]!];
function linalgCross(a: Tensor, b: Tensor, dim: number): Tensor {
	if (a.dim !== b.dim) throw runtimeError("linalg.cross: inputs must have the same number of dimensions.", { key: "CROSS" });
	const d = wrapDim(dim, a.dim);
	const wrong = (t: Tensor): boolean => equal(t.sizes[d]!, 3) === false;
	if (wrong(a) || wrong(b))
		throw runtimeError(
			`linalg.cross: inputs dimension ${dim} must have length 3. Got ${dimText(a.sizes[d]!)} and ${dimText(b.sizes[d]!)}`,
			{ key: "CROSS" },
		);
	const sizes = broadcastAll([a, b]);
	const n = count(sizes);
	if (n === null) return Tensor.make(sizes, a.dtype, null);
	const [x, y] = [expandNumbers(a, sizes), expandNumbers(b, sizes)];
	if (x === null || y === null) return Tensor.make(sizes, a.dtype, null);
	let step = 1;
	for (let i = d + 1; i < sizes.length; i++) step *= sizes[i] as number;
	const w = a.dtype.width;
	const out = a.dtype.make(n * w);
	for (let i = 0; i < n; i++) {
		const k = Math.floor(i / step) % 3;
		const base = i - k * step;
		const p = base + ((k + 1) % 3) * step;
		const q = base + ((k + 2) % 3) * step;
		if (w === 1) out[i] = x[p]! * y[q]! - x[q]! * y[p]!;
		else [out[2 * i], out[2 * i + 1]] = csub(cmul(pair(x, p), pair(y, q)), cmul(pair(x, q), pair(y, p)));
	}
	return Tensor.make(sizes, a.dtype, out);
}

defineRows({
	_cdist_forward: {
		forward: (a: Tensor, b: Tensor, p: number) => {
			if (a.dtype.itemSize < 4 && a.dtype.category === 2 && !a.unknownDtype) throw notImplementedFor("cdist", a.dtype);
			if (a.dtype !== b.dtype && a.dtype === dtypes.float64 && !b.unknownDtype)
				throw runtimeError(`expected scalar type Double but found ${b.dtype.scalarType}`, { key: "MM_DTYPE", a, b });
			return cdistForward(a, b, p);
		},
		grad: {
			x1: (g, e) => call("_cdist_backward", call("contiguous", g), e.x1, e.x2, e.p, e.result),
			x2: (g, e) => call("_cdist_backward", turned(g), e.x2, e.x1, e.p, turned(e.result)),
		},
	},
	_cdist_backward: { forward: cdistBackward },
	_euclidean_dist: {
		forward: euclidean,
		grad: {
			x1: (g, e) => euclideanGrad(g, e.x1, e.x2, e.result),
			x2: (g, e) => euclideanGrad(call("mT", g), e.x2, e.x1, call("mT", e.result)),
		},
	},
	linalg_cross: {
		forward: linalgCross,
		grad: {
			self: (g: Tensor, e: FormulaEnv) => call("linalg_cross", conj(e.other), g, e.dim),
			other: (g: Tensor, e: FormulaEnv) => call("linalg_cross", g, conj(e.self), e.dim),
		},
	},
});
const turned = (t: Tensor): Tensor => call("contiguous", call("mT", t));

function cdist(a: Tensor, b: Tensor, p: number, mode: number | null): Tensor {
	if (a.unknownShape || b.unknownShape) return call("_cdist_forward", a, b, p, mode);
	for (const [t, name] of [
		[a, "X1"],
		[b, "X2"],
	] as const)
		if (t.dim < 2) throw runtimeError(`cdist only supports at least 2D tensors, ${name} got: ${t.dim}D`, { key: "CDIST" });
	const [c1, c2] = [a.sizes.at(-1)!, b.sizes.at(-1)!];
	if (equal(c1, c2) === false)
		throw runtimeError(`X1 and X2 must have the same number of columns. X1: ${dimText(c1)} X2: ${dimText(c2)}`, { key: "CDIST" });
	for (const [t, name] of [
		[a, "X1"],
		[b, "X2"],
	] as const)
		if (t.dtype.category !== 2 && !t.unknownDtype)
			throw runtimeError(`cdist only supports floating-point dtypes, ${name} got: ${t.dtype.scalarType}`, { key: "CDIST" });
	if (p < 0) throw runtimeError("cdist only supports non-negative p values", { key: "CDIST" });
	const [r1, r2] = [a.sizes.at(-2)!, b.sizes.at(-2)!];
	const many = (r: Dim): boolean => isKnown(r) && r > 25;
	const some = c1 !== 0 && r1 !== 0 && r2 !== 0 && !batchOf(a, b).includes(0);
	if (p === 2 && some && (mode === 1 || ((mode ?? 0) === 0 && (many(r1) || many(r2))))) {
		const batch = batchOf(a, b);
		const total = batch.reduce<Dim>((x, y) => mulDim(x, y), 1);
		const flat = (t: Tensor): Tensor => {
			const wide = [...batch, ...t.sizes.slice(-2)];
			const e = batch.length === 0 ? t : call("expand", t, wide, false);
			return batch.length === 0 ? e : call("view", call("contiguous", e), [total, ...t.sizes.slice(-2)]);
		};
		return view(call("_euclidean_dist", flat(a), flat(b)), [...batch, r1, r2]);
	}
	return call("_cdist_forward", a, b, p, mode);
}

defineComposites({
	cdist,
	cross: (a: Tensor, b: Tensor, dim: number | null) => {
		if (dim !== null || a.unknownShape) return call("linalg_cross", a, b, dim ?? -1);
		const d = a.sizes.indexOf(3);
		if (d < 0) {
			if (a.sizes.every(isKnown)) throw runtimeError("no dimension of size 3 in input", { key: "CROSS" });
			return call("linalg_cross", a, b, -1);
		}
		return call("linalg_cross", a, b, d);
	},
});
