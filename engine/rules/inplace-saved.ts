/** A tensor that backward still needs was overwritten in place. */
import type { SavedVariable } from "../autograd/saved.ts";
import { cloneBefore, outOfPlace } from "./fix-writes.ts";
import { rule } from "./rule.ts";
import { codeOf, lineText, nameOf, opName, userSite } from "./words.ts";
import type { Site } from "../values/value.ts";

export default rule({
	code: "inplace-saved",
	severity: "error",
	summary: "a tensor that backward still needs is overwritten in place",
	why: `Many operations keep an input or their result for the backward pass: \`exp\` its result, a product its other operand, a linear layer its input and weight. Writing into such a tensor afterwards (\`x += 1\`, \`x[i] = v\`, \`relu_\`, an optimizer step) changes what backward would read, so PyTorch counts a version per memory and refuses when it no longer fits.

**What to do:** write out of place (\`x = x + 1\`), clone before the write, build the result with \`torch.stack\`/\`torch.cat\`, or compute what needs the old value again after the write.`,
	*find(path) {
		for (const e of path.record.of("raise")) {
			if (e.error.facts?.key !== "BW_INPLACE") continue;
			const saved = e.error.facts.saved as SavedVariable;
			const backward = userSite(e.where);
			const write = saved.tensor.counter.firstWriteAfter(saved.savedVersion);
			const writeSite = userSite((write?.where ?? null) as Site | null);
			const saveSite = userSite(saved.owner.where as Site | null);
			const guilty = writeSite ?? backward;
			if (guilty === null) continue;
			const what = nameOf(saved.tensor);
			const savedBy = saveSite === null ? "" : ` (${lineText(saveSite, guilty)})`;
			const raises = backward === null ? "backward" : `\`backward\` (${lineText(backward, guilty)})`;
			yield {
				site: guilty,
				fixes: writeSite === null ? [] : [...outOfPlace(guilty.source, guilty.node), ...cloneBefore(guilty.source, guilty.node)],
				message: `\`${codeOf(guilty)}\` overwrites ${what}, which \`${opName(saved.owner)}\`${savedBy} saved for backward; ${raises} raises. Write out of place or clone before the write.`,
				...(backward === null ? {} : { predicts: { type: e.error.type, message: e.error.message, site: backward } }),
				steps: [
					...(saveSite === null ? [] : [{ site: saveSite, message: `${what} is saved for backward here by \`${opName(saved.owner)}\` at version ${saved.savedVersion}` }]),
					...(writeSite === null ? [] : [{ site: writeSite, message: `overwritten here by \`${write!.op}\`: version ${write!.version}` }]),
					...(backward === null ? [] : [{ site: backward, message: "backward needs the old value here" }]),
				],
			};
		}
	},
});
