/** Batches of matrices as plain arrays: taking tensors apart, putting results together, and the checks all linalg functions share. */
import { type Dim, dimText, equal, isKnown } from "../../shape/dim.ts";
import type { DType } from "../../shape/dtype.ts";
import { contiguousStrides, type Sizes } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { affordable, count, expandValues } from "./elementwise.ts";
import { named, runtimeError } from "./dims.ts";
import { inMemory } from "./order.ts";

export function checkMatrix(name: string, a: Tensor): void {
	if (a.dim < 2) throw runtimeError(`${name}: The input tensor A must have at least 2 dimensions.`, { key: "LINALG_DIM", tensor: a });
}
export function checkSquare(name: string, a: Tensor): void {
	checkMatrix(name, a);
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	if (equal(m, n) === false)
		throw runtimeError(`${name}: A must be batches of square matrices, but they are ${dimText(m)} by ${dimText(n)} matrices`, {
			key: "LINALG_SQUARE",
			tensor: a,
		});
}
export function checkFloating(name: string, a: Tensor): void {
	if (a.dtype.category < 2 && !a.unknownDtype)
		throw runtimeError(`${name}: Expected a floating point or complex tensor as input. Got ${a.dtype.scalarType}`, {
			key: "LINALG_DTYPE",
			tensor: a,
		});
}
export const linalgError = (text: string): TorchError => new TorchError("_LinAlgError", text, { key: "LINALG" });
/** `(Batch element 1): ` when there is a batch. */
export const batchText = (lead: Sizes, i: number): string => (lead.length === 0 ? "" : `(Batch element ${i}): `);

/** The matrices of a batch in doubles (complex ones as pairs, where the caller takes them); null when some number is unknown. */
export function matrices(a: Tensor, takesComplex = false): Float64Array[] | null {
	const n = count(a.sizes);
	const each = count(a.sizes.slice(-2));
	if (n === null || each === null || (a.dtype.width === 2 && !takesComplex)) return null;
	const side = Math.max(a.sizes.at(-1) as number, a.sizes.at(-2) as number);
	if (!affordable([a], n, n * side)) return null;
	const values = a.numbers()!;
	const many = count(leadOf(a))!;
	const step = each * a.dtype.width;
	return Array.from({ length: many }, (_, i) => Float64Array.from(values.subarray(i * step, (i + 1) * step)));
}
export const leadOf = (a: Tensor): Dim[] => a.sizes.slice(0, -2);

/** Row-major matrices as one tensor; `columns` lays each out column by column, as LAPACK leaves them. */
export function assemble(lead: Sizes, rows: Dim, cols: Dim, dtype: DType, parts: readonly Float64Array[] | null, columns = true): Tensor {
	const sizes = [...lead, rows, cols];
	const strides = columns ? columnStrides(sizes) : null;
	if (parts === null) {
		const t = Tensor.make(sizes, dtype, null);
		t.strides = strides;
		return t;
	}
	const data = dtype.make(count(sizes)! * dtype.width);
	let at = 0;
	for (const p of parts) {
		for (let i = 0; i < p.length; i++) data[at + i] = dtype.round === null ? p[i]! : dtype.round(p[i]!);
		at += p.length;
	}
	return inMemory(sizes, dtype, data, strides);
}
function columnStrides(sizes: Sizes): Dim[] | null {
	if (!sizes.every(isKnown)) return null;
	const swapped = sizes.slice();
	const r = swapped.length;
	[swapped[r - 1], swapped[r - 2]] = [swapped[r - 2]!, swapped[r - 1]!];
	const strides = contiguousStrides(swapped);
	[strides[r - 1], strides[r - 2]] = [strides[r - 2]!, strides[r - 1]!];
	return strides;
}

/** Vectors (or single numbers, for `length` null) as one tensor. */
export function assembleVectors(lead: Sizes, length: Dim | null, dtype: DType, parts: readonly ArrayLike<number>[] | null): Tensor {
	const sizes = length === null ? lead : [...lead, length];
	if (parts === null) return Tensor.make(sizes, dtype, null);
	const data = dtype.make(count(sizes)! * dtype.width);
	let at = 0;
	for (const p of parts) for (let i = 0; i < p.length; i++) data[at++] = dtype.round === null ? p[i]! : dtype.round(p[i]!);
	return Tensor.make(sizes, dtype, data);
}

/** The smaller of two sizes. */
export const smaller = (a: Dim, b: Dim): Dim =>
	isKnown(a) && isKnown(b) ? Math.min(a, b) : equal(a, b) === true ? a : named(`min(${dimText(a)},${dimText(b)})`);
export const none = (dtype: DType): Tensor => Tensor.make([0], dtype, dtype.make(0));
export const defaultRcond = (dtype: DType, m: number, n: number): number =>
	Math.max(m, n) * (dtype.name === "float64" ? 2.220446049250313e-16 : 1.1920928955078125e-7);
export const tolerance = (t: Tensor | null): number | null => (t === null ? null : t.first());

/** Batch elements repeated to the broadcast batch shape. */
export function spreadBatch<T>(parts: readonly T[], from: Sizes, to: Sizes): T[] | null {
	if (!to.every(isKnown)) return null;
	const at = Float64Array.from(parts, (_, i) => i);
	return Array.from(expandValues(from, at, to, 1), (i) => parts[i]!);
}
