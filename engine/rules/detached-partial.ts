/** A part of an assembled value is detached while the others keep their graph: the gradient misses one of its paths. */
import type { Tensor } from "../autograd/tensor.ts";
import type { Event } from "../record/record.ts";
import { cutsOf, phrase } from "./cuts.ts";
import { behind, type Link, operandsOf, WRITTEN } from "./flow.ts";
import { listed, plural } from "./names.ts";
import { rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";
import type { Site } from "../values/value.ts";

export default rule({
	code: "detached-partial",
	severity: "information",
	summary: "one part of an assembled value is detached, so its gradient is incomplete",
	why: `When a vector is put together from parts and one of them is detached (often to silence an in-place error), the leaves still get a gradient: the sum over the other paths only. Nothing raises, training goes on with a gradient that is not the loss's.

**What to do:** keep the part in the graph: \`torch.stack([a, b, a / b])\`, or read from clones when writing back into the same tensor. If the stop is meant, leave it.`,
	*find(path) {
		if (!path.record.of("detach").some((e) => SILENCED.test(e.how))) return;
		const cuts = cutsOf(path);
		const told = new Set<object>();
		for (const b of path.record.of("backward")) {
			const written = behind(b.run.roots, cuts.links).tensors;
			for (const { part, where } of parts(b, cuts.links, written)) {
				const cut = cuts.at(part);
				if (cut === null || !SILENCED.test(cut.how) || told.has(cut.site.node)) continue;
				// What a backward has already gone through is kept for later on purpose: a memory bank, a hidden state.
				if (
					path.record
						.of("backward")
						.some((e) => e.order < b.order && cut.from.some((f) => f.gradFn !== null && e.run.executed.includes(f.gradFn)))
				)
					continue;
				const partly = [...cut.leaves].filter((l) => b.run.reached.includes(l));
				if (partly.length === 0) continue;
				told.add(cut.site.node);
				yield {
					site: cut.site,
					message: `\`${codeOf(cut.site)}\` ${phrase(cut)}: the gradient of ${listed(path, partly)} misses this path${where === null || where.node === cut.site.node ? "" : ` (${lineText(where, cut.site)})`} and keeps the others, so ${plural(partly, "it is", "they are")} not the gradient of the loss.`,
				};
			}
		}
	},
});

const SILENCED = /^\.(detach\(\)|data)$/;

/** Parts without a graph that are put together with others: written into a tensor, stacked, concatenated. */
function* parts(b: Event<"backward">, links: Map<Tensor, Link[]>, written: Set<Tensor>): Generator<{ part: Tensor; where: Site | null }> {
	for (const [to, list] of links)
		if (written.has(to))
			for (const l of list) if (l.how === WRITTEN && l.event.order < b.order) yield { part: l.from, where: userSite(l.event.where) };
	for (const n of b.run.executed)
		if (/^(stack|cat)\b/.test(n.op))
			for (const part of operandsOf(n)) if (part.gradFn === null) yield { part, where: userSite(n.where as Site | null) };
}
