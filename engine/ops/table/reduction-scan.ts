/** Running sums, products and extremes; differences and integrals along a dimension. */
import { type Dim, sub as minus } from "../../shape/dim.ts";
import { type DType, dtypes } from "../../shape/dtype.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { add, call, cat, conj, div, exp, mul, neg, select, slice, sub, toDtype, where, zeros, callInPlace, zerosLike } from "../aten.ts";
import { type Complex, cmul } from "../kernel/complex.ts";
import { cadd, clogAddExp } from "../kernel/complex-functions.ts";
import { scanComplex } from "../kernel/complex-parts.ts";
import { divS, mulS, type Scalar } from "../kernel/formula.ts";
import { alongDim, wrapDim } from "../kernel/reduce.ts";
import { addGrad } from "../kernel/select-grad.ts";
import { defineComposites, defineRows, type Row } from "../row.ts";
import { containsZero } from "./reduction-sum.ts";

const outDType = (self: Tensor, dtype: DType | null): DType => dtype ?? (self.dtype.category < 2 ? dtypes.int64 : self.dtype);

/** `f` folds the numbers along the dimension. */
function scan(
	self: Tensor,
	dim: number,
	dtype: DType | null,
	f: (sum: number, x: number) => number,
	complex: (sum: Complex, x: Complex) => Complex,
): Tensor {
	const d = wrapDim(dim, self.dim);
	const out = outDType(self, dtype);
	if (out.width === 2) return scanComplex(toDtype(self, out), d, out, complex);
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
	if (self.dtype.width === 2) return cumprodSlope(g, call("conj_physical", self), dim, call("conj_physical", result));
	return cumprodSlope(g, self, dim, result);
}
function cumprodSlope(g: Tensor, self: Tensor, dim: number, result: Tensor): Tensor {
	const zero = self.isKnown && containsZero(self);
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
	return Number.isFinite(m) && a !== b
		? m + Math.log1p(Math.exp(-Math.abs(a - b)))
		: a === b && Number.isFinite(a)
			? a + Math.LN2
			: Number.isNaN(a)
				? a
				: m;
};
function logcumsumexp(self: Tensor, dim: number): Tensor {
	if (self.dtype.category < 2)
		throw new TorchError("NotImplementedError", `"logcumsumexp_out_cpu" not implemented for '${self.dtype.scalarType}'`);
	return scan(self, dim, null, logAdd, clogAddExp);
}
const reverseSum = (t: Tensor, dim: number): Tensor => flipped(call("cumsum", flipped(t, dim), dim, null), dim);
/** Positive and negative parts of the gradient separately, in logarithms. */
function logcumsumexpGrad(g: Tensor, self: Tensor, result: Tensor, dim: number): Tensor {
	if (g.numel === 0) return g;
	const lowest = g.dtype === dtypes.float64 ? -Number.MAX_VALUE : -3.4028234663852886e38;
	const reverse = (x: Tensor): Tensor => flipped(call("logcumsumexp", flipped(x, dim), dim), dim);
	if (g.dtype.width === 2) return mul(conj(exp(self)), reverseSum(mul(g, conj(exp(neg(result)))), dim));
	const logs = call("log", call("abs", g));
	const part = (name: string): Tensor => exp(add(reverse(sub(where(call(name, g, 0), logs, lowest), result)), self));
	return sub(part("gt.Scalar"), part("lt.Scalar"));
}

defineRows({
	cumsum: {
		forward: (self, dim, dtype) => scan(self, dim, dtype, (s, x) => s + x, cadd),
		grad: { self: (g, e) => cumsumGrad(toDtype(g, e.self.dtype), e.dim) },
	},
	cumprod: {
		forward: (self, dim, dtype) => scan(self, dim, dtype, (s, x) => s * x, cmul),
		grad: { self: (g, e) => cumprodGrad(toDtype(g, e.self.dtype), e.self, e.dim, e.result) },
	},
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

/** The distances between neighbouring points of `x`, which may be a single line of them for all of `y`. */
function widthsOf(y: Tensor, x: Tensor, dim: number): Tensor {
	const between = (points: Tensor, d: number): Tensor => sub(slice(points, d, 1, null), slice(points, d, 0, -1));
	if (x.dim !== 1 || y.dim <= 1) return between(x, wrapDim(dim, x.dim));
	const d = wrapDim(dim, y.dim);
	const line = call(
		"view",
		x,
		y.sizes.map((_, i) => (i === d ? x.sizes[0]! : 1)),
	);
	return between(line, d);
}
function trapezoid(y: Tensor, dx: Scalar, dim: number): Tensor {
	const d = wrapDim(dim, y.dim);
	if (y.sizes[d] === 0)
		return zeros(
			y.sizes.filter((_, i) => i !== d),
			y.dtype,
		);
	const ends = mulS(add(select(y, d, 0), select(y, d, -1)), 0.5);
	return mulS(sub(call("sum.dim_IntList", y, [d], false, null), ends), dx);
}
function trapezoidX(y: Tensor, x: Tensor, dim: number): Tensor {
	const d = wrapDim(dim, y.dim);
	if (y.sizes[d] === 0)
		return zeros(
			y.sizes.filter((_, i) => i !== d),
			y.dtype,
		);
	const heights = add(slice(y, d, 0, -1), slice(y, d, 1, null));
	return divS(call("sum.dim_IntList", mul(heights, widthsOf(y, x, dim)), [d], false, null), 2);
}
function cumulativeTrapezoid(y: Tensor, dx: Scalar, dim: number): Tensor {
	const d = wrapDim(dim, y.dim);
	return call("cumsum", mulS(add(slice(y, d, 1, null), slice(y, d, 0, -1)), Number(dx) / 2), d, null);
}
function cumulativeTrapezoidX(y: Tensor, x: Tensor, dim: number): Tensor {
	const d = wrapDim(dim, y.dim);
	return divS(call("cumsum", mul(add(slice(y, d, 1, null), slice(y, d, 0, -1)), widthsOf(y, x, dim)), d, null), 2);
}

defineComposites({
	cumprod_backward: (g: Tensor, self: Tensor, dim: number, output: Tensor) => cumprodGrad(g, self, dim, output),
	cummaxmin_backward: (g: Tensor, self: Tensor, indices: Tensor, dim: number) => addGrad(g, dim, indices, self.sizes),
	diff: (self: Tensor, n: number, dim: number, prepend: Tensor | null, append: Tensor | null) => {
		if (self.dim === 0) throw new TorchError("RuntimeError", "diff expects input to be at least one-dimensional");
		if (n < 0) throw new TorchError("RuntimeError", `order must be non-negative but got ${n}`);
		const d = wrapDim(dim, self.dim);
		if (n === 0) return callInPlace("copy", [zerosLike(self), self, false]);
		let out =
			prepend === null && append === null
				? self
				: cat(
						[prepend, self, append].filter((t) => t !== null),
						d,
					);
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

/** Central differences inside, one-sided ones at the ends (second order with `edge_order` 2). */
function gradientAlong(self: Tensor, dim: number, dx: number, edgeOrder: number): Tensor {
	const d = wrapDim(dim, self.dim);
	const size = self.sizes[d]!;
	if (typeof size === "number" && size < edgeOrder + 1)
		throw new TorchError("RuntimeError", "torch.gradient expected each dimension size to be at least edge_order+1");
	const part = (start: number | null, end: number | null): Tensor => slice(self, d, start, end);
	const centre = divS(divS(sub(part(2, null), part(null, -2)), dx), 2);
	const ends =
		edgeOrder === 1
			? [divS(sub(part(1, 2), part(0, 1)), dx), divS(sub(part(-1, null), part(-2, -1)), dx)]
			: [
					divS(add(add(mulS(part(0, 1), -1.5), mulS(part(1, 2), 2)), mulS(part(2, 3), -0.5)), dx),
					divS(add(add(mulS(part(-1, null), 1.5), mulS(part(-2, -1), -2)), mulS(part(-3, -2), 0.5)), dx),
				];
	return cat([ends[0]!, centre, ends[1]!], d);
}
/** The same with coordinates of their own for each element. */
function gradientAt(self: Tensor, dim: number, at: Tensor, edgeOrder: number): Tensor {
	const d = wrapDim(dim, self.dim);
	const shape = self.sizes.map((_, i) => (i === d ? -1 : 1));
	const along = (t: Tensor): Tensor => call("reshape", t, shape);
	const part = (start: number | null, end: number | null): Tensor => slice(self, d, start, end);
	const steps = sub(slice(at, 0, 1, null), slice(at, 0, null, -1));
	const left = along(slice(steps, 0, null, -1));
	const right = along(slice(steps, 0, 1, null));
	const a = div(call("neg", right), mul(left, add(left, right)));
	const b = div(sub(right, left), mul(left, right));
	const c = div(left, mul(right, add(left, right)));
	const centre = add(add(mul(a, part(null, -2)), mul(b, part(1, -1))), mul(c, part(2, null)));
	if (edgeOrder === 1)
		return cat(
			[
				div(sub(part(1, 2), part(0, 1)), along(slice(steps, 0, 0, 1))),
				centre,
				div(sub(part(-1, null), part(-2, -1)), along(slice(steps, 0, -1, null))),
			],
			d,
		);
	const edge = (x0: Tensor, x1: Tensor, x2: Tensor, h1: Tensor, h2: Tensor, sign: number): Tensor =>
		mulS(
			sub(
				add(mul(div(call("neg", add(mulS(h1, 2), h2)), mul(h1, add(h1, h2))), x0), mul(div(add(h1, h2), mul(h1, h2)), x1)),
				mul(div(h1, mul(h2, add(h1, h2))), x2),
			),
			sign,
		);
	const first = edge(part(0, 1), part(1, 2), part(2, 3), along(slice(steps, 0, 0, 1)), along(slice(steps, 0, 1, 2)), 1);
	const last = edge(part(-1, null), part(-2, -1), part(-3, -2), along(slice(steps, 0, -1, null)), along(slice(steps, 0, -2, -1)), -1);
	return cat([first, centre, last], d);
}
const allDims = (self: Tensor, dim: number | readonly number[] | null): number[] =>
	dim === null ? self.sizes.map((_, i) => i) : typeof dim === "number" ? [dim] : [...dim];
function gradients(
	self: Tensor,
	spacing: Scalar | readonly Scalar[] | null,
	dim: number | readonly number[] | null,
	edgeOrder: number,
): Tensor[] {
	if (edgeOrder !== 1 && edgeOrder !== 2)
		throw new TorchError("RuntimeError", "torch.gradient only supports edge_order=1 and edge_order=2.");
	const dims = allDims(self, dim);
	if (Array.isArray(spacing) && spacing.length !== 1 && spacing.length !== dims.length)
		throw new TorchError(
			"RuntimeError",
			`torch.gradient expected spacing to be unspecified, a scalar or a list of length equal to 'self.dim() = ${dims.length}', but got a list of length ${spacing.length}`,
		);
	return dims.map((d, i) =>
		gradientAlong(self, d, Number(Array.isArray(spacing) ? (spacing.length === 1 ? spacing[0] : spacing[i]) : (spacing ?? 1)), edgeOrder),
	);
}
const gradientsAt = (self: Tensor, spacing: readonly Tensor[], dim: number | readonly number[] | null, edgeOrder: number): Tensor[] =>
	allDims(self, dim).map((d, i) => gradientAt(self, d, spacing[i]!, edgeOrder));

defineComposites({
	"gradient.scalarint": gradients,
	"gradient.scalararray": gradients,
	"gradient.array": (self, dims, edgeOrder) => gradients(self, null, dims, edgeOrder),
	"gradient.scalarrayint": gradients,
	"gradient.scalarrayarray": gradients,
	"gradient.tensorarrayint": gradientsAt,
	"gradient.tensorarray": gradientsAt,
});
