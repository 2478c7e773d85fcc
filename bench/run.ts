/** `npm run bench [-- NAME...]`: runs the benches named (default: all), prints a table, writes bench/out.json. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { BenchRow } from "./measure.ts";
import { ROOT } from "./peers.ts";
import { ENGINE_SIDE, LSP_SIDE, SUITE } from "./suite.ts";

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(SUITE, name));
if (unknown.length > 0) {
	console.error(`no bench named ${unknown.join(", ")}; there are ${Object.keys(SUITE).join(", ")}`);
	process.exit(2);
}

// What is timed is what is shipped: bundled and minified.
execFileSync(process.execPath, [join(ROOT, "build.mjs")], { stdio: "inherit" });
for (const [entry, outfile] of [
	["engine-side.ts", ENGINE_SIDE],
	["lsp-side.ts", LSP_SIDE],
] as const)
	await build({
		entryPoints: [join(ROOT, "bench", entry)],
		outfile,
		bundle: true,
		minify: true,
		platform: "node",
		format: "esm",
		target: "node20",
		packages: "external",
		logLevel: "warning",
	});

const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

const rows: BenchRow[] = [];
for (const name of wanted.length > 0 ? wanted : Object.keys(SUITE)) {
	try {
		for (const row of SUITE[name]!()) {
			rows.push(row);
			show(row);
		}
	} catch (error) {
		// The others still run.
		console.error(`${name}: ${(error as Error).message}`);
		process.exitCode = 1;
	}
}
const env = {
	node: process.version,
	platform: `${process.platform}-${process.arch}`,
	cpu: cpus()[0]?.model ?? "",
	threads: availableParallelism(),
};
writeFileSync(join(ROOT, "bench/out.json"), `${JSON.stringify({ date: new Date().toISOString(), env, rows }, null, "\t")}\n`);

function show({ bench, subject, unit, n, median, min, max, peers, counters, notes }: BenchRow): void {
	console.log(`${bench}: ${subject} (${n} rounds)`);
	const line = (name: string, spread: { median: number; min: number; max: number }, end: string): void => {
		console.log(
			`  ${name.padEnd(14)} ${figure(spread.median).padStart(8)} ${unit.padEnd(5)}  ${`${figure(spread.min)} .. ${figure(spread.max)}`.padEnd(18)}  ${end}`,
		);
	};
	line(
		"gradsight",
		{ median, min, max },
		Object.entries(counters)
			.map(([key, value]) => `${key} ${value}`)
			.join(", "),
	);
	for (const peer of peers) line(peer.name, peer, `${figure(peer.ratio)} x`);
	for (const note of notes) console.log(`  note: ${note}`);
}
