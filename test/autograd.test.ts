/** The autograd layer through single ops: views, in-place writes, saved tensors and the backward engine. Expected values and texts are what PyTorch 2.13 gives. */
import assert from "node:assert/strict";
import { runBackward } from "../engine/autograd/backward.ts";
import { AccumulateGrad, type Node } from "../engine/autograd/node.ts";
import { Tensor } from "../engine/autograd/tensor.ts";
import { gradFnOf, isLeaf, requiresGrad } from "../engine/autograd/view.ts";
import { freshWorld, setWorld, withGradMode } from "../engine/autograd/world.ts";
import { call, callInPlace, callMany, callOp } from "../engine/ops/index.ts";
import { getItem, type IndexKey, setItem } from "../engine/ops/indexing/index.ts";
import { dtypes } from "../engine/shape/dtype.ts";

/** 1, 2, 3 ... in this shape. */
function range(...sizes: number[]): Tensor {
	const n = sizes.reduce((a, b) => a * b, 1);
	return Tensor.make(
		sizes,
		dtypes.float32,
		Float32Array.from({ length: n }, (_, i) => i + 1),
	);
}
function leaf(...sizes: number[]): Tensor {
	const t = range(...sizes);
	t.requiresGradFlag = true;
	return t;
}
const ones = (...sizes: number[]): Tensor => call("ones", sizes);
const add = (a: Tensor, b: Tensor | number): Tensor => call("add.Tensor", a, b);
const mul = (a: Tensor, b: Tensor | number): Tensor => call("mul.Tensor", a, b);
const sum = (a: Tensor): Tensor => call("sum", a);
const add_ = (a: Tensor, b: Tensor | number): Tensor => callInPlace("add.Tensor", [a, b]);
const mul_ = (a: Tensor, b: Tensor | number): Tensor => callInPlace("mul.Tensor", [a, b]);
const copy_ = (a: Tensor, b: Tensor): Tensor => callInPlace("copy", [a, b]);
const at = (a: Tensor, ...keys: IndexKey[]): Tensor => getItem(a, keys);
const put = (a: Tensor, key: IndexKey, v: Tensor | number): void => setItem(a, [key], v);
const view = (a: Tensor, ...sizes: number[]): Tensor => call("view", a, sizes);
const noGrad = <T>(f: () => T): T => withGradMode(false, f);
const values = (t: Tensor | null): number[] | null => (t === null ? null : [...t.numbers()!]);
const all = { retainGraph: false, createGraph: false, inputs: null, accumulate: true, allowUnused: true };
const backward = (t: Tensor, options: object = {}): unknown => runBackward([t], [null], { ...all, ...options });
const grad = (t: Tensor, inputs: Tensor[], createGraph = false, allowUnused = false): (Tensor | null)[] =>
	runBackward([t], [null], { retainGraph: createGraph, createGraph, inputs, accumulate: false, allowUnused });

/** `Mul(A,-)`: the node's short name and its edges; A is a leaf's sink. */
function graph(node: Node | null | undefined): string {
	if (node == null) return "-";
	if (node instanceof AccumulateGrad) return "A";
	const edges = node.nextEdges.map((e) => graph(e?.node));
	return node.name.replace("Backward", "") + (edges.length === 0 ? "" : `(${edges.join(",")})`);
}
const shape = (t: Tensor): string => graph(gradFnOf(t));

function raises(text: string, f: () => unknown): void {
	assert.throws(f, (e: Error) => {
		assert.equal(e.message, text);
		return true;
	});
}
const changed = (type: string, sizes: string, origin: string, now: number, then: number): string =>
	`one of the variables needed for gradient computation has been modified by an inplace operation: [torch.${type} ${sizes}]${origin === "" ? "" : `, which is output 0 of ${origin},`} is at version ${now}; expected version ${then} instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).`;
const TWICE =
	"Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.";
const MULTI =
	" This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.";
const NO_GRAD =
	" in no_grad mode and MODIFIED modified inplace with grad mode enabled. Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either both inside the no_grad block (if you don't want the inplace to be tracked) or both outside (if you want the inplace to be tracked).";
const LEAF = "a leaf Variable that requires grad is being used in an in-place operation.";
const VIEW_OF_LEAF = "a view of a leaf Variable that requires grad is being used in an in-place operation.";

beforeEach(() => setWorld(freshWorld()));

describe("in-place writes to leaves", () => {
	it("are refused", () => {
		raises(LEAF, () => add_(leaf(2, 2), 1));
		raises(VIEW_OF_LEAF, () => mul_(at(leaf(2, 2), 0), 2));
		raises(VIEW_OF_LEAF, () => put(leaf(2, 2), 0, 1));
		const w = leaf(2);
		raises(LEAF, () => put(w, call("gt.Scalar", w, 1), 1));
		raises(LEAF, () => callOp("unsqueeze_", [w, 0]));
	});
	it("are refused before shapes are looked at", () => raises(LEAF, () => add_(leaf(2, 2), ones(5))));
	it("are allowed without grad mode and counted", () => {
		const w = leaf(2);
		noGrad(() => add_(w, 1));
		assert.equal(w.version, 1);
		assert.equal(isLeaf(w), true);
	});
	it("are seen through detach", () => {
		const h = mul(leaf(2), 1);
		const loss = sum(mul(h, h));
		add_(call("detach", h), 1);
		raises(changed("FloatTensor", "[2]", "Mul", 1, 0), () => backward(loss));
	});
	it("change nothing when they fail", () => {
		const h = mul(leaf(2), 1);
		raises("The size of tensor a (2) must match the size of tensor b (5) at non-singleton dimension 0", () => add_(h, ones(5)));
		assert.equal(h.version, 0);
		assert.equal(shape(h), "Mul0(A,-)");
	});
});

describe("in-place writes to views", () => {
	it("give the base a CopySlices and the views an AsStrided", () => {
		const w = leaf(2, 2);
		const y = leaf(2);
		const x = mul(w, 1);
		const v = at(x, 0);
		const u = view(x, -1);
		mul_(v, y);
		assert.equal(shape(x), "CopySlices(Mul0(A,-),A)");
		assert.equal(shape(v), "AsStrided0(CopySlices(Mul0(A,-),A))");
		assert.equal(shape(u), "AsStrided0(CopySlices(Mul0(A,-),A))");
		assert.equal(x.version, 1);
		const loss = sum(mul(x, x));
		backward(loss);
		assert.deepEqual(values(w.grad), [2, 16, 6, 8]);
		assert.deepEqual(values(y.grad), [2, 16]);
		raises(TWICE, () => backward(sum(mul(x, 1))));
	});
	it("stack", () => {
		const w = leaf(2, 2);
		const x = mul(w, 1);
		put(x, 0, call("zeros", [2]));
		const v = at(x, 1);
		mul_(v, 2);
		put(x, 1, v);
		add_(at(view(x, -1), { start: 0, stop: 3, step: null }), 1);
		assert.equal(
			shape(x),
			"CopySlices(CopySlices(CopySlices(CopySlices(Mul0(A,-),-),-),AsStrided0(CopySlices(CopySlices(Mul0(A,-),-),-))),-)",
		);
		backward(sum(x));
		assert.deepEqual(values(w.grad), [0, 0, 2, 2]);
	});
	it("make a base without history differentiable", () => {
		const x = call("zeros", [2, 2]);
		const v = at(x, 0);
		const y = leaf(2);
		copy_(v, y);
		assert.equal(shape(x), "CopySlices(-,A)");
		assert.equal(shape(v), "AsStrided0(CopySlices(-,A))");
		assert.equal(requiresGrad(x), true);
		backward(sum(x));
		assert.deepEqual(values(y.grad), [1, 1]);
	});
	it("of their geometry leave the base alone", () => {
		const h = mul(leaf(2, 3), 1);
		const v = at(h, { start: null, stop: null, step: null });
		callOp("t_", [v]);
		assert.equal(shape(v), "T1(Slice0(Mul0(A,-)))");
		assert.equal(shape(h), "Mul0(A,-)");
		assert.equal(h.version, 1);
		assert.deepEqual(v.sizes, [3, 2]);
	});
	it("are refused where memory is shared", () => {
		const wide = call("expand", view(mul(leaf(2, 2), 1), 2, 2, 1), [2, 2, 2]);
		raises(
			"unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.",
			() => add_(wide, 1),
		);
		const h = mul(leaf(3), 1);
		raises(
			"unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location. Please clone() the tensor before performing the operation.",
			() => copy_(at(h, { start: 1, stop: null, step: null }), at(h, { start: null, stop: -1, step: null })),
		);
	});
});

describe("stale views", () => {
	it("follow a write to the base", () => {
		const x = mul(leaf(2, 2), 1);
		const v = at(x, 0);
		mul_(x, 2);
		assert.equal(shape(v), "AsStrided0(Mul0(Mul0(A,-),-))");
	});
	it("follow a write that was not recorded", () => {
		const x = mul(leaf(2, 2), 1);
		const v = at(x, 0);
		noGrad(() => mul_(x, 2));
		assert.equal(shape(v), "AsStrided0(Mul0(A,-))");
		assert.equal(shape(x), "Mul0(A,-)");
	});
	it("are rebuilt by their op where strides cannot say it", () => {
		const b = mul(leaf(2, 2), 1);
		const c = call("view_as_complex", b);
		mul_(b, 2);
		assert.equal(shape(c), "ViewAsComplex0(Mul0(Mul0(A,-),-))");
	});
});

describe("saved tensors", () => {
	it("name the op that changed them", () => {
		const h = mul(leaf(2, 2), 1);
		const loss = sum(mul(h, h));
		add_(h, 1);
		raises(changed("FloatTensor", "[2, 2]", "Add", 1, 0), () => backward(loss));
	});
	it("keep their own name after a write without grad mode", () => {
		const h = mul(leaf(2, 2), 1);
		const loss = sum(mul(h, h));
		noGrad(() => add_(h, 1));
		raises(changed("FloatTensor", "[2, 2]", "Mul", 1, 0), () => backward(loss));
	});
	it("name CopySlices after a write to a part", () => {
		const h = mul(leaf(2, 2), 1);
		const loss = sum(mul(h, h));
		put(h, 0, 0);
		raises(changed("FloatTensor", "[2, 2]", "torch::autograd::CopySlices", 1, 0), () => backward(loss));
	});
	it("that are views count writes to disjoint parts", () => {
		const h = mul(leaf(2, 2), 1);
		const v = at(h, 0);
		const loss = sum(mul(v, v));
		put(h, 1, 0);
		raises(changed("FloatTensor", "[2]", "AsStrided", 1, 0), () => backward(loss));
	});
	it("that are outputs name the node that saved them", () => {
		const h = call("exp", leaf(2, 2));
		const loss = sum(h);
		add_(h, 1);
		raises(changed("FloatTensor", "[2, 2]", "Exp", 1, 0), () => backward(loss));
	});
	it("include the transposed weight of linear", () => {
		const w = leaf(3, 2);
		const loss = sum(call("linear", leaf(2, 2), w, null));
		noGrad(() => add_(w, 1));
		raises(changed("FloatTensor", "[2, 3]", "AsStrided", 1, 0), () => backward(loss));
	});
	it("include indices", () => {
		const i = Tensor.make([1], dtypes.int64, Float64Array.of(0));
		const loss = sum(at(leaf(2, 2), i));
		add_(i, 1);
		raises(changed("LongTensor", "[1]", "", 1, 0), () => backward(loss));
	});
	it("of a product are checked from the last argument on", () => {
		const p = mul(leaf(2), 1);
		const q = mul(leaf(2), 1);
		const loss = sum(mul(p, q));
		noGrad(() => {
			add_(p, 1);
			add_(q, 1);
			add_(q, 1);
		});
		raises(changed("FloatTensor", "[2]", "Mul", 2, 0), () => backward(loss));
	});
	it("make h *= h fail and let h += h pass", () => {
		const h = mul(leaf(2), 1);
		mul_(h, h);
		raises(changed("FloatTensor", "[2]", "Mul", 1, 0), () => backward(sum(h)));
		const w = leaf(2);
		const k = mul(w, 1);
		add_(k, k);
		backward(sum(k));
		assert.deepEqual(values(w.grad), [2, 2]);
	});
	it("allow a buffer to be filled, but not from itself", () => {
		const w = leaf(3);
		const o = call("zeros", [3]);
		for (let k = 0; k < 3; k++) put(o, k, mul(at(w, k), 2));
		backward(sum(o));
		assert.deepEqual(values(w.grad), [2, 2, 2]);
		const p = call("zeros", [4]);
		for (let k = 0; k < 3; k++) put(p, k + 1, mul(at(p, k), at(w, k)));
		raises(changed("FloatTensor", "[]", "AsStrided", 3, 2), () => backward(sum(p)));
	});
});

describe("views that may not be written", () => {
	it("come out of split, chunk and unbind", () => {
		const h = mul(leaf(4), 1);
		const [a] = callMany("chunk", h, 2);
		raises(`Output 0 of Split is a view and is being modified inplace.${MULTI}`, () => mul_(a!, 2));
		const k = mul(leaf(4), 1);
		const [b] = callMany("chunk", k, 2);
		mul_(k, 2);
		raises(`Output 0 of Split is a view and its base or another view of its base has been modified inplace.${MULTI}`, () => add(b!, 1));
	});
	it("do not come out of tensor_split", () => {
		const h = mul(leaf(4), 1);
		mul_(callMany("tensor_split.sections", h, 2)[0]!, 2);
		assert.equal(shape(h), "CopySlices(Mul0(A,-),-)");
	});
	it("are made without grad mode", () => {
		const h = mul(leaf(4), 1);
		const v = noGrad(() => view(h, 2, 2));
		raises(`A view was created${NO_GRAD.replace("MODIFIED", "is being")}`, () => mul_(v, 2));
		mul_(h, 2);
		raises(`A view was created${NO_GRAD.replace("MODIFIED", "its base or another view of its base has been")}`, () => mul(v, 1));
	});
});

describe("views without an edge", () => {
	it("look differentiable and lead nowhere", () => {
		const w = leaf(4);
		const v = noGrad(() => view(w, 2, 2));
		assert.deepEqual([requiresGrad(v), isLeaf(v), gradFnOf(v)], [true, true, null]);
		backward(sum(mul(v, 2)));
		assert.deepEqual([w.grad, v.grad], [null, null]);
	});
	it("come from a base that required grad later", () => {
		const x = call("zeros", [2, 2]);
		const v = at(x, 0);
		x.requiresGradFlag = true;
		assert.deepEqual([requiresGrad(v), isLeaf(v), gradFnOf(v)], [true, true, null]);
	});
});

describe("a second backward", () => {
	const programs: Record<string, [(x: Tensor) => Tensor, boolean]> = {
		"x * 2": [(x) => mul(x, 2), false],
		"x + 2": [(x) => add(x, 2), true],
		"x / 2": [(x) => call("div.Tensor", x, 2), false],
		"-x": [(x) => call("neg", x), true],
		"x.sum()": [(x) => sum(x), true],
		"x.mean()": [(x) => call("mean", x), true],
		"x.view(-1)": [(x) => view(x, -1), true],
		"torch.cat([x, x])": [(x) => call("cat", [x, x]), true],
		"torch.stack([x, x])": [(x) => call("stack", [x, x]), true],
		"x.clone()": [(x) => call("clone", x), true],
		"x.double()": [(x) => call("_to_copy", x, dtypes.float64), true],
		"x[[0]]": [(x) => at(x, [0]), false],
		"x[0]": [(x) => at(x, 0), true],
		"x.exp()": [(x) => call("exp", x), false],
		"x.view(1, 2).t()": [(x) => call("t", view(x, 1, 2)), true],
		"x @ x": [(x) => call("mm", view(x, 1, 2), view(x, 2, 1)), false],
	};
	for (const [name, [f, passes]] of Object.entries(programs))
		it(`${passes ? "passes" : "fails"} through ${name}`, () => {
			const out = sum(f(leaf(2)));
			backward(out);
			if (passes) backward(out);
			else raises(TWICE, () => backward(out));
		});
});

describe("backward", () => {
	it("reduces and casts to the leaf", () => {
		const w = leaf(2);
		backward(sum(mul(w, ones(3, 2))));
		assert.deepEqual(values(w.grad), [3, 3]);
		const u = leaf(2);
		const out = sum(mul(u, call("ones", [2], dtypes.float64)));
		assert.equal(out.dtype.name, "float64");
		backward(out);
		assert.equal(u.grad!.dtype.name, "float32");
	});
	it("keeps what arrived before an error", () => {
		const [a, b] = [leaf(2), leaf(2)];
		const p = mul(a, 1);
		const q = mul(p, p);
		const r = mul(b, 3);
		const loss = sum(add(q, r));
		noGrad(() => add_(p, 1));
		raises(changed("FloatTensor", "[2]", "Mul", 1, 0), () => backward(loss));
		assert.deepEqual(values(b.grad), [3, 3]);
		assert.equal(a.grad, null);
	});
	it("accumulates into the same object", () => {
		const w = leaf(2);
		backward(sum(mul(w, 2)));
		const first = w.grad;
		backward(sum(mul(w, 3)));
		assert.equal(w.grad, first);
		assert.equal(first!.version, 1);
		assert.deepEqual(values(first), [5, 5]);
	});
	it("gives the inputs asked for their gradients only", () => {
		const a = leaf(1);
		const b = mul(a, 2);
		backward(sum(mul(b, 3)), { inputs: [b] });
		assert.deepEqual(values(b.grad), [3]);
		assert.equal(a.grad, null);
	});
	it("refuses a root without history", () =>
		raises("element 0 of tensors does not require grad and does not have a grad_fn", () => backward(sum(ones(2)))));
	it("retains the gradient of the current value", () => {
		const w = leaf(2);
		const h = mul(w, 2);
		h.retainsGrad = true;
		gradFnOf(h)!.hooksOrNew.retain.push({ nr: 0, tensor: h });
		mul_(h, 3);
		backward(sum(h));
		assert.deepEqual(values(h.grad), [1, 1]);
		assert.deepEqual(values(w.grad), [6, 6]);
	});
	it("calls a hook with the gradient of the value it was set on", () => {
		const h = mul(leaf(2), 1);
		const seen: unknown[] = [];
		gradFnOf(h)!.hooksOrNew.tensor.push({ nr: 0, hook: { id: 0, call: (g) => (seen.push(values(g)), null) } });
		mul_(h, 2);
		backward(sum(h));
		assert.deepEqual(seen, [[2, 2]]);
	});
});

describe("autograd.grad", () => {
	it("refuses an input that was not used", () => {
		raises(
			"The differentiated Tensor at index 0 appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.",
			() => grad(sum(mul(leaf(2), 2)), [leaf(2)]),
		);
		assert.deepEqual(grad(sum(mul(leaf(2), 2)), [leaf(2)], false, true), [null]);
	});
	it("gives constant gradients without history", () => {
		const a = leaf(2);
		const [g] = grad(sum(mul(a, 2)), [a], true);
		assert.equal(requiresGrad(g!), false);
		raises("element 0 of tensors does not require grad and does not have a grad_fn", () => backward(sum(g!)));
	});
	it("can be repeated", () => {
		const a = leaf(2);
		const [g] = grad(sum(call("pow.Tensor_Scalar", a, 3)), [a], true);
		assert.deepEqual(values(g!), [3, 12]);
		assert.equal(shape(g!), "Mul0(-,Mul1(Pow0(A)))");
		const [gg] = grad(sum(g!), [a], true);
		assert.deepEqual(values(gg!), [6, 12]);
		const [ggg] = grad(sum(gg!), [a]);
		assert.deepEqual(values(ggg!), [6, 6]);
	});
	it("goes through slices twice", () => {
		const w = leaf(2, 2);
		const x = mul(w, w);
		const v = at(x, 0);
		mul_(v, at(w, 1));
		const [g] = grad(sum(mul(x, x)), [w], true);
		const [gg] = grad(sum(g!), [w]);
		assert.deepEqual(values(g!), [36, 512, 114, 384]);
		assert.deepEqual(values(gg!), [132, 1024, 134, 480]);
	});
});
