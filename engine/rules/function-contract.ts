/** A custom autograd.Function breaks its contract. */
import { fix, replace, textOf } from "./edits.ts";
import { backwardOf, forwardArguments, siteOf } from "./functions.ts";
import { raised, prediction } from "./raised.ts";
import { type Fix, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";
import type { Site } from "../values/value.ts";
import type { Source } from "../program.ts";
import type { ClassDef, Return } from "../syntax/nodes.ts";

export default rule({
	code: "function-contract",
	severity: "error",
	summary: "a custom autograd.Function breaks its contract",
	why: `\`backward\` must return one gradient for each argument of \`forward\` (None for what has none), of the argument's shape; \`save_for_backward\` takes tensors only; inputs changed in place are marked dirty and returned.

**What to do:** count the arguments of \`forward\` after \`ctx\`, return as many values in the same order; keep plain values as \`ctx.k = k\`.`,
	*find(path) {
		for (const r of raised(path, "FN_COUNT", "FN_SHAPE", "FN_TYPE", "FN_NONTENSOR")) {
			if (r.at === null) continue;
			// The engine checks the shapes of all nodes; only the user's own functions can return a wrong one.
			const own = r.node === null ? null : backwardOf(path.record.sources, r.node.name);
			if (own === null && r.error.facts?.key === "FN_SHAPE") continue;
			const site = own?.last == null ? r.at : siteOf(own.source, own.last, own.fn.name);
			const names = own === null ? null : forwardArguments(own.cls);
			yield {
				site,
				message: `\`${codeOf(site)}\`: ${r.error.message}${site === r.at ? "" : ` (\`backward\`, ${lineText(r.at, site)})`}. One gradient for each argument of \`forward\`${names === null ? "" : ` (${names.join(", ")})`}, in its order.`,
				...prediction(r),
				fixes: r.error.facts?.key === "FN_COUNT" && own?.last != null ? filledUp(own.source, own.cls, own.last) : [],
			};
		}
		for (const r of raised(
			path,
			"FN_NONTENSOR",
			"FN_SAVE_TYPE",
			"FN_NO_BACKWARD",
			"FN_NO_FORWARD",
			"FN_LEGACY",
			"FN_DIRTY_RETURN",
			"FN_DIRTY_VIEW",
		)) {
			if (r.at === null || r.error.facts?.key === "FN_NONTENSOR") continue;
			const given = userSite((r.error.facts?.where ?? null) as Site | null);
			const advice = r.error.facts?.key === "FN_SAVE_TYPE" ? " Keep plain values on `ctx` itself (`ctx.k = k`)." : "";
			yield {
				site: given ?? r.at,
				message: `\`${codeOf(given ?? r.at)}\`: ${r.error.message.replace(/\.$/, "")}.${advice}`,
				...prediction(r),
			};
		}
	},
});

/** Adds a None for each argument without a gradient. */
function filledUp(source: Source, cls: ClassDef, last: Return): Fix[] {
	const names = forwardArguments(cls);
	const value = last.value;
	if (names === null || value === null) return [];
	const given = value.kind === "Tuple" ? value.elts.length : 1;
	if (given >= names.length) return [];
	return [
		fix("Return None for the other arguments", "safe", [
			replace(source, value, `${textOf(source, value)}${", None".repeat(names.length - given)}`),
		]),
	];
}
