/** Modules that are executed once and used again must not show it: a report is the same whatever was analysed before. */
import assert from "node:assert/strict";
import { CHECK_BUDGET, check, type Program, type Source } from "../engine/index.ts";
import { loadSource } from "../server/load.ts";
import { initPythonInNode } from "../grammars/node.ts";

const FILES: Record<string, string> = {
	"registry.py": "MODELS = {}\nORDER = []\ndef register(cls):\n    MODELS[cls.__name__] = cls\n    return cls\n",
	"layers.py":
		"import logging\nfrom torch import nn\nfrom registry import register, MODELS\nlog = logging.getLogger(__name__)\n@register\nclass Block(nn.Module):\n    scale = 1.0\n    seen = []\n    def forward(self, x):\n        y = x.exp()\n        y += 1\n        return y\n",
	"more.py":
		"from registry import register, MODELS\nfrom layers import Block\nimport numpy as np\nimport nosuchpackage\n@register\nclass Other(Block):\n    pass\ncount = len(MODELS)\n",
	"seeded.py": "import torch, registry\ntorch.manual_seed(3)\nregistry.ORDER.append(1)\nw = torch.randn(2)\n",
	"left.py": "import right\ndef f(x):\n    return right.g(x)\n",
	"tokens.py": "import itertools\ntoken = itertools.count()\nprint('made')\n",
	"drawn.py": "from tokens import token\nfirst = next(token)\n",
	"lazy.py":
		"import sys, types\nimport lazy.parts, lazy.late\nclass Lazy(types.ModuleType):\n    def __getattr__(self, name):\n        if name == 'late':\n            return sys.modules['lazy.late'].late\n        raise AttributeError(name)\nsys.modules[__name__] = Lazy(__name__)\n",
	"lazy.parts.py": "import lazy\nimport registry\nSCALE = 2\n@registry.register\nclass Part:\n    pass\n",
	"lazy.late.py": "from lazy.parts import SCALE\ndef late(x):\n    y = x.exp()\n    y *= SCALE\n    return y\n",
	"needy.py": "from lazy.parts import SCALE, Part\nfrom lazy import late\nimport registry\nknown = list(registry.MODELS)\n",
	"right.py": "import left\ndef g(x):\n    y = x.sigmoid()\n    y.mul_(2)\n    return y\n",
};
const ENTRIES = [
	"import torch\nimport layers\ndef step(x=torch.ones(2, requires_grad=True)):\n    layers.Block.scale = 2.0\n    layers.Block.seen.append(1)\n    layers.Block()(x).sum().backward()\n",
	"import torch\nimport more, registry\ndef build():\n    registry.MODELS.clear()\n    registry.ORDER.append(2)\ndef step():\n    x = torch.ones(len(registry.MODELS), requires_grad=True)\n    assert more.count == 2 and registry.ORDER == []\n    registry.MODELS['Block']()(x).sum().backward()\n",
	"import torch\nimport seeded\ndef step():\n    x = seeded.w.requires_grad_()\n    y = x.exp()\n    y += 1\n    y.sum().backward()\n",
	"import torch\nfrom left import f\ndef step():\n    f(torch.ones(2, requires_grad=True)).sum().backward()\n",
	"import torch\nfrom right import g\nimport left\ndef step():\n    left.f(torch.ones(2, requires_grad=True)).sum().backward()\n",
	"import torch\nimport drawn, tokens\ndef step():\n    n = next(tokens.token)\n    assert drawn.first == 0 and n == 1\n    y = torch.ones(n + 1, requires_grad=True).exp()\n    y += n\n    y.sum().backward()\n",
	"import torch\nimport lazy\nimport needy\ndef step():\n    assert needy.known == ['Part'] and needy.SCALE == 2\n    needy.late(torch.ones(2, requires_grad=True)).sum().backward()\n",
	"import torch\nimport needy, registry\ndef step():\n    import sys\n    assert type(sys.modules['lazy']).__name__ == 'Lazy' and 'Part' in registry.MODELS\n    sys.modules['lazy'].late(torch.ones(2, requires_grad=True)).sum().backward()\n",
	"import torch\nfrom torch.optim.lr_scheduler import StepLR\ndef step():\n    w = torch.ones(2, requires_grad=True)\n    o = torch.optim.Adam([w])\n    s = StepLR(o, 1)\n    w.grad = torch.ones(2)\n    y = w.exp() * w\n    assert not hasattr(torch.optim.Adam, 'extra')\n    torch.optim.Adam.extra = 3\n    o.step()\n    y.sum().backward()\n",
];

describe("images of modules", () => {
	before(() => initPythonInNode());

	it("give the same reports in any order", () => {
		const loaded = new Map(Object.entries(FILES).map(([path, text]) => [path, loadSource(path, text)]));
		const report = (index: number): string => {
			const entry: Source = loadSource(`entry${index}.py`, ENTRIES[index]!);
			const program: Program = { entry, find: (name) => loaded.get(`${name}.py`) ?? null };
			return JSON.stringify(check(program, { profile: "2.13", budget: CHECK_BUDGET }));
		};
		const alone = ENTRIES.map((_, index) => {
			for (const [path, text] of Object.entries(FILES)) loaded.set(path, loadSource(path, text));
			return report(index);
		});
		alone.forEach((text, index) => assert.ok(JSON.parse(text).findings.length > 0, `entry ${index}: ${text}`));
		for (const [path, text] of Object.entries(FILES)) loaded.set(path, loadSource(path, text));
		const all = ENTRIES.map((_, index) => index);
		for (const order of [all, [...all].reverse(), [3, 0, 6, 2, 1, 4, 7, 1, 3, 5, 6, 0, 8, 7]])
			for (const index of order) assert.equal(report(index), alone[index], `entry ${index} in ${order}`);
	});
});
