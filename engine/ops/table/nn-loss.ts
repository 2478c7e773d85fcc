/** Losses between two tensors of one shape: mse, l1, smooth l1, huber, binary cross entropy, soft margin. */
import { type DType, dtypes } from "../../shape/dtype.ts";
import { equal } from "../../shape/dim.ts";
import { numel, sizesText } from "../../shape/shape.ts";
import { messages, TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { abs, call, div, mul, neg, sigmoid, sub, sumTo } from "../aten.ts";
import { broadcastAll, mapMany, resultType } from "../kernel/elementwise.ts";
import { MEAN, reduceLoss, reduceNumbers } from "../kernel/reduce-loss.ts";
import { check, runtimeError } from "../kernel/rounded.ts";
import { defineComposites, defineRows } from "../row.ts";
import { addNumber, divNumber } from "../scalars.ts";
import { differentiate } from "../second-order.ts";

const f = Math.fround;
const notFor = (name: string, d: DType): TorchError =>
	new TorchError("NotImplementedError", `"${name}" not implemented for '${d.scalarType}'`, { key: "NOT_IMPLEMENTED_FOR" });

const otherDtype = (x: Tensor, y: Tensor): TorchError =>
	new TorchError("RuntimeError", `Found dtype ${y.dtype.scalarType} but expected ${x.dtype.scalarType}`, { key: "DTYPE_FOUND" });

/** 1/n of a mean; NaN-free for symbolic sizes (no numbers are computed from it then). */
function share(t: Tensor, reduction: number): number {
	const n = numel(t.sizes);
	return reduction === MEAN && typeof n === "number" ? 1 / n : 1;
}

type Pair = (x: number, y: number) => number;

/** Elementwise loss, then reduction. */
function pairLoss(
	name: string,
	loss: (x: number, y: number, parameter: number) => number,
	checkParameter: (p: number) => void = () => {},
	single: typeof loss = loss,
	ofInput = false,
) {
	return (x: Tensor, y: Tensor, reduction: number, parameter = 0): Tensor => {
		checkParameter(parameter);
		const dtype = ofInput ? x.dtype : resultType([x, y]);
		const promoted = resultType([x, y]);
		if (promoted.category !== 2 && !x.unknownDtype && !y.unknownDtype) throw notFor(name, promoted);
		if (ofInput && dtype.category < 2 && !x.unknownDtype)
			throw new TorchError("RuntimeError", messages.IP_CAST(promoted.scalarType, dtype.scalarType), { key: "IP_CAST" });
		return reduceNumbers(
			mapMany([x, y], dtype === dtypes.float32 ? (a, b) => single(a!, b!, parameter) : (a, b) => loss(a!, b!, parameter), dtype),
			reduction,
		);
	};
}

/** grad * slope(x, y) / n. */
function pairBackward(
	slope: (x: number, y: number, parameter: number) => number,
	single: ((x: number, y: number, norm: number, g: number) => number) | null = null,
) {
	return (g: Tensor, x: Tensor, y: Tensor, reduction: number, parameter = 0): Tensor => {
		const norm = share(x, reduction);
		if (single !== null && x.dtype === dtypes.float32) return mapMany([x, y, g], (a, b, k) => single(a!, b!, norm, k!), x.dtype);
		return mapMany([x, y, g], (a, b, k) => slope(a!, b!, parameter) * norm * k!, x.dtype);
	};
}

/** grad * slope over plain ops, for second derivatives of the backward. */
const plainPair =
	(slope: (d: Tensor, parameter: number) => Tensor) =>
	(e: any, parameter: number): (Tensor | null)[] =>
		differentiate([e.grad_output, e.self, e.target], e.grads, ([g, x, y]) => [
			mul(mul(slope(sub(x!, y!), parameter), share(x!, e.reduction)), g!),
		]);

interface PairOp {
	name: string;
	kernel: string;
	parameter: string | null;
	loss: (x: number, y: number, p: number) => number;
	slope: (x: number, y: number, p: number) => number;
	plainSlope: (d: Tensor, p: number) => Tensor;
	checkParameter?: (p: number) => void;
	/** As the float32 kernel rounds. */
	single?: { loss: (x: number, y: number) => number; slope: (x: number, y: number, norm: number, g: number) => number };
}

const within = (d: Tensor, limit: number, inside: Tensor, outside: Tensor): Tensor =>
	call("where.self", call("lt.Scalar", abs(d), limit), inside, outside);
const pairs: PairOp[] = [
	{
		name: "mse_loss",
		kernel: "mse_cpu",
		parameter: null,
		loss: (x, y) => {
			const d = x - y;
			return d * d;
		},
		slope: (x, y) => 2 * (x - y),
		plainSlope: (d) => mul(d, 2),
		single: {
			loss: (x, y) => {
				const d = Math.fround(x - y);
				return d * d;
			},
			slope: (x, y, norm, g) => Math.fround(Math.fround(2 * norm) * Math.fround(x - y)) * g,
		},
	},
	{
		name: "smooth_l1_loss",
		kernel: "smooth_l1_cpu",
		parameter: "beta",
		loss: (x, y, beta) => {
			const z = Math.abs(x - y);
			return z < beta ? (0.5 * z * z) / beta : z - 0.5 * beta;
		},
		slope: (x, y, beta) => {
			const d = x - y;
			return d <= -beta ? -1 : d >= beta ? 1 : d / beta;
		},
		plainSlope: (d, beta) => (beta === 0 ? call("sign", d) : within(d, beta, div(d, beta), call("sign", d))),
		checkParameter: (beta) => check(beta >= 0, () => "smooth_l1_loss does not support negative values for beta."),
	},
	{
		name: "huber_loss",
		kernel: "huber_cpu",
		parameter: "delta",
		loss: (x, y, delta) => {
			const z = Math.abs(x - y);
			return z < delta ? 0.5 * z * z : delta * (z - 0.5 * delta);
		},
		slope: (x, y, delta) => {
			const d = x - y;
			return d <= -delta ? -delta : d >= delta ? delta : d;
		},
		plainSlope: (d, delta) => within(d, delta, d, mul(call("sign", d), delta)),
		checkParameter: (delta) => check(delta > 0, () => "huber_loss does not support non-positive values for delta."),
	},
];

for (const p of pairs) {
	// huber_loss writes into memory like its input's, and its backward wants one dtype.
	const strict = p.name === "huber_loss";
	const forward = pairLoss(p.kernel, p.loss, p.checkParameter, p.single?.loss, strict);
	const back = pairBackward(p.slope, p.single?.slope ?? null);
	const second = plainPair(p.plainSlope);
	const read = (e: any): number => (p.parameter === null ? 0 : e[p.parameter]);
	const extra = (e: any): unknown[] => (p.parameter === null ? [] : [e[p.parameter]]);
	const both = (e: any): (Tensor | null)[] => {
		e.joint ??= second(e, read(e));
		return e.joint;
	};
	defineRows({
		[p.name]: {
			forward,
			...(strict ? { refuses: true } : {}),
			grad: {
				self: (g, e) => sumTo(call(`${p.name}_backward`, g, e.self, e.target, e.reduction, ...extra(e)), e.self.sizes),
				target: (g, e) => sumTo(call(`${p.name}_backward`, g, e.target, e.self, e.reduction, ...extra(e)), e.target.sizes),
			},
		},
		[`${p.name}_backward`]: {
			forward: (g: Tensor, x: Tensor, y: Tensor, reduction: number, parameter = 0) => {
				if (strict && x.dtype !== y.dtype && !x.unknownDtype && !y.unknownDtype) throw otherDtype(x, y);
				return back(g, x, y, reduction, parameter);
			},
			grad: {
				grad_output: (_g, e) => (both(e)[0] === null ? null : sumTo(both(e)[0]!, e.grad_output.sizes)),
				self: (_g, e) => both(e)[1]!,
				target: (_g, e) => both(e)[2]!,
			},
		},
	});
}

const softMargin: Pair = (x, y) => Math.log1p(Math.exp(-y * x));
defineRows({
	soft_margin_loss: {
		forward: (x, y, reduction) => {
			const sizes = broadcastAll([x, y]);
			// Its first step writes into memory of the input's shape.
			if (!x.unknownShape && !y.unknownShape && (sizes.length !== x.dim || sizes.some((s, i) => equal(s, x.sizes[i]!) === false)))
				throw new TorchError("RuntimeError", messages.IP_BROADCAST(sizesText(x.sizes), sizesText(sizes)), { key: "IP_BROADCAST" });
			return reduceNumbers(
				mapMany([x, y], (a, b) => softMargin(a!, b!), x.dtype.category < 2 ? undefined : x.dtype),
				reduction,
			);
		},
		grad: { self: (g, e) => call("soft_margin_loss_backward", g, e.self, e.target, e.reduction) },
	},
	soft_margin_loss_backward: {
		forward: (g, x, y, reduction) => {
			const norm = share(x, reduction);
			return mapMany([x, y, g], (a, b, k) => {
				const z = Math.exp(-b! * a!);
				return ((-norm * b! * z) / (1 + z)) * k!;
			});
		},
		grad: {
			grad_output: (_g, e) => sumTo(softSecond(e)[0]!, e.grad_output.sizes),
			self: (_g, e) => softSecond(e)[1]!,
		},
	},
});
function softSecond(e: any): (Tensor | null)[] {
	e.joint ??= differentiate([e.grad_output, e.self], e.grads, ([g, x]) => [
		mul(mul(mul(neg(e.target), sigmoid(neg(mul(e.target, x!)))), share(x!, e.reduction)), g!),
	]);
	return e.joint;
}

/** The checks of binary_cross_entropy's kernel. */
function checkBinary(x: Tensor, y: Tensor): void {
	if (!x.unknownDtype && !y.unknownDtype && x.dtype !== y.dtype) throw otherDtype(x, y);
}

const safeLog = (x: number): number => Math.max(f(Math.log(x)), -100);

function binaryForward(x: Tensor, y: Tensor, w: Tensor | null, reduction: number): Tensor {
	checkBinary(x, y);
	if (x.dtype.category !== 2 && !x.unknownDtype) throw notFor("binary_cross_entropy", x.dtype);
	const values = x.isKnown ? x.numbers() : null;
	if (values !== null)
		for (let i = 0; i < values.length; i++)
			if (!(values[i]! >= 0 && values[i]! <= 1)) throw runtimeError("all elements of input should be between 0 and 1");
	const single = x.dtype.name === "float32";
	const loss = (p: number, t: number): number => (t - 1) * safeLog(single ? f(1 - p) : 1 - p) - t * safeLog(p);
	const out = w === null ? mapMany([x, y], (p, t) => loss(p!, t!), x.dtype) : mapMany([x, y, w], (p, t, k) => loss(p!, t!) * k!, x.dtype);
	return reduceNumbers(out, reduction);
}

function binaryBackward(g: Tensor, x: Tensor, y: Tensor, w: Tensor | null, reduction: number): Tensor {
	const norm = share(x, reduction);
	const slope = (p: number, t: number): number => (p - t) / Math.max((1 - p) * p, 1e-12);
	return w === null
		? mapMany([x, y, g], (p, t, k) => slope(p!, t!) * k! * norm, x.dtype)
		: mapMany([x, y, g, w], (p, t, k, v) => slope(p!, t!) * k! * v! * norm, x.dtype);
}

const weighted = (t: Tensor, w: Tensor | null): Tensor => (w === null ? t : mul(t, w));

function binarySecond(e: any): (Tensor | null)[] {
	e.joint ??= differentiate([e.grad_output, e.self, e.target], e.grads, ([g, x, y]) => [
		mul(weighted(mul(div(sub(x!, y!), mul(call("rsub.Scalar", x!, 1), x!)), g!), e.weight), share(x!, e.reduction)),
	]);
	return e.joint;
}

const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

function logitsForward(x: Tensor, y: Tensor, w: Tensor | null, pw: Tensor | null, reduction: number): Tensor {
	// The kernel computes (1 - target) in place, then multiplies by the input: an integer target cannot hold the result.
	broadcastAll(pw === null ? [x, y] : [pw, y, x]);
	if (x.dtype.category !== 2 && !x.unknownDtype) throw notFor("log_sigmoid_cpu", x.dtype);
	if (y.dtype.category < 2 && !y.unknownDtype)
		throw runtimeError(`result type ${x.dtype.scalarType} can't be cast to the desired output type ${y.dtype.scalarType}`);
	const dtype = y.unknownDtype ? resultType([x, y]) : y.dtype;
	const inputs = [x, y, ...(pw === null ? [] : [pw]), ...(w === null ? [] : [w])];
	const out = mapMany(
		inputs,
		(...v) => {
			const [a, t] = [v[0]!, v[1]!];
			const scale = pw === null ? 1 : (v[2]! - 1) * t + 1;
			const loss = (1 - t) * a + scale * softplus(-a);
			return w === null ? loss : loss * v.at(-1)!;
		},
		dtype,
	);
	return reduceNumbers(out, reduction);
}

/** PyTorch differentiates by plain ops here. */
function logitsGradient(g: Tensor, e: any): Tensor {
	let grad: Tensor;
	if (e.pos_weight !== null) {
		const t = mul(e.pos_weight, e.target);
		grad = mul(sub(mul(sub(addNumber(t, 1), e.target), sigmoid(e.self)), t), g);
	} else grad = mul(sub(sigmoid(e.self), e.target), g);
	grad = weighted(grad, e.weight);
	return e.reduction === MEAN ? divNumber(grad, numberOf(e.self)) : grad;
}
function logitsTargetGradient(g: Tensor, e: any): Tensor {
	let grad = mul(neg(e.self), g);
	if (e.pos_weight !== null) grad = mul(sub(call("log_sigmoid", neg(e.self)), mul(e.pos_weight, call("log_sigmoid", e.self))), g);
	grad = weighted(grad, e.weight);
	return e.reduction === MEAN ? divNumber(grad, numberOf(e.target)) : grad;
}
const numberOf = (t: { sizes: Tensor["sizes"] }): number => {
	const n = numel(t.sizes);
	return typeof n === "number" ? n : 1;
};

defineRows({
	binary_cross_entropy: {
		forward: binaryForward,
		grad: {
			self: (g, e) => call("binary_cross_entropy_backward", g, e.self, e.target, e.weight, e.reduction),
			target: (g, e) => {
				const grad = weighted(mul(call("sub.Tensor", call("log1p", neg(e.self)), call("log", e.self), 1), g), e.weight);
				return e.reduction === MEAN ? divNumber(grad, numberOf(e.target)) : grad;
			},
		},
	},
	binary_cross_entropy_backward: {
		forward: binaryBackward,
		grad: {
			grad_output: (_g, e) => sumTo(binarySecond(e)[0]!, e.grad_output.sizes),
			self: (_g, e) => binarySecond(e)[1]!,
			target: (_g, e) => binarySecond(e)[2]!,
		},
	},
	binary_cross_entropy_with_logits: {
		forward: logitsForward,
		grad: { self: (g, e) => logitsGradient(g, e), target: (g, e) => logitsTargetGradient(g, e) },
	},
});

defineComposites({
	l1_loss: (x: Tensor, y: Tensor, reduction: number) => reduceLoss(abs(sub(x, y)), reduction),
});
