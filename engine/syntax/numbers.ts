/** Number literals. */
import type { Constant, Span } from "./nodes.ts";

/** Null when Python 3 refuses the text (`0777`, `10L`). */
export function numberLiteral(source: string, span: Span): Constant | null {
	const text = source.replaceAll("_", "");
	const { start, end } = span;
	const last = text[text.length - 1]!;
	const prefix = text.slice(0, 2).toLowerCase();
	if (prefix === "0x" || prefix === "0o" || prefix === "0b") {
		return /[lL]$/.test(text) ? null : { kind: "Constant", type: "int", value: whole(text.toLowerCase()), start, end };
	}
	if (last === "j" || last === "J") return { kind: "Constant", type: "imag", value: Number(text.slice(0, -1)), start, end };
	if (/[.eE]/.test(text)) return { kind: "Constant", type: "float", value: Number(text), start, end };
	if (!/^[0-9]+$/.test(text) || /^0+[1-9]/.test(text)) return null;
	return { kind: "Constant", type: "int", value: whole(text), start, end };
}

function whole(text: string): number | bigint {
	const value = Number(text);
	return Number.isSafeInteger(value) ? value : BigInt(text);
}
