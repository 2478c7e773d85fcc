/** The stale variable: a value is computed for this step and never read, while the older one of the same making is used again. */
import type { Source } from "../program.ts";
import type { Assign, Expr, Name, Span, Stmt } from "../syntax/nodes.ts";
import { isModule } from "../torch/nn/module.ts";
import type { Site } from "../values/value.ts";
import { fix, functionAround, replace, statementAt, textOf, walk } from "./edits.ts";
import type { Draft, PathRun } from "./rule.ts";
import { simpleStatements } from "./slice.ts";
import { codeOf, lineText } from "./words.ts";

/** `made` is the place where the older value was computed; null when every such value is read. */
export function meantInstead(
	path: PathRun,
	source: Source,
	made: Span,
	why: string,
): Pick<Draft, "site" | "message" | "fixes" | "steps"> | null {
	const first = statementAt(source, made);
	const old = nameOf(first);
	if (first === null || old === null) return null;
	const body = [...simpleStatements(functionAround(source, made)?.body ?? source.module.body)];
	const makers = callees(path, source, first);
	for (const [i, s] of body.entries()) {
		const fresh = nameOf(s);
		if (fresh === null || fresh === old || s.start <= first.start || ![...callees(path, source, s)].some((f) => makers.has(f))) continue;
		// Read anywhere, also in an earlier line of the loop's next round, it is not forgotten.
		if (body.some((o) => o !== s && reads(o, fresh) !== null) || reads((s as Assign).value, fresh) !== null) continue;
		const use = body
			.slice(i + 1)
			.map((o) => reads(o, old))
			.find((n) => n !== null);
		if (use === undefined || use === null) continue;
		const at = (node: Span): Site => ({ source, node, caller: null, inFunction: "", isUser: true });
		const site = at(use);
		return {
			site,
			message: `\`${old}\` (${lineText(at((first as Assign).value), site)}) ${why}; \`${fresh}\`, computed for this in ${lineText(at((s as Assign).value), site)}, is never read. Use \`${fresh}\` here.`,
			steps: [
				{ site: at((first as Assign).value), message: `\`${old}\` is computed here` },
				{ site: at((s as Assign).value), message: `\`${codeOf(at((s as Assign).value))}\` is never read` },
				{ site, message: "the old one is used here" },
			],
			fixes: [fix(`Use \`${fresh}\``, "unsafe", [replace(source, use, fresh)])],
		};
	}
	return null;
}

function nameOf(s: Stmt | null): string | null {
	return s?.kind === "Assign" && s.targets.length === 1 && s.targets[0]!.kind === "Name" ? (s.targets[0] as Name).id : null;
}
/** The modules a statement calls, as they are written. */
function callees(path: PathRun, source: Source, s: Stmt): Set<string> {
	const out = new Set<string>();
	for (const n of walk(s)) {
		const call = n as unknown as { kind: string; func: Expr };
		if (call.kind === "Call" && isModule(path.record.values.get(call.func) ?? null)) out.add(textOf(source, call.func));
	}
	return out;
}
/** Where the name is read in a statement. */
function reads(s: object, name: string): Span | null {
	const targets = new Set((s as Stmt).kind === "Assign" ? (s as Assign).targets : []);
	for (const n of walk(s)) if (n.kind === "Name" && (n as unknown as Name).id === name && !targets.has(n as unknown as Expr)) return n;
	return null;
}
