/** Convolutions of complex numbers are three of real ones: with a of the real parts, b of the imaginary ones and c of the sums, a - b + i (c - a - b). */
import { Tensor } from "../../autograd/tensor.ts";
import { add, call } from "../aten.ts";

/** The `convolution` node, or what stands for it where the numbers are complex. */
export function convolution(x: Tensor, weight: Tensor, bias: Tensor | null, ...rest: unknown[]): Tensor {
	const real = (input: Tensor, w: Tensor, b: Tensor | null): Tensor => call("convolution", input, w, b, ...rest);
	if (x.dtype.category !== 3 || x.dtype !== weight.dtype || x.unknownDtype || weight.unknownDtype) return real(x, weight, bias);
	const [xr, xi] = parts(x);
	const [wr, wi] = parts(weight);
	const [br, bi] = bias === null ? [null, null] : parts(bias);
	const a = real(xr, wr, br);
	const b = real(xi, wi, null);
	const c = real(add(xr, xi), add(wr, wi), br === null || bi === null ? null : add(br, bi));
	return add(call("sub.Tensor", a, b), call("mul.Tensor", call("sub.Tensor", call("sub.Tensor", c, a), b), imaginaryUnit(x)));
}
function parts(t: Tensor): [Tensor, Tensor] {
	const pairs = call("view_as_real", t);
	return [call("select.int", pairs, t.dim, 0), call("select.int", pairs, t.dim, 1)];
}
function imaginaryUnit(like: Tensor): Tensor {
	const data = like.dtype.make(2);
	data[1] = 1;
	const unit = Tensor.make([], like.dtype, data);
	unit.isWrappedNumber = true;
	return unit;
}
