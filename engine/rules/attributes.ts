/** Where a class assigns its attributes, found by the value they got. */
import type { Source } from "../program.ts";
import type { Assign, AnnAssign, Attribute, FunctionDef, Stmt, Module } from "../syntax/nodes.ts";
import type { Site, Value } from "../values/value.ts";
import { isUnread } from "../syntax/later.ts";
import { blocksOf } from "./edits.ts";
import type { PathRun } from "./rule.ts";

interface Table {
	assignments: { statement: Assign | AnnAssign; target: Attribute }[];
	/** Functions that had not been parsed when the table was made. */
	left: FunctionDef[];
}
const tables = new WeakMap<Module, Table>();

/** All `x.attr = value` of a file, but for functions that never ran. */
export function attributeAssignments(source: Source): { statement: Assign | AnnAssign; target: Attribute }[] {
	const known = tables.get(source.module);
	if (known?.left.every(isUnread)) return known.assignments;
	const out: Table["assignments"] = [];
	const left: FunctionDef[] = [];
	const visit = (body: Stmt[]): void => {
		for (const s of body) {
			if (s.kind === "Assign") for (const t of s.targets) if (t.kind === "Attribute") out.push({ statement: s, target: t });
			if (s.kind === "AnnAssign" && s.target.kind === "Attribute" && s.value !== null) out.push({ statement: s, target: s.target });
			if (s.kind === "FunctionDef" && isUnread(s)) left.push(s);
			else for (const b of blocksOf(s)) visit(b);
		}
	};
	visit(source.module.body);
	tables.set(source.module, { assignments: out, left });
	return out;
}

/** The assignment that put `value` under `attr`, as a site of its right side: the very one in any file, else the only one of that name in the file under check. */
export function assignmentOf(path: PathRun, attr: string, value: Value): { site: Site; statement: Assign | AnnAssign } | null {
	const at = (source: Source, statement: Assign | AnnAssign) => ({
		site: { source, node: statement.value!, caller: null, inFunction: "__init__", isUser: true },
		statement,
	});
	for (const source of path.record.sources) {
		const found = attributeAssignments(source).find((a) => a.target.attr === attr && path.record.values.get(a.target) === value);
		if (found !== undefined) return at(source, found.statement);
	}
	const named = attributeAssignments(path.source).filter((a) => a.target.attr === attr);
	return named.length === 1 ? at(path.source, named[0]!.statement) : null;
}
