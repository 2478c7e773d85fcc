/** Which strides the result of an elementwise op gets: PyTorch keeps the memory order of its operands (TensorIterator's rule). */
import type { Dim } from "../../shape/dim.ts";
import { type DType, dtypes, type Numbers } from "../../shape/dtype.ts";
import { elementOffsets, isContiguous, isNonOverlappingAndDense, type Sizes } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { warnOnce } from "./rounded.ts";

/** Strides of the result of an elementwise op on `operands`, or null when it is contiguous. */
export function resultStrides(operands: readonly Tensor[], sizes: Sizes): readonly Dim[] | null {
	let plain = true;
	for (const t of operands) if (t.strides !== null && !t.isContiguous) plain = false;
	if (plain) return null;
	const first = operands[0]!;
	const same = operands.every((t) => t.sizes.length === sizes.length && t.sizes.every((s, i) => s === sizes[i]));
	if (same && isNonOverlappingAndDense(first.sizes, first.strides)) {
		const strides = first.stridesOrContiguous;
		if (operands.every((t) => t.stridesOrContiguous.every((s, i) => s === strides[i]))) return strides;
	}
	return orderedStrides(operands, sizes);
}

/** Strides of `clone`, `empty_like` and conversions: kept when the memory is dense, else ordered the same way. */
export function keptStrides(t: Tensor): readonly Dim[] | null {
	if (t.strides === null) return null;
	return isNonOverlappingAndDense(t.sizes, t.strides) ? t.strides : resultStrides([t], t.sizes);
}

/** Negative, zero or positive as `a` is smaller, not comparable or larger; a symbolic stride counts as larger than a known one. */
function compare(a: Dim, b: Dim): number {
	if (a === b) return 0;
	if (typeof a === "number") return typeof b === "number" ? a - b : -1;
	if (typeof b === "number") return 1;
	return a.key.length - b.key.length;
}

function orderedStrides(operands: readonly Tensor[], sizes: Sizes): Dim[] | null {
	const rank = sizes.length;
	const strides = operands.map((t) => {
		const own = t.stridesOrContiguous;
		const lead = rank - t.dim;
		return sizes.map((s, i) => (i < lead || (t.sizes[i - lead] === 1 && s !== 1) ? 0 : own[i - lead]!));
	});
	// Fastest dimension first, as TensorIterator keeps them.
	const order = sizes.map((_, i) => rank - 1 - i);
	const shouldSwap = (a: number, b: number): number => {
		for (const s of strides) {
			if (s[a] === 0 || s[b] === 0) continue;
			const c = compare(s[a]!, s[b]!);
			if (c !== 0) return c < 0 ? -1 : 1;
			if (compare(sizes[a]!, sizes[b]!) > 0) return 1;
		}
		return 0;
	};
	for (let i = 1; i < rank; i++) {
		let at = i;
		for (let j = i - 1; j >= 0; j--) {
			const c = shouldSwap(order[j]!, order[at]!);
			if (c > 0) {
				[order[j], order[at]] = [order[at]!, order[j]!];
				at = j;
			} else if (c < 0) break;
		}
	}
	if (order.every((d, i) => d === rank - 1 - i)) return null;
	const out: Dim[] = new Array(rank);
	let next: Dim = 1;
	for (const d of order) {
		out[d] = next;
		const s = sizes[d]!;
		if (typeof next !== "number" || typeof s !== "number") return null;
		next *= s;
	}
	return isContiguous(sizes, out) ? null : out;
}

/** A fresh tensor from row-major numbers, in the memory order that the operands give it. */
export function like(operands: readonly Tensor[], sizes: Sizes, dtype: DType, data: Numbers | null): Tensor {
	for (const t of operands) if (t.strides !== null) return inMemory(sizes, dtype, data, resultStrides(operands, sizes));
	if (dtype === dtypes.complex32) warnOnce(HALF_COMPLEX);
	return Tensor.make(sizes, dtype, data);
}
const HALF_COMPLEX =
	"ComplexHalf support is experimental and many operators don't support it yet. (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/EmptyTensor.cpp:54.)";

/** A fresh dense tensor with these strides, from row-major numbers. */
export function inMemory(sizes: Sizes, dtype: DType, data: Numbers | null, strides: readonly Dim[] | null): Tensor {
	if (strides === null) return Tensor.make(sizes, dtype, data);
	let memory: Numbers | null = null;
	if (data !== null) {
		const offsets = elementOffsets(sizes as number[], strides as number[], 0);
		memory = dtype.make(data.length);
		const w = dtype.width;
		for (let i = 0; i < offsets.length; i++) for (let k = 0; k < w; k++) memory[offsets[i]! * w + k] = data[i * w + k]!;
	}
	const t = Tensor.make(sizes, dtype, memory);
	t.strides = strides;
	return t;
}
