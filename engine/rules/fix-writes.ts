/** Fixes for in-place writes: the out-of-place form, a clone, or no_grad around an update. */
import type { Fix } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Attribute, Call, Expr, Span, Stmt, Subscript } from "../syntax/nodes.ts";
import { blockOf } from "./places.ts";
import { boundNames } from "./slice.ts";
import {
	expressionAt,
	fix,
	functionAround,
	indented,
	indentOf,
	insert,
	lineStart,
	lineEnd,
	replace,
	statementAt,
	textOf,
	walk,
} from "./edits.ts";

/** `x += e` becomes `x = x + e`; `x.op_(...)` as a statement becomes `x = x.op(...)`; `inplace=True` goes. */
export function outOfPlace(source: Source, span: Span): Fix[] {
	const s = statementAt(source, span);
	if (s?.kind === "AugAssign") {
		const name = textOf(source, s.target);
		const value = textOf(source, s.value);
		const atom = ["Name", "Constant", "Call", "Attribute", "Subscript"].includes(s.value.kind);
		return [fix("Write out of place", "safe", [replace(source, s, `${name} = ${name} ${s.op} ${atom ? value : `(${value})`}`)])];
	}
	const call = expressionAt(source, span);
	if (call?.kind === "Call") {
		const flag = call.keywords.find((k) => k.arg === "inplace");
		if (flag !== undefined) return [fix("Drop `inplace=True`", "safe", [replace(source, flag.value, "False")])];
	}
	if (s?.kind === "Expr" && s.value.kind === "Call") {
		const chain = writesOf(s.value);
		const written = chain.at(-1)?.func.value;
		if (written !== undefined && (written.kind === "Name" || written.kind === "Attribute")) {
			const from = written.kind === "Attribute" && written.attr === "data" ? written.value : written;
			const marks = chain.map((c) => replace(source, { start: c.func.end - 1, end: c.func.end }, ""));
			return [
				fix("Write out of place", "safe", [
					insert(source, s.start, `${textOf(source, from)} = `),
					...(from === written ? [] : [replace(source, { start: from.end, end: written.end }, "")]),
					...marks,
				]),
			];
		}
	}
	return [];
}
type MethodCall = Call & { func: Attribute };
/** `x.mul_(a).add_(b)`: its in-place calls, outermost first. */
function writesOf(e: Expr): MethodCall[] {
	if (e.kind !== "Call" || e.func.kind !== "Attribute" || !/[^_]_$/.test(e.func.attr)) return [];
	return [e as MethodCall, ...writesOf(e.func.value)];
}
/** `q, k = x.chunk(2)`: a write to `q` seldom comes alone; all that are bound together are written out of place. */
export function allOutOfPlace(source: Source, span: Span): Fix[] {
	const s = statementAt(source, span);
	const block = s === null ? null : blockOf(source, s)?.block;
	const name = s === null ? null : writtenName(s);
	const binder =
		name === null ? undefined : block?.find((b) => b.kind === "Assign" && b.targets[0]!.kind === "Tuple" && boundNames(b).has(name));
	if (binder === undefined) return [];
	const together = boundNames(binder);
	const edits = block!.filter((b) => together.has(writtenName(b) ?? "")).flatMap((b) => outOfPlace(source, b)[0]?.edits ?? []);
	return edits.length === 0 ? [] : [fix("Write all of them out of place", "safe", edits)];
}
function writtenName(s: Stmt): string | null {
	if (s.kind === "AugAssign") return s.target.kind === "Name" ? s.target.id : null;
	const written = s.kind === "Expr" ? writesOf(s.value).at(-1)?.func.value : undefined;
	return written?.kind === "Name" ? written.id : null;
}

/** `x.data[i] = v`, which autograd does not see, becomes a write into a clone. */
export function cloneUnseen(source: Source, write: Span): Fix[] {
	const s = statementAt(source, write);
	const target = s?.kind === "AugAssign" ? s.target : s?.kind === "Assign" && s.targets.length === 1 ? s.targets[0]! : null;
	const hidden = target?.kind === "Subscript" ? target.value : null;
	if (s === null || hidden?.kind !== "Attribute" || hidden.attr !== "data" || hidden.value.kind !== "Name") return [];
	const name = hidden.value.id;
	return [
		fix(`Write into a clone of \`${name}\``, "unsafe", [
			insert(source, lineStart(source, s.start), `${indentOf(source, s.start)}${name} = ${name}.clone()\n`),
			replace(source, { start: hidden.value.end, end: hidden.end }, ""),
		]),
	];
}

/** All in-place writes of a method that does nothing else to gradients: `@torch.no_grad()` around it. */
export function wholeUnderNoGrad(source: Source, span: Span): Fix[] {
	const fn = functionAround(source, span);
	return fn === null
		? []
		: [
				fix(`Run all of \`${fn.name}\` under \`torch.no_grad()\``, "unsafe", [
					insert(source, lineStart(source, fn.nameSpan.start), `${indentOf(source, fn.nameSpan.start)}@torch.no_grad()\n`),
				]),
			];
}

/** `x = f(...)` where the saved value is made: a clone keeps backward's copy apart from the one that is written. */
export function cloneBefore(source: Source, write: Span): Fix[] {
	const s = statementAt(source, write);
	const target: Expr | null = s?.kind === "AugAssign" ? s.target : s?.kind === "Assign" && s.targets.length === 1 ? s.targets[0]! : null;
	if (s === null || target?.kind !== "Subscript" || target.value.kind !== "Name") return [];
	const name = target.value.id;
	const indent = indentOf(source, s.start);
	return [
		fix(`Clone \`${name}\` before the write`, "unsafe", [
			replace(source, { start: lineStart(source, s.start), end: lineStart(source, s.start) }, `${indent}${name} = ${name}.clone()\n`),
		]),
	];
}

/** `t[i] = f(t[j])`: what is read from the written tensor is read as a clone. */
export function cloneReads(source: Source, write: Span): Fix[] {
	const s = statementAt(source, write);
	const target = s?.kind === "Assign" && s.targets.length === 1 ? s.targets[0]! : null;
	if (s?.kind !== "Assign" || target?.kind !== "Subscript") return [];
	const name = textOf(source, target.value);
	const reads = [...walk(s.value)].filter((n) => n.kind === "Subscript" && textOf(source, (n as Subscript).value) === name);
	const outer = reads.filter((n) => !reads.some((o) => o !== n && o.start <= n.start && n.end <= o.end));
	if (outer.length === 0) return [];
	return [
		fix(
			`Read \`${textOf(source, outer[0]!)}\` as a clone`,
			"safe",
			outer.map((n) => insert(source, n.end, ".clone()")),
		),
	];
}

/** Puts the statement under `with torch.no_grad():`. */
export function underNoGrad(source: Source, span: Span): Fix[] {
	const s = statementAt(source, span);
	if (s === null) return [];
	const indent = indentOf(source, s.start);
	const start = lineStart(source, s.start);
	return [
		fix("Do it under `torch.no_grad()`", "safe", [
			replace(source, { start, end: lineEnd(source, s.end) }, `${indent}with torch.no_grad():\n${indented(source, s)}`),
		]),
	];
}

/** `torch.tensor([a, b])` becomes `torch.stack([a, b])` (or cat, for items that have a dimension). */
export function stackInstead(source: Source, span: Span): Fix[] {
	const call = expressionAt(source, span);
	if (call?.kind !== "Call" || call.args.length !== 1) return [];
	const list = textOf(source, call.args[0]!);
	const base = call.func.kind === "Attribute" ? textOf(source, call.func.value) : "torch";
	return (["stack", "cat"] as const).map((f) => fix(`Use \`torch.${f}\``, "safe", [replace(source, call, `${base}.${f}(${list})`)]));
}
