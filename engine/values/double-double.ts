/** Numbers of about 106 bits as unevaluated sums of two doubles: enough to round elementary functions correctly in nearly all cases. */
export type DD = readonly [number, number];

export function fastSum(a: number, b: number): DD {
	const s = a + b;
	return [s, b - (s - a)];
}
export function sum(a: number, b: number): DD {
	const s = a + b;
	const t = s - a;
	return [s, a - (s - t) + (b - t)];
}
const SPLIT = 134217729;
export function product(a: number, b: number): DD {
	const p = a * b;
	if (Math.abs(p) > 1e290 || Math.abs(a) > 1e290 || Math.abs(b) > 1e290) return [p, 0];
	let t = SPLIT * a;
	const ah = t - (t - a);
	const al = a - ah;
	t = SPLIT * b;
	const bh = t - (t - b);
	const bl = b - bh;
	return [p, ah * bh - p + ah * bl + al * bh + al * bl];
}
export function add(a: DD, b: DD): DD {
	const [s, e] = sum(a[0], b[0]);
	const [t, f] = sum(a[1], b[1]);
	const [u, v] = fastSum(s, e + t);
	return fastSum(u, v + f);
}
export const neg = (a: DD): DD => [-a[0], -a[1]];
export const sub = (a: DD, b: DD): DD => add(a, neg(b));
export function mul(a: DD, b: DD): DD {
	const [p, e] = product(a[0], b[0]);
	return fastSum(p, e + (a[0] * b[1] + a[1] * b[0]));
}
export const scale = (a: DD, x: number): DD => mul(a, [x, 0]);
export function div(a: DD, b: DD): DD {
	const q = a[0] / b[0];
	const r = sub(a, scale(b, q));
	const q2 = r[0] / b[0];
	const r2 = sub(r, scale(b, q2));
	const [s, e] = fastSum(q, q2);
	return fastSum(s, e + r2[0] / b[0]);
}
export function sqrt(a: DD): DD {
	if (a[0] <= 0) return [Math.sqrt(a[0]), 0];
	const x = Math.sqrt(a[0]);
	const r = sub(a, product(x, x));
	return fastSum(x, r[0] / (2 * x));
}
export const value = (a: DD): number => a[0] + a[1];
