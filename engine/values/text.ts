/**
 * Text helpers: code points, quoting, and holes.
 *
 * Texts made by repr/str/format may contain pieces that are not known. Such a piece is one HOLE character; a text with holes
 * never becomes a str value: `strValue` turns it into an Unknown of type str that remembers the text, so that printing it
 * shows `?` in the right place while comparing it decides nothing.
 */
import { strClass, Unknown, type Value } from "./value.ts";

/** A noncharacter of Unicode: no program prints it. */
export const HOLE = "\uFDD0";
const texts = new WeakMap<Unknown, string>();

/** A finished text as a value. */
export function strValue(text: string, why = "part of the text is not known"): Value {
	if (!text.includes(HOLE)) return text;
	const out = new Unknown(why, { type: strClass });
	texts.set(out, text);
	return out;
}
/** What is known of the text of an unknown; a single hole when nothing is. */
export const unknownText = (u: Unknown): string => texts.get(u) ?? HOLE;
/** As it is shown to the user. */
export const fillHoles = (text: string): string => (text.includes(HOLE) ? text.replaceAll(HOLE, "?") : text);

const SURROGATE = /[\ud800-\udfff]/;
export const hasAstral = (s: string): boolean => SURROGATE.test(s);
/** `len(s)`. */
export function strLength(s: string): number {
	if (!hasAstral(s)) return s.length;
	let n = 0;
	for (const _ of s) n++;
	return n;
}
/** The characters of `s` as Python counts them. */
export const chars = (s: string): string[] => (hasAstral(s) ? Array.from(s) : s.split(""));
/** Index in code points to index in UTF-16 units and back. */
export function toUnits(s: string, index: number): number {
	if (!hasAstral(s)) return index;
	let units = 0;
	for (const c of s) {
		if (index-- <= 0) return units;
		units += c.length;
	}
	return s.length;
}
export const toPoints = (s: string, units: number): number => (units <= 0 || !hasAstral(s) ? units : strLength(s.slice(0, units)));

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u;
export const isPrintable = (c: string): boolean => c === " " || !UNPRINTABLE.test(c);
const PLAIN = /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/;

function escapeChar(c: string, quote: string): string {
	if (c === quote || c === "\\") return `\\${c}`;
	if (c === "\n") return "\\n";
	if (c === "\r") return "\\r";
	if (c === "\t") return "\\t";
	const code = c.codePointAt(0)!;
	if ((code >= 0x20 && code < 0x7f) || c === HOLE) return c;
	return code < 0x20 || code === 0x7f || !isPrintable(c) ? escapeCode(code) : c;
}
function escapeCode(code: number): string {
	if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
	if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
	return `\\U${code.toString(16).padStart(8, "0")}`;
}
/** `repr(s)` of a str. */
export function quote(s: string): string {
	if (PLAIN.test(s)) return `'${s}'`;
	const q = s.includes("'") && !s.includes('"') ? '"' : "'";
	let out = q;
	for (const c of s) out += escapeChar(c, q);
	return out + q;
}
/** `ascii(...)` applied to a finished repr. */
export function asciiEscape(s: string): string {
	let out = "";
	for (const c of s) {
		const code = c.codePointAt(0)!;
		out += code < 0x80 || c === HOLE ? c : escapeCode(code);
	}
	return out;
}
/** `repr(b)` of bytes (one char per byte). */
export function quoteBytes(s: string): string {
	const q = s.includes("'") && !s.includes('"') ? '"' : "'";
	let out = `b${q}`;
	for (const c of s) {
		const code = c.charCodeAt(0);
		if (c === q || c === "\\") out += `\\${c}`;
		else if (c === "\n") out += "\\n";
		else if (c === "\r") out += "\\r";
		else if (c === "\t") out += "\\t";
		else out += code < 0x20 || code >= 0x7f ? `\\x${code.toString(16).padStart(2, "0")}` : c;
	}
	return out + q;
}

/** UTF-8 both ways; the engine has no TextEncoder. */
export function utf8Encode(s: string): string {
	let out = "";
	for (const c of s) {
		const p = c.codePointAt(0)!;
		if (p < 0x80) out += c;
		else if (p < 0x800) out += String.fromCharCode(0xc0 | (p >> 6), 0x80 | (p & 63));
		else if (p < 0x10000) out += String.fromCharCode(0xe0 | (p >> 12), 0x80 | ((p >> 6) & 63), 0x80 | (p & 63));
		else out += String.fromCharCode(0xf0 | (p >> 18), 0x80 | ((p >> 12) & 63), 0x80 | ((p >> 6) & 63), 0x80 | (p & 63));
	}
	return out;
}
/** The decoded text, or the offset of the first byte that is no UTF-8. */
export function utf8Decode(bytes: string): string | number {
	let out = "";
	for (let i = 0; i < bytes.length; ) {
		const b = bytes.charCodeAt(i);
		const n = b < 0x80 ? 0 : b >= 0xc2 && b < 0xe0 ? 1 : b >= 0xe0 && b < 0xf0 ? 2 : b >= 0xf0 && b < 0xf5 ? 3 : -1;
		if (n < 0) return i;
		let p = n === 0 ? b : b & (0x3f >> n);
		for (let k = 1; k <= n; k++) {
			const c = bytes.charCodeAt(i + k);
			if ((c & 0xc0) !== 0x80) return i;
			p = (p << 6) | (c & 63);
		}
		out += String.fromCodePoint(p);
		i += n + 1;
	}
	return out;
}
