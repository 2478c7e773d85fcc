/** Complex numbers: their parts, conjugates and angles, and real tensors seen as complex ones. */
import { withGradMode } from "../../autograd/world.ts";
import { mul as times } from "../../shape/dim.ts";
import { dtypes, toComplex, toReal } from "../../shape/dtype.ts";
import { TorchError } from "../../autograd/errors.ts";
import { Storage } from "../../autograd/storage.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { add, call, conj, div, mul, where, zerosLike } from "../aten.ts";
import { mapComplex, mapComplexToReal } from "../kernel/complex.ts";
import { affordable, broadcastAll, count, expandNumbers, floatResult, mapUnary } from "../kernel/elementwise.ts";
import { like } from "../kernel/order.ts";
import { defineComposites, defineRows } from "../row.ts";

/** PyTorch flips a bit of the view; we give the view its own, conjugated numbers. */
function conjugateView(self: Tensor): Tensor {
	const view = self.alias(self.sizes, self.strides, self.offset);
	const data = self.storage.data;
	view.storage = new Storage(data === null ? null : data.map((x, i) => (i % 2 === 1 ? -x : x)), self.storage.dtype);
	view.storage.conjugated = !self.storage.conjugated;
	return view;
}

function realView(self: Tensor): Tensor {
	if (self.dtype.width !== 2) throw new TorchError("RuntimeError", "view_as_real is only supported for complex tensors");
	const strides = self.stridesOrContiguous.map((s) => times(s, 2));
	const view = self.alias([...self.sizes, 2], self.strides === null ? null : [...strides, 1], times(self.offset, 2));
	view.dtype = toReal(self.dtype);
	return view;
}

function complexView(self: Tensor): Tensor {
	if (self.dtype.category !== 2 || self.dtype === dtypes.bfloat16)
		throw new TorchError(
			"RuntimeError",
			`view_as_complex is only supported for half, float and double tensors, but got a tensor of scalar type: ${self.dtype.scalarType}`,
		);
	if (self.dim === 0) throw new TorchError("RuntimeError", "Input tensor must have one or more dimensions");
	const last = self.sizes.at(-1)!;
	if (typeof last === "number" && last !== 2) throw new TorchError("RuntimeError", "Tensor must have a last dimension of size 2");
	const strides = self.stridesOrContiguous;
	if (strides.at(-1) !== 1) throw new TorchError("RuntimeError", "Tensor must have a last dimension with stride 1");
	const half = (d: (typeof strides)[number]) => (typeof d === "number" ? d / 2 : d);
	const view = self.alias(self.sizes.slice(0, -1), self.strides === null ? null : strides.slice(0, -1).map(half), half(self.offset));
	view.dtype = toComplex(self.dtype);
	return view;
}

function complexOf(real: Tensor, imag: Tensor, f: (x: number, y: number) => [number, number]): Tensor {
	if (real.dtype.category !== 2)
		throw new TorchError(
			"RuntimeError",
			`Expected both inputs to be Half, Float or Double tensors but got ${real.dtype.scalarType} and ${imag.dtype.scalarType}`,
		);
	if (real.dtype !== imag.dtype)
		throw new TorchError(
			"RuntimeError",
			`Expected object of scalar type ${real.dtype.scalarType} but got scalar type ${imag.dtype.scalarType} for second argument`,
		);
	const sizes = broadcastAll([real, imag]);
	const dtype = toComplex(real.dtype);
	const n = count(sizes);
	if (n === null || !affordable([real, imag], n)) return like([real, imag], sizes, dtype, null);
	const [x, y] = [expandNumbers(real, sizes)!, expandNumbers(imag, sizes)!];
	const out = dtype.make(2 * n);
	for (let i = 0; i < n; i++) [out[2 * i], out[2 * i + 1]] = f(x[i]!, y[i]!);
	return like([real, imag], sizes, dtype, out);
}

/** The kernel fills memory of its own, whatever the order of the operand's. */
const inOrder = (t: Tensor): Tensor => (t.strides === null ? t : Tensor.make(t.sizes, t.dtype, t.numbers()?.slice() ?? null));

const real = (t: Tensor): Tensor => (t.dtype.width === 2 ? call("select.int", call("view_as_real", t), -1, 0) : t);
const imag = (t: Tensor): Tensor => {
	if (t.dtype.width !== 2) throw new TorchError("RuntimeError", "imag is not implemented for tensors with non-complex dtypes.");
	return call("select.int", call("view_as_real", t), -1, 1);
};

defineRows({
	_conj: { forward: conjugateView, replayView: true, grad: { self: (g) => conj(g) } },
	conj_physical_: {
		forward: (self: Tensor) =>
			self.dtype.width === 2 ? withGradMode(false, () => call("_conj_physical", self)) : self.alias(self.sizes, self.strides, self.offset),
		grad: { self: (g) => call("conj_physical", g) },
	},
	_conj_physical: {
		forward: (self) => (self.dtype.width === 2 ? mapComplex(self, (z) => [z[0], -z[1]]) : self),
		grad: { self: (g) => call("conj_physical", g) },
	},
	view_as_real: { forward: realView, replayView: true, grad: { self: (g) => call("view_as_complex", call("contiguous", g)) } },
	view_as_complex: {
		forward: complexView,
		replayView: true,
		grad: { self: (g) => call("view_as_real", call("resolve_conj", call("contiguous", g))) },
	},
	complex: {
		forward: (re, im) => complexOf(re, im, (x, y) => [x, y]),
		grad: { real: (g) => real(g), imag: (g) => imag(g) },
	},
	polar: {
		forward: (abs, angle) => complexOf(abs, angle, (r, a) => [r * Math.cos(a), r * Math.sin(a)]),
		grad: {
			abs: (g, e) => real(mul(conj(g), call("sgn", e.result))),
			angle: (g, e) => imag(mul(conj(e.result), g)),
		},
	},
	angle: {
		forward: (self) =>
			self.dtype.width === 2
				? inOrder(mapComplexToReal(self, (z) => Math.atan2(z[1], z[0])))
				: mapUnary(self, floatResult(self), (x) => (Number.isNaN(x) ? x : x < 0 ? Math.PI : 0)),
		grad: {
			self: (g, e) => {
				if (e.self.dtype.width !== 2) return zerosLike(e.self);
				const square = add(mul(real(e.self), real(e.self)), mul(imag(e.self), imag(e.self)));
				const part = div(g, square);
				return where(
					call("eq.Scalar", call("abs", e.self), 0),
					call("zeros_like", e.self),
					call("complex", call("neg", mul(imag(e.self), part)), mul(real(e.self), part)),
				);
			},
		},
	},
});

defineComposites({
	real,
	imag,
	conj: (t: Tensor) => (t.dtype.width === 2 ? call("_conj", t) : t),
	conj_physical: (t: Tensor) => (t.dtype.width === 2 ? call("_conj_physical", t) : t),
	resolve_conj: (t: Tensor) => (t.storage.conjugated ? call("clone", t) : t),
	resolve_neg: (t: Tensor) => t,
	isreal: (t: Tensor) => (t.dtype.width === 2 ? call("eq.Scalar", imag(t), 0) : call("ones_like", t, dtypes.bool)),
});
