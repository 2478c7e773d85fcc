/**
 * Runs the models of catalogue.json from the sources of their packages in our engine and compares with what PyTorch printed:
 * `npx tsx test/models/run.ts --site-packages DIR [--json FILE] [-v] [words that select models]`. Exit status 1 below the floor
 * (`--floor PERCENT`).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { RUN_BUDGET, run, type RunResult } from "../../engine/index.ts";
import { diskSources } from "../../server/disk.ts";
import { Workspace } from "../../server/imports.ts";
import { loadSource } from "../../server/load.ts";
import { installedPackages, packageFolders } from "../../server/packages.ts";
import { initPythonInNode } from "../../grammars/node.ts";
import { Lines } from "../../engine/text/lines.ts";
import { programs } from "./programs.ts";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		"site-packages": { type: "string", multiple: true, default: [] },
		json: { type: "string" },
		floor: { type: "string", default: "0" },
		seconds: { type: "string", default: "30" },
		verbose: { type: "boolean", short: "v", default: false },
	},
});
await initPythonInNode();
const truth = JSON.parse(readFileSync(join(import.meta.dirname, "truth.json"), "utf8")) as Record<string, string[]>;
const folders = packageFolders(values["site-packages"], process.env);
const workspace = new Workspace(diskSources());

interface Row {
	name: string;
	agrees: boolean;
	seconds: number;
	/** Why not: the first line that differs, or where the run ended. */
	reason: string;
}

function runOne(text: string): RunResult {
	const entry = loadSource("model.py", text);
	const end = performance.now() + Number(values.seconds) * 1000;
	const program = workspace.program(entry, [], installedPackages(folders, workspace, entry));
	return run(program, { profile: "2.13", budget: RUN_BUDGET, cancelled: () => performance.now() > end });
}

function whyNot(result: RunResult, expected: string[] | undefined): string {
	if (result.error !== null) return `${result.error.type}: ${result.error.message.split("\n")[0]} (${lastFrame(result.traceback ?? "")})`;
	if (result.outcome === "unknown") {
		const limit = result.limits.at(-1);
		return limit === undefined ? "given up" : `${limit.kind}: ${limit.what} (${placeOf(limit)})`;
	}
	if (expected === undefined) return "no truth recorded";
	const at = expected.findIndex((line, i) => line !== result.stdout[i]);
	return at < 0
		? "more lines than PyTorch printed"
		: `PyTorch: ${expected[at]!.slice(0, 300)} | here: ${(result.stdout[at] ?? "").slice(0, 300)}`;
}
const lastFrame = (traceback: string): string =>
	traceback
		.split("\n")
		.filter((line) => line.startsWith("  File"))
		.at(-1)
		?.trim() ?? "";
function placeOf({ path, start }: { path: string; start: number }): string {
	const text = workspace.source(path)?.text;
	return text === undefined ? path : `${path}:${new Lines(text).line(start)}`;
}

const rows: Row[] = [];
for (const [name, text] of programs()) {
	if (positionals.length > 0 && !positionals.some((word) => name.includes(word))) continue;
	const began = performance.now();
	const result = runOne(text);
	const seconds = (performance.now() - began) / 1000;
	const expected = truth[name];
	const agrees = result.outcome === "ok" && expected !== undefined && expected.join("\n") === result.stdout.join("\n");
	const row = { name, agrees, seconds, reason: agrees ? "" : whyNot(result, expected) };
	rows.push(row);
	console.log(`${agrees ? "agrees" : "DIFFERS"}  ${seconds.toFixed(2).padStart(6)} s  ${name}${agrees ? "" : `\n         ${row.reason}`}`);
	if (!values.verbose) continue;
	if (result.traceback !== null) console.log(result.traceback);
	console.log(result.stdout.join("\n"));
	for (const limit of result.limits.slice(0, 40)) console.log(`  ${limit.kind}: ${limit.what} (${placeOf(limit)})`);
}
const agreeing = rows.filter((row) => row.agrees).length;
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, "\t")}\n`);
console.log(`${agreeing} of ${rows.length} models agree`);
process.exitCode = rows.length > 0 && (agreeing * 100) / rows.length >= Number(values.floor) ? 0 : 1;
