/** Writes into memory where several elements share a place (expand, unfold): the kernels go from element to element and read what they wrote before. */
import { convert, Tensor } from "../../autograd/tensor.ts";
import { overlapsItself } from "../../shape/shape.ts";
import { stridesOf } from "./layout.ts";

/** Writing element by element is slow; kernels of long rows read ahead, so that their result is not known anyway. */
const FEW = 1024;
const SHORT_ROW = 16;

/** True when two elements of the tensor certainly lie in the same place. */
export function sharesPlaces(t: Tensor): boolean {
	if (t.strides === null || t.isContiguous) return false;
	if (overlapsItself(t.sizes, t.strides)) return true;
	let last = 0;
	for (let i = 0; i < t.sizes.length; i++) {
		const [size, stride] = [t.sizes[i]!, t.strides[i]!];
		if (typeof size !== "number" || typeof stride !== "number") return false;
		last += (size - 1) * stride;
	}
	return (t.numel as number) > last + 1;
}

/** These do more than compute one element from the elements at the same position. */
const NOT_POINTWISE =
	/^(index_|scatter|masked_scatter|cum|tri[lu]|addm|addbmm|baddbmm|addr|uniform|normal|random|bernoulli|exponential|geometric|cauchy|log_normal|renorm|fill_diagonal|put|sort)/;

/** `result` is what the operator makes of the memory as it was. */
export function writePlaceByPlace(
	self: Tensor,
	args: unknown[],
	forward: (...args: unknown[]) => unknown,
	result: Tensor,
	base: string,
): void {
	const offsets = self.elementOffsets();
	const n = offsets?.length ?? 0;
	const last = self.sizes.at(-1);
	if (offsets === null || n > FEW || self.dtype.width !== 1 || typeof last !== "number" || last >= SHORT_ROW) return self.write(null);
	if (NOT_POINTWISE.test(base)) {
		const data = result.numbers()!;
		self.writeChanged(result.dtype === self.dtype ? data : convert(data, self.dtype));
		return;
	}
	const sizes = self.sizes as number[];
	const parts = args.map((a) => (a instanceof Tensor && !a.isWrappedNumber ? elements(a, sizes) : null));
	if (parts.some((p, i) => p === null && args[i] instanceof Tensor && !(args[i] as Tensor).isWrappedNumber)) return self.write(null);
	for (let i = 0; i < n; i++) {
		const one = forward(...args.map((a, k) => (parts[k] === null ? a : (a as Tensor).alias([], null, parts[k]![i]!)))) as Tensor;
		self.alias([], null, offsets[i]!).write(one.numbers());
	}
}

/** Where the elements of an operand lie that meet those of a tensor of `sizes`; null when they are not known. */
function elements(t: Tensor, sizes: number[]): Int32Array | null {
	const lead = sizes.length - t.dim;
	const own = stridesOf(t);
	const strides = sizes.map((_, i) => (i < lead || t.sizes[i - lead] === 1 ? 0 : own[i - lead]!));
	return t.alias(sizes, strides, t.offset).elementOffsets();
}
