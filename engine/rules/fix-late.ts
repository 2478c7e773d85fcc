/** A layer that came after the optimizer: where it enters the model, and handing it to the optimizer there or in a caller. */
import type { Tensor } from "../autograd/tensor.ts";
import type { Fix } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Expr, Stmt } from "../syntax/nodes.ts";
import { isModule } from "../torch/nn/module.ts";
import type { Site, Value } from "../values/value.ts";
import { classAround, expressionAt, firstArgument, fix, functionAround, indentOf, insert, lineEnd, statementAt, textOf } from "./edits.ts";
import { parametersIn } from "./modules.ts";
import { methodCall } from "./places.ts";
import type { PathRun } from "./rule.ts";
import { simpleStatements } from "./slice.ts";

interface Entry {
	/** The statement after which the layer is part of the model. */
	site: Site;
	statement: Stmt;
	/** The layer by a name it has from then on. */
	layer: string;
}

/** Where a layer made at `made` becomes part of a model: `m.head = nn.Linear(...)`, `m.layers.append(...)`, also by way of a local name. */
export function broughtIn(path: PathRun, made: Site, params: ReadonlySet<Tensor>): Entry | null {
	const { source } = made;
	const first = statementAt(source, made.node);
	if (first === null) return null;
	const layer = nameIn(source, first);
	if (layer !== null) return { site: made, statement: first, layer };
	const body = functionAround(source, first)?.body ?? source.module.body;
	for (const statement of simpleStatements(body)) {
		const stored = storedBy(statement);
		const value = stored === null ? undefined : path.record.values.get(stored);
		const name = nameIn(source, statement);
		if (statement.start <= first.start || name === null || value === undefined || !isModule(value)) continue;
		if (parametersIn(value).some((p) => params.has(p))) return { site: { ...made, node: statement }, statement, layer: name };
	}
	return null;
}
/** What a statement puts into a model. */
function storedBy(s: Stmt): Expr | null {
	if (s.kind === "Assign") return s.value;
	return methodCall(s, ADDING)?.call.args.at(-1) ?? null;
}
const ADDING = /^(append|add_module|register_module)$/;
function nameIn(source: Source, s: Stmt): string | null {
	if (s.kind === "Assign" && s.targets.length === 1) {
		const [target] = s.targets as [Expr];
		return target.kind === "Attribute" || target.kind === "Subscript" ? textOf(source, target) : null;
	}
	const call = methodCall(s, ADDING);
	if (call === null) return null;
	const [first] = call.call.args;
	if (call.call.args.length === 1) return `${textOf(source, call.receiver)}[-1]`;
	return first?.kind === "Constant" && typeof first.value === "string" ? `${textOf(source, call.receiver)}.${first.value}` : null;
}

/** `optimizer.add_param_group(...)` behind the statement that brings the new layer in, or behind the call that led there, where the optimizer has a name. */
export function addedGroup(path: PathRun, made: Site, params: ReadonlySet<Tensor>, optimizer: Value): Fix[] {
	const entry = broughtIn(path, made, params);
	if (entry === null) return [];
	let { layer, statement } = entry;
	for (let at: Site | null = made; at !== null; at = at.caller) {
		const { source } = at;
		const name = nameAt(path, source, statement, optimizer);
		if (name !== null)
			return [
				fix("Give the new parameters to the optimizer", "unsafe", [
					insert(
						source,
						lineEnd(source, statement.end),
						`\n${indentOf(source, statement.start)}${name}.add_param_group({"params": ${layer}.parameters()})`,
					),
				]),
			];
		// One frame up: what the function calls `self`, or its first argument, has another name there.
		const own = firstArgument(functionAround(source, statement));
		const call = at.caller?.node as Expr | undefined;
		if (at.caller === null || own === null || !layer.startsWith(`${own}.`) || call?.kind !== "Call") return [];
		const model = classAround(source, statement) === null ? call.args[0] : call.func.kind === "Attribute" ? call.func.value : undefined;
		if (model === undefined) return [];
		layer = `${textOf(at.caller.source, model)}${layer.slice(own.length)}`;
		const outer = statementAt(at.caller.source, call);
		if (outer === null) return [];
		statement = outer;
	}
	return [];
}
/** A name the optimizer has at a statement: a variable of the same function or of the module, or an attribute of the same object. */
function nameAt(path: PathRun, source: Source, s: Stmt, optimizer: Value): string | null {
	const fn = functionAround(source, s);
	const cls = classAround(source, s);
	for (const [e, value] of path.record.values) {
		if (value !== optimizer || (e.kind !== "Name" && e.kind !== "Attribute") || expressionAt(source, e) !== e) continue;
		const at = functionAround(source, e);
		if (e.kind === "Name") {
			if (at === fn || at === null) return e.id;
			continue;
		}
		if (at === fn && e.end <= s.start) return textOf(source, e);
		const theirs = firstArgument(at);
		const own = firstArgument(fn);
		if (e.value.kind === "Name" && e.value.id === theirs && own !== null && cls !== null && classAround(source, e) === cls)
			return `${own}.${e.attr}`;
	}
	return null;
}
