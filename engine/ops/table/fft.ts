/** Fourier transforms: the three kernels (real to complex, complex to real, complex to complex) and torch.fft over them. */
import { add as addDim, type Dim, dimText, floorDiv, isKnown, mul as mulDim } from "../../shape/dim.ts";
import { type DType, toComplex, toReal } from "../../shape/dtype.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { call, callInPlace, callOp, conj, slice, toDtype, zeros } from "../aten.ts";
import { pairs } from "../kernel/complex.ts";
import { affordable, count, defaultFloat } from "../kernel/elementwise.ts";
import { runtimeError, wrapDim } from "../kernel/dims.ts";
import { inMemory } from "../kernel/order.ts";
import { defineComposites, defineRows, type FormulaEnv } from "../row.ts";

/** cos of `k / n` of a full turn; quarter turns give exactly 0 and 1, as in the tables that FFT libraries keep. */
function turnCosine(k: number, n: number): number {
	const at = ((k % n) + n) % n;
	if ((4 * at) % n === 0) return [1, 0, -1, 0][(4 * at) / n]!;
	return Math.cos((2 * Math.PI * at) / n);
}

/** Transforms the interleaved pairs along dimension `d`; `sign` is that of the exponent. */
function transform(values: Float64Array, sizes: readonly number[], d: number, sign: number): Float64Array {
	const n = sizes[d]!;
	let inner = 1;
	for (let i = d + 1; i < sizes.length; i++) inner *= sizes[i]!;
	const outer = values.length / 2 / (n * inner || 1);
	const [cos, sin] = [new Float64Array(n), new Float64Array(n)];
	for (let k = 0; k < n; k++) {
		cos[k] = turnCosine(k, n);
		sin[k] = sign * turnCosine(4 * k - n, 4 * n);
	}
	const out = new Float64Array(values.length);
	for (let o = 0; o < outer; o++)
		for (let i = 0; i < inner; i++)
			for (let k = 0; k < n; k++) {
				let re = 0;
				let im = 0;
				for (let t = 0; t < n; t++) {
					const at = 2 * ((o * n + t) * inner + i);
					const w = (k * t) % n;
					re += values[at]! * cos[w]! - values[at + 1]! * sin[w]!;
					im += values[at]! * sin[w]! + values[at + 1]! * cos[w]!;
				}
				const to = 2 * ((o * n + k) * inner + i);
				out[to] = re;
				out[to + 1] = im;
			}
	return out;
}

const scaleOf = (normalization: number, n: number): number => (normalization === 0 ? 1 : normalization === 1 ? 1 / Math.sqrt(n) : 1 / n);

/** The transform over `dims` of a tensor with known sizes; null when numbers are unknown or too many. */
function transformed(self: Tensor, dims: readonly number[], normalization: number, sign: number): Float64Array | null {
	const n = count(self.sizes);
	if (n === null) return null;
	const sizes = self.sizes as number[];
	const work = dims.reduce((w, d) => w + n * sizes[wrapDim(d, sizes.length)]!, 0);
	if (!affordable([self], n, work)) return null;
	let values = pairs(self);
	let total = 1;
	for (const d of dims) {
		const at = wrapDim(d, sizes.length);
		total *= sizes[at]!;
		values = transform(values, sizes, at, sign);
	}
	const scale = scaleOf(normalization, total);
	return scale === 1 ? values : values.map((v) => v * scale);
}

function fromPairs(sizes: readonly Dim[], dtype: DType, values: Float64Array | null): Tensor {
	if (values === null) return Tensor.make(sizes, dtype, null);
	const data = dtype.make(values.length);
	data.set(values);
	return Tensor.make(sizes, dtype, data);
}

/** The order of dimensions in a kernel's memory: others first as the input has them, then the transformed ones. */
function memoryOrder(strides: readonly Dim[], dims: readonly number[]): number[] {
	const own = dims.map((d) => wrapDim(d, strides.length));
	const outermost = (a: number, b: number): number => (strides[b] as number) - (strides[a] as number) || a - b;
	const all = strides.map((_, i) => i);
	return [...all.filter((i) => !own.includes(i)).sort(outermost), ...all.filter((i) => own.includes(i)).sort(outermost)];
}
function stridesIn(order: readonly number[], sizes: readonly Dim[]): number[] {
	const strides: number[] = new Array(order.length);
	let stride = 1;
	for (let i = order.length - 1; i >= 0; i--) {
		strides[order[i]!] = stride;
		stride *= Math.max(sizes[order[i]!] as number, 1);
	}
	return strides;
}
/** The kernels leave the transformed dimensions innermost in memory, one group after the other. */
function laidOut(t: Tensor, input: Tensor, ...groups: (readonly number[])[]): Tensor {
	if (!t.sizes.every(isKnown) || !input.sizes.every(isKnown)) return t;
	let strides = input.stridesOrContiguous;
	let order: number[] = [];
	for (const dims of groups) {
		order = memoryOrder(strides, dims);
		strides = stridesIn(order, t.sizes);
	}
	return order.every((d, i) => d === i) ? t : inMemory(t.sizes, t.dtype, t.storage.data, strides);
}

const halfOf = (n: Dim): Dim => addDim(floorDiv(n, 2), 1);

function c2c(self: Tensor, dims: number[], normalization: number, forward: boolean): Tensor {
	return laidOut(fromPairs(self.sizes, self.dtype, transformed(self, dims, normalization, forward ? -1 : 1)), self, dims);
}
function r2c(self: Tensor, dims: number[], normalization: number, onesided: boolean): Tensor {
	const dtype = toComplex(self.dtype);
	const full = transformed(self, dims, normalization, -1);
	if (!onesided) return laidOut(fromPairs(self.sizes, dtype, full), self, dims);
	const last = wrapDim(dims.at(-1)!, self.dim);
	const sizes = self.sizes.slice();
	sizes[last] = halfOf(sizes[last]!);
	if (full === null) return laidOut(Tensor.make(sizes, dtype, null), self, dims);
	const whole = fromPairs(self.sizes, dtype, full);
	const part = whole.alias(sizes, whole.stridesOrContiguous, 0);
	return laidOut(Tensor.make(sizes, dtype, part.numbers()), self, dims);
}
/** The other half of the spectrum is the mirrored conjugate. */
function c2r(self: Tensor, dims: number[], normalization: number, lastSize: Dim): Tensor {
	const last = wrapDim(dims.at(-1)!, self.dim);
	const sizes = self.sizes.slice();
	sizes[last] = lastSize;
	const dtype = toReal(self.dtype);
	const n = count(sizes);
	if (n === null || count(self.sizes) === null || !affordable([self], n)) return Tensor.make(sizes, dtype, null);
	const known = sizes as number[];
	const from = pairs(self);
	const full = new Float64Array(2 * n);
	const half = self.sizes[last] as number;
	const others = dims.map((d) => wrapDim(d, self.dim)).filter((d) => d !== last);
	const index = new Array<number>(known.length).fill(0);
	for (let i = 0; i < n; i++) {
		const mirrored = index[last]! >= half;
		let at = 0;
		for (let d = 0; d < known.length; d++) {
			const size = known[d]!;
			let k = index[d]!;
			if (mirrored && (d === last || others.includes(d))) k = (size - k) % size;
			at = at * (self.sizes[d] as number) + k;
		}
		full[2 * i] = from[2 * at]!;
		full[2 * i + 1] = mirrored ? -from[2 * at + 1]! : from[2 * at + 1]!;
		for (let d = known.length - 1; d >= 0; d--) {
			if (++index[d]! < known[d]!) break;
			index[d] = 0;
		}
	}
	const values = transformed(fromPairs(sizes, self.dtype, full), dims, normalization, 1);
	if (values === null) return Tensor.make(sizes, dtype, null);
	const data = dtype.make(n);
	for (let i = 0; i < n; i++) data[i] = values[2 * i]!;
	const groups = dims.length > 1 ? [dims.slice(0, -1), dims.slice(-1)] : [dims];
	return laidOut(Tensor.make(sizes, dtype, data), self, ...groups);
}

function r2cGrad(g: Tensor, e: FormulaEnv): Tensor {
	const sizes: Dim[] = e.self.sizes;
	const last = wrapDim(e.dim.at(-1), sizes.length);
	let full = g;
	if (e.onesided && sizes[last] !== g.sizes[last]) {
		full = zeros(
			g.sizes.map((s, i) => (i === last ? sizes[last]! : s)),
			g.dtype,
		);
		callOp("copy_", [slice(full, last, 0, g.sizes[last]!), g, false]);
	}
	return call("real", call("_fft_c2c", full, e.dim, e.normalization, false));
}
function c2rGrad(g: Tensor, e: FormulaEnv): Tensor {
	const out = call("_fft_r2c", g, e.dim, e.normalization, true);
	const last = wrapDim(e.dim.at(-1), g.dim);
	const [n, half] = [g.sizes[last]!, out.sizes[last]!];
	const twice = addDim(n, mulDim(half, -1));
	if (twice !== 0) callInPlace("mul.Tensor", [call("narrow", out, last, 1, twice), 2]);
	return out;
}

defineRows({
	_fft_c2c: { forward: c2c, grad: { self: (g, e) => call("_fft_c2c", g, e.dim, e.normalization, !e.forward) } },
	_fft_r2c: { forward: r2c, grad: { self: r2cGrad } },
	_fft_c2r: { forward: c2r, grad: { self: c2rGrad } },
});

function normOf(norm: string | null, forward: boolean): number {
	if (norm === null || norm === "backward") return forward ? 0 : 2;
	if (norm === "forward") return forward ? 2 : 0;
	if (norm === "ortho") return 1;
	throw runtimeError(`Invalid normalization mode: "${norm}"`, { key: "FFT_NORM" });
}
const isComplexTensor = (t: Tensor): boolean => t.dtype.category === 3;
/** Integers become the default float; `complex` makes a complex tensor. */
function promoted(t: Tensor, complex = false): Tensor {
	const real = t.dtype.category < 2 ? defaultFloat() : t.dtype;
	return toDtype(t, complex ? toComplex(real) : real);
}

/** Cuts or pads with zeros to the sizes asked for. */
function resized(t: Tensor, dims: readonly number[], sizes: readonly (Dim | null)[]): Tensor {
	const pad: Dim[] = new Array(2 * t.dim).fill(0);
	let out = t;
	let padded = false;
	for (const [i, d] of dims.entries()) {
		const [want, have] = [sizes[i]!, out.sizes[d]!];
		if (want === null || want === have || want === -1) continue;
		if (isKnown(want) && want <= 0) throw runtimeError(`Invalid number of data points (${dimText(want)}) specified`, { key: "FFT_N" });
		if (isKnown(want) && isKnown(have) && have > want) out = slice(out, d, 0, want);
		else {
			pad[2 * (t.dim - d) - 1] = addDim(want, mulDim(have, -1));
			padded = true;
		}
	}
	return padded ? call("constant_pad_nd", out, pad, 0) : out;
}
function checkLength(n: Dim | null, have: Dim): void {
	const m = n ?? have;
	if (isKnown(m) && m < 1) throw runtimeError(`Invalid number of data points (${m}) specified`, { key: "FFT_N" });
}

/** One dimension; `unknown` shapes give up. */
function along(self: Tensor, n: Dim | null, dim: number): { t: Tensor; d: number } {
	const d = wrapDim(dim, self.dim);
	checkLength(n, self.dim === 0 ? 1 : self.sizes[d]!);
	return { t: n === null ? self : resized(self, [d], [n]), d };
}
const unknownFft = (self: Tensor): Tensor => call("_fft_c2c", promoted(self, true), [0], 0, true);

function fft1(self: Tensor, n: Dim | null, dim: number, norm: string | null, forward: boolean): Tensor {
	if (self.unknownShape) return unknownFft(self);
	const { t, d } = along(promoted(self), n, dim);
	const mode = normOf(norm, forward);
	if (isComplexTensor(t)) return call("_fft_c2c", t, [d], mode, forward);
	const out = call("_fft_r2c", t, [d], mode, false);
	return forward ? out : conj(out);
}
function rfft1(name: string, self: Tensor, n: Dim | null, dim: number, norm: string | null, forward: boolean): Tensor {
	if (self.unknownShape) return unknownFft(self);
	if (isComplexTensor(self))
		throw runtimeError(`${name} expects a real input tensor, but got ${self.dtype.scalarType}`, { key: "FFT_DTYPE" });
	const { t, d } = along(promoted(self), n, dim);
	const out = call("_fft_r2c", t, [d], normOf(norm, forward), true);
	return forward ? out : conj(out);
}
function irfft1(self: Tensor, n: Dim | null, dim: number, norm: string | null, forward: boolean): Tensor {
	if (self.unknownShape) return call("real", unknownFft(self));
	let t = promoted(self, true);
	const d = wrapDim(dim, t.dim);
	const length = n ?? mulDim(addDim(t.sizes[d]!, -1), 2);
	if (isKnown(length) && length < 1) throw runtimeError(`Invalid number of data points (${length}) specified`, { key: "FFT_N" });
	if (n !== null) t = resized(t, [d], [halfOf(n)]);
	return call("_fft_c2r", forward ? conj(t) : t, [d], normOf(norm, forward), length);
}

/** Dimensions and sizes of an n-dimensional transform. */
function shapeOf(self: Tensor, s: Dim[] | null, dim: number[] | null): { dims: number[]; sizes: (Dim | null)[] } {
	let dims: number[];
	if (dim !== null) {
		dims = dim.map((d) => wrapDim(d, self.dim));
		if (new Set(dims).size !== dims.length) throw runtimeError("FFT dims must be unique", { key: "FFT_DIMS" });
	} else if (s !== null) dims = s.map((_, i) => self.dim - s.length + i);
	else dims = self.sizes.map((_, i) => i);
	if (s !== null && dim !== null && s.length !== dim.length)
		throw runtimeError("When given, dim and shape arguments must have the same length", { key: "FFT_DIMS" });
	if (s !== null && s.length > self.dim)
		throw runtimeError(`Got shape with ${s.length} values but input tensor only has ${self.dim} dimensions.`, { key: "FFT_DIMS" });
	return { dims, sizes: dims.map((_, i) => (s === null || s[i] === -1 ? null : s[i]!)) };
}
function fftn(self: Tensor, s: Dim[] | null, dim: number[] | null, norm: string | null, forward: boolean): Tensor {
	if (self.unknownShape) return unknownFft(self);
	const t = promoted(self, true);
	const { dims, sizes } = shapeOf(t, s, dim);
	if (dims.length === 0) return call("clone", t, null);
	return call("_fft_c2c", resized(t, dims, sizes), dims, normOf(norm, forward), forward);
}
function rfftn(self: Tensor, s: Dim[] | null, dim: number[] | null, norm: string | null, name: string): Tensor {
	if (self.unknownShape) return unknownFft(self);
	if (isComplexTensor(self))
		throw runtimeError(`${name} expects a real-valued input tensor, but got ${self.dtype.scalarType}`, { key: "FFT_DTYPE" });
	const t = promoted(self);
	const { dims, sizes } = shapeOf(t, s, dim);
	if (dims.length === 0) throw runtimeError(`${name} must transform at least one axis`, { key: "FFT_DIMS" });
	return call("_fft_r2c", resized(t, dims, sizes), dims, normOf(norm, true), true);
}
function irfftn(self: Tensor, s: Dim[] | null, dim: number[] | null, norm: string | null, name: string): Tensor {
	if (self.unknownShape) return call("real", unknownFft(self));
	let t = promoted(self, true);
	const { dims, sizes } = shapeOf(t, s, dim);
	if (dims.length === 0) throw runtimeError(`${name} must transform at least one axis`, { key: "FFT_DIMS" });
	const given = sizes.at(-1) ?? null;
	const length = given ?? mulDim(addDim(t.sizes[dims.at(-1)!]!, -1), 2);
	const wanted = sizes.slice();
	if (given !== null) wanted[wanted.length - 1] = halfOf(given);
	t = resized(t, dims, wanted);
	return call("_fft_c2r", t, dims, normOf(norm, false), length);
}

/** Transforms all but the last dimension, then the last one to real numbers. */
function hfftn(self: Tensor, s: Dim[] | null, dim: number[] | null, norm: string | null, name: string): Tensor {
	if (self.unknownShape) return call("real", unknownFft(self));
	let t = promoted(self, true);
	const { dims, sizes } = shapeOf(t, s, dim);
	if (dims.length === 0) throw runtimeError(`${name} must transform at least one axis`, { key: "FFT_DIMS" });
	const last = dims.at(-1)!;
	const given = sizes.at(-1) ?? null;
	const length = given ?? mulDim(addDim(t.sizes[last]!, -1), 2);
	const wanted = sizes.slice();
	if (given !== null) wanted[wanted.length - 1] = halfOf(given);
	t = resized(t, dims, wanted);
	const mode = normOf(norm, true);
	if (dims.length > 1) t = call("_fft_c2c", t, dims.slice(0, -1), mode, true);
	return call("_fft_c2r", conj(t), [last], mode, length);
}
/** The other way round: the last dimension from real numbers, then the others. */
function ihfftn(self: Tensor, s: Dim[] | null, dim: number[] | null, norm: string | null, name: string): Tensor {
	if (self.unknownShape) return unknownFft(self);
	if (isComplexTensor(self))
		throw runtimeError(`${name} expects a real-valued input tensor, but got ${self.dtype.scalarType}`, { key: "FFT_DTYPE" });
	const t = promoted(self);
	const { dims, sizes } = shapeOf(t, s, dim);
	if (dims.length === 0) throw runtimeError(`${name} must transform at least one axis`, { key: "FFT_DIMS" });
	const mode = normOf(norm, false);
	const half = conj(call("_fft_r2c", resized(t, dims, sizes), [dims.at(-1)!], mode, true));
	return dims.length === 1 ? half : call("_fft_c2c", half, dims.slice(0, -1), mode, false);
}

function shifted(self: Tensor, dim: number[] | null, inverse: boolean): Tensor {
	if (self.unknownShape) return call("roll", self, [1], []);
	const dims = dim ?? self.sizes.map((_, i) => i);
	const by = dims.map((d) => floorDiv(addDim(self.sizes[wrapDim(d, self.dim)]!, inverse ? 1 : 0), 2));
	return call("roll", self, by, dims);
}

defineComposites({
	fft_fft: (t, n, dim, norm) => fft1(t, n, dim, norm, true),
	fft_ifft: (t, n, dim, norm) => fft1(t, n, dim, norm, false),
	fft_rfft: (t, n, dim, norm) => rfft1("rfft", t, n, dim, norm, true),
	fft_ihfft: (t, n, dim, norm) => rfft1("ihfft", t, n, dim, norm, false),
	fft_irfft: (t, n, dim, norm) => irfft1(t, n, dim, norm, false),
	fft_hfft: (t, n, dim, norm) => irfft1(t, n, dim, norm, true),
	fft_fftn: (t, s, dim, norm) => fftn(t, s, dim, norm, true),
	fft_ifftn: (t, s, dim, norm) => fftn(t, s, dim, norm, false),
	fft_fft2: (t, s, dim, norm) => fftn(t, s, dim, norm, true),
	fft_ifft2: (t, s, dim, norm) => fftn(t, s, dim, norm, false),
	fft_rfftn: (t, s, dim, norm) => rfftn(t, s, dim, norm, "rfftn"),
	fft_rfft2: (t, s, dim, norm) => rfftn(t, s, dim, norm, "rfftn"),
	fft_irfftn: (t, s, dim, norm) => irfftn(t, s, dim, norm, "irfftn"),
	fft_hfftn: (t, s, dim, norm) => hfftn(t, s, dim, norm, "hfftn"),
	fft_hfft2: (t, s, dim, norm) => hfftn(t, s, dim, norm, "hfft2"),
	fft_ihfftn: (t, s, dim, norm) => ihfftn(t, s, dim, norm, "ihfftn"),
	fft_ihfft2: (t, s, dim, norm) => ihfftn(t, s, dim, norm, "ihfft2"),
	fft_irfft2: (t, s, dim, norm) => irfftn(t, s, dim, norm, "irfftn"),
	fft_fftshift: (t, dim) => shifted(t, dim, false),
	fft_ifftshift: (t, dim) => shifted(t, dim, true),
});
