/** Exceptions that PyTorch itself raises, with its own texts. They become Python exceptions at the call boundary. */
import { world } from "./world.ts";

/** `type` is the Python class name: RuntimeError, ValueError, IndexError, TypeError, NotImplementedError ... */
export class TorchError extends Error {
	type: string;
	/** What the rules want to know beyond the text (the saved tensor, the node, ...). */
	facts: Record<string, unknown> | null;
	constructor(type: string, message: string, facts: Record<string, unknown> | null = null) {
		super(message);
		this.type = type;
		this.facts = facts;
	}
}

/** The message texts of the backward engine and the in-place checks (spec section 11), under their keys. */
export const messages = {
	BW_NO_GRAD: (i: number) => `element ${i} of tensors does not require grad and does not have a grad_fn`,
	RETAIN_MOVED: () =>
		`out != nullptr INTERNAL ASSERT FAILED at "/__w/pytorch/pytorch/torch/csrc/autograd/variable.cpp":207, please report a bug to PyTorch. `,
	BW_TWICE: () =>
		"Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.",
	BW_INPLACE: (type: string, sizes: string, origin: string, current: number, saved: number) =>
		`one of the variables needed for gradient computation has been modified by an inplace operation: [${type} ${sizes}]${origin} is at version ${current}; expected version ${saved} instead. ` +
		(world.anomaly
			? "Hint: the backtrace further above shows the operation that failed to compute its gradient. The variable in question was changed in there or anywhere later. Good luck!"
			: `Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True${world.profile === "2.13" ? ", check_nan=False" : ""}).`),
	BW_DETACHED_INPLACE: () =>
		"Trying to use a saved tensor that has been detached in-place, i.e. with .detach_().This is not supported, please use out-of-place `.detach()` instead",
	BW_NONSCALAR: () => "grad can be implicitly created only for scalar outputs",
	IP_LEAF: () => "a leaf Variable that requires grad is being used in an in-place operation.",
	IP_VIEW_LEAF: () => "a view of a leaf Variable that requires grad is being used in an in-place operation.",
	IP_OVERLAP_INTERNAL: () =>
		"unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.",
	IP_OVERLAP: () =>
		"unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location. Please clone() the tensor before performing the operation.",
	IP_BROADCAST: (a: string, b: string) => `output with shape ${a} doesn't match the broadcast shape ${b}`,
	IP_CAST: (a: string, b: string) => `result type ${a} can't be cast to the desired output type ${b}`,
	INF_SAVED: () =>
		"Inference tensors cannot be saved for backward. Please do not use Tensors created in inference mode in computation tracked by autograd. To work around this, you can make a clone to get a normal tensor and use it in autograd, or use `torch.no_grad()` instead of `torch.inference_mode()`.",
	INF_INPLACE: () =>
		"Inplace update to inference tensor outside InferenceMode is not allowed.You can make a clone to get a normal tensor before doing inplace update.See https://github.com/pytorch/rfcs/pull/17 for more details.",
	NOT_DIFF_BACKWARD: (op: string) => `derivative for ${op === "set_" ? "" : "aten::"}${op} is not implemented`,
	NOT_IMPLEMENTED: (what: string) => `the derivative for '${what}' is not implemented.`,
	ARG_NOT_DIFF: (op: string, arg: string) =>
		`The function '${op}' is not differentiable with respect to argument '${arg}'. This input cannot have requires_grad True.`,
	OUT_RG: (op: string) =>
		`${op}(): functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad.`,
	GRAD_UNUSED: (i: number) =>
		`The differentiated Tensor at index ${i} appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.`,
	GRAD_NO_RG: () => "One of the differentiated Tensors does not require grad",
	BROADCAST: (a: string, b: string, d: number) =>
		`The size of tensor a (${a}) must match the size of tensor b (${b}) at non-singleton dimension ${d}`,
	DIM_RANGE: (lo: number, hi: number, d: number) => `Dimension out of range (expected to be in range of [${lo}, ${hi}], but got ${d})`,
	INT_RG_CTOR: () => "Only Tensors of floating point and complex dtype can require gradients",
} as const;

export function fail(key: keyof typeof messages, ...args: never[]): never {
	throw new TorchError("RuntimeError", (messages[key] as (...a: never[]) => string)(...args), { key });
}
