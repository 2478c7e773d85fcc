/** What a run leaves behind for rules, statistics and hovers: limits, endings, counts. */
import type { Limit } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Expr, Span } from "../syntax/nodes.ts";
import type { PyRaise, Site, Value } from "../values/value.ts";
import { anchor, userSite } from "./frame.ts";
import { state } from "./state.ts";

/** Something was given up here; the same thing at the same place is noted once. */
export function recordLimit(kind: string, what: string, node?: Span, at?: Site | null): void {
	const frame = state.frame;
	const site = at ? userSite(at) : frame === null ? null : userSite(frame.site());
	const span = node ?? site?.node ?? { start: 0, end: 0 };
	const path = site?.source.path ?? state.program?.entry.path ?? "";
	const key = `${path}:${span.start}:${kind}:${what}`;
	if (state.limitKeys.has(key)) return;
	state.limitKeys.add(key);
	state.limits.push({ path, start: span.start, end: span.end, kind, what } satisfies Limit);
}

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
