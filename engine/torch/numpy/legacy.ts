/** Single numbers of the distributions of numpy's old generator (RandomState), with the draws it takes for them. */

/** What they are drawn from. */
export interface Legacy {
	double(): number;
	normal(): number;
}

export const exponential = (g: Legacy): number => -Math.log(1 - g.double());

export function gamma(g: Legacy, shape: number): number {
	if (shape === 1) return exponential(g);
	if (shape === 0) return 0;
	if (shape < 1) {
		for (;;) {
			const u = g.double();
			const v = exponential(g);
			if (u <= 1 - shape) {
				const x = u ** (1 / shape);
				if (x <= v) return x;
			} else {
				const y = -Math.log((1 - u) / shape);
				const x = (1 - shape + shape * y) ** (1 / shape);
				if (x <= v + y) return x;
			}
		}
	}
	const b = shape - 1 / 3;
	const c = 1 / Math.sqrt(9 * b);
	for (;;) {
		let x: number;
		let v: number;
		do {
			x = g.normal();
			v = 1 + c * x;
		} while (v <= 0);
		v = v * v * v;
		const u = g.double();
		if (u < 1 - 0.0331 * (x * x) * (x * x) || Math.log(u) < 0.5 * x * x + b * (1 - v + Math.log(v))) return b * v;
	}
}

export function beta(g: Legacy, a: number, b: number): number {
	if (a > 1 || b > 1) {
		const x = gamma(g, a);
		return x / (x + gamma(g, b));
	}
	for (;;) {
		const x = g.double() ** (1 / a);
		const y = g.double() ** (1 / b);
		if (x + y <= 1 && x + y > 0) return x / (x + y);
	}
}

export function dirichlet(g: Legacy, alpha: readonly number[]): number[] {
	const parts = alpha.map((a) => gamma(g, a));
	const inverse = 1 / parts.reduce((sum, x) => sum + x, 0);
	return parts.map((x) => x * inverse);
}

/** Null where many trials are drawn by a method that is not followed. */
export function binomial(g: Legacy, n: number, probability: number): number | null {
	if (n === 0 || probability === 0) return 0;
	if (probability > 0.5) {
		const misses = binomial(g, n, 1 - probability);
		return misses === null ? null : n - misses;
	}
	const p = probability;
	if (p * n > 30) return null;
	const q = 1 - p;
	const none = Math.exp(n * Math.log(q));
	const bound = Math.trunc(Math.min(n, n * p + 10 * Math.sqrt(n * p * q + 1)));
	let hits = 0;
	let chance = none;
	let u = g.double();
	while (u > chance) {
		hits++;
		if (hits > bound) {
			hits = 0;
			chance = none;
			u = g.double();
		} else {
			u -= chance;
			chance = ((n - hits + 1) * p * chance) / (hits * q);
		}
	}
	return hits;
}

export function multinomial(g: Legacy, n: number, chances: readonly number[]): number[] | null {
	const out = chances.map(() => 0);
	let left = n;
	let sum = 1;
	for (let i = 0; i < chances.length - 1 && left > 0; i++) {
		const hits = binomial(g, left, chances[i]! / sum);
		if (hits === null) return null;
		out[i] = hits;
		left -= hits;
		sum -= chances[i]!;
	}
	if (left > 0) out[out.length - 1] = left;
	return out;
}
