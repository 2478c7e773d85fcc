/** One line per finding: `path:line:column: severity[code] message`, for grep and editors' quickfix lists. */
import type { LocatedFinding } from "../located.ts";
import type { Format } from "../outcome.ts";
import { palette } from "./colors.ts";
import { visibleLine } from "./visible.ts";

export const formatConcise: Format = (outcome, options) => {
	const color = palette(options.color);
	return outcome.findings
		.map(
			(finding) =>
				`${color.bold(address(finding))}: ${color.severity(finding.severity, `${finding.severity}[${finding.code}]`)} ${visibleLine(finding.message)}\n`,
		)
		.join("");
};

/** `path:line:column`, with the cell of a notebook. */
export function address(place: { path: string; cell?: number; line: number; column: number }): string {
	return `${visibleLine(place.path)}${place.cell ? `:cell ${place.cell}` : ""}:${place.line}:${place.column}`;
}

/** `2 errors, 1 warning`. */
export function tally(findings: readonly LocatedFinding[]): string {
	const parts: string[] = [];
	for (const severity of ["error", "warning", "information", "hint"] as const) {
		const count = findings.filter((finding) => finding.severity === severity).length;
		if (count > 0) parts.push(severity === "information" ? `${count} information` : plural(count, severity));
	}
	return parts.join(", ");
}

export function plural(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
