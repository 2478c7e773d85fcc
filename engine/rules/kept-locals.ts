/** Local names of a constructor that a moved expression reads: what the object has to keep for it. */
import type { ClassDef, Expr, Name, Span } from "../syntax/nodes.ts";
import { isTensor as isTensorValue } from "../values/tensor.ts";
import { attributeUses, walk } from "./edits.ts";
import { hasGraph } from "./carried.ts";
import type { PathRun } from "./rule.ts";

export interface Local {
	name: string;
	isTensor: boolean;
	uses: Span[];
}

/** Null when some cannot be kept: not known, a graph of its own, or the object already has something under that name. */
export function keptLocals(path: PathRun, cls: ClassDef, value: Expr, selfName: string): Local[] | null {
	const bound = new Set<string>();
	for (const n of walk(value)) {
		if (n.kind === "Lambda" || n.kind === "NamedExpr" || n.kind === "Await" || n.kind === "Yield") return null;
		if ("generators" in n)
			for (const g of n.generators as { target: object }[])
				for (const t of walk(g.target)) if (t.kind === "Name") bound.add((t as unknown as Name).id);
	}
	const locals = new Map<string, Local>();
	for (const n of walk(value) as Expr[]) {
		if (n.kind !== "Name" || n.id === selfName || n.scope === "global" || bound.has(n.id)) continue;
		const kept = path.record.values.get(n);
		const isTensor = isTensorValue(kept);
		if (kept === undefined || hasGraph(kept) || (typeof kept === "object" && kept !== null && !isTensor)) return null;
		const known = locals.get(n.id);
		if (known !== undefined) known.uses.push(n);
		else if (attributeUses(cls, selfName, n.id).next().done !== true) return null;
		else locals.set(n.id, { name: n.id, isTensor, uses: [n] });
	}
	return [...locals.values()];
}
