/** Views and in-place writes through single ops: CopySlices, stale views, what is refused. Expected values and texts are what PyTorch 2.13 gives. */
import assert from "node:assert/strict";
import { gradFnOf, isLeaf, requiresGrad } from "../engine/autograd/view.ts";
import { freshWorld, setWorld } from "../engine/autograd/world.ts";
import { call, callMany, callOp } from "../engine/ops/index.ts";

import {
	leaf,
	ones,
	add,
	mul,
	sum,
	add_,
	mul_,
	copy_,
	at,
	put,
	view,
	noGrad,
	values,
	backward,
	shape,
	raises,
	changed,
	TWICE,
	MULTI,
	NO_GRAD,
	LEAF,
	VIEW_OF_LEAF,
} from "./support/single-ops.ts";

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
