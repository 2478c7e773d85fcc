/** The gradient is NaN although the loss is finite: the branch that was not taken has an infinite derivative. */
import type { Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { operandsOf } from "./flow.ts";
import { called } from "./names.ts";
import type { Call, Name } from "../syntax/nodes.ts";
import { expressionAt, fix, replace, textOf, walk } from "./edits.ts";
import { type Fix, type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, opName, userSite } from "./words.ts";
import type { Site } from "../values/value.ts";

/** Ops that are infinite or undefined somewhere. */
const EDGY = /^(sqrt|rsqrt|log|log2|log10|log1p|pow|div|reciprocal|acos|asin|atanh|acosh|norm|linalg_vector_norm|exp)\b/;

export default rule({
	code: "grad-nan",
	severity: "warning",
	summary: "a gradient is NaN although the loss is finite",
	why: `\`torch.where(x > 0, x.sqrt(), x)\` picks the right values, but backward multiplies the gradient of *both* branches: 0 times an infinite or undefined derivative is NaN. The loss looks fine, the parameters turn to NaN with the next step.

**What to do:** make the input of the dangerous function safe first: \`safe = torch.where(x > 0, x, 1.0)\`, then \`torch.where(x > 0, safe.sqrt(), x)\`.`,
	*find(path) {
		for (const b of path.record.of("backward")) {
			if (b.values.some((v) => v === null || v.some((x) => !Number.isFinite(x)))) continue;
			const bad = b.run.reached.find((t) => isNaNGrad(t));
			const at =
				b.run.executed.find((n) => n.op.startsWith("where") && dangerous(n) !== null) ??
				b.run.executed.find((n) => EDGY.test(n.op) && singular(n) === true) ??
				b.run.executed.find((n) => /^(norm|linalg_vector_norm|sqrt|pow)/.test(n.op));
			if (bad === undefined || at === undefined) continue;
			const site = userSite(at.where as Site | null);
			const back = userSite(b.where);
			if (site === null || back === null) continue;
			yield {
				site,
				message: `\`${codeOf(site)}\`: the loss is finite, but the gradient of ${called(path, bad)} is NaN after \`backward\` (${lineText(back, site)}): 0 times the infinite derivative of \`${opName(dangerous(at) ?? at)}\`. Make its input safe first.`,
				fixes: safeInput(site),
			};
		}
		yield* unknownNumbers(path);
	},
});

/** Without numbers the pattern alone is worth a note. */
function* unknownNumbers(path: PathRun) {
	const told = new Set<object>();
	for (const b of path.record.of("backward")) {
		if (b.values.every((v) => v !== null)) continue;
		for (const n of b.run.executed) {
			const zero = userSite(n.where as Site | null);
			if (/^sqrt\b/.test(n.op) && zero !== null && !told.has(zero.node) && ofPairs(n)) {
				told.add(zero.node);
				yield {
					site: zero,
					message: `\`${codeOf(zero)}\`: every point is paired with itself, too, so the root is taken of zeros, where its derivative is infinite: the gradient is NaN. Add a small number before the root, or use \`torch.cdist\`.`,
				};
			}
			const from = n.op.startsWith("where") ? dangerous(n) : null;
			const site = userSite(n.where as Site | null);
			if (from === null || site === null || told.has(site.node) || !sameSource(n, from)) continue;
			told.add(site.node);
			yield {
				site,
				severity: "information" as const,
				certain: false,
				message: `\`${codeOf(site)}\`: where the condition excludes \`${opName(from)}\`, backward still multiplies its infinite derivative by 0, which is NaN. Make its input safe first.`,
			};
		}
	}
}
/** The root of summed squares of `x[:, None] - x[None]`: zero on the diagonal. */
function ofPairs(root: Node): boolean {
	let n: Node | undefined = root.nextEdges[0]?.node;
	while (n !== undefined && /^(sum|pow|square|mul)\b/.test(n.op)) n = n.nextEdges[0]?.node;
	if (n === undefined || !/^sub\b/.test(n.op)) return false;
	const [a, b] = operandsOf(n);
	const [x, y] = [a?.view?.base, b?.view?.base];
	return (
		x !== undefined &&
		x === y &&
		a!.dim === b!.dim &&
		!a!.unknownShape &&
		!b!.unknownShape &&
		a!.sizes.some((s, i) => s === 1 && b!.sizes[i] !== 1) &&
		b!.sizes.some((s, i) => s === 1 && a!.sizes[i] !== 1)
	);
}
/** A branch of `where` that was made by an edgy op. */
function dangerous(n: Node): Node | null {
	if (!n.op.startsWith("where")) return null;
	for (const t of operandsOf(n)) {
		// `1 / x` is a product with the reciprocal.
		const from = t.gradFn !== null && /^(mul|neg)\b/.test(t.gradFn.op) ? (t.gradFn.nextEdges[0]?.node ?? null) : t.gradFn;
		if (from !== null && EDGY.test(from.op) && !/^(div|pow|exp)\b/.test(from.op) && singular(from) !== false) return from;
	}
	return null;
}
/** Does the op meet a number where its derivative is infinite or undefined? Null: the numbers are not known. */
function singular(n: Node): boolean | null {
	const numbers = operandsOf(n)[0]?.numbers();
	if (numbers == null) return null;
	const base = n.op.split(".")[0]!;
	const at = /^(acos|asin|atanh|acosh)$/.test(base)
		? (x: number) => !(Math.abs(x) < 1)
		: /^exp$/.test(base)
			? (x: number) => x > 88
			: (x: number) => !(x > 0);
	for (let i = 0; i < numbers.length; i++) if (at(Number(numbers[i]))) return true;
	return false;
}
/** Does the condition look at what the op was computed from? */
function sameSource(n: Node, from: Node): boolean {
	const inputs = new Set(operandsOf(from));
	return operandsOf(n).some((t) => t.gradFn === null && t.lineage?.some((x) => inputs.has(x)) === true);
}
function isNaNGrad(t: Tensor): boolean {
	const g = t.grad?.numbers();
	if (g == null) return false;
	for (let i = 0; i < g.length; i++) if (Number.isNaN(Number(g[i]))) return true;
	return false;
}

/** `where(x > 0, x.sqrt(), y)`: the function gets `where(x > 0, x, 1)` instead of `x`. */
function safeInput(site: Site): Fix[] {
	const call = expressionAt(site.source, site.node) as Call | null;
	if (call?.kind !== "Call" || call.args.length !== 3 || call.args[0]!.kind !== "Compare" || call.args[0]!.left.kind !== "Name") return [];
	const name = call.args[0]!.left.id;
	const condition = textOf(site.source, call.args[0]!);
	const uses = [...walk(call.args[1]!)].filter((n) => n.kind === "Name" && (n as unknown as Name).id === name);
	if (uses.length === 0 || call.args[1]!.kind === "Name") return [];
	return [
		fix(
			"Make the input safe where the condition excludes it",
			"safe",
			uses.map((u) => replace(site.source, u, `torch.where(${condition}, ${name}, torch.ones_like(${name}))`)),
		),
	];
}
