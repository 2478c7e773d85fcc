/** Layers that a module builds and whose parameters no backward reaches. */
import type { Tensor } from "../autograd/tensor.ts";
import { assignmentOf } from "./attributes.ts";
import { behind, allBackwardsKnown, leavesOf, linksOf } from "./flow.ts";
import { parametersIn } from "./modules.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";
import { isModule } from "../torch/nn/module.ts";
import type { PyDict, PyInstance, Value } from "../values/value.ts";

export default rule({
	code: "module-unused",
	severity: "information",
	summary: "a layer is built but takes no part in what is trained",
	why: `The layer's parameters are in \`parameters()\` and in the optimizer, but the outputs that are trained do not depend on them. Under DistributedDataParallel such parameters end the second iteration with "Expected to have finished reduction in the prior iteration".

**What to do:** use the layer in \`forward\`, or delete it; if it serves another mode only, freeze it meanwhile.`,
	*find(path, run) {
		const { record } = path;
		const backwards = record.of("backward");
		// Only a whole virtual training tells: there every output of forward was followed back.
		if (record.of("virtual-step").length === 0 || !allBackwardsKnown(path) || path.ending.kind !== "end") return;
		const used = behind(backwards.flatMap((b) => b.run.roots), linksOf(path)).tensors;
		// Cut off on the way is another finding than not used at all.
		for (const e of record.of("detach")) for (const l of leavesOf(e.from)) used.add(l);
		for (const module of new Set(record.of("virtual-step").map((e) => e.module))) {
			if (!isModule(module)) continue;
			const children = (module as PyInstance).dict.get("_modules") as PyDict;
			for (const [name, child] of children.entries.values()) {
				const params: Tensor[] = parametersIn(child as Value).filter((p) => p.requiresGradFlag);
				if (params.length === 0 || params.some((p) => record.reached.has(p) || used.has(p))) continue;
				const at = assignmentOf(path, run.source, String(name), child as Value);
				if (at === null) continue;
				yield { site: at.site, message: `\`self.${String(name)} = ${codeOf(at.site)}\` is built, but no output of \`forward\` depends on it: ${params.length} parameter${params.length === 1 ? "" : "s"} without a gradient.` };
			}
		}
	},
});
