/** Programs made to explode: paths, loops, calls, nesting, sizes. What matters is that each ends soon, with an answer or with a limit that is named. */

const module = (body: string, more = ""): string => `import torch
from torch import nn

${more}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x):
${body
	.split("\n")
	.map((line) => `        ${line}`)
	.join("\n")}
        return x
`;
const lines = (n: number, line: (i: number) => string): string => Array.from({ length: n }, (_, i) => line(i)).join("\n");
const script = (body: string): string => `import torch\nfrom torch import nn\n${body}\n`;

/** Numbers without Math.random: the same characters each time. */
function characters(n: number): string {
	let state = 12345;
	let out = "";
	for (let i = 0; i < n; i++) {
		state = (state * 1103515245 + 12345) % 2147483648;
		out += String.fromCharCode(32 + (state % 95));
		if (state % 61 === 0) out += "\n";
	}
	return out;
}

/** By name, in the order of the performance notes' list. */
export const ADVERSARIAL: Record<string, () => string> = {
	"700 independent ifs": () => module(lines(700, (i) => `if x.sum() > ${i}:\n    x = x + ${i}\nelse:\n    x = x * 2`)),
	"800-arm elif chain": () =>
		module(`if x.sum() == 0:\n    x = x + 1\n${lines(799, (i) => `elif x.sum() == ${i + 1}:\n    x = self.layer(x)`)}`),
	"5,000-arm elif chain": () =>
		module(`if x.sum() == 0:\n    x = x + 1\n${lines(4999, (i) => `elif x.sum() == ${i + 1}:\n    x = self.layer(x)`)}`),
	"60 three-way ifs with continue in a loop": () =>
		module(
			`for i in range(100):\n${lines(60, (i) => `    v${i} = x * ${i}\n    if v${i}.sum() > 0:\n        continue\n    elif v${i}.mean() < 0:\n        x = x + v${i}\n    else:\n        x = x - 1`)}`,
		),
	"6 nested loops": () =>
		module(
			`${lines(6, (i) => `${"    ".repeat(i)}for i${i} in range(10):`)}\n${lines(40, (i) => `${"    ".repeat(6)}try:\n${"    ".repeat(7)}x = x + i${i % 6}\n${"    ".repeat(6)}except ValueError:\n${"    ".repeat(7)}continue`)}`,
		),
	"Sequential of 1,000 layers": () =>
		script(`net = nn.Sequential(\n${lines(1000, () => "    nn.Linear(4, 4),")}\n)\nnet(torch.ones(2, 4)).sum().backward()`),
	"Sequential of 20,000 layers": () =>
		script(`net = nn.Sequential(\n${lines(20000, () => "    nn.Linear(4, 4),")}\n)\nnet(torch.ones(2, 4)).sum().backward()`),
	"a million leaves in a comprehension": () =>
		script("leaves = [torch.zeros(3, requires_grad=True) for _ in range(10**6)]\nsum(leaves).sum().backward()"),
	"call fan-out of 40 levels": () =>
		script(
			`${lines(40, (i) => `def f${i}(x):\n    return f${i + 1}(x) + f${i + 1}(2 * x)\n`)}\ndef f40(x):\n    return x\n\nf0(torch.ones(2, requires_grad=True)).sum().backward()`,
		),
	"mutual recursion with two calls each": () =>
		script(
			"def f(x, n):\n    return x if n == 0 else g(x, n - 1) + g(x * 2, n - 1)\n\ndef g(x, n):\n    return x if n == 0 else f(x, n - 1) + f(x * 3, n - 1)\n\nf(torch.ones(2, requires_grad=True), 40).sum().backward()",
		),
	"while True with a break on data": () =>
		script(
			"w = torch.ones(3, requires_grad=True)\nx = w\nwhile True:\n    x = x * 2\n    if torch.rand(1) > 0.5:\n        break\nx.sum().backward()",
		),
	"80 nested ifs": () => module(lines(80, (i) => `${"    ".repeat(i)}if x.sum() > ${i}:`) + `\n${"    ".repeat(80)}x = x + 1`),
	"20,000 rows in torch.tensor": () =>
		script(`t = torch.tensor([\n${lines(20000, (i) => `    [${i}.0, 1.0, 2.0],`)}\n], requires_grad=True)\nt.sum().backward()`),
	"one line of 200,000 numbers": () => script(`t = torch.tensor([${Array.from({ length: 200_000 }, (_, i) => i % 10).join(", ")}])`),
	"a sum of 3,000 terms": () =>
		script(`x = torch.ones(2, requires_grad=True)\ny = ${Array.from({ length: 3000 }, () => "x").join(" + ")}\ny.sum().backward()`),
	"3,000 calls in a chain": () => script(`x = torch.ones(2, requires_grad=True)\ny = x${".relu()".repeat(3000)}\ny.sum().backward()`),
	"2,000 nested calls": () => script(`x = torch.ones(2)\ny = ${"abs(".repeat(2000)}x${")".repeat(2000)}`),
	"5,000 parentheses": () => script(`y = ${"(".repeat(5000)}1${")".repeat(5000)}`),
	"100 KB of characters": () => characters(100_000),
	"an unclosed bracket before 970 lines": () => `x = (1,\n${module(lines(960, (i) => `x = x + ${i}`))}`,
	"96 layers with 16 heads in a loop": () =>
		script(
			"class Block(nn.Module):\n    def __init__(self, d=64, heads=16):\n        super().__init__()\n        self.heads = heads\n        self.qkv = nn.Linear(d, 3 * d)\n        self.out = nn.Linear(d, d)\n\n    def forward(self, x):\n        q, k, v = self.qkv(x).chunk(3, dim=-1)\n        parts = []\n        size = q.shape[-1] // self.heads\n        for h in range(self.heads):\n            s = slice(h * size, (h + 1) * size)\n            parts.append(torch.softmax(q[..., s] @ k[..., s].transpose(-2, -1), -1) @ v[..., s])\n        return x + self.out(torch.cat(parts, -1))\n\nnet = nn.Sequential(*[Block() for _ in range(96)])\nnet(torch.randn(2, 8, 64)).sum().backward()",
		),
	"a class of 500 methods": () =>
		`import torch\n\nclass Big:\n${lines(500, (i) => `    def m${i}(self, x):\n        return x + ${i}\n`)}\nb = Big()\nx = torch.ones(2, requires_grad=True)\n${lines(500, (i) => `x = b.m${i}(x)`)}\nx.sum().backward()\n`,
	"200 classes in a line": () => `class C0:\n    v = 0\n\n${lines(200, (i) => `class C${i + 1}(C${i}):\n    pass\n`)}\nprint(C200().v)\n`,
	"a dict of 100,000 keys": () => script("d = {}\nfor i in range(10**5):\n    d[i] = torch.ones(1)\n"),
	"a string of a billion characters": () => script("s = 'a' * 10**9\nt = f'{s}{s}'\nprint(len(t))"),
	"a million losses in a list": () =>
		script(
			"w = torch.ones(3, requires_grad=True)\nlosses = []\nfor epoch in range(10):\n    for step in range(10**5):\n        loss = (w * step).sum()\n        loss.backward()\n        losses.append(loss)",
		),
};
