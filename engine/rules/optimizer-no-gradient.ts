/** An optimizer holds parameters that no backward reaches because the graph is cut on the way. */
import type { Tensor } from "../autograd/tensor.ts";
import { type Cut, cutsOf, phrase } from "./cuts.ts";
import { uncut } from "./fix-cuts.ts";
import { allBackwardsKnown, WRITTEN } from "./flow.ts";
import { trainedSets } from "./trained.ts";
import { meantInstead } from "./meant-instead.ts";
import { listed } from "./names.ts";
import { rule } from "./rule.ts";
import type { Event } from "../record/record.ts";
import type { Call } from "../syntax/nodes.ts";
import { functionClass } from "../torch/custom-function.ts";
import { PyClass, PyFunction, PyMethod, type Site, type Value } from "../values/value.ts";
import type { PathRun } from "./rule.ts";
import { codeOf, userSite } from "./words.ts";

/** These have rules of their own. */
const ELSEWHERE = /^\.data =$|^copy_$|^load_state_dict$|^torch\.|^nn\.Parameter$|^new_tensor$|^autograd\.grad$|^Variable$/;

export default rule({
	code: "optimizer-no-gradient",
	severity: "warning",
	summary: "an optimizer holds parameters whose gradient is cut off before the loss",
	why: `The optimizer is asked to train these parameters, but on the way from them to the loss something leaves the graph (\`.detach()\`, \`.data\`, \`.sample()\`, \`no_grad\`, \`argmax\`, \`vector_to_parameters\`): their \`.grad\` stays None and \`step()\` passes them by, without a word.

**What to do:** remove the cut, or take the parameters out of the optimizer (and set \`requires_grad_(False)\`) if they are meant to be frozen.`,
	*find(path) {
		const backwards = path.record.of("backward");
		if (backwards.length === 0 || !allBackwardsKnown(path)) return;
		const cuts = cutsOf(path);
		const lost = new Map<object, { cut: Cut; params: Set<Tensor>; virtual: boolean }>();
		const copied = new Set(
			[...cuts.links.values()]
				.flat()
				.filter((l) => l.how !== WRITTEN)
				.map((l) => userSite(l.event.where)?.node),
		);
		const rebuilt = new Set(
			path.record
				.of("detach")
				.filter((e) => ELSEWHERE.test(e.how))
				.map((e) => userSite(e.where)?.node),
		);
		for (const { optimizer, params, virtual } of trainedSets(path)) {
			const orphans = params.filter((p) => p.requiresGradFlag && p.grad === null && !path.record.reached.has(p));
			if (orphans.length === 0) continue;
			const own = virtual ? [] : losses(path, optimizer);
			const all = [...cuts.all((own.length > 0 ? own : backwards).flatMap((b) => b.run.roots))];
			// What was rebuilt from numbers has its own rule; beside it another cut is not the only one.
			const told = new Set(all.filter((c) => /^torch\./.test(c.how) || rebuilt.has(c.site.node)).flatMap((c) => [...c.leaves]));
			for (const cut of all) {
				if (
					ELSEWHERE.test(cut.how) ||
					copied.has(cut.site.node) ||
					rebuilt.has(cut.site.node) ||
					(cut.how === "no_grad" && withinCall(path, cut.site))
				)
					continue;
				for (const p of orphans) {
					if (told.has(p) || (!cut.leaves.has(p) && !cut.from.includes(p))) continue;
					const known = lost.get(cut.site.node) ?? { cut, params: new Set<Tensor>(), virtual };
					known.params.add(p);
					lost.set(cut.site.node, known);
				}
			}
		}
		for (const { cut, params, virtual } of lost.values()) {
			const stale = virtual
				? null
				: meantInstead(path, cut.site, `has left the graph${/^\./.test(cut.how) ? ` (\`${cut.how}\`)` : ""} and trains nothing`);
			if (stale !== null) {
				yield stale;
				continue;
			}
			const it = params.size === 1 ? "it" : "them";
			yield {
				site: cut.site,
				// In a class that nobody trains here the cut may be what its author wants (a teacher, a target).
				...(virtual && cut.how !== "integers" ? { severity: "information" as const } : {}),
				message: `\`${codeOf(cut.site)}\` ${phrase(cut)}, the only way from ${listed(path, params)} to the loss: ${virtual ? "training the module" : `the optimizer holds ${it}, but no backward`} gives ${it} ${virtual ? "no" : "a"} gradient.`,
				steps: [{ site: cut.site, message: "the gradient ends here" }],
				fixes: uncut(path, cut),
			};
		}
	},
});

/** Gradients are off inside a custom Function's forward and a reentrant checkpoint, which have rules of their own. */
function withinCall(path: PathRun, site: Site): boolean {
	for (let s: Site | null = site; s !== null; s = s.caller)
		if (s.isUser && isGuarded(path.record.values.get((s.node as Call).func))) return true;
	return false;
}
const isGuarded = (callee: Value | undefined): boolean =>
	(callee instanceof PyFunction && callee.globals.name === "torch.utils.checkpoint") ||
	(callee instanceof PyMethod && callee.self instanceof PyClass && callee.self.isSubclassOf(functionClass));

/** The backwards this optimizer steps for: since it was last cleared or stepped. A GAN's other losses are cut on purpose. */
function losses(path: PathRun, optimizer: Value): Event<"backward">[] {
	const out: Event<"backward">[] = [];
	let pending: Event<"backward">[] = [];
	for (const e of path.record.of("backward", "optimizer-zero-grad", "optimizer-step")) {
		if (e.kind === "backward") pending.push(e);
		else if (e.optimizer === optimizer) {
			if (e.kind === "optimizer-step") out.push(...pending);
			pending = [];
		}
	}
	return out;
}
