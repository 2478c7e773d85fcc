/** Backward runs through a part of the graph that an earlier backward has freed. */
import type { Node } from "../autograd/node.ts";
import type { Event } from "../record/record.ts";
import type { Attribute, ClassDef, For, While } from "../syntax/nodes.ts";
import type { Site } from "../values/value.ts";
import { carriedNames, storedAttribute } from "./carried.ts";
import { classAround, functionAround, statementsAround, walk } from "./edits.ts";
import { addedUp, detachArgument, detachAtLoopEnd, intoLoop, oneBackward, uncached } from "./fix-graph.ts";
import { detachKept, detachPutAway } from "./fix-state.ts";
import { builtInForward } from "./fix-init-call.ts";
import { initTransformFixes } from "./fix-init-transform.ts";
import { meantInstead } from "./meant-instead.ts";
import { callerIn, loopAround, targetNames, within } from "./places.ts";
import { type Draft, type PathRun, rule } from "./rule.ts";
import { statementsBehind } from "./slice.ts";
import { codeOf, lineText, opName, userSite } from "./words.ts";

/** What happened, gathered once. */
interface Freed {
	path: PathRun;
	made: Site | null;
	first: Site | null;
	again: Site | null;
	node: Node;
	freed: Event<"backward"> | undefined;
	raisedAt: number;
}
type Told = Pick<Draft, "site" | "message" | "fixes" | "severity">;

export default rule({
	code: "graph-freed",
	severity: "error",
	summary: "backward runs a second time through a graph whose saved tensors are gone",
	why: `A backward pass frees what the graph saved. Whatever was computed *before* and is used again (a value stored in \`__init__\`, a hidden state carried over an iteration, features computed outside the loop, a loss added up over iterations, two losses on one forward) still hangs on the freed part, and the next backward through it raises.

**What to do:** compute the value again for each backward (in \`forward\`, in a property, inside the loop), or \`detach()\` it where the old gradient is not wanted; add two losses and call backward once. \`retain_graph=True\` only moves the problem.`,
	*find(path) {
		for (const e of path.record.of("raise")) {
			if (e.error.facts?.key !== "BW_TWICE") continue;
			const node = e.error.facts.node as Node;
			const made = userSite(node.where as Site | null);
			const again = e.virtual === undefined ? userSite(e.where) : null;
			const freed = path.record.of("backward").find((b) => b.run.executed.includes(node));
			const first = e.virtual === undefined ? userSite(freed?.where ?? null) : null;
			const f: Freed = { path, made, first, again, node, freed, raisedAt: e.order };
			const told = e.virtual !== undefined ? virtually(f) : tell(f);
			if (told === null) continue;
			yield {
				...told,
				...(again === null ? {} : { predicts: { type: e.error.type, message: e.error.message, site: again } }),
				steps: [
					...(made === null ? [] : [{ site: made, message: `\`${opName(node)}\` builds this part of the graph here` }]),
					...(first === null ? [] : [{ site: first, message: "the first backward frees it here" }]),
					...(again === null ? [] : [{ site: again, message: "the next backward needs it here" }]),
				],
			};
		}
	},
});

/** In a virtual training step nobody resets a carried state: certain is what the constructor computed, likely what only `forward` stores. */
function virtually(f: Freed): Told | null {
	const { made } = f;
	if (made === null) return null;
	if (inInit(made)) return computedOnce(f, made, "the second training step");
	const attr = storedAttribute(made, f.path);
	if (attr === null || assignedElsewhere(made, attr.attr)) return null;
	return {
		site: attr.site,
		severity: "warning",
		message: `\`${codeOf(attr.site)}\` keeps the graph of one training step on the module; the next backward runs into it and raises. Store it detached.`,
		fixes: detachKept(f.path, attr.site),
	};
}

function tell(f: Freed): Told | null {
	const { made, again, first } = f;
	if (again === null) return null;
	if (made !== null && inInit(made) && !inInit(again)) return computedOnce(f, made, `the next one (${lineText(again, made)})`);
	const loop = loopAround(again.source, again.node);
	const repeats = first !== null && first.node === again.node;
	const here = callerIn(made, again);
	if (!repeats) return twoBackwards(f, again, here);
	if (loop === null) return made === null ? null : (carriedByModule(f, made, again) ?? plainly(f, made, again));
	if (here !== null && !within(here.node, loop)) return trainedBetween(f) ? hoisted(here, again, loop) : manyLosses(here, again, loop);
	return carriedByName(f, again, loop) ?? (made === null ? null : (carriedByModule(f, made, again) ?? plainly(f, made, again)));
}

/** Did the constructor of something lead there (also through a comprehension or a helper)? */
function inInit(site: Site): boolean {
	for (let s: Site | null = site; s !== null; s = s.caller) if (s.isUser && s.inFunction === "__init__") return true;
	return false;
}
function computedOnce({ path, node }: Freed, built: Site, next: string): Told {
	// Where the object keeps it is the line to change; the first operation that saved something may stand before.
	const made = storedAttribute(built, path, node)?.site ?? built;
	return {
		site: made,
		message: `The graph of \`${codeOf(made)}\` is freed by the first backward and used again by ${next}, which raises. It is computed once, when the object is built; compute it in \`forward\` instead.`,
		fixes: [...initTransformFixes(path, made.source, made.node), ...builtInForward(built)],
	};
}
const plainly = (f: Freed, made: Site, again: Site): Told => ({
	site: made,
	message: `The graph of \`${codeOf(made)}\` is freed by the first backward and used again by the next one (${lineText(again, made)}), which raises. Compute it again for every backward, or detach it.`,
	fixes: detachPutAway(f.path, made),
});
function hoisted(here: Site, again: Site, loop: For | While): Told {
	return {
		site: here,
		message: `\`${codeOf(here)}\` is computed once, before the loop; the first backward frees its graph and the next iteration's (${lineText(again, here)}) raises. Compute it inside the loop, or detach it if it is not trained.`,
		fixes: intoLoop(here.source, here.node, loop),
	};
}

/** One loss after the other of one forward, and nothing is updated before the last: their sum is meant. */
const manyLosses = (here: Site, again: Site, loop: For | While): Told => ({
	site: again,
	message: `\`${codeOf(again)}\` goes through the graph of \`${codeOf(here)}\` (${lineText(here, again)}) in every iteration; the first one frees it, the next one raises. Add up the losses and call backward once, after the loop.`,
	fixes: addedUp(again.source, again.node, loop),
});
/** Did the weights or their gradients change between the two backwards? */
function trainedBetween(f: Freed): boolean {
	const from = f.freed?.order ?? 0;
	return f.path.record
		.of("optimizer-step", "optimizer-zero-grad", "zero-grad", "data-set", "inplace")
		.some((e) => e.order > from && e.order < f.raisedAt && (e.kind !== "inplace" || e.tensor.requiresGradFlag));
}

/** The state carried over by a variable of the loop. */
function carriedByName(f: Freed, again: Site, loop: For | While): Told | null {
	const all = carriedNames(f.path, again, loop);
	const [carried] = all;
	if (carried === undefined) return null;
	const { name, site } = carried;
	return {
		site,
		message: `\`${name}\` carries the graph of one iteration into the next (\`${codeOf(site)}\`): the first backward frees it, the next one (${lineText(again, site)}) raises. Detach \`${name}\` at the end of each iteration.`,
		fixes: [...detachAtLoopEnd(again.source, loop, [carried]), ...(all.length > 1 ? detachAtLoopEnd(again.source, loop, all) : [])],
	};
}

/** `self.h = ...` in the function that built the graph. */
function carriedByModule(f: Freed, made: Site, again: Site): Told | null {
	const attr = storedAttribute(made, f.path);
	if (attr === null) return null;
	const cached = uncached(attr.site.source, attr.site.node);
	return {
		site: attr.site,
		message: `\`${codeOf(attr.site)}\` is kept from one ${cached.length > 0 ? "call" : "step"} to the next with its graph: the first backward frees it, the next one (${lineText(again, attr.site)}) raises. ${cached.length > 0 ? "Compute it at every call, or detach it" : "Store it detached"}.`,
		fixes: cached.length > 0 ? cached : detachKept(f.path, attr.site),
	};
}
/** Does the file touch the attribute in another place than the function around `made` and `__init__`? */
function assignedElsewhere(made: Site, attr: string): boolean {
	const chain = statementsAround(made.source, made.node);
	const cls = chain.findLast((s): s is ClassDef => s.kind === "ClassDef");
	const own = functionAround(made.source, made.node);
	for (const n of walk(made.source.module)) {
		const a = n as Attribute;
		if (a.kind !== "Attribute" || a.attr !== attr) continue;
		if (own !== null && within(a, own)) continue;
		const around = classAround(made.source, a);
		// Another class's `self` is another object.
		if (around !== null && around !== cls && a.value.kind === "Name" && a.value.id === "self") continue;
		const fn = functionAround(made.source, a);
		if (cls !== undefined && within(a, cls) && fn?.name === "__init__") continue;
		return true;
	}
	return false;
}

function twoBackwards(f: Freed, again: Site, here: Site | null): Told {
	const { first, made } = f;
	const shared = here ?? made;
	const name = shared === null ? undefined : targetNames(shared)[0];
	const what =
		name === undefined
			? shared === null
				? "a part of the graph"
				: `the graph of \`${codeOf(shared)}\``
			: `the graph of \`${name}\` (${lineText(shared!, again)})`;
	const from = first === null ? "an earlier backward" : `\`${codeOf(first)}\` (${lineText(first, again)})`;
	const stale = here === null ? null : meantInstead(f.path, here, "has been through backward already, which freed its graph");
	if (stale !== null) return stale;
	// With a step in between the two losses belong to two optimizers: their sum would train both on both.
	const between = f.path.record.of("optimizer-step").some((e) => e.order > (f.freed?.order ?? 0) && e.order < f.raisedAt);
	const fixes = first === null || between ? [] : oneBackward(again.source, first.node, again.node);
	if (first !== null && name !== undefined && first.source === again.source)
		fixes.push(...detachArgument(again.source, statementsBehind(first), name));
	return {
		site: again,
		message: `\`${codeOf(again)}\` goes through ${what}, which ${from} has already freed; PyTorch raises. Add the losses and call backward once, detach what the first loss should not train, or compute the shared part again.`,
		fixes,
	};
}
