/** Distances and products between vectors, losses built on them, weight normalisation. */
import { type Dim, dimText, equal, floorDiv, isKnown, mul as product, sub as minus } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import { sameSizes, sizesText } from "../../shape/shape.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { withGradMode, world } from "../../autograd/world.ts";
import {
	add,
	call,
	callInPlace,
	callMany,
	clone,
	contiguous,
	div,
	exp,
	log,
	mul,
	neg,
	reshape,
	sub,
	sumDims,
	view,
	where,
	zerosLike,
} from "../aten.ts";
import { affordable, broadcastAll, count, mapMany, resultType } from "../kernel/elementwise.ts";
import { reduceLoss } from "../kernel/reduce-loss.ts";
import { check, joint, rounded, unknownNumbers, withoutHistory } from "../kernel/rounded.ts";
import { defineComposites, defineRows } from "../row.ts";
import { addNumber, fromNumber, mulNumber, subNumber } from "../scalars.ts";

/** Tensors with extra dimensions of one, multiplied and summed. */
function trilinear(a: Tensor, b: Tensor, c: Tensor, ea: number[], eb: number[], ec: number[], sumDimensions: number[]): Tensor {
	const widen = (t: Tensor, at: number[]): Dim[] => {
		const out = [...t.sizes];
		for (const d of [...at].sort((x, y) => x - y)) out.splice(d, 0, 1);
		return out;
	};
	const shaped = [
		[a, widen(a, ea)],
		[b, widen(b, eb)],
		[c, widen(c, ec)],
	] as const;
	const rank = shaped[0][1].length;
	const full = Array.from({ length: rank }, (_, i) => shaped.map(([, s]) => s[i]!).reduce((x, y) => (x === 1 ? y : x)));
	const sizes = full.filter((_, i) => !sumDimensions.includes(i));
	const total = count(full);
	if (total === null || !affordable([a, b, c], total)) return unknownNumbers(sizes, resultType([a, b, c]));
	const products = mapMany(
		shaped.map(([t, s]) => rounded(s, t.dtype, t.numbers()!)),
		(x, y, z) => x! * y! * z!,
		dtypes.float64,
	);
	const values = products.numbers()!;
	const out = new Float64Array(count(sizes)!);
	const strides = new Array<number>(rank).fill(0);
	let stride = 1;
	for (let i = rank - 1; i >= 0; i--)
		if (!sumDimensions.includes(i)) {
			strides[i] = stride;
			stride *= full[i] as number;
		}
	const index = new Int32Array(rank);
	let at = 0;
	for (let i = 0; i < total; i++) {
		out[at]! += values[i]!;
		for (let d = rank - 1; d >= 0; d--) {
			at += strides[d]!;
			if (++index[d]! < (full[d] as number)) break;
			at -= strides[d]! * (full[d] as number);
			index[d] = 0;
		}
	}
	return rounded(sizes, resultType([a, b, c]), out);
}

/** Upper triangle pairs (i < j) of rows. */
function pdist(x: Tensor, p: number): Tensor {
	const [n, w] = x.sizes as [Dim, Dim];
	const size = floorDiv(product(n, minus(n, 1)), 2);
	const total = count([size]);
	if (total === null || !isKnown(n) || !isKnown(w) || !affordable([x], total, total * w)) return unknownNumbers([size], x.dtype);
	const values = x.numbers()!;
	const out = new Float64Array(total);
	let at = 0;
	for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) out[at++] = distance(values, i * w, j * w, w, p);
	return rounded([size], x.dtype, out);
}
function distance(x: ArrayLike<number>, a: number, b: number, w: number, p: number): number {
	let sum = 0;
	for (let k = 0; k < w; k++) {
		const d = Math.abs(x[a + k]! - x[b + k]!);
		sum = p === 0 ? sum + (d === 0 ? 0 : 1) : p === Number.POSITIVE_INFINITY ? Math.max(sum, d) : sum + d ** p;
	}
	return p === 0 || p === Number.POSITIVE_INFINITY ? sum : sum ** (1 / p);
}
/** Slope of the distance in one coordinate. */
function slope(d: number, dist: number, p: number): number {
	if (p === 0 || dist === 0) return 0;
	if (p === 1) return Math.sign(d);
	if (p === Number.POSITIVE_INFINITY) return Math.fround(Math.abs(d)) === dist ? Math.sign(d) : 0;
	return Math.sign(d) * (Math.abs(d) / dist) ** (p - 1);
}
function pdistBackward(g: Tensor, x: Tensor, p: number, dist: Tensor): Tensor {
	const total = count(x.sizes);
	if (total === null || !affordable([g, x, dist], total, (count(dist.sizes) ?? 0) * (x.sizes[1] as number)))
		return unknownNumbers(x.sizes, x.dtype);
	const [n, w] = x.sizes as number[] as [number, number];
	const [values, gs, ds] = [x.numbers()!, g.numbers()!, dist.numbers()!];
	const out = new Float64Array(total);
	let at = 0;
	for (let i = 0; i < n; i++)
		for (let j = i + 1; j < n; j++, at++)
			for (let k = 0; k < w; k++) {
				const v = gs[at]! * slope(values[i * w + k]! - values[j * w + k]!, Math.fround(ds[at]!), p);
				out[i * w + k]! += v;
				out[j * w + k]! -= v;
			}
	return rounded(x.sizes, x.dtype, out);
}

/** [outer, kept, inner] of a tensor whose norm is taken over everything but `dim`. */
function aroundDim(v: Tensor, dim: number): [number, number, number] | null {
	if (count(v.sizes) === null) return null;
	const d = dim < 0 ? dim + v.dim : dim;
	return [count(v.sizes.slice(0, d))!, v.sizes[d] as number, count(v.sizes.slice(d + 1))!];
}

function weightNorm(v: Tensor, g: Tensor, dim: number): Tensor[] {
	const shape = aroundDim(v, dim);
	if (shape === null || !affordable([v, g], count(v.sizes)!)) return [unknownNumbers(v.sizes, v.dtype), unknownNumbers(g.sizes, g.dtype)];
	const [outer, kept, inner] = shape;
	const [vs, gs] = [v.numbers()!, g.numbers()!];
	const norms = new Float64Array(kept);
	const out = new Float64Array(vs.length);
	const each = (f: (i: number, k: number) => void): void => {
		for (let o = 0; o < outer; o++) for (let k = 0; k < kept; k++) for (let i = 0; i < inner; i++) f((o * kept + k) * inner + i, k);
	};
	each((i, k) => (norms[k]! += vs[i]! * vs[i]!));
	for (let k = 0; k < kept; k++) norms[k] = Math.sqrt(norms[k]!);
	each((i, k) => (out[i] = (vs[i]! * gs[k]!) / norms[k]!));
	return [rounded(v.sizes, v.dtype, out), rounded(g.sizes, g.dtype, norms)];
}

function weightNormBackward(gw: Tensor, v: Tensor, g: Tensor, norms: Tensor, dim: number): Tensor[] {
	const shape = aroundDim(v, dim);
	if (shape === null || !affordable([gw, v, g, norms], count(v.sizes)!))
		return [unknownNumbers(v.sizes, v.dtype), unknownNumbers(g.sizes, g.dtype)];
	const [outer, kept, inner] = shape;
	const [w, vs, gs, ns] = [gw.numbers()!, v.numbers()!, g.numbers()!, norms.numbers()!];
	const dot = new Float64Array(kept);
	const gv = new Float64Array(vs.length);
	const each = (f: (i: number, k: number) => void): void => {
		for (let o = 0; o < outer; o++) for (let k = 0; k < kept; k++) for (let i = 0; i < inner; i++) f((o * kept + k) * inner + i, k);
	};
	each((i, k) => (dot[k]! += w[i]! * vs[i]!));
	each((i, k) => (gv[i] = gs[k]! * (w[i]! / ns[k]! - (vs[i]! * dot[k]!) / ns[k]! ** 3)));
	return [
		rounded(v.sizes, v.dtype, gv),
		rounded(
			g.sizes,
			g.dtype,
			dot.map((d, k) => d / ns[k]!),
		),
	];
}

/** The same with differentiable ops, for create_graph. */
function plainWeightNormBackward(gw: Tensor, v: Tensor, g: Tensor, norms: Tensor, dim: number): Tensor[] {
	const d = dim < 0 ? dim + v.dim : dim;
	const others = v.sizes.map((_, i) => i).filter((i) => i !== d);
	const dot = others.length === 0 ? mul(gw, v) : sumDims(mul(gw, v), others, true);
	const gv = mul(div(g, norms), sub(gw, mul(v, div(dot, mul(norms, norms)))));
	return [gv, div(dot, norms)];
}

const weightGradients = (g: Tensor, e: any): Tensor[] =>
	joint(e, () =>
		world.gradMode
			? plainWeightNormBackward(contiguous(g), e.v, e.g, withoutHistory(e.result1), e.dim)
			: callMany("_weight_norm_interface_backward", contiguous(g), e.v, e.g, withoutHistory(e.result1), e.dim),
	);

defineRows({
	_trilinear: {
		forward: trilinear,
		grad: {
			i1: (g, e) => call("_trilinear", g, e.i2, e.i3, e.sumdim, e.expand2, e.expand3, e.expand1, 1),
			i2: (g, e) => call("_trilinear", e.i1, g, e.i3, e.expand1, e.sumdim, e.expand3, e.expand2, 1),
			i3: (g, e) => call("_trilinear", e.i1, e.i2, g, e.expand1, e.expand2, e.sumdim, e.expand3, 1),
		},
	},
	_pdist_forward: { forward: pdist, grad: { self: (g, e) => call("_pdist_backward", g, e.self, e.p, e.result) } },
	_pdist_backward: { forward: pdistBackward },
	_weight_norm_interface: { forward: weightNorm, grad: { v: (g, e) => weightGradients(g, e)[0]!, g: (g, e) => weightGradients(g, e)[1]! } },
	_weight_norm_interface_backward: { forward: weightNormBackward },
});

function bilinear(a: Tensor, b: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
	if ([a, b, weight].some((t) => t.unknownShape)) return call("_trilinear", a, weight, b, [1, 3], [0], [1, 2], [2, 3], 1);
	check(a.dim === b.dim, () => `bilinear(): input dimensions do not match: got ${a.dim} and ${b.dim}`);
	for (let i = 0; i < a.dim - 1; i++)
		check(
			equal(a.sizes[i]!, b.sizes[i]!) !== false,
			() => `bilinear(): input batch dimensions do not match at dim ${i}: got ${dimText(a.sizes[i]!)} and ${dimText(b.sizes[i]!)}`,
		);
	const last = (t: Tensor): Dim => t.sizes[t.dim - 1]!;
	for (const [i, t] of [a, b].entries())
		check(
			equal(last(t), weight.sizes[i + 1]!) !== false,
			() =>
				`bilinear(): input${i + 1} size does not match weight size: got ${dimText(last(t))} but expected ${dimText(weight.sizes[i + 1]!)}`,
		);
	if (bias !== null)
		check(
			equal(bias.sizes[0]!, weight.sizes[0]!) !== false,
			() => `bilinear(): bias size does not match weight size: got ${dimText(bias.sizes[0]!)} but expected ${dimText(weight.sizes[0]!)}`,
		);
	const flat = (t: Tensor): Tensor => view(t, [t.sizes.slice(0, -1).reduce<Dim>((x, y) => product(x, y), 1), last(t)]);
	const out = reshape(call("_trilinear", flat(contiguous(a)), weight, flat(contiguous(b)), [1, 3], [0], [1, 2], [2, 3], 1), [
		...a.sizes.slice(0, -1),
		weight.sizes[0]!,
	]);
	return bias === null ? out : add(out, bias);
}

const clampMin = (t: Tensor, min: number): Tensor => call("clamp_min", t, min);
const EPSILON = Math.fround(1e-12);

function cosineSimilarity(a: Tensor, b: Tensor, dim: number, eps: number): Tensor {
	const type = resultType([a, b]);
	check(
		type.category === 2 || a.unknownDtype || b.unknownDtype,
		() => `expected common dtype to be floating point, yet common dtype is ${type.scalarType}`,
	);
	const cast = (t: Tensor): Tensor => (t.dtype === type ? t : call("_to_copy", t, type));
	let [x, y] = [cast(a), cast(b)];
	if (!a.unknownShape && !b.unknownShape) {
		const sizes = broadcastAll([x, y]);
		if (!sameSizes(x.sizes, y.sizes)) [x, y] = [call("expand", x, [...sizes], false), call("expand", y, [...sizes], false)];
	}
	const norm = (t: Tensor): Tensor => clone(call("linalg_vector_norm", t, 2, [dim], true, null));
	const [nx, ny] = [norm(x), norm(y)];
	withGradMode(false, () => {
		callInPlace("clamp_min", [nx, eps]);
		callInPlace("clamp_min", [ny, eps]);
	});
	return sumDims(mul(div(x, nx), div(y, ny)), [dim]);
}

const pairwise = (a: Tensor, b: Tensor, p: number, eps: number, keepdim: boolean): Tensor =>
	call("norm.ScalarOpt_dim", call("add.Scalar", sub(a, b), Object(eps), 1), p, [Math.max(a.dim, b.dim) - 1], keepdim);

defineComposites({
	bilinear,
	pairwise_distance: pairwise,
	pdist: (x: Tensor, p: number) => {
		check(x.unknownShape || x.dim === 2, () => `pdist only supports 2D tensors, got: ${x.dim}D`);
		check(x.dtype.category === 2, () => "pdist only supports floating-point dtypes");
		check(p >= 0, () => "pdist only supports non-negative p values");
		return call("_pdist_forward", contiguous(x), p);
	},
	cosine_similarity: cosineSimilarity,
	cosine_embedding_loss: (a: Tensor, b: Tensor, target: Tensor, margin: number, reduction: number) => {
		const unknown = [a, b, target].some((t) => t.unknownShape);
		const d = unknown ? 0 : target.dim;
		check(d <= 1, () => "0D or 1D target tensor expected, multi-target not supported");
		if (unknown) {
			// Nothing to check.
		} else if (d === 1)
			check(
				a.dim === 2,
				() => `1D target tensor expects 2D input tensors, but found inputs with sizes ${sizesText(a.sizes)} and ${sizesText(b.sizes)}.`,
			);
		else
			check(
				a.dim === 1,
				() => `0D target tensor expects 1D input tensors, but found inputs with sizes ${sizesText(a.sizes)} and ${sizesText(b.sizes)}.`,
			);
		const dot = (x: Tensor, y: Tensor): Tensor => sumDims(mul(x, y), [d]);
		const denominator = callInPlace("sqrt", [mul(addNumber(dot(a, a), EPSILON), addNumber(dot(b, b), EPSILON))]);
		const cosine = div(dot(a, b), denominator);
		const zero = zerosLike(cosine);
		const positive = fromNumber(1, cosine);
		const negative = callInPlace("clamp_min", [subNumber(cosine, margin), 0]);
		return reduceLoss(
			add(where(call("eq.Scalar", target, 1), positive, zero), where(call("eq.Scalar", target, -1), negative, zero)),
			reduction,
		);
	},
	hinge_embedding_loss: (x: Tensor, target: Tensor, margin: number, reduction: number) => {
		const zero = zerosLike(x);
		const clamped = callInPlace("clamp_min", [fromNumber(margin, x), 0]);
		return reduceLoss(add(where(call("ne.Scalar", target, 1), clamped, zero), where(call("ne.Scalar", target, -1), x, zero)), reduction);
	},
	margin_ranking_loss: (a: Tensor, b: Tensor, target: Tensor, margin: number, reduction: number) =>
		reduceLoss(callInPlace("clamp_min", [addNumber(mul(neg(target), sub(a, b)), margin), 0]), reduction),
	triplet_margin_loss: (
		anchor: Tensor,
		positive: Tensor,
		negative: Tensor,
		margin: number,
		p: number,
		eps: number,
		swap: boolean,
		reduction: number,
	) => {
		const dims = [anchor, positive, negative].map((t) => t.dim);
		check(
			new Set(dims).size === 1 || [anchor, positive, negative].some((t) => t.unknownShape),
			() =>
				`The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor ${dims[0]}D, positive ${dims[1]}D, and negative ${dims[2]}D inputs`,
		);
		const near = pairwise(anchor, positive, p, eps, false);
		let far = pairwise(anchor, negative, p, eps, false);
		if (swap) far = call("minimum", far, pairwise(positive, negative, p, eps, false));
		return reduceLoss(clampMin(sub(addNumber(near, margin), far), 0), reduction);
	},
	kl_div: (x: Tensor, target: Tensor, reduction: number, logTarget: boolean) => {
		for (const t of [x, target]) check(t.unknownDtype || t.dtype.category < 3, () => "kl_div: Complex inputs not supported.");
		for (const t of [x, target]) check(t.unknownDtype || t.dtype.category > 1, () => "kl_div: Integral inputs not supported.");
		const loss = logTarget ? mul(exp(target), sub(target, x)) : sub(call("xlogy.Tensor", target, target), mul(target, x));
		return reduceLoss(loss, reduction);
	},
	poisson_nll_loss: (x: Tensor, target: Tensor, logInput: boolean, full: boolean, eps: number, reduction: number) => {
		let loss = logInput ? sub(exp(x), mul(target, x)) : sub(x, mul(target, log(addNumber(x, eps))));
		if (full) {
			const stirling = add(sub(mul(target, log(target)), target), mulNumber(log(mulNumber(target, 2 * Math.PI)), 0.5));
			loss = callInPlace("add.Tensor", [loss, call("masked_fill.Scalar", stirling, call("le.Scalar", target, 1), 0), 1]);
		}
		return reduceLoss(loss, reduction);
	},
	norm_except_dim: (v: Tensor, p: number, dim: number) => {
		if (dim === -1) return call("norm.Scalar", v, p);
		const sizes = v.sizes.map((s, i) => (i === dim ? s : 1));
		if (dim === 0) return view(call("norm.ScalarOpt_dim", view(contiguous(v), [v.sizes[0]!, -1]), p, [1], false), sizes);
		if (dim === v.dim - 1) return view(call("norm.ScalarOpt_dim", view(contiguous(v), [-1, v.sizes[dim]!]), p, [0], false), sizes);
		return call("transpose.int", call("norm_except_dim", call("transpose.int", v, 0, dim), p, 0), 0, dim);
	},
	_weight_norm: (v: Tensor, g: Tensor, dim: number) => {
		if (dim === 0 || dim === v.dim - 1) return callMany("_weight_norm_interface", contiguous(v), contiguous(g), dim)[0];
		return mul(v, div(g, call("norm_except_dim", v, 2, dim)));
	},
	_weight_norm_differentiable_backward: plainWeightNormBackward,
});
