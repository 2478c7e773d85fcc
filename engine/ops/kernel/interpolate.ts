/** Which input places an interpolated output place looks at, and with what weights, for each of PyTorch's modes. */
import { type Taps, taps } from "./separable.ts";

/** Rounds a place or a weight to what the kernel computes in: floats, or doubles for doubles (nearest neighbours: always floats). */
type Round = (x: number) => number;

/** Input places per output place. A given scale factor wins over the ratio of the sizes. */
function ratio(inSize: number, outSize: number, alignCorners: boolean, scale: number | null, f: Round): number {
	if (alignCorners) return outSize > 1 ? f((inSize - 1) / (outSize - 1)) : 0;
	return scale !== null && scale > 0 ? f(1 / scale) : f(inSize / outSize);
}

/** Position in the input of output place o. */
const source = (r: number, o: number, alignCorners: boolean, f: Round): number => (alignCorners ? f(r * o) : f(f(r * f(o + 0.5)) - 0.5));

export function nearestTaps(inSize: number, outSize: number, scale: number | null, exact: boolean): Taps {
	const f = Math.fround;
	const r = ratio(inSize, outSize, false, scale, f);
	return taps(inSize, outSize, (o, tap) => tap(Math.min(Math.floor(f((exact ? f(o + 0.5) : o) * r)), inSize - 1), 1));
}

export function linearTaps(inSize: number, outSize: number, alignCorners: boolean, scale: number | null, f: Round): Taps {
	const r = ratio(inSize, outSize, alignCorners, scale, f);
	return taps(inSize, outSize, (o, tap) => {
		const at = Math.max(0, source(r, o, alignCorners, f));
		const left = Math.min(Math.floor(at), inSize - 1);
		const right = left + (left < inSize - 1 ? 1 : 0);
		const w = Math.min(Math.max(f(at - left), 0), 1);
		if (outSize === inSize && r === 1) return tap(o, 1);
		tap(left, f(1 - w));
		tap(right, w);
	});
}

const A = -0.75;
const near = (x: number): number => ((A + 2) * x - (A + 3)) * x * x + 1;
const far = (x: number): number => ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;

export function cubicTaps(inSize: number, outSize: number, alignCorners: boolean, scale: number | null, f: Round): Taps {
	const r = ratio(inSize, outSize, alignCorners, scale, f);
	return taps(inSize, outSize, (o, tap) => {
		if (outSize === inSize && r === 1) return tap(o, 1);
		const at = source(r, o, alignCorners, f);
		const base = Math.floor(at);
		const t = f(at - base);
		const weights = [far(t + 1), near(t), near(1 - t), far(2 - t)];
		for (let k = 0; k < 4; k++) tap(Math.min(Math.max(base - 1 + k, 0), inSize - 1), weights[k]!);
	});
}

type Filter = { support: number; weight: (x: number) => number };
const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
export const filters: Record<string, Filter> = {
	bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
	bicubic: {
		support: 2,
		// The antialiasing filter uses another constant than the plain one.
		weight: (v) => {
			const x = Math.abs(v);
			const a = -0.5;
			return x < 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? ((x - 5) * x + 8) * x * a - 4 * a : 0;
		},
	},
	lanczos: { support: 3, weight: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** Antialiased resizing: the filter is widened when shrinking. */
export function antialiasTaps(
	inSize: number,
	outSize: number,
	alignCorners: boolean,
	scale: number | null,
	f: Round,
	filter: Filter,
): Taps {
	const r = ratio(inSize, outSize, alignCorners, scale, f);
	const support = r >= 1 ? filter.support * r : filter.support;
	const inverse = r >= 1 ? 1 / r : 1;
	return taps(inSize, outSize, (o, tap) => {
		const centre = r * (o + 0.5);
		const from = Math.max(Math.trunc(centre - support + 0.5), 0);
		const to = Math.min(Math.trunc(centre + support + 0.5), inSize);
		const weights: number[] = [];
		let total = 0;
		for (let i = from; i < to; i++) {
			const w = filter.weight((i - centre + 0.5) * inverse);
			weights.push(w);
			total += w;
		}
		weights.forEach((w, i) => tap(from + i, total === 0 ? w : w / total));
	});
}

/** Places of a reflected, replicated or wrapped border. */
export function borderTaps(inSize: number, left: number, right: number, mode: "reflect" | "replicate"): Taps {
	return taps(inSize, inSize + left + right, (o, tap) => {
		let i = o - left;
		if (mode === "replicate") i = Math.min(Math.max(i, 0), inSize - 1);
		else if (i < 0) i = -i;
		else if (i >= inSize) i = 2 * (inSize - 1) - i;
		tap(i, 1);
	});
}
