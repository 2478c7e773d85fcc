/** `numpy.finfo` and `numpy.iinfo`: the limits of dtypes, as numpy's own scalars. */
import type { DType } from "../../shape/dtype.ts";
import { raiseError } from "../../values/exceptions.ts";
import { builtinClass, objectClass, type PyClass, PyInstance, type Value } from "../../values/value.ts";
import { FLOATS } from "../limits.ts";
import { needDType, scalar } from "./dtype.ts";
import { Ndarray } from "../ndarray.ts";

const asked = (v: Value | undefined): DType =>
	(v instanceof Ndarray ? v.tensor.dtype : needDType(v)) ?? raiseError("TypeError", "a dtype is needed");
function described(cls: PyClass, dtype: DType, fields: Record<string, Value>): PyInstance {
	const out = new PyInstance(cls);
	for (const [name, value] of Object.entries(fields)) out.dict.set(name, value);
	out.dict.set("bits", dtype.itemSize * 8);
	return out;
}

export const finfoClass = builtinClass("finfo", [objectClass], "numpy");
finfoClass.alloc = (cls, args) => {
	const dtype = asked(args[0]);
	const [eps, max, tiny, resolution] = FLOATS[dtype.name] ?? raiseError("ValueError", `data type ${dtype.name} not inexact`);
	const numbers = { eps, max, min: -max, tiny, smallest_normal: tiny, resolution };
	return described(cls, dtype, Object.fromEntries(Object.entries(numbers).map(([name, x]) => [name, scalar(x, dtype)])));
};

export const iinfoClass = builtinClass("iinfo", [objectClass], "numpy");
iinfoClass.alloc = (cls, args) => {
	const dtype = asked(args[0]);
	const isUnsigned = dtype.name.startsWith("uint");
	const max = (1n << BigInt(dtype.itemSize * 8 - (isUnsigned ? 0 : 1))) - 1n;
	const small = (x: bigint): Value => (Number.isSafeInteger(Number(x)) ? Number(x) : x);
	return described(cls, dtype, { max: small(max), min: small(isUnsigned ? 0n : -max - 1n) });
};
