/** `unicodedata`: normal forms and categories, as the JavaScript engine's tables have them. */
import { asStr } from "../../values/kinds.ts";
import { strValue } from "../../values/text.ts";
import { Unknown, type Value } from "../../values/value.ts";
import { library } from "./kit.ts";

const CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co"
	.split(" ")
	.map((name): [string, RegExp] => [name, new RegExp(`^\\p{${name}}$`, "u")]);

library("unicodedata", (m) => {
	m.fn("normalize", "! form text", (form: Value, text: Value) => {
		const [f, t] = [asStr(form), asStr(text)];
		if (f === null || t === null) return new Unknown("the normal form of a text that is not known");
		return strValue(t.normalize(f as "NFC"));
	});
	m.fn("category", "! char", (char: Value) => {
		const c = asStr(char);
		return c === null
			? new Unknown("the category of a character that is not known")
			: (CATEGORIES.find(([, is]) => is.test(c))?.[0] ?? "Cn");
	});
	m.unknown(["name", "lookup", "bidirectional", "combining", "decimal", "digit", "numeric", "east_asian_width"], "not modelled");
});
