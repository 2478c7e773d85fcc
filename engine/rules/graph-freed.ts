/** Backward runs through a part of the graph that an earlier backward has freed. */
import type { Node } from "../autograd/node.ts";
import { initTransformFixes } from "./fix-init-transform.ts";
import { rule } from "./rule.ts";
import { codeOf, lineText, opName, userSite } from "./words.ts";
import type { Site } from "../values/value.ts";

export default rule({
	code: "graph-freed",
	severity: "error",
	summary: "backward runs a second time through a graph whose saved tensors are gone",
	why: `A backward pass frees what the graph saved. Whatever was computed *before* and is used again (a value stored in \`__init__\`, a hidden state carried over an iteration, features computed outside the loop, a loss added up over iterations) still hangs on the freed part, and the next backward through it raises.

**What to do:** compute the value again for each backward (in \`forward\`, in a property, inside the loop), or \`detach()\` it where the old gradient is not wanted. \`retain_graph=True\` only moves the problem.`,
	*find(path) {
		for (const e of path.record.of("raise")) {
			if (e.error.facts?.key !== "BW_TWICE") continue;
			const node = e.error.facts.node as Node;
			const backward = userSite(e.where);
			const made = userSite(node.where as Site | null);
			const guilty = made ?? backward;
			if (guilty === null) continue;
			const inInit = made?.inFunction === "__init__";
			// In a virtual training step nobody resets a carried state: only what the constructor computed is certain.
			if (e.virtual !== undefined && !inInit) continue;
			const first = path.record.of("backward").find((b) => b.run.executed.includes(node));
			const firstSite = userSite(first?.where ?? null);
			const cure = inInit ? " It is computed once in `__init__`; compute it in `forward` instead." : " Compute it again for every backward, or detach it.";
			const again = backward === null ? "the second training step" : `the next one (${lineText(backward, guilty)})`;
			yield {
				site: guilty,
				fixes: inInit ? initTransformFixes(guilty.source, guilty.node) : [],
				message: `The graph of \`${codeOf(guilty)}\` is freed by the first backward and used again by ${again}, which raises.${cure}`,
				...(backward === null ? {} : { predicts: { type: e.error.type, message: e.error.message, site: backward } }),
				steps: [
					...(made === null ? [] : [{ site: made, message: `\`${opName(node)}\` builds this part of the graph here` }]),
					...(firstSite === null ? [] : [{ site: firstSite, message: "the first backward frees it here" }]),
					...(backward === null ? [] : [{ site: backward, message: "the next backward needs it here" }]),
				],
			};
		}
	},
});
