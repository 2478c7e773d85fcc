/** An in-place write to a view that autograd cannot follow: of unbind/split/chunk, made under no_grad, returned by a custom Function. */
import { type Raised, raised, prediction } from "./raised.ts";
import { withoutNoGrad } from "./fix-no-grad.ts";
import { allOutOfPlace, outOfPlace } from "./fix-writes.ts";
import { statementAt } from "./edits.ts";
import { loopAround } from "./places.ts";
import { readNames } from "./slice.ts";
import { type Fix, type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, origin, userSite } from "./words.ts";
import type { Site } from "../values/value.ts";

export default rule({
	code: "inplace-view",
	severity: "error",
	summary: "a view that autograd cannot follow is written in place",
	why: `Rows from \`for row in t\`, \`unbind\`, \`split\` or \`chunk\` share one node, and a view made under \`no_grad\` has none: autograd could not give such a write the right history, so PyTorch refuses it (also later, when the view is used after its base was written).

**What to do:** write out of place, index the tensor itself (\`t[i] = ...\`), or make the view and the write in the same grad mode.`,
	*find(path) {
		for (const r of raised(path, "VIEW_DEFAULT*", "VIEW_NO_GRAD*", "VIEW_INFERENCE*", "VIEW_MULTI_OUTPUT*", "VIEW_CUSTOM_FUNCTION*")) {
			if (r.at === null) continue;
			const made = userSite((r.tensor?.where ?? null) as Site | null);
			yield {
				site: r.at,
				message: `\`${codeOf(r.at)}\` ${why(r, r.at)}`,
				fixes: loopVariable(r.at)
					? []
					: [
							...(made !== null && String(r.error.facts!.key).startsWith("VIEW_NO_GRAD") ? viewWithGradients(path, made) : []),
							...outOfPlace(r.at.source, r.at.node),
							...allOutOfPlace(r.at.source, r.at.node),
						].map((f) => ({ ...f, applicability: "unsafe" as const })),
				...prediction(r),
				steps:
					made === null
						? []
						: [
								{ site: made, message: `the view is made here (${lineText(made, r.at)})` },
								{ site: r.at, message: "and written or used here" },
							],
			};
		}
	},
});

/** The write is meant for the memory of the base: the view is what has to be made otherwise. */
const viewWithGradients = (path: PathRun, made: Site): Fix[] =>
	withoutNoGrad(path, made.source, made.node).map((f) => ({ ...f, title: "Make the view with gradients" }));

/** What is wrong with the view, and what to do: one text for each way to get one. */
function why(r: Raised, at: Site): string {
	const key = String(r.error.facts!.key);
	const from = origin(r.tensor, at);
	const does = key.endsWith("_INDIRECT") ? "uses a view whose memory was written in place" : "writes";
	if (key.startsWith("VIEW_MULTI_OUTPUT"))
		return `${does} one of the views that one call returned together${from}; autograd cannot give them new histories one by one, PyTorch raises. Compute a new tensor instead of writing, or index the tensor itself.`;
	if (key.startsWith("VIEW_NO_GRAD"))
		return `${does} a view that was made while gradients were off${from}; PyTorch does not know whether the write shall be tracked and raises. Make the view and the write in the same mode.`;
	if (key.startsWith("VIEW_INFERENCE"))
		return `${does} a view that was made in inference mode${from}; PyTorch raises. Make it under \`no_grad\`, or clone it first.`;
	if (key.startsWith("VIEW_CUSTOM_FUNCTION"))
		return `${does} a view that a custom \`autograd.Function\` returned${from}; the write would bypass its backward, PyTorch raises. Clone it first, or let the Function return a new tensor.`;
	return `${key.endsWith("_INDIRECT") ? does : "writes a view in place"}${from}, which autograd cannot follow; PyTorch raises. Write out of place, or index the tensor itself.`;
}

/** `for row in t: row.mul_(2)`: rebinding the loop's variable would lose the write. */
function loopVariable(at: Site): boolean {
	const loop = loopAround(at.source, at.node);
	const s = statementAt(at.source, at.node);
	const name =
		s?.kind === "AugAssign" && s.target.kind === "Name"
			? s.target.id
			: s?.kind === "Expr" && s.value.kind === "Call" && s.value.func.kind === "Attribute" && s.value.func.value.kind === "Name"
				? s.value.func.value.id
				: null;
	return loop?.kind === "For" && name !== null && readNames(loop.target).has(name);
}
