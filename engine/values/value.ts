/**
 * Python values as the interpreter handles them.
 *
 * Immutable primitives are JavaScript's own: None is `null`, bool is `boolean`, int is `number` while safe and `bigint` beyond,
 * str is `string`. Everything else is an `Obj`. Floats are boxed (`PyFloat`) because `1` and `1.0` differ in Python.
 * What is not known is an `Unknown`, which carries why; it absorbs every operation and never causes a finding.
 */
import type { SymDim } from "../shape/dim.ts";
import type { FunctionDef, Lambda, Span } from "../syntax/nodes.ts";
import type { Source } from "../program.ts";

export type Value = null | boolean | number | bigint | string | Obj;

export type Kwargs = Map<string, Value>;

/** Anything with a Python class; `dict` is the instance `__dict__`, made on first use. */
export abstract class Obj {
	abstract cls: PyClass;
	/** On the prototype until it is set: a field of every object's base would cost more than the rest of its making. */
	declare dict: Map<string, Value> | null;
}
Obj.prototype.dict = null;

/** Signature of everything implemented in TypeScript. `kw` is null when no keywords were given. */
export type Native = (args: Value[], kw: Kwargs | null) => Value;

/** A Python class, user-written or built in. `dict` holds its own attributes in definition order. */
export class PyClass extends Obj {
	cls: PyClass;
	name: string;
	qualname: string;
	module: string;
	bases: PyClass[];
	/** C3 linearisation, starting with the class itself. */
	mro: PyClass[];
	override dict: Map<string, Value>;
	/** True when it was made from a `class` statement of the program (or of our Python prelude). */
	isUser: boolean;
	/** Set when some base was Unknown: attribute lookups that fail are then Unknown instead of AttributeError. */
	hasUnknownBase = false;
	/** Makes the bare object in `cls.__new__`: set on built-in classes, inherited through the MRO; absent: a `PyInstance`. */
	alloc: ((cls: PyClass, args: Value[], kw: Kwargs | null) => Value) | null = null;
	/** Lookup cache over the MRO; cleared when any class dict in the MRO changes. */
	cache: Map<string, Value | undefined> = new Map();
	/** Names some class has cached: while the built-in classes are being filled there are next to none. */
	static readonly cachedNames: Set<string> = new Set();
	/** Weak, since a built-in class outlives what is derived from it; but a `WeakRef` holds until the thread pauses, so a program's classes are
	 * held as they are and disowned when its path ends. */
	private below: (PyClass | WeakRef<PyClass>)[] = [];

	constructor(
		name: string,
		bases: PyClass[],
		dict: Map<string, Value>,
		options: { module?: string; isUser?: boolean; cls?: PyClass; mro?: PyClass[] } = {},
	) {
		super();
		this.name = name;
		this.qualname = name;
		this.module = options.module ?? "builtins";
		this.bases = bases;
		this.dict = dict;
		this.isUser = options.isUser ?? false;
		this.cls = options.cls ?? (this as PyClass);
		this.mro = options.mro ?? linearise(this, bases);
		for (const base of bases) base.below.push(this.isUser ? this : new WeakRef(this as PyClass));
	}

	get subclasses(): PyClass[] {
		const out: PyClass[] = [];
		for (const ref of this.below) {
			const cls = classAt(ref);
			if (cls !== undefined) out.push(cls);
		}
		if (out.length < this.below.length) this.below = this.below.filter((ref) => classAt(ref) !== undefined);
		return out;
	}

	/** It outlives its path: the bases remember it for as long as something else does. */
	outlive(): void {
		for (const base of this.bases) {
			const at = base.below.lastIndexOf(this);
			if (at >= 0) base.below[at] = new WeakRef(this as PyClass);
		}
	}

	disown(sub: PyClass): void {
		const at = this.below.findLastIndex((ref) => classAt(ref) === sub);
		if (at >= 0) this.below.splice(at, 1);
	}

	/** Finds `name` along the MRO. */
	lookup(name: string): Value | undefined {
		if (this.cache.has(name)) return this.cache.get(name);
		let found: Value | undefined;
		for (const c of this.mro) {
			found = c.dict.get(name);
			if (found !== undefined) break;
		}
		this.cache.set(name, found);
		PyClass.cachedNames.add(name);
		return found;
	}

	/** Sets a class attribute and forgets cached lookups here and below. */
	set(name: string, value: Value): void {
		this.dict.set(name, value);
		if (PyClass.cachedNames.has(name)) this.forget(name);
	}

	remove(name: string): boolean {
		const had = this.dict.delete(name);
		if (PyClass.cachedNames.has(name)) this.forget(name);
		return had;
	}

	private forget(name: string): void {
		this.cache.delete(name);
		for (const sub of this.subclasses) sub.forget(name);
	}

	/** Its dictionary was changed behind its back. */
	forgetAll(): void {
		this.cache.clear();
		for (const sub of this.subclasses) sub.forgetAll();
	}

	isSubclassOf(other: PyClass): boolean {
		return this === other || this.mro.includes(other);
	}
}

const classAt = (ref: PyClass | WeakRef<PyClass>): PyClass | undefined => (ref instanceof PyClass ? ref : ref.deref());

/** C3; throws a `LinearisationError` when the bases conflict. */
function linearise(cls: PyClass, bases: PyClass[]): PyClass[] {
	const sequences = [...bases.map((b) => [...b.mro]), [...bases]];
	const out = [cls];
	for (;;) {
		const rest = sequences.filter((s) => s.length > 0);
		if (rest.length === 0) return out;
		const head = rest.map((s) => s[0]!).find((h) => !rest.some((s) => s.indexOf(h) > 0));
		if (head === undefined) throw new LinearisationError(bases.map((b) => b.name).join(", "));
		out.push(head);
		for (const s of rest) if (s[0] === head) s.shift();
	}
}
export class LinearisationError extends Error {}

/** The roots of the class graph, defined here because every other class needs them. */
export const objectClass = new PyClass("object", [], new Map());
export const typeClass = new PyClass("type", [objectClass], new Map());
objectClass.cls = typeClass;
typeClass.cls = typeClass;

/** Makes a built-in class; its methods are filled in by the file that owns the type. */
export function builtinClass(name: string, bases: PyClass[] = [objectClass], module = "builtins"): PyClass {
	return new PyClass(name, bases, new Map(), { module, cls: typeClass });
}

export const noneClass = builtinClass("NoneType");
export const intClass = builtinClass("int");
export const boolClass = builtinClass("bool", [intClass]);
export const floatClass = builtinClass("float");
export const complexClass = builtinClass("complex");
export const strClass = builtinClass("str");
export const bytesClass = builtinClass("bytes");
export const tupleClass = builtinClass("tuple");
export const listClass = builtinClass("list");
export const dictClass = builtinClass("dict");
export const setClass = builtinClass("set");
export const frozensetClass = builtinClass("frozenset");
export const sliceClass = builtinClass("slice");
export const rangeClass = builtinClass("range");
export const functionClass = builtinClass("function");
export const builtinFunctionClass = builtinClass("builtin_function_or_method");
export const methodClass = builtinClass("method");
export const moduleClass = builtinClass("module");
export const generatorClass = builtinClass("generator");
export const iteratorClass = builtinClass("iterator");
export const propertyClass = builtinClass("property");
export const classmethodClass = builtinClass("classmethod");
export const staticmethodClass = builtinClass("staticmethod");
export const ellipsisClass = builtinClass("ellipsis");
export const notImplementedClass = builtinClass("NotImplementedType");
export const superClass = builtinClass("super");
/** Never visible to the program as a class of its own; `type(unknown)` is Unknown again. */
export const unknownClass = builtinClass("Unknown");

export class PyFloat extends Obj {
	/** On the prototype, as `dict` is: floats are made all the time. */
	declare cls: PyClass;
	value: number;
	constructor(value: number) {
		super();
		this.value = value;
	}
}
PyFloat.prototype.cls = floatClass;
export class PyComplex extends Obj {
	cls: PyClass = complexClass;
	re: number;
	im: number;
	constructor(re: number, im: number) {
		super();
		this.re = re;
		this.im = im;
	}
}
/** One char per byte. */
export class PyBytes extends Obj {
	cls: PyClass = bytesClass;
	value: string;
	constructor(value: string) {
		super();
		this.value = value;
	}
}
export class PyTuple extends Obj {
	declare cls: PyClass;
	items: Value[];
	constructor(items: Value[]) {
		super();
		this.items = items;
	}
}
PyTuple.prototype.cls = tupleClass;
export class PyList extends Obj {
	declare cls: PyClass;
	items: Value[];
	/** Set when something not known was extended into it: beyond `items` there may be more. */
	more: Unknown | null = null;
	constructor(items: Value[]) {
		super();
		this.items = items;
	}
}
PyList.prototype.cls = listClass;
/** `dict`, insertion-ordered; the key of the inner map is `hashKey(k)` of values/dict.ts. */
export class PyDict extends Obj {
	cls: PyClass = dictClass;
	entries: Map<unknown, [Value, Value]> = new Map();
	/** True once a key that is not known was stored: lookups that miss are then Unknown. */
	hasUnknownKeys = false;
}
export class PySet extends Obj {
	cls: PyClass;
	entries: Map<unknown, Value> = new Map();
	hasUnknownItems = false;
	constructor(frozen = false) {
		super();
		this.cls = frozen ? frozensetClass : setClass;
	}
}
export class PySlice extends Obj {
	cls: PyClass = sliceClass;
	start: Value;
	stop: Value;
	step: Value;
	constructor(start: Value, stop: Value, step: Value) {
		super();
		this.start = start;
		this.stop = stop;
		this.step = step;
	}
}
export class PyRange extends Obj {
	cls: PyClass = rangeClass;
	start: number;
	stop: number;
	step: number;
	constructor(start: number, stop: number, step: number) {
		super();
		this.start = start;
		this.stop = stop;
		this.step = step;
	}
	get length(): number {
		return Math.max(0, Math.ceil((this.stop - this.start) / this.step));
	}
}
export const Ellipsis: Obj = new (class extends Obj {
	cls = ellipsisClass;
})();
export const NotImplemented: Obj = new (class extends Obj {
	cls = notImplementedClass;
})();

/** A plain instance, of a user class or of a built-in class that keeps its state in `dict` or `native`. */
export class PyInstance extends Obj {
	cls: PyClass;
	override dict: Map<string, Value> = new Map();
	/** Private state of classes implemented in TypeScript (an optimizer's, a context manager's ...). */
	native: unknown = null;
	/** Allocation site, for stories. */
	site: Site | null = null;
	/** A built-in constructor got arguments that are not known: there may be more in it. */
	isPartlyKnown = false;
	constructor(cls: PyClass) {
		super();
		this.cls = cls;
	}
}

/** Where something happened: an expression or statement of a source, and the calls that led there. */
export interface Site {
	source: Source;
	node: Span;
	/** The frame it happened in (for "called from"); null at module level. */
	caller: Site | null;
	/** Name of the function or `<module>`, as tracebacks print it. */
	inFunction: string;
	/** False for our own Python prelude: such sites are skipped when a user's line is wanted. */
	isUser: boolean;
}

/** The variables of one function call (or module/class body). */
export interface Scope {
	vars: Map<string, Value>;
	/** The enclosing function's scope for free variables. */
	parent: Scope | null;
}

export class PyFunction extends Obj {
	cls: PyClass = functionClass;
	name: string;
	qualname: string;
	def: FunctionDef | Lambda;
	/** Captured function scopes; null for functions of module level. */
	closure: Scope | null;
	globals: PyModule;
	/** Values of the defaults in the order posonly, args, kwonly; undefined where there is none. */
	defaults: (Value | undefined)[];
	/** The class whose body defined it (`__class__` cell for `super()`). */
	definingClass: PyClass | null = null;
	annotations: Map<string, Value> | null = null;
	/** What the interpreter worked out about `def` once (its own type); null until the first call. */
	code: unknown = null;
	constructor(name: string, def: FunctionDef | Lambda, closure: Scope | null, globals: PyModule, defaults: (Value | undefined)[]) {
		super();
		this.name = name;
		this.qualname = name;
		this.def = def;
		this.closure = closure;
		this.globals = globals;
		this.defaults = defaults;
	}
}
/** A function implemented in TypeScript. As a class attribute it binds like a Python function (self becomes args[0]) unless `isStatic`. */
export class PyBuiltin extends Obj {
	cls: PyClass = builtinFunctionClass;
	name: string;
	call: Native;
	/** When false it behaves like a Python method in a class dict. */
	isStatic: boolean;
	doc: string | null = null;
	/** `list.append`, as `repr` and error texts show it. */
	qualname: string | null = null;
	constructor(name: string, call: Native, isStatic = false) {
		super();
		this.name = name;
		this.call = call;
		this.isStatic = isStatic;
	}
}
export class PyMethod extends Obj {
	declare cls: PyClass;
	func: Value;
	self: Value;
	constructor(func: Value, self: Value) {
		super();
		this.func = func;
		this.self = self;
	}
}
PyMethod.prototype.cls = methodClass;
export class PyProperty extends Obj {
	cls: PyClass = propertyClass;
	get: Value;
	set: Value;
	del: Value;
	constructor(get: Value, set: Value = null, del: Value = null) {
		super();
		this.get = get;
		this.set = set;
		this.del = del;
	}
}
/** An attribute computed in TypeScript (`tensor.shape`, `fn.__name__`): a data descriptor. */
export class NativeProperty extends Obj {
	cls: PyClass = propertyClass;
	name: string;
	get: (self: Value) => Value;
	set: ((self: Value, value: Value) => void) | null;
	del: ((self: Value) => void) | null;
	constructor(
		name: string,
		get: (self: Value) => Value,
		set: ((self: Value, value: Value) => void) | null = null,
		del: ((self: Value) => void) | null = null,
	) {
		super();
		this.name = name;
		this.get = get;
		this.set = set;
		this.del = del;
	}
}
export class PyClassMethod extends Obj {
	cls: PyClass = classmethodClass;
	func: Value;
	constructor(func: Value) {
		super();
		this.func = func;
	}
}
export class PyStaticMethod extends Obj {
	cls: PyClass = staticmethodClass;
	func: Value;
	constructor(func: Value) {
		super();
		this.func = func;
	}
}
export class PyModule extends Obj {
	cls: PyClass = moduleClass;
	name: string;
	/** The module's namespace. */
	override dict: Map<string, Value> = new Map();
	source: Source | null;
	/** Called when an attribute is missing: builds lazily, answers Unknown for modules we do not know, or undefined for AttributeError. */
	missing: ((name: string) => Value | undefined) | null = null;
	/** Made by the program, as an object: nothing of it outlives the path. */
	isMade = false;
	constructor(name: string, source: Source | null) {
		super();
		this.name = name;
		this.source = source;
	}
}
/** Iterators of all kinds (also generators): `next` returns undefined when exhausted. */
export class PyIterator extends Obj {
	cls: PyClass;
	next: () => Value | undefined;
	/** What a finished generator returned: the value of its StopIteration. */
	result: Value = null;
	/** Where an iterator stands whose whole state this is: it can be put back. */
	cell: PyList | null = null;
	constructor(next: () => Value | undefined, cls: PyClass = iteratorClass) {
		super();
		this.cls = cls;
		this.next = next;
	}
}
/** An integer known only by name: a symbolic dimension of a tensor and arithmetic on it. */
export class SymInt extends Obj {
	cls: PyClass = intClass;
	dim: SymDim;
	constructor(dim: SymDim) {
		super();
		this.dim = dim;
	}
}

let unknowns = 0;
/** Names of unknowns made while a module is executed begin with the module's name, so that they mean the same whoever imports it. */
let unknownPrefix = "u";
/** A value that is not known. `key` names it: equal keys on one path mean the same (unknown) value, so a condition decides the same way twice. */
export class Unknown extends Obj {
	cls: PyClass = unknownClass;
	/** Why it is not known, as a phrase: "the function `load` of the package `foo` is not modelled". */
	why: string;
	key: string;
	/** Its Python class where that much is known (for example float: the `.item()` of a tensor without numbers). */
	type: PyClass | null;
	constructor(why: string, options: { key?: string; type?: PyClass | null } = {}) {
		super();
		this.why = why;
		this.key = options.key ?? `${unknownPrefix}${unknowns++}`;
		this.type = options.type ?? null;
	}
}
/** Makes runs repeatable: called at the start of every path. */
export function resetUnknowns(from = 0): void {
	unknowns = from;
	unknownPrefix = "u";
}
/** Runs `f` with names of unknowns of its own. */
export function withUnknownsOf<T>(owner: string, f: () => T): T {
	const [count, prefix] = [unknowns, unknownPrefix];
	unknowns = 0;
	unknownPrefix = `${owner}:`;
	try {
		return f();
	} finally {
		unknowns = count;
		unknownPrefix = prefix;
	}
}
export const unknownCount = (): number => unknowns;

/** A Python exception on its way up. `value` is an instance of a subclass of BaseException. */
export class PyRaise {
	value: PyInstance;
	/** Innermost first; filled while unwinding. */
	sites: Site[] = [];
	/** The interpreter frame whose site was added last, so that re-raising in it adds no second one. */
	lastFrame: object | null = null;
	/** The error of the autograd layer it was made from, with its facts. */
	origin: unknown = null;
	constructor(value: PyInstance) {
		this.value = value;
	}
}

export const isInt = (v: Value): v is number | bigint | boolean => typeof v === "number" || typeof v === "bigint" || typeof v === "boolean";
export const isFloat = (v: Value): v is PyFloat => v instanceof PyFloat;
export const isUnknown = (v: Value | undefined): v is Unknown => v instanceof Unknown;
