/**
 * What TypeScript code that implements Python things (built-in types, torch, nn) asks of the interpreter.
 * The interpreter installs itself here; nothing below `interp` imports it.
 */
import type { Kwargs, PyClass, PyModule, PyRaise, Site, Value } from "./value.ts";

export interface Runtime {
	/** Calls any Python callable. */
	call(callee: Value, args: Value[], kw?: Kwargs | null): Value;
	/** `getattr(o, name)`; raises AttributeError as a PyRaise. */
	getAttr(o: Value, name: string): Value;
	/** As getAttr, undefined instead of AttributeError. */
	findAttr(o: Value, name: string): Value | undefined;
	setAttr(o: Value, name: string, value: Value): void;
	delAttr(o: Value, name: string): void;
	/** The type of any value. */
	typeOf(o: Value): PyClass;
	isInstance(o: Value, cls: PyClass): boolean;
	/** `bool(v)`; an undecidable one asks the path for a decision. */
	truth(v: Value): boolean;
	/** `iter(v)`: a function that gives items until undefined. */
	iterate(v: Value): () => Value | undefined;
	/** All items of a finite iterable; null when they are not known (Unknown, or too many). */
	items(v: Value): Value[] | null;
	repr(v: Value): string;
	str(v: Value): string;
	/** `format(v, spec)`. */
	format(v: Value, spec: string): string;
	/** Python's binary operators on values, with reflected methods. */
	binary(op: string, a: Value, b: Value): Value;
	compare(op: string, a: Value, b: Value): Value;
	equals(a: Value, b: Value): boolean;
	getItem(o: Value, key: Value): Value;
	setItem(o: Value, key: Value, value: Value): void;
	/** Throws a Python exception of the named built-in class. */
	raise(type: string, message: string, ...moreArgs: Value[]): never;
	/** Throws an instance of `cls(*args)`. */
	raiseClass(cls: PyClass, args: Value[]): never;
	exceptionClass(name: string): PyClass;
	/** Issues a Python warning at the current user line, `stacklevel` frames up; Python's default filters apply. */
	warn(category: string, message: string, stacklevel?: number): void;
	/** Writes to the predicted standard output; null for a piece that is not known. */
	write(text: string): void;
	/** Imports a module by dotted name (as `importlib.import_module`). */
	importModule(name: string): Value;
	/** Where the program is now. */
	site(): Site;
	/** Records that something was given up. */
	limit(kind: string, what: string): void;
	/** A decision of the path about an undecidable condition named by `key`. */
	decide(key: string, why: string): boolean;
	asRaise(error: unknown): PyRaise | null;
	/** The innermost Python frame's variables, for `locals`, `globals`, `super()` and the like. */
	frame(): FrameView;
	/** Makes a class as a class statement does: metaclass, `__set_name__`, `__init_subclass__`. */
	makeClass(meta: PyClass, name: string, bases: Value[], namespace: Map<string, Value>, kw: Kwargs | null): Value;
	/** `type.__call__`: an instance of `cls`. */
	instantiate(cls: PyClass, args: Value[], kw: Kwargs | null): Value;
	/** Attribute access without the class's own `__getattribute__`/`__setattr__` (what `object` does). */
	genericGetAttr(o: Value, name: string): Value | undefined;
	genericSetAttr(o: Value, name: string, value: Value): void;
	genericDelAttr(o: Value, name: string): void;
}

/** What native code may know of the frame that called it. */
export interface FrameView {
	locals: Map<string, Value>;
	globals: PyModule;
	/** For `super()` without arguments: the class whose body defined the running function, and its first argument. */
	definingClass: PyClass | null;
	self: Value | undefined;
}

/** The interpreter of the run in progress (the engine is single-threaded and synchronous). */
export let rt: Runtime = undefined as unknown as Runtime;
export function installRuntime(runtime: Runtime): void {
	rt = runtime;
}
