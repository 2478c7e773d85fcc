/** torch.autograd.Function: user-written forward and backward with PyTorch's contracts (spec section 9). */
import { TorchError } from "../autograd/errors.ts";
import { type Gradients, Node } from "../autograd/node.ts";
import { SavedVariable } from "../autograd/saved.ts";
import { Tensor } from "../autograd/tensor.ts";
import { checkInPlace, gradientEdge, hasNoNode, rebaseHistory, requiresGrad } from "../autograd/view.ts";
import { withGradMode, world } from "../autograd/world.ts";
import { dtypes, isDifferentiable } from "../shape/dtype.ts";
import { sizesText } from "../shape/shape.ts";
import { call } from "../ops/dispatch.ts";
import { def, defClassMethod, getter } from "../values/native.ts";
import { py, PyTensor } from "../values/tensor.ts";
import {
	PyFunction,
	builtinClass,
	type Kwargs,
	NativeProperty,
	objectClass,
	PyBuiltin,
	type PyClass,
	PyInstance,
	PyStaticMethod,
	PyTuple,
	Unknown,
	type Value,
} from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { adopt, nextFunctions, nodeBase } from "./grad-fn.ts";
import { typeName } from "./mismatch.ts";

export const functionClass = builtinClass("Function", [objectClass], "torch.autograd.function");
const contextClass = builtinClass("FunctionCtx", [objectClass], "torch.autograd.function");

const contextClasses = new WeakMap<PyClass, PyClass>();
/** A class of contexts for each Function: they are its nodes, too. */
function contextOf(cls: PyClass): PyClass {
	let found = contextClasses.get(cls);
	if (found === undefined) {
		found = builtinClass(`${cls.name}Backward`, [contextClass, nodeBase], "torch.autograd.function");
		contextClasses.set(cls, found);
	}
	return found;
}

/** What one `apply` keeps: the state behind `ctx`. */
class CallState {
	toSave: (Tensor | null)[] | null = null;
	/** What `save_for_backward` was given that is no tensor. */
	refused: TorchError | null = null;
	saved: (SavedVariable | null)[] = [];
	dirty: Tensor[] = [];
	nonDifferentiable = new Set<Tensor>();
	materialize = true;
	needsInputGrad: boolean[] = [];
	node: FunctionNode | null = null;
	/** Results of forward that are no tensors: their gradient is None. */
	plainOutputs = new Set<number>();
	onceDifferentiable = false;
	/** What is wrong with the arguments of mark_non_differentiable; PyTorch looks at them after forward. */
	refusal: [string, string] | null = null;
}
const stateOf = (ctx: Value): CallState => (ctx as PyInstance).native as CallState;

def(contextClass, "save_for_backward", "! *tensors", (self: Value, tensors: Value[]) => {
	const at = tensors.findIndex((t) => t !== null && !(t instanceof PyTensor) && !(t instanceof Unknown));
	// Found out when `apply` looks at what was kept; nobody looks where nothing requires grad.
	stateOf(self).refused =
		at < 0
			? null
			: new TorchError("TypeError", `save_for_backward can only save variables, but argument ${at} is of type ${typeName(tensors[at]!)}`, {
					key: "FN_SAVE_TYPE",
					where: world.where(),
				});
	stateOf(self).toSave = tensors.map((t) => (t instanceof PyTensor ? t.tensor : null));
});
def(contextClass, "save_for_forward", "! *tensors", () => null);
def(contextClass, "mark_dirty", "! *tensors", (self: Value, tensors: Value[]) => {
	stateOf(self).dirty = tensors.flatMap((t) => (t instanceof PyTensor ? [t.tensor] : []));
});
def(contextClass, "mark_non_differentiable", "! *tensors", (self: Value, tensors: Value[]) => {
	for (const t of tensors) {
		if (t instanceof PyTensor) stateOf(self).nonDifferentiable.add(t.tensor);
		else if (!(t instanceof Unknown))
			stateOf(self).refusal = ["RuntimeError", "mark_non_differentiable only accepts variable arguments, but got "];
	}
});
def(contextClass, "set_materialize_grads", "! .value", (self: Value, v: Value) => {
	stateOf(self).materialize = rt.truth(v);
});
const saved = (self: Value): Value => new PyTuple(stateOf(self).saved.map((s) => (s === null ? null : py(s.unpack()))));
getter(contextClass, "saved_tensors", saved);
getter(contextClass, "saved_variables", (self) => {
	rt.warn("DeprecationWarning", "'saved_variables' is deprecated; use 'saved_tensors'");
	return saved(self);
});
getter(contextClass, "needs_input_grad", (self) => new PyTuple(stateOf(self).needsInputGrad));
getter(contextClass, "name", (self) => new PyBuiltin("name", () => (self as PyInstance).cls.name));
getter(contextClass, "next_functions", (self) => (stateOf(self).node === null ? new PyTuple([]) : nextFunctions(stateOf(self).node!)));

/** The backward node of one call. */
class FunctionNode extends Node {
	readonly #cls: PyClass;
	readonly #ctx: PyInstance;
	/** For each forward argument: the edge index, or -1 for non-tensors. */
	readonly #argEdges: number[];
	constructor(cls: PyClass, ctx: PyInstance, args: Value[]) {
		const tensors = args.flatMap((a) => (a instanceof PyTensor ? [a.tensor] : []));
		super(
			`${cls.name}Backward`,
			cls.name,
			tensors.map((t) => gradientEdge(t)),
		);
		this.#cls = cls;
		this.#ctx = ctx;
		let edge = 0;
		this.#argEdges = args.map((a) => (a instanceof PyTensor ? edge++ : -1));
	}
	override get pythonModule(): string {
		return "torch.autograd.function";
	}
	get context(): PyInstance {
		return this.#ctx;
	}

	override apply(grads: Gradients): Gradients {
		const state = this.#ctx.native as CallState;
		const given = grads.map((g, i) => {
			if (g !== null) return py(g);
			if (state.plainOutputs.has(i)) return null;
			const meta = this.outputs[i]!;
			return state.materialize ? py(withGradMode(false, () => call("zeros", [...meta.sizes], meta.dtype))) : null;
		});
		const backward = this.#cls.lookup("backward") ?? this.#cls.lookup("vjp");
		const f = rt.findAttr(this.#cls, "backward");
		if (backward === undefined || f === undefined || f === DEFAULT_BACKWARD)
			throw new TorchError(
				"NotImplementedError",
				"You must implement either the backward or vjp method for your custom autograd.Function to use it with backward mode AD.",
				{ key: "FN_NO_BACKWARD" },
			);
		const run = (): Value => rt.call(f, [this.#ctx, ...given]);
		const result = state.onceDifferentiable ? withGradMode(false, run) : run();
		return this.#check(result instanceof PyTuple ? result.items : [result]);
	}

	override applyNothing(grads: Gradients): Gradients {
		return this.apply(grads);
	}

	#check(values: Value[]): Gradients {
		const expected = this.#argEdges.length;
		let items = values;
		if (items.some((v) => v instanceof Unknown))
			return this.nextEdges.map((e) => (e === null ? null : unknownGradient(e.node.outputs[e.nr])));
		// Extra trailing Nones are dropped; anything else must match the forward's arguments one by one.
		if (items.length > expected && items.slice(expected).every((v) => v === null)) items = items.slice(0, expected);
		if (items.length !== expected)
			throw new TorchError(
				"RuntimeError",
				`function ${this.name} returned an incorrect number of gradients (expected ${expected}, got ${values.length})`,
				{ key: "FN_COUNT", node: this },
			);
		const out: Gradients = this.nextEdges.map(() => null);
		for (const [i, v] of items.entries()) {
			const edge = this.#argEdges[i]!;
			if (v === null) continue;
			if (!(v instanceof PyTensor))
				throw new TorchError("RuntimeError", `expected Variable or None (got ${rt.typeOf(v).name})`, { key: "FN_TYPE" });
			if (edge >= 0) out[edge] = v.tensor;
			else
				throw new TorchError(
					"RuntimeError",
					`function ${this.name} returned a gradient different than None at position ${i + 1}, but the corresponding forward input was not a Variable`,
					{ key: "FN_NONTENSOR" },
				);
		}
		return out;
	}

	override release(): void {
		super.release();
	}
}
function unknownGradient(meta: { sizes: Tensor["sizes"]; dtype: Tensor["dtype"] } | undefined): Tensor | null {
	return meta === undefined ? null : Tensor.make(meta.sizes, meta.dtype, null);
}

/** Arguments by name become positional ones, which alone may have gradients; with `setup_context` defaults are arguments, too. */
function positional(forward: Value, given: Value[], kw: Kwargs | null, separate: boolean): Value[] {
	if (!(forward instanceof PyFunction) || ((kw === null || kw.size === 0) && !separate)) return given;
	const { posonly, args } = forward.def.args;
	const names = [...posonly, ...args].slice(separate ? 0 : 1).map((a) => a.name);
	for (const name of kw?.keys() ?? [])
		if (!names.includes(name)) rt.raise("TypeError", `forward() got an unexpected keyword argument '${name}'`);
	const all = given.slice();
	const last = separate ? names.length : Math.max(-1, ...names.map((name, i) => (kw?.has(name) === true ? i : -1))) + 1;
	for (let i = given.length; i < last; i++) {
		const v = kw?.get(names[i]!) ?? (kw?.has(names[i]!) === true ? null : forward.defaults[i + (separate ? 0 : 1)]);
		if (v === undefined) {
			if (separate) rt.raise("TypeError", `missing a required argument: '${names[i]}'`);
			break;
		}
		all.push(v);
	}
	return all;
}

function apply(cls: PyClass, given: Value[], kw: Kwargs | null): Value {
	const forward = rt.findAttr(cls, "forward");
	const setup = cls.lookup("setup_context");
	const separate =
		setup !== undefined && rt.findAttr(cls, "setup_context") !== undefined && setup !== functionClass.dict.get("setup_context");
	const args = forward === undefined ? given : positional(forward, given, kw, separate);
	if (forward === undefined || forward === DEFAULT_FORWARD)
		throw new TorchError("NotImplementedError", "You must implement the forward function for custom autograd.Function.", {
			key: "FN_NO_FORWARD",
		});
	if (world.transform !== null && !separate)
		throw new TorchError(
			"RuntimeError",
			"In order to use an autograd.Function with functorch transforms (vmap, grad, jvp, jacrev, ...), it must override the setup_context staticmethod. For more details, please see https://pytorch.org/docs/main/notes/extending.func.html",
			{ key: "FN_TRANSFORM" },
		);
	const state = new CallState();
	const ctx = new PyInstance(contextOf(cls));
	ctx.native = state;
	const inputs = args.flatMap((a) => (a instanceof PyTensor ? [a.tensor] : []));
	const track = world.gradMode && inputs.some(requiresGrad);
	state.needsInputGrad = args.map((a) => a instanceof PyTensor && requiresGrad(a.tensor));
	const node = track ? new FunctionNode(cls, ctx, args) : null;
	state.node = node;
	if (node !== null) adopt(node, ctx);
	const versions = new Map(inputs.map((t) => [t, t.counter.version]));
	const result = withGradMode(false, () => {
		const r = rt.call(forward, separate ? args : [ctx, ...args], forward instanceof PyFunction ? null : kw);
		if (separate) rt.call(rt.getAttr(cls, "setup_context"), [ctx, new PyTuple(args), r]);
		return r;
	});
	return finish(cls, state, ctx, node, inputs, result, versions);
}

function finish(
	cls: PyClass,
	state: CallState,
	_ctx: PyInstance,
	node: FunctionNode | null,
	inputs: Tensor[],
	result: Value,
	_versions: Map<Tensor, number>,
): Value {
	const isTuple = result instanceof PyTuple;
	const items = isTuple ? result.items : [result];
	for (const d of state.dirty) {
		if (!inputs.includes(d)) {
			rt.warn(
				"UserWarning",
				"ctx.mark_dirty() received a tensor that was not an input. Only input Tensors that have been mutated should be passed to ctx.mark_dirty(). (Triggered internally at /__w/pytorch/pytorch/torch/csrc/autograd/custom_function.cpp:180.)",
			);
			continue;
		}
		if (!items.some((o) => o instanceof PyTensor && o.tensor === d))
			throw new TorchError(
				"RuntimeError",
				"Some elements marked as dirty during the forward method were not returned as output. The inputs that are modified inplace must all be outputs of the Function.",
				{ key: "FN_DIRTY_RETURN" },
			);
	}
	if (state.refusal !== null) throw new TorchError(state.refusal[0], state.refusal[1], { key: "FN_SAVE_TYPE" });
	const outputs = items.map((o, i) => {
		if (o instanceof PyTensor) return py(output(o.tensor, state, node, inputs, items.length));
		state.plainOutputs.add(i);
		node?.addOutput({ sizes: [], dtype: dtypes.float32 });
		return o;
	});
	if (node !== null && state.refused !== null) throw state.refused;
	if (node !== null && state.toSave !== null) {
		// Outputs are saved as outputs of this node, so that their own history does not count.
		state.saved = state.toSave.map((t) => {
			if (t === null) return null;
			const index = items.findIndex((o) => o instanceof PyTensor && o.tensor === t);
			const actual = index >= 0 ? (outputs[index] as PyTensor).tensor : t;
			return new SavedVariable("saved", actual, index >= 0 && !inputs.includes(t), node);
		});
		node.saved = state.saved.filter((s) => s !== null);
	} else if (state.toSave !== null && node === null) state.saved = [];
	void cls;
	return isTuple ? new PyTuple(outputs) : (outputs[0] as Value);
}

function output(t: Tensor, state: CallState, node: FunctionNode | null, inputs: Tensor[], count: number): Tensor {
	const isInput = inputs.includes(t);
	const dirty = state.dirty.includes(t);
	const differentiable = node !== null && isDifferentiable(t.dtype) && !state.nonDifferentiable.has(t);
	if (dirty && isInput) t.counter.bump("mark_dirty");
	if (!differentiable) {
		const out = constant(t, state, node, isInput, dirty);
		// What comes from a tensor of unknown history has one.
		if (
			node === null &&
			world.gradMode &&
			isDifferentiable(t.dtype) &&
			!state.nonDifferentiable.has(t) &&
			inputs.some((i) => i.unknownGrad)
		)
			out.unknownGrad = true;
		return out;
	}
	if (dirty && isInput) {
		// Views that may not be written speak first, in their direct form.
		if (node !== null && t.view !== null && t.view.creationMeta !== "DEFAULT") checkInPlace(t, true);
		if (node !== null && hasNoNode(t) && requiresGrad(t))
			throw new TorchError("RuntimeError", "a leaf Variable that requires grad has been used in an in-place operation.", {
				key: "FN_DIRTY_LEAF",
			});
		if (node !== null && t.view !== null && count > 1)
			throw new TorchError(
				"RuntimeError",
				"If your Function modifies inplace an input that is a view of another Tensor, your Function cannot return more than one Tensor. This is not supported by the current autograd engine. You should either make sure the input is not a view (using .clone() for example) or make your Function only return one Tensor (potentially splitting it into two Functions: one doing the inplace that returns a single Tensor and a second one that does the other operations). You can ask on the forum https://discuss.pytorch.org/ if you need help to do this change.",
				{ key: "FN_DIRTY_VIEW" },
			);
		checkInPlace(t, true);
		rebaseHistory(t, node);
		return t;
	}
	const out = isInput ? itself(t) : t;
	if (out.view !== null) out.view.creationMeta = "CUSTOM_FUNCTION";
	out.requiresGradFlag = false;
	out.gradFn = node;
	out.outputNr = node.outputs.length;
	node.addOutput({ sizes: out.sizes, dtype: out.dtype });
	if (out.view !== null) out.view.attrVersion = out.counter.version;
	return out;
}

/** An output without a gradient: of a function that is not tracked, of an integer type, or marked so. */
function constant(t: Tensor, state: CallState, node: FunctionNode | null, isInput: boolean, dirty: boolean): Tensor {
	let out = t;
	if (requiresGrad(t)) {
		if (isInput) out = t.alias(t.sizes, t.strides, t.offset);
		else if (t.view === null) {
			t.gradFn = null;
			t.requiresGradFlag = false;
		}
	} else if (isInput && !dirty) out = itself(t);
	if (!(isInput && dirty) && out.view !== null) {
		if (state.nonDifferentiable.has(t) || !isDifferentiable(t.dtype)) out.view = isInput ? null : out.view;
		if (out.view !== null) out.view.creationMeta = "CUSTOM_FUNCTION";
	}
	node?.addOutput({ sizes: out.sizes, dtype: out.dtype });
	return out;
}
/** An input returned as it is: a view of it that may not be written. */
function itself(t: Tensor): Tensor {
	const out = t.alias(t.sizes, t.strides, t.offset);
	if (!t.isInference) out.view = { base: t.view?.base ?? t, creationMeta: "CUSTOM_FUNCTION", attrVersion: t.counter.version, replay: null };
	return out;
}

const DEFAULT_FORWARD = new PyBuiltin("forward", () => null, true);
const DEFAULT_BACKWARD = new PyBuiltin("backward", () => null, true);
functionClass.set("forward", new PyStaticMethod(DEFAULT_FORWARD));
functionClass.set("backward", new PyStaticMethod(DEFAULT_BACKWARD));
functionClass.set("vjp", new PyStaticMethod(DEFAULT_BACKWARD));
functionClass.set("setup_context", new PyStaticMethod(new PyBuiltin("setup_context", () => null, true)));
defClassMethod(functionClass, "apply", "! *args **kw", (cls: PyClass, args: Value[], kw: Kwargs) =>
	apply(cls, args, kw.size === 0 ? null : kw),
);
def(functionClass, "__init__", "! *args **kw", (self: PyInstance) => {
	rt.warn(
		"DeprecationWarning",
		`${rt.str(self.cls)} should not be instantiated. Methods on autograd functions are all static, so you should invoke them on the class itself. Instantiating an autograd function will raise an error in a future version of PyTorch.`,
		2,
	);
});
def(functionClass, "__call__", "! *args **kw", () => {
	throw new TorchError(
		"RuntimeError",
		"Legacy autograd function with non-static forward method is deprecated. Please use new-style autograd function with static forward method. (Example: https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)",
		{ key: "FN_LEGACY" },
	);
});

export { contextClass, NativeProperty, sizesText };
