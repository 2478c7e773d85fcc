/** Small questions about values: their class, the primitive inside, integers out of anything that has `__index__`. */
import { type Dim, isKnown } from "../shape/dim.ts";
import { rt } from "./runtime.ts";
import { boolClass, intClass, noneClass, Obj, type PyClass, PyFloat, PyInstance, strClass, SymInt, Unknown, type Value } from "./value.ts";

/** `type(v)`. */
export function typeOf(v: Value): PyClass {
	switch (typeof v) {
		case "number":
		case "bigint":
			return intClass;
		case "string":
			return strClass;
		case "boolean":
			return boolClass;
		default:
			return v === null ? noneClass : v.cls;
	}
}
export const typeName = (v: Value): string => (v instanceof Unknown && v.type !== null ? v.type.name : typeOf(v).name);

/** The primitive inside an instance of a user's subclass of int or str; anything else is itself. */
export function unwrap(v: Value): Value {
	if (v instanceof PyInstance) {
		const native = v.native;
		if (typeof native === "string" || typeof native === "number" || typeof native === "bigint") return native;
	}
	return v;
}

/** A bigint as the value it stands for: `number` while safe. */
export function normInt(b: bigint): number | bigint {
	return b >= -9007199254740991n && b <= 9007199254740991n ? Number(b) : b;
}
/** An integral JS number of any size as a Python int. */
export function intOf(n: number): number | bigint {
	return Number.isSafeInteger(n) ? (n === 0 ? 0 : n) : normInt(BigInt(n));
}
/** The integer in an int or bool (also of a subclass), or null. */
export function asInt(v: Value): number | bigint | null {
	if (typeof v === "number" || typeof v === "bigint") return v;
	if (typeof v === "boolean") return v ? 1 : 0;
	if (v instanceof PyInstance) {
		const native = v.native;
		if (typeof native === "number" || typeof native === "bigint") return native;
	}
	return null;
}
/** The text of a str (also of a subclass), or null. */
export function asStr(v: Value): string | null {
	if (typeof v === "string") return v;
	if (v instanceof PyInstance && typeof v.native === "string") return v.native;
	return null;
}
/** As a JS number where the value is an int, bool or float; null otherwise. */
export function asNumber(v: Value): number | null {
	if (typeof v === "number") return v;
	if (v instanceof PyFloat) return v.value;
	const i = asInt(v);
	return i === null ? null : Number(i);
}
/** `operator.index(v)`, or null when `v` has none. Unknown and symbolic integers give null too: ask before. */
export function indexOf(v: Value): number | bigint | null {
	const i = asInt(v);
	if (i !== null) return i;
	if (v instanceof Obj && !(v instanceof Unknown) && !(v instanceof SymInt)) {
		const method = v.cls.lookup("__index__");
		if (method !== undefined && method !== null) {
			const result = rt.call(method, [v]);
			return asInt(result);
		}
	}
	return null;
}
/** A dimension as a value. */
export const fromDim = (d: Dim): Value => (isKnown(d) ? d : new SymInt(d));
export const dimOf = (v: Value): Dim | null =>
	typeof v === "number" ? v : typeof v === "boolean" ? Number(v) : v instanceof SymInt ? v.dim : null;

const ids = new WeakMap<Obj, number>();
let nextId = 140_000_000_000_000;
/** A number for an object's identity. Printing one gives unpredictable output in Python too. */
export function objectId(o: Obj): number {
	let id = ids.get(o);
	if (id === undefined) {
		id = nextId += 48;
		ids.set(o, id);
	}
	return id;
}
