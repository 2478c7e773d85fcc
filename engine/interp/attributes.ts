/** Attribute access: CPython's descriptor protocol over every kind of value. */
import { hasPublicName } from "../values/public-names.ts";
import { exceptionState, makeException, raiseError } from "../values/exceptions.ts";
import { typeOf } from "../values/kinds.ts";
import { derive } from "../values/unknown.ts";
import {
	NativeProperty,
	Obj,
	objectClass,
	PyBuiltin,
	PyClass,
	PyClassMethod,
	PyFunction,
	PyInstance,
	PyMethod,
	PyModule,
	PyProperty,
	PyRaise,
	PyStaticMethod,
	SymInt,
	typeClass,
	Unknown,
	type Value,
} from "../values/value.ts";
import { call } from "./calls.ts";
import { preludeSources } from "./modules.ts";
import { recordLimit } from "./record.ts";
import { rememberBuiltin, setBuiltin } from "./captures.ts";

/** What `object` itself does; anything else found under these names is an override. */
export const baseProtocol: { getattribute: Value | undefined; setattr: Value | undefined; delattr: Value | undefined } = {
	getattribute: undefined,
	setattr: undefined,
	delattr: undefined,
};

/** Gives `object` its attribute methods; called once when the runtime is installed. */
export function installObjectProtocol(): void {
	const name = (v: Value | undefined): string => (typeof v === "string" ? v : raiseError("TypeError", "attribute name must be string"));
	const define = (n: string, run: (args: Value[]) => Value): Value => {
		const made = new PyBuiltin(n, run);
		objectClass.set(n, made);
		return made;
	};
	baseProtocol.getattribute = define("__getattribute__", ([o, n]) => {
		const found = genericGetAttr(o!, name(n));
		return found === undefined ? attributeError(o!, name(n)) : found;
	});
	baseProtocol.setattr = define("__setattr__", ([o, n, v]) => {
		genericSetAttr(o!, name(n), v!);
		return null;
	});
	baseProtocol.delattr = define("__delattr__", ([o, n]) => {
		genericDelAttr(o!, name(n));
		return null;
	});
}

export function attributeError(o: Value, name: string): never {
	const text =
		o instanceof PyClass
			? `type object '${o.name}' has no attribute '${name}'`
			: o instanceof PyModule
				? `module '${o.name}' has no attribute '${name}'`
				: `'${typeOf(o).name}' object has no attribute '${name}'`;
	const e = makeException("AttributeError", [text]);
	exceptionState(e).fields.set("name", name).set("obj", o);
	throw new PyRaise(e);
}

export function getAttr(o: Value, name: string): Value {
	const found = findAttr(o, name);
	return found === undefined ? attributeError(o, name) : found;
}

const isPartlyKnown = (o: Value): boolean => o instanceof PyInstance && o.isPartlyKnown;

/** Undefined instead of AttributeError. */
export function findAttr(o: Value, name: string): Value | undefined {
	if (o instanceof Unknown) return unknownAttr(o, name);
	const cls = typeOf(o);
	const custom = cls.lookup("__getattribute__");
	if (custom === baseProtocol.getattribute || custom === undefined || o instanceof PyClass) {
		const found = genericGetAttr(o, name);
		if (found !== undefined) return found;
	} else {
		try {
			return call(bindAttribute(custom, o, cls), [name], null);
		} catch (e) {
			if (!isAttributeError(e)) throw e;
		}
	}
	const fallback = cls.lookup("__getattr__");
	if (fallback !== undefined) {
		try {
			return call(bindAttribute(fallback, o, cls), [name], null);
		} catch (e) {
			if (!isAttributeError(e)) throw e;
			// The text of the user's own error is worth keeping.
			pending = e as PyRaise;
			if (cls.hasUnknownBase) return new Unknown(`\`${cls.name}\` has a base class that is not known`);
			if (isPartlyKnown(o)) return new Unknown(`what \`${cls.name}\` was made with is not known`);
			const real = realButMissing(cls, name);
			if (real !== null) return real;
			throw e;
		}
	}
	if (isPartlyKnown(o)) return new Unknown(`what \`${cls.name}\` was made with is not known`);
	if (cls.hasUnknownBase || (o instanceof PyClass && o.hasUnknownBase)) return missingOnUnknownBase(o, name);
	if (o instanceof SymInt) return derive(`.${name}`, [o]);
	return (o instanceof PyModule ? null : realButMissing(o instanceof PyClass ? o : cls, name)) ?? undefined;
}
/** An attribute that the real class has and ours lacks. */
function realButMissing(cls: PyClass, name: string): Unknown | null {
	for (const c of cls.mro) if (hasPublicName(`${c.module}.${c.name}`, name) === true) return notModelled(c, name);
	return null;
}
/** The last AttributeError that a `__getattr__` raised. */
export let pending: PyRaise | null = null;

const attributeErrorName = "AttributeError";
export function isAttributeError(e: unknown): boolean {
	return e instanceof PyRaise && e.value.cls.mro.some((c) => c.name === attributeErrorName && c.module === "builtins");
}
/** `hasattr`-like access: undefined for any AttributeError. */
export function tryAttr(o: Value, name: string): Value | undefined {
	try {
		return findAttr(o, name);
	} catch (e) {
		if (isAttributeError(e)) return undefined;
		throw e;
	}
}

function unknownAttr(o: Unknown, name: string): Value {
	if (name === "__class__") return o.type ?? derive("type", [o]);
	if (name === "__dict__") return new Unknown(o.why);
	return derive(`.${name}`, [o]);
}
function missingOnUnknownBase(o: Value, name: string): Value | undefined {
	if (name.startsWith("__") && name.endsWith("__") && name !== "__init__" && name !== "__call__") return undefined;
	const cls = o instanceof PyClass ? o : typeOf(o);
	return new Unknown(`\`${name}\` may come from a base class of \`${cls.name}\` that is not known`);
}

export function isDataDescriptor(attr: Value): boolean {
	if (!(attr instanceof Obj) || attr instanceof PyFunction || attr instanceof PyBuiltin) return false;
	if (attr instanceof NativeProperty || attr instanceof PyProperty) return true;
	if (attr instanceof PyClass || attr instanceof Unknown || attr instanceof PyStaticMethod || attr instanceof PyClassMethod) return false;
	return attr.cls.lookup("__set__") !== undefined || attr.cls.lookup("__delete__") !== undefined;
}

/** What an attribute found on a class gives when read through `o` (null: through the class itself). */
export function bindAttribute(attr: Value, o: Value, cls: PyClass): Value {
	if (attr instanceof PyFunction) return new PyMethod(attr, o);
	if (!(attr instanceof Obj)) return attr;
	if (attr instanceof PyBuiltin) return attr.isStatic ? attr : new PyMethod(attr, o);
	if (attr instanceof NativeProperty) return attr.get(o);
	if (attr instanceof PyProperty) {
		if (attr.get === null) raiseError("AttributeError", `property '${propertyName(attr, cls)}' of '${cls.name}' object has no getter`);
		return call(attr.get, [o], null);
	}
	if (attr instanceof PyClassMethod) return bindClassMethod(attr, cls);
	if (attr instanceof PyStaticMethod) return attr.func;
	if (attr instanceof PyClass || attr instanceof Unknown) return attr;
	const getter = attr.cls.lookup("__get__");
	if (getter === undefined) return attr;
	return call(bindAttribute(getter, attr, attr.cls), [o, cls], null);
}
function bindClassMethod(attr: PyClassMethod, cls: PyClass): Value {
	const f = attr.func;
	if (f instanceof PyProperty) return call(f.get, [cls], null);
	return f instanceof Unknown ? f : new PyMethod(f, cls);
}
function propertyName(attr: PyProperty, cls: PyClass): string {
	for (const c of cls.mro) for (const [name, v] of c.dict) if (v === attr) return name;
	return "?";
}

/** `object.__getattribute__`, `type.__getattribute__` and the module's; undefined when missing. */
export function genericGetAttr(o: Value, name: string): Value | undefined {
	if (o instanceof PyClass) return classAttr(o, name);
	if (o instanceof Unknown) return unknownAttr(o, name);
	const cls = typeOf(o);
	const attr = cls.lookup(name);
	if (attr !== undefined && isDataDescriptor(attr)) return bindAttribute(attr, o, cls);
	if (o instanceof Obj && o.dict !== null) {
		const own = o.dict.get(name);
		if (own !== undefined) return own;
	}
	if (attr !== undefined) return bindAttribute(attr, o, cls);
	if (name === "__class__") return cls;
	return o instanceof PyModule ? missingFromModule(o, name) : undefined;
}
/** Modules of ours need not be complete: what they lack is unknown, unless they say that it does not exist. */
function missingFromModule(m: PyModule, name: string): Value | undefined {
	const own = m.dict.get("__getattr__");
	if (own !== undefined) return call(own, [name], null);
	const exists = hasPublicName(m.name, name);
	if (exists === false) return undefined;
	if (m.missing !== null) return m.missing(name) ?? (exists === true ? notModelled(m, name) : undefined);
	if ((m.source !== null && !preludeSources.has(m.source)) || (name.startsWith("__") && name.endsWith("__"))) return undefined;
	return notModelled(m, name);
}
function notModelled(owner: { name: string }, name: string): Unknown {
	recordLimit("unsupported", `\`${owner.name}.${name}\` is not modelled`);
	return new Unknown(`\`${owner.name}.${name}\` is not modelled`, { key: `${owner.name}.${name}` });
}

function classAttr(cls: PyClass, name: string): Value | undefined {
	const meta = cls.cls;
	const onMeta = name === "__class_getitem__" && cls !== typeClass && cls.lookup(name) !== undefined ? undefined : meta.lookup(name);
	if (onMeta !== undefined && isDataDescriptor(onMeta)) return bindAttribute(onMeta, cls, meta);
	const attr = cls.lookup(name);
	if (attr !== undefined) {
		if (cls.hasUnknownBase && objectClass.dict.get(name) === attr) return missingOnUnknownBase(cls, name) ?? readThroughClass(attr, cls);
		return readThroughClass(attr, cls);
	}
	if (onMeta !== undefined) return bindAttribute(onMeta, cls, meta);
	if (name === "__class__") return meta;
	return undefined;
}
/** A class attribute read through the class itself. */
function readThroughClass(attr: Value, cls: PyClass): Value {
	if (!(attr instanceof Obj) || attr instanceof PyFunction || attr instanceof PyBuiltin || attr instanceof PyProperty) return attr;
	if (attr instanceof NativeProperty || attr instanceof PyClass || attr instanceof Unknown) return attr;
	if (attr instanceof PyClassMethod) return bindClassMethod(attr, cls);
	if (attr instanceof PyStaticMethod) return attr.func;
	const getter = attr.cls.lookup("__get__");
	if (getter === undefined) return attr;
	return call(bindAttribute(getter, attr, attr.cls), [null, cls], null);
}

export function setAttr(o: Value, name: string, value: Value): void {
	if (o instanceof Unknown) return;
	const cls = typeOf(o);
	const custom = cls.lookup("__setattr__");
	if (custom !== undefined && custom !== baseProtocol.setattr && !(o instanceof PyClass && cls === typeClass)) {
		call(bindAttribute(custom, o, cls), [name, value], null);
		return;
	}
	genericSetAttr(o, name, value);
}

export function genericSetAttr(o: Value, name: string, value: Value): void {
	if (o instanceof PyClass) return setClassAttr(o, name, value);
	if (o instanceof Unknown) return;
	const cls = typeOf(o);
	const attr = cls.lookup(name);
	if (attr instanceof Obj) {
		if (attr instanceof NativeProperty) {
			if (attr.set !== null) setNative(attr.set, o, value);
			else if (o instanceof PyBuiltin && name === "__doc__") o.doc = typeof value === "string" ? value : null;
			else if (cls.module === "builtins" && !(o instanceof PyInstance))
				raiseError("AttributeError", `'${cls.name}' object attribute '${name}' is read-only`);
			else raiseError("AttributeError", `attribute '${name}' of '${cls.name}' objects is not writable`);
			return;
		}
		if (attr instanceof PyProperty) {
			if (attr.set === null) raiseError("AttributeError", `property '${name}' of '${cls.name}' object has no setter`);
			call(attr.set, [o, value], null);
			return;
		}
		if (isDataDescriptor(attr)) {
			const setter = attr.cls.lookup("__set__");
			if (setter !== undefined) {
				call(bindAttribute(setter, attr, attr.cls), [o, value], null);
				return;
			}
		}
	}
	if (name === "__class__" && o instanceof Obj && value instanceof PyClass) {
		o.cls = value;
		return;
	}
	if (!hasDict(o, name)) {
		if (attr !== undefined) raiseError("AttributeError", `'${cls.name}' object attribute '${name}' is read-only`);
		attributeError(o, name);
	}
	if (o instanceof PyModule && o.source === null && !o.isMade) setBuiltin(o, name, value);
	else (o.dict ??= new Map()).set(name, value);
}

/** What is not known may well be what the setter wants. */
function setNative(set: (self: Value, value: Value) => void, o: Value, value: Value): void {
	try {
		set(o, value);
	} catch (e) {
		if (!(value instanceof Unknown) || !(e instanceof PyRaise)) throw e;
	}
}

/** Classes with `__slots__` only: the attributes their instances may have. */
export const slots: WeakMap<PyClass, Set<string>> = new WeakMap();

function hasDict(o: Value, name: string): o is Obj {
	if (!(o instanceof Obj)) return false;
	if (o.cls.dict.has("__slots__")) {
		const allowed = slots.get(o.cls);
		if (allowed !== undefined) return allowed.has(name);
	}
	return o instanceof PyInstance
		? !(o.cls === objectClass)
		: o instanceof PyFunction || o instanceof PyModule || o.cls.isUser || o.cls.module !== "builtins";
}
function setClassAttr(cls: PyClass, name: string, value: Value): void {
	const onMeta = cls.cls.lookup(name);
	if (onMeta instanceof NativeProperty && onMeta.set !== null) {
		onMeta.set(cls, value);
		return;
	}
	if (onMeta instanceof PyProperty && onMeta.set !== null) {
		call(onMeta.set, [cls, value], null);
		return;
	}
	if (!cls.isUser) {
		if (cls.module === "builtins") raiseError("TypeError", `cannot set '${name}' attribute of immutable type '${cls.name}'`);
		setBuiltin(cls, name, value);
	} else cls.set(name, value);
}

export function delAttr(o: Value, name: string): void {
	if (o instanceof Unknown) return;
	const cls = typeOf(o);
	const custom = cls.lookup("__delattr__");
	if (custom !== undefined && custom !== baseProtocol.delattr && !(o instanceof PyClass && cls === typeClass)) {
		call(bindAttribute(custom, o, cls), [name], null);
		return;
	}
	genericDelAttr(o, name);
}

export function genericDelAttr(o: Value, name: string): void {
	if (o instanceof PyClass) {
		if (!o.isUser) rememberBuiltin(o, name);
		if (!o.remove(name)) attributeError(o, name);
		return;
	}
	const cls = typeOf(o);
	const attr = cls.lookup(name);
	if (attr instanceof NativeProperty) {
		if (attr.del === null) raiseError("AttributeError", `attribute '${name}' of '${cls.name}' objects is not writable`);
		attr.del(o);
		return;
	}
	if (attr instanceof PyProperty) {
		if (attr.del === null) raiseError("AttributeError", `property '${name}' of '${cls.name}' object has no deleter`);
		call(attr.del, [o], null);
		return;
	}
	if (attr instanceof Obj && isDataDescriptor(attr)) {
		const deleter = attr.cls.lookup("__delete__");
		if (deleter !== undefined) {
			call(bindAttribute(deleter, attr, attr.cls), [o], null);
			return;
		}
	}
	if (o instanceof PyModule && o.source === null && !o.isMade) rememberBuiltin(o, name);
	if (!(o instanceof Obj) || o.dict === null || !o.dict.delete(name)) {
		// CPython 3.11 gives the bare name here for instances.
		if (o instanceof PyInstance) raiseError("AttributeError", `'${cls.name}' object has no attribute '${name}'`);
		attributeError(o, name);
	}
}
