/** Functions of numpy that give an array another shape: `reshape`, `moveaxis`, `pad`, `flip` ... */
import { rt } from "../../values/runtime.ts";
import { PyTensor } from "../../values/tensor.ts";
import type { Value } from "../../values/value.ts";
import { zip } from "./elementwise.ts";
import { asArray, intArg, shapeArg, sizesOf } from "./kit.ts";
import { fn, both } from "./declare.ts";
import { reshape, transpose } from "./layout.ts";
import { pad } from "./pad.ts";
import { along, axes } from "./reduce.ts";

fn("reshape", ".a .shape", (v: Value, s: Value) =>
	v instanceof PyTensor ? rt.call(rt.getAttr(v, "reshape"), [s]) : reshape(asArray(v), shapeArg(s)),
);
fn("ravel", ".a", (v: Value) => reshape(asArray(v), [-1]));
fn("transpose", ".a .axes?", (v: Value, order?: Value) => transpose(asArray(v), order == null ? null : shapeArg(order)));
fn("swapaxes", ".a .axis1 .axis2", (v: Value, i: Value, j: Value) => rt.call(rt.getAttr(asArray(v), "swapaxes"), [i, j]));
fn("moveaxis", ".a .source .destination", (v: Value, from: Value, to: Value) => {
	const a = asArray(v);
	const [s, d] = [axes(from, a.tensor.dim)![0]!, axes(to, a.tensor.dim)![0]!];
	const order = sizesOf(a)
		.map((_, i) => i)
		.filter((i) => i !== s);
	order.splice(d, 0, s);
	return transpose(a, order);
});
both("squeeze", ".axis?", (a, axis?: Value) => {
	const gone = axes(axis, a.tensor.dim);
	const r = reshape(
		a,
		sizesOf(a).filter((s, i) => (gone === null ? s !== 1 : !gone.includes(i))),
	);
	return r;
});
fn("expand_dims", ".a .axis", (v: Value, axis: Value) => {
	const a = asArray(v);
	const s = sizesOf(a);
	const k = intArg(axis);
	s.splice(k < 0 ? k + s.length + 1 : k, 0, 1);
	return reshape(a, s);
});
fn("atleast_1d", ".a", (v: Value) => (asArray(v).tensor.dim === 0 ? reshape(asArray(v), [1]) : asArray(v)));
fn("atleast_2d", ".a", (v: Value) => (asArray(v).tensor.dim >= 2 ? asArray(v) : reshape(asArray(v), [1, -1])));
fn("broadcast_to", ".array .shape", (v: Value, s: Value) => zip(shapeArg(s), asArray(v).tensor.dtype, [asArray(v)], (x) => x));
fn("pad", ".array .pad_width .mode? * constant_values?", (v: Value, width: Value, mode?: Value, constant?: Value) =>
	pad(v, width, mode === undefined ? "constant" : String(mode), constant),
);
fn("flip", ".m .axis?", (v: Value, axis?: Value) => {
	const a = asArray(v);
	return (axes(axis, a.tensor.dim) ?? [...sizesOf(a).keys()]).reduce((r, k) => along(r, k, r.tensor.dtype, (l) => [...l].reverse()), a);
});
