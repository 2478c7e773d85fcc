/** Arithmetic with a number as PyTorch's own C++ composites write it: the `.Scalar` overloads, whose nodes are AddBackward1, MulBackward1, ... */
import type { Tensor } from "../autograd/tensor.ts";
import { call } from "./dispatch.ts";

export const addNumber = (t: Tensor, x: number): Tensor => call("add.Scalar", t, x);
export const subNumber = (t: Tensor, x: number): Tensor => call("sub.Scalar", t, x);
export const mulNumber = (t: Tensor, x: number): Tensor => call("mul.Scalar", t, x);
export const divNumber = (t: Tensor, x: number): Tensor => call("div.Scalar", t, x);
/** x - t, whose node is SubBackward0. */
export const fromNumber = (x: number, t: Tensor): Tensor => call("sub.Tensor", x, t, 1);
