/** `gradsight run`: what Python would print, tracebacks, arguments, installed packages, limits. */
import { strict as assert } from "node:assert";
import { BAD, Folder, GOOD } from "./support/command.ts";

describe("gradsight run", () => {
	const folder = new Folder();
	beforeEach(() => folder.clear());
	after(() => folder.remove());

	it("nests calls as deeply as Python does", () => {
		folder.write({
			"deep.py":
				"def down(n):\n    return 0 if n == 0 else 1 + down(n - 1)\n\n\nprint(down(950))\ntry:\n    down(2000)\nexcept RecursionError as error:\n    print(error)\n",
		});
		const { status, out, err } = folder.gradsight(["run", "deep.py"]);
		assert.deepEqual({ status, out, err }, { status: 0, out: "950\nmaximum recursion depth exceeded\n", err: "" });
	});

	it("prints what Python would print, and its traceback", () => {
		folder.write({ "good.py": GOOD, "bad.py": `print("before")\n${BAD}` });
		assert.deepEqual(folder.gradsight(["run", "good.py"]), { status: 0, out: "tensor([2.7183, 2.7183, 2.7183])\n", err: "" });
		const { status, out, err } = folder.gradsight(["run", "bad.py"]);
		assert.deepEqual([status, out], [1, "before\n"]);
		assert.match(
			err,
			/^Traceback \(most recent call last\):\n {2}File ".*bad\.py", line 7, in <module>\n[^]*\nRuntimeError: one of the variables needed for gradient computation/,
		);
	});

	it("answers a line of JSON per file, in order", () => {
		folder.write({ "good.py": GOOD, "bad.py": BAD, "broken.py": "x = (\n" });
		const { status, out } = folder.gradsight(["run", "--json", "bad.py", "missing.py", "good.py", "broken.py"]);
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
		folder.write({
			"site/kit/__init__.py":
				"from .layers import Twice\nfrom .layers import _private as hidden\ntry:\n    from . import _native\nexcept ImportError:\n    _native = None\n",
			"site/kit/layers.py":
				"import torch\nfrom torch import nn\n\n\ndef _private(x):\n    return x.add_(1)\n\n\nclass Twice(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.scale = nn.Parameter(torch.full((3,), 2.0))\n\n    def forward(self, x):\n        return x * self.scale\n",
			"site/kit/_fast.abi3.so": "",
			"site/kit-1.2.3.dist-info/METADATA": "",
			"use.py":
				"import importlib.metadata\nimport importlib.util\nimport kit\nimport torch\n\ntry:\n    import absent_package\nexcept ImportError as error:\n    print(error)\nfrom kit import _fast\n\nprint(importlib.metadata.version('kit'), importlib.util.find_spec('absent_package'), importlib.util.find_spec('kit.layers').name, kit._native)\nmodel = kit.Twice()\nmodel(torch.ones(3)).sum().backward()\nprint(model.scale.grad)\nkit.hidden(model.scale)\n",
		});
		const { out } = folder.gradsight(["run", "--json", "--site-packages", "site", "use.py"]);
		const { stdout, error } = JSON.parse(out) as { stdout: string[]; error: { message: string; path: string; line: number } };
		assert.deepEqual(stdout, ["No module named 'absent_package'", "1.2.3 None kit.layers None", "tensor([1., 1., 1.])"]);
		assert.match(error.message, /^a leaf Variable that requires grad/);
		assert.deepEqual([error.path, error.line], ["use.py", 16]);
		assert.match(
			folder.gradsight(["run", "--site-packages", "site", "use.py"]).err,
			/File ".*\/site\/kit\/layers.py", line 6, in _private\n {4}return x.add_\(1\)/,
		);
	});

	it("stops when its time is up", () => {
		folder.write({ "forever.py": 'import torch\nprint("start")\nx = torch.ones(1)\nwhile True:\n    x = x + 1\n' });
		const started = Date.now();
		const { out } = folder.gradsight(["run", "--json", "--max-seconds", "1", "forever.py"]);
		const result = JSON.parse(out) as { outcome: string; stdout: string[] };
		assert.deepEqual([result.outcome, result.stdout], ["unknown", ["start"]]);
		assert.ok(Date.now() - started < 8000);
	});

	it("passes arguments behind --", () => {
		folder.write({ "a.py": "import sys\nprint(sys.argv[1:])\n" });
		assert.equal(folder.gradsight(["run", "a.py", "--", "--lr", "1"]).out, "['--lr', '1']\n");
	});
});
