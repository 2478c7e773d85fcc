/** Results of which only the graph is known: of ops without a row, and of tensors whose shape is not known. */
import { UNKNOWN_DIM } from "../shape/dim.ts";
import { dtypes } from "../shape/dtype.ts";
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
	const first = tensors.find((t) => !t.isWrappedNumber) ?? tensors[0];
	const make = (differentiable: boolean): Tensor => {
		const of = args[0];
		const t = op.facts.isView && of instanceof Tensor ? of.alias([UNKNOWN_DIM], null, 0) : unknownTensor(first);
		t.unknownShape = true;
		if (!differentiable) t.dtype = INDEX_DTYPE;
		return t;
	};
	const returns = op.facts.schema.returns;
	if (returns.length === 1 && returns[0]!.type !== "Tensor[]") return make(true);
	if (returns.length === 1) return [make(true), make(true)];
	return returns.map((r) => make(!/indices|index|counts|inverse/.test(r.name ?? "")));
}
const INDEX_DTYPE = dtypes.int64;

/** A tensor of which only that it is one is known. */
export function unknownTensor(like?: Tensor): Tensor {
	const t = Tensor.make([UNKNOWN_DIM], like?.dtype ?? dtypes.float32, null);
	t.unknownShape = true;
	t.unknownDtype = like === undefined || like.unknownDtype;
	if (like !== undefined) t.device = like.device;
	return t;
}
