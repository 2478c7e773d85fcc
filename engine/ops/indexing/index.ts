/** Subscripts of tensors: views for ints, slices and None, copies for tensors, in the op chains of spec section 2.5. (First cut by the lead; the indexing owner deepens it.) */
import { TorchError } from "../../autograd/errors.ts";
import { Tensor } from "../../autograd/tensor.ts";
import type { Dim } from "../../shape/dim.ts";
import { call, callInPlace } from "../dispatch.ts";

export interface SliceKey {
	start: Dim | null;
	stop: Dim | null;
	step: number | null;
}
export type IndexKey = null | boolean | number | "..." | Tensor | SliceKey | Exclude<Dim, number>;

const isSlice = (k: IndexKey): k is SliceKey => typeof k === "object" && k !== null && !(k instanceof Tensor) && "step" in k;

/** Applies the view part of the keys; answers the view and the tensor indices left, by dimension of the view. */
function views(t: Tensor, keys: IndexKey[]): { view: Tensor; indices: (Tensor | null)[]; any: boolean } {
	const used = keys.filter((k) => k !== null && k !== "..." && typeof k !== "boolean").reduce((n: number, k) => n + (k instanceof Tensor && k.dtype.name === "bool" ? k.dim : 1), 0);
	if (used > t.dim) throw new TorchError("IndexError", t.dim === 0 ? "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number" : `too many indices for tensor of dimension ${t.dim}`, { key: "TOO_MANY_IDX" });
	let view = t;
	let dim = 0;
	const indices: (Tensor | null)[] = [];
	let any = false;
	for (const k of keys) {
		if (k === "...") {
			const skip = t.dim - used;
			for (let i = 0; i < skip; i++) indices[dim + i] = null;
			dim += skip;
		} else if (k === null) {
			view = call("unsqueeze", view, dim);
			indices[dim++] = null;
		} else if (k instanceof Tensor) {
			if (k.dim === 0 && k.dtype.category === 1 && k.first() !== null) view = call("select.int", view, dim, k.first()!);
			else {
				indices[dim] = k;
				any = true;
				dim += k.dtype.name === "bool" ? k.dim : 1;
			}
		} else if (isSlice(k)) {
			if (!(k.start === null && k.stop === null && (k.step === null || k.step === 1) && keys.length > 1)) view = call("slice.Tensor", view, dim, k.start ?? 0, k.stop, k.step ?? 1);
			indices[dim++] = null;
		} else if (typeof k !== "boolean") view = call("select.int", view, dim, k);
	}
	return { view, indices: Array.from(indices, (x) => x ?? null), any };
}

export function getItem(t: Tensor, keys: IndexKey[]): Tensor {
	const { view, indices, any } = views(t, keys);
	if (any) return call("index.Tensor", view, indices);
	return view === t ? call("alias", t) : view;
}

export function setItem(t: Tensor, keys: IndexKey[], value: Tensor): void {
	const { view, indices, any } = views(t, keys);
	if (any) callInPlace("index_put", [view, indices, value, false], "index_put_");
	else if (value.isWrappedNumber) callInPlace("fill.Scalar", [view, value.first() ?? 0], "fill_");
	else callInPlace("copy", [view, value, false], "copy_");
}
