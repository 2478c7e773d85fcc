/** Sequences of different lengths laid side by side. */
import { type Dim, equal, isKnown } from "../../shape/dim.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { call, callOp, select } from "../aten.ts";
import { named, runtimeError } from "../kernel/dims.ts";
import { defineComposites } from "../row.ts";

function padSequence(sequences: Tensor[], batchFirst: boolean, value: number, side: string): Tensor {
	const first = sequences[0];
	if (first === undefined) throw runtimeError("received an empty list of sequences", { key: "PAD_SEQUENCE" });
	if (side !== "left" && side !== "right")
		throw runtimeError(`Expected padding_side to be one of left or right, but got ${side}.`, { key: "PAD_SEQUENCE" });
	if (sequences.some((t) => t.unknownShape)) return call("stack", sequences, batchFirst ? 0 : 1);
	let longest: Dim = 0;
	for (const t of sequences) {
		const n = t.sizes[0]!;
		longest = isKnown(longest) && isKnown(n) ? Math.max(longest, n) : longest === 0 || equal(longest, n) === true ? n : named("longest");
	}
	const n = sequences.length;
	const rest = first.sizes.slice(1);
	const out = call("full", [...(batchFirst ? [n, longest] : [longest, n]), ...rest], value, first.dtype);
	for (const [i, t] of sequences.entries()) {
		const length = t.sizes[0]!;
		const start: Dim = side === "right" ? 0 : isKnown(longest) && isKnown(length) ? longest - length : named("start");
		const place = batchFirst ? call("narrow", select(out, 0, i), 0, start, length) : select(call("narrow", out, 0, start, length), 1, i);
		callOp("copy_", [place, t, false]);
	}
	return out;
}

defineComposites({ pad_sequence: padSequence });
