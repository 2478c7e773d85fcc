/** Results of which only the graph is known: of ops without a row, and of tensors whose shape is not known. */
import { UNKNOWN_DIM } from "../shape/dim.ts";
import { type DType, dtypes, isDifferentiable } from "../shape/dtype.ts";
import { Tensor } from "../autograd/tensor.ts";
import type { Op } from "./op.ts";

/** True while some argument that decides shapes is not known. */
export let shapeUnknown = false;
/** Runs `f` with every op giving results of unknown shape: some argument that decides shapes is not known. */
export function withUnknownShapes<T>(f: () => T): T {
	shapeUnknown = true;
	try {
		return f();
	} finally {
		shapeUnknown = false;
	}
}

/** An op without a row, or on tensors whose shape is not known: outputs of unknown shape with the graph PyTorch would build. */
export function unknownResult(op: Op, args: unknown[], tensors: Tensor[]): Tensor | Tensor[] {
	const operands = tensors.filter((t) => !t.isWrappedNumber);
	// Where a condition chooses among numbers, the result is like the numbers.
	const first = operands.find((t) => isDifferentiable(t.dtype)) ?? operands[0] ?? tensors[0];
	const make = (i: number): Tensor => {
		const of = args[0];
		const t = op.facts.isView && of instanceof Tensor ? of.alias([UNKNOWN_DIM], null, 0) : unknownTensor(first);
		t.unknownShape = true;
		const name = op.resultNames[i]!;
		const dtype = /indices$|^counts$/.test(name)
			? dtypes.int64
			: op.facts.notDifferentiable.includes(name)
				? null
				: resultDtype(op, args, operands);
		t.unknownDtype = dtype === null;
		if (dtype !== null) t.dtype = dtype;
		return t;
	};
	const returns = op.facts.schema.returns;
	if (returns.length === 1 && returns[0]!.type !== "Tensor[]") return make(0);
	if (returns.length === 1) return Array.from({ length: countOf(op, args) ?? SOME }, () => make(0));
	return returns.map((_, i) => make(i));
}

const SOME = 4;
/** How many tensors come out; null when the shape decides. */
function countOf(op: Op, args: readonly unknown[]): number | null {
	for (const [i, { name }] of op.facts.schema.params.entries()) {
		const given = args[i];
		if (Array.isArray(given) && (name === "split_sizes" || name === "tensors")) return given.length;
		if (Array.isArray(given) && name === "indices") return given.length + 1;
		if (typeof given === "number" && (name === "chunks" || name === "sections")) return given;
	}
	return null;
}

const TRUTHS = new Set(
	"eq ne lt gt le ge logical_and logical_or logical_xor logical_not isnan isinf isfinite isposinf isneginf isreal isin isclose".split(" "),
);
const POSITIONS = new Set("argmax argmin argsort nonzero nonzero_numpy count_nonzero multinomial".split(" "));
/** Results that are complex though no operand is. */
const MAKES_COMPLEX = /^(fft_|_fft|stft|complex|polar|linalg_eig)/;

/** The dtype of a result, or null: it follows the operands' where those that have gradients are of one type and the operator has a derivative. */
function resultDtype(op: Op, args: unknown[], operands: Tensor[]): DType | null {
	const { schema, isView, node } = op.facts;
	const given = schema.params.findIndex((p) => p.type === "ScalarType");
	if (given >= 0 && args[given] != null) return args[given] as DType;
	if (TRUTHS.has(schema.base)) return dtypes.bool;
	if (POSITIONS.has(schema.base)) return dtypes.int64;
	if (operands.length === 0 || operands.some((t) => t.unknownDtype || t.dtype.category === 3) || MAKES_COMPLEX.test(schema.base))
		return null;
	const [first] = operands as [Tensor];
	if (isView || /_like$|^new_/.test(schema.base)) return first.dtype;
	const [one, ...others] = new Set(operands.filter((t) => isDifferentiable(t.dtype)).map((t) => t.dtype));
	return node !== "" && one !== undefined && others.length === 0 ? one : null;
}

/** Operators made of others that look at the shape of what they get. */
export const NEEDS_SHAPE = new Set(
	(
		"diff quantile quantile.scalar nanquantile nanquantile.scalar isclose rrelu trapz.x trapz.dx trapezoid.x trapezoid.dx cumulative_trapezoid.x cumulative_trapezoid.dx hsplit.int " +
		"vsplit.int dsplit.int hsplit.array vsplit.array dsplit.array gradient.scalarint gradient.scalararray gradient.array gradient.scalarrayint gradient.scalarrayarray gradient.tensorarrayint gradient.tensorarray"
	).split(" "),
);

/** A tensor of which only that it is one is known. */
export function unknownTensor(like?: Tensor): Tensor {
	const t = Tensor.make([UNKNOWN_DIM], like?.dtype ?? dtypes.float32, null);
	t.unknownShape = true;
	t.unknownDtype = like === undefined || like.unknownDtype;
	if (like !== undefined) t.device = like.device;
	return t;
}
