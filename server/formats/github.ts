/** GitHub Actions workflow commands: annotations on the lines of a pull request. */
import type { Format } from "../outcome.ts";
import { address } from "./concise.ts";
import { visible } from "./visible.ts";

const COMMANDS: Record<string, string> = { error: "error", warning: "warning", information: "notice", hint: "notice" };

export const formatGithub: Format = (outcome) =>
	outcome.findings
		.map((finding) => {
			// Lines within a notebook cell mean nothing to GitHub: such annotations go to the file.
			const range = finding.cell ? {} : { line: finding.line, col: finding.column, endLine: finding.endLine, endColumn: finding.endColumn };
			const properties = Object.entries({ title: `Gradsight (${finding.code})`, file: finding.path, ...range });
			const list = properties.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(",");
			return `::${COMMANDS[finding.severity]} ${list}::${escapeData(`${address(finding)}: ${finding.code} ${finding.message}`)}\n`;
		})
		.join("");

function escapeData(text: string): string {
	return visible(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
	return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
