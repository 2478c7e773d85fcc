/** `range` and `slice`. */
import { raiseError } from "../exceptions.ts";
import { nativeRepr } from "../format.ts";
import { asInt, indexOf, intOf, typeName } from "../kinds.ts";
import { def, getter } from "../native.ts";
import { contains } from "../operators.ts";
import { sliceIndices } from "../subscript.ts";
import { strValue } from "../text.ts";
import { derive } from "../unknown.ts";
import { PyFloat, PyIterator, PyRange, PySlice, PyTuple, rangeClass, sliceClass, SymInt, Unknown, type Value } from "../value.ts";
import { iteratorClasses, reverseNext } from "./iterators.ts";

rangeClass.alloc = (_cls, args, kw) => {
	if (kw !== null && kw.size > 0) raiseError("TypeError", "range() takes no keyword arguments");
	if (args.length === 0) raiseError("TypeError", "range expected at least 1 argument, got 0");
	if (args.length > 3) raiseError("TypeError", `range expected at most 3 arguments, got ${args.length}`);
	const bounds: number[] = [];
	for (const v of args) {
		if (v instanceof Unknown || v instanceof SymInt) return derive("range", args, rangeClass);
		const n = indexOf(v);
		if (n === null) raiseError("TypeError", `'${typeName(v)}' object cannot be interpreted as an integer`);
		bounds.push(Number(n));
	}
	const [a, b, step = 1] = bounds as [number, number?, number?];
	if (step === 0) raiseError("ValueError", "range() arg 3 must not be zero");
	return b === undefined ? new PyRange(0, a, 1) : new PyRange(a, b, step);
};
for (const name of ["start", "stop", "step"] as const) {
	getter(rangeClass, name, (r) => (r as PyRange)[name]);
	getter(sliceClass, name, (s) => (s as PySlice)[name]);
}
/** Where a value stands in the range, or null. */
function position(r: PyRange, v: Value): number | null {
	const n = asInt(v) ?? (v instanceof PyFloat && Number.isInteger(v.value) ? v.value : null);
	return n !== null && contains(r, intOf(Number(n))) === true ? (Number(n) - r.start) / r.step : null;
}
def(
	rangeClass,
	"index",
	"value",
	(r: PyRange, v: Value) =>
		position(r, v) ??
		raiseError("ValueError", asInt(v) === null ? "sequence.index(x): x not in sequence" : `${String(asInt(v))} is not in range`),
);
def(rangeClass, "count", "value", (r: PyRange, v: Value) => (position(r, v) === null ? 0 : 1));
def(rangeClass, "__contains__", "! value", (r: PyRange, v: Value) => contains(r, v));
def(rangeClass, "__repr__", "", (r: PyRange) => nativeRepr(r));
def(rangeClass, "__reversed__", "", (r: PyRange) => new PyIterator(reverseNext(r), iteratorClasses["range_iterator"]));

sliceClass.alloc = (_cls, args) => {
	if (args.length === 0) raiseError("TypeError", "slice expected at least 1 argument, got 0");
	if (args.length > 3) raiseError("TypeError", `slice expected at most 3 arguments, got ${args.length}`);
	return args.length === 1 ? new PySlice(null, args[0]!, null) : new PySlice(args[0]!, args[1]!, args[2] ?? null);
};
def(sliceClass, "indices", "length", (s: PySlice, n: Value) => {
	const at = sliceIndices(s, Number(asInt(n)));
	return at === null ? derive("indices", [n]) : new PyTuple([at.start, at.stop, at.step]);
});
def(sliceClass, "__repr__", "", (s: PySlice) => strValue(nativeRepr(s)));
sliceClass.dict.set("__hash__", null);
