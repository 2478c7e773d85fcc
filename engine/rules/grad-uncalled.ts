/** `loss.backward` as a statement: the method is named, and nothing happens. */
import type { Site } from "../values/value.ts";
import { fix, insert } from "./edits.ts";
import { rule } from "./rule.ts";
import { uncalled } from "./uncalled.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "grad-uncalled",
	severity: "warning",
	summary: "`backward`, `step` or another method is named but not called",
	why: `\`loss.backward\` without parentheses is a valid statement that does nothing: no gradient is computed, no parameter changes, nothing is cleared. Python says nothing about it.

**What to do:** call it: \`loss.backward()\`.`,
	*find(path) {
		for (const { source, node } of uncalled(path)) {
			const site: Site = { source, node, caller: null, inFunction: "", isUser: true };
			yield {
				site,
				message: `\`${codeOf(site)}\` names the method and does not call it: nothing happens here. Write \`${codeOf(site)}()\`.`,
				fixes: [fix("Call it", "unsafe", [insert(source, node.end, "()")])],
			};
		}
	},
});
