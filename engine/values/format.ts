/** `repr`, `str` and `format` of every value, as text that may have holes (see text.ts), and `str.format`. */
import { setOrder } from "./dict.ts";
import { floatRepr } from "./decimal.ts";
import { raiseError } from "./exceptions.ts";
import { formatFloat, formatInt, formatText, parseSpec, shortestGeneral } from "./format-spec.ts";
import { asStr, typeName, typeOf, unwrap } from "./kinds.ts";
import { intText } from "./numbers.ts";
import { rt } from "./runtime.ts";
import { asciiEscape, HOLE, quote, quoteBytes, strValue, unknownText } from "./text.ts";
import {
	Ellipsis,
	floatClass,
	functionClass,
	type Kwargs,
	NotImplemented,
	Obj,
	PyBuiltin,
	PyBytes,
	PyClass,
	PyComplex,
	PyDict,
	PyFloat,
	PyFunction,
	PyIterator,
	PyList,
	PyMethod,
	PyModule,
	PyRange,
	PySet,
	PySlice,
	PyTuple,
	SymInt,
	strClass,
	Unknown,
	type Value,
} from "./value.ts";

/** Containers whose repr is under way, for `[...]`. */
const active = new Set<Obj>();
const DEEPEST = 400;

/** `repr(v)`; what is not known is a hole. */
export function reprText(v: Value): string {
	switch (typeof v) {
		case "string":
			return quote(v);
		case "number":
			return String(v);
		case "bigint":
			return intText(v);
		case "boolean":
			return v ? "True" : "False";
		default:
	}
	if (v === null) return "None";
	if (v instanceof Unknown) {
		const text = unknownText(v);
		return v.type === strClass && text !== HOLE ? quote(text) : HOLE;
	}
	const own = v.cls.lookup("__repr__");
	if (own === undefined || own === null || (own instanceof PyBuiltin && v.cls.module === "builtins" && isNativeRepr(v)))
		return nativeRepr(v);
	const r = rt.call(own, [v]);
	const text = asStr(r);
	if (text !== null) return text;
	if (r instanceof Unknown) return unknownText(r);
	raiseError("TypeError", `__repr__ returned non-string (type ${typeName(r)})`);
}
const isNativeRepr = (v: Obj): boolean =>
	v instanceof PyFloat ||
	v instanceof PyList ||
	v instanceof PyTuple ||
	v instanceof PySet ||
	v instanceof PyComplex ||
	v instanceof PyBytes ||
	v instanceof PyRange ||
	(v instanceof PyDict && v.cls.name === "dict");

/** The repr of the built-in types, also used by their `__repr__` methods on instances of subclasses. */
export function nativeRepr(given: Value): string {
	const v = unwrap(given);
	if (!(v instanceof Obj)) return reprText(v);
	if (v instanceof PyFloat) return floatRepr(v.value);
	if (v instanceof PyTuple) return nested(v, "(", v.items, v.items.length === 1 ? ",)" : ")");
	if (v instanceof PyList) return v.more !== null ? HOLE : nested(v, "[", v.items, "]");
	if (v instanceof PyDict) return dictRepr(v);
	if (v instanceof PySet) return setRepr(v);
	if (v instanceof PyComplex) return complexRepr(v);
	if (v instanceof PyBytes) return v.cls.name === "bytearray" ? `bytearray(${quoteBytes(v.value)})` : quoteBytes(v.value);
	if (v instanceof PyRange) return v.step === 1 ? `range(${v.start}, ${v.stop})` : `range(${v.start}, ${v.stop}, ${v.step})`;
	if (v instanceof PySlice) return `slice(${reprText(v.start)}, ${reprText(v.stop)}, ${reprText(v.step)})`;
	if (v instanceof PyClass) return `<class '${v.module === "builtins" ? "" : `${v.module}.`}${v.qualname}'>`;
	if (v instanceof PyFunction) return `<function ${v.qualname} at 0x${HOLE}>`;
	if (v instanceof PyBuiltin)
		return v.qualname !== null ? `<method '${v.name}' of '${v.qualname.split(".")[0]}' objects>` : `<built-in function ${v.name}>`;
	if (v instanceof PyMethod) return methodRepr(v);
	if (v instanceof PyModule) return v.source === null ? `<module '${v.name}' (built-in)>` : `<module '${v.name}' from '${HOLE}'>`;
	if (v instanceof SymInt) return HOLE;
	if (v === Ellipsis) return "Ellipsis";
	if (v === NotImplemented) return "NotImplemented";
	if (v instanceof PyIterator && v.cls.name === "generator") return `<generator object ${HOLE} at 0x${HOLE}>`;
	if (v.cls === functionClass) return `<function at 0x${HOLE}>`;
	return `<${v.cls.module === "builtins" ? "" : `${v.cls.module}.`}${v.cls.qualname} object at 0x${HOLE}>`;
}
function nested(v: Obj, open: string, items: Value[], close: string): string {
	if (active.has(v)) return `${open}...${close === ",)" ? ")" : close}`;
	if (active.size > DEEPEST) raiseError("RecursionError", "maximum recursion depth exceeded while getting the repr of an object");
	active.add(v);
	try {
		return open + items.map(reprText).join(", ") + close;
	} finally {
		active.delete(v);
	}
}
function dictRepr(v: PyDict): string {
	if (active.has(v)) return "{...}";
	active.add(v);
	try {
		const parts: string[] = [];
		for (const [k, x] of v.entries.values()) parts.push(`${reprText(k)}: ${reprText(x)}`);
		return `{${parts.join(", ")}}`;
	} finally {
		active.delete(v);
	}
}
function setRepr(v: PySet): string {
	const name = v.cls.name;
	if (v.entries.size === 0) return `${name}()`;
	const items = v.hasUnknownItems ? null : setOrder(v);
	// The order of a set of strings changes from process to process.
	if (items === null) return name === "set" ? `{${HOLE}}` : `${name}({${HOLE}})`;
	return name === "set" ? nested(v, "{", items, "}") : nested(v, `${name}({`, items, "})");
}
export function complexRepr(v: PyComplex): string {
	const im = `${v.im < 0 || Object.is(v.im, -0) ? "" : "+"}${shortestGeneral(v.im)}j`;
	if (v.re === 0 && !Object.is(v.re, -0)) return `${shortestGeneral(v.im)}j`;
	return `(${shortestGeneral(v.re)}${im})`;
}
function methodRepr(v: PyMethod): string {
	if (v.func instanceof PyBuiltin) return `<built-in method ${v.func.name} of ${typeName(v.self)} object at 0x${HOLE}>`;
	const name = v.func instanceof PyFunction ? v.func.qualname : "?";
	return `<bound method ${name} of ${reprText(v.self)}>`;
}

/** `str(v)`. */
export function strText(v: Value): string {
	if (typeof v === "string") return v;
	if (!(v instanceof Obj)) return reprText(v);
	if (v instanceof Unknown) return unknownText(v);
	const own = v.cls.lookup("__str__");
	if (own === undefined || own === null) return typeof unwrap(v) === "string" ? (unwrap(v) as string) : reprText(v);
	if (own instanceof PyBuiltin && own.name === "__str__" && own.qualname === "object.__str__") return reprText(v);
	const r = rt.call(own, [v]);
	const text = asStr(r);
	if (text !== null) return text;
	if (r instanceof Unknown) return unknownText(r);
	raiseError("TypeError", `__str__ returned non-string (type ${typeName(r)})`);
}

/** `format(v, spec)`. */
export function formatValue(v: Value, spec: string): string {
	if (spec === "" && (typeof v === "string" || typeof v === "number")) return String(v);
	if (v instanceof Unknown) {
		const text = unknownText(v);
		return v.type === strClass && spec === "" ? text : HOLE;
	}
	if (v instanceof SymInt || spec.includes(HOLE)) return HOLE;
	if (v instanceof Obj && !(v instanceof PyFloat && v.cls === floatClass)) {
		const own = v.cls.lookup("__format__");
		// The built-in types answer an empty spec with str(v), which a subclass may have overridden.
		if (spec === "" && own instanceof PyBuiltin && own.qualname !== null && /^(int|float|str|complex|object)\./.test(own.qualname))
			return strText(v);
		if (own !== undefined && own !== null) {
			const r = rt.call(own, [v, spec]);
			const text = asStr(r);
			if (text !== null) return text;
			if (r instanceof Unknown) return unknownText(r);
			raiseError("TypeError", `__format__ must return a str, not ${typeName(r)}`);
		}
	}
	return nativeFormat(v, spec);
}
/** The `__format__` of the built-in types. */
export function nativeFormat(given: Value, spec: string): string {
	const v = unwrap(given);
	if (typeof v === "string") return spec === "" ? v : formatText(v, parseSpec(spec, "str"));
	if (typeof v === "boolean") {
		if (spec === "") return strText(v);
		const s = parseSpec(spec, "bool");
		return formatInt(v ? 1 : 0, s, "bool");
	}
	if (typeof v === "number" || typeof v === "bigint") return spec === "" ? strText(given) : formatInt(v, parseSpec(spec, "int"));
	if (v instanceof PyFloat) return spec === "" ? strText(given) : formatFloat(v.value, parseSpec(spec, "float"));
	if (v instanceof PyComplex) return spec === "" ? strText(given) : formatComplex(v, spec);
	if (spec === "") return strText(given);
	raiseError("TypeError", `unsupported format string passed to ${typeOf(given).name}.__format__`);
}
function formatComplex(v: PyComplex, text: string): string {
	const s = parseSpec(text, "complex");
	const one = (x: number, sign: string): string => formatFloat(x, { ...s, width: -1, sign });
	if (s.type === "" && s.precision < 0) return formatText(complexRepr(v), { ...s, type: "", align: s.align === "" ? ">" : s.align });
	return formatText(`${one(v.re, s.sign)}${one(v.im, "+")}j`, {
		...s,
		type: "",
		precision: -1,
		grouping: "",
		sign: "-",
		align: s.align === "" ? ">" : s.align,
	});
}

/** `!r`, `!s`, `!a` and the format spec: one replacement field of an f-string or of str.format. */
export function formatField(v: Value, conversion: "r" | "s" | "a" | null, spec: string): string {
	if (conversion === null) return formatValue(v, spec);
	const text = conversion === "r" ? reprText(v) : conversion === "s" ? strText(v) : asciiEscape(reprText(v));
	if (spec === "") return text;
	return text.includes(HOLE) ? HOLE : nativeFormat(text, spec);
}

/** `template.format(*args, **kw)`. */
export function formatTemplate(template: string, args: Value[], lookup: (name: string) => Value): Value {
	let automatic = 0;
	let manual = false;
	const field = (name: string): Value => {
		const m = /^([^.[]*)(.*)$/s.exec(name)!;
		let value: Value;
		if (m[1] === "" || /^\d+$/.test(m[1]!)) {
			if (m[1] === "") {
				if (manual) raiseError("ValueError", "cannot switch from manual field specification to automatic field numbering");
			} else if (automatic > 0) raiseError("ValueError", "cannot switch from automatic field numbering to manual field specification");
			else manual = true;
			const index = m[1] === "" ? automatic++ : Number(m[1]);
			if (index >= args.length) raiseError("IndexError", `Replacement index ${index} out of range for positional args tuple`);
			value = args[index]!;
		} else value = lookup(m[1]!);
		let rest = m[2]!;
		while (rest !== "") {
			const step = /^(?:\.([^.[]+)|\[([^\]]+)\])/s.exec(rest);
			if (step === null)
				raiseError(
					"ValueError",
					rest.startsWith("[")
						? rest.includes("]")
							? "Empty attribute in format string"
							: "Missing ']' in format string"
						: rest.startsWith(".")
							? "Empty attribute in format string"
							: "Only '.' or '[' may follow ']' in format field specifier",
				);
			value = step[1] !== undefined ? rt.getAttr(value, step[1]) : rt.getItem(value, /^\d+$/.test(step[2]!) ? Number(step[2]) : step[2]!);
			rest = rest.slice(step[0].length);
		}
		return value;
	};
	const render = (text: string, depth: number): string => {
		if (depth < 0) raiseError("ValueError", "Max string recursion exceeded");
		let out = "";
		let i = 0;
		while (i < text.length) {
			const c = text[i]!;
			if (c !== "{" && c !== "}") {
				const end = text.slice(i).search(/[{}]/);
				out += end < 0 ? text.slice(i) : text.slice(i, i + end);
				i = end < 0 ? text.length : i + end;
				continue;
			}
			if (text[i + 1] === c) {
				out += c;
				i += 2;
				continue;
			}
			if (c === "}") raiseError("ValueError", "Single '}' encountered in format string");
			// The field runs to its own closing brace; brackets hide braces in the name.
			let level = 1;
			let end = i + 1;
			for (; end < text.length && level > 0; end++) level += text[end] === "{" ? 1 : text[end] === "}" ? -1 : 0;
			if (level > 0)
				raiseError("ValueError", i + 1 === text.length ? "Single '{' encountered in format string" : "expected '}' before end of string");
			const m = /^([^!:{}[]*(?:\[[^\]]*\][^!:{}[]*)*)(?:!(.?)([^:]*))?(?::(.*))?$/s.exec(text.slice(i + 1, end - 1));
			if (m === null) raiseError("ValueError", "unexpected '{' in field name");
			if (m[2] !== undefined && m[3] !== "") raiseError("ValueError", "expected ':' after conversion specifier");
			if (m[2] === "") raiseError("ValueError", "unmatched '{' in format spec");
			const value = field(m[1]!);
			if (m[2] !== undefined && !"rsa".includes(m[2])) raiseError("ValueError", `Unknown conversion specifier ${m[2]}`);
			out += formatField(value, (m[2] ?? null) as "r" | null, m[4] === undefined ? "" : render(m[4], depth - 1));
			i = end;
		}
		return out;
	};
	return strValue(render(template, 1));
}
export function kwargsLookup(kw: Kwargs): (name: string) => Value {
	return (name) => {
		const v = kw.get(name);
		if (v === undefined) raiseError("KeyError", name);
		return v;
	};
}
