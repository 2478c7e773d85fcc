/** `types`, `inspect`, `warnings`, `weakref`, `pickle`, `struct`, `hashlib`, `uuid` and other small modules. */
import { codeClass } from "../../values/types/function.ts";
import { MappingProxy, mappingProxyClass } from "../../values/types/dict-views.ts";
import { genericAliasClass, unionClass } from "../../values/types/generic.ts";
import { dictSet } from "../../values/dict.ts";
import { exceptionClasses, makeException, raiseError } from "../../values/exceptions.ts";
import { reprText } from "../../values/format.ts";
import { asInt, asStr, normInt, typeName } from "../../values/kinds.ts";
import { getter } from "../../values/native.ts";
import { equals } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { HOLE, strValue } from "../../values/text.ts";
import {
	builtinFunctionClass,
	ellipsisClass,
	functionClass,
	generatorClass,
	type Kwargs,
	methodClass,
	moduleClass,
	noneClass,
	notImplementedClass,
	Obj,
	PyBuiltin,
	PyBytes,
	PyClass,
	PyClassMethod,
	PyDict,
	PyFloat,
	PyFunction,
	PyInstance,
	PyList,
	PyMethod,
	PyModule,
	PyProperty,
	PyRaise,
	PyStaticMethod,
	propertyClass,
	strClass,
	typeClass,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { PyGenerator } from "../generators.ts";
import { warn, warningState, type WarningFilter } from "../warnings.ts";
import { deep } from "./copy.ts";
import { def, instance, integer, items, library, list, tuple } from "./kit.ts";

library("types", (m) => {
	const simple = m.cls("SimpleNamespace");
	def(simple, "__init__", "! **kw", (self: PyInstance, kw: Kwargs) => {
		for (const [k, v] of kw) self.dict.set(k, v);
	});
	def(simple, "__repr__", "", (self: PyInstance) =>
		strValue(`namespace(${[...self.dict].map(([k, v]) => `${k}=${reprText(v)}`).join(", ")})`),
	);
	def(
		simple,
		"__eq__",
		"! other",
		(self: PyInstance, other: Value) =>
			other instanceof PyInstance &&
			other.cls === self.cls &&
			self.dict.size === other.dict.size &&
			[...self.dict].every(([k, v]) => other.dict.has(k) && equals(v, other.dict.get(k)!)),
	);
	for (const [n, c] of Object.entries({
		FunctionType: functionClass,
		LambdaType: functionClass,
		MethodType: methodClass,
		BuiltinFunctionType: builtinFunctionClass,
		BuiltinMethodType: builtinFunctionClass,
		ModuleType: moduleClass,
		GeneratorType: generatorClass,
		NoneType: noneClass,
		EllipsisType: ellipsisClass,
		NotImplementedType: notImplementedClass,
		MappingProxyType: mappingProxyClass,
		GenericAlias: genericAliasClass,
		UnionType: unionClass,
		CodeType: codeClass,
	}))
		m.set(n, c);
	m.cls("TracebackType");
	m.cls("FrameType");
	m.cls("CoroutineType");
	m.cls("AsyncGeneratorType");
	m.cls("WrapperDescriptorType");
	m.cls("MethodWrapperType");
	m.set("DynamicClassAttribute", propertyClass);
	m.fn("new_class", "! name bases? kwds? exec_body?", (name: Value, bases?: Value, _kwds?: Value, body?: Value) => {
		const space = new PyDict();
		if (body !== undefined && body !== null) rt.call(body, [space]);
		return rt.makeClass(
			typeClass,
			String(name),
			bases === undefined ? [] : (items(bases) ?? []),
			new Map([...space.entries.values()].map(([k, v]) => [String(k), v])),
			null,
		);
	});
	m.fn("coroutine", "! f", (f: Value) => f);
	m.fn("resolve_bases", "! bases", (b: Value) => b);
});

library("inspect", (m) => {
	const empty = m.cls("_empty");
	const kindClass = m.cls("_ParameterKind");
	const kinds = ["POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD"].map((n, i) => {
		const k = instance(kindClass);
		k.dict.set("name", n).set("value", i);
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
				init instanceof PyFunction ? init : maker instanceof PyStaticMethod && maker.func instanceof PyFunction ? maker.func : null;
			return own === null ? null : (parametersOf(own)?.slice(1) ?? null);
		}
		if (f instanceof PyStaticMethod || f instanceof PyClassMethod) return parametersOf(f.func);
		const wrapped = f instanceof Obj ? f.dict?.get("__wrapped__") : undefined;
		if (wrapped !== undefined) return parametersOf(wrapped);
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
		out.dict.set("return_annotation", (fn instanceof PyFunction ? fn.annotations?.get("return") : undefined) ?? empty);
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
	m.fn("getmro", "! cls", (c: Value) => tuple((c as PyClass).mro));
	m.fn("getdoc", "! obj", (o: Value) => rt.findAttr(o, "__doc__") ?? null);
	m.fn("cleandoc", "doc", (d: Value) => asStr(d)!);
	m.fn("getmodule", "! obj", () => null);
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
	m.unknown(
		["getsource", "getsourcelines", "getsourcefile", "getfile", "stack", "currentframe", "getframeinfo", "trace"],
		"the source text is not modelled as a value",
	);
});

library("warnings", (m) => {
	const text = (v: Value | undefined): RegExp | null => {
		const s = v === undefined ? "" : (asStr(v) ?? "");
		try {
			return s === "" ? null : new RegExp(`^(?:${s})`, "i");
		} catch {
			return null;
		}
	};
	const insert = (f: WarningFilter, append: boolean): void =>
		void (append ? warningState.filters.push(f) : warningState.filters.unshift(f));
	const base = exceptionClasses.get("Warning")!;
	m.fn(
		"filterwarnings",
		"! .action .message? .category? .module? .lineno? .append?",
		(action: Value, message?: Value, category?: Value, module?: Value, line?: Value, append?: Value) =>
			insert(
				{
					action: (asStr(action) ?? "default") as "default",
					message: text(message),
					category: category instanceof PyClass ? category : base,
					module: text(module),
					line: line === undefined ? 0 : integer(line),
				},
				append !== undefined && rt.truth(append),
			),
	);
	m.fn("simplefilter", "! .action .category? .lineno? .append?", (action: Value, category?: Value, line?: Value, append?: Value) =>
		insert(
			{
				action: (asStr(action) ?? "default") as "default",
				message: null,
				category: category instanceof PyClass ? category : base,
				module: null,
				line: line === undefined ? 0 : integer(line),
			},
			append !== undefined && rt.truth(append),
		),
	);
	m.fn("resetwarnings", "", () => {
		warningState.filters = [];
	});
	m.fn("warn", "! .message .category? .stacklevel? .source?", (message: Value, category?: Value, level?: Value) => {
		const given = message instanceof PyInstance && message.cls.isSubclassOf(base);
		const cls = given ? message.cls : category instanceof PyClass ? category : exceptionClasses.get("UserWarning")!;
		const shown = rt.str(message);
		if (warn(cls, shown, level === undefined ? 1 : integer(level)) === "error")
			throw new PyRaise(given ? message : makeException(cls, [strValue(shown)]));
	});
	m.fn("warn_explicit", "! *args **kw", () => null);
	m.fn("showwarning", "! *args **kw", () => null);
	m.fn(
		"formatwarning",
		"! message category *args **kw",
		(message: Value) => new Unknown(`the shown form of ${String(message)}`, { type: strClass }),
	);
	const message = m.cls("WarningMessage");
	const catcher = m.cls("catch_warnings");
	interface Kept {
		record: boolean;
		action: string | null;
		filters: WarningFilter[];
		capture: typeof warningState.capture;
		registry: Set<string>;
	}
	def(
		catcher,
		"__init__",
		"! * record? module? action? category? **kw",
		(self: PyInstance, record?: Value, _module?: Value, action?: Value) => {
			self.native = {
				record: record === true,
				action: action === undefined || action === null ? null : asStr(action),
				filters: [],
				capture: null,
				registry: new Set(),
			} satisfies Kept;
		},
	);
	def(catcher, "__enter__", "", (self: PyInstance) => {
		const kept = self.native as Kept;
		kept.filters = warningState.filters;
		kept.capture = warningState.capture;
		kept.registry = warningState.registry;
		warningState.filters = [...kept.filters];
		warningState.registry = new Set(kept.registry);
		if (kept.action !== null) insert({ action: kept.action as "default", message: null, category: base, module: null, line: 0 }, false);
		if (!kept.record) return null;
		const out = new PyList([]);
		warningState.capture = (w) => {
			const x = instance(message);
			x.dict
				.set("message", makeException(w.category, [strValue(w.message)]))
				.set("category", w.category)
				.set("lineno", w.line)
				.set("filename", w.path)
				.set("line", null)
				.set("file", null);
			out.items.push(x);
		};
		return out;
	});
	def(catcher, "__exit__", "! *args", (self: PyInstance) => {
		const kept = self.native as Kept;
		warningState.filters = kept.filters;
		warningState.capture = kept.capture;
		warningState.registry = kept.registry;
		return null;
	});
	m.set("filters", list([]));
	getter(message, "source", () => null);
});

library("weakref", (m) => {
	const ref = m.cls("ref");
	ref.alloc = (c, args) => instance(c, args[0]!);
	def(ref, "__init__", "! *args", () => null);
	def(ref, "__call__", "", (self: PyInstance) => self.native as Value);
	m.set("ReferenceType", ref);
	m.set("WeakMethod", ref);
	m.fn("proxy", "! o callback?", (o: Value) => o);
	m.fn("getweakrefcount", "! o", () => 0);
	for (const name of ["WeakValueDictionary", "WeakKeyDictionary"]) m.set(name, rt.getAttr(rt.importModule("builtins"), "dict"));
	m.set("WeakSet", rt.getAttr(rt.importModule("builtins"), "set"));
	m.fn("finalize", "! *args **kw", () => new Unknown("finalizers are not modelled"));
});

/** Pickled objects are bytes that remember what they hold. */
const pickled = new WeakMap<PyBytes, Value>();
for (const name of ["pickle", "cloudpickle", "dill"])
	library(name, (m) => {
		const dumps = (v: Value): PyBytes => {
			const out = new PyBytes(`\x80\x04${HOLE}`);
			pickled.set(out, deep(v, new PyDict()));
			return out;
		};
		m.fn("dumps", "! .obj .protocol? **kw", dumps);
		m.fn("loads", "! .data **kw", (data: Value) => {
			const held = data instanceof PyBytes ? pickled.get(data) : undefined;
			return held === undefined ? new Unknown("what was pickled is not known") : deep(held, new PyDict());
		});
		m.fn("dump", "! .obj .file .protocol? **kw", () => null);
		m.fn("load", "! .file **kw", () => new Unknown("what was pickled is not known"));
		for (const n of ["PickleError", "PicklingError", "UnpicklingError"]) m.cls(n, [exceptionClasses.get("Exception")!]);
		m.cls("Pickler");
		m.cls("Unpickler");
		m.set("HIGHEST_PROTOCOL", 5);
		m.set("DEFAULT_PROTOCOL", 4);
	});

library("struct", (m) => {
	m.cls("error", [exceptionClasses.get("Exception")!]);
	const SIZES: Record<string, number> = {
		x: 1,
		c: 1,
		b: 1,
		B: 1,
		"?": 1,
		h: 2,
		H: 2,
		i: 4,
		I: 4,
		l: 4,
		L: 4,
		q: 8,
		Q: 8,
		f: 4,
		d: 8,
		s: 1,
		e: 2,
	};
	const codes = (format: string): { little: boolean; fields: [string, number][] } => {
		const order = /^[@=<>!]/.exec(format)?.[0] ?? "@";
		const fields = [...format.replace(/^[@=<>!]/, "").matchAll(/(\d*)([a-zA-Z?])/g)].map(([, n, c]): [string, number] => [
			c!,
			n === "" ? 1 : Number(n),
		]);
		return { little: order !== ">" && order !== "!", fields };
	};
	/** Native formats align every field to its own size. */
	const gap = (format: string, at: number, c: string): number =>
		/^[=<>!]/.test(format) || "scxbB?".includes(c) ? 0 : (SIZES[c]! - (at % SIZES[c]!)) % SIZES[c]!;
	const size = (format: string): number => codes(format).fields.reduce((n, [c, k]) => n + gap(format, n, c) + (SIZES[c] ?? 0) * k, 0);
	m.fn("calcsize", "format", (f: Value) => size(asStr(f)!));
	m.fn("pack", "format *values", (f: Value, values: Value[]) => {
		const { little, fields } = codes(asStr(f)!);
		let out = "";
		let i = 0;
		for (const [c, k] of fields) {
			out += "\0".repeat(gap(asStr(f)!, out.length, c));
			if (c === "s") {
				out += (values[i++] as PyBytes).value.padEnd(k, "\0").slice(0, k);
				continue;
			}
			for (let j = 0; j < k; j++) {
				if (c === "x") {
					out += "\0";
					continue;
				}
				const view = new DataView(new ArrayBuffer(SIZES[c]!));
				const v = values[i++]!;
				if (c === "c") view.setUint8(0, (v as PyBytes).value.charCodeAt(0));
				else if (c === "f") view.setFloat32(0, Number(asInt(v) ?? (v as unknown as { value: number }).value), little);
				else if (c === "d") view.setFloat64(0, Number(asInt(v) ?? (v as unknown as { value: number }).value), little);
				else if (SIZES[c] === 8) view.setBigInt64(0, BigInt.asIntN(64, BigInt(asInt(v)!)), little);
				else if (SIZES[c] === 4) view.setUint32(0, integer(v) >>> 0, little);
				else if (SIZES[c] === 2) view.setUint16(0, integer(v) & 0xffff, little);
				else view.setUint8(0, v === true ? 1 : integer(v) & 255);
				out += String.fromCharCode(...new Uint8Array(view.buffer));
			}
		}
		return new PyBytes(out);
	});
	m.fn("unpack", "format buffer", (f: Value, b: Value) => {
		const { little, fields } = codes(asStr(f)!);
		const text = (b as PyBytes).value;
		if (text.length !== size(asStr(f)!)) raiseError(m.get("error") as PyClass, `unpack requires a buffer of ${size(asStr(f)!)} bytes`);
		const view = new DataView(Uint8Array.from(text, (c) => c.charCodeAt(0)).buffer);
		const out: Value[] = [];
		let at = 0;
		for (const [c, k] of fields) {
			at += gap(asStr(f)!, at, c);
			if (c === "s") {
				out.push(new PyBytes(text.slice(at, at + k)));
				at += k;
				continue;
			}
			for (let j = 0; j < k; j++) {
				const n = SIZES[c]!;
				if (c === "c") out.push(new PyBytes(text[at]!));
				else if (c === "?") out.push(view.getUint8(at) !== 0);
				else if (c === "f") out.push(new PyFloat(view.getFloat32(at, little)));
				else if (c === "d") out.push(new PyFloat(view.getFloat64(at, little)));
				else if (c !== "x")
					out.push(
						n === 8
							? normInt(c === "q" ? view.getBigInt64(at, little) : view.getBigUint64(at, little))
							: n === 4
								? c === "i" || c === "l"
									? view.getInt32(at, little)
									: view.getUint32(at, little)
								: n === 2
									? c === "h"
										? view.getInt16(at, little)
										: view.getUint16(at, little)
									: c === "b"
										? view.getInt8(at)
										: view.getUint8(at),
					);
				at += n;
			}
		}
		return tuple(out);
	});
});

for (const name of [
	"uuid",
	"hashlib",
	"secrets",
	"zlib",
	"base64",
	"binascii",
	"decimal",
	"locale",
	"calendar",
	"ast",
	"dis",
	"asyncio",
	"contextvars",
	"difflib",
	"unicodedata",
	"email",
	"html",
	"xml",
	"sched",
	"cProfile",
	"pstats",
	"timeit",
	"tracemalloc",
	"unittest",
	"doctest",
	"pdb",
	"code",
	"cmath",
	"array",
	"fnmatch",
	"configparser",
	"curses",
	"faulthandler",
	"site",
	"sysconfig",
	"zoneinfo",
	"errno",
	"linecache",
	"token",
	"tokenize",
	"keyword",
	"marshal",
	"shelve",
	"dbm",
	"webbrowser",
	"smtplib",
	"ftplib",
	"xmlrpc",
	"codecs",
	"stat",
	"filecmp",
	"optparse",
	"cmd",
	"shlex",
	"getopt",
	"readline",
	"rlcompleter",
	"copyreg",
	"reprlib",
	"graphlib",
	"runpy",
	"pkgutil",
	"zipimport",
	"modulefinder",
	"trace",
	"importlib.util",
	"importlib.metadata",
	"importlib.resources",
	"importlib.machinery",
	"importlib.abc",
	"unittest.mock",
	"urllib.parse",
	"urllib.error",
	"http.server",
	"http.client",
	"xml.etree",
	"xml.etree.ElementTree",
	"xml.dom",
	"email.mime",
	"multiprocessing.shared_memory",
	"multiprocessing.managers",
	"collections.UserDict",
])
	library(name, (m) => {
		m.module.missing = (attr) => (attr.startsWith("__") ? undefined : new Unknown(`\`${name}.${attr}\` is not modelled`));
		if (name === "keyword") {
			const words =
				"False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
					" ",
				);
			m.set("kwlist", list(words));
			m.fn("iskeyword", "s", (s: Value) => words.includes(asStr(s) ?? ""));
		}
		if (name === "errno")
			for (const [k, v] of Object.entries({ EPERM: 1, ENOENT: 2, EEXIST: 17, ENOTDIR: 20, EISDIR: 21, EINVAL: 22 })) m.set(k, v);
	});
