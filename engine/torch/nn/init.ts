/** torch.nn.init: initial numbers drawn as PyTorch draws them, under no_grad (spec sections 1.4 and 10). */
import type { Tensor } from "../../autograd/tensor.ts";
import { withGradMode } from "../../autograd/world.ts";
import { callOp } from "../../ops/dispatch.ts";

/** `t.uniform_(-bound, bound)`; a null bound: not known (a symbolic fan-in), the numbers stay unknown. */
export function uniformInit(t: Tensor, bound: number | null): void {
	withGradMode(false, () => void callOp("uniform_", [t, -(bound ?? 1), bound ?? 1, null]));
	if (bound === null) t.storage.data = null;
}
