/** Short names for the ops that derivative formulas and composites use all the time. Each goes through dispatch, so grad mode, nodes and versions are right. */
import type { Dim } from "../shape/dim.ts";
import type { DType } from "../shape/dtype.ts";
import { type Sizes, sameSizes } from "../shape/shape.ts";
import { Tensor } from "../autograd/tensor.ts";
import { call, callInPlace, callMany, callOp } from "./dispatch.ts";

export { call, callInPlace, callMany, callOp };

type T = Tensor;
type Operand = Tensor | number;

export const add = (a: T, b: Operand, alpha: number = 1): T => call("add.Tensor", a, b, alpha);
export const sub = (a: T, b: Operand, alpha: number = 1): T => call("sub.Tensor", a, b, alpha);
export const rsub = (a: T, b: number): T => call("rsub.Scalar", a, b);
export const mul = (a: T, b: Operand): T => call("mul.Tensor", a, b);
export const div = (a: T, b: Operand): T => call("div.Tensor", a, b);
export const neg = (a: T): T => call("neg", a);
export const pow = (a: T, e: number): T => call("pow.Tensor_Scalar", a, e);
export const exp = (a: T): T => call("exp", a);
export const log = (a: T): T => call("log", a);
export const sqrt = (a: T): T => call("sqrt", a);
export const rsqrt = (a: T): T => call("rsqrt", a);
export const reciprocal = (a: T): T => call("reciprocal", a);
export const abs = (a: T): T => call("abs", a);
export const sign = (a: T): T => call("sign", a);
export const sgn = (a: T): T => call("sgn", a);
export const sin = (a: T): T => call("sin", a);
export const cos = (a: T): T => call("cos", a);
export const tanh = (a: T): T => call("tanh", a);
export const sigmoid = (a: T): T => call("sigmoid", a);
export const conj = (a: T): T => (a.dtype.category === 3 ? call("_conj", a) : a);
export const where = (c: T, a: Operand, b: Operand): T => call("where.self", c, a, b);
export const eq = (a: T, b: Operand): T => (b instanceof Tensor ? call("eq.Tensor", a, b) : call("eq.Scalar", a, b));
export const ne = (a: T, b: Operand): T => (b instanceof Tensor ? call("ne.Tensor", a, b) : call("ne.Scalar", a, b));
export const lt = (a: T, b: Operand): T => (b instanceof Tensor ? call("lt.Tensor", a, b) : call("lt.Scalar", a, b));
export const le = (a: T, b: Operand): T => (b instanceof Tensor ? call("le.Tensor", a, b) : call("le.Scalar", a, b));
export const gt = (a: T, b: Operand): T => (b instanceof Tensor ? call("gt.Tensor", a, b) : call("gt.Scalar", a, b));
export const ge = (a: T, b: Operand): T => (b instanceof Tensor ? call("ge.Tensor", a, b) : call("ge.Scalar", a, b));
export const maskedFill = (a: T, mask: T, value: number): T => call("masked_fill.Scalar", a, mask, value);
export const sum = (a: T): T => call("sum", a, null);
export const sumDims = (a: T, dims: number[], keepdim = false): T => call("sum.dim_IntList", a, dims, keepdim, null);
export const meanDims = (a: T, dims: number[], keepdim = false): T => call("mean.dim", a, dims, keepdim, null);
export const mm = (a: T, b: T): T => call("mm", a, b);
export const bmm = (a: T, b: T): T => call("bmm", a, b);
export const t = (a: T): T => call("t", a);
export const transpose = (a: T, d0: number, d1: number): T => call("transpose.int", a, d0, d1);
export const permute = (a: T, dims: number[]): T => call("permute", a, dims);
export const expand = (a: T, sizes: Sizes): T => call("expand", a, [...sizes], false);
export const view = (a: T, sizes: Sizes): T => call("view", a, [...sizes]);
export const reshape = (a: T, sizes: Sizes): T => call("reshape", a, [...sizes]);
export const squeeze = (a: T, dim: number): T => call("squeeze.dim", a, dim);
export const unsqueeze = (a: T, dim: number): T => call("unsqueeze", a, dim);
export const select = (a: T, dim: number, index: Dim): T => call("select.int", a, dim, index);
export const slice = (a: T, dim: number, start: Dim | null, end: Dim | null, step = 1): T => call("slice.Tensor", a, dim, start, end, step);
export const cat = (list: T[], dim = 0): T => call("cat", list, dim);
export const stack = (list: T[], dim = 0): T => call("stack", list, dim);
export const clone = (a: T, format: string | null = null): T => call("clone", a, format);
export const detach = (a: T): T => call("detach", a);
export const contiguous = (a: T): T => call("contiguous", a);
export const toDtype = (a: T, dtype: DType): T => (a.dtype === dtype ? a : call("_to_copy", a, dtype));
export const zeros = (sizes: Sizes, dtype: DType): T => call("zeros", [...sizes], dtype);
export const ones = (sizes: Sizes, dtype: DType): T => call("ones", [...sizes], dtype);
export const full = (sizes: Sizes, value: number, dtype: DType): T => call("full", [...sizes], value, dtype);
export const zerosLike = (a: { sizes: Sizes; dtype: DType }): T => zeros(a.sizes, a.dtype);
export const onesLike = (a: { sizes: Sizes; dtype: DType }): T => ones(a.sizes, a.dtype);

/** Reduces `g` to `sizes` (which it was broadcast from). */
export function sumTo(g: T, sizes: Sizes): T {
	if (g.unknownShape || sameSizes(g.sizes, sizes)) return g;
	if (sizes.length === 0) return sum(g);
	const lead = g.dim - sizes.length;
	const dims: number[] = [];
	for (let i = 0; i < lead; i++) dims.push(i);
	for (let i = 0; i < sizes.length; i++) if (sizes[i] === 1 && g.sizes[lead + i] !== 1) dims.push(lead + i);
	const reduced = dims.length === 0 ? g : sumDims(g, dims, true);
	return lead > 0 ? view(reduced, sizes) : reduced;
}
