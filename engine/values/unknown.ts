/** Unknowns derived from unknowns: the same pure operation on the same unknown operands gives the same key. */
import { objectId } from "./kinds.ts";
import {
	type Obj,
	type PyClass,
	PyBytes,
	PyClass as PyClassObject,
	PyComplex,
	PyFloat,
	PyTuple,
	SymInt,
	Unknown,
	type Value,
} from "./value.ts";

/** A text that names a value for as long as it lives, or null where it may change (mutable objects). */
export function keyOf(v: Value): string | null {
	switch (typeof v) {
		case "string":
			return JSON.stringify(v);
		case "number":
		case "boolean":
			return String(v);
		case "bigint":
			return `${v}`;
		default:
	}
	if (v === null) return "None";
	if (v instanceof Unknown) return v.key;
	if (v instanceof PyFloat) return `${v.value}f`;
	if (v instanceof SymInt) return v.dim.key;
	if (v instanceof PyComplex) return `${v.re}+${v.im}j`;
	if (v instanceof PyBytes) return `b${JSON.stringify(v.value)}`;
	if (v instanceof PyClassObject) return `${v.name}@${objectId(v)}`;
	if (v instanceof PyTuple) {
		const parts = v.items.map(keyOf);
		return parts.includes(null) ? null : `(${parts.join(",")})`;
	}
	return null;
}

/** Long keys are folded to a hash so that chains of operations stay cheap. */
function fold(key: string): string {
	if (key.length <= 160) return key;
	let a = 0x811c9dc5;
	let b = 0x1b873593;
	for (let i = 0; i < key.length; i++) {
		const c = key.charCodeAt(i);
		a = Math.imul(a ^ c, 0x01000193);
		b = Math.imul(b ^ c, 0x85ebca6b) ^ (b >>> 13);
	}
	return `${key.slice(0, 40)}~${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}

/** The unknown result of the pure operation `op` on `operands`, one of which is not known. */
export function derive(op: string, operands: readonly Value[], type: PyClass | null = null): Unknown {
	let why: string | null = null;
	const keys: string[] = [];
	let named = true;
	for (const v of operands) {
		if (why === null && v instanceof Unknown) why = v.why;
		if (!named) continue;
		const key = keyOf(v);
		if (key === null) named = false;
		else keys.push(key);
	}
	why ??= operands.some((v) => v instanceof SymInt) ? "it depends on a symbolic size" : `the result of ${op} is not known`;
	return named ? new Unknown(why, { key: fold(`${op}(${keys.join(",")})`), type }) : new Unknown(why, { type });
}

/** The first unknown among values, looking into tuples. */
export function firstUnknown(values: readonly Value[]): Unknown | null {
	for (const v of values) if (v instanceof Unknown) return v;
	return null;
}
export const isObj = (v: Value): v is Obj => typeof v === "object" && v !== null;
