/** Old and rare linear algebra: triangular_solve and products of Householder reflections. */
import { isKnown } from "../../shape/dim.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { add, call, callMany, neg } from "../aten.ts";
import { runtimeError } from "../kernel/dims.ts";
import { formQ, householder } from "../kernel/linalg.ts";
import { assemble, assembleVectors, checkMatrix, leadOf, matrices, smaller } from "../kernel/linalg-batch.ts";
import { joint } from "../kernel/rounded.ts";
import { defineComposites, defineRows, type FormulaEnv } from "../row.ts";
import { matmul } from "./linalg-products.ts";
import { mH } from "./linalg-solve.ts";

function triangularSolve(b: Tensor, a: Tensor, upper: boolean, transpose: boolean, unit: boolean): Tensor[] {
	if (b.dim < 2)
		throw runtimeError(`torch.triangular_solve: Expected b to have at least 2 dimensions, but it has ${b.dim} dimensions instead`, {
			key: "LINALG_DIM",
		});
	if (a.dim < 2)
		throw runtimeError(`torch.triangular_solve: Expected A to have at least 2 dimensions, but it has ${a.dim} dimensions instead`, {
			key: "LINALG_DIM",
		});
	const plain = (t: Tensor): Tensor => Tensor.make(t.sizes, t.dtype, t.numbers());
	const x = call(
		"linalg_solve_triangular",
		transpose ? plain(call("mT", plain(a))) : plain(a),
		plain(b),
		transpose ? !upper : upper,
		true,
		unit,
	);
	return [x, assemble(leadOf(a), a.sizes.at(-2)!, a.sizes.at(-1)!, a.dtype, matrices(a))];
}
function triangularGrads(e: FormulaEnv): { b: Tensor | null; a: Tensor | null } {
	return joint(e, () => {
		const [gx, gm] = [e.grads[0] ?? null, e.grads[1] ?? null] as (Tensor | null)[];
		if (gx === null) return { b: null, a: gm };
		const b = callMany("triangular_solve", gx, e.A, e.upper, !e.transpose, e.unitriangular)[0]!;
		const full = neg(e.transpose ? matmul(e.solution, mH(b)) : matmul(b, mH(e.solution)));
		const a = e.upper ? call("triu", full, e.unitriangular ? 1 : 0) : call("tril", full, e.unitriangular ? -1 : 0);
		return { b, a: gm === null ? a : add(a, gm) };
	});
}

/** The matrix with orthonormal columns that reflections stand for. */
function householderProduct(input: Tensor, tau: Tensor): Tensor {
	if (input.dim < 2) throw runtimeError("torch.linalg.householder_product: input must have at least 2 dimensions.", { key: "LINALG_DIM" });
	const [m, n] = [input.sizes.at(-2)!, input.sizes.at(-1)!];
	if (isKnown(m) && isKnown(n) && m < n)
		throw runtimeError("torch.linalg.householder_product: input.shape[-2] must be greater than or equal to input.shape[-1]", {
			key: "LINALG_SHAPE",
		});
	const parts = matrices(input);
	const k = tau.sizes.at(-1) as number;
	const taus = tau.numbers();
	const known = parts !== null && taus !== null && isKnown(m) && isKnown(n);
	return assemble(
		leadOf(input),
		m,
		n,
		input.dtype,
		known ? parts.map((v, i) => formQ(v, Float64Array.from(taus.subarray(i * k, (i + 1) * k)), m, n, n)) : null,
	);
}

function geqrf(a: Tensor): Tensor[] {
	checkMatrix("torch.geqrf", a);
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	const found = matrices(a)?.map((x) => householder(x, m as number, n as number)) ?? null;
	return [
		assemble(leadOf(a), m, n, a.dtype, found?.map((f) => f.qr) ?? null),
		assembleVectors(leadOf(a), smaller(m, n), a.dtype, found?.map((f) => f.tau) ?? null),
	];
}

defineRows({
	triangular_solve: { forward: triangularSolve, grad: { self: (_g, e) => triangularGrads(e).b, A: (_g, e) => triangularGrads(e).a } },
	linalg_householder_product: { forward: householderProduct },
	geqrf: { forward: geqrf },
	ormqr: {
		forward: (_a: Tensor, _tau: Tensor, other: Tensor) =>
			assemble(leadOf(other), other.sizes.at(-2)!, other.sizes.at(-1)!, other.dtype, null),
	},
	"repeat_interleave.Tensor": { forward: positionsOf },
});
defineComposites({ orgqr: (input: Tensor, tau: Tensor) => call("linalg_householder_product", input, tau) });

/** Each position as often as `repeats` says. */
function positionsOf(repeats: Tensor): Tensor {
	if (repeats.dim !== 1) throw runtimeError("repeat_interleave only accept 1D vector as repeat", { key: "REPEAT" });
	const values = repeats.numbers();
	if (values === null) {
		const t = Tensor.make(repeats.sizes, repeats.dtype, null);
		t.unknownShape = true;
		return t;
	}
	const at: number[] = [];
	for (let i = 0; i < values.length; i++) {
		if (values[i]! < 0) throw runtimeError("repeats can not be negative", { key: "REPEAT" });
		for (let k = 0; k < values[i]!; k++) at.push(i);
	}
	return Tensor.make([at.length], repeats.dtype, Float64Array.from(at));
}
