/** `T`, `mT`, `H`, `mH` and `adjoint()`: what they are of tensors that are no matrices, PyTorch tells by a warning or an error. */
import { TorchError } from "../autograd/errors.ts";
import { world } from "../autograd/world.ts";
import { call } from "../ops/dispatch.ts";
import { getter, def } from "../values/native.ts";
import { rt } from "../values/runtime.ts";
import { py, type PyTensor, tensorClass } from "../values/tensor.ts";
import type { Value } from "../values/value.ts";
import { self } from "./tensor-attributes.ts";

const PLACE = "/__w/pytorch/pytorch/aten/src/ATen/native/TensorShape.cpp";

function warnOnce(key: string, text: string, line: number): void {
	if (world.warned.has(key)) return;
	world.warned.add(key);
	rt.warn("UserWarning", `${text} (Triggered internally at ${PLACE}:${line}.)`);
}

/** `x.T` reverses all dimensions (node Permute). */
getter(tensorClass, "T", (v) => {
	const t = self(v);
	if (t.unknownShape) return py(call("t", t));
	if (t.dim === 0) warnOnce("T of a scalar", "Tensor.T is deprecated on 0-D tensors. This function is the identity in these cases.", 4321);
	else if (t.dim !== 2)
		warnOnce(
			"T",
			"The use of `x.T` on tensors of dimension other than 2 to reverse their shape is deprecated and it will throw an error in a future release. Consider `x.mT` to transpose batches of matrices or `x.permute(*torch.arange(x.ndim - 1, -1, -1))` to reverse the dimensions of a tensor.",
			4314,
		);
	return py(
		call(
			"permute",
			t,
			t.sizes.map((_, i) => t.dim - 1 - i),
		),
	);
});

interface Transpose {
	/** As messages call it. */
	shown: string;
	conjugates: boolean;
	/** Takes matrices only, no batches of them. */
	matrixOnly: boolean;
	line: number;
}

function transposed(v: Value, { shown, conjugates, matrixOnly, line }: Transpose): Value {
	const t = self(v);
	const conj = conjugates && t.dtype.category === 3;
	if (!t.unknownShape && t.dim === 0) {
		const scalar = shown.endsWith("()") ? "adjoint()" : shown.replace("tensor", "Tensor");
		warnOnce(
			shown,
			`${scalar} is deprecated on 0-D tensors. ${conjugates ? "Consider using x.conj()." : "This function is the identity in these cases."}`,
			line,
		);
		return conj ? py(call("_conj", t)) : (v as PyTensor);
	}
	if (!t.unknownShape && (matrixOnly ? t.dim !== 2 : t.dim < 2))
		throw new TorchError(
			"RuntimeError",
			`${shown} is only supported on ${matrixOnly ? "matrices (2-D tensors)" : "matrices or batches of matrices"}. Got ${t.dim}-D tensor.${matrixOnly && t.dim > 2 ? ` For batches of matrices, consider using tensor.m${shown.slice(-1)}` : ""}`,
			{ key: "NO_MATRIX", tensor: t },
		);
	const out = call("transpose.int", t, -2, -1);
	return py(conj ? call("_conj", out) : out);
}

for (const [name, conjugates, matrixOnly, line] of [
	["mT", false, false, 4373],
	["H", true, true, 4335],
	["mH", true, false, 4382],
] as const)
	getter(tensorClass, name, (v) => transposed(v, { shown: `tensor.${name}`, conjugates, matrixOnly, line }));
def(tensorClass, "adjoint", "!", (v: Value) =>
	transposed(v, { shown: "tensor.adjoint()", conjugates: true, matrixOnly: false, line: 4390 }),
);
