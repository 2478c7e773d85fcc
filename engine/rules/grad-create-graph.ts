/** A gradient from autograd.grad goes into a loss although it has no graph: the penalty trains nothing. */
import type { Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { Event } from "../record/record.ts";
import { createGraph } from "./fix-cuts.ts";
import { operandsOf } from "./flow.ts";
import { rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

/** Ops that combine or reduce elements without mixing them through weights. */
const SIMPLE =
	/^(add|sub|rsub|mul|div|neg|pow|square|abs|sqrt|exp|log|mean|sum|norm|linalg_vector_norm|clamp|relu|mse_loss|l1_loss|smooth_l1_loss|huber_loss|view|reshape|_unsafe_view|select|slice|squeeze|unsqueeze|stack|cat|_to_copy|clone|expand|t|transpose|index)\b/;

export default rule({
	code: "grad-create-graph",
	severity: "warning",
	summary: "a penalty on a gradient has no effect because the gradient has no graph",
	why: `\`torch.autograd.grad(y, x)\` returns numbers unless \`create_graph=True\`: a gradient penalty, a physics residual or a force loss built from them is a constant. Added to another loss nothing raises; the term shows up in the loss and trains nothing.

**What to do:** \`torch.autograd.grad(y, x, create_graph=True)\`.`,
	*find(path) {
		const gradients = new Map<Tensor, Event<"backward">>();
		for (const e of path.record.of("backward")) if (!e.run.options.createGraph) for (const t of e.results) gradients.set(t, e);
		if (gradients.size === 0) return;
		const told = new Set<object>();
		for (const b of path.record.of("backward")) {
			for (const { event, by } of constantTerms(b.run.roots, gradients)) {
				const site = userSite(event.where);
				const back = userSite(b.where);
				if (site === null || back === null || event === b || told.has(site.node)) continue;
				told.add(site.node);
				yield {
					site,
					message: `\`${codeOf(site)}\` gives numbers without a graph; in the loss of \`${codeOf(back)}\` (${lineText(back, site)}) this term trains nothing. Add \`create_graph=True\`.`,
					fixes: createGraph(site.source, site.node),
					steps: [
						{ site, message: "the gradient has no graph of its own" },
						...(by === null ? [] : [{ site: by, message: "it goes into the loss here" }]),
						{ site: back, message: "this backward does not see it" },
					],
				};
			}
		}
	},
});

/** Terms without a graph, down from the loss through simple ops, that come from a gradient. */
function* constantTerms(
	roots: readonly Tensor[],
	gradients: Map<Tensor, Event<"backward">>,
): Generator<{ event: Event<"backward">; by: ReturnType<typeof userSite> }> {
	const seen = new Set<Node>();
	const stack = roots.map((r) => r.gradFn).filter((n) => n !== null);
	while (stack.length > 0) {
		const n = stack.pop()!;
		if (seen.has(n) || !SIMPLE.test(n.op)) continue;
		seen.add(n);
		const operands = operandsOf(n);
		for (const t of operands) {
			if (t.gradFn !== null) stack.push(t.gradFn);
			else if (!t.requiresGradFlag) {
				const event = fromGradient(t, gradients);
				if (event === null) continue;
				// `w - lr * g` and `x + eps * g.sign()` move the very tensor that was differentiated: a step, no penalty.
				if (
					/^(add|sub|rsub)/.test(n.op) &&
					(n.op.startsWith("sub") ? operands.slice(0, 1) : operands).some((o) =>
						event.run.options.inputs?.some((i) => i === o || i.storage === o.storage),
					)
				)
					continue;
				yield { event, by: userSite(n.where as never) };
			}
		}
	}
}
/** The autograd.grad whose result the constant was computed from by simple steps. */
function fromGradient(t: Tensor, gradients: Map<Tensor, Event<"backward">>): Event<"backward"> | null {
	const seen = new Set<Tensor>();
	const queue = [t];
	while (queue.length > 0 && seen.size < 200) {
		const x = queue.shift()!;
		if (seen.has(x)) continue;
		seen.add(x);
		const event = gradients.get(x);
		if (event !== undefined) return event;
		if (x.gradFn !== null || x.requiresGradFlag) continue;
		if (x.lineage !== null) queue.push(...x.lineage);
		if (x.view !== null) queue.push(x.view.base);
	}
	return null;
}
