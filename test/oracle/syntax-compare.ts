/**
 * Compares our lowering with CPython's `ast` and `symtable` over many files.
 *
 * Usage: tsx test/oracle/syntax-compare.ts PYTHON FOLDER-OR-FILE... [--limit N] [--no-spans]
 */
import { spawn } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { initPythonInNode } from "../../grammars/node.ts";
import { parsePython } from "../../grammars/python.ts";
import { lowerTree } from "../../engine/syntax/lower.ts";
import { differences } from "../syntax/compare.ts";
import { dumpModule, type ModuleDump } from "../syntax/dump.ts";

const [python = "python3", ...rest] = process.argv.slice(2);
const limitAt = rest.indexOf("--limit");
const limit = limitAt >= 0 ? Number(rest.splice(limitAt, 2)[1]) : Number.POSITIVE_INFINITY;
const spans = !rest.includes("--no-spans");

function* pythonFiles(path: string): Generator<string> {
	if (!statSync(path).isDirectory()) return void (yield path);
	for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
		if (entry.isDirectory()) yield* pythonFiles(join(path, entry.name));
		else if (entry.name.endsWith(".py")) yield join(path, entry.name);
	}
}

/** At most `limit` files, spread evenly over the whole list. */
function chosen(): string[] {
	const all = rest.filter((word) => !word.startsWith("--")).flatMap((path) => [...pythonFiles(path)]);
	if (all.length <= limit) return all;
	return Array.from({ length: limit }, (_, i) => all[Math.floor((i * all.length) / limit)]!);
}

await initPythonInNode();
const files = chosen();
const script = join(dirname(fileURLToPath(import.meta.url)), "syntax_oracle.py");
const oracle = spawn(python, [script], { stdio: ["pipe", "pipe", "inherit"] });
oracle.stdin.end(files.join("\n"));
let same = 0;
let different = 0;
let refused = 0;
for await (const line of createInterface({ input: oracle.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
	const theirs = JSON.parse(line) as { path: string; module?: ModuleDump; error?: string };
	const text = readFileSync(theirs.path, "utf8");
	const tree = parsePython(text);
	let found: string[];
	try {
		const module = lowerTree(tree, text);
		if (!theirs.module) {
			refused++;
			if (module.gaps.length === 0) console.log(`${theirs.path}: CPython refuses it (${theirs.error}), we do not`);
			continue;
		}
		found = [
			...module.gaps
				.slice(0, 3)
				.map((gap) => `gap at ${gap.start}: ${gap.message}: ${JSON.stringify(text.slice(gap.start, gap.end + 1).slice(0, 80))}`),
			...differences(dumpModule(module), theirs.module, spans),
		];
	} finally {
		tree.delete();
	}
	if (found.length === 0) same++;
	else {
		different++;
		console.log(`${theirs.path}\n  ${found.slice(0, 6).join("\n  ")}`);
	}
}
console.log(`${same} the same, ${different} different, ${refused} refused by CPython`);
process.exitCode = different > 0 ? 1 : 0;
