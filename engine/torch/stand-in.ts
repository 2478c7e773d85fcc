/**
 * Tensors in the place of arguments that are not known. An op given something unknown where it takes a tensor either raises or answers a
 * tensor, whose graph goes on from what is known: batches from data that we cannot see, the output of a model that came as an argument.
 */
import type { Tensor } from "../autograd/tensor.ts";
import { requiresGrad } from "../autograd/view.ts";
import { world } from "../autograd/world.ts";
import { unknownTensor } from "../ops/unknown-results.ts";
import type { Unknown, Value } from "../values/value.ts";
import { PyTensor } from "../values/tensor.ts";

const made = new WeakMap<Unknown, Tensor>();

/** A tensor of which nothing is known; the same unknown value always gives the same one. */
export function standIn(v: Unknown): Tensor {
	let t = made.get(v);
	if (t === undefined) {
		t = hidden();
		made.set(v, t);
	}
	return t;
}

/** Whether some argument is a tensor that carries a graph, or may, which the result continues. */
export const carriesGraph = (args: readonly (Value | undefined)[]): boolean =>
	args.some((v) => v instanceof PyTensor && (v.tensor.unknownGrad || requiresGrad(v.tensor)));

/** What a function answers of which only that it answers one tensor, made of these, is known. `mayHide`: of others, too, that are not known. */
export function someTensor(of: readonly Tensor[], mayHide = true): Tensor {
	const out = unknownTensor();
	// Nothing has a graph that was computed where none is recorded.
	out.unknownGrad = world.gradMode && (mayHide || of.some((t) => t.unknownGrad || requiresGrad(t)));
	if (world.record !== null) out.lineage = mayHide ? [...of, hidden()] : of;
	return out;
}
function hidden(): Tensor {
	const t = unknownTensor();
	t.unknownGrad = true;
	return t;
}
