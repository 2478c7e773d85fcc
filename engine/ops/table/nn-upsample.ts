/** Interpolation nodes (upsample_*), their backwards, and the forms that take a size or scale factors. */
import { type Dim, dimText, floorDiv, isKnown, mul } from "../../shape/dim.ts";
import { type DType, dtypes } from "../../shape/dtype.ts";
import { type Sizes, sizesText } from "../../shape/shape.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { call } from "../aten.ts";
import { keepsFormat } from "../kernel/formats.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { antialiasTaps, cubicTaps, filters, linearTaps, nearestTaps } from "../kernel/interpolate.ts";
import { check, notImplementedFor, rounded, spread, unknownNumbers } from "../kernel/rounded.ts";
import { applySeparable, type Taps, transposeSeparable } from "../kernel/separable.ts";
import { defineComposites, defineRows } from "../row.ts";

type MakeTaps = (inSize: number, outSize: number, alignCorners: boolean, scale: number | null, round: (x: number) => number) => Taps;

interface Mode {
	name: string;
	dims: number;
	/** Takes align_corners. */
	corners: boolean;
	taps: MakeTaps;
}

const modes: Mode[] = [];
for (const n of [1, 2, 3]) {
	modes.push({ name: `upsample_nearest${n}d`, dims: n, corners: false, taps: (i, o, _c, s) => nearestTaps(i, o, s, false) });
	modes.push({ name: `_upsample_nearest_exact${n}d`, dims: n, corners: false, taps: (i, o, _c, s) => nearestTaps(i, o, s, true) });
}
modes.push({ name: "upsample_linear1d", dims: 1, corners: true, taps: linearTaps });
modes.push({ name: "upsample_bilinear2d", dims: 2, corners: true, taps: linearTaps });
modes.push({ name: "upsample_trilinear3d", dims: 3, corners: true, taps: linearTaps });
modes.push({ name: "upsample_bicubic2d", dims: 2, corners: true, taps: cubicTaps });
for (const kind of ["bilinear", "bicubic", "lanczos"])
	modes.push({
		name: `_upsample_${kind}2d_aa`,
		dims: 2,
		corners: true,
		taps: (i, o, c, s, f) => antialiasTaps(i, o, c, s, f, filters[kind]!),
	});

const LETTERS: Record<number, string[]> = { 1: ["W"], 2: ["H", "W"], 3: ["D", "H", "W"] };

function checkSizes(x: Tensor, out: Dim[], n: number): void {
	check(out.length === n, () => `It is expected output_size equals to ${n}, but got size ${out.length}`);
	check(x.dim === n + 2, () => `It is expected input_size equals to ${n + 2}, but got size ${x.dim}`);
	const list = (sizes: Sizes): string => LETTERS[n]!.map((l, i) => `${l}: ${dimText(sizes[i]!)}`).join(", ");
	const spatial = x.sizes.slice(2);
	check(
		[...spatial, ...out].every((d) => !isKnown(d) || d > 0),
		() => `Input and output sizes should be greater than 0, but got input (${list(spatial)}) output (${list(out)})`,
	);
	check(
		x.sizes.slice(1).every((d) => d !== 0),
		() => `Non-empty ${n + 2}D data tensor expected but got a tensor with sizes ${sizesText(x.sizes)}`,
	);
}

/** Arguments after the sizes: `[alignCorners, ...scales]` or just the scales. */
function readTail(mode: Mode, tail: unknown[]): { corners: boolean; scales: (number | null)[] } {
	const corners = mode.corners ? tail[0] === true : false;
	const scales = (mode.corners ? tail.slice(1) : tail) as (number | null)[];
	return { corners, scales: Array.from({ length: mode.dims }, (_, i) => scales[i] ?? null) };
}

const mapsOf = (mode: Mode, dtype: DType, inSizes: Sizes, outSizes: Sizes, tail: unknown[]): Taps[] => {
	const { corners, scales } = readTail(mode, tail);
	const round = dtype === dtypes.float64 ? (x: number) => x : Math.fround;
	return outSizes.map((o, i) => mode.taps(inSizes[i] as number, o as number, corners, scales[i]!, round));
};

for (const mode of modes) {
	const n = mode.dims;
	defineRows({
		[mode.name]: {
			forward: keepsFormat((x: Tensor, size: Dim[], ...tail: unknown[]) => {
				const out = spread(size, n);
				checkSizes(x, out, n);
				const byteNearest = mode.name.includes("nearest") && x.dtype.name === "uint8";
				if (x.dtype.category !== 2 && !x.unknownDtype && !byteNearest && !(x.dtype.name === "uint8" && n === 2))
					throw notImplementedFor(kernelName(mode), x.dtype);
				const sizes = [...x.sizes.slice(0, 2), ...out];
				const total = count(sizes);
				if (total === null || count(x.sizes) === null || !affordable([x], total)) return unknownNumbers(sizes, x.dtype);
				const values = applySeparable(x.numbers()!, count(x.sizes.slice(0, 2))!, mapsOf(mode, x.dtype, x.sizes.slice(2), out, tail));
				return rounded(sizes, x.dtype, x.dtype.category === 1 ? values.map((v) => Math.min(255, Math.max(0, Math.round(v)))) : values);
			}),
			grad: {
				self: (g, e) =>
					call(
						`${mode.name}_backward`,
						g,
						e.output_size,
						[...e.self.sizes],
						...(mode.corners ? [e.align_corners] : []),
						...scaleArguments(n, e),
					),
			},
		},
		[`${mode.name}_backward`]: {
			forward: (g: Tensor, size: Dim[], inSizes: Dim[], ...tail: unknown[]) => {
				const total = count(inSizes);
				if (total === null || count(g.sizes) === null || !affordable([g], total)) return unknownNumbers(inSizes, g.dtype);
				return rounded(
					inSizes,
					g.dtype,
					transposeSeparable(g.numbers()!, count(inSizes.slice(0, 2))!, mapsOf(mode, g.dtype, inSizes.slice(2), spread(size, n), tail)),
				);
			},
			grad: {
				grad_output: (g, e) => call(mode.name, g, e.output_size, ...(mode.corners ? [e.align_corners] : []), ...scaleArguments(n, e)),
			},
		},
	});
	if (!["_upsample_lanczos2d_aa"].includes(mode.name))
		defineComposites({
			[`${mode.name}.vec`]: (x: Tensor, size: Dim[] | null, ...rest: unknown[]) => {
				const scales = rest.at(-1) as number[] | null;
				const head = mode.corners ? [rest[0]] : [];
				const out = size ?? x.sizes.slice(2).map((d, i) => scaled(d, scales![i]!));
				if (!x.unknownShape && size !== null)
					check(size.length === x.dim - 2, () => `Must specify exactly one of output_size and scale_factors`);
				return call(mode.name, x, out, ...head, ...Array.from({ length: n }, (_, i) => scales?.[i] ?? null));
			},
		});
}

const scaleArguments = (n: number, e: any): unknown[] =>
	n === 1 ? [e.scales] : n === 2 ? [e.scales_h, e.scales_w] : [e.scales_d, e.scales_h, e.scales_w];

/** floor(size * scale) */
export function scaled(d: Dim, scale: number): Dim {
	if (isKnown(d)) return Math.floor(d * scale);
	if (Number.isInteger(scale)) return mul(d, scale);
	if (Number.isInteger(1 / scale)) return floorDiv(d, 1 / scale);
	return floorDiv(mul(d, Math.round(scale * 65536)), 65536);
}

function kernelName(mode: Mode): string {
	if (mode.name.includes("_aa") || mode.name === "upsample_bicubic2d")
		return mode.name.includes("_aa") ? "compute_indices_weights_aa" : mode.name;
	if (mode.name === "upsample_bilinear2d") return "upsample_bilinear2d_channels_last";
	if (/nearest(_exact)?1d$/.test(mode.name)) return "compute_indices_weights_nearest";
	return mode.name.replace(/^_/, "");
}
