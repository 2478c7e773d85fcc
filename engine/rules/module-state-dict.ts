/** `best = net.state_dict()` taken for a copy: it goes on changing with the model. */
import { parametersIn } from "./modules.ts";
import type { PyInstance, Site } from "../values/value.ts";
import type { Event } from "../record/record.ts";
import type { Assign, Stmt } from "../syntax/nodes.ts";
import { deepcopied } from "./fix-deepcopy.ts";
import { isModule } from "../torch/nn/module.ts";
import { expressionAt, fix, replace, textOf, walk } from "./edits.ts";
import { callerIn, loopAround, within } from "./places.ts";
import { type Draft, type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "module-state-dict",
	severity: "warning",
	summary: "a state_dict is kept as if it were a copy",
	why: `\`state_dict()\` returns the parameters' own memory. Kept over training steps it changes along; loading it back into the model later restores nothing. \`.copy()\` of the dict does not help, it is shallow.

**What to do:** \`copy.deepcopy(net.state_dict())\`, or \`{k: v.clone() for k, v in net.state_dict().items()}\`.`,
	*find(path) {
		const { record } = path;
		const told = new Set<object>();
		for (const load of record.of("load")) {
			// A tensor loaded onto its own memory: the dict was an alias.
			if (load.from === load.tensor || load.from.storage !== load.tensor.storage) continue;
			const own = ownDict(path, load);
			if (own !== null) {
				if (!told.has(own.site.node)) yield own;
				told.add(own.site.node);
				continue;
			}
			const at = userSite(load.where)?.node;
			const taken = record
				.of("state-dict")
				.findLast((s) => s.order < load.order && userSite(s.where)?.node !== at && holds(s.module, load.tensor));
			const site = userSite(taken?.where ?? null);
			const back = userSite(load.where);
			if (taken === undefined || site === null || back === null || told.has(site.node)) continue;
			const steps = record.of("optimizer-step").filter((s) => s.order < load.order && s.ready.includes(load.tensor));
			// Taken in the loop that trains, it goes on changing in whatever iteration is not the last.
			const loop = loopAround(site.source, site.node);
			const first = record.of("state-dict").find((s) => userSite(s.where)?.node === site.node && holds(s.module, load.tensor)) ?? taken;
			const step =
				steps.find((s) => s.order > first.order) ??
				(loop === null ? undefined : steps.find((s) => within(callerIn(s.where, site)?.node ?? { start: -1, end: -1 }, loop)));
			if (step === undefined) continue;
			told.add(site.node);
			const call = expressionAt(site.source, site.node);
			const importsCopy = /^\s*(import copy\b|from copy import .*\bdeepcopy\b)/m.exec(site.source.text);
			const deepcopy = importsCopy === null ? null : importsCopy[1]!.startsWith("from") ? "deepcopy" : "copy.deepcopy";
			const text = call === null ? "" : textOf(site.source, call);
			yield {
				site,
				message: `\`${codeOf(site)}\` is no copy: training (${lineText(userSite(step.where) ?? back, site)}) changes it along, and loading it back (${lineText(back, site)}) restores nothing. Use \`copy.deepcopy\`.`,
				fixes:
					call === null
						? []
						: deepcopy !== null
							? [fix("Take a deep copy", "unsafe", [replace(site.source, call, `${deepcopy}(${text})`)])]
							: [fix("Clone each tensor", "unsafe", [replace(site.source, call, `{k: v.clone() for k, v in ${text}.items()}`)])],
				steps: [
					{ site, message: "the parameters' own memory is kept here" },
					{ site: back, message: "and loaded onto itself here" },
				],
			};
		}
		// Looked at again after training, without being loaded: maybe meant, so no more than a note.
		for (const taken of record.of("state-dict")) {
			const site = userSite(taken.where);
			const seen = record.dictsSeen.get(taken.dict) ?? 0;
			const step = record
				.of("optimizer-step")
				.find((s) => s.order > taken.order && s.order < seen && s.ready.some((p) => holds(taken.module, p)));
			const at = userSite(step?.where ?? null);
			if (step === undefined || site === null || at === null || told.has(site.node)) continue;
			told.add(site.node);
			yield {
				site,
				severity: "information",
				message: `\`${codeOf(site)}\` is no copy: training (${lineText(at, site)}) changes it along, and it is used again afterwards. Use \`copy.deepcopy\` to keep the numbers.`,
			};
		}
	},
});
/** `target.load_state_dict(target.state_dict())`, also when `target` is only another name for `net`. */
function ownDict(path: PathRun, load: Event<"load">): Draft | null {
	const site = userSite(load.where);
	const call = site === null ? null : expressionAt(site.source, site.node);
	if (site === null || call?.kind !== "Call" || call.func.kind !== "Attribute" || call.args[0]?.kind !== "Call") return null;
	const given = call.args[0].func;
	if (given.kind !== "Attribute" || given.attr !== "state_dict") return null;
	const [to, from] = [call.func.value, given.value];
	if (!isModule(path.record.values.get(to) ?? null) || path.record.values.get(to) !== path.record.values.get(from)) return null;
	const [target, net] = [textOf(site.source, to), textOf(site.source, from)];
	if (target === net) return { site, message: `\`${codeOf(site)}\` loads a module's values into itself: nothing changes.` };
	const alias = attributeOrName(path, site, target, net);
	const copied = alias === null || (alias.node as Assign).kind !== "Assign" ? [] : deepcopied(alias.source, (alias.node as Assign).value);
	return {
		site: alias ?? site,
		fixes: copied.length === 0 ? [] : [fix("Make it a copy", "unsafe", copied)],
		message: `\`${target}\` is \`${net}\` itself, not a copy: it trains along, and \`${codeOf(site)}\`${alias === null ? "" : ` (${lineText(site, alias)})`} changes nothing. Use \`copy.deepcopy(${net})\`.`,
	};
}
/** The statement `target = net`. */
function attributeOrName(path: PathRun, site: Site, target: string, net: string): Site | null {
	for (const n of walk(site.source.module)) {
		const s = n as Stmt;
		if (s.kind !== "Assign" || textOf(site.source, s.targets[0]!) !== target || (s.value.kind !== "Name" && s.value.kind !== "Attribute"))
			continue;
		if (
			isModule(path.record.values.get(s.value) ?? null) &&
			(textOf(site.source, s.value) === net || path.record.values.get(s.value) === path.record.values.get(s.targets[0]!))
		)
			return { ...site, node: s };
	}
	return null;
}
function holds(module: unknown, t: object): boolean {
	return parametersIn(module as PyInstance).includes(t as never);
}
