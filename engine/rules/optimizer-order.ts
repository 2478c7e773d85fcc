/** zero_grad in the wrong place: gradients are thrown away before a step uses them. */
import type { Event } from "../record/record.ts";
import { moveBefore } from "./fix-order.ts";
import { statementAt } from "./edits.ts";
import { rule } from "./rule.ts";
import type { Site } from "../values/value.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "optimizer-order",
	severity: "warning",
	summary: "gradients are cleared between backward and step",
	why: `\`backward()\` adds gradients, \`step()\` uses them, \`zero_grad()\` throws them away. With \`zero_grad()\` between backward and step the optimizer finds nothing and the weights never move; inside a loop of micro-batches all but the last are lost.

**What to do:** zero → backward → step. To accumulate, clear once before (or after) the step.`,
	*find(path) {
		const { record } = path;
		const told = new Set<object>();
		const events = record.events.filter((e) => e.kind === "backward" || e.kind === "optimizer-zero-grad" || e.kind === "optimizer-step" || e.kind === "grad-read");
		for (const [i, zero] of events.entries()) {
			if (zero.kind !== "optimizer-zero-grad") continue;
			const site = userSite(zero.where);
			if (site === null || told.has(site.node) || inStep(zero.where)) continue;
			const params = new Set(zero.params);
			// What this zero_grad throws away: backwards since the last step, whose gradients all belong to this optimizer and were not looked at.
			let lost: Event<"backward"> | null = null;
			for (let k = i - 1; k >= 0; k--) {
				const e = events[k]!;
				if (e.kind === "optimizer-step" || e.kind === "grad-read" || (e.kind === "optimizer-zero-grad" && e.optimizer === zero.optimizer)) break;
				if (e.kind === "backward" && e.run.options.accumulate && e.run.reached.length > 0) {
					if (e.run.reached.every((t) => params.has(t))) lost = e;
					break;
				}
			}
			if (lost === null) continue;
			const step = events.slice(i + 1).find((e) => e.kind === "optimizer-step" && e.optimizer === zero.optimizer) as Event<"optimizer-step"> | undefined;
			if (step === undefined) continue;
			const back = userSite(lost.where);
			const at = userSite(step.where);
			if (back === null || at === null) continue;
			told.add(site.node);
			const nothing = step.ready.length === 0;
			const a = statementAt(site.source, site.node);
			const b = back.source === site.source ? statementAt(back.source, back.node) : null;
			yield {
				site,
				message: nothing
					? `\`${codeOf(site)}\` clears the gradients of \`${codeOf(back)}\` (${lineText(back, site)}) before \`${codeOf(at)}\` (${lineText(at, site)}) uses them: no weight moves. Clear before backward.`
					: `\`${codeOf(site)}\` throws away the gradients of \`${codeOf(back)}\` (${lineText(back, site)}) before any step used them. Clear once per step, not per backward.`,
				steps: [{ site: back, message: "gradients arrive here" }, { site, message: "and are cleared here" }, { site: at, message: "before this step" }],
				fixes: nothing && a !== null && b !== null ? moveBefore(site.source, "Clear the gradients before backward", a, b, "unsafe") : [],
			};
		}
	},
});

/** In a closure that `step(closure)` calls, each evaluation clears the one before. */
function inStep(site: Site | null): boolean {
	for (let s = site; s !== null; s = s.caller) if (!s.isUser && s.inFunction === "step") return true;
	return false;
}
