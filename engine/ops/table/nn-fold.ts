/** Rearrangements: im2col and col2im (unfold, fold), pixel shuffles, channel shuffle. */
import { add, type Dim, dimText, equal, floorDiv, isKnown, mul, product, sub } from "../../shape/dim.ts";
import { sizesText } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { call } from "../aten.ts";
import { byParts } from "../kernel/complex-parts.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { check, rounded, spread, unknownNumbers } from "../kernel/rounded.ts";
import { defineComposites, defineRows } from "../row.ts";

type Two = [number, number];
const pairText = (v: readonly Dim[]): string => `(${v.map(dimText).join(", ")})`;

interface Patches {
	kernel: Two;
	dilation: Two;
	padding: Two;
	stride: Two;
}
const patches = (kernel: unknown, dilation: unknown, padding: unknown, stride: unknown): Patches => ({
	kernel: spread(kernel as Dim, 2) as Two,
	dilation: spread(dilation as Dim, 2) as Two,
	padding: spread(padding as Dim, 2) as Two,
	stride: spread(stride as Dim, 2) as Two,
});

function checkPatches(p: Patches): void {
	for (const [what, v] of [
		["kernel", p.kernel],
		["dilation", p.dilation],
		["stride", p.stride],
	] as const)
		check(
			v[0] > 0 && v[1] > 0,
			() =>
				`${what}${what === "kernel" ? " size" : ""} should be greater than zero, but got ${what}_height: ${v[0]} ${what}_width: ${v[1]}`,
		);
	check(
		p.padding[0] >= 0 && p.padding[1] >= 0,
		() => `padding should be non-negative, but got pad_height: ${p.padding[0]} pad_width: ${p.padding[1]}`,
	);
}

const blocks = (size: readonly Dim[], p: Patches): Dim[] =>
	size.map((s, i) => add(floorDiv(sub(add(s, 2 * p.padding[i]!), p.dilation[i]! * (p.kernel[i]! - 1) + 1), p.stride[i]!), 1));

/** Visits (position in the image, position in the columns) for one image of C channels. */
function eachPatch(channels: number, size: Two, out: Two, p: Patches, visit: (image: number, column: number) => void): void {
	let column = 0;
	for (let c = 0; c < channels; c++)
		for (let a = 0; a < p.kernel[0]; a++)
			for (let b = 0; b < p.kernel[1]; b++)
				for (let i = 0; i < out[0]; i++)
					for (let j = 0; j < out[1]; j++, column++) {
						const y = i * p.stride[0] - p.padding[0] + a * p.dilation[0];
						const x = j * p.stride[1] - p.padding[1] + b * p.dilation[1];
						if (y >= 0 && y < size[0] && x >= 0 && x < size[1]) visit((c * size[0] + y) * size[1] + x, column);
					}
}

function im2col(x: Tensor, kernel: unknown, dilation: unknown, padding: unknown, stride: unknown): Tensor {
	const p = patches(kernel, dilation, padding, stride);
	checkPatches(p);
	if (x.dim < 3)
		throw new TorchError("IndexError", `Dimension out of range (expected to be in range of [${-x.dim}, ${x.dim - 1}], but got 2)`, {
			key: "DIM_RANGE",
		});
	check(
		x.dim === 3 || x.dim === 4,
		() =>
			`Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${sizesText(x.sizes)}`,
	);
	const size = x.sizes.slice(-2);
	const out = blocks(size, p);
	check(
		out.every((o) => !isKnown(o) || o >= 1),
		() =>
			`Given input with spatial size ${pairText(size)}, kernel_size=${pairText(p.kernel)}, dilation=${pairText(p.dilation)}, padding=${pairText(p.padding)}, calculated shape of the array of sliding blocks as ${pairText(out)}, but its components must be at least one.`,
	);
	const channels = x.sizes[x.dim - 3]!;
	const sizes = [...x.sizes.slice(0, x.dim - 3), mul(channels, p.kernel[0] * p.kernel[1]), mul(out[0]!, out[1]!)];
	const total = count(sizes);
	if (x.dtype.width === 2) return byParts(x, (part) => im2col(part, kernel, dilation, padding, stride));
	if (total === null || count(x.sizes) === null || !affordable([x], total)) return unknownNumbers(sizes, x.dtype);
	const batch = x.dim === 4 ? (x.sizes[0] as number) : 1;
	const values = x.numbers()!;
	const result = new Float64Array(total);
	const [per, perOut] = [values.length / batch, total / batch];
	for (let n = 0; n < batch; n++)
		eachPatch(channels as number, size as Two, out as Two, p, (i, c) => (result[n * perOut + c] = values[n * per + i]!));
	return rounded(sizes, x.dtype, result);
}

function col2im(x: Tensor, outputSize: Dim[], kernel: unknown, dilation: unknown, padding: unknown, stride: unknown): Tensor {
	const p = patches(kernel, dilation, padding, stride);
	const size = spread(outputSize, 2);
	checkPatches(p);
	const offset = x.dim === 3 ? 1 : 0;
	check(
		x.dim === 2 || x.dim === 3,
		() =>
			`Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but got: ${sizesText(x.sizes)}`,
	);
	const planes = x.sizes[offset]!;
	const area = p.kernel[0] * p.kernel[1];
	check(
		!isKnown(planes) || planes % area === 0,
		() =>
			`Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=${dimText(planes)} and kernel_size=${pairText(p.kernel)}.`,
	);
	const out = blocks(size, p);
	const length = x.sizes[offset + 1]!;
	const given = `Given output_size=${pairText(size)}, kernel_size=${pairText(p.kernel)}, dilation=${pairText(p.dilation)}, padding=${pairText(p.padding)}, stride=${pairText(p.stride)}`;
	check(
		equal(length, mul(out[0]!, out[1]!)) !== false,
		() =>
			`${given}, expected size of input's dimension 2 to match the calculated number of sliding blocks ${dimText(out[0]!)} * ${dimText(out[1]!)} = ${dimText(mul(out[0]!, out[1]!))}, but got input.size(2)=${dimText(length)}.`,
	);
	const channels = floorDiv(planes, area);
	const sizes = [...x.sizes.slice(0, offset), channels, ...size];
	const total = count(sizes);
	const inner = count(x.sizes);
	if (x.dtype.width === 2) return byParts(x, (part) => col2im(part, outputSize, kernel, dilation, padding, stride));
	if (total === null || inner === null || !affordable([x], total, inner)) return unknownNumbers(sizes, x.dtype);
	const batch = offset === 1 ? (x.sizes[0] as number) : 1;
	const values = x.numbers()!;
	const result = new Float64Array(total);
	for (let n = 0; n < batch; n++)
		eachPatch(channels as number, size as Two, out as Two, p, (i, c) => {
			result[(n * total) / batch + i]! += values[(n * inner) / batch + c]!;
		});
	return rounded(sizes, x.dtype, result);
}

/** A tensor made by permuting a reshaped one: the numbers of x seen as `from`, dimensions in `order`, as `sizes`. */
function rearranged(x: Tensor, from: Dim[], order: number[], sizes: Dim[]): Tensor {
	const total = count(sizes);
	if (x.dtype.width === 2) return byParts(x, (part) => rearranged(part, from, order, sizes));
	if (total === null || !affordable([x], total)) return unknownNumbers(sizes, x.dtype);
	const extent = from as number[];
	const strides = new Array<number>(extent.length).fill(1);
	for (let i = extent.length - 2; i >= 0; i--) strides[i] = strides[i + 1]! * extent[i + 1]!;
	const values = x.numbers()!;
	const out = x.dtype.make(total);
	const index = new Int32Array(order.length);
	let at = 0;
	for (let i = 0; i < total; i++) {
		out[i] = values[at]!;
		for (let d = order.length - 1; d >= 0; d--) {
			const s = order[d]!;
			at += strides[s]!;
			if (++index[d]! < extent[s]!) break;
			at -= strides[s]! * extent[s]!;
			index[d] = 0;
		}
	}
	return rounded(sizes, x.dtype, out);
}

const divides = (d: Dim, by: number): boolean => !isKnown(d) || d % by === 0;

function pixelShuffle(x: Tensor, r: number): Tensor {
	check(x.dim >= 3, () => `pixel_shuffle expects input to have at least 3 dimensions, but got input with ${x.dim} dimension(s)`);
	check(r > 0, () => `pixel_shuffle expects a positive upscale_factor, but got ${r}`);
	const lead = x.sizes.slice(0, -3);
	const [c, h, w] = x.sizes.slice(-3) as [Dim, Dim, Dim];
	check(
		divides(c, r * r),
		() =>
			`pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=${dimText(c)} is not divisible by ${r * r}`,
	);
	const oc = floorDiv(c, r * r);
	return rearranged(x, [product(lead), oc, r, r, h, w], [0, 1, 4, 2, 5, 3], [...lead, oc, mul(h, r), mul(w, r)]);
}

function pixelUnshuffle(x: Tensor, r: number): Tensor {
	check(x.dim >= 3, () => `pixel_unshuffle expects input to have at least 3 dimensions, but got input with ${x.dim} dimension(s)`);
	check(r > 0, () => `pixel_unshuffle expects a positive downscale_factor, but got ${r}`);
	const lead = x.sizes.slice(0, -3);
	const [c, h, w] = x.sizes.slice(-3) as [Dim, Dim, Dim];
	check(
		divides(h, r),
		() => `pixel_unshuffle expects height to be divisible by downscale_factor, but input.size(-2)=${dimText(h)} is not divisible by ${r}`,
	);
	check(
		divides(w, r),
		() => `pixel_unshuffle expects width to be divisible by downscale_factor, but input.size(-1)=${dimText(w)} is not divisible by ${r}`,
	);
	const [oh, ow] = [floorDiv(h, r), floorDiv(w, r)];
	return rearranged(x, [product(lead), c, oh, r, ow, r], [0, 1, 3, 5, 2, 4], [...lead, mul(c, r * r), oh, ow]);
}

function channelShuffle(x: Tensor, groups: Dim): Tensor {
	check(x.dim > 2, () => `channel_shuffle expects input with > 2 dims, but got input with sizes ${sizesText(x.sizes)}`);
	const [b, c, ...rest] = x.sizes as [Dim, Dim, ...Dim[]];
	check(
		!isKnown(groups) || groups > 0,
		() => `Number of groups to divide channels in must be positive. Value of groups:${dimText(groups)}`,
	);
	check(
		!isKnown(groups) || divides(c, groups),
		() => `Number of channels must be divisible by groups. Got ${dimText(c)} channels and ${dimText(groups)} groups.`,
	);
	return rearranged(x, [b, groups, floorDiv(c, groups), product(rest)], [0, 2, 1, 3], [...x.sizes]);
}

defineRows({
	im2col: {
		forward: im2col,
		grad: { self: (g, e) => call("col2im", g, e.self.sizes.slice(-2), e.kernel_size, e.dilation, e.padding, e.stride) },
	},
	col2im: { forward: col2im, grad: { self: (g, e) => call("im2col", g, e.kernel_size, e.dilation, e.padding, e.stride) } },
	pixel_shuffle: { forward: pixelShuffle, grad: { self: (g, e) => call("pixel_unshuffle", g, e.upscale_factor) } },
	pixel_unshuffle: { forward: pixelUnshuffle, grad: { self: (g, e) => call("pixel_shuffle", g, e.downscale_factor) } },
	channel_shuffle: {
		forward: channelShuffle,
		grad: { self: (g, e) => call("channel_shuffle", g, g.unknownShape ? 1 : floorDiv(g.sizes[1]!, e.groups)) },
	},
});

defineComposites({
	native_channel_shuffle: (x, groups) => call("channel_shuffle", x, groups),
});
