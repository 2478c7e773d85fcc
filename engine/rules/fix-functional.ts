/** Values copied into a module's parameters: the module is called with them through `torch.func.functional_call` instead. */
import type { Fix } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Call, Expr, Span, Stmt } from "../syntax/nodes.ts";
import { parameterClass } from "../values/tensor.ts";
import { PyBuiltin, PyClass, PyFunction } from "../values/value.ts";
import { fix, functionAround, removeStatement, replace, statementAt, statementsAround, textOf, walk } from "./edits.ts";
import { blockOf, methodCall } from "./places.ts";
import type { PathRun } from "./rule.ts";

export function functionalCall(path: PathRun, source: Source, span: Span): Fix[] {
	const s = statementAt(source, span);
	if (s === null) return [];
	const single = oneWeight(path, source, s);
	if (single !== null) return together(path, source, s, single.module);
	const vector = fromVector(path, source, s);
	if (vector === null) return [];
	const { module, value } = vector;
	// Written at the call: computed once before a loop it would belong to the first iteration only.
	const weights = `{n: piece.view_as(p) for (n, p), piece in zip(${module}.named_parameters(), ${value}.split([p.numel() for p in ${module}.parameters()]))}`;
	return rewritten(source, s, module, weights, [removeStatement(source, s)]);
}

/** All weights of the module that the block fills, in one dict; a `with no_grad()` that does nothing else goes, too. */
function together(path: PathRun, source: Source, s: Stmt, module: string): Fix[] {
	const block = blockOf(source, s)?.block ?? [s];
	const filled = block.flatMap((o) => {
		const w = oneWeight(path, source, o);
		return w?.module === module ? [{ ...w, statement: o }] : [];
	});
	const around = statementsAround(source, s).at(-2);
	const whole = around?.kind === "With" && filled.length === around.body.length ? around : null;
	const weights = `{${filled.map((w) => `"${w.name}": ${w.value}`).join(", ")}}`;
	return rewritten(
		source,
		whole ?? filled.at(-1)!.statement,
		module,
		weights,
		whole !== null ? [removeStatement(source, whole)] : filled.map((w) => removeStatement(source, w.statement)),
	);
}
/** `module.weight = nn.Parameter(w)`, `module.weight.data = w`, `module.weight.copy_(w)`. */
function oneWeight(path: PathRun, source: Source, s: Stmt): { module: string; name: string; value: string } | null {
	const copy = methodCall(s, /^copy_$/);
	if (copy !== null && copy.call.args.length === 1) {
		const to = copy.receiver.kind === "Attribute" && copy.receiver.attr === "data" ? copy.receiver.value : copy.receiver;
		return to.kind === "Attribute" ? { module: textOf(source, to.value), name: to.attr, value: textOf(source, copy.call.args[0]!) } : null;
	}
	if (s.kind !== "Assign" || s.targets.length !== 1 || s.targets[0]!.kind !== "Attribute") return null;
	const target = s.targets[0]!;
	const isData = target.attr === "data";
	const weight: Expr = isData ? target.value : target;
	if (weight.kind !== "Attribute") return null;
	let value: Expr = s.value;
	if (!isData) {
		if (value.kind !== "Call" || value.args.length !== 1 || !makesParameter(path, value.func)) return null;
		value = value.args[0]!;
	}
	return { module: textOf(source, weight.value), name: weight.attr, value: textOf(source, value) };
}
/** Does the expression stand for `nn.Parameter`, whatever it is called? */
export function makesParameter(path: PathRun, e: Expr): boolean {
	const v = path.record.values.get(e);
	return v instanceof PyClass && v.isSubclassOf(parameterClass);
}
/** `vector_to_parameters(v, module.parameters())`. */
function fromVector(path: PathRun, source: Source, s: Stmt): { module: string; value: string } | null {
	if (s.kind !== "Expr" || s.value.kind !== "Call" || s.value.args.length !== 2) return null;
	const callee = path.record.values.get(s.value.func);
	if (!(callee instanceof PyFunction || callee instanceof PyBuiltin) || callee.name !== "vector_to_parameters") return null;
	const [vector, parameters] = s.value.args as [Expr, Expr];
	const call = methodCall({ ...s, value: parameters } as Stmt, /^parameters$/);
	return call === null || vector.kind !== "Name" ? null : { module: textOf(source, call.receiver), value: textOf(source, vector) };
}

/** Calls of the module behind the statement, in the same function. */
function rewritten(source: Source, s: Stmt, module: string, weights: string, edits: Fix["edits"]): Fix[] {
	const scope = functionAround(source, s) ?? source.module;
	const calls = [...walk(scope)].filter(
		(n) => n.kind === "Call" && n.start > s.end && textOf(source, (n as Call).func) === module,
	) as unknown as Call[];
	if (calls.length === 0 || calls.some((c) => c.keywords.length > 0 || c.args.length === 0)) return [];
	const changed = calls.map((c) => {
		const args = source.text.slice(c.args[0]!.start, c.args.at(-1)!.end);
		return replace(source, c, `torch.func.functional_call(${module}, ${weights}, (${args}${c.args.length === 1 ? "," : ""}))`);
	});
	return [fix("Call the module with these values (`functional_call`)", "safe", [...edits, ...changed])];
}
