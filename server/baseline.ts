/** A baseline file: findings that are known and accepted, recognised again when lines move. */
import { readFileSync } from "node:fs";
import { writeText } from "./disk.ts";
import { fingerprints } from "./fingerprint.ts";
import type { LocatedFinding } from "./located.ts";
import type { Outcome } from "./outcome.ts";

interface Entry {
	fingerprint: string;
	path: string;
	code: string;
	/** For people who read the file; not compared. */
	message: string;
}

export interface Baseline {
	version: 1;
	findings: Entry[];
}

export function readBaseline(file: string): Baseline {
	const baseline = JSON.parse(readFileSync(file, "utf8")) as Baseline;
	if (baseline?.version !== 1 || !Array.isArray(baseline.findings)) throw new Error("is not a baseline file of this version");
	return baseline;
}

export function writeBaseline(file: string, outcome: Outcome): void {
	const prints = fingerprints(outcome);
	const findings = outcome.findings.map(({ path, code, message }, index): Entry => ({ fingerprint: prints[index]!, path, code, message }));
	writeText(file, `${JSON.stringify({ version: 1, findings } satisfies Baseline, null, 2)}\n`);
}

/** Findings that are not in the baseline, and how many of the baseline's are gone from the files that were checked. */
export function compareBaseline(baseline: Baseline, outcome: Outcome): { fresh: LocatedFinding[]; stale: number } {
	const known = new Set(baseline.findings.map((entry) => entry.fingerprint));
	const prints = fingerprints(outcome);
	const present = new Set(prints);
	const checked = new Set(outcome.paths);
	return {
		fresh: outcome.findings.filter((_, index) => !known.has(prints[index]!)),
		stale: baseline.findings.filter((entry) => checked.has(entry.path) && !present.has(entry.fingerprint)).length,
	};
}
