/** The backward node of a row: what it saves, and how its formulas give gradients. */
import { nothingKnown } from "../shape/dim.ts";
import { dtypes } from "../shape/dtype.ts";
import type { Sizes } from "../shape/shape.ts";
import { messages, TorchError } from "../autograd/errors.ts";
import { type Edge, type Gradients, Node } from "../autograd/node.ts";
import { SavedVariable } from "../autograd/saved.ts";
import { Tensor } from "../autograd/tensor.ts";
import { gradientEdge, requiresGrad } from "../autograd/view.ts";
import { world } from "../autograd/world.ts";
import type { OpFacts } from "./facts.ts";
import { gradientWrites } from "./hidden-writes.ts";
import type { Op } from "./op.ts";
import { type Formula, type FormulaEnv, rowOf, type TensorMeta } from "./row.ts";

export function edgesOf(args: unknown[], positions: number[]): (Edge | null)[] {
	const edges: (Edge | null)[] = [];
	for (const i of positions) {
		const a = args[i];
		if (Array.isArray(a)) for (const t of a) edges.push(t instanceof Tensor ? gradientEdge(t) : null);
		else edges.push(a instanceof Tensor ? gradientEdge(a) : null);
	}
	return edges;
}

const metaOf = (t: Tensor): TensorMeta => ({
	sizes: t.sizes,
	strides: t.strides,
	offset: t.offset,
	dtype: t.dtype,
	requiresGrad: requiresGrad(t),
});
const isMeta = (a: unknown): a is TensorMeta => typeof a === "object" && a !== null && "requiresGrad" in a;

interface Input {
	position: number;
	item: number;
	meta: TensorMeta;
}
const NO_META: TensorMeta = { sizes: [], strides: null, offset: 0, dtype: dtypes.float32, requiresGrad: false };

/** The backward node of a row. */
export class OpNode extends Node {
	readonly #op: Op;
	/** Arguments with tensors replaced by their metadata; saved ones come back through `saved`. */
	readonly #args: unknown[];
	/** What was saved, by argument or result name, in the order of unpacking. */
	readonly #savedNames: string[] = [];
	readonly #savedValues: (SavedVariable | (SavedVariable | null)[])[] = [];

	/** `overwrites`: the op writes into its first argument; this copies what it keeps of it. */
	constructor(op: Op, args: unknown[], overwrites: ((t: Tensor) => Tensor) | null) {
		super(op.facts.node, op.facts.schema.name, edgesOf(args, op.diffParams));
		this.#op = op;
		this.#args = args.map((a) =>
			a instanceof Tensor
				? metaOf(a)
				: Array.isArray(a) && a.some((t) => t instanceof Tensor)
					? a.map((t) => (t instanceof Tensor ? metaOf(t) : t))
					: a,
		);
		for (const { name, onlyIf } of op.facts.savedInputs) {
			const position = op.facts.schema.index.get(name);
			if (position === undefined) continue;
			if (onlyIf !== null && !onlyIf.some((n) => this.#requires(args, n))) continue;
			const a = args[position];
			const copy = position === 0 ? overwrites : null;
			if (a instanceof Tensor)
				this.#save(name, new SavedVariable(name, copy === null ? a : copy(a), false, this, copy !== null || a.isWrappedNumber));
			else if (Array.isArray(a)) {
				const list = a.map((t) => (t instanceof Tensor ? new SavedVariable(name, t, false, this, t.isWrappedNumber) : null));
				for (const s of list) if (s !== null) this.saved.push(s);
				this.#savedNames.push(name);
				this.#savedValues.push(list);
			}
		}
	}

	#requires(args: unknown[], name: string): boolean {
		const a = args[this.#op.facts.schema.index.get(name)!];
		return a instanceof Tensor ? requiresGrad(a) : Array.isArray(a) && a.some((t) => t instanceof Tensor && requiresGrad(t));
	}

	#save(name: string, s: SavedVariable): void {
		this.saved.push(s);
		this.#savedNames.push(name);
		this.#savedValues.push(s);
	}

	saveOutputs(outputs: Tensor[], isViewWrite = false): void {
		for (const name of this.#op.facts.savedOutputs) {
			const i = this.#op.resultNames.indexOf(name);
			const out = outputs[i < 0 ? 0 : i];
			if (out !== undefined) this.#save(name, new SavedVariable(name, out, true, this, false, isViewWrite));
		}
	}

	/** The differentiable inputs in the order of the edges; `item` counts within a list, else it is -1. */
	#inputs(): Input[] {
		const inputs: Input[] = [];
		for (const position of this.#op.diffParams) {
			const a = this.#args[position];
			if (Array.isArray(a))
				for (let item = 0; item < a.length; item++) inputs.push({ position, item, meta: isMeta(a[item]) ? a[item] : NO_META });
			else inputs.push({ position, item: -1, meta: isMeta(a) ? a : NO_META });
		}
		return inputs;
	}

	override apply(grads: Gradients, needed: boolean[]): Gradients {
		const saved = this.#unpack();
		const inputs = this.#inputs();
		const params = this.#op.facts.schema.params;
		// Formulas on guessed shapes would raise errors of their own.
		const blind =
			grads.some((g) => g?.unknownShape === true) ||
			this.saved.some((s) => s.tensor.unknownShape) ||
			inputs.some(({ meta }) => nothingKnown(meta.sizes)) ||
			this.outputs.some((o) => nothingKnown(o.sizes));
		const symbolic = blind || (!world.gradMode && !this.#hasNumbers(grads) && this.#op.row?.refuses !== true);
		const formulas = symbolic ? undefined : (this.#op.row?.grad ?? inPlaceFormulas(this.#op));
		const env = formulas === undefined ? null : this.#environment(grads, saved);
		// A list has one formula for all its tensors.
		let computed = -1;
		let result: unknown = null;
		return inputs.map(({ position, item, meta }, i) => {
			if (!needed[i]) return null;
			const name = params[position]!.name;
			if (this.#op.facts.notImplemented.length > 0 && this.#op.facts.notImplemented.includes(name))
				throw new TorchError("NotImplementedError", messages.NOT_IMPLEMENTED(inPlaceText(this.#op.facts)), { key: "NOT_IMPLEMENTED" });
			const formula = formulas?.[name];
			if (formula === undefined) return emptyGradient(meta, this.#op.row?.zeroGrad === true, world.gradMode);
			if (computed !== position) {
				result = formula(grads[0] as Tensor, env);
				computed = position;
				const writes = gradientWrites(this.#op.facts.schema.name, name);
				if (writes > 0 && result instanceof Tensor) result.counter.bump(name, writes);
			}
			return (item < 0 ? result : (result as (Tensor | null)[])[item]) as Tensor | null;
		});
	}

	override applyNothing(): Gradients {
		this.#unpack();
		return this.nextEdges.map(() => null);
	}

	/** Everything that was saved, each with its check. The later argument comes first, as in PyTorch 2.13's generated nodes (spec section 3.1, item 9). */
	#unpack(): unknown[] {
		const out: unknown[] = [];
		for (const s of this.#savedValues) out.push(Array.isArray(s) ? s.map((x) => x?.unpack() ?? null) : s.unpack());
		return out;
	}

	/** Lays out the formula's names. */
	#environment(grads: Gradients, saved: unknown[]): FormulaEnv {
		const env: Record<string, unknown> = { grads };
		const params = this.#op.facts.schema.params;
		for (let i = 0; i < params.length; i++) env[params[i]!.name] = this.#args[i];
		for (let i = 0; i < saved.length; i++) env[this.#savedNames[i]!] = saved[i];
		return env;
	}

	#hasNumbers(grads: Gradients): boolean {
		return (
			grads.every((g) => g === null || g.storage.data !== null) &&
			(this.#op.row?.ownNumbers === true || this.saved.every((s) => s.tensor.storage.data !== null))
		);
	}

	/** Names of the tensors that such a node may keep (`self`, `result`). */
	savable(): string[] {
		return [...this.#op.facts.savedInputs.map((s) => s.name), ...this.#op.facts.savedOutputs];
	}

	/** For `grad_fn._saved_self`. */
	savedNamed(name: string): SavedVariable | (SavedVariable | null)[] | undefined {
		return this.#savedValues[this.#savedNames.indexOf(name)];
	}
}

const inPlaceText = (f: OpFacts): string => (f.isInPlace ? `inplace version of ${f.schema.base.replace(/_$/, "")}` : f.schema.base);

/** `leaky_relu_` has its own node but the formulas of `leaky_relu`. */
function inPlaceFormulas(op: Op): Record<string, Formula> | undefined {
	if (!op.facts.isInPlace) return undefined;
	const s = op.facts.schema;
	return rowOf(s.base.replace(/_$/, "") + (s.overload === "" ? "" : `.${s.overload}`))?.grad;
}

/** A gradient whose numbers are not known (or are all zero). */
export function emptyGradient(meta: { sizes: Sizes; dtype: TensorMeta["dtype"] }, zero: boolean, unknownGraph = false): Tensor {
	const t = Tensor.make(meta.sizes, meta.dtype, null);
	t.unknownShape = nothingKnown(meta.sizes);
	// With create_graph the real gradient may have a history that we do not model.
	t.unknownGrad = unknownGraph && !zero;
	if (zero && t.numberSizes() !== null && (t.numel as number) <= world.elements)
		t.storage.data = meta.dtype.make((t.numel as number) * meta.dtype.width);
	return t;
}
