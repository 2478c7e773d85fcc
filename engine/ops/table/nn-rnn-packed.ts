/** Packing of padded batches for recurrent layers, and back. */
import { type Dim, isKnown } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { call, callInPlace, select, slice, transpose, view } from "../aten.ts";
import { unknownTensor } from "../unknown-results.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { check, rounded, unknownNumbers } from "../kernel/rounded.ts";
import { defineComposites, defineRows } from "../row.ts";

/** How many sequences are still running at each step. */
function batchSizes(lengths: ArrayLike<number>): number[] {
	const out: number[] = [];
	for (let t = 0; t < lengths[0]!; t++) {
		let n = 0;
		while (n < lengths.length && lengths[n]! > t) n++;
		out.push(n);
	}
	return out;
}

/** Visits (element offset in the padded input, row of the packed data) for each running step. */
function eachStep(
	sizes: number[],
	steps: number,
	batch: number,
	batchFirst: boolean,
	visit: (padded: number, packed: number) => void,
): void {
	let row = 0;
	sizes.forEach((n, t) => {
		for (let b = 0; b < n; b++) visit(batchFirst ? b * steps + t : t * batch + b, row++);
	});
}

function pack(input: Tensor, lengths: Tensor, batchFirst: boolean): Tensor[] {
	const [T, B] = batchFirst ? [input.sizes[1]!, input.sizes[0]!] : [input.sizes[0]!, input.sizes[1]!];
	const rest = input.sizes.slice(2);
	check(lengths.dim === 1, () => "`lengths` must be 1D");
	const known = lengths.isKnown ? lengths.numbers()! : null;
	if (known !== null && isKnown(B))
		check(known.length === B, () => `Expected \`len(lengths)\` to be equal to batch_size, but got ${known.length} (batch_size=${B})`);
	if (known === null) {
		const blind = unknownTensor(input);
		// The longest sequence may be shorter than the padding.
		return [blind, unknownTensor(lengths)];
	}
	check(known.at(-1)! > 0, () => "Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0");
	for (let i = 1; i < known.length; i++)
		check(
			known[i]! <= known[i - 1]!,
			() =>
				"`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do not need ONNX exportability.",
		);
	const sizes = batchSizes(known);
	const rows = sizes.reduce((a, b) => a + b, 0);
	const packed: Dim[] = [rows, ...rest];
	const sizesTensor = rounded([sizes.length], dtypes.int64, Float64Array.from(sizes));
	const total = count(packed);
	if (total === null || !isKnown(T) || !isKnown(B) || !affordable([input], total))
		return [unknownNumbers(packed, input.dtype), sizesTensor];
	const inner = total / rows;
	const values = input.numbers()!;
	const out = new Float64Array(total);
	eachStep(sizes, T, B, batchFirst, (from, to) => out.set(values.subarray(from * inner, (from + 1) * inner), to * inner));
	return [rounded(packed, input.dtype, out), sizesTensor];
}

/** With create_graph the gradient is written step by step, as PyTorch always does. */
function plainPackBackward(g: Tensor, inputSize: Dim[], sizes: number[], batchFirst: boolean): Tensor {
	const [first, second, ...rest] = inputSize as [Dim, Dim, ...Dim[]];
	const out = call("zeros", batchFirst ? [second, first, ...rest] : [first, second, ...rest], g.dtype);
	let offset = 0;
	sizes.forEach((n, t) => {
		callInPlace("copy", [slice(select(out, 0, t), 0, 0, n), slice(g, 0, offset, offset + n)]);
		offset += n;
	});
	return batchFirst ? transpose(out, 0, 1) : out;
}

function packBackward(g: Tensor, inputSize: Dim[], sizes: Tensor, batchFirst: boolean): Tensor {
	if (world.gradMode && sizes.isKnown && !g.unknownShape) return plainPackBackward(g, inputSize, Array.from(sizes.numbers()!), batchFirst);
	const total = count(inputSize);
	if (total === null || !affordable([g, sizes], total)) return unknownNumbers(inputSize, g.dtype);
	const [T, B] = (batchFirst ? [inputSize[1], inputSize[0]] : [inputSize[0], inputSize[1]]) as [number, number];
	const inner = total / (T * B);
	const values = g.numbers()!;
	const out = new Float64Array(total);
	eachStep(Array.from(sizes.numbers()!), T, B, batchFirst, (to, from) =>
		out.set(values.subarray(from * inner, (from + 1) * inner), to * inner),
	);
	return rounded(inputSize, g.dtype, out);
}

defineRows({
	_pack_padded_sequence: { forward: pack, grad: { input: (g, e) => packBackward(g, [...e.input.sizes], e.result1, e.batch_first) } },
});

defineComposites({
	_pack_padded_sequence_backward: packBackward,
	_pad_packed_sequence: (data: Tensor, sizesTensor: Tensor, batchFirst: boolean, padding: number, totalLength: number) => {
		if (data.unknownShape || sizesTensor.unknownShape || !sizesTensor.isKnown) return [unknownTensor(data), unknownTensor(sizesTensor)];
		const sizes = Array.from(sizesTensor.numbers()!);
		let steps = sizes.length;
		const longest = steps;
		if (totalLength > 0) {
			check(
				totalLength >= longest,
				() =>
					`Expected total_length to be at least the length of the longest sequence in input, but got total_length=${totalLength} and max sequence length being ${longest}`,
			);
			steps = totalLength;
		}
		const rest = data.sizes.slice(1);
		let out = call("full", [steps, sizes[0]!, ...rest], padding, data.dtype);
		const lengths = new Float64Array(sizes[0]!);
		let before = sizes[0]!;
		let from = 0;
		let offset = 0;
		for (let i = 0; i <= longest; i++) {
			const now = i < longest ? sizes[i]! : 0;
			if (now !== before) {
				const n = before * (i - from);
				const piece = view(slice(data, 0, offset, offset + n), [i - from, before, ...rest]);
				callInPlace("copy", [slice(slice(out, 0, from, i), 1, 0, before), piece]);
				offset += n;
				from = i;
			}
			for (let j = now; j < before; j++) lengths[j] = i;
			before = now;
		}
		if (batchFirst) out = transpose(out, 0, 1);
		return [out, rounded([sizes[0]!], dtypes.int64, lengths)];
	},
});
