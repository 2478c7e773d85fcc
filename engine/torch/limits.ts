/** `torch.finfo` and `torch.iinfo`: the limits of dtypes. */
import { type DType, type DTypeName, dtypes } from "../shape/dtype.ts";
import { world } from "../autograd/world.ts";
import { raiseError } from "../values/exceptions.ts";
import { formatValue } from "../values/format.ts";
import { def } from "../values/native.ts";
import { strValue } from "../values/text.ts";
import { builtinClass, objectClass, type PyClass, PyFloat, PyInstance, type Value } from "../values/value.ts";
import { dtypeOf } from "./decode.ts";

/** eps, max, smallest normal number, decimal digits that can be relied on. */
export const FLOATS: Partial<Record<DTypeName, [number, number, number, number]>> = {
	float64: [2 ** -52, Number.MAX_VALUE, 2 ** -1022, 1e-15],
	float32: [2 ** -23, (2 - 2 ** -23) * 2 ** 127, 2 ** -126, 1e-6],
	float16: [2 ** -10, 65504, 2 ** -14, 1e-3],
	bfloat16: [2 ** -7, (2 - 2 ** -7) * 2 ** 127, 2 ** -126, 1e-2],
	float8_e4m3fn: [2 ** -3, 448, 2 ** -6, 1],
	float8_e5m2: [2 ** -2, 57344, 2 ** -14, 1],
	float8_e4m3fnuz: [2 ** -3, 240, 2 ** -7, 1],
	float8_e5m2fnuz: [2 ** -3, 57344, 2 ** -15, 1],
};
const REAL_PART: Partial<Record<DTypeName, DTypeName>> = { complex128: "float64", complex64: "float32", complex32: "float16" };

function describe(cls: PyClass, dtype: DType, fields: [string, Value][]): PyInstance {
	const out = new PyInstance(cls);
	for (const [name, value] of fields) out.dict.set(name, value);
	out.dict.set("bits", dtype.itemSize * 8).set("dtype", dtype.name);
	return out;
}
function withRepr(cls: PyClass, shown: string[]): void {
	const text = (self: PyInstance): Value => {
		const parts = shown.map((name) => `${name}=${shorten(self.dict.get(name)!)}`);
		return strValue(`${cls.name}(${parts.join(", ")}, dtype=${self.dict.get("dtype") as string})`);
	};
	def(cls, "__repr__", "", text);
}
const shorten = (v: Value): string => formatValue(v instanceof PyFloat ? v : new PyFloat(Number(v)), "g");

export const finfoClass = builtinClass("finfo", [objectClass], "torch");
finfoClass.alloc = (cls, args) => {
	const asked = args[0] === undefined ? dtypes[world.defaultDtype] : (dtypeOf(args[0]) ?? dtypes.float32);
	const dtype = dtypes[REAL_PART[asked.name] ?? asked.name];
	const row = FLOATS[dtype.name];
	if (row === undefined)
		raiseError("TypeError", `torch.finfo() requires a floating point input type. Use torch.iinfo to handle 'torch.finfo'`);
	const [eps, max, tiny, resolution] = row;
	const numbers = { resolution, min: -max, max, eps, smallest_normal: tiny, tiny };
	return describe(
		cls,
		dtype,
		Object.entries(numbers).map(([name, x]) => [name, new PyFloat(x)]),
	);
};
withRepr(finfoClass, ["resolution", "min", "max", "eps", "smallest_normal", "tiny"]);

export const iinfoClass = builtinClass("iinfo", [objectClass], "torch");
iinfoClass.alloc = (cls, args) => {
	const dtype = dtypeOf(args[0]!) ?? dtypes.int64;
	const unsigned = dtype.name.startsWith("uint");
	const max = (1n << BigInt(dtype.itemSize * 8 - (unsigned ? 0 : 1))) - 1n;
	const small = (x: bigint): Value => (Number.isSafeInteger(Number(x)) ? Number(x) : x);
	return describe(cls, dtype, [
		["min", small(unsigned ? 0n : -max - 1n)],
		["max", small(max)],
	]);
};
withRepr(iinfoClass, ["min", "max"]);
