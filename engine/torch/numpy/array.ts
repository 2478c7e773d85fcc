/** numpy.ndarray: text, attributes, elements, methods. The operators are in operators.ts. */
import { contiguousStrides } from "../../shape/shape.ts";
import { def, getter } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { pyDim, pyNumber } from "../../values/tensor.ts";
import { alias } from "../../values/types/generic.ts";
import {
	iteratorClass,
	type Kwargs,
	PyBuiltin,
	PyClassMethod,
	PyFloat,
	PyIterator,
	PyList,
	PyTuple,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { Ndarray, ndarrayClass } from "../ndarray.ts";
import { needDType, npDType, scalarOf } from "./dtype.ts";
import { binary } from "./elementwise.ts";
import { getIndexed, setIndexed, write } from "./indexing.ts";
import { convert, count, finish, guarded, intArg, lost, numbersOf, operand, pyShape, shapeArg, sizesOf } from "./kit.ts";
import { copy, reshape, transpose } from "./layout.ts";
import { arrayRepr, arrayText, scalarText } from "./text.ts";

const self = (v: Value): Ndarray => v as Ndarray;

// Text.
ndarrayClass.set("__class_getitem__", new PyClassMethod(new PyBuiltin("__class_getitem__", ([cls, item]) => alias(cls!, item!))));
def(ndarrayClass, "__repr__", "", (v: Value) =>
	guarded("an array as text", () => arrayRepr(numbersOf(self(v)), sizesOf(self(v)), self(v).tensor.dtype)),
);
def(ndarrayClass, "__str__", "", (v: Value) =>
	guarded("an array as text", () => {
		const a = self(v);
		const values = numbersOf(a);
		const sizes = sizesOf(a);
		return sizes.length === 0
			? values === null
				? "?"
				: scalarText(values[0]!, a.tensor.dtype)
			: arrayText(values, sizes, a.tensor.dtype, " ", 0);
	}),
);
def(ndarrayClass, "__format__", "spec", (v: Value, spec: Value) => {
	if (spec === "") return rt.str(v);
	if (self(v).tensor.dim === 0) return rt.format(finish(self(v)), String(spec));
	return rt.raise("TypeError", "unsupported format string passed to numpy.ndarray.__format__");
});

// Attributes.
getter(
	ndarrayClass,
	"shape",
	(v) => (self(v).tensor.unknownShape ? new Unknown("the shape of an array") : new PyTuple(self(v).tensor.sizes.map(pyDim))),
	(v, s) => {
		const r = reshape(self(v), shapeArg(s));
		Object.assign(self(v).tensor, { sizes: r.tensor.sizes, strides: r.tensor.strides });
	},
);
getter(ndarrayClass, "dtype", (v) => npDType(self(v).tensor.dtype));
getter(ndarrayClass, "ndim", (v) => (self(v).tensor.unknownShape ? new Unknown("the shape of an array") : self(v).tensor.dim));
getter(ndarrayClass, "size", (v) => (self(v).tensor.unknownShape ? new Unknown("the shape of an array") : pyDim(self(v).tensor.numel)));
getter(ndarrayClass, "itemsize", (v) => self(v).tensor.dtype.itemSize);
getter(ndarrayClass, "nbytes", (v) => guarded("nbytes", () => count(sizesOf(self(v))) * self(v).tensor.dtype.itemSize));
getter(ndarrayClass, "T", (v) => guarded("T", () => transpose(self(v), null)));
getter(ndarrayClass, "flat", (v) => rt.call(rt.getAttr(rt.call(rt.getAttr(v, "ravel"), []), "__iter__"), []));
getter(ndarrayClass, "real", (v) => v);
getter(ndarrayClass, "base", () => new Unknown("the base of an array"));
getter(ndarrayClass, "strides", (v) =>
	guarded("strides", () =>
		pyShape((self(v).tensor.strides ?? contiguousStrides(sizesOf(self(v)))).map((s) => Number(s) * self(v).tensor.dtype.itemSize)),
	),
);

ndarrayClass.set(
	"__getattr__",
	new PyBuiltin("__getattr__", (args) => rt.raise("AttributeError", `'numpy.ndarray' object has no attribute '${String(args[1])}'`)),
);

// Length, iteration, subscripts.
def(ndarrayClass, "__len__", "", (v: Value) => {
	if (self(v).tensor.unknownShape) return new Unknown("the shape of an array");
	return self(v).tensor.dim === 0 ? rt.raise("TypeError", "len() of unsized object") : pyDim(self(v).tensor.sizes[0]!);
});
def(ndarrayClass, "__iter__", "", (v: Value) =>
	guarded("iteration", () => {
		const n = sizesOf(self(v))[0] ?? rt.raise("TypeError", "iteration over a 0-d array");
		let i = 0;
		return new PyIterator(() => (i < n ? getIndexed(self(v), i++) : undefined), iteratorClass);
	}),
);
def(ndarrayClass, "__getitem__", "! key", (v: Value, key: Value) => guarded("an element of an array", () => getIndexed(self(v), key)));
def(ndarrayClass, "__setitem__", "! key value", (v: Value, key: Value, value: Value) => {
	guarded("a write into an array", () => {
		try {
			setIndexed(self(v), key, value);
		} catch (e) {
			self(v).tensor.storage.data = rt.asRaise(e) === null ? null : self(v).tensor.storage.data;
			throw e;
		}
		return null;
	});
	return null;
});
def(ndarrayClass, "__contains__", "! value", (v: Value, value: Value) =>
	guarded("in", () => Array.from(numbersOf(binary("equal", v, value)!) ?? lost()).some((x) => x !== 0)),
);
def(ndarrayClass, "__bool__", "", (v: Value) =>
	guarded("the truth of an array", () => {
		const n = count(sizesOf(self(v)));
		if (n > 1) rt.raise("ValueError", "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()");
		if (n === 0)
			rt.raise("ValueError", "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.");
		const x = self(v).tensor.first();
		return x === null ? lost() : x !== 0;
	}),
);
const single = (v: Value): number => {
	const a = self(v);
	if (count(sizesOf(a)) !== 1 || a.tensor.dim > 0) rt.raise("TypeError", "only 0-dimensional arrays can be converted to Python scalars");
	return a.tensor.first() ?? lost();
};
def(ndarrayClass, "__float__", "", (v: Value) => guarded("float", () => new PyFloat(single(v))));
def(ndarrayClass, "__int__", "", (v: Value) => guarded("int", () => Math.trunc(single(v))));
def(ndarrayClass, "__index__", "", (v: Value) =>
	guarded("int", () =>
		self(v).tensor.dtype.category < 2 ? single(v) : rt.raise("TypeError", "only integer scalar arrays can be converted to a scalar index"),
	),
);
def(ndarrayClass, "item", "! *args", (v: Value, args: Value[]) =>
	guarded("item", () => {
		const a = self(v);
		if (args.length === 0) {
			if (count(sizesOf(a)) !== 1) rt.raise("ValueError", "can only convert an array of size 1 to a Python scalar");
			return pyNumber(a.tensor.first() ?? lost(), a.tensor.dtype);
		}
		const at = args.length === 1 ? args[0]! : new PyTuple(args);
		const x = getIndexed(args.length === 1 && a.tensor.dim > 1 ? reshape(a, [-1]) : a, at);
		const s = scalarOf(x);
		return s === null ? x : pyNumber(s.value, s.dtype);
	}),
);
def(ndarrayClass, "tolist", "", (v: Value) =>
	guarded("tolist", () => {
		const a = self(v);
		const sizes = sizesOf(a);
		const values = numbersOf(a) ?? lost();
		const nest = (dim: number, at: number): Value => {
			if (dim === sizes.length) return pyNumber(values[at]!, a.tensor.dtype);
			const step = count(sizes.slice(dim + 1));
			return new PyList(Array.from({ length: sizes[dim]! }, (_, i) => nest(dim + 1, at + i * step)));
		};
		return nest(0, 0);
	}),
);

// The bound arguments are as the signature says, which the type system cannot see.
const method = (name: string, signature: string, f: (a: Ndarray, ...args: any[]) => Value): void =>
	def(ndarrayClass, name, `! ${signature}`, (v: Value, ...args: unknown[]) => guarded(`ndarray.${name}`, () => f(self(v), ...args)));
const spread = (args: Value[]): number[] => (args.length === 1 ? shapeArg(args[0]!) : args.map(intArg));
method("reshape", "*shape **kw", (a, shape: Value[], _kw: Kwargs) => reshape(a, spread(shape)));
method("ravel", "*args **kw", (a) => reshape(a, [-1]));
method("flatten", "*args **kw", (a) => copy(reshape(a, [-1])));
method("copy", "*args **kw", (a) => copy(a));
method("__copy__", "", (a) => copy(a));
method("__deepcopy__", "*memo", (a) => copy(a));
method("view", "*args **kw", (a, args: Value[]) =>
	args.length === 0 ? new Ndarray(a.tensor.alias(a.tensor.sizes, a.tensor.strides, a.tensor.offset)) : lost("a view of another dtype"),
);
method("astype", ".dtype * copy? order? casting? subok?", (a, d: Value) => {
	const to = needDType(d);
	return to === null ? lost("a dtype") : to === a.tensor.dtype ? copy(a) : convert(a, to);
});
method("transpose", "*axes", (a, axes: Value[]) => transpose(a, axes.length === 0 || axes[0] === null ? null : spread(axes)));
method("swapaxes", "axis1 axis2", (a, i: Value, j: Value) => {
	const order = sizesOf(a).map((_, k) => k);
	const [x, y] = [intArg(i), intArg(j)].map((k) => (k < 0 ? k + order.length : k)) as [number, number];
	[order[x], order[y]] = [order[y]!, order[x]!];
	return transpose(a, order);
});
method("fill", "value", (a, value: Value) => {
	const o = operand(value);
	if (o !== null) write(a, convert(o.array, a.tensor.dtype));
	return null;
});
for (const name of ["setflags", "tofile", "dump"]) method(name, "*args **kw", () => null);
method("tobytes", "*args **kw", () => lost("the bytes of an array"));
method("__array__", "*args **kw", (a) => a);
getter(ndarrayClass, "__array_priority__", () => new PyFloat(0));
