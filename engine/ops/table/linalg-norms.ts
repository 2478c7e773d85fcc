/** Matrix norms, rank, condition, the matrix exponential and small helpers of torch.linalg. */
import { add as addDim, type Dim } from "../../shape/dim.ts";
import { type DType, dtypes } from "../../shape/dtype.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { call, callInPlace, callMany, div, mul, sumDims, unsqueeze } from "../aten.ts";
import { runtimeError, wrapDim } from "../kernel/dims.ts";
import { denseOf } from "../kernel/linalg-complex.ts";
import {
	assemble,
	assembleVectors,
	checkFloating,
	checkMatrix,
	checkSquare,
	defaultRcond,
	leadOf,
	matrices,
	tolerance,
} from "../kernel/linalg-batch.ts";
import { PRECISE, singularOf } from "../kernel/lapack/singular-complex.ts";
import { symmetricEigen } from "../kernel/lapack/symmetric.ts";
import { defineComposites, defineRows } from "../row.ts";
import { mH } from "./linalg-solve.ts";
import { svdvals } from "./linalg-spectral.ts";

/** e^A by scaling and squaring of its Taylor series. */
function matrixExp(a: Tensor): Tensor {
	checkSquare("linalg.matrix_exp", a);
	checkFloating("linalg.matrix_exp", a);
	const n = a.sizes.at(-1)!;
	const parts =
		matrices(a, true)?.map((x) => {
			const k = n as number;
			const w = a.dtype.width;
			const { identity, multiply } = denseOf(a.dtype);
			let norm = 0;
			for (let j = 0; j < k * w; j++) {
				let column = 0;
				for (let i = 0; i < k; i++) column += w * Math.abs(x[i * k * w + j]!);
				norm = Math.max(norm, column);
			}
			const squarings = norm > 0.5 ? Math.ceil(Math.log2(norm / 0.5)) : 0;
			const scaled = x.map((v) => v / 2 ** squarings);
			let term = identity(k);
			let out = identity(k);
			for (let i = 1; i <= 18; i++) {
				term = multiply(term, scaled, k, k, k).map((v) => v / i);
				out = out.map((v, j) => v + term[j]!);
			}
			for (let i = 0; i < squarings; i++) out = multiply(out, out, k, k, k);
			return out;
		}) ?? null;
	return assemble(leadOf(a), n, n, a.dtype, parts, false);
}

/** The derivative sits in the corner of the exponential of a doubled matrix. */
function matrixExpGrad(g: Tensor, a: Tensor): Tensor {
	const n = a.sizes.at(-1)!;
	const at = mH(a);
	const top = call("cat", [at, g], -1);
	const bottom = call("cat", [call("zeros_like", at), at], -1);
	const both = call("linalg_matrix_exp", call("cat", [top, bottom], -2));
	return call("narrow", call("narrow", both, -2, 0, n), -1, n, n);
}

/** A matrix norm of the two dimensions `dims`. */
function matrixNorm(self: Tensor, ord: number | string, dims: number[], keepdim: boolean, dtype: DType | null): Tensor {
	const name = "linalg.matrix_norm";
	if (self.unknownShape) return call("linalg_vector_norm", self, 2, null, false, null);
	if (self.dim < 2) throw runtimeError(`${name}: The input tensor A must have at least 2 dimensions.`, { key: "LINALG_DIM" });
	if (dims.length !== 2) throw runtimeError(`${name}: dim must be a 2-tuple. Got ${dims.join(" ")}`, { key: "NORM" });
	checkFloating(name, self);
	const d = dims.map((x) => wrapDim(x, self.dim)) as [number, number];
	if (d[0] === d[1]) throw runtimeError(`${name}: dims must be different. Got (${dims.join(", ")})`, { key: "NORM" });
	if (ord === "fro") return call("linalg_vector_norm", self, 2, d, keepdim, dtype);
	const a = dtype === null ? self : call("_to_copy", self, dtype);
	if (ord === "nuc" || ord === 2 || ord === -2) {
		const rest = a.sizes.map((_, i) => i).filter((i) => !d.includes(i));
		const order = [...rest, ...d];
		const s = svdvals(call("permute", a, order));
		let out = ord === "nuc" ? sumDims(s, [-1], keepdim) : call(ord === 2 ? "amax" : "amin", s, [-1], keepdim);
		if (keepdim) {
			const back: number[] = new Array(order.length);
			for (const [i, x] of order.entries()) back[x] = i;
			out = call("permute", unsqueeze(out, -1), back);
		}
		return out;
	}
	if (typeof ord === "string") throw runtimeError(`${name}: Order ${ord} not supported.`, { key: "NORM" });
	const size = Math.abs(ord);
	if (size !== 1 && size !== Number.POSITIVE_INFINITY) throw runtimeError(`${name}: Order ${ord} not supported.`, { key: "NORM" });
	let [first, second] = size === 1 ? d : ([d[1], d[0]] as [number, number]);
	const sums = call("linalg_vector_norm", a, 1, [first], keepdim, null);
	if (!keepdim && second > first) second--;
	return call(ord > 0 ? "amax" : "amin", sums, [second], keepdim);
}

function norm(self: Tensor, ord: number | string | null, dim: number[] | null, keepdim: boolean, dtype: DType | null): Tensor {
	if (self.unknownShape) return call("linalg_vector_norm", self, 2, dim, keepdim, dtype);
	if (dim !== null && dim.length !== 1 && dim.length !== 2)
		throw runtimeError(`linalg.norm: If dim is specified, it must be of length 1 or 2. Got [${dim.join(", ")}]`, { key: "NORM" });
	if (typeof ord === "string") return matrixNorm(self, ord, dim ?? [self.dim - 2, self.dim - 1], keepdim, dtype);
	if (dim === null && ord !== null && self.dim !== 1 && self.dim !== 2)
		throw runtimeError(`linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got ${self.dim}D.`, { key: "NORM" });
	if (ord !== null && ((dim !== null && dim.length === 2) || (dim === null && self.dim === 2)))
		return matrixNorm(self, Number(ord), dim ?? [0, 1], keepdim, dtype);
	return call("linalg_vector_norm", self, ord ?? 2, dim, keepdim, dtype);
}

/** How many singular values stand out. */
function rank(a: Tensor, atol: number | null, rtol: number | null, hermitian: boolean): Tensor {
	if (a.unknownShape) return call("sum", a, dtypes.int64);
	if (a.dim < 2)
		throw runtimeError("torch.linalg.matrix_rank: The input tensor input must have at least 2 dimensions.", { key: "LINALG_DIM" });
	const mats = matrices(a, true);
	const [m, n] = [a.sizes.at(-2) as number, a.sizes.at(-1) as number];
	const counts =
		mats?.map((x) => {
			const w = a.dtype.width;
			const s = hermitian && w === 1 ? symmetricEigen(x, n, true, PRECISE).values.map(Math.abs) : singularOf(w)(x, m, n, false, PRECISE).s;
			const largest = s.reduce((p, q) => Math.max(p, q), 0);
			const limit = Math.max(atol ?? 0, (rtol ?? (atol !== null && atol > 0 ? 0 : defaultRcond(a.dtype, m, n))) * largest);
			return [s.filter((v) => v > limit).length];
		}) ?? null;
	const out = assembleVectors(leadOf(a), null, dtypes.int64, counts);
	out.counter.bump("sum_out");
	return out;
}

function cond(a: Tensor, p: number | string | null): Tensor {
	if (a.unknownShape) return call("linalg_vector_norm", a, 2, null, false, null);
	checkMatrix("linalg.cond", a);
	if (p === null || p === 2 || p === -2) {
		const s = svdvals(a);
		const [first, last] = [call("narrow", s, -1, 0, 1), call("narrow", s, -1, -1, 1)];
		return call("squeeze.dim", p === -2 ? div(last, first) : div(first, last), -1);
	}
	checkSquare("linalg.cond", a);
	if (p === "nuc") {
		const s = svdvals(a);
		return mul(sumDims(s, [-1]), sumDims(call("reciprocal", s), [-1]));
	}
	const [inverse, info] = callMany("linalg_inv_ex", a, false) as [Tensor, Tensor];
	const bad = call("gt.Scalar", unsqueeze(unsqueeze(info, -1), -1), 0);
	// PyTorch writes into the saved inverse: a backward through this fails there as well.
	const usable = callInPlace("masked_fill.Scalar", [inverse, bad, Number.POSITIVE_INFINITY]);
	const size = (t: Tensor): Tensor => matrixNorm(t, p, [-2, -1], false, null);
	return call("nan_to_num", mul(size(a), size(usable)), Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
}

defineRows({
	linalg_matrix_exp: { forward: matrixExp, grad: { self: (g, e) => matrixExpGrad(g, e.self) } },
});

defineComposites({
	linalg_matrix_norm: matrixNorm,
	"linalg_matrix_norm.str_ord": matrixNorm,
	linalg_norm: norm,
	"linalg_norm.ord_str": norm,
	nuclear_norm: (a: Tensor, keepdim: boolean) => matrixNorm(a, "nuc", [0, 1], keepdim, null),
	"nuclear_norm.dim": (a: Tensor, dims: number[], keepdim: boolean) => matrixNorm(a, "nuc", dims, keepdim, null),
	"linalg_matrix_rank.atol_rtol_float": rank,
	"linalg_matrix_rank.atol_rtol_tensor": (a: Tensor, atol: Tensor | null, rtol: Tensor | null, hermitian: boolean) =>
		rank(a, tolerance(atol), tolerance(rtol), hermitian),
	linalg_matrix_rank: (a: Tensor, tol: number, hermitian: boolean) => rank(a, tol, 0, hermitian),
	"linalg_matrix_rank.tol_tensor": (a: Tensor, tol: Tensor, hermitian: boolean) => rank(a, tolerance(tol), 0, hermitian),
	linalg_cond: cond,
	"linalg_cond.p_str": cond,
	matrix_exp: (a: Tensor) => call("linalg_matrix_exp", a),
	linalg_vecdot: (x: Tensor, y: Tensor, dim: number) =>
		x.dim === 1 && y.dim === 1 ? call("vdot", x, y) : sumDims(mul(call("conj", x), y), [dim]),
	linalg_vander: (given: Tensor, n: number | null) => {
		const x = given.dim === 0 && !given.unknownShape ? unsqueeze(given, 0) : given;
		const length: Dim = n ?? x.sizes.at(-1)!;
		const powers = call("cumprod", call("expand", unsqueeze(x, -1), [...x.sizes, addDim(length, -1)], false), -1);
		return call("cat", [call("ones", [...x.sizes, 1], x.dtype), powers], -1);
	},
});
