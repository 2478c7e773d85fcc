/** `_grouped_mm`: products of pieces, as mixtures of experts take them; offsets say where each piece ends. */
import { type Dim, equal, isKnown } from "../../shape/dim.ts";
import { type DType, dtypes } from "../../shape/dtype.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { bmm, call, mm, select, slice, stack, transpose } from "../aten.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { runtimeError } from "../kernel/dims.ts";
import { stridesOf } from "../kernel/layout.ts";
import { check } from "../kernel/rounded.ts";
import { defineRows } from "../row.ts";

const TAKEN = new Set<DType>([dtypes.float32, dtypes.bfloat16, dtypes.float16]);
const wanted = (name: string, t: Tensor): void => {
	if (!t.unknownDtype && !TAKEN.has(t.dtype))
		throw runtimeError(`Expected ${name} to be Float32, BFloat16 or Float16 matrix, got ${t.dtype.scalarType}`);
};
/** The rows (or columns) of a matrix have to begin where 16 bytes do. */
function aligned(t: Tensor): void {
	const strides = stridesOf(t).slice(-2);
	const leading = strides[1] === 1 ? strides[0]! : strides[1]!;
	check(!isKnown(leading) || t.unknownDtype || (leading * t.dtype.itemSize) % 16 === 0, () => "strides should be multiple of 16 bytes");
}

function groupedMm(a: Tensor, b: Tensor, offs: Tensor | null, _bias: unknown, outDtype: DType | null): Tensor {
	wanted("mat_a", a);
	wanted("mat_b", b);
	check(a.dim === 2 || a.dim === 3, () => "mat_a has to be 2 or 3d");
	check(b.dim === 2 || b.dim === 3, () => "mat_b has to be 2 or 3d");
	check(equal(a.sizes.at(-1)!, b.sizes.at(-2)!) !== false, () => "contraction dimension of mat_a and mat_b must match");
	const isPlain = a.dim === 3 && b.dim === 3;
	check(isPlain === (offs === null), () => "Have to provide offsets if there is a 2d matrix, or no offset if both matrices are 3d");
	aligned(a);
	aligned(b);
	if (offs === null) return bmm(a, b);
	check(offs.unknownDtype || offs.dtype === dtypes.int32, () => "Offsets have to be int32");
	const batch = a.dim === 3 ? a.sizes[0]! : b.dim === 3 ? b.sizes[0]! : null;
	check(batch === null || equal(batch, offs.sizes[0]!) !== false, () => "matrix batch sizes have to match");
	const sizes: Dim[] = [...(batch === null ? [offs.sizes[0]!] : []), a.sizes.at(-2)!, b.sizes.at(-1)!];
	const n = count(sizes);
	if (!a.isKnown || !b.isKnown || !offs.isKnown || n === null || !affordable([a, b], n))
		return Tensor.make(sizes, outDtype ?? a.dtype, null);
	return inPieces(a, b, [...offs.numbers()!], sizes);
}
/** What is behind the last offset is left as it was in memory. */
function inPieces(a: Tensor, b: Tensor, ends: number[], sizes: Dim[]): Tensor {
	const pieces = ends.map((end, i) => {
		const start = i === 0 ? 0 : ends[i - 1]!;
		if (a.dim === 2 && b.dim === 2) return mm(slice(a, 1, start, end), slice(b, 0, start, end));
		if (a.dim === 2) return mm(slice(a, 0, start, end), select(b, 0, i));
		return mm(select(a, 0, i), slice(b, 1, start, end));
	});
	if (sizes.length === 3) return pieces.length === 0 ? Tensor.make(sizes, a.dtype, null) : stack(pieces);
	const along = a.dim === 2 ? 0 : 1;
	return ends.at(-1) === sizes[along] ? call("cat", pieces, along) : Tensor.make(sizes, a.dtype, null);
}

defineRows({
	_grouped_mm: {
		forward: groupedMm,
		grad: {
			self: (g, e) => call("_grouped_mm", g, transpose(e.mat2, -2, -1), e.offs, null, null),
			mat2: (g, e) => call("_grouped_mm", transpose(e.self, -2, -1), g, e.offs, null, null),
		},
	},
});
