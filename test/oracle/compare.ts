/**
 * Runs recorded programs in our engine and prints where they depart from real PyTorch:
 * `npx tsx test/oracle/compare.ts [-v] [--update-gaps REASON] test/programs/seeds [more files or folders]`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProgram } from "./engine.ts";
import { type Difference, firstDifference, programName, readTruth, recordedPrograms } from "./truth.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "programs");
const words = process.argv.slice(2);
const verbose = words.includes("-v");
const update = words.indexOf("--update-gaps");
const reason = update >= 0 ? words[update + 1] : "";
const paths = words.filter((word, i) => word !== "-v" && word !== "--update-gaps" && (update < 0 || i !== update + 1));

const gaps: Record<string, string> = JSON.parse(readFileSync(join(root, "known-gaps.json"), "utf8"));
let passed = 0;
const failed: string[] = [];
for (const program of recordedPrograms(paths.length > 0 ? paths : [root])) {
	const name = programName(root, program);
	const began = performance.now();
	const difference = judge(program);
	const elapsed = performance.now() - began;
	if (difference) {
		failed.push(name);
		gaps[name] = gaps[name] ?? reason;
		console.log(`FAIL ${name}  ${difference.kind}: ${difference.what}`);
		console.log(`     truth: ${verbose ? difference.truth : difference.truth.slice(0, 140)}`);
		console.log(`     ours:  ${verbose ? difference.ours : difference.ours.slice(0, 140)}`);
	} else {
		passed++;
		delete gaps[name];
		if (verbose) console.log(`ok   ${name}`);
	}
	if (elapsed > 2000) console.log(`SLOW ${name}  ${(elapsed / 1000).toFixed(1)} s`);
}
console.log(`${passed} of ${passed + failed.length} programs agree with PyTorch`);
if (update >= 0) {
	const sorted = Object.fromEntries(Object.entries(gaps).sort(([a], [b]) => (a < b ? -1 : 1)));
	writeFileSync(join(root, "known-gaps.json"), `${JSON.stringify(sorted, null, "\t")}\n`);
}
process.exitCode = failed.length > 0 ? 1 : 0;

function judge(program: string): Difference | null {
	try {
		return firstDifference(readTruth(program), runProgram(program));
	} catch (error) {
		const text = error instanceof Error ? (verbose ? (error.stack ?? error.message) : error.message) : String(error);
		return { kind: "crash", what: "the engine threw", truth: "", ours: text };
	}
}
