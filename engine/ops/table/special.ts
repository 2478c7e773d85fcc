/** Special functions: error, gamma and Bessel functions, orthogonal polynomials. */
import { dtypes } from "../../shape/dtype.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { add, call, conj, cos, div, exp, log, mul, neg, pow, sgn, sin, sub, where } from "../aten.ts";
import { mapComplex } from "../kernel/complex.ts";
import { csinc } from "../kernel/complex-functions.ts";
import { floatResult, mapBinary, mapUnary, type Unary } from "../kernel/elementwise.ts";
import { addS, divS, mulS, type Scalar, scalar, subS } from "../kernel/formula.ts";
import * as special from "../kernel/special.ts";
import { type Composite, defineComposites, defineRows, type Formula, type Row } from "../row.ts";
import { floatOf } from "./pointwise-binary.ts";

const floating = (f: Unary, self?: Formula): Row => ({
	forward: (t: Tensor) => mapUnary(t, floatResult(t), f),
	...(self === undefined ? {} : { grad: { self } }),
});
const SQRT_PI = Math.sqrt(Math.PI);

/** d/dx I_1, with the limit 1/2 at zero. */
function i1Grad(g: Tensor, self: Tensor, result: Tensor): Tensor {
	const tiny = call("lt.Scalar", call("abs", self), self.dtype.itemSize === 8 ? 2.220446049250313e-16 : 1.1920928955078125e-7);
	const safe = where(tiny, 1, self);
	return mul(g, where(tiny, 0.5, sub(call("i0", safe), div(result, safe))));
}
function i1eGrad(g: Tensor, self: Tensor, result: Tensor): Tensor {
	const tiny = call("lt.Scalar", call("abs", self), self.dtype.itemSize === 8 ? 2.220446049250313e-16 : 1.1920928955078125e-7);
	const safe = where(tiny, 1, self);
	return mul(g, where(tiny, 0.5, sub(call("special_i0e", safe), mul(result, add(sgn(safe), call("reciprocal", safe))))));
}
function sincGrad(g: Tensor, self: Tensor): Tensor {
	const angle = mulS(self, Math.PI);
	const square = mulS(mul(self, self), Math.PI);
	return where(call("eq.Scalar", square, 0), 0, mul(g, conj(div(sub(mul(angle, cos(angle)), sin(angle)), square))));
}

function mvlgamma(self: Tensor, p: number): Tensor {
	if (p < 1) throw new TorchError("RuntimeError", "p has to be greater than or equal to 1");
	return mapUnary(self, floatResult(self), (x) => {
		let s = (p * (p - 1) * Math.log(Math.PI)) / 4;
		for (let i = 0; i < p; i++) s += special.lgamma(x - i / 2);
		return s;
	});
}
/** Sum of digammas at self - i/2. */
function mvlgammaGrad(g: Tensor, self: Tensor, p: number): Tensor {
	const steps = call("arange.start_step", -p / 2 + 0.5, 0.5, 0.5, self.dtype);
	const args = add(steps, call("unsqueeze", self, -1));
	return mul(g, call("sum.dim_IntList", call("digamma", args), [-1], false, null));
}

const gammaGrad = (g: Tensor, self: Tensor, other: Tensor): Tensor =>
	mul(g, exp(sub(sub(mul(subS(self, 1), log(other)), other), call("lgamma", self))));
const gammaRow = (upper: boolean): Row => ({
	forward: (self: Tensor, other: Tensor) => {
		const dtype = floatOf([self, other]);
		return mapBinary(self, other, (a, x) => special.incompleteGamma(a, x, upper), dtype);
	},
	grad: { other: (g, e) => gammaGrad(upper ? neg(g) : g, e.self, e.other) },
});
const zetaForward = (self: Tensor, other: Tensor): Tensor => mapBinary(self, other, special.zeta, floatOf([self, other]));
const polygamma = (n: number, self: Tensor): Tensor => {
	if (n < 0) throw new TorchError("RuntimeError", "polygamma(n, x) does not support negative n.");
	const out = floatResult(self);
	return mapUnary(self, out, (x) => special.polygamma(n, x, out === dtypes.float32));
};
const polygammaGrad: Formula = (g, e) => mul(g, call("polygamma", e.n + 1, e.self));

defineRows({
	erf: floating(special.erf, (g, e) => mul(mulS(exp(neg(pow(e.self, 2))), 2 / SQRT_PI), g)),
	erfc: floating(special.erfc, (g, e) => mul(mulS(exp(neg(pow(e.self, 2))), -2 / SQRT_PI), g)),
	erfinv: floating(special.erfinv, (g, e) => mul(mulS(exp(pow(call("erfinv", e.self), 2)), 0.5 * SQRT_PI), g)),
	special_erfcx: floating(special.erfcx, (g, e) => mul(subS(mul(mulS(e.self, 2), e.result), 2 / SQRT_PI), g)),
	lgamma: floating(special.lgamma, (g, e) => mul(g, call("digamma", e.self))),
	digamma: floating(special.digamma, (g, e) => mul(g, call("polygamma", 1, e.self))),
	polygamma: { forward: polygamma, grad: { self: polygammaGrad } },
	polygamma_: { forward: (self: Tensor, n: number) => polygamma(n, self), grad: { self: polygammaGrad } },
	mvlgamma: { forward: mvlgamma, grad: { self: (g, e) => mvlgammaGrad(g, e.self, e.p) } },
	sinc: {
		forward: (t: Tensor) => (t.dtype.width === 2 ? mapComplex(t, csinc) : mapUnary(t, floatResult(t), special.sinc)),
		grad: { self: (g, e) => sincGrad(g, e.self) },
	},
	i0: floating(
		(x) => special.besselI(0, x),
		(g, e) => mul(g, call("special_i1", e.self)),
	),
	special_i0e: floating(
		(x) => special.besselIe(0, x),
		(g, e) => mul(g, sub(call("special_i1e", e.self), mul(sgn(e.self), e.result))),
	),
	special_i1: floating(
		(x) => special.besselI(1, x),
		(g, e) => i1Grad(g, e.self, e.result),
	),
	special_i1e: floating(
		(x) => special.besselIe(1, x),
		(g, e) => i1eGrad(g, e.self, e.result),
	),
	special_entr: floating(special.entr, (g, e) => mul(g, neg(addS(log(e.self), 1)))),
	special_ndtri: floating(special.ndtri, (g, e) => mul(mulS(g, Math.sqrt(2 * Math.PI)), exp(divS(pow(e.result, 2), 2)))),
	special_log_ndtr: floating(special.logNdtr, (g, e) =>
		mul(divS(g, Math.sqrt(2 * Math.PI)), exp(neg(add(e.result, divS(pow(e.self, 2), 2))))),
	),
	igamma: gammaRow(false),
	igammac: gammaRow(true),
	special_zeta: {
		forward: zetaForward,
		grad: { other: (g, e) => mul(mul(g, neg(e.self)), call("special_zeta", addS(e.self, 1), e.other)) },
	},
	"special_zeta.self_scalar": {
		forward: (self: Scalar, other: Tensor) => zetaForward(scalar(self), other),
		grad: { other: (g, e) => mul(mulS(g, -Number(e.self)), call("special_zeta.self_scalar", Number(e.self) + 1, e.other)) },
	},
	"special_zeta.other_scalar": { forward: (self: Tensor, other: Scalar) => zetaForward(self, scalar(other)) },
	special_bessel_j0: floating((x) => special.besselJ(0, x)),
	special_bessel_j1: floating((x) => special.besselJ(1, x)),
	special_bessel_y0: floating((x) => special.besselY(0, x)),
	special_bessel_y1: floating((x) => special.besselY(1, x)),
	special_modified_bessel_i0: floating((x) => special.besselI(0, x)),
	special_modified_bessel_i1: floating((x) => special.besselI(1, x)),
	special_modified_bessel_k0: floating((x) => special.besselKe(0, x) * Math.exp(-x)),
	special_modified_bessel_k1: floating((x) => special.besselKe(1, x) * Math.exp(-x)),
	special_scaled_modified_bessel_k0: floating((x) => special.besselKe(0, x)),
	special_scaled_modified_bessel_k1: floating((x) => special.besselKe(1, x)),
	special_spherical_bessel_j0: floating((x) => (x === 0 ? 1 : Math.sin(x) / x)),
});

type Start = (x: number) => number;
type Next = (x: number, k: number, current: number, before: number) => number;
const doubleStep: Next = (x, _k, p, before) => 2 * x * p - before;
const polynomials: [name: string, first: Start, next: Next, shifted?: boolean][] = [
	["chebyshev_polynomial_t", (x) => x, doubleStep],
	["chebyshev_polynomial_u", (x) => 2 * x, doubleStep],
	["chebyshev_polynomial_v", (x) => 2 * x - 1, doubleStep],
	["chebyshev_polynomial_w", (x) => 2 * x + 1, doubleStep],
	["shifted_chebyshev_polynomial_t", (x) => x, doubleStep, true],
	["shifted_chebyshev_polynomial_u", (x) => 2 * x, doubleStep, true],
	["shifted_chebyshev_polynomial_v", (x) => 2 * x - 1, doubleStep, true],
	["shifted_chebyshev_polynomial_w", (x) => 2 * x + 1, doubleStep, true],
	["hermite_polynomial_h", (x) => 2 * x, (x, k, p, before) => 2 * x * p - 2 * k * before],
	["hermite_polynomial_he", (x) => x, (x, k, p, before) => x * p - k * before],
	["laguerre_polynomial_l", (x) => 1 - x, (x, k, p, before) => ((2 * k + 1 - x) * p - k * before) / (k + 1)],
	["legendre_polynomial_p", (x) => x, (x, k, p, before) => ((2 * k + 1) * x * p - k * before) / (k + 1)],
];
const polynomialRows: Record<string, Row> = {};
for (const [name, first, next, shifted] of polynomials) {
	const at = (x: number, n: number): number => {
		const z = shifted ? 2 * x - 1 : x;
		return special.polynomial(1, first(z), n, (k, current, before) => next(z, k, current, before));
	};
	const forward = (x: Tensor, n: Tensor): Tensor => mapBinary(x, n, at, floatOf([x, n]));
	polynomialRows[`special_${name}`] = { forward };
	polynomialRows[`special_${name}.x_scalar`] = { forward: (x: Scalar, n: Tensor) => forward(scalar(x), n) };
	polynomialRows[`special_${name}.n_scalar`] = { forward: (x: Tensor, n: Scalar) => forward(x, scalar(n)) };
}
defineRows(polynomialRows);

const aliases: Record<string, Composite> = {};
for (const [alias, name] of [
	["special_psi", "digamma"],
	["special_digamma", "digamma"],
	["special_gammaln", "lgamma"],
	["special_erf", "erf"],
	["special_erfc", "erfc"],
	["special_erfinv", "erfinv"],
	["special_i0", "i0"],
	["special_sinc", "sinc"],
] as const)
	aliases[alias] = (a) => call(name, a);
defineComposites({
	...aliases,
	special_gammainc: (a, b) => call("igamma", a, b),
	special_gammaincc: (a, b) => call("igammac", a, b),
	special_polygamma: (n, a) => call("polygamma", n, a),
	special_multigammaln: (a, p) => call("mvlgamma", a, p),
	special_ndtr: (a: Tensor) => mulS(addS(call("erf", mulS(a, Math.SQRT1_2)), 1), 0.5),
});
