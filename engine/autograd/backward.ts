/**
 * The backward engine: which nodes run, in which order, what they receive, what is freed afterwards, and how leaves accumulate
 * (spec section 5). Newest forward op first; a leaf accumulates as soon as its gradient is complete.
 */
import { isComplex } from "../shape/dtype.ts";
import { nothingKnown } from "../shape/dim.ts";
import { isNonOverlappingAndDense, mayExpand, maySameSizes, sizesText } from "../shape/shape.ts";
import { accumulateGrad, hold, ops, retain, setNonLeafGrad } from "./accumulate.ts";
import { messages, TorchError } from "./errors.ts";
import { AccumulateGrad, type Edge, type Gradients, type Node, type Task } from "./node.ts";
import type { Tensor } from "./tensor.ts";
import { accumulatorOf, gradFnOf, gradientEdge, requiresGrad } from "./view.ts";
import { withGradMode, world } from "./world.ts";

export interface BackwardOptions {
	retainGraph: boolean;
	createGraph: boolean;
	/** autograd.grad's inputs, or backward(inputs=...). Null: every leaf reached. */
	inputs: Tensor[] | null;
	/** False for autograd.grad: gradients of `inputs` are returned and nothing is accumulated. */
	accumulate: boolean;
	allowUnused: boolean;
}

/** What one backward did, for stories, "no gradient" rules and the graph view. */
export interface BackwardRun {
	roots: Tensor[];
	options: BackwardOptions;
	/** Nodes that ran, in order. */
	executed: Node[];
	/** Leaves that received a gradient. */
	reached: Tensor[];
	/** False when it raised midway. */
	isDone: boolean;
	/** False while it runs: hooks may start others meanwhile. */
	hasEnded: boolean;
}

/** Runs backward from the roots; `begin` is told when they are in order. Returns the gradients of `inputs` (autograd.grad), in order. */
export function runBackward(
	roots: Tensor[],
	gradients: (Tensor | null)[],
	options: BackwardOptions,
	begin: () => void = () => {},
): Gradients {
	const start: { edge: Edge; grad: Tensor }[] = [];
	const reported: BackwardRun = { roots, options, executed: [], reached: [], isDone: false, hasEnded: false };
	for (const [i, root] of roots.entries()) {
		if (!requiresGrad(root)) throw new TorchError("RuntimeError", messages.BW_NO_GRAD(i), { key: "BW_NO_GRAD", tensor: root });
		const edge = gradientEdge(root);
		const grad = gradients[i] ?? withGradMode(false, () => ops.onesLike(root));
		// A view that only its base makes require grad has no place of its own in the graph.
		if (edge === null) throw new TorchError("RuntimeError", messages.BW_NO_GRAD(i), { key: "BW_NO_GRAD", tensor: root });
		start.push({ edge, grad });
	}
	begin();
	world.record?.event("backward", { run: reported });
	const inputEdges = options.inputs?.map((t) => inputEdge(t)) ?? null;
	try {
		const found = withGradMode(options.createGraph, () => new Engine(start, inputEdges, options, reported).run());
		reported.isDone = true;
		return found;
	} finally {
		reported.hasEnded = true;
	}
}

/** The innermost backward under way. */
let running: Engine | null = null;
/** Its number, 0 where there is none. */
export const backwardRun = (): number => running?.number ?? 0;
/** Whether it runs the node, now or later. */
export const willRun = (node: Node | null): boolean => node !== null && (running?.willRun(node) ?? false);

function inputEdge(t: Tensor): Edge | null {
	const fn = gradFnOf(t);
	if (fn !== null) return { node: fn, nr: t.outputNr };
	return t.requiresGradFlag ? { node: accumulatorOf(t), nr: 0 } : null;
}

let runs = 0;

class Engine {
	readonly number = ++runs;
	readonly #start: { edge: Edge; grad: Tensor }[];
	readonly #inputs: (Edge | null)[] | null;
	readonly #options: BackwardOptions;
	readonly #report: BackwardRun;
	/** Every node below the roots; each has a task of this run. */
	readonly #nodes: Node[] = [];
	/** Nodes on a path to an input; null when everything runs. */
	#wanted: Set<Node> | null = null;
	readonly #captures = new Map<Node, { nr: number; index: number }[]>();
	readonly #captured: Gradients;

	constructor(start: { edge: Edge; grad: Tensor }[], inputs: (Edge | null)[] | null, options: BackwardOptions, report: BackwardRun) {
		this.#start = start;
		this.#inputs = inputs;
		this.#options = options;
		this.#report = report;
		this.#captured = inputs === null ? [] : inputs.map(() => null);
	}

	willRun(node: Node): boolean {
		return node.task?.run === this && (this.#wanted === null || this.#wanted.has(node) || this.#captures.has(node));
	}

	run(): Gradients {
		const outer = world.selective;
		const outerRun = running;
		running = this;
		world.selective = this.#inputs !== null;
		try {
			this.#countDependencies();
			return this.#runAll();
		} finally {
			world.selective = outer;
			running = outerRun;
			for (const node of this.#nodes) node.task = node.task!.outer;
		}
	}

	#runAll(): Gradients {
		this.#findWanted();
		for (const { edge, grad } of this.#start) {
			// The caller holds it, too.
			hold(grad, 2);
			this.#deliver(edge, grad);
		}
		const ready: Node[] = [];
		const seen = new Set<Node>();
		for (const { edge } of this.#start) {
			if (seen.has(edge.node) || edge.node.task!.waiting !== 0) continue;
			seen.add(edge.node);
			push(ready, edge.node);
		}
		for (let count = 1; ready.length > 0; count++) {
			if ((count & POLL_MASK) === 0) world.poll();
			const node = ready.pop()!;
			const given = node.task!.grads;
			const inputs = world.anomaly ? this.#watched(node) : this.#execute(node);
			const edges = node.nextEdges;
			if (inputs !== null) for (let i = 0; i < edges.length; i++) if (edges[i] !== null && inputs[i] != null) hold(inputs[i]!, 1);
			if (given !== null) for (const g of given) if (g != null) hold(g, -1);
			for (let i = 0; i < edges.length; i++) {
				const edge = edges[i]!;
				if (edge === null) continue;
				const grad = inputs?.[i] ?? null;
				if (grad !== null) this.#deliver(edge, grad);
				const task = edge.node.task!;
				if (--task.waiting === 0) push(ready, edge.node);
			}
		}
		if (this.#inputs !== null && !this.#options.accumulate && !this.#options.allowUnused)
			for (const [i, g] of this.#captured.entries())
				if (g === null)
					throw new TorchError("RuntimeError", messages.GRAD_UNUSED(i), { key: "GRAD_UNUSED", index: i, tensor: this.#options.inputs![i] });
		return this.#captured;
	}

	/** Anomaly mode: an error is preceded by a warning about the forward call behind the node. */
	#watched(node: Node): Gradients | null {
		const outer = world.evaluating;
		world.evaluating = node;
		try {
			return this.#execute(node);
		} catch (error) {
			if (node.made === null)
				world.warn(
					"UserWarning",
					`Error detected in ${node.fullName}. No forward pass information available. Enable detect anomaly during forward pass for more details.`,
				);
			else
				world.warn(
					"UserWarning",
					`Error detected in ${node.fullName}. Traceback of forward call that caused the error:\n${node.made.stack}`,
				);
			for (let by = node.made?.by ?? null; by !== null; by = by.made?.by ?? null)
				world.warn(
					"UserWarning",
					`\n\nPrevious calculation was induced by ${by.fullName}. Traceback of forward call that induced the previous calculation:\n${by.made?.stack ?? ""}`,
				);
			throw error;
		} finally {
			world.evaluating = outer;
		}
	}

	#countDependencies(): void {
		const nodes = this.#nodes;
		for (const { edge } of this.#start) this.#taskOf(edge.node);
		for (let i = 0; i < nodes.length; i++) for (const e of nodes[i]!.nextEdges) if (e !== null) this.#taskOf(e.node).waiting++;
	}

	#taskOf(node: Node): Task {
		const known = node.task;
		if (known !== null && known.run === this) return known;
		this.#nodes.push(node);
		node.task = { run: this, waiting: 0, grads: null, outer: known };
		return node.task;
	}

	/** Marks the nodes from which some input can be reached, children before parents (post-order, iterative). */
	#findWanted(): void {
		if (this.#inputs === null) return;
		for (const [index, e] of this.#inputs.entries()) {
			if (e === null) continue;
			const list = this.#captures.get(e.node) ?? [];
			list.push({ nr: e.nr, index });
			this.#captures.set(e.node, list);
		}
		const wanted = new Set<Node>();
		const state = new Map<Node, number>();
		for (const { edge } of this.#start) {
			const stack: Node[] = [edge.node];
			while (stack.length > 0) {
				const node = stack.at(-1)!;
				const at = state.get(node) ?? 0;
				if (at < node.nextEdges.length) {
					state.set(node, at + 1);
					const next = node.nextEdges[at];
					if (next != null && !state.has(next.node)) stack.push(next.node);
					continue;
				}
				stack.pop();
				state.set(node, Number.POSITIVE_INFINITY);
				if (node.nextEdges.some((e) => e !== null && (wanted.has(e.node) || this.#captures.has(e.node)))) wanted.add(node);
			}
		}
		// backward(inputs=...) runs the inputs' own nodes, too, though nobody wants what they give.
		if (this.#options.accumulate) for (const node of this.#captures.keys()) if (state.has(node)) wanted.add(node);
		this.#wanted = wanted;
	}

	/** Moves a gradient, whose holder the caller was, into the buffer of the node it goes to. */
	#deliver(edge: Edge, grad: Tensor): void {
		const task = edge.node.task!;
		if (task.grads === null) {
			task.grads = edge.nr === 0 ? [grad] : only(grad, edge.nr);
			return;
		}
		const buffer = task.grads;
		const before = buffer[edge.nr];
		if (before == null) {
			buffer[edge.nr] = grad;
			return;
		}
		// What nobody else holds is reused: its version tells.
		if (
			!world.gradMode &&
			before.holders === 1 &&
			before.storage.holders === 1 &&
			before.view === null &&
			isNonOverlappingAndDense(before.sizes, before.strides) &&
			maySameSizes(before.sizes, grad.sizes)
		)
			ops.addInPlace(before, grad);
		else {
			const sum = ops.add(before, grad);
			hold(before, -1);
			hold(sum, 1);
			buffer[edge.nr] = sum;
		}
		hold(grad, -1);
	}

	/** Gradients for the node's inputs, or null when it was not run. */
	#execute(node: Node): Gradients | null {
		const task = node.task!;
		// Hooks replace gradients in the list; those that came are let go later.
		const grads: Gradients = task.grads === null ? [] : hasHooks(node) ? task.grads.slice() : task.grads;
		task.grads = null;
		const captures = this.#captures.size === 0 ? NO_CAPTURES : (this.#captures.get(node) ?? NO_CAPTURES);
		const wanted = this.#wanted === null || this.#wanted.has(node);
		// A single root is where the engine starts, whoever wants something from it.
		if (!wanted && captures.length === 0 && (this.#start.length > 1 || node !== this.#start[0]!.edge.node)) return null;
		for (let i = 0; i < node.outputs.length; i++) grads[i] ??= null;
		this.#tensorHooks(node, grads);
		for (const { nr, index } of captures) {
			this.#captured[index] = grads[nr] ?? null;
			if (grads[nr] != null) hold(grads[nr], 1);
			// An input that is named twice gets its gradient once.
			if (this.#options.accumulate && captures.some((c) => c.nr === nr && c.index < index)) continue;
			if (this.#options.accumulate && node instanceof AccumulateGrad) this.#accumulate(node.leaf, grads[0] ?? null);
			else if (this.#options.accumulate && grads[nr] != null && !this.#options.inputs![index]!.retainsGrad)
				setNonLeafGrad(this.#options.inputs![index]!, grads[nr]!);
		}
		if (node instanceof AccumulateGrad) {
			if (this.#inputs === null) this.#accumulate(node.leaf, grads[0] ?? null);
			return null;
		}
		if (!wanted) return null;
		const needed = this.#needed(node);
		let given = grads;
		if (node.hooks !== null) for (const h of node.hooks.pre) given = h.call(given) ?? given;
		let result: Gradients;
		if (given.every((g) => g === null)) result = node.applyNothing(given, needed);
		else {
			this.#report.executed.push(node);
			result = node.apply(given, needed);
			if (result === given) result = [...given];
		}
		this.#validate(node, result);
		if (node.hooks !== null) for (const h of node.hooks.post) result = h.call(result, given) ?? result;
		if (!this.#options.retainGraph) node.release();
		return result;
	}

	#needed({ nextEdges }: Node): readonly boolean[] {
		if (this.#wanted === null && nextEdges.length < ALL.length && !nextEdges.includes(null)) return ALL[nextEdges.length]!;
		return nextEdges.map((e) => e !== null && (this.#wanted === null || this.#wanted.has(e.node) || this.#captures.has(e.node)));
	}

	#tensorHooks(node: Node, grads: Gradients): void {
		if (node instanceof AccumulateGrad) {
			if (node.leaf.hooks === null) return;
			for (const h of node.leaf.hooks) grads[0] = h.call(grads[0] ?? null) ?? grads[0] ?? null;
			return;
		}
		if (node.hooks === null) return;
		for (const { nr, hook } of node.hooks.tensor) grads[nr] = hook.call(grads[nr] ?? null) ?? grads[nr] ?? null;
		for (const { nr, tensor } of node.hooks.retain) if (grads[nr] != null) retain(tensor, grads[nr]!);
	}

	/** Shapes and dtypes must fit the forward's; reducible ones are reduced (spec section 5.2). */
	#validate(node: Node, result: Gradients): void {
		for (let i = 0; i < node.nextEdges.length; i++) {
			const edge = node.nextEdges[i]!;
			const g = result[i] ?? null;
			if (edge === null || g === null) continue;
			const meta = edge.node.outputs[edge.nr];
			if (meta === undefined) continue;
			let fitted = g;
			if (!g.unknownShape && !nothingKnown(meta.sizes) && !maySameSizes(g.sizes, meta.sizes)) {
				if (!mayExpand(meta.sizes, g.sizes))
					throw new TorchError(
						"RuntimeError",
						`Function ${node.name} returned an invalid gradient at index ${i} - got ${sizesText(g.sizes)} but expected shape compatible with ${sizesText(meta.sizes)}`,
						{ key: "FN_SHAPE", node },
					);
				fitted = ops.sumTo(fitted, meta.sizes);
			}
			if (fitted.dtype !== meta.dtype && isComplex(fitted.dtype) === isComplex(meta.dtype)) fitted = ops.cast(fitted, meta.dtype);
			result[i] = fitted;
			if (world.anomaly && world.checkNan && g.isKnown && g.numbers()!.some((x) => Number.isNaN(x)))
				throw new TorchError("RuntimeError", `Function '${node.fullName}' returned nan values in its ${i}th output.`, {
					key: "BW_ANOMALY_NAN",
					node,
				});
		}
	}

	#accumulate(leaf: Tensor, grad: Tensor | null): void {
		// The leaf's own flag decides now, not when the graph was built.
		if (grad !== null && gradFnOf(leaf) !== null)
			throw new TorchError("RuntimeError", "leaf variable has been moved into the graph interior", { key: "BW_LEAF_MOVED", tensor: leaf });
		if (grad !== null && leaf.requiresGradFlag) {
			accumulateGrad(leaf, grad, this.#options.createGraph);
			this.#report.reached.push(leaf);
		}
		for (const h of leaf.postAccumulateHooks ?? []) h.call(leaf);
	}
}

function only(grad: Tensor, nr: number): Gradients {
	const grads: Gradients = new Array(nr + 1).fill(null);
	grads[nr] = grad;
	return grads;
}
/** Every so many nodes, less one. */
const POLL_MASK = 255;
const NO_CAPTURES: readonly { nr: number; index: number }[] = [];
/** Every gradient is needed, of so many. */
const ALL: readonly (readonly boolean[])[] = [[], [true], [true, true]];
const hasHooks = (node: Node): boolean => node.hooks !== null || (node instanceof AccumulateGrad && node.leaf.hooks !== null);

/** Keeps the ready list sorted by sequence, newest last (it is popped from the end); leaves go first of all. */
function push(ready: Node[], node: Node): void {
	const key = node instanceof AccumulateGrad ? Number.POSITIVE_INFINITY : node.sequence;
	let lo = 0;
	let hi = ready.length;
	while (lo < hi) {
		const mid = (lo + hi) >> 1;
		const other = ready[mid]!;
		if ((other instanceof AccumulateGrad ? Number.POSITIVE_INFINITY : other.sequence) <= key) lo = mid + 1;
		else hi = mid;
	}
	if (lo === ready.length) ready.push(node);
	else ready.splice(lo, 0, node);
}
