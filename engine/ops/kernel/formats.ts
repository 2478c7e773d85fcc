/** Channels-last memory: its strides, which tensors have it, and the ops that hand it on from their input. */
import { type Dim, isKnown, mul } from "../../shape/dim.ts";
import { isContiguous, type Sizes } from "../../shape/shape.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { inMemory } from "./order.ts";

/** `torch.memory_format`s by name; `null` is the row-major one or "as the input has it". */
export type Format = "contiguous_format" | "preserve_format" | "channels_last" | "channels_last_3d" | null;

/** Strides with the channels innermost; null for a number of dimensions that has no such layout. */
export function channelsLast(sizes: Sizes): Dim[] | null {
	const rank = sizes.length;
	if (rank !== 4 && rank !== 5) return null;
	const strides: Dim[] = new Array(rank);
	let next: Dim = 1;
	for (const d of rank === 4 ? [1, 3, 2, 0] : [1, 4, 3, 2, 0]) {
		strides[d] = next;
		const s: Dim = sizes[d]!;
		next = isKnown(s) && s < 1 ? next : mul(next, s);
	}
	return strides;
}

/** Whether the strides are those of channels-last memory, read as PyTorch reads them: what fits both layouts counts as row-major. */
export function isLikeChannelsLast(t: Tensor): boolean {
	const strides = t.strides;
	if (strides === null || (t.dim !== 4 && t.dim !== 5) || strides[1] === 0) return false;
	let least: Dim = 0;
	for (const d of t.dim === 4 ? [1, 3, 2, 0] : [1, 4, 3, 2, 0]) {
		const [size, stride] = [t.sizes[d]!, strides[d]!];
		if (size === 0 || !isKnown(stride) || !isKnown(least)) return false;
		if (stride < least || (d === 0 && least === strides[1])) return false;
		least = isKnown(size) && size > 1 ? mul(stride, size) : stride;
	}
	return true;
}

/** `x.is_contiguous(memory_format=...)`. */
export function isDense(t: Tensor, format: Format): boolean {
	if (format !== "channels_last" && format !== "channels_last_3d") return t.isContiguous;
	if (t.dim !== (format === "channels_last" ? 4 : 5)) return false;
	const order = t.dim === 4 ? [0, 2, 3, 1] : [0, 2, 3, 4, 1];
	const strides = t.stridesOrContiguous;
	return isContiguous(
		order.map((d) => t.sizes[d]!),
		order.map((d) => strides[d]!),
	);
}

/** The same tensor, fresh from its op, moved to these strides. */
function moved(t: Tensor, strides: readonly Dim[] | null): Tensor {
	if (strides === null || t.strides !== null) return t;
	if (t.storage.data !== null) return inMemory(t.sizes, t.dtype, t.storage.data, strides);
	t.strides = strides;
	return t;
}

/** What an op computed row by row, in the memory format its input suggests. */
export function formatted<R extends Tensor | Tensor[]>(input: Tensor, result: R): R {
	if (input.strides === null || !isLikeChannelsLast(input)) return result;
	const one = (t: Tensor): Tensor => (t.dim === input.dim && !t.unknownShape ? moved(t, channelsLast(t.sizes)) : t);
	return (Array.isArray(result) ? result.map(one) : one(result as Tensor)) as R;
}

/** A row's forward whose results have the memory format of its first input. */
export function keepsFormat<R extends Tensor | Tensor[]>(forward: (...args: any[]) => R): (...args: any[]) => R {
	return (...args) => formatted(args[0], forward(...args));
}
