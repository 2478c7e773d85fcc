/** Numbers of normalisation. Everything is laid out as [outer, channels, inner]; statistics are kept per channel or per row of elements. */
import type { Numbers } from "../../shape/dtype.ts";

const f = Math.fround;

export interface ChannelStats {
	mean: Float64Array;
	/** Sum of squared distances from the mean. */
	squares: Float64Array;
}

/** Mean and spread per channel over outer and inner. */
export function channelStats(x: Numbers, outer: number, channels: number, inner: number): ChannelStats {
	const mean = new Float64Array(channels);
	const spread = new Float64Array(channels);
	const n = outer * inner;
	for (let c = 0; c < channels; c++) {
		let sum = 0;
		for (let o = 0; o < outer; o++) for (let i = 0; i < inner; i++) sum += x[(o * channels + c) * inner + i]!;
		const m = sum / n;
		let squares = 0;
		for (let o = 0; o < outer; o++)
			for (let i = 0; i < inner; i++) {
				const d = x[(o * channels + c) * inner + i]! - m;
				squares += d * d;
			}
		mean[c] = m;
		spread[c] = squares;
	}
	return { mean, squares: spread };
}

/** x * scale + shift per channel, rounded as PyTorch's float kernel does. */
export function scaleChannels(
	x: Numbers,
	outer: number,
	channels: number,
	inner: number,
	mean: Numbers,
	invstd: Numbers,
	weight: Numbers | null,
	bias: Numbers | null,
	single: boolean,
): Float64Array {
	const out = new Float64Array(x.length);
	const r = single ? f : (v: number) => v;
	for (let c = 0; c < channels; c++) {
		const alpha = r(invstd[c]! * (weight === null ? 1 : weight[c]!));
		const beta = r((bias === null ? 0 : bias[c]!) - mean[c]! * alpha);
		for (let o = 0; o < outer; o++) {
			const at = (o * channels + c) * inner;
			for (let i = 0; i < inner; i++) out[at + i] = x[at + i]! * alpha + beta;
		}
	}
	return out;
}

export interface NormGradients {
	input: Float64Array;
	weight: Float64Array;
	bias: Float64Array;
}

/** Gradients of batch normalisation; with fixed statistics (`training` false) the input's gradient is a plain scaling. */
export function channelGradients(
	g: Numbers,
	x: Numbers,
	outer: number,
	channels: number,
	inner: number,
	mean: Numbers,
	invstd: Numbers,
	weight: Numbers | null,
	training: boolean,
): NormGradients {
	const input = new Float64Array(x.length);
	const gw = new Float64Array(channels);
	const gb = new Float64Array(channels);
	const n = outer * inner;
	for (let c = 0; c < channels; c++) {
		let sum = 0;
		let dot = 0;
		for (let o = 0; o < outer; o++)
			for (let i = 0; i < inner; i++) {
				const at = (o * channels + c) * inner + i;
				sum += g[at]!;
				dot += g[at]! * (x[at]! - mean[c]!);
			}
		const inv = invstd[c]!;
		const w = weight === null ? 1 : weight[c]!;
		const k = (dot * inv * inv) / n;
		for (let o = 0; o < outer; o++)
			for (let i = 0; i < inner; i++) {
				const at = (o * channels + c) * inner + i;
				input[at] = training ? (g[at]! - sum / n - (x[at]! - mean[c]!) * k) * inv * w : g[at]! * inv * w;
			}
		gw[c] = dot * inv;
		gb[c] = sum;
	}
	return { input, weight: gw, bias: gb };
}

export interface RowStats {
	mean: Float64Array;
	rstd: Float64Array;
}

/** Mean and 1/std of each run of `length` elements. */
export function rowStats(x: Numbers, rows: number, length: number, eps: number): RowStats {
	const mean = new Float64Array(rows);
	const rstd = new Float64Array(rows);
	for (let r = 0; r < rows; r++) {
		let sum = 0;
		for (let i = 0; i < length; i++) sum += x[r * length + i]!;
		const m = sum / length;
		let squares = 0;
		for (let i = 0; i < length; i++) {
			const d = x[r * length + i]! - m;
			squares += d * d;
		}
		mean[r] = m;
		rstd[r] = 1 / Math.sqrt(squares / length + eps);
	}
	return { mean, rstd };
}

/** `at(r, i)` is the position of row r's i-th element in the weight. */
export function normalizeRows(
	x: Numbers,
	rows: number,
	length: number,
	stats: { mean: Numbers; rstd: Numbers },
	weight: Numbers | null,
	bias: Numbers | null,
	at: (r: number, i: number) => number,
): Float64Array {
	const out = new Float64Array(x.length);
	for (let r = 0; r < rows; r++)
		for (let i = 0; i < length; i++) {
			const p = r * length + i;
			const k = at(r, i);
			const v = (x[p]! - stats.mean[r]!) * stats.rstd[r]!;
			out[p] = v * (weight === null ? 1 : weight[k]!) + (bias === null ? 0 : bias[k]!);
		}
	return out;
}

/** `step`: what a sum over rows is rounded by after each of them (half precision keeps it in half precision). */
export function rowGradients(
	g: Numbers,
	x: Numbers,
	rows: number,
	length: number,
	stats: { mean: Numbers; rstd: Numbers },
	weight: Numbers | null,
	at: (r: number, i: number) => number,
	weights: number,
	step: ((x: number) => number) | null = null,
): NormGradients {
	const input = new Float64Array(x.length);
	const gw = new Float64Array(weights);
	const gb = new Float64Array(weights);
	for (let r = 0; r < rows; r++) {
		const rstd = stats.rstd[r]!;
		const mean = stats.mean[r]!;
		let c1 = 0;
		let c2 = 0;
		for (let i = 0; i < length; i++) {
			const p = r * length + i;
			const k = at(r, i);
			const hat = (x[p]! - mean) * rstd;
			const scaled = g[p]! * (weight === null ? 1 : weight[k]!);
			c1 += scaled;
			c2 += scaled * hat;
			gw[k]! += g[p]! * hat;
			gb[k]! += g[p]!;
			if (step !== null) {
				gw[k] = step(gw[k]!);
				gb[k] = step(gb[k]!);
			}
		}
		for (let i = 0; i < length; i++) {
			const p = r * length + i;
			const hat = (x[p]! - mean) * rstd;
			input[p] = rstd * (g[p]! * (weight === null ? 1 : weight[at(r, i)]!) - (c1 + hat * c2) / length);
		}
	}
	return { input, weight: gw, bias: gb };
}
