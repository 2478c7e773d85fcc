/** backward is called on a Python number. */
import { exceptionText } from "../interp/traceback.ts";
import { expressionAt, fix, replace, walk } from "./edits.ts";
import { type Draft, type Fix, type PathRun, rule } from "./rule.ts";
import { statementsBehind } from "./slice.ts";
import { usesTorch } from "./training-blocks.ts";
import { codeOf, lineText } from "./words.ts";
import { nodesIn } from "../record/nodes-in.ts";
import { PerDefinition } from "../record/per-definition.ts";
import type { Source } from "../program.ts";
import type { Attribute, Call, Expr } from "../syntax/nodes.ts";
import { PyTensor } from "../values/tensor.ts";
import { boolClass, floatClass, intClass, type PyClass, PyFloat, type Site, Unknown, type Value } from "../values/value.ts";

export default rule({
	code: "grad-number",
	severity: "error",
	summary: "backward is called on a Python number",
	why: `\`.item()\`, \`float(loss)\` and \`sum([])\` of an empty list give Python numbers, which have no \`backward\`.

**What to do:** keep the tensor for backward and take \`.item()\` for logs only; for a loss over a list that may be empty start from a tensor: \`pred.sum() * 0.0 + sum(losses)\`.`,
	*find(path) {
		yield* ofUnknownNumbers(path);
		const { ending } = path;
		if (ending.kind !== "raise" || ending.raise === null || ending.site === null) return;
		const text = exceptionText(ending.raise.value);
		const m = /^'(int|float)' object has no attribute '(backward|detach|item)'/.exec(text);
		if (m === null || m[2] !== "backward") return;
		const site: Site = ending.site;
		const item = taken(path, site);
		const guilty = item ?? site;
		yield {
			site: guilty,
			// An empty list on one of several paths is a case to think of, no certain bug.
			...(path.decisions > 0 ? { severity: "information" as const } : {}),
			message:
				item === null
					? `\`${codeOf(site)}\`: this is a Python ${m[1]} here (an empty sum?), which has no \`backward\`. Start from a tensor.`
					: fromItem(item, site),
			predicts: { type: ending.raise.value.cls.name, message: text, site },
			fixes: item === null ? [] : without(item),
		};
	},
});

/** Numbers whose type alone is known have no `backward` either. */
function* ofUnknownNumbers(path: PathRun): Generator<Draft> {
	const { values, sources } = path.record;
	for (const source of sources)
		for (const call of backwards.in(source)) {
			const number = values.get(call.func.value);
			if (!(number instanceof Unknown)) continue;
			const made = originOf(path, number);
			if (made === null) continue;
			const item = isItem(path, made.node as Expr) ? made : null;
			if (item !== null && !isTensors(path, item.node as Call) && !usesTorch(source)) continue;
			const { type } = number;
			if (item === null && (type === null || !NUMBERS.has(type))) continue;
			const site: Site = { source, node: call, caller: null, inFunction: "", isUser: true };
			const word = type === null ? "number" : type.name;
			yield {
				site: item ?? site,
				message:
					item === null
						? `\`${codeOf(site)}\`: \`${codeOf(made)}\` is a Python ${word}, which has no \`backward\`. Start from a tensor.`
						: fromItem(item, site),
				// Whose `item` it is may not be known: then only the words speak for it.
				...(item !== null && !isTensors(path, item.node as Call) ? { severity: "warning" as const } : {}),
				...(type === null ? {} : { predicts: { type: "AttributeError", message: `'${word}' object has no attribute 'backward'`, site } }),
				fixes: item === null ? [] : without(item),
			};
		}
}
const backwards = new PerDefinition<Call & { func: Attribute }>((s) =>
	(nodesIn(s) as (Call & { func: Attribute })[]).filter(
		(n) => n.kind === "Call" && n.func.kind === "Attribute" && n.func.attr === "backward",
	),
);
const NUMBERS = new Set<PyClass>([intClass, floatClass, boolClass]);
const fromItem = (item: Site, site: Site): string =>
	`\`${codeOf(item)}\` makes the loss a Python number; \`backward\` (${lineText(site, item)}) needs the tensor. Take \`.item()\` for logs only.`;

/** The computation that gave this very object; what an annotation or a loop only lets expect has none. */
function originOf(path: PathRun, number: Value): Site | null {
	for (const [node, value] of path.record.values) {
		if (value !== number || (node.kind !== "Call" && node.kind !== "BinOp")) continue;
		const source = [...path.record.sources].find((s) => holds(s, node));
		if (source !== undefined) return { source, node, caller: null, inFunction: "", isUser: true };
	}
	return null;
}
const holds = (source: Source, node: Expr): boolean => computed.in(source).includes(node);
const computed = new PerDefinition<Expr>((s) => (nodesIn(s) as Expr[]).filter((n) => n.kind === "Call" || n.kind === "BinOp"));
const isItem = (path: PathRun, n: Expr): boolean =>
	n.kind === "Call" &&
	n.func.kind === "Attribute" &&
	n.func.attr === "item" &&
	(isTensors(path, n) || path.record.values.get(n.func.value) instanceof Unknown);
const isTensors = (path: PathRun, n: Call): boolean =>
	n.func.kind === "Attribute" && path.record.values.get(n.func.value) instanceof PyTensor;

/** The `.item()` that the number came from: a float knows its own, an integer is looked for behind the call. */
function taken(path: PathRun, site: Site): Site | null {
	const call = expressionAt(site.source, site.node);
	const number = call?.kind === "Call" && call.func.kind === "Attribute" ? path.record.values.get(call.func.value) : undefined;
	if (number instanceof PyFloat) {
		const made = originOf(path, number);
		if (made !== null && isItem(path, made.node as Expr)) return made;
	}
	for (const s of statementsBehind(site))
		for (const n of walk(s)) {
			const c = n as Call;
			if (c.kind === "Call" && c.func.kind === "Attribute" && c.func.attr === "item") return { ...site, node: c };
		}
	return null;
}
function without(item: Site): Fix[] {
	const call = expressionAt(item.source, item.node);
	if (call?.kind !== "Call" || call.func.kind !== "Attribute") return [];
	return [fix("Keep the tensor", "safe", [replace(item.source, { start: call.func.value.end, end: call.end }, "")])];
}
