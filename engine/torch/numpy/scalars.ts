/** numpy's scalars and dtype objects: what they print, convert to and answer. */
import { dtypes } from "../../shape/dtype.ts";
import { def, getter } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { pyNumber } from "../../values/tensor.ts";
import { type Kwargs, PyBuiltin, PyFloat, PyTuple, Unknown, type Value } from "../../values/value.ts";
import { Ndarray } from "../ndarray.ts";
import { abstractClasses, dtypeFrom, generic, type NpDType, npDType, npDTypeClass, scalar, scalarClasses, scalarOf } from "./dtype.ts";
import { asArray, convert, finish, guarded } from "./kit.ts";
import { scalarText } from "./text.ts";

const inner = (v: Value) => scalarOf(v)!;
def(generic, "__str__", "", (v: Value) => scalarText(inner(v).value, inner(v).dtype));
def(generic, "__repr__", "", (v: Value) => {
	const { value, dtype } = inner(v);
	return dtype.category === 0 ? `np.${value !== 0 ? "True" : "False"}_` : `np.${dtype.name}(${scalarText(value, dtype)})`;
});
def(generic, "__format__", "spec", (v: Value, spec: Value) =>
	spec === ""
		? rt.str(v)
		: rt.format(
				inner(v).dtype.category === 0 ? scalarText(inner(v).value, inner(v).dtype) : pyNumber(inner(v).value, inner(v).dtype),
				String(spec),
			),
);
def(generic, "__bool__", "", (v: Value) => inner(v).value !== 0);
def(generic, "__float__", "", (v: Value) => new PyFloat(inner(v).value));
def(generic, "__int__", "", (v: Value) => Math.trunc(inner(v).value));
def(generic, "__hash__", "", (v: Value) => rt.call(rt.getAttr(pyNumber(inner(v).value, inner(v).dtype), "__hash__"), []));
def(generic, "__index__", "", (v: Value) =>
	inner(v).dtype.category === 1
		? inner(v).value
		: rt.raise(
				"TypeError",
				`'${inner(v).dtype.category === 0 ? "numpy.bool" : `numpy.${inner(v).dtype.name}`}' object cannot be interpreted as an integer`,
			),
);
def(generic, "__round__", "ndigits?", (v: Value, digits?: Value) => {
	const { value, dtype } = inner(v);
	const r = rt.call(rt.getAttr(pyNumber(value, dtype), "__round__"), digits === undefined ? [] : [digits]);
	return digits === undefined || !(r instanceof PyFloat) ? r : scalar(r.value, dtype);
});
for (const n of ["item", "tolist"]) def(generic, n, "", (v: Value) => pyNumber(inner(v).value, inner(v).dtype));
getter(generic, "dtype", (v) => npDType(inner(v).dtype));
getter(generic, "shape", () => new PyTuple([]));
getter(generic, "ndim", () => 0);
getter(generic, "size", () => 1);
getter(generic, "real", (v) => v);
getter(generic, "T", (v) => v);
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
for (const cls of [...abstractClasses, ...scalarClasses.values()]) cls.set("__init__", new PyBuiltin("__init__", () => null));

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
