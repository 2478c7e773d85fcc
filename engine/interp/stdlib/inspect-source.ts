/** The part of `inspect` that asks for files and texts of functions, classes and modules. */
import type { Source } from "../../program.ts";
import type { ClassDef, Span, Stmt } from "../../syntax/nodes.ts";
import { raiseError } from "../../values/exceptions.ts";
import { rt } from "../../values/runtime.ts";
import { strValue } from "../../values/text.ts";
import { Obj, PyClass, PyFunction, PyMethod, PyModule, PyStaticMethod, PyClassMethod, Unknown, type Value } from "../../values/value.ts";
import { linesOf } from "../frame.ts";
import { preludeSources } from "../modules.ts";
import { state } from "../state.ts";
import { type Library, list, tuple } from "./kit.ts";

/** Undefined for what has no source that a program could read: built-in things and those of our own preludes. */
function placeOf(v: Value): { source: Source; span: Span | null } | undefined {
	if (v instanceof PyMethod || v instanceof PyStaticMethod || v instanceof PyClassMethod) return placeOf(v.func);
	const wrapped = v instanceof Obj && !(v instanceof PyModule) ? v.dict?.get("__wrapped__") : undefined;
	if (wrapped !== undefined) return placeOf(wrapped);
	const module =
		v instanceof PyModule
			? v
			: v instanceof PyFunction
				? v.globals
				: v instanceof PyClass && v.isUser
					? state.modules.get(v.module)
					: undefined;
	const source = module instanceof PyModule ? module.source : null;
	if (source === null || preludeSources.has(source)) return undefined;
	return {
		source,
		span: v instanceof PyFunction ? spanOf(v) : v instanceof PyClass ? classSpan(source.module.body, v.qualname.split(".")) : null,
	};
}
function spanOf(f: PyFunction): Span {
	const decorator = f.def.kind === "FunctionDef" ? f.def.decorators[0] : undefined;
	return decorator === undefined ? f.def : { start: decorator.start - 1, end: f.def.end };
}
function classSpan(body: readonly Stmt[], [name, ...rest]: string[]): Span | null {
	const found = body.find((s): s is ClassDef => s.kind === "ClassDef" && s.name === name);
	return found === undefined ? null : rest.length === 0 ? found : classSpan(found.body, rest);
}

export function addSources(m: Library): void {
	const place = (v: Value): { source: Source; span: Span | null } | Unknown => {
		if (v instanceof Unknown) return new Unknown(v.why);
		return (
			placeOf(v) ??
			raiseError(
				"TypeError",
				`${rt.repr(v)} is a built-in ${v instanceof PyModule ? "module" : v instanceof PyClass ? "class" : "function or method"}`,
			)
		);
	};
	for (const name of ["getfile", "getsourcefile"])
		m.fn(name, "! .object", (v: Value) => {
			const p = place(v);
			return p instanceof Unknown ? p : p.source.path;
		});
	/** The lines of a definition and the number of the first. */
	const lines = (v: Value): [string[], number] | Unknown => {
		const p = place(v);
		if (p instanceof Unknown) return p;
		const all = p.source.text.split(/(?<=\n)/);
		if (v instanceof PyModule) return [all, 0];
		if (p.span === null) raiseError("OSError", "could not find class definition");
		const table = linesOf(p.source);
		const first = table.line(p.span.start);
		return [all.slice(first - 1, table.line(p.span.end)), first];
	};
	m.fn("getsourcelines", "! .object", (v: Value) => {
		const found = lines(v);
		return found instanceof Unknown ? found : tuple([list(found[0].map((line) => strValue(line))), found[1]]);
	});
	m.fn("getsource", "! .object", (v: Value) => {
		const found = lines(v);
		return found instanceof Unknown ? found : strValue(found[0].join(""));
	});
	m.fn("getmodule", "! .object", (v: Value) => {
		if (v instanceof PyModule) return v;
		const p = v instanceof Unknown ? undefined : placeOf(v);
		return p === undefined ? null : (state.sources.get(p.source.path) ?? null);
	});
}
