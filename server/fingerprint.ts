/** Fingerprints of findings that survive moved lines, for baselines, GitLab and SARIF. */
import { createHash } from "node:crypto";
import type { LocatedFinding } from "./located.ts";
import type { Outcome } from "./outcome.ts";

/** Rule, file and the text of the line; equal lines in one file are told apart by counting. */
export function fingerprints(outcome: Pick<Outcome, "findings" | "lines">): string[] {
	const seen = new Map<string, number>();
	return outcome.findings.map((finding) => {
		const base = `${finding.code}\n${finding.path}\n${lineText(finding, outcome)}`;
		const count = seen.get(base) ?? 0;
		seen.set(base, count + 1);
		return createHash("sha256").update(`${base}\n${count}`).digest("hex").slice(0, 24);
	});
}

function lineText(finding: LocatedFinding, outcome: Pick<Outcome, "lines">): string {
	return outcome.lines(finding.path, finding.cell)?.lineText(finding.line).trim().replace(/\s+/g, " ") ?? "";
}
