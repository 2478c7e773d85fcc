/** `typing`: types as values that do nothing at run time, and the few that do (NamedTuple, TypedDict, Generic, Protocol). */
import { dictSet } from "../../values/dict.ts";
import { raiseError } from "../../values/exceptions.ts";
import { asStr, typeOf } from "../../values/kinds.ts";
import { getter } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { dictOver, namesOf } from "../../values/types/dict-views.ts";
import { GenericAlias, union, UnionType } from "../../values/types/generic.ts";
import {
	builtinClass,
	dictClass,
	type Kwargs,
	noneClass,
	PyBuiltin,
	PyClass,
	PyClassMethod,
	PyDict,
	PyFunction,
	PyInstance,
	PyList,
	PyMethod,
	PyStaticMethod,
	tupleClass,
	typeClass,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { def, imported, instance, isTrue, items, type Library, library, native, tuple } from "./kit.ts";
import { makeNamedTuple } from "./namedtuple.ts";
import { Form, isAnnotated, joined, provideUnion, subscribe, TypingAlias } from "./typing-forms.ts";

/** Name: what it stands for, in `builtins` or `collections` or `collections.abc`. */
const CLASSES: Record<string, string> = {
	List: "builtins.list",
	Dict: "builtins.dict",
	Tuple: "builtins.tuple",
	Set: "builtins.set",
	FrozenSet: "builtins.frozenset",
	Type: "builtins.type",
	DefaultDict: "collections.defaultdict",
	OrderedDict: "collections.OrderedDict",
	Counter: "collections.Counter",
	ChainMap: "collections.ChainMap",
	Deque: "collections.deque",
	Pattern: "re.Pattern",
	Match: "re.Match",
	ContextManager: "contextlib.AbstractContextManager",
	AsyncContextManager: "contextlib.AbstractAsyncContextManager",
};
const ABSTRACT =
	"Awaitable Coroutine AsyncIterable AsyncIterator AsyncGenerator Iterable Iterator Generator Reversible Container Collection Callable Hashable Sized Sequence MutableSequence ByteString Mapping MutableMapping MappingView KeysView ItemsView ValuesView AbstractSet MutableSet".split(
		" ",
	);
const PLAIN =
	"Union Optional ClassVar Final Literal Annotated NoReturn Never Self TypeAlias Concatenate Required NotRequired Unpack TypeGuard LiteralString IO TextIO BinaryIO".split(
		" ",
	);

library("typing", (m) => {
	for (const [name, path] of Object.entries(CLASSES)) {
		const at = path.lastIndexOf(".");
		m.set(name, new Form(name, () => rt.getAttr(imported(path.slice(0, at)), path.slice(at + 1))));
	}
	for (const name of ABSTRACT)
		m.set(name, new Form(name, () => rt.getAttr(imported("collections.abc"), name === "AbstractSet" ? "Set" : name)));
	for (const name of PLAIN) m.set(name, new Form(name, () => null));
	provideUnion(m.get("Union") as Form);
	const anyMeta = builtinClass("_AnyMeta", [typeClass], "typing");
	def(anyMeta, "__repr__", "", (self: PyClass) => (self === any ? "typing.Any" : `<class '${self.module}.${self.qualname}'>`));
	const any = m.cls("Any");
	any.cls = anyMeta;
	any.alloc = (c) => (c === any ? raiseError("TypeError", "Any cannot be instantiated") : instance(c));
	def(typeClass, "__or__", "! other", (self: Value, other: Value) =>
		other instanceof Form || other instanceof TypingAlias || (other instanceof PyInstance && other.cls.name === "TypeVar")
			? joined([self, other])
			: union(self, other),
	);
	m.set("TYPE_CHECKING", false);
	m.set("Text", rt.getAttr(imported("builtins"), "str"));
	addGeneric(m);
	addNamed(m);
	addFunctions(m);
});

function addGeneric(m: Library): void {
	const variable = m.cls("TypeVar");
	def(variable, "__init__", "! name *constraints **kw", (self: PyInstance, name: Value, constraints: Value[], kw: Kwargs) => {
		self.dict
			.set("__name__", name)
			.set("__constraints__", tuple(constraints))
			.set("__bound__", kw.get("bound") ?? null);
		self.dict.set("__module__", rt.frame().globals.dict.get("__name__") ?? "typing");
		self.dict.set("__covariant__", kw.get("covariant") ?? false).set("__contravariant__", kw.get("contravariant") ?? false);
	});
	const shown = (self: PyInstance): string =>
		`${self.dict.get("__covariant__") === true ? "+" : self.dict.get("__contravariant__") === true ? "-" : "~"}${String(self.dict.get("__name__"))}`;
	def(variable, "__repr__", "", shown);
	const spec = m.cls("ParamSpec", [variable]);
	getter(spec, "args", () => null);
	getter(spec, "kwargs", () => null);
	m.cls("TypeVarTuple", [variable]);
	def(variable, "__iter__", "", (self: Value) => rt.call(rt.getAttr(tuple([self]), "__iter__"), []));
	for (const name of ["__or__", "__ror__"])
		def(variable, name, "! other", (self: Value, other: Value) => joined(name === "__or__" ? [self, other] : [other, self]));
	const any = instance(variable);
	any.dict.set("__name__", "AnyStr");
	m.set("AnyStr", any);

	const generic = m.cls("Generic");
	const subscript = new PyClassMethod(new PyBuiltin("__class_getitem__", ([cls, item]) => subscribe(cls as PyClass, item!)));
	generic.set("__class_getitem__", subscript);
	// Protocol is a plain class here: structural checks go through `runtime_checkable`.
	const meta = new PyClass("_ProtocolMeta", [rt.getAttr(imported("abc"), "ABCMeta") as PyClass], new Map(), {
		module: "typing",
		cls: typeClass,
	});
	const protocol = new PyClass("Protocol", [generic], new Map(), { module: "typing", cls: meta });
	m.set("Protocol", protocol);
	const members = (cls: PyClass): string[] =>
		cls.mro
			.filter((c) => c.dict.get("_is_protocol") === true || c === cls)
			.flatMap((c) => [
				...c.dict.keys(),
				...((c.dict.get("__annotations__") instanceof PyDict
					? [...(c.dict.get("__annotations__") as PyDict).entries.keys()]
					: []) as string[]),
			])
			.filter(
				(n) =>
					!(
						n.startsWith("_") &&
						(n.startsWith("_is_") ||
							n.startsWith("__abstract") ||
							[
								"__module__",
								"__doc__",
								"__dict__",
								"__annotations__",
								"__init__",
								"__slots__",
								"__qualname__",
								"__orig_bases__",
								"__parameters__",
								"__hash__",
								"__class_getitem__",
								"__subclasshook__",
								"__weakref__",
							].includes(n))
					),
			);
	def(meta, "__instancecheck__", "! v", (cls: PyClass, v: Value) => {
		if (v instanceof Unknown) return v;
		if (typeOf(v).isSubclassOf(cls)) return true;
		if (cls.dict.get("_is_runtime") !== true) {
			if (cls.bases.includes(protocol))
				raiseError("TypeError", "Instance and class checks can only be used with @runtime_checkable protocols");
			return false;
		}
		return members(cls).every((n) => rt.findAttr(v, n) !== undefined);
	});
	m.fn("runtime_checkable", "! cls", (cls: Value) => {
		if (cls instanceof PyClass) {
			cls.set("_is_runtime", true);
			cls.set("_is_protocol", true);
		}
		return cls;
	});
	for (const name of [
		"SupportsInt",
		"SupportsFloat",
		"SupportsIndex",
		"SupportsAbs",
		"SupportsRound",
		"SupportsComplex",
		"SupportsBytes",
	]) {
		const c = new PyClass(
			name,
			[protocol],
			new Map<string, Value>([
				["_is_runtime", true],
				[`__${name.slice(8).toLowerCase()}__`, null],
			]),
			{ module: "typing", cls: meta },
		);
		m.set(name, c);
	}
}

function addNamed(m: Library): void {
	const meta = m.cls("NamedTupleMeta", [typeClass]);
	const base = new PyClass("NamedTuple", [tupleClass], new Map(), { module: "typing", cls: meta });
	meta.set(
		"__new__",
		new PyStaticMethod(
			native("__new__", "! meta name bases space", (_meta: Value, name: Value, bases: Value, space: Value) => {
				const body = new Map<string, Value>([...(space as PyDict).entries.values()].map(([k, v]) => [String(k), v]));
				const annotations = body.get("__annotations__");
				const fields = annotations instanceof PyDict ? [...annotations.entries.values()].map(([k]) => String(k)) : [];
				const defaults: Value[] = [];
				for (const f of fields) {
					const v = body.get(f);
					if (v !== undefined) defaults.push(v);
					else if (defaults.length > 0)
						raiseError(
							"TypeError",
							`non-default namedtuple field ${f} cannot follow default field${defaults.length > 1 ? "s" : ""} ${fields.filter((x) => body.has(x)).join(", ")}`,
						);
				}
				const cls = makeNamedTuple(String(name), fields, defaults, String(body.get("__module__") ?? "__main__"));
				for (const [k, v] of body)
					if (!fields.includes(k) && !["__annotations__", "__module__", "__orig_bases__"].includes(k)) cls.set(k, v);
				if (annotations !== undefined) cls.set("__annotations__", annotations);
				const qualname = asStr(body.get("__qualname__") ?? null);
				if (qualname !== null) cls.qualname = qualname;
				const generic = (items(bases) ?? []).find((b) => b instanceof PyClass && b.name === "Generic");
				if (generic !== undefined) cls.set("__class_getitem__", (generic as PyClass).dict.get("__class_getitem__")!);
				return cls;
			}),
		),
	);
	meta.set("__init__", new PyBuiltin("__init__", () => null));
	const form = new Form("NamedTuple", () => base);
	m.set("NamedTuple", form);
	def(meta, "__call__", "! name fields? **kw", (_cls: Value, name: Value, given?: Value, kw: Kwargs = new Map()) => {
		const pairs =
			given === undefined || given === null
				? [...kw]
				: (items(given) ?? []).map((p): [string, Value] => [String(items(p)![0]), items(p)![1]!]);
		const cls = makeNamedTuple(
			String(name),
			pairs.map(([n]) => n),
			[],
			"__main__",
		);
		const annotations = new PyDict();
		for (const [n, t] of pairs) dictSet(annotations, n, t);
		cls.set("__annotations__", annotations);
		return cls;
	});

	const dictMeta = m.cls("_TypedDictMeta", [typeClass]);
	const typed = new PyClass("TypedDict", [dictClass], new Map(), { module: "typing", cls: dictMeta });
	dictMeta.set(
		"__new__",
		new PyStaticMethod(
			native("__new__", "! meta name bases space **kw", (metaclass: Value, name: Value, bases: Value, space: Value) =>
				rt.call((typeClass.dict.get("__new__") as PyStaticMethod).func, [metaclass, name, bases, space]),
			),
		),
	);
	dictMeta.set("__init__", new PyBuiltin("__init__", () => null));
	def(dictMeta, "__call__", "! *args **kw", (cls: PyClass, args: Value[], kw: Kwargs) => {
		if (cls !== typed) return rt.call(dictClass, args, kw.size > 0 ? kw : null);
		const out = new PyClass(String(args[0]), [typed], new Map<string, Value>([["__annotations__", args[1] ?? new PyDict()]]), {
			module: "__main__",
			cls: dictMeta,
			isUser: true,
		});
		return out;
	});
	m.set("TypedDict", new Form("TypedDict", () => typed));
}

function addFunctions(m: Library): void {
	m.fn("cast", "! typ val", (_type: Value, v: Value) => v);
	for (const name of ["overload", "final", "no_type_check", "no_type_check_decorator", "reveal_type"]) m.fn(name, "! x", (x: Value) => x);
	m.fn("assert_type", "! val typ", (v: Value) => v);
	m.fn("assert_never", "! v", () => raiseError("AssertionError", "Expected code to be unreachable"));
	m.fn("dataclass_transform", "! **kw", () => native("dataclass_transform", "! cls", (c: Value) => c));
	const newType = m.cls("NewType");
	def(
		newType,
		"__init__",
		"! name tp",
		(self: PyInstance, name: Value, of: Value) => void self.dict.set("__name__", name).set("__supertype__", of),
	);
	def(newType, "__call__", "! x", (_self: Value, x: Value) => x);
	def(newType, "__repr__", "", (self: PyInstance) => `__main__.${String(self.dict.get("__name__"))}`);
	def(newType, "__or__", "! other", (self: Value, other: Value) => joined([self, other]));
	const forward = m.cls("ForwardRef");
	def(forward, "__init__", "! arg", (self: PyInstance, text: Value) => void self.dict.set("__forward_arg__", text));
	def(forward, "__repr__", "", (self: PyInstance) => `ForwardRef(${rt.repr(self.dict.get("__forward_arg__")!)})`);
	m.fn("get_origin", "! tp", (t: Value) => {
		if (isAnnotated(t)) return (t as TypingAlias).form as Form;
		if (t instanceof TypingAlias) return rt.getAttr(t, "__origin__");
		if (t instanceof GenericAlias) return t.origin;
		return t instanceof UnionType
			? t.cls
			: t instanceof Unknown
				? new Unknown(t.why)
				: t instanceof Form && t.origin() !== null
					? t.origin()
					: null;
	});
	m.fn("get_args", "! tp", (t: Value) => {
		if (t instanceof TypingAlias)
			return tuple(t.form instanceof Form && t.form.name === "Callable" && t.args.length === 2 ? t.args : t.args);
		return t instanceof GenericAlias || t instanceof UnionType ? tuple(t.args) : t instanceof Unknown ? new Unknown(t.why) : tuple([]);
	});
	m.fn("is_typeddict", "! tp", (t: Value) => t instanceof PyClass && t.cls.name === "_TypedDictMeta");
	m.fn("get_type_hints", "! .obj .globalns? .localns? .include_extras?", (o: Value, given?: Value, _locals?: Value, extras?: Value) => {
		const out = new PyDict();
		const names = given instanceof PyDict ? namesOf(given) : null;
		const plain = isTrue(extras, false) ? (v: Value): Value => v : withoutExtras;
		const add = (annotations: Value | undefined | null, globals: Map<string, Value> | null): void => {
			if (!(annotations instanceof PyDict)) return;
			for (const [k, v] of annotations.entries.values()) dictSet(out, k, plain(resolve(v, names ?? globals)));
		};
		if (o instanceof Unknown) return new Unknown(o.why);
		if (o instanceof PyClass) for (const c of [...o.mro].reverse()) add(c.dict.get("__annotations__"), moduleOf(c));
		else {
			const fn = o instanceof PyMethod ? o.func : o;
			add(rt.findAttr(fn, "__annotations__") ?? null, fn instanceof PyFunction ? fn.globals.dict : null);
		}
		return out;
	});
	m.fn("_eval_type", "! t globalns localns *args **kw", (t: Value, given: Value) => {
		const text = t instanceof PyInstance && t.cls === forward ? (t.dict.get("__forward_arg__") ?? t) : t;
		return resolve(text, given instanceof PyDict ? namesOf(given) : null);
	});
	m.fn("get_overloads", "! f", () => new PyList([]));
	m.fn("clear_overloads", "", () => null);
}
/** `Annotated[int, ...]` is `int` there, also inside other types. */
function withoutExtras(v: Value): Value {
	if (!(v instanceof TypingAlias)) return v;
	if (isAnnotated(v)) return withoutExtras(v.args[0]!);
	return v.args.some((a) => a instanceof TypingAlias) ? new TypingAlias(v.form, v.args.map(withoutExtras)) : v;
}
function moduleOf(c: PyClass): Map<string, Value> | null {
	for (const v of c.dict.values()) if (v instanceof PyFunction) return v.globals.dict;
	return rt.frame().globals.dict;
}
/** Annotations given as text: plain names are looked up, anything longer is not known. */
function resolve(v: Value, globals: Map<string, Value> | null): Value {
	if (v === null) return noneClass;
	const text = asStr(v);
	if (text === null) return v;
	const builtins = imported("builtins").dict;
	const plain = globals?.get(text) ?? builtins.get(text) ?? (text === "None" ? noneClass : undefined);
	if (plain !== undefined) return plain;
	const unknown = new Unknown(`the annotation ${JSON.stringify(text)} is not evaluated`);
	if (globals === null) return unknown;
	try {
		return resolve(rt.call(builtins.get("eval")!, [text, dictOver(globals)]), globals);
	} catch (e) {
		// Names that only a type checker imports.
		if (rt.asRaise(e) === null) throw e;
		return unknown;
	}
}
library("typing_extensions", (m) => {
	const typing = imported("typing");
	for (const [k, v] of typing.dict) if (!k.startsWith("__")) m.set(k, v);
	for (const name of ["ReadOnly", "TypeIs"]) m.set(name, new Form(name, () => null));
	m.fn("override", "! f", (f: Value) => f);
	m.fn("get_original_bases", "! .cls", (cls: Value) =>
		cls instanceof PyClass ? (cls.dict.get("__orig_bases__") ?? tuple(cls.bases)) : new Unknown("a class that is not known"),
	);
	m.fn("deprecated", "! message **kw", () => native("deprecated", "! f", (f: Value) => f));
});
