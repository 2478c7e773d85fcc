/** Parameters of modules, also of ones whose constructor never ran. */
import type { Tensor } from "../autograd/tensor.ts";
import { isModule, namedMembers, namedModules, table } from "../torch/nn/module.ts";
import { PyTensor } from "../values/tensor.ts";
import type { PyInstance, Value } from "../values/value.ts";

/** Names and parameters of a module's tree; empty for anything else. */
export function namedParametersIn(m: Value): [string, Tensor][] {
	if (!isModule(m)) return [];
	for (const [, child] of namedModules(m as PyInstance)) if (table(child, "_parameters") === null) return [];
	const out: [string, Tensor][] = [];
	for (const [name, p] of namedMembers(m as PyInstance, "_parameters")) if (p instanceof PyTensor) out.push([name, p.tensor]);
	return out;
}
export const parametersIn = (m: Value): Tensor[] => namedParametersIn(m).map(([, t]) => t);
