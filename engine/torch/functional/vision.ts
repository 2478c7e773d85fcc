/** Padding, interpolation, sampling grids, folding and normalize of torch.nn.functional. */
import { type Dim, isKnown } from "../../shape/dim.ts";
import { sizesText } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { call, callOp, div } from "../../ops/aten.ts";
import { ComplexScalar } from "../../ops/kernel/scalar.ts";
import { scaled } from "../../ops/table/nn-upsample.ts";
import { type FunctionEntry, sizeText, spreadTo, tupleText, valueError, warn } from "./entry.ts";

const notImplemented = (text: string): TorchError => new TorchError("NotImplementedError", text, { key: "NN" });
const RANK: Record<string, number> = { linear: 3, bilinear: 4, trilinear: 5 };

/** The op of a mode for an input of so many dimensions. */
function interpolation(a: any, input: Tensor, size: Dim[] | null, scales: number[] | null, corners: boolean): unknown {
	const { mode, antialias } = a as { mode: string; antialias: boolean };
	const d = input.dim;
	const n = d - 2;
	if (n >= 1 && n <= 3) {
		if (mode === "nearest") return call(`upsample_nearest${n}d.vec`, input, size, scales);
		if (mode === "nearest-exact") return call(`_upsample_nearest_exact${n}d.vec`, input, size, scales);
		if (mode === "area") return call(`adaptive_avg_pool${n}d`, input, size);
		if (RANK[mode] === d)
			return call(antialias ? "_upsample_bilinear2d_aa.vec" : `upsample_${mode}${n}d.vec`, input, size, corners, scales);
		if (mode === "bicubic" && d === 4)
			return call(antialias ? "_upsample_bicubic2d_aa.vec" : "upsample_bicubic2d.vec", input, size, corners, scales);
		if (mode === "lanczos" && d === 4) {
			if (corners) throw valueError("Lanczos mode does not support align_corners=True");
			if (!antialias) throw valueError("Lanczos mode requires antialias=True");
			const out = size ?? input.sizes.slice(2).map((s, i) => scaled(s, scales![i]!));
			return call("_upsample_lanczos2d_aa", input, out, corners, scales?.[0] ?? null, scales?.[1] ?? null);
		}
		if (RANK[mode] !== undefined) throw notImplemented(`Got ${d}D input, but ${mode} mode needs ${RANK[mode]}D input`);
	}
	throw notImplemented(
		`Input Error: Only 3D, 4D and 5D input Tensors supported (got ${d}D) for the modes: nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact (got ${mode})`,
	);
}

function interpolate(a: any): unknown {
	const input = a.input as Tensor;
	let corners = a.align_corners as boolean | null;
	if (["nearest", "area", "nearest-exact"].includes(a.mode)) {
		if (corners !== null)
			throw valueError("align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear");
	} else corners ??= false;
	const n = input.dim - 2;
	let size: Dim[] | null = null;
	let scales: number[] | null = null;
	const spatial = (): string => sizesText(input.sizes.slice(2));
	if (a.size !== null && a.scale_factor !== null) throw valueError("only one of size or scale_factor should be defined");
	if (input.unknownShape && (a.size !== null || a.scale_factor !== null)) return call("upsample_nearest2d", input, [1, 1]);
	if (a.size !== null) {
		if (Array.isArray(a.size) && a.size.length !== n)
			throw valueError(
				`Input and output must have the same number of spatial dimensions, but got input with spatial dimensions of ${spatial()} and output size of ${tupleText(a.size)}. Please provide input tensor in (N, C, d1, d2, ...,dK) format and output size in (o1, o2, ...,oK) format.`,
			);
		size = spreadTo(a.size, n);
	} else if (a.scale_factor !== null) {
		if (Array.isArray(a.scale_factor) && a.scale_factor.length !== n)
			throw valueError(
				`Input and scale_factor must have the same number of spatial dimensions, but got input with spatial dimensions of ${spatial()} and scale_factor of shape ${tupleText(a.scale_factor)}. Please provide input tensor in (N, C, d1, d2, ...,dK) format and scale_factor in (s1, s2, ...,sK) format.`,
			);
		scales = Array.isArray(a.scale_factor) ? a.scale_factor : new Array<number>(Math.max(n, 0)).fill(a.scale_factor);
	} else throw valueError("either size or scale_factor should be defined");
	if (a.recompute_scale_factor === true && a.size !== null)
		throw valueError("recompute_scale_factor is not meaningful with an explicit size.");
	if (a.recompute_scale_factor === true || (a.mode === "area" && size === null)) {
		size = input.sizes.slice(2).map((s, i) => scaled(s, scales![i]!));
		scales = null;
	}
	if (a.antialias && !(["bilinear", "bicubic", "lanczos"].includes(a.mode) && input.dim === 4))
		throw valueError("Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and requires a 4-D tensor as input");
	return interpolation(a, input, size, scales, corners ?? false);
}

const CORNERS =
	"Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. Please specify align_corners=True if the old behavior is desired. See the documentation of grid_sample for details.";
const deprecated = (name: string): void => warn(`\`nn.functional.${name}\` is deprecated. Use \`nn.functional.interpolate\` instead.`);
const plain = { align_corners: null, recompute_scale_factor: null, antialias: false };

export const vision: FunctionEntry[] = [
	{
		name: "interpolate",
		signature: "(input, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False)",
		call: interpolate,
	},
	{
		name: "upsample",
		signature: "(input, size=None, scale_factor=None, mode='nearest', align_corners=None)",
		call: (a) => {
			deprecated("upsample");
			return interpolate({ ...plain, ...a });
		},
	},
	{
		name: "upsample_nearest",
		signature: "(input, size=None, scale_factor=None)",
		call: (a) => {
			deprecated("upsample_nearest");
			return interpolate({ ...plain, ...a, mode: "nearest" });
		},
	},
	{
		name: "upsample_bilinear",
		signature: "(input, size=None, scale_factor=None)",
		call: (a) => {
			deprecated("upsample_bilinear");
			return interpolate({ ...plain, ...a, mode: "bilinear", align_corners: true });
		},
	},
	{
		name: "pad",
		signature: "(input, pad, mode='constant', value=None)",
		call: (a) => {
			if (a.value instanceof ComplexScalar)
				throw new TorchError("TypeError", "pad(): argument 'value' (position 4) must be float, not complex");
			return call("pad", a.input, a.pad, a.mode, a.value);
		},
	},
	{
		name: "grid_sample",
		signature: "(input, grid, mode='bilinear', padding_mode='zeros', align_corners=None)",
		call: (a) => {
			const mode = ["bilinear", "nearest", "bicubic"].indexOf(a.mode);
			if (mode < 0)
				throw valueError(`nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '${a.mode}'`);
			const padding = ["zeros", "border", "reflection"].indexOf(a.padding_mode);
			if (padding < 0)
				throw valueError(
					`nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: '${a.padding_mode}'`,
				);
			if (a.align_corners === null) warn(CORNERS);
			return call("grid_sampler", a.input, a.grid, mode, padding, a.align_corners ?? false);
		},
	},
	{
		name: "affine_grid",
		signature: "(theta, size, align_corners=None)",
		call: (a) => {
			if (a.align_corners === null) warn(CORNERS);
			const theta = a.theta as Tensor;
			const size = a.size as Dim[];
			if (theta.dtype.category !== 2 && !theta.unknownDtype)
				throw valueError(`Expected theta to have floating point type, but got torch.${theta.dtype.name}`);
			const n = size.length - 2;
			if (n !== 2 && n !== 3)
				throw notImplemented(
					`affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size ${tupleText(size)}.`,
				);
			if (
				!theta.unknownShape &&
				(theta.dim !== 3 || (isKnown(theta.sizes[1]!) && theta.sizes[1] !== n) || (isKnown(theta.sizes[2]!) && theta.sizes[2] !== n + 1))
			)
				throw valueError(
					`Expected a batch of ${n}D affine matrices of shape Nx${n}x${n + 1} for size ${tupleText(size)}. Got ${sizeText(theta)}.`,
				);
			if (a.align_corners === true && size.slice(2).includes(1))
				warn(
					"Since version 1.3.0, affine_grid behavior has changed for unit-size grids when align_corners=True. This is not an intended use case of affine_grid. See the documentation of affine_grid for details.",
				);
			else if (size.some((s) => isKnown(s) && s <= 0)) throw valueError(`Expected non-zero, positive output size. Got ${tupleText(size)}`);
			return call("affine_grid_generator", theta, size, a.align_corners ?? false);
		},
	},
	{
		name: "unfold",
		signature: "(input, kernel_size, dilation=1, padding=0, stride=1)",
		call: (a) =>
			call("im2col", a.input, spreadTo(a.kernel_size, 2), spreadTo(a.dilation, 2), spreadTo(a.padding, 2), spreadTo(a.stride, 2)),
	},
	{
		name: "fold",
		signature: "(input, output_size, kernel_size, dilation=1, padding=0, stride=1)",
		call: (a) =>
			call(
				"col2im",
				a.input,
				spreadTo(a.output_size, 2),
				spreadTo(a.kernel_size, 2),
				spreadTo(a.dilation, 2),
				spreadTo(a.padding, 2),
				spreadTo(a.stride, 2),
			),
	},
	{
		name: "normalize",
		signature: "(input, p=2.0, dim=1, eps=1e-12, out=None)",
		call: (a) => {
			const norm = callOp("linalg_vector_norm", [a.input, a.p, Array.isArray(a.dim) ? a.dim : [a.dim], true, null]) as Tensor;
			const result = div(a.input, call("expand_as", call("clamp_min", norm, a.eps), a.input));
			if (a.out === null) return result;
			callOp("copy_", [a.out, result, false]);
			return a.out;
		},
	},
];
