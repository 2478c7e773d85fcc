/** Indexing by tensors and masks: index, index_put, masked_select and their relatives. */
import { type Dim, equal, isKnown } from "../../shape/dim.ts";
import { cppName, dtypes, type Numbers } from "../../shape/dtype.ts";
import { broadcast, type Sizes, sizesText } from "../../shape/shape.ts";
import { convert, Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { call, callInPlace, callOp, zeros, zerosLike } from "../aten.ts";
import { affordable, broadcastAll, count, expandNumbers, expandValues } from "../kernel/elementwise.ts";
import { indexError, runtimeError } from "../kernel/dims.ts";
import { isMask, planIndex, trueCount, truePositions } from "../kernel/index.ts";
import { gathered } from "../kernel/layout.ts";
import { inMemory, keptStrides } from "../kernel/order.ts";
import { numberIn } from "../kernel/scalar.ts";
import { defineComposites, defineRows, type FormulaEnv } from "../row.ts";
import { checkScalar } from "../scalar-range.ts";

type Indices = (Tensor | null)[];

function index(self: Tensor, indices: Indices): Tensor {
	const plan = planIndex(self, indices);
	if (plan.offsets === null || !affordable([self], plan.offsets.length)) return Tensor.make(plan.sizes, self.dtype, null);
	const t = gathered(self, plan.sizes, plan.offsets);
	return plan.strides === null ? t : inMemory(plan.sizes, self.dtype, t.storage.data, plan.strides);
}

/** A row-major copy of all numbers, to be changed; null when unknown. */
export function editable(t: Tensor, operands: readonly Tensor[]): Numbers | null {
	const n = count(t.sizes);
	if (n === null || !affordable([t, ...operands], n)) return null;
	return t.numbers()!.slice() as Numbers;
}
const rowMajor = (t: Tensor): Tensor => (t.strides === null && t.offset === 0 ? t : Tensor.make(t.sizes, t.dtype, t.numbers()));

/** A mask with one value is filled, whatever the value's dtype (PyTorch dispatches to masked_fill). */
function fillsMask(self: Tensor, indices: Indices, values: Tensor): boolean {
	const given = indices.filter((i) => i !== null);
	return values.numel === 1 && given.length === 1 && isMask(given[0]!) && self.dim > 0;
}
/** What masked_fill then says to the mask and to the value. */
function checkMaskedFill(self: Tensor, indices: Indices, values: Tensor): void {
	const mask = indices.find((i) => i !== null)!;
	if (mask.dtype !== dtypes.bool && world.profile !== "1.13")
		throw runtimeError(`masked_fill_ only supports boolean masks, but got mask with dtype ${cppName(mask.dtype)}`, { key: "MASK_DTYPE" });
	const value = values.unknownDtype ? null : numberIn(values);
	if (value !== null && !self.unknownDtype && self.numel !== 0) checkScalar(value, self.dtype, values.dtype.category >= 2);
}

function indexPut(self: Tensor, indices: Indices, values: Tensor, accumulate: boolean): Tensor {
	if (indices.length > self.dim)
		throw indexError(`too many indices for tensor of dimension ${self.dim} (got ${indices.length})`, { key: "TOO_MANY_IDX" });
	const plan = planIndex(rowMajor(self), indices);
	const fit = broadcast(values.sizes, plan.sizes);
	if (fit.clash !== null || fit.sizes.length !== plan.sizes.length || fit.sizes.some((s, i) => equal(s, plan.sizes[i]!) === false))
		throw runtimeError(
			`shape mismatch: value tensor of shape ${sizesText(values.sizes)} cannot be broadcast to indexing result of shape ${sizesText(plan.sizes)}`,
			{ key: "INDEX_PUT_SHAPE" },
		);
	if (!accumulate && fillsMask(self, indices, values)) checkMaskedFill(self, indices, values);
	else if (values.dtype !== self.dtype && !self.unknownDtype && !values.unknownDtype)
		throw runtimeError(
			`Index put requires the source and destination dtypes match, got ${self.dtype.scalarType} for the destination and ${values.dtype.scalarType} for the source.`,
			{ key: "INDEX_PUT_DTYPE" },
		);
	const out = plan.offsets === null ? null : editable(self, [values]);
	if (out === null) return inMemory(self.sizes, self.dtype, null, keptStrides(self));
	const at = plan.offsets!;
	const own = values.dtype === self.dtype ? values.numbers()! : convert(values.numbers()!, self.dtype);
	const w = self.dtype.width;
	const from = expandValues(values.sizes, own, plan.sizes, w);
	const round = self.dtype.round;
	for (let i = 0; i < at.length; i++)
		for (let k = 0; k < w; k++) {
			const to = at[i]! * w + k;
			const v = from[i * w + k]!;
			out[to] = !accumulate ? v : round === null ? out[to]! + v : round(out[to]! + v);
		}
	return inMemory(self.sizes, self.dtype, out, keptStrides(self));
}

/** Gradient of indexing: zeros with the gradient added at the indexed places. */
const indexBackward = (g: Tensor, e: FormulaEnv): Tensor =>
	callOp("_index_put_impl_", [zeros(e.self.sizes, g.dtype), e.indices, g, true, true]) as Tensor;
const putSelf = (g: Tensor, e: FormulaEnv): Tensor => (e.accumulate ? g : call("index_put", g, e.indices, zerosLike(e.values), false));
const putValues = (g: Tensor, e: FormulaEnv): Tensor => call("index.Tensor", g, e.indices);
const putGrad = { self: putSelf, values: putValues };

function maskedSelect(self: Tensor, mask: Tensor): Tensor {
	if (mask.dtype !== dtypes.bool) throw runtimeError("masked_select: expected BoolTensor for mask", { key: "MASK_DTYPE" });
	const sizes = broadcastAll([mask, self]);
	const wide = call("expand", Tensor.make(mask.sizes, mask.dtype, mask.numbers()), sizes.slice(), false);
	const n = trueCount(mask.dim === sizes.length && mask.sizes.every((s, i) => equal(s, sizes[i]!) === true) ? mask : wide);
	const total = count(sizes);
	if (!isKnown(n) || total === null || !affordable([self, mask], total)) return Tensor.make([n], self.dtype, null);
	const from = expandNumbers(self, sizes)!;
	const keep = expandNumbers(mask, sizes)!;
	const w = self.dtype.width;
	const out = self.dtype.make(n * w);
	let at = 0;
	for (let i = 0; i < total; i++) if (keep[i] !== 0) for (let k = 0; k < w; k++) out[at++] = from[i * w + k]!;
	return Tensor.make([n], self.dtype, out);
}

function maskedSelectBackward(g: Tensor, e: FormulaEnv): Tensor {
	const sizes = broadcastAll([e.self, e.mask]);
	return callInPlace("masked_scatter", [zeros(sizes, g.dtype), e.mask, g]);
}

function maskedScatter(self: Tensor, mask: Tensor, source: Tensor): Tensor {
	if (self.dtype !== source.dtype)
		throw runtimeError(
			`masked_scatter: expected self and source to have same dtypes but got${self.dtype.scalarType} and ${source.dtype.scalarType}`,
			{ key: "MASKED_SCATTER" },
		);
	if (mask.dtype === dtypes.uint8)
		world.warn(
			"UserWarning",
			"masked_scatter_ received a mask with dtype torch.uint8, this behavior is now deprecated,please use a mask with dtype torch.bool instead.",
		);
	if (mask.dtype !== dtypes.bool)
		throw runtimeError(`masked_scatter_ only supports boolean masks, but got mask with dtype ${mask.dtype.scalarType}`, {
			key: "MASK_DTYPE",
		});
	const sizes = broadcastAll([self, mask]);
	const total = count(sizes);
	if (total === null || !affordable([self, mask, source], total)) return Tensor.make(sizes, self.dtype, null);
	const w = self.dtype.width;
	const out = expandNumbers(self, sizes)!.slice() as Numbers;
	const keep = expandNumbers(mask, sizes)!;
	const from = source.numbers()!;
	let at = 0;
	for (let i = 0; i < total; i++) {
		if (keep[i] === 0) continue;
		if (at >= from.length) throw runtimeError("Number of elements of source < number of ones in mask", { key: "MASKED_SCATTER" });
		for (let k = 0; k < w; k++) out[i * w + k] = from[at++]!;
	}
	return Tensor.make(sizes, self.dtype, out);
}

/** The first elements of the gradient at the mask, then zeros, in the source's shape. */
function maskedScatterBackward(grad: Tensor, mask: Tensor, sizes: Sizes): Tensor {
	const total = count(grad.sizes);
	const n = count(sizes);
	if (total === null || n === null || !affordable([grad, mask], total)) return Tensor.make(sizes, grad.dtype, null);
	const w = grad.dtype.width;
	const out = grad.dtype.make(n * w);
	const keep = expandNumbers(mask, grad.sizes)!;
	const from = grad.numbers()!;
	let at = 0;
	for (let i = 0; i < total; i++) if (keep[i] !== 0) for (let k = 0; k < w; k++) out[at++] = from[i * w + k]!;
	return Tensor.make(sizes, grad.dtype, out);
}

function nonzero(self: Tensor): Tensor {
	const n = trueCount(self);
	const sizes: Dim[] = [n, self.dim];
	if (!isKnown(n)) return Tensor.make(sizes, dtypes.int64, null);
	const columns = truePositions(self);
	const out = new Float64Array(n * self.dim);
	for (const [d, { values }] of columns.entries()) for (let i = 0; i < n; i++) out[i * self.dim + d] = values![i]!;
	return columnMajor(Tensor.make(sizes, dtypes.int64, out));
}
/** PyTorch lays the coordinates out one dimension after the other. */
function columnMajor(t: Tensor): Tensor {
	return t.sizes[1] === 1 || t.sizes[0] === 0 || t.sizes[1] === 0 ? t : inMemory(t.sizes, t.dtype, t.storage.data, [1, t.sizes[0]!]);
}

function nonzeroStatic(self: Tensor, size: number, fill: number): Tensor {
	const all = nonzero(self);
	if (size < 0) throw runtimeError("nonzero_static: 'size' must be an non-negative integer", { key: "NONZERO" });
	const values = all.numbers();
	if (values === null) return Tensor.make([size, self.dim], dtypes.int64, null);
	const out = new Float64Array(size * self.dim).fill(fill);
	out.set(values.subarray(0, out.length));
	return Tensor.make([size, self.dim], dtypes.int64, out);
}

defineRows({
	"index.Tensor": { forward: index, grad: { self: indexBackward } },
	"_unsafe_index.Tensor": {
		forward: index,
		grad: { self: (g, e) => call("_unsafe_index_put", zeros(e.self.sizes, g.dtype), e.indices, g, true) },
	},
	index_put: { forward: indexPut, grad: putGrad },
	_unsafe_index_put: { forward: indexPut, grad: putGrad },
	_index_put_impl_: { forward: indexPut, grad: putGrad },
	masked_select: { forward: maskedSelect, grad: { self: maskedSelectBackward } },
	masked_scatter: {
		forward: maskedScatter,
		grad: {
			self: (g, e) => call("masked_fill.Scalar", g, e.mask, 0),
			source: (g, e) => call("masked_scatter_backward", g, e.mask, e.source.sizes.slice()),
		},
	},
	masked_scatter_backward: {
		forward: maskedScatterBackward,
		grad: { grad_output: (g, e) => call("masked_scatter", zerosLike(e.grad_output), e.mask, g) },
	},
	nonzero: { forward: nonzero },
	nonzero_static: { forward: nonzeroStatic },
});

/** One tensor of positions per dimension; a 0-dim tensor counts as having one. */
function nonzeroColumns(self: Tensor): Tensor[] {
	const t = self.dim === 0 && !self.unknownShape ? call("unsqueeze", self, 0) : self;
	const all = call("nonzero", t);
	return all.unknownShape ? [all] : (callOp("unbind.int", [all, 1]) as Tensor[]);
}

defineComposites({
	nonzero_numpy: nonzeroColumns,
	where: (condition: Tensor) => nonzeroColumns(condition),
	argwhere: (self: Tensor) => call("nonzero", self),
});
