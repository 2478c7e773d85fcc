/** A state_dict that does not fit. */
import { PyDict, type Site } from "../values/value.ts";
import { expressionAt } from "./edits.ts";
import { raised, prediction } from "./raised.ts";
import { type PathRun, rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "module-load",
	severity: "error",
	summary: "a state_dict does not fit the module it is loaded into",
	why: `\`load_state_dict\` compares names and shapes. Missing or unexpected names are errors unless \`strict=False\`; a shape that differs is an error always.

**What to do:** rename or drop the keys that do not fit, or build the model the checkpoint came from.`,
	*find(path) {
		for (const r of raised(path, "LOAD")) {
			if (r.at === null || (path.decisions > 0 && isEmpty(path, r.at))) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\`: ${r.error.message.replace(/\s+/g, " ")}`, ...prediction(r) };
		}
	},
});

/** A dict that a loop was to fill which this path guessed to run never: that proves nothing. */
function isEmpty(path: PathRun, at: Site): boolean {
	const call = expressionAt(at.source, at.node);
	const given = call?.kind === "Call" ? path.record.values.get(call.args[0]!) : undefined;
	return given instanceof PyDict && given.entries.size === 0;
}
