/** Python numbers, nested lists and arrays as tensors: what `torch.tensor` and list subscripts understand. */
import { type DType, dtypes, promote } from "../shape/dtype.ts";
import { Tensor } from "../autograd/tensor.ts";
import { world } from "../autograd/world.ts";
import { PyTensor } from "../values/tensor.ts";
import { PyComplex, PyFloat, PyList, PyRange, PyTuple, SymInt, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { Ndarray } from "./ndarray.ts";
import { checkElement } from "../ops/scalar-range.ts";
import { numberOf } from "./decode.ts";
import { scalarOf } from "./numpy/dtype.ts";

/** What was met while reading nested data. */
export interface Reading {
	numbers: number[];
	sizes: number[];
	dtype: DType | null;
	/** Imaginary parts, beside `numbers`, once a complex number was met. */
	imaginary: number[] | null;
	/** A float below zero was met: no unsigned type takes one. */
	negativeFloat: boolean;
	/** Some number is not known. */
	unknown: boolean;
	/** The shape itself is not known. */
	unknownShape: boolean;
	/** Tensors among the items (their graph is cut). */
	tensors: Tensor[];
	arrays: number;
	/** Some tensor among the items has more than the one number it stands for. */
	several: boolean;
}

const children = (v: Value): Value[] | null => {
	if (v instanceof PyList || v instanceof PyTuple) return v.items;
	if (v instanceof PyRange) return Array.from({ length: v.length }, (_, i) => v.start + i * v.step);
	return null;
};
/** A list whose items are not all known: the loop that fills it was cut short. */
const isOpen = (v: Value): v is PyList => v instanceof PyList && v.more !== null;

/** Reads nested sequences, with PyTorch's errors for ragged ones. */
export function readData(v: Value, onTensor: (t: Tensor) => void): Reading {
	const r: Reading = {
		numbers: [],
		imaginary: null,
		negativeFloat: false,
		sizes: [],
		dtype: null,
		unknown: false,
		unknownShape: false,
		tensors: [],
		arrays: 0,
		several: false,
	};
	shapeOf(v, r);
	fill(v, 0, r, onTensor);
	return r;
}

function shapeOf(v: Value, r: Reading): void {
	let at: Value = v;
	for (;;) {
		if (isOpen(at)) r.unknownShape = true;
		const items = isOpen(at) ? null : children(at);
		if (items === null) {
			// Tensors among the items stand for one number each; arrays keep their shape.
			if (at instanceof Ndarray) {
				const sizes = at.tensor.numberSizes();
				if (sizes === null || at.tensor.unknownShape) r.unknownShape = true;
				else r.sizes.push(...sizes);
			}
			return;
		}
		r.sizes.push(items.length);
		if (items.length === 0) return;
		at = items[0]!;
	}
}

function note(r: Reading, d: DType): void {
	r.dtype = r.dtype === null ? d : promote(r.dtype, d);
}

const NUMBERS = new Set(["int", "float", "bool", "complex"]);
function fill(v: Value, depth: number, r: Reading, onTensor: (t: Tensor) => void): void {
	if (v instanceof PyTensor || v instanceof Ndarray) {
		const t = v.tensor;
		if (v instanceof PyTensor) {
			r.tensors.push(t);
			onTensor(t);
		} else r.arrays++;
		note(r, t.dtype);
		if (depth < r.sizes.length && t.dim === 0) rt.raise("TypeError", "len() of a 0-d tensor");
		if (v instanceof PyTensor && depth === r.sizes.length && typeof t.numel === "number" && t.numel !== 1 && !t.unknownShape)
			r.several = true;
		const values = t.numbers();
		if (values === null) r.unknown = true;
		else for (let i = 0; i < values.length; i++) r.numbers.push(values[i]!);
		return;
	}
	if (isOpen(v)) {
		r.unknown = r.unknownShape = true;
		for (const item of v.items) if (item instanceof PyTensor) fill(item, r.sizes.length + 1, r, onTensor);
		if (r.dtype === null) note(r, dtypes[world.defaultDtype]);
		return;
	}
	const items = children(v);
	if (items !== null) {
		if (depth >= r.sizes.length) rt.raise("TypeError", `must be real number, not ${rt.typeOf(v).name}`);
		if (items.length !== r.sizes[depth])
			rt.raise("ValueError", `expected sequence of length ${r.sizes[depth]} at dim ${depth} (got ${items.length})`);
		for (const item of items) fill(item, depth + 1, r, onTensor);
		return;
	}
	if (v instanceof Unknown) {
		r.unknown = true;
		// A list, say, has a length of its own.
		if (!NUMBERS.has(v.type?.name ?? "")) r.unknownShape = true;
		note(r, v.type?.name === "int" ? dtypes.int64 : v.type?.name === "bool" ? dtypes.bool : dtypes[world.defaultDtype]);
		return;
	}
	if (v instanceof SymInt) {
		r.unknown = true;
		note(r, dtypes.int64);
		return;
	}
	if (depth < r.sizes.length)
		rt.raise(
			"TypeError",
			v === null || typeof v === "number" || typeof v === "boolean" || v instanceof PyFloat
				? `expected sequence of length ${r.sizes[depth]} at dim ${depth} (got ${0})`
				: `not a sequence`,
		);
	if (v instanceof PyComplex) {
		note(r, dtypes[world.defaultDtype === "float64" ? "complex128" : "complex64"]);
		r.imaginary ??= [];
		r.imaginary[r.numbers.length] = v.im;
		r.numbers.push(v.re);
		return;
	}
	const s = scalarOf(v);
	if (s !== null) {
		note(r, s.dtype);
		r.numbers.push(s.value);
		return;
	}
	const n = numberOf(v);
	if (n === null) {
		if (typeof v === "string")
			rt.raise(depth === 0 ? "TypeError" : "ValueError", depth === 0 ? "new(): invalid data type 'str'" : "too many dimensions 'str'");
		rt.raise("RuntimeError", `Could not infer dtype of ${rt.typeOf(v).name}`);
	}
	if (v instanceof PyFloat && n < 0) r.negativeFloat = true;
	note(r, typeof v === "boolean" ? dtypes.bool : v instanceof PyFloat ? dtypes[world.defaultDtype] : dtypes.int64);
	r.numbers.push(n);
}

/** A list subscript or assigned list as a tensor; null when it holds something else. */
export function numpyOf(v: Value): Tensor | null {
	if (!(v instanceof PyList) && !(v instanceof PyTuple)) return null;
	const r = readData(v, () => {});
	return fromReading(r, null);
}

/** Each number is converted by itself: integers have to fit, complex numbers have no place in a real type. */
function checkElements(r: Reading, d: DType): void {
	if (r.imaginary !== null && (d.category === 1 || d.category === 2))
		rt.raise("TypeError", d.category === 1 ? "'complex' object cannot be interpreted as an integer" : "must be real number, not complex");
	if (d.category === 1) for (const x of r.numbers) checkElement(x, d, x < 0 && r.negativeFloat);
}

/** A fresh tensor from what was read. */
export function fromReading(r: Reading, dtype: DType | null): Tensor {
	const d = dtype ?? r.dtype ?? dtypes[world.defaultDtype];
	if (r.several) {
		// Which conversion refuses depends on what is wanted.
		if (d.category < 2) rt.raise("TypeError", "only integer tensors of a single element can be converted to an index");
		rt.raise("ValueError", "only one element tensors can be converted to Python scalars");
	}
	if (r.tensors.length === 0 && r.arrays === 0) checkElements(r, d);
	let data = null;
	if (!r.unknown && !r.unknownShape && d.width === 1 && r.numbers.length <= world.elements) {
		data = d.make(r.numbers.length);
		for (let i = 0; i < r.numbers.length; i++) data[i] = d.round === null ? r.numbers[i]! : d.round(r.imaginary?.[i] ? 1 : r.numbers[i]!);
	}
	if (!r.unknown && !r.unknownShape && d.width === 2 && r.numbers.length <= world.elements) {
		data = d.make(2 * r.numbers.length);
		for (let i = 0; i < r.numbers.length; i++) {
			data[2 * i] = r.numbers[i]!;
			data[2 * i + 1] = r.imaginary?.[i] ?? 0;
		}
	}
	const t = Tensor.make(r.sizes, d, data);
	t.unknownShape = r.unknownShape;
	return t;
}
