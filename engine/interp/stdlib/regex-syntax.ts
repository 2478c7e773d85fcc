/** Python's regular expressions, parsed and written again as JavaScript's. */
import { backtracks, beginning, type Chars, type Item, overlap, union } from "./regex-danger.ts";

export class RegexError {
	message: string;
	position: number;
	constructor(message: string, position: number) {
		this.message = message;
		this.position = position;
	}
}
/** Syntax that has no counterpart in JavaScript. */
export class Unsupported {}

export interface Flags {
	ignoreCase: boolean;
	multiline: boolean;
	dotAll: boolean;
	verbose: boolean;
	ascii: boolean;
}
const FLAGS: Record<string, keyof Flags> = { i: "ignoreCase", m: "multiline", s: "dotAll", x: "verbose", a: "ascii" };
export interface Translated {
	source: string;
	flags: Flags;
	groups: number;
	names: Map<string, number>;
	/** Backtracking may take exponential time. */
	isDangerous: boolean;
}

const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const classText = (c: string, ascii: boolean): string => {
	switch (c.toLowerCase()) {
		case "d":
			return ascii ? "0-9" : "\\p{Nd}";
		case "w":
			return ascii ? "A-Za-z0-9_" : "\\p{L}\\p{N}_";
		default:
			return ascii ? "\\t-\\r\\x20" : SPACE;
	}
};
const classChars = (c: string): ((code: number) => boolean) => {
	const word = (x: number): boolean => (x >= 48 && x <= 57) || (x >= 65 && x <= 90) || (x >= 97 && x <= 122) || x === 95;
	switch (c) {
		case "d":
			return (x) => x >= 48 && x <= 57;
		case "D":
			return (x) => x < 48 || x > 57;
		case "w":
			return word;
		case "W":
			return (x) => !word(x);
		case "s":
			return (x) => (x >= 9 && x <= 13) || (x >= 28 && x <= 32);
		default:
			return (x) => !((x >= 9 && x <= 13) || (x >= 28 && x <= 32));
	}
};
const escapeLiteral = (c: string): string => (/[\\^$.*+?()[\]{}|/]/.test(c) ? `\\${c}` : c === "\n" ? "\\n" : c === "\r" ? "\\r" : c);
const escapeInClass = (c: string): string => (/[\\\]^[-]/.test(c) ? `\\${c}` : c);
const CONTROL: Record<string, string> = { n: "\n", t: "\t", r: "\r", f: "\f", v: "\v", a: "\x07" };

class Parser {
	private at = 0;
	groups = 0;
	readonly names = new Map<string, number>();
	isDangerous = false;
	private readonly text: string;
	readonly flags: Flags;
	constructor(text: string, flags: Flags) {
		this.text = text;
		this.flags = flags;
	}
	run(): string {
		const out = this.alternatives();
		if (this.at < this.text.length) throw new RegexError("unbalanced parenthesis", this.at);
		return out.text;
	}
	private peek(): string {
		return this.text[this.at] ?? "";
	}
	private eat(s: string): boolean {
		if (!this.text.startsWith(s, this.at)) return false;
		this.at += s.length;
		return true;
	}
	private alternatives(): Item {
		const options = [this.sequence()];
		while (this.eat("|")) options.push(this.sequence());
		if (options.length === 1) return options[0]!;
		const chars = options.some((o) => o.chars === null) ? null : (c: number) => options.some((o) => o.chars!(c));
		return {
			text: options.map((o) => o.text).join("|"),
			chars,
			mandatory: options.every((o) => o.mandatory),
			loops: options.flatMap((o) => o.loops),
			anchors: [],
			first: union(options.map((o) => o.first)),
			ambiguous: options.some((o, i) => o.ambiguous || options.slice(0, i).some((other) => overlap(other.first, o.first))),
		};
	}
	private sequence(): Item {
		const items: Item[] = [];
		while (this.at < this.text.length && this.peek() !== "|" && this.peek() !== ")") {
			const item = this.item();
			if (item !== null) items.push(item);
		}
		return {
			text: items.map((i) => i.text).join(""),
			chars: items.length === 1 ? items[0]!.chars : null,
			mandatory: items.some((i) => i.mandatory),
			loops: items.flatMap((i) => i.loops),
			anchors: items.flatMap((i) => i.anchors),
			first: beginning(items),
			ambiguous: items.some((i) => i.ambiguous),
		};
	}
	private item(): Item | null {
		if (this.flags.verbose) {
			if (/\s/.test(this.peek())) {
				this.at++;
				return null;
			}
			if (this.peek() === "#") {
				while (this.at < this.text.length && this.peek() !== "\n") this.at++;
				return null;
			}
		}
		const start = this.at;
		const atom = this.atom();
		if (atom === null) return null;
		return this.quantified(atom, start);
	}
	private quantified(given: Item, start: number): Item {
		let atom = given;
		for (let first = true; ; first = false) {
			if (this.flags.verbose) while (/\s/.test(this.peek()) && this.peek() !== "") this.at++;
			const m = /^(?:([*+?])|\{(\d*)(,?)(\d*)\})/.exec(this.text.slice(this.at, this.at + 24));
			if (m === null || (m[1] === undefined && m[2] === "" && m[4] === "")) return atom;
			if (!first) throw new RegexError("multiple repeat", this.at);
			if (atom.text === "" || /^\(\?<?[=!]/.test(atom.text))
				if (this.text.slice(start, this.at) === "" || "^$".includes(this.text[start]!)) throw new RegexError("nothing to repeat", this.at);
			this.at += m[0].length;
			const low = m[1] === "*" || m[1] === "?" ? 0 : m[1] === "+" ? 1 : Number(m[2] === "" ? 0 : m[2]);
			const high = m[1] === "*" || m[1] === "+" ? Infinity : m[1] === "?" ? 1 : m[3] === "" ? low : m[4] === "" ? Infinity : Number(m[4]);
			if (high < low) throw new RegexError("min repeat greater than max repeat", this.at);
			let suffix = "";
			if (this.eat("?")) suffix = "?";
			else if (this.peek() === "+") throw new Unsupported();
			const body = atom.text;
			const unbounded = high === Infinity;
			if (backtracks(atom, high)) this.isDangerous = true;
			const shown = m[1] ?? `{${low}${m[3] === "" ? "" : `,${high === Infinity ? "" : high}`}}`;
			atom = {
				text: body + shown + suffix,
				chars: atom.chars,
				mandatory: low > 0 && atom.mandatory,
				loops: unbounded ? [...atom.loops, atom.chars] : atom.loops,
				anchors: low > 0 && !unbounded ? atom.anchors : [],
				first: atom.first,
				ambiguous: atom.ambiguous,
			};
		}
	}
	private plain(text: string, chars: Chars): Item {
		return { text, chars, mandatory: true, loops: [], anchors: [chars], first: chars, ambiguous: false };
	}
	private empty(text: string): Item {
		return { text, chars: () => false, mandatory: false, loops: [], anchors: [], first: () => false, ambiguous: false };
	}
	private atom(): Item | null {
		const start = this.at;
		const c = String.fromCodePoint(this.text.codePointAt(this.at)!);
		this.at += c.length;
		switch (c) {
			case ".":
				return this.plain(this.flags.dotAll ? "[\\s\\S]" : "[^\\n]", this.flags.dotAll ? null : (x) => x !== 10);
			case "^":
				return this.empty(this.flags.multiline ? "(?<=\\n|(?<![\\s\\S]))" : "(?<![\\s\\S])");
			case "$":
				return this.empty(this.flags.multiline ? "(?=\\n|(?![\\s\\S]))" : "(?=\\n?(?![\\s\\S]))");
			case "[":
				return this.set(start);
			case "(":
				return this.group(start);
			case "\\":
				return this.escape(start);
			case "*":
			case "+":
			case "?":
				throw new RegexError("nothing to repeat", start);
			default:
				return this.plain(escapeLiteral(c), this.literal(c));
		}
	}
	private literal(c: string): Chars {
		const code = c.codePointAt(0)!;
		if (!this.flags.ignoreCase) return (x) => x === code;
		const other = [c.toLowerCase().codePointAt(0)!, c.toUpperCase().codePointAt(0)!];
		return (x) => other.includes(x);
	}
	private escape(start: number): Item {
		const c = this.text[this.at];
		if (c === undefined) throw new RegexError("bad escape (end of pattern)", start);
		this.at++;
		const w = this.flags.ascii ? "[A-Za-z0-9_]" : "[\\p{L}\\p{N}_]";
		switch (c) {
			case "d":
			case "w":
			case "s":
				return this.plain(`[${classText(c, this.flags.ascii)}]`, classChars(c));
			case "D":
			case "W":
			case "S":
				return this.plain(`[^${classText(c, this.flags.ascii)}]`, classChars(c));
			case "A":
				return this.empty("(?<![\\s\\S])");
			case "Z":
				return this.empty("(?![\\s\\S])");
			case "b":
				return this.empty(`(?:(?<=${w})(?!${w})|(?<!${w})(?=${w}))`);
			case "B":
				return this.empty(`(?:(?<=${w})(?=${w})|(?<!${w})(?!${w}))`);
			default:
		}
		if (/[1-9]/.test(c)) {
			const m = /^\d/.exec(this.text.slice(this.at, this.at + 1));
			const digits = m === null ? c : c + m[0];
			this.at += digits.length - 1;
			if (Number(digits) > this.groups) throw new RegexError(`invalid group reference ${digits}`, start + 1);
			return { ...this.plain(`(?:\\${digits})`, null), anchors: [] };
		}
		const code = this.charEscape(c, start);
		return this.plain(escapeLiteral(code), this.literal(code));
	}
	/** The character an escape stands for, in and outside of sets. */
	private charEscape(c: string, start: number): string {
		const hex = (n: number): string => {
			const digits = this.text.slice(this.at, this.at + n);
			if (!new RegExp(`^[0-9a-fA-F]{${n}}$`).test(digits)) throw new RegexError(`incomplete escape \\${c}${digits}`, start);
			this.at += n;
			return String.fromCodePoint(Number.parseInt(digits, 16));
		};
		if (c in CONTROL) return CONTROL[c]!;
		if (c === "x") return hex(2);
		if (c === "u") return hex(4);
		if (c === "U") return hex(8);
		if (c === "0") {
			const m = /^[0-7]{0,2}/.exec(this.text.slice(this.at))!;
			this.at += m[0].length;
			return String.fromCharCode(Number.parseInt(m[0] || "0", 8));
		}
		if (c === "N") throw new Unsupported();
		if (/[A-Za-z]/.test(c)) throw new RegexError(`bad escape \\${c}`, start);
		return c;
	}
	private set(start: number): Item {
		const negated = this.eat("^");
		const tests: ((x: number) => boolean)[] = [];
		let text = "";
		for (let first = true; ; first = false) {
			if (this.at >= this.text.length) throw new RegexError("unterminated character set", start);
			if (this.peek() === "]" && !first) break;
			const from = this.setItem(start);
			if (typeof from !== "string") {
				text += from.text;
				tests.push(from.test);
				continue;
			}
			if (this.peek() === "-" && this.text[this.at + 1] !== "]" && this.at + 1 < this.text.length) {
				this.at++;
				const to = this.setItem(start);
				if (typeof to !== "string") throw new RegexError("bad character range", this.at);
				const [a, b] = [from.codePointAt(0)!, to.codePointAt(0)!];
				if (b < a) throw new RegexError(`bad character range ${from}-${to}`, this.at - 3);
				text += `${escapeInClass(from)}-${escapeInClass(to)}`;
				tests.push((x) => x >= a && x <= b);
			} else {
				text += escapeInClass(from);
				const code = from.codePointAt(0)!;
				tests.push((x) => x === code);
			}
		}
		this.at++;
		const any = (x: number): boolean => tests.some((t) => t(x));
		const cased = this.flags.ignoreCase
			? (x: number): boolean =>
					any(x) || any(String.fromCharCode(x).toLowerCase().charCodeAt(0)) || any(String.fromCharCode(x).toUpperCase().charCodeAt(0))
			: any;
		return this.plain(`[${negated ? "^" : ""}${text}]`, negated ? (x) => !cased(x) : cased);
	}
	private setItem(start: number): string | { text: string; test: (x: number) => boolean } {
		const c = String.fromCodePoint(this.text.codePointAt(this.at)!);
		const at = this.at;
		this.at += c.length;
		if (c !== "\\") return c;
		const e = this.text[this.at];
		if (e === undefined) throw new RegexError("unterminated character set", start);
		this.at++;
		if ("dws".includes(e)) return { text: classText(e, this.flags.ascii), test: classChars(e) };
		if ("DWS".includes(e)) {
			const inner: Record<string, string> = { D: "\\P{Nd}", W: "", S: "\\S" };
			if (e === "W") throw new Unsupported();
			return { text: inner[e]!, test: classChars(e) };
		}
		if (e === "b") return "\b";
		return this.charEscape(e, at);
	}
	private group(start: number): Item | null {
		if (!this.eat("?")) {
			this.groups++;
			return this.close("(", start);
		}
		if (this.eat(":")) return this.close("(?:", start);
		for (const look of ["=", "!", "<=", "<!"])
			if (this.eat(look)) {
				const inner = this.close(`(?${look}`, start);
				return this.empty(inner.text);
			}
		if (this.eat("#")) {
			while (this.at < this.text.length && this.peek() !== ")") this.at++;
			if (!this.eat(")")) throw new RegexError("missing ), unterminated comment", start);
			return null;
		}
		if (this.eat("P<")) {
			const end = this.text.indexOf(">", this.at);
			if (end < 0) throw new RegexError("missing >, unterminated name", this.at);
			const name = this.text.slice(this.at, end);
			if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
				throw new RegexError(`bad character in group name ${JSON.stringify(name).replaceAll('"', "'")}`, this.at);
			if (this.names.has(name))
				throw new RegexError(
					`redefinition of group name '${name}' as group ${this.groups + 1}; was group ${this.names.get(name)}`,
					this.at,
				);
			this.at = end + 1;
			this.names.set(name, ++this.groups);
			return this.close("(", start);
		}
		if (this.eat("P=")) {
			const end = this.text.indexOf(")", this.at);
			const name = this.text.slice(this.at, end);
			this.at = end + 1;
			const n = this.names.get(name);
			if (n === undefined) throw new RegexError(`unknown group name '${name}'`, start + 4);
			return { ...this.plain(`(?:\\${n})`, null), anchors: [] };
		}
		const m = /^([aiLmsux]+)\)/.exec(this.text.slice(this.at));
		if (m !== null) {
			if (start > 0 && this.text.slice(0, start).trim() !== "" && !/^(\(\?[a-zA-Z]+\))*$/.test(this.text.slice(0, start)))
				throw new RegexError("global flags not at the start of the expression", start);
			this.at += m[0].length;
			this.setFlags(m[1]!, true);
			return null;
		}
		const scoped = /^([aiLmsux]*)(?:-([imsx]+))?:/.exec(this.text.slice(this.at));
		if (scoped !== null) return this.scoped(scoped, start);
		if (this.eat("P")) throw new RegexError("unknown extension ?P" + this.peek(), start + 1);
		throw new Unsupported();
	}
	/** `(?s-i:...)`: flags for a part. Ignoring case holds for a whole JavaScript expression. */
	private scoped([text, on, off = ""]: RegExpExecArray, start: number): Item {
		const outer = { ...this.flags };
		this.at += text.length;
		this.setFlags(on!, true);
		this.setFlags(off, false);
		if (this.flags.ignoreCase !== outer.ignoreCase) throw new Unsupported();
		const inner = this.close("(?:", start);
		Object.assign(this.flags, outer);
		return inner;
	}
	private setFlags(letters: string, value: boolean): void {
		for (const f of letters) if (FLAGS[f] !== undefined) this.flags[FLAGS[f]] = value;
	}
	private close(open: string, start: number): Item {
		const inner = this.alternatives();
		if (!this.eat(")")) throw new RegexError("missing ), unterminated subpattern", start);
		return { ...inner, text: `${open}${inner.text})` };
	}
}

export function translate(text: string, flags: Flags): Translated {
	const parser = new Parser(text, { ...flags });
	const source = parser.run();
	return { source, flags: parser.flags, groups: parser.groups, names: parser.names, isDangerous: parser.isDangerous };
}
