/** Losses are added up or collected with their graphs after their backward: memory grows with every iteration. */
import type { BackwardRun } from "../autograd/backward.ts";
import type { Node } from "../autograd/node.ts";
import type { Event } from "../record/record.ts";
import { requiresGrad } from "../autograd/view.ts";
import type { AugAssign, Call, Expr, Stmt } from "../syntax/nodes.ts";
import { PyTensor } from "../values/tensor.ts";
import { PyDict, PyList, type Site, Unknown, type Value } from "../values/value.ts";
import { PerDefinition } from "../record/per-definition.ts";
import { statementsIn, usesTorch } from "./training-blocks.ts";
import { fix, functionAround, insert, replace, textOf, walk } from "./edits.ts";
import { atom } from "./fix-graph.ts";
import { blockOf, isAssignTo, loopAround, methodCall, within } from "./places.ts";
import { simpleStatements } from "./slice.ts";
import type { Source } from "../program.ts";
import { type Draft, type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "graph-leak",
	severity: "warning",
	summary: "losses are added up with their graphs",
	why: `\`total += loss\`, \`history.append(loss)\` and \`mean = 0.9 * mean + 0.1 * z.mean()\` keep a tensor with a graph. Its backward has run, so nobody needs the graph, but the sum holds on to it: nodes and whatever they keep pile up with every iteration until memory runs out.

**What to do:** add numbers: \`total += loss.item()\`, or \`loss.detach()\` to stay on the device.`,
	*find(path) {
		const backwards = path.record.of("backward");
		if (backwards.length === 0 && path.record.of("backward-unknown").length === 0) return;
		const runs = new Set([...backwards.map((b) => b.run), ...path.record.lastBackwards.values()]);
		const roots = new Set([...runs].flatMap((r) => r.roots));
		for (const { source, statement: s, kept } of [...path.record.sources].flatMap((source) =>
			keepers.in(source).map((k) => ({ source, ...k })),
		)) {
			const { value, kind } = kept;
			if (!path.record.values.has(value) && !path.record.values.has(kept.holder)) continue;
			const site: Site = { source, node: s, caller: null, inFunction: "", isUser: true };
			const inLoop = loopAround(source, s) !== null;
			const v = path.record.values.get(value);
			if (
				inLoop &&
				mayHaveGraph(v) &&
				kind === "sum" &&
				s.kind === "AugAssign" &&
				value.kind === "Name" &&
				usesTorch(source) &&
				backwarded(source, s, value.id) &&
				startsAsNumber(source, s)
			) {
				yield {
					site,
					message: `\`${codeOf(site)}\` keeps the graph of \`${value.id}\`, whose backward has already run: memory grows with every iteration. Add \`${value.id}.item()\` or \`${value.id}.detach()\`.`,
					fixes: [fix(`Use \`${value.id}.item()\``, "unsafe", [insert(source, value.end, ".item()")])],
				};
				continue;
			}
			if (kind !== "mean" && v !== undefined && !(v instanceof PyTensor && requiresGrad(v.tensor))) continue;
			if (kind === "list" && diesBefore(source, s, kept.holder, backwards)) continue;
			const isRoot = v instanceof PyTensor && requiresGrad(v.tensor) && v.tensor.gradFn !== null && roots.has(v.tensor);
			const what = inLoop && isRoot && kind !== "mean" && !wanted(path, s, kind, roots) ? v.tensor.gradFn : pilesUp(path, kept, runs);
			if (what === null) continue;
			const back = userSite(
				backwards.find((b) => (isRoot ? b.run.roots.includes(v.tensor) : b.run.executed.includes(what)))?.where ?? null,
			);
			yield { site, ...told(source, site, kept, back, isRoot) };
		}
	},
});

interface Kept {
	/** What is added: an operand, an argument, or the whole right side. */
	value: Expr;
	/** What holds it afterwards. */
	holder: Expr;
	kind: "sum" | "list" | "mean";
}
const keepers = new PerDefinition((definition, source) =>
	[...statementsIn(definition)].flatMap((statement) => {
		const kept = keeping(source, statement);
		return kept === null ? [] : [{ statement, kept }];
	}),
);
/** `t += v`, `list.append(v)`, `t = ... t ... v`. */
function keeping(source: Source, s: Stmt): Kept | null {
	if (s.kind === "AugAssign") {
		if (s.op !== "+") return null;
		const list = s.value.kind === "List" && s.value.elts.length === 1 ? s.value.elts[0]! : null;
		return list === null ? { value: s.value, holder: s.target, kind: "sum" } : { value: list, holder: s.target, kind: "list" };
	}
	if (s.kind === "Assign") {
		const [target] = s.targets;
		if (s.targets.length !== 1 || (target!.kind !== "Name" && target!.kind !== "Attribute" && target!.kind !== "Subscript")) return null;
		const text = textOf(source, target!);
		const again = walk(s.value).some((n) => n.kind === target!.kind && textOf(source, n) === text);
		return again ? { value: s.value, holder: target!, kind: "mean" } : null;
	}
	if (s.kind !== "Expr" || s.value.kind !== "Call") return null;
	const c = s.value as Call;
	return c.func.kind === "Attribute" && c.func.attr === "append" && c.args.length === 1
		? { value: c.args[0]!, holder: c.func.value, kind: "list" }
		: null;
}

/** A list of the function's own, which has returned before any backward runs: a forward that collects outputs. */
function diesBefore(source: Source, s: Stmt, holder: Expr, backwards: readonly Event<"backward">[]): boolean {
	const fn = functionAround(source, s);
	if (fn === null || holder.kind !== "Name" || ![...simpleStatements(fn.body)].some((o) => isAssignTo(o, holder.id))) return false;
	for (const b of backwards)
		for (let at = b.where; at !== null; at = at.caller) if (at.source === source && within(at.node, fn)) return false;
	return backwards.length > 0;
}

/** The sum itself is the loss of something: then its graph is wanted. */
function wanted(path: PathRun, s: Stmt, kind: Kept["kind"], roots: Set<unknown>): boolean {
	if (kind !== "sum") return false;
	const total = path.record.values.get((s as AugAssign).target);
	return !(total instanceof PyTensor) || total.tensor.gradFn === null || roots.has(total.tensor);
}

/** Nodes that two different backwards have gone through and freed hang on what is held at the end: one of them. */
function pilesUp(path: PathRun, { holder, kind }: Kept, runs: Set<BackwardRun>): Node | null {
	if (runs.size < 2) return null;
	const held = path.record.values.get(holder) ?? (holder.kind === "Subscript" ? path.record.values.get(holder.value) : undefined);
	const start = graphsIn(held).filter((n) => kind === "list" || !n.released);
	if (start.length === 0 || (kind === "list" && start.length < 2)) return null;
	if (kind === "list") return fromSeveral(start, runs);
	const used = releasedBelow(start);
	let first: Node | null = null;
	for (const r of runs) {
		if (r.options.retainGraph) continue;
		const node = r.executed.find((n) => used.has(n));
		if (node === undefined) continue;
		if (first !== null) return first;
		first = node;
	}
	return null;
}
/** Items that different backwards were the last to go through; a part that all of them share (computed once) tells nothing. */
function fromSeveral(items: Node[], runs: Set<BackwardRun>): Node | null {
	const order = [...runs].filter((r) => !r.options.retainGraph);
	let first: { node: Node; run: BackwardRun } | null = null;
	for (const item of items) {
		const used = releasedBelow([item]);
		const run = order.findLast((r) => r.executed.some((n) => used.has(n)));
		if (run === undefined) continue;
		const node = run.executed.find((n) => used.has(n))!;
		if (first !== null && first.run !== run) return first.node;
		first ??= { node, run };
	}
	return null;
}
function graphsIn(v: Value | undefined): Node[] {
	const items =
		v instanceof PyList ? v.items : v instanceof PyDict ? [...v.entries.values()].map(([, x]) => x) : v === undefined ? [] : [v];
	return items.flatMap((x) => (x instanceof PyTensor && requiresGrad(x.tensor) && x.tensor.gradFn !== null ? [x.tensor.gradFn] : []));
}
/** Freed nodes with something of their own, at or below the given ones; leaves' accumulators are everybody's. */
function releasedBelow(start: Node[]): Set<Node> {
	const out = new Set<Node>();
	const seen = new Set<Node>();
	const stack = [...start];
	while (stack.length > 0 && seen.size < MOST) {
		const n = stack.pop()!;
		if (seen.has(n) || n.nextEdges.length === 0) continue;
		seen.add(n);
		if (n.released) out.add(n);
		for (const e of n.nextEdges) if (e !== null) stack.push(e.node);
	}
	return out;
}
const MOST = 20_000;

function told(
	source: Source,
	site: Site,
	{ value, kind }: Kept,
	back: Site | null,
	isLoss: boolean,
): Pick<Draft, "severity" | "message" | "fixes"> {
	const text = textOf(source, value);
	const when = `whose backward${back === null ? "" : ` (${lineText(back, site)})`} has already run: memory grows with every iteration`;
	const detached = replace(source, value, `${atom(source, value)}.detach()`);
	if (kind === "mean")
		return {
			message: `\`${codeOf(site)}\` carries graphs along ${when}. Store it detached.`,
			fixes: [fix("Store it detached", "safe", [detached])],
		};
	return {
		// A list may be meant to hold tensors for a while; a running sum is not.
		...(kind === "list" ? { severity: "information" as const } : {}),
		message: `\`${codeOf(site)}\` keeps the graph of \`${text}\`, ${when}. Add ${isLoss ? `\`${text}.item()\` or ` : ""}\`${atom(source, value)}.detach()\`.`,
		fixes: [
			fix(`Use \`${atom(source, value)}.detach()\``, "safe", [value.kind === "Name" ? insert(source, value.end, ".detach()") : detached]),
			fix(`Use \`${atom(source, value)}.item()\``, "unsafe", [replace(source, value, `${atom(source, value)}.item()`)]),
		],
	};
}

/** `name.backward()` earlier in the same loop body: whatever it is, it is a tensor with a graph. */
function backwarded(source: Source, s: Stmt, name: string): boolean {
	const at = blockOf(source, s);
	const before = at?.block.slice(0, at.index) ?? [];
	if (before.some((o) => isAssignTo(o, name) && o.value.kind === "Call" && isNumberOf(o.value))) return false;
	return before.some((o) => {
		const receiver = methodCall(o, /^backward$/)?.receiver;
		return receiver?.kind === "Name" && receiver.id === name;
	});
}
const isNumberOf = (c: Call): boolean => c.func.kind === "Attribute" && c.func.attr === "item";
/** Its backward has run, so it had a graph. */
const mayHaveGraph = (v: Value | undefined): boolean => v instanceof Unknown || (v instanceof PyTensor && v.tensor.unknownGrad);
/** The sum starts from a number, so it is a running total for a log. */
function startsAsNumber(source: Source, s: AugAssign): boolean {
	if (s.target.kind !== "Name") return false;
	const { id } = s.target;
	const scope = functionAround(source, s)?.body ?? source.module.body;
	return [...simpleStatements(scope)].some((o) => o.start < s.start && isAssignTo(o, id) && o.value.kind === "Constant");
}
