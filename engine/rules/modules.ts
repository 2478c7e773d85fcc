/** Parameters of modules, also of ones whose constructor never ran. */
import type { Tensor } from "../autograd/tensor.ts";
import { isModule, namedMembers, namedModules, table } from "../torch/nn/module.ts";
import { PyTensor } from "../values/tensor.ts";
import type { PyInstance, Value } from "../values/value.ts";

/** What was found while nothing runs, by module. */
let known: Map<Value, readonly [string, Tensor][]> | null = null;
/** Many rules ask for the same modules: while they do, what a module holds does not change. */
export function whileNothingRuns<T>(work: () => T): T {
	known = new Map();
	try {
		return work();
	} finally {
		known = null;
	}
}

/** Names and parameters of a module's tree; empty for anything else. */
export function namedParametersIn(m: Value): readonly [string, Tensor][] {
	if (!isModule(m)) return [];
	const before = known?.get(m);
	if (before !== undefined) return before;
	const found = membersOf(m);
	known?.set(m, found);
	return found;
}
function membersOf(m: PyInstance): [string, Tensor][] {
	for (const [, child] of namedModules(m)) if (table(child, "_parameters") === null) return [];
	const out: [string, Tensor][] = [];
	for (const [name, p] of namedMembers(m, "_parameters")) if (p instanceof PyTensor) out.push([name, p.tensor]);
	return out;
}
export function namedBuffersIn(m: Value): [string, Tensor][] {
	if (!isModule(m)) return [];
	for (const [, child] of namedModules(m as PyInstance)) if (table(child, "_buffers") === null) return [];
	return [...namedMembers(m as PyInstance, "_buffers")].flatMap(([name, b]) =>
		b instanceof PyTensor ? [[name, b.tensor] as [string, Tensor]] : [],
	);
}
export const parametersIn = (m: Value): Tensor[] => namedParametersIn(m).map(([, t]) => t);
