/** zero_grad in the wrong place: gradients are thrown away before a step uses them. */
import { inTrainingBlocks } from "./training-blocks.ts";
import type { Event } from "../record/record.ts";
import { moveBefore } from "./fix-order.ts";
import { statementAt, textOf } from "./edits.ts";
import { methodCall } from "./places.ts";
import type { Expr } from "../syntax/nodes.ts";
import { type Draft, type PathRun, rule } from "./rule.ts";
import { type Site, Unknown } from "../values/value.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "optimizer-order",
	severity: "warning",
	summary: "gradients are cleared between backward and step",
	why: `\`backward()\` adds gradients, \`step()\` uses them, \`zero_grad()\` throws them away. With \`zero_grad()\` between backward and step the optimizer finds nothing and the weights never move; inside a loop of micro-batches all but the last are lost.

**What to do:** zero → backward → step. To accumulate, clear once before (or after) the step.`,
	*find(path) {
		const { record } = path;
		const told = new Set<object>();
		const events = record.events.filter(
			(e) => e.kind === "backward" || e.kind === "optimizer-zero-grad" || e.kind === "optimizer-step" || e.kind === "grad-read",
		);
		for (const [i, zero] of events.entries()) {
			if (zero.kind !== "optimizer-zero-grad") continue;
			const site = userSite(zero.where);
			if (site === null || told.has(site.node) || inStep(zero.where)) continue;
			const params = new Set(zero.params);
			// What this zero_grad throws away: backwards since the last step, whose gradients all belong to this optimizer and were not looked at.
			let lost: Event<"backward"> | null = null;
			for (let k = i - 1; k >= 0; k--) {
				const e = events[k]!;
				if (e.kind === "optimizer-step" || e.kind === "grad-read" || (e.kind === "optimizer-zero-grad" && e.optimizer === zero.optimizer))
					break;
				if (e.kind === "backward" && e.run.options.accumulate && e.run.reached.length > 0) {
					if (e.run.reached.every((t) => params.has(t))) lost = e;
					break;
				}
			}
			if (lost === null) continue;
			const step = events.slice(i + 1).find((e) => e.kind === "optimizer-step" && e.optimizer === zero.optimizer) as
				| Event<"optimizer-step">
				| undefined;
			if (step === undefined) continue;
			const back = userSite(lost.where);
			const at = userSite(step.where);
			if (back === null || at === null) continue;
			told.add(site.node);
			const nothing = step.ready.length === 0;
			if (nothing && unknownBetween(path, zero, step)) continue;
			const a = statementAt(site.source, site.node);
			const b = back.source === site.source ? statementAt(back.source, back.node) : null;
			yield {
				site,
				message: nothing
					? `\`${codeOf(site)}\` clears the gradients of \`${codeOf(back)}\` (${lineText(back, site)}) before \`${codeOf(at)}\` (${lineText(at, site)}) uses them: no weight moves. Clear before backward.`
					: `\`${codeOf(site)}\` throws away the gradients of \`${codeOf(back)}\` (${lineText(back, site)}) before any step used them. Clear once per step, not per backward.`,
				steps: [
					{ site: back, message: "gradients arrive here" },
					{ site, message: "and are cleared here" },
					{ site: at, message: "before this step" },
				],
				fixes: nothing && a !== null && b !== null ? moveBefore(site.source, "Clear the gradients before backward", a, b, "unsafe") : [],
			};
		}
		yield* clearedByModel(path, told);
		yield* asWritten(path, told);
	},
});

/** `model.zero_grad()` (or `p.grad = None`) between backward and a step that then finds nothing. */
function* clearedByModel(path: PathRun, told: Set<object>): Generator<Draft> {
	const { record } = path;
	for (const step of record.of("optimizer-step")) {
		if (step.ready.length > 0 || step.params.length === 0) continue;
		const before = record.of("optimizer-step").findLast((s) => s.order < step.order && s.optimizer === step.optimizer);
		const lost = record
			.of("backward")
			.findLast(
				(b) =>
					b.order < step.order &&
					b.order > (before?.order ?? 0) &&
					b.run.options.accumulate &&
					b.run.reached.some((t) => step.params.includes(t)),
			);
		const zero =
			lost === undefined
				? undefined
				: record.of("zero-grad").find((z) => z.order > lost.order && z.order < step.order && step.params.includes(z.tensor));
		const [site, back, at] = [zero, lost, step].map((e) => userSite(e?.where ?? null));
		if (site == null || back == null || at == null || told.has(site.node) || inStep(zero!.where) || unknownBetween(path, zero!, step))
			continue;
		told.add(site.node);
		const a = statementAt(site.source, site.node);
		const b = back.source === site.source ? statementAt(back.source, back.node) : null;
		yield {
			site,
			message: `\`${codeOf(site)}\` clears the gradients of \`${codeOf(back)}\` (${lineText(back, site)}) before \`${codeOf(at)}\` (${lineText(at, site)}) uses them: no weight moves. Clear before backward.`,
			steps: [
				{ site: back, message: "gradients arrive here" },
				{ site, message: "and are cleared here" },
				{ site: at, message: "before this step" },
			],
			fixes: a !== null && b !== null ? moveBefore(site.source, "Clear the gradients before backward", a, b, "unsafe") : [],
		};
	}
}

/** A backward that could not be followed may have given the step its gradients. */
const unknownBetween = (path: PathRun, zero: { order: number }, step: { order: number }): boolean =>
	path.record.of("backward-unknown").some((b) => b.order > zero.order && b.order < step.order);

/** Where the optimizer is an argument of unknown origin, three statements of one block in the wrong order still are. */
function* asWritten(path: PathRun, told: Set<object>): Generator<Draft> {
	for (const { source, zero, before, z, back, step } of [...path.record.sources].flatMap((file) =>
		clearedLate(file).map((found) => ({ source: file, ...found })),
	)) {
		if (told.has(z.call) || !unknownOptimizer(path, z.receiver)) continue;
		const site: Site = { source, node: z.call, caller: null, inFunction: "", isUser: true };
		const at: Site = { ...site, node: step.call };
		const from: Site = { ...site, node: back.call };
		yield {
			site,
			message: `\`${codeOf(site)}\` clears the gradients of \`${codeOf(from)}\` (${lineText(from, site)}) before \`${codeOf(at)}\` (${lineText(at, site)}) uses them: no weight moves. Clear before backward.`,
			fixes: moveBefore(source, "Clear the gradients before backward", zero, before, "unsafe"),
		};
	}
}
/** `backward`, `zero_grad`, `step` of one block in this order. */
const clearedLate = inTrainingBlocks((block, source) =>
	block.flatMap((zero, j) => {
		const z = methodCall(zero, /^zero_grad$/);
		if (z === null) return [];
		const before = block.slice(0, j).findLast((s) => methodCall(s, /^(backward|step|zero_grad)$/) !== null);
		const after = block.slice(j + 1).find((s) => methodCall(s, /^(backward|step|zero_grad)$/) !== null);
		const back = before === undefined ? null : methodCall(before, /^backward$/);
		const step = after === undefined ? null : methodCall(after, /^step$/);
		return before === undefined || back === null || step === null || textOf(source, step.receiver) !== textOf(source, z.receiver)
			? []
			: [{ zero, before, z, back, step }];
	}),
);
/** An optimizer that came from elsewhere, or was built for a model that did. */
export function unknownOptimizer(path: PathRun, e: Expr): boolean {
	const v = path.record.values.get(e);
	return v instanceof Unknown || path.record.of("optimizer-unknown").some((o) => o.optimizer === v);
}
/** In a closure that `step(closure)` calls, each evaluation clears the one before. */
function inStep(site: Site | null): boolean {
	for (let s = site; s !== null; s = s.caller) if (!s.isUser && s.inFunction === "step") return true;
	return false;
}
