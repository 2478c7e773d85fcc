/** Comprehensions and generator expressions: a frame of their own, the first iterable evaluated outside. */
import type * as ast from "../syntax/nodes.ts";
import { dictSet, setAdd } from "../values/dict.ts";
import { PyDict, PyList, PySet, Unknown, type Value } from "../values/value.ts";
import { assign } from "./assign.ts";
import { leaving } from "./calls.ts";
import { evaluate, test } from "./evaluate.ts";
import { closureOf, Frame } from "./frame.ts";
import { newGenerator } from "./generators.ts";
import { iterate } from "./iterate.ts";
import { recordLimit } from "./record.ts";
import { checkBudget, state } from "./state.ts";

const UNFINISHED = "it was collected from something whose length is not known";
const NAMES = { ListComp: "<listcomp>", SetComp: "<setcomp>", GeneratorExp: "<genexpr>", DictComp: "<dictcomp>" };

function openFrame(node: ast.Comp | ast.DictComp, outer: Frame): Frame {
	const frame = new Frame(NAMES[node.kind], outer.globals, outer.source, new Map(), closureOf(outer), node);
	frame.isFunction = true;
	frame.fn = outer.fn;
	frame.scope = node.scope;
	frame.definingClass = outer.definingClass;
	return frame;
}

function firstIterable(node: ast.Comp | ast.DictComp, outer: Frame): () => Value | undefined {
	const first = node.generators[0]!;
	const v = evaluate(first.iter, outer);
	outer.node = first.iter;
	return iterate(v);
}

export function evaluateComp(node: ast.Comp, outer: Frame): Value {
	const cut = state.cutSources;
	const next = firstIterable(node, outer);
	const frame = openFrame(node, outer);
	switch (node.kind) {
		case "ListComp": {
			const out = new PyList([]);
			run(node, frame, next, () => out.items.push(evaluate(node.elt, frame)));
			if (state.cutSources !== cut) out.more = new Unknown(UNFINISHED);
			return out;
		}
		case "SetComp": {
			const out = new PySet();
			run(node, frame, next, () => setAdd(out, evaluate(node.elt, frame)));
			if (state.cutSources !== cut) out.hasUnknownItems = true;
			return out;
		}
		case "GeneratorExp":
			return newGenerator(frame, lazily(node, frame, next, 0));
	}
}
export function evaluateDictComp(node: ast.DictComp, outer: Frame): Value {
	const cut = state.cutSources;
	const next = firstIterable(node, outer);
	const frame = openFrame(node, outer);
	const out = new PyDict();
	run(node, frame, next, () => {
		const key = evaluate(node.key, frame);
		dictSet(out, key, evaluate(node.value, frame));
	});
	if (state.cutSources !== cut) out.hasUnknownKeys = true;
	return out;
}

function run(node: ast.Comp | ast.DictComp, frame: Frame, next: () => Value | undefined, emit: () => void): void {
	const caller = state.frame;
	frame.caller = caller;
	state.frame = frame;
	try {
		clause(node.generators, 0, frame, next, emit, state.exact ? Number.POSITIVE_INFINITY : state.steps + state.budget.steps * SHARE);
	} catch (e) {
		throw leaving(e, frame);
	} finally {
		state.frame = caller;
		frame.caller = null;
	}
}

/** How much of a path's steps one comprehension may take in `check`. */
const SHARE = 0.3;

function clause(
	generators: ast.Comprehension[],
	index: number,
	frame: Frame,
	next: () => Value | undefined,
	emit: () => void,
	until: number,
): void {
	const { target, ifs, iter } = generators[index]!;
	const inner = index + 1 < generators.length ? generators[index + 1]! : null;
	for (;;) {
		frame.node = iter;
		const item = next();
		if (item === undefined) return;
		if (++state.steps >= state.nextCheck) checkBudget();
		if (state.steps > until) {
			state.cutSources++;
			recordLimit("loop", "the comprehension is too long to follow it to its end", iter);
			return;
		}
		assign(target, item, frame);
		if (!passes(ifs, frame)) continue;
		if (inner === null) emit();
		else {
			const v = evaluate(inner.iter, frame);
			frame.node = inner.iter;
			clause(generators, index + 1, frame, iterate(v), emit, until);
		}
	}
}
function passes(ifs: ast.Expr[], frame: Frame): boolean {
	for (const condition of ifs) if (!test(condition, frame)) return false;
	return true;
}

function* lazily(node: ast.Comp, frame: Frame, next: () => Value | undefined, index: number): Generator<Value, Value, Value> {
	const { target, ifs, iter } = node.generators[index]!;
	for (;;) {
		frame.node = iter;
		const item = next();
		if (item === undefined) return null;
		if (++state.steps >= state.nextCheck) checkBudget();
		assign(target, item, frame);
		if (!passes(ifs, frame)) continue;
		const inner = node.generators[index + 1];
		if (inner === undefined) yield evaluate(node.elt, frame);
		else {
			const v = evaluate(inner.iter, frame);
			frame.node = inner.iter;
			yield* lazily(node, frame, iterate(v), index + 1);
		}
	}
}
