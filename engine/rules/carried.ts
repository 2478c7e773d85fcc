/** Variables and attributes that carry a graph from one iteration of a loop into the next. */
import { requiresGrad } from "../autograd/view.ts";
import type { Attribute, Expr, For, While } from "../syntax/nodes.ts";
import { isTensor, PyTensor } from "../values/tensor.ts";
import { PyList, PyTuple, type Site, type Value } from "../values/value.ts";
import type { Node } from "../autograd/node.ts";
import { functionAround } from "./edits.ts";
import { behind } from "./flow.ts";
import { targetsAt } from "./places.ts";
import type { PathRun } from "./rule.ts";
import { boundNames, readNames, simpleStatements } from "./slice.ts";

export interface Carried {
	name: string;
	/** The statement that fills it. */
	site: Site;
	isTuple: boolean;
	/** Filled by `+=` or `append`. */
	accumulates: boolean;
}

/** Names read in the loop's body before they are bound there whose value has a graph; `at` is any place in the same function. */
export function carriedNames(path: PathRun, at: Site, loop: For | While): Carried[] {
	const statements = [...simpleStatements(loop.body)];
	const bound = new Set<string>();
	const out: Carried[] = [];
	for (const s of statements) {
		for (const name of readNames(s.kind === "Assign" ? s.value : s)) {
			if (bound.has(name) || out.some((c) => c.name === name)) continue;
			const binder = statements.find((o) => boundNames(o).has(name) && (o.kind === "Assign" || o.kind === "AugAssign"));
			if (binder === undefined) continue;
			const target = targetsAt({ ...at, node: binder }).find((t) => t.kind === "Name" && t.id === name);
			const value = target === undefined ? undefined : path.record.values.get(target);
			if (value === undefined || !hasGraph(value)) continue;
			out.push({
				name,
				site: { ...at, node: binder.kind === "Assign" ? binder.value : binder },
				isTuple: value instanceof PyTuple,
				accumulates: binder.kind === "AugAssign",
			});
		}
		for (const n of boundNames(s)) bound.add(n);
	}
	return out;
}

/** The attribute assignment (`self.h = ...`, also one of several targets) in the functions that led to the place whose value carries the graph; with a `node`, the graph it is part of. */
export function storedAttribute(made: Site, path: PathRun, node: Node | null = null): { attr: string; site: Site } | null {
	for (let s: Site | null = made; s !== null; s = s.caller) {
		if (!s.isUser) continue;
		const fn = functionAround(s.source, s.node);
		if (fn === null) continue;
		for (const statement of simpleStatements(fn.body)) {
			if (statement.kind !== "Assign" || statement.targets.length !== 1) continue;
			const whole = statement.targets[0] as Expr;
			const target = (whole.kind === "Tuple" ? whole.elts : [whole]).find(
				(t): t is Attribute => t.kind === "Attribute" && t.value.kind === "Name" && carries(path.record.values.get(t) ?? null, node),
			);
			if (target !== undefined) return { attr: target.attr, site: { ...s, node: statement.value } };
		}
	}
	return null;
}

function carries(v: Value, node: Node | null): boolean {
	if (!hasGraph(v)) return false;
	return (
		node === null || behind(v instanceof PyTensor ? [v.tensor] : (v as PyTuple).items.filter(isTensor).map((t) => t.tensor)).nodes.has(node)
	);
}
export function hasGraph(v: Value): boolean {
	if (v instanceof PyTensor) return requiresGrad(v.tensor) && v.tensor.gradFn !== null;
	return (v instanceof PyTuple || v instanceof PyList) && v.items.some(hasGraph);
}
