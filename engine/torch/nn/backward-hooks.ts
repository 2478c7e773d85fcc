/** Full backward hooks of modules: identity nodes around inputs and outputs whose outputs are views that may not be written (spec 5.6). */
import { FormulaNode, type Gradients } from "../../autograd/node.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { gradientEdge, requiresGrad } from "../../autograd/view.ts";
import { world } from "../../autograd/world.ts";
import { py, PyTensor } from "../../values/tensor.ts";
import { PyDict, type PyInstance, PyList, PyTuple, type Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { entriesOf } from "./dicts.ts";

const hooksOf = (m: PyInstance, name: string): Value[] => {
	const d = m.dict.get(name);
	return d instanceof PyDict ? entriesOf(d).map(([, v]) => v) : [];
};
const pyGrads = (g: Gradients): PyTuple => new PyTuple(g.map((t) => (t === null ? null : py(t))));

/** Per call: what the input side received, waiting for the output side's gradients (or the reverse). */
interface Pending {
	gradOutput: PyTuple | null;
	module: PyInstance;
	hasInputs: boolean;
	inputs: number;
}
/** Gradients in the places of the arguments they belong to, None elsewhere. */
function packed(values: readonly Value[], grads: readonly Value[]): PyTuple {
	let i = 0;
	return new PyTuple(values.map((v) => (tracked(v) ? (grads[i++] ?? null) : null)));
}
const unpacked = (values: readonly Value[], grads: PyTuple): Gradients => values.flatMap((v, i) => (tracked(v) ? [grads.items[i] instanceof PyTensor ? (grads.items[i] as PyTensor).tensor : null] : []));
const tracked = (v: Value): v is PyTensor => v instanceof PyTensor && requiresGrad(v.tensor);
const pending = new WeakMap<PyInstance, Pending>();

/** Wraps tensors in one BackwardHookFunction node; `seen` gets the gradients and may replace them. */
function wrap(tensors: Tensor[], seen: (grads: Gradients) => Gradients | null): Tensor[] {
	const node = new FormulaNode("BackwardHookFunctionBackward", "BackwardHookFunction", tensors.map((t) => gradientEdge(t)), (grads) => seen(grads) ?? grads);
	return tensors.map((t) => {
		const out = t.alias(t.sizes, t.strides, t.offset);
		out.gradFn = node;
		out.outputNr = node.outputs.length;
		node.addOutput({ sizes: t.sizes, dtype: t.dtype });
		out.view = { base: t.view?.base ?? t, creationMeta: "CUSTOM_FUNCTION", attrVersion: out.counter.version, replay: null };
		return out;
	});
}

export function runBackwardPreHooks(m: PyInstance, args: Value[]): Value[] {
	const tensors = args.filter(tracked);
	const state: Pending = { gradOutput: null, module: m, hasInputs: tensors.length > 0 && world.gradMode, inputs: args.length };
	pending.set(m, state);
	if (!state.hasInputs) return args;
	const hooks = hooksOf(m, "_backward_hooks");
	const wrapped = wrap(tensors.map((t) => t.tensor), (grads) => {
		let input = packed(args, pyGrads(grads).items);
		for (const h of hooks) {
			const r = rt.call(h, [m, input, state.gradOutput ?? new PyTuple([])]);
			if (r !== null) input = r instanceof PyTuple ? r : new PyTuple([r]);
		}
		return unpacked(args, input);
	});
	let i = 0;
	return args.map((a) => (tracked(a) ? py(wrapped[i++]!) : a));
}

export function runBackwardHooks(m: PyInstance, result: Value): Value {
	const state = pending.get(m);
	const items = result instanceof PyTuple || result instanceof PyList ? result.items : [result];
	const tensors = items.filter(tracked);
	if (state === undefined || tensors.length === 0 || !world.gradMode) return result;
	const wrapped = wrap(tensors.map((t) => t.tensor), (grads) => {
		let out = packed(items, pyGrads(grads).items);
		for (const h of hooksOf(m, "_backward_pre_hooks")) {
			const r = rt.call(h, [m, out]);
			if (r !== null) out = r instanceof PyTuple ? r : new PyTuple([r]);
		}
		state.gradOutput = out;
		if (!state.hasInputs) {
			if (!world.warned.has("FN_HOOK_MODULE")) {
				world.warned.add("FN_HOOK_MODULE");
				rt.warn(
					"UserWarning",
					"Full backward hook is firing when gradients are computed with respect to module outputs since no inputs require gradients. See https://docs.pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook for more details.",
				);
			}
			for (const h of hooksOf(m, "_backward_hooks")) rt.call(h, [m, new PyTuple(new Array<Value>(state.inputs).fill(null)), out]);
		}
		return unpacked(items, out);
	});
	let i = 0;
	const mapped = items.map((v) => (tracked(v) ? py(wrapped[i++]!) : v));
	return result instanceof PyTuple ? new PyTuple(mapped) : result instanceof PyList ? new PyList(mapped) : mapped[0]!;
}
