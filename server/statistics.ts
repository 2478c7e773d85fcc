/** `--statistics`: how often each rule was found. */
import type { Outcome } from "./outcome.ts";

export function statistics(outcome: Outcome, format: string): string {
	const counts = new Map<string, { count: number; fixable: number; severity: string }>();
	for (const finding of outcome.findings) {
		const entry = counts.get(finding.code) ?? { count: 0, fixable: 0, severity: finding.severity };
		entry.count++;
		if (finding.fixes.length > 0) entry.fixable++;
		counts.set(finding.code, entry);
	}
	const rows = [...counts].map(([code, entry]) => ({ code, ...entry })).sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
	if (format === "json") return `${JSON.stringify(rows, null, 2)}\n`;
	const width = String(rows[0]?.count ?? 0).length;
	return rows.map((row) => `${String(row.count).padStart(width)}  ${row.code}${row.fixable > 0 ? ` (${row.fixable} with a fix)` : ""}\n`).join("");
}
