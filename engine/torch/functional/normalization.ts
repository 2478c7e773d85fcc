/** Normalisation, dropout and embedding functions of torch.nn.functional. */
import { type Dim, floorDiv, isKnown, mul } from "../../shape/dim.ts";
import { sizesText } from "../../shape/shape.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { withGradMode } from "../../autograd/world.ts";
import { call, callInPlace, callMany, callOp, div, squeeze, unsqueeze, view } from "../../ops/aten.ts";
import { type FunctionEntry, assertion, runtimeError, sizeText, sameSize, valueError, warn } from "./entry.ts";
import { TorchError } from "../../autograd/errors.ts";

/** More than one value per channel is needed for statistics. */
function verifyBatch(sizes: readonly Dim[], shown: string): void {
	const product = [sizes[0] ?? 1, ...sizes.slice(2)].reduce<Dim>((a, b) => mul(a, b), 1);
	if (product === 1) throw valueError(`Expected more than 1 value per channel when training, got input size ${shown}`);
}

const norms: FunctionEntry[] = [
	{
		name: "batch_norm",
		signature: "(input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05)",
		call: (a) => {
			if (a.training && !a.input.unknownShape) verifyBatch(a.input.sizes, sizeText(a.input));
			if (a.training && a.eps <= 0) throw valueError(`batch_norm eps must be positive during training, but got ${a.eps}`);
			if (a.eps < 0) throw valueError(`batch_norm eps must be non-negative, but got ${a.eps}`);
			return call("batch_norm", a.input, a.weight, a.bias, a.running_mean, a.running_var, a.training, a.momentum, a.eps, true);
		},
	},
	{
		name: "instance_norm",
		signature: "(input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-05)",
		call: (a) => {
			const input = a.input as Tensor;
			if (a.use_input_stats && !input.unknownShape && input.sizes.slice(2).reduce<Dim>((x, y) => mul(x, y), 1) === 1)
				throw valueError(`Expected more than 1 spatial element when training, got input size ${sizeText(input)}`);
			return call("instance_norm", input, a.weight, a.bias, a.running_mean, a.running_var, a.use_input_stats, a.momentum, a.eps, true);
		},
	},
	{
		name: "layer_norm",
		signature: "(input, normalized_shape, weight=None, bias=None, eps=1e-05)",
		call: (a) => call("layer_norm", a.input, a.normalized_shape, a.weight, a.bias, a.eps, true),
	},
	{
		name: "rms_norm",
		signature: "(input, normalized_shape, weight=None, eps=None)",
		call: (a) => call("rms_norm", a.input, a.normalized_shape, a.weight, a.eps),
	},
	{
		name: "group_norm",
		signature: "(input, num_groups, weight=None, bias=None, eps=1e-05)",
		call: (a) => {
			const input = a.input as Tensor;
			if (!input.unknownShape) {
				if (input.dim < 2) throw runtimeError(`Expected at least 2 dimensions for input tensor but received ${input.dim}`);
				if (a.num_groups === 0) throw new TorchError("ZeroDivisionError", "integer division or modulo by zero", { key: "NN" });
				const sizes = [floorDiv(mul(input.sizes[0]!, input.sizes[1]!), a.num_groups), a.num_groups, ...input.sizes.slice(2)];
				verifyBatch(sizes, sizesText(sizes));
			}
			return call("group_norm", input, a.num_groups, a.weight, a.bias, a.eps, true);
		},
	},
	{
		name: "local_response_norm",
		signature: "(input, size, alpha=0.0001, beta=0.75, k=1.0)",
		call: (a) => {
			const input = a.input as Tensor;
			if (input.unknownShape) return call("mul.Tensor", input, input);
			if (input.dim < 3)
				throw valueError(`Expected 3D or higher dimensionality                          input (got ${input.dim} dimensions)`);
			if (input.numel === 0) return input;
			const [before, after] = [floorDiv(a.size, 2), floorDiv(a.size - 1, 2)];
			let square = call("mul.Tensor", input, input);
			if (input.dim === 3)
				square = squeeze(call("avg_pool2d", call("pad", unsqueeze(square, 1), [0, 0, before, after]), [a.size, 1], [1, 1]), 1);
			else {
				const [n, c, h, ...rest] = input.sizes as [Dim, Dim, Dim, ...Dim[]];
				square = view(square, [n, 1, c, h, rest.reduce<Dim>((x, y) => mul(x, y), 1)]);
				square = squeeze(call("avg_pool3d", call("pad", square, [0, 0, 0, 0, before, after]), [a.size, 1, 1], [1, 1, 1]), 1);
				square = view(square, input.sizes);
			}
			return div(input, call("pow.Tensor_Scalar", call("add.Tensor", call("mul.Tensor", square, a.alpha), a.k, 1), a.beta));
		},
	},
];

const checkP = (p: number, shown: unknown = p): void => {
	if (p < 0 || p > 1) throw valueError(`dropout probability has to be between 0 and 1, but got ${String(shown)}`);
};
const drop = (name: string, a: any, input: Tensor = a.input): Tensor =>
	callOp(a.inplace ? `${name}_` : name, [input, a.p, a.training]) as Tensor;

function plainDropout(name: string, training: string): FunctionEntry {
	return {
		name,
		signature: `(input, p=0.5, training=${training}, inplace=False)`,
		call: (a) => {
			checkP(a.p);
			return drop(name, a);
		},
	};
}

/** dropout1d and dropout3d take a missing batch dimension; 2-d keeps its old reading of 3-D inputs. */
function channelDropout(n: number): FunctionEntry {
	const name = `dropout${n}d`;
	const odd = (d: number): string =>
		`${name}: Received a ${d}-D input to ${name}, which is deprecated and will result in an error in a future release. To retain the behavior and silence this warning, please use dropout instead. Note that ${name} exists to provide channel-wise dropout on inputs with ${n} spatial dimensions, a channel dimension, and an optional batch dimension (i.e. ${n + 1}D or ${n + 2}D inputs).`;
	return {
		name,
		signature: "(input, p=0.5, training=True, inplace=False)",
		call: (a) => {
			checkP(a.p);
			const input = a.input as Tensor;
			if (input.unknownShape) return drop("feature_dropout", a);
			const d = input.dim;
			if (d !== n + 1 && d !== n + 2) {
				if (n === 1)
					throw runtimeError(
						`dropout1d: Expected 2D or 3D input, but received a ${d}D input. Note that dropout1d exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).`,
					);
				warn(odd(d));
			}
			if (n === 2) {
				if (d === 3)
					warn(
						"dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout behavior is desired - input is interpreted as shape (N, C, L), where C is the channel dim. This behavior will change in a future release to interpret the input as one without a batch dimension, i.e. shape (C, H, W). To maintain the 1D channel-wise dropout behavior, please switch to using dropout1d instead.",
					);
				return drop("feature_dropout", a);
			}
			if (d === n + 2) return drop("feature_dropout", a);
			const wide = a.inplace ? callInPlace("unsqueeze_", [input, 0]) : unsqueeze(input, 0);
			const out = drop("feature_dropout", a, wide);
			return a.inplace ? callInPlace("squeeze_.dim", [out, 0]) : squeeze(out, 0);
		},
	};
}

function renorm(weight: Tensor, input: Tensor, maxNorm: number, p: number): void {
	withGradMode(false, () => callOp("embedding_renorm_", [weight, input, maxNorm, p]));
}

const embeddings: FunctionEntry[] = [
	{
		name: "embedding",
		signature: "(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False)",
		call: (a) => {
			let padding = -1;
			if (a.padding_idx !== null) {
				padding = a.padding_idx;
				const height = (a.weight as Tensor).unknownShape ? null : a.weight.sizes[0];
				if (padding > 0)
					assertion(height === null || !isKnown(height) || padding < height, () => "Padding_idx must be within num_embeddings");
				else if (padding < 0) {
					assertion(height === null || !isKnown(height) || padding >= -height, () => "Padding_idx must be within num_embeddings");
					if (height !== null && isKnown(height)) padding += height;
				}
			}
			let input = a.input as Tensor;
			if (a.max_norm !== null) {
				input = call("contiguous", input);
				renorm(a.weight, input, a.max_norm, a.norm_type);
			}
			return call("embedding", a.weight, input, padding, a.scale_grad_by_freq, a.sparse);
		},
	},
	{
		name: "embedding_bag",
		signature:
			"(input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode='mean', sparse=False, per_sample_weights=None, include_last_offset=False, padding_idx=None)",
		call: (a) => {
			let { input, weight, offsets, per_sample_weights: each, include_last_offset: includeLast } = a;
			if (weight.dtype.name === "int64" && input.dtype.category === 2) {
				warn(
					"Argument order of nn.functional.embedding_bag was changed. Usage `embedding_bag(weight, input, ...)` is deprecated, and should now be `embedding_bag(input, weight, ...)`.",
				);
				[weight, input] = [input, weight];
			}
			if (each !== null && !sameSize(input, each))
				throw valueError(
					`embedding_bag: If per_sample_weights (${sizeText(each)}) is not None, then it must have the same shape as the input (${sizeText(input)})`,
				);
			if (weight.dim !== 2 && !weight.unknownShape)
				throw valueError(`weight has to be a 2D Tensor, but got Tensor of dimension ${weight.dim}`);
			if (input.dim === 2 && !input.unknownShape) {
				if (offsets !== null)
					throw valueError(
						"if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences. However, found offsets of type <class 'torch.Tensor'>",
					);
				offsets = call("arange.start_step", 0, input.numel, input.sizes[1], input.dtype);
				includeLast = false;
				input = call("reshape", input, [-1]);
				if (each !== null) each = call("reshape", each, [-1]);
			} else if (input.unknownShape) offsets ??= input;
			else if (input.dim === 1) {
				if (offsets === null) throw valueError("offsets has to be a 1D Tensor but got None");
				if (offsets.dim !== 1 && !offsets.unknownShape) throw valueError("offsets has to be a 1D Tensor");
			} else throw valueError(`input has to be 1D or 2D Tensor, but got Tensor of dimension ${input.dim}`);
			const mode = ["sum", "mean", "max"].indexOf(a.mode);
			if (mode < 0) throw valueError("mode has to be one of sum, mean or max");
			if (mode === 2 && a.scale_grad_by_freq) throw valueError("max mode does not support scaling the gradient by the frequency");
			if (mode === 2 && a.sparse) throw valueError("max mode does not support sparse weights");
			if (a.max_norm !== null) renorm(weight, input, a.max_norm, a.norm_type);
			if (each !== null && a.mode !== "sum")
				throw new TorchError(
					"NotImplementedError",
					`embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' (got mode='${a.mode}'). Please open a feature request on GitHub.`,
					{ key: "NN" },
				);
			return callMany(
				"embedding_bag.padding_idx",
				weight,
				input,
				offsets,
				a.scale_grad_by_freq,
				mode,
				a.sparse,
				each,
				includeLast,
				a.padding_idx,
			)[0];
		},
	},
];

export const normalizations: FunctionEntry[] = [
	...norms,
	plainDropout("dropout", "True"),
	plainDropout("alpha_dropout", "False"),
	plainDropout("feature_alpha_dropout", "False"),
	...[1, 2, 3].map(channelDropout),
	...embeddings,
];
