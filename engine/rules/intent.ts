/** Why a deliberate detach is fine: what its value is used for, and how its parameters still learn. For hovers; nothing here warns. */
import type { Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { Event } from "../record/record.ts";
import type { Site } from "../values/value.ts";
import { statementAt, textOf } from "./edits.ts";
import { behind, leavesOf, linksOf, operandsOf } from "./flow.ts";
import { listed, plural } from "./names.ts";
import { loopAround, targetsAt } from "./places.ts";
import type { PathRun } from "./rule.ts";
import { trainedSets } from "./trained.ts";
import { lineText, userSite } from "./words.ts";

/** More are not looked at: hovers must not cost more than the run. */
const MOST = 200;
const MOST_NODES = 30_000;
const DELIBERATE = new Set([".detach()", ".data", ".detach_()"]);
const LOSS = /\b(mse_loss|l1_loss|smooth_l1_loss|huber_loss|binary_cross_entropy|kl_div|cosine_similarity|cross_entropy|nll_loss)/;

/** By the expression that detaches; lines are worded when they are asked for, because edits move them. */
export function intentsOf(path: PathRun): Map<object, () => string> {
	const events = path.record
		.of("detach")
		.filter((e) => DELIBERATE.has(e.how))
		.slice(0, MOST);
	const out = new Map<object, () => string>();
	if (events.length === 0 || path.record.of("backward").reduce((n, b) => n + b.run.executed.length, 0) > MOST_NODES) return out;
	const uses = usesOf(path);
	const held = new Set<Tensor>(trainedSets(path).flatMap((s) => s.params));
	// What the harness trains may go anywhere when it is used.
	const isVirtual = path.record.of("virtual-step").length > 0;
	for (const e of events) {
		const site = userSite(e.where);
		if (site === null || out.has(site.node)) continue;
		const leaves = leavesOf(e.from);
		// What an optimizer holds and nothing trains is no intent: a rule says so.
		if (leaves.size === 0 || [...leaves].every((l) => held.has(l) && !path.record.reached.has(l))) continue;
		const why =
			reason(e, site, uses) ??
			(isVirtual
				? null
				: e.to !== null && uses.all.has(e.to)
					? "this loss is not meant to train what it comes from"
					: "it goes into no loss (a log, a metric, a copy)");
		if (why === null) continue;
		const rest = others(path, leaves);
		out.set(site.node, () => `meant: ${why}${rest()}`);
	}
	return out;
}

interface Uses {
	/** What the losses' graphs computed from a tensor. */
	by: Map<Tensor, Node[]>;
	/** The same for results without a graph. */
	plainly: Map<Tensor, Tensor[]>;
	/** Everything behind the losses. */
	all: Set<Tensor>;
}
function usesOf(path: PathRun): Uses {
	const roots = path.record.of("backward").flatMap((b) => b.run.roots);
	const { tensors, nodes } = behind(roots, linksOf(path));
	const by = new Map<Tensor, Node[]>();
	const plainly = new Map<Tensor, Tensor[]>();
	for (const n of nodes) for (const t of operandsOf(n)) by.set(t, [...(by.get(t) ?? []), n]);
	for (const t of tensors)
		for (const from of t.gradFn === null ? (t.lineage ?? []) : []) plainly.set(from, [...(plainly.get(from) ?? []), t]);
	return { by, plainly, all: tensors };
}

function reason(e: Event<"detach">, site: Site, uses: Uses): string | null {
	if (carried(site)) return "what is carried into the next iteration is cut off from this one (truncated backpropagation through time)";
	const to = e.to;
	if (to === null || !uses.all.has(to)) return null;
	const users = uses.by.get(to) ?? [];
	for (const n of users) {
		const others = operandsOf(n).filter((t) => t !== to);
		// x + (q - x).detach()
		const from = e.from.gradFn;
		if (isSum(n) && from !== null && isDifference(from) && others.some((t) => operandsOf(from).includes(t)))
			return "a straight-through estimator: forward takes the new value, the gradient passes to the other term unchanged";
		// logp - logp.detach()
		if (isDifference(n) && others.includes(e.from))
			return "the difference with itself is zero in value and has the gradient of the original (a surrogate)";
	}
	// hard - soft.detach() + soft
	if (
		e.from.gradFn !== null &&
		(uses.by.get(e.from) ?? []).some((n) => isSum(n) && operandsOf(n).some((t) => t !== e.from && behindOf(t).has(to)))
	)
		return "a straight-through estimator: its value cancels, the gradient of the same term stays";
	if (asLabel(to, uses).some((t) => (uses.by.get(t) ?? []).some((n) => isLoss(n) || isDifference(n))))
		return "it is a target here, a label for the other side (stop-gradient)";
	return null;
}
/** The value and what is computed from it alone, before a graph meets it. */
function asLabel(start: Tensor, { plainly }: Uses): Tensor[] {
	const out = [start];
	for (let i = 0; i < out.length && out.length < 50; i++) for (const t of plainly.get(out[i]!) ?? []) if (!out.includes(t)) out.push(t);
	return out;
}
/** By its op, or by the function that the user called. */
function isLoss(n: Node): boolean {
	const site = userSite(n.where as Site | null);
	return LOSS.test(n.op) || (site !== null && LOSS.test(/^[\w.]*/.exec(textOf(site.source, site.node))![0]));
}
const isSum = (n: Node): boolean => /^add\b/.test(n.op);
const isDifference = (n: Node): boolean => /^(sub|rsub)\b/.test(n.op);
const behindOf = (t: Tensor): Set<Tensor> => new Set([...(t.lineage ?? []), ...(t.gradFn === null ? [] : operandsOf(t.gradFn))]);

/** `h = h.detach()`, `self.state = ...` in the loop or method that runs again. */
function carried(site: Site): boolean {
	const s = statementAt(site.source, site.node);
	if (s?.kind === "Expr") return /\.detach_\(\)$/.test(textOf(site.source, s));
	if (s?.kind !== "Assign") return false;
	const own = targetsAt(site).map((t) => textOf(site.source, t));
	const receiver = /^(.*)\.(detach\(\)|data)$/s.exec(textOf(site.source, site.node))?.[1];
	return (
		own.some((t) => t.startsWith("self.")) || (loopAround(site.source, s) !== null && receiver !== undefined && own.includes(receiver))
	);
}

/** How the parameters behind it learn all the same. */
function others(path: PathRun, leaves: Set<Tensor>): () => string {
	const trained = [...leaves].filter((l) => path.record.reached.has(l));
	if (trained.length === 0) return () => "";
	const back = path.record.of("backward").find((b) => trained.some((l) => b.run.reached.includes(l)));
	// The harness's own training has no line.
	const at = path.record.of("virtual-step").length > 0 ? null : userSite(back?.where ?? null);
	const who = `; ${listed(path, trained)} ${plural(trained, "is", "are")} still trained`;
	return () => `${who}${at === null ? "" : ` by \`backward\` (${lineText(at, at)})`}`;
}
