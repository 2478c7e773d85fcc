/** Connectionist temporal classification for one sample: the log likelihood by the forward recursion, its gradient by forward and backward. */

const NONE = Number.NEGATIVE_INFINITY;

function logAdd(...x: number[]): number {
	let max = NONE;
	for (const v of x) if (v > max) max = v;
	if (max === NONE) return NONE;
	let sum = 0;
	for (const v of x) sum += Math.exp(v - max);
	return max + Math.log(sum);
}

/** `at(t, c)`: log probability of class c at time t. `labels`: the target. Positions alternate blanks and labels. */
export interface CtcSample {
	times: number;
	labels: ArrayLike<number>;
	blank: number;
	at: (t: number, c: number) => number;
}

const labelAt = (s: CtcSample, i: number): number => (i % 2 === 1 ? s.labels[(i - 1) / 2]! : s.blank);
const skips = (s: CtcSample, i: number): boolean => i % 2 === 1 && i > 1 && s.labels[(i - 1) / 2] !== s.labels[(i - 3) / 2];

/** Forward variables, [times][2 * labels + 1]. */
export function ctcAlpha(s: CtcSample): Float64Array[] {
	const n = 2 * s.labels.length + 1;
	const alpha: Float64Array[] = [];
	for (let t = 0; t < s.times; t++) {
		const row = new Float64Array(n).fill(NONE);
		for (let i = 0; i < n; i++) {
			if (t === 0) row[i] = i < 2 ? s.at(0, labelAt(s, i)) : NONE;
			else {
				const before = alpha[t - 1]!;
				const from = logAdd(before[i]!, i > 0 ? before[i - 1]! : NONE, skips(s, i) ? before[i - 2]! : NONE);
				row[i] = from === NONE ? NONE : from + s.at(t, labelAt(s, i));
			}
		}
		alpha.push(row);
	}
	return alpha;
}

export function ctcLoss(s: CtcSample, alpha: Float64Array[]): number {
	if (s.times === 0) return s.labels.length === 0 ? 0 : Number.POSITIVE_INFINITY;
	const last = alpha[s.times - 1]!;
	return -logAdd(last[last.length - 1]!, last.length > 1 ? last[last.length - 2]! : NONE);
}

/** Gradient of the loss with respect to the log probabilities, [times][classes]. */
export function ctcGradient(s: CtcSample, alpha: Float64Array[], loss: number, classes: number): Float64Array[] {
	const n = 2 * s.labels.length + 1;
	let beta = new Float64Array(n).fill(NONE);
	const out: Float64Array[] = new Array(s.times);
	for (let t = s.times - 1; t >= 0; t--) {
		const row = new Float64Array(n).fill(NONE);
		for (let i = n - 1; i >= 0; i--) {
			if (t === s.times - 1) row[i] = i >= n - 2 ? s.at(t, labelAt(s, i)) : NONE;
			else {
				const from = logAdd(beta[i]!, i + 1 < n ? beta[i + 1]! : NONE, i + 2 < n && skips(s, i + 2) ? beta[i + 2]! : NONE);
				row[i] = from === NONE ? NONE : from + s.at(t, labelAt(s, i));
			}
		}
		beta = row;
		const through = new Float64Array(classes).fill(NONE);
		for (let i = 0; i < n; i++) {
			const c = labelAt(s, i);
			through[c] = logAdd(through[c]!, alpha[t]![i]! + row[i]!);
		}
		const g = new Float64Array(classes);
		for (let c = 0; c < classes; c++) {
			const p = s.at(t, c);
			g[c] = Math.exp(p) - Math.exp(through[c]! + loss - p);
		}
		out[t] = g;
	}
	return out;
}
