/** Random numbers in the shape that was asked for, whichever of numpy's generators they come from. */
import { dtypes } from "../../shape/dtype.ts";
import { floatClass, intClass, PyFloat, PyList, Unknown, type Value } from "../../values/value.ts";
import { Ndarray } from "../ndarray.ts";
import { broadcastIndex } from "./elementwise.ts";
import { getIndexed } from "./indexing.ts";
import { asArray, count, lost, make, numbersOf, operand, shapeArg, sizesOf } from "./kit.ts";

/** A generator; one that nobody has seeded draws numbers that are not known. */
export interface Draws {
	readonly known: boolean;
}

/** Filled with `draw`, or with numbers nobody knows. A missing size gives one Python number. */
export function filled(
	s: Draws,
	size: Value | undefined,
	integers: boolean,
	draw: () => number,
	d = integers ? dtypes.int64 : dtypes.float64,
): Value {
	if (size === undefined || size === null) {
		if (!s.known) return new Unknown("a random number without a seed", { type: integers ? intClass : floatClass });
		const x = draw();
		return integers ? x : new PyFloat(x);
	}
	const sizes = shapeArg(size);
	return make(sizes, d, s.known ? Float64Array.from({ length: count(sizes) }, draw) : null);
}
const number = (v: Value | undefined, otherwise: number): number =>
	v === undefined ? otherwise : ((operand(v) ?? lost()).array.tensor.first() ?? lost());
const isArray = (v: Value | undefined): boolean => v instanceof Ndarray || v instanceof PyList;
/** Draws whose parameters are arrays: one draw per element of the first. */
export function perElement(
	s: Draws,
	params: (Value | undefined)[],
	size: Value | undefined,
	draw: (...p: number[]) => number,
	defaults: number[],
): Value {
	const lead = params.find(isArray);
	if (lead === undefined) {
		const p = params.map((v, i) => number(v, defaults[i]!));
		return filled(s, size, false, () => draw(...p));
	}
	const sizes = sizesOf(asArray(lead!));
	const parts = params.map((v, i) => (v === undefined ? make([], dtypes.float64, [defaults[i]!]) : asArray(v)));
	const values = parts.map((p) => numbersOf(p) ?? lost());
	const at = parts.map((p) => broadcastIndex(sizes, sizesOf(p)));
	return make(
		sizes,
		dtypes.float64,
		s.known ? Float64Array.from({ length: count(sizes) }, (_, i) => draw(...values.map((v, k) => v[at[k]!(i)]!))) : null,
	);
}

/** Where a number in 0..1 falls among weights. */
export function cumulative(weights: Value): (u: number) => number {
	let sum = 0;
	const sums = Array.from(numbersOf(asArray(weights)) ?? lost(), (x) => (sum += x));
	return (u) => sums.findIndex((c) => c / sum > u);
}

/** What `choice` gives: items of an array or of a list of texts, or the numbers picked themselves. */
export function picked(s: Draws, array: Ndarray | null, texts: Value[] | null, size: Value | undefined, pick: () => number[]): Value {
	const sizes = size === undefined || size === null ? [] : shapeArg(size);
	const isOne = size === undefined || size === null;
	if (!s.known) {
		if (isOne) return new Unknown("a random choice without a seed");
		return texts !== null ? lost("a random choice without a seed") : make(sizes, array?.tensor.dtype ?? dtypes.int64, null);
	}
	const picks = pick();
	if (texts !== null) return isOne ? texts[picks[0]!]! : lost("an array of texts");
	if (array === null) return isOne ? picks[0]! : make(sizes, dtypes.int64, picks);
	if (isOne) return getIndexed(array, picks[0]!);
	return array.tensor.dim === 1
		? make(
				sizes,
				array.tensor.dtype,
				picks.map((i) => (numbersOf(array) ?? lost())[i]!),
			)
		: getIndexed(array, make(sizes, dtypes.int64, picks));
}
