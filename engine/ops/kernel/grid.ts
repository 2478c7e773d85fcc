/** Sampling at fractional places: which input places a sample reads, with what weights, and how these weights change with the place. */

export interface Axis {
	size: number;
	alignCorners: boolean;
	/** 0 zeros, 1 border, 2 reflection. */
	padding: number;
}
export const LINEAR = 0;
export const NEAREST = 1;
export const CUBIC = 2;

/** Place in pixels of a normalised coordinate, and the derivative of one by the other. */
function unnormalize(x: number, a: Axis): [number, number] {
	return a.alignCorners ? [((x + 1) / 2) * (a.size - 1), (a.size - 1) / 2] : [((x + 1) * a.size - 1) / 2, a.size / 2];
}

function clip(x: number, size: number): [number, number] {
	if (!(x > 0)) return [0, 0];
	return x >= size - 1 ? [size - 1, 0] : [x, 1];
}

function reflect(x: number, twiceLow: number, twiceHigh: number): [number, number] {
	if (twiceLow === twiceHigh) return [0, 0];
	const min = twiceLow / 2;
	const span = (twiceHigh - twiceLow) / 2;
	let sign = 1;
	let v = x - min;
	if (v < 0) {
		v = -v;
		sign = -1;
	}
	const extra = v % span;
	return Math.floor(v / span) % 2 === 0 ? [extra + min, sign] : [span - extra + min, -sign];
}

/** Place after padding, and its derivative by the normalised coordinate. */
function place(x: number, a: Axis): [number, number] {
	let [at, slope] = unnormalize(x, a);
	if (a.padding === 1) {
		const [c, s] = clip(at, a.size);
		[at, slope] = [c, slope * s];
	} else if (a.padding === 2) {
		const [r, s] = a.alignCorners ? reflect(at, 0, 2 * (a.size - 1)) : reflect(at, -1, 2 * a.size - 1);
		const [c, t] = clip(r, a.size);
		[at, slope] = [c, slope * s * t];
	}
	return [Number.isFinite(at) ? at : -100, slope];
}

/** One axis of one sample: indices (-1: outside), weights, and their first and second derivatives by the coordinate. */
export interface AxisTaps {
	index: number[];
	weight: number[];
	slope: number[];
	curve: number[];
}

const inside = (i: number, a: Axis): number => (i >= 0 && i < a.size ? i : -1);

function roundHalfEven(x: number): number {
	const r = Math.round(x);
	return Math.abs(x - Math.trunc(x)) === 0.5 ? 2 * Math.round(x / 2) : r;
}

const A = -0.75;
const near = (x: number): number => ((A + 2) * x - (A + 3)) * x * x + 1;
const far = (x: number): number => ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
const nearSlope = (x: number): number => (3 * (A + 2) * x - 2 * (A + 3)) * x;
const farSlope = (x: number): number => (3 * A * x - 10 * A) * x + 8 * A;
const nearCurve = (x: number): number => 6 * (A + 2) * x - 2 * (A + 3);
const farCurve = (x: number): number => 6 * A * x - 10 * A;

export function axisTaps(x: number, a: Axis, mode: number): AxisTaps {
	if (mode === CUBIC) {
		// Each of the four places is padded by itself.
		const [at, slope] = unnormalize(x, a);
		const base = Math.floor(at);
		const t = at - base;
		const bound = (i: number): number => {
			if (a.padding === 0) return inside(i, a);
			if (a.padding === 1) return clip(i, a.size)[0];
			const r = a.alignCorners ? reflect(i, 0, 2 * (a.size - 1)) : reflect(i, -1, 2 * a.size - 1);
			return Math.trunc(clip(r[0], a.size)[0]);
		};
		return {
			index: [-1, 0, 1, 2].map((k) => bound(base + k)),
			weight: [far(t + 1), near(t), near(1 - t), far(2 - t)],
			slope: [farSlope(t + 1), nearSlope(t), -nearSlope(1 - t), -farSlope(2 - t)].map((s) => s * slope),
			curve: [farCurve(t + 1), nearCurve(t), nearCurve(1 - t), farCurve(2 - t)].map((c) => c * slope * slope),
		};
	}
	const [at, slope] = place(x, a);
	if (mode === NEAREST) return { index: [inside(roundHalfEven(at), a)], weight: [1], slope: [0], curve: [0] };
	const low = Math.floor(at);
	return { index: [inside(low, a), inside(low + 1, a)], weight: [low + 1 - at, at - low], slope: [-slope, slope], curve: [0, 0] };
}
