/** Calling things: Python functions, native ones, classes and callable objects. */
import { overriding } from "../values/overriding.ts";
import { TorchError } from "../autograd/errors.ts";
import { world } from "../autograd/world.ts";
import { exceptionClasses, makeException, raiseError, torchExceptions } from "../values/exceptions.ts";
import { typeOf } from "../values/kinds.ts";
import { derive } from "../values/unknown.ts";
import {
	type Kwargs,
	Obj,
	PyBuiltin,
	PyClass,
	PyFunction,
	PyInstance,
	PyList,
	PyMethod,
	PyRaise,
	PyTuple,
	Unknown,
	type Value,
} from "../values/value.ts";
import { bindAttribute } from "./attributes.ts";
import { PySuper } from "./builtins/super.ts";
import { bindArguments, type Code, codeOf, StarUnknown } from "./bind.ts";
import { allocate, callClass } from "./classes.ts";
import { evaluate } from "./evaluate.ts";
import { Frame } from "./frame.ts";
import { makeCoroutine, makeGenerator } from "./generators.ts";
import { recordLimit } from "./record.ts";
import { execBlock, RETURN } from "./statements.ts";
import { checkBudget, GiveUp, state } from "./state.ts";

/** Classes that C++ defines with their module in the name. */
const STATIC_TYPES = new Set(["dtype", "device", "Size", "memory_format", "layout"]);

export function call(callee: Value, args: Value[], kw: Kwargs | null): Value {
	if (callee instanceof PyFunction) return callFunction(callee, args, kw);
	if (callee instanceof PyBuiltin) return callNative(callee, args, kw);
	if (callee instanceof PyMethod) return call(callee.func, [callee.self, ...args], kw);
	if (callee instanceof PyClass) return callClass(callee, args, kw);
	if (callee instanceof Unknown) return callUnknown(callee, args, kw);
	const cls = typeOf(callee);
	const method = cls.lookup("__call__");
	if (method instanceof PyFunction) return callFunction(method, [callee, ...args], kw);
	if (method instanceof PyBuiltin && !method.isStatic) return callNative(method, [callee, ...args], kw);
	if (method !== undefined && method !== null) return call(bindAttribute(method, callee, cls), args, kw);
	if (cls.hasUnknownBase) return new Unknown(`\`${cls.name}\` has a base class that is not known`);
	raiseError(
		"TypeError",
		`'${STATIC_TYPES.has(cls.name) && cls.module === "torch" ? `torch.${cls.name}` : cls.name}' object is not callable`,
	);
}

export function callUnknown(callee: Unknown, args: Value[], kw: Kwargs | null): Unknown {
	const [first] = args;
	// A constructor under a decorator that is not known, for example.
	if (first instanceof PyInstance && first.cls.mro.some((c) => c.dict.get("__init__") === callee)) constructPartly(first);
	else for (const value of args) mayConstruct(value);
	const operands: Value[] = [callee, ...args];
	if (kw !== null) for (const [name, value] of kw) operands.push(name, value);
	return derive("call", operands);
}

/** A call whose arguments include `*unknown` or `**unknown`: only Python functions can be entered. */
export function callWithUnknownStars(callee: Value, args: Value[], kw: Kwargs | null): Value {
	if (callee instanceof PyFunction) return callFunction(callee, args, kw);
	if (callee instanceof PyMethod) return callWithUnknownStars(callee.func, [callee.self, ...args], kw);
	if (callee instanceof PyClass && callee.isUser && callee.cls.lookup("__call__") instanceof PyBuiltin) {
		const init = callee.lookup("__init__");
		const isPlain = !(callee.lookup("__new__") instanceof PyFunction);
		if (init instanceof PyFunction && isPlain) return callClass(callee, args, kw);
		if (init instanceof PyBuiltin && isPlain && isTorchModule(callee)) {
			const made = allocate(callee, [], null, init);
			if (made instanceof PyInstance && constructPartly(made)) return made;
		}
	} else if (callee instanceof Obj && !(callee instanceof Unknown) && !(callee instanceof PyBuiltin) && !(callee instanceof PyClass)) {
		const method = callee.cls.lookup("__call__");
		if (method instanceof PyFunction) return callFunction(method, [callee, ...args], kw);
	}
	if (callee instanceof PyBuiltin && callee.name === "__init__" && args[0] instanceof PyInstance && constructPartly(args[0])) return null;
	const star = args.find((a) => a instanceof StarUnknown) ?? [...(kw?.values() ?? [])].find((a) => a instanceof StarUnknown);
	return new Unknown((star as Unknown | undefined)?.why ?? "the arguments are not known");
}

/** Code that is not known may be what constructs a module whose own `__init__` is under way: `setup(self)`, a line half typed. */
export function mayConstruct(value: Value): void {
	const o = value instanceof PySuper ? value.self : value;
	if (o instanceof PyInstance && !o.dict.has("_modules") && isTorchModule(o.cls)) constructPartly(o);
}
const isTorchModule = (cls: PyClass): boolean => cls.mro.some((c) => !c.isUser && c.module.startsWith("torch.nn"));

/** What the most basic built-in constructor does without arguments is done; whatever else the arguments would have made is unknown. */
function constructPartly(o: PyInstance): boolean {
	if (o.dict.has("_modules")) return (o.isPartlyKnown = true);
	for (const cls of o.cls.mro.slice(0, -1).reverse()) {
		const init = cls.isUser ? undefined : cls.dict.get("__init__");
		if (!(init instanceof PyBuiltin)) continue;
		try {
			call(init, [o], null);
		} catch (e) {
			if (asRaise(e) === null) throw e;
			return false;
		}
		o.isPartlyKnown = true;
		return true;
	}
	return false;
}

export function callFunction(fn: PyFunction, args: Value[], kw: Kwargs | null): Value {
	const code = codeOf(fn);
	const vars = bindArguments(fn, code, args, kw);
	const frame = new Frame(fn.name, fn.globals, fn.globals.source!, vars, fn.closure, fn.def);
	frame.fn = fn;
	frame.scope = fn.def.scope;
	frame.isFunction = true;
	frame.definingClass = fn.definingClass;
	if (state.entered !== null) state.entered.add(fn.def);
	if (code.isGenerator) return makeGenerator(frame, code);
	if (code.isAsync) return makeCoroutine(frame, code);
	return runFrame(frame, code);
}

/** CPython's own limit; reached before `budget.depth` only under `run`. */
const RECURSION_LIMIT = 1000;

export function runFrame(frame: Frame, code: Code): Value {
	const caller = state.frame;
	if (++state.depth >= RECURSION_LIMIT || state.depth > state.budget.depth) {
		const given = tooDeep();
		if (given !== null) return given;
	}
	if (++state.steps >= state.nextCheck) checkBudget();
	if (++code.active > 2 && !state.exact && isEndless(frame, code.active)) {
		state.depth--;
		code.active--;
		recordLimit("depth", `\`${frame.name}\` calls itself with something that is not known`);
		return new Unknown(`\`${frame.name}\` calls itself with something that is not known`);
	}
	frame.caller = caller;
	state.frame = frame;
	try {
		if (code.body === null) return evaluate(code.expression!, frame);
		return execBlock(code.body, frame) === RETURN ? frame.returned : null;
	} catch (e) {
		throw leaving(e, frame);
	} finally {
		state.frame = caller;
		state.depth--;
		code.active--;
		frame.caller = null;
	}
}

/** A recursion that nothing known will end. */
export function isEndless(frame: Frame, active: number): boolean {
	if (active > 60) return true;
	for (const v of frame.vars.values()) if (v instanceof Unknown) return true;
	return false;
}

/** Unknown where the analysis only stops going deeper. */
function tooDeep(): Value | null {
	if (state.exact) {
		if (state.depth < RECURSION_LIMIT) return null;
		state.depth--;
		raiseError("RecursionError", "maximum recursion depth exceeded");
	}
	state.depth--;
	recordLimit("depth", `calls nested deeper than ${state.budget.depth}`);
	return new Unknown("the calls are nested too deeply");
}

/**
 * A native function. A bug of ours in it costs its result, not the run; and so does an exception that something unknown among the
 * arguments may have caused. Under `run` there is nothing to go on with.
 */
export function callNative(f: PyBuiltin, args: Value[], kw: Kwargs | null): Value {
	if (overriding.isWanted) {
		const answer = overriding.answer(f, args, kw);
		if (answer !== undefined) return answer;
	}
	const frame = state.frame;
	const depth = state.depth;
	try {
		return f.call(args, kw);
	} catch (e) {
		if (isInternal(e)) {
			if (state.exact) throw e;
			state.frame = frame;
			state.depth = depth;
			recordLimit("internal", `\`${f.name}\`: ${describeError(e)}`);
			if (f.name === "__init__" && args[0] instanceof PyInstance) constructPartly(args[0]);
			return new Unknown(`\`${f.name}\` failed inside the analysis`);
		}
		const unknown = raisedHere(e) ? unknownAmong(args, kw) : null;
		if (unknown === null) throw e;
		if (state.exact) throw new GiveUp("unknown-raise", `whether \`${f.name}\` raises is not known: ${unknown.why}`);
		recordLimit("unknown-raise", `whether \`${f.name}\` raises is not known: ${unknown.why}`);
		if (f.name === "__init__" && args[0] instanceof PyInstance) constructPartly(args[0]);
		return new Unknown(unknown.why);
	}
}
/** An error, thrown by native code and not on its way through Python code. */
function raisedHere(e: unknown): boolean {
	if (e instanceof TorchError) return true;
	return e instanceof PyRaise && e.sites.length === 0 && ERRORS.has(e.value.cls.name);
}
const ERRORS = new Set([
	"TypeError",
	"ValueError",
	"RuntimeError",
	"IndexError",
	"KeyError",
	"AttributeError",
	"OverflowError",
	"ZeroDivisionError",
	"NotImplementedError",
]);
function unknownAmong(args: readonly Value[], kw: Kwargs | null): Unknown | null {
	const found = firstUnknown(args);
	return found ?? (kw === null ? null : firstUnknown([...kw.values()]));
}
function firstUnknown(values: readonly Value[]): Unknown | null {
	for (const v of values) {
		const found = unknownIn(v);
		if (found !== null) return found;
		if (!(v instanceof PyTuple || v instanceof PyList)) continue;
		if (v instanceof PyList && v.more !== null) return v.more;
		for (const item of v.items) {
			const inside = unknownIn(item);
			if (inside !== null) return inside;
		}
	}
	return null;
}
/** An object of a class with an unknown base is as good as unknown to native code. */
function unknownIn(v: Value): Unknown | null {
	if (v instanceof Unknown) return v;
	return v instanceof Obj && v.cls.hasUnknownBase ? new Unknown(`\`${v.cls.name}\` has a base class that is not known`) : null;
}
function isInternal(e: unknown): boolean {
	return !(e instanceof PyRaise || e instanceof GiveUp || e instanceof TorchError || (e instanceof RangeError && isStackOverflow(e)));
}

/** An exception on its way out of a frame: notes the place. */
export function leaving(e: unknown, frame: Frame): unknown {
	if (e instanceof GiveUp) return e;
	const raise = asRaise(e) ?? runaway(e, frame);
	if (raise === null) {
		if (e instanceof RangeError && isStackOverflow(e))
			return new GiveUp("depth", `calls nested too deeply for this machine${debug.stacks ? e.stack : ""}`);
		return new GiveUp("internal", describeError(e));
	}
	noteSite(raise, frame);
	return raise;
}
/**
 * Where JavaScript's stack is smaller than Python's recursion limit needs, a deep recursion of few functions is taken for an endless
 * one. (Workers have a stack of 4 MB and more, which is enough for 1000 calls.)
 */
function runaway(e: unknown, frame: Frame): PyRaise | null {
	if (!state.exact || !(e instanceof RangeError) || !isStackOverflow(e) || state.depth < 200) return null;
	const names = new Set<unknown>();
	let f: Frame | null = frame;
	for (let i = 0; i < 150 && f !== null; i++) {
		names.add(f.fn?.def ?? f.name);
		f = f.caller;
	}
	return names.size > 6 ? null : new PyRaise(makeException("RecursionError", ["maximum recursion depth exceeded"]));
}
export function noteSite(raise: PyRaise, frame: Frame): void {
	if (raise.lastFrame === frame) return;
	raise.sites.push(frame.site());
	raise.lastFrame = frame;
}
/** With `stacks`, errors of ours carry their JavaScript stack. */
export const debug = { stacks: false };
export function describeError(e: unknown): string {
	return e instanceof Error ? `${e.name}: ${e.message}${debug.stacks ? `\n${e.stack}` : ""}` : String(e);
}
export const isStackOverflow = (e: RangeError): boolean => e.message.startsWith("Maximum call stack");

/** The Python exception in what was thrown, or null: a GiveUp or a bug of ours. */
export function asRaise(e: unknown): PyRaise | null {
	if (e instanceof PyRaise) return e;
	if (e instanceof TorchError) {
		const raise = new PyRaise(makeException(exceptionClasses.get(e.type) ?? torchExceptions.get(e.type) ?? "RuntimeError", [e.message]));
		raise.origin = e;
		world.record?.event("raise", { error: e, caught: false });
		return raise;
	}
	return null;
}
