/** Scaled dot-product attention: the fused CPU node, the plain chain, and the choice between them. */
import { type Dim, equal, isKnown } from "../../shape/dim.ts";
import { cppName, dtypes } from "../../shape/dtype.ts";
import { convert, type Tensor } from "../../autograd/tensor.ts";
import { requiresGrad } from "../../autograd/view.ts";
import { call, callInPlace, callMany, transpose } from "../aten.ts";
import { attend, attendBackward, attentionWork, type AttentionSizes } from "../kernel/attention.ts";
import { affordable, count, expandNumbers } from "../kernel/elementwise.ts";
import { inMemory, keptStrides } from "../kernel/order.ts";
import { check, joint, rounded, unknownNumbers, withoutHistory } from "../kernel/rounded.ts";
import { defineComposites, defineRows } from "../row.ts";
import { notDifferentiable } from "../second-order.ts";

/** 1 / sqrt(features) unless given. */
const scaleOf = (q: Tensor, scale: number | null): number =>
	scale ?? (isKnown(q.sizes[q.dim - 1]!) ? 1 / Math.sqrt(q.sizes[q.dim - 1] as number) : Number.NaN);

function sizesOf(q: Tensor, k: Tensor, v: Tensor, causal: boolean, mask: Tensor | null, scale: number | null): AttentionSizes | null {
	if ([q, k, v].some((t) => count(t.sizes) === null)) return null;
	const [B, H, L, E] = q.sizes as number[] as [number, number, number, number];
	const S = k.sizes[2] as number;
	let maskAt: AttentionSizes["mask"] = null;
	if (mask !== null) {
		const full = mask.isKnown ? expandNumbers(mask, [B, H, L, S]) : null;
		if (full === null) return null;
		const bool = mask.dtype.name === "bool";
		maskAt = (p, l, s) => {
			const m = full[(p * L + l) * S + s]!;
			return bool ? (m !== 0 ? 0 : Number.NEGATIVE_INFINITY) : m;
		};
	}
	return {
		planes: B * H,
		group: H / (k.sizes[1] as number),
		L,
		S,
		E,
		V: v.sizes[3] as number,
		scale: scaleOf(q, scale),
		causal,
		mask: maskAt,
	};
}

/** A result allocated like `t`: its sizes and memory order. */
const as = (t: Tensor, values: Float64Array | null): Tensor =>
	inMemory(t.sizes, t.dtype, values === null ? null : convert(values, t.dtype), keptStrides(t));

defineRows({
	_scaled_dot_product_flash_attention_for_cpu: {
		forward: (q: Tensor, k: Tensor, v: Tensor, _dropout: number, causal: boolean, mask: Tensor | null, scale: number | null) => {
			const lse = q.sizes.slice(0, 3);
			const a = sizesOf(q, k, v, causal, mask, scale);
			if (a === null || !affordable(mask === null ? [q, k, v] : [q, k, v, mask], a.planes * a.L * a.V, attentionWork(a)))
				return [as(q, null), unknownNumbers(lse, q.dtype)];
			const r = attend(a, q.numbers()!, k.numbers()!, v.numbers()!);
			return [as(q, r.output), rounded(lse, q.dtype, r.logsumexp)];
		},
		grad: { query: (g, e) => gradients(g, e)[0]!, key: (g, e) => gradients(g, e)[1]!, value: (g, e) => gradients(g, e)[2]! },
	},
	_scaled_dot_product_flash_attention_for_cpu_backward: {
		forward: (
			g: Tensor,
			q: Tensor,
			k: Tensor,
			v: Tensor,
			_out: Tensor,
			_lse: Tensor,
			_dropout: number,
			causal: boolean,
			mask: Tensor | null,
			scale: number | null,
		) => {
			const a = sizesOf(q, k, v, causal, mask, scale);
			if (a === null || !affordable([g, q, k, v], count(q.sizes)!, 2 * attentionWork(a))) return [q, k, v].map((t) => as(t, null));
			const r = attendBackward(a, g.numbers()!, q.numbers()!, k.numbers()!, v.numbers()!);
			return [as(q, r.q), as(k, r.k), as(v, r.v)];
		},
	},
});

const gradients = (g: Tensor, e: any): Tensor[] =>
	joint(e, () =>
		callMany(
			"_scaled_dot_product_flash_attention_for_cpu_backward",
			g,
			e.query,
			e.key,
			e.value,
			withoutHistory(e.output),
			withoutHistory(e.logsumexp),
			e.dropout_p,
			e.is_causal,
			e.attn_mask,
			e.scale,
		).map((t) => notDifferentiable("_scaled_dot_product_flash_attention_for_cpu_backward", t, [g, e.query, e.key, e.value])),
	);

/** A truth-valued mask as numbers to add: 0 where true, -inf where false. */
function additive(mask: Tensor | null, like: Tensor): Tensor | null {
	if (mask === null || mask.dtype.name !== "bool") return mask;
	const out = call("zeros", [...mask.sizes], like.dtype);
	callInPlace("masked_fill.Scalar", [out, call("logical_not", mask), Number.NEGATIVE_INFINITY]);
	return out;
}

/** May the fused kernel take these? */
function fits(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | null, dropout: number, gqa: boolean): boolean {
	if (dropout > 0) return false;
	const all = [q, k, v];
	if (all.some((t) => t.unknownShape || t.dim !== 4 || t.dtype.category !== 2)) return false;
	const same = (d: number): boolean => all.every((t) => equal(t.sizes[d]!, q.sizes[d]!) !== false);
	if (!same(0) || !same(3)) return false;
	if (!same(1) && !(gqa && equal(k.sizes[1]!, v.sizes[1]!) !== false)) return false;
	if (all.some((t) => t.sizes[2] === 0 || t.stridesOrContiguous[3] !== 1)) return false;
	if (mask === null) return true;
	if (requiresGrad(mask)) return false;
	const [b, h, l, s] = [q.sizes[0]!, q.sizes[1]!, q.sizes[2]!, k.sizes[2]!];
	const one = (d: Dim, of: Dim): boolean => d === 1 || equal(d, of) !== false;
	const m = mask.sizes;
	return (
		(mask.dim === 2 && one(m[0]!, l) && one(m[1]!, s)) ||
		(mask.dim === 4 && one(m[0]!, b) && one(m[1]!, h) && one(m[2]!, l) && one(m[3]!, s))
	);
}

function checkInputs(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | null): void {
	if (![q, k, v].some((t) => t.unknownDtype))
		check(
			q.dtype === k.dtype && q.dtype === v.dtype,
			() =>
				`Expected query, key, and value to have the same dtype, but got query.dtype: ${cppName(q.dtype)} key.dtype: ${cppName(k.dtype)} and value.dtype: ${cppName(v.dtype)} instead.`,
		);
	if (![q, k, v].some((t) => t.unknownShape))
		check(
			q.dim >= 2 && k.dim >= 2 && v.dim >= 2,
			() =>
				`Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: ${q.dim} key.dim: ${k.dim} and value.dim: ${v.dim} instead.`,
		);
	if (mask !== null && !mask.unknownDtype && !q.unknownDtype)
		check(
			mask.dtype.name === "bool" || mask.dtype === q.dtype || mask.dtype.name === "float32",
			() =>
				`Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: ${cppName(mask.dtype)} and  query.dtype: ${cppName(q.dtype)} instead.`,
		);
}

/** The plain chain: scale both, multiply, mask, softmax, dropout, multiply. */
function plain(
	q: Tensor,
	k: Tensor,
	v: Tensor,
	maskGiven: Tensor | null,
	dropout: number,
	causal: boolean,
	_dropoutMask: Tensor | null,
	scale: number | null,
	gqa: boolean,
): Tensor[] {
	const half = q.dtype.name === "float16" || q.dtype.name === "bfloat16";
	const wide = (t: Tensor): Tensor => (half ? call("_to_copy", t, dtypes.float32) : t);
	const [qa, ka, va] = [wide(q), wide(k), wide(v)];
	const whole = scaleOf(qa, scale);
	const factor = Math.sqrt(Math.abs(whole));
	const query = call("mul.Scalar", qa, whole < 0 ? -factor : factor);
	let mask = maskGiven;
	if (causal && !q.unknownShape && !k.unknownShape) {
		check(mask === null, () => "_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True");
		const lower = call("tril", call("ones", [q.sizes[q.dim - 2]!, k.sizes[k.dim - 2]!], dtypes.bool), 0);
		mask = additive(lower, query);
	}
	const repeat = (t: Tensor): Tensor => {
		if (!gqa || t.unknownShape || q.unknownShape) return t;
		const [heads, own] = [q.sizes[q.dim - 3]!, t.sizes[t.dim - 3]!];
		return isKnown(heads) && isKnown(own) && heads !== own ? call("repeat_interleave.self_int", t, heads / own, -3) : t;
	};
	const key = repeat(ka);
	const attention = call("matmul", query, call("mul.Scalar", transpose(key, -2, -1), factor));
	if (mask !== null) callInPlace("add.Tensor", [attention, mask, 1]);
	let weights = call("_safe_softmax", attention, -1);
	if (dropout > 0) weights = call("dropout", weights, dropout, true);
	const out = call("matmul", weights, repeat(va));
	return half ? [call("_to_copy", out, q.dtype), call("_to_copy", weights, q.dtype)] : [out, weights];
}

defineComposites({
	_scaled_dot_product_attention_math: plain,
	scaled_dot_product_attention: (
		q: Tensor,
		k: Tensor,
		v: Tensor,
		mask: Tensor | null,
		dropout: number,
		causal: boolean,
		scale: number | null,
		gqa: boolean,
	) => {
		checkInputs(q, k, v, mask);
		const added = additive(mask, q);
		if (fits(q, k, v, added, dropout, gqa))
			return callMany("_scaled_dot_product_flash_attention_for_cpu", q, k, v, dropout, causal, added, scale)[0];
		return plain(q, k, v, added, dropout, causal, null, scale, gqa)[0];
	},
});
