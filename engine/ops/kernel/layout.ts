/** Building tensors with given geometry: views of existing memory and fresh tensors gathered from it. */
import { type Dim, isKnown, mul } from "../../shape/dim.ts";
import { dtypes, type Numbers } from "../../shape/dtype.ts";
import { contiguousStrides, elementOffsets, type Sizes } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { affordable, count } from "./elementwise.ts";

/** A view of `of` with other geometry; row-major strides are stored as null. */
export function viewOf(of: Tensor, sizes: Sizes, strides: readonly Dim[] | null, offset: Dim): Tensor {
	return of.alias(sizes, strides === null || isRowMajor(sizes, strides) ? null : strides, offset);
}

function isRowMajor(sizes: Sizes, strides: readonly Dim[]): boolean {
	let expected: Dim = 1;
	for (let i = sizes.length - 1; i >= 0; i--) {
		if (strides[i] !== expected) return false;
		const s = sizes[i]!;
		expected = typeof expected === "number" && typeof s === "number" ? expected * (s > 1 ? s : 1) : mul(expected, s);
	}
	return true;
}

/** A row-major copy of the numbers; null when unknown or too many. */
export function copiedNumbers(t: Tensor): Numbers | null {
	const n = count(t.sizes);
	if (n === null || !affordable([t], n)) return null;
	const values = t.numbers();
	if (values === null) return null;
	return values.buffer === t.storage.data?.buffer ? (values.slice() as Numbers) : values;
}

/** A fresh tensor whose element i is element `from[i]` of `t`'s storage. */
export function gathered(t: Tensor, sizes: Sizes, from: Int32Array): Tensor {
	const data = t.storage.data!;
	const w = t.dtype.width;
	const out = t.dtype.make(from.length * w);
	if (w === 1) for (let i = 0; i < from.length; i++) out[i] = data[from[i]!]!;
	else
		for (let i = 0; i < from.length; i++) {
			out[2 * i] = data[2 * from[i]!]!;
			out[2 * i + 1] = data[2 * from[i]! + 1]!;
		}
	return Tensor.make(sizes, t.dtype, out);
}

/** A fresh tensor with the numbers of `view` (a temporary alias with any strides, negative ones included). */
export function materialized(t: Tensor, sizes: Sizes, strides: readonly Dim[], offset: Dim): Tensor {
	const n = count(sizes);
	if (n === null || !isKnown(offset) || strides.some((s) => !isKnown(s)) || !affordable([t], n)) return Tensor.make(sizes, t.dtype, null);
	return gathered(t, sizes, elementOffsets(sizes as number[], strides as number[], offset));
}

export const stridesOf = (t: { sizes: Sizes; strides: readonly Dim[] | null }): readonly Dim[] => t.strides ?? contiguousStrides(t.sizes);

/** An int64 tensor of these positions. */
export const indexTensor = (values: ArrayLike<number>, sizes: Sizes = [values.length]): Tensor =>
	Tensor.make(sizes, dtypes.int64, Float64Array.from(values));
/** A bool tensor of zeros and ones. */
export const maskTensor = (values: ArrayLike<number>, sizes: Sizes): Tensor => Tensor.make(sizes, dtypes.bool, Uint8Array.from(values));
