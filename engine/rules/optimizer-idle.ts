/** An optimizer steps and steps, and none of its parameters ever gets a gradient. */
import { cutsOf } from "./cuts.ts";
import { allBackwardsKnown } from "./flow.ts";
import { listed } from "./names.ts";
import { type PathRun, rule } from "./rule.ts";
import { trainedSets } from "./trained.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isModule } from "../torch/nn/module.ts";
import { PyBuiltin, type Site } from "../values/value.ts";
import { sourceOf } from "./places.ts";
import { parametersIn } from "./modules.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "optimizer-idle",
	severity: "warning",
	summary: "no backward reaches any parameter of an optimizer",
	why: `Every \`step()\` of this optimizer finds \`.grad\` None everywhere and does nothing. Its parameters are not the ones the loss was computed from: another copy of the model is trained, the model was rebuilt after the optimizer, or values were copied in instead of computed.

**What to do:** build the optimizer from the parameters of the model that the loss goes through.`,
	*find(path) {
		const { record } = path;
		const backwards = record.of("backward").filter((b) => b.run.options.accumulate);
		if (backwards.length === 0 || !allBackwardsKnown(path)) return;
		const roots = backwards.flatMap((b) => b.run.roots);
		for (const { optimizer, params, virtual } of trainedSets(path)) {
			if (virtual || params.length === 0) continue;
			const steps = record.of("optimizer-step").filter((s) => s.optimizer === optimizer);
			if (
				steps.some((s) => s.ready.length > 0 || s.params.length !== params.length) ||
				params.some((p) => record.reached.has(p) || !p.requiresGradFlag)
			)
				continue;
			// A cut on the way has a rule of its own that names the place; so has a cleared gradient.
			if ([...cutsOf(path).all(roots)].some((c) => params.some((p) => c.leaves.has(p) || c.from.includes(p)))) continue;
			const step = steps.find((s) => backwards.some((b) => b.order < s.order && b.run.reached.length > 0));
			const site = userSite(step?.where ?? null);
			if (step === undefined || site === null) continue;
			const copy = copyOf(path, params);
			if (copy !== null) {
				yield {
					site: copy,
					message: `\`${codeOf(copy)}\` copies numbers into other parameters: the loss trains those, and \`${codeOf(site)}\` (${lineText(site, copy)}) finds no gradient for ${listed(path, params)}. Build the optimizer from the copy, or compute its weights from the originals (\`torch.func.functional_call\`).`,
					steps: [
						{ site: copy, message: "other parameters get the numbers here" },
						{ site, message: "the optimizer of the originals does nothing here" },
					],
				};
				continue;
			}
			yield {
				site,
				message: `\`${codeOf(site)}\` does nothing: no backward gives a gradient to ${listed(path, params)}. The loss is computed from other tensors than the optimizer holds.`,
			};
		}
	},
});

/** The deepcopy of the optimizer's module, or the loading of its numbers into another one, that the loss goes through instead. */
function copyOf(path: PathRun, params: readonly Tensor[]): Site | null {
	const storages = new Set(params.map((p) => p.storage));
	const loaded = path.record
		.of("load")
		.find((e) => storages.has(e.from.storage) && !storages.has(e.tensor.storage) && path.record.reached.has(e.tensor));
	if (loaded !== undefined) return userSite(loaded.where);
	for (const [node, value] of path.record.values) {
		// The only library function that makes a module of a module, with parameters of its own.
		if (!isModule(value) || node.kind !== "Call" || node.args.length === 0 || !(path.record.values.get(node.func) instanceof PyBuiltin))
			continue;
		const of = path.record.values.get(node.args[0]!);
		if (of === undefined || of === value || !isModule(of) || !parametersIn(of).some((p) => params.includes(p))) continue;
		const source = parametersIn(value).some((p) => path.record.reached.has(p)) ? sourceOf(path, node) : null;
		if (source !== null) return { source, node, caller: null, inFunction: "", isUser: true };
	}
	return null;
}
