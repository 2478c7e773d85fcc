/** What an entry of torch.nn.functional is, and the small things that its Python code uses everywhere. */
import { type Dim, equal, isKnown } from "../../shape/dim.ts";
import { sizesText } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { rt } from "../../values/runtime.ts";
import type { Value } from "../../values/value.ts";

export interface FunctionEntry {
	name: string;
	/** The Python signature: `(input, target, weight=None, *, scale=None)`. */
	signature: string;
	/** Gets the arguments by parameter name: tensors, numbers, dims, strings, booleans, null, arrays of these. */
	call: (a: any) => unknown;
}

export const valueError = (text: string): TorchError => new TorchError("ValueError", text, { key: "NN" });
export const runtimeError = (text: string): TorchError => new TorchError("RuntimeError", text, { key: "NN" });
export const assertion = (ok: boolean, text: () => string): void => {
	if (!ok) throw new TorchError("AssertionError", text(), { key: "NN" });
};
export const warn = (text: string): void => world.warn("UserWarning", text);

/** `torch.Size([2, 3])` */
export const sizeText = (t: Tensor): string => `torch.Size(${sizesText(t.sizes)})`;
/** `(2, 3)` */
export const tupleText = (v: readonly unknown[]): string => (v.length === 1 ? `(${String(v[0])},)` : `(${v.map(String).join(", ")})`);

/** False only when the two certainly have different sizes. */
export function sameSize(a: Tensor, b: Tensor): boolean {
	if (a.unknownShape || b.unknownShape) return true;
	return a.dim === b.dim && a.sizes.every((s, i) => equal(s, b.sizes[i]!) !== false);
}

/** reduction='mean' as the enum ops take. */
export function reductionEnum(reduction: string): number {
	switch (reduction) {
		case "none":
			return 0;
		case "elementwise_mean":
			warn("reduction='elementwise_mean' is deprecated. Please use reduction='mean' instead.");
			return 1;
		case "mean":
			return 1;
		case "sum":
			return 2;
		default:
			throw valueError(`${reduction} is not a valid value for reduction`);
	}
}

/** The reduction as a word, from the old size_average and reduce arguments when they are given. */
export function reductionName(a: { size_average?: unknown; reduce?: unknown; reduction?: unknown }): string {
	if ((a.size_average ?? null) === null && (a.reduce ?? null) === null) return a.reduction as string;
	const average = (a.size_average ?? true) as Value;
	const reduce = (a.reduce ?? true) as Value;
	// Whatever was given has to say whether it is true: a loss class that is called with predictions and targets ends here.
	const name = rt.truth(average) && rt.truth(reduce) ? "mean" : rt.truth(reduce) ? "sum" : "none";
	warn(`size_average and reduce args will be deprecated, please use reduction='${name}' instead.`);
	return name;
}
export const legacyReduction = (a: { size_average?: boolean | null; reduce?: boolean | null; reduction: string }): number =>
	reductionEnum(reductionName(a));

/** `_pair(v)` and its like: one number for all dimensions. */
export const spreadTo = (v: Dim | Dim[], n: number): Dim[] => (Array.isArray(v) ? v : new Array<Dim>(n).fill(v));
/** Missing (None) entries of an output size come from the input. */
export function listWithDefault(size: Dim | (Dim | null)[], input: Tensor): Dim | Dim[] {
	if (!Array.isArray(size)) return size;
	if (!input.unknownShape && input.dim <= size.length) throw valueError(`Input dimension should be at least ${size.length + 1}`);
	return size.map((s, i) => s ?? input.sizes[input.dim - size.length + i] ?? 1);
}
export const known = isKnown;
