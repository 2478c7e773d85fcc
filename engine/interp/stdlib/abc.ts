/** `abc`: abstract methods are noted on the class; virtual subclasses are remembered. */
import { truthValue } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { typeOf } from "../../values/kinds.ts";
import {
	frozensetClass,
	type Kwargs,
	NotImplemented,
	Obj,
	objectClass,
	PyClass,
	PyClassMethod,
	PyList,
	PyProperty,
	PyStaticMethod,
	typeClass,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { def, library, native } from "./kit.ts";

const registered = new WeakMap<PyClass, PyClass[]>();

const isAbstract = (v: Value): boolean => {
	const f = v instanceof PyClassMethod || v instanceof PyStaticMethod ? v.func : v;
	if (f instanceof PyProperty) return [f.get, f.set, f.del].some((g) => g !== null && isAbstract(g));
	return f instanceof Obj && f.dict?.get("__isabstractmethod__") === true;
};
const abstractNames = (cls: PyClass): string[] => {
	const own = cls.dict.get("__abstractmethods__");
	return own === undefined ? [] : (rt.items(own) ?? []).map(String);
};
/** What stays abstract in a new class: its own, and inherited ones it does not override. */
export function noteAbstract(cls: PyClass): void {
	const names = new Set<string>();
	for (const [name, v] of cls.dict) if (isAbstract(v)) names.add(name);
	for (const base of cls.bases)
		for (const name of abstractNames(base)) {
			const v = cls.lookup(name);
			if (v !== undefined && isAbstract(v)) names.add(name);
		}
	cls.set("__abstractmethods__", rt.call(frozensetClass, [new PyList([...names])]));
}
const mark = (f: Value): Value => {
	if (f instanceof Obj && !(f instanceof Unknown)) (f.dict ??= new Map()).set("__isabstractmethod__", true);
	return f;
};

/** issubclass with registrations and `__subclasshook__`. */
function isVirtualSubclass(cls: PyClass, sub: PyClass): boolean | Unknown {
	const hook = rt.findAttr(cls, "__subclasshook__");
	if (hook !== undefined) {
		const r = rt.call(hook, [sub]);
		if (r !== NotImplemented) return truthValue(r);
	}
	if (sub.isSubclassOf(cls)) return true;
	for (const other of [cls, ...allSubclasses(cls)]) for (const c of registered.get(other) ?? []) if (sub.isSubclassOf(c)) return true;
	return sub.hasUnknownBase ? new Unknown(`\`${sub.name}\` has a base class that is not known`) : false;
}
const allSubclasses = (cls: PyClass): PyClass[] => cls.subclasses.flatMap((c) => [c, ...allSubclasses(c)]);

library("abc", (m) => {
	const meta = m.cls("ABCMeta", [typeClass]);
	meta.set(
		"__new__",
		new PyStaticMethod(
			native("__new__", "! *args **kw", (args: Value[], kw: Kwargs) => {
				const maker = typeClass.dict.get("__new__") as PyStaticMethod;
				const cls = rt.call(maker.func, args, kw.size > 0 ? kw : null);
				if (cls instanceof PyClass) noteAbstract(cls);
				return cls;
			}),
		),
	);
	def(meta, "register", "! cls", (self: PyClass, cls: Value) => {
		if (cls instanceof PyClass) registered.set(self, [...(registered.get(self) ?? []), cls]);
		return cls;
	});
	def(meta, "__instancecheck__", "! instance", (self: PyClass, v: Value) =>
		v instanceof Unknown ? v : isVirtualSubclass(self, typeOf(v)),
	);
	def(meta, "__subclasscheck__", "! subclass", (self: PyClass, v: Value) =>
		v instanceof PyClass ? isVirtualSubclass(self, v) : new Unknown("it is not known whether this is a class"),
	);
	const base = new PyClass("ABC", [objectClass], new Map(), { module: "abc", cls: meta });
	m.set("ABC", base);
	m.set("abstractmethod", native("abstractmethod", "! f", mark));
	m.fn("abstractproperty", "! f", (f: Value) => new PyProperty(mark(f)));
	m.fn("abstractclassmethod", "! f", (f: Value) => new PyClassMethod(mark(f)));
	m.fn("abstractstaticmethod", "! f", (f: Value) => new PyStaticMethod(mark(f)));
	m.fn("get_cache_token", "", () => 0);
	m.fn("update_abstractmethods", "! cls", (cls: Value) => {
		if (cls instanceof PyClass) noteAbstract(cls);
		return cls;
	});
});
