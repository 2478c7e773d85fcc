/** The format mini-language: `[[fill]align][sign][z][#][0][width][,_][.precision][type]` for numbers and text. */
import { exponentText, fixed, floatRepr, shortest, significant } from "./decimal.ts";
import { raiseError } from "./exceptions.ts";
import { chars, strLength } from "./text.ts";

export interface Spec {
	fill: string;
	align: string;
	sign: string;
	noNegativeZero: boolean;
	alternate: boolean;
	zero: boolean;
	width: number;
	grouping: string;
	precision: number;
	type: string;
}
const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?(.)?$/su;

export function parseSpec(text: string, typeName: string): Spec {
	const m = SPEC.exec(text);
	if (m === null) {
		if (/[,_][,_]/.test(text))
			raiseError(
				"ValueError",
				text.includes(",_") || text.includes("_,")
					? "Cannot specify both ',' and '_'."
					: `Cannot specify '${/,,/.test(text) ? "," : "_"}' with '${/,,/.test(text) ? "," : "_"}'.`,
			);
		if (/\.(\D|$)/.test(text)) raiseError("ValueError", "Format specifier missing precision");
		raiseError("ValueError", `Invalid format specifier '${text}' for object of type '${typeName}'`);
	}
	const zero = m[6] !== undefined;
	return {
		fill: m[1] ?? (zero ? "0" : " "),
		align: m[2] ?? (zero ? "=" : ""),
		sign: m[3] ?? "-",
		noNegativeZero: m[4] !== undefined,
		alternate: m[5] !== undefined,
		zero: zero && m[2] === undefined,
		width: m[7] === undefined ? -1 : Number(m[7]),
		grouping: m[8] ?? "",
		precision: m[9] === undefined ? -1 : Number(m[9]),
		type: m[10] ?? "",
	};
}

export function unknownCode(type: string, typeName: string): never {
	const shown = type > " " && type < "\x7f" ? `'${type}'` : `'\\x${type.codePointAt(0)!.toString(16)}'`;
	raiseError("ValueError", `Unknown format code ${shown} for object of type '${typeName}'`);
}

export function pad(text: string, s: Spec, defaultAlign: string): string {
	const missing = s.width - strLength(text);
	if (missing <= 0) return text;
	const align = s.align === "" ? defaultAlign : s.align;
	const left = align === "<" ? 0 : align === "^" ? Math.floor(missing / 2) : missing;
	return s.fill.repeat(left) + text + s.fill.repeat(missing - left);
}

export function formatText(text: string, s: Spec, typeName = "str"): string {
	if (s.type !== "" && s.type !== "s") unknownCode(s.type, typeName);
	if (s.sign !== "-")
		raiseError(
			"ValueError",
			s.sign === " " ? "Space not allowed in string format specifier" : "Sign not allowed in string format specifier",
		);
	if (s.alternate) raiseError("ValueError", "Alternate form (#) not allowed in string format specifier");
	if (s.grouping !== "") raiseError("ValueError", `Cannot specify '${s.grouping}' with 's'.`);
	if (s.align === "=" && !s.zero) raiseError("ValueError", "'=' alignment not allowed in string format specifier");
	const cut = s.precision >= 0 && strLength(text) > s.precision ? chars(text).slice(0, s.precision).join("") : text;
	return pad(cut, s.zero ? { ...s, align: "<" } : s, "<");
}

/** Digits with separators, filled with zeros to `minimum` characters (CPython's own loop, so `04,` gives `0,123`). */
function group(digits: string, separator: string, size: number, minimum: number): string {
	const groups: string[] = [];
	let rest = digits.length;
	for (;;) {
		const length = Math.min(size, Math.max(rest, minimum, 1));
		const zeros = Math.max(0, length - rest);
		groups.unshift("0".repeat(zeros) + digits.slice(rest - (length - zeros), rest));
		rest -= length - zeros;
		minimum -= length;
		if (rest <= 0 && minimum <= 0) return groups.join(separator);
		minimum -= 1;
	}
}

function assemble(negative: boolean, prefix: string, digits: string, rest: string, s: Spec): string {
	const sign = negative ? "-" : s.sign === "-" ? "" : s.sign;
	const zeroFill = s.align === "=" && s.fill === "0";
	const minimum = zeroFill ? s.width - sign.length - prefix.length - rest.length : 0;
	if (s.grouping !== "") digits = group(digits, s.grouping, "boxX".includes(s.type) && s.type !== "" ? 4 : 3, minimum);
	if (s.align === "=") {
		const missing = s.width - sign.length - prefix.length - digits.length - rest.length;
		return sign + prefix + (missing > 0 ? s.fill.repeat(missing) : "") + digits + rest;
	}
	return pad(sign + prefix + digits + rest, s, ">");
}

export function formatInt(n: number | bigint, s: Spec, typeName = "int"): string {
	const { type } = s;
	if (type !== "" && "eEfFgG%".includes(type)) return formatFloat(Number(n), s);
	if (s.precision >= 0) raiseError("ValueError", "Precision not allowed in integer format specifier");
	if (!["", "b", "c", "d", "n", "o", "x", "X"].includes(type)) unknownCode(type, typeName);
	if (s.noNegativeZero)
		raiseError("ValueError", "Negative zero coercion (z) not allowed in format specifier with integer presentation type");
	if (type === "c") {
		if (s.sign !== "-") raiseError("ValueError", "Sign not allowed with integer format specifier 'c'");
		if (s.alternate) raiseError("ValueError", "Alternate form (#) not allowed with integer format specifier 'c'");
		if (s.grouping !== "") raiseError("ValueError", `Cannot specify '${s.grouping}' with 'c'.`);
		if (n < -(2 ** 63) || n >= 2 ** 63) raiseError("OverflowError", "Python int too large to convert to C long");
		if (n < 0 || n > 0x10ffff) raiseError("OverflowError", "%c arg not in range(0x110000)");
		return pad(String.fromCodePoint(Number(n)), s.zero ? { ...s, align: ">" } : s, "<");
	}
	const base = type === "b" ? 2 : type === "o" ? 8 : type === "x" || type === "X" ? 16 : 10;
	if (s.grouping !== "" && (type === "n" || (s.grouping === "," && base !== 10)))
		raiseError("ValueError", `Cannot specify '${s.grouping}' with '${type}'.`);
	let digits = (n < 0 ? -n : n).toString(base);
	if (type === "X") digits = digits.toUpperCase();
	const prefix = s.alternate && base !== 10 ? `0${type}` : "";
	return assemble(n < 0, prefix, digits, "", s);
}

/** Digits, point and exponent of |x| under a float presentation type. */
function floatBody(x: number, type: string, precision: number, alternate: boolean): string {
	if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : "inf";
	const lower = type.toLowerCase();
	if (lower === "f") {
		const text = fixed(x, precision);
		return alternate && precision === 0 ? `${text}.` : text;
	}
	if (lower === "e") {
		const { digits, exponent } = significant(x, precision + 1);
		return digits[0] + (precision > 0 || alternate ? "." : "") + digits.slice(1) + exponentText(exponent);
	}
	// g: significant digits, trailing zeros dropped unless alternate.
	const count = precision === 0 ? 1 : precision;
	const { digits, exponent } = significant(x, count);
	return placePoint(digits, exponent, count, alternate);
}
/** %g's choice between fixed and exponent form. */
function placePoint(digits: string, exponent: number, count: number, keepZeros: boolean): string {
	const useExponent = exponent < -4 || exponent >= count;
	let whole: string;
	let fraction: string;
	if (useExponent) {
		whole = digits[0]!;
		fraction = digits.slice(1);
	} else if (exponent < 0) {
		whole = "0";
		fraction = "0".repeat(-exponent - 1) + digits;
	} else {
		whole = digits.slice(0, exponent + 1);
		fraction = digits.slice(exponent + 1);
	}
	if (!keepZeros) fraction = fraction.replace(/0+$/, "");
	return whole + (fraction !== "" || keepZeros ? "." : "") + fraction + (useExponent ? exponentText(exponent) : "");
}

export function formatFloat(x: number, s: Spec): string {
	let { type } = s;
	if (type !== "" && !"eEfFgGn%".includes(type)) unknownCode(type, "float");
	if (type === "n" && s.grouping !== "") raiseError("ValueError", `Cannot specify '${s.grouping}' with 'n'.`);
	let suffix = "";
	let value = x;
	let body: string;
	if (type === "%") {
		value *= 100;
		suffix = "%";
		type = "f";
	}
	if (type === "n") type = "g";
	if (type === "") {
		if (s.precision < 0) {
			body = floatRepr(Math.abs(value));
			if (s.alternate && Number.isFinite(value) && !body.includes(".")) body = body.replace(/(?=e|$)/, ".");
		} else {
			const count = s.precision === 0 ? 1 : s.precision;
			if (Number.isFinite(value)) {
				const { digits, exponent } = significant(value, count);
				// Without a type the point stays visible, and exponents start one digit earlier than with g.
				body = placePoint(digits, exponent, count - 1, s.alternate);
				if (!body.includes(".") && !body.includes("e")) body += ".0";
			} else body = floatBody(value, "g", 6, false);
		}
	} else body = floatBody(value, type, s.precision < 0 ? 6 : s.precision, s.alternate);
	let negative = value < 0 || Object.is(value, -0);
	if (s.noNegativeZero && negative && !/[1-9in]/.test(body.replace(/e.*/, ""))) negative = false;
	if (type === "E" || type === "F" || type === "G") body = body.toUpperCase();
	const m = /^(\d*)(.*)$/s.exec(body)!;
	if (!Number.isFinite(value)) return assemble(negative, "", body, suffix, { ...s, grouping: "" });
	return assemble(negative, "", m[1]!, m[2]! + suffix, s);
}

/** Digits of a float as `repr` has them, for complex numbers (no trailing `.0`). */
export function shortestGeneral(x: number): string {
	if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x < 0 ? "-inf" : "inf";
	if (x === 0) return Object.is(x, -0) ? "-0" : "0";
	const { digits, exponent } = shortest(x);
	return (x < 0 ? "-" : "") + placePoint(digits.padEnd(exponent >= 0 && exponent < 16 ? exponent + 1 : 1, "0"), exponent, 16, false);
}
