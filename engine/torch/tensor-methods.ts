/** Other tensor methods that are more than an op. The rest resolves to ops by name. */
import { messages, TorchError } from "../autograd/errors.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { FormulaNode } from "../autograd/node.ts";
import { checkInPlace, gradientEdge, rebaseHistory, requiresGrad } from "../autograd/view.ts";
import { world } from "../autograd/world.ts";
import { call, callOp } from "../ops/dispatch.ts";
import { py, pyNumber, PyTensor, dimOf } from "../values/tensor.ts";
import { type Kwargs, PyFloat, PyList, PyTuple, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { method } from "./tensor-attributes.ts";
import { someOf } from "./bind.ts";

method("nonzero", "* out? as_tuple?", (t, out?: Value, asTuple?: Value) => {
	if (asTuple !== undefined && rt.truth(asTuple)) return new PyTuple((call("nonzero_numpy", t) as unknown as Tensor[]).map(py));
	return out instanceof PyTensor ? py(call("nonzero.out", t, out.tensor)) : py(call("nonzero", t));
});
method("share_memory_", "", (t) => py(t));
method("pin_memory", "*args", (t) => py(t));
method("apply_", "fn", (t, fn: Value) => {
	if (requiresGrad(t))
		throw new TorchError("RuntimeError", "Can't call apply_() on Variable that requires grad. Use var.detach().apply_() instead.", {
			key: "APPLY_RG",
		});
	const values = t.numbers();
	if (values === null) return py(t);
	const out = t.dtype.make(values.length);
	for (let i = 0; i < values.length; i++) {
		const r = rt.call(fn, [pyNumber(values[i]!, t.dtype)]);
		out[i] = r instanceof PyFloat ? r.value : Number(r);
	}
	t.write(out);
	return py(t);
});
method("map_", "other fn", (t) => {
	if (requiresGrad(t))
		throw new TorchError("RuntimeError", "Can't call map_() on Variable that requires grad. Use var.detach().map_() instead.", {
			key: "APPLY_RG",
		});
	t.storage.data = null;
	return py(t);
});

// Frames are centred, and factors are given without their status, as the functions of torch have it.
for (const name of ["stft", "lu"])
	method(name, "*args **kw", (t, args: Value[], kw: Kwargs) => rt.call(rt.getAttr(rt.importModule("torch"), name), [py(t), ...args], kw));
method("norm", ".p? .dim? .keepdim? .dtype?", (t, p?: Value, dim?: Value, keepdim?: Value, dtype?: Value) =>
	rt.call(
		rt.getAttr(rt.importModule("torch"), "norm"),
		[py(t), p ?? "fro", dim ?? null, keepdim ?? false],
		dtype === undefined ? null : new Map([["dtype", dtype]]),
	),
);
method("split", ".split_size .dim?", (t, size: Value, d?: Value) => {
	const dim = d === undefined ? 0 : Number(d);
	if (size instanceof PyList || size instanceof PyTuple) {
		const sizes = size.items.map((x) => dimOf(x) ?? 0);
		return new PyTuple((callOp("split_with_sizes", [t, sizes, dim]) as Tensor[]).map(py));
	}
	if (size instanceof Unknown) return new Unknown("split of unknown size");
	if (t.unknownShape) return someOf(callOp("split.Tensor", [t, 1, dim]) as Tensor[], "split");
	return new PyTuple((callOp("split.Tensor", [t, dimOf(size) ?? 1, dim]) as Tensor[]).map(py));
});
method("set_", "*args", (t, args: Value[]) => {
	const from = args[0];
	const operands = from instanceof PyTensor ? [t, from.tensor] : [t];
	const need = world.gradMode && operands.some(requiresGrad);
	checkInPlace(t, need);
	const edges = need ? operands.map((o) => gradientEdge(o)) : [];
	if (from instanceof PyTensor) {
		t.storage = from.tensor.storage;
		t.sizes = from.tensor.sizes;
		t.strides = from.tensor.strides;
		t.offset = from.tensor.offset;
	} else t.storage.data = null;
	t.counter.bump("set_");
	if (need)
		rebaseHistory(
			t,
			new FormulaNode("NotImplemented", "set_", edges, () => {
				throw new TorchError("RuntimeError", messages.NOT_DIFF_BACKWARD("set_"), { key: "NOT_DIFF_BACKWARD" });
			}),
		);
	return py(t);
});
