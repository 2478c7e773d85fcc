/** Histograms in one and several dimensions: counts or weights between edges that are given or follow from the data. */
import { type Dim, isKnown, sub as minus } from "../../shape/dim.ts";
import { TorchError } from "../../autograd/errors.ts";
import { convert, Tensor } from "../../autograd/tensor.ts";
import { call } from "../aten.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { defineComposites, defineRows } from "../row.ts";
import { largest } from "./reduction-count.ts";

/** Places rows of `width` numbers into bins; the last bin of each dimension includes its right edge. */
function binned(points: ArrayLike<number>, width: number, edges: ArrayLike<number>[], weight: ArrayLike<number> | null): Float64Array {
	const lengths = edges.map((e) => e.length - 1);
	const out = new Float64Array(lengths.reduce((a, b) => a * b, 1));
	const n = width === 0 ? 0 : points.length / width;
	for (let i = 0; i < n; i++) {
		let at = 0;
		for (let d = 0; d < width && at >= 0; d++) {
			const [x, e] = [points[i * width + d]!, edges[d]!];
			let bin = 0;
			while (bin < lengths[d]! - 1 && x >= e[bin + 1]!) bin++;
			at = x >= e[0]! && x <= e[lengths[d]!]! ? at * lengths[d]! + bin : -1;
		}
		if (at >= 0) out[at]! += weight === null ? 1 : weight[i]!;
	}
	return out;
}

/** Divides by the total and by the volume of each bin. */
function normalised(counts: Float64Array, edges: ArrayLike<number>[]): void {
	const total = counts.reduce((a, b) => a + b, 0);
	for (let i = 0; i < counts.length; i++) {
		let rest = i;
		for (let d = edges.length - 1; d >= 0; d--) {
			const bins = edges[d]!.length - 1;
			const bin = rest % bins;
			rest = (rest - bin) / bins;
			counts[i]! /= edges[d]![bin + 1]! - edges[d]![bin]!;
		}
		counts[i]! /= total;
	}
}

function counted(self: Tensor, width: Dim, edges: Tensor[], weight: Tensor | null, density: boolean): Tensor {
	if (self.dtype.category !== 2)
		throw new TorchError("NotImplementedError", `"histogramdd" not implemented for '${self.dtype.scalarType}'`);
	for (const e of edges)
		if (e.dtype !== self.dtype)
			throw new TorchError(
				"RuntimeError",
				`torch.histogram: input tensor and bins tensors should have the same dtype, but got input with dtype ${self.dtype.name} and bins with dtype ${e.dtype.name}`,
			);
	const sizes = edges.map((e) => minus(e.sizes[0]!, 1));
	const n = count(self.sizes);
	const inputs = [self, ...edges, ...(weight === null ? [] : [weight])];
	if (n === null || !isKnown(width) || count(sizes) === null || !affordable(inputs, n)) return Tensor.make(sizes, self.dtype, null);
	const at = edges.map((e) => e.numbers()!);
	const out = binned(self.numbers()!, width, at, weight?.numbers() ?? null);
	if (density) normalised(out, at);
	return Tensor.make(sizes, self.dtype, convert(out, self.dtype));
}

/** Edges at even distances over the range of column `d`, or over the one that is asked for. */
function evenEdges(self: Tensor, width: number, d: number, bins: number, range: number[] | null): Tensor {
	if (bins <= 0) throw new TorchError("RuntimeError", `torch.histogram(): bins must be > 0, but got ${bins} for dimension ${d}`);
	let [lo, hi] = range === null ? [Number.NaN, Number.NaN] : [range[2 * d]!, range[2 * d + 1]!];
	if (range === null) {
		const values = self.numbers();
		if (values === null) return Tensor.make([bins + 1], self.dtype, null);
		const column = width === 1 ? values : values.filter((_, i) => i % width === d);
		[lo, hi] = column.length === 0 ? [0, 1] : [-largest(column, -1), largest(column)];
	}
	if (lo === hi) [lo, hi] = [lo - 0.5, hi + 0.5];
	return call("linspace", lo, hi, bins + 1, self.dtype);
}

const several = (self: Tensor, edges: Tensor[], weight: Tensor | null, density: boolean): unknown[] => {
	if (!self.unknownShape && self.dim < 2)
		throw new TorchError("RuntimeError", `torch.histogramdd: input tensor should have at least 2 dimensions, but got ${self.dim}`);
	const width = self.sizes.at(-1)!;
	if (isKnown(width) && width !== edges.length)
		throw new TorchError(
			"RuntimeError",
			`torch.histogramdd: expected ${width} sequences of bin edges for a ${width}-dimensional histogram but got ${edges.length}`,
		);
	return [counted(self, width, edges, weight, density), edges];
};
const severalEven = (self: Tensor, bins: number[], range: number[] | null, weight: Tensor | null, density: boolean): unknown[] =>
	several(
		self,
		bins.map((b, d) => evenEdges(self, bins.length, d, b, range)),
		weight,
		density,
	);

defineRows({
	"histogram.bins_tensor": { forward: (self, bins, weight, density) => [counted(self, 1, [bins], weight, density), bins] },
	"histogram.bin_ct": {
		forward: (self, bins, range, weight, density) => {
			const edges = evenEdges(self, 1, 0, bins, range);
			return [counted(self, 1, [edges], weight, density), edges];
		},
	},
});
defineComposites({
	histogramdd: severalEven,
	"histogramdd.int_bins": (self: Tensor, bins: number, range, weight, density) =>
		severalEven(self, new Array(Number(self.sizes.at(-1))).fill(bins), range, weight, density),
	"histogramdd.TensorList_bins": (self: Tensor, edges: Tensor[], _range, weight, density) => several(self, edges, weight, density),
});
