/** numpy's universal functions: broadcasting, result dtypes, one number at a time. */
import { type DType, dtypes } from "../../shape/dtype.ts";
import { rt } from "../../values/runtime.ts";
import type { Value } from "../../values/value.ts";
import type { Ndarray } from "../ndarray.ts";
import { promote, withWeak } from "./dtype.ts";
import { count, finish, make, numbersOf, type Operand, operand, sizesOf } from "./kit.ts";

const text = (s: readonly number[]): string => `(${s.join(",")}${s.length === 1 ? "," : ""})`;

export function broadcastSizes(all: number[][]): number[] {
	const n = Math.max(0, ...all.map((s) => s.length));
	const out: number[] = [];
	for (let i = 0; i < n; i++) {
		let size = 1;
		for (const s of all) {
			const d = s[i - (n - s.length)] ?? 1;
			if (d === 1) continue;
			if (size !== 1 && size !== d)
				rt.raise("ValueError", `operands could not be broadcast together with shapes ${all.map(text).join(" ")} `);
			size = d;
		}
		out.push(size);
	}
	return out;
}
/** For each element of `sizes`, where it lies in an array of sizes `from`. */
export function broadcastIndex(sizes: readonly number[], from: readonly number[]): (i: number) => number {
	if (from.length === sizes.length && from.every((s, i) => s === sizes[i])) return (i) => i;
	if (count(from) === 1) return () => 0;
	const shift = sizes.length - from.length;
	const strides = new Array<number>(sizes.length).fill(0);
	let step = 1;
	for (let k = from.length - 1; k >= 0; k--) {
		if (from[k] !== 1) strides[k + shift] = step;
		step *= from[k]!;
	}
	return (i) => {
		let at = 0;
		let rest = i;
		for (let k = sizes.length - 1; k >= 0; k--) {
			at += (rest % sizes[k]!) * strides[k]!;
			rest = Math.floor(rest / sizes[k]!);
		}
		return at;
	};
}

/** The dtype two operands compute in. */
export function common(a: Operand, b: Operand): DType {
	const [x, y] = [a.array.tensor.dtype, b.array.tensor.dtype];
	if (a.weak !== null && b.weak !== null) return promote(x, y);
	if (a.weak !== null) return withWeak(y, a.weak);
	if (b.weak !== null) return withWeak(x, b.weak);
	return promote(x, y);
}

export function zip(sizes: number[], out: DType, inputs: Ndarray[], f: (...x: number[]) => number): Ndarray {
	const values = inputs.map(numbersOf);
	if (values.includes(null)) return make(sizes, out, null);
	const at = inputs.map((a) => broadcastIndex(sizes, sizesOf(a)));
	const n = count(sizes);
	const result = new Float64Array(n);
	if (inputs.length === 1) for (let i = 0; i < n; i++) result[i] = f(values[0]![at[0]!(i)]!);
	else if (inputs.length === 2) for (let i = 0; i < n; i++) result[i] = f(values[0]![at[0]!(i)]!, values[1]![at[1]!(i)]!);
	else for (let i = 0; i < n; i++) result[i] = f(...values.map((v, k) => v![at[k]!(i)]!));
	return make(sizes, out, result);
}

type Kind = "same" | "float" | "bool" | "int";
interface Ufunc {
	kind: Kind;
	f: (a: number, b: number) => number;
	/** Replaces `f` for booleans. */
	bool?: (a: number, b: number) => number;
}
const floorMod = (a: number, b: number): number => {
	const r = a % b;
	return r !== 0 && r < 0 !== b < 0 ? r + b : r === 0 ? (b < 0 ? -0 : 0) : r;
};
const or = (a: number, b: number): number => Number(a !== 0 || b !== 0);
const and = (a: number, b: number): number => Number(a !== 0 && b !== 0);
const bits =
	(f: (a: bigint, b: bigint) => bigint) =>
	(a: number, b: number): number =>
		Number(f(BigInt(a), BigInt(b)));
export const binaryUfuncs: Record<string, Ufunc> = {
	add: { kind: "same", f: (a, b) => a + b, bool: or },
	subtract: { kind: "same", f: (a, b) => a - b },
	multiply: { kind: "same", f: (a, b) => a * b, bool: and },
	divide: { kind: "float", f: (a, b) => a / b },
	floor_divide: { kind: "same", f: (a, b) => Math.floor(a / b) },
	remainder: { kind: "same", f: floorMod },
	fmod: { kind: "same", f: (a, b) => a % b },
	power: { kind: "same", f: (a, b) => (b === 2 ? a * a : a ** b) },
	maximum: { kind: "same", f: (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : Math.max(a, b)) },
	minimum: { kind: "same", f: (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : Math.min(a, b)) },
	fmax: { kind: "same", f: (a, b) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b)) },
	fmin: { kind: "same", f: (a, b) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b)) },
	arctan2: { kind: "float", f: Math.atan2 },
	hypot: { kind: "float", f: Math.hypot },
	logaddexp: { kind: "float", f: (a, b) => (a === b ? a + Math.LN2 : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))) },
	equal: { kind: "bool", f: (a, b) => Number(a === b) },
	not_equal: { kind: "bool", f: (a, b) => Number(a !== b) },
	less: { kind: "bool", f: (a, b) => Number(a < b) },
	less_equal: { kind: "bool", f: (a, b) => Number(a <= b) },
	greater: { kind: "bool", f: (a, b) => Number(a > b) },
	greater_equal: { kind: "bool", f: (a, b) => Number(a >= b) },
	logical_and: { kind: "bool", f: and },
	logical_or: { kind: "bool", f: or },
	logical_xor: { kind: "bool", f: (a, b) => Number((a !== 0) !== (b !== 0)) },
	bitwise_and: { kind: "int", f: bits((a, b) => a & b), bool: and },
	bitwise_or: { kind: "int", f: bits((a, b) => a | b), bool: or },
	bitwise_xor: { kind: "int", f: bits((a, b) => a ^ b), bool: (a, b) => Number(a !== b) },
	left_shift: { kind: "int", f: bits((a, b) => a << b) },
	right_shift: { kind: "int", f: bits((a, b) => a >> b) },
};

/** Null: an operand is nothing numpy knows (the other side may). */
export function binary(name: string, a: Value, b: Value): Ndarray | null {
	const x = operand(a);
	const y = operand(b);
	if (x === null || y === null) return null;
	const u = binaryUfuncs[name]!;
	const d = common(x, y);
	let out = d;
	let f = u.f;
	if (d.category === 0 && u.kind !== "bool") {
		if (name === "subtract")
			rt.raise(
				"TypeError",
				"numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.",
			);
		if (u.bool !== undefined) f = u.bool;
		else if (u.kind !== "float") out = dtypes.int8;
	}
	if (u.kind === "bool") out = dtypes.bool;
	if (u.kind === "float" && d.category < 2) out = dtypes.float64;
	if (u.kind === "int" && d.category >= 2)
		rt.raise(
			"TypeError",
			`ufunc '${name}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''`,
		);
	const sizes = broadcastSizes([sizesOf(x.array), sizesOf(y.array)]);
	if (name === "power" && d.category === 1) {
		const powers = numbersOf(y.array);
		if (powers !== null && Array.from(powers).some((p) => p < 0))
			rt.raise("ValueError", "Integers to negative integer powers are not allowed.");
	}
	if (d.category === 1 && (name === "floor_divide" || name === "remainder")) f = (p, q) => (q === 0 ? 0 : u.f(p, q));
	// A weak Python float takes the array's precision before it counts.
	const cast = out.name === "float32" || d.name === "float32" ? (p: number, q: number): number => f(Math.fround(p), Math.fround(q)) : f;
	return zip(sizes, out, [x.array, y.array], cast);
}

const unary = (
	kind: "same" | "float" | "bool",
	f: (x: number) => number,
): { kind: "same" | "float" | "bool"; f: (x: number) => number } => ({ kind, f });
const halfEven = (x: number): number => {
	const r = Math.round(x);
	return Math.abs(x - Math.trunc(x)) === 0.5 && r % 2 !== 0 ? r - 1 : Object.is(x, -0) || (r === 0 && x < 0) ? -0 : r;
};
export const unaryUfuncs: Record<string, { kind: "same" | "float" | "bool"; f: (x: number) => number }> = {
	negative: unary("same", (x) => -x),
	positive: unary("same", (x) => x),
	absolute: unary("same", Math.abs),
	fabs: unary("float", Math.abs),
	sign: unary("same", Math.sign),
	square: unary("same", (x) => x * x),
	reciprocal: unary("same", (x) => 1 / x),
	sqrt: unary("float", Math.sqrt),
	cbrt: unary("float", Math.cbrt),
	exp: unary("float", Math.exp),
	exp2: unary("float", (x) => 2 ** x),
	expm1: unary("float", Math.expm1),
	log: unary("float", Math.log),
	log2: unary("float", Math.log2),
	log10: unary("float", Math.log10),
	log1p: unary("float", Math.log1p),
	sin: unary("float", Math.sin),
	cos: unary("float", Math.cos),
	tan: unary("float", Math.tan),
	arcsin: unary("float", Math.asin),
	arccos: unary("float", Math.acos),
	arctan: unary("float", Math.atan),
	sinh: unary("float", Math.sinh),
	cosh: unary("float", Math.cosh),
	tanh: unary("float", Math.tanh),
	deg2rad: unary("float", (x) => (x * Math.PI) / 180),
	rad2deg: unary("float", (x) => (x * 180) / Math.PI),
	floor: unary("same", Math.floor),
	ceil: unary("same", Math.ceil),
	trunc: unary("same", Math.trunc),
	rint: unary("float", halfEven),
	isnan: unary("bool", (x) => Number(Number.isNaN(x))),
	isinf: unary("bool", (x) => Number(!Number.isFinite(x) && !Number.isNaN(x))),
	isfinite: unary("bool", (x) => Number(Number.isFinite(x))),
	logical_not: unary("bool", (x) => Number(x === 0)),
	invert: unary("same", (x) => -x - 1),
};
export function apply(name: string, v: Value): Value {
	const o = operand(v);
	if (o === null)
		return rt.raise(
			"TypeError",
			`loop of ufunc does not support argument 0 of type ${rt.typeOf(v).name} which has no callable ${name} method`,
		);
	return finish(mapped(name, o.array));
}
export function mapped(name: string, a: Ndarray): Ndarray {
	const u = unaryUfuncs[name]!;
	const d = a.tensor.dtype;
	if (name === "negative" && d.category === 0)
		rt.raise(
			"TypeError",
			"The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.",
		);
	if (name === "invert" && d.category === 0) return zip(sizesOf(a), dtypes.bool, [a], (x) => Number(x === 0));
	const out = u.kind === "bool" ? dtypes.bool : u.kind === "float" && d.category < 2 ? dtypes.float64 : d;
	return zip(sizesOf(a), out, [a], u.f);
}
/** `np.round`: half to even after scaling. */
export function rounded(a: Ndarray, digits: number): Ndarray {
	if (a.tensor.dtype.category < 2 && digits >= 0) return a;
	const scale = 10 ** Math.abs(digits);
	return zip(
		sizesOf(a),
		a.tensor.dtype,
		[a],
		digits === 0 ? halfEven : digits > 0 ? (x) => halfEven(x * scale) / scale : (x) => halfEven(x / scale) * scale,
	);
}
