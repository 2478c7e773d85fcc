/** numpy on a tensor that has a graph. */
import type { Source } from "../program.ts";
import type { Call, Span } from "../syntax/nodes.ts";
import { expressionAt, fix, insert } from "./edits.ts";
import { raised, prediction } from "./raised.ts";
import { type Fix, rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "detached-numpy",
	severity: "error",
	summary: "`.numpy()` is called on a tensor that has a graph",
	why: `A numpy array knows nothing of gradients. Taking one from a tensor that requires grad would lose them silently, so PyTorch refuses.

**What to do:** for numbers to look at, \`t.detach().numpy()\`; inside a loss, stay in torch.`,
	*find(path) {
		for (const r of raised(path, "NUMPY_RG")) {
			if (r.at === null) continue;
			yield {
				site: r.at,
				message: `\`${codeOf(r.at)}\` asks for the numbers of a tensor that has a graph; PyTorch raises. Say that the graph is not wanted: \`.detach().numpy()\`.`,
				fixes: detachFirst(r.at.source, r.at.node),
				...prediction(r),
			};
		}
	},
});

/** `x.numpy()` and `x.cpu().numpy()` become `x.detach()...`. */
function detachFirst(source: Source, span: Span): Fix[] {
	let call = expressionAt(source, span) as Call | null;
	if (call?.kind !== "Call" || call.func.kind !== "Attribute" || call.func.attr !== "numpy") return [];
	while (
		call.func.kind === "Attribute" &&
		call.func.value.kind === "Call" &&
		call.func.value.func.kind === "Attribute" &&
		/^(cpu|float|double|squeeze|flatten)$/.test(call.func.value.func.attr)
	)
		call = call.func.value;
	if (call.func.kind !== "Attribute") return [];
	return [fix("Detach first", "safe", [insert(source, call.func.value.end, ".detach()")])];
}
