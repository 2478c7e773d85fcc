/** Activations of torch.nn.functional with their Python signatures. */
import type { Tensor } from "../../autograd/tensor.ts";
import { abs, add, call, callInPlace, callOp, div, log, neg, sub, tanh } from "../../ops/aten.ts";
import { type FunctionEntry, runtimeError, valueError, warn } from "./entry.ts";

/** `f(x)` or `f_(x)`. */
const either = (name: string, inPlace: boolean, args: unknown[]): unknown =>
	inPlace ? callInPlace(name, args, `${name.split(".")[0]}_`) : callOp(name, args);

function implicitDim(name: string, input: Tensor): number {
	warn(`Implicit dimension choice for ${name} has been deprecated. Change the call to include dim=X as an argument.`);
	return input.dim === 0 || input.dim === 1 || input.dim === 3 ? 0 : 1;
}

/** Entries that only pass their parameters on, `inplace` apart. */
function passing(name: string, signature: string, op = name): FunctionEntry {
	const names = signature
		.slice(1, -1)
		.split(", ")
		.map((p) => p.split("=")[0]!)
		.filter((p) => p !== "inplace");
	return {
		name,
		signature,
		call: (a) =>
			either(
				op,
				a.inplace === true,
				names.map((n) => a[n]),
			),
	};
}

export const activations: FunctionEntry[] = [
	passing("relu", "(input, inplace=False)"),
	passing("relu6", "(input, inplace=False)"),
	passing("elu", "(input, alpha=1.0, inplace=False)"),
	passing("selu", "(input, inplace=False)"),
	passing("celu", "(input, alpha=1.0, inplace=False)"),
	passing("leaky_relu", "(input, negative_slope=0.01, inplace=False)"),
	passing("rrelu", "(input, lower=0.125, upper=0.3333333333333333, training=False, inplace=False)"),
	passing("hardsigmoid", "(input, inplace=False)"),
	passing("silu", "(input, inplace=False)"),
	passing("mish", "(input, inplace=False)"),
	passing("hardswish", "(input, inplace=False)"),
	passing("threshold", "(input, threshold, value, inplace=False)"),
	passing("tanh", "(input)"),
	passing("sigmoid", "(input)"),
	{
		name: "hardtanh",
		signature: "(input, min_val=-1.0, max_val=1.0, inplace=False)",
		call: (a) => {
			if (a.min_val > a.max_val) throw valueError("min_val cannot be greater than max_val");
			return either("hardtanh", a.inplace, [a.input, a.min_val, a.max_val]);
		},
	},
	{
		name: "glu",
		signature: "(input, dim=-1)",
		call: (a) => {
			if (a.input.dim === 0 && !a.input.unknownShape) throw runtimeError("glu does not support scalars because halving size must be even");
			return call("glu", a.input, a.dim);
		},
	},
	{ name: "logsigmoid", signature: "(input)", call: (a) => call("log_sigmoid", a.input) },
	{ name: "tanhshrink", signature: "(input)", call: (a) => sub(a.input, tanh(a.input)) },
	{ name: "softsign", signature: "(input)", call: (a) => div(a.input, add(abs(a.input), 1)) },
	{
		name: "softmin",
		signature: "(input, dim=None, _stacklevel=3, dtype=None)",
		call: (a) => call("softmax.int", neg(a.input), a.dim ?? implicitDim("softmin", a.input), a.dtype),
	},
	{
		name: "softmax",
		signature: "(input, dim=None, _stacklevel=3, dtype=None)",
		call: (a) => call("softmax.int", a.input, a.dim ?? implicitDim("softmax", a.input), a.dtype),
	},
	{
		name: "log_softmax",
		signature: "(input, dim=None, _stacklevel=3, dtype=None)",
		call: (a) => call("log_softmax.int", a.input, a.dim ?? implicitDim("log_softmax", a.input), a.dtype),
	},
	{
		name: "gumbel_softmax",
		signature: "(logits, tau=1, hard=False, eps=1e-10, dim=-1)",
		call: (a) => {
			if (a.eps !== 1e-10) warn("`eps` parameter is deprecated and has no effect.");
			const logits = a.logits as Tensor;
			const noise = call("empty_like", logits);
			callOp("exponential_", [noise, 1, null]);
			const soft = call("softmax.int", div(add(logits, neg(log(noise))), a.tau), a.dim, null);
			if (!a.hard) return soft;
			const index = (callOp("max.dim", [soft, a.dim, true]) as Tensor[])[1]!;
			const hard = call("zeros_like", logits);
			callInPlace("scatter.value", [hard, a.dim, index, 1]);
			return add(sub(hard, call("detach", soft)), soft);
		},
	},
];
