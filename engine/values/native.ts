/** Declares methods and functions implemented in TypeScript: argument binding, CPython's arity errors, and unknown arguments. */
import { raiseError } from "./exceptions.ts";
import { typeOf, unwrap } from "./kinds.ts";
import { derive } from "./unknown.ts";
import {
	type Kwargs,
	NativeProperty,
	type Native,
	PyBuiltin,
	type PyClass,
	PyClassMethod,
	PyStaticMethod,
	SymInt,
	Unknown,
	type Value,
} from "./value.ts";

type Bound = (...args: any[]) => Value | undefined | void;

interface Signature {
	/** Positional parameters in order. */
	names: string[];
	required: number;
	/** How many of `names` may not be given by keyword. */
	positionalOnly: number;
	variadic: boolean;
	keywordOnly: string[];
	restKeywords: boolean;
	/** The function deals with unknown arguments itself. */
	handlesUnknown: boolean;
}

const signatures = new Map<string, Signature>();

/**
 * `"a b? / c? * key? **kw"`: `?` marks optional parameters (undefined when absent), `/` ends the positional-only ones (all are, when
 * there is no `/` and no `.` before a name), `*` starts keyword-only ones, `*args` collects, `!` in front: handles unknown arguments.
 * Names given by keyword need a leading dot: `".sep? .maxsplit?"`.
 */
function parse(text: string): Signature {
	let s = signatures.get(text);
	if (s !== undefined) return s;
	s = { names: [], required: 0, positionalOnly: 0, variadic: false, keywordOnly: [], restKeywords: false, handlesUnknown: false };
	let keywords = false;
	for (const token of text.split(" ").filter((t) => t !== "")) {
		if (token === "!") s.handlesUnknown = true;
		else if (token === "*") keywords = true;
		else if (token.startsWith("**")) s.restKeywords = true;
		else if (token.startsWith("*")) {
			s.variadic = true;
			keywords = true;
		} else {
			const name = token.replace(/[.?]/g, "");
			if (keywords) s.keywordOnly.push(name);
			else {
				s.names.push(name);
				if (!token.endsWith("?")) s.required = s.names.length;
				if (!token.startsWith(".")) s.positionalOnly = s.names.length;
			}
		}
	}
	signatures.set(text, s);
	return s;
}

const times = (n: number): string => (n === 1 ? "one argument" : `${n} arguments`);

function wrongCount(shortName: string, qualified: string, s: Signature, given: number): never {
	const fname = shortName === "__init__" ? qualified.split(".")[0]! : shortName;
	const max = s.names.length;
	const simple = s.positionalOnly === max && s.keywordOnly.length === 0;
	if (max === 0 && s.keywordOnly.length > 0) raiseError("TypeError", `${fname}() takes no positional arguments`);
	if (simple && max === 0) raiseError("TypeError", `${qualified}() takes no arguments (${given} given)`);
	if (simple && max === 1 && s.required === 1) raiseError("TypeError", `${qualified}() takes exactly one argument (${given} given)`);
	if (simple) {
		const bound = s.required === max ? "" : given < s.required ? "at least " : "at most ";
		const n = given < s.required ? s.required : max;
		raiseError("TypeError", `${fname} expected ${bound}${n} argument${n === 1 ? "" : "s"}, got ${given}`);
	}
	if (given > max)
		raiseError(
			"TypeError",
			`${fname}() takes at most ${times(max + s.keywordOnly.length).replace("one argument", "1 argument")} (${given} given)`,
		);
	raiseError("TypeError", `${fname}() missing required argument '${s.names[given]}' (pos ${given + 1})`);
}

function bind(fname: string, qualified: string, s: Signature, args: Value[], from: number, kw: Kwargs | null): unknown[] {
	const given = args.length - from;
	const out: unknown[] = [];
	const max = s.names.length;
	if (given > max && !s.variadic) wrongCount(fname, qualified, s, given);
	for (let i = 0; i < max; i++) out.push(i < given ? args[from + i] : undefined);
	if (s.variadic) out.push(args.slice(from + max));
	const extra: Kwargs = new Map();
	for (const name of s.keywordOnly) out.push(kw?.get(name));
	if (kw !== null) {
		for (const [name, value] of kw) {
			const at = s.names.indexOf(name);
			if (at >= s.positionalOnly) {
				if (at < given) raiseError("TypeError", `argument for ${fname}() given by name ('${name}') and position (${at + 1})`);
				out[at] = value;
			} else if (s.restKeywords) extra.set(name, value);
			else if (!s.keywordOnly.includes(name)) {
				if (s.positionalOnly === max && s.keywordOnly.length === 0) raiseError("TypeError", `${qualified}() takes no keyword arguments`);
				raiseError("TypeError", `'${name}' is an invalid keyword argument for ${fname}()`);
			}
		}
	}
	for (let i = given; i < s.required; i++) if (out[i] === undefined) wrongCount(fname, qualified, s, given);
	if (s.restKeywords) out.push(extra);
	return out;
}

function unknownAmong(values: readonly unknown[]): boolean {
	for (const v of values) {
		if (v instanceof Unknown || v instanceof SymInt) return true;
		if (Array.isArray(v) && unknownAmong(v)) return true;
	}
	return false;
}

/** A function of a module: `args` are bound after `signature`. */
export function native(name: string, signature: string, fn: Bound): PyBuiltin {
	const s = parse(signature);
	return new PyBuiltin(
		name,
		(args, kw) => {
			const bound = bind(name, name, s, args, 0, kw);
			if (!s.handlesUnknown && unknownAmong(bound)) return derive(name, bound.flat() as Value[]);
			return fn(...bound) ?? null;
		},
		true,
	);
}

/** A method of a built-in class; `fn` gets self (the primitive inside, for subclasses of int and str) and the bound arguments. */
export function def(cls: PyClass, name: string, signature: string, fn: Bound): void {
	const s = parse(signature);
	const qualified = `${cls.name}.${name}`;
	const isBuiltin = cls.module === "builtins";
	const call: Native = (args, kw) => {
		if (args.length === 0) raiseError("TypeError", `unbound method ${qualified}() needs an argument`);
		const self = isBuiltin ? unwrap(args[0]!) : args[0]!;
		if (self instanceof Unknown || self instanceof SymInt) {
			if (!s.handlesUnknown || self instanceof Unknown) return derive(qualified, args);
		} else if (!typeOf(args[0]!).isSubclassOf(cls)) {
			raiseError("TypeError", `descriptor '${name}' for '${cls.name}' objects doesn't apply to a '${typeOf(args[0]!).name}' object`);
		}
		const bound = bind(name, qualified, s, args, 1, kw);
		if (!s.handlesUnknown && unknownAmong(bound)) return derive(qualified, [self, ...(bound.flat() as Value[])]);
		return fn(self, ...bound) ?? null;
	};
	const method = new PyBuiltin(name, call);
	method.qualname = qualified;
	cls.set(name, method);
}
/** A class method; `fn` gets the class first. */
export function defClassMethod(cls: PyClass, name: string, signature: string, fn: Bound): void {
	const s = parse(signature);
	const call: Native = (args, kw) => {
		const bound = bind(name, `${cls.name}.${name}`, s, args, 1, kw);
		if (!s.handlesUnknown && unknownAmong(bound)) return derive(`${cls.name}.${name}`, bound.flat() as Value[]);
		return fn(args[0], ...bound) ?? null;
	};
	cls.set(name, new PyClassMethod(new PyBuiltin(name, call)));
}
export function defStatic(cls: PyClass, name: string, signature: string, fn: Bound): void {
	cls.set(name, new PyStaticMethod(native(name, signature, fn)));
}
export function getter(
	cls: PyClass,
	name: string,
	get: (self: Value) => Value,
	set: ((self: Value, v: Value) => void) | null = null,
): void {
	cls.set(name, new NativeProperty(name, get, set));
}
