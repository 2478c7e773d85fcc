// Runs mocha and ends with the line CI counts by. usage: node .ci/mocha.mjs
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "gradsight-mocha-"));
const out = join(folder, "result.json");
const mocha = join(dirname(createRequire(import.meta.url).resolve("mocha/package.json")), "bin/mocha.js");
spawnSync(process.execPath, [mocha, "--reporter", "json", "--reporter-option", `output=${out}`], {
	stdio: ["ignore", "ignore", "inherit"],
});
let result = { stats: { passes: 0, failures: 1 }, failures: [] };
try {
	result = JSON.parse(readFileSync(out, "utf8"));
} catch {
	console.log("mocha ended without a result");
}
for (const { fullTitle, err } of result.failures) console.log(`FAILED: ${fullTitle}\n  ${String(err?.message).split("\n").join("\n  ")}`);
rmSync(folder, { recursive: true });
console.log(`${result.stats.passes} passed, ${result.stats.failures} failed`);
