/** `detach_()` where it cannot be: on a view, or on a tensor that backward still needs. */
import type { SavedVariable } from "../autograd/saved.ts";
import type { Source } from "../program.ts";
import type { Stmt, Subscript } from "../syntax/nodes.ts";
import { expressionAt, fix, replace, statementAt, textOf } from "./edits.ts";
import { called } from "./names.ts";
import { raised, prediction } from "./raised.ts";
import { type Fix, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";
import type { Site } from "../values/value.ts";

export default rule({
	code: "detached-inplace",
	severity: "error",
	summary: "a view, or a tensor that backward needs, is detached in place",
	why: `\`t.detach_()\` takes the history off the tensor itself. On a view PyTorch refuses; on a tensor that an operation has saved, backward later finds it without its history and refuses.

**What to do:** \`t = t.detach()\` makes a detached tensor and leaves the graph alone.`,
	*find(path) {
		for (const r of raised(path, "DETACH_VIEW", "BW_DETACHED_INPLACE")) {
			if (r.at === null) continue;
			const saved = r.saved as SavedVariable | null;
			const event = saved === null ? undefined : path.record.of("detach").find((e) => e.how === ".detach_()" && e.from === saved.tensor);
			const site = userSite(event?.where ?? null) ?? r.at;
			const message =
				saved === null
					? `\`${codeOf(site)}\` detaches a view in place; PyTorch raises. Use \`detach()\`.`
					: `\`${codeOf(site)}\` takes the history off ${called(path, saved.tensor)}, which backward (${lineText(r.at, site)}) still needs; PyTorch raises. Use \`detach()\`, which makes a new tensor.`;
			yield { site, message, ...prediction(r), fixes: outOfPlaceDetach(site) };
		}
	},
});

/** `x[:n].detach_()` becomes `x = torch.cat([x[:n].detach(), x[n:]])`. */
function partDetached(source: Source, s: Stmt, { value, slice }: Subscript): Fix[] {
	if (value.kind !== "Name" || slice.kind !== "Slice" || slice.step !== null || (slice.lower === null) === (slice.upper === null))
		return [];
	const name = value.id;
	const at = textOf(source, (slice.lower ?? slice.upper)!);
	const [first, second] = slice.lower === null ? [".detach()", ""] : ["", ".detach()"];
	return [
		fix("Detach that part into a new tensor", "safe", [
			replace(source, s, `${name} = torch.cat([${name}[:${at}]${first}, ${name}[${at}:]${second}])`),
		]),
	];
}
function outOfPlaceDetach(site: Site): Fix[] {
	const s = statementAt(site.source, site.node);
	const call = expressionAt(site.source, site.node);
	if (s?.kind !== "Expr" || call?.kind !== "Call" || call.func.kind !== "Attribute" || s.value !== call) return [];
	if (call.func.value.kind === "Subscript") return partDetached(site.source, s, call.func.value);
	if (call.func.value.kind !== "Name") return [];
	const name = textOf(site.source, call.func.value);
	return [fix("Detach into a new tensor", "safe", [replace(site.source, s, `${name} = ${name}.detach()`)])];
}
