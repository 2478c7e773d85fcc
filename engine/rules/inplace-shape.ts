/** An in-place result that does not fit its target. */
import { raised, prediction } from "./raised.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "inplace-shape",
	severity: "error",
	summary: "an in-place result does not fit the tensor it is written to",
	why: `An in-place operation cannot change the shape or the kind of number of the tensor it writes: the result must broadcast to the target's shape and cast to its dtype.

**What to do:** write out of place, or convert the operand.`,
	*find(path) {
		for (const r of raised(path, "IP_BROADCAST", "IP_CAST")) {
			if (r.at === null) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\`: ${r.error.message}. Write out of place.`, ...prediction(r) };
		}
	},
});
