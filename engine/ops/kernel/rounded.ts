/** Small helpers shared by the nn kernels: results computed in doubles become tensors of a dtype, lists of ints are spread over dimensions. */
import { type Dim, dimText } from "../../shape/dim.ts";
import type { DType, Numbers } from "../../shape/dtype.ts";
import { type Sizes, sizesText } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import { requiresGrad } from "../../autograd/view.ts";
import { convert, Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";

/** A tensor from numbers computed in doubles. */
export const rounded = (sizes: Sizes, dtype: DType, values: Numbers): Tensor => Tensor.make(sizes, dtype, convert(values, dtype));

/** A tensor whose numbers are not known. */
export const unknownNumbers = (sizes: Sizes, dtype: DType): Tensor => Tensor.make(sizes, dtype, null);

/** `int[n]` arguments: one number, or a list of one, stands for all dimensions. */
export function spread<T extends Dim | boolean>(value: T | readonly T[] | null | undefined, n: number): T[] {
	if (Array.isArray(value)) return value.length === 1 && n > 1 ? new Array<T>(n).fill(value[0] as T) : [...(value as T[])];
	return value === null || value === undefined ? [] : new Array<T>(n).fill(value as T);
}

export const runtimeError = (text: string, key = "NN"): TorchError => new TorchError("RuntimeError", text, { key });
export const check = (ok: boolean, text: () => string): void => {
	if (!ok) throw runtimeError(text());
};

/** True when the gradient of this argument of a derivative formula is wanted. */
export function wants(argument: unknown): boolean {
	if (argument instanceof Tensor) return requiresGrad(argument);
	return typeof argument === "object" && argument !== null && (argument as { requiresGrad?: boolean }).requiresGrad === true;
}

/** One computation that yields the gradients of several inputs at once: done once per backward. */
export function joint<T>(env: { joint?: unknown }, compute: () => T): T {
	env.joint ??= compute();
	return env.joint as T;
}

/** Stands for PyTorch's undefined tensor in a list of results. */
export const undefinedTensor = (dtype: DType): Tensor => Tensor.make([0], dtype, dtype.make(0));

/** `2x3` lists in messages. */
export const timesText = (sizes: Sizes): string => sizes.map(dimText).join(" x ");
export { sizesText };

/** Warns as TORCH_WARN_ONCE does. */
export function warnOnce(text: string): void {
	if (world.warned.has(text)) return;
	world.warned.add(text);
	world.warn("UserWarning", text);
}
/** The same numbers without history: outputs that PyTorch does not differentiate are read this way in formulas. */
export const withoutHistory = (t: Tensor): Tensor => t.alias(t.sizes, t.strides, t.offset);

export const notImplementedFor = (name: string, d: DType): TorchError =>
	new TorchError("NotImplementedError", `"${name}" not implemented for '${d.scalarType}'`, { key: "NOT_IMPLEMENTED_FOR" });
