/** Solving with a factorisation that is there already: lu_solve, from both sides, with the matrix or its adjoint. */
import { type Dim, dimText, equal, isKnown } from "../../shape/dim.ts";
import { broadcast, type Sizes } from "../../shape/shape.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { add, call, callMany, neg, sumTo } from "../aten.ts";
import { runtimeError } from "../kernel/dims.ts";
import type { Dense } from "../kernel/linalg.ts";
import { assemble, checkMatrix, checkSquare, leadOf, matrices, spreadBatch } from "../kernel/linalg-batch.ts";
import { denseOf } from "../kernel/linalg-complex.ts";
import { joint, wants } from "../kernel/rounded.ts";
import { defineComposites, defineRows, type FormulaEnv } from "../row.ts";
import { matmul } from "./linalg-products.ts";
import { mH } from "./linalg-solve.ts";

interface Factors {
	lu: Float64Array;
	pivots: Int32Array;
}

/** A·x = b, or Aᴴ·x = b, for b of n×k. */
function solved(f: Factors, b: Float64Array, n: number, k: number, adjoint: boolean, dense: Dense): Float64Array {
	if (!adjoint) return dense.solveLu({ ...f, sign: 1, info: 0 }, b, n, k);
	const turned = dense.adjoint(f.lu, n, n);
	const x = dense.solveTriangular(turned, dense.solveTriangular(turned, b, n, k, false, false), n, k, true, true);
	const w = f.lu.length / n ** 2;
	for (let i = n - 1; i >= 0; i--) {
		const p = f.pivots[i]!;
		if (p !== i) for (let c = 0; c < k * w; c++) [x[i * k * w + c], x[p * k * w + c]] = [x[p * k * w + c]!, x[i * k * w + c]!];
	}
	return x;
}

function luSolve(data: Tensor, pivots: Tensor, b: Tensor, left: boolean, adjoint: boolean): Tensor {
	const name = "torch.linalg.lu_solve";
	checkSquare(name, data);
	checkMatrix(name, b);
	const n = data.sizes.at(-1)!;
	if (equal(b.sizes.at(left ? -2 : -1)!, n) === false)
		throw runtimeError(
			`linalg.lu_solve: Incompatible shapes of A and B for the equation ${left ? "AX = B" : "XA = B"} (${dimText(data.sizes.at(-2)!)}x${dimText(n)} and ${dimText(b.sizes.at(-2)!)}x${dimText(b.sizes.at(-1)!)})`,
			{ key: "LINALG_SHAPE" },
		);
	const batch = broadcast(leadOf(data), leadOf(b)).sizes;
	const [rows, cols] = [b.sizes.at(-2)!, b.sizes.at(-1)!];
	return assemble(batch, rows, cols, b.dtype, solutions(data, pivots, b, batch, left, adjoint), left);
}

function solutions(data: Tensor, pivots: Tensor, b: Tensor, batch: Sizes, left: boolean, adjoint: boolean): Float64Array[] | null {
	const [lus, bs, turns, n] = [matrices(data, true), matrices(b, true), pivots.numbers(), data.sizes.at(-1)!];
	const [rows, cols]: Dim[] = [b.sizes.at(-2)!, b.sizes.at(-1)!];
	if (lus === null || bs === null || turns === null || !isKnown(n) || !isKnown(rows) || !isKnown(cols)) return null;
	const factors = lus.map((lu, i): Factors => ({ lu, pivots: Int32Array.from(turns.subarray(i * n, (i + 1) * n), (q) => q - 1) }));
	const wide = spreadBatch(factors, leadOf(data), batch);
	const sides = spreadBatch(bs, leadOf(b), batch);
	if (wide === null || sides === null) return null;
	const dense = denseOf(data.dtype);
	return wide.map((f, i) => {
		if (left) return solved(f, sides[i]!, n, cols, adjoint, dense);
		// X·A = B is Aᴴ·Xᴴ = Bᴴ.
		return dense.adjoint(solved(f, dense.adjoint(sides[i]!, rows, cols), n, rows, !adjoint, dense), n, rows);
	});
}

function luSolveGrads(g: Tensor, e: FormulaEnv): { data: Tensor | null; b: Tensor } {
	return joint(e, () => {
		const b = call("linalg_lu_solve", e.LU, e.pivots, g, e.left, !e.adjoint);
		if (!wants(e.LU)) return { data: null, b };
		const [x, gb] = [e.result as Tensor, b];
		// The gradient of A itself, then of its factors: A = P·L·U.
		const a = neg(e.left ? (e.adjoint ? matmul(x, mH(gb)) : matmul(gb, mH(x))) : e.adjoint ? matmul(mH(gb), x) : matmul(mH(x), gb));
		const [p, l, u] = callMany("lu_unpack", e.LU, e.pivots, true, true) as [Tensor, Tensor, Tensor];
		const inner = matmul(mH(p), a);
		const data = add(call("tril", matmul(inner, mH(u)), -1), call("triu", matmul(mH(l), inner), 0));
		return { data: sumTo(data, e.LU.sizes), b };
	});
}

defineRows({
	linalg_lu_solve: {
		forward: luSolve,
		grad: { LU: (g, e) => luSolveGrads(g, e).data, B: (g, e) => sumTo(luSolveGrads(g, e).b, e.B.sizes) },
	},
});
defineComposites({ lu_solve: (b: Tensor, data: Tensor, pivots: Tensor) => call("linalg_lu_solve", data, pivots, b, true, false) });
