/** Loss functions of torch.nn.functional. */
import { isKnown } from "../../shape/dim.ts";
import { sizesText } from "../../shape/shape.ts";
import { broadcast } from "../../shape/shape.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { withGradMode } from "../../autograd/world.ts";
import { abs, add, call, callInPlace, callMany, div, log, mul, neg, sub, sum, sumDims, unsqueeze } from "../../ops/aten.ts";
import { TorchError } from "../../autograd/errors.ts";
import {
	type FunctionEntry,
	legacyReduction,
	reductionEnum,
	reductionName,
	runtimeError,
	sameSize,
	sizeText,
	valueError,
	warn,
} from "./entry.ts";

const OLD = "size_average=None, reduce=None, reduction='mean'";

/** The two operands broadcast, with PyTorch's warning when their sizes differ. */
function pair(a: { input: Tensor; target: Tensor }): [Tensor, Tensor] {
	if (!sameSize(a.target, a.input))
		warn(
			`Using a target size (${sizeText(a.target)}) that is different to the input size (${sizeText(a.input)}). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.`,
		);
	if (a.input.unknownShape || a.target.unknownShape) return [a.input, a.target];
	return callMany("broadcast_tensors", [a.input, a.target]) as [Tensor, Tensor];
}

/** Elementwise losses weighted by a tensor. */
function weighted(a: any, reduction: string, each: Tensor, meanByWeight: boolean): Tensor {
	if (!sameSize(a.weight, a.input)) throw valueError("Weights and input must have the same size.");
	const loss = mul(each, a.weight);
	if (reduction === "none") return loss;
	if (reduction === "sum") return sum(loss);
	if (reduction === "mean") return meanByWeight ? div(sum(loss), sum(a.weight)) : call("mean", loss, null);
	throw valueError(`Invalid reduction mode: ${reduction}. Expected one of 'none', 'mean', 'sum'.`);
}

const reduce = (t: Tensor, reduction: string): Tensor => (reduction === "mean" ? call("mean", t, null) : reduction === "sum" ? sum(t) : t);

/** Losses that hand everything to one op with the reduction's number at the end. */
function enumLoss(name: string, parameters: string, names: string[], check: (a: any) => void = () => {}): FunctionEntry {
	return {
		name,
		signature: `(${parameters})`,
		call: (a) => {
			const reduction = legacyReduction(a);
			check(a);
			return call(name, ...names.map((n) => a[n]), reduction);
		},
	};
}

const elementwise: FunctionEntry[] = [
	{
		name: "mse_loss",
		signature: `(input, target, ${OLD}, weight=None)`,
		call: (a) => {
			const [x, y] = pair(a);
			const reduction = reductionName(a);
			if (a.weight !== null) return weighted(a, reduction, call("pow.Tensor_Scalar", sub(x, y), 2), true);
			return call("mse_loss", x, y, reductionEnum(reduction));
		},
	},
	{
		name: "l1_loss",
		signature: `(input, target, ${OLD}, weight=None)`,
		call: (a) => {
			const [x, y] = pair(a);
			const reduction = reductionName(a);
			if (a.weight !== null) return weighted(a, reduction, abs(sub(x, y)), true);
			return call("l1_loss", x, y, reductionEnum(reduction));
		},
	},
	{
		name: "smooth_l1_loss",
		signature: `(input, target, ${OLD}, beta=1.0)`,
		call: (a) => {
			const [x, y] = pair(a);
			const reduction = reductionEnum(reductionName(a));
			return a.beta === 0 ? call("l1_loss", x, y, reduction) : call("smooth_l1_loss", x, y, reduction, a.beta);
		},
	},
	{
		name: "huber_loss",
		signature: "(input, target, reduction='mean', delta=1.0, weight=None)",
		call: (a) => {
			const [x, y] = pair(a);
			if (a.weight !== null) return weighted(a, a.reduction, call("huber_loss", x, y, 0, a.delta), false);
			return call("huber_loss", x, y, reductionEnum(a.reduction), a.delta);
		},
	},
	enumLoss("soft_margin_loss", `input, target, ${OLD}`, ["input", "target"]),
	enumLoss("multilabel_margin_loss", `input, target, ${OLD}`, ["input", "target"]),
	enumLoss("hinge_embedding_loss", `input, target, margin=1.0, ${OLD}`, ["input", "target", "margin"]),
	enumLoss("cosine_embedding_loss", `input1, input2, target, margin=0, ${OLD}`, ["input1", "input2", "target", "margin"]),
	enumLoss("margin_ranking_loss", `input1, input2, target, margin=0, ${OLD}`, ["input1", "input2", "target", "margin"], (a) => {
		if ([a.input1, a.input2, a.target].some((t) => t.unknownShape)) return;
		if (a.input1.dim !== a.input2.dim || a.input1.dim !== a.target.dim)
			throw runtimeError(
				`margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: ${sizeText(a.input1)}, input2: ${sizeText(a.input2)}, target: ${sizeText(a.target)} `,
			);
	}),
	enumLoss(
		"triplet_margin_loss",
		`anchor, positive, negative, margin=1.0, p=2, eps=1e-06, swap=False, ${OLD}`,
		["anchor", "positive", "negative", "margin", "p", "eps", "swap"],
		(a) => {
			if (a.margin <= 0) throw valueError(`margin must be greater than 0, got ${a.margin}`);
		},
	),
	enumLoss(
		"multi_margin_loss",
		`input, target, p=1, margin=1.0, weight=None, ${OLD}`,
		["input", "target", "p", "margin", "weight"],
		(a) => {
			if (a.p !== 1 && a.p !== 2) throw valueError("only p == 1 and p == 2 supported");
			if (a.weight !== null && a.weight.dim !== 1 && !a.weight.unknownShape) throw valueError("weight must be one-dimensional");
		},
	),
];

const classification: FunctionEntry[] = [
	{
		name: "cross_entropy",
		signature: "(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0)",
		call: (a) => call("cross_entropy_loss", a.input, a.target, a.weight, legacyReduction(a), a.ignore_index, a.label_smoothing),
	},
	{
		name: "nll_loss",
		signature: "(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean')",
		call: (a) => call("nll_loss_nd", a.input, a.target, a.weight, legacyReduction(a), a.ignore_index),
	},
	{
		name: "binary_cross_entropy",
		signature: `(input, target, weight=None, ${OLD})`,
		call: (a) => {
			const reduction = legacyReduction(a);
			if (!sameSize(a.target, a.input))
				throw valueError(
					`Using a target size (${sizeText(a.target)}) that is different to the input size (${sizeText(a.input)}) is deprecated. Please ensure they have the same size.`,
				);
			let weight = a.weight as Tensor | null;
			if (weight !== null && !weight.unknownShape && !a.target.unknownShape) {
				const target = a.target as Tensor;
				const r = broadcast(target.sizes, weight.sizes);
				if (r.clash !== null)
					throw runtimeError(
						`Attempting to broadcast a dimension of length ${String(r.clash.b)} at ${r.clash.dim - r.sizes.length}! Mismatching argument at index 1 had torch.Size(${sizesText(weight.sizes)}); but expected shape should be broadcastable to ${sizesText(target.sizes)}`,
					);
				weight = call("expand", weight, r.sizes, false);
			}
			return call("binary_cross_entropy", a.input, a.target, weight, reduction);
		},
	},
	{
		name: "binary_cross_entropy_with_logits",
		signature: `(input, target, weight=None, ${OLD}, pos_weight=None)`,
		call: (a) => {
			const reduction = legacyReduction(a);
			if (!sameSize(a.target, a.input))
				throw valueError(`Target size (${sizeText(a.target)}) must be the same as input size (${sizeText(a.input)})`);
			return call("binary_cross_entropy_with_logits", a.input, a.target, a.weight, a.pos_weight, reduction);
		},
	},
	{
		name: "kl_div",
		signature: `(input, target, ${OLD}, log_target=False)`,
		call: (a) => {
			let reduction: number;
			const old = a.size_average !== null || a.reduce !== null;
			if (old) reduction = legacyReduction(a);
			else {
				if (a.reduction === "mean")
					warn(
						"reduction: 'mean' divides the total loss by both the batch size and the support size.'batchmean' divides only by the batch size, and aligns with the KL div math definition.'mean' will be changed to behave the same as 'batchmean' in the next major release.",
					);
				reduction = reductionEnum(a.reduction === "batchmean" ? "sum" : a.reduction);
			}
			const loss = call("kl_div", a.input, a.target, reduction, a.log_target);
			if (a.reduction !== "batchmean" || (a.input.dim === 0 && !a.input.unknownShape)) return loss;
			return divideByDim(loss, a.input.unknownShape ? null : a.input.sizes[0]);
		},
	},
	{
		name: "multilabel_soft_margin_loss",
		signature: `(input, target, weight=None, ${OLD})`,
		call: (a) => {
			const reduction = reductionName(a);
			const logSigmoid = (t: Tensor): Tensor => call("log_sigmoid", t);
			let loss = neg(add(mul(a.target, logSigmoid(a.input)), mul(call("rsub.Scalar", a.target, 1), logSigmoid(neg(a.input)))));
			if (a.weight !== null) loss = mul(loss, a.weight);
			const last = a.input.dim - 1;
			loss = divideByDim(sumDims(loss, [last]), a.input.unknownShape ? null : a.input.sizes[last]);
			if (!["none", "mean", "sum"].includes(reduction)) throw valueError(`${reduction} is not valid`);
			return reduce(loss, reduction);
		},
	},
	{
		name: "ctc_loss",
		signature: "(log_probs, targets, input_lengths, target_lengths, blank=0, reduction='mean', zero_infinity=False)",
		call: (a) => {
			const kind = Array.isArray(a.input_lengths) ? "IntList" : "Tensor";
			return call(
				`ctc_loss.${kind}`,
				a.log_probs,
				a.targets,
				a.input_lengths,
				a.target_lengths,
				a.blank,
				reductionEnum(a.reduction),
				a.zero_infinity,
			);
		},
	},
];

/** Division by a dimension, which may be symbolic: the node is the same, the numbers are then not known. */
function divideByDim(t: Tensor, d: unknown): Tensor {
	if (typeof d === "number") return div(t, d);
	const out = div(t, 1);
	out.storage.data = null;
	return out;
}

const likelihoods: FunctionEntry[] = [
	{
		name: "poisson_nll_loss",
		signature: "(input, target, log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction='mean')",
		call: (a) => call("poisson_nll_loss", a.input, a.target, a.log_input, a.full, a.eps, reductionEnum(reductionName(a))),
	},
	{
		name: "gaussian_nll_loss",
		signature: "(input, target, var, full=False, eps=1e-06, reduction='mean')",
		call: (a) => {
			const input = a.input as Tensor;
			let variance: Tensor;
			if (typeof a.var === "number") {
				if (a.var < 0) throw valueError("var has negative entry/entries");
				variance = mul(call("ones_like", input), a.var);
			} else {
				variance = a.var;
				if (variance.isKnown && !variance.unknownShape && Array.from(variance.numbers()!).some((v) => v < 0))
					throw valueError("var has negative entry/entries");
			}
			if (!sameSize(variance, input)) {
				const [v, x] = [variance.sizes, input.sizes];
				const differing = v.length === x.length ? v.filter((s, i) => s !== x[i]) : null;
				if (v.length === x.length - 1 && v.every((s, i) => s === x[i] || !isKnown(s))) variance = unsqueeze(variance, -1);
				else if (!(differing !== null && differing.length === 1 && differing[0] === 1)) throw valueError("var is of incorrect size");
			}
			if (!["none", "mean", "sum"].includes(a.reduction)) throw valueError(`${a.reduction} is not valid`);
			variance = call("clone", variance, null);
			withGradMode(false, () => callInPlace("clamp", [variance, a.eps, null], "clamp_"));
			let loss = mul(add(log(variance), div(call("pow.Tensor_Scalar", sub(input, a.target), 2), variance)), 0.5);
			if (a.full) loss = callInPlace("add.Tensor", [loss, 0.5 * Math.log(2 * Math.PI), 1]);
			return reduce(loss, a.reduction);
		},
	},
	{
		name: "triplet_margin_with_distance_loss",
		signature: "(anchor, positive, negative, *, distance_function=None, margin=1.0, swap=False, reduction='mean')",
		call: (a) => {
			if (!["none", "mean", "sum"].includes(a.reduction)) throw valueError(`${a.reduction} is not a valid value for reduction`);
			if (a.margin <= 0) throw valueError(`margin must be greater than 0, got ${a.margin}`);
			const tensors = [a.anchor, a.positive, a.negative] as Tensor[];
			if (!tensors.some((t) => t.unknownShape) && new Set(tensors.map((t) => t.dim)).size > 1)
				throw new TorchError(
					"RuntimeError",
					`The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor ${a.anchor.dim}D, positive ${a.positive.dim}D, and negative ${a.negative.dim}D inputs`,
					{ key: "NN" },
				);
			const distance = (x: Tensor, y: Tensor): Tensor =>
				a.distance_function === null ? call("pairwise_distance", x, y, 2, 1e-6, false) : a.distance_function(x, y);
			const near = distance(a.anchor, a.positive);
			let far = distance(a.anchor, a.negative);
			if (a.swap) far = call("minimum", far, distance(a.positive, a.negative));
			return reduce(call("clamp_min", sub(add(near, a.margin), far), 0), a.reduction);
		},
	},
	{
		name: "linear_cross_entropy",
		signature:
			"(input, linear_weight, target, *, linear_bias=None, weight=None, reduction='mean', ignore_index=None, label_smoothing=0.0, options=None)",
		call: (a) =>
			call(
				"cross_entropy_loss",
				wideLinear(a.input, a.linear_weight, a.linear_bias),
				a.target,
				a.weight,
				reductionEnum(a.reduction),
				a.ignore_index ?? -100,
				a.label_smoothing,
			),
	},
];

/** A weight of (C, d1, ..., dk, in) gives (N, C, d1, ..., dk). */
function wideLinear(input: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
	if (weight.unknownShape || weight.dim < 3) return call("linear", input, weight, bias);
	const flat = call(
		"linear",
		input,
		call("flatten.using_ints", weight, 0, -2),
		bias === null ? null : call("flatten.using_ints", bias, 0, -1),
	);
	return call("unflatten.int", flat, -1, weight.sizes.slice(0, -1));
}

export const losses: FunctionEntry[] = [...elementwise, ...classification, ...likelihoods];
