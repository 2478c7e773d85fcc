/** How gradients arrive at tensors: who holds them, when one is taken over instead of copied, and the arithmetic on them. */
import type { DType } from "../shape/dtype.ts";
import { equal } from "../shape/dim.ts";
import { isNonOverlappingAndDense, type Sizes } from "../shape/shape.ts";
import type { Tensor } from "./tensor.ts";

/** Arithmetic on gradients, installed by ops/. All obey the grad mode. */
export interface GradOps {
	add(a: Tensor, b: Tensor): Tensor;
	addInPlace(into: Tensor, value: Tensor): void;
	/** Reduces to `sizes` (which `g` broadcasts from). */
	sumTo(g: Tensor, sizes: Sizes): Tensor;
	cast(g: Tensor, dtype: DType): Tensor;
	onesLike(t: Tensor): Tensor;
	/** A fresh tensor with the same numbers, with history in grad mode (node CopyBackwards). */
	copy(g: Tensor): Tensor;
	/** The same in memory laid out as the leaf's; counts as a write. */
	copyLike(g: Tensor, leaf: Tensor): Tensor;
}
export let ops: GradOps;
export function installGradOps(o: GradOps): void {
	ops = o;
}

/** Counts who holds a gradient, and its memory. */
export function hold(grad: Tensor, more: number): void {
	grad.holders += more;
	grad.storage.holders += more;
}

/** The gradient itself becomes the leaf's when nobody else holds it, with its version. */
function stolen(grad: Tensor): Tensor {
	const own = grad.alias(grad.sizes, grad.strides, grad.offset);
	own.wholeStorage = grad.wholeStorage;
	return own;
}
function sameLayout(leaf: Tensor, grad: Tensor): boolean {
	if (!isNonOverlappingAndDense(leaf.sizes, leaf.strides)) return grad.isContiguous;
	if (leaf.strides === null && grad.strides === null) return true;
	const [a, b] = [leaf.stridesOrContiguous, grad.stridesOrContiguous];
	return leaf.sizes.every((s, i) => s === 1 || equal(a[i]!, b[i]!) === true);
}

/** `.grad += grad` as AccumulateGrad does it (spec section 5.5). */
export function accumulateGrad(leaf: Tensor, grad: Tensor, createGraph: boolean): void {
	if (leaf.grad === null) leaf.grad = !createGraph && grad.holders <= 1 && sameLayout(leaf, grad) ? stolen(grad) : ops.copyLike(grad, leaf);
	else if (createGraph) leaf.grad = ops.add(leaf.grad, grad);
	else ops.addInPlace(leaf.grad, grad);
}

export function retain(t: Tensor, grad: Tensor): void {
	if (t.grad === null) t.grad = ops.copy(grad);
	else t.grad = ops.add(t.grad, grad);
}
export function setNonLeafGrad(t: Tensor, grad: Tensor): void {
	t.grad = t.grad === null ? ops.copy(grad) : ops.add(t.grad, grad);
}
