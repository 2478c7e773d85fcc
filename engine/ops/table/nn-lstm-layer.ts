/** One LSTM layer as oneDNN runs it on the CPU: a single node that keeps its input, hidden state, weights and output. */
import type { Dim } from "../../shape/dim.ts";
import type { Numbers } from "../../shape/dtype.ts";
import { type Gradients, Node } from "../../autograd/node.ts";
import { SavedVariable } from "../../autograd/saved.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { gradientEdge, requiresGrad, setHistory } from "../../autograd/view.ts";
import { world } from "../../autograd/world.ts";
import { add, call, callInPlace, callMany, cat, mul, select, sumDims, tanh, transpose, unsqueeze } from "../aten.ts";
import { emptyGradient } from "../op-node.ts";
import { fromNumber } from "../scalars.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { type LstmForward, type LstmSizes, type LstmWeights, lstmBackward, lstmForward, lstmWork } from "../kernel/rnn.ts";
import { rounded, unknownNumbers } from "../kernel/rounded.ts";

/** The layer's tensors in the order of PyTorch's schema. */
const NAMES = ["input", "weight0", "weight1", "weight2", "weight3", "hx_", "cx_"] as const;
type LayerTensors = [x: Tensor, ih: Tensor, hh: Tensor, bih: Tensor, bhh: Tensor, h0: Tensor, c0: Tensor];

class LayerNode extends Node {
	readonly #inputs: Tensor[];
	readonly #reverse: boolean;
	readonly #biases: boolean;
	readonly #kept = new Map<string, SavedVariable>();

	constructor(inputs: Tensor[], reverse: boolean, biases: boolean) {
		super("MkldnnRnnLayerBackward0", "mkldnn_rnn_layer", inputs.map(gradientEdge));
		this.#inputs = inputs;
		this.#reverse = reverse;
		this.#biases = biases;
	}

	/** Saves everything, in the order in which it is unpacked again. */
	keep(results: Tensor[]): void {
		const all = new Map<string, [Tensor, boolean]>();
		NAMES.forEach((name, i) => all.set(name, [this.#inputs[i]!, false]));
		results.forEach((t, i) => all.set(`result${i}`, [t, true]));
		for (const name of [...all.keys()].sort()) {
			const [t, isOutput] = all.get(name)!;
			const s = new SavedVariable(name, t, isOutput, this);
			this.addSaved(s);
			this.#kept.set(name, s);
		}
	}

	#unpacked(): LayerTensors {
		return NAMES.map((name) => this.#kept.get(name)!.unpack()) as LayerTensors;
	}

	override apply(grads: Gradients): Gradients {
		for (const s of this.#kept.values()) s.unpack();
		const [input, ih, hh, , , h0, c0] = this.#unpacked();
		const given = grads.slice(0, 3).filter((g): g is Tensor => g !== null);
		if (given.length === 0) return this.#inputs.map(() => null);
		if (world.gradMode) return this.#differentiably(grads);
		const done = run(this.#inputs, this.#reverse, this.#biases);
		if (done === null || !given.every((g) => g.isKnown))
			return this.#inputs.map((t) => emptyGradient({ sizes: t.sizes, dtype: t.dtype }, false));
		const numbers = (i: number): Numbers | null => grads[i]?.numbers() ?? null;
		const r = lstmBackward(done.sizes, done.forward, input.numbers()!, done.weights, numbers(0), numbers(1), numbers(2));
		const t = (like: Tensor, values: Float64Array): Tensor => rounded(like.sizes, like.dtype, values);
		const [b1, b2] = [this.#inputs[3]!, this.#inputs[4]!];
		const bias = (b: Tensor): Tensor | null => (this.#biases ? t(b, r.bias) : null);
		return [t(input, r.x), t(ih, r.ih), t(hh, r.hh), bias(b1), bias(b2), t(h0, r.h), t(c0, r.c)];
	}

	/** With create_graph: the same arithmetic over plain ops, so that the gradients have a history. */
	#differentiably(grads: Gradients): Gradients {
		const [x, ih, hh, bih, bhh, h0, c0] = this.#unpacked();
		const length = x.sizes[0]!;
		// An unknown length has gradients of known shape only.
		if (typeof length !== "number" || this.#inputs.some((t) => t.unknownShape || count(t.sizes) === null))
			return this.#inputs.map((t) => emptyGradient({ sizes: t.sizes, dtype: t.dtype }, false));
		const zeros = (t: Tensor): Tensor => call("zeros", [...t.sizes], t.dtype);
		const at = (step: number): number => (this.#reverse ? length - 1 - step : step);
		const linear = (t: Tensor, w: Tensor, b: Tensor): Tensor => call("linear", t, w, this.#biases ? b : null);
		const states: { h: Tensor; c: Tensor }[] = [{ h: h0, c: c0 }];
		const gates: [Tensor, Tensor, Tensor, Tensor][] = [];
		for (let step = 0; step < length; step++) {
			const { h, c } = states[step]!;
			const gate = callInPlace("add.Tensor", [linear(select(x, 0, at(step)), ih, bih), linear(h, hh, bhh), 1]);
			const [i, f, g, o] = callMany("unsafe_split.Tensor", gate, hh.sizes[1]!, 1) as [Tensor, Tensor, Tensor, Tensor];
			for (const t of [i, f, o]) callInPlace("sigmoid", [t]);
			callInPlace("tanh", [g]);
			gates.push([i, f, g, o]);
			const cy = add(mul(f, c), mul(i, g));
			states.push({ h: mul(o, tanh(cy)), c: cy });
		}
		const gy = grads[0] ?? zeros(this.#kept.get("result0")!.tensor);
		let gh = grads[1] ?? zeros(h0);
		let gc = grads[2] ?? zeros(c0);
		const one = (t: Tensor): Tensor => fromNumber(1, t);
		const dx: Tensor[] = new Array(length);
		let sums: [Tensor, Tensor, Tensor] | null = null;
		for (let step = length - 1; step >= 0; step--) {
			const [i, f, g, o] = gates[step]!;
			const { h, c } = states[step]!;
			const squashed = tanh(states[step + 1]!.c);
			const total = add(select(gy, 0, at(step)), gh);
			const d = add(gc, mul(mul(total, o), one(mul(squashed, squashed))));
			const own = cat(
				[
					mul(mul(mul(d, g), i), one(i)),
					mul(mul(mul(d, c), f), one(f)),
					mul(mul(d, i), one(mul(g, g))),
					mul(mul(mul(total, squashed), o), one(o)),
				],
				1,
			);
			gc = mul(d, f);
			dx[at(step)] = unsqueeze(call("matmul", own, ih), 0);
			gh = call("matmul", own, hh);
			const turned = transpose(own, 0, 1);
			const parts: [Tensor, Tensor, Tensor] = [
				call("matmul", turned, select(x, 0, at(step))),
				call("matmul", turned, h),
				sumDims(own, [0]),
			];
			if (sums === null) sums = parts;
			else sums.forEach((t, k) => callInPlace("add.Tensor", [t, parts[k]!, 1]));
		}
		const bias = this.#biases ? sums![2] : null;
		return [cat(dx, 0), sums![0], sums![1], bias, bias, gh, gc];
	}
}

function run(inputs: Tensor[], reverse: boolean, biases: boolean): { sizes: LstmSizes; forward: LstmForward; weights: LstmWeights } | null {
	const [x, ih, hh, b1, b2, h0, c0] = inputs as LayerTensors;
	if (inputs.some((t) => t.unknownShape || count(t.sizes) === null)) return null;
	const sizes: LstmSizes = {
		steps: x.sizes[0] as number,
		batch: x.sizes[1] as number,
		inputs: x.sizes[2] as number,
		hidden: hh.sizes[1] as number,
		reverse,
	};
	if (!affordable(inputs, count(x.sizes)!, lstmWork(sizes))) return null;
	const bias = biases ? Float64Array.from(b1.numbers()!, (v, i) => v + b2.numbers()![i]!) : null;
	const weights: LstmWeights = { ih: ih.numbers()!, hh: hh.numbers()!, bias };
	const round = x.dtype.name === "float32" ? Math.fround : (v: number) => v;
	return { sizes, forward: lstmForward(sizes, x.numbers()!, weights, h0.numbers()!, c0.numbers()!, round), weights };
}

/** Output, final hidden and final cell state of one layer in one direction. */
export function lstmLayer(inputs: Tensor[], reverse: boolean, biases: boolean): Tensor[] {
	const [x, , hh, , , h0, c0] = inputs as LayerTensors;
	const done = run(inputs, reverse, biases);
	const sizes: Dim[] = x.unknownShape || hh.unknownShape ? [x.sizes[0]!] : [x.sizes[0]!, x.sizes[1]!, hh.sizes[1]!];
	const results =
		done === null
			? [unknownNumbers(sizes, x.dtype), unknownNumbers(h0.sizes, x.dtype), unknownNumbers(c0.sizes, x.dtype)]
			: [
					rounded(sizes, x.dtype, done.forward.output),
					rounded(h0.sizes, x.dtype, done.forward.h.at(-1)!),
					rounded(c0.sizes, x.dtype, done.forward.c.at(-1)!),
				];
	if (x.unknownShape || hh.unknownShape) for (const t of results) t.unknownShape = true;
	if (!world.gradMode || !inputs.some(requiresGrad)) return results;
	const node = new LayerNode(inputs, reverse, biases);
	for (const t of results) setHistory(t, node);
	node.keep(results);
	return results;
}
