/** Statements that write into something: by the expression that names it, and what is written by the target. */
import type { Source } from "../program.ts";
import type { Expr, Stmt, Module } from "../syntax/nodes.ts";

interface Writes {
	/** `n *= 2` and `n[i] = v`, by the expression `n`. */
	into: Map<object, Stmt>;
	/** `v` of `n[i] = v`, by the target `n[i]`. */
	values: Map<object, Expr>;
}
const tables = new WeakMap<Module, Writes>();

export function writesOf(source: Source): Writes {
	let known = tables.get(source.module);
	if (known === undefined) {
		known = { into: new Map(), values: new Map() };
		collect(source.module.body, known);
		tables.set(source.module, known);
	}
	return known;
}

function collect(body: Stmt[], out: Writes): void {
	for (const s of body) {
		const targets = s.kind === "AugAssign" ? [s.target] : s.kind === "Assign" ? s.targets.filter((t) => t.kind === "Subscript") : [];
		for (const t of targets) {
			out.into.set(t.kind === "Subscript" ? t.value : t, s);
			if (t.kind === "Subscript" && s.kind === "Assign") out.values.set(t, s.value);
		}
		for (const v of Object.values(s)) {
			if (!Array.isArray(v)) continue;
			if (v.some((x) => STATEMENTS.has((x as { kind?: string } | null)?.kind ?? ""))) collect(v as Stmt[], out);
			// Handlers and cases hold statement lists of their own.
			else
				for (const part of v) if (Array.isArray((part as { body?: unknown } | null)?.body)) collect((part as { body: Stmt[] }).body, out);
		}
	}
}
const STATEMENTS = new Set(["Assign", "AugAssign", "Expr", "For", "While", "If", "With", "Try", "FunctionDef", "ClassDef"]);
