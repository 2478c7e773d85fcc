/** Functions of numpy that ask about arrays, and those that do nothing here. */
import { dtypes } from "../../shape/dtype.ts";
import type { PyTuple, Value } from "../../values/value.ts";
import { asNumber } from "../../values/kinds.ts";
import { Ndarray } from "../ndarray.ts";
import { scalarOf } from "./dtype.ts";
import { broadcastSizes, zip } from "./elementwise.ts";
import { asArray, count, finish, lost, numbersOf, pyShape, sizesOf } from "./kit.ts";
import { nonzero } from "./pointwise.ts";
import { concatenate } from "./joining.ts";
import { fn, truth, num } from "./declare.ts";
import { reshape } from "./layout.ts";

const close = (a: Value, b: Value, rtol: Value | undefined, atol: Value | undefined, nan: Value | undefined): Ndarray => {
	const [x, y] = [asArray(a), asArray(b)];
	const [r, s] = [rtol === undefined ? 1e-5 : num(rtol), atol === undefined ? 1e-8 : num(atol)];
	return zip(broadcastSizes([sizesOf(x), sizesOf(y)]), dtypes.bool, [x, y], (p, q) =>
		Number(
			p === q ||
				(Number.isFinite(p) && Number.isFinite(q) && Math.abs(p - q) <= s + r * Math.abs(q)) ||
				(truth(nan) && Number.isNaN(p) && Number.isNaN(q)),
		),
	);
};
fn("isclose", ".a .b .rtol? .atol? .equal_nan?", (a: Value, b: Value, r?: Value, s?: Value, n?: Value) => finish(close(a, b, r, s, n)));
fn("allclose", ".a .b .rtol? .atol? .equal_nan?", (a: Value, b: Value, r?: Value, s?: Value, n?: Value) =>
	Array.from(numbersOf(close(a, b, r, s, n)) ?? lost()).every((x) => x !== 0),
);
for (const n of ["array_equal", "array_equiv"])
	fn(n, ".a1 .a2", (a: Value, b: Value) => {
		const [x, y] = [asArray(a), asArray(b)];
		return sizesOf(x).join() === sizesOf(y).join() && Array.from(numbersOf(x) ?? lost()).every((v, i) => v === (numbersOf(y) ?? lost())[i]);
	});
for (const n of ["shares_memory", "may_share_memory"])
	fn(n, ".a .b", (a: Value, b: Value) => a instanceof Ndarray && b instanceof Ndarray && a.tensor.storage === b.tensor.storage);
fn("ndim", ".a", (v: Value) => asArray(v).tensor.dim);
fn("shape", ".a", (v: Value) => pyShape(sizesOf(asArray(v))));
fn("size", ".a", (v: Value) => count(sizesOf(asArray(v))));
fn("isscalar", ".element", (v: Value) => scalarOf(v) !== null || typeof v === "string" || asNumber(v) !== null);
fn("argwhere", ".a", (v: Value) => {
	const parts = (nonzero(asArray(v)) as PyTuple).items as Ndarray[];
	return concatenate(
		parts.map((p) => reshape(p, [-1, 1])),
		1,
	);
});
for (const n of ["save", "savez", "savetxt", "savez_compressed", "seterr", "testing"]) fn(n, "*args **kw", () => null);
