/** Products that PyTorch builds from mm, bmm, mv and dot: matmul in every rank combination, linear, outer, inner, kron, chains. */
import { type Dim, dimText, equal, isKnown, mul as mulDim, product } from "../../shape/dim.ts";
import { broadcast, type Sizes, sizesText } from "../../shape/shape.ts";
import { messages } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { requiresGrad } from "../../autograd/view.ts";
import { bmm, call, callInPlace, clone, mm, mul, reshape, squeeze, t as tOp, transpose, unsqueeze, view } from "../aten.ts";
import { runtimeError } from "../kernel/dims.ts";
import { stridesOf } from "../kernel/layout.ts";
import { defineComposites } from "../row.ts";

const unsafeView = (a: Tensor, sizes: Sizes): Tensor => call("_unsafe_view", a, sizes.slice());
const mT = (a: Tensor): Tensor => transpose(a, -2, -1);

export function matmul(a: Tensor, b: Tensor): Tensor {
	if (a.unknownShape || b.unknownShape) return call("mm", a, b);
	if (a.dim === 0 || b.dim === 0)
		throw runtimeError(`both arguments to matmul need to be at least 1D, but they are ${a.dim}D and ${b.dim}D`, {
			key: "MATMUL_DIM",
			a,
			b,
		});
	if (a.dim === 1 && b.dim === 1) return call("dot", a, b);
	if (a.dim === 2 && b.dim === 1) return call("mv", a, b);
	if (a.dim === 1 && b.dim === 2) return callInPlace("squeeze.dim", [mm(unsqueeze(a, 0), b), 0]);
	if (a.dim === 2 && b.dim === 2) return mm(a, b);
	return folds(a, b) ? folded(a, b) : batched(a, b);
}

/** True when the larger operand's batch can go into its rows, so that one mm does (PyTorch's should_fold). */
function folds(a: Tensor, b: Tensor): boolean {
	const firstLarger = a.dim >= b.dim;
	const large = firstLarger ? a : b;
	const small = firstLarger ? b : a;
	if (large.dim < 3 || small.dim > 2) return false;
	if (requiresGrad(small)) return true;
	if (a.dim === 2) return false;
	if (large.numel === 0) return true;
	const sizes = large.sizes.slice();
	const strides = stridesOf(large).slice();
	if (!firstLarger) {
		const last = sizes.length - 1;
		[sizes[last], sizes[last - 1]] = [sizes[last - 1]!, sizes[last]!];
		[strides[last], strides[last - 1]] = [strides[last - 1]!, strides[last]!];
	}
	for (let i = 0; i < sizes.length - 2; i++) if (equal(strides[i]!, mulDim(strides[i + 1]!, sizes[i + 1]!)) === false) return false;
	return true;
}

function folded(a: Tensor, b: Tensor): Tensor {
	const turned = b.dim > a.dim;
	const large = turned ? mT(b) : a;
	const small = turned ? (a.dim === 2 ? tOp(a) : a) : b;
	const out = large.sizes.slice(0, -1);
	const rows = product(out);
	const flat = reshape(large, [rows, large.sizes.at(-1)!]);
	if (small.dim !== 2) return unsafeView(call("mv", flat, small), out);
	out.push(small.sizes[1]!);
	const result = unsafeView(mm(flat, small), out);
	if (!turned) return result;
	// Nothing is contiguous as it is.
	const back = mT(result);
	return back.numel === 0 ? back : clone(back, "contiguous_format");
}

function batched(a: Tensor, b: Tensor): Tensor {
	const n: Dim = a.dim > 1 ? a.sizes.at(-2)! : 1;
	const k1 = a.sizes.at(-1)!;
	const k2 = b.dim > 1 ? b.sizes.at(-2)! : b.sizes[0]!;
	const p: Dim = b.dim > 1 ? b.sizes.at(-1)! : 1;
	const batchA = a.sizes.slice(0, Math.max(a.dim - 2, 0));
	const batchB = b.sizes.slice(0, Math.max(b.dim - 2, 0));
	if (a.dim === 3 && b.dim === 3 && equal(batchA[0]!, batchB[0]!) !== true) {
		if (batchA[0] === 1 && requiresGrad(a)) return matmul(squeeze(a, 0), b);
		if (batchB[0] === 1 && requiresGrad(b)) return matmul(a, squeeze(b, 0));
	}
	const joint = broadcast(batchA, batchB);
	if (joint.clash !== null)
		throw runtimeError(messages.BROADCAST(dimText(joint.clash.a), dimText(joint.clash.b), joint.clash.dim), { key: "BROADCAST", a, b });
	const batch = joint.sizes;
	const count = product(batch);
	const left = reshape(call("expand", a, [...batch, n, k1], false), [count, n, k1]);
	const right =
		b.dim === 1
			? unsqueeze(reshape(call("expand", b, [...batch, k2], false), [count, k2]), 2)
			: reshape(call("expand", b, [...batch, k2, p], false), [count, k2, p]);
	const out = batch.slice();
	if (a.dim > 1) out.push(n);
	if (b.dim > 1) out.push(p);
	const result = bmm(left, right);
	return unsafeView(b.dim === 1 ? squeeze(result, -1) : result, out);
}

function linear(input: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
	if (input.unknownShape || weight.unknownShape || bias?.unknownShape === true) {
		const w = tOp(weight);
		return bias === null ? mm(input, w) : call("addmm", bias, input, w);
	}
	if (input.dim === 0 || weight.dim === 0)
		throw runtimeError(`both arguments to linear need to be at least 1D, but they are ${input.dim}D and ${weight.dim}D`, {
			key: "LINEAR_DIM",
			a: input,
			b: weight,
		});
	if (bias !== null && input.dim === 2) return call("addmm", bias, input, tOp(weight));
	if (bias !== null && input.isContiguous) {
		const lead = input.sizes.slice(0, -1);
		const flat = reshape(input, [product(lead), input.sizes.at(-1)!]);
		const result = call("addmm", bias, flat, tOp(weight));
		return view(result, [...lead, result.sizes[1]!]);
	}
	const out = matmul(input, tOp(weight));
	return bias === null ? out : callInPlace("add.Tensor", [out, bias]);
}

function inner(a: Tensor, b: Tensor): Tensor {
	if (a.unknownShape || b.unknownShape) return call("mm", a, b);
	if (a.dim === 0 || b.dim === 0) return mul(a, b);
	const [x, y] = [a.sizes.at(-1)!, b.sizes.at(-1)!];
	if (equal(x, y) === false)
		throw runtimeError(
			`inner() the last dimension must match on both input tensors but got shapes ${sizesText(a.sizes)} and ${sizesText(b.sizes)}`,
			{ key: "INNER" },
		);
	return call("tensordot", a, b, [-1], [-1]);
}

function outer(a: Tensor, b: Tensor): Tensor {
	for (const [name, t] of [
		["self", a],
		["vec2", b],
	] as const)
		if (t.dim !== 1 && !t.unknownShape) throw runtimeError(`outer: Expected 1-D argument ${name}, but got ${t.dim}-D`, { key: "OUTER" });
	return a.unknownShape || b.unknownShape ? mul(a, b) : mul(reshape(a, [a.sizes[0]!, 1]), b);
}

function kron(a: Tensor, b: Tensor): Tensor {
	if (a.unknownShape || b.unknownShape) return mul(a, b);
	const rank = Math.max(a.dim, b.dim);
	const [padA, padB] = [rank - a.dim, rank - b.dim];
	const left: Dim[] = [];
	const right: Dim[] = [];
	const out: Dim[] = [];
	for (let i = 0; i < rank; i++) {
		const x: Dim = i >= padA ? a.sizes[i - padA]! : 1;
		const y: Dim = i >= padB ? b.sizes[i - padB]! : 1;
		left.push(x, 1);
		right.push(1, y);
		out.push(mulDim(x, y));
	}
	return unsafeView(mul(unsafeView(a, left), unsafeView(b, right)), out);
}

/** Contracts pairs of dimensions by one mm (or dot). */
function tensordot(a: Tensor, b: Tensor, dimsA: number[], dimsB: number[]): Tensor {
	if (dimsA.length !== dimsB.length) throw runtimeError("both dimension lists should have same length", { key: "TENSORDOT" });
	if (a.unknownShape || b.unknownShape) return call("mm", a, b);
	if (a.dtype !== b.dtype && !a.unknownDtype && !b.unknownDtype)
		throw runtimeError("both inputs should have same dtype", { key: "TENSORDOT" });
	const wrap = (d: number, rank: number): number => (d < 0 ? d + rank : d);
	const inA = dimsA.map((d) => wrap(d, a.dim));
	const inB = dimsB.map((d) => wrap(d, b.dim));
	let left = a;
	let right = b;
	for (let i = 0; i < inA.length; i++) {
		const x = a.sizes[inA[i]!]!;
		const y = b.sizes[inB[i]!]!;
		if (y === 1) left = call("sum.dim_IntList", left, [inA[i]!], true, null);
		else if (x === 1) right = call("sum.dim_IntList", right, [inB[i]!], true, null);
		else if (equal(x, y) === false)
			throw runtimeError(
				`contracted dimensions need to match, but first has size ${dimText(x)} in dim ${inA[i]} and second has size ${dimText(y)} in dim ${inB[i]}`,
				{ key: "TENSORDOT" },
			);
	}
	const freeA = a.sizes.map((_, i) => i).filter((i) => !inA.includes(i));
	const freeB = b.sizes.map((_, i) => i).filter((i) => !inB.includes(i));
	const inner = product(inA.map((d) => left.sizes[d]!));
	const [rows, columns] = [product(freeA.map((d) => left.sizes[d]!)), product(freeB.map((d) => right.sizes[d]!))];
	const out = [...freeA.map((d) => left.sizes[d]!), ...freeB.map((d) => right.sizes[d]!)];
	const orderedA = call("permute", left, [...freeA, ...inA]);
	const orderedB = call("permute", right, [...inB, ...freeB]);
	if (freeA.length === 0 && freeB.length === 0) return reshape(call("dot", flattened(orderedA, inner), flattened(orderedB, inner)), out);
	return reshape(mm(reshape(orderedA, [rows, inner]), reshape(orderedB, [inner, columns])), out);
}
const flattened = (t: Tensor, n: Dim): Tensor => (t.dim === 1 ? t : reshape(t, [n]));

/** The cheapest order of multiplications of a chain, by the usual dynamic programme; ties go to the earlier split. */
function multiplyChain(list: Tensor[]): Tensor {
	const n = list.length;
	const p = [list[0]!.sizes[0]!, ...list.map((t) => t.sizes[1]!)];
	if (n === 3) {
		const [a, b, c, d] = p as [Dim, Dim, Dim, Dim];
		const first = [a, b, c, d].every(isKnown) ? (a as number) * (c as number) * ((b as number) + (d as number)) : 0;
		const second = [a, b, c, d].every(isKnown) ? (d as number) * (b as number) * ((a as number) + (c as number)) : 1;
		return first > second ? mm(list[0]!, mm(list[1]!, list[2]!)) : mm(mm(list[0]!, list[1]!), list[2]!);
	}
	const size = (i: number): number => (isKnown(p[i]!) ? (p[i] as number) : 1000);
	const cost: number[][] = list.map(() => new Array(n).fill(0));
	const cut: number[][] = list.map(() => new Array(n).fill(0));
	for (let span = 1; span < n; span++)
		for (let i = 0; i + span < n; i++) {
			const j = i + span;
			cost[i]![j] = Number.POSITIVE_INFINITY;
			for (let k = i; k < j; k++) {
				const c = cost[i]![k]! + cost[k + 1]![j]! + size(i) * size(k + 1) * size(j + 1);
				if (c < cost[i]![j]!) {
					cost[i]![j] = c;
					cut[i]![j] = k;
				}
			}
		}
	const go = (i: number, j: number): Tensor => (i === j ? list[i]! : mm(go(i, cut[i]![j]!), go(cut[i]![j]! + 1, j)));
	return go(0, n - 1);
}

function multiDot(tensors: Tensor[]): Tensor {
	const n = tensors.length;
	if (n < 2) throw runtimeError("multi_dot(): expected at least 2 tensors but got " + n, { key: "MULTI_DOT" });
	if (tensors.some((t) => t.unknownShape)) return call("mm", tensors[0]!, tensors[1]!);
	const list = tensors.slice();
	const out: Dim[] = [];
	const first = list[0]!;
	const last = list[n - 1]!;
	if (first.dim === 1) list[0] = unsqueeze(first, 0);
	else if (first.dim === 2) out.push(first.sizes[0]!);
	else throw runtimeError(`multi_dot(): the first tensor must be 1D or 2D but got ${first.dim}D`, { key: "MULTI_DOT" });
	if (last.dim === 1) list[n - 1] = unsqueeze(last, -1);
	else if (last.dim === 2) out.push(last.sizes[1]!);
	else throw runtimeError(`multi_dot(): the last tensor must be 1D or 2D but got ${last.dim}D`, { key: "MULTI_DOT" });
	for (let i = 1; i < n - 1; i++)
		if (list[i]!.dim !== 2) throw runtimeError(`multi_dot(): tensor ${i} must be 2D but got ${list[i]!.dim}D`, { key: "MULTI_DOT" });
	for (let i = 0; i < n - 1; i++)
		if (equal(list[i]!.sizes[1]!, list[i + 1]!.sizes[0]!) === false)
			throw runtimeError(
				`multi_dot(): tensors ${i} and ${i + 1} with shapes ${sizesText(list[i]!.sizes)} and ${sizesText(list[i + 1]!.sizes)} cannot be multiplied`,
				{ key: "MULTI_DOT" },
			);
	return view(n === 2 ? mm(list[0]!, list[1]!) : multiplyChain(list), out);
}

function chainMatmul(tensors: Tensor[]): Tensor {
	for (const t of tensors)
		if (t.dim !== 2 && !t.unknownShape) throw runtimeError(`Tensor dimension is ${t.dim}, expected 2 instead.`, { key: "CHAIN_MATMUL" });
	if (tensors.length === 0) throw runtimeError("chain_matmul(): Expected one or more matrices", { key: "CHAIN_MATMUL" });
	return tensors.length === 1 ? clone(tensors[0]!) : multiDot(tensors);
}

function matrixPower(self: Tensor, n: number): Tensor {
	if (self.unknownShape) return mm(self, self);
	if (self.dim < 2) throw runtimeError(`linalg.matrix_power: The input tensor A must have at least 2 dimensions.`, { key: "LINALG_DIM" });
	if (equal(self.sizes.at(-1)!, self.sizes.at(-2)!) === false)
		throw runtimeError(
			`linalg.matrix_power: A must be batches of square matrices, but they are ${dimText(self.sizes.at(-2)!)} by ${dimText(self.sizes.at(-1)!)} matrices`,
			{ key: "LINALG_SQUARE" },
		);
	if (n === 0) {
		const out = clone(self, "contiguous_format");
		const eye = call("eye", self.sizes.at(-1)!, self.dtype);
		return call("copy_", out, eye);
	}
	if (n === 1) return clone(self);
	if (n < 0) return powerOf(call("linalg_inv", self), -n);
	return powerOf(self, n);
}
function powerOf(self: Tensor, n: number): Tensor {
	if (n === 1) return self;
	if (n === 2) return matmul(self, self);
	if (n === 3) return matmul(matmul(self, self), self);
	// Binary decomposition.
	let power: Tensor | null = null;
	let result: Tensor | null = null;
	for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
		power = power === null ? self : matmul(power, power);
		if (rest % 2 === 1) result = result === null ? power : matmul(result, power);
	}
	return result!;
}

defineComposites({
	matmul,
	linalg_matmul: matmul,
	linear,
	inner,
	outer,
	ger: outer,
	kron,
	tensordot,
	chain_matmul: chainMatmul,
	linalg_multi_dot: multiDot,
	matrix_power: matrixPower,
	linalg_matrix_power: matrixPower,
});
