/** Losses against class indices or probabilities: nll (1-d and 2-d), cross entropy, multi-margin, multilabel-margin. */
import { type Dim, dimText, equal, isKnown, mul as product } from "../../shape/dim.ts";
import type { DType } from "../../shape/dtype.ts";
import { maySameSizes, sameSizes, type Sizes, sizesText } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { requiresGrad } from "../../autograd/view.ts";
import { add, call, callInPlace, callMany, contiguous, div, mul, neg, sum, sumDims, view, zerosLike } from "../aten.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { MEAN, NONE, SUM } from "../kernel/reduce-loss.ts";
import { check, rounded, runtimeError, unknownNumbers, withoutHistory } from "../kernel/rounded.ts";
import { defineComposites, defineRows } from "../row.ts";
import { addNumber, mulNumber } from "../scalars.ts";

const valueError = (text: string): TorchError => new TorchError("ValueError", text, { key: "NN" });
const outOfBounds = (t: number): TorchError => new TorchError("IndexError", `Target ${t} is out of bounds.`, { key: "TARGET_BOUNDS" });
const notFor = (name: string, d: DType): TorchError =>
	new TorchError("NotImplementedError", `"${name}" not implemented for '${d.scalarType}'`, { key: "NOT_IMPLEMENTED_FOR" });

function checkNll(x: Tensor, target: Tensor, weight: Tensor | null, frame: string): void {
	if (!target.unknownDtype && target.dtype.name !== "int64" && target.dtype.name !== "uint8")
		throw runtimeError(`expected target dtype to be Long or Byte, but got ${target.dtype.scalarType}`);
	if (!x.unknownDtype && x.dtype.category !== 2) throw notFor(frame, x.dtype);
	if (weight !== null && weight.dtype !== x.dtype && !x.unknownDtype && !weight.unknownDtype)
		throw runtimeError(`expected scalar type ${x.dtype.scalarType} but found ${weight.dtype.scalarType}`);
}

function checkWeight(weight: Tensor | null, classes: Dim): void {
	if (weight !== null)
		check(
			weight.dim === 1 && equal(weight.sizes[0]!, classes) !== false,
			() =>
				`weight tensor should be defined either for all ${dimText(classes)} classes or no classes but got weight tensor of shape: ${sizesText(weight.sizes)}`,
		);
}

/** [samples, classes, places]: x is indexed (n, class, place), target (n, place). */
function nllNumbers(
	x: Tensor,
	target: Tensor,
	weight: Tensor | null,
	classes: number,
	places: number,
	ignore: number,
): { each: Float64Array; total: number; sum: number } {
	const values = x.numbers()!;
	const t = target.numbers()!;
	const w = weight?.numbers() ?? null;
	const each = new Float64Array(t.length);
	let total = 0;
	let sum = 0;
	for (let i = 0; i < t.length; i++) {
		const c = t[i]!;
		if (c === ignore) continue;
		if (c < 0 || c >= classes) throw outOfBounds(c);
		const k = w === null ? 1 : w[c]!;
		each[i] = -k * values[(Math.floor(i / places) * classes + c) * places + (i % places)]!;
		total += k;
		sum += each[i]!;
	}
	return { each, total, sum };
}

function nllForward(x: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignore: number): Tensor[] {
	check(x.dim === 1 || x.dim === 2, () => "input tensor should be 1D or 2D");
	check(target.dim <= 1, () => "0D or 1D target tensor expected, multi-target not supported");
	if (x.dim === 1 && target.dim === 1 && isKnown(target.sizes[0]!) && target.sizes[0] !== 1)
		throw valueError(`For 1D input, 1D target must have size 1, but got target size: ${target.sizes[0]}`);
	if (x.dim === 2)
		check(
			target.dim === 1 && equal(x.sizes[0]!, target.sizes[0]!) !== false,
			() => `size mismatch (got input: ${sizesText(x.sizes)}, target: ${sizesText(target.sizes)})`,
		);
	const classes = x.sizes[x.dim - 1]!;
	checkWeight(weight, classes);
	checkNll(x, target, weight, "nll_loss_out_frame");
	return reduceNll(x, target, weight, reduction, ignore, classes, 1, reduction === NONE && x.dim === 2 ? [x.sizes[0]!] : []);
}

function reduceNll(
	x: Tensor,
	target: Tensor,
	weight: Tensor | null,
	reduction: number,
	ignore: number,
	classes: Dim,
	places: Dim,
	sizes: Sizes,
): Tensor[] {
	const tensors = weight === null ? [x, target] : [x, target, weight];
	const n = count(x.sizes);
	if (n === null || !isKnown(classes) || !isKnown(places) || !affordable(tensors, n))
		return [unknownNumbers(sizes, x.dtype), unknownNumbers([], x.dtype)];
	const { each, total, sum: all } = nllNumbers(x, target, weight, classes, places, ignore);
	const scalar = (v: number): Tensor => rounded([], x.dtype, Float64Array.of(v));
	if (reduction === NONE) return [rounded(sizes, x.dtype, each), scalar(0)];
	return [scalar(reduction === MEAN ? all / total : all), scalar(total)];
}

function nllBackward(
	g: Tensor,
	x: Tensor,
	target: Tensor,
	weight: Tensor | null,
	reduction: number,
	ignore: number,
	totalWeight: Tensor,
): Tensor {
	const two = x.dim >= 3;
	if (!two && !(x.dim === 1 && target.dim === 0))
		check(
			target.dim > 0 && equal(x.sizes[0]!, target.sizes[0]!) !== false,
			() => `size mismatch (got input: ${sizesText(x.sizes)}, target: ${sizesText(target.sizes)})`,
		);
	const classes = x.sizes[x.dim === 1 ? 0 : 1]!;
	const places = two ? x.sizes.slice(2).reduce<Dim>((a, b) => product(a, b), 1) : 1;
	const tensors = [g, target, totalWeight, ...(weight === null ? [] : [weight])];
	const n = count(x.sizes);
	if (n === null || !isKnown(classes) || !isKnown(places) || !affordable(tensors, n)) return unknownNumbers(x.sizes, x.dtype);
	const out = new Float64Array(n);
	const gs = g.numbers()!;
	const t = target.numbers()!;
	const w = weight?.numbers() ?? null;
	const norm = reduction === MEAN ? 1 / totalWeight.first()! : 1;
	for (let i = 0; i < t.length; i++) {
		const c = t[i]!;
		if (c === ignore) continue;
		out[(Math.floor(i / places) * classes + c) * places + (i % places)] =
			-(w === null ? 1 : w[c]!) * gs[reduction === NONE ? i : 0]! * norm;
	}
	return rounded(x.sizes, x.dtype, out);
}

function nll2dForward(x: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignore: number): Tensor[] {
	check(target.dim === 3, () => `only batches of spatial targets supported (3D tensors) but got targets of dimension: ${target.dim}`);
	check(x.dim === 4, () => `only batches of spatial inputs supported (4D tensors), but got input of dimension: ${x.dim}`);
	const fits = [0, 2, 3].every((d, i) => equal(x.sizes[d]!, target.sizes[i]!) !== false);
	check(fits, () => `size mismatch (got input: ${sizesText(x.sizes)} , target: ${sizesText(target.sizes)}`);
	checkWeight(weight, x.sizes[1]!);
	checkNll(x, target, weight, "nll_loss2d_forward_out_frame");
	return reduceNll(
		x,
		target,
		weight,
		reduction,
		ignore,
		x.sizes[1]!,
		product(x.sizes[2]!, x.sizes[3]!),
		reduction === NONE ? target.sizes : [],
	);
}

const multiMargin = (
	x: Tensor,
	target: Tensor,
	p: number,
	margin: number,
	weight: Tensor | null,
	visit: (sample: number, cls: number, goal: number, violation: number, w: number) => void,
): void => {
	const values = x.numbers()!;
	const t = target.numbers()!;
	const w = weight?.numbers() ?? null;
	const classes = x.sizes[x.dim - 1] as number;
	for (let n = 0; n < t.length; n++) {
		const goal = t[n]!;
		if (goal < 0 || goal >= classes) throw runtimeError("target out of range");
		for (let c = 0; c < classes; c++) {
			if (c === goal) continue;
			const z = margin - values[n * classes + goal]! + values[n * classes + c]!;
			if (z > 0) visit(n, c, goal, z, w === null ? 1 : w[goal]!);
		}
	}
	void p;
};

function multiMarginForward(x: Tensor, target: Tensor, p: number, margin: number, weight: Tensor | null, reduction: number): Tensor {
	const samples = x.dim === 2 ? x.sizes[0]! : 1;
	check(
		target.dim <= 1 && (target.dim === 0 || equal(target.sizes[0]!, samples) !== false),
		() =>
			`multi_margin_loss: target tensor should be 1-D with size equal to the number of input samples (batch size). Expected target size [${dimText(samples)}], but got ${sizesText(target.sizes)}. Input has shape ${sizesText(x.sizes)}.`,
	);
	if (target.dtype.name !== "int64") throw runtimeError(`expected scalar type Long but found ${target.dtype.scalarType}`);
	const sizes = reduction === NONE && target.dim === 1 ? [samples] : [];
	const n = count(x.sizes);
	if (n === null || !affordable(weight === null ? [x, target] : [x, target, weight], n)) return unknownNumbers(sizes, x.dtype);
	const classes = x.sizes[x.dim - 1] as number;
	const each = new Float64Array(samples as number);
	multiMargin(x, target, p, margin, weight, (s, _c, _g, z, w) => {
		each[s]! += (w * (p === 1 ? z : z * z)) / classes;
	});
	return reduceEach(each, sizes, x.dtype, reduction);
}

function reduceEach(each: Float64Array, sizes: Sizes, dtype: DType, reduction: number): Tensor {
	if (reduction === NONE) return rounded(sizes, dtype, each);
	let total = 0;
	for (const v of each) total += v;
	return rounded([], dtype, Float64Array.of(reduction === MEAN ? total / each.length : total));
}

function multiMarginBackward(
	g: Tensor,
	x: Tensor,
	target: Tensor,
	p: number,
	margin: number,
	weight: Tensor | null,
	reduction: number,
): Tensor {
	const n = count(x.sizes);
	if (n === null || !affordable(weight === null ? [g, x, target] : [g, x, target, weight], n)) return unknownNumbers(x.sizes, x.dtype);
	const classes = x.sizes[x.dim - 1] as number;
	const samples = n / classes;
	const out = new Float64Array(n);
	const gs = g.numbers()!;
	multiMargin(x, target, p, margin, weight, (s, c, goal, z, w) => {
		const slope = ((w * (p === 1 ? 1 : 2 * z)) / classes / (reduction === MEAN ? samples : 1)) * gs[reduction === NONE ? s : 0]!;
		out[s * classes + c]! += slope;
		out[s * classes + goal]! -= slope;
	});
	return rounded(x.sizes, x.dtype, out);
}

/** The labels of one sample: those before the first -1. */
function labelsOf(t: ArrayLike<number>, row: number, classes: number): number[] {
	const out: number[] = [];
	for (let i = 0; i < classes; i++) {
		const c = t[row * classes + i]!;
		if (c === -1) break;
		out.push(c);
	}
	return out;
}

function multilabelForward(x: Tensor, target: Tensor, reduction: number): Tensor[] {
	check(
		x.dim <= 2 && maySameSizes(x.sizes, target.sizes),
		() => `inconsistent target size: ${sizesText(target.sizes)} for input of size: ${sizesText(x.sizes)}`,
	);
	const rows = x.dim === 2 ? x.sizes[0]! : 1;
	const sizes = reduction === NONE && x.dim === 2 ? [rows] : [];
	const n = count(x.sizes);
	if (n === null || !affordable([x, target], n)) return [unknownNumbers(sizes, x.dtype), unknownNumbers(target.sizes, x.dtype)];
	const classes = x.dim === 0 ? 1 : (x.sizes[x.dim - 1] as number);
	const values = x.numbers()!;
	const t = target.numbers()!;
	if (t.some((c) => c < -1 || c >= classes)) throw runtimeError("argument #2 'target' is out of range");
	if (!target.unknownDtype && target.dtype.name !== "int64")
		throw runtimeError(`expected scalar type Long but found ${target.dtype.scalarType}`);
	const isTarget = new Float64Array(n);
	const each = new Float64Array(rows as number);
	for (let r = 0; r < (rows as number); r++) {
		const labels = labelsOf(t, r, classes);
		for (const c of labels) isTarget[r * classes + c] = 1;
		for (const goal of labels)
			for (let c = 0; c < classes; c++) {
				if (isTarget[r * classes + c] === 1) continue;
				const z = 1 - values[r * classes + goal]! + values[r * classes + c]!;
				if (z > 0) each[r]! += z / classes;
			}
	}
	return [reduceEach(each, sizes, x.dtype, reduction), rounded(target.sizes, x.dtype, isTarget)];
}

function multilabelBackward(g: Tensor, x: Tensor, target: Tensor, reduction: number, isTarget: Tensor): Tensor {
	const n = count(x.sizes);
	if (n === null || !affordable([g, x, target, isTarget], n)) return unknownNumbers(x.sizes, x.dtype);
	const classes = x.dim === 0 ? 1 : (x.sizes[x.dim - 1] as number);
	const rows = n / classes;
	const values = x.numbers()!;
	const [t, marks, gs] = [target.numbers()!, isTarget.numbers()!, g.numbers()!];
	const out = new Float64Array(n);
	for (let r = 0; r < rows; r++) {
		const unit = (gs[reduction === NONE ? r : 0]! / classes) * (reduction === MEAN ? 1 / rows : 1);
		for (const goal of labelsOf(t, r, classes))
			for (let c = 0; c < classes; c++)
				if (marks[r * classes + c] === 0 && 1 - values[r * classes + goal]! + values[r * classes + c]! > 0) {
					out[r * classes + c]! += unit;
					out[r * classes + goal]! -= unit;
				}
	}
	return rounded(x.sizes, x.dtype, out);
}

defineRows({
	nll_loss_forward: {
		forward: nllForward,
		grad: {
			self: (g, e) => call("nll_loss_backward", g, e.self, e.target, e.weight, e.reduction, e.ignore_index, withoutHistory(e.total_weight)),
		},
	},
	nll_loss_backward: {
		forward: nllBackward,
		grad: { grad_output: (g, e) => call("nll_loss", g, e.target, e.weight, e.reduction, e.ignore_index), self: (g, _e) => zerosLike(g) },
	},
	nll_loss2d_forward: {
		forward: nll2dForward,
		grad: {
			self: (g, e) =>
				call("nll_loss2d_backward", g, e.self, e.target, e.weight, e.reduction, e.ignore_index, withoutHistory(e.total_weight)),
		},
	},
	nll_loss2d_backward: {
		forward: nllBackward,
		grad: { grad_output: (g, e) => call("nll_loss2d", g, e.target, e.weight, e.reduction, e.ignore_index), self: (g, _e) => zerosLike(g) },
	},
	multi_margin_loss: {
		forward: multiMarginForward,
		grad: { self: (g, e) => call("multi_margin_loss_backward", g, e.self, e.target, e.p, e.margin, e.weight, e.reduction) },
	},
	multi_margin_loss_backward: { forward: multiMarginBackward },
	multilabel_margin_loss_forward: {
		forward: multilabelForward,
		grad: { self: (g, e) => call("multilabel_margin_loss_backward", g, e.self, e.target, e.reduction, e.is_target) },
	},
	multilabel_margin_loss_backward: { forward: multilabelBackward },
});

function nllNd(x: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignore: number): Tensor {
	if (x.unknownShape || target.unknownShape) return call("nll_loss", x, target, weight, reduction, ignore);
	if (x.dim < 1) throw valueError(`Expected 1 or more dimensions (got ${x.dim})`);
	if (x.dim !== 1 && (target.dim === 0 || equal(x.sizes[0]!, target.sizes[0]!) === false))
		throw valueError(
			`Expected input batch_size (${dimText(x.sizes[0]!)}) to match target batch_size (${target.dim === 0 ? "" : dimText(target.sizes[0]!)}).`,
		);
	if (x.dim <= 2) return call("nll_loss", x, target, weight, reduction, ignore);
	if (x.dim === 4) return call("nll_loss2d", x, target, weight, reduction, ignore);
	const [n, c, ...rest] = x.sizes as [Dim, Dim, ...Dim[]];
	check(maySameSizes(target.sizes.slice(1), rest), () => `Expected target size ${sizesText([n, ...rest])}, got ${sizesText(target.sizes)}`);
	const places = rest.reduce<Dim>((a, b) => product(a, b), 1);
	const out = call(
		"nll_loss2d",
		view(contiguous(x), [n, c, 1, places]),
		view(contiguous(target), [n, 1, places]),
		weight,
		reduction,
		ignore,
	);
	return reduction === NONE ? view(out, [n, ...rest]) : out;
}

/** The weight as a column along the class dimension. */
const column = (weight: Tensor, x: Tensor, dim: number): Tensor =>
	view(
		weight,
		x.sizes.map((_, i) => (i === dim ? weight.sizes[0]! : 1)),
	);

function probabilities(x: Tensor, target: Tensor, weight: Tensor | null, reduction: number, smoothing: number): Tensor {
	if (x.dim === 0) throw new TorchError("IndexError", "Dimension specified as 1 but tensor has no dimensions", { key: "DIM_RANGE" });
	const dim = x.dim === 1 ? 0 : 1;
	const classes = x.sizes[dim]!;
	const log = call("log_softmax.int", x, dim, x.dtype);
	let goal = target;
	if (smoothing > 0) {
		check(smoothing <= 1, () => `label_smoothing must be between 0.0 and 1.0. Got: ${smoothing}`);
		goal = addNumber(mulNumber(target, 1 - smoothing), isKnown(classes) ? smoothing / classes : 0);
	}
	checkProbabilityWeight(weight, classes);
	const products = weight === null ? mul(log, goal) : mul(mul(log, goal), column(weight, x, dim));
	if (reduction === NONE) return neg(sumDims(products, [dim]));
	if (reduction === SUM) return neg(sum(products));
	const samples = x.dim === 1 ? 1 : x.sizes.filter((_, i) => i !== dim).reduce<Dim>((a, b) => product(a, b), 1);
	return call("div.Scalar", neg(sum(products)), samples);
}
function checkProbabilityWeight(weight: Tensor | null, classes: Dim): void {
	if (weight !== null)
		check(
			weight.dim === 1 && equal(weight.sizes[0]!, classes) !== false,
			() =>
				`cross_entropy: weight tensor should be defined either for all ${dimText(classes)} classes or no classes but got weight tensor of shape: ${sizesText(weight.sizes)}`,
		);
}

function smoothed(x: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignore: number, smoothing: number): Tensor {
	const dim = x.dim === 1 ? 0 : 1;
	const log = call("log_softmax.int", x, dim, x.dtype);
	const nll = nllNd(log, target, weight, reduction, ignore);
	const classes = x.sizes[dim]!;
	const spreadLoss = neg(sumDims(weight === null ? log : mul(log, column(weight, x, dim)), [dim]));
	const ignored = call("eq.Scalar", target, ignore);
	callInPlace("masked_fill.Scalar", [spreadLoss, ignored, 0]);
	let rest: Tensor;
	if (reduction === NONE) rest = spreadLoss;
	else if (reduction === SUM) rest = sum(spreadLoss);
	else if (weight === null) rest = div(sum(spreadLoss), sum(call("bitwise_not", ignored)));
	else
		rest = div(
			sum(spreadLoss),
			sum(call("gather", weight, 0, call("reshape", call("masked_select", target, call("bitwise_not", ignored)), [-1]), false)),
		);
	return add(mulNumber(nll, 1 - smoothing), mulNumber(rest, isKnown(classes) ? smoothing / classes : 0));
}

defineComposites({
	nll_loss: (x, target, weight, reduction, ignore) => callMany("nll_loss_forward", x, target, weight, reduction, ignore)[0],
	nll_loss2d: (x, target, weight, reduction, ignore) => callMany("nll_loss2d_forward", x, target, weight, reduction, ignore)[0],
	nll_loss_nd: nllNd,
	multilabel_margin_loss: (x, target, reduction) => callMany("multilabel_margin_loss_forward", x, target, reduction)[0],
	cross_entropy_loss: (x: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignore: number, smoothing: number) => {
		// Sizes that may be equal: a floating target then holds probabilities.
		const floating = target.dtype.category === 2 && (!target.unknownDtype || requiresGrad(target));
		const same =
			x.unknownShape || target.unknownShape
				? floating
				: sameSizes(x.sizes, target.sizes) || (floating && maySameSizes(x.sizes, target.sizes));
		if (same) {
			check(
				target.dtype.category === 2 || target.unknownDtype,
				() => `Expected floating point type for target with class probabilities, got ${target.dtype.scalarType}`,
			);
			check(ignore < 0, () => "ignore_index is not supported for floating point target");
			return probabilities(x, target, weight, reduction, smoothing);
		}
		if (smoothing > 0) {
			check(smoothing <= 1, () => `label_smoothing must be between 0.0 and 1.0. Got: ${smoothing}`);
			return smoothed(x, target, weight, reduction, ignore, smoothing);
		}
		return nllNd(call("log_softmax.int", x, x.dim === 1 ? 0 : 1, x.dtype), target, weight, reduction, ignore);
	},
});
