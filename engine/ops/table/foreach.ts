/** `torch._foreach_*`: the same op on every tensor of a list. They are not in the published table; each is its single op in a loop. */
import type { Tensor } from "../../autograd/tensor.ts";
import { call, callInPlace, callOp } from "../aten.ts";
import type { Scalar } from "../kernel/formula.ts";
import { type Composite, defineComposites } from "../row.ts";

type List = Tensor[];
const table: Record<string, Composite> = {};

/** `_foreach_exp(list)` and `_foreach_exp_(list)`. */
for (const name of "abs acos asin atan ceil cos cosh erf erfc exp expm1 floor frac lgamma log log10 log1p log2 neg reciprocal round rsqrt sigmoid sign sin sinh sqrt tan tanh trunc".split(
	" ",
)) {
	table[`_foreach_${name}`] = (list: List) => list.map((t) => call(name, t));
	table[`_foreach_${name}_`] = (list: List) => list.forEach((t) => callInPlace(name, [t]));
}

/** Two operands: a list, one number, a list of numbers, or one tensor. `withNumber` is the op's overload for numbers. */
for (const [name, withTensor, withNumber] of [
	["add", "add.Tensor", "add.Scalar"],
	["sub", "sub.Tensor", "sub.Scalar"],
	["mul", "mul.Tensor", "mul.Scalar"],
	["div", "div.Tensor", "div.Scalar"],
	["maximum", "clamp_min.Tensor", "clamp_min"],
	["minimum", "clamp_max.Tensor", "clamp_max"],
	["clamp_min", "clamp_min.Tensor", "clamp_min"],
	["clamp_max", "clamp_max.Tensor", "clamp_max"],
	["pow", "pow.Tensor_Tensor", "pow.Tensor_Scalar"],
] as const) {
	const scaled = (alpha: Scalar | undefined): Scalar[] => ((name === "add" || name === "sub") && alpha !== undefined ? [alpha] : []);
	table[`_foreach_${name}.List`] = (a: List, b: List, alpha?: Scalar) => a.map((t, i) => call(withTensor, t, b[i], ...scaled(alpha)));
	table[`_foreach_${name}.Scalar`] = (a: List, b: Scalar) => a.map((t) => call(withNumber, t, b));
	table[`_foreach_${name}.ScalarList`] = (a: List, b: Scalar[]) => a.map((t, i) => call(withNumber, t, b[i]));
	table[`_foreach_${name}.Tensor`] = (a: List, b: Tensor, alpha?: Scalar) => a.map((t) => call(withTensor, t, b, ...scaled(alpha)));
	table[`_foreach_${name}_.List`] = (a: List, b: List, alpha?: Scalar) =>
		a.forEach((t, i) => callInPlace(withTensor, [t, b[i], ...scaled(alpha)]));
	table[`_foreach_${name}_.Scalar`] = (a: List, b: Scalar) => a.forEach((t) => callInPlace(withNumber, [t, b]));
	table[`_foreach_${name}_.ScalarList`] = (a: List, b: Scalar[]) => a.forEach((t, i) => callInPlace(withNumber, [t, b[i]]));
	table[`_foreach_${name}_.Tensor`] = (a: List, b: Tensor, alpha?: Scalar) =>
		a.forEach((t) => callInPlace(withTensor, [t, b, ...scaled(alpha)]));
}
for (const name of ["addcmul", "addcdiv"]) {
	table[`_foreach_${name}.Scalar`] = (a: List, b: List, c: List, value: Scalar = 1) => a.map((t, i) => call(name, t, b[i], c[i], value));
	table[`_foreach_${name}.ScalarList`] = (a: List, b: List, c: List, values: Scalar[]) =>
		a.map((t, i) => call(name, t, b[i], c[i], values[i]));
	table[`_foreach_${name}_.Scalar`] = (a: List, b: List, c: List, value: Scalar = 1) =>
		a.forEach((t, i) => callInPlace(name, [t, b[i], c[i], value]));
	table[`_foreach_${name}_.ScalarList`] = (a: List, b: List, c: List, values: Scalar[]) =>
		a.forEach((t, i) => callInPlace(name, [t, b[i], c[i], values[i]]));
}

defineComposites({
	...table,
	"_foreach_lerp.List": (a: List, b: List, w: List) => a.map((t, i) => call("lerp.Tensor", t, b[i], w[i])),
	"_foreach_lerp.Scalar": (a: List, b: List, w: Scalar) => a.map((t, i) => call("lerp.Scalar", t, b[i], w)),
	"_foreach_lerp_.List": (a: List, b: List, w: List) => a.forEach((t, i) => callInPlace("lerp.Tensor", [t, b[i], w[i]])),
	"_foreach_lerp_.Scalar": (a: List, b: List, w: Scalar) => a.forEach((t, i) => callInPlace("lerp.Scalar", [t, b[i], w])),
	"_foreach_norm.Scalar": (a: List, ord: Scalar = 2, dtype: unknown = null) =>
		a.map((t) => call("linalg_vector_norm", t, ord, null, false, dtype)),
	_foreach_zero_: (a: List) => a.forEach((t) => callOp("zero_", [t])),
	_foreach_copy_: (a: List, b: List) => a.forEach((t, i) => callOp("copy_", [t, b[i], false])),
});
