/** Functions, methods, property, classmethod, staticmethod: their attributes and constructors. */
import { makeDict } from "../dict.ts";
import { raiseError } from "../exceptions.ts";
import { nativeRepr } from "../format.ts";
import { asStr, typeName } from "../kinds.ts";
import { def, getter } from "../native.ts";
import { equals } from "../operators.ts";
import { rt } from "../runtime.ts";
import { strValue } from "../text.ts";
import {
	builtinClass,
	builtinFunctionClass,
	classmethodClass,
	functionClass,
	type Kwargs,
	methodClass,
	NativeProperty,
	NotImplemented,
	Obj,
	PyBuiltin,
	PyClass,
	PyClassMethod,
	PyDict,
	PyFunction,
	PyInstance,
	PyMethod,
	PyProperty,
	PyStaticMethod,
	PyTuple,
	propertyClass,
	staticmethodClass,
	Unknown,
	type Value,
} from "../value.ts";
import { dictOver } from "./dict-views.ts";

const fn = (v: Value): PyFunction => v as PyFunction;
/** An attribute that may be overwritten through the function's own dict. */
function overridable(name: string, get: (f: PyFunction) => Value, set: ((f: PyFunction, v: Value) => void) | null = null): void {
	getter(
		functionClass,
		name,
		(f) => (fn(f).dict?.has(name) ? fn(f).dict!.get(name)! : get(fn(f))),
		(f, v) => {
			if (set !== null) set(fn(f), v);
			else (fn(f).dict ??= new Map()).set(name, v);
		},
	);
}
overridable(
	"__name__",
	(f) => f.name,
	(f, v) => {
		f.name = asStr(v) ?? raiseError("TypeError", "__name__ must be set to a string object");
	},
);
overridable(
	"__qualname__",
	(f) => f.qualname,
	(f, v) => {
		f.qualname = asStr(v) ?? raiseError("TypeError", "__qualname__ must be set to a string object");
	},
);
overridable("__module__", (f) => f.globals.dict.get("__name__") ?? f.globals.name);
overridable("__doc__", (f) => (f.def.kind === "FunctionDef" ? f.def.docstring : null));
overridable("__defaults__", (f) => {
	const n = f.def.args.posonly.length + f.def.args.args.length;
	const given = f.defaults.slice(0, n).filter((v) => v !== undefined);
	return given.length === 0 ? null : new PyTuple(given);
});
overridable("__kwdefaults__", (f) => {
	const { posonly, args, kwonly } = f.def.args;
	const from = posonly.length + args.length;
	const pairs = kwonly
		.map((a, i) => [a.name, f.defaults[from + i]] as const)
		.filter((p): p is readonly [string, Value] => p[1] !== undefined);
	return pairs.length === 0 ? null : makeDict(pairs.map(([n, v]) => [n, v]));
});
overridable(
	"__annotations__",
	(f) => dictOver((f.annotations ??= new Map())),
	(f, v) => {
		f.annotations = new Map();
		if (v instanceof PyDict) for (const [k, x] of v.entries.values()) f.annotations.set(String(k), x);
	},
);
overridable("__globals__", (f) => dictOver(f.globals.dict));
overridable("__closure__", (f) =>
	f.def.scope.free.length === 0 ? null : new PyTuple(f.def.scope.free.map(() => new Unknown("cells are not modelled"))),
);
overridable("__type_params__", () => new PyTuple([]));
/** What `inspect` and a few libraries read of a code object. */
export const codeClass = builtinClass("code");
// Functions of one `def` have one code.
def(codeClass, "__eq__", "! other", (c: PyInstance, other: Value) =>
	other instanceof PyInstance && c.native instanceof PyFunction && other.native instanceof PyFunction
		? c.native.def === other.native.def
		: c === other || NotImplemented,
);
overridable("__code__", (f) => {
	const { posonly, args, kwonly, vararg, kwarg } = f.def.args;
	const out = new PyInstance(codeClass);
	const names = [...posonly, ...args, ...kwonly].map((a) => a.name);
	for (const a of [vararg, kwarg]) if (a !== null) names.push(a.name);
	out.native = f;
	out.dict.set("co_name", f.name).set("co_qualname", f.qualname);
	out.dict
		.set("co_argcount", posonly.length + args.length)
		.set("co_posonlyargcount", posonly.length)
		.set("co_kwonlyargcount", kwonly.length);
	out.dict.set("co_varnames", new PyTuple([...names, ...f.def.scope.locals.filter((n) => !names.includes(n))]));
	out.dict.set("co_freevars", new PyTuple(f.def.scope.free.slice()));
	out.dict.set(
		"co_flags",
		(vararg === null ? 0 : 4) | (kwarg === null ? 0 : 8) | (f.def.scope.isGenerator ? 32 : 0) | (f.def.scope.isAsync ? 128 : 0) | 3,
	);
	out.dict.set("co_filename", f.globals.source?.path ?? "?");
	out.dict.set("co_firstlineno", new Unknown("line numbers of code objects are not modelled"));
	return out;
});
functionClass.alloc = (_cls, args, kw) => {
	const [code, globals, name, argdefs] = ["code", "globals", "name", "argdefs"].map((key, i) => args[i] ?? kw?.get(key));
	const f = code instanceof PyInstance ? code.native : null;
	if (!(f instanceof PyFunction)) return new Unknown("functions made from code objects are not modelled");
	const given = argdefs instanceof PyTuple ? argdefs.items : [];
	const positional = f.def.args.posonly.length + f.def.args.args.length;
	const defaults = f.defaults.map((_, i) => (i < positional ? given[i - positional + given.length] : undefined));
	const out = new PyFunction(asStr(name ?? f.name) ?? f.name, f.def, f.closure, f.globals, defaults);
	out.definingClass = f.definingClass;
	return globals instanceof Unknown ? globals : out;
};
def(functionClass, "__repr__", "", (f: Value) => strValue(nativeRepr(f)));
def(functionClass, "__get__", "! instance owner?", (f: Value, instance: Value) => (instance === null ? f : new PyMethod(f, instance)));
def(functionClass, "__call__", "! *args **kw", (f: Value, args: Value[], kw: Kwargs) => rt.call(f, args, kw));

getter(builtinFunctionClass, "__name__", (f) => (f as PyBuiltin).name);
getter(builtinFunctionClass, "__qualname__", (f) => (f as PyBuiltin).qualname ?? (f as PyBuiltin).name);
getter(builtinFunctionClass, "__doc__", (f) => (f as PyBuiltin).doc);
getter(builtinFunctionClass, "__module__", () => "builtins");
getter(builtinFunctionClass, "__self__", () => null);
def(builtinFunctionClass, "__repr__", "", (f: Value) => strValue(nativeRepr(f)));
def(builtinFunctionClass, "__call__", "! *args **kw", (f: Value, args: Value[], kw: Kwargs) => rt.call(f, args, kw));
def(builtinFunctionClass, "__get__", "! instance owner?", (f: PyBuiltin, instance: Value) =>
	instance === null || f.isStatic ? f : new PyMethod(f, instance),
);

// Bound methods show what their function has.
methodClass.alloc = (_cls, args) => {
	if (args.length !== 2) raiseError("TypeError", `method expected 2 arguments, got ${args.length}`);
	return new PyMethod(args[0]!, args[1]!);
};
getter(methodClass, "__self__", (m) => (m as PyMethod).self);
getter(methodClass, "__func__", (m) => (m as PyMethod).func);
for (const name of [
	"__name__",
	"__qualname__",
	"__doc__",
	"__module__",
	"__defaults__",
	"__kwdefaults__",
	"__annotations__",
	"__code__",
	"__globals__",
	"__closure__",
])
	getter(methodClass, name, (m) => {
		const m2 = m as PyMethod;
		if (name === "__qualname__" && m2.func instanceof PyBuiltin)
			return `${m2.self instanceof PyClass ? m2.self.name : typeName(m2.self)}.${m2.func.name}`;
		return rt.getAttr(m2.func, name);
	});
def(methodClass, "__getattr__", "name", (m: PyMethod, name: Value) => {
	const found = rt.findAttr(m.func, name as string);
	return found ?? raiseError("AttributeError", `'method' object has no attribute '${name as string}'`);
});
def(methodClass, "__repr__", "", (m: Value) => strValue(nativeRepr(m)));
def(methodClass, "__call__", "! *args **kw", (m: Value, args: Value[], kw: Kwargs) => rt.call(m, args, kw));
def(methodClass, "__eq__", "! other", (m: PyMethod, other: Value) =>
	other instanceof PyMethod ? m.self === other.self && (m.func === other.func || equals(m.func, other.func)) : NotImplemented,
);

// property
propertyClass.alloc = (cls, args, kw) => {
	const at = (i: number, name: string): Value => args[i] ?? kw?.get(name) ?? null;
	const out = new PyProperty(at(0, "fget"), at(1, "fset"), at(2, "fdel"));
	out.cls = cls;
	const doc = at(3, "doc");
	if (doc !== null) (out.dict = new Map()).set("__doc__", doc);
	return out;
};
const property = (v: Value): PyProperty | null => (v instanceof PyProperty ? v : null);
function copyProperty(p: PyProperty, change: Partial<Pick<PyProperty, "get" | "set" | "del">>): PyProperty {
	const out = new PyProperty(change.get ?? p.get, change.set ?? p.set, change.del ?? p.del);
	out.cls = p.cls;
	out.dict = p.dict;
	return out;
}
def(propertyClass, "getter", "! fget", (p: PyProperty, f: Value) => copyProperty(p, { get: f }));
def(propertyClass, "setter", "! fset", (p: PyProperty, f: Value) => copyProperty(p, { set: f }));
def(propertyClass, "deleter", "! fdel", (p: PyProperty, f: Value) => copyProperty(p, { del: f }));
getter(propertyClass, "fget", (p) => property(p)?.get ?? null);
getter(propertyClass, "fset", (p) => property(p)?.set ?? null);
getter(propertyClass, "fdel", (p) => property(p)?.del ?? null);
getter(
	propertyClass,
	"__doc__",
	(p) => (p as Obj).dict?.get("__doc__") ?? (property(p)?.get instanceof Obj ? (rt.findAttr(property(p)!.get, "__doc__") ?? null) : null),
	(p, v) => void ((p as Obj).dict ??= new Map()).set("__doc__", v),
);
getter(propertyClass, "__isabstractmethod__", (p) => {
	const marked = (v: Value | undefined): boolean => v instanceof Obj && v.dict?.get("__isabstractmethod__") === true;
	return marked(property(p)?.get) || marked(property(p)?.set);
});
def(propertyClass, "__get__", "! instance owner?", (p: Value, instance: Value) => {
	if (instance === null) return p;
	if (p instanceof NativeProperty) return p.get(instance);
	const get = (p as PyProperty).get;
	if (get === null) raiseError("AttributeError", "unreadable attribute");
	return rt.call(get, [instance]);
});
def(propertyClass, "__set__", "! instance value", (p: Value, instance: Value, value: Value) => {
	if (p instanceof NativeProperty) {
		if (p.set === null) raiseError("AttributeError", "can't set attribute");
		p.set(instance, value);
	} else rt.call((p as PyProperty).set, [instance, value]);
});

for (const [cls, Wrapper] of [
	[classmethodClass, PyClassMethod],
	[staticmethodClass, PyStaticMethod],
] as const) {
	cls.alloc = (c, args) => {
		if (args.length !== 1) raiseError("TypeError", `${cls.name} expected 1 argument, got ${args.length}`);
		const out = new Wrapper(args[0]!);
		out.cls = c;
		return out;
	};
	def(cls, "__init__", "! *args **kw", () => null);
	getter(cls, "__func__", (m) => (m as PyStaticMethod).func);
	getter(cls, "__wrapped__", (m) => (m as PyStaticMethod).func);
	getter(cls, "__isabstractmethod__", (m) => {
		const f = (m as PyStaticMethod).func;
		return f instanceof Obj && f.dict?.get("__isabstractmethod__") === true;
	});
	for (const name of ["__name__", "__qualname__", "__doc__", "__module__"])
		getter(cls, name, (m) => rt.getAttr((m as PyStaticMethod).func, name));
}
def(staticmethodClass, "__call__", "! *args **kw", (m: PyStaticMethod, args: Value[], kw: Kwargs) => rt.call(m.func, args, kw));
def(staticmethodClass, "__get__", "! instance owner?", (m: PyStaticMethod) => m.func);
def(
	classmethodClass,
	"__get__",
	"! instance owner?",
	(m: PyClassMethod, instance: Value, owner?: Value) => new PyMethod(m.func, owner ?? rt.typeOf(instance)),
);
