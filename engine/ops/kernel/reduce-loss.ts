/** The last step of every loss: none, mean or sum of the elementwise losses. */
import { dtypes, type Numbers } from "../../shape/dtype.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { call } from "../dispatch.ts";
import { cascadeSum } from "./cascade-sum.ts";
import { affordable, count } from "./elementwise.ts";
import { rounded, unknownNumbers } from "./rounded.ts";

export const NONE = 0;
export const MEAN = 1;
export const SUM = 2;

/** Inside a kernel: numbers only, no history. */
export function reduceNumbers(t: Tensor, reduction: number): Tensor {
	if (reduction === NONE) return t;
	const n = count(t.sizes);
	if (n === null || !affordable([t], n)) return unknownNumbers([], t.dtype);
	const floating = t.dtype === dtypes.float32 || t.dtype === dtypes.float64;
	const total = floating
		? cascadeSum(
				t,
				t.sizes.map((_, i) => i),
				false,
				t.dtype,
			).storage.data![0]!
		: sumOf(t.numbers()!);
	return rounded([], t.dtype, [total / (reduction === MEAN ? n : 1)] as unknown as Numbers);
}

export function sumOf(values: Numbers): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i]!;
	return sum;
}

/** In a composite: with mean and sum nodes. */
export const reduceLoss = (t: Tensor, reduction: number): Tensor =>
	reduction === MEAN ? call("mean", t, null) : reduction === SUM ? call("sum", t, null) : t;
