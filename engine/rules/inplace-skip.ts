/** A layer rectifies its input in place, and the skip connection adds the changed input. */
import type { Tensor } from "../autograd/tensor.ts";
import type { BinOp, Expr, Name, Stmt } from "../syntax/nodes.ts";
import { PyTensor } from "../values/tensor.ts";
import type { Site } from "../values/value.ts";
import { expressionAt, functionAround, statementAt, walk } from "./edits.ts";
import { activationFixes } from "./fix-activation.ts";
import { outOfPlace } from "./fix-writes.ts";
import { targetNames, within } from "./places.ts";
import { type Fix, type PathRun, rule } from "./rule.ts";
import { boundNames, readNames, simpleStatements } from "./slice.ts";
import { codeOf, lineText } from "./words.ts";

const ACTIVATION =
	/^(relu6?|leaky_relu|r?relu|c?elu|selu|silu|gelu|mish|hardtanh|hardswish|hardsigmoid|threshold|(feature_|alpha_)?dropout)_$/;

export default rule({
	code: "inplace-skip",
	severity: "warning",
	summary: "an in-place layer changes the input that a skip connection adds later",
	why: `\`nn.ReLU(inplace=True)\` as the first layer of a block overwrites the block's input. When that input is used again (\`out = block(x); out += x\`), what is added is \`relu(x)\`: the skip path is no identity. If nobody saved the input, nothing raises.

**What to do:** build the first activation of the block with \`inplace=False\`.`,
	*find(path) {
		const told = new Set<object>();
		for (const e of path.record.of("inplace")) {
			if (!ACTIVATION.test(e.op)) continue;
			for (let s = e.where; s !== null; s = s.caller) {
				if (!s.isUser) continue;
				const seen = usedAgain(path, s, e.tensor);
				if (seen === null || told.has(s.node)) continue;
				told.add(s.node);
				yield {
					site: s,
					message: `\`${codeOf(s)}\` overwrites its input \`${seen.name}\` (\`${e.op}\`, in place); \`${codeOf(seen.again)}\` (${lineText(seen.again, s)}) then uses the changed \`${seen.name}\`: the skip path is no identity. Make the first activation out of place.`,
					steps: [
						{ site: s, message: `\`${seen.name}\` is overwritten here` },
						{ site: seen.again, message: "and used again here" },
					],
					fixes: [...activationFixes(path, s), ...outOfPlace(s.source, s.node)].map((f): Fix => ({ ...f, applicability: "unsafe" })),
				};
				break;
			}
		}
	},
});

/** `y = f(x)` wrote `x`, and a later statement of the function puts `y` and `x` together. */
function usedAgain(path: PathRun, site: Site, written: Tensor): { name: string; again: Site } | null {
	const { source } = site;
	const call = expressionAt(source, site.node);
	if (call?.kind !== "Call" || (call.func.kind === "Attribute" && call.func.attr.endsWith("_"))) return null;
	const argument = call.args.find((a): a is Name => a.kind === "Name" && holds(path, a, written));
	if (argument === undefined) return null;
	const beside = besides(path, site, call, written);
	if (beside !== null) return beside;
	const fn = functionAround(source, call);
	const statements = [...simpleStatements(fn?.body ?? source.module.body)];
	// `identity = x` keeps the very same tensor.
	const aliases = statements
		.filter((s) => s.start < call.start && s.kind === "Assign" && s.value.kind === "Name" && holds(path, s.value, written))
		.flatMap((s) => [...boundNames(s)]);
	const results = targetNames(site).filter((n) => n !== argument.id || aliases.some((a) => a !== n));
	if (results.length === 0) return null;
	for (const s of statements) {
		if (s.start <= call.end) continue;
		for (const name of new Set([argument.id, ...aliases]))
			if (
				!results.includes(name) &&
				together(s, name, results) &&
				[...walk(s)].some((n) => n.kind === "Name" && (n as unknown as Name).id === name && holds(path, n as Expr, written))
			)
				return { name, again: { ...site, node: s } };
		const bound = boundNames(s);
		// The result goes on under another name; the input may be replaced.
		if (bound.has(argument.id) && s.kind === "Assign" && aliases.length === 0) return null;
		if (results.some((r) => readNames(s).has(r))) for (const n of bound) if (!results.includes(n)) results.push(n);
	}
	return null;
}
/** `x + f(x)`, `x + g(f(x))`: both sides are the changed tensor. */
function besides(path: PathRun, site: Site, call: Expr, written: Tensor): { name: string; again: Site } | null {
	for (const n of walk(statementAt(site.source, call) ?? {})) {
		const sum = n as BinOp;
		if (sum.kind !== "BinOp" || (sum.op !== "+" && sum.op !== "-")) continue;
		const other = within(call, sum.left) ? sum.right : within(call, sum.right) ? sum.left : null;
		if (other?.kind === "Name" && holds(path, other, written)) return { name: other.id, again: { ...site, node: sum } };
	}
	return null;
}
const holds = (path: PathRun, e: Expr, t: Tensor): boolean => {
	const v = path.record.values.get(e);
	return v instanceof PyTensor && v.tensor === t;
};
function together(s: Stmt, name: string, results: string[]): boolean {
	const reads = readNames(s);
	return (
		reads.has(name) &&
		results.some((r) => reads.has(r)) &&
		(s.kind === "AugAssign" || s.kind === "Assign" || s.kind === "Return" || s.kind === "Expr")
	);
}
