/** autograd.grad with respect to something that is not in the graph. */
import { type Cut, cutsOf, phrase } from "./cuts.ts";
import { uncut } from "./fix-cuts.ts";
import { functionalCall } from "./fix-functional.ts";
import { called } from "./names.ts";
import { type Raised, raised, prediction } from "./raised.ts";
import { type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, origin } from "./words.ts";

export default rule({
	code: "grad-unused",
	severity: "error",
	summary: "a gradient is asked for a tensor the output was not computed from",
	why: `\`torch.autograd.grad(y, x)\` follows the graph of \`y\` back to \`x\`. A copy, a cast, a re-wrapped Parameter or a value loaded with \`vector_to_parameters\` is another tensor: the graph never meets the one that was asked for.

**What to do:** compute the output from the very tensor you differentiate by; to run a module on other values use \`torch.func.functional_call\`. \`allow_unused=True\` only when no dependence is a legitimate answer.`,
	*find(path) {
		for (const r of raised(path, "GRAD_UNUSED", "GRAD_NO_RG")) {
			if (r.at === null) continue;
			const cut = between(path, r);
			if (cut !== null) {
				yield {
					site: cut.site,
					message: `\`${codeOf(cut.site)}\` ${phrase(cut)}: \`${codeOf(r.at)}\` (${lineText(r.at, cut.site)}) finds no way from the output to ${called(path, r.tensor!)} and raises. Keep the graph, or ask for the gradient of what the output was computed from.`,
					...prediction(r),
					fixes: [...uncut(path, cut), ...functionalCall(path, cut.site.source, cut.site.node)],
					steps: [
						{ site: cut.site, message: "the graph ends here" },
						{ site: r.at, message: "the gradient is asked for here" },
					],
				};
				continue;
			}
			yield {
				site: r.at,
				message: `\`${codeOf(r.at)}\` asks for the gradient by ${r.tensor === null ? "a tensor" : `${called(path, r.tensor)}${origin(r.tensor, r.at)}`}, but the output was not computed from that very tensor (an equal one is another); PyTorch raises. Compute the output from it (\`torch.func.functional_call\` for modules).`,
				...prediction(r),
			};
		}
	},
});

/** The cut on the way from the asked tensor to the output, if that is why they do not meet. */
function between(path: PathRun, r: Raised): Cut | null {
	const asked = r.tensor;
	const run = path.record.of("backward").findLast((b) => b.order < r.event.order && b.run.options.inputs?.includes(asked!) === true);
	if (asked === null || run === undefined) return null;
	for (const cut of cutsOf(path).all(run.run.roots)) if (cut.leaves.has(asked) || cut.from.includes(asked)) return cut;
	return null;
}
