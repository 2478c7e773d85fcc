/** The fields of a dataclass: from annotations, defaults and `field(...)`. */
import { declareImmutable } from "../guard.ts";
import { raiseError } from "../../values/exceptions.ts";
import { reprText } from "../../values/format.ts";
import { asStr, typeOf } from "../../values/kinds.ts";
import {
	builtinClass,
	NativeProperty,
	Obj,
	PyBuiltin,
	PyClass,
	PyDict,
	PyInstance,
	PyList,
	PySet,
	type Value,
} from "../../values/value.ts";
import { instance } from "./kit.ts";

export const missing = new PyInstance(builtinClass("_MISSING_TYPE", undefined, "dataclasses"));
export const fieldClass = builtinClass("Field", undefined, "dataclasses");
declareImmutable(fieldClass);
export const initVarClass = builtinClass("InitVar", undefined, "dataclasses");
export const kwOnlyClass = builtinClass("KW_ONLY", undefined, "dataclasses");

export interface Field {
	name: string;
	type: Value;
	/** undefined: none. */
	default: Value | undefined;
	factory: Value | undefined;
	init: boolean;
	repr: boolean;
	compare: boolean;
	hash: boolean | null;
	isKeywordOnly: boolean;
	kind: "field" | "initvar" | "classvar";
	object: PyInstance;
}
/** Stands for a default that is made anew for each instance. */
export const madeByFactory = new PyInstance(builtinClass("_HAS_DEFAULT_FACTORY_CLASS", undefined, "dataclasses"));
madeByFactory.cls.set("__repr__", new PyBuiltin("__repr__", () => "<factory>"));
/** What a generated `__init__` takes, for `inspect`. */
export const initFields: WeakMap<PyBuiltin, Field[]> = new WeakMap();
const own = (cls: PyClass): Field[] =>
	((cls.dict.get("__dataclass_fields__") as PyInstance | undefined)?.native as Field[] | undefined) ?? [];
export const fieldsOf = (v: Value): Field[] | null => {
	const cls = v instanceof PyClass ? v : typeOf(v);
	const found = cls.lookup("__dataclass_fields__");
	return found instanceof PyInstance ? (found.native as Field[]) : null;
};
export const real = (fields: Field[]): Field[] => fields.filter((f) => f.kind === "field");

/** What the annotation says: a field, or one of the two kinds that are none. */
function kindOf(annotation: Value): Field["kind"] {
	const text = asStr(annotation);
	if (text !== null)
		return /^(typing\.|t\.)?ClassVar\b/.test(text) ? "classvar" : /^(dataclasses\.)?InitVar\b/.test(text) ? "initvar" : "field";
	if (annotation === initVarClass || (annotation instanceof PyInstance && annotation.cls === initVarClass)) return "initvar";
	return annotation instanceof Obj && annotation.cls.module === "typing" && /^typing\.ClassVar\b/.test(reprText(annotation))
		? "classvar"
		: "field";
}

export function collect(cls: PyClass, allKeywordOnly: boolean): Field[] {
	const fields = new Map<string, Field>();
	for (const base of [...cls.mro].reverse()) if (base !== cls) for (const f of own(base)) fields.set(f.name, f);
	const annotations = cls.dict.get("__annotations__");
	let keywordOnly = allKeywordOnly;
	for (const [k, type] of annotations instanceof PyDict ? [...annotations.entries.values()] : []) {
		const name = String(k);
		if (type === kwOnlyClass || asStr(type) === "KW_ONLY" || asStr(type) === "dataclasses.KW_ONLY") {
			keywordOnly = true;
			continue;
		}
		const given = cls.dict.get(name);
		const isField = given instanceof PyInstance && given.cls === fieldClass;
		const f: Field = isField
			? (given.native as Field)
			: newField({
					default: given instanceof NativeProperty || (given instanceof Obj && given.cls.name === "member_descriptor") ? undefined : given,
				});
		f.name = name;
		f.type = type;
		f.kind = kindOf(type);
		if (f.kind === "classvar") continue;
		if (f.object.dict.get("kw_only") === missing) f.isKeywordOnly = keywordOnly;
		if (!isField && (given instanceof PyList || given instanceof PyDict || given instanceof PySet) && given.cls.lookup("__hash__") === null)
			raiseError("ValueError", `mutable default ${reprText(given.cls)} for field ${name} is not allowed: use default_factory`);
		fields.set(name, f);
		if (f.default === undefined) {
			if (isField) cls.remove(name);
		} else cls.set(name, f.default);
		describe(f);
	}
	return [...fields.values()];
}
export function newField(given: Partial<Field>): Field {
	const object = instance(fieldClass);
	const f: Field = {
		name: "",
		type: null,
		default: undefined,
		factory: undefined,
		init: true,
		repr: true,
		compare: true,
		hash: null,
		isKeywordOnly: false,
		kind: "field",
		object,
		...given,
	};
	object.native = f;
	if (!object.dict.has("kw_only")) object.dict.set("kw_only", missing);
	return f;
}
/** The Python-visible attributes of a field object. */
function describe(f: Field): void {
	const d = f.object.dict;
	d.set("name", f.name)
		.set("type", f.type)
		.set("default", f.default ?? missing)
		.set("default_factory", f.factory ?? missing);
	if (f.default === null) d.set("default", null);
	d.set("init", f.init).set("repr", f.repr).set("compare", f.compare).set("hash", f.hash).set("kw_only", f.isKeywordOnly);
	if (!d.has("metadata")) d.set("metadata", new PyDict());
}
