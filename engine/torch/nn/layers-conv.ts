/** Convolutions and transposed convolutions of one to three dimensions. */
import { isKnown, product, type Dim, floorDiv } from "../../shape/dim.ts";
import { dimOf } from "../../values/tensor.ts";
import { type PyInstance, PyTuple, type Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import {
	absent,
	attr,
	defineLayers,
	emptyParameter,
	functional,
	type Layer,
	member,
	num,
	setAttrs,
	size,
	tuple,
	memberTensor,
	reset,
} from "./layer.ts";
import { uniformInit } from "./init.ts";

/** kaiming_uniform(a=sqrt(5)) of the weight and the matching bound for the bias: both come to 1/sqrt(fan_in). */
function resetConv(m: PyInstance): void {
	const w = memberTensor(m, "weight");
	const b = memberTensor(m, "bias");
	if (w === null) return;
	const fan = product(w.sizes.slice(1));
	const bound = isKnown(fan) ? (fan > 0 ? 1 / Math.sqrt(fan) : 0) : null;
	uniformInit(w, bound);
	if (b !== null) uniformInit(b, bound);
}

function conv(n: 1 | 2 | 3, transposed: boolean): Layer {
	const name = transposed ? `conv_transpose${n}d` : `conv${n}d`;
	const convolve = (m: PyInstance, input: Value, w: Value, b: Value): Value => {
		let x = input;
		let padding = attr(m, "padding");
		const mode = attr(m, "padding_mode");
		if (mode !== "zeros") {
			x = functional("pad", [x, reversedPadding(m, n)], { mode });
			padding = tuple(0, n);
		}
		return functional(name, [x, w, b, attr(m, "stride"), padding, attr(m, "dilation"), attr(m, "groups")]);
	};
	return {
		file: "conv",
		methods: transposed
			? {}
			: { _conv_forward: ["! .input .weight .bias", (m, input, w, b) => convolve(m, input as Value, w as Value, b as Value)] },
		init: transposed
			? "in_channels out_channels kernel_size stride=1 padding=0 output_padding=0 groups=1 bias=True dilation=1 padding_mode='zeros'"
			: "in_channels out_channels kernel_size stride=1 padding=0 dilation=1 groups=1 bias=True padding_mode='zeros'",
		build(m, a) {
			const kernel = tuple(a.kernel_size!, n);
			const groups = num(a.groups!, 1);
			const [cin, cout] = [size(a.in_channels!), size(a.out_channels!)];
			if (isKnown(cin) && cin % groups !== 0) rt.raise("ValueError", "in_channels must be divisible by groups");
			if (isKnown(cout) && cout % groups !== 0) rt.raise("ValueError", "out_channels must be divisible by groups");
			const padding = typeof a.padding === "string" ? a.padding : tuple(a.padding!, n);
			setAttrs(m, {
				in_channels: a.in_channels!,
				out_channels: a.out_channels!,
				kernel_size: kernel,
				stride: tuple(a.stride!, n),
				padding,
				dilation: tuple(a.dilation!, n),
				transposed,
				output_padding: tuple(a.output_padding ?? 0, n),
				groups: a.groups!,
				padding_mode: a.padding_mode!,
			});
			const per = (c: Dim): Dim => (isKnown(c) ? c / groups : groups === 1 ? c : floorDiv(c, groups));
			const k = kernel.items.map((v) => dimOf(v) ?? 1);
			emptyParameter(m, "weight", transposed ? [cin, per(cout), ...k] : [cout, per(cin), ...k], a);
			if (rt.truth(a.bias!)) emptyParameter(m, "bias", [cout], a);
			else absent(m, "bias");
			reset(m);
		},
		reset: resetConv,
		forward: [
			transposed ? "! .input .output_size?" : "! .input",
			(m, input) => {
				const w = member(m, "weight");
				const b = member(m, "bias");
				if (transposed)
					return functional(name, [
						input as Value,
						w,
						b,
						attr(m, "stride"),
						attr(m, "padding"),
						attr(m, "output_padding"),
						attr(m, "groups"),
						attr(m, "dilation"),
					]);
				return convolve(m, input as Value, w, b);
			},
		],
		text(m) {
			const parts = [
				`${rt.str(attr(m, "in_channels"))}, ${rt.str(attr(m, "out_channels"))}, kernel_size=${rt.repr(attr(m, "kernel_size"))}, stride=${rt.repr(attr(m, "stride"))}`,
			];
			const differs = (k: string, v: number): boolean => {
				const x = attr(m, k);
				return typeof x === "string" || (x instanceof PyTuple && x.items.some((i) => i !== v));
			};
			if (differs("padding", 0)) parts.push(`padding=${rt.str(attr(m, "padding"))}`);
			if (differs("dilation", 1)) parts.push(`dilation=${rt.repr(attr(m, "dilation"))}`);
			if (differs("output_padding", 0)) parts.push(`output_padding=${rt.repr(attr(m, "output_padding"))}`);
			if (attr(m, "groups") !== 1) parts.push(`groups=${rt.repr(attr(m, "groups"))}`);
			if (member(m, "bias") === null) parts.push("bias=False");
			if (attr(m, "padding_mode") !== "zeros") parts.push(`padding_mode=${rt.str(attr(m, "padding_mode"))}`);
			return parts.join(", ");
		},
	};
}
/** Both sides of each dimension, last dimension first, as F.pad takes them. */
function reversedPadding(m: PyInstance, n: number): PyTuple {
	const p = attr(m, "padding");
	const kernel = (attr(m, "kernel_size") as PyTuple).items;
	const dilation = (attr(m, "dilation") as PyTuple).items;
	const out: Value[] = [];
	for (let i = n - 1; i >= 0; i--) {
		if (p instanceof PyTuple) out.push(p.items[i]!, p.items[i]!);
		else if (p === "same") {
			const total = num(dilation[i]!) * (num(kernel[i]!) - 1);
			out.push(Math.floor(total / 2), total - Math.floor(total / 2));
		} else out.push(0, 0);
	}
	return new PyTuple(out);
}

defineLayers({
	Conv1d: conv(1, false),
	Conv2d: conv(2, false),
	Conv3d: conv(3, false),
	ConvTranspose1d: conv(1, true),
	ConvTranspose2d: conv(2, true),
	ConvTranspose3d: conv(3, true),
});
