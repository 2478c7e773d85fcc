/** Eigenvalues, eigenvectors and singular values, with their derivatives. */
import { type Dim, equal, isKnown } from "../../shape/dim.ts";
import { type DType, dtypes, type Numbers, toComplex, toReal } from "../../shape/dtype.ts";
import type { Sizes } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { requiresGrad } from "../../autograd/view.ts";
import { world } from "../../autograd/world.ts";
import { add, call, callMany, div, mul, sub, unsqueeze } from "../aten.ts";
import { runtimeError } from "../kernel/dims.ts";
import { assemble, assembleVectors, checkMatrix, checkSquare, leadOf, matrices, none, smaller } from "../kernel/linalg-batch.ts";
import { hermitianEigen } from "../kernel/lapack/hermitian.ts";
import type { Decomposition } from "../kernel/lapack/singular.ts";
import { singularOf } from "../kernel/lapack/singular-complex.ts";
import { generalEigen } from "../kernel/lapack/general.ts";
import { symmetricEigen } from "../kernel/lapack/symmetric.ts";
import { inMemory } from "../kernel/order.ts";
import { defineComposites, defineRows, type FormulaEnv } from "../row.ts";
import { matmul } from "./linalg-products.ts";
import { mH } from "./linalg-solve.ts";

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
	if (half !== "L" && half !== "U")
		throw runtimeError(`Expected UPLO argument to be 'L' or 'U', but got ${uplo.replace(HIDDEN, "")}`, { key: "LINALG_UPLO" });
	const n = a.sizes.at(-1)!;
	if (a.dtype.width === 2) return hermitian(a, half === "L", vectors);
	const found =
		matrices(a)?.map((m) => {
			const k = n as number;
			return { ...symmetricEigen(m, k, half === "L", epsilonOf(a.dtype)), plain: isDiagonal(m, k, k) };
		}) ?? null;
	const values = assembleVectors(leadOf(a), n, toReal(a.dtype), found?.map((f) => f.values) ?? null);
	const hidden = uplo.endsWith(HIDDEN) || (found?.every((f) => f.plain || areApart(f.values)) ?? true);
	return [values, vectors ? shown(assemble(leadOf(a), n, n, a.dtype, found?.map((f) => f.vectors) ?? null), hidden) : none(a.dtype)];
}

/** Complex vectors come without their phases: only our own derivatives see them. */
function hermitian(a: Tensor, lower: boolean, vectors: boolean): Tensor[] {
	const n = a.sizes.at(-1)!;
	const found = matrices(a, true)?.map((x) => hermitianEigen(x, n as number, lower, epsilonOf(a.dtype))) ?? null;
	const values = assembleVectors(leadOf(a), n, toReal(a.dtype), found?.map((f) => f.values) ?? null);
	return [values, vectors ? ambiguous(assemble(leadOf(a), n, n, a.dtype, found?.map((f) => f.vectors) ?? null)) : none(a.dtype)];
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
	const fullU = full && equal(m, k) !== true;
	const fullV = full && equal(n, k) !== true;
	const mats = matrices(a, true);
	const w = a.dtype.width;
	const found = mats?.map((x) => singularOf(w)(x, m as number, n as number, vectors && full, epsilonOf(a.dtype))) ?? null;
	const s = assembleVectors(leadOf(a), k, toReal(a.dtype), found?.map((f) => f.s) ?? null);
	if (!vectors) return [none(a.dtype), s, none(a.dtype)];
	const u = assemble(leadOf(a), m, fullU ? m : k, a.dtype, found?.map((f) => f.u) ?? null);
	const vh = assemble(leadOf(a), fullV ? n : k, n, a.dtype, found?.map((f) => f.vh) ?? null);
	const hidden = driver === HIDDEN || (found?.every((f, i) => isDetermined(mats![i]!, m as number, n as number, f.s, w)) ?? true);
	const steady =
		w === 1 || (mats?.every((x, i) => isSteady(x, found![i]!, m as number, n as number, vectors && full, epsilonOf(a.dtype))) ?? true);
	return [shown(u, hidden && steady), s, shown(vh, hidden && steady)];
}
/** The phases of complex vectors may hang on numbers that are next to nothing: then a last digit elsewhere moves them. */
function isSteady(x: Float64Array, found: Decomposition, m: number, n: number, full: boolean, eps: number): boolean {
	const scale = 32 * eps * x.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
	const moved = singularOf(2)(
		x.map((v, i) => v + scale * (((i * 7) % 5) - 2)),
		m,
		n,
		full,
		eps,
	);
	const isNear = (a: Float64Array, b: Float64Array): boolean => a.every((v, i) => Math.abs(v - b[i]!) < 1e-4);
	return isNear(found.u, moved.u) && isNear(found.vh, moved.vh);
}

/** LAPACK's relative precision. */
const epsilonOf = (dtype: DType): number => (dtype === dtypes.float64 ? 2 ** -53 : 2 ** -24);

/**
 * Whether vectors, signs included, follow from LAPACK's steps: values apart from each other, and few. Beyond this size a last digit
 * may decide when a value counts as found.
 */
const FEW = 12;
function areApart(values: Float64Array): boolean {
	if (values.length > FEW) return false;
	const scale = Math.max(...Array.from(values, Math.abs));
	for (let i = 0; i + 1 < values.length; i++) if (Math.abs(values[i]! - values[i + 1]!) < 1e-4 * scale) return false;
	return true;
}
const isDetermined = (x: Float64Array, m: number, n: number, s: Float64Array, w: 1 | 2): boolean =>
	m === 0 || (n <= FEW * m && (isDiagonal(x, m, n, w) || (areApart(s) && (s.length < 2 || s.at(-1)! > 1e-6 * s[0]!))));
function isDiagonal(x: Float64Array, m: number, n: number, w: 1 | 2 = 1): boolean {
	for (let i = 0; i < m; i++)
		for (let j = 0; j < n; j++) for (let part = 0; part < w; part++) if (i !== j && x[(i * n + j) * w + part] !== 0) return false;
	return true;
}

function svdGrad(e: FormulaEnv): Tensor | null {
	const [gu, gs, gv] = [e.grads[0] ?? null, e.grads[1] ?? null, e.grads[2] ?? null] as (Tensor | null)[];
	const k = e.S.sizes.at(-1) as Dim;
	const narrow = (t: Tensor, d: number): Tensor => (equal(t.sizes.at(d)!, k) === true ? t : call("narrow", t, d, 0, k));
	const [u, vh] = [narrow(own(e.U), -1), narrow(own(e.Vh), -2)];
	if (gu === null && gv === null)
		return gs === null
			? null
			: equal(e.A.sizes.at(-2)!, k) === true && equal(e.A.sizes.at(-1)!, k) !== true
				? matmul(mul(u, unsqueeze(gs, -2)), vh)
				: matmul(u, mul(unsqueeze(gs, -1), vh));
	// Through the vectors, whose sign matters now: only what the program sees counts.
	return vectorGrad(
		gu === null ? null : narrow(gu, -1),
		gs,
		gv === null ? null : narrow(gv, -2),
		narrow(e.U, -1),
		e.S,
		narrow(e.Vh, -2),
		e.A.sizes,
	);
}

/** Complex vectors have no phase of their own: what depends on it has no gradient. */
function checkPhase(both: Tensor): void {
	const phases = call("imag", call("diagonal", both, 0, -2, -1)).numbers();
	if (phases?.some((x) => Math.abs(x) > 1e-2))
		throw runtimeError(
			"svd_backward: The singular vectors in the complex case are specified up to multiplication by e^{i phi}. The specified loss function depends on this phase term, making it ill-defined.",
			{ key: "SVD_PHASE" },
		);
}

function vectorGrad(gu: Tensor | null, gs: Tensor | null, gv: Tensor | null, u: Tensor, s: Tensor, vh: Tensor, sizes: Sizes): Tensor {
	const [m, n, k] = [sizes.at(-2)!, sizes.at(-1)!, s.sizes.at(-1)!];
	const larger = (a: Dim, b: Dim): boolean => isKnown(a) && isKnown(b) && a > b;
	const skew = (t: Tensor): Tensor => sub(t, mH(t));
	const squares = mul(s, s);
	const differences = sub(unsqueeze(squares, -2), unsqueeze(squares, -1));
	const gaps = call("masked_fill.Scalar", differences, call("eye", k, dtypes.bool), 1);
	const ofU = gu === null ? null : skew(matmul(mH(u), gu));
	const ofV = gv === null ? null : skew(matmul(vh, mH(gv)));
	if (u.dtype.width === 2) checkPhase(ofU === null ? ofV! : ofV === null ? ofU : add(ofU, ofV));
	const left = ofU === null ? null : mul(ofU, unsqueeze(s, -2));
	const right = ofV === null ? null : mul(unsqueeze(s, -1), ofV);
	let core = div(left === null ? right! : right === null ? left : add(left, right), gaps);
	if (gs !== null) core = add(core, call("diag_embed", gs));
	if (u.dtype.width === 2 && ofU !== null && ofV !== null)
		core = add(core, call("diag_embed", div(call("diagonal", ofU, 0, -2, -1), mul(s, 2))));
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

function eig(a: Tensor): Tensor[] {
	checkSquare("linalg.eig", a);
	const n = a.sizes.at(-1)!;
	const dtype = toComplex(a.dtype);
	const unknown = [assembleVectors(leadOf(a), n, dtype, null), assemble(leadOf(a), n, n, dtype, null)];
	const mats = matrices(a);
	const side = n as number;
	const eps = epsilonOf(a.dtype);
	const found = mats?.map((x) => generalEigen(x, side, eps)) ?? null;
	if (mats === null || found === null || !mats.every((x, i) => isOrdered(x, side, eps, found[i]!.values))) return unknown;
	const joined = (parts: Float64Array[]): Numbers => {
		const data = dtype.make(parts.length * (parts[0]?.length ?? 0));
		parts.forEach((p, i) => data.set(p, i * p.length));
		return data;
	};
	const vectors = inMemory(unknown[1]!.sizes, dtype, joined(found.map((f) => f.vectors)), unknown[1]!.strides);
	return [Tensor.make(unknown[0]!.sizes, dtype, joined(found.map((f) => f.values))), shown(vectors, side <= 2)];
}
/** In the last digit of a float it may show which eigenvalue is found first. Signs of vectors of 3×3 and more depend on such digits always. */
function isOrdered(x: Float64Array, n: number, eps: number, values: Float64Array): boolean {
	const scale = Math.max(...Array.from(values, Math.abs));
	return [4, 0.25].every((f) => generalEigen(x, n, f * eps).values.every((v, i) => Math.abs(v - values[i]!) <= 1e-3 * scale));
}

function eigGrad(e: FormulaEnv): Tensor | null {
	const [gl, gv] = [e.grads[0] ?? null, e.grads[1] ?? null] as (Tensor | null)[];
	if (gl === null && gv === null) return null;
	const v = own(e.eigenvectors);
	let inner = gl === null ? null : call("diag_embed", gl);
	if (gv !== null) inner = inner === null ? matmul(mH(v), gv) : add(inner, matmul(mH(v), gv));
	const out = call("linalg_solve", mH(v), matmul(inner!, mH(v)));
	return e.self.dtype.category === 3 ? out : call("real", out);
}

const values = (a: Tensor, vectors: boolean): Tensor => callMany("_linalg_svd", a, false, vectors, HIDDEN)[1]!;

const wantsVectors = (a: Tensor): boolean => world.gradMode && requiresGrad(a);

export const svdvals = (a: Tensor): Tensor => values(a, wantsVectors(a));

const eigvalsh = (a: Tensor, uplo = "L"): Tensor => callMany("_linalg_eigh", a, `${uplo}${HIDDEN}`, wantsVectors(a))[0]!;

defineRows({
	_linalg_eigh: { forward: eigh, grad: { A: (_g, e) => eighGrad(e) }, ownNumbers: true },
	_linalg_svd: { forward: svd, grad: { A: (_g, e) => svdGrad(e) }, ownNumbers: true },
	linalg_eig: { forward: eig, grad: { self: (_g, e) => eigGrad(e) }, ownNumbers: true },
});

defineComposites({
	linalg_eigh: (a: Tensor, uplo: string) => callMany("_linalg_eigh", a, uplo, true),
	linalg_eigvalsh: eigvalsh,
	linalg_eigvals: (a: Tensor) => callMany("linalg_eig", a)[0],
	linalg_svd: (a: Tensor, full: boolean, driver: string | null) => callMany("_linalg_svd", a, full, true, driver),
	linalg_svdvals: svdvals,
	svd: (a: Tensor, some: boolean, vectors: boolean) => {
		if (!a.unknownShape && a.dim < 2)
			throw runtimeError("linalg.svd: input should have at least 2 dimensions, but has " + a.dim + " dimensions instead", {
				key: "LINALG_DIM",
			});
		const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
		if (!vectors) {
			const s = svdvals(a);
			return [call("zeros", [...leadOf(a), m, m], a.dtype), s, call("zeros", [...leadOf(a), n, n], a.dtype)];
		}
		const [u, s, vh] = callMany("_linalg_svd", a, !some, true, null) as [Tensor, Tensor, Tensor];
		return [u, s, mH(vh)];
	},
});
