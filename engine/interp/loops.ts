/**
 * Loops. A known trip count runs fully while that is affordable. When it is not known (or too long for `check`), some iterations
 * run: the first as it is, then with the scalars that the body changes widened to unknown ones, and they stay unknown after it.
 */
import type * as ast from "../syntax/nodes.ts";
import { PyDict, PyFloat, PyIterator, PyList, PyRange, PySet, PyTuple, SymInt, Unknown, type Value } from "../values/value.ts";
import { typeOf } from "../values/kinds.ts";
import { assign } from "./assign.ts";
import { evaluate, openTest } from "./evaluate.ts";
import type { Frame } from "./frame.ts";
import { closeGenerator, resume, PyGenerator } from "./generators.ts";
import { iterate } from "./iterate.ts";
import { namespaceOf } from "./names.ts";
import { recordLimit } from "./record.ts";
import { type Completion, BREAK, execBlock, NORMAL, RETURN } from "./statements.ts";
import { checkBudget, GiveUp, state } from "./state.ts";
import { decideUnknown } from "./truth.ts";
import { tryAttr } from "./attributes.ts";
import { runAwaitable } from "./generators.ts";
import { call } from "./calls.ts";
import { isException } from "../values/exceptions.ts";

/** `check` runs at most this many iterations of a loop whose body is substantial. */
const MANY = 200;
const SUBSTANTIAL = 20;
const PRECISE = 3;
/** ... and spends at most this part of a path's steps on a loop whose end nobody can foresee. */
const SHARE = 0.05;

/** Statements count the steps; a half-typed loop has none. */
function countEmpty({ body }: ast.For | ast.While): void {
	if (body.length === 0 && ++state.steps >= state.nextCheck) checkBudget();
}

export interface Loop {
	next: () => Value | undefined;
	/** Null: not known. */
	length: number | null;
	unknown: boolean;
	/** A generator that only this loop has: leaving the loop early closes it, as dropping the last reference does. */
	own?: PyGenerator;
}
export interface Round {
	item: Value;
}

export function openLoop(node: ast.For, frame: Frame): Loop {
	const before = state.unknownSources;
	const v = evaluate(node.iter, frame);
	frame.node = node.iter;
	if (node.isAsync) return { next: asyncItems(v), length: null, unknown: v instanceof Unknown };
	if (v instanceof Unknown) return { next: iterate(v), length: null, unknown: true };
	let length: number | null = null;
	if (v instanceof PyRange) length = v.length;
	else if ((v instanceof PyList || v instanceof PyTuple) && !v.cls.isUser) length = v.items.length;
	else if (v instanceof PyDict && !v.cls.isUser) length = v.entries.size;
	const next = iterate(v);
	const own =
		v instanceof PyGenerator && v.status === "new" && (node.iter.kind === "Call" || node.iter.kind === "GeneratorExp") ? { own: v } : {};
	return { ...own, next, length, unknown: state.unknownSources !== before || (v instanceof PyList && v.more !== null) };
}

function asyncItems(v: Value): () => Value | undefined {
	if (v instanceof Unknown) return iterate(v);
	if (v instanceof PyGenerator) return () => resume(v, null, null);
	const start = tryAttr(v, "__aiter__");
	if (start === undefined) return iterate(v);
	const it = call(start, [], null);
	if (it instanceof PyIterator) return it.next;
	const step = tryAttr(it, "__anext__");
	if (step === undefined) return iterate(it);
	return () => {
		try {
			return runAwaitable(call(step, [], null));
		} catch (e) {
			if (isException(e, "StopAsyncIteration")) return undefined;
			throw e;
		}
	};
}

/** Hands out the items, cutting long and unknown loops short. */
export class LoopGuard {
	private readonly node: ast.For;
	private readonly frame: Frame;
	private readonly loop: Loop;
	private readonly started = state.steps;
	private count = 0;
	private widening: Widening | null = null;
	/** Taken before the third iteration: what changes after it is what loops change. */
	private candidate: Widening | null = null;
	private ended = false;
	private readonly round: Round = { item: null };

	constructor(node: ast.For, frame: Frame, loop: Loop) {
		this.node = node;
		this.frame = frame;
		this.loop = loop;
		if (loop.unknown) {
			if (state.exact) throw new GiveUp("loop", "how often a loop repeats is not known");
			this.widening = new Widening(node, frame);
		}
	}

	next(): Round | null {
		if (this.ended) return null;
		countEmpty(this.node);
		const { loop, frame } = this;
		frame.node = this.node.iter;
		if (!state.exact && this.count > 0) {
			if (this.count === PRECISE - 1 && this.widening === null && (loop.length === null || loop.length > PRECISE))
				this.candidate = new Widening(this.node, frame);
			if (this.widening === null && this.count >= PRECISE && this.isTooLong()) {
				recordLimit("loop", "the loop repeats too often to follow it to its end", this.node);
				this.widening = this.candidate ?? new Widening(this.node, frame);
				this.widening.widen();
			} else if (this.widening !== null) {
				this.widening.widen();
				if (!loop.unknown) this.ended = true;
			}
			if (this.ended) return null;
		}
		const cut = state.cutSources;
		const item = loop.next();
		if (item === undefined) {
			this.ended = true;
			if (state.cutSources !== cut && this.widening === null) (this.widening = this.candidate)?.widen();
			return null;
		}
		this.count++;
		this.round.item = this.widening !== null && this.count > 1 ? widened(item) : item;
		return this.round;
	}

	private isTooLong(): boolean {
		const each = (state.steps - this.started) / this.count;
		const { length } = this.loop;
		if (this.count >= MANY && each > SUBSTANTIAL) return true;
		if (length === null)
			return this.count > PRECISE && (state.steps - this.started > state.budget.steps * SHARE || state.steps > state.budget.steps * 0.6);
		if (this.count > PRECISE) return state.steps > state.budget.steps * 0.8;
		const rest = (length - this.count) * each;
		return (length > MANY && each > SUBSTANTIAL) || rest > (state.budget.steps - state.steps) * 0.5;
	}

	/** After the loop. */
	finish(): void {
		this.widening?.widen();
	}
	/** After a `break` or `return` in the body. */
	leave(): void {
		this.widening?.widen();
		if (this.loop.own !== undefined) closeGenerator(this.loop.own);
	}
}

/** A scalar that stands for what it may be in later iterations. */
function widened(v: Value): Value {
	if (v instanceof PyTuple && !v.cls.isUser) return new PyTuple(v.items.map(widened));
	return isScalar(v) ? unknownLike(v) : v;
}
const isScalar = (v: Value | undefined): v is Value =>
	typeof v === "number" ||
	typeof v === "string" ||
	typeof v === "boolean" ||
	typeof v === "bigint" ||
	v instanceof PyFloat ||
	v instanceof SymInt;
const unknownLike = (v: Value): Unknown => new Unknown("it changes in a loop that was not followed to its end", { type: typeOf(v) });

/** The scalars a loop's body assigns: variables, and attributes of variables. */
class Widening {
	private readonly names: ast.Name[] = [];
	private readonly attributes: ast.Attribute[] = [];
	private readonly containers: ast.Expr[];
	/** Sizes of the containers the body changes. */
	private sizes = new Map<ast.Expr, number>();
	private readonly frame: Frame;
	private before = new Map<ast.Expr, Value | undefined>();

	constructor(node: ast.For | ast.While, frame: Frame) {
		this.frame = frame;
		const { targets, containers } = assignedIn(node);
		this.containers = containers;
		for (const t of targets) {
			if (t.kind === "Name") this.names.push(t);
			else this.attributes.push(t);
		}
		this.snapshot();
	}
	private holder(t: ast.Attribute): Map<string, Value> | null {
		if (t.value.kind !== "Name") return null;
		const o = namespaceOf(t.value, this.frame).get(t.value.id);
		return typeof o === "object" && o !== null && !(o instanceof Unknown) ? o.dict : null;
	}
	private snapshot(): void {
		for (const n of this.names) this.before.set(n, namespaceOf(n, this.frame).get(n.id));
		for (const a of this.attributes) this.before.set(a, this.holder(a)?.get(a.attr));
		for (const c of this.containers) this.sizes.set(c, sizeOf(this.container(c)));
	}
	private container(e: ast.Expr): Value | undefined {
		if (e.kind === "Name") {
			const own = namespaceOf(e, this.frame).get(e.id);
			return own ?? this.frame.globals.dict.get(e.id);
		}
		return e.kind === "Attribute" ? this.holder(e)?.get(e.attr) : undefined;
	}
	widen(): void {
		const change = (space: Map<string, Value> | null, id: string, key: ast.Expr): void => {
			const now = space?.get(id);
			if (!isScalar(now)) return;
			const before = this.before.get(key);
			if (now === before || (now instanceof PyFloat && before instanceof PyFloat && Object.is(now.value, before.value))) return;
			space!.set(id, unknownLike(now));
		};
		for (const n of this.names) change(namespaceOf(n, this.frame), n.id, n);
		for (const a of this.attributes) change(this.holder(a), a.attr, a);
		for (const c of this.containers) {
			const v = this.container(c);
			if (sizeOf(v) !== this.sizes.get(c)) markUnfinished(v!);
		}
		this.snapshot();
	}
}

const sizeOf = (v: Value | undefined): number =>
	v instanceof PyList ? v.items.length : v instanceof PyDict || v instanceof PySet ? v.entries.size : -1;
/** There may be more in it than the iterations that ran put there. */
function markUnfinished(v: Value): void {
	if (v instanceof PyList) v.more ??= new Unknown("it grows in a loop that was not followed to its end");
	else if (v instanceof PyDict) v.hasUnknownKeys = true;
	else if (v instanceof PySet) v.hasUnknownItems = true;
}

interface Changes {
	targets: (ast.Name | ast.Attribute)[];
	/** Objects of method calls (`x.append(...)`) and of subscript assignments. */
	containers: ast.Expr[];
}
const assigned = new WeakMap<ast.Stmt, Changes>();
function assignedIn(node: ast.For | ast.While): Changes {
	let out = assigned.get(node);
	if (out === undefined) {
		out = { targets: [], containers: [] };
		collect(node.body, out);
		if (node.kind === "For") target(node.target, out);
		assigned.set(node, out);
	}
	return out;
}
const isPlace = (e: ast.Expr): boolean => e.kind === "Name" || (e.kind === "Attribute" && e.value.kind === "Name");
function target(t: ast.Expr, out: Changes): void {
	if (t.kind === "Name" || t.kind === "Attribute") out.targets.push(t);
	else if (t.kind === "Subscript" && isPlace(t.value)) out.containers.push(t.value);
	else if (t.kind === "Tuple" || t.kind === "List") for (const e of t.elts) target(e, out);
	else if (t.kind === "Starred") target(t.value, out);
}
function collect(body: ast.Stmt[], out: Changes): void {
	for (const s of body) {
		switch (s.kind) {
			case "Expr":
				if (s.value.kind === "Call" && s.value.func.kind === "Attribute" && isPlace(s.value.func.value))
					out.containers.push(s.value.func.value);
				break;
			case "Assign":
				for (const t of s.targets) target(t, out);
				break;
			case "AugAssign":
			case "AnnAssign":
				target(s.target, out);
				break;
			case "For":
				target(s.target, out);
				collect(s.body, out);
				collect(s.orelse, out);
				break;
			case "While":
			case "If":
				collect(s.body, out);
				collect(s.orelse, out);
				break;
			case "With":
				for (const i of s.items) if (i.target !== null) target(i.target, out);
				collect(s.body, out);
				break;
			case "Try":
				collect(s.body, out);
				for (const h of s.handlers) collect(h.body, out);
				collect(s.orelse, out);
				collect(s.finalbody, out);
				break;
			case "Match":
				for (const c of s.cases) collect(c.body, out);
				break;
			default:
		}
	}
}

export function execFor(node: ast.For, frame: Frame): Completion {
	const guard = new LoopGuard(node, frame, openLoop(node, frame));
	for (let round = guard.next(); round !== null; round = guard.next()) {
		assign(node.target, round.item, frame);
		const c = execBlock(node.body, frame);
		if (c === BREAK) {
			guard.leave();
			return NORMAL;
		}
		if (c === RETURN) {
			const { returned } = frame;
			guard.leave();
			frame.returned = returned;
			return c;
		}
	}
	guard.finish();
	return node.orelse.length === 0 ? NORMAL : execBlock(node.orelse, frame);
}

/** Decides whether a `while` goes on. */
export class WhileGuard {
	private readonly node: ast.While;
	private readonly frame: Frame;
	private readonly started = state.steps;
	private count = 0;
	private widening: Widening | null = null;
	private candidate: Widening | null = null;
	/** Iterations left once the trip count is not known. */
	private left = -1;

	constructor(node: ast.While, frame: Frame) {
		this.node = node;
		this.frame = frame;
	}
	again(): boolean {
		const { node, frame } = this;
		countEmpty(node);
		if (state.exact) {
			this.count++;
			const t = openTest(node.test, frame);
			if (typeof t === "boolean") return t;
			return decideUnknown(t);
		}
		if (this.left === 0) return false;
		if (this.count === PRECISE - 1) this.candidate = new Widening(node, frame);
		if (this.widening !== null && this.count > 0) this.widening.widen();
		const t = openTest(node.test, frame);
		if (typeof t !== "boolean" && this.left < 0) {
			recordLimit("loop", `how often this repeats is not known: ${t.why}`, node);
			this.left = this.count >= state.budget.unknownIterations ? 1 : state.budget.unknownIterations - this.count;
			this.widening ??= new Widening(node, frame);
		} else if (t === false) return false;
		if (this.left < 0 && this.isTooLong()) {
			recordLimit("loop", "the loop repeats too often to follow it to its end", node);
			this.widening = this.candidate ?? new Widening(node, frame);
			this.widening.widen();
			this.left = 1;
		}
		if (this.left > 0) this.left--;
		this.count++;
		return true;
	}
	private isTooLong(): boolean {
		if (this.count < PRECISE) return false;
		const each = (state.steps - this.started) / this.count;
		if ((this.count >= MANY && each > SUBSTANTIAL) || state.steps - this.started > state.budget.steps * SHARE) return true;
		return state.steps > state.budget.steps * 0.6;
	}
	finish(): void {
		this.widening?.widen();
	}
}

export function execWhile(node: ast.While, frame: Frame): Completion {
	const guard = new WhileGuard(node, frame);
	while (guard.again()) {
		const c = execBlock(node.body, frame);
		if (c === BREAK) {
			guard.finish();
			return NORMAL;
		}
		if (c === RETURN) return c;
		frame.node = node;
	}
	guard.finish();
	return node.orelse.length === 0 ? NORMAL : execBlock(node.orelse, frame);
}
