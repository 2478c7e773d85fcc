/** Why a deliberate detach is fine: what its value is used for, and how its parameters still learn. For hovers; nothing here warns. */
import type { Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { Event } from "../record/record.ts";
import type { Attribute } from "../syntax/nodes.ts";
import { isTensor } from "../values/tensor.ts";
import { PyList, PyTuple, type Site, type Value } from "../values/value.ts";
import { firstArgument, functionAround, statementAt, textOf } from "./edits.ts";
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
	const accumulates = path.record.of("backward").some((b) => b.run.options.accumulate);
	for (const [e, ...again] of bySite(events)) {
		const site = userSite(e!.where)!;
		// The same line may run for a loss and for nothing; what it does for the loss counts.
		const used = [e!, ...again].filter((x) => x.to !== null && uses.all.has(x.to));
		const leaves = leavesOf(e!.from);
		// What an optimizer holds and nothing trains is no intent: a rule says so.
		if (leaves.size === 0 || [...leaves].every((l) => held.has(l) && !path.record.reached.has(l))) continue;
		const why =
			handwritten(path, e!, site) ??
			kept(path, site, used.length > 0) ??
			used.map((x) => reason(x, uses)).find((words) => words !== null) ??
			(isVirtual
				? null
				: used.length === 0
					? "it goes into no loss (a log, a metric, a copy)"
					: accumulates
						? "this loss is not meant to train what it comes from"
						: "the gradient that is asked for is not meant to go this way");
		if (why === null) continue;
		const rest = others(path, leaves);
		out.set(site.node, () => `meant: ${why}${rest()}`);
	}
	return out;
}

/** Detaches of one place together. */
function bySite(events: Event<"detach">[]): Event<"detach">[][] {
	const out = new Map<object, Event<"detach">[]>();
	for (const e of events) {
		const node = userSite(e.where)?.node;
		if (node === undefined) continue;
		const known = out.get(node);
		if (known === undefined) out.set(node, [e]);
		else known.push(e);
	}
	return [...out.values()];
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

/** `p.data.clamp_(-c, c)` */
function handwritten(path: PathRun, e: Event<"detach">, site: Site): string | null {
	const statement = statementAt(site.source, site.node);
	const isWritten = path.record.of("inplace").some((w) => {
		const at = userSite(w.where);
		return !w.tracked && w.tensor.storage === e.from.storage && at !== null && statementAt(at.source, at.node) === statement;
	});
	return isWritten ? "its numbers are written by hand here, which no graph shall see" : null;
}
const CARRIED = "what is carried into the next iteration is cut off from this one (as in truncated backpropagation through time)";
function kept(path: PathRun, site: Site, isUsed: boolean): string | null {
	const how = carried(site);
	if (how === null || how === "name" || isUsed) return how === null ? null : CARRIED;
	const { values } = path.record;
	// A number that was taken out of it is another matter.
	if (!holdsTensor(values.get(how))) return null;
	const isRead = [...values].some(([e, v]) => e !== how && e.kind === "Attribute" && e.attr === how.attr && holdsTensor(v));
	return isRead ? CARRIED : "it is only kept, without the graph it came from (for a plot, a log, a look from outside)";
}
const holdsTensor = (v: Value | undefined): boolean =>
	isTensor(v) || ((v instanceof PyTuple || v instanceof PyList) && v.items.some(holdsTensor));
function reason(e: Event<"detach">, uses: Uses): string | null {
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
function carried(site: Site): Attribute | "name" | null {
	const s = statementAt(site.source, site.node);
	if (s?.kind === "Expr") return /\.detach_\(\)$/.test(textOf(site.source, s)) ? "name" : null;
	if (s?.kind !== "Assign") return null;
	const own = targetsAt(site).map((t) => textOf(site.source, t));
	const receiver = /^(.*)\.(detach\(\)|data)$/s.exec(textOf(site.source, site.node))?.[1];
	if (loopAround(site.source, s) !== null && receiver !== undefined && own.includes(receiver)) return "name";
	const object = firstArgument(functionAround(site.source, s));
	const attribute = targetsAt(site).find((t) => t.kind === "Attribute" && t.value.kind === "Name" && t.value.id === object);
	return (attribute as Attribute | undefined) ?? null;
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
