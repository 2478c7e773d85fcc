/** raise, try, except, finally: control flow, exception chaining and traceback bookkeeping. */
import type * as ast from "../syntax/nodes.ts";
import { baseExceptionClass, exceptionClasses, exceptionState, makeException, raiseError } from "../values/exceptions.ts";
import { builtinClass, Obj, PyClass, PyInstance, PyList, PyRaise, PyTuple, type Site, Unknown, type Value } from "../values/value.ts";
import { assignName } from "./assign.ts";
import { asRaise, call, noteSite } from "./calls.ts";
import { evaluate } from "./evaluate.ts";
import type { Frame } from "./frame.ts";
import { namespaceOf } from "./names.ts";
import { type Completion, execBlock, NORMAL } from "./statements.ts";
import { GiveUp, state } from "./state.ts";

export const tracebackClass = builtinClass("traceback");
/** `e.__traceback__`: the places, innermost first. */
export class PyTraceback extends Obj {
	cls: PyClass = tracebackClass;
	readonly sites: readonly Site[];
	constructor(sites: readonly Site[]) {
		super();
		this.sites = sites;
	}
}

/** Turns the operand of `raise` into an exception instance. */
function instanceOf(v: Value): PyInstance {
	if (v instanceof PyClass && v.isSubclassOf(baseExceptionClass)) {
		const made = call(v, [], null);
		if (made instanceof PyInstance && made.cls.isSubclassOf(baseExceptionClass)) return made;
		if (made instanceof Unknown) throw new GiveUp("unknown-raise", "the program raises an exception that is not known");
		raiseError("TypeError", `calling ${rtName(v)} should have returned an instance of BaseException, not ${rtName(made)}`);
	}
	if (v instanceof PyInstance && v.cls.isSubclassOf(baseExceptionClass)) return v;
	if (v instanceof Unknown || (v instanceof Obj && v.cls.hasUnknownBase) || (v instanceof PyClass && v.hasUnknownBase))
		throw new GiveUp("unknown-raise", "the program raises an exception that is not known");
	raiseError("TypeError", "exceptions must derive from BaseException");
}
const rtName = (v: Value): string => (v instanceof PyClass ? v.name : v instanceof Obj ? v.cls.name : typeof v);

export function raiseStatement(node: ast.Raise, frame: Frame): never {
	if (node.exc === null) {
		if (state.handled === null) raiseError("RuntimeError", "No active exception to reraise");
		throw reraise(state.handled, frame);
	}
	const raised = evaluate(node.exc, frame);
	frame.node = node;
	const value = instanceOf(raised);
	if (node.cause !== null) {
		const cause = evaluate(node.cause, frame);
		frame.node = node;
		const s = exceptionState(value);
		s.cause = cause === null || cause instanceof Unknown ? null : instanceOf(cause);
		s.suppressContext = true;
	}
	throw raiseValue(value);
}
/** An exception object on its way (again); what it went through before stays in its traceback. */
export function raiseValue(value: PyInstance): PyRaise {
	const raise = new PyRaise(value);
	const tb = exceptionState(value).traceback;
	if (tb instanceof PyTraceback) raise.sites = [...tb.sites];
	return raise;
}
function reraise(value: PyInstance, frame: Frame): PyRaise {
	const raise = raiseValue(value);
	// A bare `raise` adds no second entry for the frame that caught it.
	if (raise.sites.length > 0) raise.lastFrame = frame;
	return raise;
}

/** Sets `__context__` as CPython does while another exception is handled. */
export function chain(value: PyInstance, handled: PyInstance | null): void {
	if (handled === null || handled === value) return;
	const s = exceptionState(value);
	if (s.context !== null) return;
	for (let c: Value = handled; c instanceof PyInstance; ) {
		const next: Value = exceptionState(c).context;
		if (next === value) {
			exceptionState(c).context = null;
			break;
		}
		c = next;
	}
	s.context = handled;
}

/** What was thrown, as a Python exception caught in this frame; anything else goes on. */
export function caught(e: unknown, frame: Frame): PyRaise {
	if (e instanceof GiveUp) throw e;
	const raise = asRaise(e);
	if (raise === null) throw e;
	noteSite(raise, frame);
	chain(raise.value, state.handled);
	exceptionState(raise.value).traceback = new PyTraceback([...raise.sites]);
	return raise;
}

/** Runs code while `value` is the exception being handled. */
export function whileHandling<T>(value: PyInstance, frame: Frame, run: () => T): T {
	const before = state.handled;
	state.handled = value;
	try {
		return run();
	} catch (e) {
		const raise = e instanceof GiveUp ? null : asRaise(e);
		if (raise === null) throw e;
		noteSite(raise, frame);
		chain(raise.value, value);
		throw raise;
	} finally {
		state.handled = before;
	}
}

export function execTry(node: ast.Try, frame: Frame): Completion {
	if (node.finalbody.length === 0) return tryExcept(node, frame);
	let completion: Completion;
	try {
		completion = node.handlers.length === 0 ? bodyAndElse(node, frame) : tryExcept(node, frame);
	} catch (e) {
		const raise = caught(e, frame);
		const c = whileHandling(raise.value, frame, () => execBlock(node.finalbody, frame));
		if (c !== NORMAL) return c;
		throw raise;
	}
	const returned = frame.returned;
	const c = execBlock(node.finalbody, frame);
	if (c !== NORMAL) return c;
	frame.returned = returned;
	return completion;
}
function bodyAndElse(node: ast.Try, frame: Frame): Completion {
	const c = execBlock(node.body, frame);
	return c === NORMAL ? execBlock(node.orelse, frame) : c;
}

function tryExcept(node: ast.Try, frame: Frame): Completion {
	let completion: Completion;
	const trying = state.trying++;
	const guards = state.importGuards;
	const { fallback } = state;
	if (guardsImports(node)) {
		state.importGuards++;
		if (
			frame.source.installed === true &&
			node.handlers.some(({ body }) => body.some((s) => s.kind === "ImportFrom" || s.kind === "Import"))
		)
			state.fallback = frame;
	}
	try {
		completion = execBlock(node.body, frame);
	} catch (e) {
		state.trying = trying;
		state.importGuards = guards;
		state.fallback = fallback;
		const raise = caught(e, frame);
		if (node.isStar) return exceptStar(node, raise, frame);
		const handler = findHandler(node, raise, frame);
		if (handler === null) throw raise;
		return whileHandling(raise.value, frame, () => runHandler(handler, raise.value, frame));
	}
	state.trying = trying;
	state.importGuards = guards;
	state.fallback = fallback;
	return completion === NORMAL ? execBlock(node.orelse, frame) : completion;
}

/** `except ImportError`, or any handler around a body that begins with an import. */
function guardsImports(node: ast.Try): boolean {
	const first = node.body[0]?.kind;
	const isImport = first === "Import" || first === "ImportFrom";
	const names = (type: ast.Expr): string[] =>
		type.kind === "Tuple" ? type.elts.flatMap(names) : type.kind === "Name" ? [type.id] : type.kind === "Attribute" ? [type.attr] : [];
	return node.handlers.some(({ type }) => {
		if (type === null) return isImport;
		return names(type).some((name) => IMPORT_ERRORS.has(name) || (isImport && (name === "Exception" || name === "BaseException")));
	});
}
const IMPORT_ERRORS = new Set(["ImportError", "ModuleNotFoundError"]);

function runHandler(handler: ast.ExceptHandler, value: Value, frame: Frame): Completion {
	if (handler.name === null) return execBlock(handler.body, frame);
	assignName(handler.name, value, frame);
	try {
		return execBlock(handler.body, frame);
	} finally {
		namespaceOf(handler.name, frame).delete(handler.name.id);
	}
}

export function findHandler(node: ast.Try, raise: PyRaise, frame: Frame): ast.ExceptHandler | null {
	for (const handler of node.handlers) {
		if (handler.type === null) return handler;
		const at = frame.node;
		const matches = whileHandling(raise.value, frame, () => {
			const types = evaluate(handler.type!, frame);
			frame.node = handler.type!;
			return matchesType(raise.value, types);
		});
		frame.node = at;
		if (matches) return handler;
	}
	return null;
}
function matchesType(value: PyInstance, types: Value): boolean {
	if (types instanceof PyTuple) return types.items.some((t) => matchesType(value, t));
	if (types instanceof PyClass && types.isSubclassOf(baseExceptionClass)) return value.cls.isSubclassOf(types);
	// Errors of packages we do not know are not the ones we predict.
	if (types instanceof Unknown || (types instanceof PyClass && types.hasUnknownBase)) return false;
	raiseError("TypeError", "catching classes that do not inherit from BaseException is not allowed");
}

/** `except*`: each handler takes its part of the group. */
function exceptStar(node: ast.Try, raise: PyRaise, frame: Frame): Completion {
	const group = exceptionClasses.get("BaseExceptionGroup")!;
	const isGroup = raise.value.cls.isSubclassOf(group);
	let rest: Value[] = isGroup ? ((exceptionState(raise.value).args[1] as PyList | PyTuple).items ?? []) : [raise.value];
	const message = isGroup ? exceptionState(raise.value).args[0]! : "";
	for (const handler of node.handlers) {
		const types = evaluate(handler.type!, frame);
		const mine = rest.filter((v) => v instanceof PyInstance && matchesType(v, types));
		if (mine.length === 0) continue;
		rest = rest.filter((v) => !mine.includes(v));
		const part = makeException("ExceptionGroup", [message, new PyList(mine)]);
		const c = whileHandling(part, frame, () => runHandler(handler, part, frame));
		if (c !== NORMAL) return c;
	}
	if (rest.length === 0) return NORMAL;
	if (!isGroup) throw raise;
	exceptionState(raise.value).args = [message, new PyList(rest)];
	throw raise;
}
