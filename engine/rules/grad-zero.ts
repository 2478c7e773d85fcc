/** round, sign, floor on the only way to the loss: a gradient arrives, and it is zero everywhere. */
import type { Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { leavesBelow } from "./flow.ts";
import { listed, plural } from "./names.ts";
import type { Name } from "../syntax/nodes.ts";
import { expressionAt, fix, indentOf, insert, lineStart, replace, statementAt, textOf } from "./edits.ts";
import { type Fix, rule } from "./rule.ts";
import { trainedSets } from "./trained.ts";
import { codeOf, lineText, opName, userSite } from "./words.ts";
import type { Site } from "../values/value.ts";

/** Ops whose derivative is zero wherever it exists. */
const FLAT = /^(round|sign|sgn|floor|ceil|trunc|fix|heaviside|floor_divide|bernoulli|zeros_like)(\.|_\.|$|_$)/;

export default rule({
	code: "grad-zero",
	severity: "warning",
	summary: "an operation with zero derivative is the only way to the loss",
	why: `\`round\`, \`sign\`, \`floor\`, \`ceil\` and \`trunc\` are flat almost everywhere: autograd gives them the gradient 0. Nothing raises, \`.grad\` is a tensor of zeros, and what lies before them never learns.

**What to do:** a straight-through estimator (\`x + (torch.round(x) - x).detach()\`) or a smooth stand-in (\`tanh(k * x)\`, \`sigmoid\`).`,
	*find(path) {
		const trained = new Set<Tensor>();
		for (const s of trainedSets(path)) for (const p of s.params) trained.add(p);
		const told = new Map<object, { node: Node; site: Site; back: Site | null; leaves: Set<Tensor> }>();
		for (const b of path.record.of("backward")) {
			const flat = b.run.executed.filter((n) => FLAT.test(n.op));
			if (flat.length === 0) continue;
			const starts = b.run.roots.map((r) => r.gradFn).filter((n) => n !== null);
			const alive = leavesBelow(starts, (n) => !FLAT.test(n.op));
			for (const n of flat) {
				const site = userSite(n.where as Site | null);
				if (site === null) continue;
				const dead = [...leavesBelow([n])].filter((l) => !alive.has(l) && l.requiresGradFlag);
				if (dead.length === 0) continue;
				const known = told.get(site.node) ?? { node: n, site, back: userSite(b.where), leaves: new Set<Tensor>() };
				for (const l of dead) known.leaves.add(l);
				told.set(site.node, known);
			}
		}
		for (const { node, site, back, leaves } of told.values())
			yield {
				site,
				message: `\`${codeOf(site)}\`: the derivative of \`${opName(node)}\` is 0 everywhere, and it is the only way from ${listed(path, leaves)} to the loss: ${plural(leaves, "its gradient is", "their gradients are")} all zeros. Use a straight-through estimator or a smooth function.`,
				fixes: straightThrough(site),
				steps: [
					{ site, message: "the gradient becomes zero here" },
					...(back === null ? [] : [{ site: back, message: `backward (${lineText(back, site)})` }]),
				],
			};
	},
});

/** `torch.round(x)` becomes `x + (torch.round(x) - x).detach()`. */
function straightThrough(site: Site): Fix[] {
	const call = expressionAt(site.source, site.node);
	if (call?.kind !== "Call" || call.keywords.length > 0) return [];
	const x = call.args.length === 1 ? call.args[0]! : call.func.kind === "Attribute" && call.args.length === 0 ? call.func.value : null;
	if (x === null) return [];
	const s = statementAt(site.source, site.node);
	if (x.kind !== "Name") {
		// The value gets a name first: it is needed twice.
		const start = s === null ? 0 : lineStart(site.source, s.start);
		if (
			s === null ||
			/\bsoft\b/.test(site.source.text) ||
			site.source.text.slice(start, s.start).trim() !== "" ||
			(s.kind !== "Assign" && s.kind !== "Return")
		)
			return [];
		const { source } = site;
		const flat = textOf(source, call);
		const hard = flat.slice(0, x.start - call.start) + "soft" + flat.slice(x.end - call.start);
		return [
			fix("Pass the gradient straight through", "unsafe", [
				insert(source, start, `${indentOf(source, s.start)}soft = ${textOf(source, x)}\n`),
				replace(source, call, `(soft + (${hard} - soft).detach())`),
			]),
		];
	}
	const name = (x as Name).id;
	return [
		fix("Pass the gradient straight through", "unsafe", [
			replace(site.source, call, `(${name} + (${textOf(site.source, call)} - ${name}).detach())`),
		]),
	];
}
