/** An in-place write to a leaf that requires grad, or to a view of one, outside no_grad. */
import { requiresGrad } from "../autograd/view.ts";
import { PyTensor } from "../values/tensor.ts";
import type { Site } from "../values/value.ts";
import { statementAt } from "./edits.ts";
import { raised, prediction, type Raised } from "./raised.ts";
import { outOfPlace, underNoGrad, wholeUnderNoGrad } from "./fix-writes.ts";
import { called } from "./names.ts";
import { type PathRun, rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "inplace-leaf",
	severity: "error",
	summary: "a leaf that requires grad (or a slice of one) is written in place",
	why: `A leaf is where gradients end up: a parameter, or a tensor made with \`requires_grad=True\`. Overwriting it while autograd records would lose the value the gradient belongs to, so PyTorch refuses.

**What to do:** put the write under \`with torch.no_grad():\` (an update, an initialisation), or compute a new tensor instead of writing into the leaf (\`total = total + loss\`, starting from a number). A view counts as a leaf, too, when its memory became part of a graph by one write to another view (\`grid[0] = w; grid.mul_(2)\`, where \`grid\` is itself a view).`,
	*find(path) {
		for (const r of raised(path, "IP_LEAF", "IP_VIEW_LEAF", "FN_DIRTY_LEAF")) {
			if (r.at === null) continue;
			if (isLateView(r)) {
				yield {
					site: r.at,
					fixes: outOfPlace(r.at.source, r.at.node),
					message: lateView(codeOf(r.at), r.tensor === null ? null : called(path, r.tensor)),
					...prediction(r),
				};
				continue;
			}
			const base = r.tensor?.view?.base ?? r.tensor;
			const what = base === null ? "a leaf that requires grad" : called(path, base);
			const part = r.error.facts!.key === "IP_VIEW_LEAF" ? "a part of " : "";
			yield {
				site: r.at,
				fixes: addsGraph(path, r.at)
					? outOfPlace(r.at.source, r.at.node)
					: [...underNoGrad(r.at.source, r.at.node), ...wholeUnderNoGrad(r.at.source, r.at.node)],
				message: `\`${codeOf(r.at)}\` writes ${part}${what} in place, a leaf that requires grad; PyTorch raises. ${addsGraph(path, r.at) ? "Start from a tensor that does not require grad, or add out of place (`total = total + term`)." : "Do it under `torch.no_grad()`, or build a new tensor."}`,
				...prediction(r),
			};
		}
	},
});

/** A view whose base was written since: it requires grad through the base, but has no grad_fn of its own yet. */
const isLateView = (r: Raised): boolean => r.tensor !== null && r.tensor.view !== null && r.tensor.view.base.gradFn !== null;
const lateView = (code: string, name: string | null): string =>
	`\`${code}\` writes ${name ?? "a view"}, a view whose memory became part of a graph through another view of it; PyTorch has not looked at it since, takes it for a leaf and raises. Compute a new tensor instead, or use the view before you write to it.`;

/** Is a value with a graph added (a loss term)? Then it is no update of numbers, and no_grad would throw the graph away. */
function addsGraph(path: PathRun, at: Site): boolean {
	const s = statementAt(at.source, at.node);
	const v = s?.kind === "AugAssign" ? path.record.values.get(s.value) : undefined;
	return v instanceof PyTensor && requiresGrad(v.tensor);
}
