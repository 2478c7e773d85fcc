/**
 * Sums in float32 in the order PyTorch's CPU kernel adds: eight lanes, four running sums, cascaded levels. Floating addition is not
 * associative, and printed losses show the last digits.
 */

const LANES = 8;
const ROWS = 4;
const LEVELS = 4;

const f = Math.fround;

/** Adds `size` steps of `rows` interleaved sums of `width` lanes each; `at(step, row)` is the offset of the first lane. */
function cascade(x: ArrayLike<number>, rows: number, width: number, size: number, at: (step: number, row: number) => number, stride: number): Float32Array {
	const power = Math.max(4, Math.floor(Math.ceil(Math.log2(Math.max(size, 1))) / LEVELS));
	const step = 1 << power;
	const mask = step - 1;
	const n = rows * width;
	const acc = Array.from({ length: LEVELS }, () => new Float32Array(n));
	const first = acc[0]!;
	const addStep = (i: number): void => {
		for (let r = 0; r < rows; r++) {
			const o = at(i, r);
			for (let k = 0; k < width; k++) first[r * width + k]! += x[o + k * stride]!;
		}
	};
	let i = 0;
	while (i + step <= size) {
		for (let j = 0; j < step; j++, i++) addStep(i);
		for (let j = 1; j < LEVELS; j++) {
			const to = acc[j]!;
			const from = acc[j - 1]!;
			for (let k = 0; k < n; k++) to[k]! += from[k]!;
			from.fill(0);
			if ((i & (mask << (j * power))) !== 0) break;
		}
	}
	for (; i < size; i++) addStep(i);
	for (let j = 1; j < LEVELS; j++) for (let k = 0; k < n; k++) first[k]! += acc[j]![k]!;
	return first;
}

/** One sum over `size` groups of `width` numbers, groups `stride` apart: four interleaved running sums, then joined. */
function rowSum(x: ArrayLike<number>, from: number, stride: number, width: number, size: number): Float32Array {
	const quarter = Math.floor(size / ROWS);
	const sums = cascade(x, ROWS, width, quarter, (i, r) => from + (i * ROWS + r) * stride, 1);
	for (let i = quarter * ROWS; i < size; i++) for (let k = 0; k < width; k++) sums[k]! += x[from + i * stride + k]!;
	for (let r = 1; r < ROWS; r++) for (let k = 0; k < width; k++) sums[k]! += sums[r * width + k]!;
	return sums;
}

/** Sum of `n` contiguous numbers. */
export function sumContiguous(x: ArrayLike<number>, from: number, n: number): number {
	const vectors = Math.floor(n / LANES);
	let s = 0;
	if (vectors === 0) {
		for (let k = 0; k < n; k++) s = f(s + x[from + k]!);
		return s;
	}
	const lanes = rowSum(x, from, LANES, LANES, vectors);
	for (let k = vectors * LANES; k < n; k++) s = f(s + x[from + k]!);
	for (let k = 0; k < LANES; k++) s = f(s + lanes[k]!);
	return s;
}

/** Sums of the columns of a contiguous `rows` x `columns` block. */
export function sumColumns(x: ArrayLike<number>, from: number, rows: number, columns: number, out: { [i: number]: number }, to: number): void {
	const blocked = Math.floor(columns / (ROWS * LANES)) * ROWS * LANES;
	for (let j = 0; j < blocked; j++) out[to + j] = cascade(x, 1, 1, rows, (i) => from + i * columns + j, 1)[0]!;
	for (let j = blocked; j < columns; j++) out[to + j] = rowSum(x, from + j, columns, 1, rows)[0]!;
}
