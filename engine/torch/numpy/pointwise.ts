/** Functions of numpy that work number by number: ufuncs, `where`, `clip`, `round`. */
import { dtypes } from "../../shape/dtype.ts";
import { PyTensor } from "../../values/tensor.ts";
import { PyList, PyTuple, type Value } from "../../values/value.ts";
import { Ndarray } from "../ndarray.ts";
import { apply, binary, binaryUfuncs, broadcastSizes, mapped, rounded, unaryUfuncs, zip } from "./elementwise.ts";
import { asArray, count, finish, intArg, lost, make, numbersOf, operand, sizesOf } from "./kit.ts";
import { fn, both } from "./declare.ts";
import { asTensor } from "./operators.ts";

const ALIASES: Record<string, string[]> = {
	absolute: ["abs"],
	remainder: ["mod"],
	divide: ["true_divide"],
	power: ["pow"],
	arctan: ["atan"],
	arcsin: ["asin"],
	arccos: ["acos"],
	arctan2: ["atan2"],
	invert: ["bitwise_not"],
	rad2deg: ["degrees"],
	deg2rad: ["radians"],
	trunc: ["fix"],
};
for (const name of Object.keys(unaryUfuncs))
	for (const n of [name, ...(ALIASES[name] ?? [])])
		fn(n, ".x * out? dtype? where?", (v: Value) => (v instanceof PyTensor ? asTensor(finish(mapped(name, asArray(v)))) : apply(name, v)));
for (const name of Object.keys(binaryUfuncs))
	for (const n of [name, ...(ALIASES[name] ?? [])])
		fn(n, ".x1 .x2 * out? dtype? where?", (a: Value, b: Value) => {
			const r = finish(binary(name, a, b) ?? lost());
			return a instanceof PyTensor || b instanceof PyTensor ? asTensor(r) : r;
		});
fn("where", ".condition .x? .y?", (c: Value, x?: Value, y?: Value) => {
	const a = asArray(c);
	if (x === undefined || y === undefined) return nonzero(a);
	const [p, q] = [operand(x) ?? lost(), operand(y) ?? lost()];
	const d = binary("fmax", scalarLike(x), scalarLike(y))!.tensor.dtype;
	const sizes = broadcastSizes([sizesOf(a), sizesOf(p.array), sizesOf(q.array)]);
	return zip(sizes, d.name === "int8" && p.array.tensor.dtype.category === 0 ? dtypes.bool : d, [a, p.array, q.array], (t, u, v) =>
		t !== 0 ? u : v,
	);
});
/** One element of the same dtype (or the Python number itself), for its part in promotion. */
const scalarLike = (v: Value): Value =>
	v instanceof Ndarray || v instanceof PyTensor || v instanceof PyList || v instanceof PyTuple ? make([], asArray(v).tensor.dtype, [0]) : v;
export function nonzero(a: Ndarray): Value {
	const values = numbersOf(a) ?? lost();
	const sizes = sizesOf(a);
	const hits = Array.from(values.keys()).filter((i) => values[i] !== 0);
	return new PyTuple(
		sizes.map((s, k) =>
			make(
				[hits.length],
				dtypes.int64,
				hits.map((i) => Math.floor(i / count(sizes.slice(k + 1))) % s),
			),
		),
	);
}
both("nonzero", "", (a) => nonzero(a));
both("clip", ".min? .max? .out?", (a, low?: Value, high?: Value) => {
	let r: Value = a;
	if (low !== undefined && low !== null) r = binary("maximum", r, low)!;
	if (high !== undefined && high !== null) r = binary("minimum", r, high)!;
	return finish(asArray(r));
});
for (const name of ["round", "around"]) both(name, ".decimals? .out?", (a, d?: Value) => finish(rounded(a, d == null ? 0 : intArg(d))));
