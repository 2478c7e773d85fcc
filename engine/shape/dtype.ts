/** PyTorch's dtypes: what they are called, how their numbers are kept here, and how they combine. */

export type DTypeName =
	| "float32"
	| "float64"
	| "float16"
	| "bfloat16"
	| "int64"
	| "int32"
	| "int16"
	| "int8"
	| "uint8"
	| "bool"
	| "complex64"
	| "complex128"
	| "complex32"
	| "uint16"
	| "uint32"
	| "uint64"
	| "float8_e4m3fn"
	| "float8_e5m2"
	| "float8_e4m3fnuz"
	| "float8_e5m2fnuz"
	| "float8_e8m0fnu"
	| "float4_e2m1fn_x2";

/** Numbers of a storage. int64 is kept in doubles (exact to 2^53); complex numbers as interleaved pairs. */
export type Numbers = Float32Array | Float64Array | Int32Array | Int16Array | Int8Array | Uint8Array | Uint16Array | Uint32Array;

export interface DType {
	readonly name: DTypeName;
	/** `torch.FloatTensor` in error messages. */
	readonly tensorType: string;
	/** `float` in `result type Float can't be cast` ("Float", "Long" ...). */
	readonly scalarType: string;
	/** 0 bool, 1 integer, 2 floating, 3 complex. */
	readonly category: 0 | 1 | 2 | 3;
	readonly itemSize: number;
	/** Numbers per element in the array: 2 for complex. */
	readonly width: 1 | 2;
	readonly make: (length: number) => Numbers;
	/** Rounds a double to this dtype's grid when the array itself does not. */
	readonly round: ((x: number) => number) | null;
}

const half = (() => {
	// Round-to-nearest-even to a float with `mantissa` bits, computed on doubles.
	const roundTo =
		(bits: number, minExp: number, max: number) =>
		(x: number): number => {
			if (!Number.isFinite(x) || x === 0) return x;
			const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), minExp);
			const quantum = 2 ** (exponent - bits);
			const scaled = x / quantum;
			let rounded = Math.round(scaled);
			if (Math.abs(scaled - Math.trunc(scaled)) === 0.5) rounded = 2 * Math.round(scaled / 2);
			const out = rounded * quantum;
			return Math.abs(out) > max ? Math.sign(x) * Number.POSITIVE_INFINITY : out;
		};
	const finite =
		(f: (x: number) => number) =>
		(x: number): number =>
			Number.isFinite(f(x)) ? f(x) : Number.NaN;
	const narrow = roundTo(3, -6, 448);
	return {
		float16: roundTo(10, -14, 65504),
		bfloat16: roundTo(7, -126, 3.3895313892515355e38),
		float8_e4m3fn: (x: number): number => (Number.isNaN(x) ? x : Math.max(-448, Math.min(448, narrow(x)))),
		float8_e5m2: roundTo(2, -14, 57344),
		float8_e4m3fnuz: finite(roundTo(3, -7, 240)),
		float8_e5m2fnuz: finite(roundTo(2, -15, 57344)),
	};
})();

/** Integers have no negative zero: adding zero makes it a plain one. */
const wrapInt64 = (x: number): number => (Number.isFinite(x) ? Math.trunc(x) + 0 : -9223372036854775808);

function dtype(
	name: DTypeName,
	tensorType: string,
	scalarType: string,
	category: 0 | 1 | 2 | 3,
	itemSize: number,
	make: (n: number) => Numbers,
	round: ((x: number) => number) | null = null,
): DType {
	return { name, tensorType: `torch.${tensorType}`, scalarType, category, itemSize, width: category === 3 ? 2 : 1, make, round };
}

function small(name: DTypeName, round: ((x: number) => number) | null): DType {
	const word = name[0]!.toUpperCase() + name.slice(1);
	return dtype(name, `${word}Tensor`, word, 2, 1, (n) => new Float32Array(n), round);
}

export const dtypes = {
	float32: dtype("float32", "FloatTensor", "Float", 2, 4, (n) => new Float32Array(n)),
	float64: dtype("float64", "DoubleTensor", "Double", 2, 8, (n) => new Float64Array(n)),
	float16: dtype("float16", "HalfTensor", "Half", 2, 2, (n) => new Float32Array(n), half.float16),
	bfloat16: dtype("bfloat16", "BFloat16Tensor", "BFloat16", 2, 2, (n) => new Float32Array(n), half.bfloat16),
	int64: dtype("int64", "LongTensor", "Long", 1, 8, (n) => new Float64Array(n), wrapInt64),
	int32: dtype("int32", "IntTensor", "Int", 1, 4, (n) => new Int32Array(n)),
	int16: dtype("int16", "ShortTensor", "Short", 1, 2, (n) => new Int16Array(n)),
	int8: dtype("int8", "CharTensor", "Char", 1, 1, (n) => new Int8Array(n)),
	uint8: dtype("uint8", "ByteTensor", "Byte", 1, 1, (n) => new Uint8Array(n)),
	uint16: dtype("uint16", "UInt16Tensor", "UInt16", 1, 2, (n) => new Uint16Array(n)),
	uint32: dtype("uint32", "UInt32Tensor", "UInt32", 1, 4, (n) => new Uint32Array(n)),
	uint64: dtype("uint64", "UInt64Tensor", "UInt64", 1, 8, (n) => new Float64Array(n), wrapInt64),
	bool: dtype(
		"bool",
		"BoolTensor",
		"Bool",
		0,
		1,
		(n) => new Uint8Array(n),
		(x) => (x !== 0 ? 1 : 0),
	),
	complex64: dtype("complex64", "ComplexFloatTensor", "ComplexFloat", 3, 8, (n) => new Float32Array(n)),
	complex128: dtype("complex128", "ComplexDoubleTensor", "ComplexDouble", 3, 16, (n) => new Float64Array(n)),
	complex32: dtype("complex32", "ComplexHalfTensor", "ComplexHalf", 3, 4, (n) => new Float32Array(n), half.float16),
	// To store numbers in: PyTorch computes next to nothing with them.
	float8_e4m3fn: small("float8_e4m3fn", half.float8_e4m3fn),
	float8_e5m2: small("float8_e5m2", half.float8_e5m2),
	float8_e4m3fnuz: small("float8_e4m3fnuz", half.float8_e4m3fnuz),
	float8_e5m2fnuz: small("float8_e5m2fnuz", half.float8_e5m2fnuz),
	float8_e8m0fnu: small("float8_e8m0fnu", null),
	float4_e2m1fn_x2: small("float4_e2m1fn_x2", null),
} as const satisfies Record<DTypeName, DType>;

/** The C++ name of an element type, which some of PyTorch's messages print (the compiler's words: GCC's). */
export const cppName = (d: DType): string => CPP_NAMES[d.name] ?? `c10::${d.scalarType}`;
const CPP_NAMES: Partial<Record<DTypeName, string>> = {
	float32: "float",
	float64: "double",
	int64: "long int",
	int32: "int",
	int16: "short int",
	int8: "signed char",
	uint8: "unsigned char",
	bool: "bool",
	complex64: "c10::complex<float>",
	complex128: "c10::complex<double>",
	complex32: "c10::complex<c10::Half>",
	uint16: "short unsigned int",
	uint32: "unsigned int",
	uint64: "long unsigned int",
};

export const isFloating = (d: DType): boolean => d.category === 2;
export const isComplex = (d: DType): boolean => d.category === 3;
/** Floating or complex: may require gradients. */
export const isDifferentiable = (d: DType): boolean => d.category >= 2;

const intRank: DTypeName[] = ["uint8", "int8", "int16", "int32", "int64"];
const floatRank: DTypeName[] = ["float16", "float32", "float64"];
const complexOf: Partial<Record<DTypeName, DTypeName>> = {
	float16: "complex32",
	bfloat16: "complex64",
	float32: "complex64",
	float64: "complex128",
};
const realOf: Partial<Record<DTypeName, DTypeName>> = { complex32: "float16", complex64: "float32", complex128: "float64" };

/** `torch.promote_types`. */
export function promote(a: DType, b: DType): DType {
	if (a === b) return a;
	if (a.category === 3 || b.category === 3) {
		const x = a.category === 3 ? dtypes[realOf[a.name]!] : a;
		const y = b.category === 3 ? dtypes[realOf[b.name]!] : b;
		const real = x.category < 2 ? y : y.category < 2 ? x : promote(x, y);
		return dtypes[complexOf[real.name]!];
	}
	if (a.category !== b.category) return a.category > b.category ? a : b;
	if (a.category === 2) {
		if (a.name === "bfloat16" || b.name === "bfloat16") {
			const other = a.name === "bfloat16" ? b : a;
			return other.name === "float64" ? other : dtypes.float32;
		}
		return floatRank.indexOf(a.name) >= floatRank.indexOf(b.name) ? a : b;
	}
	if (a.name === "uint8" || b.name === "uint8") {
		const other = a.name === "uint8" ? b : a;
		return other.name === "int8" ? dtypes.int16 : other;
	}
	return intRank.indexOf(a.name) >= intRank.indexOf(b.name) ? a : b;
}

/** The real dtype behind a complex one (abs, real, angle), otherwise the dtype itself. */
export const toReal = (d: DType): DType => (d.category === 3 ? dtypes[realOf[d.name]!] : d);
export const toComplex = (d: DType): DType => (d.category === 3 ? d : dtypes[complexOf[d.name] ?? "complex64"]);
