/** A tensor that backward still needs was overwritten in place. */
import type { SavedVariable } from "../autograd/saved.ts";
import { loopAround } from "./places.ts";
import { carriedNames, storedAttribute } from "./carried.ts";
import { cloneBefore, cloneReads, outOfPlace } from "./fix-writes.ts";
import { activationFixes } from "./fix-activation.ts";
import { keepCopy } from "./fix-saved.ts";
import { detachKept } from "./fix-state.ts";
import { detachInsteadOfRetain, stepAfter, withoutRetaining } from "./fix-order.ts";
import { called } from "./names.ts";
import { type Fix, type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, opName, userSite } from "./words.ts";
import type { Site } from "../values/value.ts";

export default rule({
	code: "inplace-saved",
	severity: "error",
	summary: "a tensor that backward still needs is overwritten in place",
	why: `Many operations keep an input or their result for the backward pass: \`exp\` its result, a product its other operand, a linear layer its input and weight. Writing into such a tensor afterwards (\`x += 1\`, \`x[i] = v\`, \`relu_\`, an optimizer step) changes what backward would read, so PyTorch counts a version per memory and refuses when it no longer fits.

**What to do:** write out of place (\`x = x + 1\`), clone before the write, build the result with \`torch.stack\`/\`torch.cat\`, or compute what needs the old value again after the write. When an optimizer step is the writer: run both backwards before the steps, or the forward again after the step; a state carried over iterations needs \`detach()\`, not \`retain_graph=True\`.`,
	*find(path) {
		for (const e of path.record.of("raise")) {
			if (e.error.facts?.key !== "BW_INPLACE") continue;
			const saved = e.error.facts.saved as SavedVariable;
			const backward = e.virtual === undefined ? userSite(e.where) : null;
			const write = saved.tensor.counter.firstWriteAfter(saved.savedVersion);
			const writeSite = userSite((write?.where ?? null) as Site | null);
			const saveSite = userSite(saved.owner.where as Site | null);
			const guilty = writeSite ?? backward;
			if (guilty === null) continue;
			const what = called(path, saved.tensor);
			const savedBy = saveSite === null ? "" : ` (${lineText(saveSite, guilty)})`;
			const raises = backward === null ? "backward" : `\`backward\` (${lineText(backward, guilty)})`;
			const byOptimizer = writeSite !== null && path.record.of("optimizer-step").some((s) => userSite(s.where)?.node === writeSite.node);
			const {
				advice,
				fixes,
				carried = null,
			} = writeSite === null
				? { advice: "Write out of place or clone before the write.", fixes: [] }
				: ways(path, guilty, backward, byOptimizer, saveSite, write!.op, saved);
			yield {
				site: carried?.site ?? guilty,
				fixes,
				message:
					carried !== null
						? `${carried.name} carries the graph of earlier iterations (\`${codeOf(carried.site)}\`): ${raises} goes through it and needs ${what} as it was before \`${codeOf(guilty)}\` (${lineText(guilty, carried.site)}); PyTorch raises. ${advice}`
						: `\`${codeOf(guilty)}\` overwrites ${what}, which \`${opName(saved.owner)}\`${savedBy} saved for backward; ${raises} raises. ${advice}`,
				...(backward === null ? {} : { predicts: { type: e.error.type, message: e.error.message, site: backward } }),
				steps: [
					...(saveSite === null
						? []
						: [
								{
									site: saveSite,
									message: `${what} is saved for backward here by \`${opName(saved.owner)}\` at version ${saved.savedVersion}`,
								},
							]),
					...(writeSite === null ? [] : [{ site: writeSite, message: `overwritten here by \`${write!.op}\`: version ${write!.version}` }]),
					...(backward === null ? [] : [{ site: backward, message: "backward needs the old value here" }]),
				],
			};
		}
	},
});

interface Ways {
	advice: string;
	fixes: Fix[];
	/** What brings an old graph into a new iteration: then that is the guilty place. */
	carried?: { name: string; site: Site } | null;
}
function ways(
	path: PathRun,
	guilty: Site,
	backward: Site | null,
	byOptimizer: boolean,
	saved: Site | null,
	write: string,
	variable: SavedVariable,
): Ways {
	const { source, node } = guilty;
	if (byOptimizer) {
		const loop = backward === null ? null : loopAround(source, backward.node);
		const carried = loop === null || backward === null ? [] : carriedNames(path, backward, loop);
		if (loop !== null && backward !== null && carried.length > 0)
			return {
				advice: `Detach \`${carried[0]!.name}\` in each iteration instead of retaining the graph.`,
				fixes: detachInsteadOfRetain(source, backward.node, loop, carried[0]!),
				carried: { name: `\`${carried[0]!.name}\``, site: carried[0]!.site },
			};
		// One backward that meets its own earlier graph: something carried it over.
		const sites = new Set(path.record.of("backward").map((b) => userSite(b.where)?.node));
		if (backward !== null && sites.size === 1 && sites.has(backward.node)) {
			const kept = saved === null ? null : storedAttribute(saved, path);
			if (kept !== null)
				return {
					advice: "Store it detached instead of retaining the graph.",
					fixes: [...withoutRetaining(detachKept(path, kept.site), backward), ...detachKept(path, kept.site)],
					carried: { name: `The attribute \`${kept.attr}\``, site: kept.site },
				};
			if (loop !== null)
				return {
					advice: "The graph of an earlier iteration is still in use: detach what is carried over instead of retaining the graph.",
					fixes: [],
				};
		}
		return {
			advice: "Run both backwards before the step, or the forward again after it.",
			fixes: backward === null || backward.source !== source ? [] : stepAfter(source, node, backward.node),
		};
	}
	const copy = saved === null ? [] : keepCopy(path, variable, saved);
	if (write === "embedding_renorm_")
		return {
			advice: "`max_norm` rescales rows of the weight at every look-up: look up first, or use `weight.clone()` for the other use.",
			fixes: copy,
		};
	return {
		advice: "Write out of place or clone before the write.",
		fixes: [
			...activationFixes(path, guilty),
			...outOfPlace(source, node),
			...cloneReads(source, node),
			...cloneBefore(source, node),
			...copy,
		],
	};
}
