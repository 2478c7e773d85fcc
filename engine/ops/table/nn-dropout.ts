/** The dropout family: a mask drawn from the default generator, multiplied in. */
import { dtypes } from "../../shape/dtype.ts";
import type { Sizes } from "../../shape/shape.ts";
import { numel } from "../../shape/shape.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { call, callInPlace, callOp, mul } from "../aten.ts";
import { affordable, count, floatResult, mapBinary, mapUnary } from "../kernel/elementwise.ts";
import { check, notImplementedFor, rounded, unknownNumbers } from "../kernel/rounded.ts";
import { defineComposites, defineRows } from "../row.ts";

/** A tensor of independent zeros and ones, one with probability `keep`, in the memory order of `like` when it has its sizes. */
export function bernoulliMask(sizes: Sizes, like: Tensor, keep: number): Tensor {
	const noise = sizes === like.sizes ? call("empty_like", like) : call("empty.memory_format", [...sizes], like.dtype);
	if (like.dtype.category === 3) throw notImplementedFor("bernoulli_scalar_cpu_", like.dtype);
	callOp("bernoulli_.float", [noise, keep, null]);
	return noise;
}

const ALPHA = 1.7580993408473766;

function dropout(feature: boolean, alpha: boolean, inPlace: boolean) {
	const times = (x: Tensor, mask: Tensor): Tensor => (inPlace ? callInPlace("mul.Tensor", [x, mask]) : mul(x, mask));
	return (x: Tensor, p: number, train: boolean): Tensor => {
		check(p >= 0 && p <= 1, () => `dropout probability has to be between 0 and 1, but got ${p}`);
		if (p === 0 || !train || numel(x.sizes) === 0) return x;
		if (p === 1) return times(x, call("zeros", [], x.dtype));
		if (x.unknownShape) return times(x, unknownLike(x));
		if (feature) check(x.dim >= 2, () => "Feature dropout requires at least 2 dimensions in the input");
		const sizes = feature ? x.sizes.map((s, i) => (i < 2 ? s : 1)) : x.sizes;
		const noise = bernoulliMask(sizes, x, 1 - p);
		if (!alpha) {
			callInPlace("div.Scalar", [noise, 1 - p]);
			return times(x, noise);
		}
		const a = 1 / Math.sqrt((ALPHA * ALPHA * p + 1) * (1 - p));
		const shift = call("add.Scalar", noise, -1);
		callInPlace("mul.Scalar", [shift, ALPHA * a]);
		callInPlace("add.Scalar", [shift, ALPHA * a * p]);
		callInPlace("mul.Scalar", [noise, a]);
		return callInPlace("add.Tensor", [times(x, noise), shift]);
	};
}

/** A mask of unknown shape without history. */
function unknownLike(x: Tensor): Tensor {
	const t = unknownNumbers(x.sizes, x.dtype);
	t.unknownShape = true;
	t.unknownDtype = x.unknownDtype;
	return t;
}

for (const feature of [false, true])
	for (const alpha of [false, true]) {
		const name = `${feature ? "feature_" : ""}${alpha ? "alpha_" : ""}dropout`;
		defineComposites({ [name]: dropout(feature, alpha, false), [`${name}_`]: dropout(feature, alpha, true) });
	}

defineRows({
	native_dropout: {
		forward: (x: Tensor, p: number, train: boolean | null) => {
			if (train === false || p === 0) return [mapUnary(x, x.dtype, (v) => v), call("ones", [...x.sizes], dtypes.bool)];
			const mask = p === 1 ? call("zeros", [...x.sizes], dtypes.bool) : call("ne.Scalar", bernoulliMask(x.sizes, x, 1 - p), 0);
			return [mapBinary(x, mask, (v, m) => (m === 0 ? 0 : v / (1 - p)), x.dtype), mask];
		},
		grad: {
			input: (g, e) => {
				const scale = e.train === false ? 1 : e.p === 1 ? 0 : 1 / (1 - e.p);
				return world.gradMode ? mul(g, call("mul.Scalar", e.result1, scale)) : call("native_dropout_backward", g, e.result1, scale);
			},
		},
	},
	native_dropout_backward: {
		forward: (g: Tensor, mask: Tensor, scale: number) => {
			const n = count(g.sizes);
			const dtype = floatResult(g);
			if (n === null || !affordable([g, mask], n)) return unknownNumbers(g.sizes, dtype);
			const [x, m] = [g.numbers()!, mask.numbers()!];
			return rounded(
				g.sizes,
				dtype,
				Float64Array.from(x, (v, i) => v * m[i]! * scale),
			);
		},
		grad: { grad_output: (g, e) => mul(mul(g, call("_to_copy", e.mask, g.dtype)), e.scale) },
	},
});
