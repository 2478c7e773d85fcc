/** `log_prob(action) * advantage` where the advantage has a graph: the policy's loss trains the critic, too. */
import type { Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { Site } from "../values/value.ts";
import { leavesBelow, operandsOf } from "./flow.ts";
import { listed } from "./names.ts";
import type { Draft, PathRun } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

/** What may stand between a log-probability and the product. */
const PLAIN =
	/^(neg|sum|mean|squeeze|unsqueeze|view|reshape|_unsafe_view|stack|cat|select|exp|sub|add|clamp|minimum|min|index|transpose|t)\b/;
const DEEP = 8;

export function* advantages(path: PathRun): Generator<Draft> {
	const told = new Set<object>();
	for (const b of path.record.of("backward")) {
		for (const n of b.run.executed) {
			if (!/^mul\b/.test(n.op)) continue;
			const site = userSite(n.where as Site | null);
			const operands = operandsOf(n);
			if (site === null || operands.length !== 2 || told.has(site.node)) continue;
			for (const [logp, other] of [operands, [...operands].reverse()] as Tensor[][]) {
				const from = logp!.gradFn === null ? null : logOf(logp!.gradFn);
				// One number scales the loss (a temperature); an advantage has one per sample.
				if (from === null || other!.gradFn === null || other!.numel === 1 || logOf(other!.gradFn) !== null) continue;
				const policy = leavesBelow([logp!.gradFn!]);
				const trained = [...leavesBelow([other!.gradFn])].filter((l) => l.requiresGradFlag && !policy.has(l));
				const made = userSite(other!.gradFn.where as Site | null);
				// A sample that was drawn with `rsample` is meant to be seen through.
				if (trained.length === 0 || made === null || [...policy].some((l) => trained.includes(l))) continue;
				told.add(site.node);
				yield {
					site,
					message: `\`${codeOf(site)}\`: the loss of the policy also moves ${listed(path, trained)}, since \`${codeOf(made)}\` (${lineText(made, site)}) still has its graph. In a policy gradient it is a constant factor: \`.detach()\` it here, and train it by a loss of its own.`,
					steps: [
						{ site: made, message: "computed with its graph" },
						{ site, message: "and multiplied with the log-probability here" },
					],
				};
				break;
			}
		}
	}
}

/** The call of a distribution's `log_prob` that a graph comes from. */
function logOf(start: Node): Site | null {
	let nodes = [start];
	for (let depth = 0; depth < DEEP && nodes.length > 0; depth++) {
		for (const n of nodes) if (inLogProb(n.where as Site | null)) return userSite(n.where as Site | null);
		nodes = nodes.filter((n) => PLAIN.test(n.op)).flatMap((n) => n.nextEdges.flatMap((e) => (e === null ? [] : [e.node])));
	}
	return null;
}
/** Was it made inside a `log_prob` of torch.distributions, whoever called it? */
function inLogProb(where: Site | null): boolean {
	for (let s = where; s !== null && !s.isUser; s = s.caller) if (s.inFunction === "log_prob") return true;
	return false;
}
