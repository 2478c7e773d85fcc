/** Linear systems with complex numbers, as interleaved pairs: elimination with row exchanges. */
import { affordable, count } from "./elementwise.ts";
import type { Tensor } from "../../autograd/tensor.ts";

/** The matrices of a complex batch; null when some number is unknown. */
export function complexMatrices(a: Tensor): Float64Array[] | null {
	const [n, each] = [count(a.sizes), count(a.sizes.slice(-2))];
	if (n === null || each === null || a.dtype.width !== 2 || !affordable([a], n, 4 * n)) return null;
	const values = a.numbers()!;
	return Array.from({ length: count(a.sizes.slice(0, -2))! }, (_, i) =>
		Float64Array.from(values.subarray(2 * i * each, 2 * (i + 1) * each)),
	);
}

/** x with A·x = b for A of n×n and b of n×k, and the first step without a pivot, from 1 (0: none). */
export function solveComplex(given: Float64Array, b: Float64Array, n: number, k: number): { x: Float64Array; info: number } {
	const a = given.slice();
	const x = b.slice();
	let info = 0;
	const size = (i: number, j: number): number => Math.abs(a[2 * (i * n + j)]!) + Math.abs(a[2 * (i * n + j) + 1]!);
	for (let j = 0; j < n; j++) {
		let p = j;
		for (let i = j + 1; i < n; i++) if (size(i, j) > size(p, j)) p = i;
		if (p !== j) {
			swap(a, n, j, p);
			swap(x, k, j, p);
		}
		if (size(j, j) === 0) {
			if (info === 0) info = j + 1;
			continue;
		}
		for (let i = j + 1; i < n; i++) {
			const [re, im] = quotient(a, 2 * (i * n + j), a, 2 * (j * n + j));
			if (re === 0 && im === 0) continue;
			for (let c = j; c < n; c++) subtract(a, 2 * (i * n + c), re, im, 2 * (j * n + c));
			for (let c = 0; c < k; c++) subtract(x, 2 * (i * k + c), re, im, 2 * (j * k + c));
		}
	}
	for (let i = n - 1; i >= 0; i--)
		for (let c = 0; c < k; c++) {
			const at = 2 * (i * k + c);
			for (let j = i + 1; j < n; j++) subtract(x, at, a[2 * (i * n + j)]!, a[2 * (i * n + j) + 1]!, 2 * (j * k + c));
			[x[at], x[at + 1]] = quotient(x, at, a, 2 * (i * n + i));
		}
	return { x, info };
}

function swap(m: Float64Array, width: number, i: number, j: number): void {
	for (let c = 0; c < 2 * width; c++) [m[2 * i * width + c], m[2 * j * width + c]] = [m[2 * j * width + c]!, m[2 * i * width + c]!];
}
function quotient(x: Float64Array, i: number, y: Float64Array, j: number): [number, number] {
	const [a, b, c, d] = [x[i]!, x[i + 1]!, y[j]!, y[j + 1]!];
	const size = c * c + d * d;
	return [(a * c + b * d) / size, (b * c - a * d) / size];
}
/** m[at] -= (re + i·im)·m[from] */
function subtract(m: Float64Array, at: number, re: number, im: number, from: number): void {
	const [c, d] = [m[from]!, m[from + 1]!];
	m[at]! -= re * c - im * d;
	m[at + 1]! -= re * d + im * c;
}
