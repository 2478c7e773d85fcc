/** multi_head_attention_forward: the chain that nn.MultiheadAttention runs; and the grouped products of mixtures of experts. */
import { type Dim, equal, floorDiv, isKnown, mul } from "../../shape/dim.ts";
import { sizesText } from "../../shape/shape.ts";
import type { DType } from "../../shape/dtype.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import {
	add,
	bmm,
	call,
	callInPlace,
	callMany,
	cat,
	contiguous,
	mul as times,
	permute,
	reshape,
	select,
	squeeze,
	transpose,
	unsqueeze,
	view,
} from "../../ops/aten.ts";
import { type FunctionEntry, assertion, runtimeError, sizeText, tupleText, warn } from "./entry.ts";

const linear = (x: Tensor, w: Tensor, b: Tensor | null): Tensor => call("linear", x, w, b);
const last = (t: Tensor): Dim => t.sizes[t.dim - 1]!;

/** query, key and value through one weight; fewer products when some of them are the same tensor. */
function packedProjection(q: Tensor, k: Tensor, v: Tensor, w: Tensor, b: Tensor | null): [Tensor, Tensor, Tensor] {
	const E = last(q);
	const together = (x: Tensor, weight: Tensor, bias: Tensor | null, n: number): Tensor[] => {
		const all = contiguous(squeeze(transpose(unsqueeze(call("unflatten.int", linear(x, weight, bias), -1, [n, E]), 0), 0, -2), -2));
		return Array.from({ length: n }, (_, i) => select(all, 0, i));
	};
	if (k === v) {
		if (q === k) return together(q, w, b, 3) as [Tensor, Tensor, Tensor];
		const [wq, wkv] = callMany("split_with_sizes", w, [E, mul(E, 2)], 0) as [Tensor, Tensor];
		const [bq, bkv] = b === null ? [null, null] : (callMany("split_with_sizes", b, [E, mul(E, 2)], 0) as [Tensor, Tensor]);
		const query = linear(q, wq, bq);
		return [query, ...(together(k, wkv, bkv, 2) as [Tensor, Tensor])];
	}
	const [wq, wk, wv] = callMany("chunk", w, 3, 0) as [Tensor, Tensor, Tensor];
	const [bq, bk, bv] = b === null ? [null, null, null] : (callMany("chunk", b, 3, 0) as [Tensor, Tensor, Tensor]);
	return [linear(q, wq, bq), linear(k, wk, bk), linear(v, wv, bv)];
}

function separateProjection(a: any, q: Tensor, k: Tensor, v: Tensor): [Tensor, Tensor, Tensor] {
	const [bq, bk, bv] = a.in_proj_bias === null ? [null, null, null] : (callMany("chunk", a.in_proj_bias, 3, 0) as [Tensor, Tensor, Tensor]);
	const [Eq, Ek, Ev] = [last(q), last(k), last(v)];
	const fits = (what: string, w: Tensor, sizes: Dim[]): void =>
		assertion(
			w.dim === sizes.length && w.sizes.every((s, i) => equal(s, sizes[i]!) !== false),
			() => `expecting ${what} weights shape of ${tupleText(sizes)}, but got ${sizeText(w)}`,
		);
	fits("query", a.q_proj_weight, [Eq, Eq]);
	fits("key", a.k_proj_weight, [Eq, Ek]);
	fits("value", a.v_proj_weight, [Eq, Ev]);
	return [linear(q, a.q_proj_weight, bq), linear(k, a.k_proj_weight, bk), linear(v, a.v_proj_weight, bv)];
}

function checkShapes(a: any): boolean {
	const [q, k, v] = [a.query, a.key, a.value] as Tensor[] as [Tensor, Tensor, Tensor];
	const check = (dim: number, maskDim: number, word: string): void => {
		assertion(
			k.dim === dim && v.dim === dim,
			() =>
				`For ${word} (${dim}-D) \`query\`, expected \`key\` and \`value\` to be ${dim}-D but found ${k.dim}-D and ${v.dim}-D tensors respectively`,
		);
		if (a.key_padding_mask !== null)
			assertion(
				a.key_padding_mask.dim === maskDim,
				() =>
					`For ${word} (${dim}-D) \`query\`, expected \`key_padding_mask\` to be \`None\` or ${maskDim}-D but found ${a.key_padding_mask.dim}-D tensor instead`,
			);
		if (a.attn_mask !== null)
			assertion(
				a.attn_mask.dim === 2 || a.attn_mask.dim === 3,
				() =>
					`For ${word} (${dim}-D) \`query\`, expected \`attn_mask\` to be \`None\`, 2-D or 3-D but found ${a.attn_mask.dim}-D tensor instead`,
			);
	};
	if (q.dim === 3) {
		check(3, 2, "batched");
		return true;
	}
	assertion(q.dim === 2, () => `query should be unbatched 2D or batched 3D tensor but received ${q.dim}-D query tensor`);
	check(2, 1, "unbatched");
	if (a.attn_mask !== null && a.attn_mask.dim === 3) {
		const expected = [a.num_heads, q.sizes[0]!, k.sizes[0]!];
		assertion(
			(a.attn_mask as Tensor).sizes.every((s, i) => equal(s, expected[i]!) !== false),
			() => `Expected \`attn_mask\` shape to be ${tupleText(expected)} but got ${sizeText(a.attn_mask)}`,
		);
	}
	return false;
}

/** Masks as numbers to add. */
function canonicalMask(mask: Tensor | null, name: string, other: DType | null, otherName: string, type: DType): Tensor | null {
	if (mask === null) return null;
	const isFloat = mask.dtype.category === 2 || mask.unknownDtype;
	assertion(mask.dtype.name === "bool" || isFloat, () => `only bool and floating types of ${name} are supported`);
	if (other !== null && mask.dtype !== other && !mask.unknownDtype)
		warn(`Support for mismatched ${name} and ${otherName} is deprecated. Use same type for both instead.`);
	if (isFloat) return mask;
	const out = call("zeros", [...mask.sizes], type);
	out.unknownShape = mask.unknownShape;
	return callInPlace("masked_fill.Scalar", [out, mask, Number.NEGATIVE_INFINITY]);
}

const padOne = (t: Tensor): Tensor => call("pad", t, [0, 1], "constant", null);

function forward(a: any): [Tensor, Tensor | null] {
	let [query, key, value] = [a.query, a.key, a.value] as [Tensor, Tensor, Tensor];
	const unknown = [query, key, value].some((t) => t.unknownShape);
	if (unknown) {
		// Only the graph is known then.
		const out = linear(add(add(query, key), value), a.out_proj_weight, a.out_proj_bias);
		return [out, a.need_weights ? call("softmax.int", out, -1, null) : null];
	}
	const batched = checkShapes(a);
	let padding = a.key_padding_mask as Tensor | null;
	if (!batched) {
		query = unsqueeze(query, 1);
		key = unsqueeze(key, 1);
		value = unsqueeze(value, 1);
		if (padding !== null) padding = unsqueeze(padding, 0);
	}
	const [T, B, E] = query.sizes as [Dim, Dim, Dim];
	let S = key.sizes[0]!;
	padding = canonicalMask(padding, "key_padding_mask", a.attn_mask?.dtype ?? null, "attn_mask", query.dtype);
	let causal = a.is_causal as boolean;
	let mask = a.attn_mask as Tensor | null;
	if (causal && mask === null)
		throw runtimeError(
			"Need attn_mask if specifying the is_causal hint. You may use the Transformer module method `generate_square_subsequent_mask` to create this mask.",
		);
	if (causal && padding === null && !a.need_weights) mask = null;
	else {
		mask = canonicalMask(mask, "attn_mask", null, "", query.dtype);
		if (padding !== null) causal = false;
	}
	assertion(
		equal(E, a.embed_dim_to_check) !== false,
		() => `was expecting embedding dimension of ${a.embed_dim_to_check}, but got ${String(E)}`,
	);
	const heads = a.num_heads as number;
	const width = floorDiv(E, heads);
	assertion(!isKnown(E) || E % heads === 0, () => `embed_dim ${String(E)} not divisible by num_heads ${heads}`);
	const differ = (x: readonly Dim[], y: readonly Dim[]): boolean => x.length !== y.length || x.some((s, i) => equal(s, y[i]!) === false);
	if (a.use_separate_proj_weight)
		assertion(
			!differ(key.sizes.slice(0, 2), value.sizes.slice(0, 2)),
			() =>
				`key's sequence and batch dims torch.Size(${sizesText(key.sizes.slice(0, 2))}) do not match value's torch.Size(${sizesText(value.sizes.slice(0, 2))})`,
		);
	else assertion(!differ(key.sizes, value.sizes), () => `key shape ${sizeText(key)} does not match value shape ${sizeText(value)}`);
	let [q, k, v] = a.use_separate_proj_weight
		? separateProjection(a, query, key, value)
		: packedProjection(query, key, value, a.in_proj_weight, a.in_proj_bias);
	const rows = mul(B, heads);
	if (mask !== null) mask = shapedMask(mask, T, S, rows);
	if (a.bias_k !== null && a.bias_v !== null) {
		k = cat([k, call("repeat", a.bias_k, [1, B, 1])], 0);
		v = cat([v, call("repeat", a.bias_v, [1, B, 1])], 0);
		if (mask !== null) mask = padOne(mask);
		if (padding !== null) padding = padOne(padding);
	}
	const split = (t: Tensor): Tensor => transpose(view(t, [t.sizes[0]!, rows, width]), 0, 1);
	q = split(q);
	k = a.static_k ?? split(k);
	v = a.static_v ?? split(v);
	if (a.add_zero_attn) {
		const zeros = (): Tensor => call("zeros", [rows, 1, width], k.dtype);
		k = cat([k, zeros()], 1);
		v = cat([v, zeros()], 1);
		if (mask !== null) mask = padOne(mask);
		if (padding !== null) padding = padOne(padding);
	}
	S = k.sizes[1]!;
	if (padding !== null) {
		const p = padding;
		assertion(equal(p.sizes[0]!, B) !== false, () => `Expected key_padded_mask.shape[0] to be ${String(B)}, but got ${String(p.sizes[0])}`);
		assertion(equal(p.sizes[1]!, S) !== false, () => `Expected key_padded_mask.shape[1] to be ${String(S)}, but got ${String(p.sizes[1])}`);
		const wide = reshape(call("expand", view(p, [B, 1, 1, S]), [-1, heads, -1, -1], false), [rows, 1, S]);
		mask = mask === null ? wide : add(mask, wide);
	}
	const dropout = a.training ? (a.dropout_p as number) : 0;
	const finish = (t: Tensor): Tensor => {
		const out = view(linear(t, a.out_proj_weight, a.out_proj_bias), [T, B, a.out_proj_weight.sizes[0]]);
		return batched ? out : squeeze(out, 1);
	};
	if (!a.need_weights) {
		if (mask !== null) mask = mask.sizes[0] === 1 && mask.dim === 3 ? unsqueeze(mask, 0) : view(mask, [B, heads, mask.sizes[1]!, S]);
		const shape = (t: Tensor, n: Dim): Tensor => view(t, [B, heads, n, width]);
		const out = call("scaled_dot_product_attention", shape(q, T), shape(k, S), shape(v, S), mask, dropout, causal, null, false);
		return [finish(reshape(permute(out, [2, 0, 1, 3]), [mul(B, T), E])), null];
	}
	assertion(!(causal && mask === null), () => "FIXME: is_causal not implemented for need_weights");
	const scaledQuery = times(q, isKnown(width) ? Math.sqrt(1 / width) : 1);
	let weights = mask === null ? bmm(scaledQuery, transpose(k, -2, -1)) : call("baddbmm", mask, scaledQuery, transpose(k, -2, -1), 1, 1);
	weights = call("softmax.int", weights, -1, null);
	if (dropout > 0) weights = call("dropout", weights, dropout, true);
	const out = finish(reshape(transpose(bmm(weights, v), 0, 1), [mul(T, B), E]));
	let shown = view(weights, [B, heads, T, S]);
	if (a.average_attn_weights) shown = call("mean.dim", shown, [1], false, null);
	return [out, batched ? shown : squeeze(shown, 0)];
}

function shapedMask(mask: Tensor, T: Dim, S: Dim, rows: Dim): Tensor {
	const fits = (sizes: Dim[]): boolean => mask.sizes.every((s, i) => equal(s, sizes[i]!) !== false);
	if (mask.dim === 2) {
		if (!fits([T, S])) throw runtimeError(`The shape of the 2D attn_mask is ${sizeText(mask)}, but should be ${tupleText([T, S])}.`);
		return unsqueeze(mask, 0);
	}
	if (mask.dim === 3) {
		if (!fits([rows, T, S]))
			throw runtimeError(`The shape of the 3D attn_mask is ${sizeText(mask)}, but should be ${tupleText([rows, T, S])}.`);
		return mask;
	}
	throw runtimeError(`attn_mask's dimension ${mask.dim} is not supported`);
}

export const attentionFunctions: FunctionEntry[] = [
	{
		name: "multi_head_attention_forward",
		signature:
			"(query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v, add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training=True, key_padding_mask=None, need_weights=True, attn_mask=None, use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None, v_proj_weight=None, static_k=None, static_v=None, average_attn_weights=True, is_causal=False)",
		call: forward,
	},
	{
		name: "grouped_mm",
		signature: "(mat_a, mat_b, *, offs=None, bias=None, out_dtype=None)",
		call: (a) => call("_grouped_mm", a.mat_a, a.mat_b, a.offs, a.bias, a.out_dtype),
	},
];
