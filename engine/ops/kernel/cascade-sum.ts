/**
 * Sums in the order in which PyTorch's CPU kernel adds, so that float32 results agree to the last bit: eight lanes, four partial sums
 * each, and a cascade of levels for long rows.
 */
import type { DType, Numbers } from "../../shape/dtype.ts";
import { dtypes } from "../../shape/dtype.ts";
import { contiguousStrides } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { reducedSizes } from "./reduce.ts";

const LEVELS = 4;
const PARTIAL = 4;
/** Doubles need no rounding; float32 rounds after each addition. */
type Round = (x: number) => number;
const exact: Round = (x) => x;

/** Sums of `rows` interleaved rows of `size` elements: element i of row k is at `at + i * step + k * next`. */
function multiRow(x: Numbers, at: number, size: number, step: number, rows: number, next: number, r: Round): Float64Array {
	const total = new Float64Array(rows);
	if (size < 16) {
		for (let i = 0; i < size; i++) for (let k = 0; k < rows; k++) total[k] = r(total[k]! + x[at + i * step + k * next]!);
		return total;
	}
	const power = Math.max(4, Math.floor(Math.ceil(Math.log2(size)) / LEVELS));
	const block = 1 << power;
	const acc = Array.from({ length: LEVELS }, () => new Float64Array(rows));
	let i = 0;
	while (i + block <= size) {
		for (let j = 0; j < block; j++, i++) for (let k = 0; k < rows; k++) acc[0]![k] = r(acc[0]![k]! + x[at + i * step + k * next]!);
		for (let level = 1; level < LEVELS; level++) {
			for (let k = 0; k < rows; k++) {
				acc[level]![k] = r(acc[level]![k]! + acc[level - 1]![k]!);
				acc[level - 1]![k] = 0;
			}
			if ((i & ((block - 1) << (level * power))) !== 0) break;
		}
	}
	for (; i < size; i++) for (let k = 0; k < rows; k++) acc[0]![k] = r(acc[0]![k]! + x[at + i * step + k * next]!);
	for (let level = 1; level < LEVELS; level++) for (let k = 0; k < rows; k++) acc[0]![k] = r(acc[0]![k]! + acc[level]![k]!);
	return acc[0]!;
}

/** One row as four interleaved ones. */
function row(x: Numbers, at: number, size: number, step: number, r: Round): number {
	const quarter = Math.floor(size / PARTIAL);
	const parts = multiRow(x, at, quarter, step * PARTIAL, PARTIAL, step, r);
	let sum = parts[0]!;
	for (let i = quarter * PARTIAL; i < size; i++) sum = r(sum + x[at + i * step]!);
	for (let k = 1; k < PARTIAL; k++) sum = r(sum + parts[k]!);
	return sum;
}

/** A row contiguous in memory: a row per vector lane, then the tail, then the lanes. */
function vectorRow(x: Numbers, at: number, size: number, step: number, lanes: number, r: Round): number {
	const vectors = Math.floor(size / lanes);
	let sum = 0;
	for (let i = vectors * lanes; i < size; i++) sum = r(sum + x[at + i * step]!);
	for (let lane = 0; lane < lanes; lane++) sum = r(sum + row(x, at + lane * step, vectors, lanes * step, r));
	return sum;
}

interface Axis {
	size: number;
	/** Stride in memory, which decides the order. */
	stride: number;
	/** Step in the row-major numbers and in the row-major result (0: reduced). */
	step: number;
	out: number;
}

/** The axes as the iterator orders and joins them: reduced ones first, each kind by stride. */
function axesOf(self: Tensor, dims: readonly number[]): Axis[] {
	const sizes = self.sizes as number[];
	const strides = self.stridesOrContiguous as number[];
	const steps = contiguousStrides(sizes) as number[];
	const kept = sizes.map((s, i) => (dims.includes(i) ? 1 : s));
	const outs = contiguousStrides(kept) as number[];
	const axes: Axis[] = [];
	for (let i = sizes.length - 1; i >= 0; i--)
		if (sizes[i] !== 1) axes.push({ size: sizes[i]!, stride: strides[i]!, step: steps[i]!, out: dims.includes(i) ? 0 : outs[i]! });
	axes.sort((a, b) => (a.out === 0 ? (b.out === 0 ? a.stride - b.stride : -1) : b.out === 0 ? 1 : a.out - b.out));
	const joined: Axis[] = [];
	for (const a of axes) {
		const last = joined.at(-1);
		if (last !== undefined && last.size * last.stride === a.stride && last.size * last.step === a.step && last.size * last.out === a.out)
			last.size *= a.size;
		else joined.push({ ...a });
	}
	return joined;
}

/** The sum over `dims` of known numbers, float32 or float64. */
export function cascadeSum(self: Tensor, dims: readonly number[], keepdim: boolean, dtype: DType): Tensor {
	const r: Round = dtype === dtypes.float32 ? Math.fround : exact;
	const lanes = dtype === dtypes.float32 ? 8 : 4;
	const x = self.numbers()!;
	const sizes = reducedSizes(self.sizes, dims, keepdim);
	let n = 1;
	for (const s of sizes) n *= s as number;
	const out = dtype.make(n);
	if (x.length === 0) return Tensor.make(sizes, dtype, out);
	const axes = axesOf(self, dims);
	const one: Axis = { size: 1, stride: 0, step: 0, out: 0 };
	const [first = one, second = one, ...rest] = axes;
	const put = (at: number, value: number): void => {
		out[at] = out[at]! + value;
	};
	const plane = (at: number, to: number): void => {
		if (first.out !== 0) {
			// Nothing is reduced here.
			for (let j = 0; j < second.size; j++)
				for (let i = 0; i < first.size; i++) put(to + i * first.out + j * second.out, x[at + i * first.step + j * second.step]!);
			return;
		}
		if (first.stride === 1 && first.size >= lanes) {
			for (let j = 0; j < second.size; j++) put(to + j * second.out, vectorRow(x, at + j * second.step, first.size, first.step, lanes, r));
			return;
		}
		let j = 0;
		const together = (columns: number): void => {
			const sums = multiRow(x, at + j * second.step, first.size, first.step, columns, second.step, r);
			for (let k = 0; k < columns; k++) put(to + (j + k) * second.out, sums[k]!);
			j += columns;
		};
		if (second.stride === 1 && second.size >= lanes) while (j + 4 * lanes <= second.size) together(4 * lanes);
		else if (!(first.stride < second.stride)) while (j + 4 <= second.size) together(4);
		for (; j < second.size; j++) put(to + j * second.out, row(x, at + j * second.step, first.size, first.step, r));
	};
	const index = rest.map(() => 0);
	for (let at = 0, to = 0; ; ) {
		plane(at, to);
		let d = 0;
		for (; d < rest.length; d++) {
			const a = rest[d]!;
			at += a.step;
			to += a.out;
			if (++index[d]! < a.size) break;
			at -= a.step * a.size;
			to -= a.out * a.size;
			index[d] = 0;
		}
		if (d === rest.length) break;
	}
	return Tensor.make(sizes, dtype, out);
}
