/** What a run leaves behind for rules, statistics and hovers: limits, endings, counts. */
import type { Limit } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Expr, Span } from "../syntax/nodes.ts";
import type { PyRaise, Site, Value } from "../values/value.ts";
import { anchor, userSite } from "./frame.ts";
import { state } from "./state.ts";

/** A limit at the place where the program is (or at `node` of that file, or at a site). */
export function limitHere(kind: string, what: string, node?: Span, at?: Site | null, inFile?: string): Limit {
	const frame = state.frame;
	const site = at ? userSite(at) : frame === null ? null : userSite(frame.site());
	const span = node ?? site?.node ?? { start: 0, end: 0 };
	const limit = { path: inFile ?? site?.source.path ?? state.program?.entry.path ?? "", start: span.start, end: span.end, kind, what };
	nodes.set(limit, span);
	return limit;
}
/** The node a limit stands at, which an edit may have moved; of a repeated limit, the one it repeats. */
const nodes = new WeakMap<Span, Span>();
/** All limits of some runs, each once, where their nodes are now. */
export function mergedLimits(lists: readonly (readonly Limit[])[]): Limit[] {
	const out = new Map<string, Limit>();
	for (const list of lists)
		for (const limit of list) {
			let node: Span = limit;
			for (let next = nodes.get(node); next !== undefined; next = nodes.get(node)) node = next;
			const key = `${limit.path}:${node.start}:${limit.kind}:${limit.what}`;
			if (!out.has(key)) out.set(key, { ...limit, start: node.start, end: node.end });
		}
	return [...out.values()];
}
/** Something was given up; the same thing at the same place is noted once. */
export function recordLimit(kind: string, what: string, node?: Span, at?: Site | null, inFile?: string): void {
	const limit = limitHere(kind, what, node, at, inFile);
	tap?.push(limit);
	const key = `${limit.path}:${limit.start}:${kind}:${what}`;
	if (state.limitKeys.has(key)) return;
	state.limitKeys.add(key);
	state.limits.push(limit);
}

/** Takes every limit from now on, also those that were noted before; gives back who did so until now. */
export function tapLimits(to: Limit[] | null): Limit[] | null {
	const before = tap;
	tap = to;
	return before;
}
let tap: Limit[] | null = null;

export function observeLine(node: Expr, value: Value, frame: { source: Source }): void {
	state.observer?.(node, value, frame.source);
}

/** How one path of a root ended. */
export interface Ending {
	root: string;
	path: number;
	/** The path rests on decisions about conditions that are not known. */
	decisions: number;
	kind: "end" | "raise" | "give-up" | "exit";
	raise: PyRaise | null;
	/** Innermost user site of the exception. */
	site: Site | null;
}
/** Offset that names the line of a site in its file. */
export const offsetOf = (site: Site): number => anchor(site.node);
