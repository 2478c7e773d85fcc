/** Old and rare linear algebra: triangular_solve and products of Householder reflections. */
import { isKnown } from "../../shape/dim.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { add, call, callMany, cat, conj, mul, neg, sub } from "../aten.ts";
import { isComplex } from "../../shape/dtype.ts";
import { runtimeError } from "../kernel/dims.ts";
import { denseOf } from "../kernel/linalg-complex.ts";
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
	return [x, assemble(leadOf(a), a.sizes.at(-2)!, a.sizes.at(-1)!, a.dtype, matrices(a, true))];
}
function triangularGrads(e: FormulaEnv): { b: Tensor | null; a: Tensor | null } {
	return joint(e, () => {
		const [gx, gm] = [e.grads[0] ?? null, e.grads[1] ?? null] as (Tensor | null)[];
		if (gx === null) return { b: null, a: gm };
		const b = callMany("triangular_solve", gx, conj(e.A), e.upper, !e.transpose, e.unitriangular)[0]!;
		const full = neg(e.transpose ? conj(matmul(e.solution, mH(b))) : matmul(b, mH(e.solution)));
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
	const parts = matrices(input, true);
	const k = (tau.sizes.at(-1) as number) * tau.dtype.width;
	const taus = tau.numbers();
	const known = parts !== null && taus !== null && isKnown(m) && isKnown(n);
	return assemble(
		leadOf(input),
		m,
		n,
		input.dtype,
		known ? parts.map((v, i) => denseOf(input.dtype).formQ(v, Float64Array.from(taus.subarray(i * k, (i + 1) * k)), m, n, n)) : null,
	);
}

/** Q·C, Qᵀ·C, C·Q or C·Qᵀ, where Q is the product of the reflections. */
function ormqr(v: Tensor, tau: Tensor, c: Tensor, left: boolean, transpose: boolean): Tensor {
	const [m, n] = [c.sizes.at(-2)!, c.sizes.at(-1)!];
	const [vs, cs, taus] = [matrices(v, true), matrices(c, true), tau.numbers()];
	const k = tau.sizes.at(-1)!;
	if (vs === null || cs === null || taus === null || !isKnown(m) || !isKnown(n) || !isKnown(k))
		return assemble(leadOf(c), m, n, c.dtype, null);
	const width = v.sizes.at(-1) as number;
	const { adjoint, reflect } = denseOf(v.dtype);
	const step = k * tau.dtype.width;
	return assemble(
		leadOf(c),
		m,
		n,
		c.dtype,
		cs.map((x, i) => {
			const side = left ? x.slice() : adjoint(x, m, n);
			const [rows, columns] = left ? [m, n] : [n, m];
			reflect(side, rows, columns, vs[i]!, width, taus.subarray(i * step, (i + 1) * step), left === transpose);
			return left ? side : adjoint(side, rows, columns);
		}),
	);
}

interface Reflections {
	v: Tensor | null;
	tau: Tensor | null;
}
const isEmpty = (t: Tensor): boolean => t.sizes.includes(0);
/** Gradients of H1·…·Hk·C with respect to the reflections Hi = 1 - τi·vi·viᴴ; `reversed`: of the adjoint, Hkᴴ·…·H1ᴴ·C. */
function reflectionGrads(g: Tensor, a: Tensor, given: Tensor, c: Tensor, reversed: boolean): Reflections {
	const tau = reversed ? conj(given) : given;
	const k = tau.sizes.at(-1) as number;
	const [m, n] = [a.sizes.at(-2) as number, a.sizes.at(-1) as number];
	const ones = call("eye.m", m, n, a.dtype);
	const unit = add(call("tril", a, -1), ones);
	const vectors = Array.from({ length: k }, (_, i) => call("narrow", unit, -1, i, 1));
	const factorsOf = (t: Tensor) => Array.from({ length: k }, (_, i) => call("narrow", call("unsqueeze", t, -2), -1, i, 1));
	const factors = factorsOf(tau);
	const back = isComplex(tau.dtype) ? factorsOf(conj(tau)) : factors;
	const order = Array.from({ length: k }, (_, i) => (reversed ? k - 1 - i : i));
	const reflected = (x: Tensor, i: number, by: Tensor[]): Tensor => sub(x, mul(by[i]!, matmul(vectors[i]!, matmul(mH(vectors[i]!), x))));
	// What each reflection is applied to, from the last to the first.
	const right: Tensor[] = [];
	let at = c;
	for (const i of order.slice().reverse()) {
		right[i] = at;
		at = reflected(at, i, factors);
	}
	const dv: Tensor[] = [];
	const dt: Tensor[] = [];
	let left = g;
	for (const i of order) {
		const v = vectors[i]!;
		const [lv, rv] = [matmul(mH(left), v), matmul(mH(right[i]!), v)];
		const [through, across] = [matmul(left, rv), matmul(right[i]!, lv)];
		dv[i] = neg(back === factors ? mul(factors[i]!, add(through, across)) : add(mul(back[i]!, through), mul(factors[i]!, across)));
		dt[i] = neg(matmul(mH(lv), rv));
		left = reflected(left, i, back);
	}
	const dtau = call("squeeze.dim", cat(dt, -1), -2);
	const wide = (t: Tensor): Tensor => (k === n ? t : call("constant_pad_nd", t, [0, n - k], 0));
	return { v: call("tril", wide(cat(dv, -1)), -1), tau: reversed ? conj(dtau) : dtau };
}

const productGrads = (g: Tensor, e: FormulaEnv): Reflections =>
	joint(e, () => {
		const [m, n] = [e.input.sizes.at(-2)!, e.input.sizes.at(-1)!];
		const start = call("expand", call("eye.m", m, n, g.dtype), [...e.input.sizes], false);
		if (isEmpty(e.tau) || isEmpty(e.input)) return { v: null, tau: null };
		return reflectionGrads(g, e.input, e.tau, start, false);
	});
const ormqrGrads = (g: Tensor, e: FormulaEnv): Reflections =>
	joint(e, () => {
		if (isEmpty(e.input2) || isEmpty(e.self)) return { v: null, tau: null };
		if (e.left) return reflectionGrads(g, e.self, e.input2, e.input3, e.transpose);
		return reflectionGrads(mH(g), e.self, e.input2, mH(e.input3), !e.transpose);
	});

function geqrf(a: Tensor): Tensor[] {
	checkMatrix("torch.geqrf", a);
	const [m, n] = [a.sizes.at(-2)!, a.sizes.at(-1)!];
	const found = matrices(a, true)?.map((x) => denseOf(a.dtype).householder(x, m as number, n as number)) ?? null;
	return [
		assemble(leadOf(a), m, n, a.dtype, found?.map((f) => f.qr) ?? null),
		assembleVectors(leadOf(a), smaller(m, n), a.dtype, found?.map((f) => f.tau) ?? null),
	];
}

defineRows({
	triangular_solve: { forward: triangularSolve, grad: { self: (_g, e) => triangularGrads(e).b, A: (_g, e) => triangularGrads(e).a } },
	linalg_householder_product: {
		forward: householderProduct,
		grad: { input: (g, e) => productGrads(g, e).v, tau: (g, e) => productGrads(g, e).tau },
	},
	geqrf: { forward: geqrf },
	ormqr: {
		forward: ormqr,
		grad: {
			self: (g, e) => ormqrGrads(g, e).v,
			input2: (g, e) => ormqrGrads(g, e).tau,
			input3: (g, e) => call("ormqr", e.self, e.input2, g, e.left, !e.transpose),
		},
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
