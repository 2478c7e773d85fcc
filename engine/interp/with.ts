/** `with`: entering and leaving context managers. */
import type * as ast from "../syntax/nodes.ts";
import { exceptionState, raiseError } from "../values/exceptions.ts";
import { typeOf } from "../values/kinds.ts";
import { derive } from "../values/unknown.ts";
import { PyRaise, Unknown, type Value } from "../values/value.ts";
import { assign } from "./assign.ts";
import { bindAttribute } from "./attributes.ts";
import { asRaise, call } from "./calls.ts";
import { evaluate } from "./evaluate.ts";
import { caught, whileHandling } from "./exceptions.ts";
import type { Frame } from "./frame.ts";
import { runAwaitable } from "./generators.ts";
import { GiveUp, state } from "./state.ts";
import { type Completion, execBlock } from "./statements.ts";
import { truthValue } from "../values/operators.ts";

/** A context manager that was entered. */
export interface Entered {
	manager: Value;
	exit: Value | null;
	isAsync: boolean;
	node: ast.Span;
}

export function enter(item: ast.WithItem, node: ast.With, frame: Frame): Entered {
	const manager = evaluate(item.context, frame);
	frame.node = item.context;
	const { isAsync } = node;
	if (manager instanceof Unknown || typeOf(manager).hasUnknownBase) return enterUnknown(manager, item, frame, isAsync);
	const cls = typeOf(manager);
	const entering = cls.lookup(isAsync ? "__aenter__" : "__enter__");
	const exiting = cls.lookup(isAsync ? "__aexit__" : "__exit__");
	const kind = isAsync ? "asynchronous context manager" : "context manager";
	if (entering === undefined) raiseError("TypeError", `'${cls.name}' object does not support the ${kind} protocol`);
	if (exiting === undefined)
		raiseError(
			"TypeError",
			`'${cls.name}' object does not support the ${kind} protocol (missed ${isAsync ? "__aexit__" : "__exit__"} method)`,
		);
	const exit = bindAttribute(exiting, manager, cls);
	let value = call(bindAttribute(entering, manager, cls), [], null);
	if (isAsync) value = runAwaitable(value);
	const entered: Entered = { manager, exit, isAsync, node: item.context };
	if (item.target !== null) {
		try {
			assign(item.target, value, frame);
		} catch (e) {
			if (!leaveRaising(entered, e, frame)) throw e;
		}
	}
	return entered;
}
function enterUnknown(manager: Value, item: ast.WithItem, frame: Frame, isAsync: boolean): Entered {
	const cls = typeOf(manager);
	const entering = manager instanceof Unknown ? undefined : cls.lookup("__enter__");
	const value =
		entering === undefined
			? manager instanceof Unknown
				? derive("enter", [manager])
				: new Unknown("the context manager is not known")
			: call(bindAttribute(entering, manager, cls), [], null);
	if (item.target !== null) assign(item.target, value, frame);
	const exiting = manager instanceof Unknown ? undefined : cls.lookup("__exit__");
	return { manager, exit: exiting === undefined ? null : bindAttribute(exiting, manager, cls), isAsync, node: item.context };
}

/** What is not known may swallow the exception: those of test frameworks do, the others rarely. */
function maySwallow(manager: Value): boolean {
	if (state.exact) throw new GiveUp("unknown-branch", "whether a context manager swallows an exception is not known");
	return manager instanceof Unknown && /raises|suppress|warns/i.test(manager.key);
}
/** The body ended without an exception. */
export function leave(entered: Entered, frame: Frame): void {
	if (entered.exit === null) return;
	frame.node = entered.node;
	const r = call(entered.exit, [null, null, null], null);
	if (entered.isAsync) runAwaitable(r);
}
/** The body raised; true when the manager swallows the exception. */
export function leaveRaising(entered: Entered, e: unknown, frame: Frame): boolean {
	if (asRaise(e) === null) throw e;
	const raise = caught(e, frame);
	if (entered.exit === null) return maySwallow(entered.manager);
	const { value } = raise;
	const at = frame.node;
	const swallowed = whileHandling(value, frame, () => {
		frame.node = entered.node;
		const r = call(entered.exit!, [value.cls, value, exceptionState(value).traceback], null);
		return truthValue(entered.isAsync ? runAwaitable(r) : r) === true;
	});
	frame.node = at;
	if (!swallowed && raise instanceof PyRaise && e !== raise) throw raise;
	return swallowed;
}

export function execWith(node: ast.With, index: number, frame: Frame): Completion {
	if (index === node.items.length) return execBlock(node.body, frame);
	const entered = enter(node.items[index]!, node, frame);
	let completion: Completion;
	try {
		completion = execWith(node, index + 1, frame);
	} catch (e) {
		if (leaveRaising(entered, e, frame)) return 0;
		throw e;
	}
	const returned = frame.returned;
	leave(entered, frame);
	frame.returned = returned;
	return completion;
}
