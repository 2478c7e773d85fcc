/** Saved tensors and the backward engine through single ops. Expected values and texts are what PyTorch 2.13 gives. */
import assert from "node:assert/strict";
import { Tensor } from "../engine/autograd/tensor.ts";
import { gradFnOf, requiresGrad } from "../engine/autograd/view.ts";
import { freshWorld, setWorld } from "../engine/autograd/world.ts";
import { call } from "../engine/ops/index.ts";
import { dtypes } from "../engine/shape/dtype.ts";

import {
	leaf,
	ones,
	add,
	mul,
	sum,
	add_,
	mul_,
	at,
	put,
	view,
	noGrad,
	values,
	backward,
	grad,
	shape,
	raises,
	changed,
	TWICE,
} from "./support/single-ops.ts";

beforeEach(() => setWorld(freshWorld()));

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
		const call = (g: Tensor | null) => {
			seen.push(values(g));
			return null;
		};
		gradFnOf(h)!.hooksOrNew.tensor.push({ nr: 0, hook: { id: 0, call } });
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
