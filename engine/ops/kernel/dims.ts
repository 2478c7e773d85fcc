/** Dimension arguments: wrapping negative ones, inferring `-1`, and the errors PyTorch gives for bad ones. */
import { type Dim, dimText, equal, floorDiv, isKnown, mul, sub, symbol } from "../../shape/dim.ts";
import { type Sizes, sizesText } from "../../shape/shape.ts";
import { messages, TorchError } from "../../autograd/errors.ts";

export const runtimeError = (text: string, facts: Record<string, unknown> | null = null): TorchError =>
	new TorchError("RuntimeError", text, facts);
export const indexError = (text: string, facts: Record<string, unknown> | null = null): TorchError =>
	new TorchError("IndexError", text, facts);

/** The non-negative form of dimension `d` of a tensor with `rank` dimensions; a 0-dim tensor counts as having one. */
export function wrapDim(d: number, rank: number): number {
	const n = rank === 0 ? 1 : rank;
	if (d < -n || d >= n) throw indexError(messages.DIM_RANGE(-n, n - 1, d), { key: "DIM_RANGE" });
	return d < 0 ? d + n : d;
}

/** `wrapDim` for a list; PyTorch refuses repetitions. */
export function wrapDims(dims: readonly number[], rank: number): number[] {
	const out = dims.map((d) => wrapDim(d, rank));
	for (let i = 0; i < out.length; i++)
		if (out.indexOf(out[i]!) !== i) throw runtimeError(`dim ${out[i]} appears multiple times in the list of dims`, { key: "DIM_REPEATED" });
	return out;
}

/** The sizes meant by `shape`, in which one entry may be -1, for a tensor of `count` elements. */
export function inferSizes(shape: Sizes, count: Dim): Sizes {
	let at = -1;
	let known: Dim = 1;
	for (let i = 0; i < shape.length; i++) {
		const s = shape[i]!;
		if (s === -1) {
			if (at >= 0) throw runtimeError("only one dimension can be inferred", { key: "VIEW_INFER" });
			at = i;
		} else {
			if (isKnown(s) && s < 0)
				throw runtimeError(`invalid shape dimension ${s} at index ${i} of shape ${sizesText(shape)}`, { key: "VIEW_SHAPE" });
			known = mul(known, s);
		}
	}
	const bad = () => runtimeError(`shape '${sizesText(shape)}' is invalid for input of size ${dimText(count)}`, { key: "VIEW_SHAPE" });
	if (at < 0) {
		if (equal(known, count) === false) throw bad();
		return shape;
	}
	if (isKnown(known) && isKnown(count)) {
		if (known === 0) {
			if (count !== 0) throw bad();
			throw runtimeError(
				`cannot reshape tensor of 0 elements into shape ${sizesText(shape)} because the unspecified dimension size -1 can be any value and is ambiguous`,
				{ key: "VIEW_INFER" },
			);
		}
		if (count % known !== 0) throw bad();
	}
	const out = shape.slice();
	out[at] = floorDiv(count, known);
	return out;
}

/** `ceil(a / b)`; exact division stays a polynomial. */
export function ceilDiv(a: Dim, b: number): Dim {
	if (typeof a === "number") return Math.ceil(a / b);
	const exact = floorDiv(a, b);
	if (equal(mul(exact, b), a) === true) return exact;
	return symbol(`⌈(${dimText(a)})/${b}⌉`);
}

/** An unknown quantity with a name of its own: equal expressions give equal dimensions. */
export const named = (text: string): Dim => symbol(text.replaceAll("*", "·"));

/** The slice `start:end:step` of a dimension: where it starts and how long it is. */
export function sliceBounds(size: Dim, start: Dim | null, end: Dim | null, step: number): { start: Dim; length: Dim } {
	let from = start ?? 0;
	let to = end === null || (isKnown(end) && end >= Number.MAX_SAFE_INTEGER) ? size : end;
	if (isKnown(size) && isKnown(from) && isKnown(to)) {
		if (from < 0) from += size;
		if (to < 0) to += size;
		from = Math.min(Math.max(from, 0), size);
		to = Math.min(Math.max(to, from), size);
		return { start: from, length: Math.ceil((to - from) / step) };
	}
	// Symbolic: exact where no clamping can matter for a dimension of at least 1, else a quantity with a name.
	if (from === 0 && to === size) return { start: 0, length: ceilDiv(size, step) };
	const label = () =>
		named(
			`len(${dimText(size)}[${start === null ? "" : dimText(start)}:${end === null ? "" : dimText(end)}${step === 1 ? "" : `:${step}`}])`,
		);
	const negative = (d: Dim): boolean => isKnown(d) && d < 0;
	if (negative(from))
		return {
			start: from === -1 && isKnown(from) ? sub(size, 1) : named(`${dimText(size)}${dimText(from)}`),
			length: from === -1 && to === size ? 1 : label(),
		};
	if (negative(to)) return { start: from, length: from === 0 && to === -1 && step === 1 ? sub(size, 1) : label() };
	if (to === size) return { start: from, length: from === 1 && step === 1 ? sub(size, 1) : label() };
	const span = sub(to, from);
	if (isKnown(span) && span === 1 && from === 0) return { start: from, length: 1 };
	// `x[i:i+1]` with a symbolic i inside the tensor.
	if (!isKnown(from) && isKnown(span) && span >= 0) return { start: from, length: Math.ceil(span / step) };
	return { start: from, length: label() };
}
