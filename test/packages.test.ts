/** The files of a package are checked one after the other; what is kept from one to the next must not show. */
import assert from "node:assert/strict";
import { isUnread } from "../engine/syntax/later.ts";
import type { FunctionDef } from "../engine/syntax/nodes.ts";
import type { Source } from "../engine/index.ts";
import { checkUnit } from "../server/checker.ts";
import { Workspace } from "../server/imports.ts";
import { loadSource } from "../server/load.ts";
import { DEFAULTS } from "../server/settings.ts";
import { initPythonInNode } from "../grammars/node.ts";

const FILES: Record<string, string> = {
	"pkg/__init__.py": "from .layers import Block\nfrom .models import Net\nNAMES = [Block.__name__]\n",
	"pkg/layers.py":
		"from torch import nn\nfrom pkg.tools import scaled\nimport pkg\nclass Block(nn.Module):\n    seen = []\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(2, 2)\n    def forward(self, x):\n        self.seen.append(1)\n        y = self.fc(x).exp()\n        y += len(pkg.NAMES)  # gradsight: ignore[inplace-saved] known\n        return scaled(y)\n",
	"pkg/models.py":
		"from pkg.layers import Block\nfrom pkg.tools import LIMIT, RECENT\nimport os, torch, pkg\nfrom pkg.alias import twice\npkg.NAMES = ['Block']\nRECENT.append(2)\nfrom torch import nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(2, 2)\n        self.block = Block()\n    def forward(self, x):\n        assert os.environ['TOOLS'] == '1' and torch.pkg_tools and len(RECENT) == 2 and LIMIT[1] == 2\n        LIMIT.add_(1)\n        RECENT.append(3)\n        y = twice(self.fc(x)).exp()\n        y.sub_(1)\n        return self.block.fc(y)\n",
	"pkg/tools.py":
		"import builtins, os, sys, types, warnings\nfrom collections import deque\nimport torch\nLIMIT = torch.tensor([1.0, 2.0])\nRECENT = deque([1], maxlen=3)\nos.environ['TOOLS'] = '1'\nwarnings.filterwarnings('ignore', 'tools')\nsys.modules['pkg.alias'] = types.ModuleType('pkg.alias')\nsys.modules['pkg.alias'].twice = lambda x: x * 2\ntorch.pkg_tools = True\ndef scaled(x):\n    assert x is not None\n    return x * 2\nclass Tool:\n    def use(self):\n        y = torch.ones(2, requires_grad=True).exp()\n        y += 1\n        y.sum().backward()\n        from pkg import Net\n        return Net()\ntry:\n    import pkg.optional\nexcept ImportError:\n    pass\n",
	"pkg/optional.py":
		"import torch\nraise ImportError('something is missing')\nclass Unmade(torch.nn.Module):\n    def __init__(self):\n        raise ValueError('never made')\n    def forward(self, x):\n        return len(str(x)) + torch.numel(x) + len([y for y in range(3)]) + len(str([x, x]))\n",
};
const PATHS = Object.keys(FILES);

function checker(): (path: string) => string {
	const isFile = (path: string) => path in FILES;
	const workspace = new Workspace({ read: (path) => FILES[path] ?? null, isNamespace: () => false });
	return (path) =>
		JSON.stringify(checkUnit({ path, text: FILES[path]!, cells: null }, { workspace, settings: DEFAULTS, project: null, isFile }));
}

describe("files of one package", () => {
	before(() => initPythonInNode());

	it("have the same reports in any order", () => {
		const alone = new Map(PATHS.map((path) => [path, checker()(path)]));
		for (const path of ["pkg/models.py", "pkg/tools.py"]) assert.match(alone.get(path)!, /inplace-saved/);
		for (const order of [PATHS, PATHS.toReversed(), [1, 2, 1, 3, 0, 2].map((i) => PATHS[i]!)]) {
			const check = checker();
			for (const path of order) assert.equal(check(path), alone.get(path), `${path} in ${order}`);
		}
	});

	it("are read as a whole when they are checked, though they were imported first", () => {
		const workspace = new Workspace({ read: (path) => FILES[path] ?? null, isNamespace: () => false });
		const path = "pkg/optional.py";
		const forward = (source: Source | null) => {
			const made = source!.module.body.find((s) => s.kind === "ClassDef");
			return made!.body.find((s) => s.kind === "FunctionDef" && s.name === "forward") as FunctionDef;
		};
		const imported = forward(workspace.source(path));
		assert.ok(isUnread(imported));
		assert.equal(forward(workspace.entry(path, FILES[path]!)), imported);
		assert.ok(!isUnread(imported));
		assert.deepEqual(imported, forward(loadSource(path, FILES[path]!)));
	});

	it("keep the comments in functions of files that were imported first", () => {
		const check = checker();
		check("pkg/models.py");
		const { findings } = JSON.parse(check("pkg/layers.py")) as { findings: { code: string }[] };
		assert.deepEqual(
			findings.map((finding) => finding.code),
			[],
		);
	});
});
