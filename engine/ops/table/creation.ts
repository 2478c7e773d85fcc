/** Tensors made from nothing: zeros, ones, ranges, identity, and the `*_like` and `new_*` families. */
import { type Dim, dimText, mul, sub, type SymDim, symbol } from "../../shape/dim.ts";
import { type DType, dtypes, type Numbers, toComplex } from "../../shape/dtype.ts";
import { numel, type Sizes, sizesText } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { affordable, count, defaultFloat } from "../kernel/elementwise.ts";
import { ComplexScalar, imaginary, isFloatScalar, numberIn, type Scalar } from "../kernel/scalar.ts";
import { keptStrides } from "../kernel/order.ts";
import { besselI } from "../kernel/special.ts";
import { defineRows, type Row } from "../row.ts";
import { checkAssigned } from "../scalar-range.ts";

/** A tensor of one number (null: numbers nobody knows). */
export function filled(sizes: Sizes, dtype: DType, value: Scalar | null, device: unknown = null): Tensor {
	for (const s of sizes)
		if (typeof s === "number" && s < 0)
			throw new TorchError("RuntimeError", `Trying to create tensor with negative dimension ${dimText(s)}: ${sizesText(sizes)}`);
	const n = count(sizes);
	let data: Numbers | null = null;
	// Memory of no elements has no unknown numbers.
	if (n === 0) data = dtype.make(0);
	else if (value !== null && n !== null && affordable([], n, 0)) {
		data = dtype.make(n * dtype.width);
		// Every number but zero is true.
		const x = dtype === dtypes.bool ? Number(Number(value) !== 0 || imaginary(value) !== 0) : Number(value);
		const v = dtype.round === null ? x : dtype.round(x);
		if (dtype.width === 1) {
			if (v !== 0) data.fill(v);
		} else {
			const im = dtype.round === null ? imaginary(value) : dtype.round(imaginary(value));
			for (let i = 0; i < n; i++) {
				data[2 * i] = v;
				data[2 * i + 1] = im;
			}
		}
	}
	return on(Tensor.make(sizes, dtype, data), device);
}

/** A Python number as a tensor of the dtype it is written into. */
export function elementOf(number: Tensor, dtype: DType, into: Tensor | null = null): Tensor {
	if (into === null || (into.device !== "meta" && !into.unknownDtype)) checkAssigned(number, dtype);
	return filled([], dtype, numberIn(number), into?.device);
}

export const copyOutOfMeta = (advice = ""): TorchError =>
	new TorchError("NotImplementedError", `Cannot copy out of meta tensor; no data!${advice}`, { key: "META_COPY" });

/** Puts a fresh tensor on the device that was asked for; on `meta` there are no numbers. */
export function on(t: Tensor, device: unknown): Tensor {
	if (typeof device === "string") t.device = device;
	if (t.device === "meta") t.storage.data = null;
	return t;
}

/** dtype of `full` and friends when none is given. */
export const inferred = (value: Scalar): DType =>
	typeof value === "boolean"
		? dtypes.bool
		: value instanceof ComplexScalar
			? toComplex(defaultFloat())
			: isFloatScalar(value)
				? defaultFloat()
				: dtypes.int64;

/** As `filled`, with the geometry of `self` (dense tensors keep their memory order). */
function likeOf(self: Tensor, dtype: DType | null, value: Scalar | null, device: unknown): Tensor {
	const t = filled(self.sizes, dtype ?? self.dtype, value, device ?? self.device);
	t.strides = keptStrides(self);
	return t;
}

/** Numbers `f(0) ... f(n - 1)`. */
export function sequence(n: Dim, dtype: DType, f: (i: number) => number, device: unknown = null): Tensor {
	if (typeof n !== "number" || !affordable([], n)) return on(Tensor.make([n], dtype, null), device);
	const data = dtype.make(n * dtype.width);
	for (let i = 0; i < n; i++) data[i * dtype.width] = dtype.round === null ? f(i) : dtype.round(f(i));
	return on(Tensor.make([n], dtype, data), device);
}

function arange(start: Scalar | Dim, end: Scalar | Dim, step: Scalar | Dim, dtype: DType | null, device: unknown): Tensor {
	const all = [start, end, step];
	const isFloat = all.some((x) => !isOpen(x) && isFloatScalar(x));
	if (all.some(isOpen)) {
		const isCounted = step === 1 && [start, end].every((x) => isOpen(x) || Number.isInteger(Number(x)));
		const length = isCounted ? sub(dimension(end), dimension(start)) : symbol(`arange(${all.map((x) => dimText(dimension(x))).join(",")})`);
		return on(Tensor.make([length], dtype ?? (isFloat ? defaultFloat() : dtypes.int64), null), device);
	}
	const out = dtype ?? (isFloat ? defaultFloat() : dtypes.int64);
	// Integer dtypes see integers only.
	const cut = (x: Scalar | Dim): number => (out.category < 2 ? Math.trunc(Number(x)) : Number(x));
	// ... and int64 counts with them.
	const [from, b] = out === dtypes.int64 ? [cut(start), cut(end)] : [Number(start), Number(end)];
	const [a, s] = [cut(start), cut(step)];
	if (s === 0) throw new TorchError("RuntimeError", "step must be nonzero");
	if (!Number.isFinite(a) || !Number.isFinite(b))
		throw new TorchError("RuntimeError", `unsupported range: ${floatText(a)} -> ${floatText(b)}`);
	if ((s > 0 && a > b) || (s < 0 && a < b)) throw new TorchError("RuntimeError", "upper bound and lower bound inconsistent with step sign");
	return sequence(Math.ceil((b - from) / s), out, (i) => a + i * s, device);
}

/** As C++ streams print them. */
const floatText = (x: number): string => String(x).replace("Infinity", "inf").replace("NaN", "nan");
const isOpen = (x: Scalar | Dim): x is SymDim => typeof x === "object" && !(x instanceof Number);
const dimension = (x: Scalar | Dim): Dim => (isOpen(x) ? x : Number(x));

function linspace(start: number, end: number, steps: Dim, dtype: DType | null, device: unknown): Tensor {
	const out = dtype ?? defaultFloat();
	if (typeof steps === "number" && steps < 0) throw new TorchError("RuntimeError", "number of steps must be non-negative");
	return sequence(steps, out, linearAt(start, end, steps, out), device);
}
/** Counts from both ends, as PyTorch does, so that the two halves mirror each other. */
function linearAt(start: number, end: number, steps: Dim, dtype: DType): (i: number) => number {
	const n = Number(steps);
	const f = dtype.category === 2 && dtype.itemSize <= 4 ? Math.fround : (x: number) => x;
	const [a, b] = dtype.category < 2 ? [Math.trunc(start), Math.trunc(end)] : [f(start), f(end)];
	const step = f((b - a) / (n - 1));
	return (i) => (n === 1 ? a : i < n / 2 ? a + step * i : b - step * (n - i - 1));
}
const num = (t: Tensor): number | null => t.first();
const numOr = (t: Tensor | Scalar): number | null => (t instanceof Tensor ? num(t) : Number(t));
function linspaceOf(start: Tensor | Scalar, end: Tensor | Scalar, steps: Dim, dtype: DType | null, device: unknown): Tensor {
	for (const [name, t] of [
		["start", start],
		["end", end],
	] as const)
		if (t instanceof Tensor && t.dim !== 0)
			throw new TorchError(
				"RuntimeError",
				`linspace only supports 0-dimensional start and end tensors, but got ${name} with ${t.dim} dimension(s).`,
			);
	const [a, b] = [numOr(start), numOr(end)];
	if (a === null || b === null) return on(Tensor.make([steps], dtype ?? defaultFloat(), null), device);
	return linspace(a, b, steps, dtype, device);
}
function logspaceOf(start: Tensor | Scalar, end: Tensor | Scalar, steps: Dim, base: number, dtype: DType | null, device: unknown): Tensor {
	const out = dtype ?? defaultFloat();
	if (typeof steps === "number" && steps < 0) throw new TorchError("RuntimeError", "number of steps must be non-negative");
	const [a, b] = [numOr(start), numOr(end)];
	if (a === null || b === null) return on(Tensor.make([steps], out, null), device);
	const at = linearAt(a, b, steps, out);
	return sequence(steps, out, (i) => base ** at(i), device);
}

function eye(n: Dim, m: Dim, dtype: DType | null, device: unknown): Tensor {
	for (const [name, d] of [
		["n", n],
		["m", m],
	] as const)
		if (typeof d === "number" && d < 0) throw new TorchError("RuntimeError", `${name} must be greater or equal to 0, got ${d}`);
	const t = filled([n, m], dtype ?? defaultFloat(), 0, device);
	const data = t.storage.data;
	if (data !== null) for (let i = 0; i < Math.min(n as number, m as number); i++) data[i * ((m as number) + 1) * t.dtype.width] = 1;
	return t;
}

function triangleIndices(row: Dim, col: Dim, offset: number, dtype: DType | null, lower: boolean, device: unknown): Tensor {
	const out = dtype ?? dtypes.int64;
	if (typeof row !== "number" || typeof col !== "number") return on(Tensor.make([2, unknownCount(row, col)], out, null), device);
	const rows: number[] = [];
	const cols: number[] = [];
	for (let i = 0; i < row; i++)
		for (let j = 0; j < col; j++)
			if (lower ? j <= i + offset : j >= i + offset) {
				rows.push(i);
				cols.push(j);
			}
	const data = out.make(2 * rows.length);
	data.set(rows);
	data.set(cols, rows.length);
	return on(Tensor.make([2, rows.length], out, data), device);
}
const unknownCount = (row: Dim, col: Dim): Dim => numel([row, col]);

const empty = (sizes: Sizes, dtype: DType | null, _layout: unknown, device: unknown): Tensor =>
	filled(sizes, dtype ?? defaultFloat(), null, device);
const constant = (value: number): Row => ({
	forward: (sizes: Sizes, dtype: DType | null, _layout: unknown, device: unknown) => filled(sizes, dtype ?? defaultFloat(), value, device),
});
const constantLike = (value: number | null): Row => ({
	forward: (self: Tensor, dtype: DType | null, _layout: unknown, device: unknown) => likeOf(self, dtype, value, device),
});
const constantNew = (value: number | null): Row => ({
	forward: (self: Tensor, sizes: Sizes, dtype: DType | null, _layout: unknown, device: unknown) =>
		filled(sizes, dtype ?? self.dtype, value, device ?? self.device),
});

function windowRow(f: (i: number, n: number, a: number, b: number) => number, a = 0, b = 0): Row {
	return {
		forward: (length: number, ...rest: unknown[]) => {
			// The remaining arguments are: periodic?, parameters ..., dtype, layout, device, pin_memory.
			const parameters = rest.slice(0, -4).filter((x) => typeof x === "number");
			const periodic = typeof rest[0] === "boolean" ? rest[0] : true;
			const dtype = (rest.at(-4) as DType | null) ?? defaultFloat();
			if (dtype.category !== 2)
				throw new TorchError(
					"RuntimeError",
					`expects floating point dtypes, got: TensorOptions(dtype=${dtype.name}, device=cpu, layout=Strided, requires_grad=false (default), pinned_memory=false (default), memory_format=(nullopt))`,
				);
			const n = periodic ? length + 1 : length;
			return sequence(length, dtype, (i) => (length === 1 ? 1 : f(i, n, parameters[0] ?? a, parameters[1] ?? b)), rest.at(-2));
		},
	};
}
const hann = (i: number, n: number): number => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (n - 1));
const hamming = (i: number, n: number, a: number, b: number): number => a - b * Math.cos((2 * Math.PI * i) / (n - 1));
const blackman = (i: number, n: number): number =>
	0.42 - 0.5 * Math.cos((2 * Math.PI * i) / (n - 1)) + 0.08 * Math.cos((4 * Math.PI * i) / (n - 1));
const kaiser = (i: number, n: number, beta: number): number => {
	const x = (2 * i) / (n - 1) - 1;
	return besselI(0, beta * Math.sqrt(1 - x * x)) / besselI(0, beta);
};
const bartlett = (i: number, n: number): number => (i <= (n - 1) / 2 ? (2 * i) / (n - 1) : 2 - (2 * i) / (n - 1));

defineRows({
	zeros: {
		forward: (sizes: Sizes, dtype: DType | null, _layout: unknown, device: unknown) => {
			if (sizes.some((s) => typeof s === "number" && s < 0))
				throw new TorchError("RuntimeError", "zeros: Dimension size must be non-negative.");
			return filled(sizes, dtype ?? defaultFloat(), 0, device);
		},
	},
	ones: constant(1),
	"empty.memory_format": { forward: empty },
	empty_strided: {
		forward: (sizes: Sizes, strides: readonly Dim[], dtype: DType | null, _l: unknown, device: unknown) => {
			const t = filled(sizes, dtype ?? defaultFloat(), null, device);
			t.strides = strides;
			return t;
		},
	},
	full: {
		forward: (sizes: Sizes, value: Scalar, dtype: DType | null, _layout: unknown, device: unknown) =>
			filled(sizes, dtype ?? inferred(value), value, device),
	},
	scalar_tensor: {
		forward: (value: Scalar, dtype: DType | null, _layout: unknown, device: unknown) => filled([], dtype ?? defaultFloat(), value, device),
	},
	zeros_like: constantLike(0),
	ones_like: constantLike(1),
	empty_like: constantLike(null),
	full_like: {
		forward: (self: Tensor, value: Scalar, dtype: DType | null, _layout: unknown, device: unknown) => likeOf(self, dtype, value, device),
	},
	new_zeros: constantNew(0),
	new_ones: constantNew(1),
	new_empty: constantNew(null),
	new_full: {
		forward: (self: Tensor, sizes: Sizes, value: Scalar, dtype: DType | null, _layout: unknown, device: unknown) =>
			filled(sizes, dtype ?? self.dtype, value, device ?? self.device),
	},
	new_empty_strided: {
		forward: (self: Tensor, sizes: Sizes, strides: readonly Dim[], dtype: DType | null, _l: unknown, device: unknown) => {
			const t = filled(sizes, dtype ?? self.dtype, null, device ?? self.device);
			t.strides = strides;
			return t;
		},
	},
	arange: { forward: (end, dtype, _l, device) => arange(0, end, 1, dtype, device) },
	"arange.start": { forward: (start, end, dtype, _l, device) => arange(start, end, 1, dtype, device) },
	"arange.start_step": { forward: (start, end, step, dtype, _l, device) => arange(start, end, step, dtype, device) },
	range: {
		forward: (start: number, end: number, dtype: DType | null, _l, device) =>
			sequence(Math.floor(end - start) + 1, dtype ?? defaultFloat(), (i) => start + i, device),
	},
	"range.step": {
		forward: (start: number, end: number, step: number, dtype: DType | null, _l, device) =>
			sequence(Math.floor((end - start) / step) + 1, dtype ?? defaultFloat(), (i) => start + i * step, device),
	},
	linspace: { forward: (a, b, steps, dtype, _l, device) => linspaceOf(a, b, steps, dtype, device) },
	"linspace.Tensor_Tensor": { forward: (a, b, steps, dtype, _l, device) => linspaceOf(a, b, steps, dtype, device) },
	"linspace.Tensor_Scalar": { forward: (a, b, steps, dtype, _l, device) => linspaceOf(a, b, steps, dtype, device) },
	"linspace.Scalar_Tensor": { forward: (a, b, steps, dtype, _l, device) => linspaceOf(a, b, steps, dtype, device) },
	logspace: { forward: (a, b, steps, base, dtype, _l, device) => logspaceOf(a, b, steps, base, dtype, device) },
	"logspace.Tensor_Tensor": { forward: (a, b, steps, base, dtype, _l, device) => logspaceOf(a, b, steps, base, dtype, device) },
	"logspace.Tensor_Scalar": { forward: (a, b, steps, base, dtype, _l, device) => logspaceOf(a, b, steps, base, dtype, device) },
	"logspace.Scalar_Tensor": { forward: (a, b, steps, base, dtype, _l, device) => logspaceOf(a, b, steps, base, dtype, device) },
	fft_fftfreq: {
		forward: (n: number, d: number, dtype: DType | null, _l, device) =>
			sequence(n, dtype ?? defaultFloat(), (i) => (i < (n + 1) >> 1 ? i : i - n) / (n * d), device),
	},
	fft_rfftfreq: {
		forward: (n: number, d: number, dtype: DType | null, _l, device) =>
			sequence((n >> 1) + 1, dtype ?? defaultFloat(), (i) => i / (n * d), device),
	},
	empty_permuted: {
		forward: (sizes: Sizes, layout: number[], dtype: DType | null, _l: unknown, device: unknown) => {
			const t = filled(sizes, dtype ?? defaultFloat(), null, device);
			const strides: Dim[] = new Array(sizes.length);
			let step: Dim = 1;
			for (const d of [...layout].reverse()) {
				strides[d] = step;
				step = mul(step, sizes[d]!);
			}
			t.strides = strides;
			return t;
		},
	},
	eye: { forward: (n, dtype, _l, device) => eye(n, n, dtype, device) },
	"eye.m": { forward: (n, m, dtype, _l, device) => eye(n, m, dtype, device) },
	tril_indices: {
		forward: (row, col, offset, dtype, _l, device) =>
			triangleIndices(row, col, offset, typeof dtype === "string" ? null : dtype, true, device),
	},
	triu_indices: {
		forward: (row, col, offset, dtype, _l, device) =>
			triangleIndices(row, col, offset, typeof dtype === "string" ? null : dtype, false, device),
	},
	hann_window: windowRow(hann),
	"hann_window.periodic": windowRow(hann),
	hamming_window: windowRow(hamming, 0.54, 0.46),
	"hamming_window.periodic": windowRow(hamming, 0.54, 0.46),
	"hamming_window.periodic_alpha": windowRow(hamming, 0.54, 0.46),
	"hamming_window.periodic_alpha_beta": windowRow(hamming, 0.54, 0.46),
	blackman_window: windowRow(blackman),
	"blackman_window.periodic": windowRow(blackman),
	kaiser_window: windowRow(kaiser, 12),
	"kaiser_window.periodic": windowRow(kaiser, 12),
	"kaiser_window.beta": windowRow(kaiser, 12),
	bartlett_window: windowRow(bartlett),
	"bartlett_window.periodic": windowRow(bartlett),
});
