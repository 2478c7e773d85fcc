/**
 * Which bugs of the corpus do we and others report at the guilty line? `npx tsx bench/bugs.ts` prints the README's table.
 * Pyright and ruff come from npm; pyright sees PyTorch's own types when TORCH_PYTHON is a Python that can import it.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pyright, ROOT, torchPython } from "./peers.ts";

const RUFF = "0.17.3";
/** Families of ruff that speak of bugs; the others of style, names and documentation. */
const RUFF_BUGS = /^(F|B|PLE|PLW|RUF|NPY|BLE|PIE|SIM|TRY|ASYNC)\d/;

/** Lines a tool reported, by file. */
type Reports = Map<string, Set<number>>;
interface Bug {
	file: string;
	line: number;
	/** D01 to D60; `other` for what belongs to no class. */
	kind: string;
}

const PARTS = ["catalogue", "scripts", "heldout"];
const folder = mkdtempSync(join(tmpdir(), "gradsight-bugs-"));
for (const part of PARTS) cpSync(join(ROOT, "test/rules", part), join(folder, part), { recursive: true });
const files = PARTS.flatMap((part) =>
	readdirSync(join(folder, part))
		.filter((f) => f.endsWith(".py"))
		.map((f) => `${part}/${f}`),
);
const bugs: Bug[] = [];
for (const file of files) {
	const lines = readFileSync(join(folder, file), "utf8").split("\n");
	for (const [index, line] of lines.entries())
		if (/# expect:/.test(line) || (/# raises:/.test(line) && !lines.some((l) => /# expect:/.test(l))))
			bugs.push({ file, line: index + 1, kind: /D\d\d/.exec(file)?.[0] ?? "other" });
	// The claims would be read by nobody else, but nobody shall say so.
	writeFileSync(join(folder, file), lines.map((l) => l.replace(/\s*# (expect|raises):.*$/, "")).join("\n"));
}

function collect(reports: [file: string, line: number][]): Reports {
	const out: Reports = new Map();
	for (const [file, line] of reports) out.set(file, (out.get(file) ?? new Set()).add(line));
	return out;
}

function byGradsight(): Reports | null {
	const cli = join(ROOT, "dist/cli.cjs");
	if (!existsSync(cli)) return null;
	const { stdout } = spawnSync(
		process.execPath,
		[cli, "check", ".", "--output-format", "json", "--exit-zero", "--no-cache", "--isolated"],
		{ cwd: folder, encoding: "utf8", maxBuffer: 1e9 },
	);
	return collect(
		(JSON.parse(stdout) as { findings: { path: string; line: number }[] }).findings.map((f) => [
			f.path.replaceAll("\\", "/").replace(/^\.\//, ""),
			f.line,
		]),
	);
}

function byPyright(): Reports | null {
	const peer = pyright();
	if (peer === null) return null;
	const python = torchPython();
	const { stdout } = spawnSync(
		peer.command,
		[...peer.words, "--outputjson", ...(python === null ? [] : ["--pythonpath", python]), ...files],
		{ cwd: folder, encoding: "utf8", maxBuffer: 1e9 },
	);
	const { generalDiagnostics } = JSON.parse(stdout) as {
		generalDiagnostics: { file: string; severity: string; rule?: string; range: { start: { line: number } } }[];
	};
	return collect(
		generalDiagnostics
			.filter((d) => d.severity === "error" && d.rule !== "reportMissingImports")
			.map((d) => [files.find((f) => d.file.replaceAll("\\", "/").endsWith(f)) ?? "", d.range.start.line + 1]),
	);
}

function byRuff(): Reports | null {
	const home = join(ROOT, ".e2e/ruff");
	const entry = join(home, "node_modules/@astral-sh/ruff-wasm-nodejs");
	if (!existsSync(entry))
		spawnSync("npm", ["install", "--prefix", home, "--no-audit", "--no-fund", `@astral-sh/ruff-wasm-nodejs@${RUFF}`], {
			stdio: "ignore",
			timeout: 120_000,
		});
	if (!existsSync(entry)) return null;
	interface Workspace {
		check(text: string): { code: string | null; start_location: { row: number } }[];
	}
	const ruff = createRequire(import.meta.url)(entry) as { Workspace: new (settings: object, encoding: number) => Workspace };
	const workspace = new ruff.Workspace({ lint: { select: ["ALL"] } }, 0);
	return collect(
		files.flatMap((file) =>
			workspace
				.check(readFileSync(join(folder, file), "utf8"))
				.filter((d) => RUFF_BUGS.test(d.code ?? ""))
				.map((d): [string, number] => [file, d.start_location.row]),
		),
	);
}

const kinds = new Set(bugs.map((b) => b.kind).filter((kind) => kind !== "other"));
const found = (reports: Reports): Bug[] => bugs.filter((b) => reports.get(b.file)?.has(b.line));
const elsewhere = (reports: Reports): number =>
	[...reports].reduce(
		(sum, [file, lines]) => sum + [...lines].filter((line) => !bugs.some((b) => b.file === file && b.line === line)).length,
		0,
	);

console.log(
	`| tool | bugs reported at the guilty line, of ${bugs.length} | classes of bugs, of ${kinds.size} | other lines reported |\n| --- | --- | --- | --- |`,
);
for (const [name, run] of [
	["Gradsight", byGradsight],
	["Pyright", byPyright],
	["Ruff, all rules about bugs", byRuff],
] as const) {
	const reports = run();
	if (reports === null) {
		console.log(`| ${name} | not at hand | | |`);
		continue;
	}
	const own = found(reports);
	console.log(
		`| ${name} | ${own.length} | ${new Set(own.map((b) => b.kind).filter((kind) => kinds.has(kind))).size} | ${elsewhere(reports)} |`,
	);
	if (process.argv.includes("-v"))
		for (const bug of name === "Gradsight" ? bugs.filter((b) => !own.includes(b)) : own) console.log(`  ${bug.file}:${bug.line}`);
}
rmSync(folder, { recursive: true });
