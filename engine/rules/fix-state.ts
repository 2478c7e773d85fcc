/** Fixes for state that a program keeps from one step to the next: it is stored without its graph. */
import type { Fix } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Attribute, Expr, FunctionDef, Span, Stmt } from "../syntax/nodes.ts";
import { PyTensor } from "../values/tensor.ts";
import { PyTuple, type Site, type Value } from "../values/value.ts";
import { hasGraph } from "./carried.ts";
import { fix, functionAround, indentOf, insert, lineEnd, lineStart, replace, statementAt, textOf, walk } from "./edits.ts";
import { atom } from "./fix-graph.ts";
import type { Edit } from "../report/report.ts";
import type { PathRun } from "./rule.ts";
import { readNames, simpleStatements } from "./slice.ts";

const isOwn = (t: Expr): t is Attribute => t.kind === "Attribute" && t.value.kind === "Name";
const targetsOf = (s: Stmt): Expr[] =>
	s.kind === "Assign" && s.targets.length === 1 ? (s.targets[0]!.kind === "Tuple" ? s.targets[0]!.elts : [s.targets[0]!]) : [];

/** `self.h = e` keeps `e.detach()`; of `out, self.h = e` the attribute is replaced in a line of its own. */
export function detachKept(path: PathRun, site: Site): Fix[] {
	const { source } = site;
	const s = statementAt(source, site.node);
	if (s === null) return [];
	const one = detaching(path, source, s);
	if (one === null) return [];
	const fixes = [fix(`Store ${one.names} detached`, one.applicability, one.edits)];
	// Where the state is all that the parameters before it reach, a trial tells, and the graph of this step is kept.
	if (s.kind === "Assign" && s.targets[0]!.kind !== "Tuple") fixes.push(...localForStored(source, s));
	// Several states of one function stand or fall together.
	const fn = functionAround(source, s);
	const all = fn === null ? [] : [...simpleStatements(fn.body)].flatMap((x) => detaching(path, source, x) ?? []);
	if (all.length > 1)
		fixes.push(
			fix(
				`Store ${all.map((x) => x.names).join(", ")} detached`,
				"unsafe",
				all.flatMap((x) => x.edits),
			),
		);
	return fixes;
}
function detaching(path: PathRun, source: Source, s: Stmt): { names: string; edits: Edit[]; applicability: Fix["applicability"] } | null {
	const kept = targetsOf(s).filter((t) => isOwn(t) && hasGraph(path.record.values.get(t) ?? null));
	if (s.kind !== "Assign" || kept.length === 0) return null;
	const names = kept.map((t) => `\`${textOf(source, t)}\``).join(", ");
	const fn = functionAround(source, s);
	const isUsed = fn !== null && kept.some((t) => readAfter(source, fn, s, textOf(source, t)).length > 0);
	if (s.targets[0]!.kind !== "Tuple" && s.value.kind !== "Tuple" && path.record.values.get(kept[0]!) instanceof PyTensor)
		return { names, edits: [replace(source, s.value, `${atom(source, s.value)}.detach()`)], applicability: "safe" };
	const lines = kept.map((t) => `${textOf(source, t)} = ${detached(path.record.values.get(t)!, textOf(source, t))}`);
	const indent = indentOf(source, s.start);
	// What the method goes on with keeps this step's graph; the step before is let go where it comes in, also where several steps belong together.
	if (isUsed)
		return {
			names,
			applicability: "unsafe",
			edits: [insert(source, lineStart(source, s.start), lines.map((l) => `${indent}${l}\n`).join(""))],
		};
	return { names, applicability: "safe", edits: [insert(source, lineEnd(source, s.end), lines.map((l) => `\n${indent}${l}`).join(""))] };
}
const detached = (v: Value, text: string): string => (v instanceof PyTuple ? `tuple(s.detach() for s in ${text})` : `${text}.detach()`);

/** `self.memory[key] = h`, `self.states.append(h)` in the functions that led to a place: what goes in is detached. */
export function detachPutAway(path: PathRun, made: Site): Fix[] {
	for (let s: Site | null = made; s !== null; s = s.caller) {
		const fn = s.isUser ? functionAround(s.source, s.node) : null;
		for (const statement of fn === null ? [] : simpleStatements(fn.body)) {
			const value = putAway(statement);
			if (value !== null && hasGraph(path.record.values.get(value) ?? null) && path.record.values.get(value) instanceof PyTensor)
				return [
					fix(`Put \`${textOf(s.source, value)}\` away detached`, "safe", [replace(s.source, value, `${atom(s.source, value)}.detach()`)]),
				];
		}
	}
	return [];
}
function putAway(s: Stmt): Expr | null {
	if (s.kind === "Assign" && s.targets.length === 1 && s.targets[0]!.kind === "Subscript" && isOwn(s.targets[0]!.value)) return s.value;
	const call = s.kind === "Expr" && s.value.kind === "Call" ? s.value : null;
	return call?.func.kind === "Attribute" &&
		isOwn(call.func.value) &&
		call.args.length === 1 &&
		/^(append|add|appendleft)$/.test(call.func.attr)
		? call.args[0]!
		: null;
}

/** `self.feat = f(x)` keeps `f(x).detach()`; where the method goes on with it, a local keeps the graph. */
export function storedDetached(source: Source, statement: Span): Fix[] {
	const s = statementAt(source, statement);
	const fn = s === null ? null : functionAround(source, s);
	if (s?.kind !== "Assign" || s.targets.length !== 1 || s.value.kind === "Tuple") return [];
	const own = textOf(source, s.targets[0]!);
	if (fn !== null && readAfter(source, fn, s, own).length > 0) return localForStored(source, s);
	return [fix(`Store \`${own}\` detached`, "safe", [replace(source, s.value, `${atom(source, s.value)}.detach()`)])];
}
const readAfter = (source: Source, fn: FunctionDef, s: Stmt, own: string): Span[] =>
	[...walk(fn)].filter((n) => n.kind === "Attribute" && n.start > s.end && textOf(source, n) === own);
function localForStored(source: Source, statement: Span): Fix[] {
	const s = statementAt(source, statement);
	const target = s?.kind === "Assign" && s.targets.length === 1 ? s.targets[0]! : null;
	const fn: FunctionDef | null = s === null ? null : functionAround(source, s);
	if (s?.kind !== "Assign" || fn === null || target === null || !isOwn(target)) return [];
	const start = lineStart(source, s.start);
	const local = target.attr.replace(/^_+/, "");
	const own = textOf(source, target);
	if (local === "" || readNames(fn).has(local) || source.text.slice(start, s.start).trim() !== "") return [];
	const reads = readAfter(source, fn, s, own);
	return [
		fix(`Keep a detached copy in \`${own}\``, "safe", [
			replace(source, target, local),
			insert(source, lineEnd(source, s.end), `\n${indentOf(source, s.start)}${own} = ${local}.detach()`),
			...reads.map((n) => replace(source, n, local)),
		]),
	];
}
