/** Running sums, products and extremes; differences and integrals along a dimension. */
import { type Dim, sub as minus } from "../../shape/dim.ts";
import { type DType, dtypes } from "../../shape/dtype.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { add, call, cat, div, exp, mul, select, slice, sub, toDtype, where, zeros } from "../aten.ts";
import { divS, mulS, type Scalar } from "../kernel/formula.ts";
import { alongDim, wrapDim } from "../kernel/reduce.ts";
import { addGrad } from "../kernel/select-grad.ts";
import { defineComposites, defineRows, type Row } from "../row.ts";

const outDType = (self: Tensor, dtype: DType | null): DType => dtype ?? (self.dtype.category < 2 ? dtypes.int64 : self.dtype);

/** `f` folds the numbers along the dimension. */
function scan(self: Tensor, dim: number, dtype: DType | null, f: (sum: number, x: number) => number): Tensor {
	const d = wrapDim(dim, self.dim);
	const out = outDType(self, dtype);
	const [result] = alongDim(self, d, [out], (group, [to]) => {
		let s = group[0]!;
		for (let i = 0; i < group.length; i++) {
			if (i > 0) s = f(s, group[i]!);
			to![i] = s;
		}
	});
	return result!;
}

const flipped = (t: Tensor, dim: number): Tensor => call("flip", t, [dim]);
const trivial = (t: Tensor, dim: number): boolean => t.numel === 1 || t.numel === 0 || (t.dim > 0 && t.sizes[wrapDim(dim, t.dim)] === 1);
export function cumsumGrad(g: Tensor, dim: number): Tensor {
	return trivial(g, dim) ? g : flipped(call("cumsum", flipped(g, dim), dim, null), dim);
}

/** Without zeros: the reversed running sum of result * grad, over the input. With zeros term by term, without further history. */
function cumprodGrad(g: Tensor, self: Tensor, dim: number, result: Tensor): Tensor {
	if (trivial(self, dim)) return g;
	const zero = self.isKnown && self.numbers()!.some((x) => x === 0);
	if (!zero) return div(cumsumGrad(mul(result, g), dim), self);
	const d = wrapDim(dim, self.dim);
	const size = self.sizes[d] as number;
	const at = (t: Tensor, i: number): Tensor => call("narrow", t, d, i, 1);
	const parts: Tensor[] = [];
	for (let k = 0; k < size; k++) {
		// The derivative of the products from k on, with x[k] left out.
		const before = k === 0 ? null : at(result, k - 1);
		let rest: Tensor = call("ones_like", at(self, k));
		let total = zeros(rest.sizes, rest.dtype);
		for (let i = k; i < size; i++) {
			if (i > k) rest = mul(rest, at(self, i));
			total = add(total, mul(at(g, i), before === null ? rest : mul(rest, before)));
		}
		parts.push(total);
	}
	return cat(parts, d);
}

const extreme = (better: (x: number, best: number) => boolean): Row => ({
	forward: (self: Tensor, dim: number) =>
		alongDim(self, wrapDim(dim, self.dim), [self.dtype, dtypes.int64], (group, [values, indices]) => {
			let best = 0;
			for (let i = 0; i < group.length; i++) {
				const x = group[i]!;
				if (Number.isNaN(x) || (!Number.isNaN(group[best]!) && better(x, group[best]!))) best = i;
				values![i] = group[best]!;
				indices![i] = best;
			}
		}),
	grad: { self: (g, e) => (e.self.numel === 0 ? e.self : addGrad(g, e.dim, e.indices, e.self.sizes)) },
});

const logAdd = (a: number, b: number): number => {
	const m = Math.max(a, b);
	return Number.isFinite(m) && a !== b ? m + Math.log1p(Math.exp(-Math.abs(a - b))) : a === b && Number.isFinite(a) ? a + Math.LN2 : Number.isNaN(a) ? a : m;
};
function logcumsumexp(self: Tensor, dim: number): Tensor {
	if (self.dtype.category < 2) throw new TorchError("NotImplementedError", `"logcumsumexp_out_cpu" not implemented for '${self.dtype.scalarType}'`);
	return scan(self, dim, null, logAdd);
}
/** Positive and negative parts of the gradient separately, in logarithms. */
function logcumsumexpGrad(g: Tensor, self: Tensor, result: Tensor, dim: number): Tensor {
	if (g.numel === 0) return g;
	const lowest = g.dtype === dtypes.float64 ? -Number.MAX_VALUE : -3.4028234663852886e38;
	const reverse = (x: Tensor): Tensor => flipped(call("logcumsumexp", flipped(x, dim), dim), dim);
	const logs = call("log", call("abs", g));
	const part = (name: string): Tensor => exp(add(reverse(sub(where(call(name, g, 0), logs, lowest), result)), self));
	return sub(part("gt.Scalar"), part("lt.Scalar"));
}

defineRows({
	cumsum: { forward: (self, dim, dtype) => scan(self, dim, dtype, (s, x) => s + x), grad: { self: (g, e) => cumsumGrad(toDtype(g, e.self.dtype), e.dim) } },
	cumprod: { forward: (self, dim, dtype) => scan(self, dim, dtype, (s, x) => s * x), grad: { self: (g, e) => cumprodGrad(toDtype(g, e.self.dtype), e.self, e.dim, e.result) } },
	cummax: extreme((x, best) => x >= best),
	cummin: extreme((x, best) => x <= best),
	logcumsumexp: { forward: logcumsumexp, grad: { self: (g, e) => logcumsumexpGrad(g, e.self, e.result, e.dim) } },
	_logcumsumexp: { forward: logcumsumexp },
});

/** `end - start` neighbours along `dim`. */
function difference(self: Tensor, dim: number): Tensor {
	const size = self.sizes[dim]!;
	const last: Dim = minus(size, 1);
	const later = call("narrow", self, dim, 1, last);
	const earlier = call("narrow", self, dim, 0, last);
	return self.dtype === dtypes.bool ? call("logical_xor", later, earlier) : sub(later, earlier);
}

function checkTrapezoid(y: Tensor, dim: number): number {
	return wrapDim(dim, y.dim);
}
function trapezoid(y: Tensor, dx: Scalar, dim: number): Tensor {
	const d = checkTrapezoid(y, dim);
	if (y.sizes[d] === 0) return zeros(y.sizes.filter((_, i) => i !== d), y.dtype);
	const ends = mulS(add(select(y, d, 0), select(y, d, -1)), 0.5);
	return mulS(sub(call("sum.dim_IntList", y, [d], false, null), ends), dx);
}
function trapezoidX(y: Tensor, x: Tensor, dim: number): Tensor {
	const d = checkTrapezoid(y, dim);
	if (y.sizes[d] === 0) return zeros(y.sizes.filter((_, i) => i !== d), y.dtype);
	const spacing = x.dim === 1 && y.dim > 1 ? call("view", x, y.sizes.map((_, i) => (i === d ? x.sizes[0]! : 1))) : x;
	const at = x.dim === 1 && y.dim > 1 ? d : wrapDim(dim, x.dim);
	const left = slice(spacing, at, 0, -1);
	const right = slice(spacing, at, 1, null);
	const widths = sub(right, left);
	const heights = add(slice(y, d, 0, -1), slice(y, d, 1, null));
	return divS(call("sum.dim_IntList", mul(heights, widths), [d], false, null), 2);
}
function cumulativeTrapezoid(y: Tensor, dx: Scalar, dim: number): Tensor {
	const d = checkTrapezoid(y, dim);
	return call("cumsum", mulS(add(slice(y, d, 1, null), slice(y, d, 0, -1)), Number(dx) / 2), d, null);
}
function cumulativeTrapezoidX(y: Tensor, x: Tensor, dim: number): Tensor {
	const d = checkTrapezoid(y, dim);
	const spacing = x.dim === 1 && y.dim > 1 ? call("view", x, y.sizes.map((_, i) => (i === d ? x.sizes[0]! : 1))) : x;
	const at = x.dim === 1 && y.dim > 1 ? d : wrapDim(dim, x.dim);
	const widths = sub(slice(spacing, at, 1, null), slice(spacing, at, 0, -1));
	return divS(call("cumsum", mul(add(slice(y, d, 1, null), slice(y, d, 0, -1)), widths), d, null), 2);
}

defineComposites({
	cumprod_backward: (g: Tensor, self: Tensor, dim: number, output: Tensor) => cumprodGrad(g, self, dim, output),
	cummaxmin_backward: (g: Tensor, self: Tensor, indices: Tensor, dim: number) => addGrad(g, dim, indices, self.sizes),
	diff: (self: Tensor, n: number, dim: number, prepend: Tensor | null, append: Tensor | null) => {
		if (self.dim === 0) throw new TorchError("RuntimeError", "diff expects input to be at least one-dimensional");
		if (n < 0) throw new TorchError("RuntimeError", `order must be non-negative but got ${n}`);
		const d = wrapDim(dim, self.dim);
		let out = prepend === null && append === null ? self : cat([prepend, self, append].filter((t) => t !== null), d);
		if (n === 0) return out;
		const size = out.sizes[d]!;
		const times = typeof size === "number" && n > size ? size : n;
		for (let i = 0; i < times; i++) out = difference(out, d);
		return out;
	},
	"trapz.dx": (y, dx, dim) => trapezoid(y, dx, dim),
	"trapz.x": (y, x, dim) => trapezoidX(y, x, dim),
	"trapezoid.dx": (y, dx, dim) => trapezoid(y, dx, dim),
	"trapezoid.x": (y, x, dim) => trapezoidX(y, x, dim),
	"cumulative_trapezoid.dx": (y, dx, dim) => cumulativeTrapezoid(y, dx, dim),
	"cumulative_trapezoid.x": (y, x, dim) => cumulativeTrapezoidX(y, x, dim),
});
