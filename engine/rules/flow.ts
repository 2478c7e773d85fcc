/** Questions about where values and gradients flow: cuts on the way to a loss, leaves behind a tensor, who was reached. */
import { AccumulateGrad, type Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { CopySlices } from "../autograd/view.ts";
import type { Event } from "../record/record.ts";
import type { PathRun } from "./rule.ts";

/** Everything the tensor was computed from, cut or not: nodes of its graph and tensors without one. */
export function behind(start: readonly Tensor[]): { tensors: Set<Tensor>; nodes: Set<Node> } {
	const tensors = new Set<Tensor>();
	const nodes = new Set<Node>();
	const queue: (Tensor | Node)[] = [...start];
	while (queue.length > 0) {
		const x = queue.pop()!;
		if ("nextEdges" in x) {
			if (nodes.has(x)) continue;
			nodes.add(x);
			for (const e of x.nextEdges) if (e !== null) queue.push(e.node);
			if (x.operands !== null) queue.push(...x.operands);
			if (x instanceof CopySlices && x.inner?.operands != null) queue.push(...x.inner.operands);
			if (x instanceof AccumulateGrad) queue.push(x.leaf);
			continue;
		}
		if (tensors.has(x)) continue;
		tensors.add(x);
		if (x.gradFn !== null) queue.push(x.gradFn);
		if (x.lineage !== null) queue.push(...x.lineage);
		if (x.view !== null) queue.push(x.view.base);
	}
	return { tensors, nodes };
}

/** Leaves that the tensor's own graph reaches. */
export function leavesOf(t: Tensor): Set<Tensor> {
	const out = new Set<Tensor>();
	const seen = new Set<Node>();
	const stack: Node[] = [];
	if (t.gradFn !== null) stack.push(t.gradFn);
	else if (t.requiresGradFlag) out.add(t);
	if (t.view !== null && t.gradFn === null && t.view.base.requiresGradFlag) out.add(t.view.base);
	while (stack.length > 0) {
		const n = stack.pop()!;
		if (seen.has(n)) continue;
		seen.add(n);
		if (n instanceof AccumulateGrad) out.add(n.leaf);
		for (const e of n.nextEdges) if (e !== null) stack.push(e.node);
	}
	return out;
}

/** Cuts of the path by the tensor they produced. */
export function cutsBy(path: PathRun): Map<Tensor, Event<"detach">> {
	const out = new Map<Tensor, Event<"detach">>();
	for (const e of path.record.of("detach")) if (e.to !== null && !out.has(e.to)) out.set(e.to, e);
	return out;
}

/** Leaves that some backward of the path gave a gradient to. */
export function reachedLeaves(path: PathRun): Set<Tensor> {
	const out = new Set<Tensor>();
	for (const b of path.record.of("backward")) for (const t of b.run.reached) out.add(t);
	return out;
}
/** False when some backward could not be followed: then "never reached" proves nothing. */
export const allBackwardsKnown = (path: PathRun): boolean => path.record.of("backward-unknown").length === 0 && path.ending.kind !== "give-up";
