/** Elementwise arithmetic on tensors' numbers: broadcasting, dtype promotion, rounding. The building blocks of pointwise rows. */
import { dimText } from "../../shape/dim.ts";
import { type DType, dtypes, type Numbers, promote, toComplex } from "../../shape/dtype.ts";
import { broadcast, type Sizes } from "../../shape/shape.ts";
import { messages, TorchError } from "../../autograd/errors.ts";
import { convert, type Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { like } from "./order.ts";

/** The default floating dtype (torch.set_default_dtype). */
export const defaultFloat = (): DType => dtypes[world.defaultDtype];

/** `torch.result_type` of several operands: dimensioned tensors first, then 0-dim ones, then Python numbers (by category only). */
export function resultType(tensors: readonly Tensor[]): DType {
	let dimmed: DType | null = null;
	let zeroDim: DType | null = null;
	let wrapped: DType | null = null;
	for (const t of tensors) {
		if (t.isWrappedNumber) {
			const d = t.dtype.category === 2 ? defaultFloat() : t.dtype.category === 3 ? toComplex(defaultFloat()) : t.dtype;
			wrapped = wrapped === null ? d : promote(wrapped, d);
		} else if (t.dim === 0 && !t.unknownShape) zeroDim = zeroDim === null ? t.dtype : promote(zeroDim, t.dtype);
		else dimmed = dimmed === null ? t.dtype : promote(dimmed, t.dtype);
	}
	return ranked(ranked(dimmed, zeroDim), wrapped)!;
}

/** A lower rank changes the category only: a float keeps its size when it becomes complex. */
function ranked(base: DType | null, other: DType | null): DType | null {
	if (base === null) return other;
	if (other === null || other.category <= base.category) return base;
	return base.category === 2 ? toComplex(base) : promote(base, other);
}

/** The broadcast shape of all operands; throws PyTorch's error on a clash. */
export function broadcastAll(tensors: readonly Tensor[]): Sizes {
	let sizes: Sizes = tensors[0]!.sizes;
	for (let i = 1; i < tensors.length; i++) {
		const more = tensors[i]!.sizes;
		// Mostly one shape has it all; the result then shares the list.
		if (covers(sizes, more)) continue;
		if (covers(more, sizes)) {
			sizes = more;
			continue;
		}
		const r = broadcast(sizes, more);
		if (r.clash !== null)
			throw new TorchError("RuntimeError", messages.BROADCAST(dimText(r.clash.a), dimText(r.clash.b), r.clash.dim), {
				key: "BROADCAST",
				a: tensors[0],
				b: tensors[i],
			});
		sizes = r.sizes;
	}
	return sizes;
}

/** `b` certainly broadcasts to `a`. */
function covers(a: Sizes, b: Sizes): boolean {
	if (a === b) return true;
	if (b.length > a.length) return false;
	for (let i = 1; i <= b.length; i++) {
		const d = b[b.length - i];
		if (d !== 1 && d !== a[a.length - i]) return false;
	}
	return true;
}

/** What an element costs, in multiply-adds of a matrix product. */
const EACH = 4;
/** True when numbers should be computed: all known, and the result within the world's budget (which is charged). */
export function affordable(tensors: readonly Tensor[], elements: number, work: number = EACH * elements): boolean {
	if (elements > world.elements || world.flops < work) return false;
	for (const t of tensors) if (t.storage.data === null) return false;
	world.flops -= work;
	return true;
}

/** Known element count, or null for symbolic shapes. */
export function count(sizes: Sizes): number | null {
	let n = 1;
	for (const s of sizes) {
		if (typeof s !== "number") return null;
		n *= s;
	}
	return n;
}

/** The operand's numbers laid out for the result shape `sizes` (row-major): its own array when nothing needs repeating. */
export function expandNumbers(t: Tensor, sizes: Sizes): Numbers | null {
	const values = t.numbers();
	if (values === null || count(sizes) === null) return null;
	return expandValues(t.sizes, values, sizes, t.dtype.width);
}

/** Row-major `values` of shape `from` repeated to shape `sizes`. */
export function expandValues(from: Sizes, values: Numbers, sizes: Sizes, width: 1 | 2 = 1): Numbers {
	const n = count(sizes)!;
	if (values.length === n * width) return values;
	if (values.length === width && width === 1) return filled(values, n);
	return expandStrided(from, values, sizes, width);
}
function filled(values: Numbers, n: number): Numbers {
	const out = new (values.constructor as new (n: number) => Numbers)(n);
	out.fill(values[0]!);
	return out;
}

function expandStrided(from: Sizes, values: Numbers, sizes: Sizes, width: 1 | 2): Numbers {
	const rank = sizes.length;
	const strides = new Int32Array(rank);
	let stride = 1;
	for (let i = rank - 1, j = from.length - 1; i >= 0; i--, j--) {
		const s = j >= 0 ? (from[j] as number) : 1;
		strides[i] = s === 1 ? 0 : stride;
		stride *= s;
	}
	const n = count(sizes)!;
	const out = new (values.constructor as new (n: number) => Numbers)(n * width);
	const index = new Int32Array(rank);
	let at = 0;
	for (let i = 0; i < n; i++) {
		if (width === 1) out[i] = values[at]!;
		else {
			out[2 * i] = values[2 * at]!;
			out[2 * i + 1] = values[2 * at + 1]!;
		}
		for (let d = rank - 1; d >= 0; d--) {
			at += strides[d]!;
			if (++index[d]! < (sizes[d] as number)) break;
			at -= strides[d]! * (sizes[d] as number);
			index[d] = 0;
		}
	}
	return out;
}

export type Binary = (x: number, y: number) => number;
export type Unary = (x: number) => number;

/** The operand's numbers rounded to the dtype the op computes in. */
export function operand(t: Tensor, compute: DType): Numbers {
	const values = t.numbers()!;
	if (t.dtype === compute) return values;
	// Half precision kernels keep a Python number in float32.
	if (t.isWrappedNumber && compute.category === 2) return compute.itemSize === 8 ? values : Float32Array.from(values);
	return convert(values, compute);
}

/** result[i] = f(a[i]) with the given result dtype. Complex tensors get no numbers here (kernel/complex.ts). */
export function mapUnary(a: Tensor, dtype: DType, f: Unary): Tensor {
	const n = count(a.sizes);
	if (n === null || a.dtype.width === 2 || dtype.width === 2 || !affordable([a], n)) return like([a], a.sizes, dtype, null);
	const x = dtype.category === 2 && a.dtype.category < 2 ? operand(a, dtype) : a.numbers()!;
	const out = dtype.make(n);
	const round = dtype.round;
	if (round === null) for (let i = 0; i < n; i++) out[i] = f(x[i]!);
	else for (let i = 0; i < n; i++) out[i] = round(f(x[i]!));
	return like([a], a.sizes, dtype, out);
}

/** result = f(a, b) broadcast; the operands are first converted to `compute`. */
export function mapBinary(a: Tensor, b: Tensor, f: Binary, dtype: DType = resultType([a, b]), compute: DType = dtype): Tensor {
	const sizes = a.sizes === b.sizes ? a.sizes : broadcastAll([a, b]);
	const n = count(sizes);
	if (n === null || a.dtype.width === 2 || b.dtype.width === 2 || dtype.width === 2 || !affordable([a, b], n))
		return like([a, b], sizes, dtype, null);
	const out = dtype.make(n);
	const x = operand(a, compute);
	const y = operand(b, compute);
	if (x.length === n && y.length === n) for (let i = 0; i < n; i++) out[i] = f(x[i]!, y[i]!);
	else if (x.length === n && y.length === 1) {
		const v = y[0]!;
		for (let i = 0; i < n; i++) out[i] = f(x[i]!, v);
	} else if (y.length === n && x.length === 1) {
		const v = x[0]!;
		for (let i = 0; i < n; i++) out[i] = f(v, y[i]!);
	} else {
		const xs = expandValues(a.sizes, x, sizes);
		const ys = expandValues(b.sizes, y, sizes);
		for (let i = 0; i < n; i++) out[i] = f(xs[i]!, ys[i]!);
	}
	const round = dtype.round;
	if (round !== null) for (let i = 0; i < n; i++) out[i] = round(out[i]!);
	return like([a, b], sizes, dtype, out);
}

/** result = f(all operands) broadcast. */
export function mapMany(
	tensors: readonly Tensor[],
	f: (...x: number[]) => number,
	dtype: DType = resultType(tensors),
	compute: DType = dtype,
): Tensor {
	const sizes = broadcastAll(tensors);
	const n = count(sizes);
	if (n === null || dtype.width === 2 || tensors.some((t) => t.dtype.width === 2) || !affordable(tensors, n))
		return like(tensors, sizes, dtype, null);
	const xs = tensors.map((t) => expandValues(t.sizes, operand(t, compute), sizes));
	const out = dtype.make(n);
	const round = dtype.round;
	const row: number[] = new Array(xs.length);
	for (let i = 0; i < n; i++) {
		for (let k = 0; k < xs.length; k++) row[k] = xs[k]![i]!;
		const v = f(...row);
		out[i] = round === null ? v : round(v);
	}
	return like(tensors, sizes, dtype, out);
}

export type Round = (x: number) => number;
const keep: Round = (x) => x;
/** Rounds intermediate results as a kernel of this dtype does: float32 after each step, float64 not at all. */
export const stepOf = (dtype: DType): Round => (dtype === dtypes.float32 ? Math.fround : keep);

/** Integer inputs of floating functions (sin, exp, mean of ...) compute in the default float dtype. */
export const floatResult = (t: Tensor): DType => (t.dtype.category < 2 ? defaultFloat() : t.dtype);
