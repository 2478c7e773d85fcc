/**
 * `gradsight check` over installed packages, file by file: `npx tsx test/real/run.ts [--into FOLDER] [--packages a,b] [--out FILE]`.
 * Packages are installed by pip into FOLDER (default: a temporary one) when they are not there; nothing of them is kept here.
 * Prints the figures per package; the findings go to FILE as JSON lines.
 */
import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { LocatedFinding } from "../../server/located.ts";
import type { FileResult } from "../../server/outcome.ts";
import { DEFAULTS } from "../../server/settings.ts";

const PACKAGES = [
	"torchvision", "timm", "transformers", "torch-geometric", "lightning", "peft", "open-clip-torch", "trl", "torchmetrics",
	"sentence-transformers", "pytorch-metric-learning", "accelerate", "einops",
];
const TOO_LONG = 5;
const HANG = 90;

const { values: options } = parseArgs({
	options: {
		into: { type: "string" },
		/** Folders below `into` to check; all of them otherwise. */
		packages: { type: "string" },
		out: { type: "string" },
		/** Only every Nth file, for a quick look. */
		every: { type: "string", default: "1" },
	},
});

interface Checked {
	result: FileResult | null;
	seconds: number;
	rss: number;
}

const into = options.into ?? mkdtempSync(join(tmpdir(), "real-"));
if (!existsSync(into) || readdirSync(into).length === 0)
	execFileSync("pip", ["install", "--quiet", "--retries", "0", "--no-deps", "--no-compile", "--target", into, ...PACKAGES], { stdio: "inherit" });

const folders = options.packages?.split(",") ?? readdirSync(into).filter((name) => !/\.dist-info$|\.libs$|^(bin|share|__pycache__)$/.test(name));
if (options.out !== undefined) writeFileSync(options.out, "");
const note = (line: string): void => {
	if (options.out !== undefined) appendFileSync(options.out, `${line}\n`);
};
const totals = { files: 0, error: 0, warning: 0, slow: 0, problems: 0 };
console.log("package                    files errors warnings  over 5 s  problems  slowest  peak MiB  calls understood  tensors with shape");
for (const folder of folders) await checkPackage(folder);
const per = (count: number): string => ((1000 * count) / Math.max(1, totals.files)).toFixed(1);
console.log(`${totals.files} files; per 1,000: ${per(totals.error)} errors, ${per(totals.warning)} warnings; ${totals.slow} over ${TOO_LONG} s, ${totals.problems} problems`);

async function checkPackage(folder: string): Promise<void> {
	const paths = pythonFiles(join(into, folder)).filter((_, i) => i % Number(options.every) === 0);
	const counts = { error: 0, warning: 0, slow: 0, problems: 0 };
	const coverage = { calls: 0, callsKnown: 0, tensors: 0, tensorsKnown: 0 };
	const seen = new Set<string>();
	const isNew = ({ path, line, column, code }: LocatedFinding): boolean => {
		const key = `${path}:${line}:${column}:${code}`;
		return !seen.has(key) && !!seen.add(key);
	};
	let slowest = 0;
	let peak = 0;
	let child: ChildProcess | null = null;
	for (const path of paths) {
		child ??= fork(fileURLToPath(new URL("child.ts", import.meta.url)), { execArgv: ["--import=tsx", "--max-old-space-size=1536"], serialization: "advanced" });
		const { result, seconds, rss } = await checkOne(child, path);
		if (result === null) child = null;
		const findings = result?.findings.filter(isNew) ?? [];
		for (const { severity } of findings) if (severity === "error" || severity === "warning") counts[severity]++;
		for (const key of Object.keys(coverage) as (keyof typeof coverage)[]) coverage[key] += result?.coverage?.[key] ?? 0;
		const problems = result?.problems ?? ["no answer"];
		const internal = result?.limits.filter((limit) => limit.kind === "internal" || limit.kind === "cancelled") ?? [];
		counts.problems += problems.length + internal.length;
		if (seconds > TOO_LONG) counts.slow++;
		slowest = Math.max(slowest, seconds);
		peak = Math.max(peak, rss);
		note(JSON.stringify({ path, seconds, coverage: result?.coverage, problems: [...problems, ...internal.map((limit) => `${limit.path}:${limit.line}: ${limit.what}`)], findings }));
	}
	child?.kill();
	const share = (known: number, all: number): string => (all === 0 ? "-" : `${((100 * known) / all).toFixed(1)} %`);
	const cells = [folder.padEnd(26), paths.length, counts.error, counts.warning, counts.slow, counts.problems, slowest.toFixed(1), peak.toFixed(0)];
	const widths = [26, 5, 6, 8, 9, 9, 8, 9];
	console.log(`${cells.map((cell, i) => String(cell).padStart(widths[i]!)).join(" ")}  ${share(coverage.callsKnown, coverage.calls).padStart(16)}  ${share(coverage.tensorsKnown, coverage.tensors).padStart(18)}`);
	totals.files += paths.length;
	for (const key of Object.keys(counts) as (keyof typeof counts)[]) totals[key] += counts[key];
}

function checkOne(child: ChildProcess, path: string): Promise<Checked> {
	return new Promise((done) => {
		const lost = (): void => finish({ result: null, seconds: HANG, rss: 0 });
		const clock = setTimeout(() => child.kill("SIGKILL"), HANG * 1000);
		const finish = (checked: Checked): void => {
			clearTimeout(clock);
			child.off("exit", lost).off("message", finish);
			done(checked);
		};
		child.on("message", finish).on("exit", lost);
		child.send({ path, text: null, settings: DEFAULTS, project: null, explicit: false, cache: null });
	});
}

function pythonFiles(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap((entry) => (entry.isDirectory() ? pythonFiles(join(folder, entry.name)) : entry.name.endsWith(".py") ? [join(folder, entry.name)] : []));
}
