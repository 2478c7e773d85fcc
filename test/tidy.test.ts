/** The house rules as tests: who imports whom, sizes, purity, pinned packages, and documents that match the code. */
import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** No file may be longer, tables and declarations apart. */
const CAP = 400;
const MAY_BE_LONG = [/\.generated\.ts$/, /^engine\/ops\/table\//, /^engine\/syntax\/nodes\.ts$/, /^engine\/values\/value\.ts$/];
/** The evaluator is recursive as Python is, and its values hash, compare and print each other; no other room's files form circles. */
const MAY_BE_RECURSIVE = ["engine/interp", "engine/values"];

function sources(folder: string): string[] {
	return readdirSync(join(ROOT, folder)).flatMap((name) => {
		const path = join(folder, name);
		return statSync(join(ROOT, path)).isDirectory() ? sources(path) : /\.ts$/.test(name) ? [path] : [];
	});
}

const FILES = ["grammars", "engine", "server", "client"].flatMap(sources);

interface Import {
	/** Path of ours, or the package's name. */
	target: string;
	ours: boolean;
	typeOnly: boolean;
}

function importsOf(file: string): Import[] {
	const out: Import[] = [];
	for (const [, type, target] of read(file).matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm)) {
		const ours = target!.startsWith(".");
		out.push({ target: ours ? relative(ROOT, join(ROOT, dirname(file), target!)) : target!, ours, typeOnly: type !== undefined });
	}
	for (const [, target] of read(file).matchAll(/\bimport\("([^"]+)"\)/g)) {
		const ours = target!.startsWith(".");
		out.push({ target: ours ? relative(ROOT, join(ROOT, dirname(file), target!)) : target!, ours, typeOnly: false });
	}
	return out;
}

interface Room {
	name: string;
	mayImport: string[];
	packages: string[];
}

/** The table of ARCHITECTURE.md. */
function readTable(): Room[] {
	const rows = read("ARCHITECTURE.md")
		.split("\n")
		.filter((line) => /^\| `/.test(line));
	return rows.map((row) => {
		const [, name, , imports, packages] = row.split("|").map((cell) => cell.trim());
		return {
			name: name!.replaceAll("`", ""),
			mayImport: [...imports!.matchAll(/`([^`]+)`|every engine room/g)].map((m) => m[1] ?? "engine/"),
			packages: packages === "-" ? [] : packages!.split(/,\s*/),
		};
	});
}

const ROOMS = readTable();

function roomOf(file: string): Room {
	const exact = ROOMS.find((room) => room.name === file);
	const folder = ROOMS.find((room) => !room.name.endsWith(".ts") && file.startsWith(`${room.name}/`));
	const room = exact ?? folder ?? (/^engine\/[^/]+\.ts$/.test(file) ? ROOMS.find((one) => one.name === "engine/*.ts") : undefined);
	assert.ok(room, `${file} lies in no room of ARCHITECTURE.md's table`);
	return room;
}

describe("the house", () => {
	it("imports only what the table in ARCHITECTURE.md allows", () => {
		assert.ok(ROOMS.length >= 15, "the table was not found");
		const wrong: string[] = [];
		for (const file of FILES) {
			const room = roomOf(file);
			for (const { target, ours } of importsOf(file)) {
				if (ours) {
					if (roomOf(target) === room) continue;
					if (!room.mayImport.some((allowed) => target === allowed || target.startsWith(allowed.endsWith("/") ? allowed : `${allowed}/`)))
						wrong.push(`${file} imports ${target}`);
				} else if (
					!room.packages.some(
						(allowed) =>
							allowed === "any" ||
							target === allowed ||
							target.startsWith(`${allowed}/`) ||
							(allowed.endsWith("*") && target.startsWith(allowed.slice(0, -1))),
					)
				)
					wrong.push(`${file} imports the package ${target}`);
			}
		}
		assert.deepEqual(wrong, []);
	});

	it("has no cycles between rooms", () => {
		const next = (name: string) =>
			(ROOMS.find((room) => room.name === name)?.mayImport ?? []).filter((other) => other !== "engine/" && other !== "engine/index.ts");
		for (const room of ROOMS) {
			const seen = new Set<string>();
			const visit = (name: string) => {
				assert.notEqual(name === room.name && seen.size > 0, true, `${room.name} can import itself by way of others`);
				if (seen.has(name)) return;
				seen.add(name);
				for (const other of next(name)) visit(other);
			};
			visit(room.name);
		}
	});

	it("has no cycles between files, but for the evaluator and its values", () => {
		const graph = new Map(
			FILES.map((file) => [
				file,
				importsOf(file)
					.filter((one) => one.ours && !one.typeOnly)
					.map((one) => one.target),
			]),
		);
		const wrong = cycles(graph).filter((cycle) => !MAY_BE_RECURSIVE.some((room) => cycle.every((file) => file.startsWith(`${room}/`))));
		assert.deepEqual(wrong, []);
	});

	it("has short files, each with a sentence at its top that says what it is", () => {
		const long = [...FILES, ...sources("test")].filter(
			(file) => !MAY_BE_LONG.some((pattern) => pattern.test(file)) && read(file).trimEnd().split("\n").length > CAP,
		);
		assert.deepEqual(long, []);
		const silent = FILES.filter((file) => !/^(#!.*\n)?\/(\*\*|\/) ?\S?/.test(read(file)));
		assert.deepEqual(silent, []);
	});

	it("keeps the engine pure", () => {
		const impure = FILES.filter((file) => file.startsWith("engine/")).filter((file) =>
			/\b(Date\.now|new Date\(\)|performance\.now|Math\.random|process\.|console\.|globalThis\.crypto|setTimeout|fetch\()/.test(
				withoutTexts(read(file)),
			),
		);
		assert.deepEqual(impure, []);
	});

	it("pins every package", () => {
		const manifest = JSON.parse(read("package.json")) as { devDependencies: Record<string, string>; dependencies?: Record<string, string> };
		for (const [name, version] of Object.entries({ ...manifest.devDependencies, ...manifest.dependencies }))
			assert.match(version, /^\d+\.\d+\.\d+$/, name);
		assert.doesNotMatch(read("package-lock.json"), /"resolved"/, "the lock file names hosts");
	});

	it("names no machine and no registry", () => {
		const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" })
			.split("\0")
			.filter((file) => /\.(ts|mjs|md|json|sh|py|toml|lua|el|vim)$|^\.ci\/|^\.npmrc$/.test(file) && existsSync(join(ROOT, file)));
		const bad = new RegExp(
			["registry\\.npm" + "js", "npm" + "mirror", "pypi\\.org", "files\\.python" + "hosted", '["\\s(]/(?:work|home|root)/[a-z]'].join("|"),
		);
		assert.deepEqual(
			tracked.filter((file) => file !== "test/tidy.test.ts" && bad.test(read(file))),
			[],
		);
	});

	it("documents what exists", () => {
		const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
		for (const document of ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"]) {
			for (const [, script] of read(document).matchAll(/npm run ([\w:-]+)/g))
				assert.ok(scripts[script!], `${document} speaks of \`npm run ${script}\``);
			for (const [, path] of read(document).matchAll(/`((?:engine|server|client|grammars|test)\/[\w./-]+)`/g))
				assert.ok(existsSync(join(ROOT, path!)), `${document} speaks of ${path}`);
		}
		assert.match(read("README.md"), /npm run demo/);
		assert.match(read("README.md"), /npm test/);
	});

	it("has every text in every language", () => {
		const english = JSON.parse(read("package.nls.json")) as Record<string, string>;
		const chinese = JSON.parse(read("package.nls.zh-cn.json")) as Record<string, string>;
		const used = [...read("package.json").matchAll(/"%([\w.]+)%"/g)].map((m) => m[1]!);
		assert.deepEqual(Object.keys(english).sort(), [...new Set(used)].sort());
		assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
		const bundle = JSON.parse(read("client/l10n/bundle.l10n.zh-cn.json")) as Record<string, string>;
		const spoken = sources("client").flatMap((file) => [...read(file).matchAll(/l10n\.t\("([^"]+)"/g)].map((m) => m[1]!));
		assert.deepEqual(Object.keys(bundle).sort(), [...new Set(spoken)].sort());
	});
});

function withoutTexts(code: string): string {
	return code.replace(/\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g, "");
}

/** Strongly connected components with more than one file (Tarjan). */
function cycles(graph: ReadonlyMap<string, string[]>): string[][] {
	const index = new Map<string, number>();
	const low = new Map<string, number>();
	const stack: string[] = [];
	const out: string[][] = [];
	const visit = (file: string) => {
		index.set(file, index.size);
		low.set(file, index.get(file)!);
		stack.push(file);
		for (const other of graph.get(file) ?? []) {
			if (!graph.has(other)) continue;
			if (!index.has(other)) {
				visit(other);
				low.set(file, Math.min(low.get(file)!, low.get(other)!));
			} else if (stack.includes(other)) low.set(file, Math.min(low.get(file)!, index.get(other)!));
		}
		if (low.get(file) !== index.get(file)) return;
		const component = stack.splice(stack.indexOf(file));
		if (component.length > 1) out.push(component.sort());
	};
	for (const file of graph.keys()) if (!index.has(file)) visit(file);
	return out;
}
