/** In-place ops that write some elements of memory whose numbers are not known, such as `torch.empty(n)[order] = values`. */
import { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";

export const WRITES_SOME: ReadonlySet<string> = new Set(["index_put", "index_fill", "index_copy", "masked_fill", "scatter"]);

/**
 * Computes the op over zeros and over ones: where both agree, the element is written whatever was there. False when nothing was, or when
 * some element depends on what was there.
 */
export function writeKnownPlaces(self: Tensor, args: readonly unknown[], forward: (...args: never[]) => unknown): boolean {
	const n = self.numel;
	if (self.storage.data !== null || typeof n !== "number" || n > world.elements || self.dtype.width !== 1) return false;
	const over = (fill: number): ArrayLike<number> | null => {
		const memory = Tensor.make(self.sizes, self.dtype, self.dtype.make(n).fill(fill as never) as never);
		return (forward(...([memory, ...args.slice(1)] as never[])) as Tensor).numbers();
	};
	const [zeros, ones] = [over(0), over(1)];
	if (zeros === null || ones === null) return false;
	const isWritten = new Uint8Array(n);
	for (let i = 0; i < n; i++) {
		if (zeros[i] === ones[i]) isWritten[i] = 1;
		else if (zeros[i] !== 0 || ones[i] !== 1) return false;
	}
	self.writeSome(zeros as never, isWritten);
	return true;
}
