/** searchsorted and bucketize: where numbers belong in sorted boundaries. */
import { equal } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import { sizesText } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { runtimeError } from "../kernel/dims.ts";
import { type Scalar, scalar } from "../kernel/formula.ts";
import { notImplementedFor } from "../kernel/rounded.ts";
import { defineRows } from "../row.ts";

/** The first position whose boundary is not below (with `right`: is above) the value. */
function position(at: (i: number) => number, n: number, value: number, right: boolean): number {
	let lo = 0;
	let hi = n;
	while (lo < hi) {
		const mid = (lo + hi) >> 1;
		if (right ? !(at(mid) > value) : !(at(mid) >= value)) lo = mid + 1;
		else hi = mid;
	}
	return lo;
}

function searchSorted(sorted: Tensor, values: Tensor, int32: boolean, right: boolean, side: string | null, sorter: Tensor | null): Tensor {
	if (side !== null && side !== "left" && side !== "right")
		throw runtimeError(`torch.searchsorted(): side can only be 'left' or 'right' but got ${side}`, { key: "SEARCHSORTED" });
	if (side === "left" && right)
		throw runtimeError("torch.searchsorted(): side and right can't be set to opposites, got side of left while right was True", {
			key: "SEARCHSORTED",
		});
	const rows = sorted.dim > 1;
	if (rows && (sorted.dim !== values.dim || sorted.sizes.slice(0, -1).some((s, i) => equal(s, values.sizes[i]!) === false)))
		throw runtimeError(
			`torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input value tensor must match, but we got boundaries tensor ${sizesText(sorted.sizes)} and input value tensor ${sizesText(values.sizes)}`,
			{ key: "SEARCHSORTED" },
		);
	const dtype = int32 ? dtypes.int32 : dtypes.int64;
	const n = count(values.sizes);
	const m = count(sorted.sizes);
	if (n === null || m === null || !affordable(sorter === null ? [sorted, values] : [sorted, values, sorter], n))
		return Tensor.make(values.sizes, dtype, null);
	const length = sorted.sizes.at(-1) as number;
	const each = rows ? (values.sizes.at(-1) as number) : n;
	const [from, find, order] = [sorted.numbers()!, values.numbers()!, sorter?.numbers() ?? null];
	const after = right || side === "right";
	const out = dtype.make(n);
	for (let i = 0; i < n; i++) {
		const row = rows ? Math.floor(i / each) * length : 0;
		out[i] = position((k) => from[row + (order === null ? k : order[row + k]!)]!, length, find[i]!, after);
	}
	return Tensor.make(values.sizes, dtype, out);
}

function bucketize(values: Tensor, boundaries: Tensor, int32: boolean, right: boolean): Tensor {
	if (boundaries.dim !== 1)
		throw runtimeError(`boundaries tensor must be 1 dimension, but got dim(${boundaries.dim})`, { key: "SEARCHSORTED" });
	const { dtype } = boundaries.dtype.category >= values.dtype.category ? boundaries : values;
	if (dtype.category === 3 || (dtype.category === 0 && values.dtype.category === 0)) throw notImplementedFor("searchsorted_out_cpu", dtype);
	return searchSorted(boundaries, values, int32, right, null, null);
}

defineRows({
	"searchsorted.Tensor": { forward: searchSorted },
	"searchsorted.Scalar": {
		forward: (sorted: Tensor, value: Scalar, ...rest: [boolean, boolean, string | null, Tensor | null]) =>
			searchSorted(sorted, scalar(value), ...rest),
	},
	"bucketize.Tensor": { forward: bucketize },
	"bucketize.Scalar": {
		forward: (value: Scalar, boundaries: Tensor, int32: boolean, right: boolean) => bucketize(scalar(value), boundaries, int32, right),
	},
});
