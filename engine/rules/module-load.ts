/** A state_dict that does not fit. */
import { raised, prediction } from "./raised.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "module-load",
	severity: "error",
	summary: "a state_dict does not fit the module it is loaded into",
	why: `\`load_state_dict\` compares names and shapes. Missing or unexpected names are errors unless \`strict=False\`; a shape that differs is an error always.

**What to do:** rename or drop the keys that do not fit, or build the model the checkpoint came from.`,
	*find(path) {
		for (const r of raised(path, "LOAD")) {
			if (r.at === null) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\`: ${r.error.message.replace(/\s+/g, " ")}`, ...prediction(r) };
		}
	},
});
