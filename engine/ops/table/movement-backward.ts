/** Derivatives of views as ops of their own: the gradient laid into zeros. */
import { add, type Dim, isKnown, mul } from "../../shape/dim.ts";
import { elementOffsets, type Sizes } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { call, slice } from "../aten.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { sliceBounds, wrapDim } from "../kernel/dims.ts";
import { stridesOf } from "../kernel/layout.ts";
import { defineRows } from "../row.ts";

/** Zeros of `sizes` with `grad` added at the elements of the view (sizes, strides, offset) of row-major memory. */
export function scatteredInto(grad: Tensor, sizes: Sizes, viewSizes: Sizes, strides: readonly Dim[], offset: Dim): Tensor {
	const n = count(sizes);
	const known = n !== null && isKnown(offset) && viewSizes.every(isKnown) && strides.every(isKnown);
	if (!known || !affordable([grad], n)) return Tensor.make(sizes, grad.dtype, null);
	const w = grad.dtype.width;
	const out = grad.dtype.make(n * w);
	const values = grad.numbers()!;
	const at = elementOffsets(viewSizes as number[], strides as number[], offset);
	for (let i = 0; i < at.length; i++) for (let k = 0; k < w; k++) out[at[i]! * w + k]! += values[i * w + k]!;
	return Tensor.make(sizes, grad.dtype, out);
}

function selectBackward(grad: Tensor, sizes: Sizes, dim: number, index: Dim): Tensor {
	const d = wrapDim(dim, sizes.length);
	const strides = stridesOf({ sizes, strides: null }).slice();
	const at = isKnown(index) && index < 0 ? add(index, sizes[d]!) : index;
	const offset = mul(at, strides[d]!);
	strides.splice(d, 1);
	return scatteredInto(grad, sizes, grad.sizes, strides, offset);
}

function sliceBackward(grad: Tensor, sizes: Sizes, dim: number, start: Dim, end: Dim, step: number): Tensor {
	const d = wrapDim(dim, sizes.length);
	const strides = stridesOf({ sizes, strides: null }).slice();
	const offset = mul(sliceBounds(sizes[d]!, start, end, step).start, strides[d]!);
	strides[d] = mul(strides[d]!, step);
	return scatteredInto(grad, sizes, grad.sizes, strides, offset);
}

function diagonalBackward(grad: Tensor, sizes: Sizes, offset: number, dim1: number, dim2: number): Tensor {
	const d = call("diagonal", Tensor.make(sizes, grad.dtype, null), offset, dim1, dim2);
	return scatteredInto(grad, sizes, d.sizes, stridesOf(d), d.offset);
}

function unfoldBackward(grad: Tensor, sizes: Sizes, dim: number, size: number, step: number): Tensor {
	const u = call("unfold", Tensor.make(sizes, grad.dtype, null), dim, size, step);
	return scatteredInto(grad, sizes, u.sizes, stridesOf(u), u.offset);
}

defineRows({
	select_backward: { forward: selectBackward, grad: { grad_output: (g, e) => call("select.int", g, e.dim, e.index) } },
	slice_backward: { forward: sliceBackward, grad: { grad_output: (g, e) => slice(g, e.dim, e.start, e.end, e.step) } },
	diagonal_backward: { forward: diagonalBackward, grad: { grad_output: (g, e) => call("diagonal", g, e.offset, e.dim1, e.dim2) } },
	unfold_backward: { forward: unfoldBackward, grad: { grad_in: (g, e) => call("unfold", g, e.dim, e.size, e.step) } },
});
