/** Counting: histograms, bin counts, membership. */
import { type DType, dtypes, type Numbers } from "../../shape/dtype.ts";
import { sub as minus, symbol } from "../../shape/dim.ts";
import { TorchError } from "../../autograd/errors.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { call } from "../aten.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { scalar } from "../kernel/formula.ts";
import { defineRows } from "../row.ts";

/** The largest of `sign * x`. */
function largest(values: Numbers, sign = 1): number {
	let m = Number.NEGATIVE_INFINITY;
	for (const v of values) if (sign * v > m) m = sign * v;
	return m;
}

function bincount(self: Tensor, weights: Tensor | null, minlength: number): Tensor {
	if (self.dim !== 1) throw new TorchError("RuntimeError", "bincount only supports 1-d non-negative integral inputs.");
	if (self.dtype.category !== 1)
		throw new TorchError("NotImplementedError", `"bincount_cpu" not implemented for '${self.dtype.scalarType}'`);
	if (minlength < 0) throw new TorchError("RuntimeError", "minlength should be >= 0");
	const dtype: DType = weights === null ? dtypes.int64 : weights.dtype === dtypes.float32 ? dtypes.float32 : dtypes.float64;
	const n = count(self.sizes);
	if (n === null || !affordable(weights === null ? [self] : [self, weights], n))
		return Tensor.make([symbol(`bins${self.id}`)], dtype, null);
	const x = self.numbers()!;
	if (x.some((v) => v < 0)) throw new TorchError("RuntimeError", "bincount only supports 1-d non-negative integral inputs.");
	if (weights !== null && weights.sizes[0] !== n)
		throw new TorchError("RuntimeError", "weights should be 1-d and have the same length as input");
	const w = weights?.numbers() ?? null;
	const length = Math.max(minlength, n === 0 ? 0 : largest(x) + 1);
	const out = dtype.make(length);
	for (let i = 0; i < n; i++) out[x[i]!]! += w === null ? 1 : w[i]!;
	return Tensor.make([length], dtype, out);
}

function histc(self: Tensor, bins: number, min: number, max: number): Tensor {
	if (self.dtype.category !== 2)
		throw new TorchError("NotImplementedError", `"histogram_cpu" not implemented for '${self.dtype.scalarType}'`);
	if (bins <= 0) throw new TorchError("RuntimeError", `torch.histogram(): bins must be > 0, but got ${bins} for dimension 0`);
	const n = count(self.sizes);
	if (n === null || !affordable([self], n)) return Tensor.make([bins], self.dtype, null);
	const x = self.numbers()!;
	let [lo, hi] = [Number(min), Number(max)];
	if (lo === hi && n > 0) {
		lo = -largest(x, -1);
		hi = largest(x);
	}
	if (lo === hi) [lo, hi] = [lo - 1, hi + 1];
	if (!Number.isFinite(lo) || !Number.isFinite(hi)) throw new TorchError("RuntimeError", `range of [${lo}, ${hi}] is not finite`);
	if (lo > hi) throw new TorchError("RuntimeError", "max must be larger than min");
	const out = self.dtype.make(bins);
	for (const v of x) if (v >= lo && v <= hi) out[Math.min(bins - 1, Math.floor(((v - lo) / (hi - lo)) * bins))]!++;
	return Tensor.make([bins], self.dtype, out);
}

/** Membership of each element in a set of numbers. */
function isin(elements: Tensor, test: Tensor, invert: boolean): Tensor {
	const n = count(elements.sizes);
	if (n === null || !affordable([elements, test], n)) return Tensor.make(elements.sizes, dtypes.bool, null);
	const set = new Set<number>(Array.from(test.numbers()!));
	const out = dtypes.bool.make(n);
	elements.numbers()!.forEach((x, i) => (out[i] = Number(set.has(x) && !Number.isNaN(x)) ^ Number(invert)));
	return Tensor.make(elements.sizes, dtypes.bool, out);
}

/** Counts (or weights) per bin between given edges; the last bin includes its right edge. */
function histogram(self: Tensor, edges: Tensor, weight: Tensor | null, density: boolean): Tensor[] {
	if (self.dtype.category !== 2)
		throw new TorchError("NotImplementedError", `"histogramdd" not implemented for '${self.dtype.scalarType}'`);
	if (edges.dtype !== self.dtype)
		throw new TorchError(
			"RuntimeError",
			`torch.histogram: input tensor and bins tensors should have the same dtype, but got input with dtype ${self.dtype.name} and bins with dtype ${edges.dtype.name}`,
		);
	const bins = edges.sizes[0]!;
	const length = minus(bins, 1);
	const n = count(self.sizes);
	const inputs = weight === null ? [self, edges] : [self, edges, weight];
	if (n === null || typeof length !== "number" || !affordable(inputs, n)) return [Tensor.make([length], self.dtype, null), edges];
	const at = edges.numbers()!;
	const out = new Float64Array(length);
	const w = weight?.numbers() ?? null;
	self.numbers()!.forEach((x, i) => {
		if (!(x >= at[0]! && x <= at[length]!)) return;
		let bin = 0;
		while (bin < length - 1 && x >= at[bin + 1]!) bin++;
		out[bin]! += w === null ? 1 : w[i]!;
	});
	if (density) {
		const total = out.reduce((a, b) => a + b, 0);
		for (let i = 0; i < length; i++) out[i]! /= total * (at[i + 1]! - at[i]!);
	}
	const data = self.dtype.make(length);
	data.set(out);
	return [Tensor.make([length], self.dtype, data), edges];
}
function evenEdges(self: Tensor, bins: number, range: number[] | null): Tensor {
	if (bins <= 0) throw new TorchError("RuntimeError", `torch.histogram(): bins must be > 0, but got ${bins} for dimension 0`);
	let [lo, hi] = range ?? [Number.NaN, Number.NaN];
	if (range === null) {
		const values = self.numbers();
		if (values === null) return Tensor.make([bins + 1], self.dtype, null);
		lo = values.length === 0 ? 0 : -largest(values, -1);
		hi = values.length === 0 ? 0 : largest(values);
	}
	if (lo === hi) [lo, hi] = [lo! - 0.5, hi! + 0.5];
	return call("linspace", lo!, hi!, bins + 1, self.dtype);
}

defineRows({
	bincount: { forward: (self, weights, minlength) => bincount(self, weights, Number(minlength)) },
	"isin.Tensor_Tensor": { forward: (elements, test, _unique, invert) => isin(elements, test, invert) },
	"isin.Tensor_Scalar": { forward: (elements, test, _unique, invert) => isin(elements, scalar(test), invert) },
	"isin.Scalar_Tensor": { forward: (element, test, _unique, invert) => isin(scalar(element), test, invert) },
	"histogram.bins_tensor": { forward: (self, bins, weight, density) => histogram(self, bins, weight, density) },
	"histogram.bin_ct": { forward: (self, bins, range, weight, density) => histogram(self, evenEdges(self, bins, range), weight, density) },
	histc: { forward: (self, bins, min, max) => histc(self, bins, min, max) },
});
