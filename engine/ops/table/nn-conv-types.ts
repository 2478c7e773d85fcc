/** Which element types convolutions take, and what PyTorch says about others. */
import { type Dim, isKnown } from "../../shape/dim.ts";
import { cppName } from "../../shape/dtype.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { count } from "../kernel/elementwise.ts";
import { notImplementedFor, runtimeError } from "../kernel/rounded.ts";

/** Element types that none of the kernels takes: bool, the wide unsigned ones, and going backwards most integers. */
function refusedBy(input: Tensor, transposed: boolean): string | null {
	const { name, category } = input.dtype;
	if (transposed) return category < 2 && name !== "int64" ? `slow_conv_transpose${input.dim === 5 ? 3 : 2}d_out_cpu` : null;
	if (name !== "bool" && !/^uint(16|32|64)$/.test(name)) return null;
	return input.dim === 5 ? "compute_columns3d" : "slow_conv2d_cpu";
}

/** Raises where the element types of input, weight and bias do not go together, or nowhere. */
export function checkDtypes(input: Tensor, weight: Tensor, bias: Tensor | null, simple: boolean, groups: Dim, transposed: boolean): void {
	if (input.unknownDtype || weight.unknownDtype || bias?.unknownDtype === true) return;
	if (bias !== null && bias.dtype !== input.dtype)
		throw runtimeError(`Input type (${cppName(input.dtype)}) and bias type (${cppName(bias.dtype)}) should be the same`);
	const kernel = refusedBy(input, transposed);
	if (kernel !== null) throw notImplementedFor(kernel, input.dtype);
	if (input.dtype === weight.dtype) return;
	if (input.dtype.name === "bfloat16" || (input.dtype.name === "float32" && usesMkldnn(input, weight, simple, groups)))
		throw runtimeError(
			`Input type (${typeText(input)}) and weight type (${typeText(weight)}) should be the same or input should be a MKLDNN tensor and weight is a dense tensor`,
		);
	if (input.dtype.category === 3)
		throw runtimeError(`Input type (${typeText(input)}) and weight type (${typeText(weight)}) should be the same`);
	throw runtimeError(`expected scalar type ${input.dtype.scalarType} but found ${weight.dtype.scalarType}`);
}

const typeText = (t: Tensor): string =>
	t.dtype.category === 3 || t.dtype.name === "bfloat16" ? `CPU${t.dtype.scalarType}Type` : t.dtype.tensorType;

/** Which of PyTorch's CPU kernels takes a float convolution; it decides the wording of a dtype clash. */
function usesMkldnn(input: Tensor, weight: Tensor, simple: boolean, groups: Dim): boolean {
	const [n, ...rest] = input.sizes;
	const last = weight.sizes.slice(-2);
	if (simple && isKnown(n!) && n < 16 && last.every((k) => k === 1)) return false;
	const elements = count([n!, ...rest.slice(0, 3)]);
	return (
		(isKnown(groups) && groups > 1) ||
		(weight.dim > 3 && last.every((k) => isKnown(k) && k > 3)) ||
		(isKnown(n!) && n > 1) ||
		(elements !== null && elements > 20480)
	);
}
