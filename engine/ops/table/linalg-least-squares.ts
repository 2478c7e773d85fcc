/** QR, the pseudo-inverse and least squares. */
import { type Dim, dimText, equal, isKnown } from "../../shape/dim.ts";
import { type DType, dtypes, toReal } from "../../shape/dtype.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { add, call, callMany, mul, neg, sub, unsqueeze } from "../aten.ts";
import { runtimeError } from "../kernel/dims.ts";
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
	none,
	smaller,
	tolerance,
} from "../kernel/linalg-batch.ts";
import { PRECISE, singularOf } from "../kernel/lapack/singular-complex.ts";
import { joint } from "../kernel/rounded.ts";
import { defineComposites, defineRows, type FormulaEnv } from "../row.ts";
import { matmul } from "./linalg-products.ts";
import { mH } from "./linalg-solve.ts";

function qr(a: Tensor, mode: string): Tensor[] {
	checkMatrix("linalg.qr", a);
	checkFloating("linalg.qr", a);
	if (!["reduced", "r", "complete"].includes(mode))
		throw runtimeError(`qr received unrecognized mode '${mode}' but expected one of 'reduced' (default), 'r', or 'complete'`, {
			key: "QR_MODE",
		});
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	const k = smaller(m, n);
	const rows = mode === "complete" ? m : k;
	const found =
		matrices(a, true)?.map((x) => {
			const [mm, nn, rr] = [m as number, n as number, rows as number];
			const { householder, formQ } = denseOf(a.dtype);
			const { qr, tau } = householder(x, mm, nn);
			const w = a.dtype.width;
			const r = new Float64Array(rr * nn * w);
			for (let i = 0; i < rr; i++) for (let at = (i * nn + i) * w; at < (i + 1) * nn * w; at++) r[at] = qr[at]!;
			return { r, q: mode === "r" ? null : formQ(qr, tau, mm, nn, rr) };
		}) ?? null;
	const q = mode === "r" ? none(a.dtype) : assemble(leadOf(a), m, rows, a.dtype, found?.map((f) => f.q!) ?? null);
	return [q, assemble(leadOf(a), rows, n, a.dtype, found?.map((f) => f.r) ?? null)];
}

function qrGrad(e: FormulaEnv): Tensor | null {
	const [gq, gr] = [e.grads[0] ?? null, e.grads[1] ?? null] as (Tensor | null)[];
	const [q, r]: [Tensor, Tensor] = [e.Q, e.R];
	if (e.mode === "r")
		throw runtimeError(
			"The derivative of linalg.qr depends on Q, which is not computed when mode='r'. Please use linalg.qr(A, mode='reduced') if you are going to use gradients.",
			{ key: "QR_GRAD" },
		);
	const [m, n] = [e.A.sizes.at(-2) as Dim, e.A.sizes.at(-1) as Dim];
	const wide = isKnown(m) && isKnown(n) && m < n;
	if (e.mode === "complete" && isKnown(m) && isKnown(n) && m > n)
		throw runtimeError("The QR decomposition is not differentiable when mode='complete' and nrows > ncols.", { key: "QR_GRAD" });
	if (gq === null && gr === null) return null;
	if (wide) return wideQrGrad(gq, gr, q, r, m as number);
	let g: Tensor | null = gr === null ? null : matmul(gr, mH(r));
	if (gq !== null) {
		const s = matmul(mH(q), gq);
		g = g === null ? neg(s) : sub(g, s);
	}
	// The symmetric part that the upper half stands for.
	const upper = call("triu", g!, 0);
	const both = add(upper, mH(upper));
	let out = matmul(q, call("diagonal_scatter", both, mul(call("diagonal", both, 0, -2, -1), 0.5), 0, -2, -1));
	if (gq !== null) out = add(out, gq);
	return call("linalg_solve_triangular", mH(r), out, false, false, false);
}

/** More columns than rows: the first square block decides Q, the rest follows. */
function wideQrGrad(gq: Tensor | null, gr: Tensor | null, q: Tensor, r: Tensor, m: number): Tensor {
	const left = call("narrow", r, -1, 0, m);
	let s: Tensor | null = null;
	if (gq !== null) s = matmul(mH(q), gq);
	if (gr !== null) {
		const t = matmul(gr, mH(r));
		s = s === null ? neg(t) : sub(s, t);
	}
	const skew = sub(s!, mH(s!));
	// The diagonal of a skew matrix is imaginary.
	const lower =
		skew.dtype.width === 1
			? call("tril", skew, -1)
			: call("diagonal_scatter", call("tril", skew, 0), mul(call("diagonal", skew, 0, -2, -1), 0.5), 0, -2, -1);
	const inner = call("linalg_solve_triangular", mH(left), lower, false, false, false);
	const square = call("constant_pad_nd", matmul(q, inner), [0, (r.sizes.at(-1) as number) - m], 0);
	return gr === null ? square : add(matmul(q, gr), square);
}

/** The pseudo-inverse, by singular values (or by eigenvalues when symmetric). */
function pinv(a: Tensor, atol: number | null, rtol: number | null, hermitian: boolean): Tensor {
	if (a.dim < 2 || a.dtype.category < 2)
		throw runtimeError(
			`linalg.pinv(${a.dtype.scalarType}{[${a.sizes.map(dimText).join(", ")}]}): expected a tensor with 2 or more dimensions of float, double, cfloat or cdouble types`,
			{ key: "LINALG_DIM" },
		);
	if (hermitian) checkSquare("linalg.pinv", a);
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	const parts =
		matrices(a, true)?.map((x) => {
			const [mm, nn, w] = [m as number, n as number, a.dtype.width];
			const k = Math.min(mm, nn);
			const { adjoint, multiply } = denseOf(a.dtype);
			// Of a Hermitian matrix only the lower triangle is read.
			if (hermitian) mirror(x, nn, w);
			const { u, s, vh } = singularOf(w)(x, mm, nn, false, PRECISE);
			const limit = Math.max(atol ?? 0, (rtol ?? (atol !== null && atol > 0 ? 0 : defaultRcond(a.dtype, mm, nn))) * (s[0] ?? 0));
			const v = adjoint(vh, k, nn);
			for (let i = 0; i < v.length; i++) v[i]! *= s[Math.floor(i / w) % k]! > limit ? 1 / s[Math.floor(i / w) % k]! : 0;
			return multiply(v, adjoint(u, mm, k), nn, k, mm);
		}) ?? null;
	return assemble(leadOf(a), n, m, a.dtype, parts, false);
}

function mirror(x: Float64Array, n: number, w: 1 | 2): void {
	for (let i = 0; i < n; i++)
		for (let j = i; j < n; j++) {
			x[(i * n + j) * w] = x[(j * n + i) * w]!;
			if (w === 2) x[2 * (i * n + j) + 1] = i === j ? 0 : -x[2 * (j * n + i) + 1]!;
		}
}

function pinvGrad(g: Tensor, p: Tensor, a: Tensor): Tensor {
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	const [ph, gh] = [mH(p), mH(g)];
	if (isKnown(m) && isKnown(n) && m > n) {
		const k = matmul(p, gh);
		const pk = matmul(ph, k);
		return sub(add(add(neg(mH(matmul(k, p))), matmul(matmul(sub(gh, matmul(a, k)), p), ph)), pk), matmul(matmul(pk, p), a));
	}
	const k = matmul(gh, p);
	const kp = matmul(k, ph);
	return add(sub(add(neg(mH(matmul(p, k))), kp), matmul(matmul(a, p), kp)), matmul(matmul(ph, p), sub(gh, matmul(k, a))));
}

function lstsq(a: Tensor, b: Tensor, rcond: number | null, driver: string | null): Tensor[] {
	if (a.dim < 2) throw runtimeError("torch.linalg.lstsq: input must have at least 2 dimensions.", { key: "LINALG_DIM" });
	if (b.dim < 1) throw runtimeError("torch.linalg.lstsq: other must have at least 1 dimension.", { key: "LINALG_DIM" });
	const vector = a.dim - 1 === b.dim;
	if (equal(a.sizes.at(-2)!, vector ? b.sizes.at(-1)! : b.sizes.at(-2)!) === false)
		throw runtimeError(
			vector
				? "torch.linalg.lstsq: input.size(-2) should match other.size(-1)"
				: "torch.linalg.lstsq: input.size(-2) should match other.size(-2)",
			{ key: "LINALG_SHAPE" },
		);
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	const k: Dim = vector ? 1 : b.sizes.at(-1)!;
	const lead = leadOf(a);
	const [as, bs] = [matrices(a, true), matrices(Tensor.make(vector ? [...b.sizes, 1] : b.sizes, b.dtype, b.numbers()), true)];
	const known = as !== null && bs !== null && as.length === bs.length;
	const found = known
		? as.map((x, i) =>
				solved(x, bs[i]!, m as number, n as number, k as number, rcond ?? defaultRcond(a.dtype, m as number, n as number), a.dtype),
			)
		: null;
	const parts = found?.map((f) => f.x) ?? null;
	const out = vector ? assembleVectors(lead, n, a.dtype, parts) : inBuffer(assemble(lead, n, k, a.dtype, parts), m, n);
	const method = driver ?? "gelsy";
	const tall = isKnown(m) && isKnown(n) && m > n;
	const residuals = tall && method !== "gelsy" && !vector && (found?.every((f) => f.rank === n) ?? true);
	return [
		out,
		residuals ? assembleVectors(lead, k, toReal(a.dtype), found?.map((f) => f.residuals) ?? null) : none(toReal(a.dtype)),
		method === "gels" ? none(dtypes.int64) : assembleVectors(lead, null, dtypes.int64, found?.map((f) => [f.rank]) ?? null),
		method === "gelsd" || method === "gelss"
			? assembleVectors(lead, smaller(m, n), toReal(a.dtype), found?.map((f) => f.s) ?? null)
			: none(toReal(a.dtype)),
	];
}

interface Solved {
	x: Float64Array;
	s: Float64Array;
	rank: number;
	/** Per column of b the square of what is left of it. */
	residuals: Float64Array;
}
function solved(a: Float64Array, b: Float64Array, m: number, n: number, k: number, rcond: number, dtype: DType): Solved {
	const least = Math.min(m, n);
	const w = dtype.width;
	const { adjoint, multiply } = denseOf(dtype);
	const { u, s, vh } = singularOf(w)(a, m, n, false, PRECISE);
	const limit = rcond * (s[0] ?? 0);
	const y = multiply(adjoint(u, m, least), b, least, m, k);
	for (let i = 0; i < least; i++) for (let c = 0; c < k * w; c++) y[i * k * w + c]! *= s[i]! > limit ? 1 / s[i]! : 0;
	const x = multiply(adjoint(vh, least, n), y, n, least, k);
	const fit = multiply(a, x, m, n, k);
	const residuals = new Float64Array(k);
	for (let i = 0; i < m; i++)
		for (let c = 0; c < k * w; c++) residuals[Math.floor(c / w)]! += (b[i * k * w + c]! - fit[i * k * w + c]!) ** 2;
	return { x, s, rank: s.filter((v) => v > limit).length, residuals };
}
/** LAPACK works in a buffer of max(m, n) rows, of which the solution is a part. */
function inBuffer(x: Tensor, m: Dim, n: Dim): Tensor {
	if (!isKnown(m) || !isKnown(n) || m <= n || x.storage.data === null) return x;
	const buffer = call("constant_pad_nd", x, [0, 0, 0, m - n], 0);
	const columns = assemble(leadOf(buffer), m, buffer.sizes.at(-1)!, x.dtype, matrices(buffer, true));
	return columns.alias(x.sizes, columns.strides, 0);
}

/** Of the squared lengths of A·X - B; X is where they are least. */
function residualGrads(g: Tensor, e: FormulaEnv): { a: Tensor; b: Tensor } {
	const x: Tensor = e.solution;
	const off = mul(mul(sub(matmul(e.self, x), e.b), 2), unsqueeze(g, -2));
	return { a: matmul(off, mH(x)), b: neg(off) };
}

function lstsqGrads(e: FormulaEnv): { a: Tensor | null; b: Tensor | null } {
	return joint(e, () => {
		const [g, gr] = [e.grads[0] ?? null, e.grads[1] ?? null] as (Tensor | null)[];
		const residual = gr === null || e.residuals?.numel === 0 || gr.numel === 0 ? null : residualGrads(gr, e);
		if (g === null) return residual ?? { a: null, b: null };
		const vector = e.self.dim - 1 === e.b.dim;
		const [gx, b] = vector ? [unsqueeze(g, -1), unsqueeze(e.b, -1)] : [g, e.b];
		const p = call("linalg_pinv.atol_rtol_tensor", e.self, null, null, false);
		const gb = matmul(mH(p), gx);
		const a = pinvGrad(matmul(gx, mH(b)), p, e.self);
		if (residual !== null) return { a: add(a, residual.a), b: add(gb, residual.b) };
		return { a, b: vector ? call("squeeze.dim", gb, -1) : gb };
	});
}

const tensorOf = (x: number | null): Tensor | null => (x === null ? null : call("full", [], x, dtypes.float64));

const pinverse = (a: Tensor, atol: number | null, rtol: number | null, hermitian: boolean): Tensor =>
	call("linalg_pinv.atol_rtol_tensor", a, tensorOf(atol), tensorOf(rtol), hermitian);

defineRows({
	linalg_qr: { forward: qr, grad: { A: (_g, e) => qrGrad(e) } },
	"linalg_pinv.atol_rtol_tensor": {
		forward: (a, atol, rtol, hermitian) => pinv(a, tolerance(atol), tolerance(rtol), hermitian),
		grad: { self: (g, e) => pinvGrad(g, e.result, e.self) },
	},
	linalg_lstsq: {
		forward: lstsq,
		grad: { self: (_g, e) => lstsqGrads(e).a, b: (_g, e) => lstsqGrads(e).b },
	},
});

defineComposites({
	qr: (a: Tensor, some: boolean) => callMany("linalg_qr", a, some ? "reduced" : "complete"),
	linalg_pinv: (a: Tensor, rcond: number, hermitian: boolean) => pinverse(a, 0, rcond, hermitian),
	"linalg_pinv.rcond_tensor": (a: Tensor, rcond: Tensor, hermitian: boolean) =>
		call("linalg_pinv.atol_rtol_tensor", a, null, rcond, hermitian),
	"linalg_pinv.atol_rtol_float": pinverse,
	pinverse: (a: Tensor, rcond: number) => pinverse(a, 0, rcond, false),
});
