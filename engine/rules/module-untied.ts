/** `dec.weight = nn.Parameter(enc.weight)`: the memory is shared, the parameter is not. */
import { parametersIn } from "./modules.ts";
import { expressionAt, fix, replace, textOf } from "./edits.ts";
import { called } from "./names.ts";
import { rule } from "./rule.ts";
import { codeOf, userSite } from "./words.ts";

export default rule({
	code: "module-untied",
	severity: "warning",
	summary: "a Parameter is wrapped again, which shares memory but not the gradient",
	why: `\`nn.Parameter(other.weight)\` is a second leaf over the same memory. Both get gradients of their own and an optimizer updates the same numbers twice; \`.to()\` or a reload breaks the sharing altogether.

**What to do:** to tie weights assign the very Parameter: \`dec.weight = enc.weight\`. To start from a copy: \`nn.Parameter(enc.weight.detach().clone())\`.`,
	*find(path) {
		const { record } = path;
		const registered = new Set([...record.modules].flatMap((m) => parametersIn(m)));
		for (const e of record.of("parameter")) {
			if (e.data.gradFn !== null || !e.data.requiresGradFlag || e.data === e.tensor) continue;
			if (!registered.has(e.data) || !registered.has(e.tensor) || !record.reached.has(e.data) || !record.reached.has(e.tensor)) continue;
			const site = userSite(e.where);
			if (site === null) continue;
			const call = expressionAt(site.source, site.node);
			const inner = call?.kind === "Call" && call.args.length === 1 ? call.args[0]! : null;
			yield {
				site,
				message: `\`${codeOf(site)}\` shares the memory of ${called(path, e.data)} but is another parameter: gradients are kept apart and both are updated. Assign the parameter itself to tie them.`,
				fixes: call === null || inner === null ? [] : [fix("Tie to the parameter itself", "unsafe", [replace(site.source, call, textOf(site.source, inner))])],
			};
		}
	},
});
