/** `types`, `weakref`, `pickle`. */
import { frameClass } from "./frames.ts";
import { codeClass } from "../../values/types/function.ts";
import { mappingProxyClass } from "../../values/types/dict-views.ts";
import { genericAliasClass, unionClass } from "../../values/types/generic.ts";
import { exceptionClasses } from "../../values/exceptions.ts";
import { reprText } from "../../values/format.ts";
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
	PyBytes,
	PyDict,
	PyInstance,
	propertyClass,
	typeClass,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { deep } from "./copy.ts";
import { dictSet } from "../../values/dict.ts";
import { def, instance, items, library } from "./kit.ts";

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
	m.set("FrameType", frameClass);
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

/** A memo that tells objects they are pickled, not copied. */
function forPickling(): PyDict {
	const memo = new PyDict();
	dictSet(memo, "pickling", true);
	return memo;
}
/** Pickled objects are bytes that remember what they hold. */
const pickled = new WeakMap<PyBytes, Value>();
for (const name of ["pickle", "cloudpickle", "dill"])
	library(name, (m) => {
		const dumps = (v: Value): PyBytes => {
			const out = new PyBytes(`\x80\x04${HOLE}`);
			pickled.set(out, deep(v, forPickling()));
			return out;
		};
		m.fn("dumps", "! .obj .protocol? **kw", dumps);
		m.fn("loads", "! .data **kw", (data: Value) => {
			const held = data instanceof PyBytes ? pickled.get(data) : undefined;
			return held === undefined ? new Unknown("what was pickled is not known") : deep(held, forPickling());
		});
		m.fn("dump", "! .obj .file .protocol? **kw", () => null);
		m.fn("load", "! .file **kw", () => new Unknown("what was pickled is not known"));
		for (const n of ["PickleError", "PicklingError", "UnpicklingError"]) m.cls(n, [exceptionClasses.get("Exception")!]);
		m.cls("Pickler");
		m.cls("Unpickler");
		m.set("HIGHEST_PROTOCOL", 5);
		m.set("DEFAULT_PROTOCOL", 4);
	});
