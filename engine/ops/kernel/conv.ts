/** Numbers of convolutions in one, two and three dimensions: correlation, its transpose, and the weight gradient. */
import type { Numbers } from "../../shape/dtype.ts";

/** Always three spatial dimensions; missing leading ones have extent 1. `in` is the side the kernel slides over, `out` the side with one place per step. */
export interface ConvGeometry {
	batch: number;
	groups: number;
	/** Channels of the `in` side and of the `out` side. */
	inChannels: number;
	outChannels: number;
	in: number[];
	out: number[];
	kernel: number[];
	stride: number[];
	padding: number[];
	dilation: number[];
}

export const convWork = (g: ConvGeometry): number => g.batch * g.outChannels * (g.inChannels / g.groups) * volume(g.out) * volume(g.kernel);
const volume = (s: number[]): number => s[0]! * s[1]! * s[2]!;

/** Which of the three arrays is written: the out side (correlation), the in side (its transpose), or the weight. */
export type ConvTarget = "out" | "in" | "weight";

/**
 * Adds into the `target` array the products of the other two. Layouts are row-major: in [N, Cin, D, H, W], out [N, Cout, D, H, W],
 * weight [Cout, Cin / groups, kD, kH, kW].
 */
export function convolve(g: ConvGeometry, x: Numbers, w: Numbers, y: Numbers, target: ConvTarget): void {
	const [inD, inH, inW] = g.in as [number, number, number];
	const [outD, outH, outW] = g.out as [number, number, number];
	const [kD, kH, kW] = g.kernel as [number, number, number];
	const [sD, sH, sW] = g.stride as [number, number, number];
	const [pD, pH, pW] = g.padding as [number, number, number];
	const [dD, dH, dW] = g.dilation as [number, number, number];
	const inPer = g.inChannels / g.groups;
	const outPer = g.outChannels / g.groups;
	for (let n = 0; n < g.batch; n++)
		for (let co = 0; co < g.outChannels; co++) {
			const group = Math.floor(co / outPer);
			const yChannel = (n * g.outChannels + co) * outD;
			for (let c = 0; c < inPer; c++) {
				const xChannel = (n * g.inChannels + group * inPer + c) * inD;
				const wBase = (co * inPer + c) * kD;
				for (let a = 0; a < kD; a++)
					for (let b = 0; b < kH; b++)
						for (let e = 0; e < kW; e++) {
							const wAt = ((wBase + a) * kH + b) * kW + e;
							const shift = e * dW - pW;
							// Steps for which the tap lies inside the row.
							const first = shift >= 0 ? 0 : Math.ceil(-shift / sW);
							const last = Math.min(outW, Math.floor((inW - 1 - shift) / sW) + 1);
							const wv = w[wAt]!;
							let sum = 0;
							for (let d = 0; d < outD; d++) {
								const z = d * sD - pD + a * dD;
								if (z < 0 || z >= inD) continue;
								for (let h = 0; h < outH; h++) {
									const r = h * sH - pH + b * dH;
									if (r < 0 || r >= inH) continue;
									const yRow = ((yChannel + d) * outH + h) * outW;
									const xRow = ((xChannel + z) * inH + r) * inW + shift;
									if (target === "out") for (let i = first; i < last; i++) y[yRow + i]! += wv * x[xRow + i * sW]!;
									else if (target === "in") for (let i = first; i < last; i++) x[xRow + i * sW]! += wv * y[yRow + i]!;
									else for (let i = first; i < last; i++) sum += x[xRow + i * sW]! * y[yRow + i]!;
								}
							}
							if (target === "weight") w[wAt]! += sum;
						}
			}
		}
}

/** Adds a bias per channel; `inner` places per channel. */
export function addBias(y: Numbers, bias: Numbers, batch: number, channels: number, inner: number): void {
	let at = 0;
	for (let n = 0; n < batch; n++)
		for (let c = 0; c < channels; c++) {
			const b = bias[c]!;
			for (let i = 0; i < inner; i++) y[at++]! += b;
		}
}

/** Sum over batch and places, per channel. */
export function channelSums(y: Numbers, batch: number, channels: number, inner: number): Float64Array {
	const out = new Float64Array(channels);
	let at = 0;
	for (let n = 0; n < batch; n++)
		for (let c = 0; c < channels; c++) {
			let sum = 0;
			for (let i = 0; i < inner; i++) sum += y[at++]!;
			out[c]! += sum;
		}
	return out;
}
