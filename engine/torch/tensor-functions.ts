/** Functions of torch that are more than an op of their name: other defaults, lists of tensors, checks of arguments. */
import { adviseAgainst, isAdvisedAgainst } from "./advice.ts";
import { dtypes, promote } from "../shape/dtype.ts";
import { Tensor } from "../autograd/tensor.ts";
import { world } from "../autograd/world.ts";
import { call } from "../ops/dispatch.ts";
import { native } from "../values/native.ts";
import { dimOf, py, pyDType, pySize, PyTensor } from "../values/tensor.ts";
import { type Kwargs, type PyBuiltin, PyFloat, PyList, PyTuple, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { boundOp, callBound } from "./bind.ts";
import { dtypeOf, wrapNumber } from "./decode.ts";
import { typeName } from "./mismatch.ts";
import { someTensor } from "./stand-in.ts";
import { typeText } from "./nn/module.ts";

/** torch.norm and Tensor.norm: a vector norm unless a matrix norm is named. */
function normOf(t: Value, p?: Value, dim?: Value, keepdim?: Value, dtype?: Value): Value {
	if (!(t instanceof PyTensor)) return py(someTensor([]));
	const dims = dim === undefined || dim === null ? null : typeof dim === "number" ? [dim] : (rt.items(dim) ?? []).map(Number);
	const order = p === undefined || p === null || p === "fro" ? 2 : p instanceof PyFloat ? p.value : typeof p === "number" ? p : null;
	if (p === "nuc") return py(call("linalg_matrix_norm.str_ord", t.tensor, "nuc", dims ?? [-2, -1], keepdim === true, null));
	if (order === null) return new Unknown("norm of unknown order");
	return py(
		call("linalg_vector_norm", t.tensor, order, dims, keepdim === true, dtype === undefined || dtype === null ? null : dtypeOf(dtype)),
	);
}

const knownIn = (items: readonly Value[]): Tensor[] => items.flatMap((v) => (v instanceof PyTensor ? v.tensor : []));
/** What a function of a list of tensors goes through; it complains of the first that is none. */
function tensorsIn(items: readonly Value[]): Tensor[] {
	return items.map((item, i) =>
		item instanceof PyTensor
			? item.tensor
			: rt.raise("TypeError", `expected Tensor as element ${i} in argument 0, but got ${rt.typeOf(item).name}`),
	);
}

function stack(tensors: Value, dim: Value | undefined): Value {
	if (tensors === null || tensors instanceof PyTensor || (typeof tensors !== "object" && typeof tensors !== "function"))
		rt.raise("TypeError", `stack(): argument 'tensors' (position 1) must be tuple of Tensors, not ${typeName(tensors)}`);
	const items = tensors instanceof Unknown ? null : rt.items(tensors);
	if (items === null || items.some((t) => t instanceof Unknown)) return py(someTensor(knownIn(items ?? [])));
	return py(call("stack", tensorsIn(items), dim === undefined ? 0 : Number(dim)));
}

/** The dtype that arithmetic between the two would have. */
function resultType(a: Value, b: Value): Value {
	const [x, y] = [a, b].map((v) => (v instanceof PyTensor ? v.tensor : wrapNumber(v)));
	if (!x || !y || x.unknownDtype || y.unknownDtype || x.unknownShape || y.unknownShape) return new Unknown("a dtype");
	// Only the dtypes, and which of the two are single numbers, take part.
	const [p, q] = [x, y].map((t) => (t.isWrappedNumber ? t : Tensor.make(t.dim === 0 ? [] : [1], t.dtype, null)));
	return pyDType(call("add.Tensor", p!, q!, 1).dtype);
}

/** The tensors given one by one, or as one list; null where they are not known. */
const bundled = (tensors: Value[]): Value[] | null =>
	tensors.length === 1 && !(tensors[0] instanceof PyTensor) ? rt.items(tensors[0]!) : tensors;

export const tensorFunctions: readonly PyBuiltin[] = [
	native("is_tensor", "! .obj", (v: Value) =>
		v instanceof Unknown && v.type === null ? new Unknown(v.why, { key: `is_tensor(${v.key})` }) : v instanceof PyTensor,
	),
	native("is_floating_point", "! .input", (v: Value) =>
		v instanceof PyTensor && !v.tensor.unknownDtype ? v.tensor.dtype.category === 2 : new Unknown("dtype"),
	),
	native("is_complex", "! .input", (v: Value) =>
		v instanceof PyTensor && !v.tensor.unknownDtype ? v.tensor.dtype.category === 3 : new Unknown("dtype"),
	),
	native("numel", "! .input", (v: Value) => rt.call(rt.getAttr(v, "numel"), [])),
	native("result_type", ".tensor1 .tensor2", (a: Value, b: Value) => resultType(a, b)),
	native("can_cast", ".from_ .to", (a: Value, b: Value) => {
		const [from, to] = [dtypeOf(a), dtypeOf(b)];
		return from === null || to === null ? new Unknown("a dtype") : from.category <= to.category;
	}),
	native("promote_types", ".a .b", (a: Value, b: Value) => pyDType(promote(dtypeOf(a)!, dtypeOf(b)!))),
	native("typename", ".o", (o: Value) => (o instanceof PyTensor ? o.tensor.dtype.tensorType : typeText(o))),
	native("broadcast_shapes", "*shapes", (shapes: Value[]) => {
		const sizesOf = (s: Value): Value[] => (typeof s === "number" ? [s] : (rt.items(s) ?? []));
		const t = call(
			"broadcast_tensors",
			shapes.map((s) =>
				Tensor.make(
					sizesOf(s).map((x) => dimOf(x)!),
					dtypes.bool,
				),
			),
		) as unknown as Tensor[];
		return pySize(t[0]!.sizes);
	}),
	// Frames are centred unless somebody says otherwise; the operator of this name has another default.
	native("stft", "! .input *args **kw", (input: Value, args: Value[], kw: Kwargs) => {
		const names = ["n_fft", "hop_length", "win_length", "window", "center", "pad_mode", "normalized", "onesided", "return_complex"];
		const given = new Map<string, Value>([
			["center", true],
			...names.slice(0, args.length).map((name, i): [string, Value] => [name, args[i]!]),
			...kw,
		]);
		return callBound(boundOp("stft", "function")!, "stft", [input], given);
	}),
	native("nonzero", "! .input * .out? as_tuple?", (t: Value, out?: Value, asTuple?: Value) => {
		const kw = new Map<string, Value>();
		if (out !== undefined) kw.set("out", out);
		if (asTuple !== undefined) kw.set("as_tuple", asTuple);
		return rt.call(rt.getAttr(t, "nonzero"), [], kw);
	}),
	native("_assert", "! .condition .message", (condition: Value, message: Value) => {
		// What is not known may hold.
		if (condition === false) rt.raise("AssertionError", rt.str(message));
		return null;
	}),
	native("_check", "! .cond .message?", (condition: Value, message?: Value) => {
		if (condition === false)
			rt.raise(
				"RuntimeError",
				message === undefined || message === null
					? "Expected cond to be True, but got False. (Could this error message be improved? If so, please report an enhancement request to PyTorch.)"
					: rt.str(rt.call(message, [])),
			);
		return null;
	}),
	native("is_inference", "! .input", (v: Value) => rt.call(rt.getAttr(v, "is_inference"), [])),
	native("is_nonzero", ".input", (v: Value) => rt.truth(v)),
	native("stack", "! .tensors .dim? * out?", (tensors: Value, dim?: Value) => stack(tensors, dim)),
	native("einsum", "! .equation *operands", (equation: Value, operands: Value[]) => {
		const isList = operands.length === 1 && (operands[0] instanceof PyList || operands[0] instanceof PyTuple);
		const list = isList ? rt.items(operands[0]!) : operands;
		for (const [i, o] of (typeof equation === "string" ? (list ?? []) : []).entries())
			if (!(o instanceof PyTensor) && !(o instanceof Unknown))
				rt.raise("TypeError", `expected Tensor as element ${i} in argument 1, but got ${typeName(o)}`);
		if (typeof equation !== "string" || list === null || list.some((o) => !(o instanceof PyTensor)))
			return py(someTensor(knownIn(list ?? [])));
		return py(
			call(
				"einsum",
				equation,
				list.map((o) => (o as PyTensor).tensor),
				null,
			),
		);
	}),
	native("split", "! .tensor .split_size_or_sections .dim?", (t: Value, size: Value, dim?: Value) =>
		rt.call(rt.getAttr(t, "split"), dim === undefined ? [size] : [size, dim]),
	),
	native(
		"norm",
		"! .input .p? .dim? .keepdim? .out? .dtype?",
		(t: Value, p?: Value, dim?: Value, keepdim?: Value, _out?: Value, dtype?: Value) => normOf(t, p, dim, keepdim, dtype),
	),
	native("tensordot", "! .a .b .dims? .out?", (a: Value, b: Value, dims?: Value) => {
		if (!(a instanceof PyTensor) || !(b instanceof PyTensor) || dims instanceof Unknown || a.tensor.unknownShape || b.tensor.unknownShape)
			return py(someTensor(knownIn([a, b])));
		const n = dims === undefined ? 2 : typeof dims === "number" ? dims : null;
		const lists = n === null ? rt.items(dims as Value) : null;
		const of = (v: Value): number[] => (typeof v === "number" ? [v] : (rt.items(v) ?? []).map(Number));
		const [da, db] =
			lists === null
				? [Array.from({ length: n! }, (_, i) => i - n!), Array.from({ length: n! }, (_, i) => i)]
				: [of(lists[0]!), of(lists[1]!)];
		return py(call("tensordot", a.tensor, b.tensor, da, db));
	}),
	native("meshgrid", "! *tensors **kw", (tensors: Value[], kw: Kwargs) => {
		const list = bundled(tensors);
		if (list === null || list.some((t) => !(t instanceof PyTensor))) return new Unknown("meshgrid of something not known");
		const indexing = kw.get("indexing");
		if (indexing === undefined && !world.warned.has("MESHGRID")) {
			world.warned.add("MESHGRID");
			rt.warn(
				"UserWarning",
				"torch.meshgrid: in an upcoming release, it will be required to pass the indexing argument. (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/TensorShape.cpp:4215.)",
			);
		}
		const out = call(
			"meshgrid.indexing",
			list.map((t) => (t as PyTensor).tensor),
			typeof indexing === "string" ? indexing : "ij",
		) as unknown as Tensor[];
		return new PyTuple(out.map(py));
	}),
	...["broadcast_tensors", "block_diag", "cartesian_prod", "chain_matmul"].map((name) =>
		native(name, "! *tensors", (tensors: Value[]) => {
			if (isAdvisedAgainst(name)) adviseAgainst(name);
			const list = bundled(tensors);
			if (list === null || list.some((t) => t instanceof Unknown)) return new Unknown(`${name} of something not known`);
			const out = call(name, tensorsIn(list)) as Tensor | Tensor[];
			return Array.isArray(out) ? new PyTuple(out.map(py)) : py(out);
		}),
	),
];
