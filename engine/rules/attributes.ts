/** Where a class assigns its attributes, found by the value they got. */
import type { Source } from "../program.ts";
import type { Assign, AnnAssign, Attribute, Stmt, Module } from "../syntax/nodes.ts";
import type { Site, Value } from "../values/value.ts";
import { blocksOf } from "./edits.ts";
import type { PathRun } from "./rule.ts";

const tables = new WeakMap<Module, { statement: Assign | AnnAssign; target: Attribute }[]>();

/** All `x.attr = value` of a file. */
export function attributeAssignments(source: Source): { statement: Assign | AnnAssign; target: Attribute }[] {
	const known = tables.get(source.module);
	if (known !== undefined) return known;
	const out: { statement: Assign | AnnAssign; target: Attribute }[] = [];
	const visit = (body: Stmt[]): void => {
		for (const s of body) {
			if (s.kind === "Assign") for (const t of s.targets) if (t.kind === "Attribute") out.push({ statement: s, target: t });
			if (s.kind === "AnnAssign" && s.target.kind === "Attribute" && s.value !== null) out.push({ statement: s, target: s.target });
			for (const b of blocksOf(s)) visit(b);
		}
	};
	visit(source.module.body);
	tables.set(source.module, out);
	return out;
}

/** The assignment that put `value` under `attr`, as a site of its right side. */
export function assignmentOf(path: PathRun, source: Source, attr: string, value: Value): { site: Site; statement: Assign | AnnAssign } | null {
	const list = attributeAssignments(source).filter((a) => a.target.attr === attr);
	const found = list.find((a) => path.record.values.get(a.target) === value) ?? (list.length === 1 ? list[0] : undefined);
	if (found === undefined) return null;
	return { site: { source, node: found.statement.value!, caller: null, inFunction: "__init__", isUser: true }, statement: found.statement };
}
