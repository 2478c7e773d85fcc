/** `gradsight check`: findings, formats, configuration, baselines, watching, fixes. */
import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../server/command-table.ts";
import { BAD, type Finding, Folder, GOOD } from "./support/command.ts";
import { CLI } from "./support/session.ts";

describe("gradsight check", () => {
	const folder = new Folder();
	beforeEach(() => folder.clear());
	after(() => folder.remove());

	it("names the guilty line, PyTorch's words and the story", () => {
		folder.write({ "bad.py": BAD });
		const { status, out, err } = folder.gradsight(["check", "bad.py", "--output-format", "json"]);
		assert.equal(err, "");
		assert.equal(status, 1);
		const report = JSON.parse(out) as { version: string; files: number; seconds: number; findings: Finding[]; limits: unknown[] };
		assert.deepEqual(Object.keys(report), ["version", "files", "seconds", "findings", "limits"]);
		assert.equal(report.files, 1);
		const [finding] = report.findings;
		assert.equal(report.findings.length, 1);
		assert.deepEqual([finding!.path, finding!.line, finding!.severity, finding!.certainty], ["bad.py", 5, "error", "must"]);
		assert.equal(finding!.predicts!.type, "RuntimeError");
		assert.match(finding!.predicts!.message, /is at version 1; expected version 0 instead/);
		assert.equal(finding!.predicts!.line, 6);
		assert.deepEqual(
			finding!.related.map((step) => step.line),
			[4, 5, 6],
		);
	});

	it("is silent on the corrected program", () => {
		folder.write({ "good.py": GOOD });
		const { status, out, err } = folder.gradsight(["check"]);
		assert.deepEqual([status, err], [0, ""]);
		assert.match(out, /^No gradient bugs found \(1 file/);
	});

	it("draws a frame with every step", () => {
		folder.write({ "bad.py": BAD });
		const { out } = folder.gradsight(["check"]);
		assert.match(out, /^error\[inplace-saved\]: /);
		assert.match(out, / --> bad\.py:5:1\n/);
		assert.match(out, /4 \| y = w\.exp\(\)\n {2}\| {5}------- 1\. /);
		assert.match(out, /5 \| y \+= 1\n {2}\| \^{6} 2\. /);
		assert.match(out, /= PyTorch raises: RuntimeError at line 6: one of the variables/);
		assert.match(out, /\n1 error \(1 file, /);
	});

	it("speaks the formats of other tools", () => {
		folder.write({ "bad.py": BAD, "good.py": GOOD });
		const format = (name: string) => folder.gradsight(["check", "--output-format", name]).out;
		assert.match(format("concise"), /^bad\.py:5:1: error\[inplace-saved\] .*\n$/);
		assert.equal((JSON.parse(format("jsonl")) as Finding).line, 5);
		assert.match(
			format("github"),
			/^::error title=Gradsight \(inplace-saved\),file=bad\.py,line=5,col=1,endLine=5,endColumn=7::bad\.py:5:1/,
		);
		const [issue] = JSON.parse(format("gitlab")) as {
			check_name: string;
			fingerprint: string;
			severity: string;
			location: { path: string; positions: { begin: { line: number } } };
		}[];
		assert.deepEqual(
			[issue!.check_name, issue!.severity, issue!.location.path, issue!.location.positions.begin.line],
			["inplace-saved", "critical", "bad.py", 5],
		);
		const junit = format("junit");
		assert.match(junit, /<testsuite name="good\.py" tests="1" failures="0"/);
		assert.match(junit, /<failure message="[^"<]*" type="error">/);
	});

	it("writes SARIF with the story as a code flow", () => {
		folder.write({ "bad.py": BAD });
		const { runs } = JSON.parse(folder.gradsight(["check", "--output-format", "sarif"]).out) as {
			runs: {
				tool: { driver: { rules: { id: string }[] } };
				columnKind: string;
				results: { ruleId: string; codeFlows: { threadFlows: { locations: unknown[] }[] }[]; relatedLocations: unknown[] }[];
			}[];
		};
		const [run] = runs;
		assert.equal(run!.columnKind, "utf16CodeUnits");
		assert.equal(run!.tool.driver.rules[0]!.id, "inplace-saved");
		assert.equal(run!.results[0]!.ruleId, "inplace-saved");
		assert.equal(run!.results[0]!.codeFlows[0]!.threadFlows[0]!.locations.length, 3);
		assert.equal(run!.results[0]!.relatedLocations.length, 3);
	});

	it("obeys suppressions and reports idle ones without failing", () => {
		folder.write({
			"a.py": BAD.replace("y += 1", "y += 1  # gradsight: ignore[inplace-saved] a test"),
			"b.py": "x = 1  # gradsight: ignore[inplace-saved]\n",
		});
		const { status, out } = folder.gradsight(["check", "--output-format", "concise"]);
		assert.match(out, /^b\.py:1:8: information\[unused-suppression\] .*\n$/);
		assert.equal(status, 0);
	});

	it("selects, ignores and changes severities", () => {
		folder.write({ "bad.py": BAD, "sub/bad.py": BAD });
		assert.equal(folder.findings("bad.py", "--ignore", "inplace-saved").length, 0);
		assert.equal(folder.findings("bad.py", "--select", "inplace-*").length, 1);
		assert.equal(folder.findings("bad.py", "--select", "graph-freed").length, 0);
		folder.write({
			"pyproject.toml":
				'[tool.gradsight]\nseverity = { inplace-saved = "warning" }\nfail-on = "error"\n\n[tool.gradsight.per-file-ignores]\n"sub/*" = ["inplace-saved"]\n',
		});
		assert.deepEqual(
			folder.findings().map(({ path, severity }) => [path, severity]),
			[["bad.py", "warning"]],
		);
		assert.equal(folder.gradsight(["check"]).status, 0);
		assert.equal(folder.gradsight(["check", "--fail-on", "warning"]).status, 1);
		assert.equal(folder.gradsight(["check", "--isolated"]).status, 1);
		assert.equal(folder.gradsight(["check", "--isolated", "--exit-zero"]).status, 0);
	});

	it("explains mistakes in configurations and on the command line", () => {
		folder.write({ "a.py": GOOD });
		for (const [toml, message] of [
			['selec = ["x"]', /gradsight\.toml: unknown setting `selec`; did you mean `select`\?/],
			['select = ["inplace-save"]', /there is no rule `inplace-save`; did you mean `inplace-saved`\?/],
			['fail-on = "errors"', /`fail-on` must be one of "error", "warning", not "errors"; did you mean `error`\?/],
			["ignore = 3", /`ignore` must be a list of strings/],
			["ignore = [", /gradsight\.toml:\d+:\d+: /],
		] as const) {
			folder.write({ "gradsight.toml": `${toml}\n` });
			const { status, err } = folder.gradsight(["check"]);
			assert.equal(status, 2, toml);
			assert.match(err, message);
		}
		rmSync(join(folder.path, "gradsight.toml"));
		for (const [words, message] of [
			[["chek"], /there is no command `chek`; did you mean `check`\?/],
			[["check", "--output-format", "jsn"], /there is no format `jsn`; did you mean `json`\?/],
			[["check", "--nonsense"], /nknown option/],
			[["check", "--shard", "3/2"], /--shard must be I\/N/],
			[["check", "--update-baseline"], /--update-baseline needs --baseline/],
			[["explain", "inplace-save"], /did you mean `inplace-saved`\?/],
		] as const) {
			const { status, err } = folder.gradsight([...words]);
			assert.equal(status, 2, words.join(" "));
			assert.match(err, message);
		}
	});

	it("keeps a baseline that survives moved lines", () => {
		folder.write({ "bad.py": BAD });
		assert.equal(folder.gradsight(["check", "--baseline", "known.json", "--update-baseline"]).status, 0);
		folder.write({ "bad.py": `# a comment more\n\n${BAD}` });
		assert.equal(folder.gradsight(["check", "--baseline", "known.json"]).status, 0);
		folder.write({ "new.py": BAD });
		assert.match(folder.gradsight(["check", "--baseline", "known.json", "--output-format", "concise"]).out, /^new\.py:5:1: .*\n$/);
		folder.write({ "bad.py": GOOD });
		assert.match(folder.gradsight(["check", "--baseline", "known.json"]).err, /1 finding in known\.json is gone/);
	});

	it("gives the same findings over threads and shards", () => {
		folder.write(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`f${i}.py`, BAD])));
		const all = folder.findings("--jobs", "1");
		assert.equal(all.length, 9);
		assert.deepEqual(folder.findings("--jobs", "2"), all);
		const shards = [1, 2, 3, 4].flatMap((shard) => folder.findings("--shard", `${shard}/4`));
		assert.deepEqual(
			shards.map((finding) => finding.path).sort(),
			all.map((finding) => finding.path),
		);
		assert.match(folder.gradsight(["check", "--statistics"]).out, /^9 {2}inplace-saved/);
		folder.write({ "half.py": "import torch, elsewhere\n\nx = torch.ones(3)\nelsewhere.f(x)\n" });
		assert.match(folder.gradsight(["check", "--statistics", "half.py"]).out, /^ +50 % of 2 +100 % of 3 +half\.py$/m);
	});

	it("checks again when a file changes, also when it is replaced", async () => {
		folder.write({ "a.py": GOOD });
		const child = spawn(process.execPath, [CLI, "check", ".", "--watch", "--output-format", "concise"], { cwd: folder.path });
		let out = "";
		let rounds = 0;
		child.stdout.on("data", (data) => (out += data));
		child.stderr.on("data", (data) => (rounds += String(data).split("Watching for changes").length - 1));
		const round = async (count: number) => {
			for (let i = 0; rounds < count; i++) {
				assert.ok(i < 200, `round ${count} never came`);
				await new Promise((done) => setTimeout(done, 50));
			}
		};
		try {
			await round(1);
			assert.equal(out, "");
			for (let i = 2; i < 5; i++) {
				folder.write({ "new.txt": `# ${i}\n${BAD}` });
				renameSync(join(folder.path, "new.txt"), join(folder.path, "a.py"));
				await round(i);
				assert.match(out, new RegExp(`^(a\\.py:6:1: .*\\n){${i - 1}}$`));
			}
		} finally {
			child.kill();
		}
	});

	it("applies fixes, shows them as a diff, and writes cells back", () => {
		const idle = "x = 1  # gradsight: ignore[inplace-saved]\n";
		const notebook = JSON.stringify(
			{
				cells: [{ cell_type: "code", metadata: {}, outputs: [], execution_count: null, source: [idle] }],
				metadata: {},
				nbformat: 4,
				nbformat_minor: 5,
			},
			null,
			1,
		);
		folder.write({ "a.py": `\ufeff${idle}`, "n.ipynb": notebook });
		const diff = folder.gradsight(["check", "--diff"]);
		assert.equal(diff.status, 1);
		assert.match(diff.out, /^--- a\.py\n\+\+\+ a\.py\n@@ -1,1 \+1,1 @@\n-x = 1 {2}# gradsight: ignore\[inplace-saved\]\n\+x = 1\n/m);
		assert.equal(readFileSync(join(folder.path, "a.py"), "utf8"), `\ufeff${idle}`);
		const fixed = folder.gradsight(["check", "--fix"]);
		assert.deepEqual([fixed.status, fixed.err], [0, "Fixed 2 findings.\n"]);
		assert.equal(readFileSync(join(folder.path, "a.py"), "utf8"), "\ufeffx = 1\n");
		assert.equal(readFileSync(join(folder.path, "n.ipynb"), "utf8"), notebook.replace(/ {2}# gradsight: ignore\[inplace-saved\]/, ""));
		assert.deepEqual(folder.gradsight(["check", "--diff"]), { status: 0, out: "", err: "" });
	});

	it("never takes a path for the value of a switch", () => {
		folder.write({ "bad.py": BAD, "other.py": BAD });
		for (const { name, value } of Object.values(COMMANDS.find((command) => command.name === "check")!.options).flat()) {
			if (value !== undefined || ["--watch", "--update-baseline", "--fix", "--statistics"].includes(name)) continue;
			const { out } = folder.gradsight(["check", "--output-format", "concise", name, "bad.py"]);
			assert.doesNotMatch(out, /other\.py/, name);
			assert.match(out, /bad\.py/, name);
		}
	});
});
