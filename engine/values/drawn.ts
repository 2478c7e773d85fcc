/** One item out of several, when nobody knows which: what all of them have in common. */
import { Tensor } from "../autograd/tensor.ts";
import { dictSet } from "./dict.ts";
import { typeOf } from "./kinds.ts";
import { isTensor, py, tensorClass, type PyTensor } from "./tensor.ts";
import { dictClass, listClass, PyDict, PyList, PyTuple, Unknown, type Value } from "./value.ts";

/**
 * Looks at the items once and gives what draws one. Items of one shape give a value of that shape: tuples, lists and dicts part by
 * part, tensors without a graph a tensor without numbers.
 */
export function anyOf(items: readonly Value[], why: string): () => Value {
	const [first] = items;
	if (first === undefined) return () => new Unknown(why);
	if (items.every((v) => v === first)) return () => first;
	const type = typeOf(first);
	if (first === null || items.some((v) => v instanceof Unknown || typeOf(v) !== type)) return () => new Unknown(why);
	const parts = first instanceof PyTuple || type === listClass ? anySequence(items as PyTuple[], why) : null;
	if (parts !== null)
		return () => {
			const out = first instanceof PyTuple ? new PyTuple(parts.map((p) => p())) : new PyList(parts.map((p) => p()));
			out.cls = type;
			return out;
		};
	const entries = type === dictClass ? anyDict(items as PyDict[], why) : null;
	if (entries !== null)
		return () => {
			const out = new PyDict();
			for (const [key, value] of entries) dictSet(out, key, value());
			return out;
		};
	return (isTensor(first) ? anyTensor(items as PyTensor[]) : null) ?? (() => new Unknown(why, isTensor(first) ? {} : { type }));
}

function anySequence(rows: readonly (PyTuple | PyList)[], why: string): (() => Value)[] | null {
	const { length } = rows[0]!.items;
	if (rows.some((r) => r.items.length !== length || (r instanceof PyList && r.more !== null))) return null;
	return rows[0]!.items.map((_, i) =>
		anyOf(
			rows.map((r) => r.items[i]!),
			why,
		),
	);
}
function anyDict(rows: readonly PyDict[], why: string): [Value, () => Value][] | null {
	const out: [Value, () => Value][] = [];
	if (rows.some((r) => r.entries.size !== rows[0]!.entries.size || r.hasUnknownKeys)) return null;
	for (const [hash, [key]] of rows[0]!.entries) {
		const values = rows.map((r) => r.entries.get(hash)?.[1]);
		if (values.includes(undefined)) return null;
		out.push([key, anyOf(values as Value[], why)]);
	}
	return out;
}
function anyTensor(items: readonly PyTensor[]): (() => Value) | null {
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
	return () => {
		const out = Tensor.make([...tensor.sizes], tensor.dtype);
		out.device = tensor.device;
		out.isInference = tensor.isInference;
		return py(out);
	};
}
