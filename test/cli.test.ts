/** The command line as a process: formats, exit statuses, configuration, fixes, and what it does with files that are no programs. */
import { strict as assert } from "node:assert";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Graph } from "../engine/index.ts";
import { COMMANDS } from "../server/command-table.ts";
import { CLI } from "./support/session.ts";

/** Raises in backward: what `exp` saved is overwritten. */
const BAD = "import torch\n\nw = torch.ones(3, requires_grad=True)\ny = w.exp()\ny += 1\ny.sum().backward()\n";
const GOOD = "import torch\n\nw = torch.ones(3, requires_grad=True)\ny = w.exp()\ny = y + 1\ny.sum().backward()\nprint(w.grad)\n";

interface Finding {
	path: string;
	cell?: number;
	line: number;
	column: number;
	endLine: number;
	endColumn: number;
	severity: string;
	code: string;
	message: string;
	certainty: string;
	predicts: { type: string; message: string; line: number } | null;
	related: { path: string; line: number; column: number; message: string }[];
	fixes: unknown[];
}

describe("gradsight, the command", () => {
	let folder: string;
	before(() => {
		folder = mkdtempSync(join(tmpdir(), "gradsight-cli-"));
	});
	after(() => rmSync(folder, { recursive: true, force: true }));
	beforeEach(() => {
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder);
	});

	function write(files: Record<string, string | Uint8Array>): void {
		for (const [name, text] of Object.entries(files)) {
			mkdirSync(dirname(join(folder, name)), { recursive: true });
			writeFileSync(join(folder, name), text);
		}
	}

	function gradsight(words: string[], input?: string): { status: number | null; out: string; err: string } {
		const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...words], {
			cwd: folder,
			input,
			encoding: "utf8",
			env: { ...process.env, NO_COLOR: "1" },
		});
		return { status, out: stdout, err: stderr };
	}

	function findings(...words: string[]): Finding[] {
		return (JSON.parse(gradsight(["check", ...words, "--output-format", "json"]).out) as { findings: Finding[] }).findings;
	}

	describe("diagnose", () => {
		const ERROR =
			"RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [3]], which is output 0 of Exp, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).";
		it("names the statement behind a message, and behind a traceback on standard input", () => {
			write({ "bad.py": BAD });
			const { status, out } = gradsight(["diagnose", "bad.py", "--error", ERROR]);
			assert.equal(status, 0);
			assert.match(out, /bad\.py:5:1 predicts exactly this error:\nerror\[inplace-saved\]/);
			const { explanations } = JSON.parse(
				gradsight(["diagnose", "bad.py", "--json"], `Traceback (most recent call last):\n  File "bad.py", line 6, in <module>\n${ERROR}\n`)
					.out,
			);
			assert.deepEqual([explanations[0].fit, explanations[0].line, explanations[0].related.length], ["exact", 5, 3]);
		});
		it("says when nothing explains it", () => {
			write({ "good.py": GOOD });
			const { status, out } = gradsight(["diagnose", "good.py", "--error", ERROR]);
			assert.equal(status, 1);
			assert.match(out, /Nothing in good\.py explains it for certain.*inplace-saved/);
			assert.equal(gradsight(["diagnose", "good.py"], "").status, 2);
		});
	});

	describe("check", () => {
		it("names the guilty line, PyTorch's words and the story", () => {
			write({ "bad.py": BAD });
			const { status, out, err } = gradsight(["check", "bad.py", "--output-format", "json"]);
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
			write({ "good.py": GOOD });
			const { status, out, err } = gradsight(["check"]);
			assert.deepEqual([status, err], [0, ""]);
			assert.match(out, /^No gradient bugs found \(1 file/);
		});

		it("draws a frame with every step", () => {
			write({ "bad.py": BAD });
			const { out } = gradsight(["check"]);
			assert.match(out, /^error\[inplace-saved\]: /);
			assert.match(out, / --> bad\.py:5:1\n/);
			assert.match(out, /4 \| y = w\.exp\(\)\n {2}\| {5}------- 1\. /);
			assert.match(out, /5 \| y \+= 1\n {2}\| \^{6} 2\. /);
			assert.match(out, /= PyTorch raises: RuntimeError at line 6: one of the variables/);
			assert.match(out, /\n1 error \(1 file, /);
		});

		it("speaks the formats of other tools", () => {
			write({ "bad.py": BAD, "good.py": GOOD });
			const format = (name: string) => gradsight(["check", "--output-format", name]).out;
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
			write({ "bad.py": BAD });
			const { runs } = JSON.parse(gradsight(["check", "--output-format", "sarif"]).out) as {
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

		it("finds files in folders, and leaves out what git and the configuration leave out", () => {
			write({
				"a.py": BAD,
				"sub/b.py": BAD,
				"sub/deep/c.py": BAD,
				"ignored/d.py": BAD,
				"sub/e.py": BAD,
				"generated/f.py": BAD,
				"venv/pyvenv.cfg": "",
				"venv/g.py": BAD,
				".gitignore": "ignored/\n",
				"sub/.gitignore": "e.py\n",
				"gradsight.toml": 'exclude = ["generated"]\n',
			});
			assert.deepEqual(
				findings().map((finding) => finding.path),
				["a.py", "sub/b.py", "sub/deep/c.py"],
			);
			assert.deepEqual(
				findings("ignored/d.py").map((finding) => finding.path),
				["ignored/d.py"],
				"a file that is named is checked",
			);
			write({ "empty.py": "" });
			assert.deepEqual(findings("generated/f.py", "a.py").length, 2);
			assert.deepEqual(
				gradsight(["check", "--force-exclude", "generated/f.py", "empty.py"]).status,
				0,
				"hooks name files that nobody chose",
			);
		});

		it("says which path it cannot check, and checks the rest", () => {
			write({
				"bad.py": BAD,
				"broken.py": "def f(:\n    pass\n",
				"binary.py": Uint8Array.of(1, 0, 2),
				"latin.py": Uint8Array.of(0x78, 0x3d, 0xe9),
				"empty.py": "",
				"notes.txt": "hello",
				"pkg/__init__.py": "",
			});
			const { status, out, err } = gradsight([
				"check",
				"broken.py",
				"binary.py",
				"latin.py",
				"empty.py",
				"notes.txt",
				"missing.py",
				"pkg/__init__.py",
				"bad.py",
				"--output-format",
				"concise",
			]);
			assert.equal(status, 2);
			assert.match(out, /^bad\.py:5:1: error/);
			for (const message of [
				/broken\.py:1:\d+: syntax error: /,
				/binary\.py: not a text file/,
				/latin\.py: not UTF-8 text/,
				/empty\.py: the file is empty/,
				/notes\.txt: not a Python file/,
				/missing\.py: no such file or folder/,
			])
				assert.match(err, message);
			assert.doesNotMatch(err, /__init__|bad\.py/);
		});

		it("goes on in a file with a syntax error", () => {
			write({ "half.py": `${BAD}\ndef f(:\n    pass\n` });
			const { status, out } = gradsight(["check", "half.py", "--output-format", "json"]);
			const report = JSON.parse(out) as { findings: Finding[]; limits: { kind: string; line: number }[] };
			assert.equal(status, 2);
			assert.deepEqual(
				report.findings.map((finding) => finding.line),
				[5],
			);
			assert.ok(report.limits.some((limit) => limit.kind === "syntax" && limit.line === 8));
		});

		it("reads a declared encoding", () => {
			write({ "latin.py": Buffer.from(`# -*- coding: latin-1 -*-\nname = "\u00e9"\n${BAD}`, "latin1") });
			assert.deepEqual(
				findings("latin.py").map((finding) => finding.line),
				[7],
			);
		});

		it("follows imports within the workspace", () => {
			write({
				"pkg/__init__.py": "",
				"pkg/helper.py": "def spoil(y):\n    y += 1\n    return y\n",
				"main.py": "import torch\nfrom pkg.helper import spoil\n\nw = torch.ones(3, requires_grad=True)\nspoil(w.exp()).sum().backward()\n",
			});
			const found = findings("main.py");
			assert.deepEqual([...new Set(found.map((finding) => `${finding.path}:${finding.line}`))], ["pkg/helper.py:2"]);
			assert.deepEqual(found[0]!.predicts, { ...found[0]!.predicts, line: 5, path: "main.py" });
		});

		it("checks notebooks as one program and points into cells", () => {
			const cell = (source: string) => ({
				cell_type: "code",
				metadata: {},
				outputs: [],
				execution_count: null,
				source: source.match(/[^\n]*\n|[^\n]+$/g),
			});
			const cells = [
				{ cell_type: "markdown", metadata: {}, source: ["# Title"] },
				cell("%matplotlib inline\nimport torch\nw = torch.ones(3, requires_grad=True)"),
				cell("y = w.exp()\ny += 1"),
				cell("y.sum().backward()"),
			];
			write({
				"nb.ipynb": JSON.stringify({ cells, metadata: { kernelspec: { language: "python" } }, nbformat: 4, nbformat_minor: 5 }),
				"r.ipynb": JSON.stringify({ cells: [cell("x <- 1")], metadata: { kernelspec: { language: "R" } }, nbformat: 4, nbformat_minor: 5 }),
			});
			const [finding, ...rest] = findings();
			assert.deepEqual([finding!.path, finding!.cell, finding!.line, rest.length], ["nb.ipynb", 3, 2, 0]);
			assert.match(finding!.message, /\(cell 3, line 1\).*\(cell 4, line 1\)/);
			assert.match(gradsight(["check", "r.ipynb"]).err, /r\.ipynb: a notebook in R/);
			assert.match(gradsight(["check"]).out, /--> nb\.ipynb:cell 3:2:1/);
		});

		it("reads standard input under a name", () => {
			const { status, out } = gradsight(["check", "--stdin-filename", "src/x.py", "-", "--output-format", "concise"], BAD);
			assert.equal(status, 1);
			assert.match(out, /^src\/x\.py:5:1: /);
		});

		it("obeys suppressions and reports idle ones without failing", () => {
			write({
				"a.py": BAD.replace("y += 1", "y += 1  # gradsight: ignore[inplace-saved] a test"),
				"b.py": "x = 1  # gradsight: ignore[inplace-saved]\n",
			});
			const { status, out } = gradsight(["check", "--output-format", "concise"]);
			assert.match(out, /^b\.py:1:8: information\[unused-suppression\] .*\n$/);
			assert.equal(status, 0);
		});

		it("selects, ignores and changes severities", () => {
			write({ "bad.py": BAD, "sub/bad.py": BAD });
			assert.equal(findings("bad.py", "--ignore", "inplace-saved").length, 0);
			assert.equal(findings("bad.py", "--select", "inplace-*").length, 1);
			assert.equal(findings("bad.py", "--select", "graph-freed").length, 0);
			write({
				"pyproject.toml":
					'[tool.gradsight]\nseverity = { inplace-saved = "warning" }\nfail-on = "error"\n\n[tool.gradsight.per-file-ignores]\n"sub/*" = ["inplace-saved"]\n',
			});
			assert.deepEqual(
				findings().map(({ path, severity }) => [path, severity]),
				[["bad.py", "warning"]],
			);
			assert.equal(gradsight(["check"]).status, 0);
			assert.equal(gradsight(["check", "--fail-on", "warning"]).status, 1);
			assert.equal(gradsight(["check", "--isolated"]).status, 1);
			assert.equal(gradsight(["check", "--isolated", "--exit-zero"]).status, 0);
		});

		it("explains mistakes in configurations and on the command line", () => {
			write({ "a.py": GOOD });
			for (const [toml, message] of [
				['selec = ["x"]', /gradsight\.toml: unknown setting `selec`; did you mean `select`\?/],
				['select = ["inplace-save"]', /there is no rule `inplace-save`; did you mean `inplace-saved`\?/],
				['fail-on = "errors"', /`fail-on` must be one of "error", "warning", not "errors"; did you mean `error`\?/],
				["ignore = 3", /`ignore` must be a list of strings/],
				["ignore = [", /gradsight\.toml:\d+:\d+: /],
			] as const) {
				write({ "gradsight.toml": `${toml}\n` });
				const { status, err } = gradsight(["check"]);
				assert.equal(status, 2, toml);
				assert.match(err, message);
			}
			rmSync(join(folder, "gradsight.toml"));
			for (const [words, message] of [
				[["chek"], /there is no command `chek`; did you mean `check`\?/],
				[["check", "--output-format", "jsn"], /there is no format `jsn`; did you mean `json`\?/],
				[["check", "--nonsense"], /nknown option/],
				[["check", "--shard", "3/2"], /--shard must be I\/N/],
				[["check", "--update-baseline"], /--update-baseline needs --baseline/],
				[["explain", "inplace-save"], /did you mean `inplace-saved`\?/],
			] as const) {
				const { status, err } = gradsight([...words]);
				assert.equal(status, 2, words.join(" "));
				assert.match(err, message);
			}
		});

		it("keeps a baseline that survives moved lines", () => {
			write({ "bad.py": BAD });
			assert.equal(gradsight(["check", "--baseline", "known.json", "--update-baseline"]).status, 0);
			write({ "bad.py": `# a comment more\n\n${BAD}` });
			assert.equal(gradsight(["check", "--baseline", "known.json"]).status, 0);
			write({ "new.py": BAD });
			assert.match(gradsight(["check", "--baseline", "known.json", "--output-format", "concise"]).out, /^new\.py:5:1: .*\n$/);
			write({ "bad.py": GOOD });
			assert.match(gradsight(["check", "--baseline", "known.json"]).err, /1 finding in known\.json is gone/);
		});

		it("gives the same findings over threads and shards", () => {
			write(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`f${i}.py`, BAD])));
			const all = findings("--jobs", "1");
			assert.equal(all.length, 9);
			assert.deepEqual(findings("--jobs", "2"), all);
			const shards = [1, 2, 3, 4].flatMap((shard) => findings("--shard", `${shard}/4`));
			assert.deepEqual(
				shards.map((finding) => finding.path).sort(),
				all.map((finding) => finding.path),
			);
			assert.match(gradsight(["check", "--statistics"]).out, /^9 {2}inplace-saved/);
			write({ "half.py": "import torch, elsewhere\n\nx = torch.ones(3)\nelsewhere.f(x)\n" });
			assert.match(gradsight(["check", "--statistics", "half.py"]).out, /^ +50 % of 2 +100 % of 3 +half\.py$/m);
		});

		it("checks again when a file changes, also when it is replaced", async () => {
			write({ "a.py": GOOD });
			const child = spawn(process.execPath, [CLI, "check", ".", "--watch", "--output-format", "concise"], { cwd: folder });
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
					write({ "new.txt": `# ${i}\n${BAD}` });
					renameSync(join(folder, "new.txt"), join(folder, "a.py"));
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
			write({ "a.py": `\ufeff${idle}`, "n.ipynb": notebook });
			const diff = gradsight(["check", "--diff"]);
			assert.equal(diff.status, 1);
			assert.match(diff.out, /^--- a\.py\n\+\+\+ a\.py\n@@ -1,1 \+1,1 @@\n-x = 1 {2}# gradsight: ignore\[inplace-saved\]\n\+x = 1\n/m);
			assert.equal(readFileSync(join(folder, "a.py"), "utf8"), `\ufeff${idle}`);
			const fixed = gradsight(["check", "--fix"]);
			assert.deepEqual([fixed.status, fixed.err], [0, "Fixed 2 findings.\n"]);
			assert.equal(readFileSync(join(folder, "a.py"), "utf8"), "\ufeffx = 1\n");
			assert.equal(readFileSync(join(folder, "n.ipynb"), "utf8"), notebook.replace(/ {2}# gradsight: ignore\[inplace-saved\]/, ""));
			assert.deepEqual(gradsight(["check", "--diff"]), { status: 0, out: "", err: "" });
		});
	});

	describe("run", () => {
		it("nests calls as deeply as Python does", () => {
			write({
				"deep.py":
					"def down(n):\n    return 0 if n == 0 else 1 + down(n - 1)\n\n\nprint(down(950))\ntry:\n    down(2000)\nexcept RecursionError as error:\n    print(error)\n",
			});
			const { status, out, err } = gradsight(["run", "deep.py"]);
			assert.deepEqual({ status, out, err }, { status: 0, out: "950\nmaximum recursion depth exceeded\n", err: "" });
		});

		it("prints what Python would print, and its traceback", () => {
			write({ "good.py": GOOD, "bad.py": `print("before")\n${BAD}` });
			assert.deepEqual(gradsight(["run", "good.py"]), { status: 0, out: "tensor([2.7183, 2.7183, 2.7183])\n", err: "" });
			const { status, out, err } = gradsight(["run", "bad.py"]);
			assert.deepEqual([status, out], [1, "before\n"]);
			assert.match(
				err,
				/^Traceback \(most recent call last\):\n {2}File ".*bad\.py", line 7, in <module>\n[^]*\nRuntimeError: one of the variables needed for gradient computation/,
			);
		});

		it("answers a line of JSON per file, in order", () => {
			write({ "good.py": GOOD, "bad.py": BAD, "broken.py": "x = (\n" });
			const { status, out } = gradsight(["run", "--json", "bad.py", "missing.py", "good.py", "broken.py"]);
			const lines = out
				.trim()
				.split("\n")
				.map(
					(line) =>
						JSON.parse(line) as {
							path: string;
							outcome: string;
							stdout: string[];
							error: { type: string; line: number; path: string } | null;
							limits: unknown[];
							warnings: unknown[];
						},
				);
			assert.equal(status, 2);
			assert.deepEqual(Object.keys(lines[0]!), ["path", "outcome", "stdout", "warnings", "error", "limits"]);
			assert.deepEqual(
				lines.map(({ path, outcome }) => [path, outcome]),
				[
					["bad.py", "raises"],
					["missing.py", "unknown"],
					["good.py", "ok"],
					["broken.py", "raises"],
				],
			);
			assert.deepEqual(lines[2]!.stdout, ["tensor([2.7183, 2.7183, 2.7183])"]);
			assert.deepEqual([lines[0]!.error!.type, lines[0]!.error!.line, lines[0]!.error!.path], ["RuntimeError", 6, "bad.py"]);
			assert.equal(lines[3]!.error!.type, "SyntaxError");
		});

		it("imports installed packages from their sources, and finds missing ones missing", () => {
			write({
				"site/kit/__init__.py":
					"from .layers import Twice\nfrom .layers import _private as hidden\ntry:\n    from . import _native\nexcept ImportError:\n    _native = None\n",
				"site/kit/layers.py":
					"import torch\nfrom torch import nn\n\n\ndef _private(x):\n    return x.add_(1)\n\n\nclass Twice(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.scale = nn.Parameter(torch.full((3,), 2.0))\n\n    def forward(self, x):\n        return x * self.scale\n",
				"site/kit/_fast.abi3.so": "",
				"site/kit-1.2.3.dist-info/METADATA": "",
				"use.py":
					"import importlib.metadata\nimport importlib.util\nimport kit\nimport torch\n\ntry:\n    import absent_package\nexcept ImportError as error:\n    print(error)\nfrom kit import _fast\n\nprint(importlib.metadata.version('kit'), importlib.util.find_spec('absent_package'), importlib.util.find_spec('kit.layers').name, kit._native)\nmodel = kit.Twice()\nmodel(torch.ones(3)).sum().backward()\nprint(model.scale.grad)\nkit.hidden(model.scale)\n",
			});
			const { out } = gradsight(["run", "--json", "--site-packages", "site", "use.py"]);
			const { stdout, error } = JSON.parse(out) as { stdout: string[]; error: { message: string; path: string; line: number } };
			assert.deepEqual(stdout, ["No module named 'absent_package'", "1.2.3 None kit.layers None", "tensor([1., 1., 1.])"]);
			assert.match(error.message, /^a leaf Variable that requires grad/);
			assert.deepEqual([error.path, error.line], ["use.py", 16]);
			assert.match(
				gradsight(["run", "--site-packages", "site", "use.py"]).err,
				/File ".*\/site\/kit\/layers.py", line 6, in _private\n {4}return x.add_\(1\)/,
			);
		});

		it("stops when its time is up", () => {
			write({ "forever.py": 'import torch\nprint("start")\nx = torch.ones(1)\nwhile True:\n    x = x + 1\n' });
			const started = Date.now();
			const { out } = gradsight(["run", "--json", "--max-seconds", "1", "forever.py"]);
			const result = JSON.parse(out) as { outcome: string; stdout: string[] };
			assert.deepEqual([result.outcome, result.stdout], ["unknown", ["start"]]);
			assert.ok(Date.now() - started < 8000);
		});
	});

	it("passes arguments behind --", () => {
		write({ "a.py": "import sys\nprint(sys.argv[1:])\n" });
		assert.equal(gradsight(["run", "a.py", "--", "--lr", "1"]).out, "['--lr', '1']\n");
	});

	it("never takes a path for the value of a switch", () => {
		write({ "bad.py": BAD, "other.py": BAD });
		for (const { name, value } of Object.values(COMMANDS.find((command) => command.name === "check")!.options).flat()) {
			if (value !== undefined || ["--watch", "--update-baseline", "--fix", "--statistics"].includes(name)) continue;
			const { out } = gradsight(["check", "--output-format", "concise", name, "bad.py"]);
			assert.doesNotMatch(out, /other\.py/, name);
			assert.match(out, /bad\.py/, name);
		}
	});

	it("lists and explains rules", () => {
		assert.match(gradsight(["rules"]).out, /^inplace-saved +error +/m);
		assert.match(gradsight(["explain", "inplace-saved"]).out, /^# inplace-saved \(error\)\n/);
	});

	it("draws the autograd graph of a script, of a function, and of a model nobody uses", () => {
		const model =
			"import torch\nfrom torch import nn\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(2, 1)\n    def forward(self, x):\n        return self.fc(x).exp()\n\ndef scaled(a, b):\n    return a * b\n";
		write({ "bad.py": BAD, "good.py": GOOD, "model.py": model });
		const data = JSON.parse(gradsight(["graph", "good.py", "--format", "json"]).out) as Graph;
		assert.deepEqual(
			[data.title, data.roots, data.edges, data.cuts],
			[
				"backward in line 6",
				[0],
				[
					[0, 1, 0],
					[1, 2, 0],
					[2, 3, 0],
				],
				[],
			],
		);
		assert.deepEqual(
			data.nodes.map(({ name, op, shape, line, saved, freed, leaf }) => [name, op, shape, line, saved, freed, leaf?.name]),
			[
				["SumBackward0", "sum", "[]", 6, [], true, undefined],
				["AddBackward0", "add", "[3]", 5, [], true, undefined],
				["ExpBackward0", "exp", "[3]", 4, [{ name: "result", version: 0, now: 0 }], true, undefined],
				["AccumulateGrad", "", "[3]", null, [], false, "w"],
			],
		);
		const raising = gradsight(["graph", "bad.py"]);
		assert.equal(raising.status, 0);
		assert.match(raising.err, /raises RuntimeError in line 6/);
		assert.match(
			raising.out,
			/^<svg [^]*aria-label="ExpBackward0, line 4 · saved: result v0 → v1, [^"]*backward stops here: one of the variables[^]*<\/svg>\n$/,
		);
		assert.match(
			gradsight(["graph", "model.py:Net", "--format", "mermaid"]).out,
			/^flowchart TD\n\tn0\("ExpBackward0<br>line 9[^]*self\.fc\.weight/,
		);
		assert.match(
			gradsight(["graph", "model.py:scaled", "--format", "dot"]).out,
			/^digraph autograd \{[^]*MulBackward0[^]*label="a[^]*label="b/,
		);
		assert.match(gradsight(["graph", "model.py:Nett"]).err, /defines no function or model `Nett`/);
		assert.deepEqual([gradsight(["graph", "model.py"]).status, gradsight(["graph", "model.py", "--format", "png"]).status], [2, 2]);
	});

	it("draws where gradients are cut, and what lies behind", () => {
		write({
			"cut.py": "import torch\nw = torch.ones(3, requires_grad=True)\ny = w.exp()\nloss = (w * y.detach()).sum()\nloss.backward()\n",
			"gone.py": "import torch\nw = torch.ones(3, requires_grad=True)\nloss = torch.tensor([w.sum(), w.prod()]).mean()\n",
		});
		const cut = JSON.parse(gradsight(["graph", "cut.py", "--format", "json"]).out) as Graph;
		assert.deepEqual(
			cut.cuts.map(({ from, to, how, line }) => [cut.nodes[from]!.name, cut.nodes[to]!.name, how, line]),
			[["MulBackward0", "ExpBackward0", ".detach()", 4]],
		);
		assert.deepEqual(
			cut.nodes.filter((node) => node.beyond).map((node) => node.name),
			["ExpBackward0"],
		);
		const gone = JSON.parse(gradsight(["graph", "gone.py", "--format", "json"]).out) as Graph;
		assert.deepEqual(
			[gone.title, gone.nodes[0]!.gone, gone.cuts.map(({ to, how }) => [gone.nodes[to]!.name, how])],
			[
				"loss",
				true,
				[
					["SumBackward0", "torch.tensor"],
					["ProdBackward0", "torch.tensor"],
				],
			],
		);
		assert.match(gradsight(["graph", "gone.py", "--format", "dot"]).out, /n0 -> n1 \[color=red, style=dashed, label="torch.tensor"\]/);
		assert.match(gradsight(["graph", "gone.py", "--format", "mermaid"]).out, /n0 -\.->\|torch\.tensor\| n1/);
	});

	it("folds large graphs by calls, loops and iterations", () => {
		const loop =
			"import torch\nfrom torch import nn\ncell = nn.Linear(2, 2)\nh = torch.zeros(1, 2)\nfor t in range(200):\n    h = torch.tanh(cell(h))\n    h = h * 0.5\nh.sum().backward()\n";
		write({ "loop.py": loop, "short.py": loop.replace("200", "100") });
		const labels = (file: string) => [...gradsight(["graph", file]).out.matchAll(/aria-label="([^"]*)"/g)].map((match) => match[1]!);
		assert.deepEqual(labels("loop.py"), [
			"SumBackward0, line 8, shape [], freed by backward",
			"for t in range(200):, cell · line 5 · 800 nodes · 2 leaves, folded",
		]);
		assert.deepEqual(labels("short.py").slice(1, 3), [
			"cell (iteration 100), line 5 · 4 nodes · uses 2 leaves drawn elsewhere, folded",
			"cell.bias, leaf, [2] · used 100 times",
		]);
	});

	it("lists operators", () => {
		const operators = JSON.parse(gradsight(["ops", "--json"]).out) as {
			name: string;
			hasForward: boolean;
			hasGrad: boolean;
			composite: boolean;
		}[];
		assert.ok(operators.length > 500);
		assert.deepEqual(
			operators.find(({ name }) => name === "mul.Tensor"),
			{ name: "mul.Tensor", hasForward: true, hasGrad: true, composite: false },
		);
	});

	it("has help and a version", () => {
		assert.match(gradsight(["--help"]).out, /Exit status/);
		assert.match(gradsight(["--version"]).out, /\d+\.\d+\.\d+/);
		assert.equal(gradsight([]).status, 2);
	});
});
