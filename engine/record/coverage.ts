/**
 * How much of a file was understood: of the calls written in it those that ran and gave something known, and of the expressions that
 * held a tensor those whose shape was known. Code that no root reached counts as not understood.
 */
import type { Source } from "../program.ts";
import type { Expr } from "../syntax/nodes.ts";
import { PyTensor } from "../values/tensor.ts";
import { Unknown } from "../values/value.ts";
import { type AnyNode, nodesIn } from "./nodes-in.ts";
import { PerDefinition } from "./per-definition.ts";
import type { PathRecord } from "./record.ts";

export interface Understood {
	calls: number;
	callsKnown: number;
	tensors: number;
	tensorsKnown: number;
}

const counted = new PerDefinition<AnyNode>(
	(s) => nodesIn(s).filter((n) => n.kind !== undefined),
	(part) => nodesIn(part).filter((n) => n.kind !== undefined),
);

export function understood(entry: Source, records: readonly PathRecord[]): Understood {
	const calls = new Set<object>();
	/** Expressions that held a tensor; of known shape on some path. */
	const tensors = new Map<object, boolean>();
	for (const record of records) {
		const told = toldBy(record);
		for (const node of told.calls) calls.add(node);
		for (const [node, known] of told.tensors) if (known || !tensors.has(node)) tensors.set(node, known);
	}
	const out = { calls: 0, callsKnown: 0, tensors: 0, tensorsKnown: 0 };
	for (const node of counted.in(entry)) {
		if (node.kind === "Call") {
			out.calls++;
			if (calls.has(node)) out.callsKnown++;
		}
		const shape = tensors.get(node);
		if (shape === undefined) continue;
		out.tensors++;
		if (shape) out.tensorsKnown++;
	}
	return out;
}

interface Told {
	/** Calls that gave something known. */
	calls: Expr[];
	tensors: [Expr, boolean][];
}
/** What a finished path tells does not change. */
const kept = new WeakMap<PathRecord, Told>();
function toldBy(record: PathRecord): Told {
	let told = kept.get(record);
	if (told !== undefined) return told;
	told = { calls: [], tensors: [] };
	for (const [node, value] of record.values) {
		if (node.kind === "Call" && !(value instanceof Unknown)) told.calls.push(node);
		if (value instanceof PyTensor) told.tensors.push([node, !value.tensor.unknownShape]);
	}
	kept.set(record, told);
	return told;
}
