/** Losses are added up or collected with their graphs after their backward: memory grows with every iteration. */
import { requiresGrad } from "../autograd/view.ts";
import type { AugAssign, Call, Expr, Stmt } from "../syntax/nodes.ts";
import { PyTensor } from "../values/tensor.ts";
import { type Site, Unknown } from "../values/value.ts";
import { blocksOf, fix, functionAround, insert, replace, textOf } from "./edits.ts";
import { atom } from "./fix-graph.ts";
import { blockOf, isAssignTo, loopAround, methodCall } from "./places.ts";
import { simpleStatements } from "./slice.ts";
import type { Source } from "../program.ts";
import { rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "graph-leak",
	severity: "warning",
	summary: "losses are added up with their graphs",
	why: `\`total += loss\` and \`history.append(loss)\` keep a tensor with a graph. Its backward has run, so nobody needs the graph, but the sum holds on to it: nodes and whatever they keep pile up with every iteration until memory runs out.

**What to do:** add numbers: \`total += loss.item()\`, or \`loss.detach()\` to stay on the device.`,
	*find(path, run) {
		const backwards = path.record.of("backward");
		if (backwards.length === 0 && path.record.of("backward-unknown").length === 0) return;
		const roots = new Set(backwards.flatMap((b) => b.run.roots));
		for (const s of statements(run.source.module.body)) {
			const added = operand(s);
			if (added === null || loopAround(run.source, s) === null) continue;
			const { value, kind } = added;
			const v = path.record.values.get(value);
			if (v instanceof Unknown && kind === "sum" && value.kind === "Name" && backwarded(run.source, s, value.id) && startsAsNumber(run.source, s as AugAssign)) {
				const site: Site = { source: run.source, node: s, caller: null, inFunction: "", isUser: true };
				yield { site, message: `\`${codeOf(site)}\` keeps the graph of \`${value.id}\`, whose backward has already run: memory grows with every iteration. Add \`${value.id}.item()\` or \`${value.id}.detach()\`.`, fixes: [fix(`Use \`${value.id}.item()\``, "unsafe", [insert(run.source, value.end, ".item()")])] };
				continue;
			}
			if (!(v instanceof PyTensor) || !requiresGrad(v.tensor) || v.tensor.gradFn === null || !roots.has(v.tensor)) continue;
			if (kind === "sum") {
				// The sum itself is the loss of something: then its graph is wanted.
				const total = path.record.values.get((s as AugAssign).target);
				if (!(total instanceof PyTensor) || total.tensor.gradFn === null || roots.has(total.tensor)) continue;
			}
			const site: Site = { source: run.source, node: s, caller: null, inFunction: "", isUser: true };
			const back = userSite(backwards.find((b) => b.run.roots.includes(v.tensor))?.where ?? null);
			const text = textOf(run.source, value);
			yield {
				site,
				// A list may be meant to hold tensors for a while; a running sum is not.
				...(kind === "list" ? { severity: "information" as const } : {}),
				message: `\`${codeOf(site)}\` keeps the graph of \`${text}\`, whose backward${back === null ? "" : ` (${lineText(back, site)})`} has already run: memory grows with every iteration. Add \`${text}.item()\` or \`${text}.detach()\`.`,
				fixes: [
					fix(`Use \`${text}.detach()\``, "safe", [value.kind === "Name" ? insert(run.source, value.end, ".detach()") : replace(run.source, value, `${atom(run.source, value)}.detach()`)]),
					fix(`Use \`${text}.item()\``, "unsafe", [insert(run.source, value.end, ".item()")]),
				],
			};
		}
	},
});

function operand(s: Stmt): { value: Expr; kind: "sum" | "list" } | null {
	if (s.kind === "AugAssign" && s.op === "+") return { value: s.value, kind: "sum" };
	if (s.kind !== "Expr" || s.value.kind !== "Call") return null;
	const c = s.value as Call;
	return c.func.kind === "Attribute" && c.func.attr === "append" && c.args.length === 1 ? { value: c.args[0]!, kind: "list" } : null;
}
function* statements(body: Stmt[]): Generator<Stmt> {
	for (const s of body) {
		yield s;
		for (const b of blocksOf(s)) yield* statements(b);
	}
}
/** `name.backward()` earlier in the same loop body: whatever it is, it is a tensor with a graph. */
function backwarded(source: Source, s: Stmt, name: string): boolean {
	const at = blockOf(source, s);
	return at !== null && at.block.slice(0, at.index).some((o) => {
		const b = methodCall(o, /^backward$/);
		return b !== null && b.receiver.kind === "Name" && b.receiver.id === name;
	});
}
/** The sum starts from a number, so it is a running total for a log. */
function startsAsNumber(source: Source, s: AugAssign): boolean {
	if (s.target.kind !== "Name") return false;
	const { id } = s.target;
	const scope = functionAround(source, s)?.body ?? source.module.body;
	return [...simpleStatements(scope)].some((o) => o.start < s.start && isAssignTo(o, id) && o.value.kind === "Constant");
}
