/** Arrays as numpy prints them (np.array2string with its default options). */
import { perWorld } from "../../autograd/world.ts";
import { type DType, dtypes, type Numbers } from "../../shape/dtype.ts";
import { fixed, significant } from "../../values/decimal.ts";

export const npOptions = perWorld(() => ({ precision: 8, threshold: 1000, edgeItems: 3, lineWidth: 75, suppress: false }));

/** The shortest digits that read back as the same number of this dtype. */
export function shortest(x: number, d: DType): string {
	if (d.name === "float32")
		for (let n = 1; n <= 9; n++) if (Math.fround(Number(x.toPrecision(n))) === x) return Number(x.toPrecision(n)).toString();
	if (d.name === "float16")
		for (let n = 1; n <= 5; n++) if (d.round!(Number(x.toPrecision(n))) === x) return Number(x.toPrecision(n)).toString();
	return String(x);
}
/** Whole and fractional digits of |x| from its shortest text, without exponent. */
function split(x: number, d: DType): [string, string] {
	const text = shortest(Math.abs(x), d);
	const at = text.indexOf("e");
	const [mantissa, e] = at < 0 ? [text, 0] : [text.slice(0, at), Number(text.slice(at + 1))];
	let [whole, frac = ""] = mantissa.split(".") as [string, string?];
	if (e > 0) {
		whole += frac.slice(0, e).padEnd(e, "0");
		frac = frac.slice(e);
	} else if (e < 0) {
		frac = whole.padStart(-e, "0") + frac;
		if (whole.length < -e || frac.length > 0) whole = whole.slice(0, Math.max(0, whole.length + e)) || "0";
	}
	return [whole.replace(/^0+(?=\d)/, "") || "0", frac];
}
/** Positional text cut to `precision` fractional digits, trailing zeros removed. */
function positional(x: number, d: DType, precision: number): [string, string] {
	const [whole, frac] = split(x, d);
	if (frac.length <= precision) return [whole, frac.replace(/0+$/, "")];
	const [w, f = ""] = fixed(Number(`${whole}.${frac}`), precision).split(".") as [string, string?];
	return [w, f.replace(/0+$/, "")];
}
/** Digits after the point, and exponent, in scientific form. */
function scientificParts(x: number, d: DType, precision: number): [lead: string, frac: string, exponent: number] {
	const text = shortest(Math.abs(x), d);
	const digits = text.replace(/e.*$/, "").replace(".", "").replace(/^0+/, "").replace(/0+$/, "") || "0";
	if (digits.length <= precision + 1) {
		const exponent = x === 0 ? 0 : Number(Number(text).toExponential().split("e")[1]);
		return [digits[0]!, digits.slice(1), exponent];
	}
	const s = significant(Number(text), precision + 1);
	return [s.digits[0]!, s.digits.slice(1).replace(/0+$/, ""), s.exponent];
}

const negative = (x: number): boolean => x < 0 || Object.is(x, -0);

/** How the floats of one array look: decided by all of them together. */
function floatFormat(values: number[], d: DType): (x: number) => string {
	const finite = values.filter(Number.isFinite);
	const sizes = finite.filter((x) => x !== 0).map(Math.abs);
	const max = sizes.length === 0 ? 0 : sizes.reduce((a, b) => Math.max(a, b));
	const min = sizes.length === 0 ? 0 : sizes.reduce((a, b) => Math.min(a, b));
	const exponential =
		sizes.length > 0 && (max >= (d.name === "float16" ? 1e3 : 1e8) || (!npOptions().suppress && (min < 1e-4 || max / min > 1000)));
	const odd = (x: number): string => (Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf");
	let width: number;
	let show: (x: number) => string;
	if (exponential) {
		const parts = finite.map((x) => scientificParts(x, d, npOptions().precision));
		const fraction = Math.max(0, ...parts.map((p) => p[1].length));
		const exponentWidth = Math.max(2, ...parts.map((p) => String(Math.abs(p[2])).length));
		const lead = Math.max(...finite.map((x) => (negative(x) ? 2 : 1)));
		show = (x) => {
			const [first, frac, e] = scientificParts(x, d, npOptions().precision);
			return `${negative(x) ? "-" : ""}${first}.${frac.padEnd(fraction, "0")}e${e < 0 ? "-" : "+"}${String(Math.abs(e)).padStart(exponentWidth, "0")}`.padStart(
				lead + 1 + fraction + 2 + exponentWidth,
			);
		};
		width = lead + 1 + fraction + 2 + exponentWidth;
	} else {
		const parts = finite.map((x) => positional(x, d, npOptions().precision));
		const left = Math.max(1, ...finite.map((x, i) => parts[i]![0].length + (negative(x) ? 1 : 0)));
		const right = Math.max(0, ...parts.map((p) => p[1].length));
		show = (x) => {
			const [whole, frac] = positional(x, d, npOptions().precision);
			return `${(negative(x) ? "-" : "") + whole}`.padStart(left) + `.${frac}`.padEnd(right + 1);
		};
		width = left + 1 + right;
	}
	const special = values.filter((x) => !Number.isFinite(x));
	// Infinities and NaNs may need more room on the left.
	if (special.length > 0) width = Math.max(width, ...special.map((x) => odd(x).length));
	return (x) => (Number.isFinite(x) ? show(x).padStart(width) : odd(x).padStart(width));
}

function formatter(values: number[], d: DType): (x: number) => string {
	if (d.category >= 2) return floatFormat(values, d);
	if (d.category === 0) {
		const width = values.some((x) => x === 0) ? 5 : 4;
		return (x) => (x !== 0 ? "True" : "False").padStart(width);
	}
	const whole = (x: number): string => (Number.isSafeInteger(x) ? String(x === 0 ? 0 : x) : BigInt(x).toString());
	const width = Math.max(0, ...values.map((x) => whole(x).length));
	return (x) => whole(x).padStart(width);
}

/** Nested brackets; `separator` is " " for print and ", " for repr, `prefix` what stands before the first bracket. */
export function arrayText(
	values: Numbers | null,
	sizes: readonly number[],
	d: DType,
	separator: string,
	prefix: number,
	suffix = 0,
): string {
	const total = sizes.reduce((a, b) => a * b, 1);
	if (total === 0) return "[]";
	const summary = total > npOptions().threshold;
	const { edgeItems } = npOptions();
	const shown: number[] = [];
	const visit = (dim: number, at: number): void => {
		if (dim === sizes.length) {
			shown.push(values![at]!);
			return;
		}
		const step = sizes.slice(dim + 1).reduce((a, b) => a * b, 1);
		for (let i = 0; i < sizes[dim]!; i++) {
			if (summary && sizes[dim]! > 2 * edgeItems && i === edgeItems) i = sizes[dim]! - edgeItems;
			visit(dim + 1, at + i * step);
		}
	};
	if (values !== null) visit(0, 0);
	const format = values === null ? () => "?" : formatter(shown, d);
	const number = (at: number): string => format(values === null ? 0 : values[at]!);
	const lineWidth = npOptions().lineWidth - suffix;
	const block = (dim: number, at: number, indent: string, room: number): string => {
		if (dim === sizes.length) return number(at);
		const n = sizes[dim]!;
		const left = sizes.length - dim;
		const step = sizes.slice(dim + 1).reduce((a, b) => a * b, 1);
		const cut = summary && n > 2 * edgeItems;
		const inner = `${indent} `;
		const order: (number | null)[] = cut
			? [...Array(edgeItems).keys(), null, ...Array.from({ length: edgeItems }, (_, i) => n - edgeItems + i)]
			: [...Array(n).keys()];
		if (left === 1) {
			const width = lineWidth - (room - 1) - Math.max(separator.trimEnd().length, 1);
			let out = "";
			let line = inner;
			order.forEach((i, k) => {
				const last = k === order.length - 1;
				const word = i === null ? "..." : number(at + i * step);
				if (line.length + word.length > width && line.length > inner.length) {
					out += `${line.trimEnd()}\n`;
					line = inner;
				}
				line += word + (last ? "" : separator);
			});
			return `[${(out + line).slice(inner.length)}]`;
		}
		const gap = `${separator.trimEnd()}${"\n".repeat(left - 1)}${inner}`;
		return `[${order.map((i) => (i === null ? "..." : block(dim + 1, at + i * step, inner, room + 1))).join(gap)}]`;
	};
	return block(0, 0, " ".repeat(prefix), 1);
}

/** `array([1., 2.], dtype=float32)`. */
export function arrayRepr(values: Numbers | null, sizes: readonly number[], d: DType): string {
	if (sizes.length === 0) return `array(${values === null ? "?" : scalarText(values[0]!, d)}${usual(d) ? "" : `, dtype=${d.name}`})`;
	const total = sizes.reduce((a, b) => a * b, 1);
	const body = arrayText(values, sizes, d, ", ", 6, 1);
	const notes: string[] = [];
	if (total === 0 && sizes.length > 1) notes.push(`shape=(${sizes.join(", ")})`);
	if (total > npOptions().threshold) notes.push(`shape=(${sizes.join(", ")}${sizes.length === 1 ? "," : ""})`);
	if (!usual(d) || total === 0) notes.push(`dtype=${d.name}`);
	if (notes.length === 0) return `array(${body})`;
	const tail = notes.join(", ");
	const lastLine = `array(${body}`.split("\n").pop()!.length;
	return lastLine + tail.length + 3 > npOptions().lineWidth ? `array(${body},\n      ${tail})` : `array(${body}, ${tail})`;
}
const usual = (d: DType): boolean => d === dtypes.float64 || d === dtypes.int64 || d === dtypes.bool || d === dtypes.complex128;

/** `str(np.float32(0.1))`: Python's repr with the digits of the dtype. */
export function scalarText(x: number, d: DType): string {
	if (d.category === 0) return x !== 0 ? "True" : "False";
	if (d.category === 1) return Number.isSafeInteger(x) ? String(x) : BigInt(x).toString();
	if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
	const sign = negative(x) ? "-" : "";
	const size = Math.abs(x);
	if (x !== 0 && (size >= 1e16 || size < 1e-4)) {
		const [first, frac, e] = scientificParts(x, d, 20);
		return `${sign}${first}${frac === "" ? "" : `.${frac}`}e${e < 0 ? "-" : "+"}${String(Math.abs(e)).padStart(2, "0")}`;
	}
	const [whole, frac] = split(x, d);
	return `${sign}${whole}.${frac === "" ? "0" : frac}`;
}
