/** `x[keys]` and `x[keys] = value` as PyTorch's Python binding carries them out: which views, which copies, which in-place op. */
import { type Dim, isKnown } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import { sameSizes, type Sizes } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { call, callInPlace, callOp } from "../dispatch.ts";
import { indexError, named } from "../kernel/dims.ts";
import { indexTensor, maskTensor } from "../kernel/layout.ts";
import { elementOf } from "../table/creation.ts";

/** `start:stop:step` with the parts that were given. */
export interface SliceKey {
	start: Dim | null;
	stop: Dim | null;
	step: Dim | null;
}
/** `...` */
export const ELLIPSIS = "...";
/** A key as the caller decoded it; null is Python's None. Nested lists hold numbers or truth values. */
export type IndexKey = Dim | boolean | null | typeof ELLIPSIS | SliceKey | Tensor | NestedNumbers;
export type NestedNumbers = readonly (number | boolean | NestedNumbers)[];

const isSlice = (k: IndexKey): k is SliceKey => typeof k === "object" && k !== null && "step" in k && !(k instanceof Tensor);
const isInt = (k: IndexKey): k is Dim => typeof k === "number" || (typeof k === "object" && k !== null && "terms" in k);

/** A nested list as an index tensor. */
function listTensor(list: NestedNumbers): Tensor {
	const sizes: number[] = [];
	for (let at: unknown = list; Array.isArray(at); at = at[0]) sizes.push(at.length);
	const flat = (list as unknown[]).flat(Number.POSITIVE_INFINITY as 1) as (number | boolean)[];
	if (flat.length > 0 && flat.every((x) => typeof x === "boolean")) return maskTensor(flat.map(Number), sizes);
	return indexTensor(
		flat.map((x) => Math.trunc(Number(x))),
		sizes,
	);
}

function selected(t: Tensor, dim: number, index: Dim, position: number): Tensor {
	if (!t.unknownShape) {
		// PyTorch's shortcut for an int looks at the size first, and takes none for zero.
		if (t.dim === 0 && position === 0 && isKnown(index) && index !== 0)
			throw indexError(`index ${index} is out of bounds for dimension 0 with size 0`, { key: "INDEX_OOB", tensor: t });
		if (t.dim === 0)
			throw indexError(
				"invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number",
				{ key: "INDEX_0DIM", tensor: t },
			);
		const size = t.sizes[dim]!;
		if (isKnown(size) && isKnown(index) && (index < -size || index >= size))
			throw indexError(`index ${index} is out of bounds for dimension ${position} with size ${size}`, { key: "INDEX_OOB", tensor: t });
	}
	return call("select.int", t, dim, index);
}

/** A slice; one that takes the whole dimension is skipped unless `always`. */
function sliced(t: Tensor, dim: number, key: SliceKey, always: boolean): Tensor {
	const step = key.step ?? 1;
	if (step === 0) throw new TorchError("ValueError", "slice step cannot be zero", { key: "SLICE_STEP" });
	if (isKnown(step) && step < 0) throw new TorchError("ValueError", "step must be greater than zero", { key: "SLICE_STEP" });
	if (!always && step === 1 && (key.start ?? 0) === 0 && !t.unknownShape && t.dim > 0) {
		const size = t.sizes[dim]!;
		if (key.stop === null || key.stop === size || (isKnown(size) && isKnown(key.stop) && key.stop >= size)) return t;
	}
	return call("slice.Tensor", t, dim, key.start ?? 0, key.stop ?? Number.MAX_SAFE_INTEGER, step);
}

/** True stands for an index of one position, False for none. */
const boolIndex = (value: boolean): Tensor => indexTensor(value ? [0] : []);

/** The number in a 0-dim integer tensor, or a quantity named after it. */
function positionIn(t: Tensor): Dim {
	return t.first() ?? named(`index#${t.storage.id}.${t.version}`);
}

const isMaskType = (t: Tensor): boolean => t.dtype === dtypes.bool || t.dtype === dtypes.uint8;

function specifiedDims(keys: readonly IndexKey[]): number {
	let n = 0;
	for (const k of keys) {
		if (k instanceof Tensor) n += isMaskType(k) ? k.dim : 1;
		else if (k !== null && typeof k !== "boolean" && k !== ELLIPSIS) n++;
	}
	return n;
}

/** Applies the view keys one after the other; tensor keys are collected by the dimension they index. */
function applyKeys(self: Tensor, given: readonly IndexKey[]): { view: Tensor; indices: (Tensor | null)[] } {
	const keys = given.map((k) => (Array.isArray(k) ? listTensor(k as NestedNumbers) : k));
	const specified = specifiedDims(keys);
	if (!self.unknownShape && specified > self.dim)
		throw indexError(`too many indices for tensor of dimension ${self.dim}`, { key: "TOO_MANY_IDX", tensor: self });
	const indices: (Tensor | null)[] = [];
	let view = self;
	let dim = 0;
	const collect = (t: Tensor): void => {
		while (indices.length < dim) indices.push(null);
		indices[dim++] = t;
	};
	for (const [position, k] of keys.entries()) {
		if (isInt(k)) view = selected(view, dim, k, position);
		else if (k === ELLIPSIS) dim += self.dim - specified;
		else if (k === null) view = call("unsqueeze", view, dim++);
		else if (typeof k === "boolean") {
			view = call("unsqueeze", view, dim);
			collect(boolIndex(k));
		} else if (isSlice(k)) view = sliced(view, dim++, k, false);
		else if (k instanceof Tensor && k.dim === 0 && !k.unknownShape && k.dtype.category < 2) {
			if (!isMaskType(k)) view = selected(view, dim, positionIn(k), position);
			else {
				view = call("unsqueeze", view, dim);
				const value = k.first();
				collect(value === null ? unknownBool() : boolIndex(value !== 0));
			}
		} else collect(k as Tensor);
	}
	return { view, indices };
}
function unknownBool(): Tensor {
	const t = indexTensor([0]);
	t.storage.data = null;
	t.unknownShape = true;
	return t;
}

/** `t[keys]`: `keys` are the elements of the subscript's tuple (one element when it is no tuple). `isTuple` tells `x[0:2,]` from `x[0:2]`. */
export function getItem(t: Tensor, keys: readonly IndexKey[], isTuple = keys.length !== 1): Tensor {
	const first = keys[0] as IndexKey;
	if (!isTuple && keys.length === 1) {
		if (first === null) return call("unsqueeze", t, 0);
		if (first === ELLIPSIS) return call("alias", t);
		if (isInt(first)) return selected(t, 0, first, 0);
		if (typeof first === "object" && isSlice(first)) return sliced(t, 0, first, true);
	}
	const { view, indices } = applyKeys(t, keys);
	if (indices.length === 0) return view === t ? call("alias", t) : view;
	return call("index.Tensor", view, indices);
}

/** Shape without its leading ones. */
function withoutLeadingOnes(sizes: Sizes): Dim[] {
	let i = 0;
	while (i < sizes.length && sizes[i] === 1) i++;
	return sizes.slice(i);
}

function copyInto(target: Tensor, value: Tensor): void {
	if (target.unknownShape || value.unknownShape || sameSizes(target.sizes, value.sizes)) {
		callOp("copy_", [target, value, false]);
		return;
	}
	if (value.dim === 0) {
		callOp("fill_.Tensor", [target, value]);
		return;
	}
	const flat = call("view", value, withoutLeadingOnes(value.sizes));
	callOp("copy_", [target, sameSizes(flat.sizes, target.sizes) ? flat : call("expand", flat, target.sizes.slice(), false), false]);
}

/** `t[keys] = value`; a Python number comes wrapped (`Tensor.wrap`) or as a plain number. */
export function setItem(t: Tensor, keys: readonly IndexKey[], given: Tensor | number | boolean, isTuple = keys.length !== 1): void {
	const wrapped = given instanceof Tensor ? given : Tensor.wrap(given, typeof given === "number" && !Number.isInteger(given));
	// A Python number takes the dtype of the tensor it is written into.
	const value = wrapped.isWrappedNumber ? elementOf(wrapped, t.dtype, t) : wrapped;
	const first = keys[0] as IndexKey;
	if (!isTuple && keys.length === 1) {
		if (first === false) return;
		if (first === ELLIPSIS) return copyInto(t, value);
		if (first === null || first === true) return copyInto(call("unsqueeze", t, 0), value);
		if (isInt(first)) return copyInto(selected(t, 0, first, 0), value);
		if (typeof first === "object" && isSlice(first)) return copyInto(sliced(t, 0, first, false), value);
	}
	const { view, indices } = applyKeys(t, keys);
	if (indices.length === 0) return copyInto(view, value);
	const shape = withoutLeadingOnes(value.sizes);
	const flat = value.unknownShape || shape.length === value.dim ? value : call("view", value, shape);
	callInPlace("index_put", [view, indices, flat, false], "index_put_");
}
