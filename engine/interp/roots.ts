/** What to run of a file that only defines things: functions and classes the script never entered, and modules it called but never trained. */
import type { Program, Source } from "../program.ts";
import type { Arg, FunctionDef, Lambda, Span } from "../syntax/nodes.ts";
import {
	boolClass,
	floatClass,
	intClass,
	Obj,
	PyClass,
	PyClassMethod,
	PyFunction,
	PyMethod,
	type PyModule,
	PyProperty,
	PyStaticMethod,
	PyTuple,
	strClass,
	typeClass,
	Unknown,
	type Value,
} from "../values/value.ts";
import { tryAttr } from "./attributes.ts";
import { StarUnknown, UNKNOWN_STAR } from "./bind.ts";
import { asRaise, call, callWithUnknownStars } from "./calls.ts";
import { Frame } from "./frame.ts";
import { enlist } from "./captures.ts";
import { moduleFrom } from "./images.ts";
import { execModule, importModule, newModule } from "./imports.ts";
import { hasModule } from "./modules.ts";
import { decide } from "./paths.ts";
import { state, wasEntered } from "./state.ts";
import { rt } from "../values/runtime.ts";

export interface Root {
	/** Qualified name, or `<module>`. */
	name: string;
	kind: "script" | "function" | "class";
	/** The function, or a class's first method: the same object on every path. */
	def: Span | null;
	/** The function, or all methods. */
	parts: readonly unknown[];
}

/** How roots are supplied with arguments and exercised; the torch layer brings its own. */
export interface Harness {
	/** An argument for a parameter without a default; undefined: the interpreter's own choice. */
	argument?(fn: PyFunction, parameter: Arg, annotation: Value | undefined): Value | undefined;
	/** Constructs and exercises a class; false: the interpreter does what it can itself. */
	runClass?(cls: PyClass, root: Root): boolean;
	/** Exercises a function; false as above. */
	runFunction?(fn: PyFunction, root: Root): boolean;
}
export const defaultHarness: Harness = {};

/** The file as an import sees it. `isPackaged`: its packages are imported first, as Python does; they may import the file in turn. */
export function loadLibrary(program: Program, isPackaged = false): PyModule {
	const { entry } = program;
	const name = program.module ?? (entry.path.split(/[\\/]/).pop() ?? "module").replace(/\.\w+$/, "");
	if (isPackaged) importPackages(name);
	const ready = state.sources.get(entry.path);
	if (ready !== undefined && ready.name === name) return (state.mainModule = ready);
	const module = moduleFrom(name, entry, () => {
		const fresh = newModule(name, entry);
		if (!hasModule(name)) enlist(name, fresh, entry);
		else state.sources.set(entry.path, fresh);
		state.mainModule = fresh;
		execModule(fresh, entry, "library");
		return fresh;
	}) as PyModule;
	state.mainModule = module;
	return module;
}

function importPackages(name: string): void {
	for (let dot = name.indexOf("."); dot > 0; dot = name.indexOf(".", dot + 1))
		try {
			importModule(name.slice(0, dot));
		} catch (e) {
			// The file is looked into all the same.
			if (asRaise(e) === null) throw e;
		}
}
/** Whether what the file imports led to a package it lies in. */
export function leadsToItsPackage(program: Program, sources: Iterable<Source>): boolean {
	if (program.module === undefined) return false;
	const { path } = program.entry;
	for (const source of sources) {
		const folder = /^(.*[\\/])__init__\.py$/.exec(source.path)?.[1];
		if (folder !== undefined && source !== program.entry && path.startsWith(folder)) return true;
	}
	return false;
}

/** What roots have done so far: functions they entered, and forwards that ran for training (false: no backward reached the module). */
export interface Done {
	entered: ReadonlySet<unknown>;
	trained: ReadonlyMap<unknown, boolean>;
}
/** Every part was entered, and trained if it is a forward that ran for training: a call that prints a shape says little about a model. */
export const isDone = (root: Root, { entered, trained }: Done): boolean =>
	root.parts.every((def) => entered.has(def) && trained.get(def) !== false);

/** Module-level functions and classes of the library just loaded that are left to do. */
export function candidates(done: Done): Root[] {
	const out: Root[] = [];
	const add = (root: Root): void => {
		if (!isDone(root, done)) out.push(root);
	};
	const module = state.mainModule!;
	for (const [name, v] of module.dict) {
		const fn = unwrapped(v);
		if (fn !== null && fn.globals === module) add({ name, kind: "function", def: fn.def, parts: [fn.def] });
		else if (v instanceof PyClass && v.isUser && v.module === module.name) {
			const methods = methodsOf(v);
			// What a decorator of another file made of a method has its place there.
			if (methods.length > 0)
				add({ name, kind: "class", def: methods.find((fn) => fn.globals === module)?.def ?? null, parts: methods.map((fn) => fn.def) });
		}
	}
	// What needs no arguments shows how its author uses the rest. Then classes: other functions often take their instances.
	const rank = (r: Root): number => (r.kind === "class" ? 1 : needsNothing(r.def as FunctionDef) ? 0 : 2);
	return out.sort((a, b) => rank(a) - rank(b));
}
function needsNothing({ args: { posonly, args, kwonly } }: FunctionDef | Lambda): boolean {
	return [...posonly, ...args, ...kwonly].every((a) => a.default !== null);
}
/** The user's function inside decorators, class methods and properties. */
function unwrapped(v: Value | undefined): PyFunction | null {
	let inner: Value | undefined = v;
	for (let depth = 0; depth < 8; depth++) {
		if (inner instanceof PyStaticMethod || inner instanceof PyClassMethod) inner = inner.func;
		else if (inner instanceof PyProperty) inner = inner.get;
		else if (inner instanceof PyMethod) inner = inner.func;
		else if (inner instanceof Obj && !(inner instanceof PyClass) && inner.dict?.get("__wrapped__") !== undefined)
			inner = inner.dict.get("__wrapped__")!;
		else break;
	}
	return inner instanceof PyFunction ? inner : null;
}
function methodsOf(cls: PyClass): PyFunction[] {
	return [...cls.dict.values()].flatMap((v) => unwrapped(v) ?? []).filter(({ def }) => def.kind === "FunctionDef");
}

export function findTarget(module: PyModule, root: Root): Value | undefined {
	return module.dict.get(root.name);
}

export function runRoot(root: Root, target: Value, harness: Harness): void {
	const module = state.mainModule!;
	// Native code that asks where it is finds the definition.
	state.frame = new Frame("<module>", module, module.source!, module.dict, null, root.def ?? { start: 0, end: 0 });
	if (target instanceof PyClass) {
		if (harness.runClass?.(target, root) !== true) exerciseClass(target, harness);
		return;
	}
	const fn = unwrapped(target);
	if (fn !== null && harness.runFunction?.(fn, root) !== true) enter(target, fn, harness, 0);
}

/** Calls with what is known about the parameters of `fn`. */
export function enter(callee: Value, fn: PyFunction, harness: Harness, skip: number): Value {
	const args = argumentsFor(fn, harness, skip);
	const kw = keywordsFor(fn, harness);
	const stars = fn.def.args.vararg !== null || fn.def.args.kwarg !== null;
	return stars ? callWithUnknownStars(callee, args, kw) : call(callee, args, kw);
}

/** An instance; null for classes that are not made by calling them (enumerations, abstract classes). */
function construct(cls: PyClass, harness: Harness): Value | null {
	if (cls.isSubclassOf(typeClass) || cls.cls.lookup("__call__") instanceof PyFunction) return null;
	if (cls.mro.some((c) => c.name === "Enum" || c.name === "Protocol")) return null;
	const abstract = cls.dict.get("__abstractmethods__");
	if (abstract !== undefined && (rt.items(abstract) ?? []).length > 0) return null;
	const own = cls.lookup("__new__");
	const maker = own instanceof PyStaticMethod ? own.func : undefined;
	const init = maker instanceof PyFunction ? maker : cls.lookup("__init__");
	if (init instanceof PyFunction) return enter(cls, init, harness, 1);
	const names = cls.lookup("__match_args__") ?? cls.lookup("_fields");
	// Dataclasses and named tuples: every field by position.
	if (names instanceof PyTuple)
		return call(
			cls,
			names.items.map((name) => new Unknown(`the field \`${String(name)}\` is not known`, { key: `field ${String(name)}` })),
			null,
		);
	return call(cls, [], null);
}

/** An instance, and each method that takes part in no other call. */
function exerciseClass(cls: PyClass, harness: Harness): void {
	const self = construct(cls, harness);
	if (self === null) return;
	for (const [name, v] of cls.dict) {
		const fn = unwrapped(v);
		if (fn === null || name === "__init__" || wasEntered(fn.def)) continue;
		if (name.startsWith("__") && name !== "__call__") continue;
		const method = tryAttr(self, name);
		if (method !== undefined && !(v instanceof PyProperty)) enter(method, fn, harness, v instanceof PyStaticMethod ? 0 : 1);
	}
}

export function argumentsFor(fn: PyFunction, harness: Harness, skip = 0): Value[] {
	const { posonly, args } = fn.def.args;
	const out: Value[] = [];
	[...posonly, ...args].forEach((p, i) => {
		if (i >= skip) out.push(fn.defaults[i] ?? argument(fn, p, harness));
	});
	if (fn.def.args.vararg !== null) out.push(new StarUnknown(`the arguments \`*${fn.def.args.vararg.name}\` are not known`));
	return out;
}
export function keywordsFor(fn: PyFunction, harness: Harness): Map<string, Value> | null {
	const { posonly, args, kwonly } = fn.def.args;
	const kw = new Map<string, Value>();
	kwonly.forEach((p, i) => {
		if (fn.defaults[posonly.length + args.length + i] === undefined) kw.set(p.name, argument(fn, p, harness));
	});
	const { kwarg } = fn.def.args;
	if (kwarg !== null && !isLeftOut(fn, kwarg.name))
		kw.set(UNKNOWN_STAR, new StarUnknown(`the arguments \`**${kwarg.name}\` are not known`));
	return kw.size === 0 ? null : kw;
}
/** Further keywords are left out first, as arguments with defaults are; another path has some that are not known. */
function isLeftOut(fn: PyFunction, name: string): boolean {
	if (state.frame !== null && fn.globals === state.mainModule) state.frame.node = fn.def;
	return decide(`no **${name} of ${fn.qualname}`, `the arguments \`**${name}\` are not known`);
}
function argument(fn: PyFunction, parameter: Arg, harness: Harness): Value {
	const annotation = fn.annotations?.get(parameter.name);
	const given = harness.argument?.(fn, parameter, annotation);
	if (given !== undefined) return given;
	const type = annotation instanceof PyClass && SCALARS.has(annotation) ? annotation : null;
	return new Unknown(`the argument \`${parameter.name}\` is not known`, { key: `arg ${parameter.name}`, type });
}
const SCALARS = new Set<PyClass>([intClass, floatClass, strClass, boolClass]);
