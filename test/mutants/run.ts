/**
 * Working programs with one hazard planted at a random place, in both worlds:
 * `TORCH_PYTHON=... npx tsx test/mutants/run.ts [--count 200] [--seed 1] [--floor PERCENT] [--keep FOLDER] [FILE.py...]`.
 * They agree when the ending is the same (raising or not, class, text, line) and, where nothing is raised, the parameters without gradient.
 * Programs that import packages (package_programs.py makes some) need `--site-packages DIR`, the same on PYTHONPATH, and TORCH_PRELOAD naming them.
 * Mutants that are no PyTorch hazard (a method that the value does not have) do not count. `--keep` writes those that disagree.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { RUN_BUDGET, run, type RunResult } from "../../engine/index.ts";
import { diskSources } from "../../server/disk.ts";
import { Workspace } from "../../server/imports.ts";
import { loadSource } from "../../server/load.ts";
import { installedPackages, packageFolders } from "../../server/packages.ts";
import { runSource } from "../oracle/engine.ts";
import { readTruth, recordedPrograms, type Truth } from "../oracle/truth.ts";
import { Torch } from "../random/torch.ts";

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		count: { type: "string", default: "200" },
		seed: { type: "string", default: "1" },
		floor: { type: "string", default: "0" },
		"site-packages": { type: "string", multiple: true, default: [] },
		keep: { type: "string" },
		seconds: { type: "string", default: "20" },
	},
});

interface Mutant {
	name: string;
	hazard: string;
	line: number;
	source: string;
}
type Verdict = "agrees" | "unknown" | "differs";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const site = options["site-packages"];
const recorded = (paths: string[]): string[] => recordedPrograms(paths).filter((path) => readTruth(path).error === null);
const working =
	site.length > 0
		? positionals
		: recorded(positionals.length > 0 ? positionals : [here("../programs/classics"), here("../programs/research")]);
/** Whole models are followed by their shapes: what raises and what has a gradient seldom depends on numbers. */
const FEW_NUMBERS = 1e7;
const workspace = new Workspace(diskSources());
const folders = packageFolders(site, process.env);
const python = process.env["TORCH_PYTHON"] ?? "python3";
const planted = execFileSync(python, [here("plant.py"), "--seed", options.seed, "--count", options.count, ...working], {
	encoding: "utf8",
	maxBuffer: 2 ** 30,
});
const mutants = planted
	.trimEnd()
	.split("\n")
	.map((line) => JSON.parse(line) as Mutant);

/** The value never had such a method or name: nothing was planted. */
const NO_HAZARD = /^(Attribute|Name|Syntax|UnboundLocal|Indentation)Error$/;
const torch = new Torch();
const counts = { agrees: 0, unknown: 0, differs: 0 };
const byHazard = new Map<string, typeof counts>();
let raising = 0;
for (const mutant of mutants) {
	const truth = await torch.record(mutant.name, mutant.source);
	if (truth === null || NO_HAZARD.test(truth.error?.type ?? "")) continue;
	if (truth.error !== null) raising++;
	const ours = runOurs(mutant);
	const verdict = compare(truth, ours);
	counts[verdict]++;
	const row = byHazard.get(mutant.hazard) ?? { agrees: 0, unknown: 0, differs: 0 };
	byHazard.set(mutant.hazard, row);
	row[verdict]++;
	if (verdict === "agrees") continue;
	console.log(
		`${mutant.name}, line ${mutant.line}, ${mutant.hazard}, ${verdict}: PyTorch ${ending(truth)} | ours ${ours === null ? "(crash)" : ending(ours)}`,
	);
	if (options.keep !== undefined) {
		mkdirSync(options.keep, { recursive: true });
		writeFileSync(join(options.keep, `${mutant.name}.py`), mutant.source);
	}
}
torch.close();

const all = counts.agrees + counts.unknown + counts.differs;
const share = (n: number): string => `${((100 * n) / Math.max(1, all)).toFixed(1)} %`;
for (const [hazard, row] of [...byHazard].sort())
	console.log(`${hazard.padEnd(18)} ${row.agrees} agree, ${row.unknown} unknown, ${row.differs} differ`);
console.log(
	`seed ${options.seed}: ${all} mutants, ${raising} raise; agree ${share(counts.agrees)}, unknown ${share(counts.unknown)}, differ ${share(counts.differs)}`,
);
process.exitCode = (100 * counts.agrees) / Math.max(1, all) >= Number(options.floor) ? 0 : 1;

function runOurs({ name, source }: Mutant): RunResult | null {
	try {
		if (site.length === 0) return runSource(`${name}.py`, source, Number(options.seconds));
		const entry = loadSource(`${name}.py`, source);
		const end = performance.now() + Number(options.seconds) * 1000;
		return run(workspace.program(entry, [], installedPackages(folders, workspace, entry)), {
			profile: "2.13",
			budget: { ...RUN_BUDGET, flops: FEW_NUMBERS },
			cancelled: () => performance.now() > end,
		});
	} catch {
		return null;
	}
}

function compare(truth: Truth, ours: RunResult | null): Verdict {
	if (ours?.outcome === "unknown") return "unknown";
	return ours !== null && ending(truth) === ending(ours) ? "agrees" : "differs";
}

/** What counts: the exception, or the parameters without gradient. */
function ending({ error, stdout, ...rest }: Pick<Truth, "error" | "stdout"> & Partial<Pick<RunResult, "outcome" | "limits">>): string {
	if (rest.outcome === "unknown") return `gave up: ${rest.limits?.at(-1)?.what ?? "?"}`;
	if (error !== null) return `${error.type} at line ${error.line}: ${error.message.replace(/\b0x[0-9a-f?]+/g, "0x?")}`;
	return stdout.filter((line) => line.startsWith("without gradient: ")).join("; ");
}
