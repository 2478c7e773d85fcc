/** Functions of two or three numbers: interpolation, fused multiply-add, angles, logarithms of sums. */
import { cppName, type DType, dtypes } from "../../shape/dtype.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { withGradMode } from "../../autograd/world.ts";
import { add, call, callInPlace, conj, div, exp, mul, neg, pow, reciprocal, rsub, sub, where, zerosLike } from "../aten.ts";
import { cdiv, cmul, mapComplexBinary } from "../kernel/complex.ts";
import { cadd, cexp2, clogAddExp, csub } from "../kernel/complex-functions.ts";
import { ComplexScalar, conjScalar } from "../kernel/scalar.ts";
import { type Binary, defaultFloat, mapBinary, mapMany, type Round, resultType, stepOf } from "../kernel/elementwise.ts";
import { addS, handleComplex, mulS, type Scalar, scalar } from "../kernel/formula.ts";
import { xlog1py, xlogy } from "../kernel/special.ts";
import { defineComposites, defineRows, type Row } from "../row.ts";

/** The promoted dtype, made floating. */
export const floatOf = (tensors: readonly Tensor[]): DType => {
	const d = resultType(tensors);
	return d.category < 2 ? defaultFloat() : d;
};
const floating =
	(f: Binary) =>
	(self: Tensor, other: Tensor): Tensor =>
		mapBinary(self, other, f, floatOf([self, other]));
const refuseIntegers = (t: Tensor[], kernel: string): void => {
	const d = resultType(t);
	if (d.category < 2) throw new TorchError("NotImplementedError", `"${kernel}" not implemented for '${d.scalarType}'`);
};
const number = (value: Scalar, dtype: DType): number =>
	dtype.category === 2 && dtype.itemSize < 8 ? Math.fround(Number(value)) : Number(value);

const sameDType = (a: Tensor, b: Tensor, what: string): void => {
	if (a.dtype !== b.dtype)
		throw new TorchError("RuntimeError", `expected dtype ${cppName(a.dtype)} for \`${what}\` but got dtype ${cppName(b.dtype)}`);
};

/** The formula is chosen by the weight's size so that both ends are hit exactly. */
const complexLerp = (self: Tensor, end: Tensor, weight: Tensor): Tensor => {
	const way = mapComplexBinary(end, self, csub);
	const near = mapComplexBinary(self, mapComplexBinary(weight, way, cmul, self.dtype), cadd);
	const far = mapComplexBinary(end, mapComplexBinary(way, mapComplexBinary(scalar(1), weight, csub, self.dtype), cmul), csub);
	const isSmall = mapComplexBinary(weight, weight, (w) => [Number(Math.hypot(w[0], w[1]) < 0.5), 0], dtypes.bool);
	return where(isSmall, near, far);
};
const lerp = (a: number, b: number, w: number, r: Round): number => (Math.abs(w) < 0.5 ? a + w * r(b - a) : b - r(b - a) * r(1 - w));

const plusScaled = (self: Tensor, t: Tensor, value: Scalar, dtype: DType): Tensor =>
	mapComplexBinary(self, mapComplexBinary(t, scalar(value), cmul, dtype), cadd, dtype);

function addcmul(self: Tensor, a: Tensor, b: Tensor, value: Scalar): Tensor {
	const dtype = resultType([self, a, b]);
	const v = number(value, dtype);
	if (dtype === dtypes.bool) throw new TorchError("NotImplementedError", `"addcmul_cpu_out" not implemented for 'Bool'`);
	if (dtype.width === 2) return plusScaled(self, mapComplexBinary(a, b, cmul, dtype), value, dtype);
	const r = stepOf(dtype);
	return mapMany([self, a, b], (x, y, z) => x + r(v * y) * z, dtype);
}
function addcdiv(self: Tensor, a: Tensor, b: Tensor, value: Scalar): Tensor {
	if (a.dtype.category < 2 && b.dtype.category < 2)
		throw new TorchError(
			"RuntimeError",
			"Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a true division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value * torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / tensor2) for float inputs. The future addcdiv behavior is just the latter implementation: (input + value * tensor1 / tensor2), for all dtypes.",
		);
	const dtype = resultType([self, a, b]);
	const v = number(value, dtype);
	if (dtype.width === 2) return plusScaled(self, mapComplexBinary(a, b, cdiv, dtype), value, dtype);
	const r = stepOf(dtype);
	return mapMany([self, a, b], (x, y, z) => x + r(r(v * y) / z), dtype);
}

const logAdd: Binary = (x, y) => (x === y && !Number.isFinite(x) ? x : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y))));
const logAdd2: Binary = (x, y) => (x === y && !Number.isFinite(x) ? x : Math.max(x, y) + Math.log1p(2 ** -Math.abs(x - y)) / Math.LN2);

const f32 = new Float32Array(1);
const i32 = new Int32Array(f32.buffer);
/** The next float32 (float64 for doubles) after x towards y. */
function nextAfter(x: number, y: number, dtype: DType): number {
	if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
	if (x === y) return y;
	if (dtype !== dtypes.float32) {
		const f64 = new Float64Array([x]);
		const i64 = new BigInt64Array(f64.buffer);
		if (x === 0) return y > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
		i64[0]! += y > x === x > 0 ? 1n : -1n;
		return f64[0]!;
	}
	f32[0] = x;
	if (x === 0) return y > 0 ? 1.401298464324817e-45 : -1.401298464324817e-45;
	i32[0]! += y > x === x > 0 ? 1 : -1;
	return f32[0]!;
}

const ifZero = (self: Tensor, other: Tensor, at: number): Tensor =>
	call("logical_and", call("eq.Scalar", self, 0), call("le.Scalar", other, at));
/** The `self` gradient of xlogy-like ops: log(other) times grad, zero where both sides vanish. */
const logGrad = (g: Tensor, self: Tensor, other: Tensor, name: string, at: number): Tensor =>
	call("masked_fill.Scalar", call(name, g, other), ifZero(self, other, at), 0);
function logGradNumber(g: Tensor, self: Tensor, other: Scalar, name: string, at: number): Tensor {
	const value = call(name, g, other);
	return Number(other) > at ? value : call("masked_fill.Scalar", value, call("eq.Scalar", self, 0), 0);
}
const copysignGrad = (g: Tensor, self: Tensor, result: Tensor): Tensor =>
	mul(g, call("masked_fill.Scalar", div(result, self), call("eq.Scalar", self, 0), 0));
const copysign: Binary = (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x));

function atan2Grad(g: Tensor, self: Tensor, other: Tensor): Tensor {
	const recip = reciprocal(add(mul(self, self), mul(other, other)));
	return mul(g, mul(other, call("masked_fill.Scalar", recip, call("eq.Scalar", recip, Number.POSITIVE_INFINITY), 0)));
}
const twoTo = (t: Tensor): Tensor => call("pow.Scalar", 2, t);

const xlogRows = (
	base: string,
	f: Binary,
	at: number,
	divisor: (other: Tensor) => Tensor,
	names: [tensor: string, selfScalar: string, otherScalar: string],
): Record<string, Row> => ({
	[names[0]]: {
		forward: floating(f),
		grad: { self: (g, e) => logGrad(g, e.self, e.other, base, at), other: (g, e) => div(mul(g, e.self), divisor(e.other)) },
	},
	[names[1]]: {
		forward: (self: Scalar, other: Tensor) => floating(f)(scalar(self), other),
		grad: { other: (g, e) => div(mulS(g, e.self), divisor(e.other)) },
	},
	[names[2]]: {
		forward: (self: Tensor, other: Scalar) => floating(f)(self, scalar(other)),
		grad: { self: (g, e) => logGradNumber(g, e.self, e.other, names[2], at) },
	},
});

defineRows({
	"lerp.Scalar": {
		forward: (self: Tensor, end: Tensor, weight: Scalar) => {
			sameDType(self, end, "end");
			refuseIntegers([self], "lerp_kernel_scalar");
			if (self.dtype.width === 2) return withGradMode(false, () => complexLerp(self, end, scalar(weight)));
			const w = number(weight, self.dtype);
			const r = stepOf(self.dtype);
			return mapBinary(self, end, (a, b) => lerp(a, b, w, r));
		},
		grad: {
			self: (g, e) =>
				mulS(g, e.weight instanceof ComplexScalar ? new ComplexScalar(1 - Number(e.weight), e.weight.im) : 1 - Number(e.weight)),
			end: (g, e) => mulS(g, conjScalar(e.weight)),
		},
	},
	"lerp.Tensor": {
		forward: (self: Tensor, end: Tensor, weight: Tensor) => {
			sameDType(self, end, "end");
			if (weight.dim > 0 || self.dim === 0) sameDType(self, weight, "weight");
			refuseIntegers([self], "lerp_kernel_tensor");
			if (self.dtype.width === 2) return withGradMode(false, () => complexLerp(self, end, weight));
			const r = stepOf(self.dtype);
			return mapMany([self, end, weight], (a, b, w) => lerp(a, b, w, r), self.dtype);
		},
		grad: {
			self: (g, e) => mul(g, conj(rsub(e.weight, 1))),
			end: (g, e) => mul(g, conj(e.weight)),
			weight: (g, e) => mul(g, conj(sub(e.end, e.self))),
		},
	},
	addcmul: {
		forward: addcmul,
		grad: {
			self: (g, e) => handleComplex(g, e.self),
			tensor1: (g, e) => handleComplex(mul(g, conj(mulS(e.tensor2, e.value))), e.tensor1),
			tensor2: (g, e) => handleComplex(mul(g, conj(mulS(e.tensor1, e.value))), e.tensor2),
		},
	},
	addcdiv: {
		forward: addcdiv,
		grad: {
			self: (g, e) => handleComplex(g, e.self),
			tensor1: (g, e) => handleComplex(mul(g, conj(mulS(reciprocal(e.tensor2), e.value))), e.tensor1),
			tensor2: (g, e) => handleComplex(mul(neg(g), conj(div(mulS(e.tensor1, e.value), mul(e.tensor2, e.tensor2)))), e.tensor2),
		},
	},
	atan2: {
		forward: (self: Tensor, other: Tensor) => {
			const dtype = floatOf([self, other]);
			if (dtype.category === 3) throw new TorchError("NotImplementedError", `"atan2_cpu" not implemented for '${dtype.scalarType}'`);
			return mapBinary(self, other, Math.atan2, dtype);
		},
		grad: { self: (g, e) => atan2Grad(g, e.self, e.other), other: (g, e) => atan2Grad(g, e.other, neg(e.self)) },
	},
	hypot: {
		forward: (self: Tensor, other: Tensor) => {
			refuseIntegers([self, other], "hypot_cpu");
			return mapBinary(self, other, Math.hypot);
		},
		grad: { self: (g, e) => div(mul(g, e.self), e.result), other: (g, e) => div(mul(g, e.other), e.result) },
	},
	"copysign.Tensor": {
		forward: floating(copysign),
		grad: { self: (g, e) => copysignGrad(g, e.self, e.result), other: (_g, e) => zerosLike(e.other) },
	},
	"copysign.Scalar": {
		forward: (self: Tensor, other: Scalar) => floating(copysign)(self, scalar(other)),
		grad: { self: (g, e) => copysignGrad(g, e.self, e.result) },
	},
	logaddexp: {
		forward: (self: Tensor, other: Tensor) => {
			refuseIntegers([self, other], "logaddexp_cpu");
			if (self.dtype.width === 2) return mapComplexBinary(self, other, clogAddExp);
			return mapBinary(self, other, logAdd);
		},
		grad: {
			self: (g, e) => div(g, conj(addS(exp(sub(e.other, e.self)), 1))),
			other: (g, e) => div(g, conj(addS(exp(sub(e.self, e.other)), 1))),
		},
	},
	logaddexp2: {
		forward: (self: Tensor, other: Tensor) => {
			refuseIntegers([self, other], "logaddexp2_cpu");
			return mapBinary(self, other, logAdd2);
		},
		grad: { self: (g, e) => div(g, addS(twoTo(sub(e.other, e.self)), 1)), other: (g, e) => div(g, addS(twoTo(sub(e.self, e.other)), 1)) },
	},
	...xlogRows("xlogy.Tensor", xlogy, 0, (t) => t, ["xlogy.Tensor", "xlogy.Scalar_Self", "xlogy.Scalar_Other"]),
	...xlogRows("special_xlog1py", xlog1py, -1, (t) => addS(t, 1), [
		"special_xlog1py",
		"special_xlog1py.self_scalar",
		"special_xlog1py.other_scalar",
	]),
	"ldexp.Tensor": {
		forward: (self: Tensor, other: Tensor) =>
			self.dtype.width === 2 || other.dtype.width === 2
				? mapComplexBinary(self, other, (x, n) => cmul(x, cexp2(n)))
				: mapBinary(self, other, (x, n) => x * 2 ** n, floatOf([self, other])),
		grad: { self: (g, e) => mul(g, conj(twoTo(e.other))), other: (g, e) => mulS(mul(g, conj(e.result)), Math.LN2) },
	},
	nextafter: {
		forward: (self: Tensor, other: Tensor) => {
			refuseIntegers([self, other], "nextafter_cpu");
			const dtype = resultType([self, other]);
			return mapBinary(self, other, (x, y) => nextAfter(x, y, dtype));
		},
		grad: { self: (g, e) => where(call("ne.Tensor", e.self, e.other), g, 0), other: (_g, e) => zerosLike(e.other) },
	},
	heaviside: {
		forward: (self: Tensor, values: Tensor) => {
			if (self.dtype !== values.dtype)
				throw new TorchError("RuntimeError", "heaviside is not yet implemented for tensors with different dtypes.");
			return mapBinary(self, values, (x, v) => (x === 0 ? v : x < 0 ? 0 : 1));
		},
	},
});

/** Both sides in float64 (or complex128). */
const double = (t: Tensor): Tensor =>
	t.dtype === dtypes.float64 ? t : call("_to_copy", t, t.dtype.width === 2 ? dtypes.complex128 : dtypes.float64);
function checkFloatPower(self: Tensor): void {
	if (self.dtype !== dtypes.float64 && self.dtype !== dtypes.complex128)
		throw new TorchError(
			"RuntimeError",
			`the base given to float_power_ has dtype ${self.dtype.scalarType} but the operation's result requires dtype Double`,
		);
}

defineComposites({
	arctan2: (a, b) => call("atan2", a, b),
	arctan2_: (a, b) => callInPlace("atan2", [a, b], "arctan2_"),
	"float_power.Tensor_Tensor": (a: Tensor, b: Tensor) => call("pow.Tensor_Tensor", double(a), double(b)),
	"float_power.Tensor_Scalar": (a: Tensor, b: Scalar) => pow(double(a), Number(b)),
	"float_power.Scalar": (a: Scalar, b: Tensor) => call("pow.Scalar", Number(a), double(b)),
	"float_power_.Tensor": (a: Tensor, b: Tensor) => {
		checkFloatPower(a);
		return callInPlace("pow.Tensor_Tensor", [a, double(b)], "float_power_");
	},
	"float_power_.Scalar": (a: Tensor, b: Scalar) => {
		checkFloatPower(a);
		return callInPlace("pow.Tensor_Scalar", [a, b], "float_power_");
	},
	ldexp_: (a: Tensor, b: Tensor) => callInPlace("ldexp.Tensor", [a, b], "ldexp_"),
	special_xlogy: (a, b) => call("xlogy.Tensor", a, b),
	"special_xlogy.self_scalar": (a, b) => call("xlogy.Scalar_Self", a, b),
	"special_xlogy.other_scalar": (a, b) => call("xlogy.Scalar_Other", a, b),
});
