/** Questions about where values and gradients flow: what a tensor was computed from, which leaves its graph reaches, what memory was copied where. */
import { AccumulateGrad, type Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { CopySlices } from "../autograd/view.ts";
import type { Event } from "../record/record.ts";
import { PyTensor } from "../values/tensor.ts";
import type { Expr } from "../syntax/nodes.ts";
import { oncePerPath, type PathRun } from "./rule.ts";

/** A tensor whose numbers were put into another one outside of the graph: `p.data = t`, `p.copy_(t)` under no_grad, load_state_dict. */
export interface Link {
	from: Tensor;
	to: Tensor;
	event: Event<"data-set"> | Event<"inplace"> | Event<"load">;
	how: string;
}

/** `t[i] = v`. */
export const WRITTEN = "t[i] =";

/** Links by their target. */
export const linksOf = oncePerPath((path): Map<Tensor, Link[]> => {
	const out = new Map<Tensor, Link[]>();
	const add = (l: Link): void => {
		const list = out.get(l.to);
		if (list === undefined) out.set(l.to, [l]);
		else list.push(l);
	};
	// `p.data.copy_(t)` writes an alias: the link goes to what it is an alias of.
	const aliases = new Map<Tensor, Tensor>();
	for (const e of path.record.events) {
		if (e.kind === "detach" && e.to !== null && (e.how === ".data" || e.how === ".detach()")) aliases.set(e.to, e.from);
		else if (e.kind === "data-set") add({ from: e.from, to: e.tensor, event: e, how: ".data =" });
		else if (e.kind === "load") add({ from: e.from, to: e.tensor, event: e, how: "load_state_dict" });
		else if (e.kind === "inplace" && e.op === "copy_" && (!e.tracked || aliases.has(e.tensor))) {
			const from = copied(path, e);
			if (from !== null) add({ from, to: aliases.get(e.tensor) ?? e.tensor, event: e, how: "copy_" });
		}
	}
	// What has no graph leaves no edge when it is written into a tensor.
	for (const e of path.record.of("inplace"))
		if (e.source !== null && e.source.gradFn === null && !e.source.requiresGradFlag)
			add({ from: e.source, to: e.tensor.view?.base ?? e.tensor, event: e, how: WRITTEN });
	return out;
});
/** The source of a `p.copy_(source)` written in the user's code. */
function copied(path: PathRun, e: Event<"inplace">): Tensor | null {
	const call = e.where?.node as { kind?: string; args?: Expr[] } | undefined;
	if (call?.kind !== "Call" || call.args?.length !== 1) return null;
	const v = path.record.values.get(call.args[0]!);
	return v instanceof PyTensor ? v.tensor : null;
}

/** Everything the tensors were computed from, cut or not: nodes of the graph and tensors without one; with `links` also through copied memory. */
export function behind(start: readonly Tensor[], links: Map<Tensor, Link[]> | null = null): { tensors: Set<Tensor>; nodes: Set<Node> } {
	const tensors = new Set<Tensor>();
	const nodes = new Set<Node>();
	const queue: (Tensor | Node)[] = [...start];
	while (queue.length > 0) {
		const x = queue.pop()!;
		if ("nextEdges" in x) {
			if (nodes.has(x)) continue;
			nodes.add(x);
			for (const e of x.nextEdges) if (e !== null) queue.push(e.node);
			for (const t of operandsOf(x)) queue.push(t);
			if (x instanceof AccumulateGrad) queue.push(x.leaf);
			continue;
		}
		if (tensors.has(x)) continue;
		tensors.add(x);
		if (x.gradFn !== null) queue.push(x.gradFn);
		if (x.lineage !== null) queue.push(...x.lineage);
		if (x.view !== null) queue.push(x.view.base);
		for (const l of links?.get(x) ?? []) queue.push(l.from);
	}
	return { tensors, nodes };
}
/** The tensors a node's forward read. */
export function operandsOf(n: Node): readonly Tensor[] {
	const inner = n instanceof CopySlices ? n.inner : null;
	if (inner?.operands != null) return n.operands === null ? inner.operands : [...n.operands, ...inner.operands];
	return n.operands ?? [];
}

/** Leaves that the tensor's own graph reaches. */
export function leavesOf(t: Tensor): Set<Tensor> {
	const out = new Set<Tensor>();
	if (t.gradFn !== null) for (const leaf of leavesBelow([t.gradFn])) out.add(leaf);
	else if (t.requiresGradFlag) out.add(t);
	if (t.view !== null && t.gradFn === null && t.view.base.requiresGradFlag) out.add(t.view.base);
	return out;
}
/** Leaves below nodes; `through` may refuse to pass a node. */
export function leavesBelow(start: readonly Node[], through: (n: Node) => boolean = () => true): Set<Tensor> {
	const out = new Set<Tensor>();
	const seen = new Set<Node>();
	const stack = [...start];
	while (stack.length > 0) {
		const n = stack.pop()!;
		if (seen.has(n)) continue;
		seen.add(n);
		if (n instanceof AccumulateGrad) out.add(n.leaf);
		if (!through(n)) continue;
		for (const e of n.nextEdges) if (e !== null) stack.push(e.node);
	}
	return out;
}

/** Leaves that some backward of the path gave a gradient to. */
export const reachedLeaves = (path: PathRun): ReadonlySet<Tensor> => path.record.reached;
/** False when some backward raised midway, or it or an optimizer could not be followed: then "never reached" proves nothing. */
export const allBackwardsKnown = (path: PathRun): boolean =>
	path.record.of("backward-unknown", "optimizer-unknown").length === 0 &&
	path.ending.kind !== "give-up" &&
	[...path.record.lastBackwards.values()].every((run) => run.isDone) &&
	path.record.of("backward").every((e) => e.run.isDone);
