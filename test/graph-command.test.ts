/** `gradsight graph`: what is drawn, where gradients are cut, how large graphs are folded. */
import { strict as assert } from "node:assert";
import type { Graph } from "../engine/index.ts";
import { BAD, Folder, GOOD } from "./support/command.ts";

describe("gradsight graph", () => {
	const folder = new Folder();
	beforeEach(() => folder.clear());
	after(() => folder.remove());

	it("draws the autograd graph of a script, of a function, and of a model nobody uses", () => {
		const model =
			"import torch\nfrom torch import nn\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(2, 1)\n    def forward(self, x):\n        return self.fc(x).exp()\n\ndef scaled(a, b):\n    return a * b\n";
		folder.write({ "bad.py": BAD, "good.py": GOOD, "model.py": model });
		const data = JSON.parse(folder.gradsight(["graph", "good.py", "--format", "json"]).out) as Graph;
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
		const raising = folder.gradsight(["graph", "bad.py"]);
		assert.equal(raising.status, 0);
		assert.match(raising.err, /raises RuntimeError in line 6/);
		assert.match(
			raising.out,
			/^<svg [^]*aria-label="ExpBackward0, line 4 · saved: result v0 → v1, [^"]*backward stops here: one of the variables[^]*<\/svg>\n$/,
		);
		assert.match(
			folder.gradsight(["graph", "model.py:Net", "--format", "mermaid"]).out,
			/^flowchart TD\n\tn0\("ExpBackward0<br>line 9[^]*self\.fc\.weight/,
		);
		assert.match(
			folder.gradsight(["graph", "model.py:scaled", "--format", "dot"]).out,
			/^digraph autograd \{[^]*MulBackward0[^]*label="a[^]*label="b/,
		);
		assert.match(folder.gradsight(["graph", "model.py:Nett"]).err, /defines no function or model `Nett`/);
		assert.deepEqual(
			[folder.gradsight(["graph", "model.py"]).status, folder.gradsight(["graph", "model.py", "--format", "png"]).status],
			[2, 2],
		);
	});

	it("draws where gradients are cut, and what lies behind", () => {
		folder.write({
			"cut.py": "import torch\nw = torch.ones(3, requires_grad=True)\ny = w.exp()\nloss = (w * y.detach()).sum()\nloss.backward()\n",
			"gone.py": "import torch\nw = torch.ones(3, requires_grad=True)\nloss = torch.tensor([w.sum(), w.prod()]).mean()\n",
		});
		const cut = JSON.parse(folder.gradsight(["graph", "cut.py", "--format", "json"]).out) as Graph;
		assert.deepEqual(
			cut.cuts.map(({ from, to, how, line }) => [cut.nodes[from]!.name, cut.nodes[to]!.name, how, line]),
			[["MulBackward0", "ExpBackward0", ".detach()", 4]],
		);
		assert.deepEqual(
			cut.nodes.filter((node) => node.beyond).map((node) => node.name),
			["ExpBackward0"],
		);
		const gone = JSON.parse(folder.gradsight(["graph", "gone.py", "--format", "json"]).out) as Graph;
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
		assert.match(
			folder.gradsight(["graph", "gone.py", "--format", "dot"]).out,
			/n0 -> n1 \[color=red, style=dashed, label="torch.tensor"\]/,
		);
		assert.match(folder.gradsight(["graph", "gone.py", "--format", "mermaid"]).out, /n0 -\.->\|torch\.tensor\| n1/);
	});

	it("folds large graphs by calls, loops and iterations", () => {
		const loop =
			"import torch\nfrom torch import nn\ncell = nn.Linear(2, 2)\nh = torch.zeros(1, 2)\nfor t in range(200):\n    h = torch.tanh(cell(h))\n    h = h * 0.5\nh.sum().backward()\n";
		folder.write({ "loop.py": loop, "short.py": loop.replace("200", "100") });
		const labels = (file: string) => [...folder.gradsight(["graph", file]).out.matchAll(/aria-label="([^"]*)"/g)].map((match) => match[1]!);
		assert.deepEqual(labels("loop.py"), [
			"SumBackward0, line 8, shape [], freed by backward",
			"for t in range(200):, cell · line 5 · 800 nodes · 2 leaves, folded",
		]);
		assert.deepEqual(labels("short.py").slice(1, 3), [
			"cell (iteration 100), line 5 · 4 nodes · uses 2 leaves drawn elsewhere, folded",
			"cell.bias, leaf, [2] · used 100 times",
		]);
	});
});
