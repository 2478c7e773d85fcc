/** `.grad` of a tensor that is not a leaf is None. */
import type { Attribute } from "../syntax/nodes.ts";
import { expressionAt, fix, insert, indentOf, lineEnd, replace, statementAt, walk } from "./edits.ts";
import { atom } from "./fix-graph.ts";
import { rebinding, stopped } from "./grad-rebound.ts";
import { called } from "./names.ts";
import { targetNames, within } from "./places.ts";
import { type Fix, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";
import type { Site } from "../values/value.ts";

export default rule({
	code: "grad-nonleaf",
	severity: "warning",
	summary: "`.grad` of a computed tensor is read, which is None",
	why: `Gradients are kept for leaves only. After \`w = w * 2\`, \`x = x.to(device)\` or \`t.view(...)\` the name stands for a computed tensor; its \`.grad\` stays None and PyTorch warns.

**What to do:** keep the leaf under its own name and read \`leaf.grad\`, or call \`retain_grad()\` before backward.`,
	*find(path) {
		const backwards = path.record.of("backward");
		for (const e of path.record.of("nonleaf-grad")) {
			const site = userSite(e.where);
			// Before any backward a None is what everybody expects.
			if (site === null || !backwards.some((b) => b.order < e.order)) continue;
			const made = userSite(e.tensor.where as Site | null);
			// A rebinding update has a rule of its own.
			if (made !== null && rebinding(made) !== null) continue;
			yield {
				site,
				...(within(site.node, path.ending.site?.node ?? NOWHERE) ? stopped(path) : {}),
				message: `${called(path, e.tensor)} is computed${made === null ? "" : ` (\`${codeOf(made)}\`, ${lineText(made, site)})`}, not a leaf: \`.grad\` is None here. Read the leaf's \`.grad\`, or call \`retain_grad()\` before backward.`,
				steps:
					made === null
						? []
						: [
								{ site: made, message: "this makes it a computed tensor" },
								{ site, message: "its gradient is read here" },
							],
				fixes: made === null ? [] : [...retain(made), ...leafAgain(made)],
			};
		}
	},
});

const NOWHERE = { start: 0, end: 0 };

/** `[w - lr * w.grad for w in ws]`: an update that reads gradients starts new leaves. */
function leafAgain(made: Site): Fix[] {
	const { source } = made;
	const update = expressionAt(source, made.node);
	if (update?.kind !== "BinOp" || ![...walk(update)].some((n) => n.kind === "Attribute" && (n as unknown as Attribute).attr === "grad"))
		return [];
	return [fix("Start a new leaf each iteration", "safe", [replace(source, update, `${atom(source, update)}.detach().requires_grad_()`)])];
}

/** `t.retain_grad()` behind the statement that computes `t`. */
function retain(made: Site): Fix[] {
	const s = statementAt(made.source, made.node);
	const name = targetNames(made)[0];
	if (s === null || name === undefined || s.kind !== "Assign") return [];
	return [
		fix(`Keep the gradient of \`${name}\``, "safe", [
			insert(made.source, lineEnd(made.source, s.end), `\n${indentOf(made.source, s.start)}${name}.retain_grad()`),
		]),
	];
}
