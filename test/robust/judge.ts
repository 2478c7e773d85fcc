/** What must hold of any text whatsoever: the analysis ends by itself, and what it says lies within the text. */
import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RUN_BUDGET, run } from "../../engine/index.ts";
import { analyse } from "../../server/checker.ts";
import { Workspace } from "../../server/imports.ts";
import { DEFAULTS } from "../../server/settings.ts";

const nothing = () => new Workspace({ read: () => null, isNamespace: () => false });

/** Far more than a test program needs, far less than a hang. */
const STEPS = 300_000;

export function judge(text: string): void {
	const { source, report } = analyse(
		{ path: "a.py", text, cells: null },
		{ workspace: nothing(), settings: DEFAULTS, project: null, isFile: () => false, facts: true },
	);
	for (const place of [
		...report.findings,
		...report.findings.flatMap((finding) => [...finding.related, ...finding.fixes.flatMap((fix) => fix.edits)]),
		...report.facts,
		...report.hints,
		...source.module.gaps.map((gap) => ({ path: "a.py", ...gap })),
	]) {
		if (place.path !== "a.py") continue;
		assert.ok(
			Number.isInteger(place.start) && place.start >= 0 && place.start <= place.end && place.end <= text.length,
			`a place outside of the text: ${JSON.stringify(place)}`,
		);
	}
	for (const finding of report.findings)
		assert.ok(!finding.message.includes("undefined") && !finding.message.includes("[object"), finding.message);
	if (source.module.gaps.length > 0) return;
	const result = run(nothing().program(source, [""]), {
		profile: "2.13",
		budget: { ...RUN_BUDGET, steps: STEPS, elements: 10_000, flops: 1_000_000 },
	});
	if (result.outcome === "raises") assert.ok(result.error !== null && result.traceback !== null && result.error.line >= 1);
}

/** Real programs to begin with: the rules' fixtures. */
export function fixtures(): { name: string; text: string }[] {
	const folder = fileURLToPath(new URL("../rules", import.meta.url));
	return readdirSync(folder)
		.filter((name) => name.endsWith(".py"))
		.sort()
		.map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
}
