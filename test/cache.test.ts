/** The cache of results: what a warm run reports is what a cold one would, whatever happened to files, settings, builds and the cache itself. */
import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { removeOld } from "../server/cache.ts";
import { digest } from "../server/witness.ts";
import { BAD, Folder, GOOD } from "./support/command.ts";
import { CLI } from "./support/session.ts";

describe("the cache", () => {
	const folder = new Folder();
	beforeEach(() => folder.clear());
	after(() => folder.remove());

	const cache = () => join(folder.path, ".gradsight-cache");
	const entries = () =>
		existsSync(cache())
			? (readdirSync(cache(), { recursive: true }) as string[])
					.filter((name) => /^..[/\\][0-9a-f]{30}$/.test(name))
					.map((name) => join(cache(), name))
			: [];
	/** Writes other results into valid entries, to see whether they are used. */
	const forge = (change: (entry: { result: { findings: unknown[] } }) => void) => {
		for (const file of entries()) {
			const entry = JSON.parse(readFileSync(file, "utf8").split("\n")[1]!) as { result: { findings: unknown[] } };
			change(entry);
			const body = JSON.stringify(entry);
			writeFileSync(file, `${digest(body)}\n${body}`);
		}
	};
	const silence = () => forge((entry) => (entry.result.findings = []));

	it("is used when nothing changed, and keeps git and backups away", () => {
		folder.write({ "a.py": BAD, "b.py": GOOD });
		const cold = folder.gradsight(["check", "--output-format", "sarif"]);
		assert.equal(entries().length, 2);
		assert.deepEqual(folder.gradsight(["check", "--output-format", "sarif"]), cold);
		assert.equal(readFileSync(join(cache(), ".gitignore"), "utf8"), "*\n");
		assert.match(readFileSync(join(cache(), "CACHEDIR.TAG"), "utf8"), /^Signature: 8a477f597d28d172789f06886806bc55/);
		silence();
		assert.deepEqual(folder.found(), []);
		assert.deepEqual(folder.found("--no-cache"), ["a.py:5"]);
	});

	it("forgets what another file, setting or build decides", () => {
		const uses = "import torch\nfrom helper import spoil\n\nw = torch.ones(3, requires_grad=True)\nspoil(w.exp()).sum().backward()\n";
		const spoils = "def spoil(y):\n    y += 1\n    return y\n";
		folder.write({ "main.py": uses });
		const steps: [string, () => void, string[]][] = [
			["an import that is not there", () => {}, []],
			["the imported file appears", () => folder.write({ "helper.py": spoils }), ["helper.py:2"]],
			["it changes", () => folder.write({ "helper.py": spoils.replace("y += 1", "y = y + 1") }), []],
			["it changes back", () => folder.write({ "helper.py": `# moved\n${spoils}` }), ["helper.py:3"]],
			["a package of the same name goes first", () => folder.write({ "helper/__init__.py": spoils }), ["helper/__init__.py:2"]],
			["the package is gone", () => rmSync(join(folder.path, "helper"), { recursive: true }), ["helper.py:3"]],
			["a configuration appears", () => folder.write({ "gradsight.toml": 'ignore = ["inplace-saved"]\n' }), []],
			["it says something else", () => folder.write({ "gradsight.toml": "" }), ["helper.py:3"]],
			["the file itself changes", () => folder.write({ "main.py": uses.replace("w.exp()", "w.exp() * 1") }), []],
		];
		for (const [what, happens, expected] of steps) {
			happens();
			assert.deepEqual(folder.found("main.py"), expected, what);
			assert.deepEqual(folder.found("main.py"), expected, `${what}, warm`);
		}
		folder.write({ "main.py": uses });
		assert.deepEqual(folder.found("main.py", "--ignore", "inplace-saved"), []);
		assert.deepEqual(folder.found("main.py"), ["helper.py:3"]);
	});

	it("does not trust another build's results", () => {
		folder.write({ "a.py": BAD });
		folder.found();
		silence();
		const other = new Folder();
		try {
			cpSync(dirname(CLI), other.path, { recursive: true });
			const main = join(other.path, "main.cjs");
			const text = readFileSync(main, "latin1");
			const build = /"([0-9a-f]{32})"/.exec(text)![1]!;
			writeFileSync(
				main,
				text.replaceAll(
					build,
					build.replace(/./, (c) => (c === "0" ? "1" : "0")),
				),
				"latin1",
			);
			assert.match(
				folder.gradsight(["check", "--output-format", "concise"], { cli: join(other.path, "cli.cjs") }).out,
				/^a\.py:5:1: error/,
			);
		} finally {
			other.remove();
		}
	});

	it("is no way to make --fix write what it should not", () => {
		const idle = "x = 1  # gradsight: ignore[inplace-saved]\n";
		folder.write({ "a.py": idle, "victim.txt": "precious\n" });
		folder.gradsight(["check"]);
		forge((entry) => {
			const [finding] = entry.result.findings as { fixes: { edits: unknown[] }[] }[];
			finding!.fixes[0]!.edits = [{ path: "victim.txt", line: 1, column: 1, endLine: 1, endColumn: 9, text: "gone" }];
		});
		folder.gradsight(["check", "--fix"]);
		assert.equal(readFileSync(join(folder.path, "victim.txt"), "utf8"), "precious\n");
		assert.equal(readFileSync(join(folder.path, "a.py"), "utf8"), "x = 1\n");
	});

	it("ignores entries that are damaged, and a folder it cannot write", () => {
		folder.write({ "a.py": BAD, file: "not a folder" });
		for (const damage of ["", "{}", "0\n{}", "\0\0\0"]) {
			folder.found();
			silence();
			for (const file of entries()) writeFileSync(file, damage);
			assert.deepEqual(folder.found(), ["a.py:5"], JSON.stringify(damage));
		}
		silence();
		for (const file of entries()) writeFileSync(file, readFileSync(file, "utf8").replace('"limits"', '"limitz"'));
		assert.deepEqual(folder.found(), ["a.py:5"], "one altered letter");
		const { status, err } = folder.gradsight(["check", "a.py", "--cache-dir", "file/cache"]);
		assert.deepEqual([status, err], [1, ""]);
		rmSync(cache(), { recursive: true });
		folder.write({ ".gradsight-cache": "a file" });
		assert.deepEqual(folder.found(), ["a.py:5"]);
	});

	it("keeps nothing with --no-cache, and elsewhere with --cache-dir", () => {
		folder.write({ "a.py": BAD });
		folder.found("--no-cache");
		assert.equal(existsSync(cache()), false);
		folder.found("--cache-dir", "other");
		assert.deepEqual([existsSync(cache()), existsSync(join(folder.path, "other/CACHEDIR.TAG"))], [false, true]);
	});

	it("serves several processes at once", async () => {
		folder.write(Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}.py`, i % 2 ? BAD : GOOD])));
		const run = async () => {
			try {
				return (await promisify(execFile)(process.execPath, [CLI, "check", "--output-format", "concise"], { cwd: folder.path })).stdout;
			} catch (error) {
				return (error as { stdout: string }).stdout;
			}
		};
		const outputs = [...(await Promise.all([run(), run(), run()])), await run()];
		assert.equal(outputs[0]!.split("\n").length, 7);
		assert.deepEqual(new Set(outputs).size, 1);
		assert.equal(entries().length, 12, "no draft is left behind");
	});

	it("is bounded: one entry per file, old ones go first", () => {
		for (let i = 0; i < 3; i++) {
			folder.write({ "a.py": `# ${i}\n${BAD}` });
			folder.found();
		}
		assert.equal(entries().length, 1);
		const part = join(cache(), "00");
		mkdirSync(part, { recursive: true });
		const make = (name: string, days: number, size: number) => {
			const file = join(part, name.repeat(30));
			writeFileSync(file, "x".repeat(size));
			utimesSync(file, Date.now() / 1000 - days * 86_400, Date.now() / 1000 - days * 86_400);
			return file;
		};
		const files = [make("a", 40, 10), make("b", 3, 600), make("c", 2, 600), make("d", 1, 600)];
		writeFileSync(join(part, "notes.txt"), "not ours");
		removeOld(cache(), 1300 + statSync(entries().find((file) => !file.startsWith(part))!).size);
		assert.deepEqual(
			files.map((file) => existsSync(file)),
			[false, false, true, true],
		);
		assert.ok(existsSync(join(part, "notes.txt")));
	});
});
