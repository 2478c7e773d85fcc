/** einsum as PyTorch carries it out: operands are aligned to one list of dimensions, then contracted pair by pair through bmm. */
import { type Dim, dimText, equal, mul as mulDim } from "../../shape/dim.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { bmm, call, mul, permute, reshape, sumDims, unsqueeze, view } from "../aten.ts";
import { runtimeError } from "../kernel/dims.ts";
import { defineComposites } from "../row.ts";

const ELLIPSIS = "...";
const bad = (text: string): Error => runtimeError(`einsum(): ${text}`, { key: "EINSUM" });
const isLabel = (c: string): boolean => /^[a-zA-Z]$/.test(c);
/** Capitals come before small letters. */
const LABELS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

interface Equation {
	/** Labels of each operand, in order; `...` where an ellipsis stands. */
	operands: string[][];
	output: string[] | null;
}

function parse(equation: string, count: number): Equation {
	const arrow = equation.indexOf("->");
	const left = arrow < 0 ? equation : equation.slice(0, arrow);
	const operands: string[][] = [[]];
	let ellipsis = false;
	for (let i = 0; i < left.length; i++) {
		const c = left[i]!;
		const current = operands.at(-1)!;
		if (c === " ") continue;
		if (c === ".") {
			if (ellipsis) throw bad(`found '.' for operand ${operands.length - 1} for which an ellipsis was already found`);
			if (left.slice(i, i + 3) !== "...") throw bad(`found '.' for operand ${operands.length - 1} that is not part of any ellipsis`);
			current.push(ELLIPSIS);
			ellipsis = true;
			i += 2;
		} else if (c === ",") {
			operands.push([]);
			if (operands.length > count) throw bad("fewer operands were provided than specified in the equation");
			ellipsis = false;
		} else {
			if (!isLabel(c)) throw bad(`invalid subscript given at index ${i} in the equation string, subscripts must be in [a-zA-Z]`);
			current.push(c);
		}
	}
	if (operands.length < count) throw bad("more operands were provided than specified in the equation");
	return { operands, output: arrow < 0 ? null : parseOutput(equation, arrow) };
}

function parseOutput(equation: string, arrow: number): string[] {
	const right = equation.slice(arrow + 2);
	const out: string[] = [];
	for (let i = 0; i < right.length; i++) {
		const c = right[i]!;
		if (c === " ") continue;
		if (c === ".") {
			if (out.includes(ELLIPSIS)) throw bad("found '.' for output but an ellipsis (...) was already found");
			if (right.slice(i, i + 3) !== "...") throw bad("found '.' for output that is not part of any ellipsis (...)");
			out.push(ELLIPSIS);
			i += 2;
		} else {
			if (!isLabel(c))
				throw bad(`invalid subscript given at index ${arrow + 2 + i} in the equation string, subscripts must be in [a-zA-Z]`);
			out.push(c);
		}
	}
	return out;
}

/** Where each label stands in the common list of dimensions: those of the output first. */
interface Plan {
	at: Map<string, number>;
	ellipsisAt: number;
	ellipsisDims: number;
	outputDims: number;
	dims: number;
}

function plan(eq: Equation, tensors: Tensor[]): Plan {
	const seen = new Map<string, number>();
	let ellipsisDims = 0;
	for (const [i, labels] of eq.operands.entries()) {
		const rank = tensors[i]!.dim;
		const dotted = labels.includes(ELLIPSIS);
		const n = labels.length - (dotted ? 1 : 0);
		if (dotted ? n > rank : n !== rank)
			throw bad(
				`the number of subscripts in the equation (${n}${dotted ? ") is more than the number of dimensions (" : ") does not match the number of dimensions ("}${rank}) for operand ${i}${dotted ? "" : " and no ellipsis was given"}`,
			);
		if (dotted) ellipsisDims = Math.max(ellipsisDims, rank - n);
		for (const l of labels) if (l !== ELLIPSIS) seen.set(l, (seen.get(l) ?? 0) + 1);
	}
	const at = new Map<string, number>();
	let next = 0;
	let ellipsisAt = -1;
	if (eq.output === null) {
		ellipsisAt = 0;
		next = ellipsisDims;
		for (const l of LABELS) if (seen.get(l) === 1) at.set(l, next++);
	} else
		for (const l of eq.output) {
			if (l === ELLIPSIS) {
				ellipsisAt = next;
				next += ellipsisDims;
				continue;
			}
			if (at.has(l)) throw bad(`output subscript ${l} appears more than once in the output`);
			if (!seen.has(l)) throw bad(`output subscript ${l} does not appear in the equation for any input operand`);
			at.set(l, next++);
		}
	const outputDims = next;
	if (ellipsisAt < 0) {
		ellipsisAt = next;
		next += ellipsisDims;
	}
	for (const l of LABELS) if (seen.has(l) && !at.has(l)) at.set(l, next++);
	return { at, ellipsisAt, ellipsisDims, outputDims, dims: next };
}

/** The operand with all dimensions of the common list, in its order; `counts` learns which operands really have them. */
function aligned(t: Tensor, index: number, labels: string[], p: Plan, counts: number[], sizes: Map<string, Dim>, ellipsis: Dim[]): Tensor {
	let op = t;
	const order: number[] = new Array(p.dims).fill(-1);
	let dim = 0;
	for (const l of labels) {
		if (l === ELLIPSIS) {
			const covered = t.dim - (labels.length - 1);
			for (let j = p.ellipsisDims - covered; j < p.ellipsisDims; j++) {
				const size = op.sizes[dim]!;
				if (size !== 1) {
					if (ellipsis[j] !== 1 && equal(ellipsis[j]!, size) === false)
						throw bad(
							`dimension ${dim} covered by ellipsis in operand ${index}has size ${dimText(size)} which does not broadcast with previously seen ellipsis with size ${dimText(ellipsis[j]!)} for the respective dimension`,
						);
					ellipsis[j] = size;
					counts[p.ellipsisAt + j]!++;
				}
				order[p.ellipsisAt + j] = dim++;
			}
			continue;
		}
		const place = p.at.get(l)!;
		const size = op.sizes[dim]!;
		if (order[place] === -1) {
			if (size !== 1) {
				const before = sizes.get(l) ?? 1;
				if (before !== 1 && equal(before, size) === false)
					throw bad(
						`subscript ${l} has size ${dimText(size)} for operand ${index} which does not broadcast with previously seen size ${dimText(before)}`,
					);
				sizes.set(l, size);
				counts[place]!++;
			}
			order[place] = dim++;
			continue;
		}
		const previous = order[place]!;
		if (equal(size, op.sizes[previous]!) === false)
			throw bad(
				`subscript ${l} is repeated for operand ${index} but the sizes don't match, ${dimText(size)} != ${dimText(op.sizes[previous]!)}`,
			);
		op = call("movedim.int", call("diagonal", op, 0, previous, dim), -1, previous);
	}
	for (let i = 0; i < order.length; i++) {
		if (order[i] !== -1) continue;
		op = unsqueeze(op, dim);
		order[i] = dim++;
	}
	return permute(op, order);
}

/** Multiplies two aligned operands and sums over `sumOver` (which stay as ones). */
function contract(a: Tensor, b: Tensor, sumOver: number[]): Tensor {
	if (sumOver.length === 0) return mul(a, b);
	let left = a;
	let right = b;
	const both: number[] = [];
	let onlyLeft: number[] = [];
	let onlyRight: number[] = [];
	let summed: Dim = 1;
	for (let i = 0; i < a.dim; i++) {
		const [inLeft, inRight] = [left.sizes[i] !== 1, right.sizes[i] !== 1];
		if (sumOver.includes(i)) {
			if (inLeft && inRight) summed = mulDim(summed, left.sizes[i]!);
			else if (inLeft) left = sumDims(left, [i], true);
			else if (inRight) right = sumDims(right, [i], true);
		} else if (inLeft && inRight) both.push(i);
		else if (inLeft) onlyLeft.push(i);
		else onlyRight.push(i);
	}
	if (onlyLeft.length > 0 && onlyRight.length > 0 && onlyRight.at(-1)! < onlyLeft[0]!) {
		[left, right] = [right, left];
		[onlyLeft, onlyRight] = [onlyRight, onlyLeft];
	}
	const total = (dims: number[], t: Tensor): Dim => dims.reduce<Dim>((n, d) => mulDim(n, t.sizes[d]!), 1);
	const [batch, rows, columns] = [total(both, left), total(onlyLeft, left), total(onlyRight, right)];
	const out = [
		...both.map((d) => left.sizes[d]!),
		...onlyLeft.map((d) => left.sizes[d]!),
		...sumOver.map((): Dim => 1),
		...onlyRight.map((d) => right.sizes[d]!),
	];
	const order: number[] = new Array(a.dim);
	for (const [i, d] of [...both, ...onlyLeft, ...sumOver, ...onlyRight].entries()) order[d] = i;
	const l = reshape(permute(left, [...both, ...onlyLeft, ...sumOver, ...onlyRight]), [batch, rows, summed]);
	const r = reshape(permute(right, [...both, ...sumOver, ...onlyRight, ...onlyLeft]), [batch, summed, columns]);
	return permute(view(bmm(l, r), out), order);
}

function einsum(equation: string, tensors: Tensor[], path: number[] | null): Tensor {
	if (tensors.length === 0) throw bad("must provide at least one operand");
	const eq = parse(equation, tensors.length);
	if (tensors.some((t) => t.unknownShape))
		return tensors.length === 1 ? call("permute", tensors[0]!, [0]) : call("bmm", tensors[0]!, tensors[1]!);
	const p = plan(eq, tensors);
	const counts: number[] = new Array(p.dims).fill(0);
	const sizes = new Map<string, Dim>();
	const ellipsis: Dim[] = new Array(p.ellipsisDims).fill(1);
	const ops = tensors.map((t, i) => aligned(t, i, eq.operands[i]!, p, counts, sizes, ellipsis));
	let step = 0;
	while (ops.length > 1) {
		let i = 0;
		let j = 1;
		if (path !== null) {
			i = path[step++]!;
			j = path[step++]!;
			if (j < i) [i, j] = [j, i];
		}
		let b = ops.splice(j, 1)[0]!;
		let a = ops.splice(i, 1)[0]!;
		const over: number[] = [];
		const [onlyA, onlyB]: [number[], number[]] = [[], []];
		for (let d = p.outputDims; d < p.dims; d++) {
			if (a.sizes[d] !== 1 && b.sizes[d] !== 1) {
				if (--counts[d]! === 1) {
					over.push(d);
					counts[d] = 0;
				}
			} else if (counts[d] === 1) {
				if (a.sizes[d] !== 1) {
					onlyA.push(d);
					counts[d] = 0;
				} else if (b.sizes[d] !== 1) {
					onlyB.push(d);
					counts[d] = 0;
				}
			}
		}
		if (onlyA.length > 0) a = sumDims(a, onlyA, true);
		if (onlyB.length > 0) b = sumDims(b, onlyB, true);
		const result = contract(a, b, over);
		if (path === null) ops.unshift(result);
		else ops.push(result);
	}
	const result = ops[0]!;
	if (p.dims === p.outputDims) return result;
	if (tensors.length > 1) return view(result, result.sizes.slice(0, p.outputDims));
	const dims: number[] = [];
	for (let d = p.outputDims; d < p.dims; d++) dims.push(d);
	return sumDims(result, dims);
}

defineComposites({ einsum });
