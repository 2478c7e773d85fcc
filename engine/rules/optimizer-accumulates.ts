/** Nobody clears the gradients between steps: each step uses the sum of all before. */
import { inTrainingBlocks } from "./training-blocks.ts";
import { expressionAt, fix, functionAround, indentOf, insert, lineStart, statementAt, textOf } from "./edits.ts";
import { unknownOptimizer } from "./optimizer-order.ts";
import { isAssignTo, loopAround, methodCall } from "./places.ts";
import { type Draft, type Fix, type PathRun, rule } from "./rule.ts";
import { parametersIn } from "./modules.ts";
import { simpleStatements } from "./slice.ts";
import { uncalled } from "./uncalled.ts";
import { codeOf, lineText, userSite } from "./words.ts";
import type { Site } from "../values/value.ts";

export default rule({
	code: "optimizer-accumulates",
	severity: "warning",
	summary: "gradients are never cleared, so every step uses the sum of all before",
	why: `\`backward()\` adds to \`.grad\`. When every iteration steps and none clears, the second step uses the gradients of two iterations, the third of three, and so on: the effective step grows and training drifts or diverges.

**What to do:** \`optimizer.zero_grad()\` before each backward (or after each step). Accumulating over several backwards per step is fine: clear once per step.`,
	*find(path) {
		const { record } = path;
		const backwards = record.of("backward").filter((b) => b.run.options.accumulate);
		const told = new Set<object>();
		for (const optimizer of new Set(record.of("optimizer-step").map((s) => s.optimizer))) {
			const steps = record.of("optimizer-step").filter((s) => s.optimizer === optimizer && s.ready.length > 0);
			const [first, second] = steps;
			if (
				first === undefined ||
				second === undefined ||
				record.of("optimizer-zero-grad").some((z) => z.optimizer === optimizer && z.order > first.order)
			)
				continue;
			if (record.of("zero-grad").some((z) => z.order > first.order && first.ready.includes(z.tensor))) continue;
			// Somebody means to clear them: `optimizer.zero_grad` without parentheses has a rule of its own.
			if (
				uncalled(path).some(
					(u) => u.method === "zero_grad" && (u.holder === optimizer || parametersIn(u.holder).some((t) => first.ready.includes(t))),
				)
			)
				continue;
			const between = backwards.filter(
				(b) => b.order > first.order && b.order < second.order && b.run.reached.some((t) => first.ready.includes(t)),
			);
			// Several backwards per step, or a step that does not repeat, are accumulation on purpose or two phases.
			const site = userSite(between[0]?.where ?? null);
			const at = userSite(second.where);
			if (between.length !== 1 || site === null || at === null || userSite(first.where)?.node !== at.node || told.has(site.node)) continue;
			told.add(site.node);
			yield {
				site,
				message: `\`${codeOf(site)}\` adds to gradients that nobody clears: from its second run on \`${codeOf(at)}\` (${lineText(at, site)}) uses the sum over all iterations. Call \`zero_grad()\` before each backward.`,
				steps: [
					{ site, message: "gradients are added here" },
					{ site: at, message: "used here, and never cleared" },
				],
				fixes: clearing(site, at),
			};
		}
		yield* asWritten(path, told);
	},
});

/** With a model of unknown origin: a loop with one backward and one step, in a function that builds the optimizer and never clears. */
function* asWritten(path: PathRun, told: Set<object>): Generator<Draft> {
	for (const { source, loop, back, backward, steps } of [...path.record.sources].flatMap((file) =>
		loopsWithSteps(file).map((found) => ({ source: file, ...found })),
	)) {
		const [call, ...others] = steps.filter((s) => unknownOptimizer(path, s.receiver));
		if (call === undefined || others.length > 0 || told.has(back)) continue;
		const name = textOf(source, call.receiver);
		const fn = functionAround(source, loop);
		if (fn === null || ![...simpleStatements(fn.body)].some((s) => isAssignTo(s, name)) || /zero_grad|\.grad\b/.test(textOf(source, fn)))
			continue;
		told.add(back);
		const site: Site = { source, node: backward, caller: null, inFunction: "", isUser: true };
		const at: Site = { ...site, node: call.call };
		yield {
			site,
			message: `\`${codeOf(site)}\` adds to gradients that nobody clears: from its second run on \`${codeOf(at)}\` (${lineText(at, site)}) uses the sum over all iterations. Call \`zero_grad()\` before each backward.`,
			fixes: clearing(site, at),
		};
	}
}
/** Loops with one backward, and the calls of `step` beside it. */
const loopsWithSteps = inTrainingBlocks((block) =>
	block.flatMap((loop) => {
		if (loop.kind !== "For" && loop.kind !== "While") return [];
		const backs = [...simpleStatements(loop.body)].filter((s) => methodCall(s, /^backward$/) !== null);
		const back = backs[0];
		if (back === undefined || backs.length !== 1 || !loop.body.includes(back)) return [];
		const steps = loop.body.flatMap((s) => methodCall(s, /^step$/) ?? []);
		return steps.length === 0 ? [] : [{ loop, back, backward: methodCall(back, /^backward$/)!.call, steps }];
	}),
);

function clearing(back: Site, step: Site): Fix[] {
	const s = statementAt(back.source, back.node);
	const call = step.source === back.source ? expressionAt(step.source, step.node) : null;
	if (s === null || call?.kind !== "Call" || call.func.kind !== "Attribute" || loopAround(back.source, s) === null) return [];
	const start = lineStart(back.source, s.start);
	if (back.source.text.slice(start, s.start).trim() !== "") return [];
	return [
		fix("Clear the gradients before backward", "unsafe", [
			insert(back.source, start, `${indentOf(back.source, s.start)}${textOf(step.source, call.func.value)}.zero_grad()\n`),
		]),
	];
}
