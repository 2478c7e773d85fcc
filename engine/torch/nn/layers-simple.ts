/** Layers without parameters: each is a function of torch.nn.functional with the constructor's arguments. */
import { PyFloat, type PyInstance, PyList, PyTuple, type Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { attr, defineLayers, functional, type Layer, setAttrs, tuple } from "./layer.ts";

type Text = string | ((m: PyInstance) => string);

/** `"p={p}, inplace={inplace}"` with Python's repr of the attributes; `{name!s}` their str. */
function textOf(template: Text): (m: PyInstance) => string {
	if (typeof template !== "string") return template;
	return (m) =>
		template.replace(/\{(\w+)(!s)?\}/g, (_, name: string, s?: string) =>
			s === undefined ? rt.repr(attr(m, name)) : rt.str(attr(m, name)),
		);
}

/** A layer whose forward calls `fn(input, *, attributes...)`. `pass`: which attributes go to which keyword (same names by default). */
export function simple(
	file: string,
	init: string,
	fn: string,
	options: {
		text?: Text;
		pass?: string;
		inputs?: string;
		training?: boolean;
		build?: (m: PyInstance, a: Record<string, Value>) => void;
	} = {},
): Layer {
	const names = init
		.split(" ")
		.filter((t) => t !== "" && t !== "*")
		.map((t) => t.split("=")[0]!);
	const passed = (options.pass ?? names.join(" "))
		.split(" ")
		.filter((t) => t !== "")
		.map((t) => t.split(":") as [string, string?]);
	const inputs = options.inputs ?? ".input";
	return {
		file,
		init,
		build(m, a) {
			setAttrs(m, Object.fromEntries(names.map((n) => [n, a[n]!])));
			options.build?.(m, a);
		},
		forward: [
			`! ${inputs}`,
			(m, ...args) => {
				const kw: Record<string, Value> = Object.fromEntries(passed.map(([own, there]) => [there ?? own, attr(m, own)]));
				if (options.training === true) kw.training = attr(m, "training");
				return functional(
					fn,
					args.filter((x) => x !== undefined),
					kw,
				);
			},
		],
		...(options.text === undefined ? {} : { text: textOf(options.text) }),
	};
}
const flag = (m: PyInstance): string => (attr(m, "inplace") === true ? "inplace=True" : "");
const after =
	(first: string) =>
	(m: PyInstance): string =>
		textOf(first)(m) + (attr(m, "inplace") === true ? ", inplace=True" : "");
const A = "activation";

defineLayers({
	ReLU: simple(A, "inplace=False", "relu", { text: flag }),
	ReLU6: simple(A, "inplace=False", "relu6", { text: flag }),
	LeakyReLU: simple(A, "negative_slope=0.01 inplace=False", "leaky_relu", { text: after("negative_slope={negative_slope}") }),
	ELU: simple(A, "alpha=1.0 inplace=False", "elu", { text: after("alpha={alpha}") }),
	SELU: simple(A, "inplace=False", "selu", { text: flag }),
	CELU: simple(A, "alpha=1.0 inplace=False", "celu", { text: after("alpha={alpha}") }),
	GELU: simple(A, "approximate='none'", "gelu", { text: "approximate={approximate}" }),
	SiLU: simple(A, "inplace=False", "silu", { text: flag }),
	Mish: simple(A, "inplace=False", "mish", { text: flag }),
	Hardswish: simple(A, "inplace=False", "hardswish"),
	Hardsigmoid: simple(A, "inplace=False", "hardsigmoid"),
	Softplus: simple(A, "beta=1.0 threshold=20.0", "softplus", { text: "beta={beta}, threshold={threshold}" }),
	Softsign: simple(A, "", "softsign"),
	Softshrink: simple(A, "lambd=0.5", "softshrink", { text: "{lambd}" }),
	Hardshrink: simple(A, "lambd=0.5", "hardshrink", { text: "{lambd}" }),
	Tanhshrink: simple(A, "", "tanhshrink"),
	LogSigmoid: simple(A, "", "logsigmoid"),
	Hardtanh: simple(A, "min_val=-1.0 max_val=1.0 inplace=False", "hardtanh", { text: after("min_val={min_val}, max_val={max_val}") }),
	Threshold: simple(A, "threshold value inplace=False", "threshold", { text: after("threshold={threshold}, value={value}") }),
	RReLU: simple(A, "lower=0.125 upper=0.3333333333333333 inplace=False", "rrelu", {
		text: after("lower={lower}, upper={upper}"),
		training: true,
	}),
	Softmax: simple(A, "dim=None", "softmax", { text: "dim={dim}" }),
	LogSoftmax: simple(A, "dim=None", "log_softmax", { text: "dim={dim}" }),
	Softmin: simple(A, "dim=None", "softmin", { text: "dim={dim}" }),
	Softmax2d: simple(A, "", "softmax", { pass: "", build: (m) => setAttrs(m, {}) }),
	GLU: simple(A, "dim=-1", "glu", { text: "dim={dim}" }),
	// These call torch's functions, not those of torch.nn.functional.
	Sigmoid: {
		...simple(A, "", "sigmoid"),
		forward: ["! .input", (_m, x) => rt.call(rt.getAttr(rt.importModule("torch"), "sigmoid"), [x as Value])],
	},
	Tanh: { ...simple(A, "", "tanh"), forward: ["! .input", (_m, x) => rt.call(rt.getAttr(rt.importModule("torch"), "tanh"), [x as Value])] },

	...Object.fromEntries(
		(
			[
				["Dropout", "dropout"],
				["Dropout1d", "dropout1d"],
				["Dropout2d", "dropout2d"],
				["Dropout3d", "dropout3d"],
				["AlphaDropout", "alpha_dropout"],
				["FeatureAlphaDropout", "feature_alpha_dropout"],
			] as const
		).map(([name, fn]) => [
			name,
			simple("dropout", "p=0.5 inplace=False", fn, {
				text: "p={p}, inplace={inplace}",
				training: true,
				build(_m, a) {
					const p = a.p instanceof PyFloat ? a.p.value : a.p;
					if (typeof p === "number" && (p < 0 || p > 1))
						rt.raise("ValueError", `dropout probability has to be between 0 and 1, but got ${rt.str(a.p!)}`);
				},
			}),
		]),
	),

	Flatten: {
		...simple("flatten", "start_dim=1 end_dim=-1", "flatten", { text: "start_dim={start_dim}, end_dim={end_dim}" }),
		forward: ["! .input", (m, x) => rt.call(rt.getAttr(x as Value, "flatten"), [attr(m, "start_dim"), attr(m, "end_dim")])],
	},
	Unflatten: {
		...simple("flatten", "dim unflattened_size", "unflatten", { text: "dim={dim}, unflattened_size={unflattened_size}" }),
		forward: ["! .input", (m, x) => rt.call(rt.getAttr(x as Value, "unflatten"), [attr(m, "dim"), attr(m, "unflattened_size")])],
	},

	...Object.fromEntries(
		[1, 2, 3].flatMap((n) => {
			const orKernel = (m: PyInstance, a: Record<string, Value>): void =>
				setAttrs(m, { stride: a.stride === null ? a.kernel_size! : a.stride! });
			const window = "kernel_size={kernel_size}, stride={stride}, padding={padding}";
			return [
				[
					`MaxPool${n}d`,
					simple("pooling", "kernel_size stride=None padding=0 dilation=1 return_indices=False ceil_mode=False", `max_pool${n}d`, {
						text: `${window}, dilation={dilation}, ceil_mode={ceil_mode}`,
						build: orKernel,
					}),
				],
				[
					`AvgPool${n}d`,
					simple(
						"pooling",
						n === 1
							? "kernel_size stride=None padding=0 ceil_mode=False count_include_pad=True"
							: "kernel_size stride=None padding=0 ceil_mode=False count_include_pad=True divisor_override=None",
						`avg_pool${n}d`,
						{
							text: window,
							build(m, a) {
								orKernel(m, a);
								if (n === 1)
									setAttrs(m, {
										kernel_size: tuple(a.kernel_size!, 1),
										stride: tuple(attr(m, "stride"), 1),
										padding: tuple(a.padding!, 1),
									});
							},
						},
					),
				],
				[`AdaptiveAvgPool${n}d`, simple("pooling", "output_size", `adaptive_avg_pool${n}d`, { text: "output_size={output_size}" })],
				[
					`AdaptiveMaxPool${n}d`,
					simple("pooling", "output_size return_indices=False", `adaptive_max_pool${n}d`, { text: "output_size={output_size}" }),
				],
				[
					`LPPool${n}d`,
					simple("pooling", "norm_type kernel_size stride=None ceil_mode=False", `lp_pool${n}d`, {
						text: "norm_type={norm_type}, kernel_size={kernel_size}, stride={stride}, ceil_mode={ceil_mode}",
					}),
				],
				[
					`MaxUnpool${n}d`,
					simple("pooling", "kernel_size stride=None padding=0", `max_unpool${n}d`, {
						inputs: ".input .indices .output_size?",
						text: window,
						build(m, a) {
							setAttrs(m, {
								kernel_size: tuple(a.kernel_size!, n),
								stride: tuple(a.stride === null ? a.kernel_size! : a.stride!, n),
								padding: tuple(a.padding!, n),
							});
						},
					}),
				],
			] as [string, Layer][];
		}),
	),

	PixelShuffle: simple("pixelshuffle", "upscale_factor", "pixel_shuffle", { text: "upscale_factor={upscale_factor}" }),
	PixelUnshuffle: simple("pixelshuffle", "downscale_factor", "pixel_unshuffle", { text: "downscale_factor={downscale_factor}" }),
	ChannelShuffle: simple("channelshuffle", "groups", "channel_shuffle", { text: "groups={groups}" }),
	Fold: simple("fold", "output_size kernel_size dilation=1 padding=0 stride=1", "fold", {
		text: "output_size={output_size}, kernel_size={kernel_size}, dilation={dilation}, padding={padding}, stride={stride}",
	}),
	Unfold: simple("fold", "kernel_size dilation=1 padding=0 stride=1", "unfold", {
		text: "kernel_size={kernel_size}, dilation={dilation}, padding={padding}, stride={stride}",
	}),
	CosineSimilarity: simple("distance", "dim=1 eps=1e-08", "cosine_similarity", { inputs: ".x1 .x2" }),
	PairwiseDistance: {
		...simple("distance", "p=2.0 eps=1e-06 keepdim=False", "pairwise_distance", {
			inputs: ".x1 .x2",
			pass: "norm:p eps keepdim",
			build: (m, a) => setAttrs(m, { norm: a.p! }),
		}),
	},
	LocalResponseNorm: simple("normalization", "size alpha=0.0001 beta=0.75 k=1.0", "local_response_norm", {
		text: "{size}, alpha={alpha}, beta={beta}, k={k}",
	}),
	Upsample: simple(
		"upsampling",
		"size=None scale_factor=None mode='nearest' align_corners=None recompute_scale_factor=None",
		"interpolate",
		{
			text: (m) =>
				`${attr(m, "scale_factor") !== null ? `scale_factor=${rt.repr(attr(m, "scale_factor"))}` : `size=${rt.repr(attr(m, "size"))}`}, mode=${rt.repr(attr(m, "mode"))}`,
			build: (m, a) => setAttrs(m, floatScale(a)),
		},
	),
	UpsamplingNearest2d: simple("upsampling", "size=None scale_factor=None", "interpolate", {
		pass: "size scale_factor mode",
		text: scaleText,
		build: (m, a) => setAttrs(m, { mode: "nearest", ...floatScale(a) }),
	}),
	UpsamplingBilinear2d: simple("upsampling", "size=None scale_factor=None", "interpolate", {
		pass: "size scale_factor mode align_corners",
		text: scaleText,
		build: (m, a) => setAttrs(m, { mode: "bilinear", align_corners: true, ...floatScale(a) }),
	}),
});
/** Factors are floats, whatever was given. */
function floatScale(a: Record<string, Value>): Record<string, Value> {
	const s = a.scale_factor!;
	const float = (x: Value): Value => (typeof x === "number" ? new PyFloat(x) : x);
	if (s instanceof PyTuple || s instanceof PyList) return { scale_factor: new PyTuple(s.items.map(float)) };
	return { scale_factor: float(s) };
}
function scaleText(m: PyInstance): string {
	return `${attr(m, "scale_factor") !== null ? `scale_factor=${rt.repr(attr(m, "scale_factor"))}` : `size=${rt.repr(attr(m, "size"))}`}, mode=${rt.repr(attr(m, "mode"))}`;
}

/** Padding layers: the amounts as a tuple for both sides of each dimension. */
const pads: Record<string, Layer> = {};
for (const n of [1, 2, 3])
	for (const [kind, mode] of [
		["Zero", "constant"],
		["Constant", "constant"],
		["Reflection", "reflect"],
		["Replication", "replicate"],
		["Circular", "circular"],
	] as const)
		pads[`${kind}Pad${n}d`] = {
			file: "padding",
			init: kind === "Constant" ? "padding value" : "padding",
			build(m, a) {
				setAttrs(m, {
					padding: tuple(a.padding!, 2 * n),
					...(kind === "Zero" ? { value: new PyFloat(0) } : kind === "Constant" ? { value: a.value! } : {}),
				});
			},
			forward: [
				"! .input",
				(m, x) => functional("pad", [x as Value, attr(m, "padding"), mode, ...(mode === "constant" ? [attr(m, "value")] : [])]),
			],
			text: (m) =>
				kind === "Constant" ? `padding=${rt.repr(attr(m, "padding"))}, value=${rt.repr(attr(m, "value"))}` : rt.repr(attr(m, "padding")),
		};
defineLayers(pads);
