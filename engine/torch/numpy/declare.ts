/** How a function of numpy is declared: of the module, and mostly a method of arrays too. */
import { def, native } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { PyTensor } from "../../values/tensor.ts";
import { type PyBuiltin, Unknown, type Value } from "../../values/value.ts";
import { asNumber } from "../../values/kinds.ts";
import { Ndarray, ndarrayClass } from "../ndarray.ts";
import { scalarOf } from "./dtype.ts";
import { asArray, guarded, lost } from "./kit.ts";
import { asTensor } from "./operators.ts";

export const functions: PyBuiltin[] = [];
// The bound arguments are as the signature says, which the type system cannot see.
export type Bound = any[];
type Body = (...args: Bound) => Value;
export function fn(name: string, signature: string, body: Body): void {
	functions.push(native(name, `! ${signature}`, (...args: Bound) => guarded(`numpy.${name}`, () => body(...args))));
}
/** What numpy leaves to the method of that name where it is given a tensor. */
const TENSOR_METHODS = new Set(["std", "var", "argmax", "argmin", "all", "any", "cumsum", "squeeze", "ravel", "argsort", "nonzero"]);
/** What it computes from a tensor by itself, and wraps again. */
const WRAPPED = new Set(["clip", "round", "around"]);

/** As a function of the module and as a method of arrays. */
export function both(name: string, signature: string, body: (a: Ndarray, ...args: Bound) => Value): void {
	functions.push(
		native(name, `! .a ${signature}`, (v: Value, ...args: Bound) => {
			// Tensors bring the method of that name with them; most refuse numpy's keywords.
			if (v instanceof PyTensor) {
				const axis = args[0] as Value | undefined;
				if (name === "sum" || name === "mean") rt.raise("TypeError", `${name}() got an unexpected keyword argument 'axis'`);
				if (name === "max" || name === "min" || name === "prod")
					rt.raise(
						"TypeError",
						axis === undefined || axis === null
							? `${name}(): argument 'dim' must be int, not NoneType`
							: `${name}() got an unexpected keyword argument 'axis'`,
					);
				if (name === "cumsum") return rt.call(rt.getAttr(v, name), [axis ?? 0]);
				if (TENSOR_METHODS.has(name)) return rt.call(rt.getAttr(v, name), axis === undefined || axis === null ? [] : [axis]);
				if (WRAPPED.has(name)) return asTensor(guarded(`numpy.${name}`, () => body(asArray(v), ...args)));
			}
			return guarded(`numpy.${name}`, () => body(asArray(v), ...args));
		}),
	);
	def(ndarrayClass, name, `! ${signature}`, (v: Value, ...args: Bound) => guarded(`ndarray.${name}`, () => body(v as Ndarray, ...args)));
}

/** Arguments as given: a flag, a number, a list of arrays. */
export const truth = (v: Value | undefined): boolean => v !== undefined && v !== null && rt.truth(v);
export const num = (v: Value): number =>
	asNumber(v) ??
	scalarOf(v)?.value ??
	(v instanceof Ndarray || v instanceof PyTensor
		? (v.tensor.first() ?? lost())
		: v instanceof Unknown
			? lost()
			: rt.raise("TypeError", `must be real number, not ${rt.typeOf(v).name}`));

export const list = (v: Value): Ndarray[] => (v instanceof Unknown ? lost(v.why) : (rt.items(v) ?? lost()).map((x) => asArray(x)));
