/** A prediction of shape (N, 1) meets a target of shape (N,) in a loss: broadcasting compares all with all. */
import type { Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { requiresGrad } from "../autograd/view.ts";
import { equal } from "../shape/dim.ts";
import { sizesText } from "../shape/shape.ts";
import type { Expr } from "../syntax/nodes.ts";
import { PyTensor } from "../values/tensor.ts";
import type { Site } from "../values/value.ts";
import { expressionAt, fix, insert, walk } from "./edits.ts";
import { operandsOf } from "./flow.ts";
import { called } from "./names.ts";
import { type Fix, type PathRun, rule } from "./rule.ts";
import { codeOf, userSite } from "./words.ts";

const COMPARES = /^(sub|rsub|mse_loss|l1_loss|smooth_l1_loss|huber_loss|binary_cross_entropy|binary_cross_entropy_with_logits)\b/;

export default rule({
	code: "shape-loss",
	severity: "warning",
	summary: "a loss compares shapes (N, 1) and (N,), which broadcasts to (N, N)",
	why: `\`pred - target\` with shapes (N, 1) and (N,) gives an (N, N) table: every prediction is compared with every target, the loss is a number as usual, and the model learns the mean. \`F.mse_loss\` warns about it once; written by hand nothing does.

**What to do:** give both the same shape: \`pred.squeeze(-1)\`, or \`target.unsqueeze(-1)\` / \`target.view_as(pred)\`.`,
	*find(path) {
		const told = new Set<object>();
		for (const b of path.record.of("backward")) {
			const products = new Set(b.run.roots.flatMap((r) => (r.gradFn === null ? [] : productsBelow(r.gradFn))));
			for (const node of b.run.executed) {
				const weighs = products.has(node);
				if (!COMPARES.test(node.op) && !weighs) continue;
				const pair = mismatch(node);
				const site = userSite(node.where as Site | null);
				if (pair === null || site === null || told.has(site.node)) continue;
				told.add(site.node);
				const [tall, flat] = pair;
				yield {
					site,
					message: `\`${codeOf(site)}\` ${weighs ? "multiplies" : "compares"} ${shaped(path, tall)} with ${shaped(path, flat)}: broadcasting pairs every one with every other. Use \`.squeeze(-1)\` on the first or \`.unsqueeze(-1)\` on the second.`,
					fixes: squeezed(path, site, tall),
				};
			}
		}
	},
});

/** Products whose mean or sum the loss is: `-(log_prob * advantage).mean()`, also added up. */
function productsBelow(root: Node): Node[] {
	const out: Node[] = [];
	const stack: [Node, boolean][] = [[root, false]];
	for (let looks = 0; stack.length > 0 && looks < 40; looks++) {
		const [n, reduced] = stack.pop()!;
		const isProduct = /^mul\b/.test(n.op) && operandsOf(n).length === 2 && operandsOf(n).every((t) => t.dim > 0);
		if (isProduct && reduced) out.push(n);
		if (isProduct || !/^(mean|sum|neg|add|sub|rsub|mul|div)(\.|$)/.test(n.op)) continue;
		for (const e of n.nextEdges) if (e !== null) stack.push([e.node, reduced || /^(mean|sum)(\.default)?$/.test(n.op)]);
	}
	return out;
}

/** (N, 1) with a graph against (N,) without one, or the other way round; outer products of one's own are meant. */
function mismatch(node: Node): [Tensor, Tensor] | null {
	const operands = operandsOf(node).map(beforeExpand);
	if (operands.length < 2) return null;
	for (const [tall, flat] of [
		[operands[0]!, operands[1]!],
		[operands[1]!, operands[0]!],
	] as const) {
		if (tall.unknownShape || flat.unknownShape || tall.dim !== 2 || flat.dim !== 1) continue;
		const n = flat.sizes[0]!;
		if (tall.sizes[1] !== 1 || n === 1 || equal(tall.sizes[0]!, n) !== true) continue;
		if (requiresGrad(tall) === requiresGrad(flat)) continue;
		// A dimension that was just put there on purpose asks for the table.
		const made = tall.gradFn?.op ?? "";
		if (/^(unsqueeze|index|slice)/.test(made) || (tall.gradFn === null && tall.view !== null && tall.view.base.dim === 1)) continue;
		return [tall, flat];
	}
	return null;
}
/** Losses expand their inputs first. */
function beforeExpand(t: Tensor): Tensor {
	if (t.gradFn?.op.startsWith("expand")) return operandsOf(t.gradFn)[0] ?? t;
	const from = t.gradFn === null && t.view !== null && t.lineage?.length === 1 ? t.lineage[0]! : null;
	return from !== null && typeof t.numel === "number" && typeof from.numel === "number" && t.numel > from.numel ? from : t;
}

const shaped = (path: PathRun, t: Tensor): string =>
	t.name === null ? called(path, t) : `${called(path, t)} of shape ${sizesText(t.sizes)}`;

/** Of a later iteration: made at the same place. */
const sameAgain = (a: Tensor, b: Tensor): boolean =>
	a.where !== null && (a.where as Site).node === (b.where as Site | null)?.node && a.dim === b.dim && a.sizes.at(-1) === 1;

function squeezed(path: PathRun, site: Site, tall: Tensor): Fix[] {
	const at = expressionAt(site.source, site.node);
	if (at === null) return [];
	for (const n of walk(at)) {
		const v = path.record.values.get(n as Expr);
		if (v instanceof PyTensor && n !== at && (v.tensor === tall || sameAgain(v.tensor, tall)))
			return [fix("Squeeze the last dimension", "unsafe", [insert(site.source, n.end, ".squeeze(-1)")])];
	}
	return [];
}
