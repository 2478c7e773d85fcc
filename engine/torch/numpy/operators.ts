/** Operators of arrays and numpy's scalars, also with tensors on the other side. */
import { withGradMode } from "../../autograd/world.ts";
import { call } from "../../ops/dispatch.ts";
import { dtypes } from "../../shape/dtype.ts";
import { rt } from "../../values/runtime.ts";
import { py, PyTensor } from "../../values/tensor.ts";
import { NotImplemented, PyBuiltin, type PyClass, PyTuple, Unknown, type Value } from "../../values/value.ts";
import { Ndarray, ndarrayClass } from "../ndarray.ts";
import { generic } from "./dtype.ts";
import { apply, binary } from "./elementwise.ts";
import { write } from "./indexing.ts";
import { asArray, convert, finish, guarded, make, sizesOf } from "./kit.ts";

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
			const target = a as Ndarray;
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
			(a as Ndarray).tensor.storage.data = null;
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
