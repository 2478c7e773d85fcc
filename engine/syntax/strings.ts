/** String literals: prefixes, escapes, f-strings and implicit concatenation. */
import type { Constant, Expr, FormattedValue, JoinedStr, Span } from "./nodes.ts";
import type { Context } from "./context.ts";
import { child, childOfType, type Raw } from "./raw.ts";

const PREFIXES = new Set(["", "r", "u", "b", "f", "t", "br", "rb", "fr", "rf", "tr", "rt"]);

type Piece = Constant | FormattedValue;

/** `string` and `concatenated_string` nodes. */
export function lowerString(cx: Context, raw: Raw): Expr {
	const literals = raw.type === "concatenated_string" ? raw.children.filter((part) => part.type === "string") : [raw];
	const pieces: Piece[] = [];
	let formatted = false;
	let bytes = 0;
	for (const literal of literals) {
		const prefix = prefixOf(cx, literal);
		if (!PREFIXES.has(prefix)) return cx.missing(raw, "invalid string prefix");
		if (prefix.includes("t")) return cx.missing(raw, "template strings are not supported");
		if (literal.broken || !childOfType(literal, "string_end")) return cx.missing(raw, "invalid string literal");
		if (prefix.includes("b")) bytes++;
		if (prefix.includes("f")) {
			formatted = true;
			formattedPieces(cx, literal, prefix.includes("r"), pieces);
		} else {
			addText(pieces, decode(cx.slice(contentSpan(cx, literal)), prefix.includes("r"), prefix.includes("b")), literal);
		}
	}
	if (bytes > 0 && bytes < literals.length) return cx.missing(raw, "cannot mix bytes and nonbytes literals");
	const { start, end } = raw;
	if (!formatted) {
		const only = pieces[0];
		const value = only?.kind === "Constant" ? only.value : "";
		return { kind: "Constant", type: bytes > 0 ? "bytes" : "str", value, start, end };
	}
	return { kind: "JoinedStr", values: pieces, start, end };
}

function prefixOf(cx: Context, literal: Raw): string {
	const start = childOfType(literal, "string_start");
	return start
		? cx
				.slice(start)
				.replace(/["']+$/, "")
				.toLowerCase()
		: "";
}

/** Between the quotes. The closing token may hold text too (backslashes that end a raw string), so quotes are counted. */
function contentSpan(cx: Context, literal: Raw): Span {
	const first = childOfType(literal, "string_start")!;
	const last = childOfType(literal, "string_end")!;
	const quotes = /["']+$/.exec(cx.slice(first))?.[0].length ?? 1;
	return { start: first.end, end: Math.max(first.end, last.end - quotes) };
}

/** Neighbouring text is one constant; empty text is none, except where it is all there is. */
function addText(pieces: Piece[], value: string, span: Span): void {
	const last = pieces[pieces.length - 1];
	if (last?.kind === "Constant") {
		pieces[pieces.length - 1] = { ...last, value: (last.value as string) + value, end: span.end };
	} else if (value !== "") {
		pieces.push({ kind: "Constant", type: "str", value, start: span.start, end: span.end });
	}
}

function formattedPieces(cx: Context, literal: Raw, isRaw: boolean, pieces: Piece[]): void {
	const { start, end } = contentSpan(cx, literal);
	betweenInterpolations(cx, literal, "interpolation", start, end, (source) => decode(unbrace(source), isRaw, false), pieces);
}

function betweenInterpolations(
	cx: Context,
	holder: Raw,
	type: string,
	from: number,
	to: number,
	text: (source: string) => string,
	pieces: Piece[],
): void {
	let at = from;
	for (const part of holder.children) {
		if (part.type !== type) continue;
		if (part.start > at) addText(pieces, text(cx.text.slice(at, part.start)), { start: at, end: part.start });
		pieces.push(interpolation(cx, part));
		at = part.end;
	}
	if (to > at) addText(pieces, text(cx.text.slice(at, to)), { start: at, end: to });
}

function unbrace(source: string): string {
	return source.replace(/\{\{|\}\}/g, (pair) => pair[0]!);
}

function interpolation(cx: Context, raw: Raw): FormattedValue {
	const { start, end } = raw;
	const expression = child(raw, "expression");
	const value = expression && !raw.broken ? cx.expr(expression) : cx.missing(raw, "invalid expression in f-string");
	const format = child(raw, "format_specifier");
	const conversionNode = child(raw, "type_conversion");
	const written = conversionNode ? cx.slice(conversionNode).slice(1) : null;
	let conversion: FormattedValue["conversion"] = written === "r" || written === "s" || written === "a" ? written : null;
	if (written !== null && conversion === null)
		cx.gap(conversionNode!, `f-string: invalid conversion character '${written}': expected 's', 'r', or 'a'`);
	const selfDoc = selfDocumented(cx, raw);
	if (selfDoc !== null && conversion === null && !format) conversion = "r";
	return { kind: "FormattedValue", value, conversion, formatSpec: format ? formatSpec(cx, format) : null, selfDoc, start, end };
}

/** `{x = }`: everything from behind the brace to in front of the conversion, the format or the closing brace. */
function selfDocumented(cx: Context, raw: Raw): string | null {
	const equals = raw.children.findIndex((part) => part.type === "=");
	if (equals < 0) return null;
	return cx.text.slice(raw.start + 1, raw.children[equals + 1]?.start ?? raw.end - 1);
}

function formatSpec(cx: Context, raw: Raw): JoinedStr {
	const values: Piece[] = [];
	betweenInterpolations(cx, raw, "format_expression", raw.start + 1, raw.end, (source) => decode(source, false, false), values);
	return { kind: "JoinedStr", values, start: raw.start + 1, end: raw.end };
}

const SIMPLE: Record<string, string> = {
	"\\": "\\",
	"'": "'",
	'"': '"',
	a: "\x07",
	b: "\b",
	f: "\f",
	n: "\n",
	r: "\r",
	t: "\t",
	v: "\v",
	"\n": "",
};
const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]*)\}|([^]))/g;
/** Stands for a character given by its Unicode name: names are not looked up. */
const NAMED_CHARACTER = "\ufffd";

/** The value of the text between the quotes. */
export function decode(source: string, isRaw: boolean, isBytes: boolean): string {
	const text = source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
	if (isRaw || !text.includes("\\")) return text;
	return text.replace(ESCAPE, (whole, octal?: string, hex?: string, short?: string, long?: string, name?: string, simple?: string) => {
		if (octal !== undefined) return String.fromCharCode(isBytes ? parseInt(octal, 8) & 255 : parseInt(octal, 8));
		if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
		if (simple !== undefined) return SIMPLE[simple] ?? whole;
		if (isBytes) return whole;
		if (name !== undefined) return NAMED_CHARACTER;
		const code = parseInt(short ?? long ?? "", 16);
		return code <= 0x10ffff ? String.fromCodePoint(code) : NAMED_CHARACTER;
	});
}
