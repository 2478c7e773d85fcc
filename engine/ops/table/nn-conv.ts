/** Convolutions: the `convolution` node with its backward, and the functions that lead to it (conv1d ... conv_transpose3d). */
import { formatted, isLikeChannelsLast } from "../kernel/formats.ts";
import { add, type Dim, equal, floorDiv, isKnown, mul, sub } from "../../shape/dim.ts";
import type { Numbers } from "../../shape/dtype.ts";
import { numel, type Sizes, sizesText } from "../../shape/shape.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { call, callMany, squeeze, unsqueeze, view } from "../aten.ts";
import { convolution } from "./nn-conv-complex.ts";
import { checkDtypes } from "./nn-conv-types.ts";
import { addBias, channelSums, convolve, type ConvGeometry, convWork } from "../kernel/conv.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { check, joint, rounded, runtimeError, spread, undefinedTensor, unknownNumbers, wants, warnOnce } from "../kernel/rounded.ts";
import { defineComposites, defineRows } from "../row.ts";

type Ints = Dim[];

/** Output extents of the sliding (or, transposed, the growing) dimensions. */
function outputSizes(
	input: Sizes,
	weight: Sizes,
	stride: Ints,
	padding: Ints,
	dilation: Ints,
	transposed: boolean,
	outputPadding: Ints,
	groups: Dim,
): Dim[] {
	const n = input.length - 2;
	const out: Dim[] = [input[0]!, transposed ? mul(weight[1]!, groups) : weight[0]!];
	for (let i = 0; i < n; i++) {
		const reach = mul(dilation[i]!, sub(weight[i + 2]!, 1));
		const x = input[i + 2]!;
		if (transposed) out.push(add(add(add(sub(mul(sub(x, 1), stride[i]!), mul(2, padding[i]!)), reach), outputPadding[i]!), 1));
		else out.push(add(floorDiv(sub(sub(add(x, mul(2, padding[i]!)), reach), 1), stride[i]!), 1));
	}
	return out;
}

function checkConvolution(
	input: Tensor,
	weight: Tensor,
	bias: Tensor | null,
	stride: Ints,
	padding: Ints,
	dilation: Ints,
	transposed: boolean,
	outputPadding: Ints,
	groups: Dim,
): void {
	const k = weight.dim;
	const below = (list: Ints, least: number): boolean => list.some((v) => isKnown(v) && v < least);
	check(!below(padding, 0), () => "negative padding is not supported");
	check(!below(outputPadding, 0), () => "negative output_padding is not supported");
	check(!below(stride, 1), () => "non-positive stride is not supported");
	check(!below(dilation, 1), () => "non-positive dilation is not supported");
	check(!isKnown(groups) || groups > 0, () => "non-positive groups is not supported");
	const w = sizesText(weight.sizes);
	const size = sizesText(input.sizes);
	check(
		k === input.dim,
		() =>
			`Expected ${k}-dimensional input for ${k}-dimensional weight ${w}, but got ${input.dim}-dimensional input of size ${size} instead`,
	);
	const lead = weight.sizes[0]!;
	if (isKnown(lead) && isKnown(groups)) {
		check(
			lead >= groups,
			() => `Given groups=${groups}, expected weight to be at least ${groups} at dimension 0, but got weight of size ${w} instead`,
		);
		check(
			lead % groups === 0,
			() => `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size [${w}] instead`,
		);
	}
	const channels = transposed ? lead : mul(weight.sizes[1]!, groups);
	const given = transposed ? "Given transposed=1" : `Given groups=${String(groups)}`;
	check(
		equal(input.sizes[1]!, channels) !== false,
		() =>
			`${given}, weight of size ${w}, expected input${size} to have ${String(channels)} channels, but got ${String(input.sizes[1])} channels instead`,
	);
	const biasSize = transposed ? mul(weight.sizes[1]!, groups) : lead;
	if (bias !== null)
		check(
			bias.dim === 1 && equal(bias.sizes[0]!, biasSize) !== false,
			() =>
				`${transposed ? "Given transposed=1, weight" : "Given weight"} of size ${w}, expected bias to be 1-dimensional with ${String(biasSize)} elements, but got bias of size ${sizesText(bias.sizes)} instead`,
		);
	if (transposed) return checkOutputPadding(stride, dilation, outputPadding);
	const padded: Dim[] = [];
	const reach: Dim[] = [];
	let tooLarge = false;
	for (let i = 0; i < k - 2; i++) {
		const x = add(input.sizes[i + 2]!, mul(2, padding[i]!));
		const r = add(mul(dilation[i]!, sub(weight.sizes[i + 2]!, 1)), 1);
		padded.push(x);
		reach.push(r);
		if (isKnown(x) && isKnown(r) && x < r) tooLarge = true;
	}
	const times = (s: Dim[]): string => s.map(String).join(" x ");
	check(
		!tooLarge,
		() =>
			`Calculated padded input size per channel: (${times(padded)}). Kernel size: (${times(reach)}). Kernel size can't be greater than actual input size`,
	);
}

function checkOutputPadding(stride: Ints, dilation: Ints, outputPadding: Ints): void {
	const n = stride.length;
	const names = n === 3 ? ["depth", "height", "width"] : ["height", "width"];
	const all = (list: Ints): Dim[] => (n === 1 ? [n === 1 ? 1 : 0, list[0]!] : list);
	const [p, s, d] = [n === 1 ? [0, outputPadding[0]!] : outputPadding, all(stride), all(dilation)];
	for (let i = 0; i < p.length; i++) {
		const [a, b, c] = [p[i]!, s[i]!, d[i]!];
		if (!isKnown(a) || !isKnown(b) || !isKnown(c) || a < b || a < c) continue;
		const list = (what: string, v: readonly Dim[]): string => names.map((x, j) => `${what}_${x}: ${String(v[j])}`).join(" ");
		throw runtimeError(
			`output padding must be smaller than either stride or dilation, but got ${list("output_padding", p)} ${list("stride", s)} ${list("dilation", d)}`,
		);
	}
}

/** All three dimensions, in terms of the side that slides (`in`) and the side that steps (`out`). Null when symbolic. */
function geometryOf(
	input: Sizes,
	output: Sizes,
	weight: Sizes,
	stride: Ints,
	padding: Ints,
	dilation: Ints,
	transposed: boolean,
	groups: Dim,
): ConvGeometry | null {
	const slide = transposed ? output : input;
	const step = transposed ? input : output;
	if ([...slide, ...step, ...weight, groups].some((d) => typeof d !== "number")) return null;
	const three = (list: readonly Dim[], fill: number): number[] => [...new Array<number>(3 - list.length).fill(fill), ...(list as number[])];
	return {
		batch: input[0] as number,
		groups: groups as number,
		inChannels: slide[1] as number,
		outChannels: step[1] as number,
		in: three(slide.slice(2), 1),
		out: three(step.slice(2), 1),
		kernel: three(weight.slice(2), 1),
		stride: three(stride, 1),
		padding: three(padding, 0),
		dilation: three(dilation, 1),
	};
}

function forward(
	input: Tensor,
	weight: Tensor,
	bias: Tensor | null,
	s: Ints,
	p: Ints,
	d: Ints,
	transposed: boolean,
	op: Ints,
	groups: Dim,
): Tensor {
	const n = weight.dim - 2;
	const list = (v: Ints, what: string): Ints => {
		const out = spread(v, n);
		if (out.length !== n)
			throw runtimeError(
				`expected ${what} to be a single integer value or a list of ${n} values to match the convolution dimensions, but got ${what}=${sizesText(out)}`,
			);
		return out;
	};
	const [stride, padding, dilation, outputPadding] = [
		list(s, "stride"),
		list(p, "padding"),
		list(d, "dilation"),
		list(op, "output_padding"),
	];
	checkDtypes(
		input,
		weight,
		bias,
		[...stride, ...dilation].every((v) => v === 1),
		groups,
		transposed,
	);
	checkConvolution(input, weight, bias, stride, padding, dilation, transposed, outputPadding, groups);
	const sizes = outputSizes(input.sizes, weight.sizes, stride, padding, dilation, transposed, outputPadding, groups);
	const g = geometryOf(input.sizes, sizes, weight.sizes, stride, padding, dilation, transposed, groups);
	const tensors = bias === null ? [input, weight] : [input, weight, bias];
	if (g === null || input.dtype.width === 2 || !affordable(tensors, count(sizes)!, convWork(g))) return unknownNumbers(sizes, input.dtype);
	const out = new Float64Array(count(sizes)!);
	const x = input.numbers()!;
	const w = weight.numbers()!;
	if (transposed) convolve(g, out, w, x, "in");
	else convolve(g, x, w, out, "out");
	if (bias !== null) addBias(out, bias.numbers()!, g.batch, sizes[1] as number, out.length / (g.batch * (sizes[1] as number)));
	return rounded(sizes, input.dtype, out);
}

function backward(
	grad: Tensor,
	input: Tensor,
	weight: Tensor,
	biasSizes: Ints | null,
	s: Ints,
	p: Ints,
	d: Ints,
	transposed: boolean,
	_op: Ints,
	groups: Dim,
	mask: boolean[],
): Tensor[] {
	const n = weight.dim - 2;
	const g = geometryOf(input.sizes, grad.sizes, weight.sizes, spread(s, n), spread(p, n), spread(d, n), transposed, groups);
	const known = g !== null && input.dtype.width === 1;
	const compute = (wanted: boolean, sizes: Sizes, from: Tensor[], target: (out: Float64Array) => void, work: number): Tensor => {
		if (!wanted) return undefinedTensor(input.dtype);
		if (!known || !affordable(from, count(sizes)!, work)) return unknownNumbers(sizes, input.dtype);
		const out = new Float64Array(count(sizes)!);
		target(out);
		return rounded(sizes, input.dtype, out);
	};
	const work = g === null ? 0 : convWork(g);
	const gradInput = compute(
		mask[0]!,
		input.sizes,
		[grad, weight],
		(out) =>
			transposed
				? convolve(g!, grad.numbers()!, weight.numbers()!, out, "out")
				: convolve(g!, out, weight.numbers()!, grad.numbers()!, "in"),
		work,
	);
	const gradWeight = compute(
		mask[1]!,
		weight.sizes,
		[grad, input],
		(out) =>
			transposed
				? convolve(g!, grad.numbers()!, out, input.numbers()!, "weight")
				: convolve(g!, input.numbers()!, out, grad.numbers()!, "weight"),
		work,
	);
	const channels = grad.sizes[1]!;
	const gradBias = compute(
		mask[2]!,
		biasSizes ?? [channels],
		[grad],
		(out) => {
			const c = channels as number;
			const batch = grad.sizes[0] as number;
			out.set(channelSums(grad.numbers() as Numbers, batch, c, (numel(grad.sizes) as number) / (batch * c)));
		},
		0,
	);
	return [gradInput, gradWeight, gradBias];
}

/** All three gradients by one call of convolution_backward, as the node computes them. */
const gradients = (g: Tensor, e: any): Tensor[] =>
	joint(e, () => {
		const transposed = e.transposed as boolean;
		const lead: Dim = e.weight.unknownShape ? 1 : transposed ? mul(e.weight.sizes[1], e.groups) : e.weight.sizes[0];
		return callMany(
			"convolution_backward",
			g,
			e.input,
			e.weight,
			e.bias === null ? null : [lead],
			e.stride,
			e.padding,
			e.dilation,
			transposed,
			e.output_padding,
			e.groups,
			[wants(e.input), wants(e.weight), wants(e.bias)],
		);
	});

/** Derivatives of the backward: grads are those of (grad_input, grad_weight, grad_bias). */
function doubleBackward(e: any): { grad_output: Tensor | null; input: Tensor | null; weight: Tensor | null } {
	const [ggI, ggW, ggB] = e.grads as (Tensor | null)[];
	const rest = [e.stride, e.padding, e.dilation, e.transposed, e.output_padding, e.groups] as const;
	const back = (input: Tensor, weight: Tensor, mask: boolean[]): Tensor[] =>
		callMany("convolution_backward", e.grad_output, input, weight, null, ...rest, mask);
	const plus = (a: Tensor | null, b: Tensor): Tensor => (a === null ? b : call("add.Tensor", a, b, 1));
	let gO: Tensor | null = null;
	if (ggI != null) gO = call("convolution", ggI, e.weight, null, ...rest);
	if (ggW != null) gO = plus(gO, call("convolution", e.input, ggW, null, ...rest));
	if (ggB != null)
		gO = plus(
			gO,
			call(
				"expand",
				view(ggB, [1, ggB.sizes[0]!, ...(e.grad_output.sizes as Sizes).slice(2).map(() => 1)]),
				[...e.grad_output.sizes],
				false,
			),
		);
	return {
		grad_output: gO,
		input: ggW == null ? null : back(e.input, ggW, [true, false, false])[0]!,
		weight: ggI == null ? null : back(ggI, e.weight, [false, true, false])[1]!,
	};
}

defineRows({
	convolution: {
		forward: (...args: Parameters<typeof forward>) => formatted(isLikeChannelsLast(args[0]) ? args[0] : args[1], forward(...args)),
		grad: {
			input: (g, e) => gradients(g, e)[0]!,
			weight: (g, e) => gradients(g, e)[1]!,
			bias: (g, e) => gradients(g, e)[2]!,
		},
	},
	convolution_backward: {
		forward: backward,
		grad: {
			grad_output: (_g, e) => joint(e, () => doubleBackward(e)).grad_output,
			input: (_g, e) => joint(e, () => doubleBackward(e)).input,
			weight: (_g, e) => joint(e, () => doubleBackward(e)).weight,
		},
	},
});

/** Adds the batch dimension to an unbatched input and takes it off the result. */
function batched(input: Tensor, n: number, name: string, run: (x: Tensor) => Tensor): Tensor {
	if (input.unknownShape) return run(input);
	const size = sizesText(input.sizes);
	check(
		input.dim === n + 1 || input.dim === n + 2,
		() => `Expected ${n + 1}D (unbatched) or ${n + 2}D (batched) input to ${name}, but got input of size: ${size}`,
	);
	return input.dim === n + 2 ? run(input) : squeeze(run(unsqueeze(input, 0)), 0);
}

function plain(
	n: number,
): (input: Tensor, weight: Tensor, bias: Tensor | null, stride: Ints, padding: Ints, dilation: Ints, groups: Dim) => Tensor {
	return (input, weight, bias, stride, padding, dilation, groups) =>
		batched(input, n, `conv${n}d`, (x) =>
			convolution(x, weight, bias, spread(stride, n), spread(padding, n), spread(dilation, n), false, new Array(n).fill(0), groups),
		);
}

function withMode(
	n: number,
): (input: Tensor, weight: Tensor, bias: Tensor | null, stride: Ints, padding: string, dilation: Ints, groups: Dim) => Tensor {
	return (input, weight, bias, stride, padding, dilation, groups) =>
		batched(input, n, `conv${n}d`, (x) =>
			call("_convolution_mode", x, weight, bias, spread(stride, n), padding, spread(dilation, n), groups),
		);
}

function transposedConv(
	n: number,
): (
	input: Tensor,
	weight: Tensor,
	bias: Tensor | null,
	stride: Ints,
	padding: Ints,
	outputPadding: Ints,
	groups: Dim,
	dilation: Ints,
) => Tensor {
	return (input, weight, bias, stride, padding, outputPadding, groups, dilation) =>
		batched(input, n, `conv_transpose${n}d`, (x) =>
			convolution(x, weight, bias, spread(stride, n), spread(padding, n), spread(dilation, n), true, spread(outputPadding, n), groups),
		);
}

function convolutionMode(
	input: Tensor,
	weight: Tensor,
	bias: Tensor | null,
	stride: Ints,
	padding: string,
	dilation: Ints,
	groups: Dim,
): Tensor {
	const n = weight.unknownShape ? Math.max(1, Array.isArray(stride) ? stride.length : 1) : weight.dim - 2;
	const zeros = new Array<number>(n).fill(0);
	if (padding === "valid" || (padding === "same" && weight.unknownShape))
		return convolution(input, weight, bias, spread(stride, n), zeros, spread(dilation, n), false, zeros, groups);
	check(padding === "same", () => `Invalid padding string: '${padding}'`);
	check(!spread(stride, n).some((s) => isKnown(s) && s !== 1), () => "padding='same' is not supported for strided convolutions");
	const each = spread(dilation, n).map((d, i) => mul(d, sub(weight.sizes[i + 2]!, 1)));
	const left = each.map((total) => floorDiv(total, 2));
	const right = each.map((total, i) => sub(total, left[i]!));
	let x = input;
	if (left.some((l, i) => equal(l, right[i]!) === false)) {
		warnOnce("Using padding='same' with even kernel lengths and odd dilation may require a zero-padded copy of the input be created");
		const pad: Dim[] = [];
		for (let i = n - 1; i >= 0; i--) pad.push(0, sub(right[i]!, left[i]!));
		x = call("constant_pad_nd", input, pad, 0);
	}
	return convolution(x, weight, bias, spread(stride, n), left, spread(dilation, n), false, zeros, groups);
}

/** Without the flags for cuDNN that these take at their end. */
const withoutTail = (...args: Parameters<typeof convolution>): Tensor => convolution(...(args.slice(0, 9) as typeof args));

defineComposites({
	conv1d: plain(1),
	conv2d: plain(2),
	conv3d: plain(3),
	"conv1d.padding": withMode(1),
	"conv2d.padding": withMode(2),
	"conv3d.padding": withMode(3),
	_convolution_mode: convolutionMode,
	_convolution: withoutTail,
	"_convolution.deprecated": withoutTail,
	conv_transpose1d: transposedConv(1),
	"conv_transpose2d.input": transposedConv(2),
	"conv_transpose3d.input": transposedConv(3),
});
