/** `inspect`: signatures, and questions about what an object is. */
import { MappingProxy } from "../../values/types/dict-views.ts";
import { dictSet } from "../../values/dict.ts";
import { reprText } from "../../values/format.ts";
import { asStr, typeName } from "../../values/kinds.ts";
import { rt } from "../../values/runtime.ts";
import { strValue } from "../../values/text.ts";
import { derive } from "../../values/unknown.ts";
import {
	type Kwargs,
	Obj,
	PyBuiltin,
	PyClass,
	PyClassMethod,
	PyDict,
	PyFunction,
	type PyInstance,
	PyMethod,
	PyModule,
	PyProperty,
	PyStaticMethod,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { PyGenerator } from "../generators.ts";
import { initFields, madeByFactory } from "./dataclass-fields.ts";
import { addInspectFrames } from "./frames.ts";
import { addSources } from "./inspect-source.ts";
import { def, instance, items, library, list, tuple } from "./kit.ts";

library("inspect", (m) => {
	const empty = m.cls("_empty");
	const kindClass = m.cls("_ParameterKind");
	const kinds = ["POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD"].map((n, i) => {
		const k = instance(kindClass);
		k.dict.set("name", n).set("value", i);
		kindClass.set(n, k);
		return k;
	});
	def(kindClass, "__str__", "", (k: PyInstance) => String(k.dict.get("name")));
	def(kindClass, "__repr__", "", (k: PyInstance) => `<_ParameterKind.${String(k.dict.get("name"))}: ${String(k.dict.get("value"))}>`);
	const parameter = m.cls("Parameter");
	const signature = m.cls("Signature");
	parameter.set("empty", empty);
	signature.set("empty", empty);
	kinds.forEach((k) => parameter.set(String(k.dict.get("name")), k));
	const make = (name: string, kind: number, fallback: Value | undefined, annotation: Value | undefined): PyInstance => {
		const p = instance(parameter);
		p.dict
			.set("name", name)
			.set("kind", kinds[kind]!)
			.set("default", fallback === undefined ? empty : fallback)
			.set("annotation", annotation === undefined ? empty : annotation);
		return p;
	};
	def(
		parameter,
		"__init__",
		"! .name .kind * default? annotation?",
		(self: PyInstance, name: Value, kind: Value, fallback?: Value, annotation?: Value) => {
			self.dict
				.set("name", name)
				.set("kind", kind)
				.set("default", fallback === undefined ? empty : fallback)
				.set("annotation", annotation === undefined ? empty : annotation);
		},
	);
	const shown = (p: PyInstance): string => {
		const star = p.dict.get("kind") === kinds[2] ? "*" : p.dict.get("kind") === kinds[4] ? "**" : "";
		const a = p.dict.get("annotation")!;
		const d = p.dict.get("default")!;
		const type = a === empty ? "" : `: ${a instanceof PyClass && a.module === "builtins" ? a.qualname : reprText(a)}`;
		return `${star}${String(p.dict.get("name"))}${type}${d === empty ? "" : `${type === "" ? "=" : " = "}${reprText(d)}`}`;
	};
	def(parameter, "__str__", "", (p: PyInstance) => strValue(shown(p)));
	def(parameter, "__repr__", "", (p: PyInstance) => strValue(`<Parameter "${shown(p)}">`));
	const parametersOf = (f: Value): PyInstance[] | null => {
		if (f instanceof PyMethod) return parametersOf(f.func)?.slice(1) ?? null;
		if (f instanceof PyClass) {
			const init = f.lookup("__init__");
			const maker = f.lookup("__new__");
			const own =
				init instanceof PyFunction || (init instanceof PyBuiltin && initFields.has(init))
					? init
					: maker instanceof PyStaticMethod && maker.func instanceof PyFunction
						? maker.func
						: null;
			return own === null ? null : (parametersOf(own)?.slice(1) ?? null);
		}
		if (f instanceof PyStaticMethod || f instanceof PyClassMethod) return parametersOf(f.func);
		const wrapped = f instanceof Obj ? f.dict?.get("__wrapped__") : undefined;
		if (wrapped !== undefined) return parametersOf(wrapped);
		const generated = f instanceof PyBuiltin ? initFields.get(f) : undefined;
		if (generated !== undefined)
			return [
				make("self", 1, undefined, undefined),
				...generated.map((g) => make(g.name, g.isKeywordOnly ? 3 : 1, g.factory === undefined ? g.default : madeByFactory, g.type)),
			];
		if (!(f instanceof PyFunction)) {
			const call = f instanceof Obj ? f.cls.lookup("__call__") : undefined;
			return call instanceof PyFunction ? (parametersOf(call)?.slice(1) ?? null) : null;
		}
		const { posonly, args, vararg, kwonly, kwarg } = f.def.args;
		const out: PyInstance[] = [];
		let i = 0;
		for (const a of posonly) out.push(make(a.name, 0, f.defaults[i++], f.annotations?.get(a.name)));
		for (const a of args) out.push(make(a.name, 1, f.defaults[i++], f.annotations?.get(a.name)));
		if (vararg !== null) out.push(make(vararg.name, 2, undefined, f.annotations?.get(vararg.name)));
		for (const a of kwonly) out.push(make(a.name, 3, f.defaults[i++], f.annotations?.get(a.name)));
		if (kwarg !== null) out.push(make(kwarg.name, 4, undefined, f.annotations?.get(kwarg.name)));
		return out;
	};
	m.fn("signature", "! .obj * **kw", (f: Value) => {
		if (f instanceof Unknown) return new Unknown(f.why);
		const all = parametersOf(f);
		if (all === null) return new Unknown("the signature of this is not modelled");
		const out = instance(signature, all);
		const d = new PyDict();
		for (const p of all) dictSet(d, p.dict.get("name")!, p);
		out.dict.set("parameters", new MappingProxy(d));
		const fn = f instanceof PyMethod ? f.func : f;
		const init = fn instanceof PyClass ? fn.lookup("__init__") : fn;
		const returned =
			fn instanceof PyFunction ? fn.annotations?.get("return") : init instanceof PyBuiltin && initFields.has(init) ? null : undefined;
		out.dict.set("return_annotation", returned === undefined ? empty : returned);
		return out;
	});
	def(signature, "__str__", "", (s: PyInstance) => {
		const all = s.native as PyInstance[];
		const parts: string[] = [];
		all.forEach((p, i) => {
			if (
				p.dict.get("kind") === kinds[3] &&
				!all.slice(0, i).some((q) => q.dict.get("kind") === kinds[2] || q.dict.get("kind") === kinds[3])
			)
				parts.push("*");
			parts.push(shown(p));
			if (p.dict.get("kind") === kinds[0] && all[i + 1]?.dict.get("kind") !== kinds[0]) parts.push("/");
		});
		const r = s.dict.get("return_annotation")!;
		return strValue(
			`(${parts.join(", ")})${r === empty ? "" : ` -> ${r === null ? "None" : r instanceof PyClass && r.module === "builtins" ? r.qualname : reprText(r)}`}`,
		);
	});
	def(signature, "__repr__", "", (s: PyInstance) => strValue(`<Signature ${rt.str(s)}>`));
	def(signature, "bind", "! *args **kw", (s: PyInstance, args: Value[], kw: Kwargs) => {
		const bound = instance(boundClass, s);
		const d = new PyDict();
		const names = (s.native as PyInstance[]).map((p) => p.dict.get("name")!);
		args.forEach((v, i) => names[i] !== undefined && dictSet(d, names[i]!, v));
		for (const [k, v] of kw) dictSet(d, k, v);
		bound.dict.set("arguments", d);
		return bound;
	});
	const boundClass = m.cls("BoundArguments");
	def(boundClass, "apply_defaults", "", (b: PyInstance) => {
		const d = b.dict.get("arguments") as PyDict;
		for (const p of (b.native as PyInstance).native as PyInstance[])
			if (!d.entries.has(p.dict.get("name")) && p.dict.get("default") !== empty) dictSet(d, p.dict.get("name")!, p.dict.get("default")!);
	});
	const asks = (name: string, is: (v: Value) => boolean): void =>
		void m.fn(name, "! obj", (v: Value) => (v instanceof Unknown ? new Unknown(v.why) : is(v)));
	asks("isclass", (v) => v instanceof PyClass);
	asks("isfunction", (v) => v instanceof PyFunction);
	asks("ismethod", (v) => v instanceof PyMethod && !(v.func instanceof PyBuiltin));
	asks("isbuiltin", (v) => v instanceof PyBuiltin || (v instanceof PyMethod && v.func instanceof PyBuiltin));
	asks("isroutine", (v) => v instanceof PyFunction || v instanceof PyMethod || v instanceof PyBuiltin);
	asks("ismodule", (v) => v instanceof PyModule);
	asks("isgenerator", (v) => v instanceof PyGenerator);
	asks("isgeneratorfunction", (v) => v instanceof PyFunction && v.def.scope.isGenerator);
	asks("iscoroutinefunction", (v) => v instanceof PyFunction && v.def.scope.isAsync);
	asks("iscoroutine", (v) => typeName(v) === "coroutine");
	asks(
		"isabstract",
		(v) => v instanceof PyClass && v.dict.has("__abstractmethods__") && (rt.items(v.dict.get("__abstractmethods__")!) ?? []).length > 0,
	);
	asks("isdatadescriptor", (v) => v instanceof PyProperty);
	m.fn("getmembers", "! obj predicate?", (o: Value, predicate?: Value) => {
		if (o instanceof Unknown) return new Unknown(o.why);
		const names = items(rt.call(rt.getAttr(rt.importModule("builtins"), "dir"), [o])) ?? [];
		const out: Value[] = [];
		for (const n of names) {
			const v = rt.findAttr(o, String(n));
			if (v !== undefined && (predicate === undefined || predicate === null || rt.truth(rt.call(predicate, [v])))) out.push(tuple([n, v]));
		}
		return list(out);
	});
	m.fn("getmro", "! cls", (c: Value) => (c instanceof PyClass ? tuple(c.mro) : derive("getmro", [c])));
	m.fn("getdoc", "! obj", (o: Value) => rt.findAttr(o, "__doc__") ?? null);
	m.fn("cleandoc", "doc", (d: Value) => asStr(d)!);
	addSources(m);
	m.fn("get_annotations", "! .obj * globals? locals? eval_str?", (v: Value) => {
		if (v instanceof Unknown) return new Unknown(v.why);
		const own = v instanceof PyClass || v instanceof PyModule ? v.dict.get("__annotations__") : rt.findAttr(v, "__annotations__");
		const out = new PyDict();
		if (own instanceof PyDict) for (const [k, a] of own.entries.values()) dictSet(out, k, a);
		return out;
	});
	m.fn("unwrap", "! f", (f: Value) => {
		let at = f;
		while (at instanceof Obj && at.dict?.has("__wrapped__")) at = at.dict.get("__wrapped__")!;
		return at;
	});
	m.fn("getfullargspec", "! f", (f: Value) => {
		const all = parametersOf(f);
		if (all === null) return new Unknown("the signature of this is not modelled");
		const of = (...k: number[]): PyInstance[] => all.filter((p) => k.some((i) => p.dict.get("kind") === kinds[i]));
		const out = instance(specClass);
		const defaults = of(0, 1)
			.filter((p) => p.dict.get("default") !== empty)
			.map((p) => p.dict.get("default")!);
		out.dict
			.set("args", list(of(0, 1).map((p) => p.dict.get("name")!)))
			.set("varargs", of(2)[0]?.dict.get("name") ?? null)
			.set("varkw", of(4)[0]?.dict.get("name") ?? null);
		out.dict.set("defaults", defaults.length === 0 ? null : tuple(defaults)).set("kwonlyargs", list(of(3).map((p) => p.dict.get("name")!)));
		return out;
	});
	const specClass = m.cls("FullArgSpec");
	addInspectFrames(m);
	m.unknown(["stack", "trace"], "lists of frames are not modelled");
});
