/** From Python values to what ops take, by the type in the schema. Answers `MISMATCH` when the value does not fit, so that the next overload is tried. */
import { type DType, dtypes } from "../shape/dtype.ts";
import { Tensor } from "../autograd/tensor.ts";
import { dimOf, PyDevice, PyDType, PyTensor } from "../values/tensor.ts";
import {
	boolClass,
	floatClass,
	intClass,
	PyComplex,
	PyFloat,
	PyInstance,
	PyList,
	PyTuple,
	SymInt,
	Unknown,
	type Value,
} from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { ComplexScalar } from "../ops/kernel/scalar.ts";
import type { Param } from "../ops/schema.ts";
import { formatOf } from "./formats.ts";
import { carriesGraph, standIn } from "./stand-in.ts";

export const MISMATCH = Symbol("mismatch");

/** What decoding learned on the way: unknown numbers and unknown integers change how the op is run. */
export interface Decoded {
	/** A number is not known: the op runs without numbers. */
	unknownNumber: boolean;
	/** An argument that decides shapes (an int, a dim) is not known: the result's shape is unknown. */
	unknownShape: boolean;
	/** A number is not known that decides the dtype where none is given. */
	unknownType: boolean;
	/** A whole argument is not known (possibly a tensor): the result is Unknown. */
	unknown: Unknown | null;
}

/** Python functions whose Tensor parameters also take numbers (PyTorch's should_allow_numbers_as_tensors). */
const NUMBERS_AS_TENSORS = new Set([
	"add",
	"sub",
	"mul",
	"div",
	"subtract",
	"multiply",
	"divide",
	"true_divide",
	"floor_divide",
	"rsub",
	"eq",
	"ne",
	"lt",
	"le",
	"gt",
	"ge",
	"copy",
]);
export const allowsNumbers = (base: string): boolean => NUMBERS_AS_TENSORS.has(base.replace(/_$/, ""));

export function numberOf(v: Value): number | null {
	if (typeof v === "number") return v;
	if (typeof v === "boolean") return Number(v);
	if (typeof v === "bigint") return Number(v);
	if (v instanceof PyFloat) return v.value;
	// Subclasses of int, and numpy's integers.
	if (v instanceof PyInstance && typeof v.native === "number") return v.native;
	return null;
}

/** A Python number as a wrapped 0-dim tensor (bool, int and float keep apart); null when it is none. */
export function wrapNumber(v: Value): Tensor | null {
	if (typeof v === "boolean") return Tensor.wrap(v, false);
	if (v instanceof PyFloat) return Tensor.wrap(v.value, true);
	const n = numberOf(v);
	if (n !== null) return Tensor.wrap(n, false);
	if (v instanceof SymInt) {
		const t = Tensor.wrap(0, false);
		t.storage.data = null;
		return t;
	}
	if (v instanceof Unknown && v.type !== null && [intClass, floatClass, boolClass].includes(v.type)) {
		const t = Tensor.wrap(v.type === boolClass ? false : 0, v.type === floatClass);
		t.storage.data = null;
		return t;
	}
	if (v instanceof PyComplex) return Tensor.wrapComplex(v.re, v.im);
	return null;
}

export const dtypeOf = (v: Value): DType | null => {
	if (v instanceof PyDType) return v.dtype;
	if (v === (floatClass as Value)) return dtypes.float64;
	if (v === (intClass as Value)) return dtypes.int64;
	if (v === (boolClass as Value)) return dtypes.bool;
	return null;
};

const listOf = (v: Value): Value[] | null => (v instanceof PyList || v instanceof PyTuple ? v.items : null);

/** Why a list's items are not all known: a loop that fills it was cut short. */
const openOf = (v: Value): Unknown | null => (v instanceof PyList ? v.more : null);

/** Whether PyTorch's parser takes these for a list of ints: it looks at the first one only. */
export const isListOfInts = (items: Value[]): boolean =>
	items.length === 0 || (!(items[0] instanceof PyFloat) && typeof items[0] !== "boolean" && dimOf(items[0]!) !== null);

/** The call that is being bound, for what PyTorch's parser raises at once instead of looking for another signature. */
export interface Binding {
	name: string;
	/** Position of the parameter. */
	position: number;
}

/** A list of which some tensors carry a graph and others are not known: the graph goes on. Null for any other list. */
function withStandIns(given: Value): Tensor[] | null {
	const items = listOf(given);
	if (items === null || !carriesGraph(items)) return null;
	const rest = openOf(given);
	if (rest === null && !items.some((v) => v instanceof Unknown)) return null;
	const out: Tensor[] = [];
	for (const v of rest === null ? items : [...items, rest]) {
		if (v instanceof PyTensor) out.push(v.tensor);
		else if (v instanceof Unknown && v.type === null) out.push(standIn(v));
		else return null;
	}
	return out;
}

export function decode(p: Param, given: Value, base: string, info: Decoded, binding: Binding | null = null): unknown {
	const v = openOf(given) ?? given;
	if (v === null)
		return p.optional || (p.hasDefault && p.default === null)
			? null
			: p.type === "Tensor[]" || p.type === "Tensor"
				? MISMATCH
				: p.type === "int[]" && p.optional
					? null
					: MISMATCH;
	switch (p.type) {
		case "Tensor": {
			if (v instanceof PyTensor) return v.tensor;
			if (v instanceof Unknown && v.type === null) {
				info.unknown = v;
				return null;
			}
			if (!allowsNumbers(base)) return MISMATCH;
			const wrapped = wrapNumber(v);
			return wrapped ?? MISMATCH;
		}
		case "Tensor[]": {
			const completed = withStandIns(given);
			if (completed !== null) return completed;
			if (v instanceof Unknown) {
				info.unknown = v;
				return [];
			}
			const items = listOf(v);
			if (items === null) return MISMATCH;
			const out: (Tensor | null)[] = [];
			for (const item of items) {
				if (item instanceof PyTensor) out.push(item.tensor);
				else if (item instanceof Unknown) {
					info.unknown = item;
					return [];
				} else if (item === null && p.optional) out.push(null);
				else if (binding !== null && !p.optional)
					rt.raise(
						"TypeError",
						`expected Tensor as element ${out.length} in argument ${binding.position}, but got ${rt.typeOf(item).name}`,
					);
				else return MISMATCH;
			}
			return out;
		}
		case "Scalar": {
			if (v instanceof PyTensor) {
				// A 0-dim tensor stands for its number only where PyTorch's parser allows it: without a graph.
				if (v.tensor.dim !== 0 || v.tensor.requiresGradFlag || v.tensor.gradFn !== null) return MISMATCH;
				const x = v.tensor.first();
				if (x === null) info.unknownNumber = true;
				return x ?? (EXTENTS.has(base) ? dimOf(v) : null) ?? 1;
			}
			return EXTENTS.has(base) ? extent(v, info) : scalar(v, info, base);
		}
		case "float": {
			if (v instanceof PyTensor) {
				if (v.tensor.dim !== 0) return MISMATCH;
				const x = v.tensor.first();
				if (x === null) info.unknownNumber = true;
				return x ?? 0.5;
			}
			if (v instanceof PyComplex) return MISMATCH;
			return scalar(v, info);
		}
		case "int": {
			if (v instanceof PyFloat || typeof v === "boolean") return typeof v === "boolean" ? Number(v) : MISMATCH;
			if (v instanceof Unknown) {
				info.unknownShape = true;
				return 0;
			}
			const d = dimOf(v);
			return d === null ? (numberOf(v) ?? MISMATCH) : d;
		}
		case "int[]": {
			if (v instanceof Unknown) {
				info.unknownShape = true;
				return [];
			}
			const items = listOf(v);
			if (items === null) {
				const d = dimOf(v);
				// One number stands for the list where the schema gives the list's size (`int[2]`).
				return d === null || p.listSize === null || v instanceof PyFloat
					? MISMATCH
					: p.listSize === 1
						? [d]
						: new Array(p.listSize).fill(d);
			}
			const out = [];
			for (const item of items) {
				const d = item instanceof PyFloat ? null : dimOf(item);
				if (d === null && binding !== null && out.length > 0)
					rt.raise(
						"TypeError",
						`${binding.name}(): argument '${p.name}' failed to unpack the object at pos ${out.length + 1} with error "type must be tuple of ints,but got ${rt.typeOf(item).name}"`,
					);
				if (d === null) return MISMATCH;
				out.push(d);
			}
			return out;
		}
		case "float[]": {
			const items = listOf(v);
			if (items === null) return MISMATCH;
			const out = items.map(numberOf);
			return out.includes(null) ? MISMATCH : out;
		}
		case "Scalar[]": {
			const items = listOf(v);
			if (items === null) return MISMATCH;
			const out = items.map((x) => scalar(x, info));
			return out.includes(MISMATCH) ? MISMATCH : out;
		}
		case "bool": {
			if (typeof v === "boolean") return v;
			if (v instanceof Unknown) return rt.truth(v);
			return typeof v === "number" ? MISMATCH : MISMATCH;
		}
		case "bool[]": {
			const items = listOf(v);
			return items === null ? MISMATCH : items.map((x) => x === true);
		}
		case "str":
			if (v instanceof Unknown) {
				info.unknownShape = true;
				return "";
			}
			return typeof v === "string" ? v : MISMATCH;
		case "ScalarType":
			if (v instanceof Unknown) {
				info.unknown = v;
				return null;
			}
			return dtypeOf(v) ?? MISMATCH;
		case "Device":
			return v instanceof PyDevice
				? v.text
				: typeof v === "string"
					? v
					: typeof v === "number"
						? `cuda:${v}`
						: v instanceof Unknown
							? "cpu"
							: MISMATCH;
		case "Layout":
			return null;
		case "MemoryFormat":
			return formatOf(v);
		case "Generator":
			return v instanceof PyInstance ? v.native : null;
		default:
			return MISMATCH;
	}
}

/** Operators whose numbers are where something starts and ends: they decide its length. */
const EXTENTS = new Set(["arange", "range"]);
function extent(v: Value, info: Decoded): unknown {
	if (v instanceof Unknown && v.type === floatClass) info.unknownShape = true;
	if (!(v instanceof SymInt || v instanceof Unknown)) return scalar(v, info);
	scalar(v, info);
	return dimOf(v);
}

/** Operators that compute with a complex number; of the others only the shape is said. */
const TAKES_COMPLEX = new Set([
	"full",
	"full_like",
	"new_full",
	"scalar_tensor",
	"fill_",
	"fill",
	"masked_fill",
	"masked_fill_",
	"index_fill",
	"index_fill_",
	"constant_pad_nd",
	"addcmul",
	"addcmul_",
	"addcdiv",
	"addcdiv_",
	"lerp",
	"lerp_",
	"addmm",
	"addmm_",
	"addbmm",
	"addbmm_",
	"baddbmm",
	"baddbmm_",
	"addmv",
	"addmv_",
	"addr",
	"addr_",
	"mul",
	"mul_",
	"where",
]);
function scalar(v: Value, info: Decoded, base = ""): unknown {
	if (typeof v === "boolean") return v;
	const n = numberOf(v);
	if (n !== null) return v instanceof PyFloat ? n : n;
	if (v instanceof SymInt || (v instanceof Unknown && (v.type === null || [intClass, floatClass, boolClass].includes(v.type)))) {
		info.unknownNumber = true;
		if (v instanceof Unknown && v.type !== intClass && v.type !== floatClass) info.unknownType = true;
		return 1;
	}
	if (v instanceof PyComplex) {
		if (!TAKES_COMPLEX.has(base)) info.unknownNumber = true;
		return new ComplexScalar(v.re, v.im);
	}
	return MISMATCH;
}
