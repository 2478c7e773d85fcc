/** A value computed from a parameter before the parameter was updated is used again: it no longer belongs to it. */
import type { Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { Site } from "../values/value.ts";
import { statementAt } from "./edits.ts";
import { initTransformFixes } from "./fix-init-transform.ts";
import { intoLoop } from "./fix-graph.ts";
import { operandsOf } from "./flow.ts";
import { listed } from "./names.ts";
import { callerIn, loopAround, within } from "./places.ts";
import { type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "graph-stale",
	severity: "warning",
	summary: "a value computed before an update of its parameter is used after it",
	why: `A value computed once (in \`__init__\`, before the loop) from a parameter does not change when the optimizer changes the parameter. If nothing was saved for backward, or the graph is retained, nothing raises: the model goes on with the old value, and the gradients belong to a point it has left.

**What to do:** compute it again where it is used: in \`forward\`, in a property, inside the loop.`,
	*find(path) {
		const updates = stepsOf(path);
		if (updates.length === 0) return;
		const told = new Set<object>();
		for (const b of path.record.of("backward")) {
			const later = updates.filter((u) => u.order < b.order);
			// A backward that raised has its own finding.
			if (later.length === 0 || path.record.of("raise").some((e) => e.order > b.order && String(e.error.facts?.key).startsWith("BW_")))
				continue;
			for (const n of b.run.executed) {
				const leaves = operandsOf(n).filter((t) => t.gradFn === null && t.requiresGradFlag);
				const stale = leaves.filter((p) => later.some((u) => u.sequence > n.sequence && u.ready.includes(p)));
				if (stale.length === 0) continue;
				const used = newest(b.run.executed);
				// The loss itself must be newer than the update: an old loss walked late is another matter (two losses, one step between).
				if (!later.some((u) => u.sequence > n.sequence && u.sequence <= used.sequence && u.ready.includes(stale[0]!))) continue;
				const made = userSite(n.where as Site | null);
				const back = inVirtual(path, b) ? null : userSite(b.where);
				if (made === null) continue;
				const loop = back === null ? null : loopAround(back.source, back.node);
				const here = back === null ? null : callerIn(made, back);
				const inInit = constructed(made);
				const site = !inInit && here !== null && (loop === null || !within(here.node, loop)) ? here : made;
				const statement = statementAt(site.source, site.node) ?? site.node;
				if (told.has(statement)) continue;
				told.add(statement);
				yield {
					site,
					message: `\`${codeOf(site)}\` is computed once from ${listed(path, stale)}; after an update the old value is still used${back === null ? "" : ` (${lineText(back, site)})`}. ${inInit ? "Compute it in `forward` instead." : "Compute it again for every step."}`,
					fixes: inInit ? initTransformFixes(path, made.source, made.node) : loop === null ? [] : intoLoop(site.source, site.node, loop),
				};
			}
		}
	},
});

interface Update {
	order: number;
	sequence: number;
	ready: Tensor[];
}
function stepsOf(path: PathRun): Update[] {
	return [...path.record.of("optimizer-step"), ...path.record.of("virtual-step")].map((e) => ({
		order: e.order,
		sequence: e.sequence,
		ready: e.ready,
	}));
}
/** In the harness's own training there is no line to point at. */
const inVirtual = (path: PathRun, b: { order: number }): boolean =>
	path.record.of("virtual-step").some((e) => e.order > b.order) || path.root.kind === "class";
const newest = (nodes: Node[]): Node => nodes.reduce((a, b) => (b.sequence > a.sequence ? b : a));
function constructed(site: Site): boolean {
	for (let s: Site | null = site; s !== null; s = s.caller) if (s.isUser && s.inFunction === "__init__") return true;
	return false;
}
