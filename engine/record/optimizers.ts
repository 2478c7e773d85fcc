/** What an optimizer object holds. */
import type { Tensor } from "../autograd/tensor.ts";
import { PyDict, PyInstance, PyList, type Value } from "../values/value.ts";
import { PyTensor } from "../values/tensor.ts";

/** Tensors in the optimizer's groups. */
export function paramsOf(optimizer: Value): Tensor[] {
	if (!(optimizer instanceof PyInstance)) return [];
	const groups = optimizer.dict.get("param_groups");
	const out: Tensor[] = [];
	for (const g of groups instanceof PyList ? groups.items : []) {
		const params = g instanceof PyDict ? g.entries.get("params")?.[1] : undefined;
		for (const p of params instanceof PyList ? params.items : []) if (p instanceof PyTensor) out.push(p.tensor);
	}
	return out;
}
