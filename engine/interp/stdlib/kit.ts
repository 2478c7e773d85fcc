/** How a module of the standard library is written in TypeScript: `library("math", (m) => { m.fn("sqrt", "x", ...) })`. */
import { raiseError } from "../../values/exceptions.ts";
import { asInt, asNumber, asStr, typeName } from "../../values/kinds.ts";
import { def, native } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { alias } from "../../values/types/generic.ts";
import { derive } from "../../values/unknown.ts";
import {
	builtinClass,
	objectClass,
	Obj,
	PyBuiltin,
	type PyClass,
	PyClassMethod,
	PyFloat,
	PyInstance,
	PyList,
	PyModule,
	PyTuple,
	SymInt,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { registerModule } from "../modules.ts";
import { restOf } from "./rest.ts";

type Body = Parameters<typeof native>[2];

export class Library {
	readonly module: PyModule;
	constructor(name: string) {
		this.module = new PyModule(name, null);
		this.module.dict.set("__name__", name);
		this.module.missing = restOf(name);
	}
	set(name: string, value: Value): void {
		this.module.dict.set(name, value);
	}
	fn(name: string, signature: string, body: Body): PyBuiltin {
		const made = native(name, signature, body);
		this.module.dict.set(name, made);
		return made;
	}
	/** A class of the module; its methods come with `def`. */
	cls(name: string, bases: PyClass[] = [objectClass]): PyClass {
		const made = builtinClass(name, bases, this.module.name);
		this.module.dict.set(name, made);
		return made;
	}
	/** Names whose result is never known: clocks, processes, files. */
	unknown(names: string[], why: string): void {
		for (const name of names) this.module.dict.set(name, new PyBuiltin(name, () => new Unknown(why), true));
	}
	get(name: string): Value {
		return this.module.dict.get(name)!;
	}
}
/** Builders run at the module's first import. */
export function library(name: string, build: (m: Library) => void): void {
	registerModule(name, () => {
		const m = new Library(name);
		build(m);
		return m.module;
	});
}
/** Another native module, imported. */
export const imported = (name: string): PyModule => rt.importModule(name) as PyModule;

/** The number in an int or float (through `__float__` and `__index__`); TypeError otherwise; null when not known. */
export function real(v: Value): number | null {
	const n = asNumber(v);
	if (n !== null) {
		if (!Number.isFinite(n) && asInt(v) !== null) raiseError("OverflowError", "int too large to convert to float");
		return n;
	}
	if (v instanceof Unknown || v instanceof SymInt) return null;
	if (v instanceof Obj) {
		for (const name of ["__float__", "__index__"]) {
			const own = v.cls.lookup(name);
			if (own === undefined || own === null) continue;
			const out = rt.call(own, [v]);
			return out instanceof PyFloat ? out.value : asNumber(out);
		}
		if (v.cls.hasUnknownBase) return null;
	}
	raiseError("TypeError", `must be real number, not ${typeName(v)}`);
}
export const float = (x: number): PyFloat => new PyFloat(x);
export const list = (items: Value[]): PyList => new PyList(items);
export const tuple = (items: Value[]): PyTuple => new PyTuple(items);
export const integer = (v: Value): number => {
	const n = asInt(v);
	if (n === null) raiseError("TypeError", `'${typeName(v)}' object cannot be interpreted as an integer`);
	return Number(n);
};
export const string = (v: Value, what = "argument"): string =>
	asStr(v) ?? raiseError("TypeError", `${what} must be str, not ${typeName(v)}`);
/** All items of an iterable; null when not known. */
export const items = (v: Value): Value[] | null => (v instanceof Unknown ? null : rt.items(v));
export const isTrue = (v: Value | undefined, missing: boolean): boolean =>
	v === undefined || v === null ? (v === null ? false : missing) : rt.truth(v);
/** An instance of a class made here, with TypeScript state. */
export function instance(cls: PyClass, native: unknown = null): PyInstance {
	const out = new PyInstance(cls);
	out.native = native;
	return out;
}
/** The TypeScript state of an instance. */
/** `Match[str]`, `deque[int]`: the class with what it holds. */
export function generic(cls: PyClass): PyClass {
	cls.set("__class_getitem__", new PyClassMethod(new PyBuiltin("__class_getitem__", ([c, item]) => alias(c!, item!))));
	return cls;
}
export const stateOf = <T>(v: Value): T => (v as PyInstance).native as T;
export { def, derive, native };
