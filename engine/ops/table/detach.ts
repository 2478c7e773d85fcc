/** Leaving the graph: an alias that shares memory and version counter but no history (spec section 1.3). */
import type { Tensor } from "../../autograd/tensor.ts";
import { requiresGrad } from "../../autograd/view.ts";
import { world } from "../../autograd/world.ts";
import { defineComposites } from "../row.ts";

function detach(self: Tensor): Tensor {
	const out = self.alias(self.sizes, self.strides, self.offset, !(self.isInference && !world.inferenceMode));
	out.wholeStorage = self.wholeStorage;
	if (world.record !== null && requiresGrad(self)) world.record.event("detach", { from: self, to: out, how: ".detach()" });
	return out;
}

defineComposites({ detach });
