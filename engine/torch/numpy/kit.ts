/** Arrays from Python values and back: what every numpy function begins and ends with. */
import { requiresGrad } from "../../autograd/view.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { type DType, dtypes, type Numbers } from "../../shape/dtype.ts";
import { rt } from "../../values/runtime.ts";
import { dimOf, PyTensor } from "../../values/tensor.ts";
import {
	boolClass,
	floatClass,
	intClass,
	PyComplex,
	PyFloat,
	PyInstance,
	PyList,
	PyRange,
	PyTuple,
	SymInt,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { asInt } from "../../values/kinds.ts";
import { Ndarray } from "../ndarray.ts";
import { promote, scalar, scalarOf } from "./dtype.ts";

/** Thrown where a result cannot be told; `guarded` turns it into an Unknown. */
export class NotKnown extends Error {}
export const lost = (why = "numbers of an array that are not known"): never => {
	throw new NotKnown(why);
};

/** The array's numbers, row-major; null when not known. */
export const numbersOf = (a: Ndarray): Numbers | null => a.tensor.numbers();
/** Its sizes as integers; gives up when they are symbolic. */
export function sizesOf(a: Ndarray): number[] {
	if (a.tensor.unknownShape) lost("the shape of an array");
	return a.tensor.numberSizes() ?? lost("the shape of an array");
}
export const count = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** A fresh array; numbers are rounded to the dtype. */
export function make(sizes: readonly number[], d: DType, values: ArrayLike<number> | null): Ndarray {
	let data: Numbers | null = null;
	if (values !== null && count(sizes) * d.width <= world.elements && d.width === 1) {
		data = d.make(count(sizes));
		for (let i = 0; i < data.length; i++) data[i] = d.round === null ? values[i]! : d.round(values[i]!);
	}
	return new Ndarray(Tensor.make([...sizes], d, data));
}

/** A 0-dim result is a scalar. */
export function finish(a: Ndarray): Value {
	if (a.tensor.dim > 0 || a.tensor.unknownShape) return a;
	const x = a.tensor.first();
	if (x !== null) return scalar(x, a.tensor.dtype);
	return new Unknown("a number of an array that is not known", {
		type: a.tensor.dtype.category === 2 ? floatClass : a.tensor.dtype.category === 1 ? intClass : boolClass,
	});
}

/** What stands where an array is expected; `weak` marks Python numbers, whose dtype gives way. */
export interface Operand {
	array: Ndarray;
	weak: "bool" | "int" | "float" | null;
}
export function operand(v: Value): Operand | null {
	if (v instanceof Ndarray) return { array: v, weak: null };
	const s = scalarOf(v);
	if (s !== null) return { array: make([], s.dtype, [s.value]), weak: null };
	if (typeof v === "boolean") return { array: make([], dtypes.bool, [Number(v)]), weak: "bool" };
	if (v instanceof PyFloat) return { array: make([], dtypes.float64, [v.value]), weak: "float" };
	const i = asInt(v);
	if (i !== null) return { array: make([], dtypes.int64, [Number(i)]), weak: "int" };
	if (v instanceof SymInt) return { array: make([], dtypes.int64, null), weak: "int" };
	if (v instanceof Unknown && v.type !== null) {
		if (v.type === boolClass) return { array: make([], dtypes.bool, null), weak: "bool" };
		if (v.type === intClass) return { array: make([], dtypes.int64, null), weak: "int" };
		if (v.type === floatClass) return { array: make([], dtypes.float64, null), weak: "float" };
	}
	if (v instanceof PyList || v instanceof PyTuple || v instanceof PyRange) return { array: asArray(v), weak: null };
	if (v instanceof PyTensor) return { array: asArray(v), weak: null };
	if (v instanceof Unknown) return lost(v.why);
	return null;
}

interface Reading {
	values: number[];
	sizes: number[];
	dtype: DType | null;
	known: boolean;
}

/** `np.asarray`: nested sequences, tensors (through `.numpy()`, so with its errors), numbers. */
export function asArray(v: Value, d: DType | null = null): Ndarray {
	if (v instanceof Ndarray) return d === null || d === v.tensor.dtype ? v : convert(v, d);
	if (v instanceof PyTensor) {
		const a = rt.call(rt.getAttr(v, "numpy"), []);
		if (!(a instanceof Ndarray)) return lost();
		return d === null ? a : convert(a, d);
	}
	if (v instanceof Unknown && v.type === null) return lost(v.why);
	const r: Reading = { values: [], sizes: [], dtype: null, known: true };
	shape(v, r);
	read(v, 0, r);
	return make(r.sizes, d ?? r.dtype ?? dtypes.float64, r.known ? r.values : null);
}
function children(v: Value): Value[] | null {
	if (v instanceof PyList && v.more !== null) return lost("a list whose end is not known");
	if (v instanceof PyList || v instanceof PyTuple) return v.items;
	// Any sequence will do, a deque for example.
	if (
		v instanceof PyInstance &&
		v.cls.lookup("__len__") !== undefined &&
		v.cls.lookup("__getitem__") !== undefined &&
		v.cls.lookup("keys") === undefined &&
		v.cls.lookup("__array__") === undefined
	)
		return rt.items(v) ?? lost("a sequence whose end is not known");
	if (v instanceof PyRange) return Array.from({ length: v.length }, (_, i) => v.start + i * v.step);
	return null;
}
function shape(v: Value, r: Reading): void {
	const items = children(v);
	if (items === null) {
		if (v instanceof Ndarray) r.sizes.push(...sizesOf(v));
		else if (v instanceof PyTensor) r.sizes.push(...(v.tensor.unknownShape ? lost() : (v.tensor.numberSizes() ?? lost())));
		return;
	}
	r.sizes.push(items.length);
	if (items.length > 0) shape(items[0]!, r);
}
function ragged(r: Reading, depth: number): never {
	const at = `(${r.sizes.slice(0, depth).join(", ")}${depth === 1 ? "," : ""})`;
	return rt.raise(
		"ValueError",
		`setting an array element with a sequence. The requested array has an inhomogeneous shape after ${depth} dimensions. The detected shape was ${at} + inhomogeneous part.`,
	);
}
function read(v: Value, depth: number, r: Reading): void {
	const note = (d: DType): void => {
		r.dtype = r.dtype === null ? d : promote(r.dtype, d);
	};
	const items = children(v);
	if (items !== null) {
		if (depth >= r.sizes.length || items.length !== r.sizes[depth]) ragged(r, Math.max(1, depth));
		for (const item of items) read(item, depth + 1, r);
		return;
	}
	if (v instanceof Ndarray || (v instanceof PyTensor && v.tensor.dim > 0)) {
		const a = v instanceof Ndarray ? v : asArray(v);
		if (depth + a.tensor.dim !== r.sizes.length || sizesOf(a).some((s, i) => s !== r.sizes[depth + i])) ragged(r, Math.max(1, depth));
		note(a.tensor.dtype);
		const values = numbersOf(a);
		if (values === null) r.known = false;
		else for (let i = 0; i < values.length; i++) r.values.push(values[i]!);
		return;
	}
	if (depth < r.sizes.length) ragged(r, Math.max(1, depth));
	if (v instanceof PyTensor) {
		if (requiresGrad(v.tensor)) rt.call(rt.getAttr(v, "numpy"), []);
		note(v.tensor.dtype);
		const x = v.tensor.first();
		if (x === null) r.known = false;
		else r.values.push(x);
		return;
	}
	const o = v instanceof PyComplex || typeof v === "string" || v === null ? null : operand(v);
	if (o === null) return lost("an array of objects");
	note(o.array.tensor.dtype);
	const x = o.array.tensor.first();
	if (x === null) r.known = false;
	else r.values.push(x);
}

/** `astype`: truncation towards zero into integers. */
export function convert(a: Ndarray, d: DType): Ndarray {
	const values = numbersOf(a);
	if (a.tensor.unknownShape || a.tensor.numberSizes() === null) {
		const t = Tensor.make(a.tensor.sizes, d, null);
		t.unknownShape = a.tensor.unknownShape;
		return new Ndarray(t);
	}
	const from = a.tensor.dtype;
	return make(
		sizesOf(a),
		d,
		values === null || d.category === 3 || from.category === 3
			? null
			: d.category === 1 && from.category === 2
				? Array.from(values, Math.trunc)
				: values,
	);
}

/** Sizes of a shape argument: an int or a sequence of ints. */
export function shapeArg(v: Value): number[] {
	const items = v instanceof PyTuple || v instanceof PyList ? v.items : v instanceof Ndarray ? Array.from(numbersOf(v) ?? lost()) : [v];
	return items.map((x) => {
		const i = asInt(x as Value);
		if (i !== null) return Number(i);
		const d = dimOf(x as Value);
		if (typeof d === "number") return d;
		if (x instanceof Unknown || x instanceof SymInt) return lost("the shape of an array");
		return rt.raise("TypeError", `'${rt.typeOf(x as Value).name}' object cannot be interpreted as an integer`);
	});
}
/** An integer argument; gives up when it is not known. */
export function intArg(v: Value): number {
	const i = asInt(v);
	if (i !== null) return Number(i);
	if (v instanceof Unknown || v instanceof SymInt) return lost();
	if (v instanceof PyFloat) return rt.raise("TypeError", "'float' object cannot be interpreted as an integer");
	return rt.raise("TypeError", `'${rt.typeOf(v).name}' object cannot be interpreted as an integer`);
}
export const pyShape = (sizes: readonly number[]): PyTuple => new PyTuple([...sizes]);

/** Runs `f`; what it cannot tell is an Unknown. */
export function guarded(what: string, f: () => Value): Value {
	try {
		return f();
	} catch (e) {
		if (e instanceof NotKnown) return new Unknown(`${what}: ${e.message}`);
		throw e;
	}
}
