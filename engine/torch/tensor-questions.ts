/** Methods that ask about a tensor: sizes, strides, kinds, where it lies. */
import { type Sizes, sameSizes } from "../shape/shape.ts";
import { isDense } from "../ops/kernel/formats.ts";
import { formatOf } from "./formats.ts";
import { TorchError } from "../autograd/errors.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { pyDim, pySize, PyTensor } from "../values/tensor.ts";
import { intClass, PyTuple, Unknown, type Value } from "../values/value.ts";
import { method } from "./tensor-attributes.ts";
import { addressOf } from "./tensor-storage.ts";

method("size", ".dim?", (t, d?: Value) => {
	if (t.unknownShape)
		return new Unknown("the shape of this tensor is not known", { key: `shape(t${t.id})${d === undefined ? "" : `[${String(d)}]`}` });
	if (d === undefined || d === null) return pySize(t.sizes);
	if (d instanceof Unknown) return new Unknown("size along an unknown dimension");
	const i = Number(d);
	if (i < -t.dim || i >= t.dim)
		throw new TorchError(
			"IndexError",
			`Dimension out of range (expected to be in range of [${-Math.max(t.dim, 1)}, ${Math.max(t.dim, 1) - 1}], but got ${i})`,
			{ key: "DIM_RANGE" },
		);
	return pyDim(t.sizes[i < 0 ? i + t.dim : i]!);
});
const counted = (t: Tensor): Value =>
	t.unknownShape ? new Unknown("number of elements", { key: `numel(t${t.id})`, type: intClass }) : pyDim(t.numel);
for (const name of ["numel", "nelement"]) method(name, "", counted);
const dimensions = (t: Tensor): Value =>
	t.unknownShape ? new Unknown("number of dimensions", { key: `ndim(t${t.id})`, type: intClass }) : t.dim;
for (const name of ["dim", "ndimension"]) method(name, "", dimensions);
method("stride", ".dim?", (t, d?: Value) => {
	const s = t.stridesOrContiguous;
	if (t.unknownShape) return new Unknown("strides");
	return d === undefined || d === null ? new PyTuple(s.map(pyDim)) : pyDim(s.at(Number(d))!);
});
method("storage_offset", "", (t) => pyDim(t.offset));
method("element_size", "", (t) => t.dtype.itemSize);
method("data_ptr", "", (t) =>
	typeof t.offset === "number" ? addressOf(t.storage) + t.offset * t.dtype.itemSize : new Unknown("data_ptr"),
);
method("is_contiguous", "* memory_format?", (t, format?: Value) =>
	t.unknownShape ? new Unknown("contiguity") : isDense(t, formatOf(format)),
);
method("is_floating_point", "", (t) => (t.unknownDtype ? new Unknown("dtype") : t.dtype.category === 2));
method("is_complex", "", (t) => (t.unknownDtype ? new Unknown("dtype") : t.dtype.category === 3));
method("is_signed", "", (t) => (t.unknownDtype ? new Unknown("dtype") : t.dtype.category !== 0 && !t.dtype.name.startsWith("uint")));
method("is_inference", "", (t) => t.isInference);
method("is_neg", "", () => false);
method("is_set_to", "tensor", (t, other: Value) => {
	if (!(other instanceof PyTensor)) return new Unknown("is_set_to");
	const o = other.tensor;
	return (
		t.storage === o.storage &&
		t.offset === o.offset &&
		sameSizes(t.sizes, o.sizes) &&
		sameSizes(t.stridesOrContiguous as Sizes, o.stridesOrContiguous as Sizes)
	);
});
method("is_shared", "", () => false);
method("is_pinned", "*args", () => false);
method("get_device", "", (t) => (t.device === "cpu" ? -1 : 0));
method("has_names", "", () => false);
method("is_conj", "", (t) => t.storage.conjugated);
method("_is_view", "", (t) => t.view !== null);

method("is_same_size", "other", (t, o: PyTensor) => t.dim === o.tensor.dim && t.sizes.every((s, i) => s === o.tensor.sizes[i]));
