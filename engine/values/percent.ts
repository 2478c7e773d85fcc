/** `%` formatting of str (and, one char per byte, of bytes). */
import { dictGet, keyError } from "./dict.ts";
import { raiseError } from "./exceptions.ts";
import { reprText, strText } from "./format.ts";
import { formatFloat, formatInt, pad, type Spec } from "./format-spec.ts";
import { asInt, indexOf, typeName, unwrap } from "./kinds.ts";
import { intOf } from "./kinds.ts";
import { rt } from "./runtime.ts";
import { asciiEscape, chars, HOLE, strLength, strValue } from "./text.ts";
import { Obj, PyBytes, PyDict, PyFloat, PyTuple, SymInt, Unknown, type Value } from "./value.ts";

const CONVERSION = /%(?:\(((?:[^()]|\([^()]*\))*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?(.)?/gsu;

export function percentFormat(template: string, operand: Value, bytes = false): Value {
	const args = operand instanceof PyTuple ? operand.items : [operand];
	const isMapping =
		operand instanceof PyDict ||
		(operand instanceof Obj &&
			!(operand instanceof PyTuple) &&
			!(operand instanceof Unknown) &&
			operand.cls.lookup("__getitem__") !== undefined &&
			operand.cls.lookup("shape") === undefined);
	let used = 0;
	let usedMapping = false;
	const next = (): Value => {
		if (used >= args.length) raiseError("TypeError", "not enough arguments for format string");
		return args[used++]!;
	};
	const text = template.replace(
		CONVERSION,
		(
			whole,
			key: string | undefined,
			flags: string,
			width: string | undefined,
			precision: string | undefined,
			type: string | undefined,
			at: number,
		) => {
			if (type === undefined) raiseError("ValueError", "incomplete format");
			let left = flags.includes("-");
			let w = -1;
			if (width === "*") {
				w = starred(next());
				if (w < 0) {
					left = true;
					w = -w;
				}
			} else if (width !== undefined) w = Number(width);
			const hasPoint = /^[^.]*\./.test(whole.slice(key === undefined ? 0 : key.length + 3)) && type !== ".";
			const p = precision === "*" ? Math.max(0, starred(next())) : precision !== undefined ? Number(precision) : hasPoint ? 0 : -1;
			if (type === "%" && whole === "%%") return "%";
			let value: Value;
			if (key !== undefined) {
				if (operand instanceof Unknown) return HOLE;
				if (!isMapping) raiseError("TypeError", "format requires a mapping");
				usedMapping = true;
				value = operand instanceof PyDict && !operand.cls.isUser ? lookup(operand, key) : rt.getItem(operand, key);
			} else value = next();
			const zero = flags.includes("0") && !left;
			const spec: Spec = {
				fill: zero ? "0" : " ",
				align: left ? "<" : zero ? "=" : ">",
				sign: flags.includes("+") ? "+" : flags.includes(" ") ? " " : "-",
				noNegativeZero: false,
				alternate: flags.includes("#"),
				zero,
				width: w,
				grouping: "",
				precision: p,
				type,
			};
			return convert(
				bytes && type === "s" && value instanceof PyBytes ? value.value : value,
				spec,
				template,
				at + whole.length - type.length,
			);
		},
	);
	if (used < args.length && !usedMapping && !(isMapping && used === 0) && !(operand instanceof Unknown))
		raiseError("TypeError", `not all arguments converted during ${bytes ? "bytes" : "string"} formatting`);
	return strValue(text);
}
function lookup(d: PyDict, key: string): Value {
	const found = dictGet(d, key);
	return found === undefined ? keyError(key) : found;
}
function starred(v: Value): number {
	const n = asInt(v);
	if (n === null) raiseError("TypeError", "* wants int");
	return Number(n);
}

function convert(given: Value, spec: Spec, _template: string, at: number): string {
	const plainText = { ...spec, fill: " ", align: spec.align === "<" ? "<" : ">" };
	const finish = (text: string): string =>
		pad(spec.precision >= 0 && strLength(text) > spec.precision ? chars(text).slice(0, spec.precision).join("") : text, plainText, ">");
	switch (spec.type) {
		case "s":
			return finish(strText(given));
		case "r":
			return finish(reprText(given));
		case "a":
			return finish(asciiEscape(reprText(given)));
		default:
	}
	if (!"diouxXeEfFgGc".includes(spec.type))
		raiseError("ValueError", `unsupported format character '${spec.type}' (0x${spec.type.codePointAt(0)!.toString(16)}) at index ${at}`);
	const value = unwrap(given);
	if (value instanceof Unknown || value instanceof SymInt) return HOLE;
	if (spec.type === "c") {
		const n = asInt(value);
		if (n !== null) {
			if (n < 0 || n > 0x10ffff) raiseError("OverflowError", "%c arg not in range(0x110000)");
			return pad(String.fromCodePoint(Number(n)), plainText, ">");
		}
		if (typeof value !== "string" || strLength(value) !== 1) raiseError("TypeError", "%c requires int or char");
		return pad(value, plainText, ">");
	}
	if ("eEfFgG".includes(spec.type)) {
		const x = floatOf(value);
		if (x === null) return HOLE;
		return formatFloat(x, spec);
	}
	const isDecimal = "diu".includes(spec.type);
	let n = asInt(value);
	if (n === null && value instanceof PyFloat && isDecimal) {
		if (Number.isNaN(value.value)) raiseError("ValueError", "cannot convert float NaN to integer");
		if (!Number.isFinite(value.value)) raiseError("OverflowError", "cannot convert float infinity to integer");
		n = intOf(Math.trunc(value.value));
	}
	if (n === null && value instanceof Obj) {
		const made = isDecimal && value.cls.lookup("__int__") !== undefined ? rt.call(value.cls.lookup("__int__")!, [value]) : indexOf(value);
		if (made instanceof Unknown || made instanceof SymInt) return HOLE;
		n = asInt(made);
	}
	if (n === null)
		raiseError("TypeError", `%${spec.type} format: ${isDecimal ? "a real number" : "an integer"} is required, not ${typeName(value)}`);
	// The precision of an integer is its least number of digits.
	const base = spec.type === "o" ? 8 : spec.type === "x" || spec.type === "X" ? 16 : 10;
	let digits = (n < 0 ? -n : n).toString(base).padStart(spec.precision, "0");
	if (spec.type === "X") digits = digits.toUpperCase();
	const sign = n < 0 ? "-" : spec.sign === "-" ? "" : spec.sign;
	const prefix = spec.alternate && base !== 10 ? `0${spec.type}` : "";
	if (spec.align === "=") return sign + prefix + digits.padStart(spec.width - sign.length - prefix.length, "0");
	return spec.precision < 0 && prefix === ""
		? formatInt(n, { ...spec, type: base === 10 ? "d" : spec.type, precision: -1 })
		: pad(sign + prefix + digits, spec, ">");
}
/** `float(v)` as `%f` asks for it; null when it is not known. */
function floatOf(value: Value): number | null {
	if (value instanceof PyFloat) return value.value;
	const n = asInt(value);
	if (n !== null) return Number(n);
	if (value instanceof Obj) {
		const own = value.cls.lookup("__float__");
		if (own !== undefined && own !== null) {
			const out = rt.call(own, [value]);
			return out instanceof PyFloat ? out.value : null;
		}
		const index = indexOf(value);
		if (index !== null) return Number(index);
	}
	raiseError("TypeError", `must be real number, not ${typeName(value)}`);
}
