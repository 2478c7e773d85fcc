/** Comparisons, selections by mask and clamping. */
import { cppName, type DType, dtypes, isComplex, type Numbers } from "../../shape/dtype.ts";
import { TorchError } from "../../autograd/errors.ts";
import { convert, type Tensor } from "../../autograd/tensor.ts";
import { call, div, maskedFill, mul, where, zerosLike } from "../aten.ts";
import { type Complex, mapComplexBinary, mapComplexToReal, pairs } from "../kernel/complex.ts";
import {
	affordable,
	type Binary,
	broadcastAll,
	count,
	expandValues,
	mapBinary,
	mapMany,
	mapUnary,
	resultType,
} from "../kernel/elementwise.ts";
import { like } from "../kernel/order.ts";
import { warnOnce } from "../kernel/rounded.ts";
import { type Scalar, numberIn, scalar } from "../kernel/scalar.ts";
import { type Composite, defineComposites, defineRows, type Row } from "../row.ts";
import { checkAssigned } from "../scalar-range.ts";
import { filled } from "./creation.ts";

const rows: Record<string, Row> = {};
const aliases: Record<string, Composite> = {};
const comparisons: [name: string, alias: string, f: Binary][] = [
	["eq", "", (x, y) => (x === y ? 1 : 0)],
	["ne", "not_equal", (x, y) => (x !== y ? 1 : 0)],
	["lt", "less", (x, y) => (x < y ? 1 : 0)],
	["le", "less_equal", (x, y) => (x <= y ? 1 : 0)],
	["gt", "greater", (x, y) => (x > y ? 1 : 0)],
	["ge", "greater_equal", (x, y) => (x >= y ? 1 : 0)],
];
for (const [name, alias, f] of comparisons) {
	const forward = (self: Tensor, other: Tensor): Tensor => {
		const compute = resultType([self, other]);
		if (compute.width === 2) {
			if (name !== "eq" && name !== "ne")
				throw new TorchError("NotImplementedError", `"${name}_cpu" not implemented for '${compute.scalarType}'`);
			return mapComplexBinary(self, other, (x, y) => [(x[0] === y[0] && x[1] === y[1]) === (name === "eq") ? 1 : 0, 0], dtypes.bool);
		}
		return mapBinary(self, other, f, dtypes.bool, compute);
	};
	const byNumber = (self: Tensor, other: Scalar): Tensor => forward(self, scalar(other));
	const zero = {
		self: (_g: Tensor, e: { self: Tensor }) => zerosLike(e.self),
		other: (_g: Tensor, e: { other: Tensor }) => zerosLike(e.other),
	};
	rows[`${name}.Tensor`] = { forward };
	rows[`${name}.Scalar`] = { forward: byNumber };
	// The in-place forms write zeros and ones into a tensor that may have history.
	rows[`${name}_.Tensor`] = { forward: (self, other) => mapUnary(forward(self, other), self.dtype, (x) => x), grad: zero, zeroGrad: true };
	rows[`${name}_.Scalar`] = {
		forward: (self, other) => mapUnary(byNumber(self, other), self.dtype, (x) => x),
		grad: { self: zero.self },
		zeroGrad: true,
	};
	if (alias !== "") {
		aliases[`${alias}.Tensor`] = (a, b) => call(`${name}.Tensor`, a, b);
		aliases[`${alias}.Scalar`] = (a, b) => call(`${name}.Scalar`, a, b);
	}
}
defineRows(rows);
defineComposites(aliases);

const nanAware =
	(pick: (x: number, y: number) => number): Binary =>
	(x, y) =>
		Number.isNaN(x) ? x : Number.isNaN(y) ? y : pick(x, y);
const larger = nanAware((x, y) => (x > y ? x : y));
const smaller = nanAware((x, y) => (x < y ? x : y));
/** fmax and fmin prefer a number to nan. */
const largerNumber: Binary = (x, y) => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.max(x, y));
const smallerNumber: Binary = (x, y) => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.min(x, y));

const noComplex = (name: string, t: Tensor): void => {
	if (t.dtype.width === 2) throw new TorchError("RuntimeError", `${name} not implemented for complex tensors.`);
};

/** Equal values share the gradient half and half. */
function pairRow(name: string, f: Binary, selfLoses: string, otherLoses: string): Row {
	return {
		forward: (self, other) => {
			noComplex(name, self);
			noComplex(name, other);
			return mapBinary(self, other, f);
		},
		grad: {
			self: (g, e) =>
				call("masked_fill.Scalar", where(call("eq.Tensor", e.self, e.other), div(g, 2), g), call(selfLoses, e.self, e.other), 0),
			other: (g, e) =>
				call("masked_fill.Scalar", where(call("eq.Tensor", e.self, e.other), div(g, 2), g), call(otherLoses, e.self, e.other), 0),
		},
	};
}
/** fmax and fmin give the whole gradient to the first of equals. */
function numberPairRow(f: Binary, keep: string): Row {
	const mask = (e: { self: Tensor; other: Tensor }): Tensor => call("logical_or", call(keep, e.self, e.other), call("isnan", e.other));
	return {
		forward: (self, other) => mapBinary(self, other, f),
		grad: { self: (g, e) => maskedFill(g, call("logical_not", mask(e)), 0), other: (g, e) => maskedFill(g, mask(e), 0) },
	};
}

function clampForward(self: Tensor, min: Tensor | null, max: Tensor | null): Tensor {
	if (min === null && max === null) throw new TorchError("RuntimeError", "torch.clamp: At least one of 'min' or 'max' must not be None");
	if (self.dtype.width === 2) throw new TorchError("NotImplementedError", "clamp is not supported for complex types");
	if (min === null) return mapBinary(self, max!, smaller);
	if (max === null) return mapBinary(self, min, larger);
	return mapMany([self, min, max], (x, lo, hi) =>
		Number.isNaN(x) ? x : Number.isNaN(lo) ? lo : Number.isNaN(hi) ? hi : Math.min(Math.max(x, lo), hi),
	);
}
const clampScalar = (self: Tensor, min: Scalar | null, max: Scalar | null): Tensor =>
	clampForward(self, min === null ? null : scalar(min), max === null ? null : scalar(max));

/** Where the number was not cut off. */
function inside(self: Tensor, min: Scalar | null, max: Scalar | null): Tensor {
	if (min !== null && max !== null) return call("logical_and", call("ge.Scalar", self, min), call("le.Scalar", self, max));
	return min !== null ? call("ge.Scalar", self, min) : call("le.Scalar", self, max);
}
function insideTensors(self: Tensor, min: Tensor | null, max: Tensor | null): Tensor {
	if (min !== null && max !== null) return call("logical_and", call("ge.Tensor", self, min), call("le.Tensor", self, max));
	return min !== null ? call("ge.Tensor", self, min) : call("le.Tensor", self, max);
}

function maskedFillForward(self: Tensor, mask: Tensor, value: Tensor): Tensor {
	if (mask.dtype !== dtypes.bool)
		throw new TorchError("RuntimeError", `masked_fill_ only supports boolean masks, but got mask with dtype ${cppName(mask.dtype)}`);
	if (value.dim > 0)
		throw new TorchError(
			"RuntimeError",
			`masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.dim} dimension(s).`,
		);
	const filler = isComplex(value.dtype) && !isComplex(self.dtype) ? filled([], self.dtype, numberIn(value)) : value;
	return selected([self, mask, filler], mask, filler, self, self.dtype);
}

function numbersIn(t: Tensor, dtype: DType): Numbers {
	if (t.dtype === dtype) return t.numbers()!;
	return t.dtype.width === dtype.width ? convert(t.numbers()!, dtype) : pairs(t);
}

/** `condition ? self : other`, element by element. */
function selected(operands: Tensor[], condition: Tensor, self: Tensor, other: Tensor, dtype: DType): Tensor {
	const sizes = broadcastAll(operands);
	const n = count(sizes);
	if (n === null || !affordable(operands, n)) return like(operands, sizes, dtype, null);
	const w = dtype.width;
	const c = expandValues(condition.sizes, condition.numbers()!, sizes);
	const x = expandValues(self.sizes, numbersIn(self, dtype), sizes, w);
	const y = expandValues(other.sizes, numbersIn(other, dtype), sizes, w);
	const out = dtype.make(n * w);
	for (let i = 0; i < n * w; i++) out[i] = c[w === 1 ? i : i >> 1] !== 0 ? x[i]! : y[i]!;
	return like(operands, sizes, dtype, out);
}

function whereForward(condition: Tensor, self: Tensor, other: Tensor): Tensor {
	if (condition.dtype !== dtypes.bool && condition.dtype !== dtypes.uint8)
		throw new TorchError(
			"RuntimeError",
			`where expected condition to be a boolean tensor, but got a tensor with dtype ${condition.dtype.scalarType}`,
		);
	if (condition.dtype === dtypes.uint8)
		warnOnce(
			"where received a uint8 condition tensor. This behavior is deprecated and will be removed in a future version of PyTorch. Use a boolean condition instead.",
		);
	const dtype = resultType([self, other]);
	return selected([condition, self, other], condition, self, other, dtype);
}

/** Numbers become tensors of the result's type. */
function whereNumbers(condition: Tensor, self: Tensor | Scalar, other: Tensor | Scalar): Tensor {
	const [x, y] = [scalar(self), scalar(other)];
	const dtype = resultType([x, y]);
	if (!x.unknownDtype && !y.unknownDtype) for (const t of [x, y]) if (t.isWrappedNumber) checkAssigned(t, dtype);
	return call("where.self", condition, x, y);
}

defineRows({
	maximum: pairRow("maximum", larger, "lt.Tensor", "gt.Tensor"),
	minimum: pairRow("minimum", smaller, "gt.Tensor", "lt.Tensor"),
	fmax: numberPairRow(largerNumber, "ge.Tensor"),
	fmin: numberPairRow(smallerNumber, "le.Tensor"),
	clamp: { forward: clampScalar, grad: { self: (g, e) => where(inside(e.self, e.min, e.max), g, 0) } },
	"clamp.Tensor": {
		forward: clampForward,
		grad: {
			self: (g, e) => where(insideTensors(e.self, e.min, e.max), g, 0),
			min: (g, e) => {
				if (e.min === null) return null;
				const below = call("lt.Tensor", e.self, e.min);
				return where(e.max === null ? below : call("logical_and", call("lt.Tensor", e.min, e.max), below), g, 0);
			},
			max: (g, e) => {
				if (e.max === null) return null;
				const above = call("gt.Tensor", e.self, e.max);
				return where(e.min === null ? above : call("logical_or", above, call("lt.Tensor", e.max, e.min)), g, 0);
			},
		},
	},
	clamp_min: {
		forward: (self, min) => clampScalar(self, min, null),
		grad: { self: (g, e) => where(call("ge.Scalar", e.self, e.min), g, 0) },
	},
	clamp_max: {
		forward: (self, max) => clampScalar(self, null, max),
		grad: { self: (g, e) => where(call("le.Scalar", e.self, e.max), g, 0) },
	},
	"clamp_min.Tensor": {
		forward: (self, min) => clampForward(self, min, null),
		grad: { self: (g, e) => where(call("ge.Tensor", e.self, e.min), g, 0), min: (g, e) => where(call("lt.Tensor", e.self, e.min), g, 0) },
	},
	"clamp_max.Tensor": {
		forward: (self, max) => clampForward(self, null, max),
		grad: { self: (g, e) => where(call("le.Tensor", e.self, e.max), g, 0), max: (g, e) => where(call("gt.Tensor", e.self, e.max), g, 0) },
	},
	"where.self": {
		forward: whereForward,
		grad: { self: (g, e) => where(e.condition, g, 0), other: (g, e) => where(e.condition, 0, g) },
	},
	"masked_fill.Scalar": {
		forward: (self, mask, value) => maskedFillForward(self, mask, scalar(value)),
		grad: { self: (g, e) => maskedFill(g, e.mask, 0) },
	},
	"masked_fill.Tensor": {
		forward: maskedFillForward,
		grad: { self: (g, e) => maskedFill(g, e.mask, 0), value: (g, e) => call("sum", where(e.mask, g, 0), null) },
	},
	isnan: {
		forward: (self) =>
			self.dtype.width === 2
				? mapComplexToReal(self, (z) => (Number.isNaN(z[0]) || Number.isNaN(z[1]) ? 1 : 0), dtypes.bool)
				: mapUnary(self, dtypes.bool, (x) => (Number.isNaN(x) ? 1 : 0)),
	},
	isinf: {
		forward: (self) =>
			self.dtype.width === 2
				? mapComplexToReal(self, (z) => (isInfinite(z[0]) || isInfinite(z[1]) ? 1 : 0), dtypes.bool)
				: mapUnary(self, dtypes.bool, (x) => (x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY ? 1 : 0)),
	},
	isposinf: { forward: (self) => mapUnary(self, dtypes.bool, (x) => (x === Number.POSITIVE_INFINITY ? 1 : 0)) },
	isneginf: { forward: (self) => mapUnary(self, dtypes.bool, (x) => (x === Number.NEGATIVE_INFINITY ? 1 : 0)) },
});

function complexIsClose(self: Tensor, other: Tensor, rtol: number, atol: number, equalNan: boolean): Tensor {
	const isNaN = (z: Complex): boolean => Number.isNaN(z[0]) || Number.isNaN(z[1]);
	const isClose = (x: Complex, y: Complex): boolean =>
		(x[0] === y[0] && x[1] === y[1]) ||
		(equalNan && isNaN(x) && isNaN(y)) ||
		(Number.isFinite(y[0]) &&
			Number.isFinite(y[1]) &&
			Math.hypot(x[0] - y[0], x[1] - y[1]) <= atol + Math.abs(rtol) * Math.hypot(y[0], y[1]));
	return mapComplexBinary(self, other, (x, y) => [Number(isClose(x, y)), 0], dtypes.bool);
}
const isInfinite = (x: number): boolean => x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY;

defineComposites({
	"max.other": (a, b) => call("maximum", a, b),
	"min.other": (a, b) => call("minimum", a, b),
	clip: (self, min, max) => call("clamp", self, min, max),
	"clip.Tensor": (self, min, max) => call("clamp.Tensor", self, min, max),
	"where.ScalarSelf": whereNumbers,
	"where.ScalarOther": whereNumbers,
	"where.Scalar": whereNumbers,
	isfinite: (self) =>
		self.dtype.category < 2
			? call("ones_like", self, dtypes.bool)
			: mul(call("eq.Tensor", self, self), call("ne.Scalar", call("abs", self), Number.POSITIVE_INFINITY)),
	isclose: (self, other, rtol, atol, equalNan) => {
		if (self.dtype.width === 2 || other.dtype.width === 2) return complexIsClose(self, other, rtol, atol, equalNan);
		const isClose = (x: number, y: number): boolean =>
			x === y || (equalNan && Number.isNaN(x) && Number.isNaN(y)) || (Number.isFinite(y) && Math.abs(x - y) <= atol + Math.abs(rtol * y));
		return mapBinary(self, other, (x, y) => Number(isClose(x, y)), dtypes.bool, resultType([self, other]));
	},
});
