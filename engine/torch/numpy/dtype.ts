/** numpy's dtypes: scalar classes (`np.float32`), dtype objects, and how dtypes combine (NEP 50). */
import { type DType, type DTypeName, dtypes } from "../../shape/dtype.ts";
import { rt } from "../../values/runtime.ts";
import { PyDType } from "../../values/tensor.ts";
import {
	boolClass,
	builtinClass,
	complexClass,
	floatClass,
	intClass,
	Obj,
	PyClass,
	PyFloat,
	PyInstance,
	Unknown,
	type Value,
} from "../../values/value.ts";

export const generic = builtinClass("generic", undefined, "numpy");
export const numberClass = builtinClass("number", [generic], "numpy");
export const integerClass = builtinClass("integer", [numberClass], "numpy");
const signedInteger = builtinClass("signedinteger", [integerClass], "numpy");
const unsignedInteger = builtinClass("unsignedinteger", [integerClass], "numpy");
const inexact = builtinClass("inexact", [numberClass], "numpy");
export const floatingClass = builtinClass("floating", [inexact], "numpy");
const complexFloating = builtinClass("complexfloating", [inexact], "numpy");
export const abstractClasses: PyClass[] = [
	generic,
	numberClass,
	integerClass,
	signedInteger,
	unsignedInteger,
	inexact,
	floatingClass,
	complexFloating,
];

/** The scalar class of each dtype; float64 is also a Python float. */
export const scalarClasses = new Map<DTypeName, PyClass>();
const classDType = new Map<PyClass, DType>();
for (const [name, bases] of [
	["float64", [floatingClass, floatClass]],
	["float32", [floatingClass]],
	["float16", [floatingClass]],
	["int64", [signedInteger]],
	["int32", [signedInteger]],
	["int16", [signedInteger]],
	["int8", [signedInteger]],
	["uint8", [unsignedInteger]],
	["uint16", [unsignedInteger]],
	["uint32", [unsignedInteger]],
	["uint64", [unsignedInteger]],
	["bool", [generic]],
] as const satisfies readonly (readonly [DTypeName, readonly PyClass[]])[]) {
	const cls = builtinClass(name, [...bases], "numpy");
	scalarClasses.set(name, cls);
	classDType.set(cls, dtypes[name]);
}

/** A number of an array as Python sees it: floats are boxed with their class, integers and bools are wrapped. */
export function scalar(x: number, d: DType): Value {
	const cls = scalarClasses.get(d.name);
	if (cls === undefined) return new PyFloat(x);
	if (d.category === 2) {
		const f = new PyFloat(x);
		f.cls = cls;
		return f;
	}
	const o = new PyInstance(cls);
	o.native = d.category === 0 ? x !== 0 : Number.isSafeInteger(x) ? x : BigInt(x);
	return o;
}
/** The dtype and number of a numpy scalar; null for anything else. */
export function scalarOf(v: Value): { dtype: DType; value: number } | null {
	if (v instanceof PyFloat ? v.cls === floatClass : !(v instanceof PyInstance)) return null;
	for (const c of (v as PyFloat).cls.mro) {
		const dtype = classDType.get(c);
		if (dtype !== undefined) return { dtype, value: v instanceof PyFloat ? v.value : Number((v as PyInstance).native) };
	}
	return null;
}

export const npDTypeClass = builtinClass("dtype", undefined, "numpy");
/** `np.dtype('float64')`. */
export class NpDType extends Obj {
	cls: PyClass = npDTypeClass;
	readonly dtype: DType;
	constructor(dtype: DType) {
		super();
		this.dtype = dtype;
	}
}
const objects = new Map<DTypeName, NpDType>();
export function npDType(d: DType): NpDType {
	let o = objects.get(d.name);
	if (o === undefined) {
		o = new NpDType(d);
		objects.set(d.name, o);
	}
	return o;
}

const codes: Record<string, DTypeName> = {
	f: "float32",
	d: "float64",
	f4: "float32",
	f8: "float64",
	f2: "float16",
	i1: "int8",
	i2: "int16",
	i4: "int32",
	i8: "int64",
	u1: "uint8",
	i: "int32",
	l: "int64",
	q: "int64",
	b: "int8",
	B: "uint8",
	"?": "bool",
	int: "int64",
	float: "float64",
	double: "float64",
	single: "float32",
	half: "float16",
	long: "int64",
	bool_: "bool",
	uint: "uint64",
	intp: "int64",
	F: "complex64",
	D: "complex128",
	complex: "complex128",
};

/** What `dtype=` means: a class, an object, a name. Null: not a numeric dtype, or not known. */
export function dtypeFrom(v: Value): DType | null {
	if (v instanceof NpDType || v instanceof PyDType) return v.dtype;
	if (v === floatClass) return dtypes.float64;
	if (v === intClass) return dtypes.int64;
	if (v === boolClass) return dtypes.bool;
	if (v === complexClass) return dtypes.complex128;
	if (v === floatingClass) return dtypes.float64;
	if (v === integerClass) return dtypes.int64;
	if (v instanceof PyClass) return classDType.get(v) ?? null;
	if (typeof v === "string") {
		const name = v.replace(/^[<=>|]/, "");
		return dtypes[(codes[name] ?? name) as DTypeName] ?? null;
	}
	return null;
}
/** As dtypeFrom, with numpy's error for what is no dtype. */
export function needDType(v: Value | undefined): DType | null {
	if (v === undefined || v === null || v instanceof Unknown) return null;
	const d = dtypeFrom(v);
	if (d === null && typeof v === "string") rt.raise("TypeError", `data type '${v}' not understood`);
	return d;
}

const bits = (d: DType): number => d.itemSize * 8;
const unsigned = (d: DType): boolean => d.name.startsWith("u");
/** `np.promote_types`. */
export function promote(a: DType, b: DType): DType {
	if (a === b) return a;
	if (a.category === 0) return b;
	if (b.category === 0) return a;
	if (a.category === 3 || b.category === 3)
		return a.name === "complex128" ||
			b.name === "complex128" ||
			(a.itemSize === 8 && a.category < 3) ||
			(b.itemSize === 8 && b.category < 3)
			? dtypes.complex128
			: dtypes.complex64;
	if (a.category === 2 && b.category === 2) return bits(a) >= bits(b) ? a : b;
	if (a.category === 2 || b.category === 2) {
		const [f, i] = a.category === 2 ? [a, b] : [b, a];
		const need = bits(i) >= 32 ? 64 : bits(i) === 16 ? 32 : 16;
		return bits(f) >= need ? f : dtypes[`float${need}` as DTypeName];
	}
	if (unsigned(a) === unsigned(b)) return bits(a) >= bits(b) ? a : b;
	const [u, s] = unsigned(a) ? [a, b] : [b, a];
	if (bits(s) > bits(u)) return s;
	return bits(u) === 64 ? dtypes.float64 : dtypes[`int${bits(u) * 2}` as DTypeName];
}
/** A Python number next to an array: only its kind counts. */
export function withWeak(array: DType, weak: "bool" | "int" | "float"): DType {
	if (weak === "bool") return array;
	if (weak === "int") return array.category === 0 ? dtypes.int64 : array;
	return array.category >= 2 ? array : dtypes.float64;
}
