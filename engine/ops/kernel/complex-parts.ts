/** Complex tensors taken apart, and reduced or scanned along dimensions. */
import { type DType, toReal } from "../../shape/dtype.ts";
import { Tensor } from "../../autograd/tensor.ts";
import type { Complex } from "./complex.ts";
import { affordable, count } from "./elementwise.ts";
import { inMemory } from "./order.ts";
import { groups, reducedSizes } from "./reduce.ts";

/** The real (0) or imaginary (1) parts, in the memory order of the whole. */
function partOf(t: Tensor, which: 0 | 1): Tensor {
	const values = t.numbers();
	const dtype = toReal(t.dtype);
	if (values === null) return inMemory(t.sizes, dtype, null, t.strides);
	const out = dtype.make(values.length / 2);
	for (let i = 0; i < out.length; i++) out[i] = values[2 * i + which]!;
	return inMemory(t.sizes, dtype, out, t.strides);
}

/** A linear operation with real factors: it goes through both parts by itself. */
export function byParts(t: Tensor, f: (part: Tensor) => Tensor): Tensor {
	const re = f(partOf(t, 0));
	const x = re.numbers();
	const im = x === null ? null : f(partOf(t, 1)).numbers();
	if (x === null || im === null) return inMemory(re.sizes, t.dtype, null, re.strides);
	const out = t.dtype.make(2 * x.length);
	for (let i = 0; i < x.length; i++) {
		out[2 * i] = x[i]!;
		out[2 * i + 1] = im[i]!;
	}
	return inMemory(re.sizes, t.dtype, out, re.strides);
}

/** The same for the sum of what it gives for both parts, a real tensor. */
export const sumOfParts = (t: Tensor, f: (part: Tensor) => Tensor): [Tensor, Tensor] => [f(partOf(t, 0)), f(partOf(t, 1))];

/** One complex number per group. */
export function reduceComplex(
	self: Tensor,
	dims: readonly number[],
	keepdim: boolean,
	dtype: DType,
	f: (group: readonly Complex[]) => Complex,
): Tensor {
	const sizes = reducedSizes(self.sizes, dims, keepdim);
	const n = count(self.sizes);
	if (n === null || !affordable([self], n)) return Tensor.make(sizes, dtype, null);
	const x = self.numbers()!;
	const { first, members } = groups(self.sizes as number[], dims);
	const out = dtype.make(2 * first.length);
	for (let i = 0; i < first.length; i++) {
		const [re, im] = f(Array.from(members, (m) => at(x, first[i]! + m)));
		out[2 * i] = re;
		out[2 * i + 1] = im;
	}
	return Tensor.make(sizes, dtype, out);
}
const at = (x: ArrayLike<number>, i: number): Complex => [x[2 * i]!, x[2 * i + 1]!];

/** `f` folds the numbers along `dim`. */
export function scanComplex(self: Tensor, dim: number, dtype: DType, f: (sum: Complex, x: Complex) => Complex): Tensor {
	const n = count(self.sizes);
	if (n === null || !affordable([self], n)) return Tensor.make(self.sizes, dtype, null);
	const x = self.numbers()!;
	const { first, members } = groups(self.sizes as number[], self.dim === 0 ? [] : [dim]);
	const out = dtype.make(2 * n);
	for (const start of first) {
		let s: Complex | null = null;
		for (const m of members) {
			s = s === null ? at(x, start + m) : f(s, at(x, start + m));
			[out[2 * (start + m)], out[2 * (start + m) + 1]] = s;
		}
	}
	return Tensor.make(self.sizes, dtype, out);
}
