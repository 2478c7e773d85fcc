/** `re`, on JavaScript's matcher; patterns that could run away give unknown results on long texts. */
import { exceptionClasses, makeException, raiseError } from "../../values/exceptions.ts";
import { reprText } from "../../values/format.ts";
import { asInt, asStr, typeName } from "../../values/kinds.ts";
import { getter } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { quote, strLength, strValue, toPoints, toUnits, unknownText } from "../../values/text.ts";
import { makeDict } from "../../values/dict.ts";
import { type PyClass, PyBytes, PyInstance, PyIterator, PyRaise, strClass, Unknown, type Value } from "../../values/value.ts";
import { declareImmutable } from "../guard.ts";
import { def, generic, library, list, tuple } from "./kit.ts";
import { RegexError, translate, type Translated, Unsupported } from "./regex-syntax.ts";

interface Pattern {
	text: string;
	flags: number;
	isBytes: boolean;
	/** Null: syntax we cannot run. */
	code: Translated | null;
	search: RegExp | null;
	sticky: RegExp | null;
	full: RegExp | null;
}
interface Match {
	groups: (string | undefined)[];
	/** UTF-16 spans by group. */
	spans: ([number, number] | undefined)[];
	text: string;
	pattern: PyInstance;
	pos: number;
	endpos: number;
}
const FLAGS = { ASCII: 256, IGNORECASE: 2, LOCALE: 4, MULTILINE: 8, DOTALL: 16, VERBOSE: 64, UNICODE: 32, DEBUG: 128 };
const SHORT: Record<string, keyof typeof FLAGS> = {
	A: "ASCII",
	I: "IGNORECASE",
	L: "LOCALE",
	M: "MULTILINE",
	S: "DOTALL",
	X: "VERBOSE",
	U: "UNICODE",
};
/** A text on which a dangerous pattern is still run. */
const SAFE_LENGTH = 18;
/** Longest text for any pattern. */
const LONGEST = 4_000_000;
class NotKnown {}

library("re", (m) => {
	const error = m.cls("error", [exceptionClasses.get("Exception")!]);
	const patternClass = generic(m.cls("Pattern"));
	declareImmutable(patternClass);
	const matchClass = generic(m.cls("Match"));
	for (const [name, n] of Object.entries(FLAGS)) m.set(name, n);
	for (const [name, long] of Object.entries(SHORT)) m.set(name, FLAGS[long]);
	m.set("NOFLAG", 0);
	const cache = new Map<string, PyInstance>();

	const compile = (p: Value, flags: number): PyInstance => {
		if (p instanceof PyInstance && p.cls === patternClass) {
			if (flags !== 0) raiseError("ValueError", "cannot process flags argument with a compiled pattern");
			return p;
		}
		if (p instanceof Unknown) throw new NotKnown();
		const isBytes = p instanceof PyBytes;
		const text = isBytes ? p.value : asStr(p);
		if (text === null) raiseError("TypeError", "first argument must be string or compiled pattern");
		const key = `${flags}${isBytes ? "b" : "s"}${text}`;
		const known = cache.get(key);
		if (known !== undefined) return known;
		let code: Translated | null = null;
		try {
			code = translate(text, {
				ignoreCase: (flags & 2) !== 0,
				multiline: (flags & 8) !== 0,
				dotAll: (flags & 16) !== 0,
				verbose: (flags & 64) !== 0,
				ascii: (flags & 256) !== 0 || isBytes,
			});
		} catch (e) {
			if (e instanceof RegexError) {
				const made = makeException(error, [`${e.message} at position ${e.position}`]);
				made.dict.set("msg", e.message).set("pattern", p).set("pos", e.position);
				throw new PyRaise(made);
			}
			if (!(e instanceof Unsupported)) throw e;
		}
		const regexp = (extra: string, tail = ""): RegExp | null => {
			if (code === null) return null;
			try {
				return new RegExp(tail === "" ? code.source : `(?:${code.source})${tail}`, `du${code.flags.ignoreCase ? "i" : ""}${extra}`);
			} catch {
				// A spelling we got wrong must not become an error of the program.
				return null;
			}
		};
		const out = new PyInstance(patternClass);
		out.native = {
			text,
			flags: flags | (isBytes ? 0 : 32),
			isBytes,
			code,
			search: regexp("g"),
			sticky: regexp("y"),
			full: regexp("y", "(?![\\s\\S])"),
		} satisfies Pattern;
		cache.set(key, out);
		return out;
	};
	const of = (p: PyInstance): Pattern => p.native as Pattern;
	/** The subject; throws NotKnown when matching cannot be done. */
	const subject = (p: Pattern, s: Value): string => {
		if (s instanceof Unknown) throw new NotKnown();
		const text = p.isBytes ? (s instanceof PyBytes ? s.value : null) : asStr(s);
		if (text === null)
			raiseError(
				"TypeError",
				s instanceof PyBytes
					? "cannot use a string pattern on a bytes-like object"
					: asStr(s) !== null
						? "cannot use a bytes pattern on a string-like object"
						: `expected string or bytes-like object, got '${typeName(s)}'`,
			);
		if (p.code === null || p.search === null || text.length > LONGEST || (p.code.isDangerous && text.length > SAFE_LENGTH)) {
			rt.limit("unsupported", `the regular expression ${quote(p.text).slice(0, 80)} is not run on this text`);
			throw new NotKnown();
		}
		return text;
	};
	const wrap = (p: Pattern, s: string): Value => (p.isBytes ? new PyBytes(s) : s);
	const run = (re: RegExp, text: string, at: number): RegExpExecArray | null => {
		re.lastIndex = at;
		return re.exec(text);
	};
	const makeMatch = (pattern: PyInstance, r: RegExpExecArray, text: string, pos: number, endpos: number): PyInstance => {
		const out = new PyInstance(matchClass);
		const spans = r.indices!.map((x) => x as [number, number] | undefined);
		out.native = { groups: [...r], spans, text, pattern, pos, endpos } satisfies Match;
		return out;
	};
	/** pos and endpos as UTF-16 offsets, the latter applied by cutting. */
	const window = (text: string, pos: Value | undefined, endpos: Value | undefined): [string, number] => {
		const n = strLength(text);
		const clip = (v: Value | undefined, missing: number): number =>
			v === undefined ? missing : Math.max(0, Math.min(n, Number(asInt(v))));
		return [text.slice(0, toUnits(text, clip(endpos, n))), toUnits(text, clip(pos, 0))];
	};
	function* all(p: Pattern, text: string, from: number): Generator<RegExpExecArray> {
		for (let at = from; at <= text.length; ) {
			const r = run(p.search!, text, at);
			if (r === null) return;
			yield r;
			const end = r.index + r[0].length;
			// After an empty match the search moves on by one character.
			at = r[0] === "" ? end + (text.codePointAt(end)! > 0xffff ? 2 : 1) : end;
		}
	}

	/** What `sub` puts in: a function, or a template with group references. */
	const replacer = (p: PyInstance, repl: Value): ((r: RegExpExecArray, text: string) => string) => {
		const literal = of(p).isBytes ? (repl instanceof PyBytes ? repl.value : null) : asStr(repl);
		if (literal === null) {
			if (repl instanceof Unknown) throw new NotKnown();
			return (r, text) => {
				const out = rt.call(repl, [makeMatch(p, r, text, 0, text.length)]);
				return (
					asStr(out) ??
					(out instanceof PyBytes
						? out.value
						: out instanceof Unknown
							? unknownText(out)
							: out === null
								? ""
								: raiseError("TypeError", `sequence item 0: expected str instance, ${typeName(out)} found`))
				);
			};
		}
		if (!literal.includes("\\")) return () => literal;
		return (r) => expand(literal, of(p), r);
	};
	const fail = (message: string, position: number): never => {
		throw new PyRaise(makeException(error, [`${message} at position ${position}`]));
	};
	const expand = (template: string, p: Pattern, groups: readonly (string | undefined)[]): string =>
		template.replace(
			/\\(?:g<([^>]*)>|(\d{1,2})|([\s\S]))/g,
			(_whole, name: string | undefined, digits: string | undefined, c: string | undefined, at: number) => {
				if (name !== undefined || digits !== undefined) {
					const ref = name ?? digits!;
					if (digits?.startsWith("0")) return String.fromCharCode(Number.parseInt(digits, 8));
					const n = /^\d+$/.test(ref) ? Number(ref) : p.code!.names.get(ref);
					if (n === undefined) raiseError("IndexError", `unknown group name '${ref}'`);
					if (n > p.code!.groups) fail(`invalid group reference ${ref}`, at + 1);
					return groups[n] ?? "";
				}
				const control: Record<string, string> = { n: "\n", t: "\t", r: "\r", f: "\f", v: "\v", a: "\x07", "\\": "\\" };
				if (c! in control) return control[c!]!;
				if (/[a-zA-Z]/.test(c!)) fail(`bad escape \\${c}`, at);
				return `\\${c}`;
			},
		);

	type Body = (p: PyInstance, ...args: any[]) => Value;
	/** A method of Pattern and a function of the module: the function takes the pattern and the flags. */
	const both = (name: string, method: string, fn: string, whenUnknown: (args: Value[]) => Value, body: Body): void => {
		const guarded = (args: Value[], make: () => Value): Value => {
			try {
				return make();
			} catch (e) {
				if (e instanceof NotKnown) return whenUnknown(args);
				throw e;
			}
		};
		def(patternClass, name, method, (p: PyInstance, ...args: Value[]) => guarded(args, () => body(p, ...args)));
		m.fn(name, fn, (p: Value, ...args: Value[]) => {
			const flags = args.pop();
			return guarded(args, () => body(compile(p, flags === undefined ? 0 : Number(asInt(flags))), ...args));
		});
	};
	const unknownMatch = (): Value => new Unknown("the result of the regular expression is not known");
	const anchored = (name: string, which: "search" | "sticky" | "full"): void =>
		both(
			name,
			"! .string .pos? .endpos?",
			"! .pattern .string .flags?",
			unknownMatch,
			(p: PyInstance, s: Value, pos?: Value, endpos?: Value) => {
				const [text, from] = window(subject(of(p), s), pos, endpos);
				const r = run(of(p)[which]!, text, from);
				return r === null ? null : makeMatch(p, r, text, from, text.length);
			},
		);
	anchored("search", "search");
	anchored("match", "sticky");
	anchored("fullmatch", "full");
	const unknownItems = (): Value => new Unknown("the matches of the regular expression are not known");
	both(
		"findall",
		"! .string .pos? .endpos?",
		"! .pattern .string .flags?",
		unknownItems,
		(p: PyInstance, s: Value, pos?: Value, endpos?: Value) => {
			const [text, from] = window(subject(of(p), s), pos, endpos);
			const n = of(p).code!.groups;
			const out: Value[] = [];
			for (const r of all(of(p), text, from))
				out.push(n === 0 ? wrap(of(p), r[0]) : n === 1 ? wrap(of(p), r[1] ?? "") : tuple(r.slice(1).map((g) => wrap(of(p), g ?? ""))));
			return list(out);
		},
	);
	both(
		"finditer",
		"! .string .pos? .endpos?",
		"! .pattern .string .flags?",
		unknownItems,
		(p: PyInstance, s: Value, pos?: Value, endpos?: Value) => {
			const [text, from] = window(subject(of(p), s), pos, endpos);
			const matches = all(of(p), text, from);
			return new PyIterator(() => {
				const step = matches.next();
				return step.done ? undefined : makeMatch(p, step.value, text, from, text.length);
			});
		},
	);
	both(
		"split",
		"! .string .maxsplit?",
		"! .pattern .string .maxsplit? .flags?",
		unknownItems,
		(p: PyInstance, s: Value, maxsplit?: Value) => {
			const text = subject(of(p), s);
			const limit = maxsplit === undefined ? 0 : Number(asInt(maxsplit));
			const out: Value[] = [];
			let at = 0;
			let n = 0;
			for (const r of all(of(p), text, 0)) {
				if (limit > 0 && n++ >= limit) break;
				out.push(wrap(of(p), text.slice(at, r.index)));
				for (const g of r.slice(1)) out.push(g === undefined ? null : wrap(of(p), g));
				at = r.index + r[0].length;
			}
			out.push(wrap(of(p), text.slice(at)));
			return list(out);
		},
	);
	const substitute = (p: PyInstance, repl: Value, s: Value, count?: Value): [Value, number] => {
		const text = subject(of(p), s);
		const replace = replacer(p, repl);
		const limit = count === undefined ? 0 : Number(asInt(count));
		let out = "";
		let at = 0;
		let n = 0;
		for (const r of all(of(p), text, 0)) {
			if (limit > 0 && n >= limit) break;
			n++;
			out += text.slice(at, r.index) + replace(r, text);
			at = r.index + r[0].length;
		}
		out += text.slice(at);
		return [of(p).isBytes ? new PyBytes(out) : strValue(out), n];
	};
	both(
		"sub",
		"! .repl .string .count?",
		"! .pattern .repl .string .count? .flags?",
		() => new Unknown("the result of the substitution is not known", { type: strClass }),
		(p: PyInstance, repl: Value, s: Value, count?: Value) => substitute(p, repl, s, count)[0],
	);
	both(
		"subn",
		"! .repl .string .count?",
		"! .pattern .repl .string .count? .flags?",
		unknownItems,
		(p: PyInstance, repl: Value, s: Value, count?: Value) => tuple(substitute(p, repl, s, count)),
	);
	m.fn("compile", "! .pattern .flags?", (p: Value, flags?: Value) => {
		try {
			return compile(p, flags === undefined ? 0 : Number(asInt(flags)));
		} catch (e) {
			if (e instanceof NotKnown) return new Unknown("the regular expression is not known");
			throw e;
		}
	});
	m.fn("escape", ".pattern", (p: Value) => (p instanceof PyBytes ? new PyBytes(escaped(p.value)) : escaped(asStr(p) ?? "")));
	m.fn("purge", "", () => null);
	getter(patternClass, "pattern", (p) => wrap(of(p as PyInstance), of(p as PyInstance).text));
	getter(patternClass, "flags", (p) => of(p as PyInstance).flags);
	getter(patternClass, "groups", (p) => of(p as PyInstance).code?.groups ?? 0);
	getter(patternClass, "groupindex", (p) => makeDict(of(p as PyInstance).code?.names ?? []));
	def(patternClass, "__repr__", "", (p: PyInstance) => {
		const names = Object.entries(FLAGS)
			.filter(([n, v]) => n !== "UNICODE" && (of(p).flags & v) !== 0)
			.sort((a, b) => a[1] - b[1])
			.map(([n]) => `re.${n}`);
		return `re.compile(${reprText(wrap(of(p), of(p).text))}${names.length === 0 ? "" : `, ${names.join("|")}`})`;
	});
	addMatch(matchClass, (p, s) => wrap(of(p), s), of, expand);
});
const escaped = (s: string): string => s.replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, "\\$&");

function addMatch(
	cls: PyClass,
	wrap: (p: PyInstance, s: string) => Value,
	of: (p: PyInstance) => Pattern,
	expand: (t: string, p: Pattern, g: readonly (string | undefined)[]) => string,
): void {
	const get = (v: Value): Match => (v as PyInstance).native as Match;
	const index = (x: Match, key: Value | undefined): number => {
		if (key === undefined) return 0;
		const n = asInt(key) ?? of(x.pattern).code!.names.get(asStr(key) ?? "");
		if (n === undefined || n === null || Number(n) < 0 || Number(n) >= x.groups.length) raiseError("IndexError", "no such group");
		return Number(n);
	};
	const group = (x: Match, i: number, missing: Value = null): Value => (x.groups[i] === undefined ? missing : wrap(x.pattern, x.groups[i]));
	def(cls, "group", "! *keys", (v: Value, keys: Value[]) => {
		const x = get(v);
		return keys.length <= 1 ? group(x, index(x, keys[0])) : tuple(keys.map((k) => group(x, index(x, k))));
	});
	def(cls, "__getitem__", "! key", (v: Value, key: Value) => group(get(v), index(get(v), key)));
	def(cls, "groups", "! .default?", (v: Value, missing?: Value) =>
		tuple(
			get(v)
				.groups.slice(1)
				.map((_, i) => group(get(v), i + 1, missing ?? null)),
		),
	);
	def(cls, "groupdict", "! .default?", (v: Value, missing?: Value) =>
		makeDict([...of(get(v).pattern).code!.names].map(([n, i]) => [n, group(get(v), i, missing ?? null)])),
	);
	const span = (v: Value, key: Value | undefined): [number, number] => {
		const x = get(v);
		const s = x.spans[index(x, key)];
		return s === undefined ? [-1, -1] : [toPoints(x.text, s[0]), toPoints(x.text, s[1])];
	};
	def(cls, "start", "! group?", (v: Value, key?: Value) => span(v, key)[0]);
	def(cls, "end", "! group?", (v: Value, key?: Value) => span(v, key)[1]);
	def(cls, "span", "! group?", (v: Value, key?: Value) => tuple(span(v, key)));
	def(cls, "expand", "! template", (v: Value, t: Value) => wrap(get(v).pattern, expand(asStr(t) ?? "", of(get(v).pattern), get(v).groups)));
	def(cls, "__bool__", "", () => true);
	def(cls, "__repr__", "", (v: Value) =>
		strValue(`<re.Match object; span=(${span(v, undefined).join(", ")}), match=${reprText(group(get(v), 0))}>`),
	);
	getter(cls, "string", (v) => wrap(get(v).pattern, get(v).text));
	getter(cls, "re", (v) => get(v).pattern);
	getter(cls, "pos", (v) => toPoints(get(v).text, get(v).pos));
	getter(cls, "endpos", (v) => toPoints(get(v).text, get(v).endpos));
	getter(cls, "lastindex", (v) => {
		const x = get(v);
		let best: number | null = null;
		for (let i = 1; i < x.groups.length; i++) {
			const s = x.spans[i];
			if (s !== undefined && (best === null || s[1] > x.spans[best]![1])) best = i;
		}
		return best;
	});
	getter(cls, "lastgroup", (v) => {
		const i = rt.getAttr(v, "lastindex");
		return [...of(get(v).pattern).code!.names].find(([, n]) => n === i)?.[0] ?? null;
	});
}
