/** `_gradsight.transform` and `depends_on_others`: what torch.func, written in Python, asks of the engine. */
import { AccumulateGrad, type Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { gradFnOf } from "../autograd/view.ts";
import { world } from "../autograd/world.ts";
import { native } from "../values/native.ts";
import { PyTensor } from "../values/tensor.ts";
import { PyBuiltin, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";

const tensorsIn = (v: Value): Tensor[] => (rt.items(v) ?? []).flatMap((t) => (t instanceof PyTensor ? [t.tensor] : []));

/** Whether a graph below `outs` ends in a leaf that is none of `own`. */
function dependsOnOthers(outs: Tensor[], own: Tensor[]): boolean {
	const leaves = new Set(own);
	// A given tensor that has a history of its own belongs to somebody around.
	if (own.some((t) => gradFnOf(t) !== null)) return true;
	const seen = new Set<Node>();
	const open: Node[] = [];
	const visit = (node: Node): void => {
		if (seen.has(node)) return;
		seen.add(node);
		open.push(node);
	};
	for (const t of outs) {
		const node = gradFnOf(t);
		if (node !== null) visit(node);
		else if (t.requiresGradFlag && !leaves.has(t)) return true;
	}
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		if (node instanceof AccumulateGrad && !leaves.has(node.leaf)) return true;
		for (const e of node.nextEdges) if (e !== null) visit(e.node);
	}
	return false;
}

export const transformHooks = [
	native("depends_on_others", "! outs own", (outs: Value, own: Value) => dependsOnOthers(tensorsIn(outs), tensorsIn(own))),
	/** Answers with what leads back to the transform around. */
	native("transform", "forbids_random", (forbids: Value) => {
		const before = world.transform;
		world.transform = { forbidsRandom: forbids === true || before?.forbidsRandom === true };
		return new PyBuiltin("leave", () => {
			world.transform = before;
			return null;
		});
	}),
];
