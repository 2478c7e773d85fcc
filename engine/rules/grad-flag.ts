/** requires_grad is set where it cannot be. */
import { called } from "./names.ts";
import { type Raised, raised, prediction } from "./raised.ts";
import { type PathRun, rule } from "./rule.ts";
import { fix, replace, statementAt, textOf } from "./edits.ts";
import { atom } from "./fix-graph.ts";
import { targetNames } from "./places.ts";
import type { Fix } from "./rule.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { Site } from "../values/value.ts";
import { codeOf, origin, userSite } from "./words.ts";

export default rule({
	code: "grad-flag",
	severity: "error",
	summary: "requires_grad is changed where PyTorch refuses it",
	why: `Only leaves carry the flag, and only floating and complex numbers have gradients. For a computed tensor the flag follows from its inputs.

**What to do:** \`detach()\` first, or set the flag on the leaf; convert integers with \`.float()\`.`,
	*find(path) {
		for (const r of raised(path, "RG_NONLEAF", "RG_INT", "RG_INT_CTOR")) {
			if (r.at === null) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\` ${why(path, r, r.at)}`, fixes: flagFixes(r.at, r.tensor), ...prediction(r) };
		}
	},
});

function why(path: PathRun, r: Raised, at: Site): string {
	if (r.error.facts!.key !== "RG_NONLEAF")
		return `asks for gradients of integers, which have none; PyTorch raises "${r.error.message}". Make it floating point first.`;
	return `sets the flag of ${r.tensor === null ? "a tensor" : called(path, r.tensor)}, which is computed${origin(r.tensor, at)}: its flag follows from its inputs, only leaves carry one, and PyTorch raises. Use \`.detach()\` of it, or set the flag on the leaf.`;
}

/** `y.requires_grad = False` becomes `y = y.detach()`; a flag set again in a loop wants a detached tensor from the iteration before. */
function flagFixes(at: Site, t: Tensor | null): Fix[] {
	const s = statementAt(at.source, at.node);
	if (s?.kind !== "Assign" || s.targets[0]!.kind !== "Attribute" || s.targets[0]!.value.kind !== "Name") return [];
	const name = textOf(at.source, s.targets[0]!.value);
	if (textOf(at.source, s.value) === "False")
		return [fix(`Detach \`${name}\``, "safe", [replace(at.source, s, `${name} = ${name}.detach()`)])];
	const made = userSite((t?.where ?? null) as Site | null);
	const from = made === null ? null : statementAt(made.source, made.node);
	if (made === null || from?.kind !== "Assign" || !targetNames(made).includes(name) || from.targets.length !== 1) return [];
	return [
		fix(`Detach \`${name}\` where it is computed`, "safe", [replace(made.source, from.value, `${atom(made.source, from.value)}.detach()`)]),
	];
}
