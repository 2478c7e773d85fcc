/** A layer is replaced after the optimizer was built: the new one never trains. */
import type { Site, Value } from "../values/value.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isModule } from "../torch/nn/module.ts";
import { parametersIn } from "./modules.ts";
import { moveBehind } from "./fix-order.ts";
import { statementAt } from "./edits.ts";
import { addedGroup, broughtIn } from "./fix-late.ts";
import { allBackwardsKnown } from "./flow.ts";
import { listed, plural } from "./names.ts";
import { rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "optimizer-late",
	severity: "warning",
	summary: "a layer is replaced or added after the optimizer was built",
	why: `An optimizer keeps the parameters it was given. A layer that is put into the model afterwards (a new head, an added block) gets gradients, but nobody steps it; the layer it replaced is stepped in vain.

**What to do:** change the model first, then build the optimizer; or \`optimizer.add_param_group({"params": new.parameters()})\`.`,
	*find(path) {
		const { record } = path;
		const steps = record.of("optimizer-step");
		if (steps.length === 0 || !allBackwardsKnown(path)) return;
		const held = new Set<Tensor>(steps.flatMap((s) => s.params));
		const late = new Map<object, { site: Site; built: Site; optimizer: Value; params: Set<Tensor> }>();
		for (const module of record.modules) {
			if (!isModule(module)) continue;
			const params = parametersIn(module);
			const kept = params.filter((p) => held.has(p));
			for (const p of params) {
				if (held.has(p) || !record.reached.has(p)) continue;
				// The optimizer must be this model's: it holds others of its parameters.
				const built = record
					.of("optimizer")
					.find((o) => o.tensors <= p.id && steps.some((s) => s.optimizer === o.optimizer && s.params.some((q) => kept.includes(q))));
				const site = userSite(p.where as Site | null);
				const at = userSite(built?.where ?? null);
				if (built === undefined || site === null || at === null) continue;
				const known = late.get(site.node) ?? { site, built: at, optimizer: built.optimizer, params: new Set<Tensor>() };
				known.params.add(p);
				late.set(site.node, known);
			}
		}
		for (const { site, built, optimizer, params } of late.values()) {
			const a = built.source === site.source ? statementAt(built.source, built.node) : null;
			const b = statementAt(site.source, site.node);
			const entered = broughtIn(path, site, params)?.site ?? site;
			yield {
				site: entered,
				message: `\`${codeOf(entered)}\` comes after the optimizer was built (${lineText(built, entered)}): ${listed(path, params)} ${plural(params, "gets a gradient", "get gradients")} but no optimizer holds ${plural(params, "it", "them")}. Build the optimizer afterwards, or hand them over with \`add_param_group\`.`,
				steps: [
					{ site: built, message: "the optimizer takes the parameters here" },
					{ site, message: "new ones are made here" },
					...(entered === site ? [] : [{ site: entered, message: "and become part of the model here" }]),
				],
				fixes: [
					...(a === null || b === null ? [] : moveBehind(site.source, "Build the optimizer after the change", a, b, "unsafe")),
					...addedGroup(path, site, params, optimizer),
				],
			};
		}
	},
});
