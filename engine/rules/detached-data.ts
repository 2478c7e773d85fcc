/** Numbers of a computed tensor are put into a parameter behind autograd's back: the computation gets no gradient. */
import type { Tensor } from "../autograd/tensor.ts";
import { cutsOf } from "./cuts.ts";
import { functionalCall } from "./fix-functional.ts";
import { behind, leavesOf, linksOf, WRITTEN } from "./flow.ts";
import { listed, plural } from "./names.ts";
import { rule } from "./rule.ts";
import { trainedSets } from "./trained.ts";
import { codeOf, userSite } from "./words.ts";

export default rule({
	code: "detached-data",
	severity: "warning",
	summary: "a parameter is filled with computed values, which does not link them",
	why: `\`p.data = t\`, \`p.data.copy_(t)\`, \`load_state_dict\` and \`vector_to_parameters(t, ...)\` put numbers into a parameter. They do not make the parameter a function of \`t\`: backward ends at the parameter, and what \`t\` was computed from gets no gradient. \`vector_to_parameters\` even shares the memory, which looks linked and is not.

**What to do:** run the module on the computed values with \`torch.func.functional_call(module, {"weight": t}, args)\`, or call the functional form (\`F.linear(x, t)\`). To load numbers on purpose, \`t.detach()\`.`,
	*find(path) {
		const { record } = path;
		const backwards = record.of("backward");
		if (backwards.length === 0) return;
		const links = linksOf(path);
		const cuts = cutsOf(path);
		const used = behind(backwards.flatMap((b) => b.run.roots)).tensors;
		const trained = new Set(
			trainedSets(path)
				.filter((s) => !s.virtual)
				.flatMap((s) => s.params),
		);
		const told = new Map<object, { site: ReturnType<typeof userSite>; leaves: Set<Tensor>; into: Set<Tensor> }>();
		for (const [to, list] of links) {
			if (!used.has(to)) continue;
			for (const l of list) {
				const site = userSite(l.event.where);
				if (site === null || l.how === WRITTEN || l.event.order > backwards.at(-1)!.order) continue;
				const sources = new Set<Tensor>();
				for (const from of [l.from, ...(cuts.at(l.from)?.how === ".data" ? cuts.at(l.from)!.from : [])])
					for (const leaf of leavesOf(from)) sources.add(leaf);
				const lost = [...sources].filter((t) => t !== to && wanted(t, l.from) && (!record.reached.has(t) || onlyElsewhere(t, l.from, to)));
				if (lost.length === 0) continue;
				const known = told.get(site.node) ?? { site, leaves: new Set<Tensor>(), into: new Set<Tensor>() };
				for (const t of lost) known.leaves.add(t);
				known.into.add(to);
				told.set(site.node, known);
			}
		}
		for (const { site, leaves, into } of told.values())
			yield {
				site: site!,
				message: `\`${codeOf(site!)}\` copies numbers into ${listed(path, into)}; it does not link them: ${listed(path, leaves)} ${plural(leaves, "gets", "get")} no gradient ${[...leaves].some((l) => record.reached.has(l)) ? "through them" : "from the loss"}. Use \`torch.func.functional_call\` to compute with them.`,
				fixes: functionalCall(path, site!.source, site!.node),
				steps: [{ site: site!, message: "numbers are copied here, the graph is not" }],
			};

		/** The leaf is trained by another term; through this one its optimizer waits in vain while the gradient ends in `to`, which nobody trains. */
		function onlyElsewhere(leaf: Tensor, from: Tensor, to: Tensor): boolean {
			return computed(from) && trained.has(leaf) && record.reached.has(to) && !trained.has(to);
		}
		/** A tensor copied as it is (another network's weight) is meant; a computed value is not, nor a leaf of the user's that somebody trains or asks for its gradient. */
		function wanted(leaf: Tensor, from: Tensor): boolean {
			if (computed(from)) return true;
			if (record.of("parameter").some((e) => e.tensor === leaf)) return false;
			return trained.has(leaf) || record.of("grad-read").some((e) => e.tensor === leaf);
		}
		function computed(from: Tensor): boolean {
			return from.gradFn !== null || (cuts.at(from)?.from.some((f) => f.gradFn !== null) ?? false);
		}
	},
});
