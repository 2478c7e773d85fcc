/** The modules `numpy`, `numpy.random`, `numpy.linalg` as Python sees them; what is not modelled is unknown. */
import { withGradMode } from "../../autograd/world.ts";
import { call } from "../../ops/dispatch.ts";
import { dtypes } from "../../shape/dtype.ts";
import { exceptionClasses } from "../../values/exceptions.ts";
import { native } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { asNumber } from "../../values/kinds.ts";
import { boolClass, builtinClass, PyFloat, PyModule, Unknown, type Value } from "../../values/value.ts";
import { Ndarray, ndarrayClass } from "../ndarray.ts";
import "./array.ts";
import "./operators.ts";
import "./scalars.ts";
import { abstractClasses, npDTypeClass, scalarClasses } from "./dtype.ts";
import { functions } from "./functions.ts";
import { asArray, convert, finish, guarded, lost } from "./kit.ts";
import { finfoClass, iinfoClass } from "./limits.ts";
import { randomModule } from "./random.ts";
import { npOptions } from "./text.ts";

const missing =
	(module: string) =>
	(name: string): Value | undefined =>
		name.startsWith("__") ? undefined : new Unknown(`\`${module}.${name}\` is not modelled`);

function numpyModule(): PyModule {
	const m = new PyModule("numpy", null);
	const set = (name: string, v: Value): void => void m.dict.set(name, v);
	for (const f of functions) set(f.name, f);
	for (const cls of abstractClasses) set(cls.name, cls);
	for (const [name, cls] of scalarClasses) set(name === "bool" ? "bool_" : name, cls);
	set("bool", boolClass);
	for (const [alias, name] of [
		["double", "float64"],
		["single", "float32"],
		["half", "float16"],
		["int_", "int64"],
		["intp", "int64"],
		["long", "int64"],
		["longlong", "int64"],
		["intc", "int32"],
		["short", "int16"],
		["byte", "int8"],
		["ubyte", "uint8"],
		["uint", "uint64"],
	] as const)
		set(alias, scalarClasses.get(name)!);
	set("ndarray", ndarrayClass);
	set("dtype", npDTypeClass);
	set("newaxis", null);
	set("finfo", finfoClass);
	set("iinfo", iinfoClass);
	for (const [name, x] of Object.entries({ pi: Math.PI, e: Math.E, inf: Infinity, nan: NaN, euler_gamma: 0.5772156649015329 }))
		set(name, new PyFloat(x));
	set("__version__", "2.4.6");
	set(
		"set_printoptions",
		native(
			"set_printoptions",
			"! .precision? .threshold? .edgeitems? .linewidth? .suppress? **kw",
			(precision?: Value, threshold?: Value, edge?: Value, width?: Value, suppress?: Value) => {
				const n = (v: Value | undefined, before: number): number => (v === undefined || v === null ? before : (asNumber(v) ?? before));
				npOptions().precision = n(precision, npOptions().precision);
				npOptions().threshold = n(threshold, npOptions().threshold);
				npOptions().edgeItems = n(edge, npOptions().edgeItems);
				npOptions().lineWidth = n(width, npOptions().lineWidth);
				if (suppress !== undefined && suppress !== null) npOptions().suppress = rt.truth(suppress);
				return null;
			},
		),
	);
	m.missing = (name) => {
		if (name === "random" || name === "linalg" || name === "exceptions") return rt.importModule(`numpy.${name}`);
		return missing("numpy")(name);
	};
	return m;
}

/** numpy.linalg through torch's ops: the same LAPACK results, without gradients. */
function linalgModule(): PyModule {
	const m = new PyModule("numpy.linalg", null);
	const through = (name: string, op: string): void =>
		void m.dict.set(
			name,
			native(name, "! .a", (v: Value) =>
				guarded(`numpy.linalg.${name}`, () => {
					const a = asArray(v);
					return finish(
						new Ndarray(withGradMode(false, () => call(op, a.tensor.dtype.category < 2 ? convert(a, dtypes.float64).tensor : a.tensor))),
					);
				}),
			),
		);
	through("inv", "linalg_inv");
	through("det", "linalg_det");
	m.dict.set(
		"norm",
		native("norm", "! .x .ord? .axis? .keepdims?", (v: Value, ord?: Value, axis?: Value, keep?: Value) =>
			guarded("numpy.linalg.norm", () => {
				const a = asArray(v);
				const t = a.tensor.dtype.category < 2 ? convert(a, dtypes.float64).tensor : a.tensor;
				const order = ord === undefined || ord === null ? 2 : (asNumber(ord) ?? lost("an order of a norm"));
				if (ord !== undefined && ord !== null && t.dim !== 1 && (axis === undefined || axis === null)) return lost("a matrix norm");
				const dims = axis === undefined || axis === null ? null : [Number(axis)];
				return finish(new Ndarray(withGradMode(false, () => call("linalg_vector_norm", t, order, dims, keep === true, null))));
			}),
		),
	);
	m.dict.set(
		"solve",
		native("solve", "! .a .b", (a: Value, b: Value) =>
			guarded("numpy.linalg.solve", () =>
				finish(
					new Ndarray(
						withGradMode(false, () =>
							call("linalg_solve", convert(asArray(a), dtypes.float64).tensor, convert(asArray(b), dtypes.float64).tensor),
						),
					),
				),
			),
		),
	);
	m.missing = missing("numpy.linalg");
	return m;
}

function exceptionsModule(): PyModule {
	const m = new PyModule("numpy.exceptions", null);
	m.dict.set(
		"AxisError",
		builtinClass("AxisError", [exceptionClasses.get("ValueError")!, exceptionClasses.get("IndexError")!], "numpy.exceptions"),
	);
	m.dict.set("_UFuncOutputCastingError", builtinClass("UFuncTypeError", [exceptionClasses.get("TypeError")!], "numpy._core._exceptions"));
	m.missing = missing("numpy.exceptions");
	return m;
}

export function registerNumpy(register: (name: string, make: () => PyModule) => void): void {
	register("numpy", numpyModule);
	register("numpy.random", randomModule);
	register("numpy.linalg", linalgModule);
	register("numpy.exceptions", exceptionsModule);
	register("numpy.typing", () => {
		const m = new PyModule("numpy.typing", null);
		m.missing = missing("numpy.typing");
		return m;
	});
}
