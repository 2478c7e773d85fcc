/** `dec.weight = nn.Parameter(enc.weight)`: the memory is shared, the parameter is not. */
import { parametersIn } from "./modules.ts";
import { expressionAt, fix, functionAround, replace, statementAt, textOf } from "./edits.ts";
import { called } from "./names.ts";
import { type Draft, type Fix, type PathRun, rule } from "./rule.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { Site, Value } from "../values/value.ts";
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
			const other = e.data.gradFn === null ? e.data : e.data.view?.base;
			if (other === undefined || other.storage !== e.tensor.storage || !other.requiresGradFlag || other === e.tensor) continue;
			if (!registered.has(other) || !registered.has(e.tensor) || !record.reached.has(other) || !record.reached.has(e.tensor)) continue;
			const site = userSite(e.where);
			if (site === null) continue;
			const call = expressionAt(site.source, site.node);
			const inner = call?.kind === "Call" && call.args.length === 1 ? call.args[0]! : null;
			yield {
				site,
				message: `\`${codeOf(site)}\` shares the memory of ${called(path, other)} but is another parameter: gradients are kept apart and both are updated. ${other === e.data ? "Assign the parameter itself to tie them" : "Use that very parameter in `forward`"}.`,
				fixes:
					call === null || inner === null || other !== e.data
						? []
						: [fix("Tie to the parameter itself", "unsafe", [replace(site.source, call, textOf(site.source, inner))])],
			};
		}
		yield* undone(path);
		for (const e of record.of("data-set")) {
			const other = [...registered].find((p) => p !== e.tensor && p.storage === e.tensor.storage && p.offset === e.tensor.offset);
			const site = userSite(e.where);
			if (other === undefined || site === null || !registered.has(e.tensor) || !record.reached.has(other) || !record.reached.has(e.tensor))
				continue;
			yield {
				site,
				message: `\`${codeOf(site)}\` shares the memory of ${called(path, other)} but not the parameter: gradients are kept apart and both are updated. Assign the parameter itself to tie them, or a \`.clone()\` to keep them apart.`,
			};
		}
	},
});

/** `out.weight = nn.Parameter(...)` behind `embed.weight = nn.Parameter(...)` becomes `out.weight = embed.weight`. */
function tiedAgain(one: Site, other: Site): Fix[] {
	const a = statementAt(one.source, one.node);
	const b = statementAt(other.source, other.node);
	if (a?.kind !== "Assign" || b?.kind !== "Assign" || one.source !== other.source || a.start >= b.start) return [];
	if (functionAround(one.source, a) !== functionAround(one.source, b) || a.targets[0]!.kind !== "Attribute") return [];
	return [fix("Give both the same parameter", "unsafe", [replace(one.source, b.value, textOf(one.source, a.targets[0]!))])];
}

/** Two modules shared a parameter; one was given another one later, or each its own. */
function* undone(path: PathRun): Generator<Draft> {
	const { record } = path;
	const slots = new Map<Value, Map<string, Tensor>>();
	const holders = (t: Tensor): { module: Value; name: string }[] =>
		[...slots].flatMap(([module, names]) => [...names].filter(([, x]) => x === t).map(([name]) => ({ module, name })));
	const registered: { module: Value; name: string; site: Site }[] = [];
	const broken: { own: { module: Value; name: string }; others: { module: Value; name: string }[]; draft: Draft }[] = [];
	for (const e of record.of("register")) {
		const names = slots.get(e.module) ?? new Map<string, Tensor>();
		slots.set(e.module, names);
		const before = names.get(e.name);
		names.set(e.name, e.tensor);
		const site = userSite(e.where);
		if (site !== null) registered.push({ module: e.module, name: e.name, site });
		if (before === undefined || before === e.tensor || site === null) continue;
		const others = holders(before);
		if (others.length === 0) continue;
		broken.push({
			own: e,
			others,
			draft: {
				site,
				severity: "information",
				message: `\`${codeOf(site)}\` ends the sharing of ${called(path, before)} with another module: from here on each is trained for itself. Assign one parameter to both, or write into the shared one (\`nn.init\`, \`copy_\` under \`no_grad\`).`,
			},
		});
	}
	const trained = ({ module, name }: { module: Value; name: string }): Tensor | null => {
		const t = slots.get(module)!.get(name)!;
		return record.reached.has(t) ? t : null;
	};
	for (const { own, others, draft } of broken) {
		const mine = trained(own);
		const apart = others.find((o) => ![null, mine].includes(trained(o)));
		if (mine === null || apart === undefined) continue;
		const later = registered.findLast((r) => r.module === apart.module && r.name === apart.name);
		yield { ...draft, fixes: later === undefined ? [] : tiedAgain(draft.site, later.site) };
	}
}
