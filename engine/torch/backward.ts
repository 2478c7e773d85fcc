/** `tensor.backward`, `autograd.backward`, `autograd.grad`: argument checks in PyTorch's order, then the engine (spec section 5.1). */
import { TorchError, messages } from "../autograd/errors.ts";
import { runBackward } from "../autograd/backward.ts";
import { dimText } from "../shape/dim.ts";
import { AccumulateGrad } from "../autograd/node.ts";
import { Tensor } from "../autograd/tensor.ts";
import { requiresGrad } from "../autograd/view.ts";
import { world } from "../autograd/world.ts";
import { call } from "../ops/dispatch.ts";
import { py, PyTensor } from "../values/tensor.ts";
import { PyList, PyTuple, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { nodeIn } from "./grad-fn.ts";

/** A tensor in the place that a `GradientEdge` names; null for anything else. */
function edgeTensor(v: Value): Tensor | null {
	if (!(v instanceof PyTuple) || v.cls.name !== "GradientEdge") return null;
	const node = nodeIn(v.items[0]!);
	const nr = v.items[1];
	if (node === null || typeof nr !== "number") return null;
	if (node instanceof AccumulateGrad) return node.leaf;
	const meta = node.outputs[nr];
	if (meta === undefined) return null;
	const t = Tensor.make(meta.sizes, meta.dtype, null);
	t.gradFn = node;
	t.outputNr = nr;
	return t;
}

const isTensorLike = (v: Value): boolean => v instanceof PyTensor || edgeTensor(v) !== null;
export const sequence = (v: Value): Value[] => (isTensorLike(v) || v instanceof Unknown ? [v] : (rt.items(v) ?? [new Unknown("tensors")]));
const sizeText = (t: Tensor): string => `torch.Size([${t.sizes.map(dimText).join(", ")}])`;

/** A gradient for each root: given, or implied for one-element roots. Undefined: something is not known, nothing can be said. */
function rootGradients(roots: Tensor[], given: Value[]): (Tensor | null)[] | undefined {
	const out: (Tensor | null)[] = [];
	for (const [i, root] of roots.entries()) {
		const g = given[i] ?? null;
		if (g instanceof Unknown) return undefined;
		if (g instanceof PyTensor) {
			const t = g.tensor;
			const known = !t.unknownShape && !root.unknownShape;
			if (
				known &&
				(t.dim !== root.dim || t.sizes.some((s, k) => typeof s === "number" && typeof root.sizes[k] === "number" && s !== root.sizes[k]))
			)
				throw new TorchError(
					"RuntimeError",
					`Mismatch in shape: grad_output[${i}] has a shape of ${sizeText(t)} and output[${i}] has a shape of ${sizeText(root)}.`,
					{ key: "BW_GRAD_SHAPE" },
				);
			if ((t.dtype.category === 3) !== (root.dtype.category === 3))
				throw new TorchError(
					"RuntimeError",
					`For complex Tensors, both grad_output and output are required to have the same dtype. Mismatch in dtype: grad_output[${i}] has a dtype of torch.${t.dtype.name} and output[${i}] has a dtype of torch.${root.dtype.name}.`,
					{ key: "BW_GRAD_COMPLEX" },
				);
			out.push(t);
		} else if (g === null) {
			if (requiresGrad(root) && !root.unknownShape) {
				if (typeof root.numel === "number" && root.numel !== 1)
					throw new TorchError("RuntimeError", messages.BW_NONSCALAR(), { key: "BW_NONSCALAR", tensor: root });
				if (root.dtype.category === 3)
					throw new TorchError(
						"RuntimeError",
						`grad can be implicitly created only for real scalar outputs but got torch.${root.dtype.name}`,
						{ key: "BW_COMPLEX_SCALAR" },
					);
			}
			out.push(null);
		} else
			throw new TorchError("TypeError", `gradients can be either Tensors or None, but got ${rt.typeOf(g).name}`, { key: "BW_GRAD_TYPE" });
	}
	return out;
}

/** A root whose shape is symbolic and not provably one element: nothing certain can be said of an implicit gradient. */
function tensors(values: Value[], what: string): Tensor[] | null {
	const out: Tensor[] = [];
	for (const v of values) {
		if (v instanceof Unknown) return null;
		const edge = edgeTensor(v);
		if (edge !== null) {
			out.push(edge);
			continue;
		}
		if (!(v instanceof PyTensor)) {
			if (what === "inputs") rt.raise("RuntimeError", `all inputs have to be Tensors or GradientEdges, but got ${rt.typeOf(v).name}`);
			rt.raise("AssertionError", "Expected output to be a torch.Tensor");
		}
		out.push((v as PyTensor).tensor);
	}
	return out;
}

const CREATE_GRAPH =
	"Using backward() with create_graph=True will create a reference cycle between the parameter and its gradient which can cause a memory leak. We recommend using autograd.grad when creating the graph to avoid this. If you have to use this function, make sure to reset the .grad fields of your parameters to None after use to break the cycle and avoid the leak. (Triggered internally at /__w/pytorch/pytorch/torch/csrc/autograd/engine.cpp:1307.)";

/** What materialize_grads gives for an input that was not used. */
function materialized(like: Tensor, requiresGradToo: boolean): Value {
	const zeros = call("zeros_like", like);
	zeros.requiresGradFlag = requiresGradToo;
	return py(zeros);
}

/** Something about this backward is not known. */
function lost(): void {
	world.gradsUnknown = true;
	world.record?.event("backward-unknown", {});
}

export function backward(roots: Value[], gradient: Value, retain: Value, create: Value, inputs: Value, isMethod: boolean): void {
	const list = tensors(roots, "tensors");
	let wanted: Tensor[] | null = null;
	const emptyInputs = inputs !== null && !(inputs instanceof Unknown) && sequence(inputs).length === 0;
	if (list !== null && !emptyInputs && !list.some((t) => t.unknownGrad)) {
		// Implied gradients are made before PyTorch looks at anything else.
		if (gradient === null) rootGradients(list, []);
	}
	if (inputs !== null) {
		const items = sequence(inputs);
		if (!emptyInputs)
			for (const [i, t] of (list ?? []).entries())
				if (!requiresGrad(t) && !t.unknownGrad)
					throw new TorchError("RuntimeError", messages.BW_NO_GRAD(i), { key: "BW_NO_GRAD", tensor: t });
		if (items.length === 0)
			throw new TorchError(
				"RuntimeError",
				world.profile === "2.13"
					? "`inputs` argument to `backward()` cannot be empty."
					: "'inputs' argument to backward() cannot be empty.",
				{ key: "BW_INPUTS_EMPTY" },
			);
		for (const v of items)
			if (!isTensorLike(v) && !(v instanceof Unknown))
				throw new TorchError("RuntimeError", `all inputs have to be Tensors or GradientEdges, but got ${rt.typeOf(v).name}`, {
					key: "BW_INPUTS_TYPE",
				});
		wanted = tensors(items, "inputs");
		// Inputs that are computed keep their gradient afterwards.
		for (const t of wanted ?? []) rt.call(rt.getAttr(py(t), "retain_grad"), []);
		if (wanted === null) {
			lost();
			return;
		}
	}
	if (list === null || list.some((t) => t.unknownGrad)) {
		lost();
		return;
	}
	if (
		gradient !== null &&
		!(gradient instanceof PyTensor) &&
		!(gradient instanceof PyTuple) &&
		!(gradient instanceof PyList) &&
		!(gradient instanceof Unknown)
	) {
		if (isMethod)
			rt.raise(
				"TypeError",
				typeof gradient === "string"
					? "gradients can be either Tensors or None, but got str"
					: `'${rt.typeOf(gradient).name}' object is not iterable`,
			);
	}
	// Surplus gradients are dropped, as zip() in PyTorch's own Python does.
	const given = gradient === null ? [] : sequence(gradient).slice(0, list.length);
	if (gradient !== null && given.length < list.length && !(gradient instanceof Unknown))
		throw new TorchError("RuntimeError", `got ${list.length} tensors and ${given.length} gradients`, { key: "BW_COUNT" });
	const grads = rootGradients(list, given);
	if (grads === undefined) {
		runUnknown(list);
		return;
	}
	const createGraph = rt.truth(create);
	const retainGraph = retain === null ? createGraph : rt.truth(retain);
	runBackward(list, grads, { retainGraph, createGraph, inputs: wanted, accumulate: true, allowUnused: true }, () => {
		if (!createGraph || world.warned.has("CREATE_GRAPH")) return;
		world.warned.add("CREATE_GRAPH");
		rt.warn("UserWarning", CREATE_GRAPH);
	});
}

/** The gradient given is not known: the graph still runs, on numbers that are not known. */
function runUnknown(roots: Tensor[]): void {
	const grads = roots.map((r) => (r.unknownShape ? null : call("empty_like", r)));
	runBackward(roots, grads, { retainGraph: false, createGraph: false, inputs: null, accumulate: true, allowUnused: true });
}

/** `is_grads_batched`: one backward for each row of the output gradients, the results stacked. */
export function batchedGrad(outputs: Value, inputs: Value, gradOutputs: Value, retain: Value, ...rest: [Value, Value, Value]): Value {
	const given = sequence(gradOutputs);
	const first = given.find((g) => g instanceof PyTensor) as PyTensor | undefined;
	const count = first?.tensor.sizes[0];
	if (typeof count !== "number") return grad(outputs, inputs, gradOutputs, retain, ...rest);
	const rows = Array.from({ length: count }, (_, i) => {
		const row = new PyTuple(given.map((g) => (g instanceof PyTensor ? py(call("select.int", g.tensor, 0, i)) : g)));
		return (grad(outputs, inputs, row, i < count - 1 ? true : retain, ...rest) as PyTuple).items;
	});
	return new PyTuple(
		(rows[0] ?? []).map((g, k) =>
			g instanceof PyTensor
				? py(
						call(
							"stack",
							rows.map((r) => (r[k] as PyTensor).tensor),
							0,
						),
					)
				: g,
		),
	);
}

export function grad(
	outputs: Value,
	inputs: Value,
	gradOutputs: Value,
	retain: Value,
	create: Value,
	allowUnused: Value,
	materialize: Value,
): Value {
	const outs = tensors(sequence(outputs), "outputs");
	const items = sequence(inputs);
	if (items.length === 0)
		throw new TorchError(
			"RuntimeError",
			world.profile === "2.13" ? "`inputs` argument to `grad()` cannot be empty." : "grad requires non-empty inputs.",
			{ key: "GRAD_INPUTS_EMPTY" },
		);
	// The outputs are looked at first.
	for (const [i, t] of (items.every(isTensorLike) ? [] : (outs ?? [])).entries())
		if (!requiresGrad(t) && !t.unknownGrad) throw new TorchError("RuntimeError", messages.BW_NO_GRAD(i), { key: "BW_NO_GRAD", tensor: t });
	const ins = tensors(items, "inputs");
	const unknown = (): Value =>
		new PyTuple(
			items.map((v) => (v instanceof PyTensor ? py(call("empty_like", v.tensor)) : new Unknown("gradient of something not known"))),
		);
	if (outs === null || ins === null || outs.some((t) => t.unknownGrad) || ins.some((t) => t.unknownGrad)) {
		lost();
		return unknown();
	}
	const materializeGrads = rt.truth(materialize);
	if (materializeGrads && allowUnused === false)
		rt.raise("ValueError", "Expected allow_unused to be True or not passed when materialize_grads=True, but got: allow_unused=False.");
	const grads = rootGradients(outs, gradOutputs === null ? [] : sequence(gradOutputs));
	if (grads === undefined) return unknown();
	const createGraph = rt.truth(create);
	for (const [i, t] of outs.entries())
		if (!requiresGrad(t)) throw new TorchError("RuntimeError", messages.BW_NO_GRAD(i), { key: "BW_NO_GRAD", tensor: t });
	for (const t of ins) if (!requiresGrad(t)) throw new TorchError("RuntimeError", messages.GRAD_NO_RG(), { key: "GRAD_NO_RG", tensor: t });
	const result = runBackward(outs, grads, {
		retainGraph: retain === null ? createGraph : rt.truth(retain),
		createGraph,
		inputs: ins,
		accumulate: false,
		allowUnused: materializeGrads || (allowUnused !== null && rt.truth(allowUnused)),
	});
	return new PyTuple(result.map((g, i) => (g === null ? (materializeGrads ? materialized(ins[i]!, createGraph) : null) : py(g))));
}
