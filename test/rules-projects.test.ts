/**
 * Bugs that take several files or the cells of a notebook, as the command sees them: each finding is claimed (`# expect: code`) at its line, and nothing else is found.
 * test/oracle/rules_truth.py runs the same folders under real PyTorch.
 */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFixture } from "./support/rule-fixture.ts";
import { CLI } from "./support/session.ts";

const folder = new URL("./rules/projects/", import.meta.url).pathname;

/** `file:line code`, in notebooks `file:cell:line code`. */
function claimed(project: string): string[] {
	return readdirSync(project, { recursive: true, encoding: "utf8" }).flatMap((file) => {
		const in_ = (where: string, text: string) =>
			readFixture(text)
				.claims.filter((c) => c.kind === "expect")
				.map((c) => `${where}:${c.line} ${c.code}`);
		if (file.endsWith(".py")) return in_(file.replaceAll("\\", "/"), readFileSync(join(project, file), "utf8"));
		if (!file.endsWith(".ipynb")) return [];
		const { cells } = JSON.parse(readFileSync(join(project, file), "utf8")) as { cells: { source: string[] }[] };
		return cells.flatMap((cell, i) => in_(`${file}:${i + 1}`, cell.source.join("")));
	});
}
function found(project: string): string[] {
	const { stdout } = spawnSync(process.execPath, [CLI, "check", ".", "--no-cache", "--isolated", "--output-format", "json"], {
		cwd: project,
		encoding: "utf8",
	});
	const { findings } = JSON.parse(stdout) as { findings: { path: string; cell?: number; line: number; code: string }[] };
	return findings.map((f) => `${f.path.replaceAll("\\", "/")}:${f.cell === undefined ? "" : `${f.cell}:`}${f.line} ${f.code}`);
}

describe("rules over files and cells", function () {
	this.timeout(60_000);
	for (const name of readdirSync(folder).sort())
		it(name, () => assert.deepEqual(found(join(folder, name)).sort(), claimed(join(folder, name)).sort()));
});
