/** Small steps that many derivative formulas share. */
import type { Dim } from "../../shape/dim.ts";
import { isComplex } from "../../shape/dtype.ts";
import type { Sizes } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { call } from "../aten.ts";
import type { TensorMeta } from "../../autograd/tensor.ts";
import { wrapDims } from "./reduce.ts";
import { conjScalar, imaginary, isFloatScalar, type Scalar, scalar } from "./scalar.ts";

export { isFloatScalar, scalar, type Scalar };

// In PyTorch's formulas arithmetic with a number goes through the `Scalar` overloads, which have nodes of their own.
export const mulS = (a: Tensor, x: Scalar): Tensor => call("mul.Scalar", a, x);
export const divS = (a: Tensor, x: Scalar): Tensor => call("div.Scalar", a, x);
export const addS = (a: Tensor, x: Scalar): Tensor => call("add.Scalar", a, x, 1);
export const subS = (a: Tensor, x: Scalar): Tensor => call("sub.Scalar", a, x, 1);

/** grad * conj(value), or grad itself for one (PyTorch's maybe_multiply). */
export const timesScalar = (g: Tensor, value: Scalar): Tensor => (isOne(value) ? g : mulS(g, conjScalar(value)));
const isOne = (value: Scalar): boolean => Number(value) === 1 && imaginary(value) === 0;

/** The gradient of a real input of a complex computation is the real part. */
export const handleComplex = (g: Tensor, input: Tensor | TensorMeta): Tensor =>
	isComplex(g.dtype) && !isComplex(input.dtype) ? call("real", g) : g;

/** A size as an operand; a symbolic one is a number nobody knows. */
export function dimNumber(d: Dim): Tensor | number {
	if (typeof d === "number") return d;
	const t = Tensor.wrap(1, false);
	t.storage.data = null;
	return t;
}

/** Divided by a size. */
export const divDim = (t: Tensor, d: Dim): Tensor => (typeof d === "number" ? divS(t, d) : call("div.Tensor", t, dimNumber(d)));

/** The gradient of a reduction over `dims` brought back to the input's shape (PyTorch's sum_backward). */
export function expandGrad(g: Tensor, sizes: Sizes, dims: readonly number[] | number | null, keepdim: boolean): Tensor {
	const list = dims === null ? [] : typeof dims === "number" ? [dims] : dims;
	return call("expand", keepdim || sizes.length === 0 || list.length === 0 ? g : restoreDims(g, list, sizes.length), [...sizes], false);
}

/** Puts size-1 dimensions back where a reduction took them away. */
export function restoreDims(g: Tensor, dims: readonly number[], rank: number): Tensor {
	let out = g;
	for (const d of [...wrapDims(dims, rank)].sort((a, b) => a - b)) out = call("unsqueeze", out, d);
	return out;
}
