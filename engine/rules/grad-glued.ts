/** `requires_grad` is switched on for a loss that has lost its graph: backward runs and trains nothing. */
import { type Cut, cutsOf, phrase } from "./cuts.ts";
import { fix, removeStatement, statementAt } from "./edits.ts";
import { uncut } from "./fix-cuts.ts";
import { leavesOf } from "./flow.ts";
import { type Fix, type PathRun, rule } from "./rule.ts";
import type { Site } from "../values/value.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "grad-glued",
	severity: "warning",
	summary: "requires_grad is switched on for a loss whose graph was cut",
	why: `\`loss.requires_grad_()\` (or \`requires_grad=True\` around the loss) turns a number without history into a leaf: \`backward()\` no longer complains, gives the loss itself a gradient, and no parameter learns.

**What to do:** remove it, and repair the place where the graph was cut (\`.detach()\`, \`.data\`, \`.item()\`, \`torch.tensor(...)\`, \`no_grad\`).`,
	*find(path) {
		const cuts = cutsOf(path);
		for (const b of path.record.of("backward")) {
			if (!b.run.options.accumulate) continue;
			for (const root of b.run.roots) {
				if (root.gradFn !== null || !root.requiresGradFlag) continue;
				const glue = path.record.of("requires_grad").find((e) => e.tensor === root && e.flag);
				const cut = cuts.behind(root);
				const back = userSite(b.where);
				if (cut === null || back === null || [...cut.leaves].some((l) => leavesOf(root).has(l) && l !== root)) continue;
				const site = userSite(glue?.where ?? null) ?? cut.site;
				const where =
					site.node === cut.site.node
						? "keeps numbers only"
						: `hides that \`${codeOf(cut.site)}\` (${lineText(cut.site, site)}) ${phrase(cut)}`;
				yield {
					site,
					message: `\`${codeOf(site)}\` ${where}: \`backward\` (${lineText(back, site)}) runs, but no parameter gets a gradient. Remove it and keep the graph.`,
					fixes: unglued(path, site, glue !== undefined, cut),
					steps: [
						{ site: cut.site, message: "the graph ends here" },
						{ site, message: "requires_grad is switched on here" },
						{ site: back, message: "backward ends at the loss itself" },
					],
				};
			}
		}
	},
});

/** Takes the flag away and lets the graph through. */
function unglued(path: PathRun, site: Site, isStatement: boolean, cut: Cut): Fix[] {
	const s = statementAt(site.source, site.node);
	if (
		!isStatement ||
		s === null ||
		s === statementAt(cut.site.source, cut.site.node) ||
		(s.kind !== "Expr" && !(s.kind === "Assign" && s.targets[0]!.kind === "Attribute"))
	)
		return [];
	return uncut(path, cut).map((f) => fix(`${f.title}, and the flag on the loss`, "unsafe", [...f.edits, removeStatement(site.source, s)]));
}
