/** Python operators on tensors, indexing, and every tensor method that is simply an op. */
import { Tensor } from "../autograd/tensor.ts";
import type { DType } from "../shape/dtype.ts";
import { world } from "../autograd/world.ts";
import { call, callInPlace } from "../ops/dispatch.ts";
import { methodNames } from "../ops/facts.ts";
import { getItem, type IndexKey, setItem } from "../ops/indexing/index.ts";
import { def } from "../values/native.ts";
import { dimOf, py, pyDim, PyTensor, tensorClass } from "../values/tensor.ts";
import {
	boolClass,
	Ellipsis,
	floatClass,
	intClass,
	NotImplemented,
	PyBuiltin,
	PyFloat,
	PyList,
	PyRange,
	PySlice,
	PyTuple,
	Unknown,
	type Value,
} from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { boundOp, callBound } from "./bind.ts";
import { wrapNumber } from "./decode.ts";
import { Ndarray } from "./ndarray.ts";
import { numpyOf } from "./numpy-convert.ts";

/** The other operand as a tensor: a tensor, a Python number (wrapped). Arrays take over themselves. */
function operand(v: Value): Tensor | null {
	if (v instanceof PyTensor) return v.tensor;
	return wrapNumber(v);
}

function binary(dunder: string, op: string, reflected = false): void {
	tensorClass.set(
		dunder,
		new PyBuiltin(dunder, (args) => {
			const [a, b] = args as [Value, Value];
			const other = op === "matmul" && !(b instanceof PyTensor) && !(b instanceof Ndarray) ? null : operand(b);
			if (other === null) return b instanceof Unknown ? new Unknown(b.why, { key: `${dunder}(${b.key})` }) : NotImplemented;
			const self = (a as PyTensor).tensor;
			return py(reflected ? call(op, other, self) : call(op, self, other));
		}),
	);
}
binary("__add__", "add.Tensor");
binary("__radd__", "add.Tensor");
binary("__sub__", "sub.Tensor");
binary("__mul__", "mul.Tensor");
binary("__rmul__", "mul.Tensor");
binary("__truediv__", "div.Tensor");
binary("__matmul__", "matmul");
binary("__rmatmul__", "matmul", true);
for (const [d, op] of [
	["lt", "lt"],
	["le", "le"],
	["gt", "gt"],
	["ge", "ge"],
	["eq", "eq"],
	["ne", "ne"],
] as const) {
	tensorClass.set(
		`__${d}__`,
		new PyBuiltin(`__${d}__`, (args) => {
			const [a, b] = args as [PyTensor, Value];
			if (b instanceof PyTensor) return py(call(`${op}.Tensor`, a.tensor, b.tensor));
			if (b instanceof Ndarray) {
				if (op === "eq" || op === "ne") return py(call(`${op}.Tensor`, a.tensor, b.tensor));
				rt.raise(
					"TypeError",
					`'${{ lt: "<", le: "<=", gt: ">", ge: ">=" }[op]}' not supported between instances of 'Tensor' and 'numpy.ndarray'`,
				);
			}
			if (b instanceof Unknown && b.type === null) return new Unknown(b.why, { key: `${op}(t${a.tensor.id},${b.key})` });
			const n = operand(b);
			if (n === null) return NotImplemented;
			return py(call(`${op}.Tensor`, a.tensor, n));
		}),
	);
}

/** Operators that go through the ordinary overload choice (`x ** 2`, `x % y`, `x // y`, `x & y`). */
function viaMethod(dunder: string, name: string): void {
	tensorClass.set(
		dunder,
		new PyBuiltin(dunder, (args, kw) => {
			const [, b] = args as [Value, Value];
			if (!(b instanceof Unknown) && operand(b) === null) return NotImplemented;
			const op = boundOp(name, "method") ?? boundOp(name, "function");
			return callBound(op!, name, args, kw);
		}),
	);
}
// The tensor itself is the second operand of the function.
tensorClass.set(
	"where",
	new PyBuiltin("where", ([self, ...rest], kw) => {
		const condition = rest[0] ?? kw?.get("condition") ?? null;
		const other = rest[1] ?? kw?.get("other") ?? null;
		return callBound(boundOp("where", "function")!, "where", [condition, self!, other], null);
	}),
);
viaMethod("__pow__", "pow");
viaMethod("__mod__", "remainder");
viaMethod("__floordiv__", "floor_divide");
viaMethod("__and__", "bitwise_and");
viaMethod("__or__", "bitwise_or");
viaMethod("__xor__", "bitwise_xor");
viaMethod("__rand__", "bitwise_and");
viaMethod("__ror__", "bitwise_or");
viaMethod("__rxor__", "bitwise_xor");
viaMethod("__lshift__", "bitwise_left_shift");
viaMethod("__rshift__", "bitwise_right_shift");

function reflected(dunder: string, f: (self: Tensor, other: Value) => Tensor | null): void {
	tensorClass.set(
		dunder,
		new PyBuiltin(dunder, (args) => {
			const [a, b] = args as [PyTensor, Value];
			if (b instanceof Unknown && b.type === null) return new Unknown(b.why, { key: `${dunder}(t${a.tensor.id},${b.key})` });
			const r = f(a.tensor, b);
			return r === null ? NotImplemented : py(r);
		}),
	);
}
reflected("__rsub__", (t, o) => {
	const n = operand(o);
	// A Python bool is a bool tensor here: subtraction refuses it.
	if (typeof o === "boolean") return call("sub.Tensor", n, t);
	return n === null
		? null
		: o instanceof PyTensor
			? call("rsub.Tensor", t, n)
			: (withScalar(o, (x) => call("rsub.Scalar", t, x)) ?? call("sub.Tensor", n, t));
});
reflected("__rtruediv__", (t, o) => {
	const n = operand(o);
	return n === null ? null : call("mul.Tensor", call("reciprocal", t), n);
});
tensorClass.set("__rdiv__", new PyBuiltin("__rdiv__", (tensorClass.dict.get("__rtruediv__") as PyBuiltin).call));
reflected("__rpow__", (t, o) => {
	const n = operand(o);
	if (n === null) return null;
	return withScalar(o, (x) => call("pow.Scalar", x, t)) ?? call("pow.Tensor_Tensor", n, t);
});
for (const [dunder, op] of [
	["__rlshift__", "bitwise_left_shift"],
	["__rrshift__", "bitwise_right_shift"],
] as const)
	reflected(dunder, (t, o) => {
		const n = operand(o);
		return n === null ? null : call(`${op}.Tensor`, n, t);
	});
reflected("__rmod__", (t, o) => {
	const n = operand(o);
	return n === null ? null : call("remainder.Tensor", n, t);
});
reflected("__rfloordiv__", (t, o) => {
	const n = operand(o);
	return n === null ? null : call("floor_divide", n, t);
});

/** Runs `f` with the Python number behind `v`, or gives null when the number is not known. */
function withScalar(v: Value, f: (x: number) => Tensor): Tensor | null {
	const x = v instanceof PyFloat ? v.value : typeof v === "number" || typeof v === "boolean" ? Number(v) : null;
	if (x === null) return null;
	world.floatScalar = v instanceof PyFloat;
	try {
		return f(x);
	} finally {
		world.floatScalar = false;
	}
}

/** `x += y` and friends write into x and answer x itself. */
function inPlace(dunder: string, op: string, name: string): void {
	tensorClass.set(
		dunder,
		new PyBuiltin(dunder, (args) => {
			const [a, b] = args as [PyTensor, Value];
			const other = operand(b);
			if (other === null) {
				if (!(b instanceof Unknown)) return NotImplemented;
				a.tensor.storage.data = null;
				a.tensor.counter.bump(name);
				return a;
			}
			callInPlace(op, [a.tensor, other], name);
			return a;
		}),
	);
}
inPlace("__iadd__", "add.Tensor", "add_");
inPlace("__isub__", "sub.Tensor", "sub_");
inPlace("__imul__", "mul.Tensor", "mul_");
inPlace("__itruediv__", "div.Tensor", "div_");
for (const [dunder, name] of [
	["__ipow__", "pow_"],
	["__imod__", "remainder_"],
	["__ifloordiv__", "floor_divide_"],
	["__iand__", "bitwise_and_"],
	["__ior__", "bitwise_or_"],
	["__ixor__", "bitwise_xor_"],
	["__ilshift__", "bitwise_left_shift_"],
	["__irshift__", "bitwise_right_shift_"],
] as const)
	tensorClass.set(dunder, new PyBuiltin(dunder, (args, kw) => callBound(boundOp(name, "method")!, name, args, kw)));

const unary = (dunder: string, f: (t: Tensor) => Tensor): void =>
	tensorClass.set(dunder, new PyBuiltin(dunder, (args) => py(f((args[0] as PyTensor).tensor))));
unary("__neg__", (t) => call("neg", t));
unary("__pos__", (t) => t);
unary("__abs__", (t) => call("abs", t));
unary("__invert__", (t) => {
	if (t.dtype.category >= 2 && !t.unknownDtype)
		rt.raise("TypeError", "~ (operator.invert) is only implemented on integer and Boolean-type tensors");
	return call("bitwise_not", t);
});

/** Decodes a subscript; null when some part is not known. */
export function indexKeys(v: Value): IndexKey[] | null {
	const items = v instanceof PyTuple ? v.items : (spread(v) ?? [v]);
	const keys: IndexKey[] = [];
	for (const k of items) {
		const decoded = indexKey(k);
		if (decoded === undefined) return null;
		keys.push(decoded);
	}
	return keys;
}
/** `x[[[0, 1], [1, 2]]]`: a short list that holds more than numbers is still read as a tuple. */
function spread(v: Value): Value[] | null {
	const isText = typeof v === "string";
	if (!isText && !(v instanceof PyList && v.items.length < 32 && v.items.some(isNoNumber))) return null;
	// Two places of PyTorch's sources say the same: each is heard once.
	const found = isText ? undefined : (v as PyList).items.find(isNoNumber);
	const line = found === null || found === Ellipsis ? 359 : 349;
	rt.warn(
		"UserWarning",
		`${NON_TUPLE} (Triggered internally at /__w/pytorch/pytorch/torch/csrc/autograd/python_variable_indexing.cpp:${line}.)`,
	);
	return isText ? rt.raise("TypeError", "new(): invalid data type 'str'") : (v as PyList).items;
}
const isNoNumber = (k: Value): boolean =>
	k === null ||
	k === Ellipsis ||
	typeof k === "string" ||
	k instanceof PyTensor ||
	k instanceof PyList ||
	k instanceof PyTuple ||
	k instanceof PySlice ||
	k instanceof Ndarray;
const NON_TUPLE =
	"Using a non-tuple sequence for multidimensional indexing is deprecated and will be changed in pytorch 2.9; use x[tuple(seq)] instead of x[seq]. In pytorch 2.9 this will be interpreted as tensor index, x[torch.tensor(seq)], which will result either in an error or a different result";

function indexKey(k: Value): IndexKey | undefined {
	if (k === null || typeof k === "boolean" || typeof k === "number") return k;
	if (k === Ellipsis) return "...";
	if (k instanceof PyTensor || k instanceof Ndarray) return k.tensor;
	if (k instanceof PySlice) {
		const part = (x: Value) => (x === null ? null : (dimOf(x) ?? indexNumber(x)));
		if ([k.start, k.stop, k.step].some((x) => x instanceof Unknown)) return undefined;
		return { start: part(k.start) ?? null, stop: part(k.stop) ?? null, step: (part(k.step) as number | null) ?? null };
	}
	if (k instanceof Unknown) return undefined;
	if (k instanceof PyRange) return listTensor(Array.from({ length: k.length }, (_, i) => k.start + i * k.step));
	if (k instanceof PyList || k instanceof PyTuple) {
		const t = k.items.length === 0 ? listTensor([]) : numpyOf(k);
		return t ?? undefined;
	}
	return (
		dimOf(k) ??
		indexNumber(k) ??
		rt.raise(
			"IndexError",
			`only integers, slices (\`:\`), ellipsis (\`...\`), None and long or byte Variables are valid indices (got ${rt.typeOf(k).name})`,
		)
	);
}
function indexNumber(v: Value): number | null {
	const index = rt.findAttr(v, "__index__");
	if (index === undefined) return null;
	const n = rt.call(index, []);
	return typeof n === "number" ? n : null;
}
function listTensor(values: number[]): Tensor {
	return Tensor.make([values.length], dtypes.int64, new Float64Array(values));
}
import { dtypes } from "../shape/dtype.ts";

def(tensorClass, "__getitem__", "! key", (v: Value, key: Value) => {
	const t = (v as PyTensor).tensor;
	const keys = indexKeys(key);
	if (keys === null || t.unknownShape) {
		const out = call("alias", t);
		const r = t.unknownShape && keys !== null ? getUnknown(t) : out;
		return keys === null ? py(getUnknown(t)) : py(r);
	}
	return py(getItem(t, keys));
});
/** Indexing a tensor of unknown shape, or with an unknown key: some view or copy of it. */
function getUnknown(t: Tensor): Tensor {
	const out = call("alias", t);
	out.unknownShape = true;
	return out;
}
def(tensorClass, "__setitem__", "! key value", (v: Value, key: Value, value: Value) => {
	const t = (v as PyTensor).tensor;
	const keys = indexKeys(key);
	if (keys === null || t.unknownShape || (value instanceof Unknown && value.type === null)) {
		t.storage.data = null;
		t.counter.bump("__setitem__");
		return null;
	}
	const decoded = operand(value);
	if (decoded === null)
		rt.raise(
			"TypeError",
			`can't assign a ${value instanceof Ndarray ? "numpy." : ""}${rt.typeOf(value).name} to a torch.${t.dtype.tensorType.slice("torch.".length)}`,
		);
	setItem(t, keys, decoded);
	return null;
});

/** Everything else: a method for every op that PyTorch declares as one. */
for (const m of methodNames()) {
	if (tensorClass.dict.has(m)) continue;
	tensorClass.dict.set(m, new PyBuiltin(m, (args, kw) => callBound(boundOp(m, "method")!, m, args, kw)));
}
export { boolClass, floatClass, intClass, pyDim };
export type { DType };
