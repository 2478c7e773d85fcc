/** `grad_fn` nodes and removable handles as Python objects. */
import { AccumulateGrad, type Gradients, type Node } from "../autograd/node.ts";
import type { Tensor, TensorHook } from "../autograd/tensor.ts";
import { accumulatorOf, gradFnOf, requiresGrad } from "../autograd/view.ts";
import { TorchError } from "../autograd/errors.ts";
import { OpNode } from "../ops/op-node.ts";
import { def, getter, native } from "../values/native.ts";
import { py, PyTensor } from "../values/tensor.ts";
import { builtinClass, Obj, type PyClass, type PyInstance, PyList, PyTuple, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { savedAttribute } from "./saved-attributes.ts";

export const nodeBase = builtinClass("Node", undefined, "torch.autograd.graph");
const nodeClasses = new Map<string, PyClass>();

export class PyNode extends Obj {
	cls: PyClass;
	readonly node: Node;
	constructor(node: Node) {
		super();
		this.node = node;
		let cls = nodeClasses.get(node.name);
		if (cls === undefined) {
			cls = builtinClass(node.name, [nodeBase], node.pythonModule === "" ? "builtins" : node.pythonModule);
			nodeClasses.set(node.name, cls);
		}
		this.cls = cls;
	}
}
const wrappers = new WeakMap<Node, Obj>();
/** A custom Function's context is its node. */
export const adopt = (node: Node, context: PyInstance): void => void wrappers.set(node, context);
export function pyNode(node: Node | null): Value {
	if (node === null) return null;
	let o = wrappers.get(node);
	if (o === undefined) {
		o = new PyNode(node);
		wrappers.set(node, o);
	}
	return o;
}
const nodeOf = (v: Value): Node => (v instanceof PyNode ? v.node : ((v as PyInstance).native as { node: Node }).node);
const pyGrads = (grads: Gradients): PyTuple => new PyTuple(grads.map((g) => (g === null ? null : py(g))));
function gradsFrom(v: Value, like: Gradients): Gradients | null {
	if (v === null) return null;
	const items = v instanceof PyTuple ? v.items : [v];
	return like.map((_, i) => (items[i] instanceof PyTensor ? (items[i] as PyTensor).tensor : null));
}

for (const n of ["__repr__", "__str__"])
	def(
		nodeBase,
		n,
		"",
		(self: Value) =>
			`<${nodeOf(self).pythonModule === "" ? "" : `${nodeOf(self).pythonModule}.`}${nodeOf(self).name} object at 0x${(0x7f0000000000 + nodeOf(self).sequence * 64).toString(16)}>`,
	);
def(nodeBase, "name", "", (self: Value) => nodeOf(self).fullName);
export const nextFunctions = (node: Node): PyTuple =>
	new PyTuple(node.nextEdges.map((e) => new PyTuple([e === null ? null : pyNode(e.node), e === null ? 0 : e.nr])));
getter(nodeBase, "next_functions", (self) => nextFunctions(nodeOf(self)));
getter(nodeBase, "variable", (self) => {
	const n = nodeOf(self);
	return n instanceof AccumulateGrad ? py(n.leaf) : rt.raise("AttributeError", `'${n.name}' object has no attribute 'variable'`);
});
/** What Python put on nodes. */
const metadata = new WeakMap<Node, Value>();
getter(nodeBase, "metadata", (self) => {
	const node = nodeOf(self);
	if (!metadata.has(node)) metadata.set(node, rt.call(rt.getAttr(rt.importModule("builtins"), "dict"), []));
	return metadata.get(node)!;
});
def(nodeBase, "_sequence_nr", "", (self: Value) => nodeOf(self).sequence);
/** A hook that sees what a node received and what it made of it. */
export function nodeHook(node: Node, call: (gradInputs: PyTuple, gradOutputs: PyTuple) => Value): Value {
	const hooks = node.hooksOrNew.post;
	const entry = {
		id: hooks.length,
		call: (inputs: Gradients, outputs: Gradients) => gradsFrom(call(pyGrads(inputs), pyGrads(outputs)), inputs),
	};
	hooks.push(entry);
	return handle(() => void hooks.splice(hooks.indexOf(entry), 1));
}
def(nodeBase, "register_hook", "fn", (self: Value, fn: Value) =>
	nodeHook(nodeOf(self), (inputs, outputs) => rt.call(fn, [inputs, outputs])),
);
def(nodeBase, "register_prehook", "fn", (self: Value, fn: Value) => {
	const hooks = nodeOf(self).hooksOrNew.pre;
	const entry = { id: hooks.length, call: (grads: Gradients) => gradsFrom(rt.call(fn, [pyGrads(grads)]), grads) };
	hooks.push(entry);
	return handle(() => void hooks.splice(hooks.indexOf(entry), 1));
});
def(nodeBase, "__getattr__", "name", (self: Value, name: Value) => {
	const node = nodeOf(self);
	if (typeof name === "string" && node instanceof OpNode) {
		const kept = savedAttribute(node, name);
		if (kept !== undefined) return kept;
	}
	rt.raise("AttributeError", `'${node.name}' object has no attribute '${String(name)}'`);
});

/** The node behind a Python object, if it is one. */
export const nodeIn = (v: Value): Node | null =>
	v instanceof PyNode || (v instanceof Obj && v.cls.isSubclassOf(nodeBase)) ? (nodeOf(v) ?? null) : null;

def(nodeBase, "__dir__", "", (self: Value) => {
	const node = nodeOf(self);
	const own = rt.items(rt.call(rt.getAttr(rt.importModule("builtins"), "dir"), [(self as PyNode).cls])) ?? [];
	return new PyList([...own, ...(node instanceof OpNode ? node.savable().map((n) => `_saved_${n}`) : [])]);
});

const handleClass = builtinClass("RemovableHandle", undefined, "torch.utils.hooks");
class Handle extends Obj {
	cls: PyClass = handleClass;
	readonly remove: () => void;
	constructor(remove: () => void) {
		super();
		this.remove = remove;
	}
}
export function handle(remove: () => void): Value {
	let removed = false;
	return new Handle(() => {
		if (!removed) remove();
		removed = true;
	});
}
def(handleClass, "remove", "", (self: Value) => (self as Handle).remove());
def(handleClass, "__enter__", "", (self: Value) => self);
def(handleClass, "__exit__", "*args", (self: Value) => (self as Handle).remove());

/** Name of a Python hook for messages. */
function hookName(fn: Value): string {
	const name = rt.findAttr(fn, "__name__");
	return typeof name === "string" ? name : "unknown hook";
}

/** A Python tensor hook with PyTorch's checks on what it returns. */
export function tensorHook(fn: Value): TensorHook {
	return {
		id: 0,
		text: () => rt.repr(fn),
		call: (grad) => {
			const result = rt.call(fn, [grad === null ? null : py(grad)]);
			if (result === null || result instanceof Unknown) return null;
			if (grad === null) throw new TorchError("RuntimeError", "can't replace a None gradient with a non-None value", { key: "HOOK_NONE" });
			if (!(result instanceof PyTensor))
				throw new TorchError("TypeError", `expected Variable, but hook returned '${rt.typeOf(result).name}'`, { key: "HOOK_TYPE" });
			const r = result.tensor;
			if (r.dtype !== grad.dtype)
				throw new TorchError(
					"RuntimeError",
					`hook '${hookName(fn)}' has changed the type of value (was ${grad.dtype.tensorType} got ${r.dtype.tensorType})`,
					{ key: "HOOK_DTYPE" },
				);
			if (!r.unknownShape && !grad.unknownShape && (r.dim !== grad.dim || r.sizes.some((s, i) => s !== grad.sizes[i])))
				throw new TorchError("RuntimeError", `hook '${hookName(fn)}' has changed the size of value`, { key: "HOOK_SIZE" });
			return r;
		},
	};
}

export function registerHook(t: Tensor, fn: Value): Value {
	if (t.unknownGrad) return handle(() => {});
	if (!requiresGrad(t))
		throw new TorchError("RuntimeError", "cannot register a hook on a tensor that doesn't require gradient", { key: "HOOK_NO_RG" });
	const node = gradFnOf(t);
	const hook = tensorHook(fn);
	if (node === null) {
		if (t.requiresGradFlag) accumulatorOf(t);
		t.hooks ??= [];
		const list = t.hooks;
		list.push(hook);
		return handle(() => void list.splice(list.indexOf(hook), 1));
	}
	const list = node.hooksOrNew.tensor;
	const entry = { nr: t.outputNr, hook };
	list.push(entry);
	return handle(() => void list.splice(list.indexOf(entry), 1));
}
export { native };
