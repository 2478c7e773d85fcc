/** An optimizer gets something it cannot optimize. */
import { called } from "./names.ts";
import { type Raised, raised, prediction, usedUp } from "./raised.ts";
import { type PathRun, rule } from "./rule.ts";
import type { Call } from "../syntax/nodes.ts";
import type { Site } from "../values/value.ts";
import { fix, replace, statementAt, textOf, walk } from "./edits.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { withoutKeyword } from "./fix-order.ts";
import type { Fix } from "./rule.ts";
import { statementsBehind } from "./slice.ts";
import { codeOf, origin, userSite } from "./words.ts";

export default rule({
	code: "optimizer-params",
	severity: "error",
	summary: "an optimizer is given something that is no list of leaf tensors",
	why: `Optimizers update leaves. A slice of a parameter, \`w * 0.01\`, \`w.to(device)\` or \`parameters_to_vector(...)\` are computed tensors; an empty list means that no parameter was registered (layers in a plain Python list are not).

**What to do:** optimize the leaf itself; make the scaled tensor first, then \`.requires_grad_()\`; keep layers in \`nn.ModuleList\`, tensors in \`nn.ParameterList\`.`,
	*find(path) {
		for (const r of raised(path, "OPT_NONLEAF", "OPT_EMPTY", "OPT_TENSOR", "OPT_NONTENSOR", "OPT_DUP_GROUPS")) {
			if (r.at === null) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\` ${why(path, r, r.at)}`, fixes: leafLast(r.at, r.tensor), ...prediction(r) };
		}
	},
});

function why(path: PathRun, r: Raised, at: Site): string {
	switch (r.error.facts!.key) {
		case "OPT_NONLEAF":
			return `gets ${r.tensor === null ? "a tensor" : called(path, r.tensor)} that is computed${origin(r.tensor, at)}, no leaf; PyTorch raises "${r.error.message}". Optimize the leaf it is computed from, or compute the value first and then call \`.requires_grad_()\`.`;
		case "OPT_EMPTY":
			return usedUp(path, r.event)
				? `gets nothing: the generator has been used up before, so PyTorch raises "${r.error.message}". Make a list of it.`
				: `gets no parameters; PyTorch raises "${r.error.message}". What shall be trained must be registered: \`nn.Parameter\`, \`nn.ModuleList\`, and a constructor that runs.`;
		default:
			return `raises "${r.error.message}": an optimizer takes a list of leaf tensors, each in one group.`;
	}
}

/** `w = torch.randn(3, requires_grad=True) * 0.01`: the flag goes to the finished value. */
function leafLast(at: Site, tensor: Tensor | null): Fix[] {
	const { source } = at;
	const made = userSite((tensor?.where ?? null) as Site | null);
	const maker = made?.source === source ? statementAt(source, made.node) : null;
	for (const s of [...(maker === null ? [] : [maker]), ...statementsBehind(at)]) {
		if (s.kind !== "Assign") continue;
		for (const n of walk(s.value)) {
			const c = n as Call;
			if (c.kind !== "Call" || c === s.value || !c.keywords.some((k) => k.arg === "requires_grad")) continue;
			const [removed] = withoutKeyword(source, c, "requires_grad");
			if (removed === undefined) continue;
			const text = textOf(source, s.value);
			const inner = text.slice(0, removed.start - s.value.start) + text.slice(removed.end - s.value.start);
			const whole = s.value.kind === "Call" ? inner : `(${inner})`;
			return [fix("Switch requires_grad on last", "safe", [replace(source, s.value, `${whole}.requires_grad_()`)])];
		}
	}
	return [];
}
