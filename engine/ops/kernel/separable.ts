/** Linear maps that act on each dimension by itself (interpolation, padding by reflection): every output place is a weighted sum of a few input places. */
import type { Numbers } from "../../shape/dtype.ts";

/** For output place o: input places `index[start[o] .. start[o + 1]]` with their weights. */
export interface Taps {
	inSize: number;
	outSize: number;
	start: Int32Array;
	index: number[];
	weight: number[];
}

/** `fill(o, tap)` calls `tap(index, weight)` for every input place that output o uses. */
export function taps(inSize: number, outSize: number, fill: (o: number, tap: (index: number, weight: number) => void) => void): Taps {
	const t: Taps = { inSize, outSize, start: new Int32Array(outSize + 1), index: [], weight: [] };
	const tap = (index: number, weight: number): void => {
		t.index.push(index);
		t.weight.push(weight);
	};
	for (let o = 0; o < outSize; o++) {
		t.start[o] = t.index.length;
		fill(o, tap);
	}
	t.start[outSize] = t.index.length;
	return t;
}

/** Applies one map per trailing dimension to `planes` leading planes. */
export function applySeparable(x: Numbers, planes: number, maps: Taps[]): Float64Array {
	let values: Numbers = x;
	for (let d = 0; d < maps.length; d++) values = along(values, planes, maps, d, false);
	return values instanceof Float64Array && values !== x ? values : Float64Array.from(values);
}

/** The transpose: from outputs back to inputs. */
export function transposeSeparable(g: Numbers, planes: number, maps: Taps[]): Float64Array {
	let values: Numbers = g;
	for (let d = maps.length - 1; d >= 0; d--) values = along(values, planes, maps, d, true);
	return values instanceof Float64Array && values !== g ? values : Float64Array.from(values);
}

/** One dimension: dimensions before d are already mapped, those after are not (the other way round when transposed). */
function along(values: Numbers, planes: number, maps: Taps[], d: number, transposed: boolean): Float64Array {
	let outer = planes;
	for (let i = 0; i < d; i++) outer *= maps[i]!.outSize;
	let inner = 1;
	for (let i = d + 1; i < maps.length; i++) inner *= maps[i]!.inSize;
	const t = maps[d]!;
	const out = new Float64Array(outer * (transposed ? t.inSize : t.outSize) * inner);
	for (let p = 0; p < outer; p++)
		for (let o = 0; o < t.outSize; o++)
			for (let k = t.start[o]!; k < t.start[o + 1]!; k++) {
				const w = t.weight[k]!;
				const from = (p * t.inSize + t.index[k]!) * inner;
				const to = (p * t.outSize + o) * inner;
				if (transposed) for (let i = 0; i < inner; i++) out[from + i]! += w * values[to + i]!;
				else for (let i = 0; i < inner; i++) out[to + i]! += w * values[from + i]!;
			}
	return out;
}
