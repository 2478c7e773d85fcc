/** Fixes for what backward saved and somebody wrote: backward gets a copy of its own. */
import type { SavedVariable } from "../autograd/saved.ts";
import type { Fix } from "../report/report.ts";
import type { Expr } from "../syntax/nodes.ts";
import { PyTensor } from "../values/tensor.ts";
import type { Site } from "../values/value.ts";
import { expressionAt, fix, insert, textOf, walk } from "./edits.ts";
import { atom } from "./fix-graph.ts";
import type { PathRun } from "./rule.ts";

const PLACES = new Set(["Name", "Attribute", "Subscript"]);

/** `x * w` becomes `x * w.clone()` where `w` is written later, `y = x.exp()` becomes `y = x.exp().clone()` where `y` is. */
export function keepCopy(path: PathRun, saved: SavedVariable, at: Site): Fix[] {
	const e = expressionAt(at.source, at.node);
	if (e === null) return [];
	const shares = (n: object): boolean => {
		const v = path.record.values.get(n as Expr);
		return v instanceof PyTensor && v.tensor.storage === saved.tensor.storage;
	};
	const all = [...walk(e)].filter((n) => n !== e && PLACES.has(n.kind ?? "") && shares(n));
	const reads = all.filter((n) => !all.some((o) => o !== n && o.start <= n.start && n.end <= o.end));
	if (reads.length > 0)
		// `w * w` saves both.
		return [reads.slice(0, 1), ...(reads.length > 1 ? [reads] : [])].map((some) =>
			fix(
				`Compute with a copy of \`${textOf(at.source, some[0]!)}\``,
				"safe",
				some.map((read) => insert(at.source, read.end, ".clone()")),
			),
		);
	if (!shares(e)) return [];
	const wrapped = atom(at.source, e) !== textOf(at.source, e);
	return [
		fix("Write into a copy of the result", "safe", [
			...(wrapped ? [insert(at.source, e.start, "(")] : []),
			insert(at.source, e.end, wrapped ? ").clone()" : ".clone()"),
		]),
	];
}
