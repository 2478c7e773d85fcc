/** `--statistics`: how often each rule was found, and how much of each file was understood. */
import { visibleLine } from "./formats/visible.ts";
import type { Outcome } from "./outcome.ts";

type Understood = Pick<Outcome["coverage"][number]["coverage"], "calls" | "callsKnown" | "tensors" | "tensorsKnown">;

export function statistics(outcome: Outcome, format: string): string {
	const counts = new Map<string, { count: number; fixable: number; severity: string }>();
	for (const finding of outcome.findings) {
		const entry = counts.get(finding.code) ?? { count: 0, fixable: 0, severity: finding.severity };
		entry.count++;
		if (finding.fixes.length > 0) entry.fixable++;
		counts.set(finding.code, entry);
	}
	const rules = [...counts].map(([code, entry]) => ({ code, ...entry })).sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
	const files = outcome.coverage.map(({ path, coverage: { calls, callsKnown, tensors, tensorsKnown } }) => ({
		path,
		calls,
		callsKnown,
		tensors,
		tensorsKnown,
	}));
	if (format === "json") return `${JSON.stringify({ rules, files }, null, 2)}\n`;
	const width = String(rules[0]?.count ?? 0).length;
	const lines = rules.map(
		(row) => `${String(row.count).padStart(width)}  ${row.code}${row.fixable > 0 ? ` (${row.fixable} with a fix)` : ""}`,
	);
	if (files.length === 0) return lines.map((line) => `${line}\n`).join("");
	if (lines.length > 0) lines.push("");
	lines.push("calls understood  tensors of known shape");
	// The file with most left to understand comes first.
	const left = (file: Understood): number => file.calls - file.callsKnown;
	for (const file of [...files].sort((a, b) => left(b) - left(a))) lines.push(`${shares(file)}  ${visibleLine(file.path)}`);
	const total = { calls: 0, callsKnown: 0, tensors: 0, tensorsKnown: 0 };
	for (const file of files) for (const key of Object.keys(total) as (keyof Understood)[]) total[key] += file[key];
	lines.push(`${shares(total)}  in all`);
	return lines.map((line) => `${line}\n`).join("");
}

function shares({ calls, callsKnown, tensors, tensorsKnown }: Understood): string {
	return `${share(callsKnown, calls)}  ${share(tensorsKnown, tensors)}`;
}

function share(known: number, all: number): string {
	const percent = all === 0 ? "-" : `${Math.floor((100 * known) / all)} %`;
	return `${percent.padStart(5)} of ${String(all).padEnd(6)}`;
}
