/** `object` and `type`: the methods every class inherits. Attribute access itself is the interpreter's. */
import { hashValue } from "../hash.ts";
import { raiseError } from "../exceptions.ts";
import { nativeFormat, nativeRepr, reprText } from "../format.ts";
import { asStr, typeName, typeOf } from "../kinds.ts";
import { def, defClassMethod, getter } from "../native.ts";
import { truthValue } from "../operators.ts";
import { rt } from "../runtime.ts";
import { HOLE, strValue } from "../text.ts";
import { derive } from "../unknown.ts";
import {
	boolClass,
	Ellipsis,
	ellipsisClass,
	intClass,
	moduleClass,
	NativeProperty,
	noneClass,
	NotImplemented,
	notImplementedClass,
	Obj,
	objectClass,
	PyClass,
	PyFunction,
	PyInstance,
	PyList,
	PyModule,
	PyTuple,
	typeClass,
	Unknown,
	type Value,
} from "../value.ts";
import { dictOver, MappingProxy } from "./dict-views.ts";

def(objectClass, "__eq__", "! other", (self: Value, other: Value) => (self === other ? true : NotImplemented));
def(objectClass, "__ne__", "! other", (self: Value, other: Value) => {
	if (self === other && typeOf(self).lookup("__eq__") === objectClass.dict.get("__eq__")) return false;
	const own = typeOf(self).lookup("__eq__");
	const r = own === undefined || own === null ? NotImplemented : rt.call(own, [self, other]);
	if (r === NotImplemented) return NotImplemented;
	const t = truthValue(r);
	return t instanceof Unknown ? derive("not", [t], boolClass) : !t;
});
def(objectClass, "__hash__", "!", (self: Value) => hashValue(self));
def(objectClass, "__repr__", "!", (self: Value) => strValue(nativeRepr(self)));
def(objectClass, "__str__", "!", (self: Value) => strValue(reprText(self)));
def(objectClass, "__format__", "! spec", (self: Value, spec: Value) =>
	strValue(spec instanceof Unknown ? HOLE : nativeFormat(self, asStr(spec) ?? "")),
);
defClassMethod(objectClass, "__subclasshook__", "! other", () => NotImplemented);
def(objectClass, "__dir__", "!", (self: Value) => new PyList(dirNames(self)));
def(objectClass, "__sizeof__", "!", () => new Unknown("sizes in memory are not modelled", { type: intClass }));
def(objectClass, "__getstate__", "!", (self: Value) =>
	self instanceof Obj && self.dict !== null && self.dict.size > 0 ? dictOver(new Map(self.dict)) : null,
);
def(
	objectClass,
	"__reduce_ex__",
	"! protocol",
	(self: Value) => new Unknown(`the pickled form of \`${typeOf(self).name}\` is not modelled`),
);
objectClass.dict.set("__doc__", null);
getter(
	objectClass,
	"__dict__",
	(self) => {
		if (
			self instanceof Obj &&
			(self instanceof PyInstance ||
				self instanceof PyFunction ||
				self instanceof PyModule ||
				self.cls.isUser ||
				self.cls.module !== "builtins")
		)
			return dictOver((self.dict ??= new Map()));
		raiseError("AttributeError", `'${typeName(self)}' object has no attribute '__dict__'`);
	},
	(self, v) => {
		if (self instanceof Obj) {
			const next: Map<string, Value> = new Map();
			for (const k of rt.items(v) ?? []) next.set(String(k), rt.getItem(v, k));
			self.dict = next;
		}
	},
);

export function dirNames(v: Value): string[] {
	const names = new Set<string>();
	if (v instanceof Obj && v.dict !== null) for (const n of v.dict.keys()) names.add(n);
	const classes = v instanceof PyClass ? v.mro : v instanceof PyModule ? [] : typeOf(v).mro;
	for (const c of classes) for (const n of c.dict.keys()) names.add(n);
	if (!(v instanceof PyModule))
		for (const n of [
			"__class__",
			"__delattr__",
			"__ge__",
			"__getattribute__",
			"__gt__",
			"__le__",
			"__lt__",
			"__module__",
			"__reduce__",
			"__setattr__",
		])
			names.add(n);
	return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

// type
const asClass = (v: Value): PyClass => v as PyClass;
getter(
	typeClass,
	"__name__",
	(c) => asClass(c).name,
	(c, v) => {
		asClass(c).name = asStr(v) ?? asClass(c).name;
	},
);
getter(
	typeClass,
	"__qualname__",
	(c) => asClass(c).qualname,
	(c, v) => {
		asClass(c).qualname = asStr(v) ?? asClass(c).qualname;
	},
);
getter(
	typeClass,
	"__module__",
	(c) => {
		const own = asClass(c).dict.get("__module__");
		// A built-in class whose instances have a `__module__` of their own is still in one itself.
		return own === undefined || own instanceof NativeProperty ? asClass(c).module : own;
	},
	(c, v) => {
		asClass(c).module = asStr(v) ?? asClass(c).module;
		asClass(c).dict.set("__module__", v);
	},
);
getter(typeClass, "__mro__", (c) => new PyTuple(asClass(c).mro.slice()));
getter(
	typeClass,
	"__bases__",
	(c) => new PyTuple(asClass(c).bases.slice()),
	(c) => void rt.limit("unsupported", `assignment to __bases__ of ${asClass(c).name}`),
);
getter(typeClass, "__base__", (c) => asClass(c).bases[0] ?? null);
getter(typeClass, "__dict__", (c) => new MappingProxy(dictOver(asClass(c).dict)));
getter(
	typeClass,
	"__doc__",
	(c) => asClass(c).dict.get("__doc__") ?? null,
	(c, v) => void asClass(c).set("__doc__", v),
);
getter(
	typeClass,
	"__annotations__",
	(c) => {
		const cls = asClass(c);
		const own = cls.dict.get("__annotations__");
		if (own !== undefined) return own;
		if (!cls.isUser) raiseError("AttributeError", `type object '${cls.name}' has no attribute '__annotations__'`);
		const made = dictOver(new Map());
		cls.dict.set("__annotations__", made);
		return made;
	},
	(c, v) => void asClass(c).set("__annotations__", v),
);
getter(
	typeClass,
	"__abstractmethods__",
	(c) => asClass(c).dict.get("__abstractmethods__") ?? raiseError("AttributeError", "__abstractmethods__"),
	(c, v) => void asClass(c).set("__abstractmethods__", v),
);
def(typeClass, "mro", "", (c: PyClass) => new PyList(c.mro.slice()));
def(typeClass, "__subclasses__", "", (c: PyClass) => new PyList(c.subclasses.slice()));
def(typeClass, "__repr__", "", (c: PyClass) => nativeRepr(c));
def(typeClass, "__instancecheck__", "! instance", (c: PyClass, v: Value) =>
	v instanceof Unknown ? derive("isinstance", [v, c], boolClass) : rt.isInstance(v, c),
);
def(typeClass, "__subclasscheck__", "! subclass", (c: PyClass, v: Value) =>
	v instanceof PyClass ? v.isSubclassOf(c) : raiseError("TypeError", "issubclass() arg 1 must be a class"),
);
def(typeClass, "__dir__", "", (c: PyClass) => new PyList(dirNames(c)));

// None, Ellipsis, NotImplemented, modules
def(noneClass, "__repr__", "", () => "None");
def(noneClass, "__bool__", "", () => false);
noneClass.alloc = () => null;
def(ellipsisClass, "__repr__", "", () => "Ellipsis");
ellipsisClass.alloc = () => Ellipsis;
def(notImplementedClass, "__repr__", "", () => "NotImplemented");
notImplementedClass.alloc = () => NotImplemented;
moduleClass.alloc = (cls) => {
	const module = new PyModule("?", null);
	module.cls = cls;
	// A module someone made has what was put into it, nothing else.
	module.isMade = true;
	module.missing = () => undefined;
	return module;
};
def(moduleClass, "__init__", ".name .doc?", (m: PyModule, name: Value, doc?: Value) => {
	m.name = asStr(name) ?? "?";
	for (const [key, value] of Object.entries({ __name__: name, __doc__: doc ?? null, __package__: null, __loader__: null, __spec__: null }))
		m.dict.set(key, value);
	return null;
});
def(moduleClass, "__repr__", "", (m: PyModule) => strValue(nativeRepr(m)));
getter(
	moduleClass,
	"__name__",
	(m) => (m as PyModule).dict.get("__name__") ?? (m as PyModule).name,
	(m, v) => void (m as PyModule).dict.set("__name__", v),
);
getter(moduleClass, "__dict__", (m) => dictOver((m as PyModule).dict));
