/** numpy arrays at the torch boundary: a tensor without autograd whose memory may be shared with a tensor. */
import type { Tensor } from "../autograd/tensor.ts";
import { builtinClass, Obj, type PyClass } from "../values/value.ts";

export const ndarrayClass = builtinClass("ndarray", undefined, "numpy");

export class Ndarray extends Obj {
	cls: PyClass = ndarrayClass;
	/** Never requires grad. Shares storage, not the version counter, with the tensor it came from. */
	readonly tensor: Tensor;
	constructor(tensor: Tensor) {
		super();
		this.tensor = tensor;
	}
}
