/** `grad_fn._saved_self`, `_saved_dim`, `_raw_saved_result`: what a node kept of its forward, as Python sees it. */
import { messages, TorchError } from "../autograd/errors.ts";
import type { SavedVariable } from "../autograd/saved.ts";
import { Tensor } from "../autograd/tensor.ts";
import { numel } from "../shape/shape.ts";
import type { OpNode } from "../ops/op-node.ts";
import type { Param } from "../ops/schema.ts";
import { def } from "../values/native.ts";
import { py, pyDim } from "../values/tensor.ts";
import { builtinClass, Obj, PyFloat, type PyClass, PyTuple, Unknown, type Value } from "../values/value.ts";
import { hooksFrom } from "./saved-hooks.ts";

const savedTensorClass = builtinClass("SavedTensor", undefined, "torch._C._autograd");

/** The place of a saved tensor, which may be given hooks of its own. */
class PySaved extends Obj {
	cls: PyClass = savedTensorClass;
	readonly saved: SavedVariable;
	constructor(saved: SavedVariable) {
		super();
		this.saved = saved;
	}
}
def(savedTensorClass, "register_hooks", "! pack unpack", (self: Value, pack: Value, unpack: Value) => {
	const { saved } = self as PySaved;
	if (saved.isReleased)
		throw new TorchError(
			"RuntimeError",
			"Calling register_hooks on a saved tensor after it has been freed. Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.",
			{ key: "SAVED_HOOKS_FREED" },
		);
	if (saved.isPacked)
		throw new TorchError(
			"RuntimeError",
			"Calling register_hooks on a saved tensor whose hooks have already been set. Hint: only one pair of hooks is allowed at a time.",
			{ key: "SAVED_HOOKS_TWICE" },
		);
	saved.pack(hooksFrom(pack, unpack));
});

/** Inputs come back as they were; of an output that is still the node's own a new tensor is made. */
function unpacked(s: SavedVariable, node: OpNode): Value {
	const t = s.unpack();
	if (!s.isOutput || t.gradFn !== node) return py(t);
	const out = t.alias(t.sizes, t.strides, t.offset);
	out.gradFn = node;
	out.outputNr = s.outputNr;
	return py(out);
}

/** Undefined: the node has no attribute of that name. */
export function savedAttribute(node: OpNode, name: string): Value | undefined {
	if (name.startsWith("_raw_saved_")) {
		const s = node.savedNamed(name.slice("_raw_saved_".length));
		if (s === undefined) return undefined;
		return Array.isArray(s) ? new PyTuple(s.map((x) => (x === null ? null : new PySaved(x)))) : new PySaved(s);
	}
	if (!name.startsWith("_saved_")) return undefined;
	const plain = name.slice("_saved_".length);
	const s = node.savedNamed(plain);
	if (s !== undefined) return Array.isArray(s) ? new PyTuple(s.map((x) => (x === null ? null : unpacked(x, node)))) : unpacked(s, node);
	// Nobody needed it for the inputs that require grad.
	if (node.savable().includes(plain)) return null;
	const argument = node.argument(plain);
	if (argument !== undefined) return plainValue(argument.param, argument.value, node.hasFloat);
	const [, owner, what] = /^(.+?)_sym_(sizes|strides|numel)$/.exec(plain) ?? [];
	const meta = owner === undefined ? undefined : node.argument(owner)?.value;
	if (typeof meta !== "object" || meta === null || !("sizes" in meta)) return new Unknown(`grad_fn.${name}`);
	if (node.released) throw new TorchError("RuntimeError", messages.BW_TWICE(), { key: "BW_TWICE", node });
	const { sizes, strides } = meta as { sizes: Tensor["sizes"]; strides: Tensor["strides"] };
	if (what === "numel") return pyDim(numel(sizes));
	return new PyTuple((what === "sizes" ? sizes : (strides ?? Tensor.make(sizes, node.outputs[0]!.dtype).stridesOrContiguous)).map(pyDim));
}

/** Whole numbers are shown as C++ keeps them, without a sign. */
const unsigned = (x: number): Value => (x < 0 ? BigInt.asUintN(64, BigInt(x)) : x);

function plainValue(param: Param, value: unknown, isFloat: boolean): Value {
	if (Array.isArray(value)) return new PyTuple(value.map((v) => plainValue({ ...param, type: param.type.replace("[]", "") }, v, isFloat)));
	if (typeof value === "number") {
		if (param.type === "float" || (param.type === "Scalar" && ((isFloat && value !== param.default) || !Number.isSafeInteger(value))))
			return new PyFloat(value);
		if (param.type === "int") return unsigned(value);
		return value;
	}
	return value === null || typeof value === "string" || typeof value === "boolean" ? value : new Unknown(`grad_fn._saved_${param.name}`);
}
