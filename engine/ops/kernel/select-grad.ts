/** The gradient of ops that pick elements along a dimension (max, sort, topk ...): it goes to where they were picked. */
import type { Sizes } from "../../shape/shape.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { call, callInPlace, unsqueeze, zeros } from "../aten.ts";

export function selectGrad(g: Tensor, dim: number, indices: Tensor, sizes: Sizes, keepdim: boolean): Tensor {
	const into = zeros(sizes, g.dtype);
	const restore = (t: Tensor): Tensor => (keepdim || sizes.length === 0 ? t : unsqueeze(t, dim));
	return callInPlace("scatter.src", [into, dim, restore(indices), restore(g)]);
}

/** As `selectGrad` for running extremes, where one element may be picked many times. */
export const addGrad = (g: Tensor, dim: number, indices: Tensor, sizes: Sizes): Tensor =>
	call("scatter_add", zeros(sizes, g.dtype), dim, indices, g);
