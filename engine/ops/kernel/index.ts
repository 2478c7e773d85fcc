/** Advanced indexing: which elements of memory `self[indices]` means, and in which shape. */
import { atMost, type Dim, dimText, equal, highest, isKnown, product } from "../../shape/dim.ts";
import { dtypes, type Numbers } from "../../shape/dtype.ts";
import { broadcast, elementOffsets, type Sizes, sizesText } from "../../shape/shape.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { count, expandValues } from "./elementwise.ts";
import { indexError, named } from "./dims.ts";
import { stridesOf } from "./layout.ts";
import { resultStrides } from "./order.ts";

/** One index per dimension of the indexed tensor: positions, or null for a whole dimension. */
interface Positions {
	sizes: Sizes;
	values: Numbers | null;
}

export interface IndexPlan {
	/** Shape of the result. */
	sizes: Dim[];
	/** For each element of the result, where it lies in the storage of `self`; null when unknown. */
	offsets: Int32Array | null;
	/** Strides of a copy; null: row-major. */
	strides: readonly Dim[] | null;
}

export const isMask = (t: Tensor): boolean => t.dtype === dtypes.bool || t.dtype === dtypes.uint8;

/** The number of true elements of a mask: known, or named after the mask's current contents, so that equal masks give equal sizes. */
export function trueCount(mask: Tensor): Dim {
	const values = mask.numbers();
	if (values === null)
		return atMost(named(`nonzero#${mask.storage.id}.${mask.version}`), mask.unknownShape ? null : highest(product(mask.sizes)));
	let n = 0;
	const w = mask.dtype.width;
	for (let i = 0; i < values.length; i += w) if (values[i] !== 0 || (w === 2 && values[i + 1] !== 0)) n++;
	return n;
}

/** Coordinates of the true elements, one array per dimension. */
export function truePositions(mask: Tensor): Positions[] {
	const n = trueCount(mask);
	const values = mask.numbers();
	const sizes = mask.numberSizes();
	if (values === null || sizes === null || !isKnown(n)) return mask.sizes.map(() => ({ sizes: [n], values: null }));
	const out = mask.sizes.map(() => new Float64Array(n));
	const w = mask.dtype.width;
	let at = 0;
	for (let i = 0; i * w < values.length; i++) {
		if (values[i * w] === 0 && (w === 1 || values[i * w + 1] === 0)) continue;
		let rest = i;
		for (let d = sizes.length - 1; d >= 0; d--) {
			out[d]![at] = rest % sizes[d]!;
			rest = Math.floor(rest / sizes[d]!);
		}
		at++;
	}
	return out.map((v) => ({ sizes: [n], values: v }));
}

/** Masks become positions; every index is checked against the shape of `self`. */
function perDimension(self: Tensor, indices: readonly (Tensor | null)[]): (Positions | null)[] {
	const out: (Positions | null)[] = [];
	for (const index of indices) {
		if (index === null) {
			out.push(null);
			continue;
		}
		if (![dtypes.int64, dtypes.int32, dtypes.bool, dtypes.uint8].includes(index.dtype as typeof dtypes.int64))
			throw indexError("tensors used as indices must be long, int, byte or bool tensors", { key: "INDEX_DTYPE", tensor: index });
		if (!isMask(index)) {
			out.push({ sizes: index.sizes, values: index.numbers() });
			continue;
		}
		if (index.dtype === dtypes.uint8)
			world.warn("UserWarning", "indexing with dtype torch.uint8 is now deprecated, please use a dtype torch.bool instead.");
		for (let j = 0; j < index.dim; j++) {
			const at = out.length + j;
			if (at >= self.dim || equal(index.sizes[j]!, self.sizes[at]!) === false)
				throw indexError(
					`The shape of the mask ${sizesText(index.sizes)} at index ${j} does not match the shape of the indexed tensor ${sizesText(self.sizes)} at index ${at}`,
					{ key: "MASK_SHAPE", tensor: index },
				);
		}
		out.push(...truePositions(index));
	}
	if (out.length > self.dim)
		throw indexError(`too many indices for tensor of dimension ${self.dim} (got ${out.length})`, { key: "TOO_MANY_IDX" });
	return out;
}

export function planIndex(self: Tensor, indices: readonly (Tensor | null)[]): IndexPlan {
	const perDim = perDimension(self, indices);
	const used = perDim.flatMap((p, d) => (p === null ? [] : [d]));
	if (used.length === 0) return { sizes: self.sizes.slice(), strides: self.strides, offsets: self.elementOffsets() };
	let joint: Sizes = perDim[used[0]!]!.sizes;
	for (const d of used.slice(1)) {
		const r = broadcast(joint, perDim[d]!.sizes);
		if (r.clash !== null)
			throw indexError(
				`shape mismatch: indexing tensors could not be broadcast together with shapes ${used.map((u) => sizesText(perDim[u]!.sizes)).join(", ")}`,
				{ key: "INDEX_BROADCAST" },
			);
		joint = r.sizes;
	}
	const adjacent = used.every((d, i) => i === 0 || d === used[i - 1]! + 1);
	const rest = self.sizes.map((_, d) => d).filter((d) => !used.includes(d));
	const before = adjacent ? rest.filter((d) => d < used[0]!) : [];
	const after = adjacent ? rest.filter((d) => d > used[0]!) : rest;
	const sizes = [...before.map((d) => self.sizes[d]!), ...joint, ...after.map((d) => self.sizes[d]!)];
	const strides = self.strides === null ? null : copyStrides(self, perDim, used, joint, before, after, sizes);
	return { sizes, strides, offsets: offsetsOf(self, perDim, used, joint, before, after) };
}

/** Memory order of the copy: that of the dimensions that are not indexed, then that of the indices. */
function copyStrides(
	self: Tensor,
	perDim: (Positions | null)[],
	used: number[],
	joint: Sizes,
	before: number[],
	after: number[],
	sizes: Sizes,
): readonly Dim[] | null {
	const own = stridesOf(self);
	const source = Tensor.make(sizes, self.dtype, null);
	source.strides = [...before.map((d) => own[d]!), ...joint.map(() => 0), ...after.map((d) => own[d]!)];
	const ones = (n: number): Dim[] => new Array(n).fill(1);
	const indices = used.map((d) => Tensor.make([...perDim[d]!.sizes, ...ones(after.length)], dtypes.int64, null));
	return resultStrides([source, ...indices], sizes);
}

/** The element positions along the indexed dimensions, checked and wrapped. */
function indexedOffsets(self: Tensor, perDim: (Positions | null)[], used: number[], joint: Sizes): Int32Array | null {
	const n = count(joint);
	const strides = stridesOf(self);
	const out = n === null ? null : new Int32Array(n);
	let known = out !== null;
	for (const [k, d] of used.entries()) {
		const size = self.sizes[d]!;
		const { sizes, values } = perDim[d]!;
		if (values === null || !isKnown(size)) {
			known = false;
			continue;
		}
		if (size === 0 && values.length > 0 && n !== 0)
			throw indexError("index is out of bounds for dimension with size 0", { key: "INDEX_OOB" });
		for (let i = 0; i < values.length; i++)
			if (values[i]! < -size || values[i]! >= size)
				throw indexError(`index ${values[i]} is out of bounds for dimension ${k} with size ${dimText(size)}`, { key: "INDEX_OOB" });
		const stride = strides[d]!;
		if (out === null || !isKnown(stride)) {
			known = false;
			continue;
		}
		const spread = expandValues(sizes, values, joint);
		for (let i = 0; i < out.length; i++) out[i]! += (spread[i]! < 0 ? spread[i]! + size : spread[i]!) * stride;
	}
	return known ? out : null;
}

function offsetsOf(
	self: Tensor,
	perDim: (Positions | null)[],
	used: number[],
	joint: Sizes,
	before: number[],
	after: number[],
): Int32Array | null {
	const middle = indexedOffsets(self, perDim, used, joint);
	if (middle === null || !isKnown(self.offset)) return null;
	const strides = stridesOf(self);
	const part = (dims: number[], offset: number): Int32Array | null => {
		const sizes = dims.map((d) => self.sizes[d]!);
		const steps = dims.map((d) => strides[d]!);
		return sizes.every(isKnown) && steps.every(isKnown) ? elementOffsets(sizes as number[], steps as number[], offset) : null;
	};
	const outer = part(before, self.offset);
	const inner = part(after, 0);
	if (outer === null || inner === null) return null;
	const out = new Int32Array(outer.length * middle.length * inner.length);
	let at = 0;
	for (const o of outer) for (const m of middle) for (const i of inner) out[at++] = o + m + i;
	return out;
}
