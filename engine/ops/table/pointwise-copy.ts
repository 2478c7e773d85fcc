/** Copies, conversions and fills. */
import type { Dim } from "../../shape/dim.ts";
import { type DType, dtypes, isDifferentiable, type Numbers } from "../../shape/dtype.ts";
import { overlapsItself, sizesText } from "../../shape/shape.ts";
import { messages, TorchError } from "../../autograd/errors.ts";
import { FormulaNode, type Gradients } from "../../autograd/node.ts";
import { convert, Tensor } from "../../autograd/tensor.ts";
import {
	checkInPlace,
	checkOverlap,
	refuseOverlap,
	gradFnOf,
	gradientEdge,
	rebaseHistory,
	requiresGrad,
	hasNoVersion,
} from "../../autograd/view.ts";
import { world } from "../../autograd/world.ts";
import { call, sum, toDtype, zerosLike } from "../aten.ts";
import { affordable, broadcastAll, count, expandValues } from "../kernel/elementwise.ts";
import { channelsLast } from "../kernel/formats.ts";
import { handleComplex } from "../kernel/formula.ts";
import { numberIn, type Scalar } from "../kernel/scalar.ts";
import { inMemory, keptStrides } from "../kernel/order.ts";
import { warnOnce } from "../kernel/rounded.ts";
import { copyOutOfMeta, filled, on } from "./creation.ts";
import { defineComposites, defineRows } from "../row.ts";

/** The numbers in another dtype; a complex number loses its imaginary part, a real one gets none. */
export function converted(values: Numbers, from: DType, to: DType): Numbers {
	if (from.width === to.width)
		return to === dtypes.bool ? to.make(values.length).map((_, i) => (values[i] !== 0 ? 1 : 0)) : convert(values, to);
	if (from.width === 2 && to !== dtypes.bool)
		warnOnce(
			"Casting complex values to real discards the imaginary part (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/Copy.cpp:307.)",
		);
	const n = values.length / from.width;
	const out = to.make(n * to.width);
	for (let i = 0; i < n; i++) {
		const x = values[i * from.width]!;
		out[i * to.width] = to === dtypes.bool ? Number(x !== 0 || values[i * from.width + 1] !== 0) : to.round === null ? x : to.round(x);
	}
	return out;
}

const stridesFor = (self: Tensor, format: unknown): readonly Dim[] | null =>
	format === "contiguous_format" ? null : isChannels(format) ? channelsLast(self.sizes) : keptStrides(self);
const isChannels = (format: unknown): boolean => format === "channels_last" || format === "channels_last_3d";

/** A fresh dense tensor with the same numbers, possibly in another dtype. */
export function copyOf(self: Tensor, dtype: DType = self.dtype, format: unknown = null): Tensor {
	const n = count(self.sizes);
	const strides = stridesFor(self, format);
	if (n === null || !affordable([self], n, 0)) return inMemory(self.sizes, dtype, null, strides);
	const values = self.numbers()!;
	return inMemory(self.sizes, dtype, dtype === self.dtype ? (values.slice() as Numbers) : converted(values, self.dtype, dtype), strides);
}

/** What `self` holds after `self.copy_(src)`, row-major. */
function copied(self: Tensor, src: Tensor): Numbers | null {
	const n = count(self.sizes);
	if (n === null || !affordable([src], n, 0)) return null;
	const values = expandValues(src.sizes, src.numbers()!, self.sizes, src.dtype.width);
	return src.dtype === self.dtype ? values : converted(values, src.dtype, self.dtype);
}

function checkFits(self: Tensor, src: Tensor): void {
	const sizes = broadcastAll([self, src]);
	if (
		sizes.length !== self.sizes.length ||
		sizes.some((s, i) => typeof s === "number" && typeof self.sizes[i] === "number" && s !== self.sizes[i])
	)
		throw new TorchError("RuntimeError", messages.IP_BROADCAST(sizesText(self.sizes), sizesText(sizes)), { key: "IP_BROADCAST" });
}

/** The very same elements: nothing to copy. */
const isSameView = (a: Tensor, b: Tensor): boolean =>
	a.storage === b.storage &&
	a.dtype === b.dtype &&
	a.offset === b.offset &&
	a.dim === b.dim &&
	a.sizes.every((s, i) => s === b.sizes[i]) &&
	a.stridesOrContiguous.every((s, i) => s === b.stridesOrContiguous[i]);

/** `copy_` has a hand-written node in PyTorch: the source gets the gradient in its own dtype. */
function copyInto(self: Tensor, src: Tensor): Tensor {
	const need = world.gradMode && isDifferentiable(self.dtype) && (requiresGrad(self) || requiresGrad(src));
	// PyTorch finds out about inference tensors when it counts the write, which has happened by then.
	const refused = hasNoVersion(self) && !world.inferenceMode;
	if (!refused) checkInPlace(self, need);
	if (world.gradMode && src.view !== null) gradFnOf(src);
	const dtype = src.dtype;
	const node = need
		? new FormulaNode(
				"CopyBackwards",
				"copy_",
				[gradientEdge(self), isDifferentiable(dtype) ? gradientEdge(src) : null],
				(grads: Gradients, needed) => {
					const g = grads[0];
					if (g == null) return [null, null];
					return [needed[0] ? zerosLike(g) : null, needed[1] ? toDtype(handleComplex(g, { dtype } as Tensor), dtype) : null];
				},
			)
		: null;
	if (src.device === "meta" && self.device !== "meta") throw copyOutOfMeta();
	if (self.unknownShape || src.unknownShape || self.device === "meta") {
		if (self !== src) self.storage.data = null;
	} else if (self === src || isSameView(self, src)) {
		// A copy onto itself touches nothing, whatever the memory looks like.
	} else {
		if (overlapsItself(self.sizes, self.strides)) refuseOverlap(self);
		checkOverlap(self, [src]);
		checkFits(self, src);
		self.write(copied(self, src));
	}
	if (refused) throw new TorchError("RuntimeError", messages.INF_INPLACE(), { key: "INF_INPLACE", tensor: self });
	self.counter.bump("copy_");
	world.record?.event("inplace", { tensor: self, op: "copy_", version: self.counter.version, tracked: node !== null });
	if (node !== null) rebaseHistory(self, node);
	return self;
}

const fill = (self: Tensor, value: Scalar | null): Tensor => {
	const t = filled(self.sizes, self.dtype, value, self.device);
	return t;
};
function fillTensor(self: Tensor, value: Tensor): Tensor {
	if (value.dim !== 0)
		throw new TorchError("RuntimeError", `fill_ only supports 0-dimension value tensor but got tensor with ${value.dim} dimensions.`);
	return fill(self, numberIn(value));
}

defineRows({
	clone: {
		forward: (self: Tensor, format: unknown) => copyOf(self, self.dtype, format),
		grad: { self: (g) => g },
	},
	_to_copy: {
		forward: (self: Tensor, dtype: DType | null, _layout: unknown, device: unknown, _pin: unknown, _wait: unknown, format: unknown) =>
			on(copyOf(self, dtype ?? self.dtype, format), device ?? self.device),
		grad: { self: (g, e) => toDtype(handleComplex(g, e.self), e.self.dtype) },
	},
	copy: {
		forward: (self: Tensor, src: Tensor) => {
			checkFits(self, src);
			return Tensor.make(self.sizes, self.dtype, copied(self, src));
		},
	},
	"fill.Scalar": {
		forward: (self: Tensor, value: Scalar) => fill(self, value),
		grad: { self: (g) => zerosLike(g) },
		zeroGrad: true,
	},
	"fill.Tensor": { forward: fillTensor, grad: { self: (g) => zerosLike(g), value: (g) => sum(g) } },
	"fill_.Scalar": { forward: (self: Tensor, value: Scalar) => fill(self, value), grad: { self: (g) => zerosLike(g) } },
	"fill_.Tensor": { forward: fillTensor, grad: { self: (g) => zerosLike(g), value: (g) => sum(g) } },
	zero_: { forward: (self: Tensor) => fill(self, 0), grad: { self: (g) => zerosLike(g) } },
});

/** Takes a dtype that is a guess: were it the tensor's own, the tensor itself would come back. */
function ofUnknownDtype(self: Tensor, other: Tensor): Tensor {
	const t = call("_to_copy", self, other.dtype, null, other.device);
	t.unknownDtype = true;
	if (self.requiresGradFlag || self.unknownGrad) t.unknownGrad = true;
	return t;
}

defineComposites({
	copy_: copyInto,
	type_as: (self: Tensor, other: Tensor) => (other.unknownDtype ? ofUnknownDtype(self, other) : toDtype(self, other.dtype)),
	positive: (self: Tensor) => {
		if (self.dtype === dtypes.bool) throw new TorchError("RuntimeError", "The `+` operator, on a bool tensor is not supported.");
		return self;
	},
	"to.dtype": (self, dtype, _nonBlocking, copy, _format) => to(self, dtype, null, copy),
	"to.dtype_layout": (self, dtype, _layout, device, _pin, _nonBlocking, copy) => to(self, dtype, device, copy),
	"to.device": (self, device, dtype, _nonBlocking, copy) => to(self, dtype, device, copy),
	"to.other": (self, other, _nonBlocking, copy) =>
		other.unknownDtype ? ofUnknownDtype(self, other) : to(self, other.dtype, other.device, copy),
});

/** The tensor itself when nothing changes. */
function to(self: Tensor, dtype: DType | null, device: unknown, copy: boolean): Tensor {
	const sameDevice = typeof device !== "string" || device === self.device;
	return !copy && sameDevice && (dtype === null || dtype === self.dtype) ? self : call("_to_copy", self, dtype, null, device);
}
