/** Making classes and instances: metaclasses, `__set_name__`, `__init_subclass__`, `type.__call__`. */
import { overriding } from "../values/overriding.ts";
import { tensorClass } from "../values/tensor.ts";
import { raiseError } from "../values/exceptions.ts";
import { typeOf } from "../values/kinds.ts";
import {
	dictClass,
	type Kwargs,
	LinearisationError,
	listClass,
	Obj,
	objectClass,
	PyBuiltin,
	PyClass,
	PyClassMethod,
	PyFunction,
	PyInstance,
	PyStaticMethod,
	PyTuple,
	setClass,
	typeClass,
	Unknown,
	type Value,
} from "../values/value.ts";
import { bindAttribute, slots } from "./attributes.ts";
import { call } from "./calls.ts";
import { state } from "./state.ts";
import { rt } from "../values/runtime.ts";

/** Native `type.__new__`, `type.__call__`, `object.__new__`, `object.__init__`; set when the runtime is installed. */
const base: { typeNew: Value | undefined; typeCall: Value | undefined; objectNew: Value | undefined; objectInit: Value | undefined } = {
	typeNew: undefined,
	typeCall: undefined,
	objectNew: undefined,
	objectInit: undefined,
};

export function callClass(cls: PyClass, args: Value[], kw: Kwargs | null): Value {
	const meta = cls.cls;
	if (meta !== typeClass) {
		const own = meta.lookup("__call__");
		if (own !== undefined && own !== base.typeCall) return call(bindAttribute(own, cls, meta), args, kw);
	}
	if (cls === typeClass && args.length === 1 && kw === null) return typeOfValue(args[0]!);
	return instantiate(cls, args, kw);
}
function typeOfValue(v: Value): Value {
	return v instanceof Unknown ? rt.getAttr(v, "__class__") : typeOf(v);
}

/** `type.__call__`. */
export function instantiate(cls: PyClass, args: Value[], kw: Kwargs | null): Value {
	const maker = cls.lookup("__new__");
	const init = cls.lookup("__init__");
	let made: Value;
	if (maker !== undefined && maker !== base.objectNew) {
		const fn = maker instanceof PyStaticMethod ? maker.func : maker instanceof PyClassMethod ? maker.func : maker;
		made = call(fn, [cls, ...args], kw);
		if (made instanceof Unknown || !typeOf(made).isSubclassOf(cls)) return made;
	} else {
		made = allocate(cls, args, kw, init);
		// What is not an instance of the class is not initialised as one.
		if (!typeOf(made).isSubclassOf(cls)) return made;
	}
	if (init !== undefined && init !== base.objectInit) {
		const type = typeOf(made);
		const own = type === cls ? init : type.lookup("__init__")!;
		const result =
			own instanceof PyFunction || own instanceof Unknown || (own instanceof PyBuiltin && !own.isStatic)
				? call(own, [made, ...args], kw)
				: call(bindAttribute(own, made, type), args, kw);
		if (result !== null && !(result instanceof Unknown) && own instanceof PyFunction)
			raiseError("TypeError", `__init__() should return None, not '${typeOf(result).name}'`);
	}
	return made;
}

export function allocate(cls: PyClass, args: Value[], kw: Kwargs | null, init: Value | undefined): Value {
	for (const c of cls.mro) {
		if (c.alloc === null) continue;
		// A user's `__init__` on a list, dict or set takes what it likes.
		const own = init instanceof PyFunction && (c === listClass || c === dictClass || c === setClass);
		return c.alloc(cls, own ? [] : args, own ? null : kw);
	}
	if ((args.length > 0 || kw !== null) && (init === undefined || init === base.objectInit) && !cls.hasUnknownBase)
		raiseError("TypeError", `${cls.name}() takes no arguments`);
	refuseAbstract(cls);
	const made = new PyInstance(cls);
	made.site = state.frame?.site() ?? null;
	return made;
}
/** `object.__new__(cls)`. */
export function allocateBare(cls: PyClass, args: Value[], kw: Kwargs | null): Value {
	for (const c of cls.mro) if (c.alloc !== null) return c.alloc(cls, args, kw);
	refuseAbstract(cls);
	const made = new PyInstance(cls);
	made.site = state.frame?.site() ?? null;
	return made;
}
function refuseAbstract(cls: PyClass): void {
	const abstract = cls.dict.get("__abstractmethods__");
	if (abstract === undefined) return;
	const names = (rt.items(abstract) ?? []).map((n) => n as string).sort();
	if (names.length > 0)
		raiseError(
			"TypeError",
			`Can't instantiate abstract class ${cls.name} with abstract method${names.length === 1 ? "" : "s"} ${names.join(", ")}`,
		);
}

/** The metaclass a class statement uses: the most derived one among the bases' and the one given. */
export function chooseMetaclass(given: PyClass | null, bases: Value[]): PyClass {
	// A metaclass of a package we do not know: what it does is not known either.
	let meta = given === null || given.hasUnknownBase ? typeClass : given;
	for (const b of bases) {
		if (!(b instanceof PyClass)) continue;
		if (b.cls.isSubclassOf(meta)) meta = b.cls;
		else if (!meta.isSubclassOf(b.cls))
			raiseError(
				"TypeError",
				"metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
			);
	}
	return meta;
}

/** As `meta(name, bases, namespace, **kw)`. */
export function makeClass(meta: PyClass, name: string, bases: Value[], namespace: Map<string, Value>, kw: Kwargs | null): Value {
	const maker = meta.lookup("__new__");
	const init = meta.lookup("__init__");
	const caller = meta.cls === typeClass ? undefined : meta.cls.lookup("__call__");
	const customNew = maker !== undefined && maker !== base.typeNew;
	const customInit = init instanceof PyFunction;
	if (!customNew && !customInit && (caller === undefined || caller === base.typeCall)) return typeNew(meta, name, bases, namespace, kw);
	const dict = rt.call(state.builtins.get("dict")!, []);
	for (const [key, value] of namespace) rt.setItem(dict, key, value);
	return callClass(meta, [name, new PyTuple(bases), dict], kw);
}

/** `type.__new__`. */
export function typeNew(meta: PyClass, name: string, given: Value[], namespace: Map<string, Value>, kw: Kwargs | null): PyClass {
	const bases: PyClass[] = [];
	let unknownBase = false;
	for (const b of given) {
		if (b instanceof PyClass) {
			if (FINAL.has(b.name) && b.module === "builtins" && !b.isUser)
				raiseError("TypeError", `type '${b.name}' is not an acceptable base type`);
			if (bases.includes(b)) raiseError("TypeError", `duplicate base class ${b.name}`);
			bases.push(b);
		} else if (b instanceof Unknown) unknownBase = true;
		else if (b instanceof Obj && b.cls.module === "typing") continue;
		else raiseError("TypeError", `${typeOf(b).name}() takes no keyword arguments`);
	}
	if (bases.length === 0) bases.push(objectClass);
	if (bases.length > 1) refuseLayouts(bases);
	// Generic and Protocol of `typing` come last whatever the order was.
	let cls: PyClass;
	try {
		cls = new PyClass(name, bases, namespace, {
			module: (namespace.get("__module__") as string | undefined) ?? "__main__",
			isUser: true,
			cls: chooseMetaclass(meta, bases),
		});
	} catch (e) {
		if (e instanceof LinearisationError)
			raiseError("TypeError", `Cannot create a consistent method resolution\norder (MRO) for bases ${bases.map((b) => b.name).join(", ")}`);
		throw e;
	}
	state.madeClasses.push(cls);
	if (namespace.has("__torch_function__") || cls.mro.includes(tensorClass)) overriding.isWanted = true;
	const qualname = namespace.get("__qualname__");
	cls.qualname = typeof qualname === "string" ? qualname : name;
	namespace.delete("__qualname__");
	if (!namespace.has("__doc__")) namespace.set("__doc__", null);
	noteSlots(cls, namespace, bases);
	cls.hasUnknownBase = unknownBase || bases.some((b) => b.hasUnknownBase);
	if (namespace.has("__eq__") && !namespace.has("__hash__")) namespace.set("__hash__", null);
	for (const special of ["__init_subclass__", "__class_getitem__"]) {
		const v = namespace.get(special);
		if (v instanceof PyFunction) namespace.set(special, new PyClassMethod(v));
	}
	const maker = namespace.get("__new__");
	if (maker instanceof PyFunction) namespace.set("__new__", new PyStaticMethod(maker));
	for (const [key, v] of [...namespace]) {
		if (!(v instanceof Obj) || v instanceof PyClass || v instanceof PyFunction || v instanceof Unknown) continue;
		const hook = v.cls.lookup("__set_name__");
		if (hook !== undefined && hook !== null) call(bindAttribute(hook, v, v.cls), [cls, key], null);
	}
	initSubclass(cls, kw);
	return cls;
}
/** An object cannot be an int and a str at once. */
function refuseLayouts(bases: PyClass[]): void {
	let solid: PyClass | null = null;
	for (const b of bases) {
		const own = b.mro.find((c) => c.alloc !== null && c.module === "builtins");
		if (own === undefined || own === solid || solid?.isSubclassOf(own)) continue;
		if (solid !== null && !own.isSubclassOf(solid)) raiseError("TypeError", "multiple bases have instance lay-out conflict");
		solid = own;
	}
}

/** A class whose whole ancestry names its attributes in `__slots__` has no room for others. */
export function noteSlots(cls: PyClass, namespace: Map<string, Value>, bases: PyClass[]): void {
	const given = namespace.get("__slots__");
	if (given === undefined) return;
	const own = typeof given === "string" ? [given] : rt.items(given);
	if (own === null || own.includes("__dict__")) return;
	const all = new Set<string>(own.filter((n) => typeof n === "string"));
	for (const b of bases) {
		if (b === objectClass) continue;
		const inherited = slots.get(b);
		if (inherited === undefined) return;
		for (const n of inherited) all.add(n);
	}
	slots.set(cls, all);
}
const FINAL = new Set(["bool", "NoneType", "function", "range", "slice", "ellipsis", "NotImplementedType", "generator", "method"]);

function initSubclass(cls: PyClass, kw: Kwargs | null): void {
	for (const c of cls.mro.slice(1)) {
		const hook = c.dict.get("__init_subclass__");
		if (hook === undefined) continue;
		if (c === objectClass) break;
		call(hook instanceof PyClassMethod ? hook.func : hook, hook instanceof PyBuiltin && hook.isStatic ? [] : [cls], kw);
		return;
	}
	if (kw !== null && kw.size > 0 && !cls.hasUnknownBase)
		raiseError("TypeError", `${cls.name}.__init_subclass__() takes no keyword arguments`);
}

/** Gives `type` and `object` their methods. */
export function installClassProtocol(): void {
	const define = (
		cls: PyClass,
		name: string,
		run: (args: Value[], kw: Kwargs | null) => Value,
		wrap: (f: PyBuiltin) => Value = (f) => f,
	): Value => {
		const made = wrap(new PyBuiltin(name, run));
		cls.set(name, made);
		return made;
	};
	const asStatic = (f: PyBuiltin): Value => new PyStaticMethod(f);
	base.typeNew = define(
		typeClass,
		"__new__",
		(args, kw) => {
			const [meta, name, bases, namespace] = args;
			if (args.length === 2) return typeOfValue(name!);
			if (typeof name !== "string" || args.length !== 4)
				raiseError("TypeError", `type.__new__() takes exactly 3 arguments (${args.length - 1} given)`);
			const space = new Map<string, Value>();
			const keys = rt.items(rt.call(rt.getAttr(namespace!, "items"), [])) ?? [];
			for (const pair of keys) if (pair instanceof PyTuple && typeof pair.items[0] === "string") space.set(pair.items[0], pair.items[1]!);
			if (!space.has("__module__")) space.set("__module__", state.frame?.globals.name ?? "__main__");
			return typeNew(meta as PyClass, name, rt.items(bases!) ?? [], space, kw);
		},
		asStatic,
	);
	base.typeCall = define(typeClass, "__call__", ([cls, ...args], kw) => instantiate(cls as PyClass, args, kw));
	define(typeClass, "__init__", () => null);
	base.objectNew = define(
		objectClass,
		"__new__",
		([cls, ...args], kw) => {
			if (!(cls instanceof PyClass)) raiseError("TypeError", `object.__new__(X): X is not a type object (${typeOf(cls!).name})`);
			const excess = args.length > 0 || kw !== null;
			if (excess && !cls.mro.some((c) => c.alloc !== null) && !cls.hasUnknownBase && cls.lookup("__new__") !== base.objectNew)
				raiseError("TypeError", "object.__new__() takes exactly one argument (the type to instantiate)");
			return allocateBare(cls, args, kw);
		},
		asStatic,
	);
	base.objectInit = define(objectClass, "__init__", ([self, ...args], kw) => {
		const cls = typeOf(self!);
		if ((args.length > 0 || kw !== null) && !cls.hasUnknownBase) {
			if (cls.lookup("__init__") !== base.objectInit)
				raiseError("TypeError", "object.__init__() takes exactly one argument (the instance to initialize)");
			if (cls.lookup("__new__") === base.objectNew)
				raiseError("TypeError", `${cls.name}.__init__() takes exactly one argument (the instance to initialize)`);
		}
		return null;
	});
	define(
		objectClass,
		"__init_subclass__",
		() => null,
		(f) => new PyClassMethod(f),
	);
}
