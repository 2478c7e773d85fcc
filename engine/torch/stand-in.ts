/**
 * Tensors in the place of arguments that are not known. An op given a tensor of the program together with something unknown where it
 * takes a tensor either raises or answers a tensor, whose graph goes on from what is known: batches from data that we cannot see.
 */
import type { Tensor } from "../autograd/tensor.ts";
import { requiresGrad } from "../autograd/view.ts";
import { unknownTensor } from "../ops/unknown-results.ts";
import type { Unknown, Value } from "../values/value.ts";
import { PyTensor } from "../values/tensor.ts";

const made = new WeakMap<Unknown, Tensor>();

/** A tensor of which nothing is known; the same unknown value always gives the same one. */
export function standIn(v: Unknown): Tensor {
	let t = made.get(v);
	if (t === undefined) {
		t = unknownTensor();
		t.unknownGrad = true;
		made.set(v, t);
	}
	return t;
}

/** Whether some argument carries a graph that the result continues. */
export const carriesGraph = (args: readonly (Value | undefined)[]): boolean =>
	args.some((v) => v instanceof PyTensor && requiresGrad(v.tensor));
