/** Numbers of one LSTM layer in one direction, forward and backward. Gates stand in the order input, forget, cell, output. */
import type { Numbers } from "../../shape/dtype.ts";

export interface LstmSizes {
	steps: number;
	batch: number;
	inputs: number;
	hidden: number;
	reverse: boolean;
}
export interface LstmWeights {
	ih: Numbers;
	hh: Numbers;
	/** Sum of both biases, or null. */
	bias: Float64Array | null;
}
export interface LstmForward {
	/** [steps, batch, hidden] */
	output: Float64Array;
	/** State after each step, the initial one first: [steps + 1][batch * hidden]. */
	h: Float64Array[];
	c: Float64Array[];
	/** Activated gates per step: [batch, 4 * hidden]. */
	gates: Float64Array[];
}

export const lstmWork = (s: LstmSizes): number => s.steps * s.batch * 4 * s.hidden * (s.inputs + s.hidden);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export function lstmForward(s: LstmSizes, x: Numbers, w: LstmWeights, h0: Numbers, c0: Numbers, round: (v: number) => number): LstmForward {
	const { steps, batch, inputs, hidden } = s;
	const r: LstmForward = {
		output: new Float64Array(steps * batch * hidden),
		h: [Float64Array.from(h0)],
		c: [Float64Array.from(c0)],
		gates: [],
	};
	for (let t = 0; t < steps; t++) {
		const at = s.reverse ? steps - 1 - t : t;
		const [hp, cp] = [r.h[t]!, r.c[t]!];
		const h = new Float64Array(batch * hidden);
		const c = new Float64Array(batch * hidden);
		const gates = new Float64Array(batch * 4 * hidden);
		for (let b = 0; b < batch; b++) {
			for (let g = 0; g < 4 * hidden; g++) {
				let sum = w.bias === null ? 0 : w.bias[g]!;
				const xAt = (at * batch + b) * inputs;
				for (let k = 0; k < inputs; k++) sum += x[xAt + k]! * w.ih[g * inputs + k]!;
				for (let k = 0; k < hidden; k++) sum += hp[b * hidden + k]! * w.hh[g * hidden + k]!;
				gates[b * 4 * hidden + g] = g >= 2 * hidden && g < 3 * hidden ? Math.tanh(sum) : sigmoid(sum);
			}
			for (let k = 0; k < hidden; k++) {
				const base = b * 4 * hidden + k;
				const cell = round(gates[base + hidden]! * cp[b * hidden + k]! + gates[base]! * gates[base + 2 * hidden]!);
				c[b * hidden + k] = cell;
				const out = round(gates[base + 3 * hidden]! * Math.tanh(cell));
				h[b * hidden + k] = out;
				r.output[(at * batch + b) * hidden + k] = out;
			}
		}
		r.h.push(h);
		r.c.push(c);
		r.gates.push(gates);
	}
	return r;
}

export interface LstmGradients {
	x: Float64Array;
	ih: Float64Array;
	hh: Float64Array;
	bias: Float64Array;
	h: Float64Array;
	c: Float64Array;
}

export function lstmBackward(
	s: LstmSizes,
	f: LstmForward,
	x: Numbers,
	w: LstmWeights,
	gy: Numbers | null,
	gh: Numbers | null,
	gc: Numbers | null,
): LstmGradients {
	const { steps, batch, inputs, hidden } = s;
	const four = 4 * hidden;
	const r: LstmGradients = {
		x: new Float64Array(steps * batch * inputs),
		ih: new Float64Array(four * inputs),
		hh: new Float64Array(four * hidden),
		bias: new Float64Array(four),
		h: gh === null ? new Float64Array(batch * hidden) : Float64Array.from(gh),
		c: gc === null ? new Float64Array(batch * hidden) : Float64Array.from(gc),
	};
	const da = new Float64Array(batch * four);
	for (let t = steps - 1; t >= 0; t--) {
		const at = s.reverse ? steps - 1 - t : t;
		const [gates, cp, hp, c] = [f.gates[t]!, f.c[t]!, f.h[t]!, f.c[t + 1]!];
		for (let b = 0; b < batch; b++)
			for (let k = 0; k < hidden; k++) {
				const j = b * hidden + k;
				const base = b * four + k;
				const [i, fg, g, o] = [gates[base]!, gates[base + hidden]!, gates[base + 2 * hidden]!, gates[base + 3 * hidden]!];
				const th = Math.tanh(c[j]!);
				const dh = r.h[j]! + (gy === null ? 0 : gy[(at * batch + b) * hidden + k]!);
				const dc = r.c[j]! + dh * o * (1 - th * th);
				da[base] = dc * g * i * (1 - i);
				da[base + hidden] = dc * cp[j]! * fg * (1 - fg);
				da[base + 2 * hidden] = dc * i * (1 - g * g);
				da[base + 3 * hidden] = dh * th * o * (1 - o);
				r.c[j] = dc * fg;
			}
		r.h = new Float64Array(batch * hidden);
		for (let b = 0; b < batch; b++)
			for (let g = 0; g < four; g++) {
				const d = da[b * four + g]!;
				const xAt = (at * batch + b) * inputs;
				r.bias[g]! += d;
				for (let k = 0; k < inputs; k++) {
					r.x[xAt + k]! += d * w.ih[g * inputs + k]!;
					r.ih[g * inputs + k]! += d * x[xAt + k]!;
				}
				for (let k = 0; k < hidden; k++) {
					r.h[b * hidden + k]! += d * w.hh[g * hidden + k]!;
					r.hh[g * hidden + k]! += d * hp[b * hidden + k]!;
				}
			}
	}
	return r;
}
