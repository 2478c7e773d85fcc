/** Values copied into a module's parameters: the module is called with them through `torch.func.functional_call` instead. */
import type { Fix } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Call, Expr, Span, Stmt } from "../syntax/nodes.ts";
import { fix, functionAround, removeStatement, replace, statementAt, textOf, walk } from "./edits.ts";
import { methodCall } from "./places.ts";

export function functionalCall(source: Source, span: Span): Fix[] {
	const s = statementAt(source, span);
	if (s === null) return [];
	const single = oneWeight(source, s);
	if (single !== null) return rewritten(source, s, single.module, `{"${single.name}": ${single.value}}`, [removeStatement(source, s)]);
	const vector = fromVector(source, s);
	if (vector === null) return [];
	const { module, value } = vector;
	// Written at the call: computed once before a loop it would belong to the first iteration only.
	const weights = `{n: piece.view_as(p) for (n, p), piece in zip(${module}.named_parameters(), ${value}.split([p.numel() for p in ${module}.parameters()]))}`;
	return rewritten(source, s, module, weights, [removeStatement(source, s)]);
}

/** `module.weight = nn.Parameter(w)`, `module.weight.data = w`. */
function oneWeight(source: Source, s: Stmt): { module: string; name: string; value: string } | null {
	if (s.kind !== "Assign" || s.targets.length !== 1 || s.targets[0]!.kind !== "Attribute") return null;
	const target = s.targets[0]!;
	const isData = target.attr === "data";
	const weight: Expr = isData ? target.value : target;
	if (weight.kind !== "Attribute") return null;
	let value: Expr = s.value;
	if (!isData) {
		if (value.kind !== "Call" || value.args.length !== 1 || !/Parameter$/.test(textOf(source, value.func))) return null;
		value = value.args[0]!;
	}
	return { module: textOf(source, weight.value), name: weight.attr, value: textOf(source, value) };
}
/** `vector_to_parameters(v, module.parameters())`. */
function fromVector(source: Source, s: Stmt): { module: string; value: string } | null {
	if (s.kind !== "Expr" || s.value.kind !== "Call" || s.value.args.length !== 2 || !/(^|\.)vector_to_parameters$/.test(textOf(source, s.value.func))) return null;
	const [vector, parameters] = s.value.args as [Expr, Expr];
	const call = methodCall({ ...s, value: parameters } as Stmt, /^parameters$/);
	return call === null || vector.kind !== "Name" ? null : { module: textOf(source, call.receiver), value: textOf(source, vector) };
}

/** Calls of the module behind the statement, in the same function. */
function rewritten(source: Source, s: Stmt, module: string, weights: string, edits: Fix["edits"]): Fix[] {
	const scope = functionAround(source, s) ?? source.module;
	const calls = [...walk(scope)].filter((n) => n.kind === "Call" && n.start > s.end && textOf(source, (n as Call).func) === module) as unknown as Call[];
	if (calls.length === 0 || calls.some((c) => c.keywords.length > 0 || c.args.length === 0)) return [];
	const changed = calls.map((c) => {
		const args = source.text.slice(c.args[0]!.start, c.args.at(-1)!.end);
		return replace(source, c, `torch.func.functional_call(${module}, ${weights}, (${args}${c.args.length === 1 ? "," : ""}))`);
	});
	return [fix("Call the module with these values (`functional_call`)", "safe", [...edits, ...changed])];
}
