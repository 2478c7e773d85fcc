/** Elementwise arithmetic on complex numbers, which are kept as interleaved pairs. */
import { type DType, dtypes, type Numbers, toReal } from "../../shape/dtype.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { affordable, broadcastAll, count, expandValues, resultType } from "./elementwise.ts";
import { like } from "./order.ts";

/** A complex number; functions return a fresh pair. */
export type Complex = readonly [number, number];

export const cmul = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
export const cdiv = (a: Complex, b: Complex): Complex => {
	const [c, d] = b;
	if (c === 0 && d === 0) return [a[0] / Math.abs(c), a[1] / Math.abs(d)];
	if (Math.abs(c) >= Math.abs(d)) {
		const ratio = d / c;
		const scale = 1 / (c + d * ratio);
		return [(a[0] + a[1] * ratio) * scale, (a[1] - a[0] * ratio) * scale];
	}
	const ratio = c / d;
	const scale = 1 / (c * ratio + d);
	return [(a[0] * ratio + a[1]) * scale, (a[1] * ratio - a[0]) * scale];
};
export const cexp = (a: Complex): Complex => {
	const e = Math.exp(a[0]);
	return a[1] === 0 ? [e, a[1]] : [e * Math.cos(a[1]), e * Math.sin(a[1])];
};
export const clog = (a: Complex): Complex => [Math.log(Math.hypot(a[0], a[1])), Math.atan2(a[1], a[0])];
export const csqrt = (a: Complex): Complex => {
	const r = Math.hypot(a[0], a[1]);
	if (r === 0) return [0, a[1]];
	const s = Math.sqrt((r + Math.abs(a[0])) / 2);
	const d = Math.abs(a[1]) / (2 * s);
	const sign = a[1] < 0 || Object.is(a[1], -0) ? -1 : 1;
	return a[0] >= 0 ? [s, sign * d] : [d, sign * s];
};
export const cpow = (a: Complex, b: Complex): Complex => {
	if (b[0] === 0 && b[1] === 0) return [1, 0];
	if (a[0] === 0 && a[1] === 0) return [0, 0];
	if (b[1] === 0 && Number.isInteger(b[0]) && Math.abs(b[0]) <= 16) {
		let out: Complex = [1, 0];
		for (let i = Math.abs(b[0]); i > 0; i--) out = cmul(out, a);
		return b[0] < 0 ? cdiv([1, 0], out) : out;
	}
	return cexp(cmul(b, clog(a)));
};
export const csin = (a: Complex): Complex => [Math.sin(a[0]) * Math.cosh(a[1]), Math.cos(a[0]) * Math.sinh(a[1])];
export const ccos = (a: Complex): Complex => [Math.cos(a[0]) * Math.cosh(a[1]), -Math.sin(a[0]) * Math.sinh(a[1])];
export const csinh = (a: Complex): Complex => [Math.sinh(a[0]) * Math.cos(a[1]), Math.cosh(a[0]) * Math.sin(a[1])];
export const ccosh = (a: Complex): Complex => [Math.cosh(a[0]) * Math.cos(a[1]), Math.sinh(a[0]) * Math.sin(a[1])];

/** The operand as interleaved pairs; real ones get zero imaginary parts. */
export function pairs(t: Tensor): Float64Array {
	const values = t.numbers()!;
	if (t.dtype.width === 2) return Float64Array.from(values);
	const out = new Float64Array(values.length * 2);
	for (let i = 0; i < values.length; i++) out[2 * i] = values[i]!;
	return out;
}

/** result[i] = f(a[i]), complex to complex. */
export function mapComplex(a: Tensor, f: (z: Complex) => Complex, dtype: DType = a.dtype): Tensor {
	const n = count(a.sizes);
	if (n === null || !affordable([a], n)) return like([a], a.sizes, dtype, null);
	const x = pairs(a);
	const out = dtype.make(2 * n);
	for (let i = 0; i < n; i++) store(out, i, f([x[2 * i]!, x[2 * i + 1]!]), dtype);
	return like([a], a.sizes, dtype, out);
}

/** result[i] = f(a[i]), complex to real (abs, angle, real ...). */
export function mapComplexToReal(a: Tensor, f: (z: Complex) => number, dtype: DType = toReal(a.dtype)): Tensor {
	const n = count(a.sizes);
	if (n === null || !affordable([a], n)) return like([a], a.sizes, dtype, null);
	const x = pairs(a);
	const out = dtype.make(n);
	for (let i = 0; i < n; i++) out[i] = dtype.round === null ? f([x[2 * i]!, x[2 * i + 1]!]) : dtype.round(f([x[2 * i]!, x[2 * i + 1]!]));
	return like([a], a.sizes, dtype, out);
}

/** result = f(a, b) broadcast, where at least one operand is complex; a `bool` result takes the real part. */
export function mapComplexBinary(a: Tensor, b: Tensor, f: (x: Complex, y: Complex) => Complex, dtype: DType = resultType([a, b])): Tensor {
	const sizes = broadcastAll([a, b]);
	const n = count(sizes);
	if (n === null || !affordable([a, b], n)) return like([a, b], sizes, dtype, null);
	const x = expandPairs(a, sizes, n);
	const y = expandPairs(b, sizes, n);
	const out = dtype.make(dtype.width * n);
	for (let i = 0; i < n; i++) {
		const z = f([x[2 * i]!, x[2 * i + 1]!], [y[2 * i]!, y[2 * i + 1]!]);
		if (dtype === dtypes.bool) out[i] = z[0];
		else store(out, i, z, dtype);
	}
	return like([a, b], sizes, dtype, out);
}

function expandPairs(t: Tensor, sizes: Tensor["sizes"], n: number): Numbers {
	const p = pairs(t);
	if (p.length === 2 * n) return p;
	return expandValues(t.sizes, p, sizes, 2);
}

function store(out: Numbers, i: number, z: Complex, dtype: DType): void {
	if (dtype.round === null) {
		out[2 * i] = z[0];
		out[2 * i + 1] = z[1];
	} else {
		out[2 * i] = dtype.round(z[0]);
		out[2 * i + 1] = dtype.round(z[1]);
	}
}
