/** Arithmetic and comparison of symbolic integers (SymInt) with integers and with each other. */
import { add, type Dim, equal, floorDiv, highest, mul, neg, sub } from "../shape/dim.ts";
import { dimOf, fromDim } from "./kinds.ts";
import { assume } from "./bounds.ts";
import { derive } from "./unknown.ts";
import { boolClass, floatClass, intClass, PyFloat, type SymInt, type Value } from "./value.ts";

/** The least a dim can be: named sizes are at least 1, quotients at least 0; null when it has no bound. */
function least(d: Dim): number | null {
	if (typeof d === "number") return d;
	const high = highest(neg(d));
	return high === null ? null : -high;
}
/** -1, 0, 1 where the sign is the same for all values of the symbols. */
export function signOf(d: Dim): number | null {
	if (equal(d, 0) === true) return 0;
	const low = least(d);
	if (low !== null && low > 0) return 1;
	const high = least(neg(d));
	if (high !== null && high > 0) return -1;
	return null;
}

/** Undefined when `b` or `a` is no integer: other types decide then. */
export function symbolicBinary(op: string, a: Value, b: Value): Value | undefined {
	if (a instanceof PyFloat || b instanceof PyFloat) return derive(op, [a, b], floatClass);
	const x = dimOf(a);
	const y = dimOf(b);
	if (x === null || y === null) return undefined;
	switch (op) {
		case "+":
			return fromDim(add(x, y));
		case "-":
			return fromDim(sub(x, y));
		case "*":
			return fromDim(mul(x, y));
		case "//":
			if (y !== 0) return fromDim(floorDiv(x, y));
			break;
		case "%":
			if (typeof y === "number" && y > 0) {
				const rest = sub(x, mul(y, floorDiv(x, y)));
				return typeof rest === "number" ? rest : derive(op, [a, b], intClass);
			}
			if (x === y) return 0;
			break;
		case "/":
			if (x === y) return new PyFloat(1);
			return derive(op, [a, b], floatClass);
		case "**":
			if (typeof y === "number" && y >= 0 && y <= 8) {
				let out: Dim = 1;
				for (let i = 0; i < y; i++) out = mul(out, x);
				return fromDim(out);
			}
			break;
		default:
	}
	return derive(op, [a, b], intClass);
}

export function symbolicCompare(op: string, a: Value, b: Value): Value | undefined {
	if (a instanceof PyFloat || b instanceof PyFloat) return derive(op, [a, b], boolClass);
	const x = dimOf(a);
	const y = dimOf(b);
	if (x === null || y === null) return undefined;
	if (op === "==" || op === "!=") {
		const same = equal(x, y);
		if (same !== undefined) return same === (op === "==");
		// Sizes that depend on data can be 0, and seldom are.
		if (signOf(sub(x, y)) !== null) return assume(derive(op, [a, b], boolClass), op === "!=");
	} else {
		const sign = signOf(sub(x, y));
		if (sign !== null) return op === "<" ? sign < 0 : op === "<=" ? sign <= 0 : op === ">" ? sign > 0 : sign >= 0;
		// a - b >= 0 or <= 0 known without knowing which.
		const low = least(sub(x, y));
		const high = least(sub(y, x));
		if (low === 0 && (op === ">=" || op === "<")) return op === ">=";
		if (high === 0 && (op === "<=" || op === ">")) return op === "<=";
	}
	return derive(op, [a, b], boolClass);
}
export const symbolicTruth = (v: SymInt): boolean | null => {
	const sign = signOf(v.dim);
	return sign === null ? null : sign !== 0;
};
