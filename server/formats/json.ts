/** Machine formats of our own: one JSON document, or one finding per line. */
import type { LocatedFinding } from "../located.ts";
import type { Format, Outcome } from "../outcome.ts";

export const formatJson: Format = (outcome) => `${JSON.stringify(publicReport(outcome), null, 2)}\n`;

/** The documented shape. */
export function publicReport(outcome: Outcome) {
	const { version, files, seconds, findings, limits } = outcome;
	return { version, files, seconds: Math.round(seconds * 1000) / 1000, findings: findings.map(publicFinding), limits };
}

export const formatJsonLines: Format = (outcome) =>
	outcome.findings.map((finding) => `${JSON.stringify(publicFinding(finding))}\n`).join("");

/** A finding with its keys in the documented order. */
function publicFinding(finding: LocatedFinding): LocatedFinding {
	const { path, cell, line, column, endLine, endColumn, severity, code, message, certainty, predicts, related, fixes } = finding;
	return {
		path,
		...(cell ? { cell } : {}),
		line,
		column,
		endLine,
		endColumn,
		severity,
		code,
		message,
		certainty,
		predicts,
		related,
		fixes,
	};
}
