/** Code made at run time and name spaces: exec, eval, compile, globals, locals, __import__. */
import { asStr } from "../../values/kinds.ts";
import { native } from "../../values/native.ts";
import { parseFloatText, parseInteger } from "../../values/numbers.ts";
import { rt } from "../../values/runtime.ts";
import { dictOver } from "../../values/types/dict-views.ts";
import { PyFloat, PyModule, PyTuple, Unknown, type Value } from "../../values/value.ts";

export const exec = native("exec", "! code globals? locals? *args", () => {
	rt.limit("unsupported", "`exec` runs code that is made at run time");
});
export const evaluate = native("eval", "! code globals? locals?", (code: Value) => {
	const text = asStr(code)?.trim();
	if (text !== undefined) {
		const n = /^-?\d+$/.test(text) ? parseInteger(text, 10) : null;
		if (n !== null) return n;
		const x = /^-?[\d.]+(e[+-]?\d+)?$/i.test(text) ? parseFloatText(text) : null;
		if (x !== null) return new PyFloat(x);
		if (text === "None") return null;
		if (text === "True" || text === "False") return text === "True";
	}
	rt.limit("unsupported", "`eval` runs code that is made at run time");
	return new Unknown("the result of `eval` is not known");
});
export const compile = native(
	"compile",
	"! .source .filename .mode .flags? .dont_inherit? .optimize?",
	() => new Unknown("code made at run time is not modelled"),
);
export const globals = native("globals", "", () => {
	const { globals } = rt.frame();
	return dictOver(globals.dict);
});
export const locals = native("locals", "", () => dictOver(rt.frame().locals));
export const importFunction = native(
	"__import__",
	"! .name .globals? .locals? .fromlist? .level?",
	(name: Value, _g?: Value, _l?: Value, fromlist?: Value) => {
		const text = asStr(name);
		if (text === null) return new Unknown("the name of the imported module is not known");
		const module = rt.importModule(text);
		// Without a from-list the top package is the result.
		const wantsLeaf = fromlist instanceof PyTuple ? fromlist.items.length > 0 : fromlist !== undefined && fromlist !== null;
		return wantsLeaf || !text.includes(".") || !(module instanceof PyModule) ? module : rt.importModule(text.split(".")[0]!);
	},
);
export const breakpoint = native("breakpoint", "! *args **kw", () => null);
