/** A write to memory that several elements share. */
import { raised, prediction } from "./raised.ts";
import { expressionAt, fix, insert } from "./edits.ts";
import { type Fix, rule } from "./rule.ts";
import { codeOf, userSite } from "./words.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { Site } from "../values/value.ts";

export default rule({
	code: "inplace-overlap",
	severity: "error",
	summary: "expanded or overlapping memory is written in place",
	why: `\`expand\` and broadcasting repeat an element without copying it: writing one place writes them all. PyTorch refuses writes to such memory, and writes whose source overlaps the target.

**What to do:** \`.clone()\` (or \`.contiguous()\`) before the write.`,
	*find(path) {
		for (const r of raised(path, "IP_OVERLAP", "IP_OVERLAP_INTERNAL")) {
			if (r.at === null) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\` writes memory that several elements share; PyTorch raises. Clone it before the write.`, fixes: cloned(r.tensor), ...prediction(r) };
		}
	},
});

/** `.clone()` where the expanded tensor is made. */
function cloned(t: Tensor | null): Fix[] {
	const made = userSite((t?.where ?? null) as Site | null);
	const call = made === null ? null : expressionAt(made.source, made.node);
	return made === null || call?.kind !== "Call" ? [] : [fix("Clone it where it is made", "safe", [insert(made.source, call.end, ".clone()")])];
}
