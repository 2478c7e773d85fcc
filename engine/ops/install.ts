/** Hands the autograd layer the operations it needs but, being below the ops, cannot import. */
import type { DType } from "../shape/dtype.ts";
import { isNonOverlappingAndDense, type Sizes } from "../shape/shape.ts";
import { installGradOps } from "../autograd/accumulate.ts";
import { FormulaNode, type Gradients } from "../autograd/node.ts";
import { Tensor } from "../autograd/tensor.ts";
import { gradFnOf, gradientEdge, installSliceOps, installViewRefresher, type ViewGeometry } from "../autograd/view.ts";
import { withGradMode, world } from "../autograd/world.ts";
import { add, call, callInPlace, callOp, clone, sumTo, toDtype } from "./aten.ts";
import { on } from "./table/creation.ts";
import { asStridedBackward } from "./kernel/as-strided.ts";
import { count } from "./kernel/elementwise.ts";
import { stridesOf } from "./kernel/layout.ts";

/** Fresh memory with these strides and no known numbers. */
function emptyStrided(like: Tensor, sizes: Sizes, strides: Tensor["strides"]): Tensor {
	const t = Tensor.make(sizes, like.dtype, null);
	t.strides = strides;
	t.device = like.device;
	t.unknownShape = like.unknownShape;
	const n = count(sizes);
	// Numbers are written next; memory that has holes (as_strided bases) stays unknown.
	if (n !== null && n <= world.elements) t.storage.data = like.dtype.make(n * like.dtype.width);
	return t;
}

const copyInto = (into: Tensor, value: Tensor): void => {
	callOp("copy_", [into, value, false]);
};

installGradOps({
	add,
	addInPlace: (into, value) => {
		callInPlace("add.Tensor", [into, value]);
	},
	sumTo,
	cast: (g: Tensor, dtype: DType) => toDtype(g, dtype),
	onesLike: (t: Tensor) => {
		const ones = call("ones", t.sizes.slice(), t.dtype);
		ones.unknownShape = t.unknownShape;
		ones.unknownDtype = t.unknownDtype;
		return on(ones, t.device);
	},
	copy: (g: Tensor) => call("clone", g, "contiguous_format"),
	copyLike: (g: Tensor, leaf: Tensor) => {
		const into = emptyStrided(
			g,
			g.unknownShape || leaf.unknownShape ? g.sizes : leaf.sizes,
			g.unknownShape || leaf.unknownShape || !isNonOverlappingAndDense(leaf.sizes, leaf.strides) ? null : leaf.strides,
		);
		copyInto(into, g);
		return into;
	},
});

/** The view's place in memory that starts where the base starts. */
function part(of: Tensor, view: ViewGeometry): Tensor {
	if (view.replay !== null) return view.replay(of);
	return call("as_strided", of, view.sizes.slice(), stridesOf(view).slice(), view.offset);
}

installSliceOps({
	take: part,
	place: part,
	clone: (t: Tensor) => clone(t, "contiguous_format"),
	copy: (grad: Tensor, base: ViewGeometry) => {
		const into = emptyStrided(grad, base.sizes, base.strides);
		copyInto(into, grad);
		return into;
	},
	put: (into: Tensor, view: ViewGeometry, value: Tensor | null) => {
		const place = part(into, view);
		if (value === null) callInPlace("zero_", [place]);
		else copyInto(place, value);
	},
});

installViewRefresher((view: Tensor, base: Tensor) => {
	const replay = view.view!.replay;
	if (replay !== null) return withGradMode(true, () => gradFnOf(replay(base))!);
	const input = { sizes: base.sizes, strides: base.strides, offset: base.offset };
	const output = { sizes: view.sizes, strides: view.strides, offset: view.offset };
	const node = new FormulaNode("AsStridedBackward0", "as_strided", [gradientEdge(base)], (grads: Gradients) => {
		const g = grads[0] ?? null;
		return [g === null ? null : asStridedBackward(g, input, output)];
	});
	node.outputs = [{ sizes: view.sizes, dtype: view.dtype }];
	return node;
});
