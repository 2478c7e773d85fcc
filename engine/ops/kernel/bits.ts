/** The bytes of numbers: what `view(dtype)` reads anew. */
import { type DType, dtypes, type Numbers } from "../../shape/dtype.ts";

const scratch = new DataView(new ArrayBuffer(8));
const float32Bits = (x: number): number => {
	scratch.setFloat32(0, x, true);
	return scratch.getUint32(0, true);
};
const bitsFloat32 = (bits: number): number => {
	scratch.setUint32(0, bits, true);
	return scratch.getFloat32(0, true);
};
/** `x` is on the grid of float16 already. */
function float16Bits(x: number): number {
	const bits = float32Bits(x);
	const sign = (bits >>> 16) & 0x8000;
	const size = Math.abs(x);
	if (Number.isNaN(x)) return 0x7e00;
	if (size === Number.POSITIVE_INFINITY) return sign | 0x7c00;
	if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24);
	return sign | ((((bits >>> 23) & 0xff) - 112) << 10) | ((bits >>> 13) & 0x3ff);
}
function bitsFloat16(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1;
	const exponent = (bits >> 10) & 31;
	const fraction = bits & 0x3ff;
	if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
	return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

interface Form {
	size: number;
	put: (view: DataView, at: number, x: number) => void;
	get: (view: DataView, at: number) => number;
}
const FORMS: Partial<Record<DType["name"], Form>> = {
	float64: { size: 8, put: (v, at, x) => v.setFloat64(at, x, true), get: (v, at) => v.getFloat64(at, true) },
	float32: { size: 4, put: (v, at, x) => v.setFloat32(at, x, true), get: (v, at) => v.getFloat32(at, true) },
	float16: { size: 2, put: (v, at, x) => v.setUint16(at, float16Bits(x), true), get: (v, at) => bitsFloat16(v.getUint16(at, true)) },
	bfloat16: {
		size: 2,
		put: (v, at, x) => v.setUint16(at, float32Bits(x) >>> 16, true),
		get: (v, at) => bitsFloat32(v.getUint16(at, true) << 16),
	},
	int64: { size: 8, put: (v, at, x) => v.setBigInt64(at, BigInt(x), true), get: (v, at) => Number(v.getBigInt64(at, true)) },
	int32: { size: 4, put: (v, at, x) => v.setInt32(at, x, true), get: (v, at) => v.getInt32(at, true) },
	uint32: { size: 4, put: (v, at, x) => v.setUint32(at, x, true), get: (v, at) => v.getUint32(at, true) },
	int16: { size: 2, put: (v, at, x) => v.setInt16(at, x, true), get: (v, at) => v.getInt16(at, true) },
	uint16: { size: 2, put: (v, at, x) => v.setUint16(at, x, true), get: (v, at) => v.getUint16(at, true) },
	int8: { size: 1, put: (v, at, x) => v.setInt8(at, x), get: (v, at) => v.getInt8(at) },
	uint8: { size: 1, put: (v, at, x) => v.setUint8(at, x), get: (v, at) => v.getUint8(at) },
	bool: { size: 1, put: (v, at, x) => v.setUint8(at, x), get: (v, at) => Number(v.getUint8(at) !== 0) },
};
const PART: Partial<Record<DType["name"], DType["name"]>> = { complex128: "float64", complex64: "float32", complex32: "float16" };
const formOf = (dtype: DType): Form | undefined => FORMS[PART[dtype.name] ?? dtype.name];

/** The numbers whose bytes are those of `values`; null where they would not be exact here. */
export function reread(values: Numbers, from: DType, to: DType): Numbers | null {
	const [a, b] = [formOf(from), formOf(to)];
	if (a === undefined || b === undefined) return null;
	const view = new DataView(new ArrayBuffer(values.length * a.size));
	for (let i = 0; i < values.length; i++) a.put(view, i * a.size, values[i]!);
	const n = Math.floor(view.byteLength / b.size);
	const out = to.make(n / to.width);
	for (let i = 0; i < n; i++) out[i] = b.get(view, i * b.size);
	return to === dtypes.int64 && !Array.from(out).every(Number.isSafeInteger) ? null : out;
}
