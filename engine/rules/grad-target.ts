/** A bootstrap target is trained, too: the next state's value comes from the network under training, with its graph. */
import type { Expr } from "../syntax/nodes.ts";
import { atom } from "./fix-graph.ts";
import { expressionAt, fix, replace, statementAt, walk } from "./edits.ts";
import type { Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { advantages } from "./advantage.ts";
import { behind, leavesBelow, operandsOf } from "./flow.ts";
import { type Fix, rule } from "./rule.ts";
import type { Site } from "../values/value.ts";
import { codeOf, lineText, userSite } from "./words.ts";

const LOSS = /^(mse_loss|smooth_l1_loss|huber_loss|l1_loss)\b/;
const BEST = /^(max|amax)\b/;

export default rule({
	code: "grad-target",
	severity: "hint",
	summary: "the target of a loss, or the advantage of a policy gradient, is computed with gradients",
	why: `In \`r + gamma * q(next).max(1)[0]\` the target is meant to be a label. With its graph attached the loss also moves the target towards the prediction, which makes learning unstable. Nothing raises. Residual-gradient methods do this on purpose, so this is a hint. The same goes for the advantage: in \`-(dist.log_prob(a) * adv).mean()\` it weighs the log-probabilities, and with its graph the policy's loss also drives the critic.

**What to do:** \`with torch.no_grad():\` around the target, or \`.detach()\`; a target network if there is one.`,
	*find(path) {
		const told = new Set<object>();
		for (const b of path.record.of("backward")) {
			for (const node of b.run.executed) {
				if (!LOSS.test(node.op)) continue;
				const [input, target] = operandsOf(node).map((t) => t.gradFn);
				const site = userSite(node.where as Site | null);
				if (input == null || target == null || site === null || told.has(site.node)) continue;
				const best = bestOf(target) ?? bootstrapOf(target);
				if (best === null) continue;
				// The very parameters that the prediction is made of.
				const shared = [...leavesBelow([best])].filter((l) => leavesBelow([input]).has(l));
				const at = userSite(best.where as Site | null);
				if (shared.length === 0 || at === null || bestOf(input) !== null || bootstrapOf(input) !== null) continue;
				told.add(site.node);
				yield {
					site,
					message: `\`${codeOf(site)}\`: the target contains \`${codeOf(at)}\` (${lineText(at, site)}) with its graph, computed by the network that the loss trains; the gradient flows through it, too. Detach it if it is meant as a label.`,
					fixes: asLabel(at),
					steps: [
						{ site: at, message: "the next value is taken with its graph" },
						{ site, message: "and is the target here" },
					],
				};
			}
		}
		yield* advantages(path);
	},
});
/** `q(s).max(1)[0]` becomes `q(s).max(1)[0].detach()`. */
function asLabel(at: Site): Fix[] {
	const { source } = at;
	const s = statementAt(source, at.node);
	let e = expressionAt(source, at.node);
	if (s === null || e === null) return [];
	const around = [...walk(s)] as Expr[];
	for (
		let part: Expr | undefined = e;
		part !== undefined;
		part = around.find((n) => (n.kind === "Subscript" || n.kind === "Attribute") && n.value === e)
	)
		e = part;
	return [fix("Detach it", "unsafe", [replace(source, e, `${atom(source, e)}.detach()`)])];
}

/** The value in `reward + gamma * value`, where the reward is data. */
function bootstrapOf(sum: Node): Node | null {
	if (!/^(add|rsub|sub)\b/.test(sum.op)) return null;
	const [a, b] = operandsOf(sum);
	if (a === undefined || b === undefined || (a.gradFn === null) === (b.gradFn === null)) return null;
	const [data, value] = a.gradFn === null ? [a, b] : [b, a];
	// A number alone is an offset; a reward has one per sample.
	return data!.dim > 0 &&
		data!.numel !== 1 &&
		/^mul\b/.test(value!.gradFn!.op) &&
		operandsOf(value!.gradFn!).filter((t) => t.gradFn !== null).length === 1
		? value!.gradFn!
		: null;
}
/** A maximum in a graph that only adds and scales on the way there. */
function bestOf(start: Node): Node | null {
	const nodes = behind(start.operands === null ? [] : ([...start.operands] as Tensor[])).nodes;
	for (const n of [start, ...nodes]) if (BEST.test(n.op) && n.nextEdges.length > 0) return n;
	return null;
}
