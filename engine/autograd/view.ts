/**
 * Views: who is whose base, what their grad_fn is after somebody wrote to the memory, and which in-place writes are allowed.
 * The three checks here are PyTorch's `grad_fn` getter, `check_inplace` and `rebase_history` (spec sections 1.5, 4.1 to 4.3).
 */
import { equal, isKnown } from "../shape/dim.ts";
import { contiguousStrides, isNonOverlappingAndDense } from "../shape/shape.ts";
import { messages, TorchError } from "./errors.ts";
import { AccumulateGrad, type Edge, forwardOpName, type Gradients, Node } from "./node.ts";
import type { CreationMeta, Tensor, TensorMeta } from "./tensor.ts";
import { world } from "./world.ts";

/** What Python sees as requires_grad. */
export const requiresGrad = (t: Tensor): boolean =>
	t.requiresGradFlag || t.gradFn !== null || (t.view !== null && (t.view.base.requiresGradFlag || t.view.base.gradFn !== null));

export function metaOf(t: Tensor): TensorMeta {
	const { sizes, strides, offset, dtype, meta } = t;
	const needed = requiresGrad(t);
	if (
		meta !== null &&
		meta.sizes === sizes &&
		meta.strides === strides &&
		meta.offset === offset &&
		meta.dtype === dtype &&
		meta.requiresGrad === needed
	)
		return meta;
	t.meta = { sizes, strides, offset, dtype, requiresGrad: needed };
	return t.meta;
}

/** What Python sees as is_leaf. */
export const isLeaf = (t: Tensor): boolean => gradFnOf(t) === null;

/** What PyTorch's own checks take for a leaf: a view whose memory got a history since counts as one until somebody asks for its grad_fn. */
export const hasNoNode = (t: Tensor): boolean => t.gradFn === null;

/** Makes the AsStrided node (or the replayed one) for a stale view; ops/ installs it, since it is an op. */
export type ViewRefresher = (view: Tensor, base: Tensor) => Node;
let refreshView: ViewRefresher = () => {
	throw new Error("no view refresher installed");
};
export function installViewRefresher(f: ViewRefresher): void {
	refreshView = f;
}

/** A view whose memory was written since its grad_fn was made: reading that makes another. */
export function isStale(t: Tensor): boolean {
	const meta = t.view;
	return meta !== null && meta.attrVersion !== t.counter.version && (t.gradFn !== null || requiresGrad(meta.base));
}

/** The `grad_fn` getter: refreshes a view whose memory was written since. */
export function gradFnOf(t: Tensor): Node | null {
	const meta = t.view;
	if (meta === null) return t.gradFn;
	if (t.gradFn === null && !requiresGrad(meta.base)) return null;
	if (meta.attrVersion !== t.counter.version) {
		if (meta.creationMeta !== "DEFAULT") throw viewError(t, false);
		const node = refreshView(t, meta.base);
		moveRetainGrad(t, node, 0);
		t.gradFn = node;
		t.outputNr = 0;
		meta.attrVersion = t.counter.version;
	}
	return t.gradFn;
}

/** The edge gradients for `t` go along: its grad_fn, or its AccumulateGrad when it is a leaf that requires grad itself. */
export function gradientEdge(t: Tensor): Edge | null {
	const fn = gradFnOf(t);
	if (fn !== null) return { node: fn, nr: t.outputNr };
	return t.requiresGradFlag ? accumulatorOf(t).edge : null;
}

export function accumulatorOf(leaf: Tensor): AccumulateGrad {
	leaf.accumulator ??= new AccumulateGrad(leaf);
	return leaf.accumulator;
}

/** Declares `view` a differentiable view of `of` (or of its base). Called for view ops in every mode. */
export function markView(view: Tensor, of: Tensor, multiOutput: boolean, replay: ((base: Tensor) => Tensor) | null = null): void {
	// Inference tensors have no view tracking.
	if (of.isInference) return;
	const parent = of.view;
	let meta: CreationMeta = world.inferenceMode ? "INFERENCE" : !world.gradMode ? "NO_GRAD" : multiOutput ? "MULTI_OUTPUT" : "DEFAULT";
	if (parent !== null && parent.creationMeta !== "DEFAULT" && (meta === "DEFAULT" || parent.creationMeta === "INFERENCE"))
		meta = parent.creationMeta;
	const parentReplay = parent?.replay ?? null;
	const chained =
		replay === null && parentReplay === null ? null : parentReplay === null ? replay : composeReplay(parentReplay, replay, view);
	view.view = { base: parent?.base ?? of, creationMeta: meta, attrVersion: view.counter.version, replay: chained };
	view.isInference = false;
}

function composeReplay(first: (base: Tensor) => Tensor, then: ((t: Tensor) => Tensor) | null, view: Tensor): (base: Tensor) => Tensor {
	// A plain view of such a view is its place in memory.
	const { sizes, strides, offset } = view;
	return (base) =>
		then === null ? sliceOps!.place(first(base), { sizes, strides, offset, replay: null, baseSizes: base.sizes }) : then(first(base));
}

/** Text of the direct ("is being") and indirect view errors (spec section 4.3). */
function viewError(t: Tensor, direct: boolean): TorchError {
	const meta = t.view!;
	const modified = direct ? "is being" : "its base or another view of its base has been";
	const fn = t.gradFn;
	const kind = meta.creationMeta;
	let text: string;
	const node = fn === null ? "" : `Output ${t.outputNr} of ${forwardOpName(fn)} is a view`;
	if (kind === "INFERENCE" || kind === "NO_GRAD" || fn === null) {
		const prefix = fn === null ? "A view was created in" : `${node} of a view which was created in`;
		text =
			kind === "INFERENCE"
				? `${prefix} inference mode and ${modified} modified inplace in normal mode.`
				: `${prefix} no_grad mode and ${modified} modified inplace with grad mode enabled.`;
	} else text = `${node} and ${modified} modified inplace.`;
	text += VIEW_ADVICE[kind];
	return new TorchError("RuntimeError", text, { key: `VIEW_${kind}${direct ? "" : "_INDIRECT"}`, tensor: t, node: fn });
}
const clarify = (mode: string) =>
	` Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either both inside the ${mode} block (if you don't want the inplace to be tracked) or both outside (if you want the inplace to be tracked).`;
const VIEW_ADVICE: Record<CreationMeta, string> = {
	DEFAULT: "",
	MULTI_OUTPUT:
		" This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.",
	NO_GRAD: clarify("no_grad"),
	INFERENCE: clarify("inference_mode"),
	CUSTOM_FUNCTION:
		" This view was created inside a custom Function (or because an input was returned as-is) and the autograd logic to handle view+inplace would override the custom backward associated with the custom Function, leading to incorrect gradients. This behavior is forbidden. You can fix this by cloning the output of the custom Function.",
};

/** Tensors made in inference mode do not count their writes. */
export const hasNoVersion = (t: Tensor): boolean => t.isInference && t.counter.isOff;

/** PyTorch's check_inplace; `need`: grad mode is on and some differentiable operand requires grad. */
export function checkInPlace(t: Tensor, need: boolean): void {
	if (hasNoVersion(t) && !world.inferenceMode)
		throw new TorchError("RuntimeError", messages.INF_INPLACE(), { key: "INF_INPLACE", tensor: t });
	if (!need) return;
	const meta = t.view;
	if (meta !== null) {
		if (meta.creationMeta !== "DEFAULT") throw viewError(t, true);
		if (hasNoNode(meta.base) && requiresGrad(t))
			throw new TorchError("RuntimeError", messages.IP_VIEW_LEAF(), { key: "IP_VIEW_LEAF", tensor: t });
	}
	if (hasNoNode(t) && requiresGrad(t)) throw new TorchError("RuntimeError", messages.IP_LEAF(), { key: "IP_LEAF", tensor: t });
}

/** Refuses a write to memory that several elements of the tensor share. */
export function refuseOverlap(written: Tensor): never {
	throw new TorchError("RuntimeError", messages.IP_OVERLAP_INTERNAL(), { key: "IP_OVERLAP_INTERNAL", tensor: written });
}
/** Operands may not lie in part of the memory that is written (spec section 4.4). */
export function checkOverlap(written: Tensor, operands: readonly Tensor[], strict = false): void {
	for (const o of operands) {
		if (
			o.storage !== written.storage ||
			o.counter.foreign !== written.counter.foreign ||
			(!strict && (o === written || sameGeometry(o, written)))
		)
			continue;
		if (!isNonOverlappingAndDense(o.sizes, o.strides) || !isNonOverlappingAndDense(written.sizes, written.strides)) continue;
		const a = range(o);
		const b = range(written);
		if (a !== null && b !== null && a[0] < b[1] && b[0] < a[1])
			throw new TorchError("RuntimeError", messages.IP_OVERLAP(), { key: "IP_OVERLAP", tensor: written });
	}
}
function range(t: Tensor): [number, number] | null {
	const n = t.numel;
	return isKnown(n) && isKnown(t.offset) ? [t.offset, t.offset + n] : null;
}
/** The same bytes, walked with the same strides, count as one place; PyTorch does not compare the sizes. */
function sameGeometry(a: Tensor, b: Tensor): boolean {
	if (a.sizes.length !== b.sizes.length || equal(a.offset, b.offset) !== true || equal(a.numel, b.numel) !== true) return false;
	const x = a.strides ?? contiguousStrides(a.sizes);
	const y = b.strides ?? contiguousStrides(b.sizes);
	return x.every((s, i) => equal(s, y[i]!) === true);
}

/** Slice geometry that CopySlices needs; ops/ installs the two operations on gradients. */
export interface SliceOps {
	/** The part of `grad` (shaped like the base) where the view lies, as a fresh view. */
	take(grad: Tensor, view: ViewGeometry): Tensor;
	/** A contiguous copy of `grad` with base geometry. */
	copy(grad: Tensor, base: ViewGeometry): Tensor;
	/** as_strided: the place in the memory of `of`. */
	place(of: Tensor, view: ViewGeometry): Tensor;
	/** A contiguous clone of the part. */
	clone(part: Tensor): Tensor;
	/** Writes `value` into the part (zeros when null). */
	put(into: Tensor, view: ViewGeometry, value: Tensor | null): void;
}
export interface ViewGeometry {
	sizes: Tensor["sizes"];
	strides: Tensor["strides"];
	offset: Tensor["offset"];
	replay: ((base: Tensor) => Tensor) | null;
	baseSizes: Tensor["sizes"];
}
let sliceOps: SliceOps | null = null;
export function installSliceOps(ops: SliceOps): void {
	sliceOps = ops;
}

/** The base's new grad_fn after an in-place op on one of its views (spec section 2.4). Always raises on a second backward. */
export class CopySlices extends Node {
	#inner: Node | null;
	readonly #view: ViewGeometry;
	readonly #base: ViewGeometry;

	constructor(base: Tensor, view: Tensor, inner: Node) {
		const rest = inner.nextEdges.slice(1);
		super("CopySlices", inner.op, [gradientEdge(base), ...rest]);
		this.#inner = inner;
		this.outputs = [{ sizes: base.sizes, dtype: base.dtype }];
		this.#view = { sizes: view.sizes, strides: view.strides, offset: view.offset, replay: view.view!.replay, baseSizes: base.sizes };
		this.#base = { sizes: base.sizes, strides: base.strides, offset: base.offset, replay: null, baseSizes: base.sizes };
		this.where = inner.where;
	}

	/** The wrapped node (its saved tensors are what a story tells about). */
	get inner(): Node | null {
		return this.#inner;
	}

	override apply(grads: Gradients, needed: readonly boolean[]): Gradients {
		const inner = this.#inner;
		if (inner === null) throw new TorchError("RuntimeError", messages.BW_TWICE(), { key: "BW_TWICE", node: this, saved: null });
		const grad = grads[0] ?? null;
		if (grad === null) return this.nextEdges.map(() => null);
		const result = sliceOps!.copy(grad, this.#base);
		const slice = sliceOps!.take(result, this.#view);
		const inputs = inner.apply([sliceOps!.clone(slice)], [inner.nextEdges[0] !== null, ...needed.slice(1)]);
		sliceOps!.put(result, this.#view, inputs[0] ?? null);
		return [needed[0] ? result : null, ...inputs.slice(1)];
	}

	override applyNothing(grads: Gradients, needed: readonly boolean[]): Gradients {
		return this.apply(grads, needed);
	}

	override release(): void {
		super.release();
		this.#inner?.release();
		for (const e of this.#inner?.nextEdges ?? []) if (e !== null) e.node.users--;
		this.#inner = null;
	}
}

/** Gives a tensor that was written in place its new history. */
export function rebaseHistory(t: Tensor, node: Node): void {
	const meta = t.view;
	if (meta === null) {
		node.outputs = [metaOf(t)];
		const nr = t.outputNr;
		moveRetainGrad(t, node, 0);
		t.gradFn = node;
		t.outputNr = 0;
		if (t.retainsGrad && nr !== 0) throw new TorchError("RuntimeError", messages.RETAIN_MOVED(), { key: "RETAIN_MOVED", tensor: t });
		return;
	}
	const base = meta.base;
	node.outputs = [metaOf(t)];
	const copySlices = new CopySlices(base, t, node);
	moveRetainGrad(base, copySlices, 0);
	base.gradFn = copySlices;
	base.outputNr = 0;
	// The view itself is refreshed lazily by its getter; its attr_version is now behind the counter.
	gradFnOf(t);
}

/** retain_grad follows the tensor to its new node: the gradient of the current value is wanted. */
function moveRetainGrad(t: Tensor, node: Node, nr: number): void {
	if (!t.retainsGrad || t.gradFn === null) return;
	const old = t.gradFn.hooks;
	if (old === null) return;
	old.retain = old.retain.filter((r) => r.tensor !== t);
	node.hooksOrNew.retain.push({ nr, tensor: t });
}

/** Gives a fresh result its history. */
export function setHistory(t: Tensor, node: Node): void {
	t.gradFn = node;
	t.outputNr = node.outputs.length;
	node.addOutput(metaOf(t));
}
