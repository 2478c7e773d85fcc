/** `bytes` and `bytearray`: what programs at the edge of a training script use of them. */
import { raiseError } from "../exceptions.ts";
import { nativeRepr } from "../format.ts";
import { asInt, asStr, typeName, typeOf } from "../kinds.ts";
import { def, defClassMethod, getter } from "../native.ts";
import { rt } from "../runtime.ts";
import { bytesClass, builtinClass, type PyClass, PyBytes, PyInstance, PyList, PyTuple, Unknown, type Value } from "../value.ts";
import { derive } from "../unknown.ts";
import { decode, encode, splitText } from "./str.ts";

export const bytearrayClass = builtinClass("bytearray", [bytesClass]);
const make = (cls: PyClass, value: string): PyBytes => {
	const out = new PyBytes(value);
	out.cls = cls;
	return out;
};
bytesClass.alloc = (cls, args, kw) => {
	const v = args[0];
	const encoding = args[1] ?? kw?.get("encoding");
	if (v === undefined) return make(cls, "");
	if (v instanceof Unknown) return derive("bytes", [v], bytesClass);
	const text = asStr(v);
	if (text !== null) {
		if (encoding === undefined) raiseError("TypeError", "string argument without an encoding");
		return make(cls, encode(text, asStr(encoding) ?? "utf-8", "strict").value);
	}
	if (v instanceof PyBytes) return make(cls, v.value);
	const n = asInt(v);
	if (n !== null) {
		if (n < 0) raiseError("ValueError", "negative count");
		if (n > Number.MAX_SAFE_INTEGER) raiseError("OverflowError", "cannot fit 'int' into an index-sized integer");
		if (n > 100_000_000) {
			rt.limit("budget", `${n} bytes`);
			return new Unknown("too many bytes to follow", { type: bytesClass });
		}
		return make(cls, "\0".repeat(Number(n)));
	}
	const type = typeOf(v);
	if (type.lookup("__iter__") === undefined && type.lookup("__getitem__") === undefined && !type.hasUnknownBase)
		raiseError("TypeError", `cannot convert '${typeName(v)}' object to bytes`);
	const items = rt.items(v);
	if (items === null) return new Unknown("the bytes are not known", { type: bytesClass });
	return make(
		cls,
		items
			.map((x) => {
				const b = asInt(x);
				if (b === null) raiseError("TypeError", `'${typeName(x)}' object cannot be interpreted as an integer`);
				if (b < 0 || b > 255) raiseError("ValueError", "bytes must be in range(0, 256)");
				return String.fromCharCode(Number(b));
			})
			.join(""),
	);
};
const raw = (v: Value): string =>
	v instanceof PyBytes
		? v.value
		: asInt(v) !== null
			? String.fromCharCode(Number(asInt(v)))
			: raiseError("TypeError", `a bytes-like object is required, not '${typeName(v)}'`);

def(bytesClass, "decode", ".encoding? .errors?", (b: PyBytes, encoding?: Value, errors?: Value) =>
	decode(b.value, encoding === undefined ? "utf-8" : (asStr(encoding) ?? ""), errors === undefined ? "strict" : (asStr(errors) ?? "")),
);
def(bytesClass, "hex", "sep?", (b: PyBytes, sep?: Value) =>
	Array.from(b.value, (c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join(sep === undefined ? "" : (asStr(sep) ?? "")),
);
defClassMethod(bytesClass, "fromhex", "text", (cls: PyClass, text: Value) =>
	make(
		cls,
		(asStr(text) ?? "").replace(/\s+/g, "").replace(/../g, (h) => String.fromCharCode(Number.parseInt(h, 16))),
	),
);
def(bytesClass, "join", "iterable", (b: PyBytes, items: Value) => {
	const all = rt.items(items);
	return all === null || all.some((x) => x instanceof Unknown)
		? new Unknown("the bytes are not known", { type: bytesClass })
		: make(b.cls, all.map(raw).join(b.value));
});
def(bytesClass, "find", "sub", (b: PyBytes, s: Value) => b.value.indexOf(raw(s)));
def(bytesClass, "index", "sub", (b: PyBytes, s: Value) => {
	const at = b.value.indexOf(raw(s));
	return at < 0 ? raiseError("ValueError", "subsection not found") : at;
});
def(bytesClass, "count", "sub", (b: PyBytes, s: Value) => b.value.split(raw(s)).length - 1);
for (const name of ["startswith", "endswith"] as const)
	def(bytesClass, name, "prefix", (b: PyBytes, p: Value) =>
		(p instanceof PyTuple ? p.items : [p]).some((x) => (name === "startswith" ? b.value.startsWith(raw(x)) : b.value.endsWith(raw(x)))),
	);
def(bytesClass, "replace", "old new", (b: PyBytes, x: Value, y: Value) => make(b.cls, b.value.split(raw(x)).join(raw(y))));
def(bytesClass, "split", ".sep? .maxsplit?", (b: PyBytes, sep?: Value, n?: Value) => {
	const parts =
		sep === undefined || sep === null
			? b.value
					.trim()
					.split(/[ \t\n\r\x0b\x0c]+/)
					.filter((p) => p !== "")
			: splitText(b.value, raw(sep), n === undefined ? -1 : Number(asInt(n)), false);
	return new PyList(parts.map((p) => make(b.cls, p)));
});
def(bytesClass, "strip", "chars?", (b: PyBytes) => make(b.cls, b.value.replace(/^[ \t\n\r\x0b\x0c]+|[ \t\n\r\x0b\x0c]+$/g, "")));
def(bytesClass, "upper", "", (b: PyBytes) =>
	make(
		b.cls,
		b.value.replace(/[a-z]/g, (c) => c.toUpperCase()),
	),
);
def(bytesClass, "lower", "", (b: PyBytes) =>
	make(
		b.cls,
		b.value.replace(/[A-Z]/g, (c) => c.toLowerCase()),
	),
);
def(bytesClass, "__repr__", "", (b: PyBytes) => nativeRepr(b));
def(bytesClass, "__contains__", "sub", (b: PyBytes, s: Value) => b.value.includes(raw(s)));
def(bytearrayClass, "append", "item", (b: PyBytes, x: Value) => void (b.value += raw(x)));
def(
	bytearrayClass,
	"extend",
	"items",
	(b: PyBytes, x: Value) => void (b.value += x instanceof PyBytes ? x.value : (rt.items(x) ?? []).map(raw).join("")),
);
def(bytearrayClass, "__setitem__", "index value", (b: PyBytes, i: Value, v: Value) => {
	const at = Number(asInt(i));
	const k = at < 0 ? at + b.value.length : at;
	if (!(k >= 0 && k < b.value.length)) raiseError("IndexError", "bytearray index out of range");
	b.value = b.value.slice(0, k) + raw(v) + b.value.slice(k + 1);
});
def(bytearrayClass, "__iadd__", "other", (b: PyBytes, x: Value) => {
	b.value += raw(x);
	return b;
});
bytearrayClass.dict.set("__hash__", null);

/** A window on bytes: enough of it to look in. */
export const memoryviewClass = builtinClass("memoryview");
memoryviewClass.alloc = (_cls, args) => {
	const of = args[0];
	if (of instanceof Unknown) return derive("memoryview", [of]);
	if (!(of instanceof PyBytes)) raiseError("TypeError", `memoryview: a bytes-like object is required, not '${typeName(of ?? null)}'`);
	const out = new PyInstance(memoryviewClass);
	out.native = of;
	return out;
};
const held = (v: Value): PyBytes => (v as PyInstance).native as PyBytes;
for (const name of ["__getitem__", "__len__", "__iter__", "__contains__", "hex"])
	def(memoryviewClass, name, "! *args", (v: Value, args: Value[]) => rt.call(rt.getAttr(held(v), name), args));
def(memoryviewClass, "tobytes", "! order?", (v: Value) => new PyBytes(held(v).value));
def(memoryviewClass, "tolist", "", (v: Value) => new PyList(Array.from(held(v).value, (c) => c.charCodeAt(0))));
def(memoryviewClass, "release", "", () => null);
getter(memoryviewClass, "nbytes", (v) => held(v).value.length);
getter(memoryviewClass, "obj", held);
