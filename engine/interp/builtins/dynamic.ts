/** Code made at run time and name spaces: exec, eval, compile, globals, locals, __import__. */
import { asStr } from "../../values/kinds.ts";
import { native } from "../../values/native.ts";
import { raiseError } from "../../values/exceptions.ts";
import { rt } from "../../values/runtime.ts";
import { HOLE } from "../../values/text.ts";
import { dictOver, namesOf } from "../../values/types/dict-views.ts";
import { PyBytes, PyDict, PyModule, PyTuple, Unknown, type Value } from "../../values/value.ts";
import { compileText, type Mode, runText, TextCode } from "../run-text.ts";

/** What `exec` and `eval` are given, ready to run; Unknown when its text is not known. */
function codeOf(code: Value, mode: Mode, asked: string): TextCode | Unknown {
	if (code instanceof TextCode) return code;
	const text = asStr(code);
	if (text === null && !(code instanceof Unknown) && !(code instanceof PyBytes))
		raiseError("TypeError", `${asked}() arg 1 must be a string, bytes or code object`);
	const made = text === null || text.includes(HOLE) ? null : compileText(text, "<string>", mode);
	if (made !== null) return made;
	rt.limit("unsupported", `\`${asked}\` runs a text that is not known`);
	return new Unknown(`the result of \`${asked}\` is not known`);
}

/** Runs code over the given dicts, or over the names of the frame that asked. */
function runOver(code: TextCode, globals: Value | undefined, locals: Value | undefined): Value {
	const frame = rt.frame();
	const given = globals instanceof PyDict ? namesOf(globals) : null;
	const own = locals instanceof PyDict ? namesOf(locals) : null;
	if ((globals instanceof PyDict && given === null) || (locals instanceof PyDict && own === null))
		return new Unknown("the names that the code sees are not known");
	const outer = given ?? frame.globals.dict;
	const inner = own ?? (given === null ? frame.locals : outer);
	if (inner === outer) return runText(code, outer, given === null);
	// Two name spaces: the code sees both, and what it binds goes to the inner one.
	const both = new Map([...outer, ...inner]);
	const before = new Map(both);
	try {
		return runText(code, both, given === null);
	} finally {
		for (const [name, value] of both) if (before.get(name) !== value || !before.has(name)) inner.set(name, value);
		for (const name of before.keys()) if (!both.has(name)) inner.delete(name);
	}
}

export const exec = native("exec", "! code .globals? .locals? * closure?", (code: Value, globals?: Value, locals?: Value) => {
	const made = codeOf(code, "exec", "exec");
	if (made instanceof TextCode) runOver(made, globals, locals);
	return null;
});
export const evaluate = native("eval", "! code .globals? .locals?", (code: Value, globals?: Value, locals?: Value) => {
	const made = codeOf(code, "eval", "eval");
	return made instanceof TextCode ? runOver(made, globals, locals) : made;
});
const MODES: ReadonlySet<string> = new Set<Mode>(["exec", "eval", "single"]);
export const compile = native(
	"compile",
	"! .source .filename .mode .flags? .dont_inherit? .optimize?",
	(source: Value, filename: Value, mode: Value) => {
		const [text, path, how] = [asStr(source), asStr(filename), asStr(mode)];
		if (how !== null && !MODES.has(how)) raiseError("ValueError", "compile() mode must be 'exec', 'eval' or 'single'");
		const known = text !== null && path !== null && how !== null && !text.includes(HOLE);
		return (known ? compileText(text, path, how as Mode) : null) ?? new Unknown("the compiled text is not known");
	},
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
