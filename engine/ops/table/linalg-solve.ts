/** Solving with matrices: inverse, determinants, solve, triangular systems, Cholesky and LU, with their derivatives. */
import { type Dim, dimText, equal, isKnown } from "../../shape/dim.ts";
import { dtypes, toReal } from "../../shape/dtype.ts";
import { broadcast, type Sizes, sizesText } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { add, call, callMany, conj, mul, neg, toDtype, unsqueeze, where, zerosLike } from "../aten.ts";
import { runtimeError } from "../kernel/dims.ts";
import { type Complex, cmul } from "../kernel/complex.ts";
import type { Lu } from "../kernel/linalg.ts";
import {
	assemble,
	assembleVectors,
	batchText,
	checkFloating,
	checkMatrix,
	checkSquare,
	leadOf,
	linalgError,
	matrices,
	spreadBatch,
} from "../kernel/linalg-batch.ts";
import { denseOf } from "../kernel/linalg-complex.ts";
import { joint, notImplementedFor } from "../kernel/rounded.ts";
import { defineComposites, defineRows, type FormulaEnv } from "../row.ts";
import { matmul } from "./linalg-products.ts";

export const mH = (t: Tensor): Tensor => call("mH", t);
const sideOf = (a: Tensor): Dim => (isKnown(a.sizes.at(-1)!) ? a.sizes.at(-1)! : a.sizes.at(-2)!);

function inverse(a: Tensor, _check: boolean): Tensor[] {
	checkSquare("linalg.inv", a);
	checkFloating("linalg.inv", a);
	const n = sideOf(a);
	const lead = leadOf(a);
	const mats = matrices(a, true);
	const { luFactor, solveLu, identity } = denseOf(a.dtype);
	const factors = mats?.map((m) => luFactor(m, n as number, n as number)) ?? null;
	const parts =
		factors?.map((f) =>
			f.info === 0 ? solveLu(f, identity(n as number), n as number, n as number) : new Float64Array(f.lu.length).fill(Number.NaN),
		) ?? null;
	return [assemble(lead, n, n, a.dtype, parts), assembleVectors(lead, null, dtypes.int32, factors?.map((f) => [f.info]) ?? null)];
}

/** PyTorch's LinAlgError for the first matrix that failed. */
function throwFirst(info: Tensor, text: (at: string, info: number) => string): void {
	const values = info.unknownShape ? null : info.numbers();
	if (values === null) return;
	for (let i = 0; i < values.length; i++) if (values[i] !== 0) throw linalgError(text(batchText(info.sizes, i), values[i]!));
}
function inv(a: Tensor): Tensor {
	const [result, info] = callMany("linalg_inv_ex", a, false) as [Tensor, Tensor];
	throwFirst(
		info,
		(at, i) =>
			`linalg.inv: ${at}The diagonal element ${i} is zero, the inversion could not be completed because the input matrix is singular.`,
	);
	return result;
}

interface Factored {
	n: number;
	factors: Lu[];
}
function factored(a: Tensor): Factored | null {
	const n = sideOf(a);
	const mats = matrices(a, true);
	return mats === null ? null : { n: n as number, factors: mats.map((m) => denseOf(a.dtype).luFactor(m, n as number, n as number)) };
}
const luTensors = (a: Tensor, f: Factored | null): Tensor[] => [
	assemble(leadOf(a), sideOf(a), sideOf(a), a.dtype, f?.factors.map((x) => x.lu) ?? null),
	assembleVectors(leadOf(a), sideOf(a), dtypes.int32, f?.factors.map((x) => x.pivots.map((p) => p + 1)) ?? null),
];

/** An element of U's diagonal. */
const pivotOf = (f: Lu, i: number, n: number, width: 1 | 2): Complex =>
	width === 1 ? [f.lu[i * n + i]!, 0] : [f.lu[2 * (i * n + i)]!, f.lu[2 * (i * n + i) + 1]!];

function det(a: Tensor): Tensor[] {
	checkSquare("linalg.det", a);
	checkFloating("linalg.det", a);
	const f = factored(a);
	const values = f?.factors.map((x) => {
		let d: Complex = [x.sign, 0];
		for (let i = 0; i < f.n; i++) d = cmul(d, pivotOf(x, i, f.n, a.dtype.width));
		return d.slice(0, a.dtype.width);
	});
	return [assembleVectors(leadOf(a), null, a.dtype, values ?? null), ...luTensors(a, f)];
}
function slogdet(a: Tensor): Tensor[] {
	checkSquare("linalg.slogdet", a);
	checkFloating("linalg.slogdet", a);
	const f = factored(a);
	const both = f?.factors.map((x) => {
		let sign: Complex = [x.sign, 0];
		let log = 0;
		for (let i = 0; i < f.n; i++) {
			const d = pivotOf(x, i, f.n, a.dtype.width);
			const size = Math.hypot(d[0], d[1]);
			sign = size === 0 ? [0, 0] : cmul(sign, [d[0] / size, d[1] / size]);
			log += Math.log(size);
		}
		return { sign: sign.slice(0, a.dtype.width), log };
	});
	return [
		assembleVectors(leadOf(a), null, a.dtype, both?.map((b) => b.sign) ?? null),
		assembleVectors(leadOf(a), null, toReal(a.dtype), both?.map((b) => [b.log]) ?? null),
		...luTensors(a, f),
	];
}

/** diag(g) in every batch element. */
const diagonalOf = (g: Tensor, n: Dim): Tensor => call("mT", call("diag_embed", call("expand", unsqueeze(g, -1), [...g.sizes, n], false)));
function detGrad(g: Tensor, e: FormulaEnv): Tensor {
	const a = regular(e.A);
	const d = toDtype(diagonalOf(mul(g, conj(e.result)), sideOf(e.A)), a.dtype);
	return toDtype(call("linalg_solve", mH(a), d), g.dtype);
}
/** The matrix with zeros on U's diagonal raised to the dtype's epsilon: the determinant is smooth there too. */
function regular(a: Tensor): Tensor {
	const f = factored(a);
	if (f === null || f.factors.every((x) => x.info === 0)) return a;
	const epsilon = a.dtype === dtypes.float64 ? 2.220446049250313e-16 : 1.1920928955078125e-7;
	const w = a.dtype.width;
	const parts = f.factors.map((x) => {
		for (let i = 0; i < f.n; i++) {
			const [re, im] = pivotOf(x, i, f.n, w);
			if (re === 0 && im === 0) x.lu[w * (i * f.n + i)] = epsilon;
		}
		return unfactored(x, f.n, w);
	});
	return assemble(leadOf(a), f.n, f.n, w === 2 ? dtypes.complex128 : dtypes.float64, parts, false);
}
function slogdetGrad(e: FormulaEnv): Tensor | null {
	let g: Tensor | null = e.grads[1] ?? null;
	const gs: Tensor | null = e.grads[0] ?? null;
	if (e.A.dtype.width === 2 && gs !== null) {
		// A complex sign turns with the phase.
		const turn = call("imag", mul(conj(gs), e.sign));
		g = call("complex", g ?? zerosLike(turn), neg(turn));
	}
	return g === null ? null : call("linalg_solve", mH(e.A), toDtype(diagonalOf(g, sideOf(e.A)), e.A.dtype));
}

/** A right-hand side of vectors: one dimension less than the matrices. */
function isVectorSide(a: Tensor, b: Tensor): boolean {
	if (b.dim === 1) return true;
	return a.dim - 1 === b.dim && b.sizes.every((s, i) => equal(s, a.sizes[i]!) === true);
}
function solveEx(a: Tensor, b: Tensor, left: boolean): Tensor[] {
	const name = "linalg.solve";
	checkFloating(name, a);
	checkSquare(name, a);
	if (a.dtype !== b.dtype && !a.unknownDtype && !b.unknownDtype)
		throw runtimeError(
			`${name}: Expected A and B to have the same dtype, but found A of type ${a.dtype.scalarType} and B of type ${b.dtype.scalarType} instead`,
			{ key: "LINALG_DTYPE" },
		);
	if (a.dtype.category === 2 && a.dtype.itemSize < 4 && !a.unknownDtype) throw notImplementedFor("lu_cpu", a.dtype);
	const vector = isVectorSide(a, b);
	if (!left && vector)
		throw runtimeError(
			`${name}: Vector broadcasting of the left hand side is not supported for left=False. In this case linalg.solve is equivalent to B / A.squeeze(-1)`,
			{ key: "LINALG_SHAPE" },
		);
	const n = sideOf(a);
	const rhs: Sizes = vector ? [...b.sizes, 1] : b.sizes;
	if (rhs.length < 2) throw runtimeError(`${name}: The input tensor B must have at least 2 dimensions.`, { key: "LINALG_DIM" });
	if (equal(left ? rhs.at(-2)! : rhs.at(-1)!, n) === false)
		throw runtimeError(
			`${name}: Incompatible shapes of A and B for the equation ${left ? "AX = B" : "XA = B"} (${dimText(a.sizes.at(-2)!)}x${dimText(a.sizes.at(-1)!)} and ${dimText(rhs.at(-2)!)}x${dimText(rhs.at(-1)!)})`,
			{ key: "LINALG_SHAPE" },
		);
	const batch = broadcast(leadOf(a), rhs.slice(0, -2)).sizes;
	const [rows, cols] = [rhs.at(-2)!, rhs.at(-1)!];
	const f = factored(a);
	const wideA = f === null ? null : spreadBatch(f.factors, leadOf(a), batch);
	const sides = matrices(Tensor.make(rhs, b.dtype, b.numbers()), true);
	const wideB = sides === null ? null : spreadBatch(sides, rhs.slice(0, -2), batch);
	const info = f?.factors.map((x) => [x.info]) ?? null;
	let parts: Float64Array[] | null = null;
	if (f !== null && wideA !== null && wideB !== null && isKnown(rows) && isKnown(cols)) {
		const n = f.n;
		const { luFactor, solveLu, transposed } = denseOf(a.dtype);
		parts = wideA.map((x, i) => {
			const y = wideB[i]!;
			if (left) return solveLu(x, y, n, cols);
			// X·A = B is Aᵀ·Xᵀ = Bᵀ.
			const at = luFactor(transposed(unfactored(x, n, a.dtype.width), n, n), n, n);
			return transposed(solveLu(at, transposed(y, rows, cols), n, rows), n, rows);
		});
	}
	// Vectors of a batch lie in memory as the columns of one matrix.
	const x = vector
		? batch.length === 0
			? assembleVectors([], rows, b.dtype, parts)
			: inColumns(assembleVectors(batch, rows, b.dtype, parts))
		: assemble(batch, rows, cols, b.dtype, parts, left);
	return [x, ...luTensors(a, f), assembleVectors(leadOf(a), null, dtypes.int32, info)];
}
function inColumns(t: Tensor): Tensor {
	return assemble(leadOf(t), t.sizes.at(-2)!, t.sizes.at(-1)!, t.dtype, matrices(t, true));
}
/** The matrix a factorisation came from. */
function unfactored(f: Lu, n: number, w: 1 | 2): Float64Array {
	const { identity, multiply } = w === 2 ? denseOf(dtypes.complex128) : denseOf(dtypes.float64);
	const l = identity(n);
	const u = new Float64Array(n * n * w);
	for (let i = 0; i < n; i++)
		for (let j = 0; j < n; j++) for (let k = 0; k < w; k++) (j < i ? l : u)[(i * n + j) * w + k] = f.lu[(i * n + j) * w + k]!;
	const a = multiply(l, u, n, n, n);
	for (let i = n - 1; i >= 0; i--) {
		const p = f.pivots[i]!;
		if (p === i) continue;
		for (let c = 0; c < n * w; c++) [a[i * n * w + c], a[p * n * w + c]] = [a[p * n * w + c]!, a[i * n * w + c]!];
	}
	return a;
}
function solveGrads(g: Tensor, e: FormulaEnv): { a: Tensor; b: Tensor } {
	return joint(e, () => {
		const vector = isVectorSide(e.A, e.result);
		const y = call("linalg_solve", mH(e.A), vector ? unsqueeze(g, -1) : g, e.left);
		const x: Tensor = vector ? unsqueeze(e.result, -1) : e.result;
		return { a: neg(e.left ? matmul(y, mH(x)) : matmul(mH(x), y)), b: vector ? call("squeeze.dim", y, -1) : y };
	});
}

function triangular(a: Tensor, b: Tensor, upper: boolean, left: boolean, unit: boolean): Tensor {
	const name = "linalg.solve_triangular";
	checkSquare(name, a);
	checkMatrix(name, b);
	if (equal(left ? b.sizes.at(-2)! : b.sizes.at(-1)!, sideOf(a)) === false)
		throw runtimeError(
			`${name}: Incompatible shapes of A and B for the equation ${left ? "AX = B" : "XA = B"} (${dimText(a.sizes.at(-2)!)}x${dimText(a.sizes.at(-1)!)} and ${dimText(b.sizes.at(-2)!)}x${dimText(b.sizes.at(-1)!)})`,
			{ key: "LINALG_SHAPE" },
		);
	const batch = broadcast(leadOf(a), leadOf(b)).sizes;
	const [rows, cols] = [b.sizes.at(-2)!, b.sizes.at(-1)!];
	const { solveTriangular, transposed } = denseOf(a.dtype);
	const [as, bs] = [matrices(a, true), matrices(b, true)];
	const wideA = as === null ? null : spreadBatch(as, leadOf(a), batch);
	const wideB = bs === null ? null : spreadBatch(bs, leadOf(b), batch);
	const n = sideOf(a) as number;
	const [r, c] = [rows as number, cols as number];
	const parts =
		wideA === null || wideB === null
			? null
			: wideA.map((t, i) =>
					left
						? solveTriangular(t, wideB[i]!, n, c, upper, unit)
						: transposed(solveTriangular(transposed(t, n, n), transposed(wideB[i]!, r, c), n, r, !upper, unit), n, r),
				);
	return assemble(batch, rows, cols, b.dtype, parts);
}
function triangularGrads(g: Tensor, e: FormulaEnv): { a: Tensor; b: Tensor } {
	return joint(e, () => {
		const b = call("linalg_solve_triangular", mH(e.self), g, !e.upper, e.left, e.unitriangular);
		const a = neg(e.left ? matmul(b, mH(e.result)) : matmul(mH(e.result), b));
		return { a: call(e.upper ? "triu" : "tril", a, e.unitriangular ? (e.upper ? 1 : -1) : 0), b };
	});
}

function choleskyParts(name: string, a: Tensor, upper: boolean): { parts: Float64Array[] | null; info: number[][] | null } {
	checkSquare(name, a);
	const n = sideOf(a) as number;
	const { cholesky, adjoint } = denseOf(a.dtype);
	const found = matrices(a, true)?.map((m) => cholesky(upper ? adjoint(m, n, n) : m, n)) ?? null;
	return { parts: found?.map((f) => (upper ? adjoint(f.l, n, n) : f.l)) ?? null, info: found?.map((f) => [f.info]) ?? null };
}
const notPositive = (name: string, at: string, i: number): string =>
	`${name}: ${at}The factorization could not be completed because the input is not positive-definite (the leading minor of order ${i} is not positive-definite).`;
function choleskyEx(a: Tensor, upper: boolean): Tensor[] {
	const { parts, info } = choleskyParts("linalg.cholesky", a, upper);
	return [assemble(leadOf(a), sideOf(a), sideOf(a), a.dtype, parts), assembleVectors(leadOf(a), null, dtypes.int32, info)];
}
function oldCholesky(a: Tensor, upper: boolean): Tensor {
	const { parts, info } = choleskyParts("cholesky", a, upper);
	for (const [i, f] of (info ?? []).entries()) if (f[0] !== 0) throw linalgError(notPositive("cholesky", batchText(leadOf(a), i), f[0]!));
	return assemble(leadOf(a), sideOf(a), sideOf(a), a.dtype, parts);
}
function choleskyGrad(g: Tensor, upper: boolean, factor: Tensor): Tensor {
	const l = upper ? mH(factor) : factor;
	const gl = upper ? mH(g) : g;
	let a = call("tril", matmul(mH(l), gl), 0);
	a = mul(add(a, mH(call("tril", a, -1))), 0.5);
	a = call("linalg_solve_triangular", mH(l), a, true, true, false);
	return call("linalg_solve_triangular", l, a, false, false, false);
}

function choleskySolve(b: Tensor, factor: Tensor, upper: boolean): Tensor {
	for (const [t, name] of [
		[b, "b"],
		[factor, "u"],
	] as const)
		if (t.dim < 2)
			throw runtimeError(`${name} should have at least 2 dimensions, but has ${t.dim} dimensions instead`, { key: "LINALG_DIM" });
	const y = triangular(upper ? mH(factor) : factor, b, false, true, false);
	return triangular(upper ? factor : mH(factor), y, true, true, false);
}
function choleskySolveGrads(g: Tensor, e: FormulaEnv): { b: Tensor; l: Tensor } {
	return joint(e, () => {
		const b = call("cholesky_solve", g, e.input2, e.upper);
		let c = matmul(b, mH(e.result));
		c = add(c, mH(c));
		return { b, l: neg(e.upper ? matmul(e.input2, c) : matmul(c, e.input2)) };
	});
}

defineRows({
	linalg_inv_ex: { forward: inverse, grad: { A: (g, e) => neg(matmul(mH(e.inverse), matmul(g, mH(e.inverse)))) } },
	_linalg_det: { forward: det, grad: { A: detGrad } },
	_linalg_slogdet: { forward: slogdet, grad: { A: (_g, e) => slogdetGrad(e) } },
	_linalg_solve_ex: { forward: solveEx, grad: { A: (g, e) => solveGrads(g, e).a, B: (g, e) => solveGrads(g, e).b } },
	linalg_solve_triangular: { forward: triangular, grad: { self: (g, e) => triangularGrads(g, e).a, B: (g, e) => triangularGrads(g, e).b } },
	linalg_cholesky_ex: { forward: choleskyEx, grad: { self: (g, e) => choleskyGrad(g, e.upper, e.L) } },
	cholesky: { forward: oldCholesky, grad: { self: (g, e) => choleskyGrad(g, e.upper, e.result) } },
	cholesky_solve: {
		forward: choleskySolve,
		grad: { self: (g, e) => choleskySolveGrads(g, e).b, input2: (g, e) => choleskySolveGrads(g, e).l },
	},
	cholesky_inverse: {
		forward: (l: Tensor, upper: boolean) => choleskySolve(call("expand", call("eye", sideOf(l), l.dtype), [...l.sizes], false), l, upper),
		grad: {
			self: (g, e) => {
				const c = matmul(e.result, matmul(add(g, mH(g)), e.result));
				return neg(e.upper ? matmul(e.self, c) : matmul(c, e.self));
			},
		},
	},
});

function solveChecked(a: Tensor, b: Tensor, left: boolean): Tensor {
	const [x, , , info] = callMany("_linalg_solve_ex", a, b, left, false) as Tensor[];
	throwFirst(info!, (at) => `torch.linalg.solve: ${at}The solver failed because the input matrix is singular.`);
	return x!;
}
const logabsdet = (a: Tensor): Tensor[] => callMany("_linalg_slogdet", a).slice(0, 2);

defineComposites({
	linalg_inv: inv,
	inverse: inv,
	linalg_det: (a: Tensor) => callMany("_linalg_det", a)[0],
	det: (a: Tensor) => callMany("_linalg_det", a)[0],
	linalg_slogdet: logabsdet,
	slogdet: logabsdet,
	logdet: (a: Tensor) => {
		if (!a.unknownShape) checkSquare("logdet", a);
		const [sign, log] = logabsdet(a) as [Tensor, Tensor];
		if (a.dtype.category === 3) return call("add.Tensor", call("log", sign), log);
		return where(call("eq.Scalar", sign, -1), Number.NaN, log);
	},
	linalg_solve: solveChecked,
	linalg_solve_ex: (a: Tensor, b: Tensor, left: boolean, check: boolean) => {
		const all = callMany("_linalg_solve_ex", a, b, left, check);
		return [all[0], all[3]];
	},
	linalg_cholesky: (a: Tensor, upper: boolean) => {
		const [l, info] = callMany("linalg_cholesky_ex", a, upper, false) as [Tensor, Tensor];
		throwFirst(info, (at, i) => notPositive("linalg.cholesky", at, i));
		return l;
	},
	linalg_tensorsolve: (a: Tensor, b: Tensor, dims: number[] | null) => {
		const moved =
			dims === null
				? a
				: call(
						"movedim.intlist",
						a,
						dims,
						dims.map((_, i) => a.dim - dims.length + i),
					);
		const out = moved.sizes.slice(b.dim);
		const n = b.numel;
		if (
			!a.unknownShape &&
			equal(
				n,
				out.reduce<Dim>((x, y) => (isKnown(x) && isKnown(y) ? x * y : x), 1),
			) === false
		)
			throw runtimeError(
				`Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == prod(self.shape[:other.ndim]), but got ${sizesText(a.sizes)}`,
				{ key: "LINALG_SHAPE" },
			);
		const x = call("linalg_solve", call("reshape", moved, [n, n]), call("flatten.using_ints", b, 0, -1));
		return call("reshape", x, out);
	},
	linalg_tensorinv: (a: Tensor, ind: number) => {
		const [left, right] = [a.sizes.slice(ind), a.sizes.slice(0, ind)];
		const n = left.reduce<Dim>((x, y) => (isKnown(x) && isKnown(y) ? x * y : x), 1);
		return call("reshape", call("linalg_inv", call("reshape", a, [-1, n])), [...left, ...right]);
	},
});
