/** Matrix products on numbers: float32 with PyTorch's roundings (float-product.ts), other dtypes in doubles, rounded once. */
import { type DType, dtypes, type Numbers } from "../../shape/dtype.ts";
import type { Sizes } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { type Complex, cmul } from "./complex.ts";
import { affordable } from "./elementwise.ts";
import { imaginary, type Scalar } from "./scalar.ts";
import { floatDot, floatProduct, type ProductLayout } from "./float-product.ts";

/** out[b,i,j] = Σk x[b,i,k]·y[b,k,j], all row-major; null when some numbers are unknown or it costs too much. */
export function batchedProduct(
	x: Tensor,
	y: Tensor,
	batch: number,
	n: number,
	k: number,
	m: number,
	dtype: DType,
	isMatrixProduct = false,
): Numbers | null {
	if (!affordable([x, y], batch * n * m, batch * n * m * Math.max(k, 1))) return null;
	const a = x.numbers()!;
	const b = y.numbers()!;
	if (dtype === dtypes.float32 && x.dtype === dtype && y.dtype === dtype) return floatProducts(a, b, x, y, batch, n, k, m, isMatrixProduct);
	return dtype.width === 2 ? complexProduct(a, b, batch, n, k, m, dtype) : realProduct(a, b, batch, n, k, m, dtype, isMatrixProduct);
}

/** Columns are contiguous: the last but one stride is 1 and the last is not (or there is no second row). */
function byColumns(t: Tensor): boolean {
	if (t.strides === null || t.dim < 2) return false;
	const [row, column] = [t.strides.at(-2)!, t.strides.at(-1)!];
	return row === 1 && (column !== 1 || t.sizes.at(-1) !== 1);
}

function floatProducts(
	a: Numbers,
	b: Numbers,
	x: Tensor,
	y: Tensor,
	batch: number,
	n: number,
	k: number,
	m: number,
	isMatrixProduct: boolean,
): Numbers {
	const out = new Float32Array(batch * n * m);
	if (x.dim === 1 && y.dim === 1 && n === 1 && m === 1) {
		out[0] = floatDot(a, b, k);
		return out;
	}
	const offset = (t: Tensor): number => (typeof t.offset === "number" ? t.offset : 0);
	const layout: ProductLayout = {
		leftByColumns: byColumns(x),
		rightByColumns: byColumns(y),
		leftOffset: offset(x),
		rightOffset: offset(y),
		isBatch: x.dim === 3,
	};
	for (let s = 0; s < batch; s++) floatProduct(out, s * n * m, a, s * n * k, b, s * k * m, n, k, m, layout);
	// Only products of a column and a row keep a negative zero: other sums start at zero.
	if (!(isMatrixProduct && k === 1 && n > 1 && m > 1)) for (let i = 0; i < out.length; i++) if (out[i] === 0) out[i] = 0;
	return out;
}

function realProduct(
	a: Numbers,
	b: Numbers,
	batch: number,
	n: number,
	k: number,
	m: number,
	dtype: DType,
	isMatrixProduct: boolean,
): Numbers {
	const out = dtype.make(batch * n * m);
	const row = new Float64Array(m);
	// Products of a column and a row are not added to anything: a negative zero stays one.
	const zero = isMatrixProduct && k === 1 && n > 1 && m > 1 ? -0 : 0;
	const round = dtype.round;
	for (let s = 0; s < batch; s++)
		for (let i = 0; i < n; i++) {
			row.fill(zero);
			const at = (s * n + i) * k;
			for (let p = 0; p < k; p++) {
				const v = a[at + p]!;
				const from = (s * k + p) * m;
				for (let j = 0; j < m; j++) row[j]! += v * b[from + j]!;
			}
			const to = (s * n + i) * m;
			if (round === null) for (let j = 0; j < m; j++) out[to + j] = row[j]!;
			else for (let j = 0; j < m; j++) out[to + j] = round(row[j]!);
		}
	return out;
}

function complexProduct(a: Numbers, b: Numbers, batch: number, n: number, k: number, m: number, dtype: DType): Numbers {
	const out = dtype.make(batch * n * m * 2);
	for (let s = 0; s < batch; s++)
		for (let i = 0; i < n; i++)
			for (let j = 0; j < m; j++) {
				let re = 0;
				let im = 0;
				for (let p = 0; p < k; p++) {
					const x = 2 * ((s * n + i) * k + p);
					const y = 2 * ((s * k + p) * m + j);
					re += a[x]! * b[y]! - a[x + 1]! * b[y + 1]!;
					im += a[x]! * b[y + 1]! + a[x + 1]! * b[y]!;
				}
				const to = 2 * ((s * n + i) * m + j);
				out[to] = re;
				out[to + 1] = im;
			}
	return out;
}

/** beta·self + alpha·product, where `self` broadcasts to `sizes`; null entries mean unknown numbers. */
export function scaledSum(
	self: Numbers | null,
	product: Numbers | null,
	betaGiven: Scalar,
	alphaGiven: Scalar,
	sizes: Sizes,
	dtype: DType,
): Tensor {
	const [beta, alpha] = [Number(betaGiven), Number(alphaGiven)];
	if (product === null || (self === null && beta !== 0)) return Tensor.make(sizes, dtype, null);
	const out = dtype.make(product.length);
	if (imaginary(betaGiven) !== 0 || imaginary(alphaGiven) !== 0) {
		const [b, a]: Complex[] = [
			[beta, imaginary(betaGiven)],
			[alpha, imaginary(alphaGiven)],
		];
		for (let i = 0; i < out.length; i += 2) {
			const x = self === null ? [0, 0] : cmul(b!, [self[i]!, self[i + 1]!]);
			const y = cmul(a!, [product[i]!, product[i + 1]!]);
			out[i] = x[0]! + y[0];
			out[i + 1] = x[1]! + y[1];
		}
		return Tensor.make(sizes, dtype, out);
	}
	const round = dtype.round ?? ((v: number) => v);
	// A beta of zero ignores even a nan in `self`.
	for (let i = 0; i < out.length; i++) out[i] = round((beta === 0 ? 0 : beta * self![i]!) + alpha * product[i]!);
	return Tensor.make(sizes, dtype, out);
}
