/** Spectral decompositions and what is built on them: eigh, svd, qr, pinv, lstsq, matrix norms, rank, condition, matrix_exp. */
import { add as addDim, type Dim, dimText, equal, isKnown } from "../../shape/dim.ts";
import { type DType, dtypes, toComplex, toReal } from "../../shape/dtype.ts";
import type { Sizes } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { requiresGrad } from "../../autograd/view.ts";
import { world } from "../../autograd/world.ts";
import { add, call, callInPlace, callMany, div, mul, neg, sub, sumDims, unsqueeze } from "../aten.ts";
import { named, runtimeError, wrapDim } from "../kernel/dims.ts";
import { formQ, householder, identity, luFactor, multiply, solveLu, transposed } from "../kernel/linalg.ts";
import { assemble, assembleVectors, checkFloating, checkMatrix, checkSquare, leadOf, matrices } from "../kernel/linalg-batch.ts";
import { singular, symmetricEigen } from "../kernel/linalg-spectral.ts";
import { joint } from "../kernel/rounded.ts";
import { defineComposites, defineRows, type FormulaEnv } from "../row.ts";
import { matmul } from "./linalg-products.ts";
import { mH } from "./linalg-solve.ts";

const smaller = (a: Dim, b: Dim): Dim => (isKnown(a) && isKnown(b) ? Math.min(a, b) : equal(a, b) === true ? a : named(`min(${dimText(a)},${dimText(b)})`));
const none = (dtype: DType): Tensor => Tensor.make([0], dtype, dtype.make(0));

/**
 * Vectors whose sign the library chooses: what the program sees has no numbers, but derivatives that do not depend on the choice
 * may use ours.
 */
const exact = new WeakMap<Tensor, Tensor>();
function ambiguous(t: Tensor): Tensor {
	if (t.storage.data === null) return t;
	const shown = Tensor.make(t.sizes, t.dtype, null);
	shown.strides = t.strides;
	exact.set(shown, t);
	return shown;
}
/** Marks calls whose vectors no program sees: they keep our numbers, so that gradients can be differentiated again. */
const HIDDEN = "*";
const shown = (t: Tensor, hidden: boolean): Tensor => (hidden ? t : ambiguous(t));
/** Our numbers for a saved tensor, where no graph is recorded. */
const own = (t: Tensor): Tensor => (world.gradMode ? t : (exact.get(t) ?? t));

function eigh(a: Tensor, uplo: string, vectors: boolean): Tensor[] {
	checkSquare("linalg.eigh", a);
	const half = uplo.replace(HIDDEN, "").toUpperCase();
	if (half !== "L" && half !== "U") throw runtimeError(`Expected UPLO argument to be 'L' or 'U', but got ${uplo.replace(HIDDEN, "")}`, { key: "LINALG_UPLO" });
	const n = a.sizes.at(-1)!;
	const found =
		matrices(a)?.map((m) => {
			const k = n as number;
			const s = m.slice();
			for (let i = 0; i < k; i++) for (let j = i + 1; j < k; j++) half === "L" ? (s[i * k + j] = s[j * k + i]!) : (s[j * k + i] = s[i * k + j]!);
			return symmetricEigen(s, k);
		}) ?? null;
	const values = assembleVectors(leadOf(a), n, toReal(a.dtype), found?.map((f) => f.values) ?? null);
	return [values, vectors ? shown(assemble(leadOf(a), n, n, a.dtype, found?.map((f) => f.vectors) ?? null), uplo.endsWith(HIDDEN)) : none(a.dtype)];
}

/** V·diag(gL)·Vᴴ, plus what the gradient of the vectors adds. */
function eighGrad(e: FormulaEnv): Tensor | null {
	const [gl, gv] = [e.grads[0] ?? null, e.grads[1] ?? null] as [Tensor | null, Tensor | null];
	const v = own(e.eigenvectors);
	if (gv === null) return gl === null ? null : matmul(mul(v, unsqueeze(gl, -2)), mH(v));
	const l: Tensor = e.eigenvalues;
	const gaps = sub(unsqueeze(l, -2), unsqueeze(l, -1));
	const turn = matmul(mH(v), gv);
	let g = div(mul(sub(turn, mH(turn)), 0.5), call("masked_fill.Scalar", gaps, call("eq.Scalar", gaps, 0), 1));
	g = call("diagonal_scatter", g, gl ?? call("zeros_like", l), 0, -2, -1);
	return matmul(v, matmul(g, mH(v)));
}

function svd(a: Tensor, full: boolean, vectors: boolean, driver: string | null): Tensor[] {
	checkMatrix("linalg.svd", a);
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	const k = smaller(m, n);
	const found = matrices(a)?.map((x) => singular(x, m as number, n as number)) ?? null;
	const s = assembleVectors(leadOf(a), k, toReal(a.dtype), found?.map((f) => f.s) ?? null);
	if (!vectors) return [none(a.dtype), s, none(a.dtype)];
	const fullU = full && equal(m, k) !== true;
	const fullV = full && equal(n, k) !== true;
	const u = assemble(leadOf(a), m, fullU ? m : k, a.dtype, fullU ? null : (found?.map((f) => f.u) ?? null));
	const vh = assemble(leadOf(a), fullV ? n : k, n, a.dtype, fullV ? null : (found?.map((f) => f.vh) ?? null));
	if (found !== null && fullU) exact.set(u, assemble(leadOf(a), m, k, a.dtype, found.map((f) => f.u)));
	if (found !== null && fullV) exact.set(vh, assemble(leadOf(a), k, n, a.dtype, found.map((f) => f.vh)));
	return [fullU ? u : shown(u, driver === HIDDEN), s, fullV ? vh : shown(vh, driver === HIDDEN)];
}
function svdGrad(e: FormulaEnv): Tensor | null {
	const [gu, gs, gv] = [e.grads[0] ?? null, e.grads[1] ?? null, e.grads[2] ?? null] as (Tensor | null)[];
	const k = e.S.sizes.at(-1) as Dim;
	const narrow = (t: Tensor, d: number): Tensor => (equal(t.sizes.at(d)!, k) === true ? t : call("narrow", t, d, 0, k));
	const [u, vh] = [narrow(own(e.U), -1), narrow(own(e.Vh), -2)];
	if (gu === null && gv === null) return gs === null ? null : equal(e.A.sizes.at(-2)!, k) === true && equal(e.A.sizes.at(-1)!, k) !== true ? matmul(mul(u, unsqueeze(gs, -2)), vh) : matmul(u, mul(unsqueeze(gs, -1), vh));
	// Through the vectors, whose sign matters now: only what the program sees counts.
	return vectorGrad(gu === null ? null : narrow(gu, -1), gs, gv === null ? null : narrow(gv, -2), narrow(e.U, -1), e.S, narrow(e.Vh, -2), e.A.sizes);
}
function vectorGrad(gu: Tensor | null, gs: Tensor | null, gv: Tensor | null, u: Tensor, s: Tensor, vh: Tensor, sizes: Sizes): Tensor {
	const [m, n, k] = [sizes.at(-2)!, sizes.at(-1)!, s.sizes.at(-1)!];
	const larger = (a: Dim, b: Dim): boolean => isKnown(a) && isKnown(b) && a > b;
	const skew = (t: Tensor): Tensor => sub(t, mH(t));
	const squares = mul(s, s);
	const differences = sub(unsqueeze(squares, -2), unsqueeze(squares, -1));
	const gaps = call("masked_fill.Scalar", differences, call("eye", k, dtypes.bool), 1);
	const left = gu === null ? null : mul(skew(matmul(mH(u), gu)), unsqueeze(s, -2));
	const right = gv === null ? null : mul(unsqueeze(s, -1), skew(matmul(vh, mH(gv))));
	let core = div(left === null ? right! : right === null ? left : add(left, right), gaps);
	if (gs !== null) core = add(core, call("diag_embed", gs));
	if (gu !== null && larger(m, k)) {
		const w = div(gu, unsqueeze(s, -2));
		return matmul(sub(add(matmul(u, core), w), matmul(u, matmul(mH(u), w))), vh);
	}
	if (gv !== null && larger(n, k)) {
		const w = div(gv, unsqueeze(s, -1));
		return matmul(u, sub(add(matmul(core, vh), w), matmul(matmul(w, mH(vh)), vh)));
	}
	return larger(n, m) ? matmul(matmul(u, core), vh) : matmul(u, matmul(core, vh));
}

function qr(a: Tensor, mode: string): Tensor[] {
	checkMatrix("linalg.qr", a);
	checkFloating("linalg.qr", a);
	if (!["reduced", "r", "complete"].includes(mode)) throw runtimeError(`qr received unrecognized mode '${mode}' but expected one of 'reduced' (default), 'r', or 'complete'`, { key: "QR_MODE" });
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	const k = smaller(m, n);
	const rows = mode === "complete" ? m : k;
	const found =
		matrices(a)?.map((x) => {
			const [mm, nn, rr] = [m as number, n as number, rows as number];
			const { qr, tau } = householder(x, mm, nn);
			const r = new Float64Array(rr * nn);
			for (let i = 0; i < rr; i++) for (let j = i; j < nn; j++) r[i * nn + j] = qr[i * nn + j]!;
			return { r, q: mode === "r" ? null : formQ(qr, tau, mm, nn, rr) };
		}) ?? null;
	const q = mode === "r" ? none(a.dtype) : assemble(leadOf(a), m, rows, a.dtype, found?.map((f) => f.q!) ?? null);
	return [q, assemble(leadOf(a), rows, n, a.dtype, found?.map((f) => f.r) ?? null)];
}
function qrGrad(e: FormulaEnv): Tensor | null {
	const [gq, gr] = [e.grads[0] ?? null, e.grads[1] ?? null] as (Tensor | null)[];
	const [q, r]: [Tensor, Tensor] = [e.Q, e.R];
	if (e.mode === "r") throw runtimeError("The derivative of linalg.qr depends on Q, which is not computed when mode='r'. Please use linalg.qr(A, mode='reduced') if you are going to use gradients.", { key: "QR_GRAD" });
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
	const lower = call("tril", skew, -1);
	const inner = call("linalg_solve_triangular", mH(left), lower, false, false, false);
	const square = call("constant_pad_nd", matmul(q, inner), [0, (r.sizes.at(-1) as number) - m], 0);
	return gr === null ? square : add(matmul(q, gr), square);
}

const defaultRcond = (dtype: DType, m: number, n: number): number => Math.max(m, n) * (dtype.name === "float64" ? 2.220446049250313e-16 : 1.1920928955078125e-7);

/** The pseudo-inverse, by singular values (or by eigenvalues when symmetric). */
function pinv(a: Tensor, atol: number | null, rtol: number | null, hermitian: boolean): Tensor {
	if (a.dim < 2 || a.dtype.category < 2)
		throw runtimeError(`linalg.pinv(${a.dtype.scalarType}{[${a.sizes.map(dimText).join(", ")}]}): expected a tensor with 2 or more dimensions of float, double, cfloat or cdouble types`, { key: "LINALG_DIM" });
	if (hermitian) checkSquare("linalg.pinv", a);
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	const parts =
		matrices(a)?.map((x) => {
			const [mm, nn] = [m as number, n as number];
			const k = Math.min(mm, nn);
			const { u, s, vh } = singular(x, mm, nn);
			const limit = Math.max(atol ?? 0, (rtol ?? (atol !== null && atol > 0 ? 0 : defaultRcond(a.dtype, mm, nn))) * (s[0] ?? 0));
			const v = transposed(vh, k, nn);
			for (let i = 0; i < nn; i++) for (let j = 0; j < k; j++) v[i * k + j]! *= s[j]! > limit ? 1 / s[j]! : 0;
			return multiply(v, transposed(u, mm, k), nn, k, mm);
		}) ?? null;
	return assemble(leadOf(a), n, m, a.dtype, parts, false);
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
const tolerance = (t: Tensor | null): number | null => (t === null ? null : t.first());

function lstsq(a: Tensor, b: Tensor, _rcond: number | null, driver: string | null): Tensor[] {
	if (a.dim < 2) throw runtimeError("torch.linalg.lstsq: input must have at least 2 dimensions.", { key: "LINALG_DIM" });
	if (b.dim < 1) throw runtimeError("torch.linalg.lstsq: other must have at least 1 dimension.", { key: "LINALG_DIM" });
	const vector = a.dim - 1 === b.dim;
	if (equal(a.sizes.at(-2)!, vector ? b.sizes.at(-1)! : b.sizes.at(-2)!) === false)
		throw runtimeError(vector ? "torch.linalg.lstsq: input.size(-2) should match other.size(-1)" : "torch.linalg.lstsq: input.size(-2) should match other.size(-2)", { key: "LINALG_SHAPE" });
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	const k: Dim = vector ? 1 : b.sizes.at(-1)!;
	const p = pinv(a, null, null, false);
	const [ps, bs] = [matrices(p), matrices(Tensor.make(vector ? [...b.sizes, 1] : b.sizes, b.dtype, b.numbers()))];
	const known = ps !== null && bs !== null && ps.length === bs.length;
	const parts = known ? ps.map((x, i) => multiply(x, bs[i]!, n as number, m as number, k as number)) : null;
	// LAPACK works in a buffer of max(m, n) rows, of which the solution is a part.
	const out = vector ? assembleVectors(leadOf(a), n, a.dtype, parts) : assemble(leadOf(a), n, k, a.dtype, parts);
	const residuals = isKnown(m) && isKnown(n) && m > n && driver !== null && driver !== "gelsy" && !vector ? assembleVectors(leadOf(a), k, a.dtype, null) : none(a.dtype);
	return [out, residuals, Tensor.make(leadOf(a), dtypes.int64, null), none(toReal(a.dtype))];
}

/** e^A by scaling and squaring of its Taylor series. */
function matrixExp(a: Tensor): Tensor {
	checkSquare("linalg.matrix_exp", a);
	checkFloating("linalg.matrix_exp", a);
	const n = a.sizes.at(-1)!;
	const parts =
		matrices(a)?.map((x) => {
			const k = n as number;
			let norm = 0;
			for (let j = 0; j < k; j++) {
				let column = 0;
				for (let i = 0; i < k; i++) column += Math.abs(x[i * k + j]!);
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

function eig(a: Tensor): Tensor[] {
	checkSquare("linalg.eig", a);
	const n = a.sizes.at(-1)!;
	return [assembleVectors(leadOf(a), n, toComplex(a.dtype), null), assemble(leadOf(a), n, n, toComplex(a.dtype), null)];
}

function eigGrad(e: FormulaEnv): Tensor | null {
	const [gl, gv] = [e.grads[0] ?? null, e.grads[1] ?? null] as (Tensor | null)[];
	if (gl === null && gv === null) return null;
	const v: Tensor = e.eigenvectors;
	let inner = gl === null ? null : call("diag_embed", gl);
	if (gv !== null) inner = inner === null ? matmul(mH(v), gv) : add(inner, matmul(mH(v), gv));
	const out = call("linalg_solve", mH(v), matmul(inner!, mH(v)));
	return e.self.dtype.category === 3 ? out : call("real", out);
}

function luOf(a: Tensor, pivot: boolean): { l: Float64Array; u: Float64Array; p: Float64Array; packed: Float64Array; pivots: Int32Array; info: number }[] | null {
	const [m, n] = [a.sizes.at(-2) as number, a.sizes.at(-1) as number];
	return (
		matrices(a)?.map((x) => {
			const f = luFactor(x, m, n, pivot);
			const k = Math.min(m, n);
			const l = new Float64Array(m * k);
			const u = new Float64Array(k * n);
			for (let i = 0; i < m; i++) for (let j = 0; j < k; j++) l[i * k + j] = i === j ? 1 : j < i ? f.lu[i * n + j]! : 0;
			for (let i = 0; i < k; i++) for (let j = i; j < n; j++) u[i * n + j] = f.lu[i * n + j]!;
			const order = Array.from({ length: m }, (_, i) => i);
			f.pivots.forEach((q, i) => ([order[i], order[q]] = [order[q]!, order[i]!]));
			const p = new Float64Array(m * m);
			for (let i = 0; i < m; i++) p[order[i]! * m + i] = 1;
			return { l, u, p, packed: f.lu, pivots: f.pivots.map((q) => q + 1), info: f.info };
		}) ?? null
	);
}
function luFactorEx(a: Tensor, pivot: boolean): Tensor[] {
	checkMatrix("torch.linalg.lu_factor", a);
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	const f = luOf(a, pivot);
	return [assemble(leadOf(a), m, n, a.dtype, f?.map((x) => x.packed) ?? null), assembleVectors(leadOf(a), smaller(m, n), dtypes.int32, f?.map((x) => x.pivots) ?? null), assembleVectors(leadOf(a), null, dtypes.int32, f?.map((x) => [x.info]) ?? null)];
}
function lu(a: Tensor, pivot: boolean): Tensor[] {
	checkMatrix("linalg.lu", a);
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	const k = smaller(m, n);
	const f = luOf(a, pivot);
	return [
		pivot ? assemble(leadOf(a), m, m, a.dtype, f?.map((x) => x.p) ?? null, false) : none(a.dtype),
		assemble(leadOf(a), m, k, a.dtype, f?.map((x) => x.l) ?? null, false),
		assemble(leadOf(a), k, n, a.dtype, f?.map((x) => x.u) ?? null, false),
	];
}
/** Square case: P·L⁻ᴴ·[tril(Lᴴ gL, -1) + triu(gU Uᴴ)]·U⁻ᴴ. */
function luGrad(gl: Tensor | null, gu: Tensor | null, p: Tensor | null, l: Tensor, u: Tensor): Tensor | null {
	if (gl === null && gu === null) return null;
	let inner: Tensor | null = gl === null ? null : call("tril", matmul(mH(l), gl), -1);
	if (gu !== null) {
		const upper = call("triu", matmul(gu, mH(u)), 0);
		inner = inner === null ? upper : add(inner, upper);
	}
	let out = call("linalg_solve_triangular", mH(u), inner!, false, false, false);
	out = call("linalg_solve_triangular", mH(l), out, true, true, true);
	return p === null ? out : matmul(p, out);
}
const isSquare = (t: Tensor): boolean => equal(t.sizes.at(-1)!, t.sizes.at(-2)!) === true;
function luFactorGrad(g: Tensor, e: FormulaEnv): Tensor | null {
	if (!isSquare(e.LU)) return null;
	const [p, l, u] = callMany("lu_unpack", e.LU, e.pivots, true, e.pivot) as [Tensor, Tensor, Tensor];
	return luGrad(g, g, e.pivot ? p : null, l, u);
}
function luUnpack(data: Tensor, pivots: Tensor, withData: boolean, withPivots: boolean): Tensor[] {
	const [m, n] = [data.sizes.at(-2)!, data.sizes.at(-1)!];
	const k = smaller(m, n);
	const mats = matrices(data);
	const turns = pivots.numbers();
	const l: Float64Array[] = [];
	const u: Float64Array[] = [];
	const p: Float64Array[] = [];
	for (const [b, f] of (mats ?? []).entries()) {
		const [mm, nn, kk] = [m as number, n as number, k as number];
		const [lower, upper] = [new Float64Array(mm * kk), new Float64Array(kk * nn)];
		for (let i = 0; i < mm; i++) for (let j = 0; j < kk; j++) lower[i * kk + j] = i === j ? 1 : j < i ? f[i * nn + j]! : 0;
		for (let i = 0; i < kk; i++) for (let j = i; j < nn; j++) upper[i * nn + j] = f[i * nn + j]!;
		const order = Array.from({ length: mm }, (_, i) => i);
		for (let i = 0; i < kk && turns !== null; i++) {
			const q = turns[b * kk + i]! - 1;
			[order[i], order[q]] = [order[q]!, order[i]!];
		}
		const perm = new Float64Array(mm * mm);
		for (let i = 0; i < mm; i++) perm[order[i]! * mm + i] = 1;
		l.push(lower);
		u.push(upper);
		p.push(perm);
	}
	const known = mats !== null;
	return [
		withPivots ? assemble(leadOf(data), m, m, data.dtype, known && turns !== null ? p : null, false) : none(data.dtype),
		withData ? assemble(leadOf(data), m, k, data.dtype, known ? l : null, false) : none(data.dtype),
		withData ? assemble(leadOf(data), k, n, data.dtype, known ? u : null, false) : none(data.dtype),
	];
}
function luSolve(data: Tensor, pivots: Tensor, b: Tensor, left: boolean, adjoint: boolean): Tensor {
	const [fs, bs, turns] = [matrices(data), matrices(b), pivots.numbers()];
	const n = data.sizes.at(-1)!;
	const k = b.sizes.at(-1)!;
	let parts: Float64Array[] | null = null;
	if (fs !== null && bs !== null && turns !== null && left && !adjoint && fs.length === bs.length)
		parts = fs.map((lu, i) => solveLu({ lu, pivots: Int32Array.from(turns.subarray(i * (n as number), (i + 1) * (n as number)), (q) => q - 1), sign: 1, info: 0 }, bs[i]!, n as number, k as number));
	return assemble(leadOf(b), b.sizes.at(-2)!, k, b.dtype, parts, left);
}

defineRows({
	_linalg_eigh: { forward: eigh, grad: { A: (_g, e) => eighGrad(e) }, ownNumbers: true },
	_linalg_svd: { forward: svd, grad: { A: (_g, e) => svdGrad(e) }, ownNumbers: true },
	linalg_qr: { forward: qr, grad: { A: (_g, e) => qrGrad(e) } },
	"linalg_pinv.atol_rtol_tensor": { forward: (a, atol, rtol, hermitian) => pinv(a, tolerance(atol), tolerance(rtol), hermitian), grad: { self: (g, e) => pinvGrad(g, e.result, e.self) } },
	linalg_lstsq: {
		forward: lstsq,
		grad: { self: (_g, e) => lstsqGrads(e).a, b: (_g, e) => lstsqGrads(e).b },
	},
	linalg_matrix_exp: { forward: matrixExp, grad: { self: (g, e) => matrixExpGrad(g, e.self) } },
	linalg_eig: { forward: eig, grad: { self: (_g, e) => eigGrad(e) } },
	linalg_lu_factor_ex: { forward: luFactorEx, grad: { A: luFactorGrad } },
	linalg_lu: { forward: lu, grad: { A: (_g, e) => (isSquare(e.L) && isSquare(e.U) ? luGrad(e.grads[1] ?? null, e.grads[2] ?? null, e.pivot ? e.P : null, e.L, e.U) : null) } },
	lu_unpack: {
		forward: luUnpack,
		grad: {
			LU_data: (_g, e) => {
				const [gl, gu] = [e.grads[1] ?? null, e.grads[2] ?? null] as (Tensor | null)[];
				const lower = gl === null ? null : call("tril", gl, -1);
				const upper = gu === null ? null : call("triu", gu, 0);
				return lower === null ? upper : upper === null ? lower : add(lower, upper);
			},
		},
	},
	linalg_lu_solve: { forward: luSolve },
});

function lstsqGrads(e: FormulaEnv): { a: Tensor | null; b: Tensor | null } {
	return joint(e, () => {
		const g: Tensor | null = e.grads[0] ?? null;
		if (g === null) return { a: null, b: null };
		const vector = e.self.dim - 1 === e.b.dim;
		const [gx, b] = vector ? [unsqueeze(g, -1), unsqueeze(e.b, -1)] : [g, e.b];
		const p = call("linalg_pinv.atol_rtol_tensor", e.self, null, null, false);
		const gb = matmul(mH(p), gx);
		return { a: pinvGrad(matmul(gx, mH(b)), p, e.self), b: vector ? call("squeeze.dim", gb, -1) : gb };
	});
}

const values = (a: Tensor, vectors: boolean): Tensor => callMany("_linalg_svd", a, false, vectors, HIDDEN)[1]!;
const wantsVectors = (a: Tensor): boolean => world.gradMode && requiresGrad(a);
const svdvals = (a: Tensor): Tensor => values(a, wantsVectors(a));
const eigvalsh = (a: Tensor, uplo = "L"): Tensor => callMany("_linalg_eigh", a, `${uplo}${HIDDEN}`, wantsVectors(a))[0]!;

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
	if (dim !== null && dim.length !== 1 && dim.length !== 2) throw runtimeError(`linalg.norm: If dim is specified, it must be of length 1 or 2. Got [${dim.join(", ")}]`, { key: "NORM" });
	if (typeof ord === "string") return matrixNorm(self, ord, dim ?? [self.dim - 2, self.dim - 1], keepdim, dtype);
	if (dim === null && ord !== null && self.dim !== 1 && self.dim !== 2)
		throw runtimeError(`linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got ${self.dim}D.`, { key: "NORM" });
	if (ord !== null && ((dim !== null && dim.length === 2) || (dim === null && self.dim === 2))) return matrixNorm(self, Number(ord), dim ?? [0, 1], keepdim, dtype);
	return call("linalg_vector_norm", self, ord ?? 2, dim, keepdim, dtype);
}

/** How many singular values stand out. */
function rank(a: Tensor, atol: number | null, rtol: number | null, hermitian: boolean): Tensor {
	if (a.unknownShape) return call("sum", a, null);
	if (a.dim < 2) throw runtimeError("torch.linalg.matrix_rank: The input tensor input must have at least 2 dimensions.", { key: "LINALG_DIM" });
	const mats = matrices(a);
	const [m, n] = [a.sizes.at(-2) as number, a.sizes.at(-1) as number];
	const counts =
		mats?.map((x) => {
			const s = hermitian ? symmetricEigen(x, n).values.map(Math.abs) : singular(x, m, n).s;
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

const tensorOf = (x: number | null): Tensor | null => (x === null ? null : call("full", [], x, dtypes.float64));
const pinverse = (a: Tensor, atol: number | null, rtol: number | null, hermitian: boolean): Tensor => call("linalg_pinv.atol_rtol_tensor", a, tensorOf(atol), tensorOf(rtol), hermitian);

defineComposites({
	linalg_eigh: (a: Tensor, uplo: string) => callMany("_linalg_eigh", a, uplo, true),
	linalg_eigvalsh: eigvalsh,
	linalg_eigvals: (a: Tensor) => callMany("linalg_eig", a)[0],
	linalg_svd: (a: Tensor, full: boolean, driver: string | null) => callMany("_linalg_svd", a, full, true, driver),
	linalg_svdvals: svdvals,
	svd: (a: Tensor, some: boolean, vectors: boolean) => {
		if (!a.unknownShape && a.dim < 2) throw runtimeError("linalg.svd: input should have at least 2 dimensions, but has " + a.dim + " dimensions instead", { key: "LINALG_DIM" });
		const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
		if (!vectors) {
			const s = svdvals(a);
			return [call("zeros", [...leadOf(a), m, m], a.dtype), s, call("zeros", [...leadOf(a), n, n], a.dtype)];
		}
		const [u, s, vh] = callMany("_linalg_svd", a, !some, true, null) as [Tensor, Tensor, Tensor];
		return [u, s, mH(vh)];
	},
	qr: (a: Tensor, some: boolean) => callMany("linalg_qr", a, some ? "reduced" : "complete"),
	linalg_pinv: (a: Tensor, rcond: number, hermitian: boolean) => pinverse(a, 0, rcond, hermitian),
	"linalg_pinv.rcond_tensor": (a: Tensor, rcond: Tensor, hermitian: boolean) => call("linalg_pinv.atol_rtol_tensor", a, null, rcond, hermitian),
	"linalg_pinv.atol_rtol_float": pinverse,
	pinverse: (a: Tensor, rcond: number) => pinverse(a, 0, rcond, false),
	linalg_matrix_norm: matrixNorm,
	"linalg_matrix_norm.str_ord": matrixNorm,
	linalg_norm: norm,
	"linalg_norm.ord_str": norm,
	nuclear_norm: (a: Tensor, keepdim: boolean) => matrixNorm(a, "nuc", [0, 1], keepdim, null),
	"nuclear_norm.dim": (a: Tensor, dims: number[], keepdim: boolean) => matrixNorm(a, "nuc", dims, keepdim, null),
	"linalg_matrix_rank.atol_rtol_float": rank,
	"linalg_matrix_rank.atol_rtol_tensor": (a: Tensor, atol: Tensor | null, rtol: Tensor | null, hermitian: boolean) => rank(a, tolerance(atol), tolerance(rtol), hermitian),
	linalg_matrix_rank: (a: Tensor, tol: number, hermitian: boolean) => rank(a, tol, 0, hermitian),
	"linalg_matrix_rank.tol_tensor": (a: Tensor, tol: Tensor, hermitian: boolean) => rank(a, tolerance(tol), 0, hermitian),
	linalg_cond: cond,
	"linalg_cond.p_str": cond,
	matrix_exp: (a: Tensor) => call("linalg_matrix_exp", a),
	linalg_lu_factor: (a: Tensor, pivot: boolean) => {
		const [data, pivots, info] = callMany("linalg_lu_factor_ex", a, pivot, false) as [Tensor, Tensor, Tensor];
		const failed = info.unknownShape ? undefined : info.numbers()?.find((x) => x !== 0);
		if (failed !== undefined)
			throw runtimeError(
				`torch.linalg.lu_factor: U[${failed},${failed}] is zero and using it on lu_solve would result in a division by zero. If you still want to perform the factorization, consider calling linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)`,
				{ key: "LINALG" },
			);
		return [data, pivots];
	},
	_lu_with_info: (a: Tensor, pivot: boolean, check: boolean) => callMany("linalg_lu_factor_ex", a, pivot, check),
	lu_solve: (b: Tensor, data: Tensor, pivots: Tensor) => call("linalg_lu_solve", data, pivots, b, true, false),
	linalg_vecdot: (x: Tensor, y: Tensor, dim: number) => (x.dim === 1 && y.dim === 1 ? call("vdot", x, y) : sumDims(mul(call("conj", x), y), [dim])),
	linalg_vander: (x: Tensor, n: number | null) => {
		const length: Dim = n ?? x.sizes.at(-1)!;
		const powers = call("cumprod", call("expand", unsqueeze(x, -1), [...x.sizes, addDim(length, -1)], false), -1);
		return call("cat", [call("ones", [...x.sizes, 1], x.dtype), powers], -1);
	},
});
