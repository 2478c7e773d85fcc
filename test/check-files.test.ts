/** What `gradsight check` reads: files in folders, encodings, imports, notebooks, standard input, texts that are no programs. */
import { strict as assert } from "node:assert";
import { BAD, type Finding, Folder } from "./support/command.ts";

describe("what gradsight check reads", () => {
	const folder = new Folder();
	beforeEach(() => folder.clear());
	after(() => folder.remove());

	it("finds files in folders, and leaves out what git and the configuration leave out", () => {
		folder.write({
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
			folder.findings().map((finding) => finding.path),
			["a.py", "sub/b.py", "sub/deep/c.py"],
		);
		assert.deepEqual(
			folder.findings("ignored/d.py").map((finding) => finding.path),
			["ignored/d.py"],
			"a file that is named is checked",
		);
		folder.write({ "empty.py": "" });
		assert.deepEqual(folder.findings("generated/f.py", "a.py").length, 2);
		assert.deepEqual(
			folder.gradsight(["check", "--force-exclude", "generated/f.py", "empty.py"]).status,
			0,
			"hooks name files that nobody chose",
		);
	});

	it("says which path it cannot check, and checks the rest", () => {
		folder.write({
			"bad.py": BAD,
			"broken.py": "def f(:\n    pass\n",
			"binary.py": Uint8Array.of(1, 0, 2),
			"latin.py": Uint8Array.of(0x78, 0x3d, 0xe9),
			"empty.py": "",
			"notes.txt": "hello",
			"pkg/__init__.py": "",
		});
		const { status, out, err } = folder.gradsight([
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
		folder.write({ "half.py": `${BAD}\ndef f(:\n    pass\n` });
		const { status, out } = folder.gradsight(["check", "half.py", "--output-format", "json"]);
		const report = JSON.parse(out) as { findings: Finding[]; limits: { kind: string; line: number }[] };
		assert.equal(status, 2);
		assert.deepEqual(
			report.findings.map((finding) => finding.line),
			[5],
		);
		assert.ok(report.limits.some((limit) => limit.kind === "syntax" && limit.line === 8));
	});

	it("reads a declared encoding", () => {
		folder.write({ "latin.py": Buffer.from(`# -*- coding: latin-1 -*-\nname = "\u00e9"\n${BAD}`, "latin1") });
		assert.deepEqual(
			folder.findings("latin.py").map((finding) => finding.line),
			[7],
		);
	});

	it("follows imports within the workspace", () => {
		folder.write({
			"pkg/__init__.py": "",
			"pkg/helper.py": "def spoil(y):\n    y += 1\n    return y\n",
			"main.py": "import torch\nfrom pkg.helper import spoil\n\nw = torch.ones(3, requires_grad=True)\nspoil(w.exp()).sum().backward()\n",
		});
		const found = folder.findings("main.py");
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
		folder.write({
			"nb.ipynb": JSON.stringify({ cells, metadata: { kernelspec: { language: "python" } }, nbformat: 4, nbformat_minor: 5 }),
			"r.ipynb": JSON.stringify({ cells: [cell("x <- 1")], metadata: { kernelspec: { language: "R" } }, nbformat: 4, nbformat_minor: 5 }),
		});
		const [finding, ...rest] = folder.findings();
		assert.deepEqual([finding!.path, finding!.cell, finding!.line, rest.length], ["nb.ipynb", 3, 2, 0]);
		assert.match(finding!.message, /\(cell 3, line 1\).*\(cell 4, line 1\)/);
		assert.match(folder.gradsight(["check", "r.ipynb"]).err, /r\.ipynb: a notebook in R/);
		assert.match(folder.gradsight(["check"]).out, /--> nb\.ipynb:cell 3:2:1/);
	});

	it("reads standard input under a name", () => {
		const { status, out } = folder.gradsight(["check", "--stdin-filename", "src/x.py", "-", "--output-format", "concise"], { input: BAD });
		assert.equal(status, 1);
		assert.match(out, /^src\/x\.py:5:1: /);
	});
});
