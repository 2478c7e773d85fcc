/** The backward of a custom Function returns None for an input that wants a gradient. */
import { AccumulateGrad } from "../autograd/node.ts";
import { backwardOf, forwardArguments, siteOf } from "./functions.ts";
import { called } from "./names.ts";
import { rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "function-none",
	severity: "warning",
	summary: "a custom backward returns None for an input that requires grad",
	why: `None from \`backward\` means "no gradient for this input". For an input that requires grad it silently stops training what lies behind: \`.grad\` stays None, nothing raises.

**What to do:** compute the gradient, or mark the input as a constant by detaching it at the call.`,
	*find(path) {
		const told = new Set<object>();
		for (const b of path.record.of("backward")) {
			for (const n of b.run.executed) {
				const own = n.op.includes("::") || n.op.includes(".") ? null : backwardOf(path.record.sources, n.name);
				if (own?.last?.value == null || told.has(own.last)) continue;
				const { value } = own.last;
				const items = value.kind === "Tuple" ? value.elts : [value];
				const names = forwardArguments(own.cls);
				for (const [i, item] of items.entries()) {
					const edge = n.nextEdges[i];
					if (item.kind !== "Constant" || item.value !== null || edge == null || names === null) continue;
					const leaf = edge.node instanceof AccumulateGrad ? edge.node.leaf : null;
					if (leaf !== null && b.run.reached.includes(leaf)) continue;
					const site = siteOf(own.source, own.last, own.fn.name);
					const back = userSite(b.where);
					told.add(own.last);
					yield {
						site,
						span: { start: item.start, end: item.end },
						message: `\`${codeOf(site)}\` gives None for \`${names[i]}\`, which requires grad${leaf === null ? "" : ` (${called(path, leaf)})`}: ${back === null ? "backward" : `\`backward\` (${lineText(back, site)})`} leaves it without a gradient. Return its gradient.`,
					};
				}
			}
		}
	},
});
