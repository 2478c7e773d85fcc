/** A layer is replaced after the optimizer was built: the new one never trains. */
import type { Site, Value } from "../values/value.ts";
import type { Source } from "../program.ts";
import type { Stmt } from "../syntax/nodes.ts";
import { methodCall } from "./places.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isModule } from "../torch/nn/module.ts";
import { parametersIn } from "./modules.ts";
import { moveBehind } from "./fix-order.ts";
import { classAround, fix, functionAround, indentOf, insert, lineEnd, statementAt, textOf } from "./edits.ts";
import { allBackwardsKnown } from "./flow.ts";
import { listed, plural } from "./names.ts";
import { type Fix, type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "optimizer-late",
	severity: "warning",
	summary: "a layer is replaced or added after the optimizer was built",
	why: `An optimizer keeps the parameters it was given. A layer that is put into the model afterwards (a new head, an added block) gets gradients, but nobody steps it; the layer it replaced is stepped in vain.

**What to do:** change the model first, then build the optimizer; or \`optimizer.add_param_group({"params": new.parameters()})\`.`,
	*find(path) {
		const { record } = path;
		const steps = record.of("optimizer-step");
		if (steps.length === 0 || !allBackwardsKnown(path)) return;
		const held = new Set<Tensor>(steps.flatMap((s) => s.params));
		const late = new Map<object, { site: Site; built: Site; optimizer: Value; params: Set<Tensor> }>();
		for (const module of record.modules) {
			if (!isModule(module)) continue;
			const params = parametersIn(module);
			const kept = params.filter((p) => held.has(p));
			for (const p of params) {
				if (held.has(p) || !record.reached.has(p)) continue;
				// The optimizer must be this model's: it holds others of its parameters.
				const built = record
					.of("optimizer")
					.find((o) => o.tensors <= p.id && steps.some((s) => s.optimizer === o.optimizer && s.params.some((q) => kept.includes(q))));
				const site = userSite(p.where as Site | null);
				const at = userSite(built?.where ?? null);
				if (built === undefined || site === null || at === null) continue;
				const known = late.get(site.node) ?? { site, built: at, optimizer: built.optimizer, params: new Set<Tensor>() };
				known.params.add(p);
				late.set(site.node, known);
			}
		}
		for (const { site, built, optimizer, params } of late.values()) {
			const a = built.source === site.source ? statementAt(built.source, built.node) : null;
			const b = statementAt(site.source, site.node);
			yield {
				site,
				message: `\`${codeOf(site)}\` comes after the optimizer was built (${lineText(built, site)}): ${listed(path, params)} ${plural(params, "gets a gradient", "get gradients")} but no optimizer holds ${plural(params, "it", "them")}. Build the optimizer afterwards.`,
				steps: [
					{ site: built, message: "the optimizer takes the parameters here" },
					{ site, message: "new ones are made here" },
				],
				fixes: [
					...(a === null || b === null ? [] : moveBehind(site.source, "Build the optimizer after the change", a, b, "unsafe")),
					...addedGroup(path, site, optimizer),
				],
			};
		}
	},
});

/** `optimizer.add_param_group(...)` behind the statement that brings the new layer in, where the optimizer has a name there. */
function addedGroup(path: PathRun, site: Site, optimizer: Value): Fix[] {
	const { source } = site;
	const s = statementAt(source, site.node);
	const layer = s === null ? null : broughtIn(source, s);
	if (s === null || layer === null) return [];
	const fn = functionAround(source, s);
	const cls = classAround(source, s);
	for (const [e, value] of path.record.values) {
		if (value !== optimizer || (e.kind !== "Name" && e.kind !== "Attribute") || statementAt(source, e) === null) continue;
		const own =
			e.kind === "Attribute" &&
			e.value.kind === "Name" &&
			e.value.id === "self" &&
			fn !== null &&
			cls !== null &&
			classAround(source, e) === cls;
		if (!own && functionAround(source, e) !== fn && !(e.kind === "Name" && functionAround(source, e) === null)) continue;
		return [
			fix("Give the new parameters to the optimizer", "unsafe", [
				insert(
					source,
					lineEnd(source, s.end),
					`\n${indentOf(source, s.start)}${textOf(source, e)}.add_param_group({"params": ${layer}.parameters()})`,
				),
			]),
		];
	}
	return [];
}
/** The new layer by a name it has after `m.head = nn.Linear(...)` or `m.layers.append(nn.Linear(...))`. */
function broughtIn(source: Source, s: Stmt): string | null {
	if (s.kind === "Assign" && s.targets.length === 1 && s.targets[0]!.kind !== "Tuple") return textOf(source, s.targets[0]!);
	const call = methodCall(s, /^(append|add_module|register_module)$/);
	if (call === null) return null;
	const [first] = call.call.args;
	if (call.call.args.length === 1) return `${textOf(source, call.receiver)}[-1]`;
	return first?.kind === "Constant" && typeof first.value === "string" ? `${textOf(source, call.receiver)}.${first.value}` : null;
}
