/** Numbers of softmax(q k' * scale + mask) v, row by row, forward and backward. */
import type { Numbers } from "../../shape/dtype.ts";

export interface AttentionSizes {
	/** Batch times heads. */
	planes: number;
	/** Query heads that share one key and value head. */
	group: number;
	/** Queries, keys, features of queries and of values. */
	L: number;
	S: number;
	E: number;
	V: number;
	scale: number;
	causal: boolean;
	/** Added to the scores at (plane, query, key), or null. */
	mask: ((plane: number, l: number, s: number) => number) | null;
}

export const attentionWork = (a: AttentionSizes): number => a.planes * a.L * a.S * (a.E + a.V);

/** The key and value plane of a query plane. */
const shared = (a: AttentionSizes, p: number): number => Math.floor(p / a.group);

/** Probabilities of one query row, and log of their normaliser. */
function row(a: AttentionSizes, q: Numbers, k: Numbers, p: number, l: number, out: Float64Array): number {
	let max = Number.NEGATIVE_INFINITY;
	for (let s = 0; s < a.S; s++) {
		let score = 0;
		for (let e = 0; e < a.E; e++) score += q[(p * a.L + l) * a.E + e]! * k[(shared(a, p) * a.S + s) * a.E + e]!;
		score = score * a.scale + (a.mask === null ? 0 : a.mask(p, l, s));
		if (a.causal && s > l) score = Number.NEGATIVE_INFINITY;
		out[s] = score;
		if (score > max) max = score;
	}
	// A fully masked row has no probabilities.
	if (max === Number.NEGATIVE_INFINITY) {
		out.fill(0);
		return Number.NEGATIVE_INFINITY;
	}
	let sum = 0;
	for (let s = 0; s < a.S; s++) sum += out[s] = Math.exp(out[s]! - max);
	for (let s = 0; s < a.S; s++) out[s]! /= sum;
	return max + Math.log(sum);
}

/** Output [planes, L, V] and log-sum-exp [planes, L]. */
export function attend(a: AttentionSizes, q: Numbers, k: Numbers, v: Numbers): { output: Float64Array; logsumexp: Float64Array } {
	const output = new Float64Array(a.planes * a.L * a.V);
	const logsumexp = new Float64Array(a.planes * a.L);
	const w = new Float64Array(a.S);
	for (let p = 0; p < a.planes; p++)
		for (let l = 0; l < a.L; l++) {
			logsumexp[p * a.L + l] = row(a, q, k, p, l, w);
			for (let s = 0; s < a.S; s++)
				for (let e = 0; e < a.V; e++) output[(p * a.L + l) * a.V + e]! += w[s]! * v[(shared(a, p) * a.S + s) * a.V + e]!;
		}
	return { output, logsumexp };
}

export function attendBackward(
	a: AttentionSizes,
	g: Numbers,
	q: Numbers,
	k: Numbers,
	v: Numbers,
): { q: Float64Array; k: Float64Array; v: Float64Array } {
	const r = {
		q: new Float64Array(a.planes * a.L * a.E),
		k: new Float64Array((a.planes / a.group) * a.S * a.E),
		v: new Float64Array((a.planes / a.group) * a.S * a.V),
	};
	const w = new Float64Array(a.S);
	const gw = new Float64Array(a.S);
	for (let p = 0; p < a.planes; p++)
		for (let l = 0; l < a.L; l++) {
			row(a, q, k, p, l, w);
			let dot = 0;
			for (let s = 0; s < a.S; s++) {
				let sum = 0;
				for (let e = 0; e < a.V; e++) {
					const ge = g[(p * a.L + l) * a.V + e]!;
					sum += ge * v[(shared(a, p) * a.S + s) * a.V + e]!;
					r.v[(shared(a, p) * a.S + s) * a.V + e]! += w[s]! * ge;
				}
				gw[s] = sum;
				dot += sum * w[s]!;
			}
			for (let s = 0; s < a.S; s++) {
				const d = w[s]! * (gw[s]! - dot) * a.scale;
				for (let e = 0; e < a.E; e++) {
					r.q[(p * a.L + l) * a.E + e]! += d * k[(shared(a, p) * a.S + s) * a.E + e]!;
					r.k[(shared(a, p) * a.S + s) * a.E + e]! += d * q[(p * a.L + l) * a.E + e]!;
				}
			}
		}
	return r;
}
