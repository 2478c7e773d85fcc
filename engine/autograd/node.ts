/** The backward graph: nodes, edges, and the sink of a leaf. Names are PyTorch's. */
import type { DType } from "../shape/dtype.ts";
import type { Sizes } from "../shape/shape.ts";
import type { SavedVariable } from "./saved.ts";
import type { Tensor, TensorHook } from "./tensor.ts";
import { type Where, world } from "./world.ts";

/** From a node to the producer of one of its inputs: the producer and which of its outputs. */
export interface Edge {
	node: Node;
	nr: number;
}

/** What backward must fit: shape and dtype of a node's forward output. */
export interface OutputMeta {
	sizes: Sizes;
	dtype: DType;
}

export type Gradients = (Tensor | null)[];

export interface NodeHooks {
	/** Tensor hooks on output `nr`, in order of registration. */
	tensor: { nr: number; hook: TensorHook }[];
	/** `retain_grad` of the tensor that is output `nr`; runs after all tensor hooks. */
	retain: { nr: number; tensor: Tensor }[];
	pre: { id: number; call: (grads: Gradients) => Gradients | null }[];
	post: { id: number; call: (inputs: Gradients, outputs: Gradients) => Gradients | null }[];
}

/** One node's part in one backward. */
export interface Task {
	/** The backward it belongs to; one that starts inside another (a hook, a checkpoint) may visit the same nodes. */
	readonly run: object;
	/** Edges into the node over which nothing has come yet. */
	waiting: number;
	/** Gradients of the outputs so far. */
	grads: Gradients | null;
	/** The enclosing backward's task for the node. */
	readonly outer: Task | null;
}

const NONE: readonly never[] = [];

/** The frames that made a node, and the node whose backward did. */
interface Made {
	stack: string;
	by: Node | null;
}
/** In anomaly mode only: there is a node per op, and what few of them have is kept apart. */
const made = new WeakMap<Node, Made>();

/** One backward op. `apply` turns gradients of the outputs into gradients of the inputs (in edge order). */
export abstract class Node {
	readonly name: string;
	readonly sequence: number;
	nextEdges: (Edge | null)[];
	/** Lists of exactly what they hold: there is one of each per op, and a list that grows takes room for sixteen more. */
	outputs: readonly OutputMeta[] = NONE;
	saved: readonly SavedVariable[] = NONE;
	released = false;
	hooks: NodeHooks | null = null;
	/** Where the forward op stands. */
	where: Where;
	/** The aten op it came from, for messages and stories. */
	op: string;
	/** Every tensor the forward op read, also those without a graph; kept only while a record is made. */
	operands: readonly Tensor[] | null = null;
	/** Nodes that lead here. A node without any is gone once its tensor has another (see SavedVariable). */
	users = 0;
	/** What a backward that is under way knows about this node; null outside of one. */
	task: Task | null = null;

	constructor(name: string, op: string, nextEdges: (Edge | null)[]) {
		this.name = name;
		this.op = op;
		this.nextEdges = nextEdges;
		for (const e of nextEdges) if (e !== null) e.node.users++;
		this.sequence = world.sequence++;
		this.where = world.where();
		if (world.anomaly) made.set(this, { stack: world.stack(), by: world.evaluating });
	}

	/** Module of its Python class: empty for the generated ones. */
	get pythonModule(): string {
		return "";
	}
	get made(): Made | null {
		return made.get(this) ?? null;
	}

	addOutput(meta: OutputMeta): void {
		this.outputs = this.outputs.length === 0 ? [meta] : this.outputs.concat(meta);
	}
	addSaved(s: SavedVariable): void {
		this.saved = this.saved.length === 0 ? [s] : this.saved.concat(s);
	}

	/** `needed[i]`: somebody wants the gradient of input i. */
	abstract apply(grads: Gradients, needed: readonly boolean[]): Gradients;

	/** The same when no gradient arrived: the node counts as executed, and what it saved is looked at all the same. */
	applyNothing(_grads: Gradients, _needed: readonly boolean[]): Gradients {
		return this.nextEdges.map(() => null);
	}

	/** Drops what was saved, after a backward without retain_graph. */
	release(): void {
		this.released = true;
		for (const s of this.saved) s.release();
	}

	/** Tensor hooks and such; made on first use. */
	get hooksOrNew(): NodeHooks {
		this.hooks ??= { tensor: [], retain: [], pre: [], post: [] };
		return this.hooks;
	}

	/** `torch::autograd::CopySlices` for the few nodes that live in that namespace. */
	get fullName(): string {
		return NAMESPACED.has(this.name) ? `torch::autograd::${this.name}` : this.name;
	}
}
const NAMESPACED = new Set(["CopySlices", "CopyBackwards", "NotImplemented", "AccumulateGrad", "Error", "DelayedError"]);

/** A node whose formula is a function (most of them). */
export class FormulaNode extends Node {
	formula: (grads: Gradients, needed: readonly boolean[]) => Gradients;
	constructor(name: string, op: string, nextEdges: (Edge | null)[], formula: (grads: Gradients, needed: readonly boolean[]) => Gradients) {
		super(name, op, nextEdges);
		this.formula = formula;
	}
	apply(grads: Gradients, needed: readonly boolean[]): Gradients {
		return this.formula(grads, needed);
	}
}

/** Where a leaf's gradient arrives. The engine (backward.ts) does the accumulation. */
export class AccumulateGrad extends Node {
	readonly leaf: Tensor;
	/** All that leads here. */
	readonly edge: Edge = { node: this, nr: 0 };
	constructor(leaf: Tensor) {
		super("AccumulateGrad", "AccumulateGrad", []);
		this.leaf = leaf;
		this.outputs = [{ sizes: leaf.sizes, dtype: leaf.dtype }];
		world.sequence--;
	}
	override apply(): Gradients {
		return [];
	}
}

/** The op's name as messages print it: `Sigmoid` for SigmoidBackward0, `Sum1` for SumBackward1 (spec section 2.2). */
export function forwardOpName(node: Node): string {
	const name = node.fullName;
	if (world.profile === "1.13") return name;
	const at = name.lastIndexOf("Backward");
	if (at < 0) return name;
	const digits = name.slice(at + "Backward".length);
	if (!/^\d*$/.test(digits)) return name;
	return name.slice(0, at) + (digits === "0" ? "" : digits);
}
