/** Addition, multiplication, division, powers and remainders. */
import { type DType, dtypes } from "../../shape/dtype.ts";
import { TorchError } from "../../autograd/errors.ts";
import { convert, Tensor } from "../../autograd/tensor.ts";
import { call, callInPlace, conj, div, eq, log, mul, neg, pow, where, zerosLike } from "../aten.ts";
import { cdiv, cmul, cpow, mapComplex, mapComplexBinary } from "../kernel/complex.ts";
import { type Binary, defaultFloat, mapBinary, mapUnary, operand, resultType } from "../kernel/elementwise.ts";
import { divS, handleComplex, isFloatScalar, mulS, type Scalar, scalar, timesScalar } from "../kernel/formula.ts";
import { conjScalar } from "../kernel/scalar.ts";
import { defineComposites, defineRows } from "../row.ts";

const plus: Binary = (x, y) => x + y;
const minus: Binary = (x, y) => x - y;
const times: Binary = (x, y) => x * y;
const over: Binary = (x, y) => x / y;

/** Half precision: what is added to a tensor is rounded to it, also a Python number. */
const rounded = (t: Tensor, dtype: DType): Tensor =>
	t.isWrappedNumber && isHalf(dtype) && t.isKnown && t.dtype.width === 1 ? Tensor.make([], dtype, convert(t.numbers()!, dtype)) : t;
/** ... what it is multiplied with or divided by stays as precise as it is when it is a single number. */
function factor(t: Tensor, dtype: DType): Tensor {
	if (t.dim !== 0 || t.dtype === dtype || t.isWrappedNumber || !isHalf(dtype) || t.unknownShape || !t.isKnown || t.dtype.width === 2)
		return t;
	return Tensor.wrap(t.first()!, true);
}
const isHalf = (dtype: DType): boolean => dtype === dtypes.float16 || dtype === dtypes.bfloat16;

export function addForward(a: Tensor, b: Tensor, alpha: number | boolean): Tensor {
	const dtype = resultType([a, b]);
	const self = isHalf(dtype) ? rounded(a, dtype) : a;
	const other = isHalf(dtype) ? rounded(b, dtype) : b;
	checkAlpha(dtype, alpha);
	if (dtype.width === 2) return mapComplexBinary(self, other, (x, y) => [x[0] + Number(alpha) * y[0], x[1] + Number(alpha) * y[1]], dtype);
	if (dtype === dtypes.bool) return mapBinary(self, other, (x, y) => (x !== 0 || (Number(alpha) !== 0 && y !== 0) ? 1 : 0), dtype);
	if (alpha === 1) return mapBinary(self, other, plus, dtype);
	const k = dtype.itemSize < 8 && dtype.category === 2 ? Math.fround(Number(alpha)) : Number(alpha);
	return mapBinary(self, other, (x, y) => x + k * y, dtype);
}

function subForward(a: Tensor, b: Tensor, alpha: number | boolean): Tensor {
	const dtype = resultType([a, b]);
	const [self, other] = isHalf(dtype) ? [rounded(a, dtype), rounded(b, dtype)] : [a, b];
	if (a.dtype === dtypes.bool && b.dtype === dtypes.bool)
		throw new TorchError(
			"RuntimeError",
			"Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.",
		);
	if (a.dtype === dtypes.bool || b.dtype === dtypes.bool)
		throw new TorchError(
			"RuntimeError",
			"Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
		);
	checkAlpha(dtype, alpha);
	if (dtype.width === 2) return mapComplexBinary(self, other, (x, y) => [x[0] - Number(alpha) * y[0], x[1] - Number(alpha) * y[1]], dtype);
	if (alpha === 1) return mapBinary(self, other, minus, dtype);
	const k = dtype.itemSize < 8 && dtype.category === 2 ? Math.fround(Number(alpha)) : Number(alpha);
	return mapBinary(self, other, (x, y) => x - k * y, dtype);
}

/** Of a factor that is not 1. */
export function checkAlpha(dtype: Tensor["dtype"], alpha: Scalar, name = "alpha"): void {
	if (alpha === 1) return;
	if (typeof alpha === "boolean" && dtype !== dtypes.bool)
		throw new TorchError("RuntimeError", `Boolean ${name} only supported for Boolean results.`);
	if (isFloatScalar(alpha) && dtype.category < 2)
		throw new TorchError("RuntimeError", `For integral input tensors, argument ${name} must not be a floating point number.`);
}

const mulForward = (self: Tensor, other: Tensor): Tensor => {
	const dtype = resultType([self, other]);
	if (dtype.width === 2) return mapComplexBinary(self, other, cmul, dtype);
	return isHalf(dtype) ? mapBinary(rounded(self, dtype), factor(other, dtype), times, dtype) : mapBinary(self, other, times, dtype);
};

/** Integer operands of true division give the default float dtype. */
const divForward = (self: Tensor, other: Tensor): Tensor => {
	const common = resultType([self, other]);
	const dtype = common.category < 2 ? defaultFloat() : common;
	if (dtype.width === 2) return mapComplexBinary(self, other, cdiv, dtype);
	return isHalf(dtype) ? mapBinary(rounded(self, dtype), factor(other, dtype), over, dtype) : mapBinary(self, other, over, dtype);
};

/** C++'s division towards minus infinity as PyTorch computes it: from the remainder, so that it fits `%`. */
export function floorDivide(x: number, y: number): number {
	if (y === 0) return x / y;
	const mod = x % y;
	let q = (x - mod) / y;
	if (mod !== 0 && y < 0 !== mod < 0) q -= 1;
	if (q !== 0) {
		const floor = Math.floor(q);
		return q - floor > 0.5 ? floor + 1 : floor;
	}
	return x / y < 0 || Object.is(x / y, -0) ? -0 : 0;
}

function checkZeroDivision(other: Tensor, dtype: Tensor["dtype"]): void {
	if (dtype.category < 2 && other.isKnown && operand(other, dtype).some((v) => v === 0))
		throw new TorchError("RuntimeError", "ZeroDivisionError");
}

function divModeForward(self: Tensor, other: Tensor, mode: string | null): Tensor {
	if (mode === null) return divForward(self, other);
	const dtype = resultType([self, other]);
	if (mode !== "trunc" && mode !== "floor")
		throw new TorchError("RuntimeError", `div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '${mode}'`);
	checkZeroDivision(other, dtype);
	if (mode === "trunc")
		return mapBinary(self, other, dtype.category < 2 ? (x, y) => Math.trunc(x / y) : (x, y) => Math.trunc(x / y), dtype);
	return mapBinary(self, other, floorDivide, dtype);
}

/** Python's sign rule: the result has the divisor's sign. */
export const remainder: Binary = (x, y) => {
	const m = x % y;
	return m !== 0 && m < 0 !== y < 0 ? m + y : m;
};

function remainderForward(self: Tensor, other: Tensor): Tensor {
	const dtype = resultType([self, other]);
	if (dtype === dtypes.bool || dtype.category === 3)
		throw new TorchError("NotImplementedError", `"remainder_cpu" not implemented for '${dtype.scalarType}'`);
	checkZeroDivision(other, dtype);
	return mapBinary(self, other, remainder, dtype);
}
function fmodForward(self: Tensor, other: Tensor): Tensor {
	const dtype = resultType([self, other]);
	checkZeroDivision(other, dtype);
	return mapBinary(self, other, (x, y) => x % y, dtype);
}
function floorDivideForward(self: Tensor, other: Tensor): Tensor {
	const dtype = resultType([self, other]);
	if (dtype.category === 0 || dtype.category === 3)
		throw new TorchError("NotImplementedError", `"div_floor_cpu" not implemented for '${dtype.scalarType}'`);
	return divModeForward(self, other, "floor");
}

function powForward(self: Tensor, exponent: Tensor): Tensor {
	const dtype = resultType([self, exponent]);
	if (dtype.category === 0 && !exponent.isWrappedNumber) throw new TorchError("NotImplementedError", `"pow" not implemented for 'Bool'`);
	if (dtype.width === 2) return mapComplexBinary(self, exponent, cpow, dtype);
	if (dtype.category === 1) {
		if (exponent.isWrappedNumber && (exponent.first() ?? 0) < 0)
			throw new TorchError("RuntimeError", "Integers to negative integer powers are not allowed.");
		const bits = dtype.itemSize * 8;
		return mapBinary(self, exponent, (x, y) => integerPower(x, y, bits), dtype);
	}
	const quick = exponent.isWrappedNumber && dtype === dtypes.float32 ? quickPower(exponent.first()) : null;
	return mapBinary(self, exponent, quick ?? power, dtype);
}
/** Some exponents are multiplied out, in float32 steps. */
function quickPower(exponent: number | null): Binary | null {
	const r = Math.fround;
	if (exponent === 3) return (x) => r(x * x) * x;
	if (exponent === -2) return (x) => 1 / r(x * x);
	if (exponent === -0.5) return (x) => 1 / r(Math.sqrt(x));
	return null;
}
/** C's pow: unlike JavaScript's, one to any power is one. */
const power: Binary = (x, y) => (x === 1 || (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) ? 1 : x ** y);
const integerPower = (x: number, y: number, bits: number): number =>
	y >= 0 ? wrappedPower(x, y, bits) : x === 1 ? 1 : x === -1 ? (y % 2 === 0 ? 1 : -1) : 0;
/** Powers that do not fit run over as the machine's integers do. */
function wrappedPower(x: number, y: number, bits: number): number {
	const plain = x ** y;
	return Number.isSafeInteger(plain) ? plain : Number(BigInt.asIntN(bits, BigInt(x) ** BigInt(y)));
}

/** d(self ** exponent)/d(self) for a number as exponent; zero gives zero, not nan. */
function powGradSelf(g: Tensor, self: Tensor, exponent: number): Tensor {
	if (exponent === 0) return zerosLike(self);
	const inner = timesScalar(pow(self, exponent - 1), exponent);
	return handleComplex(mul(g, conj(inner)), self);
}

const divGradSelf = (g: Tensor, other: Tensor, self: Tensor): Tensor => handleComplex(div(g, conj(other)), self);
const divGradOther = (g: Tensor, self: Tensor, other: Tensor): Tensor =>
	handleComplex(mul(neg(g), conj(div(div(self, other), other))), other);

defineRows({
	"add.Tensor": {
		forward: addForward,
		grad: { self: (g, e) => handleComplex(g, e.self), other: (g, e) => handleComplex(timesScalar(g, e.alpha), e.other) },
	},
	"add.Scalar": {
		forward: (self, other, alpha) => addForward(self, scalar(other), alpha),
		grad: { self: (g, e) => handleComplex(g, e.self) },
	},
	"sub.Tensor": {
		forward: subForward,
		grad: { self: (g, e) => handleComplex(g, e.self), other: (g, e) => handleComplex(timesScalar(neg(g), e.alpha), e.other) },
	},
	"sub.Scalar": {
		forward: (self, other, alpha) => subForward(self, scalar(other), alpha),
		grad: { self: (g, e) => handleComplex(g, e.self) },
	},
	"rsub.Tensor": {
		forward: (self, other, alpha) => subForward(other, self, alpha),
		grad: { self: (g, e) => handleComplex(timesScalar(neg(g), e.alpha), e.self), other: (g, e) => handleComplex(g, e.other) },
	},
	"rsub.Scalar": {
		forward: (self, other, alpha) => subForward(scalar(other), self, alpha),
		grad: { self: (g, e) => handleComplex(timesScalar(neg(g), e.alpha), e.self) },
	},
	"mul.Tensor": {
		forward: mulForward,
		grad: { self: (g, e) => handleComplex(mul(g, conj(e.other)), e.self), other: (g, e) => handleComplex(mul(g, conj(e.self)), e.other) },
	},
	"mul.Scalar": {
		forward: (self, other) => mulForward(self, scalar(other)),
		grad: { self: (g, e) => handleComplex(mulS(g, conjScalar(e.other)), e.self) },
	},
	"div.Tensor": {
		forward: divForward,
		grad: { self: (g, e) => divGradSelf(g, e.other, e.self), other: (g, e) => divGradOther(g, e.self, e.other) },
	},
	"div.Scalar": {
		forward: (self, other) => divForward(self, scalar(other)),
		grad: { self: (g, e) => handleComplex(divS(g, e.other), e.self) },
	},
	"div.Tensor_mode": {
		forward: divModeForward,
		grad: {
			self: (g, e) => (e.rounding_mode === null ? divGradSelf(g, e.other, e.self) : zerosLike(g)),
			other: (g, e) => (e.rounding_mode === null ? divGradOther(g, e.self, e.other) : zerosLike(e.other)),
		},
	},
	"div.Scalar_mode": {
		forward: (self, other, mode) => divModeForward(self, scalar(other), mode),
		grad: { self: (g, e) => (e.rounding_mode === null ? handleComplex(divS(g, e.other), e.self) : zerosLike(g)) },
	},
	floor_divide: { forward: floorDivideForward },
	"floor_divide.Scalar": { forward: (self, other) => floorDivideForward(self, scalar(other)) },
	"remainder.Tensor": {
		forward: remainderForward,
		grad: { self: (g) => g, other: (g, e) => mul(neg(g), call("div.Tensor_mode", e.self, e.other, "floor")) },
	},
	"remainder.Scalar": { forward: (self, other) => remainderForward(self, scalar(other)), grad: { self: (g) => g } },
	"remainder.Scalar_Tensor": { forward: (self, other) => remainderForward(scalar(self), other) },
	"fmod.Tensor": {
		forward: fmodForward,
		grad: { self: (g) => g, other: (g, e) => mul(neg(g), call("div.Tensor_mode", e.self, e.other, "trunc")) },
	},
	"fmod.Scalar": { forward: (self, other) => fmodForward(self, scalar(other)), grad: { self: (g) => g } },
	"pow.Tensor_Scalar": {
		forward: (self, exponent) => powForward(self, scalar(exponent)),
		grad: { self: (g, e) => powGradSelf(g, e.self, Number(e.exponent)) },
	},
	"pow.Tensor_Tensor": {
		forward: powForward,
		grad: {
			self: (g, e) => {
				const inner = conj(mul(e.exponent, call("pow.Tensor_Tensor", e.self, call("sub.Scalar", e.exponent, 1, 1))));
				return handleComplex(where(eq(e.exponent, 0), 0, mul(g, inner)), e.self);
			},
			exponent: (g, e) => powGradExponent(g, e.self, e.exponent, e.result),
		},
	},
	"pow.Scalar": {
		forward: (self, exponent) => powForward(scalar(self), exponent),
		grad: { exponent: (g, e) => powGradExponentOfNumber(g, Number(e.self), e.exponent, e.result) },
	},
	neg: {
		forward: (self) => {
			if (self.dtype === dtypes.bool)
				throw new TorchError(
					"RuntimeError",
					"Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
				);
			return self.dtype.width === 2 ? mapComplex(self, (z) => [-z[0], -z[1]]) : mapUnary(self, self.dtype, (x) => -x);
		},
		grad: { self: (g) => neg(g) },
	},
});

/** A real number that is not negative. */
function isPositiveReal(t: Tensor): Tensor {
	if (t.dtype.width === 1) return call("ge.Scalar", t, 0);
	return call("logical_and", eq(call("imag", t), 0), call("ge.Scalar", call("real", t), 0));
}
/** grad * result * log(self), with zero where self is zero and the exponent is not negative. */
function powGradExponent(g: Tensor, self: Tensor, exponent: Tensor, result: Tensor): Tensor {
	const cond = call("logical_and", eq(self, 0), isPositiveReal(exponent));
	return handleComplex(mul(g, where(cond, 0, conj(mul(result, log(self))))), exponent);
}
function powGradExponentOfNumber(g: Tensor, self: number, exponent: Tensor, result: Tensor): Tensor {
	if (self === 0) {
		const inner = mul(result, Number.NEGATIVE_INFINITY);
		return mul(g, where(isPositiveReal(exponent), 0, inner));
	}
	return handleComplex(mul(g, conj(mul(result, Math.log(self)))), exponent);
}

defineComposites({
	"subtract.Tensor": (a, b, alpha) => call("sub.Tensor", a, b, alpha),
	"subtract.Scalar": (a, b, alpha) => call("sub.Scalar", a, b, alpha),
	"multiply.Tensor": (a, b) => call("mul.Tensor", a, b),
	"multiply.Scalar": (a, b) => call("mul.Scalar", a, b),
	"divide.Tensor": (a, b) => call("div.Tensor", a, b),
	"divide.Scalar": (a, b) => call("div.Scalar", a, b),
	"divide.Tensor_mode": (a, b, mode) => call("div.Tensor_mode", a, b, mode),
	"divide.Scalar_mode": (a, b, mode) => call("div.Scalar_mode", a, b, mode),
	"true_divide.Tensor": (a, b) => call("div.Tensor", a, b),
	"true_divide.Scalar": (a, b) => call("div.Scalar", a, b),
	negative: (a) => neg(a),
	square: (a) => pow(a, 2),
	// The in-place forms of composites are those of the ops they stand for.
	"subtract_.Tensor": (a, b, alpha) => callInPlace("sub.Tensor", [a, b, alpha], "subtract_"),
	"subtract_.Scalar": (a, b, alpha) => callInPlace("sub.Scalar", [a, b, alpha], "subtract_"),
	"multiply_.Tensor": (a, b) => callInPlace("mul.Tensor", [a, b], "multiply_"),
	"multiply_.Scalar": (a, b) => callInPlace("mul.Scalar", [a, b], "multiply_"),
	"divide_.Tensor": (a, b) => callInPlace("div.Tensor", [a, b], "divide_"),
	"divide_.Scalar": (a, b) => callInPlace("div.Scalar", [a, b], "divide_"),
	"divide_.Tensor_mode": (a, b, mode) => callInPlace("div.Tensor_mode", [a, b, mode], "divide_"),
	"divide_.Scalar_mode": (a, b, mode) => callInPlace("div.Scalar_mode", [a, b, mode], "divide_"),
	"true_divide_.Tensor": (a, b) => callInPlace("div.Tensor", [a, b], "true_divide_"),
	"true_divide_.Scalar": (a, b) => callInPlace("div.Scalar", [a, b], "true_divide_"),
	negative_: (a) => callInPlace("neg", [a], "negative_"),
	square_: (a) => callInPlace("pow.Tensor_Scalar", [a, 2], "square_"),
	"pow_.Tensor": (a, b) => callInPlace("pow.Tensor_Tensor", [a, b], "pow_"),
	"pow_.Scalar": (a, b) => callInPlace("pow.Tensor_Scalar", [a, b], "pow_"),
	"floor_divide_.Tensor": (a, b) => callInPlace("floor_divide", [a, b], "floor_divide_"),
});
