/** Subscripts of arrays: integers and slices are views on the same memory; masks and index arrays go through the engine. */
import { type IndexKey, getItem, setItem } from "../../ops/indexing/index.ts";
import { withGradMode } from "../../autograd/world.ts";
import { contiguousStrides } from "../../shape/shape.ts";
import { dtypes } from "../../shape/dtype.ts";
import { asInt } from "../../values/kinds.ts";
import { rt } from "../../values/runtime.ts";
import { PyTensor } from "../../values/tensor.ts";
import { Ellipsis, PyFloat, PyList, PyRange, PySlice, PyTuple, SymInt, Unknown, type Value } from "../../values/value.ts";
import { Ndarray } from "../ndarray.ts";
import { asArray, convert, count, finish, lost, make, numbersOf, operand, sizesOf } from "./kit.ts";

type Key = number | null | PySlice | typeof Ellipsis | Ndarray;

function keysOf(v: Value): Key[] {
	const items = v instanceof PyTuple ? v.items : [v];
	return items.map((k): Key => {
		if (k === null || k === Ellipsis || k instanceof PySlice) return k as Key;
		if (typeof k === "boolean") return make([], dtypes.bool, [Number(k)]);
		const i = asInt(k);
		if (i !== null) return Number(i);
		if (k instanceof Unknown || k instanceof SymInt) return lost();
		if (k instanceof PyTensor && k.tensor.numel === 1 && k.tensor.dtype.category === 1) return k.tensor.first() ?? lost();
		if (k instanceof Ndarray || k instanceof PyList || k instanceof PyTuple || k instanceof PyRange || k instanceof PyTensor) {
			const a = asArray(k);
			if (a.tensor.dtype.category >= 2 && count(sizesOf(a)) > 0)
				rt.raise("IndexError", "arrays used as indices must be of integer (or boolean) type");
			return a.tensor.dtype.category >= 2 ? convert(a, dtypes.int64) : a;
		}
		if (k instanceof PyFloat || typeof k === "string")
			rt.raise(
				"IndexError",
				"only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices",
			);
		return lost();
	});
}
/** Start, step and count of a slice over `n` elements. */
function range(s: PySlice, n: number): [number, number, number] {
	const part = (v: Value, otherwise: number): number => {
		if (v === null) return otherwise;
		const i = asInt(v);
		if (i !== null) return Number(i);
		if (v instanceof Unknown || v instanceof SymInt) return lost();
		return rt.raise("TypeError", "slice indices must be integers or None or have an __index__ method");
	};
	const step = part(s.step, 1);
	if (step === 0) rt.raise("ValueError", "slice step cannot be zero");
	const clamp = (i: number): number => Math.max(step > 0 ? 0 : -1, Math.min(step > 0 ? n : n - 1, i < 0 ? i + n : i));
	const start = s.start === null ? (step > 0 ? 0 : n - 1) : clamp(part(s.start, 0));
	const stop = s.stop === null ? (step > 0 ? n : -1) : clamp(part(s.stop, 0));
	return [start, step, Math.max(0, Math.ceil((stop - start) / step))];
}
/** Ellipsis as full slices; the count of dimensions checked. */
function expand(a: Ndarray, keys: Key[]): Key[] {
	const dim = sizesOf(a).length;
	const used = keys.reduce<number>(
		(n, k) => n + (k === null || k === Ellipsis ? 0 : k instanceof Ndarray && k.tensor.dtype.category === 0 ? k.tensor.dim : 1),
		0,
	);
	if (used > dim)
		rt.raise(
			"IndexError",
			dim === 0
				? "too many indices for array: array is 0-dimensional, but 1 were indexed".replace("1 were", `${used} were`)
				: `too many indices for array: array is ${dim}-dimensional, but ${used} were indexed`,
		);
	const all = new Array<Key>(dim - used).fill(new PySlice(null, null, null));
	const at = keys.indexOf(Ellipsis);
	return at < 0 ? [...keys, ...all] : [...keys.slice(0, at), ...all, ...keys.slice(at + 1)];
}
/** A view by integers, slices and new axes; null when some key is an array. */
function view(a: Ndarray, keys: Key[]): Ndarray | null {
	if (keys.some((k) => k instanceof Ndarray)) return null;
	const t = a.tensor;
	const sizes = sizesOf(a);
	const strides = (t.strides ?? contiguousStrides(sizes)) as readonly number[];
	let offset = t.offset as number;
	const newSizes: number[] = [];
	const newStrides: number[] = [];
	let d = 0;
	for (const k of keys) {
		if (k === null) {
			newSizes.push(1);
			newStrides.push(0);
			continue;
		}
		const n = sizes[d]!;
		if (typeof k === "number") {
			if (k < -n || k >= n) rt.raise("IndexError", `index ${k} is out of bounds for axis ${d} with size ${n}`);
			offset += (k < 0 ? k + n : k) * strides[d]!;
		} else {
			const [start, step, length] = range(k as PySlice, n);
			if (length > 0) offset += start * strides[d]!;
			newSizes.push(length);
			newStrides.push(strides[d]! * step);
		}
		d++;
	}
	return new Ndarray(t.alias(newSizes, newStrides, offset));
}
const engineKeys = (keys: Key[]): IndexKey[] =>
	keys.map((k): IndexKey => {
		if (k instanceof Ndarray) return k.tensor;
		if (k instanceof PySlice) return { start: k.start as number | null, stop: k.stop as number | null, step: k.step as number | null };
		return k as number | null;
	});

export function getIndexed(a: Ndarray, key: Value): Value {
	const keys = expand(a, keysOf(key));
	const v = view(a, keys);
	if (v !== null)
		return keys.length > 0 && keys.every((k) => typeof k === "number")
			? finish(v)
			: v.tensor.dim === 0 && keys.length === 0 && key !== Ellipsis && !(key instanceof PyTuple && key.items.includes(Ellipsis))
				? finish(v)
				: v;
	const plain = new Ndarray(a.tensor);
	return new Ndarray(withGradMode(false, () => getItem(plain.tensor, engineKeys(keys), true)));
}
export function setIndexed(a: Ndarray, key: Value, value: Value): void {
	const keys = expand(a, keysOf(key));
	const o = operand(value);
	if (o === null) rt.raise("TypeError", `float() argument must be a string or a real number, not '${rt.typeOf(value).name}'`);
	const given = convert(o!.array, a.tensor.dtype);
	const target = view(a, keys);
	if (target === null) withGradMode(false, () => setItem(a.tensor, engineKeys(keys), given.tensor, true));
	else write(target, given);
}
/** Copies numbers into the memory of `target`, broadcasting. */
export function write(target: Ndarray, from: Ndarray): void {
	const sizes = sizesOf(target);
	const given = sizesOf(from);
	const shift = sizes.length - given.length;
	const extra = given.slice(0, Math.max(0, -shift));
	if (extra.some((s) => s !== 1) || given.slice(extra.length).some((s, i) => s !== 1 && s !== sizes[i + Math.max(0, shift)])) {
		const text = (s: number[]): string => `(${s.join(",")}${s.length === 1 ? "," : ""})`;
		rt.raise("ValueError", `could not broadcast input array from shape ${text(given)} into shape ${text(sizes)}`);
	}
	const data = target.tensor.storage.data;
	const values = numbersOf(from);
	if (data === null || values === null) {
		target.tensor.storage.data = null;
		return;
	}
	const d = target.tensor.dtype;
	const offsets = target.tensor.elementOffsets();
	if (offsets === null) return;
	const own = given.slice(extra.length);
	const copy = values.slice();
	for (let i = 0; i < offsets.length; i++) {
		let rest = i;
		let at = 0;
		let step = 1;
		for (let k = sizes.length - 1; k >= Math.max(0, shift); k--) {
			const n = own[k - Math.max(0, shift)]!;
			if (n !== 1) at += (rest % sizes[k]!) * step;
			step *= n;
			rest = Math.floor(rest / sizes[k]!);
		}
		data[offsets[i]!] = d.round === null ? copy[at]! : d.round(copy[at]!);
	}
}
