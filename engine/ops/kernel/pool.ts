/** Numbers of pooling: every output place looks at a window per dimension; maxima remember where they came from. */
import type { Numbers } from "../../shape/dtype.ts";

/** The windows along one dimension: places start, start + step, ... below end, and the divisor an average counts for it. */
export interface Windows {
	size: number;
	start: Int32Array;
	end: Int32Array;
	step: number;
	extent: Int32Array;
}

/** Sliding windows; `extent` counts padding when `includePad`. Windows are clipped to the input (a dilated one starts at its first place inside). */
export function sliding(
	size: number,
	out: number,
	kernel: number,
	stride: number,
	padding: number,
	dilation: number,
	includePad = true,
): Windows {
	const w: Windows = { size, start: new Int32Array(out), end: new Int32Array(out), step: dilation, extent: new Int32Array(out) };
	for (let o = 0; o < out; o++) {
		let start = o * stride - padding;
		const reach = start + (kernel - 1) * dilation + 1;
		const padded = Math.min(reach, size + padding) - start;
		while (start < 0) start += dilation;
		w.start[o] = start;
		w.end[o] = Math.min(reach, size);
		w.extent[o] = includePad ? padded : Math.max(0, w.end[o]! - start);
	}
	return w;
}

/** Windows that divide the input into `out` parts. */
export function adaptive(size: number, out: number): Windows {
	const w: Windows = { size, start: new Int32Array(out), end: new Int32Array(out), step: 1, extent: new Int32Array(out) };
	for (let o = 0; o < out; o++) {
		w.start[o] = Math.floor((o * size) / out);
		w.end[o] = Math.ceil(((o + 1) * size) / out);
		w.extent[o] = w.end[o]! - w.start[o]!;
	}
	return w;
}

/** Windows of one size at given starts. */
export function placed(size: number, starts: number[], kernel: number): Windows {
	return {
		size,
		start: Int32Array.from(starts),
		end: Int32Array.from(starts, (s) => s + kernel),
		step: 1,
		extent: new Int32Array(starts.length).fill(kernel),
	};
}

type Three = [Windows, Windows, Windows];

/** Visits every output place: its index and the ranges it looks at. */
function places(planes: number, w: Three, visit: (out: number, plane: number, d: number, h: number, v: number) => void): void {
	let at = 0;
	for (let p = 0; p < planes; p++)
		for (let d = 0; d < w[0].start.length; d++)
			for (let h = 0; h < w[1].start.length; h++) for (let v = 0; v < w[2].start.length; v++) visit(at++, p, d, h, v);
}

/** Largest of each window and its index within the plane: the first of equals, the last NaN. */
export function maxPool(x: Numbers, planes: number, w: Three, lowest: number): { values: Float64Array; indices: Float64Array } {
	const n = planes * w[0].start.length * w[1].start.length * w[2].start.length;
	const values = new Float64Array(n);
	const indices = new Float64Array(n);
	const [D, H, W] = [w[0].size, w[1].size, w[2].size];
	places(planes, w, (out, p, d, h, v) => {
		let best = lowest;
		let where = (w[0].start[d]! * H + w[1].start[h]!) * W + w[2].start[v]!;
		for (let a = w[0].start[d]!; a < w[0].end[d]!; a += w[0].step)
			for (let b = w[1].start[h]!; b < w[1].end[h]!; b += w[1].step)
				for (let c = w[2].start[v]!; c < w[2].end[v]!; c += w[2].step) {
					const i = (a * H + b) * W + c;
					const value = x[p * D * H * W + i]!;
					if (value > best || Number.isNaN(value)) {
						best = value;
						where = i;
					}
				}
		values[out] = best;
		indices[out] = where;
	});
	return { values, indices };
}

const divisorOf = (w: Three, d: number, h: number, v: number, override: number | null): number =>
	override ?? w[0].extent[d]! * w[1].extent[h]! * w[2].extent[v]!;

export function avgPool(x: Numbers, planes: number, w: Three, override: number | null): Float64Array {
	const values = new Float64Array(planes * w[0].start.length * w[1].start.length * w[2].start.length);
	const [D, H, W] = [w[0].size, w[1].size, w[2].size];
	places(planes, w, (out, p, d, h, v) => {
		let sum = 0;
		let any = false;
		for (let a = w[0].start[d]!; a < w[0].end[d]!; a++)
			for (let b = w[1].start[h]!; b < w[1].end[h]!; b++)
				for (let c = w[2].start[v]!; c < w[2].end[v]!; c++) {
					sum += x[((p * D + a) * H + b) * W + c]!;
					any = true;
				}
		values[out] = any ? sum / divisorOf(w, d, h, v, override) : 0;
	});
	return values;
}

export function avgPoolBackward(g: Numbers, planes: number, w: Three, override: number | null): Float64Array {
	const [D, H, W] = [w[0].size, w[1].size, w[2].size];
	const grad = new Float64Array(planes * D * H * W);
	places(planes, w, (out, p, d, h, v) => {
		const share = g[out]! / divisorOf(w, d, h, v, override);
		for (let a = w[0].start[d]!; a < w[0].end[d]!; a++)
			for (let b = w[1].start[h]!; b < w[1].end[h]!; b++)
				for (let c = w[2].start[v]!; c < w[2].end[v]!; c++) grad[((p * D + a) * H + b) * W + c]! += share;
	});
	return grad;
}

/** Adds each number to the place its index names, plane by plane. */
export function scatterPlanes(g: Numbers, indices: Numbers, planes: number, inSize: number): Float64Array {
	const grad = new Float64Array(planes * inSize);
	const out = g.length / planes;
	for (let i = 0; i < g.length; i++) grad[Math.floor(i / out) * inSize + indices[i]!]! += g[i]!;
	return grad;
}
