/** The same numbers in another arrangement: a view where the memory allows it, else a copy. */
import { contiguousStrides, isContiguous } from "../../shape/shape.ts";
import { rt } from "../../values/runtime.ts";
import { Ndarray } from "../ndarray.ts";
import { count, make, numbersOf, sizesOf } from "./kit.ts";

export function transpose(a: Ndarray, order: number[] | null): Ndarray {
	const sizes = sizesOf(a);
	const dims = (order ?? [...sizes.keys()].reverse()).map((d) => (d < 0 ? d + sizes.length : d));
	const strides = a.tensor.strides ?? contiguousStrides(sizes);
	return new Ndarray(
		a.tensor.alias(
			dims.map((d) => sizes[d]!),
			dims.map((d) => strides[d]!),
			a.tensor.offset,
		),
	);
}
export function reshape(a: Ndarray, shape: number[]): Ndarray {
	const total = count(sizesOf(a));
	const rest = count(shape.filter((s) => s !== -1));
	const sizes = shape.map((s) => (s === -1 ? total / rest : s));
	if (count(sizes) !== total || sizes.some((s) => !Number.isInteger(s)))
		rt.raise("ValueError", `cannot reshape array of size ${total} into shape (${shape.join(",")}${shape.length === 1 ? "," : ""})`);
	if (isContiguous(a.tensor.sizes, a.tensor.strides)) return new Ndarray(a.tensor.alias(sizes, null, a.tensor.offset));
	return make(sizes, a.tensor.dtype, numbersOf(a));
}
export const copy = (a: Ndarray): Ndarray => make(sizesOf(a), a.tensor.dtype, numbersOf(a));
