/** `json`. */
import { makeDict } from "../../values/dict.ts";
import { exceptionClasses, makeException, raiseError } from "../../values/exceptions.ts";
import { floatRepr } from "../../values/decimal.ts";
import { asInt, asStr, normInt, typeName, unwrap } from "../../values/kinds.ts";
import { rt } from "../../values/runtime.ts";
import { sortInPlace } from "../../values/sort.ts";
import { HOLE, strValue, unknownText } from "../../values/text.ts";
import {
	type Kwargs,
	PyBytes,
	PyDict,
	PyFloat,
	type PyInstance,
	PyList,
	PyRaise,
	PyTuple,
	strClass,
	SymInt,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { def, isTrue, library } from "./kit.ts";

interface Options {
	indent: string | null;
	itemSeparator: string;
	keySeparator: string;
	sortKeys: boolean;
	ascii: boolean;
	allowNan: boolean;
	skipKeys: boolean;
	/** For values that are no JSON. */
	fallback: (v: Value) => Value;
}
function quoted(s: string, ascii: boolean): string {
	const text = JSON.stringify(s);
	return ascii ? text.replace(/[\u007f-\uffff]/g, (c) => (c === HOLE ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)) : text;
}
function number(x: number, o: Options): string {
	if (Number.isFinite(x)) return floatRepr(x);
	if (!o.allowNan) raiseError("ValueError", `Out of range float values are not JSON compliant`);
	return Number.isNaN(x) ? "NaN" : x < 0 ? "-Infinity" : "Infinity";
}
function keyText(k: Value, o: Options): string | null {
	const v = unwrap(k);
	if (typeof v === "string") return v;
	if (v === null) return "null";
	if (typeof v === "boolean") return v ? "true" : "false";
	if (v instanceof PyFloat) return number(v.value, o);
	if (asInt(v) !== null) return String(asInt(v));
	if (v instanceof Unknown) return unknownText(v);
	if (o.skipKeys) return null;
	raiseError("TypeError", `keys must be str, int, float, bool or None, not ${typeName(k)}`);
}
function encode(given: Value, o: Options, level: number, path: Set<Value>): string {
	const v = unwrap(given);
	if (v === null) return "null";
	if (typeof v === "boolean") return v ? "true" : "false";
	if (typeof v === "string") return quoted(v, o.ascii);
	if (typeof v === "number" || typeof v === "bigint") return String(v);
	if (v instanceof Unknown) return v.type === strClass ? `"${unknownText(v)}"` : HOLE;
	if (v instanceof SymInt) return HOLE;
	if (v instanceof PyFloat) return number(v.value, o);
	if (path.has(v)) raiseError("ValueError", "Circular reference detected");
	path.add(v);
	const wrap = (open: string, parts: string[], close: string): string => {
		if (parts.length === 0) return open + close;
		if (o.indent === null) return open + parts.join(o.itemSeparator) + close;
		const inner = `\n${o.indent.repeat(level + 1)}`;
		return open + inner + parts.join(o.itemSeparator.trimEnd() + inner) + `\n${o.indent.repeat(level)}` + close;
	};
	let out: string;
	if (v instanceof PyDict) {
		if (v.hasUnknownKeys) out = HOLE;
		else {
			let pairs = [...v.entries.values()];
			if (o.sortKeys) {
				const keys = pairs.map((p) => p[0]);
				sortInPlace(keys, null, false);
				pairs = keys.map((k) => pairs.find((p) => p[0] === k)!);
			}
			const parts: string[] = [];
			for (const [k, x] of pairs) {
				const key = keyText(k, o);
				if (key !== null) parts.push(quoted(key, o.ascii) + o.keySeparator + encode(x, o, level + 1, path));
			}
			out = wrap("{", parts, "}");
		}
	} else if (v instanceof PyList || v instanceof PyTuple)
		out =
			v instanceof PyList && v.more !== null
				? HOLE
				: wrap(
						"[",
						v.items.map((x) => encode(x, o, level + 1, path)),
						"]",
					);
	else out = encode(o.fallback(v), o, level, path);
	path.delete(v);
	return out;
}

class Parser {
	private at = 0;
	private readonly text: string;
	private readonly hooks: Kwargs;
	private readonly fail: (message: string, at: number) => never;
	constructor(text: string, hooks: Kwargs, fail: (message: string, at: number) => never) {
		this.text = text;
		this.hooks = hooks;
		this.fail = fail;
	}
	parse(): Value {
		this.blank();
		const v = this.value();
		this.blank();
		if (this.at < this.text.length) this.fail("Extra data", this.at);
		return v;
	}
	private blank(): void {
		while (" \t\n\r".includes(this.text[this.at] ?? "x")) this.at++;
	}
	private hook(name: string): Value | null {
		return this.hooks.get(name) ?? null;
	}
	private value(): Value {
		const c = this.text[this.at];
		if (c === '"') return this.string();
		if (c === "{") return this.object();
		if (c === "[") return this.array();
		for (const [word, v] of [
			["null", null],
			["true", true],
			["false", false],
		] as const)
			if (this.text.startsWith(word, this.at)) {
				this.at += word.length;
				return v;
			}
		for (const [word, x] of [
			["NaN", Number.NaN],
			["Infinity", Infinity],
			["-Infinity", -Infinity],
		] as const)
			if (this.text.startsWith(word, this.at)) {
				this.at += word.length;
				return new PyFloat(x);
			}
		const m = /^-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/.exec(this.text.slice(this.at, this.at + 400));
		if (m === null) this.fail("Expecting value", this.at);
		this.at += m[0].length;
		if (m[1] === undefined && m[2] === undefined) return normInt(BigInt(m[0]));
		return new PyFloat(Number(m[0]));
	}
	private string(): string {
		const start = this.at++;
		let out = "";
		for (;;) {
			const c = this.text[this.at];
			if (c === undefined) this.fail("Unterminated string starting at", start);
			this.at++;
			if (c === '"') return out;
			if (c === "\\") {
				const e = this.text[this.at++];
				if (e === "u") {
					const hex = this.text.slice(this.at, this.at + 4);
					if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.fail("Invalid \\uXXXX escape", this.at - 1);
					out += String.fromCharCode(Number.parseInt(hex, 16));
					this.at += 4;
				} else {
					const plain: Record<string, string> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
					if (e === undefined || !(e in plain)) this.fail("Invalid \\escape", this.at - 2);
					out += plain[e]!;
				}
			} else if (c < " ") this.fail("Invalid control character at", this.at - 1);
			else out += c;
		}
	}
	private array(): Value {
		this.at++;
		const out: Value[] = [];
		this.blank();
		if (this.text[this.at] === "]") {
			this.at++;
			return new PyList(out);
		}
		for (;;) {
			this.blank();
			out.push(this.value());
			this.blank();
			const c = this.text[this.at];
			if (c === "]") {
				this.at++;
				return new PyList(out);
			}
			if (c !== ",") this.fail("Expecting ',' delimiter", this.at);
			this.at++;
		}
	}
	private object(): Value {
		this.at++;
		const pairs: [Value, Value][] = [];
		this.blank();
		if (this.text[this.at] === "}") this.at++;
		else
			for (;;) {
				this.blank();
				if (this.text[this.at] !== '"') this.fail("Expecting property name enclosed in double quotes", this.at);
				const k = this.string();
				this.blank();
				if (this.text[this.at] !== ":") this.fail("Expecting ':' delimiter", this.at);
				this.at++;
				this.blank();
				pairs.push([k, this.value()]);
				this.blank();
				const c = this.text[this.at++];
				if (c === "}") break;
				if (c !== ",") this.fail("Expecting ',' delimiter", this.at - 1);
			}
		const withPairs = this.hook("object_pairs_hook");
		if (withPairs !== null) return rt.call(withPairs, [new PyList(pairs.map((p) => new PyTuple(p)))]);
		const d = makeDict(pairs);
		const hook = this.hook("object_hook");
		return hook === null ? d : rt.call(hook, [d]);
	}
}

library("json", (m) => {
	const error = m.cls("JSONDecodeError", [exceptionClasses.get("ValueError")!]);
	const fail =
		(doc: string) =>
		(message: string, at: number): never => {
			const line = doc.slice(0, at).split("\n").length;
			const column = at - (doc.lastIndexOf("\n", at - 1) + 1) + 1;
			const e = makeException(error, [`${message}: line ${line} column ${column} (char ${at})`]);
			e.dict.set("msg", message).set("doc", doc).set("pos", at).set("lineno", line).set("colno", column);
			throw new PyRaise(e);
		};
	const encoder = m.cls("JSONEncoder");
	const refuse = (v: Value): never => raiseError("TypeError", `Object of type ${typeName(v)} is not JSON serializable`);
	const NAMES = ["skipkeys", "ensure_ascii", "check_circular", "allow_nan", "indent", "separators", "default", "sort_keys"];
	const optionsOf = (kw: Kwargs, fallback: (v: Value) => Value): Options => {
		const indent = kw.get("indent") ?? null;
		const separators = kw.get("separators") ?? null;
		const pair = separators === null ? null : (rt.items(separators) ?? []);
		return {
			indent: indent === null ? null : (asStr(indent) ?? " ".repeat(Math.max(0, Number(asInt(indent) ?? 0)))),
			itemSeparator: pair === null ? (indent === null ? ", " : ",") : String(pair[0]),
			keySeparator: pair === null ? ": " : String(pair[1]),
			sortKeys: isTrue(kw.get("sort_keys"), false),
			ascii: isTrue(kw.get("ensure_ascii"), true),
			allowNan: isTrue(kw.get("allow_nan"), true),
			skipKeys: isTrue(kw.get("skipkeys"), false),
			fallback,
		};
	};
	def(encoder, "__init__", "! **kw", (self: PyInstance, kw: Kwargs) => {
		self.native = new Map([...kw].filter(([k]) => NAMES.includes(k)));
	});
	def(encoder, "default", "! o", (_: Value, v: Value) => refuse(v));
	const optionsFor = (self: PyInstance): Options => {
		const kw = (self.native as Kwargs | null) ?? new Map();
		const given = kw.get("default") ?? null;
		return optionsOf(kw, (v) => (given !== null ? rt.call(given, [v]) : rt.call(rt.getAttr(self, "default"), [v])));
	};
	def(encoder, "encode", "! o", (self: PyInstance, v: Value) => strValue(encode(v, optionsFor(self), 0, new Set())));
	def(encoder, "iterencode", "! o", (self: PyInstance, v: Value) => new PyList([strValue(encode(v, optionsFor(self), 0, new Set()))]));
	const decoder = m.cls("JSONDecoder");
	def(decoder, "__init__", "! **kw", (self: PyInstance, kw: Kwargs) => {
		self.native = kw;
	});
	def(decoder, "decode", "! s", (self: PyInstance, s: Value) => parse(s, (self.native as Kwargs | null) ?? new Map()));

	const dumps = (v: Value, kw: Kwargs): Value => {
		const cls = kw.get("cls") ?? null;
		if (cls !== null) {
			const rest = new Map([...kw].filter(([k]) => k !== "cls"));
			return rt.call(rt.getAttr(rt.call(cls, [], rest), "encode"), [v]);
		}
		const given = kw.get("default") ?? null;
		return strValue(
			encode(
				v,
				optionsOf(kw, (x) => (given === null ? refuse(x) : rt.call(given, [x]))),
				0,
				new Set(),
			),
		);
	};
	const parse = (s: Value, kw: Kwargs): Value => {
		if (s instanceof Unknown) return new Unknown(s.why);
		const text =
			asStr(s) ??
			(s instanceof PyBytes ? s.value : raiseError("TypeError", `the JSON object must be str, bytes or bytearray, not ${typeName(s)}`));
		return new Parser(text, kw, fail(text)).parse();
	};
	m.fn("dumps", "! obj **kw", dumps);
	m.fn("loads", "! s **kw", parse);
	m.fn("dump", "! obj fp **kw", (v: Value, fp: Value, kw: Kwargs) => {
		rt.call(rt.getAttr(fp, "write"), [dumps(v, kw)]);
	});
	m.fn("load", "! fp **kw", (fp: Value, kw: Kwargs) => parse(rt.call(rt.getAttr(fp, "read"), []), kw));
});
