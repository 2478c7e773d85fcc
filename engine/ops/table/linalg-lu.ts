/** LU factorisations and what uses them. */
import { type Dim, sub } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { add, call, callMany, cat, neg } from "../aten.ts";
import { runtimeError } from "../kernel/dims.ts";
import { denseOf } from "../kernel/linalg-complex.ts";
import { assemble, assembleVectors, checkMatrix, leadOf, matrices, none, smaller } from "../kernel/linalg-batch.ts";
import { defineComposites, defineRows, type FormulaEnv } from "../row.ts";
import { matmul } from "./linalg-products.ts";
import { mH } from "./linalg-solve.ts";

/** L with ones on its diagonal, and U, of a packed factorisation. */
function halves(lu: Float64Array, m: number, n: number, w: 1 | 2): { l: Float64Array; u: Float64Array } {
	const k = Math.min(m, n);
	const l = new Float64Array(m * k * w);
	const u = new Float64Array(k * n * w);
	for (let i = 0; i < m; i++)
		for (let j = 0; j < k; j++)
			if (i === j) l[(i * k + j) * w] = 1;
			else if (j < i) for (let part = 0; part < w; part++) l[(i * k + j) * w + part] = lu[(i * n + j) * w + part]!;
	for (let i = 0; i < k; i++)
		for (let j = i; j < n; j++) for (let part = 0; part < w; part++) u[(i * n + j) * w + part] = lu[(i * n + j) * w + part]!;
	return { l, u };
}

function luOf(
	a: Tensor,
	pivot: boolean,
): { l: Float64Array; u: Float64Array; p: Float64Array; packed: Float64Array; pivots: Int32Array; info: number }[] | null {
	const [m, n] = [a.sizes.at(-2) as number, a.sizes.at(-1) as number];
	return (
		matrices(a, true)?.map((x) => {
			const w = a.dtype.width;
			const f = denseOf(a.dtype).luFactor(x, m, n, pivot);
			const { l, u } = halves(f.lu, m, n, w);
			const order = Array.from({ length: m }, (_, i) => i);
			f.pivots.forEach((q, i) => ([order[i], order[q]] = [order[q]!, order[i]!]));
			const p = new Float64Array(m * m * w);
			for (let i = 0; i < m; i++) p[(order[i]! * m + i) * w] = 1;
			return { l, u, p, packed: f.lu, pivots: f.pivots.map((q) => q + 1), info: f.info };
		}) ?? null
	);
}

function luFactorEx(a: Tensor, pivot: boolean): Tensor[] {
	checkMatrix("torch.linalg.lu_factor", a);
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	const f = luOf(a, pivot);
	return [
		assemble(leadOf(a), m, n, a.dtype, f?.map((x) => x.packed) ?? null),
		assembleVectors(leadOf(a), smaller(m, n), dtypes.int32, f?.map((x) => x.pivots) ?? null),
		assembleVectors(leadOf(a), null, dtypes.int32, f?.map((x) => [x.info]) ?? null),
	];
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

/** The first or last rows and columns of a matrix. */
const rows = (t: Tensor, from: Dim, n: Dim): Tensor => call("narrow", t, -2, from, n);
const columns = (t: Tensor, from: Dim, n: Dim): Tensor => call("narrow", t, -1, from, n);

/** Of a tall matrix [L1; L2]·U the lower rows are solved from U, of a wide one L·[U1 | U2] the right columns from L. */
function luGrad(gl: Tensor | null, gu: Tensor | null, p: Tensor | null, l: Tensor, u: Tensor): Tensor | null {
	if (gl === null && gu === null) return null;
	const [m, k, n] = [l.sizes.at(-2)!, l.sizes.at(-1)!, u.sizes.at(-1)!];
	const [below, beside] = [sub(m, k), sub(n, k)];
	const permuted = (t: Tensor): Tensor => (p === null ? t : matmul(p, t));
	if (gu !== null && beside !== 0) {
		const g2 = columns(gu, k, beside);
		const g1 = squareGrad(gl, columns(gu, 0, k), l, columns(u, 0, k), neg(matmul(g2, mH(columns(u, k, beside)))), null);
		return permuted(cat([g1, call("linalg_solve_triangular", mH(l), g2, true, true, true)], -1));
	}
	if (gl !== null && below !== 0) {
		const g2 = rows(gl, k, below);
		const g1 = squareGrad(rows(gl, 0, k), gu, rows(l, 0, k), u, null, neg(matmul(mH(rows(l, k, below)), g2)));
		return permuted(cat([g1, call("linalg_solve_triangular", mH(u), g2, false, false, false)], -2));
	}
	const core = squareGrad(gl, gu, rows(l, 0, k), columns(u, 0, k), null, null);
	const wide = below === 0 && beside === 0 ? core : call("constant_pad_nd", core, [0, beside, 0, below], 0);
	return permuted(wide);
}

/** Square case: L⁻ᴴ·[tril(Lᴴ gL + lower, -1) + triu(gU Uᴴ + upper)]·U⁻ᴴ. */
function squareGrad(gl: Tensor | null, gu: Tensor | null, l: Tensor, u: Tensor, lower: Tensor | null, upper: Tensor | null): Tensor {
	const plus = (a: Tensor | null, b: Tensor | null): Tensor | null => (a === null ? b : b === null ? a : add(a, b));
	const below = plus(gl === null ? null : matmul(mH(l), gl), lower);
	const above = plus(gu === null ? null : matmul(gu, mH(u)), upper);
	const inner = plus(below === null ? null : call("tril", below, -1), above === null ? null : call("triu", above, 0));
	const out = call("linalg_solve_triangular", mH(u), inner!, false, false, false);
	return call("linalg_solve_triangular", mH(l), out, true, true, true);
}
function luFactorGrad(g: Tensor, e: FormulaEnv): Tensor | null {
	const [p, l, u] = callMany("lu_unpack", e.LU, e.pivots, true, e.pivot) as [Tensor, Tensor, Tensor];
	const k = smaller(g.sizes.at(-2)!, g.sizes.at(-1)!);
	return luGrad(columns(g, 0, k), rows(g, 0, k), e.pivot ? p : null, l, u);
}

function luUnpack(data: Tensor, pivots: Tensor, withData: boolean, withPivots: boolean): Tensor[] {
	const [m, n] = [data.sizes.at(-2)!, data.sizes.at(-1)!];
	const k = smaller(m, n);
	const mats = matrices(data, true);
	const turns = pivots.numbers();
	const l: Float64Array[] = [];
	const u: Float64Array[] = [];
	const p: Float64Array[] = [];
	for (const [b, f] of (mats ?? []).entries()) {
		const [mm, nn, kk] = [m as number, n as number, k as number];
		const w = data.dtype.width;
		const { l: lower, u: upper } = halves(f, mm, nn, w);
		const order = Array.from({ length: mm }, (_, i) => i);
		for (let i = 0; i < kk && turns !== null; i++) {
			const q = turns[b * kk + i]! - 1;
			[order[i], order[q]] = [order[q]!, order[i]!];
		}
		const perm = new Float64Array(mm * mm * w);
		for (let i = 0; i < mm; i++) perm[(order[i]! * mm + i) * w] = 1;
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

defineRows({
	linalg_lu_factor_ex: { forward: luFactorEx, grad: { A: luFactorGrad } },
	linalg_lu: {
		forward: lu,
		grad: {
			A: (_g, e) => luGrad(e.grads[1] ?? null, e.grads[2] ?? null, e.pivot ? e.P : null, e.L, e.U),
		},
	},
	lu_unpack: {
		forward: luUnpack,
		grad: {
			LU_data: (_g, e) => {
				const [gl, gu] = [e.grads[1] ?? null, e.grads[2] ?? null] as (Tensor | null)[];
				const [m, n] = [e.LU_data.sizes.at(-2)!, e.LU_data.sizes.at(-1)!];
				const fitted = (t: Tensor): Tensor => {
					const pad = [0, sub(n, t.sizes.at(-1)!), 0, sub(m, t.sizes.at(-2)!)];
					return pad.every((d) => d === 0) ? t : call("constant_pad_nd", t, pad, 0);
				};
				const lower = gl === null ? null : fitted(call("tril", gl, -1));
				const upper = gu === null ? null : fitted(call("triu", gu, 0));
				return lower === null ? upper : upper === null ? lower : add(lower, upper);
			},
		},
	},
});

defineComposites({
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
});
