/** JUnit XML: a suite per file, a failure per finding, and a passing case for a clean file. */
import type { Format } from "../outcome.ts";
import { address } from "./concise.ts";
import { visible } from "./visible.ts";

export const formatJunit: Format = (outcome) => {
	// Imported files are checked along with those that import them.
	const paths = [...new Set([...outcome.paths, ...outcome.findings.map((finding) => finding.path)])];
	const suites = paths.map((path) => {
		const own = outcome.findings.filter((finding) => finding.path === path);
		const cases = own.map((finding) => {
			const kind = finding.severity === "error" || finding.severity === "warning" ? "failure" : "skipped";
			const body = `${address(finding)}: ${finding.message}`;
			return `    <testcase name="${xml(`${finding.code} at ${finding.line}:${finding.column}`)}" classname="${xml(path)}" file="${xml(path)}" line="${finding.line}">\n      <${kind} message="${xml(finding.message)}"${kind === "failure" ? ` type="${finding.severity}"` : ""}>${xml(body)}</${kind}>\n    </testcase>\n`;
		});
		if (own.length === 0) cases.push(`    <testcase name="no findings" classname="${xml(path)}" file="${xml(path)}"/>\n`);
		const failures = own.filter((finding) => finding.severity === "error" || finding.severity === "warning").length;
		return `  <testsuite name="${xml(path)}" tests="${Math.max(1, own.length)}" failures="${failures}" errors="0" skipped="${own.length - failures}">\n${cases.join("")}  </testsuite>\n`;
	});
	const failures = outcome.findings.filter((finding) => finding.severity === "error" || finding.severity === "warning").length;
	const clean = paths.filter((path) => !outcome.findings.some((finding) => finding.path === path)).length;
	return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="gradsight" tests="${outcome.findings.length + clean}" failures="${failures}" errors="0" time="${outcome.seconds.toFixed(3)}">\n${suites.join("")}</testsuites>\n`;
};

function xml(text: string): string {
	const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;" };
	// Control characters cannot stand in XML 1.0 at all.
	return visible(text).replace(/[&<>"\n]/g, (character) => entities[character]!);
}
