/** `dataclasses`. */
import { dictSet } from "../../values/dict.ts";
import { exceptionClasses, raiseError } from "../../values/exceptions.ts";
import { reprText } from "../../values/format.ts";
import { asStr, typeOf } from "../../values/kinds.ts";
import { compare } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { HOLE, strValue } from "../../values/text.ts";
import { deep } from "./copy.ts";
import {
	builtinClass,
	type Kwargs,
	NotImplemented,
	type Obj,
	objectClass,
	PyBuiltin,
	PyClass,
	PyDict,
	type PyInstance,
	PyList,
	PyTuple,
	typeClass,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { noteSlots } from "../classes.ts";
import { def, instance, isTrue, items, library, native, tuple } from "./kit.ts";
import { bindParameters, type Parameter } from "../../values/signature.ts";
import {
	collect,
	type Field,
	fieldClass,
	fieldsOf,
	initFields,
	initVarClass,
	kwOnlyClass,
	missing,
	newField,
	real,
} from "./dataclass-fields.ts";

/** Adds what `@dataclass(...)` adds. */
function process(cls: PyClass, o: Record<string, boolean>): PyClass {
	const fields = collect(cls, o["kw_only"]!);
	const holder = instance(fieldsClass, fields);
	cls.set("__dataclass_fields__", holder);
	const params = instance(paramsClass);
	for (const [k, v] of Object.entries(o)) params.dict.set(k, v);
	cls.set("__dataclass_params__", params);
	const put = (name: string, run: (args: Value[], kw: Kwargs | null) => Value): void => {
		const f = new PyBuiltin(name, run);
		f.qualname = `${cls.qualname}.${name}`;
		cls.set(name, f);
	};
	const ordered = [...fields.filter((f) => f.init && !f.isKeywordOnly), ...fields.filter((f) => f.init && f.isKeywordOnly)];
	if (o["init"]) {
		let seen = "";
		for (const f of ordered) {
			if (f.isKeywordOnly) continue;
			if (f.default !== undefined || f.factory !== undefined) seen = f.name;
			else if (seen !== "") raiseError("TypeError", `non-default argument '${f.name}' follows default argument`);
		}
		const parameters: Parameter[] = ordered.map((f) => ({
			name: f.name,
			isKeywordOnly: f.isKeywordOnly,
			hasDefault: f.default !== undefined || f.factory !== undefined,
		}));
		put("__init__", ([self, ...args], kw) => initialise(cls, fields, parameters, self!, args, kw, o["frozen"]!));
		initFields.set(cls.dict.get("__init__") as PyBuiltin, ordered);
	}
	const mine = (name: string): boolean => cls.dict.has(name);
	const compared = real(fields).filter((f) => f.compare);
	const values = (self: Value): PyTuple => new PyTuple(compared.map((f) => rt.getAttr(self, f.name)));
	if (o["repr"] && !mine("__repr__")) put("__repr__", ([self]) => reprOf(self as PyInstance, real(fields)));
	if (o["eq"] && !mine("__eq__"))
		put("__eq__", ([a, b]) =>
			b instanceof Unknown ? compare("==", b, a!) : typeOf(b!) === typeOf(a!) ? compare("==", values(a!), values(b!)) : NotImplemented,
		);
	if (o["order"]) {
		if (!o["eq"]) raiseError("ValueError", "eq must be true if order is true");
		for (const [name, op] of Object.entries({ __lt__: "<", __le__: "<=", __gt__: ">", __ge__: ">=" })) {
			if (mine(name))
				raiseError("TypeError", `Cannot overwrite attribute ${name} in class ${cls.name}. Consider using functools.total_ordering`);
			put(name, ([a, b]) => (typeOf(b!) === typeOf(a!) ? compare(op, values(a!), values(b!)) : NotImplemented));
		}
	}
	if (o["frozen"]) {
		put("__setattr__", ([self, name, v]) => {
			if (typeOf(self!) === cls || fields.some((f) => f.name === name)) frozen(`cannot assign to field ${reprText(name!)}`);
			rt.genericSetAttr(self!, String(name), v!);
			return null;
		});
		put("__delattr__", ([self, name]) => {
			if (typeOf(self!) === cls || fields.some((f) => f.name === name)) frozen(`cannot delete field ${reprText(name!)}`);
			rt.genericDelAttr(self!, String(name));
			return null;
		});
	}
	const explicitHash = cls.dict.get("__hash__") !== undefined && !(cls.dict.get("__hash__") === null && mine("__eq__"));
	if (o["unsafe_hash"] || (o["eq"] && o["frozen"] && !explicitHash)) {
		const hashed = real(fields).filter((f) => f.hash ?? f.compare);
		put("__hash__", ([self]) => rt.call(rt.getAttr(new PyTuple(hashed.map((f) => rt.getAttr(self!, f.name))), "__hash__"), []));
	} else if (o["eq"] && !explicitHash) cls.set("__hash__", null);
	if (o["match_args"] && !mine("__match_args__"))
		cls.set("__match_args__", tuple(ordered.filter((f) => !f.isKeywordOnly).map((f) => f.name)));
	if (cls.dict.get("__doc__") === null) cls.set("__doc__", strValue(docText(cls, ordered)));
	return cls;
}
const annotationText = (t: Value): string =>
	t instanceof PyClass && t.module === "builtins" ? t.qualname : reprText(t).replaceAll("typing.", "");
/** `A(x: int, y: float = 2.0)`. */
function docText(cls: PyClass, fields: Field[]): string {
	const parts: string[] = [];
	let starred = false;
	for (const f of fields) {
		if (f.isKeywordOnly && !starred) {
			parts.push("*");
			starred = true;
		}
		const value = f.factory !== undefined ? " = <factory>" : f.default !== undefined ? ` = ${reprText(f.default)}` : "";
		parts.push(`${f.name}: ${annotationText(f.type)}${value}`);
	}
	return `${cls.name}(${parts.join(", ")})`;
}
const frozen = (text: string): never => raiseError(frozenError(), text);
let frozenClass: PyClass | null = null;
const frozenError = (): PyClass =>
	(frozenClass ??= builtinClass("FrozenInstanceError", [exceptionClasses.get("AttributeError")!], "dataclasses"));
const fieldsClass = builtinClass("dict", undefined, "dataclasses");
const paramsClass = builtinClass("_DataclassParams", undefined, "dataclasses");
const asDict = (holder: Value): PyDict => {
	const out = new PyDict();
	for (const f of (holder as PyInstance).native as Field[]) dictSet(out, f.name, f.object);
	return out;
};
for (const name of ["keys", "values", "items", "get", "__iter__", "__len__", "__getitem__", "__contains__"])
	def(fieldsClass, name, "! *args", (self: Value, args: Value[]) => rt.call(rt.getAttr(asDict(self), name), args));

function initialise(
	cls: PyClass,
	fields: Field[],
	parameters: Parameter[],
	self: Value,
	args: Value[],
	kw: Kwargs | null,
	isFrozen: boolean,
): Value {
	const given = bindParameters(`${cls.qualname}.__init__`, parameters, args, kw);
	const post: Value[] = [];
	const set = isFrozen ? rt.genericSetAttr : rt.setAttr;
	for (const f of fields) {
		let v = f.init ? given.get(f.name) : undefined;
		if (v === undefined) v = f.factory !== undefined ? rt.call(f.factory, []) : f.default;
		if (f.kind === "initvar") post.push(v ?? null);
		else if (v !== undefined && (f.init || f.factory !== undefined)) set(self, f.name, v);
	}
	const hook = typeOf(self).lookup("__post_init__");
	if (hook !== undefined && hook !== null) rt.call(rt.getAttr(self, "__post_init__"), post);
	return null;
}
const active = new Set<Obj>();
function reprOf(self: PyInstance, fields: Field[]): Value {
	if (active.has(self)) return "...";
	active.add(self);
	try {
		return strValue(
			`${self.cls.qualname}(${fields
				.filter((f) => f.repr)
				.map((f) => `${f.name}=${reprText(rt.getAttr(self, f.name))}`)
				.join(", ")})`,
		);
	} finally {
		active.delete(self);
	}
}
/** `asdict`/`astuple`: nested dataclasses, lists, tuples and dicts are taken apart, everything else is deep-copied. */
function take(v: Value, made: (pairs: [string, Value][]) => Value): Value {
	const fields = v instanceof PyClass || v instanceof Unknown ? null : fieldsOf(v);
	if (fields !== null) return made(real(fields).map((f) => [f.name, take(rt.getAttr(v, f.name), made)]));
	if (v instanceof PyTuple && v.cls.lookup("_fields") !== undefined)
		return rt.call(
			v.cls,
			v.items.map((x) => take(x, made)),
		);
	if (v instanceof PyTuple) return new PyTuple(v.items.map((x) => take(x, made)));
	if (v instanceof PyList) return new PyList(v.items.map((x) => take(x, made)));
	if (v instanceof PyDict) {
		const out = new PyDict();
		out.cls = v.cls;
		out.dict = v.dict;
		for (const [k, x] of v.entries.values()) dictSet(out, take(k, made), take(x, made));
		return out;
	}
	return deep(v, new PyDict());
}

const OPTIONS: Record<string, boolean> = {
	init: true,
	repr: true,
	eq: true,
	order: false,
	unsafe_hash: false,
	frozen: false,
	match_args: true,
	kw_only: false,
	slots: false,
	weakref_slot: false,
};

library("dataclasses", (m) => {
	m.set("MISSING", missing);
	m.set("Field", fieldClass);
	m.set("InitVar", initVarClass);
	m.set("KW_ONLY", kwOnlyClass);
	m.set("FrozenInstanceError", frozenError());
	def(missing.cls, "__repr__", "", () => `<dataclasses._MISSING_TYPE object at 0x${HOLE}>`);
	const decorate = (cls: Value, kw: Kwargs): Value => {
		if (!(cls instanceof PyClass)) return cls;
		const options = { ...OPTIONS };
		for (const [k, v] of kw) {
			if (!(k in OPTIONS)) raiseError("TypeError", `dataclass() got an unexpected keyword argument '${k}'`);
			options[k] = rt.truth(v);
		}
		const own = cls.dict.get("__annotations__");
		const made = process(cls, options);
		if (options.slots) {
			const names = own instanceof PyDict ? [...own.entries.values()].map(([name]) => name) : [];
			cls.set("__slots__", tuple(names.filter((name) => fieldsOf(cls)!.some((f) => f.name === name && f.kind === "field"))));
			noteSlots(cls, cls.dict, cls.bases);
		}
		return made;
	};
	m.fn("dataclass", "! cls? **kw", (cls: Value | undefined, kw: Kwargs) =>
		cls === undefined || cls === null ? native("wrap", "! cls", (c: Value) => decorate(c, kw)) : decorate(cls, kw),
	);
	m.fn(
		"field",
		"! * default? default_factory? init? repr? hash? compare? metadata? kw_only?",
		(value?: Value, factory?: Value, init?: Value, repr?: Value, hash?: Value, cmp?: Value, metadata?: Value, kwOnly?: Value) => {
			const given = (v: Value | undefined): Value | undefined => (v === missing ? undefined : v);
			if (given(value) !== undefined && given(factory) !== undefined)
				raiseError("ValueError", "cannot specify both default and default_factory");
			const f = newField({
				default: given(value),
				factory: given(factory),
				init: isTrue(init, true),
				repr: isTrue(repr, true),
				compare: isTrue(cmp, true),
				hash: hash === undefined || hash === null ? null : rt.truth(hash),
			});
			if (kwOnly !== undefined && kwOnly !== missing) {
				f.isKeywordOnly = rt.truth(kwOnly);
				f.object.dict.set("kw_only", f.isKeywordOnly);
			}
			if (metadata !== undefined && metadata !== null) f.object.dict.set("metadata", metadata);
			return f.object;
		},
	);
	def(fieldClass, "__repr__", "", (self: PyInstance) =>
		strValue(`Field(${[...self.dict].map(([k, v]) => `${k}=${reprText(v)}`).join(",")})`),
	);
	m.fn("fields", "! cls", (v: Value) => {
		if (v instanceof Unknown) return new Unknown(v.why);
		const all = fieldsOf(v);
		return all === null
			? raiseError("TypeError", "must be called with a dataclass type or instance")
			: tuple(real(all).map((f) => f.object));
	});
	m.fn("is_dataclass", "! obj", (v: Value) => (v instanceof Unknown ? v : fieldsOf(v) !== null));
	const whole = (name: string, made: (pairs: [string, Value][], factory: Value | undefined) => Value): void => {
		m.fn(name, `! .obj * ${name === "asdict" ? "dict_factory?" : "tuple_factory?"}`, (v: Value, factory?: Value) => {
			if (v instanceof Unknown) return new Unknown(v.why);
			if (v instanceof PyClass || fieldsOf(v) === null) raiseError("TypeError", `${name}() should be called on dataclass instances`);
			return take(v, (pairs) => made(pairs, factory));
		});
	};
	whole("asdict", (pairs, factory) => {
		if (factory !== undefined) return rt.call(factory, [new PyList(pairs.map(tuple))]);
		const out = new PyDict();
		for (const [k, v] of pairs) dictSet(out, k, v);
		return out;
	});
	whole("astuple", (pairs, factory) =>
		factory === undefined ? tuple(pairs.map(([, v]) => v)) : rt.call(factory, [new PyList(pairs.map(([, v]) => v))]),
	);
	m.fn("replace", "! obj **changes", (v: Value, changes: Kwargs) => {
		const all = v instanceof PyClass ? null : fieldsOf(v);
		if (all === null) raiseError("TypeError", "replace() should be called on dataclass instances");
		const kw: Kwargs = new Map(changes);
		for (const f of all) {
			if (!f.init) {
				if (changes.has(f.name))
					raiseError("ValueError", `field ${f.name} is declared with init=False, it cannot be specified with replace()`);
				continue;
			}
			if (kw.has(f.name)) continue;
			if (f.kind === "initvar" && f.default === undefined) raiseError("ValueError", `InitVar '${f.name}' must be specified with replace()`);
			if (f.kind !== "initvar") kw.set(f.name, rt.getAttr(v, f.name));
		}
		return rt.call(typeOf(v), [], kw);
	});
	m.fn(
		"make_dataclass",
		"! .cls_name .fields * bases? namespace? **kw",
		(name: Value, given: Value, bases?: Value, space?: Value, kw: Kwargs = new Map()) => {
			const body = new Map<string, Value>();
			const annotations = new PyDict();
			if (space instanceof PyDict) for (const [k, v] of space.entries.values()) body.set(String(k), v);
			for (const f of items(given) ?? []) {
				const parts = asStr(f) !== null ? [f] : (items(f) ?? []);
				dictSet(annotations, parts[0]!, parts[1] ?? objectClass);
				if (parts.length > 2) body.set(String(parts[0]), parts[2]!);
			}
			body.set("__annotations__", annotations);
			const cls = rt.makeClass(typeClass, String(name), bases === undefined ? [] : (items(bases) ?? []), body, null);
			return decorate(cls, kw);
		},
	);
	initVarClass.alloc = (c, args) => instance(c, args[0] ?? null);
	initVarClass.set(
		"__class_getitem__",
		new PyBuiltin("__class_getitem__", (args) => instance(initVarClass, args[args.length - 1] ?? null), true),
	);
});
