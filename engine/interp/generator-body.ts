/**
 * The second statement executor: for frames that yield. Statements without a yield run in the ordinary one; a yield stands only as
 * a whole statement or as the whole right side of an assignment.
 */
import type * as ast from "../syntax/nodes.ts";
import type { PyRaise, Value } from "../values/value.ts";
import { assign } from "./assign.ts";
import type { Code } from "./bind.ts";
import { evaluate, test } from "./evaluate.ts";
import { caught, chain, findHandler } from "./exceptions.ts";
import type { Frame } from "./frame.ts";
import { delegate } from "./generators.ts";
import { LoopGuard, openLoop, type Round, WhileGuard } from "./loops.ts";
import { namespaceOf } from "./names.ts";
import { matchCase } from "./patterns.ts";
import { asRaise, noteSite } from "./calls.ts";
import { BREAK, type Completion, execStatement, NORMAL, RETURN } from "./statements.ts";
import { checkBudget, GiveUp, state } from "./state.ts";
import { enter, leave, leaveRaising } from "./with.ts";

type Run = Generator<Value, Completion, Value>;

export function* generatorBody(code: Code, frame: Frame): Generator<Value, Value, Value> {
	if (code.body === null) {
		const e = code.expression!;
		return e.kind === "Yield" || e.kind === "YieldFrom" ? yield* yielded(e, frame) : evaluate(e, frame);
	}
	return (yield* block(code.body, frame)) === RETURN ? frame.returned : null;
}

const known = new WeakMap<ast.Stmt, boolean>();
function hasYield(node: ast.Stmt): boolean {
	let has = known.get(node);
	if (has === undefined) known.set(node, (has = computeYield(node)));
	return has;
}
const isYield = (e: ast.Expr | null): boolean => e !== null && (e.kind === "Yield" || e.kind === "YieldFrom");
function computeYield(node: ast.Stmt): boolean {
	const any = (body: ast.Stmt[]): boolean => body.some(hasYield);
	switch (node.kind) {
		case "Expr":
		case "Assign":
		case "AugAssign":
		case "AnnAssign":
		case "Return":
			return isYield(node.value);
		case "If":
		case "While":
		case "For":
			return any(node.body) || any(node.orelse);
		case "With":
			return any(node.body);
		case "Try":
			return any(node.body) || any(node.orelse) || any(node.finalbody) || node.handlers.some((h) => any(h.body));
		case "Match":
			return node.cases.some((c) => any(c.body));
		default:
			return false;
	}
}

function* block(body: ast.Stmt[], frame: Frame): Run {
	for (const node of body) {
		const c = hasYield(node) ? yield* statement(node, frame) : execStatement(node, frame);
		if (c !== NORMAL) return c;
	}
	return NORMAL;
}

function* yielded(node: ast.Expr, frame: Frame): Generator<Value, Value, Value> {
	if (node.kind === "Yield") {
		const v = node.value === null ? null : evaluate(node.value, frame);
		frame.node = node;
		return yield v;
	}
	if (node.kind === "YieldFrom") {
		const v = evaluate(node.value, frame);
		frame.node = node;
		return yield* delegate(v, frame, node);
	}
	return evaluate(node, frame);
}

function* statement(node: ast.Stmt, frame: Frame): Run {
	if (++state.steps >= state.nextCheck) checkBudget();
	frame.node = node;
	switch (node.kind) {
		case "Expr":
			yield* yielded(node.value, frame);
			return NORMAL;
		case "Assign": {
			const v = yield* yielded(node.value, frame);
			for (const t of node.targets) assign(t, v, frame);
			return NORMAL;
		}
		case "AnnAssign":
			assign(node.target, yield* yielded(node.value!, frame), frame);
			return NORMAL;
		case "Return":
			frame.returned = yield* yielded(node.value!, frame);
			return RETURN;
		case "If":
			return yield* block(test(node.test, frame) ? node.body : node.orelse, frame);
		case "For":
			return yield* forLoop(node, frame);
		case "While":
			return yield* whileLoop(node, frame);
		case "With":
			return yield* withBlock(node, 0, frame);
		case "Try":
			return yield* tryBlock(node, frame);
		case "Match": {
			const subject = evaluate(node.subject, frame);
			for (const c of node.cases) if (matchCase(c, subject, frame)) return yield* block(c.body, frame);
			return NORMAL;
		}
		default:
			return execStatement(node, frame);
	}
}

function* forLoop(node: ast.For, frame: Frame): Run {
	const loop = openLoop(node, frame);
	const guard = new LoopGuard(node, frame, loop);
	for (let round: Round | null = guard.next(); round !== null; round = guard.next()) {
		assign(node.target, round.item, frame);
		const c = yield* block(node.body, frame);
		if (c === BREAK) {
			guard.leave();
			return NORMAL;
		}
		if (c === RETURN) {
			guard.leave();
			return c;
		}
	}
	guard.finish();
	return yield* block(node.orelse, frame);
}

function* whileLoop(node: ast.While, frame: Frame): Run {
	const guard = new WhileGuard(node, frame);
	while (guard.again()) {
		const c = yield* block(node.body, frame);
		if (c === BREAK) {
			guard.finish();
			return NORMAL;
		}
		if (c === RETURN) return c;
	}
	guard.finish();
	return yield* block(node.orelse, frame);
}

function* withBlock(node: ast.With, index: number, frame: Frame): Run {
	if (index === node.items.length) return yield* block(node.body, frame);
	const entered = enter(node.items[index]!, node, frame);
	let completion: Completion;
	try {
		completion = yield* withBlock(node, index + 1, frame);
	} catch (e) {
		if (leaveRaising(entered, e, frame)) return NORMAL;
		throw e;
	}
	const returned = frame.returned;
	leave(entered, frame);
	frame.returned = returned;
	return completion;
}

/** Runs `body` while `value` is handled. A yield inside suspends that too: `resume` keeps it with the generator. */
function* handling(raise: PyRaise, body: ast.Stmt[], frame: Frame): Run {
	const before = state.handled;
	state.handled = raise.value;
	try {
		return yield* block(body, frame);
	} catch (e) {
		const next = e instanceof GiveUp ? null : asRaise(e);
		if (next === null) throw e;
		noteSite(next, frame);
		chain(next.value, raise.value);
		throw next;
	} finally {
		state.handled = before;
	}
}

function* tryBlock(node: ast.Try, frame: Frame): Run {
	let completion: Completion;
	try {
		completion = yield* tryExcept(node, frame);
	} catch (e) {
		if (node.finalbody.length === 0) throw e;
		const raise = caught(e, frame);
		const c = yield* handling(raise, node.finalbody, frame);
		if (c !== NORMAL) return c;
		throw raise;
	}
	const returned = frame.returned;
	const c = yield* block(node.finalbody, frame);
	if (c !== NORMAL) return c;
	frame.returned = returned;
	return completion;
}
function* tryExcept(node: ast.Try, frame: Frame): Run {
	let completion: Completion;
	try {
		completion = yield* block(node.body, frame);
	} catch (e) {
		if (node.handlers.length === 0) throw e;
		const raise = caught(e, frame);
		const handler = findHandler(node, raise, frame);
		if (handler === null) throw raise;
		if (handler.name !== null) assign(handler.name, raise.value, frame);
		try {
			return yield* handling(raise, handler.body, frame);
		} finally {
			if (handler.name !== null) namespaceOf(handler.name, frame).delete(handler.name.id);
		}
	}
	return completion === NORMAL ? yield* block(node.orelse, frame) : completion;
}
