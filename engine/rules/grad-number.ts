/** backward is called on a Python number. */
import { exceptionText } from "../interp/traceback.ts";
import { expressionAt, fix, replace, walk } from "./edits.ts";
import { type Fix, rule } from "./rule.ts";
import { statementsBehind } from "./slice.ts";
import { codeOf, lineText } from "./words.ts";
import type { Site } from "../values/value.ts";
import type { Call } from "../syntax/nodes.ts";

export default rule({
	code: "grad-number",
	severity: "error",
	summary: "backward is called on a Python number",
	why: `\`.item()\`, \`float(loss)\` and \`sum([])\` of an empty list give Python numbers, which have no \`backward\`.

**What to do:** keep the tensor for backward and take \`.item()\` for logs only; for a loss over a list that may be empty start from a tensor: \`pred.sum() * 0.0 + sum(losses)\`.`,
	*find(path) {
		const { ending } = path;
		if (ending.kind !== "raise" || ending.raise === null || ending.site === null) return;
		const text = exceptionText(ending.raise.value);
		const m = /^'(int|float)' object has no attribute '(backward|detach|item)'/.exec(text);
		if (m === null || m[2] !== "backward") return;
		const site: Site = ending.site;
		const item = taken(site);
		const guilty = item ?? site;
		yield {
			site: guilty,
			// An empty list on one of several paths is a case to think of, no certain bug.
			...(path.decisions > 0 ? { severity: "information" as const } : {}),
			message: item === null ? `\`${codeOf(site)}\`: this is a Python ${m[1]} here (an empty sum?), which has no \`backward\`. Start from a tensor.` : `\`${codeOf(item)}\` makes the loss a Python number; \`backward\` (${lineText(site, item)}) needs the tensor. Take \`.item()\` for logs only.`,
			predicts: { type: ending.raise.value.cls.name, message: text, site },
			fixes: item === null ? [] : without(item),
		};
	},
});

/** The `.item()` that the number came from. */
function taken(site: Site): Site | null {
	for (const s of statementsBehind(site))
		for (const n of walk(s)) {
			const c = n as Call;
			if (c.kind === "Call" && c.func.kind === "Attribute" && c.func.attr === "item") return { ...site, node: c };
		}
	return null;
}
function without(item: Site): Fix[] {
	const call = expressionAt(item.source, item.node);
	if (call?.kind !== "Call" || call.func.kind !== "Attribute") return [];
	return [fix("Keep the tensor", "safe", [replace(item.source, { start: call.func.value.end, end: call.end }, "")])];
}
