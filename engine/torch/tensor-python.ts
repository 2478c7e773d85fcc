/** What Python itself asks of a tensor: numbers, truth, text, length, iteration. */
import { TorchError } from "../autograd/errors.ts";
import { dimText } from "../shape/dim.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { requiresGrad } from "../autograd/view.ts";
import { world } from "../autograd/world.ts";
import { copyOutOfMeta } from "../ops/table/creation.ts";
import { call, callOp } from "../ops/dispatch.ts";
import { parameterClass, py, pyDim, pyNumber, type PyTensor } from "../values/tensor.ts";
import { boolClass, complexClass, floatClass, intClass, PyComplex, PyList, PyTuple, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { tensorText } from "./print.ts";
import { method } from "./tensor-attributes.ts";

/** By category of dtype: truth values, integers, floats; complex numbers have no type here. */
const PYTHON_TYPES = [boolClass, intClass, floatClass];

/** A Python number out of a one-element tensor; Unknown with a name when the number is not known. */
export function scalarOf(t: Tensor): Value {
	if (t.device === "meta") throw new TorchError("RuntimeError", "Tensor.item() cannot be called on meta tensors", { key: "META_ITEM" });
	const x = t.numbers();
	if (x === null || t.unknownShape)
		return new Unknown("this tensor's number is not known", {
			key: `item(t${t.id}v${t.isInference ? 0 : t.counter.version})`,
			type: t.unknownDtype ? null : (PYTHON_TYPES[t.dtype.category] ?? null),
		});
	return numberAt(t, x, 0);
}
const numberAt = (t: Tensor, x: ArrayLike<number>, i: number): Value =>
	t.dtype.width === 2 ? new PyComplex(x[2 * i]!, x[2 * i + 1]!) : pyNumber(x[i]!, t.dtype);

const SCALAR_RG =
	"Converting a tensor with requires_grad=True to a scalar may lead to unexpected behavior.\nConsider using tensor.detach() first. (Triggered internally at /__w/pytorch/pytorch/torch/csrc/autograd/generated/python_variable_methods.cpp:822.)";
/** Numbers taken out of a grad-requiring tensor where Python asks for a float: warned once per process (2.13). */
export function warnScalar(t: Tensor): void {
	if (!world.gradMode || !requiresGrad(t) || world.profile !== "2.13") return;
	world.record?.event("detach", { from: t, to: null, how: "float" });
	if (world.warned.has("SCALAR_RG")) return;
	world.warned.add("SCALAR_RG");
	rt.warn("UserWarning", SCALAR_RG);
}
const single = (t: Tensor): boolean => t.unknownShape || typeof t.numel !== "number" || t.numel === 1;

method("item", "", (t) => {
	if (!single(t))
		throw new TorchError("RuntimeError", `a Tensor with ${dimText(t.numel)} elements cannot be converted to Scalar`, { key: "ITEM_MULTI" });
	if (requiresGrad(t)) world.record?.event("detach", { from: t, to: null, how: ".item()" });
	return scalarOf(t);
});
method("tolist", "", (t) => {
	if (requiresGrad(t)) world.record?.event("detach", { from: t, to: null, how: ".tolist()" });
	const values = t.numbers();
	const sizes = t.numberSizes();
	if (t.device === "meta") throw copyOutOfMeta();
	if (t.dim === 0) return scalarOf(t);
	if (values === null || sizes === null) return new Unknown("this tensor's numbers are not known");
	let at = 0;
	const build = (d: number): Value =>
		d === sizes.length ? numberAt(t, values, at++) : new PyList(Array.from({ length: sizes[d]! }, () => build(d + 1)));
	return build(0);
});
function conversion(name: string, of: (v: Value, t: Tensor) => Value): void {
	method(name, "", (t) => {
		if (!single(t))
			throw new TorchError(
				name === "__bool__" ? "RuntimeError" : "ValueError",
				name === "__bool__"
					? t.numel === 0
						? "Boolean value of Tensor with no values is ambiguous"
						: "Boolean value of Tensor with more than one value is ambiguous"
					: "only one element tensors can be converted to Python scalars",
				{ key: "MULTI" },
			);
		if (name === "__float__") warnScalar(t);
		return of(scalarOf(t), t);
	});
}
const typed = (v: Value, f: (x: Value) => Value): Value =>
	v instanceof Unknown ? new Unknown(v.why, { key: `${f.name}(${v.key})` }) : f(v);
conversion("__bool__", (v) => (v instanceof Unknown ? new Unknown(v.why, { key: `bool(${v.key})`, type: boolClass }) : rt.truth(v)));
conversion("__float__", (v) => (v instanceof Unknown ? new Unknown(v.why, { key: v.key, type: floatClass }) : rt.call(floatClass, [v])));
conversion("__int__", (v) =>
	v instanceof Unknown ? new Unknown(v.why, { key: `int(${v.key})`, type: intClass }) : rt.call(intClass, [v]),
);
conversion("__complex__", (v) => (v instanceof Unknown ? new Unknown(v.why) : rt.call(complexClass, [v])));
method("__index__", "", (t) => {
	if ((t.dtype.category > 1 && !t.unknownDtype) || !single(t))
		throw new TorchError("TypeError", "only integer tensors of a single element can be converted to an index", { key: "INDEX_FLOAT" });
	return typed(scalarOf(t), (x) => rt.call(intClass, [x]));
});
method("__len__", "", (t) => {
	if (t.unknownShape) return new Unknown("length of a tensor of unknown shape", { key: `len(t${t.id})`, type: intClass });
	if (t.dim === 0) throw new TorchError("TypeError", "len() of a 0-d tensor", { key: "LEN_0D" });
	return pyDim(t.sizes[0]!);
});
method("__repr__", "* tensor_contents?", (t) => tensorRepr(py(t)));
method("__str__", "", (t) => tensorRepr(py(t)));
/** `Parameter containing:` before a Parameter's tensor. */
export function tensorRepr(o: PyTensor): string {
	if (o.cls.isUser && o.cls.isSubclassOf(parameterClass) && !o.cls.module.startsWith("torch"))
		return `Parameter containing:\n${tensorText(o.tensor, `Parameter(${o.cls.name}(`)})`;
	const own = o.cls.isUser && !o.cls.isSubclassOf(parameterClass) && !o.cls.module.startsWith("torch");
	const text = tensorText(o.tensor, own ? `${o.cls.name}(` : "tensor(");
	return o.cls.name === "Parameter" ? `Parameter containing:\n${text}` : o.cls.name === "Buffer" ? `Buffer containing:\n${text}` : text;
}
method("__format__", "spec", (t, spec: string) => {
	if (t.dim === 0 && !t.unknownShape && t.device !== "meta") return rt.format(scalarOf(t), spec);
	if (spec === "") return tensorRepr(py(t));
	throw new TorchError("TypeError", "unsupported format string passed to Tensor.__format__", { key: "FORMAT_MULTI" });
});
method("__hash__", "", (t) => t.id + 140000000);
const iterator = (v: Value): Value => rt.call(rt.getAttr(rt.importModule("builtins"), "iter"), [v]);
method("__iter__", "", (t) => {
	if (t.unknownShape) return iterator(new Unknown("rows of a tensor of unknown shape", { key: `iter(t${t.id})` }));
	if (t.dim === 0) throw new TorchError("TypeError", "iteration over a 0-d tensor", { key: "ITER_0D" });
	if (typeof t.sizes[0] !== "number") return iterator(symbolicRows(t));
	const rows = callOp("unbind.int", [t, 0]) as Tensor[];
	return iterator(new PyTuple(rows.map(py)));
});
/** Rows of a tensor whose first dimension is symbolic: a few of them stand for all. */
function symbolicRows(t: Tensor): Value {
	rt.limit("loop", "iteration over a tensor whose length is not known: a few rows stand for all");
	return new PyTuple([0, 1, 2].map((i) => py(call("select.int", t, 0, i))));
}
method("__reversed__", "", (t) => py(t.dim === 0 ? t : call("flip", t, [0])));
method("__contains__", "x", (t, x: Value) => {
	const r = rt.call(rt.getAttr(py(t), "eq"), [x]);
	return rt.call(rt.getAttr(rt.call(rt.getAttr(r, "any"), []), "item"), []);
});
