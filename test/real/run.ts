/**
 * `gradsight check` over installed packages, file by file: `npx tsx test/real/run.ts [--into FOLDER] [--packages a,b] [--files WORD] [--out FILE]`.
 * Packages are installed by pip into FOLDER (default: a temporary one) when they are not there; nothing of them is kept here.
 * FILE gets a JSON line per file; what it has already is not checked again. At the end, or with `--table`, the figures per package.
 */
import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { FileResult } from "../../server/outcome.ts";
import { DEFAULTS } from "../../server/settings.ts";
import { type Line, readLines, table, TOO_LONG } from "./survey.ts";

const PACKAGES = [
	"torchvision==0.28.0",
	"timm",
	"transformers",
	"torch-geometric",
	"lightning",
	"peft",
	"open-clip-torch",
	"trl",
	"torchmetrics",
	"sentence-transformers",
	"pytorch-metric-learning",
	"accelerate",
	"einops",
];
const HANG = 90;

const { values: options } = parseArgs({
	options: {
		into: { type: "string" },
		/** Folders below `into` to check, `torch/nn` for example; all of them otherwise. */
		packages: { type: "string" },
		out: { type: "string" },
		/** Only files with this in their path, `modeling_` for example. */
		files: { type: "string", default: "" },
		/** Only every Nth file, for a quick look. */
		every: { type: "string", default: "1" },
		/** Which of them: another number, other files. */
		offset: { type: "string", default: "0" },
		/** Only print what FILE says. */
		table: { type: "boolean", default: false },
	},
});

interface Checked {
	result: FileResult | null;
	seconds: number;
	rss: number;
}

const scratch = mkdtempSync(join(tmpdir(), "real-"));
const out = options.out ?? join(scratch, "findings.jsonl");
if (!options.table) await checkAll(options.into ?? join(scratch, "packages"));
console.log(table(readLines(out)));

async function checkAll(into: string): Promise<void> {
	if (!existsSync(into) || readdirSync(into).length === 0)
		execFileSync("pip", ["install", "--quiet", "--retries", "0", "--no-deps", "--no-compile", "--target", into, ...PACKAGES], {
			stdio: "inherit",
		});
	const folders =
		options.packages?.split(",") ?? readdirSync(into).filter((name) => !/\.dist-info$|\.libs$|^(bin|share|__pycache__)$/.test(name));
	// As it is shipped: what runs from source takes longer.
	execFileSync(process.execPath, [fileURLToPath(new URL("bundle.mjs", import.meta.url)), scratch], { stdio: "inherit" });
	const done = new Set(readLines(out).map((line) => line.path));
	for (const folder of folders) {
		const paths = pythonFiles(join(into, folder), options.files).filter(
			(path, i) => i % Number(options.every) === Number(options.offset) && !done.has(path),
		);
		await checkPackage(folder, paths, join(scratch, "child.cjs"));
	}
}

async function checkPackage(name: string, paths: readonly string[], file: string): Promise<void> {
	let child: ChildProcess | null = null;
	for (const path of paths) {
		child ??= fork(file, { execArgv: ["--max-old-space-size=1536"], serialization: "advanced" });
		const { result, seconds, rss } = await checkOne(child, path);
		if (result === null) child = null;
		const cut = result?.limits.filter((limit) => limit.kind === "internal" || limit.kind === "cancelled") ?? [];
		const problems = [...(result?.problems ?? ["no answer"]), ...cut.map((limit) => `${limit.path}:${limit.line}: ${limit.what}`)];
		const limits: Line["limits"] = {};
		for (const { kind } of result?.limits ?? []) limits[kind] = (limits[kind] ?? 0) + 1;
		const line: Line = {
			package: name,
			path,
			seconds,
			rss,
			coverage: result?.coverage ?? null,
			problems,
			limits,
			findings: result?.findings ?? [],
		};
		appendFileSync(out, `${JSON.stringify(line)}\n`);
		for (const problem of problems) console.log(problem);
		for (const { severity, path: at, line: row, code, message } of line.findings)
			if (severity === "error" || severity === "warning") console.log(`${at}:${row}: ${severity}: ${message} [${code}]`);
		if (seconds > TOO_LONG) console.log(`${path}: ${seconds.toFixed(1)} s`);
	}
	child?.kill();
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

function pythonFiles(folder: string, word: string): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap((entry) => (entry.isDirectory() ? pythonFiles(join(folder, entry.name), word) : [join(folder, entry.name)]))
		.filter((path) => path.endsWith(".py") && path.includes(word));
}
