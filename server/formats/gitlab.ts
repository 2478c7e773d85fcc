/** GitLab's code quality report. */
import { fingerprints } from "../fingerprint.ts";
import type { Format } from "../outcome.ts";

const SEVERITIES: Record<string, string> = { error: "critical", warning: "major", information: "minor", hint: "info" };

export const formatGitlab: Format = (outcome) => {
	const prints = fingerprints(outcome);
	const issues = outcome.findings.map((finding, index) => ({
		description: finding.message,
		check_name: finding.code,
		fingerprint: prints[index],
		severity: SEVERITIES[finding.severity],
		location: {
			path: finding.path,
			positions: { begin: { line: finding.line, column: finding.column }, end: { line: finding.endLine, column: finding.endColumn } },
		},
	}));
	return `${JSON.stringify(issues, null, 2)}\n`;
};
