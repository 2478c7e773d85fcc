/** Python numbers as operators are given them. */
import { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";

/** A `Scalar` argument. A Python float without fraction may come boxed (`Object(2)`), so that `2.0` is told from `2`. */
export type Scalar = number | boolean | Number;

/** A Python complex number as an argument. */
export class ComplexScalar extends Number {
	readonly im: number;
	constructor(re: number, im: number) {
		super(re);
		this.im = im;
	}
}

/** True for Python floats, as far as the argument or the caller shows it. */
export const isFloatScalar = (value: Scalar): boolean =>
	typeof value === "object" || (typeof value === "number" && (world.floatScalar || !Number.isInteger(value)));

/** A Python number as the 0-dim tensor that operators make of it. */
export const scalar = (value: Scalar | Tensor): Tensor => {
	if (value instanceof Tensor) return value;
	if (typeof value === "boolean") return Tensor.wrap(value, false);
	if (value instanceof ComplexScalar) return Tensor.wrapComplex(value.valueOf(), value.im);
	return Tensor.wrap(Number(value), isFloatScalar(value));
};

/** The number of a 0-dim tensor; null when it is not known. */
export function numberIn(t: Tensor): Scalar | null {
	const x = t.first();
	if (x === null || t.dtype.width === 1) return x;
	return new ComplexScalar(x, t.storage.data![2 * (t.offset as number) + 1]!);
}

export const imaginary = (value: Scalar): number => (value instanceof ComplexScalar ? value.im : 0);
export const conjScalar = (value: Scalar): Scalar =>
	value instanceof ComplexScalar ? new ComplexScalar(value.valueOf(), -value.im) : value;
