/** Which statements a value was computed by: a light backward slice over names inside one function. */
import type { Expr, FunctionDef, Name, Stmt } from "../syntax/nodes.ts";
import type { Site } from "../values/value.ts";
import { blocksOf, functionAround, statementAt, walk } from "./edits.ts";

const MOST = 40;

/** Simple statements of a body, in text order. */
export function* simpleStatements(body: Stmt[]): Generator<Stmt> {
	for (const s of body) {
		const inner = s.kind === "FunctionDef" || s.kind === "ClassDef" ? [] : blocksOf(s);
		if (inner.length === 0) yield s;
		else for (const b of inner) yield* simpleStatements(b);
	}
}
/** Names a statement binds. */
export function boundNames(s: Stmt): Set<string> {
	const out = new Set<string>();
	const targets: Expr[] =
		s.kind === "Assign" ? s.targets : s.kind === "AugAssign" || s.kind === "AnnAssign" || s.kind === "For" ? [s.target] : [];
	for (const t of targets) {
		const root = t.kind === "Subscript" ? t.value : t;
		if (root.kind === "Name") out.add(root.id);
		else if (root.kind === "Tuple" || root.kind === "List") for (const n of walk(root)) if (n.kind === "Name") out.add((n as Name).id);
	}
	// `parts.append(x)` adds to what `parts` is.
	if (s.kind === "Expr" && s.value.kind === "Call" && s.value.func.kind === "Attribute" && s.value.func.value.kind === "Name")
		out.add(s.value.func.value.id);
	return out;
}
export function readNames(s: object): Set<string> {
	const out = new Set<string>();
	for (const n of walk(s)) if (n.kind === "Name") out.add((n as Name).id);
	return out;
}

/** The statement of the site, and before it the ones that bind what is read, nearest first. */
export function statementsBehind(site: Site): Stmt[] {
	const { source } = site;
	const at = statementAt(source, site.node);
	if (at === null) return [];
	const fn: FunctionDef | null = functionAround(source, site.node);
	const all = [...simpleStatements(fn?.body ?? source.module.body)];
	const out: Stmt[] = [];
	const queue = [at];
	while (queue.length > 0 && out.length < MOST) {
		const s = queue.shift()!;
		if (out.includes(s)) continue;
		out.push(s);
		const wanted = readNames(s);
		for (const other of all)
			if (other.start < s.start || loopsAround(other, s)) for (const n of boundNames(other)) if (wanted.has(n)) queue.push(other);
	}
	return out;
}
const loopsAround = (a: Stmt, b: Stmt): boolean => a === b;
