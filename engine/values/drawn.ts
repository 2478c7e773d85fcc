/** One item out of several, when nobody knows which: what all of them have in common. */
import { Tensor } from "../autograd/tensor.ts";
import { typeOf } from "./kinds.ts";
import { isTensor, py, tensorClass, type PyTensor } from "./tensor.ts";
import { PyTuple, Unknown, type Value } from "./value.ts";

/** Items of one shape give a value of that shape: tuples part by part, tensors without a graph a tensor without numbers. Objects that can be written to stay unknown. */
export function anyOf(items: readonly Value[], why: string): Value {
	const [first] = items;
	if (first === undefined) return new Unknown(why);
	if (items.every((v) => v === first)) return first;
	const cls = typeOf(first);
	if (items.some((v) => v instanceof Unknown || typeOf(v) !== cls)) return new Unknown(why);
	if (first instanceof PyTuple) {
		const rows = items as PyTuple[];
		if (rows.some((r) => r.items.length !== first.items.length)) return new Unknown(why, { type: cls });
		const out = new PyTuple(
			first.items.map((_, i) =>
				anyOf(
					rows.map((r) => r.items[i]!),
					why,
				),
			),
		);
		out.cls = first.cls;
		return out;
	}
	if (isTensor(first)) return anyTensor(items as PyTensor[]) ?? new Unknown(why);
	return new Unknown(why, { type: cls });
}
function anyTensor(items: readonly PyTensor[]): Value | null {
	const { tensor } = items[0]!;
	const same = items.every(
		({ tensor: t, cls }) =>
			cls === tensorClass &&
			!t.requiresGradFlag &&
			t.gradFn === null &&
			t.view === null &&
			!(t.unknownGrad || t.unknownShape || t.unknownDtype) &&
			t.dtype === tensor.dtype &&
			t.device === tensor.device &&
			t.isInference === tensor.isInference &&
			t.isContiguous &&
			t.sizes.length === tensor.sizes.length &&
			t.sizes.every((n, i) => n === tensor.sizes[i]),
	);
	if (!same) return null;
	const out = Tensor.make([...tensor.sizes], tensor.dtype);
	out.device = tensor.device;
	out.isInference = tensor.isInference;
	return py(out);
}
