/** `unique` and `unique_consecutive`: one tensor, or a tuple with what else was asked for. */
import type { Tensor } from "../autograd/tensor.ts";
import { callOp } from "../ops/dispatch.ts";
import { def, native } from "../values/native.ts";
import { py, PyTensor, tensorClass } from "../values/tensor.ts";
import { PyTuple, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";

function answer(all: Tensor[], inverse: boolean, counts: boolean): Value {
	const out = [all[0]!, ...(inverse ? [all[1]!] : []), ...(counts ? [all[2]!] : [])].map(py);
	return out.length === 1 ? out[0]! : new PyTuple(out);
}
const asked = (v?: Value): boolean => v !== undefined && v !== null && rt.truth(v);

function unique(input: Value, sorted?: Value, inverse?: Value, counts?: Value, dim?: Value): Value {
	if (!(input instanceof PyTensor) || input.tensor.unknownShape || dim instanceof Unknown)
		return new Unknown("unique of something not known");
	const [i, c] = [asked(inverse), asked(counts)];
	if (dim !== undefined && dim !== null) return answer(callOp("unique_dim", [input.tensor, Number(dim), true, i, c]) as Tensor[], i, c);
	return answer(callOp("_unique2", [input.tensor, sorted === undefined || asked(sorted), i, c]) as Tensor[], i, c);
}
function uniqueConsecutive(input: Value, inverse?: Value, counts?: Value, dim?: Value): Value {
	if (!(input instanceof PyTensor) || input.tensor.unknownShape || dim instanceof Unknown)
		return new Unknown("unique_consecutive of something not known");
	const [i, c] = [asked(inverse), asked(counts)];
	return answer(
		callOp("unique_consecutive", [input.tensor, i, c, dim === undefined || dim === null ? null : Number(dim)]) as Tensor[],
		i,
		c,
	);
}

const PLAIN = ".sorted? .return_inverse? .return_counts? .dim?";
const CONSECUTIVE = ".return_inverse? .return_counts? .dim?";
export const uniqueFunctions = [
	native("unique", `! .input ${PLAIN}`, unique),
	native("unique_consecutive", `! .input ${CONSECUTIVE}`, uniqueConsecutive),
];
def(tensorClass, "unique", `! ${PLAIN}`, unique);
def(tensorClass, "unique_consecutive", `! ${CONSECUTIVE}`, uniqueConsecutive);
