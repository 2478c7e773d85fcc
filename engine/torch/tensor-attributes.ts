/** `tensor.shape`, `.grad`, `.data`, `.requires_grad` ... as Python sees them (spec sections 1 and 5.5). */
import { stridedLayout } from "./formats.ts";
import { TorchError } from "../autograd/errors.ts";
import { cppName, isDifferentiable } from "../shape/dtype.ts";
import { maySameSizes, sizesText } from "../shape/shape.ts";
import { Tensor } from "../autograd/tensor.ts";
import { gradFnOf, hasNoNode, isLeaf, requiresGrad, hasNoVersion } from "../autograd/view.ts";
import { withGradMode, world } from "../autograd/world.ts";
import { call } from "../ops/dispatch.ts";
import { def, getter } from "../values/native.ts";
import { overriding } from "../values/overriding.ts";
import { dtypeClass, py, pyDType, PyDevice, pySize, PyTensor, tensorClass } from "../values/tensor.ts";
import { Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { pyNode } from "./grad-fn.ts";

export const self = (v: Value): Tensor => (v as PyTensor).tensor;
/** Declares an attribute of tensors. */
const attribute = (name: string, get: (t: Tensor) => Value, set: ((t: Tensor, v: Value) => void) | null = null): void =>
	getter(
		tensorClass,
		name,
		(v) => (overriding.isWanted && name !== "grad" && name !== "_base" ? overriding.attribute(v, get(self(v))) : get(self(v))),
		set === null ? null : (v, x) => set(self(v), x),
	);
/** Declares a method of tensors; see values/native.ts for signatures. */
export const method = (name: string, signature: string, fn: (t: Tensor, ...args: never[]) => Value | undefined | void): void =>
	def(tensorClass, name, `! ${signature}`, ((v: Value, ...args: never[]) => fn(self(v), ...args)) as never);

const shape = (t: Tensor): Value =>
	t.unknownShape ? new Unknown("the shape of this tensor is not known", { key: `shape(t${t.id})` }) : pySize(t.sizes);
attribute("shape", shape);
attribute("dtype", (t) =>
	t.unknownDtype ? new Unknown("the dtype of this tensor is not known", { key: `dtype(t${t.id})`, type: dtypeClass }) : pyDType(t.dtype),
);
attribute("device", (t) => {
	const [type, index] = t.device.split(":") as [string, string?];
	return new PyDevice(type, index === undefined ? (type === "cuda" ? 0 : null) : Number(index));
});
attribute("ndim", (t) => (t.unknownShape ? new Unknown("the shape of this tensor is not known", { key: `ndim(t${t.id})` }) : t.dim));
attribute("layout", () => stridedLayout);
attribute("names", (t) => (t.unknownShape ? new Unknown("names") : pySize([]).items.length === 0 ? new Unknown("names") : null));
attribute("is_cuda", (t) => t.device.startsWith("cuda"));
attribute("is_cpu", (t) => t.device === "cpu");
attribute("is_meta", (t) => t.device === "meta");
for (const flag of [
	"is_sparse",
	"is_sparse_csr",
	"is_xla",
	"is_mtia",
	"is_maia",
	"is_ipu",
	"is_vulkan",
	"is_quantized",
	"is_mps",
	"is_mkldnn",
	"is_nested",
	"is_xpu",
])
	attribute(flag, () => false);
attribute("itemsize", (t) => t.dtype.itemSize);
attribute("nbytes", (t) => (typeof t.numel === "number" ? t.numel * t.dtype.itemSize : new Unknown("nbytes")));
attribute("_version", (t) => {
	if (hasNoVersion(t)) throw new TorchError("RuntimeError", "Inference tensors do not track version counter.", { key: "INF_VERSION" });
	return t.counter.version;
});
attribute("_base", (t) => (t.view === null ? null : py(t.view.base)));
attribute("output_nr", (t) => {
	gradFnOf(t);
	return t.outputNr;
});
attribute("is_leaf", (t) => (t.unknownGrad ? new Unknown("autograd state") : isLeaf(t)));
attribute("grad_fn", (t) => (t.unknownGrad ? new Unknown("autograd state") : pyNode(gradFnOf(t))));
attribute("retains_grad", (t) => t.retainsGrad);
attribute(
	"requires_grad",
	(t) => (t.unknownGrad ? new Unknown("autograd state") : requiresGrad(t)),
	(t, v) => {
		if (typeof v !== "boolean" && !(v instanceof Unknown)) rt.raise("RuntimeError", "requires_grad must be a bool");
		setRequiresGrad(t, rt.truth(v), false);
	},
);

/** `x.requires_grad = flag` and `x.requires_grad_(flag)`; the texts differ. */
export function setRequiresGrad(t: Tensor, flag: boolean, method: boolean): void {
	if (!hasNoNode(t)) {
		// The method form is a no-op here, the attribute form is refused.
		if (flag && method) return;
		if (flag)
			throw new TorchError("RuntimeError", "you can only change requires_grad flags of leaf variables.", { key: "RG_NONLEAF", tensor: t });
		throw new TorchError(
			"RuntimeError",
			"you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().",
			{ key: "RG_NONLEAF", tensor: t },
		);
	}
	if (flag && t.isInference && !world.inferenceMode)
		throw new TorchError("RuntimeError", "Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.", {
			key: "INF_RG",
		});
	if (flag && !isDifferentiable(t.dtype) && !t.unknownDtype)
		throw new TorchError(
			"RuntimeError",
			method
				? "only Tensors of floating point dtype can require gradients"
				: "only Tensors of floating point and complex dtype can require gradients",
			{ key: "RG_INT" },
		);
	if (t.requiresGradFlag !== flag) world.record?.event("requires_grad", { tensor: t, flag });
	t.requiresGradFlag = flag;
	// What it was before does not matter any more.
	t.unknownGrad = false;
}

const NONLEAF_GRAD =
	"The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated during autograd.backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead. See github.com/pytorch/pytorch/pull/30531 for more information";
const TAIL = " (Triggered internally at /__w/pytorch/pytorch/build/aten/src/ATen/core/TensorBody.h:493.)";
attribute(
	"grad",
	(t) => {
		if (t.grad === null && !hasNoNode(t) && !t.retainsGrad && requiresGrad(t)) {
			world.record?.event("nonleaf-grad", { tensor: t });
			rt.warn("UserWarning", world.profile === "2.13" ? `${NONLEAF_GRAD}.${TAIL}` : `${NONLEAF_GRAD}s.${TAIL}`);
		}
		world.record?.event("grad-read", { tensor: t });
		// After a backward that could not be followed any leaf may have a gradient.
		if (t.grad === null && world.gradsUnknown && t.requiresGradFlag) t.grad = Tensor.make(t.sizes, t.dtype, null);
		if (t.grad === null && t.unknownGrad) return new Unknown("the gradient of a tensor from elsewhere", { key: `grad of t${t.id}` });
		return t.grad === null ? null : py(t.grad);
	},
	setGrad,
);
export function setGrad(t: Tensor, v: Value): void {
	if (v === null) {
		t.grad = null;
		world.record?.event("zero-grad", { tensor: t });
		return;
	}
	if (v instanceof Unknown) {
		t.grad = Tensor.make(t.sizes, t.dtype, null);
		return;
	}
	if (!(v instanceof PyTensor))
		throw new TorchError("TypeError", `assigned grad expected to be a Tensor or None but got grad of type ${rt.typeOf(v).name}`, {
			key: "SETGRAD_TYPE",
		});
	const g = v.tensor;
	if (g === t) throw new TorchError("RuntimeError", "can't assign Variable as its own grad", { key: "SETGRAD_SELF" });
	if (g.device !== t.device && (g.device === "meta" || t.device === "meta"))
		throw new TorchError(
			"RuntimeError",
			`attempting to assign a gradient with device type '${g.device.split(":")[0]}' to a tensor with device type '${t.device.split(":")[0]}'. Please ensure that the gradient and the tensor are on the same device`,
			{ key: "SETGRAD_DEVICE" },
		);
	if (g.dtype !== t.dtype && !g.unknownDtype && !t.unknownDtype)
		throw new TorchError(
			"RuntimeError",
			`attempting to assign a gradient with dtype '${cppName(g.dtype)}' to a tensor with grad_dtype '${t.dtype.scalarType}'. The gradient must match the tensor's grad_dtype (defaults to the tensor's dtype). You can set the tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. Set grad_dtype with caution. Diverging the dtypes of a tensor and its gradient may break downstream systems that assume they match.`,
			{ key: "SETGRAD_DTYPE" },
		);
	if (!maySameSizes(g.sizes, t.sizes) && !g.unknownShape && !t.unknownShape)
		throw new TorchError(
			"RuntimeError",
			`attempting to assign a gradient of size '${sizesText(g.sizes)}' to a tensor of size '${sizesText(t.sizes)}'. Please ensure that the gradient and the tensor are the same size`,
			{ key: "SETGRAD_SIZE" },
		);
	t.grad = g;
}

attribute("data", (t) => py(dataAlias(t)), setData);
/** `x.data`: the same memory, its own version counter, no history. */
export function dataAlias(t: Tensor): Tensor {
	const d = t.alias(t.sizes, t.strides, t.offset, false);
	d.wholeStorage = t.wholeStorage;
	d.isInference = t.isInference;
	world.record?.event("detach", { from: t, to: d, how: ".data" });
	return d;
}
/** `x.data = y`: x keeps its identity, flags, history and its own counter, and takes y's memory and geometry. */
export function setData(t: Tensor, v: Value): void {
	if (v instanceof Unknown) {
		t.storage.data = null;
		return;
	}
	if (!(v instanceof PyTensor))
		throw new TorchError("TypeError", `Variable data has to be a tensor, but got ${rt.typeOf(v).name}`, { key: "DATA_NONTENSOR" });
	const from = v.tensor;
	if (requiresGrad(t) && !isDifferentiable(from.dtype) && !from.unknownDtype)
		throw new TorchError("RuntimeError", "data set to a tensor that requires gradients must be floating point or complex dtype", {
			key: "DATA_DTYPE",
		});
	world.record?.event("data-set", { tensor: t, from });
	// Graphs made before keep their accumulator and the shape it expects.
	if (from.dtype !== t.dtype || !maySameSizes(from.sizes, t.sizes)) t.accumulator = null;
	t.storage = from.storage;
	t.sizes = from.sizes;
	t.strides = from.strides;
	t.offset = from.offset;
	t.dtype = from.dtype;
	t.device = from.device;
	t.unknownShape = from.unknownShape;
	t.unknownDtype = from.unknownDtype;
	t.wholeStorage = from.wholeStorage;
}

attribute("real", (t) => py(t.dtype.category === 3 ? call("real", t) : t));
attribute(
	"imag",
	(t) => py(call("imag", t)),
	(t, v) => {
		withGradMode(false, () => rt.call(rt.getAttr(py(call("imag", t)), "copy_"), [v]));
	},
);
