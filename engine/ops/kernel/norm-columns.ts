/** Batch norm of [rows, channels] in float32, step by step as PyTorch's kernel for channels-last memory: rows are added one after another, products are fused. */
import type { Numbers } from "../../shape/dtype.ts";
import type { NormGradients } from "./norm.ts";

const f = Math.fround;
/** Channels below the last full vector go through fused steps, the rest through separate ones. */
const LANES = 8;

/** Mean, and the sum of squared distances from it. */
export function columnStats(x: Numbers, rows: number, channels: number): { mean: Float64Array; squares: Float64Array } {
	const mean = new Float64Array(channels);
	const squares = new Float64Array(channels);
	for (let c = 0; c < channels; c++) {
		let sum = 0;
		for (let r = 0; r < rows; r++) sum = f(sum + x[r * channels + c]!);
		const m = f(sum / rows);
		let v = 0;
		for (let r = 0; r < rows; r++) {
			const d = f(x[r * channels + c]! - m);
			v = f(d * d + v);
		}
		mean[c] = m;
		squares[c] = v;
	}
	return { mean, squares };
}

export function columnGradients(
	g: Numbers,
	x: Numbers,
	rows: number,
	channels: number,
	mean: Numbers,
	invstd: Numbers,
	weight: Numbers | null,
): NormGradients {
	const input = new Float64Array(x.length);
	const gw = new Float64Array(channels);
	const gb = new Float64Array(channels);
	const fused = channels - (channels % LANES);
	for (let c = 0; c < channels; c++) {
		let sum = 0;
		let dot = 0;
		for (let at = c; at < x.length; at += channels) {
			sum = f(sum + g[at]!);
			dot = f(f(x[at]! - mean[c]!) * g[at]! + dot);
		}
		const inv = invstd[c]!;
		const w = weight === null ? 1 : weight[c]!;
		const k = f(f(f(dot * inv) * inv) / rows);
		const level = f(sum / rows);
		for (let at = c; at < x.length; at += channels) {
			const distance = f(x[at]! - mean[c]!);
			const centred = f(g[at]! - level);
			const left = c < fused ? f(centred - distance * k) : f(centred - f(distance * k));
			input[at] = f(f(left * inv) * w);
		}
		gw[c] = f(dot * inv);
		gb[c] = sum;
	}
	return { input, weight: gw, bias: gb };
}
