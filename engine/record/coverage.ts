/**
 * How much of a file was understood: of the calls written in it those that ran and gave something known, and of the expressions that
 * held a tensor those whose shape was known. Code that no root reached counts as not understood.
 */
import type { Source } from "../program.ts";
import { PyTensor } from "../values/tensor.ts";
import { Unknown } from "../values/value.ts";
import type { PathRecord } from "./record.ts";

export interface Understood {
	calls: number;
	callsKnown: number;
	tensors: number;
	tensorsKnown: number;
}

export function understood(entry: Source, records: readonly PathRecord[]): Understood {
	const calls = new Set<object>();
	const tensors = new Map<object, boolean>();
	for (const { values } of records)
		for (const [node, value] of values) {
			if (node.kind === "Call" && !(value instanceof Unknown)) calls.add(node);
			if (value instanceof PyTensor) tensors.set(node, tensors.get(node) === true || !value.tensor.unknownShape);
		}
	const out = { calls: 0, callsKnown: 0, tensors: 0, tensorsKnown: 0 };
	each(entry.module.body, (node) => {
		if ((node as { kind?: string }).kind === "Call") {
			out.calls++;
			if (calls.has(node)) out.callsKnown++;
		}
		const shape = tensors.get(node);
		if (shape === undefined) return;
		out.tensors++;
		if (shape) out.tensorsKnown++;
	});
	return out;
}

/** Every node, without generators: this runs over each file that is checked. Without recursion, too: generated files are deep. */
function each(root: object, visit: (node: object) => void): void {
	const stack: object[] = [root];
	for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
		const list = Array.isArray(value);
		if (!list) visit(value);
		for (const key in value) {
			const inner = (value as Record<string, unknown>)[key];
			if (inner !== null && typeof inner === "object" && (list || key !== "scope")) stack.push(inner);
		}
	}
}
