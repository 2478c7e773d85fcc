/** numpy.ndarray and numpy's scalars: attributes, operators, methods. */
import { withGradMode } from "../../autograd/world.ts";
import { call } from "../../ops/dispatch.ts";
import { dtypes } from "../../shape/dtype.ts";
import { contiguousStrides, isContiguous } from "../../shape/shape.ts";
import { def, getter } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { py, pyDim, pyNumber, PyTensor } from "../../values/tensor.ts";
import { alias } from "../../values/types/generic.ts";
import {
	iteratorClass,
	type Kwargs,
	NotImplemented,
	PyBuiltin,
	type PyClass,
	PyClassMethod,
	PyFloat,
	PyIterator,
	PyList,
	PyTuple,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { Ndarray, ndarrayClass } from "../ndarray.ts";
import {
	abstractClasses,
	dtypeFrom,
	generic,
	needDType,
	type NpDType,
	npDType,
	npDTypeClass,
	scalar,
	scalarClasses,
	scalarOf,
} from "./dtype.ts";
import { apply, binary, mapped } from "./elementwise.ts";
import { getIndexed, setIndexed, write } from "./indexing.ts";
import { asArray, convert, count, finish, guarded, intArg, lost, make, numbersOf, operand, pyShape, shapeArg, sizesOf } from "./kit.ts";
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

export function transpose(a: Ndarray, order: number[] | null): Ndarray {
	const sizes = sizesOf(a);
	const dims = (order ?? [...sizes.keys()].reverse()).map((d) => (d < 0 ? d + sizes.length : d));
	const strides = a.tensor.strides ?? contiguousStrides(sizes);
	return new Ndarray(
		a.tensor.alias(
			dims.map((d) => sizes[d]!),
			dims.map((d) => strides[d]!),
			a.tensor.offset,
		),
	);
}
export function reshape(a: Ndarray, shape: number[]): Ndarray {
	const total = count(sizesOf(a));
	const rest = count(shape.filter((s) => s !== -1));
	const sizes = shape.map((s) => (s === -1 ? total / rest : s));
	if (count(sizes) !== total || sizes.some((s) => !Number.isInteger(s)))
		rt.raise("ValueError", `cannot reshape array of size ${total} into shape (${shape.join(",")}${shape.length === 1 ? "," : ""})`);
	if (isContiguous(a.tensor.sizes, a.tensor.strides)) return new Ndarray(a.tensor.alias(sizes, null, a.tensor.offset));
	return make(sizes, a.tensor.dtype, numbersOf(a));
}
export const copy = (a: Ndarray): Ndarray => make(sizesOf(a), a.tensor.dtype, numbersOf(a));

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

// Operators, of arrays and of scalars alike.
const OPERATORS: Record<string, string> = {
	add: "add",
	sub: "subtract",
	mul: "multiply",
	truediv: "divide",
	floordiv: "floor_divide",
	mod: "remainder",
	pow: "power",
	and: "bitwise_and",
	or: "bitwise_or",
	xor: "bitwise_xor",
	lshift: "left_shift",
	rshift: "right_shift",
};
const COMPARISONS: Record<string, string> = {
	eq: "equal",
	ne: "not_equal",
	lt: "less",
	le: "less_equal",
	gt: "greater",
	ge: "greater_equal",
};
function set(cls: PyClass, name: string, f: (a: Value, b: Value) => Value): void {
	cls.set(name, new PyBuiltin(name, (args) => f(args[0]!, args[1] ?? null)));
}
const operate = (name: string, a: Value, b: Value): Value =>
	guarded(`numpy.${name}`, () => {
		const r = binary(name, a, b);
		return r === null ? NotImplemented : finish(r);
	});
const WRAP = "__array_wrap__ must accept context and return_scalar arguments (positionally) in the future. (Deprecated NumPy 2.0)";
/** What numpy computed from a tensor becomes a tensor again; truth values become bytes. */
export function asTensor(v: Value): Value {
	if (v instanceof Unknown) return v;
	rt.warn("DeprecationWarning", WRAP);
	const a = asArray(v);
	const t = a.tensor.dtype === dtypes.bool ? convert(a, dtypes.uint8).tensor : a.tensor;
	return py(t.alias(t.sizes, t.strides, t.offset, false));
}
const CONCATENATION =
	"Concatenation operation is not implemented for NumPy arrays, use np.concatenate() instead. Please do not rely on this error; it may not be given on all Python implementations.";
/** `array op tensor`: arrays leave it to tensors, and those take no arrays (only their reciprocal is multiplied after all). */
function beforeTensor(dunder: string, name: string, a: Value, b: PyTensor): Value {
	if (!(a instanceof Ndarray) || name === "equal" || name === "not_equal") return NotImplemented;
	if (dunder === "truediv") return rt.binary("*", rt.call(rt.getAttr(b, "reciprocal"), []), a);
	if (dunder === "add") return rt.raise("TypeError", CONCATENATION);
	const sign = SIGNS[dunder]!;
	return rt.raise(
		"TypeError",
		dunder in COMPARISONS
			? `'${sign}' not supported between instances of 'numpy.ndarray' and 'Tensor'`
			: `unsupported operand type(s) for ${sign}: 'numpy.ndarray' and 'Tensor'`,
	);
}
const SIGNS: Record<string, string> = {
	sub: "-",
	mul: "*",
	floordiv: "//",
	mod: "%",
	pow: "** or pow()",
	and: "&",
	or: "|",
	xor: "^",
	lshift: "<<",
	rshift: ">>",
	matmul: "@",
	lt: "<",
	le: "<=",
	gt: ">",
	ge: ">=",
};
/** `tensor op array`, which tensors refuse: computed here, through the tensor's own `numpy()`. */
const afterTensor = (name: string, a: PyTensor, b: Value): Value =>
	b instanceof Ndarray ? asTensor(operate(name, asArray(a), b)) : NotImplemented;
for (const cls of [ndarrayClass, generic]) {
	for (const [dunder, name] of Object.entries(OPERATORS)) {
		set(cls, `__${dunder}__`, (a, b) => (b instanceof PyTensor ? beforeTensor(dunder, name, a, b) : operate(name, a, b)));
		set(cls, `__r${dunder}__`, (a, b) => (b instanceof PyTensor ? afterTensor(name, b, a) : operate(name, b, a)));
	}
	for (const [dunder, name] of Object.entries(COMPARISONS))
		set(cls, `__${dunder}__`, (a, b) => (b instanceof PyTensor ? beforeTensor(dunder, name, a, b) : operate(name, a, b)));
	for (const [dunder, name] of [
		["neg", "negative"],
		["pos", "positive"],
		["abs", "absolute"],
		["invert", "invert"],
	] as const)
		set(cls, `__${dunder}__`, (a) => guarded(name, () => apply(name, a)));
	set(cls, "__matmul__", (a, b) =>
		b instanceof PyTensor ? beforeTensor("matmul", "matmul", a, b) : guarded("matmul", () => finish(matmul(asArray(a), asArray(b)))),
	);
	set(cls, "__rmatmul__", (a, b) =>
		guarded("matmul", () =>
			b instanceof PyTensor ? asTensor(finish(matmul(asArray(b), asArray(a)))) : finish(matmul(asArray(b), asArray(a))),
		),
	);
	set(cls, "__divmod__", (a, b) => new PyTuple([operate("floor_divide", a, b), operate("remainder", a, b)]));
}
ndarrayClass.set("__hash__", null);
for (const [dunder, name] of Object.entries(OPERATORS))
	set(ndarrayClass, `__i${dunder}__`, (a, b) => {
		if (b instanceof PyTensor) return beforeTensor(dunder, name, a, b);
		const done = guarded(`numpy.${name}`, () => {
			const target = self(a);
			const r = binary(name, a, b);
			if (r === null) return NotImplemented;
			const [from, to] = [r.tensor.dtype, target.tensor.dtype];
			if (from.category > to.category)
				rt.raiseClass(rt.getAttr(rt.importModule("numpy.exceptions"), "_UFuncOutputCastingError") as PyClass, [
					`Cannot cast ufunc '${name}' output from dtype('${from.name}') to dtype('${to.name}') with casting rule 'same_kind'`,
				]);
			write(target, convert(r, to));
			return a;
		});
		if (done instanceof Unknown) {
			self(a).tensor.storage.data = null;
			return a;
		}
		return done;
	});

/** Products of vectors and matrices, as torch computes them without gradients. */
export function matmul(a: Ndarray, b: Ndarray): Ndarray {
	const o = binary("multiply", make([], a.tensor.dtype, [1]), make([], b.tensor.dtype, [1]))!.tensor.dtype;
	const [x, y] = [sizesOf(a), sizesOf(b)];
	if (x.length === 0 || y.length === 0)
		rt.raise(
			"ValueError",
			`matmul: Input operand ${x.length === 0 ? 0 : 1} does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)`,
		);
	const [k, l] = [x[x.length - 1]!, y[y.length === 1 ? 0 : y.length - 2]!];
	if (k !== l)
		rt.raise(
			"ValueError",
			`matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size ${l} is different from ${k})`,
		);
	const d = o.category === 0 ? dtypes.int64 : o;
	const r = withGradMode(false, () => call("matmul", convert(a, d).tensor, convert(b, d).tensor));
	return o.category === 0 ? convert(new Ndarray(r), dtypes.bool) : new Ndarray(r);
}

// Shapes and memory.
// biome-ignore lint: the bound arguments are as the signature says, which the type system cannot see.
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

// Scalars.
const inner = (v: Value) => scalarOf(v)!;
for (const cls of [generic]) {
	def(cls, "__str__", "", (v: Value) => scalarText(inner(v).value, inner(v).dtype));
	def(cls, "__repr__", "", (v: Value) => {
		const { value, dtype } = inner(v);
		return dtype.category === 0 ? `np.${value !== 0 ? "True" : "False"}_` : `np.${dtype.name}(${scalarText(value, dtype)})`;
	});
	def(cls, "__format__", "spec", (v: Value, spec: Value) =>
		spec === ""
			? rt.str(v)
			: rt.format(
					inner(v).dtype.category === 0 ? scalarText(inner(v).value, inner(v).dtype) : pyNumber(inner(v).value, inner(v).dtype),
					String(spec),
				),
	);
	def(cls, "__bool__", "", (v: Value) => inner(v).value !== 0);
	def(cls, "__float__", "", (v: Value) => new PyFloat(inner(v).value));
	def(cls, "__int__", "", (v: Value) => Math.trunc(inner(v).value));
	def(cls, "__hash__", "", (v: Value) => rt.call(rt.getAttr(pyNumber(inner(v).value, inner(v).dtype), "__hash__"), []));
	def(cls, "__index__", "", (v: Value) =>
		inner(v).dtype.category === 1
			? inner(v).value
			: rt.raise(
					"TypeError",
					`'${inner(v).dtype.category === 0 ? "numpy.bool" : `numpy.${inner(v).dtype.name}`}' object cannot be interpreted as an integer`,
				),
	);
	def(cls, "__round__", "ndigits?", (v: Value, digits?: Value) => {
		const { value, dtype } = inner(v);
		const r = rt.call(rt.getAttr(pyNumber(value, dtype), "__round__"), digits === undefined ? [] : [digits]);
		return digits === undefined || !(r instanceof PyFloat) ? r : scalar(r.value, dtype);
	});
	for (const n of ["item", "tolist"]) def(cls, n, "", (v: Value) => pyNumber(inner(v).value, inner(v).dtype));
	getter(cls, "dtype", (v) => npDType(inner(v).dtype));
	getter(cls, "shape", () => new PyTuple([]));
	getter(cls, "ndim", () => 0);
	getter(cls, "size", () => 1);
	getter(cls, "real", (v) => v);
	getter(cls, "T", (v) => v);
}
// A method of arrays is a method of scalars too.
for (const name of [
	"sum",
	"mean",
	"std",
	"var",
	"max",
	"min",
	"prod",
	"any",
	"all",
	"round",
	"clip",
	"astype",
	"reshape",
	"copy",
	"flatten",
	"ravel",
	"argmax",
	"argmin",
	"squeeze",
])
	def(generic, name, "! *args **kw", (v: Value, args: Value[], kw: Kwargs) => {
		const r = rt.call(rt.getAttr(asArray(v), name), args, kw);
		return r instanceof Ndarray ? finish(r) : r;
	});
for (const [name, cls] of scalarClasses)
	cls.alloc = (c, args) =>
		guarded(`np.${name}`, () => {
			const d = dtypes[name];
			const given = args[0];
			if (given === undefined) return scalar(0, d);
			if (typeof given === "string")
				return scalar(Number(rt.call(rt.getAttr(rt.importModule("builtins"), "float"), [given]) instanceof PyFloat ? given : NaN), d);
			const a = convert(asArray(given), d);
			const r = finish(a);
			if (r instanceof PyFloat && c !== cls) r.cls = c;
			return r;
		});
// float.__new__ and its comparisons stand before np.generic's in the order of bases of nothing but float64.
for (const f of ["__init__"]) for (const cls of [...abstractClasses, ...scalarClasses.values()]) cls.set(f, new PyBuiltin(f, () => null));

// dtype objects.
npDTypeClass.alloc = (_c, args) => {
	const d = args[0] === undefined ? dtypes.float64 : dtypeFrom(args[0]);
	return d === null
		? typeof args[0] === "string"
			? rt.raise("TypeError", `data type '${args[0]}' not understood`)
			: new Unknown("a dtype")
		: npDType(d);
};
def(npDTypeClass, "__str__", "", (v: Value) => (v as NpDType).dtype.name);
def(npDTypeClass, "__repr__", "", (v: Value) => `dtype('${(v as NpDType).dtype.name}')`);
def(npDTypeClass, "__eq__", "! other", (v: Value, other: Value) =>
	other instanceof Unknown ? other : dtypeFrom(other) === (v as NpDType).dtype,
);
def(npDTypeClass, "__ne__", "! other", (v: Value, other: Value) =>
	other instanceof Unknown ? other : dtypeFrom(other) !== (v as NpDType).dtype,
);
def(npDTypeClass, "__hash__", "", (v: Value) => [...(v as NpDType).dtype.name].reduce((h, c) => (h * 31 + c.charCodeAt(0)) % 1000003, 5));
getter(npDTypeClass, "name", (v) => (v as NpDType).dtype.name);
getter(npDTypeClass, "type", (v) => scalarClasses.get((v as NpDType).dtype.name) ?? new Unknown("a dtype's type"));
getter(npDTypeClass, "itemsize", (v) => (v as NpDType).dtype.itemSize);
getter(npDTypeClass, "kind", (v) => {
	const d = (v as NpDType).dtype;
	return d.category === 0 ? "b" : d.category === 3 ? "c" : d.category === 2 ? "f" : d.name.startsWith("u") ? "u" : "i";
});
void mapped;
