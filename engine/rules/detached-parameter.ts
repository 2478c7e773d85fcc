/** `nn.Parameter(f(w))`: a new leaf with the numbers of a computed tensor; what it was computed from no longer trains through it. */
import type { Tensor } from "../autograd/tensor.ts";
import { initParameterFixes } from "./fix-init-transform.ts";
import { functionalCall } from "./fix-functional.ts";
import { leavesOf } from "./flow.ts";
import { parametersIn } from "./modules.ts";
import { listed, plural } from "./names.ts";
import { rule } from "./rule.ts";
import { codeOf, userSite } from "./words.ts";

export default rule({
	code: "detached-parameter",
	severity: "warning",
	summary: "a Parameter is made from a computed tensor, so its sources get no gradient",
	why: `\`nn.Parameter(t)\` keeps the numbers of \`t\` and drops its history: it is a new leaf. When \`t\` was computed from other parameters, those get no gradient through it; the copy trains instead.

**What to do:** keep the sources as parameters and compute the value in \`forward\` (or a property, or \`torch.nn.utils.parametrize\`); to use other numbers for one call, \`torch.func.functional_call\`. If the copy is meant, say so: \`nn.Parameter(t.detach().clone())\`.`,
	*find(path) {
		const { record } = path;
		if (record.of("backward").length === 0) return;
		for (const e of record.of("detach")) {
			if (e.how !== "nn.Parameter") continue;
			const site = userSite(e.where);
			if (site === null) continue;
			// A Parameter of a Parameter (or of a plain leaf) is a way to copy or share; only computed values lose something.
			// What a constructor makes on the way and registers nowhere is gone when it returns.
			const isPassing =
				site.inFunction === "__init__" ? (l: Tensor): boolean => ![...record.modules].some((m) => parametersIn(m).includes(l)) : null;
			const sources = [...leavesOf(e.from)].filter((l) => l !== e.to && !isPassing?.(l));
			if (e.from.gradFn === null || sources.length === 0 || sources.every((l) => record.reached.has(l))) continue;
			yield {
				site,
				message: `\`${codeOf(site)}\` makes a new leaf and drops the history of its value: ${listed(path, sources)} ${plural(sources, "gets", "get")} no gradient through it. Compute it in \`forward\`, or detach it explicitly if a copy is meant.`,
				steps: [{ site, message: "a new leaf starts here" }],
				fixes: [...initParameterFixes(path, site.source, site.node), ...functionalCall(path, site.source, site.node)],
			};
		}
	},
});
