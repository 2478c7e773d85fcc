/** Fixes for in-place writes: the out-of-place form, a clone, or no_grad around an update. */
import type { Fix } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Call, Expr, Span, Subscript } from "../syntax/nodes.ts";
import { expressionAt, fix, indented, indentOf, insert, lineStart, lineEnd, replace, statementAt, textOf, walk } from "./edits.ts";

/** `x += e` becomes `x = x + e`; `x.op_(...)` as a statement becomes `x = x.op(...)`; `inplace=True` goes. */
export function outOfPlace(source: Source, span: Span): Fix[] {
	const s = statementAt(source, span);
	if (s?.kind === "AugAssign" && s.target.kind === "Name") {
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
		const c = s.value as Call;
		if (c.func.kind === "Attribute" && c.func.attr.endsWith("_") && !c.func.attr.endsWith("__") && c.func.value.kind === "Name") {
			const name = textOf(source, c.func.value);
			const args = source.text.slice(c.func.end, c.end);
			return [fix("Write out of place", "safe", [replace(source, s, `${name} = ${name}.${c.func.attr.slice(0, -1)}${args}`)])];
		}
	}
	return [];
}

/** `x = f(...)` where the saved value is made: a clone keeps backward's copy apart from the one that is written. */
export function cloneBefore(source: Source, write: Span): Fix[] {
	const s = statementAt(source, write);
	const target: Expr | null = s?.kind === "AugAssign" ? s.target : s?.kind === "Assign" && s.targets.length === 1 ? s.targets[0]! : null;
	if (s === null || target?.kind !== "Subscript" || target.value.kind !== "Name") return [];
	const name = target.value.id;
	const indent = indentOf(source, s.start);
	return [fix(`Clone \`${name}\` before the write`, "unsafe", [replace(source, { start: lineStart(source, s.start), end: lineStart(source, s.start) }, `${indent}${name} = ${name}.clone()\n`)])];
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
	return [fix(`Read \`${textOf(source, outer[0]!)}\` as a clone`, "safe", outer.map((n) => insert(source, n.end, ".clone()")))];
}

/** Puts the statement under `with torch.no_grad():`. */
export function underNoGrad(source: Source, span: Span): Fix[] {
	const s = statementAt(source, span);
	if (s === null) return [];
	const indent = indentOf(source, s.start);
	const start = lineStart(source, s.start);
	return [fix("Do it under `torch.no_grad()`", "safe", [replace(source, { start, end: lineEnd(source, s.end) }, `${indent}with torch.no_grad():\n${indented(source, s)}`)])];
}

/** `torch.tensor([a, b])` becomes `torch.stack([a, b])` (or cat, for items that have a dimension). */
export function stackInstead(source: Source, span: Span): Fix[] {
	const call = expressionAt(source, span);
	if (call?.kind !== "Call" || call.args.length !== 1) return [];
	const list = textOf(source, call.args[0]!);
	const base = call.func.kind === "Attribute" ? textOf(source, call.func.value) : "torch";
	return (["stack", "cat"] as const).map((f) => fix(`Use \`torch.${f}\``, "safe", [replace(source, call, `${base}.${f}(${list})`)]));
}
