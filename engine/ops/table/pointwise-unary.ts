/** Functions of one number: exponentials, logarithms, roots, rounding, trigonometry. */
import { vectorExp } from "../kernel/float-exp.ts";
import { dtypes } from "../../shape/dtype.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { call, conj, cos, div, maskedFill, mul, neg, pow, rsqrt, rsub, sgn, sin, sub, where, zerosLike } from "../aten.ts";
import {
	type Complex,
	ccos,
	ccosh,
	cdiv,
	cexp,
	clog,
	cmul,
	csin,
	csinh,
	csqrt,
	mapComplex,
	mapComplexBinary,
	mapComplexToReal,
} from "../kernel/complex.ts";
import { cacos, cacosh, casin, casinh, catan, catanh, cexp2, cexpm1, clog1p, clog2, clog10, crsqrt } from "../kernel/complex-functions.ts";
import { floatResult, mapBinary, mapUnary, type Round, stepOf, type Unary } from "../kernel/elementwise.ts";
import { addS, mulS, subS } from "../kernel/formula.ts";
import { type Composite, defineComposites, defineRows, type Formula, type Row } from "../row.ts";

/** A function whose result is floating (integers are converted first). */
function floating(f: Unary, self: Formula, complex?: (z: Complex) => Complex): Row {
	return {
		forward: (t: Tensor) => (complex !== undefined && t.dtype.width === 2 ? mapComplex(t, complex) : mapUnary(t, floatResult(t), f)),
		grad: { self },
	};
}
/** As `floating`, for functions of several steps, each of which float32 rounds. */
function inSteps(f: (x: number, r: Round) => number, self: Formula, complex?: (z: Complex) => Complex): Row {
	return {
		forward: (t: Tensor) => {
			if (complex !== undefined && t.dtype.width === 2) return mapComplex(t, complex);
			const dtype = floatResult(t);
			const r = stepOf(dtype);
			return mapUnary(t, dtype, (x) => f(x, r));
		},
		grad: { self },
	};
}
const tanhBackward = (g: Tensor, output: Tensor, r: Round): Tensor => mapBinary(g, output, (a, y) => a * r(1 - y * y));
const sigmoidBackward = (g: Tensor, output: Tensor, r: Round): Tensor => mapBinary(g, output, (a, y) => r(a * r(1 - y)) * y);

/** A function that keeps the dtype; `name` is refused for complex numbers in PyTorch's words. */
function keeping(f: Unary, self: Formula | null, name: string | null = null): Row {
	return {
		forward: (t: Tensor) => {
			if (name !== null && t.dtype === dtypes.bool)
				throw new TorchError("NotImplementedError", `"${name}_vml_cpu" not implemented for 'Bool'`);
			if (name !== null && t.dtype.width === 2) throw new TorchError("RuntimeError", `${name} is not supported for complex inputs`);
			return mapUnary(t, t.dtype, t.dtype.category < 2 && name !== null ? same : f);
		},
		grad: { self: self ?? ((g) => zerosLike(g)) },
		zeroGrad: self === null,
	};
}
const same: Unary = (x) => x;

/** Rounds halves to even. */
export const roundEven: Unary = (x) => {
	const r = Math.round(x);
	return Math.abs(x % 1) === 0.5 && r % 2 !== 0 ? r - 1 : Object.is(r, -0) || (r === 0 && x < 0) ? -0 : r;
};

/** float32 goes through the vectorised exponential, whose last digit differs from the exact one. */
const sigmoidOf = (x: number, r: Round): number => 1 / r(1 + (r === Math.fround ? vectorExp(-x) : r(Math.exp(-x))));
const csigmoid = (z: Complex): Complex => {
	const e = cexp([-z[0], -z[1]]);
	return cdiv([1, 0], [1 + e[0], e[1]]);
};
const ctanh = (z: Complex): Complex => cdiv(csinh(z), ccosh(z));

const conjugate = (z: Complex): Complex => [z[0], -z[1]];
const minusSquare = (z: Complex): Complex => {
	const q = cmul(z, z);
	return [1 - q[0], -q[1]];
};
const oneMinusSquare = (t: Tensor): Tensor => addS(mul(neg(t), t), 1);
const squarePlusOne = (t: Tensor): Tensor => addS(mul(t, t), 1);
const timesConj = (g: Tensor, t: Tensor): Tensor => mul(g, conj(t));

defineRows({
	abs: {
		forward: (self) => {
			if (self.dtype === dtypes.bool) throw new TorchError("NotImplementedError", `"abs_cpu" not implemented for 'Bool'`);
			return self.dtype.width === 2 ? mapComplexToReal(self, (z) => Math.hypot(z[0], z[1])) : mapUnary(self, self.dtype, Math.abs);
		},
		grad: { self: (g, e) => mul(g, sgn(e.self)) },
	},
	exp: floating(Math.exp, (g, e) => timesConj(g, e.result), cexp),
	exp2: floating(
		(x) => 2 ** x,
		(g, e) => mulS(timesConj(g, e.result), Math.LN2),
		cexp2,
	),
	expm1: floating(Math.expm1, (g, e) => mul(g, addS(conj(e.result), 1)), cexpm1),
	log: floating(Math.log, (g, e) => div(g, conj(e.self)), clog),
	log2: floating(Math.log2, (g, e) => div(g, mulS(conj(e.self), 0.6931471805599453)), clog2),
	log10: floating(Math.log10, (g, e) => div(g, mulS(conj(e.self), 2.3025850929940456)), clog10),
	log1p: floating(Math.log1p, (g, e) => div(g, conj(addS(e.self, 1))), clog1p),
	sqrt: floating(Math.sqrt, (g, e) => div(g, mulS(conj(e.result), 2)), csqrt),
	rsqrt: inSteps(
		(x, r) => 1 / r(Math.sqrt(x)),
		(g, e) => mul(mulS(g, -0.5), conj(pow(e.result, 3))),
		crsqrt,
	),
	reciprocal: floating(
		(x) => 1 / x,
		(g, e) => mul(neg(g), conj(mul(e.result, e.result))),
		(z) => cdiv([1, 0], z),
	),
	sign: keeping((x) => (Number.isNaN(x) ? 0 : x > 0 ? 1 : x < 0 ? -1 : 0), null),
	sgn: {
		forward: (self) =>
			self.dtype.width === 2
				? mapComplex(self, (z) => {
						const r = Math.hypot(z[0], z[1]);
						return r === 0 ? [0, 0] : [z[0] / r, z[1] / r];
					})
				: mapUnary(self, self.dtype, (x) => (x > 0 ? 1 : x < 0 ? -1 : 0)),
		grad: { self: (g, e) => sgnGrad(g, e.self, e.result) },
	},
	floor: keeping(Math.floor, null, "floor"),
	ceil: keeping(Math.ceil, null, "ceil"),
	trunc: keeping(Math.trunc, null, "trunc"),
	round: keeping(roundEven, null, "round"),
	"round.decimals": {
		forward: (self: Tensor, decimals: number) => {
			const scale = 10 ** Math.abs(decimals);
			// Scaled in the tensor's own precision, as PyTorch does: 2.4005 * 1000 is 2400.5 there.
			const f = self.dtype === dtypes.float64 ? (x: number) => x : Math.fround;
			return mapUnary(self, self.dtype, (x) => (decimals < 0 ? roundEven(f(x / scale)) * scale : roundEven(f(x * scale)) / scale));
		},
		grad: { self: (g) => zerosLike(g) },
		zeroGrad: true,
	},
	frac: {
		forward: (t: Tensor) => {
			if (t.dtype.category < 2) throw new TorchError("NotImplementedError", `"frac_cpu" not implemented for '${t.dtype.scalarType}'`);
			return mapUnary(t, t.dtype, (x) => x - Math.trunc(x));
		},
		grad: { self: (g) => g },
	},
	sin: floating(Math.sin, (g, e) => timesConj(g, cos(e.self)), csin),
	cos: floating(Math.cos, (g, e) => mul(g, neg(conj(sin(e.self)))), ccos),
	tan: floating(
		Math.tan,
		(g, e) => mul(g, conj(addS(pow(e.result, 2), 1))),
		(z) => cdiv(csin(z), ccos(z)),
	),
	asin: floating(Math.asin, (g, e) => timesConj(g, rsqrt(oneMinusSquare(e.self))), casin),
	acos: floating(Math.acos, (g, e) => mul(g, neg(conj(rsqrt(oneMinusSquare(e.self))))), cacos),
	atan: floating(Math.atan, (g, e) => div(g, conj(squarePlusOne(e.self))), catan),
	sinh: floating(Math.sinh, (g, e) => timesConj(g, call("cosh", e.self)), csinh),
	cosh: floating(Math.cosh, (g, e) => timesConj(g, call("sinh", e.self)), ccosh),
	tanh: floating(Math.tanh, (g, e) => call("tanh_backward", g, e.result), ctanh),
	tanh_backward: {
		forward: (g: Tensor, output: Tensor) =>
			g.dtype.width === 2
				? mapComplexBinary(g, output, (a, y) => cmul(a, conjugate(minusSquare(y))))
				: tanhBackward(g, output, stepOf(g.dtype)),
		grad: {
			grad_output: (g, e) => call("tanh_backward", g, conj(e.output)),
			output: (g, e) => mul(conj(g), mul(mulS(conj(e.output), -2), e.grad_output)),
		},
	},
	asinh: floating(Math.asinh, (g, e) => timesConj(g, rsqrt(addS(pow(e.self, 2), 1))), casinh),
	acosh: floating(Math.acosh, (g, e) => timesConj(g, rsqrt(subS(mul(e.self, e.self), 1))), cacosh),
	atanh: floating(Math.atanh, (g, e) => div(mulS(g, 1), conj(rsub(pow(e.self, 2), 1))), catanh),
	sigmoid: inSteps(sigmoidOf, (g, e) => call("sigmoid_backward", g, e.result), csigmoid),
	sigmoid_backward: {
		forward: (g: Tensor, output: Tensor) =>
			g.dtype.width === 2
				? mapComplexBinary(g, output, (a, y) => cmul(a, conjugate(cmul([1 - y[0], -y[1]], y))))
				: sigmoidBackward(g, output, stepOf(g.dtype)),
		grad: {
			grad_output: (g, e) => call("sigmoid_backward", g, conj(e.output)),
			output: (g, e) => mul(mul(conj(g), e.grad_output), addS(mulS(conj(e.output), -2), 1)),
		},
	},
	logit: {
		forward: (self, eps) =>
			mapUnary(self, floatResult(self), (x) => {
				const z = eps === null ? x : Math.min(Math.max(x, eps), 1 - eps);
				return Math.log(z / (1 - z));
			}),
		grad: { self: (g, e) => (world.gradMode ? logitBackward(g, e.self, e.eps) : call("logit_backward", g, e.self, e.eps)) },
	},
	logit_backward: {
		forward: (g, self, eps) =>
			mapBinary(g, self, (a, x) =>
				eps === null ? (x < 0 || x > 1 ? Number.NaN : a / (x * (1 - x))) : x < eps || x > 1 - eps ? 0 : a / (x * (1 - x)),
			),
	},
	deg2rad: floating(
		(x) => x * (Math.PI / 180),
		(g) => mulS(g, Math.PI / 180),
	),
	rad2deg: floating(
		(x) => x * (180 / Math.PI),
		(g) => mulS(g, 180 / Math.PI),
	),
	nan_to_num: {
		forward: (self, nan, posinf, neginf) => {
			const max = limits[self.dtype.name] ?? Number.MAX_VALUE;
			return mapUnary(self, self.dtype, (x) =>
				Number.isNaN(x)
					? (nan ?? 0)
					: x === Number.POSITIVE_INFINITY
						? (posinf ?? max)
						: x === Number.NEGATIVE_INFINITY
							? (neginf ?? -max)
							: x,
			);
		},
		grad: { self: (g, e) => mul(g, call("isfinite", e.self)) },
	},
	signbit: { forward: (self) => mapUnary(self, dtypes.bool, (x) => (x < 0 || Object.is(x, -0) ? 1 : 0)) },
	"frexp.Tensor": {
		forward: (self) => [mapUnary(self, self.dtype, (x) => frexp(x)[0]), mapUnary(self, dtypes.int32, (x) => frexp(x)[1])],
		grad: { self: (g, e) => div(g, call("exp2", e.exponent)) },
	},
});
function sgnGrad(g: Tensor, self: Tensor, result: Tensor): Tensor {
	if (g.dtype.width !== 2) return zerosLike(g);
	const abs = call("abs", self);
	const along = call("real", div(g, result));
	return maskedFill(sub(div(g, abs), div(mul(along, result), abs)), call("eq.Scalar", abs, 0), 0);
}

const limits: Record<string, number> = { float32: 3.4028234663852886e38, float16: 65504, bfloat16: 3.3895313892515355e38 };

function frexp(x: number): [number, number] {
	if (x === 0 || !Number.isFinite(x)) return [x, 0];
	let e = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1);
	let m = x * 2 ** -e;
	while (Math.abs(m) < 0.5) {
		m *= 2;
		e--;
	}
	while (Math.abs(m) >= 1) {
		m /= 2;
		e++;
	}
	return [m, e];
}

function logitBackward(g: Tensor, self: Tensor, eps: number | null): Tensor {
	const inner = div(g, mul(self, rsub(self, 1)));
	if (eps === null) return where(call("logical_and", call("ge.Scalar", self, 0), call("le.Scalar", self, 1)), inner, Number.NaN);
	return where(call("logical_and", call("ge.Scalar", self, eps), call("le.Scalar", self, 1 - eps)), inner, 0);
}

const aliases: Record<string, Composite> = {};
for (const [alias, name] of [
	["absolute", "abs"],
	["arccos", "acos"],
	["arcsin", "asin"],
	["arctan", "atan"],
	["arcsinh", "asinh"],
	["arccosh", "acosh"],
	["arctanh", "atanh"],
	["fix", "trunc"],
	["special_expm1", "expm1"],
	["special_exp2", "exp2"],
	["special_log1p", "log1p"],
	["special_expit", "sigmoid"],
] as const)
	aliases[alias] = (a) => call(name, a);
aliases.special_round = (a, decimals) => (decimals === 0 ? call("round", a) : call("round.decimals", a, decimals));
aliases.special_logit = (a, eps) => call("logit", a, eps);
defineComposites(aliases);
