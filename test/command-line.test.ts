/** What surrounds the commands: help, completion, the table of settings, merged reports, progress. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse } from "smol-toml";
import { COMMANDS } from "../server/command-table.ts";
import { OPTIONS, readOptions, settingsSchema } from "../server/options.ts";
import { startProgress } from "../server/progress.ts";
import { BAD, Folder, GOOD } from "./support/command.ts";

describe("the command line", () => {
	const folder = new Folder();
	beforeEach(() => folder.clear());
	after(() => folder.remove());

	it("has a page of help for every command, with every option", () => {
		const top = folder.gradsight(["--help"]).out;
		for (const { name, options } of COMMANDS) {
			assert.match(top, new RegExp(`^  ${name}\\b`, "m"));
			const { status, out } = folder.gradsight([name, "--help"]);
			assert.equal(status, 0, name);
			assert.match(out, new RegExp(`Usage:\n  gradsight ${name}`));
			for (const option of Object.values(options).flat())
				assert.match(out, new RegExp(`^  ${option.name}\\b`, "m"), `${name} ${option.name}`);
		}
	});

	describe("completion", () => {
		/** What bash offers for a line that ends at the cursor. */
		const offers = (line: string): string[] => {
			const { out } = folder.gradsight(["completion", "bash"]);
			const program = `${out}\nCOMP_WORDS=(${line
				.split(" ")
				.map((word) => `'${word}'`)
				.join(" ")}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _gradsight; printf '%s\\n' "\${COMPREPLY[@]}"`;
			const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", program], { encoding: "utf8", cwd: folder.path });
			assert.equal(stderr, "");
			return stdout.split("\n").filter(Boolean);
		};

		it("of bash knows commands, options, words and files", function () {
			if (spawnSync("bash", ["--version"]).status !== 0) this.skip();
			folder.write({ "train.py": GOOD });
			assert.deepEqual(offers("gradsight ch"), ["check"]);
			assert.deepEqual(offers("gradsight check --sta"), ["--statistics"]);
			assert.deepEqual(offers("gradsight check --output-format sa"), ["sarif"]);
			assert.ok(offers("gradsight check --select inplace-").includes("inplace-saved"));
			assert.deepEqual(offers("gradsight check tr"), ["train.py"]);
			assert.deepEqual(offers("gradsight explain graph-fr"), ["graph-freed"]);
			assert.deepEqual(offers("gradsight completion "), ["bash", "zsh", "fish"]);
		});

		for (const shell of ["zsh", "fish"]) {
			it(`of ${shell} is a program of that shell`, function () {
				if (spawnSync(shell, ["--version"]).status !== 0) this.skip();
				const { out } = folder.gradsight(["completion", shell]);
				folder.write({ script: out });
				assert.deepEqual(spawnSync(shell, ["-n", "script"], { cwd: folder.path, encoding: "utf8" }).stderr, "");
				if (shell !== "fish") return;
				const { stdout } = spawnSync(shell, ["-c", `${out}\ncomplete -C 'gradsight check --output-format sar'`], { encoding: "utf8" });
				assert.match(stdout, /^sarif/);
			});
		}

		it("of another shell does not exist", () => {
			assert.match(folder.gradsight(["completion", "fsh"]).err, /there is no completion for `fsh`; did you mean `zsh`|`fish`/);
		});
	});

	describe("settings", () => {
		it("have examples that are read, and that the schema accepts", () => {
			const validate = new Ajv({ strict: false }).compile(settingsSchema(["inplace-saved", "graph-freed", "unused-suppression"]));
			for (const { key, example } of OPTIONS) {
				const table = parse(example);
				assert.deepEqual(Object.keys(table), [key]);
				assert.ok(validate(table), JSON.stringify(validate.errors));
				readOptions(table);
			}
		});

		it("are refused by the schema exactly where the reader refuses them", () => {
			const validate = new Ajv({ strict: false }).compile(settingsSchema([]));
			const wrong = [
				"selec = []",
				"select = 3",
				"select = [1]",
				'fail-on = "errors"',
				"severity = []",
				'severity = { "*" = "loud" }',
				'torch-version = "9"',
				'[per-file-ignores]\n"a" = "x"',
				"exclude = { a = 1 }",
			];
			for (const toml of wrong) {
				assert.equal(validate(parse(toml)), false, toml);
				assert.throws(() => readOptions(parse(toml)), toml);
			}
		});

		it("are printed as a file that could be used", () => {
			const { out } = folder.gradsight(["config"]);
			assert.deepEqual(Object.keys(parse(out)).sort(), OPTIONS.map(({ key }) => key).sort());
			folder.write({ "gradsight.toml": out, "a.py": BAD });
			assert.equal(folder.gradsight(["check"]).status, 1);
			const schema = JSON.parse(folder.gradsight(["config", "--schema"]).out) as { properties: Record<string, unknown> };
			assert.deepEqual(
				Object.keys(schema.properties),
				OPTIONS.map(({ key }) => key),
			);
			assert.match(folder.gradsight(["config", "fail_on"]).err, /did you mean `fail-on`/);
		});
	});

	it("merges the reports of shards into what one check would say", () => {
		folder.write({
			"a.py": BAD,
			"b.py": GOOD,
			"c.py": "from lib import spoil\nimport torch\nspoil(torch.ones(2, requires_grad=True).exp()).sum().backward()\n",
			"d.py": BAD,
			"lib.py": "def spoil(y):\n    y += 1\n    return y\n",
			"e.py": "from lib import spoil\nimport torch\nspoil(torch.ones(3, requires_grad=True).exp()).sum().backward()\n",
		});
		const names = [1, 2, 3].map((shard) => {
			const { out } = folder.gradsight(["check", "--shard", `${shard}/3`, "--output-format", "json"]);
			folder.write({ [`${shard}.json`]: out });
			return `${shard}.json`;
		});
		for (const format of ["concise", "gitlab", "github"]) {
			assert.deepEqual(
				folder.gradsight(["merge", ...names, "--output-format", format]),
				folder.gradsight(["check", "--output-format", format]),
				format,
			);
		}
		assert.match(folder.gradsight(["merge", ...names]).out, /3 errors \(6 files, /);
		folder.write({ "x.json": "{}" });
		assert.deepEqual(folder.gradsight(["merge", "x.json"]), {
			status: 2,
			out: "",
			err: "gradsight: x.json: is not a report of `check --output-format json`\n",
		});
	});

	it("shows how far it is, on a terminal only", async () => {
		const put: string[] = [];
		const steps = async (isTTY: boolean) => {
			put.length = 0;
			const progress = startProgress(3, { isTTY, columns: 40 }, (text) => put.push(text));
			await new Promise((done) => setTimeout(done, 800));
			progress.step(1, "a/very/long/path/that/does/not/fit/anywhere.py");
			progress.end();
			return put;
		};
		assert.deepEqual(await steps(false), []);
		const [line, end] = await steps(true);
		assert.match(line!, /^\r\u001b\[2KChecked 1 of 3 files/);
		assert.ok(line!.length - 5 < 40, line);
		assert.equal(end, "\r\u001b[2K");
	});

	it("keeps within the width of a terminal, and without colour when told so", function () {
		if (spawnSync("script", ["--version"]).status !== 0) this.skip();
		folder.write({ "bad.py": BAD });
		const run = (env: Record<string, string>) =>
			spawnSync(
				"script",
				["-qec", `stty cols 60; ${process.execPath} ${join(import.meta.dirname, "../dist/cli.cjs")} check`, "/dev/null"],
				{ cwd: folder.path, encoding: "utf8", env: { PATH: process.env["PATH"], TERM: "xterm", ...env } },
			).stdout;
		const painted = run({});
		assert.match(painted, /\u001b\[31m/);
		const plain = run({ NO_COLOR: "1" });
		assert.doesNotMatch(plain, /\u001b\[\d/);
		for (const line of plain.split("\r\n")) assert.ok(line.length <= 60, line);
	});
});
