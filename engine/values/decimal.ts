/** Exact decimal text of doubles: shortest round trip (repr) and correctly rounded, half to even (format). */

const buffer = new DataView(new ArrayBuffer(8));

/** |x| as `mantissa * 2**exponent`. */
export function parts(x: number): { mantissa: bigint; exponent: number } {
	buffer.setFloat64(0, Math.abs(x));
	const high = buffer.getUint32(0);
	const biased = high >>> 20;
	const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(buffer.getUint32(4));
	return biased === 0 ? { mantissa: fraction, exponent: -1074 } : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

/** `n / d` to the nearest integer, ties to even; both positive. */
function roundedDivision(n: bigint, d: bigint): bigint {
	const q = n / d;
	const twice = (n % d) * 2n;
	return twice > d || (twice === d && (q & 1n) === 1n) ? q + 1n : q;
}

/** |x| * 10**power to the nearest integer, ties to even. */
function scaled(x: number, power: number): bigint {
	const { mantissa, exponent } = parts(x);
	let n = mantissa;
	let d = 1n;
	if (power >= 0) n *= 10n ** BigInt(power);
	else d *= 10n ** BigInt(-power);
	if (exponent >= 0) n <<= BigInt(exponent);
	else d <<= BigInt(-exponent);
	return roundedDivision(n, d);
}

/** Digits of |x| with `precision` digits after the point. */
export function fixed(x: number, precision: number): string {
	const digits = scaled(x, precision)
		.toString()
		.padStart(precision + 1, "0");
	return precision === 0 ? digits : `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

/** Significant digits of |x| (count at least 1) and the decimal exponent of the first one. */
export function significant(x: number, count: number): { digits: string; exponent: number } {
	if (x === 0) return { digits: "0".repeat(count), exponent: 0 };
	let exponent = Number(Math.abs(x).toExponential().split("e")[1]);
	let digits = scaled(x, count - 1 - exponent).toString();
	if (digits.length > count) {
		exponent++;
		digits = scaled(x, count - 1 - exponent).toString();
	}
	return { digits, exponent };
}

export const exponentText = (e: number): string => `e${e < 0 ? "-" : "+"}${String(Math.abs(e)).padStart(2, "0")}`;

/** Digits of |x| in the shortest form that reads back as x. */
export function shortest(x: number): { digits: string; exponent: number } {
	const [m, e] = Math.abs(x).toExponential().split("e") as [string, string];
	return { digits: m.replace(".", ""), exponent: Number(e) };
}

/** `repr(x)` of a float. */
export function floatRepr(x: number): string {
	if (x !== x) return "nan";
	if (x === Infinity) return "inf";
	if (x === -Infinity) return "-inf";
	if (x === 0) return Object.is(x, -0) ? "-0.0" : "0.0";
	const text = String(x);
	const a = Math.abs(x);
	if (a >= 1e-4 && a < 1e16) return Number.isInteger(x) ? `${text}.0` : text;
	const { digits, exponent } = shortest(x);
	return `${x < 0 ? "-" : ""}${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ""}${exponentText(exponent)}`;
}

/** `round(x, n)` of a float. */
export function roundFloat(x: number, n: number): number {
	if (!Number.isFinite(x) || n > 330) return x;
	if (n < -310) return x < 0 ? -0 : 0;
	const value = n >= 0 ? Number(fixed(x, n)) : Number(`${scaled(x, n)}e${-n}`);
	return x < 0 || Object.is(x, -0) ? -value : value;
}
