/** Matrix products: mm, bmm, mv, dot and the `add...` forms, with their derivatives. */
import { type Dim, dimText, equal, isKnown } from "../../shape/dim.ts";
import { cppName, type DType, dtypes } from "../../shape/dtype.ts";
import { type Sizes, sizesText } from "../../shape/shape.ts";
import { Tensor, type TensorMeta } from "../../autograd/tensor.ts";
import { bmm, call, conj, mm, mul, t as tOp, transpose } from "../aten.ts";
import { expandNumbers } from "../kernel/elementwise.ts";
import { indexError, runtimeError } from "../kernel/dims.ts";
import { timesScalar } from "../kernel/formula.ts";
import { imaginary, type Scalar } from "../kernel/scalar.ts";
import { fused, PIECE, WIDE } from "../kernel/float-product.ts";
import { batchedProduct, scaledSum } from "../kernel/matmul.ts";
import { notImplementedFor } from "../kernel/rounded.ts";
import { defineRows, type FormulaEnv } from "../row.ts";
import { checkAlpha } from "./pointwise-arithmetic.ts";

const differ = (a: Dim, b: Dim): boolean => equal(a, b) === false;
const pair = (sizes: Sizes): string => sizes.map(dimText).join("x");

function checkMatrix(t: Tensor, name: string): void {
	if (t.dim !== 2) throw runtimeError(`${name} must be a matrix`, { key: "MM_DIM", tensor: t });
}
function checkProduct(a: Tensor, b: Tensor): void {
	if (differ(a.sizes[1]!, b.sizes[0]!))
		throw runtimeError(`mat1 and mat2 shapes cannot be multiplied (${pair(a.sizes)} and ${pair(b.sizes)})`, { key: "MM_SHAPE", a, b });
}
function checkSameDtype(a: Tensor, b: Tensor): void {
	if (a.dtype !== b.dtype && !a.unknownDtype && !b.unknownDtype)
		throw runtimeError(`expected m1 and m2 to have the same dtype, but got: ${cppName(a.dtype)} != ${cppName(b.dtype)}`, {
			key: "MM_DTYPE",
			a,
			b,
		});
}

/** The product of matrices without checks. */
function product(a: Tensor, b: Tensor, dtype: DType): { sizes: Sizes; data: ReturnType<typeof batchedProduct> } {
	const n = a.sizes[0]!;
	const k = isKnown(a.sizes[1]!) ? a.sizes[1]! : b.sizes[0]!;
	const m = b.sizes[1]!;
	return { sizes: [n, m], data: isKnown(n) && isKnown(k) && isKnown(m) ? batchedProduct(a, b, 1, n, k, m, dtype, true) : null };
}

function mmForward(self: Tensor, mat2: Tensor): Tensor {
	checkMatrix(self, "self");
	checkMatrix(mat2, "mat2");
	checkProduct(self, mat2);
	checkSameDtype(self, mat2);
	refuseBool("addmm_impl_cpu_", self);
	const { sizes, data } = product(self, mat2, self.dtype);
	return Tensor.make(sizes, self.dtype, data);
}

function bmmForward(self: Tensor, mat2: Tensor): Tensor {
	const { sizes, data } = batchProduct(self, mat2, "batch1", "batch2");
	return Tensor.make(sizes, self.dtype, data);
}
/** Products of booleans have no kernel. */
function refuseBool(kernel: string, a: Tensor): void {
	if (a.dtype === dtypes.bool && !a.unknownDtype) throw notImplementedFor(kernel, a.dtype);
}
function batchProduct(a: Tensor, b: Tensor, nameA: string, nameB: string): { sizes: Sizes; data: ReturnType<typeof batchedProduct> } {
	if (a.dim !== 3) throw runtimeError(`${nameA} must be a 3D tensor`, { key: "BMM_DIM" });
	if (b.dim !== 3) throw runtimeError(`${nameB} must be a 3D tensor`, { key: "BMM_DIM" });
	if (differ(a.sizes[0]!, b.sizes[0]!) || differ(a.sizes[2]!, b.sizes[1]!))
		throw runtimeError(
			`Expected size for first two dimensions of batch2 tensor to be: ${sizesText([a.sizes[0]!, a.sizes[2]!])} but got: ${sizesText([b.sizes[0]!, b.sizes[1]!])}.`,
			{ key: "BMM_SHAPE", a, b },
		);
	refuseBool("bmm", a);
	if (a.dtype !== b.dtype && !a.unknownDtype && !b.unknownDtype)
		throw runtimeError(`expected scalar type ${a.dtype.scalarType} but found ${b.dtype.scalarType}`, { key: "MM_DTYPE", a, b });
	const batch = isKnown(a.sizes[0]!) ? a.sizes[0]! : b.sizes[0]!;
	const k = isKnown(a.sizes[2]!) ? a.sizes[2]! : b.sizes[1]!;
	const [n, m] = [a.sizes[1]!, b.sizes[2]!];
	return {
		sizes: [batch, n, m],
		data: isKnown(batch) && isKnown(n) && isKnown(k) && isKnown(m) ? batchedProduct(a, b, batch, n, k, m, a.dtype) : null,
	};
}

/** `self` must expand to the product's shape. */
function checkExpands(self: Tensor, sizes: Sizes): void {
	call("expand", Tensor.make(self.sizes, self.dtype, null), sizes.slice(), false);
}
const sumOf = (self: Tensor, product: ReturnType<typeof batchedProduct>, beta: Scalar, alpha: Scalar, sizes: Sizes): Tensor =>
	scaledSum(
		product === null || (Number(beta) === 0 && imaginary(beta) === 0) ? null : expandNumbers(self, sizes),
		product,
		beta,
		alpha,
		sizes,
		self.dtype,
	);

function addmm(self: Tensor, mat1: Tensor, mat2: Tensor, beta: Scalar, alpha: Scalar): Tensor {
	checkMatrix2(mat1, "mat1");
	checkMatrix2(mat2, "mat2");
	if (!mat1.unknownDtype && !mat2.unknownDtype && !self.unknownDtype) {
		if (mat1.dtype !== mat2.dtype && self.dtype === mat2.dtype)
			throw runtimeError(`mat1 and mat2 must have the same dtype, but got ${mat1.dtype.scalarType} and ${mat2.dtype.scalarType}`, {
				key: "MM_DTYPE",
				a: mat1,
				b: mat2,
			});
		if (self.dtype !== mat2.dtype)
			throw runtimeError(`self and mat2 must have the same dtype, but got ${self.dtype.scalarType} and ${mat2.dtype.scalarType}`, {
				key: "MM_DTYPE",
			});
	}
	checkProduct(mat1, mat2);
	// Half precision is rounded once, when `self` is in the sum.
	const { sizes, data } = product(mat1, mat2, mat1.dtype.itemSize === 2 ? dtypes.float64 : mat1.dtype);
	checkExpands(self, sizes);
	const whole = data === null || Number(beta) !== 1 || Number(alpha) !== 1 ? null : longSum(self, mat1, mat2, sizes);
	return whole ?? sumOf(self, data, beta, alpha, sizes);
}
/** Sums so long that the kernel takes them in pieces start from `self`. */
function longSum(self: Tensor, a: Tensor, b: Tensor, sizes: Sizes): Tensor | null {
	const [n, m] = sizes as [number, number];
	const k = a.sizes[1] as number;
	if (a.dtype !== dtypes.float32 || k <= PIECE || n < 4 || m < WIDE || self.storage.data === null) return null;
	const out = Float32Array.from(expandNumbers(self, sizes)!);
	fused(out, 0, a.numbers()!, 0, b.numbers()!, 0, n, k, m, true);
	return Tensor.make(sizes, a.dtype, out);
}
function checkMatrix2(t: Tensor, name: string): void {
	if (t.dim !== 2) throw runtimeError(`${name} must be a matrix, got ${t.dim}-D tensor`, { key: "MM_DIM", tensor: t });
}

/** These kernels read their factors in the matrices' dtype. */
const cut = (factor: Scalar, self: Tensor): Scalar => (self.dtype.category < 2 ? Math.trunc(Number(factor)) : factor);

function baddbmm(self: Tensor, batch1: Tensor, batch2: Tensor, beta: Scalar, alpha: Scalar): Tensor {
	const { sizes, data } = batchProduct(batch1, batch2, "batch1", "batch2");
	checkExpands(self, sizes);
	return sumOf(self, data, cut(beta, self), cut(alpha, self), sizes);
}

function addbmm(self: Tensor, batch1: Tensor, batch2: Tensor, beta: Scalar, alpha: Scalar): Tensor {
	const { sizes, data } = batchProduct(batch1, batch2, "batch1", "batch2");
	const [batch, n, m] = sizes as [Dim, Dim, Dim];
	checkExpands(self, [n, m]);
	if (data === null) return Tensor.make([n, m], self.dtype, null);
	const each = (n as number) * (m as number) * self.dtype.width;
	const total = new Float64Array(each);
	for (let b = 0; b < (batch as number); b++) for (let i = 0; i < each; i++) total[i]! += data[b * each + i]!;
	return sumOf(self, total, cut(beta, self), cut(alpha, self), [n, m]);
}

function mv(self: Tensor, vec: Tensor): Tensor {
	if (self.dim < 2 || vec.dim < 1) {
		if (self.dim === 0 || vec.dim === 0) throw indexError("Dimension specified as 0 but tensor has no dimensions", { key: "MV_DIM" });
		throw runtimeError(`vector + matrix @ vector expected, got 1, ${self.dim}, ${vec.dim}`, { key: "MV_DIM" });
	}
	if (vec.dim !== 1) throw runtimeError(`vector + matrix @ vector expected, got 1, ${self.dim}, ${vec.dim}`, { key: "MV_DIM" });
	if (differ(self.sizes[1]!, vec.sizes[0]!))
		throw runtimeError(
			`size mismatch, got input (${dimText(self.sizes[0]!)}), mat (${pair(self.sizes)}), vec (${dimText(vec.sizes[0]!)})`,
			{ key: "MV_SHAPE", a: self, b: vec },
		);
	sameVectorTypes(vec, self, vec);
	refuseBool("addmv_impl_cpu", self);
	const [n, k] = self.sizes as [Dim, Dim];
	return Tensor.make(
		[n],
		self.dtype,
		isKnown(n) && isKnown(k) && vec.sizes.every(isKnown) ? batchedProduct(self, vec, 1, n, k, 1, self.dtype) : null,
	);
}

function sameVectorTypes(self: Tensor, mat: Tensor, vec: Tensor): void {
	if ((self.dtype === mat.dtype && mat.dtype === vec.dtype) || self.unknownDtype || mat.unknownDtype || vec.unknownDtype) return;
	throw runtimeError(
		`addmv input tensors must have the same dtype, but got ${self.dtype.scalarType}, ${mat.dtype.scalarType}, and ${vec.dtype.scalarType}`,
		{ key: "MM_DTYPE", a: mat, b: vec },
	);
}

function addmv(self: Tensor, mat: Tensor, vec: Tensor, beta: Scalar, alpha: Scalar): Tensor {
	if (mat.dim !== 2 || vec.dim !== 1 || self.dim > 1)
		throw runtimeError(`vector + matrix @ vector expected, got ${self.dim}, ${mat.dim}, ${vec.dim}`, { key: "MV_DIM" });
	if (differ(mat.sizes[1]!, vec.sizes[0]!) || (self.dim === 1 && self.sizes[0] !== 1 && differ(self.sizes[0]!, mat.sizes[0]!)))
		throw runtimeError(
			`size mismatch, got input (${self.dim === 0 ? 1 : dimText(self.sizes[0]!)}), mat (${pair(mat.sizes)}), vec (${dimText(vec.sizes[0]!)})`,
			{ key: "MV_SHAPE" },
		);
	const y = mv(mat, vec);
	return sumOf(self, y.storage.data, cut(beta, self), cut(alpha, self), y.sizes);
}

function dot(name: string, conjugate: boolean) {
	return (self: Tensor, other: Tensor): Tensor => {
		if (self.dim !== 1 || other.dim !== 1)
			throw runtimeError(`1D tensors expected, but got ${self.dim}D and ${other.dim}D tensors`, { key: "DOT_DIM" });
		if (self.dtype !== other.dtype && !self.unknownDtype && !other.unknownDtype)
			throw runtimeError(
				`${name} : expected both vectors to have same dtype, but found ${self.dtype.scalarType} and ${other.dtype.scalarType}`,
				{ key: "MM_DTYPE" },
			);
		refuseBool("dot", self);
		const [n, m] = [self.sizes[0]!, other.sizes[0]!];
		if (differ(n, m))
			throw runtimeError(
				`inconsistent tensor size, expected tensor ${sizesText([n])} and src ${sizesText([m])} to have the same number of elements, but got ${dimText(n)} and ${dimText(m)} elements respectively`,
				{ key: "DOT_SHAPE" },
			);
		const left = conjugate ? conj(self) : self;
		return Tensor.make([], self.dtype, isKnown(n) && isKnown(m) ? batchedProduct(left, other, 1, 1, n, 1, self.dtype) : null);
	};
}

function addr(self: Tensor, vec1: Tensor, vec2: Tensor, beta: Scalar, alpha: Scalar): Tensor {
	if (vec1.dim !== 1 || vec2.dim !== 1)
		throw runtimeError(`addr: Expected 1-D argument vec${vec1.dim !== 1 ? 1 : 2}, but got ${(vec1.dim !== 1 ? vec1 : vec2).dim}-D`, {
			key: "ADDR",
		});
	checkAlpha(self.dtype, beta, "beta");
	checkAlpha(self.dtype, alpha);
	const sizes = [vec1.sizes[0]!, vec2.sizes[0]!];
	checkExpands(self, sizes);
	const [n, m] = sizes as [Dim, Dim];
	return sumOf(self, isKnown(n) && isKnown(m) ? batchedProduct(vec1, vec2, 1, n, 1, m, vec1.dtype) : null, beta, alpha, sizes);
}

/** True for a transposed matrix, whose gradient PyTorch also lays out transposed. */
const isColumnMajor = (m: TensorMeta): boolean => m.strides !== null && m.strides[0] === 1 && m.strides[1] === m.sizes[0];

export function mat1Grad(g: Tensor, mat2: Tensor, mat1: TensorMeta, alpha: Scalar = 1): Tensor {
	const r = isColumnMajor(mat1) ? tOp(mm(conj(mat2), tOp(g))) : mm(g, conj(tOp(mat2)));
	return timesScalar(r, alpha);
}
export function mat2Grad(g: Tensor, mat1: Tensor, mat2: TensorMeta, alpha: Scalar = 1): Tensor {
	const r = isColumnMajor(mat2) ? tOp(mm(tOp(g), conj(mat1))) : mm(conj(tOp(mat1)), g);
	return timesScalar(r, alpha);
}
const expandBatch = (g: Tensor, e: FormulaEnv): Tensor =>
	call("expand", call("unsqueeze", g, 0), [e.batch1.sizes[0], e.batch1.sizes[1], e.batch2.sizes[2]], false);
const outer = (a: Tensor, b: Tensor): Tensor => call("outer", a, b);

defineRows({
	mm: { forward: mmForward, grad: { self: (g, e) => mat1Grad(g, e.mat2, e.self), mat2: (g, e) => mat2Grad(g, e.self, e.mat2) } },
	bmm: {
		forward: bmmForward,
		grad: { self: (g, e) => bmm(g, conj(transpose(e.mat2, 1, 2))), mat2: (g, e) => bmm(conj(transpose(e.self, 1, 2)), g) },
	},
	addmm: {
		forward: addmm,
		grad: {
			self: (g, e) => timesScalar(g, e.beta),
			mat1: (g, e) => mat1Grad(g, e.mat2, e.mat1, e.alpha),
			mat2: (g, e) => mat2Grad(g, e.mat1, e.mat2, e.alpha),
		},
	},
	baddbmm: {
		forward: baddbmm,
		grad: {
			self: (g, e) => timesScalar(g, e.beta),
			batch1: (g, e) => timesScalar(bmm(g, conj(transpose(e.batch2, 1, 2))), e.alpha),
			batch2: (g, e) => timesScalar(bmm(conj(transpose(e.batch1, 1, 2)), g), e.alpha),
		},
	},
	addbmm: {
		forward: addbmm,
		grad: {
			self: (g, e) => timesScalar(g, e.beta),
			batch1: (g, e) => timesScalar(bmm(expandBatch(g, e), conj(transpose(e.batch2, 1, 2))), e.alpha),
			batch2: (g, e) => timesScalar(bmm(conj(transpose(e.batch1, 1, 2)), expandBatch(g, e)), e.alpha),
		},
	},
	mv: { forward: mv, grad: { self: (g, e) => outer(g, conj(e.vec)), vec: (g, e) => call("mv", tOp(conj(e.self)), g) } },
	addmv: {
		forward: addmv,
		grad: {
			self: (g, e) => timesScalar(g, e.beta),
			mat: (g, e) => timesScalar(outer(g, conj(e.vec)), e.alpha),
			vec: (g, e) => timesScalar(call("mv", conj(tOp(e.mat)), g), e.alpha),
		},
	},
	dot: { forward: dot("dot", false), grad: { self: (g, e) => mul(g, conj(e.tensor)), tensor: (g, e) => mul(g, conj(e.self)) } },
	vdot: { forward: dot("vdot", true), grad: { self: (g, e) => mul(conj(g), e.other), other: (g, e) => mul(g, e.self) } },
	addr: {
		forward: addr,
		grad: {
			self: (g, e) => timesScalar(g, e.beta),
			vec1: (g, e) => timesScalar(call("mv", g, conj(e.vec2)), e.alpha),
			vec2: (g, e) => timesScalar(call("mv", tOp(g), conj(e.vec1)), e.alpha),
		},
	},
});
