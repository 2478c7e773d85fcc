/** The backward node of a row: what it saves, and how its formulas give gradients. */
import { nothingKnown } from "../shape/dim.ts";
import { dtypes } from "../shape/dtype.ts";
import type { Sizes } from "../shape/shape.ts";
import { messages, TorchError } from "../autograd/errors.ts";
import { type Edge, type Gradients, Node } from "../autograd/node.ts";
import { SavedVariable } from "../autograd/saved.ts";
import { Tensor, type TensorMeta } from "../autograd/tensor.ts";
import { gradientEdge, metaOf, requiresGrad } from "../autograd/view.ts";
import { world } from "../autograd/world.ts";
import type { OpFacts } from "./facts.ts";
import { gradientWrites } from "./hidden-writes.ts";
import type { Op } from "./op.ts";
import type { Param } from "./schema.ts";
import type { Formula, FormulaEnv } from "./row.ts";

export function edgesOf(args: unknown[], positions: readonly number[]): (Edge | null)[] {
	// Exact lists for what most ops have; see Node.outputs.
	if (positions.length === 1 && !Array.isArray(args[positions[0]!])) return [edgeOf(args[positions[0]!])];
	if (positions.length === 2 && !Array.isArray(args[positions[0]!]) && !Array.isArray(args[positions[1]!]))
		return [edgeOf(args[positions[0]!]), edgeOf(args[positions[1]!])];
	return positions.flatMap((i) => {
		const a = args[i];
		return Array.isArray(a) ? a.map(edgeOf) : [edgeOf(a)];
	});
}
const edgeOf = (a: unknown): Edge | null => (a instanceof Tensor ? gradientEdge(a) : null);

const isMeta = (a: unknown): a is TensorMeta => typeof a === "object" && a !== null && "requiresGrad" in a;
const keep = (a: unknown): unknown =>
	a instanceof Tensor
		? metaOf(a)
		: Array.isArray(a) && a.some((t) => t instanceof Tensor)
			? a.map((t) => (t instanceof Tensor ? metaOf(t) : t))
			: a;

const NO_META: TensorMeta = { sizes: [], strides: null, offset: 0, dtype: dtypes.float32, requiresGrad: false };

/** What was saved of a list of tensors, under the list's name. */
interface SavedList {
	name: string;
	items: (SavedVariable | null)[];
}
const isList = (s: SavedVariable | SavedList): s is SavedList => "items" in s;

/** The backward node of a row. */
export class OpNode extends Node {
	readonly #op: Op;
	/** Arguments with tensors replaced by their metadata; saved ones come back through `saved`. */
	readonly #args: unknown[];
	/** What was saved, in the order of unpacking; null: the same as `saved`, for no list is among it. */
	#kept: (SavedVariable | SavedList)[] | null = null;
	/** A number that it was given was a float: `_saved_exponent` shows it as one. */
	readonly hasFloat: boolean = world.floatScalar;

	/** `overwrites`: the op writes into its first argument; this copies what it keeps of it. */
	constructor(op: Op, args: unknown[], overwrites: ((t: Tensor) => Tensor) | null) {
		super(op.facts.node, op.facts.schema.name, edgesOf(args, op.diffParams));
		this.#op = op;
		this.#args = args.map(keep);
		for (const { name, position, onlyIf } of op.savedInputs) {
			if (onlyIf !== null && !onlyIf.some((i) => anyHasEdge(args[i]))) continue;
			const a = args[position];
			const copy = position === 0 ? overwrites : null;
			if (a instanceof Tensor)
				this.save(new SavedVariable(name, copy === null ? a : copy(a), false, this, copy !== null || a.isWrappedNumber));
			else if (Array.isArray(a)) {
				this.#kept ??= [...this.saved];
				const items = a.map((t) => (t instanceof Tensor ? new SavedVariable(name, t, false, this, t.isWrappedNumber) : null));
				for (const s of items) if (s !== null) this.addSaved(s);
				this.#kept.push({ name, items });
			}
		}
	}

	// `private` rather than `#`: with one private method every node would have a field more.
	private save(s: SavedVariable): void {
		this.addSaved(s);
		this.#kept?.push(s);
	}

	saveOutputs(outputs: Tensor[], isViewWrite = false): void {
		for (const name of this.#op.facts.savedOutputs) {
			const i = this.#op.resultNames.indexOf(name);
			const out = outputs[i < 0 ? 0 : i];
			if (out !== undefined) this.save(new SavedVariable(name, out, true, this, false, isViewWrite));
		}
	}

	override apply(grads: Gradients, needed: readonly boolean[]): Gradients {
		const saved = this.unpack();
		const positions = this.#op.diffParams;
		const params = this.#op.facts.schema.params;
		const formulas = this.isSymbolic(grads) ? undefined : (this.#op.row?.grad ?? inPlaceFormulas(this.#op));
		const env = formulas === undefined ? null : this.environment(grads, saved);
		const out: Gradients = new Array(this.nextEdges.length);
		let at = 0;
		for (const position of positions) {
			const a = this.#args[position];
			const name = params[position]!.name;
			// A list has one formula for all its tensors.
			let result: unknown;
			const count = Array.isArray(a) ? a.length : 1;
			for (let item = 0; item < count; item++, at++) {
				out[at] = null;
				if (!needed[at]) continue;
				if (this.#op.facts.notImplemented.length > 0 && this.#op.facts.notImplemented.includes(name))
					throw new TorchError("NotImplementedError", messages.NOT_IMPLEMENTED(inPlaceText(this.#op.facts)), { key: "NOT_IMPLEMENTED" });
				const formula = formulas?.[name];
				if (formula === undefined) {
					const meta = Array.isArray(a) ? a[item] : a;
					const device = grads[0]?.device ?? "cpu";
					const zero = this.#op.row?.zeroGrad === true && device !== "meta";
					out[at] = emptyGradient(isMeta(meta) ? meta : NO_META, zero, world.gradMode);
					out[at]!.device = device;
					continue;
				}
				if (result === undefined) {
					result = formula(grads[0] as Tensor, env);
					const writes = gradientWrites(this.#op.facts.schema.name, name, env);
					if (writes > 0 && result instanceof Tensor) result.counter.bump(name, writes);
				}
				out[at] = (Array.isArray(a) ? (result as (Tensor | null)[])[item] : result) as Tensor | null;
			}
		}
		return out;
	}

	/** Only shapes can be told: no numbers, or shapes that are a guess (formulas would raise errors of their own). */
	private isSymbolic(grads: Gradients): boolean {
		if (!world.gradMode && !this.hasNumbers(grads) && this.#op.row?.refuses !== true) return true;
		return (
			grads.some((g) => g?.unknownShape === true) ||
			this.saved.some((s) => s.tensor.unknownShape) ||
			this.outputs.some((o) => nothingKnown(o.sizes)) ||
			this.#op.diffParams.some((i) => isUnseen(this.#args[i]))
		);
	}

	override applyNothing(): Gradients {
		this.unpack();
		return this.nextEdges.map(() => null);
	}

	/** Everything that was saved, each with its check. The later argument comes first, as in PyTorch 2.13's generated nodes (spec section 3.1, item 9). */
	private unpack(): unknown[] {
		if (this.#kept === null) return this.saved.map(unpacked);
		return this.#kept.map((s) => (isList(s) ? s.items.map((x) => x?.unpack() ?? null) : s.unpack()));
	}

	/** Lays out the formula's names. */
	private environment(grads: Gradients, saved: unknown[]): FormulaEnv {
		const env: Record<string, unknown> = { grads };
		const params = this.#op.facts.schema.params;
		const kept = this.#kept ?? this.saved;
		for (let i = 0; i < params.length; i++) env[params[i]!.name] = this.#args[i];
		for (let i = 0; i < saved.length; i++) env[kept[i]!.name] = saved[i];
		return env;
	}

	private hasNumbers(grads: Gradients): boolean {
		return (
			grads.every((g) => g === null || g.storage.data !== null) &&
			(this.#op.row?.ownNumbers === true || this.saved.every((s) => s.tensor.storage.data !== null))
		);
	}

	/** Names of the tensors that such a node may keep (`self`, `result`). */
	savable(): string[] {
		return [...this.#op.facts.savedInputs.map((s) => s.name), ...this.#op.facts.savedOutputs];
	}

	/** What the forward was given for a parameter; of a tensor its metadata. */
	argument(name: string): { param: Param; value: unknown } | undefined {
		const { params, index } = this.#op.facts.schema;
		const at = index.get(name);
		return at === undefined ? undefined : { param: params[at]!, value: this.#args[at] };
	}

	/** For `grad_fn._saved_self`. */
	savedNamed(name: string): SavedVariable | (SavedVariable | null)[] | undefined {
		const found = (this.#kept ?? this.saved).find((s) => s.name === name);
		return found !== undefined && isList(found) ? found.items : found;
	}
}

const unpacked = (s: SavedVariable): Tensor => s.unpack();
export const anyRequires = (a: unknown): boolean =>
	a instanceof Tensor ? requiresGrad(a) : Array.isArray(a) && a.some((t) => t instanceof Tensor && requiresGrad(t));
/** A view made while gradients were off may require grad through its base and yet have no place in the graph. Edges are known by now. */
const hasEdge = (t: unknown): boolean => t instanceof Tensor && (t.gradFn !== null || t.requiresGradFlag);
const anyHasEdge = (a: unknown): boolean => (Array.isArray(a) ? a.some(hasEdge) : hasEdge(a));
/** An argument of which not even the shape is known. */
const isUnseen = (a: unknown): boolean => (Array.isArray(a) ? a.some(isUnseen) : isMeta(a) && nothingKnown(a.sizes));

const inPlaceText = (f: OpFacts): string => (f.isInPlace ? `inplace version of ${f.schema.base.replace(/_$/, "")}` : f.schema.base);

/** `leaky_relu_` has its own node but the formulas of `leaky_relu`. */
function inPlaceFormulas(op: Op): Record<string, Formula> | undefined {
	return op.facts.isInPlace ? op.functionalRow?.grad : undefined;
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
