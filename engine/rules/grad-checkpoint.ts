/** A reentrant checkpoint over inputs that require no grad: what lies inside gets no gradient. */
import { expressionAt, fix, insert, replace, statementAt, walk } from "./edits.ts";
import { type Fix, type PathRun, rule } from "./rule.ts";
import { codeOf } from "./words.ts";
import { Lines } from "../text/lines.ts";
import type { Source } from "../program.ts";
import type { Call, Expr } from "../syntax/nodes.ts";
import { PyFunction, type Site } from "../values/value.ts";

export default rule({
	code: "grad-checkpoint",
	severity: "warning",
	summary: "a reentrant checkpoint gets inputs without requires_grad, so its layers are not trained",
	why: `\`checkpoint(block, x, use_reentrant=True)\` makes its output require grad only if an input does. With plain data (or frozen features) as the only input the block runs without a graph: its parameters get no gradient, and PyTorch warns "None of the inputs have requires_grad=True".

**What to do:** \`use_reentrant=False\`, or \`x.requires_grad_()\` on the input.`,
	*find(path) {
		for (const w of path.warnings) {
			const source = w.message.startsWith("None of the inputs have requires_grad=True")
				? [...path.record.sources].find((s) => s.path === w.path)
				: undefined;
			if (source === undefined) continue;
			const lines = new Lines(source.text);
			const call = callAt(path, source, (n) => lines.line(n.start) <= w.line && w.line <= lines.line(n.end));
			if (call === null) continue;
			const site: Site = { source, node: call, caller: null, inFunction: "", isUser: true };
			yield {
				site,
				message: `\`${codeOf(site)}\`: no input requires grad, so the checkpointed layers run without a graph and get no gradient. Use \`use_reentrant=False\`.`,
				fixes: nonReentrant(site, call),
			};
		}
	},
});

/** The innermost call of a checkpoint, whatever it is called there. */
function callAt(path: PathRun, source: Source, here: (n: Call) => boolean): Call | null {
	let found: Call | null = null;
	for (const [e, value] of path.record.values) {
		if (!(value instanceof PyFunction) || value.globals.name !== "torch.utils.checkpoint") continue;
		const call =
			statementAt(source, e) === null
				? undefined
				: (walk(statementAt(source, e)!) as Expr[]).find((n): n is Call => n.kind === "Call" && n.func === e);
		if (call !== undefined && here(call)) found = call;
	}
	return found;
}
function nonReentrant(site: Site, call: Call): Fix[] {
	const flag = call.keywords.find((k) => k.arg === "use_reentrant");
	if (flag !== undefined) return [fix("Use `use_reentrant=False`", "safe", [replace(site.source, flag.value, "False")])];
	const last = call.args.at(-1);
	return last === undefined || expressionAt(site.source, call) === null
		? []
		: [fix("Use `use_reentrant=False`", "safe", [insert(site.source, last.end, ", use_reentrant=False")])];
}
