/** `copy.deepcopy(...)` around an expression, with the import it needs. */
import type { Edit } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Span } from "../syntax/nodes.ts";
import { insert, replace, textOf } from "./edits.ts";

export function deepcopied(source: Source, value: Span): Edit[] {
	const imported = /^[ \t]*(import copy\b(?! *as)|from copy import .*\bdeepcopy\b)/m.exec(source.text);
	if (imported !== null)
		return [replace(source, value, `${imported[1]!.startsWith("from") ? "deepcopy" : "copy.deepcopy"}(${textOf(source, value)})`)];
	const first = source.module.body.find((s) => s.kind === "Import" || (s.kind === "ImportFrom" && s.module !== "__future__"));
	return first === undefined
		? []
		: [insert(source, first.start, "import copy\n"), replace(source, value, `copy.deepcopy(${textOf(source, value)})`)];
}
