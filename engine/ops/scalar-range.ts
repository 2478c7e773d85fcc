/** Numbers that Python hands to an operator and that have to fit the type it computes in: PyTorch refuses those that do not. */
import { cppName, type DType, dtypes, isComplex } from "../shape/dtype.ts";
import { TorchError } from "../autograd/errors.ts";
import { Tensor } from "../autograd/tensor.ts";
import { world } from "../autograd/world.ts";
import { ComplexScalar, isFloatScalar, numberIn, type Scalar } from "./kernel/scalar.ts";

/** The smallest and the largest number of each type. Every number is a bool; float8 saturates. */
const RANGES: Partial<Record<DType["name"], readonly [number, number]>> = {
	uint8: [0, 255],
	int8: [-128, 127],
	uint16: [0, 65535],
	int16: [-32768, 32767],
	uint32: [0, 2 ** 32 - 1],
	int32: [-(2 ** 31), 2 ** 31 - 1],
	uint64: [0, 2 ** 64],
	int64: [-(2 ** 63), 2 ** 63],
	float16: [-65504, 65504],
	bfloat16: [-3.3895313892515355e38, 3.3895313892515355e38],
	float32: [-3.4028234663852886e38, 3.4028234663852886e38],
};
const rangeOf = (dtype: DType): readonly [number, number] | undefined =>
	RANGES[dtype === dtypes.complex64 ? "float32" : dtype === dtypes.complex32 ? "float16" : dtype.name];

/** Whether `value` has a place in `dtype`. A negative int goes round in an unsigned type, a negative float does not. */
export function fits(value: Scalar, dtype: DType, isFloat = isFloatScalar(value)): boolean {
	if (dtype === dtypes.bool || typeof value === "boolean") return true;
	if (value instanceof ComplexScalar) {
		if (value.im !== 0 && !isComplex(dtype)) return false;
		if (isComplex(dtype) && !fits(value.im, dtype, true)) return false;
	}
	const x = Number(value);
	if (dtype.category >= 2 && !Number.isFinite(x)) return true;
	if (Number.isNaN(x)) return false;
	const range = rangeOf(dtype);
	if (range === undefined) return true;
	const [lowest, highest] = range;
	return x <= highest && (x >= lowest || (lowest === 0 && !isFloat && -x <= highest));
}

/** As the message spells the types: C++ with fixed widths, unlike the compiler's words of `cppName`. */
function spelled(dtype: DType): string {
	if (dtype.category === 1) return dtype === dtypes.int32 ? "int" : `${dtype.name}_t`;
	const name = cppName(dtype);
	return world.profile === "1.13" ? name.replace(/c10::(?=Half|BFloat16)/, "at::") : name;
}

export function refuseScalar(type: string): never {
	throw new TorchError("RuntimeError", `value cannot be converted to type ${type} without overflow`, { key: "VALUE_TYPE" });
}
/** Raises where `value` does not fit `dtype`. */
export function checkScalar(value: Scalar, dtype: DType, isFloat = isFloatScalar(value)): void {
	if (!fits(value, dtype, isFloat)) refuseScalar(spelled(dtype));
}
/**
 * A number that becomes a tensor of its own first (`torch.scalar_tensor`, `x[i] = 3`, `where(c, x, 3)`) has to fit, but half precision
 * takes what a double takes.
 */
export function checkAssigned(number: Tensor, dtype: DType): void {
	const value = numberIn(number);
	if (value !== null) checkScalar(value, isHalf(dtype) ? dtypes.float64 : dtype, number.dtype.category >= 2);
}
/** `torch.tensor` and friends look at integers only, and say Python's names. */
export function checkElement(value: number, dtype: DType, isFloat: boolean): void {
	if (dtype.category === 1 && !fits(value, dtype, isFloat)) refuseScalar(dtype.name);
}
const isHalf = (dtype: DType): boolean => dtype === dtypes.float16 || dtype === dtypes.bfloat16;

/** To the type of the result, as it is or negated (a power only where that is no common float), or to float where that is half precision. */
type How = "exact" | "negated" | "power" | "wide";
/** By operator and argument. */
type Conversions = Record<string, How>;
const FILLS: Conversions = { value: "exact", fill_value: "exact" };
const ALPHA: Conversions = { alpha: "exact" };
const NEGATED: Conversions = { alpha: "negated" };
const PRODUCT: Conversions = { beta: "wide", alpha: "wide" };
const CONVERTED: Record<string, Conversions> = {
	"fill.Scalar": FILLS,
	"fill_.Scalar": FILLS,
	"masked_fill.Scalar": FILLS,
	"masked_fill.Tensor": FILLS,
	"index_fill.int_Scalar": FILLS,
	"index_fill.int_Tensor": FILLS,
	"scatter.value": FILLS,
	"scatter.value_reduce": FILLS,
	constant_pad_nd: FILLS,
	full: FILLS,
	full_like: FILLS,
	new_full: FILLS,
	linspace: { start: "exact", end: "exact" },
	"add.Tensor": ALPHA,
	"add.Scalar": ALPHA,
	"sub.Tensor": NEGATED,
	"sub.Scalar": NEGATED,
	"rsub.Tensor": NEGATED,
	"rsub.Scalar": NEGATED,
	index_add: ALPHA,
	addmv: { beta: "exact", alpha: "exact" },
	addr: { beta: "exact", alpha: "exact" },
	addmm: PRODUCT,
	addbmm: PRODUCT,
	baddbmm: PRODUCT,
	addcmul: { value: "wide" },
	addcdiv: { value: "wide" },
	"pow.Tensor_Scalar": { exponent: "power" },
	clamp: { min: "exact", max: "exact" },
	clamp_min: { min: "exact" },
	clamp_max: { max: "exact" },
	"lerp.Scalar": { weight: "wide" },
	threshold: { threshold: "wide", value: "exact" },
	hardshrink: { lambd: "exact" },
	leaky_relu: { negative_slope: "wide" },
	elu: { alpha: "wide", scale: "wide", input_scale: "wide" },
	softplus: { beta: "wide", threshold: "wide" },
};

export interface Converted {
	position: number;
	how: How;
}
/** What an operator converts, by the places of its arguments; null for most. */
export function conversionsOf(name: string, index: ReadonlyMap<string, number>): Converted[] | null {
	const table = CONVERTED[name];
	if (table === undefined) return null;
	return Object.entries(table).flatMap(([param, how]) => (index.has(param) ? [{ position: index.get(param)!, how }] : []));
}

/** Raises where one of the numbers does not fit; nothing is converted where there is nothing to compute. */
export function checkConversions(conversions: readonly Converted[], args: readonly unknown[], result: Tensor): void {
	if (result.unknownDtype || result.numel === 0 || result.device === "meta") return;
	for (const { position, how } of conversions) {
		const given = args[position];
		// 0 and 1 (what `alpha` mostly is) fit everything.
		if (given === null || given === undefined || given === 0 || given === 1) continue;
		let value = given as Scalar;
		let isFloat: boolean;
		if (given instanceof Tensor) {
			const x = given.unknownDtype ? null : numberIn(given);
			if (x === null) continue;
			value = x;
			isFloat = given.dtype.category >= 2;
		} else isFloat = isFloatScalar(value);
		if (how === "power" && ((args[0] as Tensor).dtype !== result.dtype || (result.dtype.category >= 2 && !isHalf(result.dtype)))) continue;
		if (how === "negated" && typeof value === "number") value = -value;
		checkScalar(value, how === "wide" && isHalf(result.dtype) ? dtypes.float32 : result.dtype, isFloat);
	}
}
