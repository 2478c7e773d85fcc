/** `str`: case mapping and the `is...` questions, by Unicode category. */
import { def } from "../native.ts";
import { chars, hasAstral, isPrintable } from "../text.ts";
import { strClass } from "../value.ts";

const CASED = /\p{Cased}/u;
const UPPER = /\p{Uppercase}/u;
const LOWER = /\p{Lowercase}/u;
const TITLE = /\p{Lt}/u;

/** Unicode titlecase of one character. */
function titleChar(c: string): string {
	const special: Record<string, string> = {
		ǆ: "ǅ",
		ǅ: "ǅ",
		Ǆ: "ǅ",
		ǉ: "ǈ",
		ǈ: "ǈ",
		Ǉ: "ǈ",
		ǌ: "ǋ",
		ǋ: "ǋ",
		Ǌ: "ǋ",
		ǳ: "ǲ",
		ǲ: "ǲ",
		Ǳ: "ǲ",
		ß: "Ss",
		ﬁ: "Fi",
		ﬂ: "Fl",
		ﬀ: "Ff",
	};
	return special[c] ?? c.toUpperCase();
}
const lower = (s: string): string => s.toLowerCase();

def(strClass, "upper", "", (s: string) => s.toUpperCase());
def(strClass, "lower", "", lower);
def(strClass, "capitalize", "", (s: string) => {
	const all = chars(s);
	return all.length === 0 ? "" : titleChar(all[0]!) + lower(all.slice(1).join(""));
});
def(strClass, "title", "", (s: string) => {
	let out = "";
	let inWord = false;
	for (const c of s) {
		out += inWord ? lower(c) : titleChar(c);
		inWord = CASED.test(c);
	}
	return out;
});
def(strClass, "swapcase", "", (s: string) =>
	chars(s)
		.map((c) => (UPPER.test(c) ? lower(c) : LOWER.test(c) ? c.toUpperCase() : c))
		.join(""),
);
def(strClass, "casefold", "", (s: string) =>
	lower(s)
		.replace(/ß/g, "ss")
		.replace(/ς/g, "σ")
		.replace(/ŉ/g, "ʼn")
		.replace(/ſ/g, "s")
		.replace(/ﬁ/g, "fi")
		.replace(/ﬂ/g, "fl")
		.replace(/ﬀ/g, "ff"),
);

const all = (s: string, test: RegExp): boolean => s !== "" && (hasAstral(s) ? chars(s) : s.split("")).every((c) => test.test(c));
def(strClass, "isalpha", "", (s: string) => all(s, /\p{L}/u));
def(strClass, "isdecimal", "", (s: string) => all(s, /\p{Nd}/u));
def(strClass, "isdigit", "", (s: string) =>
	all(
		s,
		/[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792]/u,
	),
);
def(strClass, "isnumeric", "", (s: string) =>
	all(s, /[\p{N}\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u842c\u4e07]/u),
);
def(strClass, "isalnum", "", (s: string) => all(s, /[\p{L}\p{N}]/u));
def(strClass, "isspace", "", (s: string) => all(s, /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u));
def(strClass, "isascii", "", (s: string) => /^[\x00-\x7f]*$/.test(s));
def(strClass, "isprintable", "", (s: string) => chars(s).every(isPrintable));
def(strClass, "isidentifier", "", (s: string) => /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(s));
def(strClass, "islower", "", (s: string) => {
	const given = chars(s);
	return given.some((c) => LOWER.test(c)) && !given.some((c) => UPPER.test(c) || TITLE.test(c));
});
def(strClass, "isupper", "", (s: string) => {
	const given = chars(s);
	return given.some((c) => UPPER.test(c)) && !given.some((c) => LOWER.test(c) || TITLE.test(c));
});
def(strClass, "istitle", "", (s: string) => {
	let inWord = false;
	let any = false;
	for (const c of s) {
		if (UPPER.test(c) || TITLE.test(c)) {
			if (inWord) return false;
			inWord = true;
			any = true;
		} else if (LOWER.test(c)) {
			if (!inWord) return false;
			any = true;
		} else inWord = false;
	}
	return any;
});
