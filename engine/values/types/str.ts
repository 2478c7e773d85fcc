/** `str`: the constructor and the methods that cut, join and search. Case and character classes are in str-case.ts. */
import { raiseError, raiseArgs } from "../exceptions.ts";
import { formatTemplate, kwargsLookup, nativeFormat, reprText, strText } from "../format.ts";
import { asInt, asStr, indexOf, typeName } from "../kinds.ts";
import { def, defStatic } from "../native.ts";
import { rt } from "../runtime.ts";
import { chars, HOLE, strLength, strValue, toPoints, toUnits, unknownText, utf8Decode, utf8Encode } from "../text.ts";
import { derive } from "../unknown.ts";
import { dictSet } from "../dict.ts";
import { type Kwargs, PyBytes, PyDict, PyInstance, PyList, PyTuple, strClass, Unknown, type Value } from "../value.ts";

strClass.alloc = (cls, args, kw) => {
	if (args.length > 3) raiseError("TypeError", `str() takes at most 3 arguments (${args.length} given)`);
	const given = args.length > 0 ? args[0] : cls === strClass ? kw?.get("object") : undefined;
	let text: Value;
	const encoding = args[1] ?? (cls === strClass ? (kw?.get("encoding") ?? kw?.get("errors")) : undefined);
	if (given === undefined) text = "";
	else if (encoding !== undefined) {
		if (!(given instanceof PyBytes)) raiseError("TypeError", `decoding to str: need a bytes-like object, ${typeName(given)} found`);
		text = decode(given.value, asStr(encoding) ?? "utf-8", "strict");
	} else text = toStr(given);
	if (cls === strClass || text instanceof Unknown) return text;
	const out = new PyInstance(cls);
	out.native = text as string;
	return out;
};
/** `str(v)`. */
export function toStr(v: Value): Value {
	if (typeof v === "string") return v;
	if (v instanceof Unknown) return v.type === strClass ? v : strOfUnknown(v);
	return strValue(strText(v));
}
/** The same unknown gives the same text. */
function strOfUnknown(v: Unknown): Value {
	return derive("str", [v], strClass);
}

const text = (v: Value, message: (type: string) => string): string => asStr(v) ?? raiseError("TypeError", message(typeName(v)));

/** Start and end in UTF-16 units of an optional range given in code points. */
function range(s: string, start: Value | undefined, end: Value | undefined): [number, number] {
	const n = strLength(s);
	const bound = (v: Value | undefined, missing: number): number => {
		if (v === undefined || v === null) return missing;
		const i = indexOf(v);
		if (i === null) raiseError("TypeError", "slice indices must be integers or None or have an __index__ method");
		return Number(i) < 0 ? Math.max(0, Number(i) + n) : Number(i);
	};
	const from = bound(start, 0);
	const to = Math.min(n, bound(end, n));
	return [from > n ? -1 : toUnits(s, from), toUnits(s, to)];
}
function findText(s: string, sub: Value, start: Value | undefined, end: Value | undefined, last: boolean): number {
	const needle = text(sub, (t) => `must be str, not ${t}`);
	const [from, to] = range(s, start, end);
	if (from < 0 || from > to) return -1;
	const part = s.slice(from, to);
	const at = last ? part.lastIndexOf(needle) : part.indexOf(needle);
	return at < 0 ? -1 : toPoints(s, from + at);
}
def(strClass, "find", "sub start? end?", (s: string, sub: Value, a?: Value, b?: Value) => findText(s, sub, a, b, false));
def(strClass, "rfind", "sub start? end?", (s: string, sub: Value, a?: Value, b?: Value) => findText(s, sub, a, b, true));
def(strClass, "index", "sub start? end?", (s: string, sub: Value, a?: Value, b?: Value) => {
	const at = findText(s, sub, a, b, false);
	return at < 0 ? raiseError("ValueError", "substring not found") : at;
});
def(strClass, "rindex", "sub start? end?", (s: string, sub: Value, a?: Value, b?: Value) => {
	const at = findText(s, sub, a, b, true);
	return at < 0 ? raiseError("ValueError", "substring not found") : at;
});
def(strClass, "count", "sub start? end?", (s: string, sub: Value, a?: Value, b?: Value) => {
	const needle = text(sub, (t) => `must be str, not ${t}`);
	const [from, to] = range(s, a, b);
	if (from < 0 || from > to) return 0;
	const part = s.slice(from, to);
	return needle === "" ? strLength(part) + 1 : part.split(needle).length - 1;
});
for (const [name, test] of [
	["startswith", (s: string, p: string) => s.startsWith(p)],
	["endswith", (s: string, p: string) => s.endsWith(p)],
] as const)
	def(strClass, name, "prefix start? end?", (s: string, prefix: Value, a?: Value, b?: Value) => {
		const given = prefix instanceof PyTuple ? prefix.items : [prefix];
		const [from, to] = range(s, a, b);
		for (const p of given) {
			if (p instanceof Unknown) return derive(name, [s, p]);
			const needle = text(p, (t) =>
				prefix instanceof PyTuple
					? `tuple for ${name} must only contain str, not ${t}`
					: `${name} first arg must be str or a tuple of str, not ${t}`,
			);
			if (from >= 0 && from <= to && test(s.slice(from, to), needle)) return true;
		}
		return false;
	});

const WHITE = "\\t\\n\\x0b\\f\\r\\x1c-\\x1f\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const WHITE_RUN = new RegExp(`[${WHITE}]+`, "g");
const LEFT = new RegExp(`^[${WHITE}]+`);
const RIGHT = new RegExp(`[${WHITE}]+$`);
export function strip(s: string, set: Value | undefined, left: boolean, right: boolean, name: string): string {
	if (set === undefined || set === null) {
		let out = s;
		if (left) out = out.replace(LEFT, "");
		if (right) out = out.replace(RIGHT, "");
		return out;
	}
	const all = new Set(chars(text(set, () => `${name} arg must be None or str`)));
	const given = chars(s);
	let from = 0;
	let to = given.length;
	if (left) while (from < to && all.has(given[from]!)) from++;
	if (right) while (to > from && all.has(given[to - 1]!)) to--;
	return given.slice(from, to).join("");
}
def(strClass, "strip", "chars?", (s: string, c?: Value) => strip(s, c, true, true, "strip"));
def(strClass, "lstrip", "chars?", (s: string, c?: Value) => strip(s, c, true, false, "lstrip"));
def(strClass, "rstrip", "chars?", (s: string, c?: Value) => strip(s, c, false, true, "rstrip"));
def(strClass, "removeprefix", "prefix", (s: string, p: Value) => {
	const t = text(p, (n) => `removeprefix() argument must be str, not ${n}`);
	return t !== "" && s.startsWith(t) ? s.slice(t.length) : s;
});
def(strClass, "removesuffix", "suffix", (s: string, p: Value) => {
	const t = text(p, (n) => `removesuffix() argument must be str, not ${n}`);
	return t !== "" && s.endsWith(t) ? s.slice(0, -t.length) : s;
});

/** Splits at runs of white space, at most `limit` times, from the left or from the right. */
function splitWhite(s: string, limit: number, fromRight: boolean): string[] {
	const words = s.split(WHITE_RUN).filter((w) => w !== "");
	// With exactly one word more than cuts, the first (or last) piece still keeps the blanks of the far side.
	if (limit < 0 || words.length <= limit || words.length === 0) return words;
	// What is not split keeps its inner white space, and the blanks at its own far end are dropped.
	const cuts = [...s.matchAll(WHITE_RUN)].filter((m) => m.index > 0 && m.index + m[0].length < s.length);
	if (fromRight) {
		const first = limit === 0 ? s : s.slice(0, cuts[cuts.length - limit]!.index);
		return [first.replace(RIGHT, ""), ...words.slice(words.length - limit)];
	}
	const cut = limit === 0 ? null : cuts[limit - 1]!;
	const rest = cut === null ? s : s.slice(cut.index + cut[0].length);
	return [...words.slice(0, limit), rest.replace(LEFT, "")];
}
export function splitText(s: string, separator: string, limit: number, fromRight: boolean): string[] {
	const all = s.split(separator);
	if (limit < 0 || all.length <= limit + 1) return all;
	return fromRight
		? [all.slice(0, all.length - limit).join(separator), ...all.slice(all.length - limit)]
		: [...all.slice(0, limit), all.slice(limit).join(separator)];
}
for (const [name, fromRight] of [
	["split", false],
	["rsplit", true],
] as const)
	def(strClass, name, ".sep? .maxsplit?", (s: string, sep?: Value, maxsplit?: Value) => {
		const n = maxsplit === undefined ? -1 : indexOf(maxsplit);
		if (n === null) raiseError("TypeError", `'${typeName(maxsplit!)}' object cannot be interpreted as an integer`);
		if (sep === undefined || sep === null) return new PyList(splitWhite(s, Number(n), fromRight));
		const separator = text(sep, (t) => `must be str or None, not ${t}`);
		if (separator === "") raiseError("ValueError", "empty separator");
		return new PyList(splitText(s, separator, Number(n), fromRight));
	});
def(strClass, "partition", "sep", (s: string, sep: Value) => {
	const t = text(sep, (n) => `must be str, not ${n}`);
	if (t === "") raiseError("ValueError", "empty separator");
	const at = s.indexOf(t);
	return new PyTuple(at < 0 ? [s, "", ""] : [s.slice(0, at), t, s.slice(at + t.length)]);
});
def(strClass, "rpartition", "sep", (s: string, sep: Value) => {
	const t = text(sep, (n) => `must be str, not ${n}`);
	if (t === "") raiseError("ValueError", "empty separator");
	const at = s.lastIndexOf(t);
	return new PyTuple(at < 0 ? ["", "", s] : [s.slice(0, at), t, s.slice(at + t.length)]);
});
def(strClass, "splitlines", ".keepends?", (s: string, keep?: Value) => {
	const parts = s.match(/[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|$)/g) ?? [];
	const lines = parts.filter((p) => p !== "");
	return new PyList(
		keep !== undefined && rt.truth(keep) ? lines : lines.map((l) => l.replace(/(?:\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029])$/, "")),
	);
});
def(strClass, "join", "! iterable", (s: string, iterable: Value) => {
	const items = iterable instanceof Unknown ? null : joinable(iterable);
	if (items === null) return new Unknown("the joined items are not known", { type: strClass });
	const out: string[] = [];
	items.forEach((x, i) => {
		if (x instanceof Unknown) out.push(x.type === strClass ? unknownText(x) : HOLE);
		else out.push(text(x, (t) => `sequence item ${i}: expected str instance, ${t} found`));
	});
	return strValue(out.join(s));
});
function joinable(iterable: Value): Value[] | null {
	const cls = rt.typeOf(iterable);
	if (cls.lookup("__iter__") === undefined && cls.lookup("__getitem__") === undefined && !cls.hasUnknownBase)
		raiseError("TypeError", "can only join an iterable");
	return rt.items(iterable);
}
def(strClass, "replace", "old new count?", (s: string, old: Value, fresh: Value, count?: Value) => {
	const from = text(old, (t) => `replace() argument 1 must be str, not ${t}`);
	const to = text(fresh, (t) => `replace() argument 2 must be str, not ${t}`);
	const limit = count === undefined ? -1 : Number(asInt(count));
	if (limit < 0) return from === "" ? [to, ...chars(s).flatMap((c) => [c, to])].join("") : s.split(from).join(to);
	if (from === "")
		return (
			chars(s)
				.map((c, i) => (i < limit ? to + c : c))
				.join("") + (limit > strLength(s) ? to : "")
		);
	const parts = s.split(from);
	return parts.map((p, i) => (i === 0 ? p : (i <= limit ? to : from) + p)).join("");
});
def(strClass, "expandtabs", ".tabsize?", (s: string, size?: Value) => {
	const n = size === undefined ? 8 : Number(asInt(size));
	let column = 0;
	let out = "";
	for (const c of s) {
		if (c === "\t") {
			const fill = n > 0 ? n - (column % n) : 0;
			out += " ".repeat(fill);
			column += fill;
		} else {
			out += c;
			column = c === "\n" || c === "\r" ? 0 : column + 1;
		}
	}
	return out;
});

function padding(v: Value | undefined): string {
	if (v === undefined) return " ";
	const c = text(v, (t) => `The fill character must be a unicode character, not ${t}`);
	if (strLength(c) !== 1) raiseError("TypeError", "The fill character must be exactly one character long");
	return c;
}
const missing = (s: string, width: Value): number => {
	const w = indexOf(width);
	if (w === null) raiseError("TypeError", `'${typeName(width)}' object cannot be interpreted as an integer`);
	return Math.max(0, Number(w) - strLength(s));
};
def(strClass, "ljust", "width fill?", (s: string, w: Value, f?: Value) => s + padding(f).repeat(missing(s, w)));
def(strClass, "rjust", "width fill?", (s: string, w: Value, f?: Value) => padding(f).repeat(missing(s, w)) + s);
def(strClass, "center", "width fill?", (s: string, w: Value, f?: Value) => {
	const n = missing(s, w);
	// CPython puts the odd blank to the left when the width is odd.
	const left = Math.floor(n / 2) + (n & (n + strLength(s)) & 1);
	return padding(f).repeat(left) + s + padding(f).repeat(n - left);
});
def(strClass, "zfill", "width", (s: string, w: Value) => {
	const zeros = "0".repeat(missing(s, w));
	return /^[+-]/.test(s) ? s[0] + zeros + s.slice(1) : zeros + s;
});

def(strClass, "format", "! *args **kw", (s: string, args: Value[], kw: Kwargs) => formatTemplate(s, args, kwargsLookup(kw)));
def(strClass, "format_map", "! mapping", (s: string, mapping: Value) =>
	mapping instanceof Unknown ? derive("format_map", [s, mapping], strClass) : formatTemplate(s, [], (name) => rt.getItem(mapping, name)),
);
def(strClass, "__format__", "! spec", (s: Value, spec: Value) =>
	spec instanceof Unknown ? strValue(HOLE) : strValue(nativeFormat(s, asStr(spec) ?? "")),
);
def(strClass, "__repr__", "", (s: string) => reprText(s));
def(strClass, "__str__", "", (s: string) => s);
def(strClass, "__contains__", "sub", (s: string, sub: Value) =>
	s.includes(text(sub, (t) => `'in <string>' requires string as left operand, not ${t}`)),
);

def(strClass, "translate", "table", (s: string, table: Value) =>
	chars(s)
		.map((c) => {
			let to: Value;
			try {
				to = rt.getItem(table, c.codePointAt(0)!);
			} catch {
				// A LookupError leaves the character as it is.
				return c;
			}
			return to === null ? "" : typeof to === "number" ? String.fromCodePoint(to) : (asStr(to) ?? c);
		})
		.join(""),
);
defStatic(strClass, "maketrans", "x y? z?", (x: Value, y?: Value, z?: Value) => {
	const out = new PyDict();
	if (y === undefined) {
		if (!(x instanceof PyDict)) raiseError("TypeError", "if you give only one argument to maketrans it must be a dict");
		for (const [k, v] of x.entries.values()) dictSet(out, typeof k === "string" ? k.codePointAt(0)! : k, v);
		return out;
	}
	const from = chars(asStr(x) ?? "");
	const to = chars(asStr(y) ?? "");
	if (from.length !== to.length) raiseError("ValueError", "the first two maketrans arguments must have equal length");
	from.forEach((c, i) => dictSet(out, c.codePointAt(0)!, to[i]!.codePointAt(0)!));
	for (const c of z === undefined ? [] : chars(asStr(z) ?? "")) dictSet(out, c.codePointAt(0)!, null);
	return out;
});

const codec = (name: string): string => name.toLowerCase().replace(/[-_]/g, "").replace("iso88591", "latin1");
/** What Python has beside UTF, ASCII and Latin-1, and what programs may have registered. */
const isForeign = (name: string): boolean =>
	/^(cp|windows|sloppy|iso|latin|koi8|gb|hz|big5|euc|shift|mac|johab|tis|kz|ptcp|punycode|idna|rawunicode|unicodeescape|charmap|mbcs|oem)/.test(
		name,
	);

export function encode(s: string, encoding: string, errors: string): PyBytes {
	const name = codec(encoding);
	if (name === "utf8" || name === "u8") {
		const bad = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.exec(s);
		if (bad !== null && errors === "strict")
			raiseArgs("UnicodeEncodeError", ["utf-8", s, bad.index, bad.index + 1, "surrogates not allowed"]);
		return new PyBytes(utf8Encode(s));
	}
	const most = name === "ascii" || name === "usascii" ? 0x7f : name === "latin1" ? 0xff : -1;
	if (most < 0) {
		if (name.startsWith("utf16") || name.startsWith("utf32")) return new PyBytes(wide(s, name));
		raiseError("LookupError", `unknown encoding: ${encoding}`);
	}
	let out = "";
	chars(s).forEach((c, i) => {
		if (c.codePointAt(0)! <= most) out += c;
		else if (errors === "ignore") return;
		else if (errors === "replace") out += "?";
		else if (errors === "backslashreplace") out += reprText(c).slice(1, -1);
		else {
			const all = chars(s);
			let end = i + 1;
			while (end < all.length && all[end]!.codePointAt(0)! > most) end++;
			raiseArgs("UnicodeEncodeError", [most === 0x7f ? "ascii" : "latin-1", s, i, end, `ordinal not in range(${most + 1})`]);
		}
	});
	return new PyBytes(out);
}
function wide(s: string, name: string): string {
	const is16 = name.startsWith("utf16");
	const bigEndian = name.endsWith("be");
	const units: number[] = name.endsWith("le") || bigEndian ? [] : [0xfeff];
	if (is16) for (let i = 0; i < s.length; i++) units.push(s.charCodeAt(i));
	else for (const c of s) units.push(c.codePointAt(0)!);
	const bytes = (u: number): string => {
		const list = is16 ? [u & 255, u >> 8] : [u & 255, (u >> 8) & 255, (u >> 16) & 255, u >>> 24];
		return String.fromCharCode(...(bigEndian ? list.reverse() : list));
	};
	return units.map(bytes).join("");
}
const SHORT: Record<string, string> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v", "\n": "" };
/** `unicode-escape`: backslashes as in Python's literals; a bad one is not known. */
function unescaped(bytes: string): Value {
	let bad = false;
	const out = bytes.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[^])/g, (_, c: string) => {
		if (/^[xuU]./.test(c)) return String.fromCodePoint(Number.parseInt(c.slice(1), 16));
		if (/^[0-7]/.test(c)) return String.fromCodePoint(Number.parseInt(c, 8));
		if (/^[xuUN]$/.test(c)) bad = true;
		return SHORT[c] ?? (/["'\\]/.test(c) ? c : `\\${c}`);
	});
	return bad || /(?:^|[^\\])(?:\\\\)*\\$/.test(bytes) ? new Unknown("escapes in a text", { type: strClass }) : out;
}
export function decode(bytes: string, encoding: string, errors: string): Value {
	const name = codec(encoding);
	if (name === "utf8" || name === "u8") {
		const out = utf8Decode(bytes);
		if (typeof out === "string") return out;
		if (errors === "strict") {
			const lead = bytes.charCodeAt(out);
			const truncated = out + 1 >= bytes.length && lead >= 0xc2 && lead <= 0xf4;
			raiseArgs("UnicodeDecodeError", [
				"utf-8",
				new PyBytes(bytes),
				out,
				out + 1,
				truncated
					? "unexpected end of data"
					: bytes.charCodeAt(out) < 0xc2 || bytes.charCodeAt(out) > 0xf4
						? "invalid start byte"
						: "invalid continuation byte",
			]);
		}
		let text = "";
		for (let i = 0; i < bytes.length; ) {
			const rest = utf8Decode(bytes.slice(i));
			if (typeof rest === "string") return text + rest;
			text += (utf8Decode(bytes.slice(i, i + rest)) as string) + (errors === "ignore" ? "" : "\ufffd");
			i += rest + 1;
		}
		return text;
	}
	if (name === "unicodeescape") return unescaped(bytes);
	const isAscii = name === "ascii" || name === "usascii";
	if (!isAscii && name !== "latin1")
		return name.startsWith("utf")
			? new Unknown("this encoding is not modelled", { type: strClass })
			: isForeign(name)
				? new Unknown("this encoding is not modelled", { type: strClass })
				: raiseError("LookupError", `unknown encoding: ${encoding}`);
	const at = isAscii ? bytes.search(/[\x80-\xff]/) : -1;
	if (at >= 0 && errors === "strict")
		raiseArgs("UnicodeDecodeError", ["ascii", new PyBytes(bytes), at, at + 1, "ordinal not in range(128)"]);
	return isAscii ? bytes.replace(/[\x80-\xff]/g, errors === "ignore" ? "" : "\ufffd") : bytes;
}
def(strClass, "encode", ".encoding? .errors?", (s: string, encoding?: Value, errors?: Value) => {
	const name = encoding === undefined ? "utf-8" : text(encoding, (t) => `encode() argument 'encoding' must be str, not ${t}`);
	const how = errors === undefined ? "strict" : text(errors, (t) => `encode() argument 'errors' must be str, not ${t}`);
	return isForeign(codec(name)) && codec(name) !== "latin1" ? new Unknown("this encoding is not modelled") : encode(s, name, how);
});
