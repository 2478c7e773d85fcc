/** Names of parameters as a picture shows them: `model.fc.weight`. */
import type { Tensor } from "./autograd/tensor.ts";
import type { PathRecord } from "./record/record.ts";
import { namedParametersIn } from "./rules/modules.ts";

/** Of several variables that hold a module the shortest dotted name wins, and any wins over `self`. */
export function parameterNames(record: PathRecord): Map<Tensor, string> {
	const out = new Map<Tensor, string>();
	for (const [node, value] of record.values) {
		if (node.kind !== "Name") continue;
		for (const [name, parameter] of namedParametersIn(value)) {
			const text = `${node.id}.${name}`;
			const before = out.get(parameter);
			if (before === undefined || rank(text) < rank(before)) out.set(parameter, text);
		}
	}
	return out;
}

const rank = (text: string): number => text.length + (text.startsWith("self.") ? 1000 : 0);
