/** `struct`. */
import { exceptionClasses, raiseError } from "../../values/exceptions.ts";
import { asInt, asStr, normInt } from "../../values/kinds.ts";
import { HOLE } from "../../values/text.ts";
import { PyBytes, type PyClass, PyFloat, SymInt, Unknown, type Value } from "../../values/value.ts";
import { integer, library, tuple } from "./kit.ts";

library("struct", (m) => {
	m.cls("error", [exceptionClasses.get("Exception")!]);
	const SIZES: Record<string, number> = {
		x: 1,
		c: 1,
		b: 1,
		B: 1,
		"?": 1,
		h: 2,
		H: 2,
		i: 4,
		I: 4,
		l: 4,
		L: 4,
		q: 8,
		Q: 8,
		f: 4,
		d: 8,
		s: 1,
		e: 2,
	};
	const codes = (format: string): { little: boolean; fields: [string, number][] } => {
		const order = /^[@=<>!]/.exec(format)?.[0] ?? "@";
		const fields = [...format.replace(/^[@=<>!]/, "").matchAll(/(\d*)([a-zA-Z?])/g)].map(([, n, c]): [string, number] => [
			c!,
			n === "" ? 1 : Number(n),
		]);
		return { little: order !== ">" && order !== "!", fields };
	};
	/** Native formats align every field to its own size. */
	const gap = (format: string, at: number, c: string): number =>
		/^[=<>!]/.test(format) || "scxbB?".includes(c) ? 0 : (SIZES[c]! - (at % SIZES[c]!)) % SIZES[c]!;
	const size = (format: string): number => codes(format).fields.reduce((n, [c, k]) => n + gap(format, n, c) + (SIZES[c] ?? 0) * k, 0);
	/** A layout with sizes that are not known leaves everything open. */
	const isOpen = (f: Value): boolean => f instanceof Unknown || (asStr(f) ?? "").includes(HOLE);
	const open = (what: string): Unknown => new Unknown(`${what} of a layout that is not known`);
	m.fn("calcsize", "format", (f: Value) => (isOpen(f) ? open("the size") : size(asStr(f)!)));
	m.fn("pack", "format *values", (f: Value, values: Value[]) => {
		if (isOpen(f) || values.some((v) => v instanceof SymInt || v instanceof Unknown)) return open("bytes");
		const { little, fields } = codes(asStr(f)!);
		let out = "";
		let i = 0;
		for (const [c, k] of fields) {
			out += "\0".repeat(gap(asStr(f)!, out.length, c));
			if (c === "s") {
				out += (values[i++] as PyBytes).value.padEnd(k, "\0").slice(0, k);
				continue;
			}
			for (let j = 0; j < k; j++) {
				if (c === "x") {
					out += "\0";
					continue;
				}
				const view = new DataView(new ArrayBuffer(SIZES[c]!));
				const v = values[i++]!;
				if (c === "c") view.setUint8(0, (v as PyBytes).value.charCodeAt(0));
				else if (c === "f") view.setFloat32(0, Number(asInt(v) ?? (v as unknown as { value: number }).value), little);
				else if (c === "d") view.setFloat64(0, Number(asInt(v) ?? (v as unknown as { value: number }).value), little);
				else if (SIZES[c] === 8) view.setBigInt64(0, BigInt.asIntN(64, BigInt(asInt(v)!)), little);
				else if (SIZES[c] === 4) view.setUint32(0, integer(v) >>> 0, little);
				else if (SIZES[c] === 2) view.setUint16(0, integer(v) & 0xffff, little);
				else view.setUint8(0, v === true ? 1 : integer(v) & 255);
				out += String.fromCharCode(...new Uint8Array(view.buffer));
			}
		}
		return new PyBytes(out);
	});
	m.fn("unpack", "format buffer", (f: Value, b: Value) => {
		if (isOpen(f) || !(b instanceof PyBytes)) return open("the fields");
		const { little, fields } = codes(asStr(f)!);
		const text = b.value;
		if (text.length !== size(asStr(f)!)) raiseError(m.get("error") as PyClass, `unpack requires a buffer of ${size(asStr(f)!)} bytes`);
		const view = new DataView(Uint8Array.from(text, (c) => c.charCodeAt(0)).buffer);
		const out: Value[] = [];
		let at = 0;
		for (const [c, k] of fields) {
			at += gap(asStr(f)!, at, c);
			if (c === "s") {
				out.push(new PyBytes(text.slice(at, at + k)));
				at += k;
				continue;
			}
			for (let j = 0; j < k; j++) {
				const n = SIZES[c]!;
				if (c === "c") out.push(new PyBytes(text[at]!));
				else if (c === "?") out.push(view.getUint8(at) !== 0);
				else if (c === "f") out.push(new PyFloat(view.getFloat32(at, little)));
				else if (c === "d") out.push(new PyFloat(view.getFloat64(at, little)));
				else if (c !== "x")
					out.push(
						n === 8
							? normInt(c === "q" ? view.getBigInt64(at, little) : view.getBigUint64(at, little))
							: n === 4
								? c === "i" || c === "l"
									? view.getInt32(at, little)
									: view.getUint32(at, little)
								: n === 2
									? c === "h"
										? view.getInt16(at, little)
										: view.getUint16(at, little)
									: c === "b"
										? view.getInt8(at)
										: view.getUint8(at),
					);
				at += n;
			}
		}
		return tuple(out);
	});
});
