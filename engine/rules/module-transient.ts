/** A layer is built inside `forward`: a new one, with new random weights, at every call. */
import type { Tensor } from "../autograd/tensor.ts";
import { isModule } from "../torch/nn/module.ts";
import type { Site } from "../values/value.ts";
import { parametersIn } from "./modules.ts";
import { rule } from "./rule.ts";
import { codeOf, userSite } from "./words.ts";

export default rule({
	code: "module-transient",
	severity: "warning",
	summary: "a layer is built inside forward, anew at every call",
	why: `A layer that \`forward\` builds for itself starts with fresh random weights at every call. It gets gradients, and is thrown away with them: no optimizer holds it, no \`state_dict\` saves it, the model computes something else each time.

**What to do:** build it once in \`__init__\` as \`self.layer = ...\`; \`nn.LazyLinear\` and its kin take the input size from the first call.`,
	*find(path) {
		const { record } = path;
		if (record.of("optimizer-step").length === 0 && record.of("virtual-step").length === 0) return;
		const made = record
			.of("register")
			.filter((e) => isModule(e.module) && record.reached.has(e.tensor) && e.tensor.requiresGradFlag && inForward(userSite(e.where)));
		if (made.length === 0) return;
		const held = new Set<Tensor>(record.of("optimizer-step").flatMap((s) => s.params));
		const told = new Set<object>();
		for (const e of made) {
			const site = userSite(e.where);
			if (site === null || told.has(site.node) || held.has(e.tensor)) continue;
			// Somebody keeps it: then it is no passing thing.
			if (
				[...record.modules].some(
					(m) =>
						m !== e.module &&
						parametersIn(m).includes(e.tensor) &&
						!inForward(userSite(record.of("register").find((r) => r.module === m)?.where ?? null)),
				)
			)
				continue;
			if (kept(site)) continue;
			told.add(site.node);
			yield {
				site,
				message: `\`${codeOf(site)}\` is built anew at every call of \`forward\`: its weights start from random numbers each time, and no optimizer holds them. Build it once in \`__init__\`.`,
			};
		}
	},
});

function inForward(site: Site | null): boolean {
	for (let s = site; s !== null; s = s.caller) if (s.isUser && s.inFunction === "forward") return true;
	return false;
}
/** `self.head = nn.Linear(...)`: a layer made at the first call, which stays. */
const kept = (site: Site): boolean =>
	/[\w\])]\s*\.\s*\w+\s*=\s*$/.test(site.source.text.slice(Math.max(0, site.node.start - 80), site.node.start));
