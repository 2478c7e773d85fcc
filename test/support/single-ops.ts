/** Single ops by short names, for tests of the autograd layer without Python; expected values and texts are what PyTorch 2.13 gives. */
import assert from "node:assert/strict";
import { runBackward } from "../../engine/autograd/backward.ts";
import { AccumulateGrad, type Node } from "../../engine/autograd/node.ts";
import { Tensor } from "../../engine/autograd/tensor.ts";
import { gradFnOf } from "../../engine/autograd/view.ts";
import { withGradMode } from "../../engine/autograd/world.ts";
import { call, callInPlace } from "../../engine/ops/index.ts";
import { getItem, type IndexKey, setItem } from "../../engine/ops/indexing/index.ts";
import { dtypes } from "../../engine/shape/dtype.ts";

/** 1, 2, 3 ... in this shape. */
function range(...sizes: number[]): Tensor {
	const n = sizes.reduce((a, b) => a * b, 1);
	return Tensor.make(
		sizes,
		dtypes.float32,
		Float32Array.from({ length: n }, (_, i) => i + 1),
	);
}
export function leaf(...sizes: number[]): Tensor {
	const t = range(...sizes);
	t.requiresGradFlag = true;
	return t;
}
export const ones = (...sizes: number[]): Tensor => call("ones", sizes);
export const add = (a: Tensor, b: Tensor | number): Tensor => call("add.Tensor", a, b);
export const mul = (a: Tensor, b: Tensor | number): Tensor => call("mul.Tensor", a, b);
export const sum = (a: Tensor): Tensor => call("sum", a);
export const add_ = (a: Tensor, b: Tensor | number): Tensor => callInPlace("add.Tensor", [a, b]);
export const mul_ = (a: Tensor, b: Tensor | number): Tensor => callInPlace("mul.Tensor", [a, b]);
export const copy_ = (a: Tensor, b: Tensor): Tensor => callInPlace("copy", [a, b]);
export const at = (a: Tensor, ...keys: IndexKey[]): Tensor => getItem(a, keys);
export const put = (a: Tensor, key: IndexKey, v: Tensor | number): void => setItem(a, [key], v);
export const view = (a: Tensor, ...sizes: number[]): Tensor => call("view", a, sizes);
export const noGrad = <T>(f: () => T): T => withGradMode(false, f);
export const values = (t: Tensor | null): number[] | null => (t === null ? null : [...t.numbers()!]);
const all = { retainGraph: false, createGraph: false, inputs: null, accumulate: true, allowUnused: true };
export const backward = (t: Tensor, options: object = {}): unknown => runBackward([t], [null], { ...all, ...options });
export const grad = (t: Tensor, inputs: Tensor[], createGraph = false, allowUnused = false): (Tensor | null)[] =>
	runBackward([t], [null], { retainGraph: createGraph, createGraph, inputs, accumulate: false, allowUnused });

/** `Mul(A,-)`: the node's short name and its edges; A is a leaf's sink. */
export function graph(node: Node | null | undefined): string {
	if (node == null) return "-";
	if (node instanceof AccumulateGrad) return "A";
	const edges = node.nextEdges.map((e) => graph(e?.node));
	return node.name.replace("Backward", "") + (edges.length === 0 ? "" : `(${edges.join(",")})`);
}
export const shape = (t: Tensor): string => graph(gradFnOf(t));

export function raises(text: string, f: () => unknown): void {
	assert.throws(f, (e: Error) => {
		assert.equal(e.message, text);
		return true;
	});
}
export const changed = (type: string, sizes: string, origin: string, now: number, then: number): string =>
	`one of the variables needed for gradient computation has been modified by an inplace operation: [torch.${type} ${sizes}]${origin === "" ? "" : `, which is output 0 of ${origin},`} is at version ${now}; expected version ${then} instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).`;
export const TWICE =
	"Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.";
export const MULTI =
	" This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.";
export const NO_GRAD =
	" in no_grad mode and MODIFIED modified inplace with grad mode enabled. Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either both inside the no_grad block (if you don't want the inplace to be tracked) or both outside (if you want the inplace to be tracked).";
export const LEAF = "a leaf Variable that requires grad is being used in an in-place operation.";
export const VIEW_OF_LEAF = "a view of a leaf Variable that requires grad is being used in an in-place operation.";
