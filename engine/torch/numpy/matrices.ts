/** Functions of numpy on matrices: triangles, diagonals, products. */
import { rt } from "../../values/runtime.ts";
import type { Value } from "../../values/value.ts";
import type { Ndarray } from "../ndarray.ts";
import { binary } from "./elementwise.ts";
import { asArray, finish, intArg, lost, make, numbersOf, sizesOf } from "./kit.ts";
import { fn, both } from "./declare.ts";
import { reshape, transpose } from "./layout.ts";
import { matmul } from "./operators.ts";
import { sum, sumDType } from "./reduce.ts";

for (const [name, keep] of [
	["triu", (i: number, j: number, k: number) => j - i >= k],
	["tril", (i: number, j: number, k: number) => j - i <= k],
] as const)
	fn(name, ".m .k?", (v: Value, k?: Value) => {
		const a = asArray(v);
		const cols = sizesOf(a)[1]!;
		const values = numbersOf(a);
		return make(
			sizesOf(a),
			a.tensor.dtype,
			values === null ? null : Array.from(values, (x, i) => (keep(Math.floor(i / cols), i % cols, k == null ? 0 : intArg(k)) ? x : 0)),
		);
	});
both("diagonal", "", (a) => diagonal(a));
const diagonal = (a: Ndarray): Ndarray => {
	const [rows, cols] = sizesOf(a) as [number, number];
	const values = numbersOf(a) ?? lost();
	return make(
		[Math.min(rows, cols)],
		a.tensor.dtype,
		Array.from({ length: Math.min(rows, cols) }, (_, i) => values[i * cols + i]!),
	);
};
fn("diag", ".v", (v: Value) => {
	const a = asArray(v);
	if (a.tensor.dim === 2) return diagonal(a);
	const n = sizesOf(a)[0]!;
	const values = numbersOf(a);
	return make(
		[n, n],
		a.tensor.dtype,
		values === null ? null : Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? values[i / (n + 1)]! : 0)),
	);
});
both("trace", "", (a) => finish(sum(diagonal(a), null, false, sumDType(a.tensor.dtype))));

// Products.
both("dot", ".b", (a, b: Value) => {
	const y = asArray(b);
	if (a.tensor.dim === 0 || y.tensor.dim === 0) return finish(binary("multiply", a, y)!);
	const [x, z] = [sizesOf(a), sizesOf(y)];
	const [k, l] = [x[x.length - 1]!, z[Math.max(0, z.length - 2)]!];
	if (k !== l)
		rt.raise(
			"ValueError",
			`shapes (${x.join(",")}${x.length === 1 ? "," : ""}) and (${z.join(",")}${z.length === 1 ? "," : ""}) not aligned: ${k} (dim ${x.length - 1}) != ${l} (dim ${Math.max(0, z.length - 2)})`,
		);
	return finish(matmul(a, y));
});
fn("matmul", ".x1 .x2", (a: Value, b: Value) => finish(matmul(asArray(a), asArray(b))));
fn("inner", ".a .b", (a: Value, b: Value) => finish(matmul(asArray(a), transpose(asArray(b), null))));
fn("outer", ".a .b", (a: Value, b: Value) => binary("multiply", reshape(asArray(a), [-1, 1]), reshape(asArray(b), [1, -1]))!);
fn("vdot", ".a .b", (a: Value, b: Value) => finish(matmul(reshape(asArray(a), [-1]), reshape(asArray(b), [-1]))));
