/** Generators and coroutines: JavaScript generators over a frame, resumed with values or exceptions. */
import type * as ast from "../syntax/nodes.ts";
import { exceptionState, isException, makeException, raiseError } from "../values/exceptions.ts";
import { typeOf } from "../values/kinds.ts";
import { getter } from "../values/native.ts";
import { derive } from "../values/unknown.ts";
import {
	builtinClass,
	generatorClass,
	type PyClass,
	PyBuiltin,
	PyClass as PyClassObject,
	PyInstance,
	PyIterator,
	PyRaise,
	Unknown,
	type Value,
} from "../values/value.ts";
import { bindAttribute } from "./attributes.ts";
import type { Code } from "./bind.ts";
import { call, isEndless, leaving, noteSite } from "./calls.ts";
import { evaluate } from "./evaluate.ts";
import type { Frame } from "./frame.ts";
import { generatorBody } from "./generator-body.ts";
import { recordLimit } from "./record.ts";
import { iterate } from "./iterate.ts";
import { execBlock, RETURN } from "./statements.ts";
import { checkBudget, state } from "./state.ts";

const frameClass = builtinClass("frame");
export const coroutineClass = builtinClass("coroutine");
export const asyncGeneratorClass = builtinClass("async_generator");

export class PyGenerator extends PyIterator {
	readonly frame: Frame;
	readonly body: Generator<Value, Value, Value>;
	code: Code | null = null;
	status: "new" | "suspended" | "running" | "done" = "new";
	/** The exception being handled inside, kept while it is suspended. */
	handled: PyInstance | null = null;
	constructor(frame: Frame, body: Generator<Value, Value, Value>, cls: PyClass) {
		super(() => resume(this, null, null), cls);
		this.frame = frame;
		this.body = body;
	}
}

export function newGenerator(frame: Frame, body: Generator<Value, Value, Value>): PyGenerator {
	return new PyGenerator(frame, body, generatorClass);
}
export function makeGenerator(frame: Frame, code: Code): PyGenerator {
	const g = new PyGenerator(frame, generatorBody(code, frame), code.isAsync ? asyncGeneratorClass : generatorClass);
	g.code = code;
	return g;
}

/** Undefined when it is exhausted. */
export function resume(g: PyGenerator, value: Value, raise: PyRaise | null): Value | undefined {
	if (g.status === "running") raiseError("ValueError", "generator already executing");
	if (g.status === "done") {
		if (raise !== null) throw raise;
		return undefined;
	}
	if (g.status === "new") {
		if (raise !== null) {
			g.status = "done";
			noteSite(raise, g.frame);
			throw raise;
		}
		if (value !== null) raiseError("TypeError", "can't send non-None value to a just-started generator");
	}
	if (++state.steps >= state.nextCheck) checkBudget();
	const { code } = g;
	if (code !== null && ++code.active > 2 && !state.exact && isEndless(g.frame, code.active)) {
		code.active--;
		g.status = "done";
		recordLimit("depth", `\`${g.frame.name}\` calls itself with something that is not known`);
		return undefined;
	}
	const caller = state.frame;
	const handledOutside = state.handled;
	const frame = g.frame;
	g.status = "running";
	state.depth++;
	state.frame = frame;
	frame.resumedBy(caller);
	if (g.handled !== null) state.handled = g.handled;
	try {
		const step = raise === null ? g.body.next(value) : g.body.throw(raise);
		if (step.done) {
			g.status = "done";
			g.result = step.value ?? null;
			return undefined;
		}
		g.status = "suspended";
		return step.value;
	} catch (e) {
		g.status = "done";
		throw generatorRaised(leaving(e, frame), g);
	} finally {
		if ((g.status as string) === "suspended") g.handled = state.handled === handledOutside ? null : state.handled;
		state.handled = handledOutside;
		state.frame = caller;
		state.depth--;
		if (code !== null) code.active--;
		frame.caller = null;
	}
}

/** A StopIteration that leaves a generator would be taken for its end. */
function generatorRaised(e: unknown, g: PyGenerator): unknown {
	if (!isException(e, "StopIteration")) return e;
	const what = g.cls === coroutineClass ? "coroutine" : "generator";
	const wrapped = makeException("RuntimeError", [`${what} raised StopIteration`]);
	const s = exceptionState(wrapped);
	s.cause = s.context = e.value;
	s.suppressContext = true;
	const raise = new PyRaise(wrapped);
	noteSite(raise, g.frame);
	return raise;
}

/** `yield from v` inside a generator. */
export function* delegate(v: Value, frame: Frame, node: ast.Span): Generator<Value, Value, Value> {
	if (v instanceof PyGenerator) {
		let item = resumeAt(frame, node, () => resume(v, null, null));
		while (item !== undefined) {
			let sent: Value;
			try {
				sent = yield item;
			} catch (e) {
				if (!(e instanceof PyRaise)) throw e;
				if (isException(e, "GeneratorExit")) {
					closeGenerator(v);
					throw e;
				}
				item = resumeAt(frame, node, () => resume(v, null, e));
				continue;
			}
			item = resumeAt(frame, node, () => resume(v, sent, null));
		}
		return v.result;
	}
	const next = iterate(v);
	frame.node = node;
	for (let item = next(); item !== undefined; item = next()) {
		yield item;
		frame.node = node;
	}
	return v instanceof PyIterator ? v.result : null;
}
function resumeAt(frame: Frame, node: ast.Span, step: () => Value | undefined): Value | undefined {
	frame.node = node;
	return step();
}

function stopIteration(g: PyGenerator): PyRaise {
	return new PyRaise(makeException("StopIteration", g.result === null ? [] : [g.result]));
}
export function closeGenerator(g: PyGenerator): void {
	if (g.status === "done") return;
	if (g.status === "new") {
		g.status = "done";
		return;
	}
	try {
		const item = resume(g, null, new PyRaise(makeException("GeneratorExit", [])));
		if (item !== undefined) raiseError("RuntimeError", "generator ignored GeneratorExit");
	} catch (e) {
		if (!isException(e, "GeneratorExit") && !isException(e, "StopIteration")) throw e;
	}
}

function method(cls: PyClass, name: string, run: (g: PyGenerator, args: Value[]) => Value): void {
	cls.set(name, new PyBuiltin(name, (args) => run(args[0] as PyGenerator, args.slice(1))));
}
function raiseFrom(args: Value[]): PyRaise {
	const first = args[0] ?? null;
	const value = first instanceof PyClassObject ? call(first, args.length > 1 && args[1] !== null ? [args[1]!] : [], null) : first;
	return new PyRaise(value as PyInstance);
}
for (const cls of [generatorClass, coroutineClass, asyncGeneratorClass]) {
	method(cls, "__iter__", (g) => g);
	method(cls, "__aiter__", (g) => g);
	method(cls, "__next__", (g) => {
		const v = resume(g, null, null);
		if (v === undefined) throw stopIteration(g);
		return v;
	});
	method(cls, "send", (g, args) => {
		const v = resume(g, args[0] ?? null, null);
		if (v === undefined) throw stopIteration(g);
		return v;
	});
	method(cls, "throw", (g, args) => {
		const v = resume(g, null, raiseFrom(args));
		if (v === undefined) throw stopIteration(g);
		return v;
	});
	method(cls, "close", (g) => {
		closeGenerator(g);
		return null;
	});
	getter(cls, cls === generatorClass ? "gi_frame" : "cr_frame", (g) =>
		(g as PyGenerator).status === "done" ? null : new PyInstance(frameClass),
	);
	getter(cls, cls === generatorClass ? "gi_running" : "cr_running", (g) => (g as PyGenerator).status === "running");
}

/** An `async def` call: its body runs when it is awaited, from start to end. */
export function makeCoroutine(frame: Frame, code: Code): PyGenerator {
	return new PyGenerator(frame, coroutineBody(frame, code), coroutineClass);
}
// biome-ignore lint: a coroutine of ours never suspends, but is resumed like a generator.
function* coroutineBody(frame: Frame, code: Code): Generator<Value, Value, Value> {
	if (code.body === null) return evaluate(code.expression!, frame);
	return execBlock(code.body, frame) === RETURN ? frame.returned : null;
}
/** Runs an awaitable to its end. */
export function runAwaitable(v: Value): Value {
	if (v instanceof Unknown) return derive("await", [v]);
	if (v instanceof PyGenerator) {
		while (resume(v, null, null) !== undefined);
		return v.result;
	}
	const cls = typeOf(v);
	const own = cls.lookup("__await__");
	if (own === undefined || own === null) {
		if (cls.hasUnknownBase) return new Unknown(`\`${cls.name}\` has a base class that is not known`);
		raiseError("TypeError", `object ${cls.name} can't be used in 'await' expression`);
	}
	const it = call(bindAttribute(own, v, cls), [], null);
	if (it instanceof PyGenerator) return runAwaitable(it);
	return it instanceof PyIterator ? it.result : new Unknown("the awaitable is not known");
}
export function awaitValue(v: Value, frame: Frame, node: ast.Span): Value {
	frame.node = node;
	return runAwaitable(v);
}
