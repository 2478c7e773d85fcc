/** Activation functions with their backward ops. */
import { defaultGenerator } from "../random/generator.ts";
import { floorDiv } from "../../shape/dim.ts";
import { wrapDim } from "../kernel/dims.ts";
import { TorchError } from "../../autograd/errors.ts";
import { FormulaNode } from "../../autograd/node.ts";
import { SavedVariable } from "../../autograd/saved.ts";
import { Tensor, convert } from "../../autograd/tensor.ts";
import { gradientEdge, requiresGrad, setHistory } from "../../autograd/view.ts";
import { world } from "../../autograd/world.ts";
import { add, call, callInPlace, exp, mul, neg, pow, rsub, sigmoid, where, zerosLike } from "../aten.ts";
import { mapComplex } from "../kernel/complex.ts";
import { csilu } from "../kernel/complex-functions.ts";
import { floatResult, mapBinary, mapMany, mapUnary, type Round, stepOf, type Unary } from "../kernel/elementwise.ts";
import { addS, divS, mulS, type Scalar } from "../kernel/formula.ts";
import { erf } from "../kernel/special.ts";
import { copyOf } from "./pointwise-copy.ts";
import { defineComposites, defineRows, type FormulaEnv, type Row } from "../row.ts";
import { checkScalar } from "../scalar-range.ts";
import { dtypes } from "../../shape/dtype.ts";

const relu: Unary = (x) => (x > 0 ? x : Number.isNaN(x) ? x : 0);
const sig: Unary = (x) => 1 / (1 + Math.exp(-x));
const softplus: Unary = (x) => (x > 20 ? x : Math.log1p(Math.exp(x)));
/** The forward functions, in the steps that float32 rounds. */
const mishOf = (x: number, r: Round): number => x * r(Math.tanh(r(Math.log1p(r(Math.exp(x))))));
const siluOf = (x: number, r: Round): number => x / r(1 + r(Math.exp(-x)));
const softplusOf = (x: number, beta: number, r: Round): number => r(Math.log1p(r(Math.exp(r(x * beta))))) / beta;

const noInteger = (t: Tensor, kernel: string): void => {
	if (t.dtype.category < 2) throw new TorchError("NotImplementedError", `"${kernel}" not implemented for '${t.dtype.scalarType}'`);
};
const noBool = (t: Tensor, what: string): void => {
	if (t.dtype.category === 0) throw new TorchError("RuntimeError", `Boolean inputs not supported for ${what}`);
};
/** A function of floating numbers only; `kernel` is its name in PyTorch's refusal of integers. */
const activation = (kernel: string, f: (a: number, b: number, r: Round) => Unary, grad: Row["grad"]): Row => ({
	forward: (self: Tensor, a?: Scalar, b?: Scalar) => {
		noInteger(self, kernel);
		return mapUnary(self, self.dtype, f(Number(a), Number(b), stepOf(self.dtype)));
	},
	grad,
});
/** grad_output * f'(self), as an op of its own: linear in the gradient. */
const backwardOf = (slope: (x: number, parameters: number[]) => number, grad: Row["grad"], selfAt = 1): Row => ({
	forward: (...args: unknown[]) => {
		const parameters = args.filter((_, i) => i !== 0 && i !== selfAt).map(Number);
		return mapBinary(args[0] as Tensor, args[selfAt] as Tensor, (g, x) => g * slope(x, parameters));
	},
	grad,
});
/** A function of several steps, each of which float32 rounds. */
const inSteps = (t: Tensor, f: (x: number, r: Round) => number): Unary => {
	const r = stepOf(t.dtype);
	return (x) => f(x, r);
};
const zero = { self: (g: Tensor) => zerosLike(g) };

const eluOf = (x: number, negative: number, scale: number, inputScale: number, r: Round): number =>
	x > 0 ? x * scale : r(Math.expm1(r(x * inputScale))) * negative;
function eluSlope(x: number, alpha: number, scale: number, inputScale: number, isResult: boolean): number {
	if (!(x <= 0)) return scale;
	return isResult ? inputScale * (x + alpha * scale) : inputScale * alpha * scale * Math.exp(x * inputScale);
}
const eluForward = (self: Tensor, alpha: Scalar, scale: Scalar, inputScale: Scalar): Tensor => {
	noInteger(self, "elu_cpu");
	const r = stepOf(self.dtype);
	const [s, i] = [r(Number(scale)), r(Number(inputScale))];
	const negative = r(r(Number(alpha)) * s);
	return mapUnary(self, self.dtype, (x) => eluOf(x, negative, s, i, r));
};
const eluBackward = (g: Tensor, alpha: Scalar, scale: Scalar, inputScale: Scalar, isResult: boolean, x: Tensor): Tensor =>
	call("elu_backward", g, alpha, scale, inputScale, isResult, x);
const LEAKY_ADVICE =
	" File an issue at https://github.com/pytorch/pytorch if you do require supporting in-place leakRelu backward calculation with negative slope";
const checkSlope = (alpha: Scalar, name: string, advice = ""): void => {
	if (Number(alpha) < 0)
		throw new TorchError(
			"RuntimeError",
			`In-place ${name} backward calculation is triggered with a negative slope which is not supported. This is caused by calling in-place forward function with a negative slope, please call out-of-place version instead.${advice}`,
		);
};

const M_SQRT1_2 = Math.SQRT1_2;
const TANH_SCALE = Math.sqrt(2 / Math.PI);
const geluOf = (x: number, r: Round): number => 0.5 * x * r(1 + r(erf(r(x * r(M_SQRT1_2)))));
const geluTanh = (x: number, r: Round): number => 0.5 * x * r(1 + r(Math.tanh(r(r(TANH_SCALE) * r(x + r(r(0.044715) * r(r(x * x) * x)))))));
const geluSlope: Unary = (x) => 0.5 * (1 + erf(x * M_SQRT1_2)) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
const geluTanhSlope: Unary = (x) => {
	const inner = Math.tanh(TANH_SCALE * (x + 0.044715 * x * x * x));
	return 0.5 * (1 + inner) + 0.5 * x * (1 - inner * inner) * TANH_SCALE * (1 + 3 * 0.044715 * x * x);
};
/** Second derivative, for double backward. */
const geluTanhCurve: Unary = (x) => {
	const k = TANH_SCALE;
	const t = Math.tanh(k * (x + 0.044715 * x ** 3));
	const d = k * (1 + 3 * 0.044715 * x * x);
	const dd = k * 6 * 0.044715 * x;
	return (1 - t * t) * d + 0.5 * x * (1 - t * t) * (dd - 2 * t * d * d);
};
function checkApproximate(how: string): void {
	if (how !== "none" && how !== "tanh") throw new TorchError("RuntimeError", "approximate argument must be either none or tanh.");
}
/** Outside of graphs, in one go. */
function siluStep(g: Tensor, self: Tensor): Tensor {
	const r = stepOf(g.dtype);
	return mapBinary(g, self, (a, x) => {
		const s = r(1 / r(1 + r(Math.exp(-x))));
		return r(a * s) * r(1 + r(x * r(1 - s)));
	});
}
const mishSlope: Unary = (x) => {
	const t = Math.tanh(softplus(x));
	return t + x * sig(x) * (1 - t * t);
};
/** The same with differentiable steps, as PyTorch does when a graph of the gradient is wanted. */
const siluBackward = (g: Tensor, self: Tensor): Tensor => {
	const s = sigmoid(self);
	return mul(mul(g, s), addS(mul(self, rsub(s, 1)), 1));
};
const mishBackward = (g: Tensor, self: Tensor): Tensor => {
	const s = sigmoid(self);
	const t = call("tanh", call("softplus", self));
	return mul(g, add(t, mul(mul(self, s), rsub(mul(t, t), 1))));
};

const SHRINK_LIMIT: Record<string, string> = { float32: "3.40282e+38", float16: "65504", bfloat16: "3.38953e+38" };
const logSigmoid = (x: number, r: Round): number => Math.min(x, 0) - r(Math.log1p(r(Math.exp(-Math.abs(x)))));

function gluHalves(self: Tensor, dim: number): { dim: number; half: Tensor["sizes"][number] } {
	if (self.dim === 0) throw new TorchError("RuntimeError", "glu does not support 0-dimensional tensors");
	const d = wrapDim(dim, self.dim);
	const size = self.sizes[d]!;
	if (typeof size === "number" && size % 2 !== 0)
		throw new TorchError("RuntimeError", `Halving dimension must be even, but dimension ${d} is size ${size}`);
	return { dim: d, half: floorDiv(size, 2) };
}
/** The two halves without history. */
function halvesOf(t: Tensor, dim: number): [Tensor, Tensor] {
	const { dim: d, half } = gluHalves(t, dim);
	const strides = t.stridesOrContiguous;
	const sizes = t.sizes.map((s, i) => (i === d ? half : s));
	return [t.alias(sizes, strides, t.offset), t.alias(sizes, strides, t.offsetAt(d, half))];
}
function gluBackward(g: Tensor, self: Tensor, dim: number): Tensor {
	const { dim: d, half } = gluHalves(self, dim);
	const out = Tensor.make(self.sizes, self.dtype, null);
	if (typeof half !== "number" || !self.isKnown || !g.isKnown) return out;
	const [a, b] = halvesOf(self, dim);
	const left = mapBinary(g, b, (x, y) => x * sig(y)).numbers()!;
	const right = mapMany([g, a, b], (x, y, z) => x * y * sig(z) * (1 - sig(z))).numbers()!;
	const data = self.dtype.make(left.length * 2);
	const inner = (self.sizes as number[]).slice(d).reduce((x, y) => x * y, 1) / 2;
	for (let i = 0; i < left.length; i++) {
		const at = Math.floor(i / inner) * 2 * inner + (i % inner);
		data[at] = left[i]!;
		data[at + inner] = right[i]!;
	}
	out.storage.data = data;
	return out;
}

/** Integer inputs cut the limits to integers instead of being promoted. */
function hardtanhLimits(self: Tensor, ...limits: Scalar[]): [number, number] {
	const isInteger = self.dtype.category < 2;
	if (isInteger) for (const x of limits) checkScalar(x, dtypes.int64);
	const [lo, hi] = limits.map((x) => (isInteger ? Math.trunc(Number(x)) : Number(x))) as [number, number];
	if (self.dtype === dtypes.uint8 && (lo < 0 || hi < 0))
		throw new TorchError("RuntimeError", "cannot do hardtanh on an unsigned type with negative limits");
	if (!self.unknownDtype) for (const x of [lo, hi]) checkScalar(x, self.dtype);
	return [lo, hi];
}

defineRows({
	relu: {
		forward: (self: Tensor) => {
			noBool(self, "relu");
			return mapUnary(self, self.dtype, relu);
		},
		grad: { self: (g, e) => call("threshold_backward", g, e.result, 0) },
	},
	threshold: { forward: thresholdForward, grad: { self: (g, e) => call("threshold_backward", g, e.self, e.threshold) } },
	threshold_: { forward: thresholdForward, grad: { self: (g, e) => call("threshold_backward", g, e.self, e.threshold) } },
	threshold_backward: {
		forward: (g: Tensor, self: Tensor, threshold: Scalar) => mapBinary(g, self, (a, x) => (x <= Number(threshold) ? 0 : a)),
		grad: { grad_output: (g, e) => call("threshold_backward", g, e.self, e.threshold), ...zero },
	},
	leaky_relu: activation("leaky_relu_cpu", (k) => (x) => (x > 0 ? x : x * k!), {
		self: (g, e) => call("leaky_relu_backward", g, e.self, e.negative_slope, false),
	}),
	leaky_relu_: activation("leaky_relu_cpu", (k) => (x) => (x > 0 ? x : x * k!), {
		self: (g, e) => call("leaky_relu_backward", g, e.result, e.negative_slope, true),
	}),
	leaky_relu_backward: {
		forward: (g: Tensor, self: Tensor, slope: Scalar, isResult: boolean) => {
			if (isResult) checkSlope(slope, "leakyReLu", LEAKY_ADVICE);
			return mapBinary(g, self, (a, x) => (x > 0 ? a : a * Number(slope)));
		},
		grad: { grad_output: (g, e) => call("leaky_relu_backward", g, e.self, e.negative_slope, false), ...zero },
	},
	elu: { forward: eluForward, grad: { self: (g, e) => eluBackward(g, e.alpha, e.scale, e.input_scale, false, e.self) } },
	elu_: { forward: eluForward, grad: { self: (g, e) => eluBackward(g, e.alpha, e.scale, e.input_scale, true, e.result) } },
	celu: {
		forward: (self, alpha) => celuForward(self, alpha),
		grad: { self: (g, e) => eluBackward(g, e.alpha, 1, 1 / Number(e.alpha), false, e.self) },
	},
	celu_: {
		forward: (self, alpha) => celuForward(self, alpha),
		grad: { self: (g, e) => eluBackward(g, e.alpha, 1, 1 / Number(e.alpha), true, e.result) },
	},
	elu_backward: {
		forward: (g: Tensor, alpha: Scalar, scale: Scalar, inputScale: Scalar, isResult: boolean, x: Tensor) => {
			if (isResult) checkSlope(alpha, "elu");
			return mapBinary(g, x, (a, v) => a * eluSlope(v, Number(alpha), Number(scale), Number(inputScale), isResult));
		},
		grad: {
			grad_output: (g, e) => eluBackward(g, e.alpha, e.scale, e.input_scale, e.is_result, e.self_or_result),
			self_or_result: (g, e) => {
				const scaled = mulS(mul(g, e.grad_output), e.input_scale);
				const inner = e.is_result ? scaled : eluBackward(scaled, e.alpha, e.scale, e.input_scale, false, e.self_or_result);
				return mul(inner, call("lt.Scalar", e.self_or_result, 0));
			},
		},
	},
	gelu: {
		forward: (self: Tensor, how: string) => {
			checkApproximate(how);
			noInteger(self, "GeluKernelImpl");
			return mapUnary(self, self.dtype, inSteps(self, how === "tanh" ? geluTanh : geluOf));
		},
		grad: { self: (g, e) => call("gelu_backward", g, e.self, e.approximate) },
	},
	gelu_backward: {
		forward: (g: Tensor, self: Tensor, how: string) =>
			mapBinary(g, self, how === "tanh" ? (a, x) => a * geluTanhSlope(x) : (a, x) => a * geluSlope(x)),
		grad: {
			grad_output: (g, e) => call("gelu_backward", g, e.self, e.approximate),
			self: (g, e) => {
				if (e.approximate === "tanh") return mul(mul(g, e.grad_output), mapUnary(e.self, e.self.dtype, geluTanhCurve));
				const square = pow(e.self, 2);
				return mul(mul(g, e.grad_output), mul(mulS(exp(mulS(square, -0.5)), 1 / Math.sqrt(2 * Math.PI)), rsub(square, 2)));
			},
		},
	},
	silu: {
		forward: (self: Tensor) => {
			noInteger(self, "silu_cpu");
			if (self.dtype.width === 2) return mapComplex(self, csilu);
			return mapUnary(self, self.dtype, inSteps(self, siluOf));
		},
		grad: { self: (g, e) => (world.gradMode ? siluBackward(g, e.self) : siluStep(g, e.self)) },
	},
	mish: {
		forward: (self: Tensor) => {
			noInteger(self, "mish_cpu");
			return mapUnary(self, self.dtype, inSteps(self, mishOf));
		},
		grad: { self: (g, e) => (world.gradMode ? mishBackward(g, e.self) : mapBinary(g, e.self, (a, x) => a * mishSlope(x))) },
	},
	softplus: activation("softplus_cpu", (beta, threshold, r) => (x) => (x * beta! > threshold! ? x : softplusOf(x, beta!, r)), {
		self: (g, e) => call("softplus_backward", g, e.self, e.beta, e.threshold),
	}),
	softplus_backward: backwardOf(
		(x, [beta, threshold]) => {
			const z = Math.exp(x * beta!);
			return x * beta! > threshold! ? 1 : z / (z + 1);
		},
		{
			grad_output: (g, e) => call("softplus_backward", g, e.self, e.beta, e.threshold),
			self: (g, e) => {
				const scaled = mulS(e.self, e.beta);
				const slope = call("sigmoid_backward", mul(g, e.grad_output), sigmoid(scaled));
				return mulS(mul(slope, call("lt.Scalar", scaled, e.threshold)), e.beta);
			},
		},
	),
	hardtanh: {
		forward: (self: Tensor, min: Scalar, max: Scalar) => {
			if (self.dtype.category === 0) throw new TorchError("RuntimeError", "Bool inputs not supported for hardtanh");
			const [lo, hi] = hardtanhLimits(self, min, max);
			return mapUnary(self, self.dtype, (x) => (Number.isNaN(x) ? x : Math.min(Math.max(x, lo), hi)));
		},
		grad: { self: (g, e) => call("hardtanh_backward", g, e.self, e.min_val, e.max_val) },
	},
	hardtanh_backward: backwardOf((x, [min, max]) => (x <= min! || x >= max! ? 0 : 1), {
		grad_output: (g, e) => call("hardtanh_backward", g, e.self, e.min_val, e.max_val),
		...zero,
	}),
	hardsigmoid: activation("hardsigmoid_cpu", () => (x) => Math.min(Math.max(x + 3, 0), 6) / 6, {
		self: (g, e) => call("hardsigmoid_backward", g, e.self),
	}),
	hardsigmoid_backward: backwardOf((x) => (x > -3 && x < 3 ? 1 / 6 : 0), undefined),
	hardswish: activation("hardswish_cpu", () => (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6, {
		self: (g, e) => call("hardswish_backward", g, e.self),
	}),
	hardswish_backward: backwardOf((x) => (x <= -3 ? 0 : x < 3 ? x / 3 + 0.5 : 1), {
		grad_output: (g, e) => call("hardswish_backward", g, e.self),
		self: (g, e) =>
			where(call("logical_and", call("gt.Scalar", e.self, -3), call("lt.Scalar", e.self, 3)), divS(mul(g, e.grad_output), 3), 0),
	}),
	hardshrink: activation("hardshrink_cpu", (k) => (x) => (x >= -k! && x <= k! ? 0 : x), {
		self: (g, e) => call("hardshrink_backward", g, e.self, e.lambd),
	}),
	hardshrink_backward: backwardOf((x, [k]) => (x >= -k! && x <= k! ? 0 : 1), {
		grad_out: (g, e) => call("hardshrink_backward", g, e.self, e.lambd),
		...zero,
	}),
	softshrink: {
		forward: (self: Tensor, lambd: Scalar) => {
			const k = Number(lambd);
			noInteger(self, "softshrink_check");
			const limit = SHRINK_LIMIT[self.dtype.name] ?? "1.79769e+308";
			if (!(k >= 0))
				throw new TorchError(
					"RuntimeError",
					`lambda must be in range [0, ${limit}] for input dtype ${self.dtype.scalarType}, but found ${k}`,
				);
			return mapUnary(self, self.dtype, (x) => (x > k ? x - k : x < -k ? x + k : Number.isNaN(x) ? x : 0));
		},
		grad: { self: (g, e) => call("softshrink_backward", g, e.self, e.lambd) },
	},
	softshrink_backward: backwardOf((x, [k]) => (x >= -k! && x <= k! ? 0 : 1), {
		grad_output: (g, e) => call("softshrink_backward", g, e.self, e.lambd),
		...zero,
	}),
	_prelu_kernel: {
		forward: (self: Tensor, weight: Tensor) => mapBinary(self, weight, (x, w) => (x > 0 ? x : w * x)),
		grad: {
			self: (g, e) => preluBackward(g, e)[0]!,
			weight: (g, e) => preluBackward(g, e)[1]!,
		},
	},
	_prelu_kernel_backward: {
		forward: (g: Tensor, self: Tensor, weight: Tensor) => [
			mapMany([g, self, weight], (a, x, w) => (x > 0 ? a : w * a)),
			mapMany([g, self, weight], (a, x) => (x > 0 ? 0 : a * x)),
		],
		grad: {
			grad_output: (_g, e) => {
				const [first, second] = e.grads as (Tensor | null)[];
				const parts = [first == null ? null : mul(first, e.weight), second == null ? null : mul(second, e.self)].filter((t) => t !== null);
				return where(call("ge.Scalar", e.self, 0), first ?? 0, parts.length === 2 ? add(parts[0]!, parts[1]!) : parts[0]!);
			},
			self: (_g, e) => (e.grads[1] == null ? zerosLike(e.self) : where(call("ge.Scalar", e.self, 0), 0, mul(e.grad_output, e.grads[1]))),
			weight: (_g, e) => (e.grads[0] == null ? zerosLike(e.self) : where(call("ge.Scalar", e.self, 0), 0, mul(e.grad_output, e.grads[0]))),
		},
	},
	glu: {
		forward: (self: Tensor, dim: number) => {
			const [a, b] = halvesOf(self, dim);
			return mapBinary(a, b, (x, y) => x * sig(y));
		},
		grad: { self: (g, e) => call("glu_backward", g, e.self, e.dim) },
	},
	glu_backward: {
		forward: gluBackward,
		grad: {
			grad_output: (g, e) => {
				const { dim, half } = gluHalves(e.self, e.dim);
				const b = sigmoid(call("narrow", e.self, dim, half, half));
				return add(
					mul(call("narrow", g, dim, 0, half), b),
					mul(call("narrow", g, dim, half, half), mul(mul(rsub(b, 1), b), call("narrow", e.self, dim, 0, half))),
				);
			},
			self: (g, e) => {
				const { dim, half } = gluHalves(e.self, e.dim);
				const [a, b] = [call("narrow", e.self, dim, 0, half), call("narrow", e.self, dim, half, half)];
				const [ga, gb] = [call("narrow", g, dim, 0, half), call("narrow", g, dim, half, half)];
				const s = sigmoid(b);
				const slope = mul(rsub(s, 1), s);
				const forA = mul(mul(gb, e.grad_output), slope);
				const forB = add(mul(mul(ga, e.grad_output), slope), mul(mul(mul(gb, e.grad_output), a), mul(slope, rsub(mulS(s, 2), 1))));
				return call("cat", [forA, forB], dim);
			},
		},
	},
	log_sigmoid_forward: {
		forward: (self: Tensor) => {
			noInteger(self, "log_sigmoid_cpu");
			// The result is row-major whatever the input's order.
			const x = self.isContiguous ? self : copyOf(self, self.dtype, "contiguous_format");
			return [mapUnary(x, x.dtype, inSteps(x, logSigmoid)), mapUnary(x, x.dtype, (v) => Math.exp(-Math.abs(v)))];
		},
		grad: { self: (g, e) => call("log_sigmoid_backward", g, e.self, e.buffer) },
	},
	log_sigmoid_backward: {
		forward: (g: Tensor, self: Tensor, _buffer: Tensor) => mapBinary(g, self, (a, x) => a * sig(-x)),
		grad: {
			grad_output: (g, e) => call("log_sigmoid_backward", g, e.self, e.buffer),
			self: (g, e) => {
				const s = sigmoid(e.self);
				return mul(mul(neg(mul(g, e.grad_output)), s), rsub(s, 1));
			},
		},
	},
	rrelu_with_noise_: {
		forward: (self: Tensor) => self,
		grad: { self: (g, e) => call("rrelu_with_noise_backward", g, e.result, e.noise, e.lower, e.upper, e.training, true) },
	},
	rrelu_with_noise_backward: {
		forward: (g: Tensor, self: Tensor, noise: Tensor, lower: Scalar, upper: Scalar, training: boolean) => {
			if (training && Number(upper) - Number(lower) > 1e-6) return mapBinary(g, noise, (a, r) => a * r);
			const slope = (Number(lower) + Number(upper)) / 2;
			return mapBinary(g, self, (a, x) => (x > 0 ? a : a * slope));
		},
		grad: { grad_output: (g, e) => call("rrelu_with_noise_backward", g, e.self, e.noise, e.lower, e.upper, e.training, false), ...zero },
	},
});

function thresholdForward(self: Tensor, threshold: Scalar, value: Scalar): Tensor {
	const [t, v] = [Number(threshold), Number(value)];
	return mapUnary(self, self.dtype, (x) => (x <= t ? v : x));
}

function celuForward(self: Tensor, alpha: Scalar): Tensor {
	if (Number(alpha) === 0) throw new TorchError("RuntimeError", "ZeroDivisionError: alpha cannot be 0 for CELU");
	return eluForward(self, alpha, 1, 1 / Number(alpha));
}

/** Both gradients come from one call; the second formula to run finds the first one's result. */
const preluMemo = new WeakMap<Tensor, Tensor[]>();
function preluBackward(g: Tensor, e: FormulaEnv): Tensor[] {
	const known = preluMemo.get(g);
	if (known !== undefined) return known;
	const both = call("_prelu_kernel_backward", g, e.self, e.weight) as unknown as Tensor[];
	preluMemo.set(g, both);
	return both;
}

function prelu(self: Tensor, weight: Tensor): Tensor {
	if (self.dtype !== weight.dtype)
		throw new TorchError(
			"RuntimeError",
			`prelu: Type promoting not supported. Got ${self.dtype.scalarType} and ${weight.dtype.scalarType}`,
		);
	const n = weight.numel;
	let w = weight;
	if (n !== 1) {
		if (self.dim === 0) throw new TorchError("RuntimeError", "Not allow zero-dim input tensor.");
		const channels = self.dim >= 2 ? self.sizes[1]! : 1;
		if (typeof n === "number" && typeof channels === "number" && n !== channels)
			throw new TorchError(
				"RuntimeError",
				`Mismatch of parameter numbers and input channel size. Found parameter numbers = ${n} and channel size = ${channels}.`,
			);
	}
	if (weight.dim > 1)
		throw new TorchError("RuntimeError", `prelu: Expected \`weight\` to be a scalar or 1D tensor, but got: ndim = ${weight.dim}`);
	const sizes = self.sizes.map((_, i) => (i === 1 ? n : 1));
	if (self.dim < 2) w = weight.dim === 1 && self.dim === 1 ? weight : call("reshape", weight, self.dim === 0 ? [] : [1]);
	else if (!(weight.dim === self.dim && weight.sizes.every((s, i) => s === sizes[i]))) w = call("view", weight, sizes);
	return call("_prelu_kernel", self, w);
}

/** Random slopes in training; `noise` keeps them. PyTorch writes it by hand outside its usual schemas. */
function rreluWithNoise(self: Tensor, noise: Tensor, lower: Scalar, upper: Scalar, training: boolean): Tensor {
	if (!training) {
		const out = mapUnary(self, self.dtype, (x) => (x > 0 ? x : (x * (Number(lower) + Number(upper))) / 2));
		return withRreluNode(out, self, noise, lower, upper, training);
	}
	const values = self.unknownShape ? null : self.numbers();
	if (values === null || noise.numbers() === null) {
		noise.storage.data = null;
		defaultGenerator().forget();
		return withRreluNode(Tensor.make(self.sizes, floatResult(self), null), self, noise, lower, upper, training);
	}
	const slopes = Float64Array.from(values, (x) =>
		x > 0 ? 1 : defaultGenerator().double() * (Number(upper) - Number(lower)) + Number(lower),
	);
	noise.write(slopes);
	const out = Tensor.make(
		self.sizes,
		floatResult(self),
		convert(
			Float64Array.from(values, (x, i) => (x > 0 ? x : x * slopes[i]!)),
			self.dtype,
		),
	);
	return withRreluNode(out, self, noise, lower, upper, training);
}
function withRreluNode(out: Tensor, self: Tensor, noise: Tensor, lower: Scalar, upper: Scalar, training: boolean): Tensor {
	if (!world.gradMode || !requiresGrad(self)) return out;
	const node = new FormulaNode("RreluWithNoiseBackward0", "rrelu_with_noise", [gradientEdge(self)], (grads) => {
		const [x, r] = node.saved.map((s) => s.unpack());
		return [grads[0] == null ? null : call("rrelu_with_noise_backward", grads[0], x, r, lower, upper, training, false)];
	});
	node.saved = [new SavedVariable("self", self, false, node), new SavedVariable("noise", noise, false, node)];
	setHistory(out, node);
	return out;
}

defineComposites({
	relu6: (self: Tensor) => call("hardtanh", self, 0, 6),
	relu6_: (self: Tensor) => callInPlace("hardtanh", [self, 0, 6], "relu6_"),
	selu: (self: Tensor) => call("elu", self, 1.6732632423543772848170429916717, 1.0507009873554804934193349852946),
	selu_: (self: Tensor) => callInPlace("elu", [self, 1.6732632423543772848170429916717, 1.0507009873554804934193349852946], "selu_"),
	silu_backward: (g: Tensor, self: Tensor) => (world.gradMode ? siluBackward(g, self) : siluStep(g, self)),
	mish_backward: (g: Tensor, self: Tensor) => (world.gradMode ? mishBackward(g, self) : mapBinary(g, self, (a, x) => a * mishSlope(x))),
	log_sigmoid: (self: Tensor) => (call("log_sigmoid_forward", self) as unknown as Tensor[])[0],
	prelu,
	rrelu: (self: Tensor, lower: Scalar, upper: Scalar, training: boolean) =>
		rreluWithNoise(self, call("zeros_like", self), lower, upper, training),
});
