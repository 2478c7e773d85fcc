/** ctc_loss: the `_ctc_loss` node and its reductions. */
import { type Dim, isKnown } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { call, callMany, div, squeeze, unsqueeze } from "../aten.ts";
import { ctcAlpha, ctcGradient, ctcLoss, type CtcSample } from "../kernel/ctc.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { reduceLoss } from "../kernel/reduce-loss.ts";
import { check, rounded, unknownNumbers } from "../kernel/rounded.ts";
import { defineComposites, defineRows } from "../row.ts";
import { notDifferentiable } from "../second-order.ts";

/** One sample's view of log_probs [T, N, C]. */
function sampleOf(logProbs: Tensor, targets: Tensor, lengths: number[], n: number, times: number, blank: number): CtcSample {
	const [, batch, classes] = logProbs.sizes as number[] as [number, number, number];
	const values = logProbs.numbers()!;
	const all = targets.numbers()!;
	const start = targets.dim === 1 ? lengths.slice(0, n).reduce((a, b) => a + b, 0) : n * (targets.sizes[1] as number);
	return { times, labels: all.subarray(start, start + lengths[n]!), blank, at: (t, c) => values[(t * batch + n) * classes + c]! };
}

function checkCtc(logProbs: Tensor, targets: Tensor, inputs: number[], lengths: number[], blank: number): void {
	const [T, N, C] = logProbs.sizes as [Dim, Dim, Dim];
	check(!isKnown(C) || (blank >= 0 && blank < C), () => "blank must be in label range");
	check(!isKnown(N) || inputs.length === N, () => "input_lengths must be of size batch_size");
	check(!isKnown(N) || lengths.length === N, () => "target_lengths must be of size batch_size");
	const caller = "(while checking arguments for ctc_loss_allocate_outputs)";
	if (targets.dim === 1) {
		const total = lengths.reduce((a, b) => a + b, 0);
		const have = targets.sizes[0]!;
		check(
			!isKnown(have) || have === total,
			() => `Expected tensor to have size ${total} at dimension 0, but got size ${String(have)} for argument #2 'targets' ${caller}`,
		);
	} else {
		const longest = Math.max(0, ...lengths);
		const have = targets.sizes[1]!;
		check(
			!isKnown(have) || have >= longest,
			() =>
				`Expected tensor to have size at least ${longest} at dimension 1, but got size ${String(have)} for argument #2 'targets' ${caller}`,
		);
	}
	for (const l of inputs)
		check(!isKnown(T) || l <= T, () => `Expected input_lengths to have value at most ${String(T)}, but got value ${l} ${caller}`);
}

function forward(logProbs: Tensor, targets: Tensor, inputs: number[], lengths: number[], blank: number, _zero: boolean): Tensor[] {
	checkCtc(logProbs, targets, inputs, lengths, blank);
	const [T, N] = logProbs.sizes as [Dim, Dim];
	const longest = Math.max(0, ...lengths);
	const alphaSizes: Dim[] = [N, T, 2 * longest + 1];
	const total = count(alphaSizes);
	if (total === null || count(logProbs.sizes) === null || !affordable([logProbs, targets], total))
		return [unknownNumbers([N], logProbs.dtype), unknownNumbers(alphaSizes, logProbs.dtype)];
	const losses = new Float64Array(N as number);
	const width = 2 * longest + 1;
	const all = new Float64Array(total).fill(Number.NEGATIVE_INFINITY);
	for (let n = 0; n < (N as number); n++) {
		const s = sampleOf(logProbs, targets, lengths, n, inputs[n]!, blank);
		const alpha = ctcAlpha(s);
		alpha.forEach((row, t) => all.set(row, (n * (T as number) + t) * width));
		losses[n] = ctcLoss(s, alpha);
	}
	return [rounded([N], logProbs.dtype, losses), rounded(alphaSizes, logProbs.dtype, all)];
}

/** Not differentiable again: computed without a node. */
function backward(g: Tensor, logProbs: Tensor, targets: Tensor, inputs: number[], lengths: number[], blank: number, zero: boolean): Tensor {
	const total = count(logProbs.sizes);
	if (total === null || !affordable([g, logProbs, targets], total)) return unknownNumbers(logProbs.sizes, logProbs.dtype);
	const [, N, C] = logProbs.sizes as number[] as [number, number, number];
	const out = new Float64Array(total);
	const gs = g.numbers()!;
	for (let n = 0; n < N; n++) {
		const s = sampleOf(logProbs, targets, lengths, n, inputs[n]!, blank);
		const alpha = ctcAlpha(s);
		const loss = ctcLoss(s, alpha);
		if (zero && loss === Number.POSITIVE_INFINITY) continue;
		ctcGradient(s, alpha, loss, C).forEach((row, t) => {
			for (let c = 0; c < C; c++) out[(t * N + n) * C + c] = row[c]! * gs[n]!;
		});
	}
	return rounded(logProbs.sizes, logProbs.dtype, out);
}

defineRows({
	_ctc_loss: {
		forward,
		grad: {
			log_probs: (g, e) =>
				notDifferentiable(
					"_ctc_loss_backward",
					backward(g, e.log_probs, e.targets, e.input_lengths, e.target_lengths, e.blank, e.zero_infinity),
					[g, e.log_probs],
				),
		},
	},
});

function reduced(
	logProbs: Tensor,
	targets: Tensor,
	inputs: number[],
	lengths: number[],
	blank: number,
	reduction: number,
	zero: boolean,
): Tensor {
	const batched = logProbs.unknownShape || logProbs.dim === 3;
	const lp = batched ? logProbs : unsqueeze(logProbs, 1);
	let loss = callMany("_ctc_loss", lp, targets, inputs, lengths, blank, zero)[0]!;
	if (zero) loss = call("where.self", call("eq.Scalar", loss, Number.POSITIVE_INFINITY), call("zeros", [], loss.dtype), loss);
	if (reduction === 1) {
		const clamped = dtypes[loss.dtype.name].make(lengths.length);
		lengths.forEach((l, i) => (clamped[i] = Math.max(l, 1)));
		return call("mean", div(loss, Tensor.make([lengths.length], loss.dtype, clamped)), null);
	}
	if (reduction === 2) return reduceLoss(loss, reduction);
	return batched ? loss : squeeze(loss, 0);
}

const numbersOf = (t: Tensor): number[] | null => (t.unknownShape || !t.isKnown ? null : Array.from(t.numbers()!));

defineComposites({
	"ctc_loss.IntList": reduced,
	"ctc_loss.Tensor": (
		logProbs: Tensor,
		targets: Tensor,
		inputs: Tensor,
		lengths: Tensor,
		blank: number,
		reduction: number,
		zero: boolean,
	) => {
		check(inputs.unknownDtype || inputs.dtype.category < 2, () => "input_lengths must be integral");
		check(lengths.unknownDtype || lengths.dtype.category < 2, () => "target_lengths must be integral");
		const [a, b] = [numbersOf(inputs), numbersOf(lengths)];
		if (a !== null && b !== null) return reduced(logProbs, targets, a, b, blank, reduction, zero);
		// Lengths that are not known: the node is known, the numbers are not.
		const batch = logProbs.unknownShape || logProbs.dim < 3 ? 1 : logProbs.sizes[1]!;
		const n = isKnown(batch) ? batch : 1;
		const zeros = new Array<number>(n).fill(0);
		const blind = logProbs.unknownShape
			? logProbs
			: callMany(
					"_ctc_loss",
					logProbs.dim === 3 ? logProbs : unsqueeze(logProbs, 1),
					call("zeros", [n, 0], dtypes.int64),
					zeros,
					zeros,
					blank,
					zero,
				)[0]!;
		blind.storage.data = null;
		return reduction === 0
			? blind
			: reduction === 1
				? call("mean", div(blind, unknownNumbers(blind.sizes, blind.dtype)), null)
				: call("sum", blind, null);
	},
});
