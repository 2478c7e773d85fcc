/** Counting: histc, bin counts, membership. */
import { type DType, dtypes, isComplex, type Numbers } from "../../shape/dtype.ts";
import { symbol } from "../../shape/dim.ts";
import { TorchError } from "../../autograd/errors.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { scalar } from "../kernel/formula.ts";
import { defineRows } from "../row.ts";

/** The largest of `sign * x`. */
export function largest(values: Numbers, sign = 1): number {
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
	for (const t of [elements, test])
		if (!t.unknownDtype && (t.dtype === dtypes.bool || isComplex(t.dtype)))
			throw new TorchError("RuntimeError", `Unsupported input type encountered for isin(): ${t.dtype.scalarType}`);
	const n = count(elements.sizes);
	if (n === null || !affordable([elements, test], n)) return Tensor.make(elements.sizes, dtypes.bool, null);
	const set = new Set<number>(Array.from(test.numbers()!));
	const out = dtypes.bool.make(n);
	elements.numbers()!.forEach((x, i) => (out[i] = Number(set.has(x) && !Number.isNaN(x)) ^ Number(invert)));
	return Tensor.make(elements.sizes, dtypes.bool, out);
}

defineRows({
	bincount: { forward: (self, weights, minlength) => bincount(self, weights, Number(minlength)) },
	"isin.Tensor_Tensor": { forward: (elements, test, _unique, invert) => isin(elements, test, invert) },
	"isin.Tensor_Scalar": { forward: (elements, test, _unique, invert) => isin(elements, scalar(test), invert) },
	"isin.Scalar_Tensor": { forward: (element, test, _unique, invert) => isin(scalar(element), test, invert) },
	histc: { forward: (self, bins, min, max) => histc(self, bins, min, max) },
});
