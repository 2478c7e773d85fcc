/** What is known of an unknown number besides its class: between which bounds it lies, and the order of clock readings. */
import { asNumber } from "./kinds.ts";
import { PyFloat, Unknown, type Value } from "./value.ts";

const bounds = new WeakMap<Unknown, readonly [number, number]>();
const readings = new WeakMap<Unknown, { clock: string; at: number }>();
let clockReadings = 0;

export function withBounds(u: Unknown, low: number, high: number): Unknown {
	bounds.set(u, [low, high]);
	return u;
}
const assumed = new WeakMap<Unknown, boolean>();
/** What a run takes for true of a condition that it cannot decide otherwise. */
export function assume(u: Unknown, value: boolean): Unknown {
	assumed.set(u, value);
	return u;
}
export const assumptionAbout = (u: Unknown): boolean | undefined => assumed.get(u);
/** A reading of a clock that never runs backwards. */
export function clockReading(u: Unknown, clock: string): Unknown {
	readings.set(u, { clock, at: clockReadings++ });
	return withBounds(u, Number.MIN_VALUE, Infinity);
}
function interval(v: Value): readonly [number, number] | null {
	if (v instanceof Unknown) return bounds.get(v) ?? null;
	const n = v instanceof PyFloat ? v.value : asNumber(v);
	return n === null || Number.isNaN(n) ? null : [n, n];
}
/** The difference of two readings has a known sign. */
export function differenceBounds(a: Value, b: Value, result: Unknown): Unknown {
	if (!(a instanceof Unknown) || !(b instanceof Unknown)) return result;
	const [x, y] = [readings.get(a), readings.get(b)];
	if (x === undefined || y === undefined || x.clock !== y.clock) return result;
	return x.at >= y.at ? withBounds(result, 0, Infinity) : withBounds(result, -Infinity, 0);
}
/** The answer of a comparison that the bounds decide; undefined otherwise. */
export function compareBounds(op: string, a: Value, b: Value): boolean | undefined {
	if (a instanceof Unknown && b instanceof Unknown) {
		const [x, y] = [readings.get(a), readings.get(b)];
		if (x !== undefined && y !== undefined && x.clock === y.clock) {
			if (op === "<=" && x.at <= y.at) return true;
			if (op === ">=" && x.at >= y.at) return true;
			if (op === "<" && x.at >= y.at) return false;
			if (op === ">" && x.at <= y.at) return false;
			return undefined;
		}
	}
	const p = interval(a);
	const q = interval(b);
	if (p === null || q === null) return undefined;
	switch (op) {
		case "<":
			return p[1] < q[0] ? true : p[0] >= q[1] ? false : undefined;
		case "<=":
			return p[1] <= q[0] ? true : p[0] > q[1] ? false : undefined;
		case ">":
			return p[0] > q[1] ? true : p[1] <= q[0] ? false : undefined;
		case ">=":
			return p[0] >= q[1] ? true : p[1] < q[0] ? false : undefined;
		case "==":
			return p[1] < q[0] || p[0] > q[1] ? false : undefined;
		default:
			return undefined;
	}
}
