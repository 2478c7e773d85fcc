/**
 * Backward hooks of modules (spec 5.6). Full ones put identity nodes around inputs and outputs, whose outputs are views that may not be
 * written; the older kind hangs on the node of the output.
 */
import { FormulaNode, type Gradients, type Node } from "../../autograd/node.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { gradFnOf, gradientEdge, requiresGrad } from "../../autograd/view.ts";
import { world } from "../../autograd/world.ts";
import { py, PyTensor } from "../../values/tensor.ts";
import { PyDict, type PyInstance, PyList, PyTuple, Unknown, type Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { nodeHook } from "../grad-fn.ts";
import { entriesOf } from "./dicts.ts";
import { hooksFor, isFull } from "./hooks.ts";

/** The backward hooks of one call: what the output side received waits for the input side's gradients. */
export interface BackwardCall {
	module: PyInstance;
	/** Full ones. */
	hooks: Value[];
	/** The older kind. */
	plainHooks: Value[];
	preHooks: Value[];
	gradOutput: PyTuple | null;
	hasInputs: boolean;
	inputs: number;
}

/** Null where a module has no such hooks. */
export function collectBackwardHooks(m: PyInstance): BackwardCall | null {
	const hooks = hooksFor(m, "_backward_hooks");
	const preHooks = hooksFor(m, "_backward_pre_hooks");
	if (hooks.length === 0 && preHooks.length === 0) return null;
	const calls = hooks.map((h) => h.call);
	const full = isFull(m);
	return {
		module: m,
		hooks: full ? calls : [],
		plainHooks: full ? [] : calls,
		preHooks: preHooks.map((h) => h.call),
		gradOutput: null,
		hasInputs: false,
		inputs: 0,
	};
}

const pyGrads = (g: Gradients): PyTuple => new PyTuple(g.map((t) => (t === null ? null : py(t))));
const tracked = (v: Value): v is PyTensor => v instanceof PyTensor && requiresGrad(v.tensor);

/** Gradients in the places of the arguments they belong to, None elsewhere. */
function packed(values: readonly Value[], grads: readonly Value[]): PyTuple {
	let i = 0;
	return new PyTuple(values.map((v) => (tracked(v) ? (grads[i++] ?? null) : null)));
}
const unpacked = (values: readonly Value[], grads: PyTuple): Gradients =>
	values.flatMap((v, i) => (tracked(v) ? [grads.items[i] instanceof PyTensor ? (grads.items[i] as PyTensor).tensor : null] : []));

/** Wraps tensors in one BackwardHookFunction node; `seen` gets the gradients and may replace them. */
function wrap(tensors: Tensor[], seen: (grads: Gradients) => Gradients | null): Tensor[] {
	const node = new FormulaNode(
		"BackwardHookFunctionBackward",
		"BackwardHookFunction",
		tensors.map((t) => gradientEdge(t)),
		(grads) => seen(grads) ?? grads,
	);
	return tensors.map((t) => {
		const out = t.alias(t.sizes, t.strides, t.offset);
		out.gradFn = node;
		out.outputNr = node.outputs.length;
		node.addOutput({ sizes: t.sizes, dtype: t.dtype });
		out.view = { base: t.view?.base ?? t, creationMeta: "CUSTOM_FUNCTION", attrVersion: out.counter.version, replay: null };
		return out;
	});
}

/** What a hook returns in place of the gradients it got; as many as these were. */
function sameMany(returned: Value, before: PyTuple, complaint: string): PyTuple {
	if (returned === null || returned instanceof Unknown) return before;
	const items =
		returned instanceof PyTuple || returned instanceof PyList
			? returned.items
			: returned instanceof PyTensor && before.items.length === 1
				? [returned]
				: (rt.items(returned) ?? []);
	if (items.length !== before.items.length)
		rt.raise("RuntimeError", `${complaint}, got ${items.length}, but expected ${before.items.length}`);
	return new PyTuple([...items]);
}

export function wrapInputs(call: BackwardCall, args: Value[]): Value[] {
	if (call.hooks.length === 0 && call.preHooks.length === 0) return args;
	const tensors = args.filter(tracked);
	call.hasInputs = tensors.length > 0 && world.gradMode;
	call.inputs = args.length;
	if (!call.hasInputs) return args;
	const wrapped = wrap(
		tensors.map((t) => t.tensor),
		(grads) => {
			// The gradient came here without passing through the output.
			if (call.gradOutput === null) return null;
			let input = packed(args, pyGrads(grads).items);
			for (const h of call.hooks)
				input = sameMany(
					rt.call(h, [call.module, input, call.gradOutput]),
					input,
					"Backward hook returned an invalid number of grad_input",
				);
			call.gradOutput = null;
			return unpacked(args, input);
		},
	);
	let i = 0;
	return args.map((a) => (tracked(a) ? py(wrapped[i++]!) : a));
}

const CALLED_FOR_OUTPUTS_ONLY =
	"Full backward hook is firing when gradients are computed with respect to module outputs since no inputs require gradients. See https://docs.pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook for more details.";

export function wrapOutputs(call: BackwardCall, result: Value): Value {
	if (result instanceof Unknown || (call.hooks.length === 0 && call.preHooks.length === 0)) return result;
	if (!(result instanceof PyTensor) && !(result instanceof PyTuple))
		rt.warn(
			"UserWarning",
			`For backward hooks to be called, module output should be a Tensor or a tuple of Tensors but received ${rt.str(rt.typeOf(result))}`,
		);
	const items = result instanceof PyTuple ? result.items : [result];
	const tensors = items.filter(tracked);
	if (tensors.length === 0 || !world.gradMode) return result;
	const wrapped = wrap(
		tensors.map((t) => t.tensor),
		(grads) => {
			let out = packed(items, pyGrads(grads).items);
			for (const h of call.preHooks)
				out = sameMany(rt.call(h, [call.module, out]), out, "Backward pre hook returned an invalid number of grad_output");
			call.gradOutput = out;
			if (!call.hasInputs) {
				if (!world.warned.has("FN_HOOK_MODULE")) {
					world.warned.add("FN_HOOK_MODULE");
					rt.warn("UserWarning", CALLED_FOR_OUTPUTS_ONLY);
				}
				for (const h of call.hooks) {
					const r = rt.call(h, [call.module, new PyTuple(new Array<Value>(call.inputs).fill(null)), out]);
					if (r !== null && !(r instanceof Unknown) && !(r instanceof PyTuple && r.items.every((v) => v === null)))
						rt.raise(
							"RuntimeError",
							"Backward hook for Modules where no input requires gradient should always return None or None for all gradients.",
						);
				}
				call.gradOutput = null;
			}
			return unpacked(items, out);
		},
	);
	let i = 0;
	const mapped = items.map((v) => (tracked(v) ? py(wrapped[i++]!) : v));
	return result instanceof PyTuple ? new PyTuple(mapped) : mapped[0]!;
}

/** `register_backward_hook`: the node of the first output tells its own gradients, with PyTorch's warnings about what it misses. */
export function hookPlainBackward(call: BackwardCall, args: Value[], result: Value): Value {
	if (call.plainHooks.length === 0) return result;
	let first = result;
	while (!(first instanceof PyTensor)) {
		const inner: Value | undefined =
			first instanceof PyDict
				? entriesOf(first).find(([, v]) => v instanceof PyTensor)?.[1]
				: first instanceof PyTuple || first instanceof PyList
					? first.items[0]
					: undefined;
		if (inner === undefined) return result;
		first = inner;
	}
	const node = gradFnOf(first.tensor);
	if (node === null) return result;
	for (const h of call.plainHooks) nodeHook(node, (inputs, outputs) => rt.call(h, [call.module, inputs, outputs]));
	const what = missing(node, args, result);
	// Warned of at a place inside of PyTorch: once.
	if (what !== null && !world.warned.has(what)) {
		world.warned.add(what);
		rt.warn("FutureWarning", what);
	}
	return result;
}

const FULL = "Please use register_full_backward_hook to get the documented behavior.";
const nodesOf = (values: readonly Value[]): Set<Node | null> =>
	new Set(values.map((v) => (v instanceof PyTensor ? gradFnOf(v.tensor) : null)).filter((n) => n !== null));

function missing(node: Node, args: Value[], result: Value): string | null {
	const outputs = result instanceof PyTuple ? result.items : [result];
	if (!outputs.every((v) => v instanceof PyTensor))
		return `Using non-full backward hooks on a Module that does not return a single Tensor or a tuple of Tensors is deprecated and will be removed in future versions. This hook will be missing some of the grad_output. ${FULL}`;
	if (!args.every((v) => v instanceof PyTensor))
		return `Using non-full backward hooks on a Module that does not take as input a single Tensor or a tuple of Tensors is deprecated and will be removed in future versions. This hook will be missing some of the grad_input. ${FULL}`;
	const out = nodesOf(outputs);
	if (out.size === 0 || (out.size === 1 && !out.has(node)))
		return "Using a non-full backward hook when outputs are nested in python data structure is deprecated and will be removed in future versions. This hook will be missing some grad_output.";
	if (out.size > 1)
		return `Using a non-full backward hook when outputs are generated by different autograd Nodes is deprecated and will be removed in future versions. This hook will be missing some grad_output. ${FULL}`;
	const given = nodesOf(args);
	const next = new Set(node.nextEdges.map((e) => e?.node ?? null));
	if (given.size !== next.size || [...given].some((n) => !next.has(n)))
		return `Using a non-full backward hook when the forward contains multiple autograd Nodes is deprecated and will be removed in future versions. This hook will be missing some grad_input. ${FULL}`;
	return null;
}
