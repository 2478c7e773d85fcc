/** Texts, files and peers that mean harm or know no better: each has a clear outcome. `test/robust/soak.ts` does the same for hours. */
import { strict as assert } from "node:assert";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Hover } from "vscode-languageserver/node";
import { parserReady } from "../server/parser.ts";
import { editLive } from "./robust/edits.ts";
import { fixtures, judge } from "./robust/judge.ts";
import { mutated } from "./robust/mutate.ts";
import { BAD, Folder } from "./support/command.ts";
import { CLI, startSession } from "./support/session.ts";

/** The same every time; the soak takes other seeds. */
const SEED = 20;

describe("robustness", () => {
	const folder = new Folder();
	before(() => parserReady());
	beforeEach(() => folder.clear());
	after(() => folder.remove());

	describe("programs as nobody wrote them", () => {
		it("end by themselves, and findings lie within them: real files, mutated", () => {
			const texts = fixtures().map(({ text }) => text.split("\n").slice(0, 80).join("\n"));
			fc.assert(fc.property(mutated(texts, 6), judge), { seed: SEED, numRuns: 60 });
		});

		it("end by themselves: real files, cut in the middle", () => {
			for (const [index, { text }] of fixtures().entries()) {
				const lines = text.split("\n");
				// Each file elsewhere.
				for (const share of [0.1, 0.35, 0.7]) judge(lines.slice(0, Math.floor(lines.length * ((share + index * 0.07) % 1))).join("\n"));
			}
		});

		it("end by themselves: loops that have no body yet", () => {
			for (const text of ["while True:", "for i in range(10**12):\n", "while (x := 1):\nprint(1)\n", "def f():\n    while True:\n\nf()\n"])
				judge(text);
		});

		it("end by themselves: numbers and texts that outgrow any machine", () => {
			const huge = [
				"9 ** 9 ** 9",
				"'a' * 10 ** 12",
				"[0] * 10 ** 10",
				"list(range(10 ** 12))",
				"1 << 10 ** 11",
				"f'{1:{10 ** 10}}'",
				"'%*d' % (10 ** 10, 1)",
				"'a'.zfill(10 ** 11)",
				"math.factorial(10 ** 7)",
				"math.comb(10 ** 7, 10 ** 6)",
				"math.perm(10 ** 7)",
				"'ab'.replace('', 'x' * 10 ** 6) * 10 ** 6",
				"','.join(['a' * 10 ** 6] * 10 ** 4)",
				"len(list(itertools.permutations(range(14))))",
				"torch.ones(10 ** 6, 10 ** 6).sum()",
				"sum(1 for _ in itertools.count())",
				"int('9' * 10 ** 5) ** 10 ** 5",
			];
			for (const expression of huge) judge(`import itertools, math, torch\nx = ${expression}\nprint(1)\n`);
		});

		it("end by themselves: regular expressions that backtrack without end", () => {
			for (const pattern of ["(a+)+$", "(a|aa)+$", "(.*)*x", "(?:a?){30}a{30}x", "(\\\\w+\\\\s?)*!$"])
				judge(`import re\nprint(re.match("${pattern}", "a" * 60 + " b"))\nprint(re.sub("${pattern}", "", "a" * 60 + " b"))\n`);
		});

		it("are deep without bringing the analysis down", () => {
			folder.write({
				"parens.py": `x = ${"(".repeat(20_000)}1${")".repeat(20_000)}\n`,
				"lists.py": `x = ${"[".repeat(3000)}1${"]".repeat(3000)}\n`,
				"attributes.py": `x = a${".b".repeat(20_000)}\n`,
				"calls.py": `x = f${"()".repeat(10_000)}\n`,
				"sums.py": `x = 1${" + 1".repeat(20_000)}\n`,
				"elifs.py": `x = 1\nif x:\n    pass\n${Array.from({ length: 1500 }, (_, i) => `elif x == ${i}:\n    pass\n`).join("")}`,
				"lambdas.py": `f = ${"lambda: ".repeat(5000)}1\n`,
				"blocks.py": `${Array.from({ length: 300 }, (_, i) => `${"    ".repeat(i)}if x:\n`).join("")}${"    ".repeat(300)}pass\n`,
			});
			const { err } = folder.gradsight(["check", "--no-cache", "--output-format", "concise"]);
			assert.doesNotMatch(err, /internal error/);
			for (const line of err.trim().split("\n")) assert.match(line, /nested too deeply to be analysed/);
		});
	});

	describe("files that are no texts", () => {
		it("are named, with the reason, and the rest is checked", () => {
			folder.write({
				"null.py": "x = 1\0\n",
				"utf16.py": Buffer.from("\ufeffx = 1\n", "utf16le"),
				"latin.py": Uint8Array.of(0x78, 0x3d, 0xe9),
				"wrong.py": "# -*- coding: no-such-encoding -*-\nx = '\u00e9'\n",
				"unknown.py": Buffer.from("# coding: no-such-encoding\nx = '\u00e9'\n", "latin1"),
				"bad.py": BAD,
			});
			symlinkSync("nowhere.py", join(folder.path, "dangling.py"));
			symlinkSync("loop.py", join(folder.path, "loop.py"));
			const { status, out, err } = folder.gradsight([
				"check",
				"null.py",
				"utf16.py",
				"latin.py",
				"unknown.py",
				"dangling.py",
				"loop.py",
				"bad.py",
				"--output-format",
				"concise",
			]);
			assert.equal(status, 2);
			assert.match(out, /^bad\.py:5:1/);
			for (const message of [
				/null\.py: not a text file \(a zero byte at offset 5\)/,
				/utf16\.py: not /,
				/latin\.py: not UTF-8 text/,
				/unknown\.py: cannot be decoded as no-such-encoding/,
				/dangling\.py: no such file/,
				/loop\.py: (no such file|too many symbolic links)/,
			])
				assert.match(err, message);
		});

		it("may end their lines in any way, and begin with a mark", () => {
			for (const [name, text] of Object.entries({
				crlf: BAD.replaceAll("\n", "\r\n"),
				cr: BAD.replaceAll("\n", "\r"),
				bom: `\ufeff${BAD}`,
				mixed: BAD.replace("\n", "\r\n"),
				feed: `\f${BAD}`,
				open: BAD.trimEnd(),
			})) {
				folder.write({ [`${name}.py`]: text });
				assert.deepEqual(folder.found(`${name}.py`), [`${name}.py:5`], name);
			}
		});

		it("keep their line ends when they are fixed", () => {
			folder.write({ "a.py": BAD.replaceAll("\n", "\r\n") });
			folder.gradsight(["check", "--fix", "--no-cache"]);
			const { out } = spawnText("cat", [join(folder.path, "a.py")]);
			assert.equal(out, BAD.replace("y += 1", "y = y + 1").replaceAll("\n", "\r\n"));
		});

		it("and folders that lead in circles are passed over", () => {
			folder.write({ "a/bad.py": BAD });
			symlinkSync("..", join(folder.path, "a/up"));
			symlinkSync("a", join(folder.path, "again"));
			assert.deepEqual(folder.found(), ["a/bad.py:5"]);
		});

		it("or that may not be read are named", function () {
			// Root reads everything.
			if (process.getuid?.() === 0) this.skip();
			folder.write({ "a/bad.py": BAD, "closed/b.py": BAD });
			chmodSync(join(folder.path, "closed"), 0);
			chmodSync(join(folder.path, "a/bad.py"), 0);
			try {
				const { status, err } = folder.gradsight(["check", "a/bad.py"]);
				assert.equal(status, 2);
				assert.match(err, /a\/bad\.py: permission denied/);
			} finally {
				chmodSync(join(folder.path, "closed"), 0o755);
			}
		});

		it("are not reached by imports with too many dots", () => {
			folder.write({
				"secret.py": BAD,
				"proj/gradsight.toml": "",
				"proj/pkg/__init__.py": "",
				"proj/pkg/a.py": "from ...secret import w\nfrom ....secret import w\nfrom ........etc.passwd import x\nfrom .b import c\n",
				"proj/pkg/b.py": BAD.replace("w", "c"),
			});
			const inside = new Folder();
			try {
				const { out } = spawnText(
					process.execPath,
					[CLI, "check", "pkg/a.py", "--output-format", "concise", "--no-cache"],
					join(folder.path, "proj"),
				);
				assert.doesNotMatch(out, /secret/);
			} finally {
				inside.remove();
			}
		});
	});

	it("a hostile configuration is refused with a sentence", () => {
		folder.write({ "a.py": BAD });
		const wrong: [string, RegExp][] = [
			["[tool]\ngradsight = 3\n", /`tool\.gradsight` must be a table/],
			['tool = "x"\n', /^$/],
			["[tool.gradsight]\n__proto__ = 1\n", /unknown setting `__proto__`/],
			["[tool.gradsight]\nconstructor = []\n", /unknown setting `constructor`/],
			['[tool.gradsight.severity]\n__proto__ = "error"\n', /there is no rule `__proto__`/],
			[`[tool.gradsight]\n${"x".repeat(100_000)} = 1\n`, /unknown setting `x{79}…`\n/],
			[`[tool.gradsight]\nselect = ["${"*a".repeat(40)}"]\n`, /too many wildcards/],
			[`[tool.gradsight]\nexclude = ["${"*a".repeat(40)}"]\n`, /too many wildcards/],
			[`a = ${"[".repeat(50_000)}\n`, /pyproject\.toml:?.*: /],
			["\u0000\u0001", /pyproject\.toml:1:1: /],
			[`[tool.gradsight]\nignore = ["\\u001b[31mred"]\n`, /there is no rule `␛\[31mred`/],
		];
		for (const [toml, message] of wrong) {
			folder.write({ "pyproject.toml": toml });
			const { status, err } = folder.gradsight(["check", "--no-cache"]);
			assert.match(err, message, toml.slice(0, 60));
			assert.ok(err.length < 1000 && !err.includes("internal error") && !err.includes("\u001b"), err.slice(0, 300));
			assert.equal(status, message.source === "^$" ? 1 : 2, toml.slice(0, 60));
		}
	});

	describe("texts that steer terminals and pages", () => {
		const evil = "\u001b]0;owned\u0007\u001b[2J\u202e";

		it("are shown, not obeyed", () => {
			const name = `evil\u001b[31m\nfile.py`;
			folder.write({
				[name]: `import torch\n\nw = torch.ones(3, requires_grad=True)\ny = w.exp()\ny += 1  # ${evil}\ny.sum().backward()\n`,
				[`broken${evil}.py`]: "def f(:\n",
			});
			for (const format of ["full", "concise", "github", "junit"]) {
				const { out, err } = folder.gradsight(["check", "--no-cache", "--output-format", format]);
				assert.match(out, /inplace-saved/);
				assert.doesNotMatch(out + err, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/, format);
				if (format === "concise") assert.equal(out.trim().split("\n").length, 1, "a file's name cannot make lines");
				if (format === "github") for (const line of out.trim().split("\n")) assert.match(line, /^::error /);
			}
		});

		it("do not break out of hovers", async () => {
			const session = await startSession({});
			try {
				const uri = "untitled:a.py";
				const text = `import torch\nfrom torch import nn\n\nclass M(nn.Module):\n    def __init__(self):\n        super().__init__()\n        setattr(self, "](command:evil) <img src=x onerror=alert(1)> \`\`\`", nn.Parameter(torch.ones(2)))\n        self.d = nn.ParameterDict({"<script>x</script>": nn.Parameter(torch.ones(2))})\n    def forward(self, x):\n        a = list(self.parameters())[0]\n        return (a * x + list(self.parameters())[1]).sum()\n\nm = M()\nloss = m(torch.ones(2))\nloss.backward()\nname = "<img src=x>](command:evil)"\nfirst = list(m.parameters())[0]\nprint(first)\n`;
				await session.open(uri, text);
				await session.pushed(uri);
				const lines = text.split("\n");
				let seen = 0;
				for (const [line, code] of lines.entries()) {
					for (let character = 0; character < code.length; character += 3) {
						const hover = await session.request<Hover | null>("textDocument/hover", {
							textDocument: { uri },
							position: { line, character },
						});
						if (hover === null) continue;
						seen++;
						// Within code spans and blocks nothing is interpreted.
						const prose = (hover.contents as { value: string }).value.replace(/```[^]*?```|(`+)[^]*?\1/g, "");
						assert.doesNotMatch(prose, /<img|<script|\]\(command:/);
					}
				}
				assert.ok(seen > 10);
			} finally {
				await session.stop();
			}
		});
	});

	describe("the language server", () => {
		it("says of edited texts what a cold check says of them", async () => {
			const { compared } = await editLive(48, SEED);
			assert.ok(compared > 10, `only ${compared} texts could be compared`);
		});

		it("outlives requests that make no sense", async () => {
			const session = await startSession({});
			try {
				const uri = "untitled:a.py";
				const nonsense: [string, unknown][] = [
					["textDocument/hover", null],
					["textDocument/hover", { textDocument: { uri: "untitled:never-opened.py" }, position: { line: 0, character: 0 } }],
					["textDocument/hover", { textDocument: { uri }, position: { line: -5, character: 1e9 } }],
					[
						"textDocument/codeAction",
						{
							textDocument: { uri },
							range: { start: { line: 9e9, character: 0 }, end: { line: 0, character: 0 } },
							context: { diagnostics: [{ data: { evil: true } }] },
						},
					],
					["textDocument/inlayHint", { textDocument: {}, range: {} }],
					["textDocument/diagnostic", { textDocument: { uri: "%%%" } }],
					["gradsight/nothing", [1, 2]],
					["workspace/executeCommand", { command: "rm -rf", arguments: [{}] }],
				];
				for (const [method, params] of nonsense)
					await session.request(method, params).catch((error: Error) => assert.doesNotMatch(error.message, /the server ended/));
				for (const [method, params] of [
					["textDocument/didChange", { textDocument: { uri: "untitled:never-opened.py", version: 1 }, contentChanges: [{ text: "x" }] }],
					["textDocument/didClose", { textDocument: { uri: "untitled:x" } }],
					["workspace/didChangeConfiguration", { settings: 3 }],
					["$/cancelRequest", { id: 12345 }],
					["$/setTrace", {}],
				] as const)
					await session.notify(method, params);
				await session.open(uri, BAD);
				assert.equal((await session.pushed(uri)).length, 1);
			} finally {
				await session.stop();
			}
		});

		it("ends on traffic that is no protocol, or goes on", async () => {
			const frame = (body: string) => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
			const hello = frame('{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}');
			const bye = `${frame('{"jsonrpc":"2.0","id":2,"method":"shutdown"}')}${frame('{"jsonrpc":"2.0","method":"exit"}')}`;
			for (const [what, bytes] of Object.entries({
				"not JSON": frame("{nonsense"),
				"no method": frame('{"jsonrpc":"2.0"}'),
				"a list": frame("[1,2,3]"),
				"no length": "Content-Type: x\r\n\r\n{}",
				"an answer to nothing": frame('{"jsonrpc":"2.0","id":99,"result":{}}'),
				"a wrong length": "Content-Length: abc\r\n\r\n",
				binary: "\u0000\u0001\u0002\r\n\r\n",
			})) {
				const child = spawn(process.execPath, [CLI, "server", "--stdio"], { stdio: ["pipe", "pipe", "pipe"] });
				child.stdout.resume();
				child.stderr.resume();
				const ended = new Promise<number | null>((done) => child.once("exit", done));
				child.stdin.on("error", () => {});
				child.stdin.end(hello + bytes + bye);
				const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
				const status = await ended;
				clearTimeout(timer);
				assert.notEqual(status, null, `${what}: the server hangs although its input has ended`);
			}
		});
	});

	it("leaves nothing behind where it was not asked to write", () => {
		folder.write({ "a.py": BAD });
		for (const words of [
			["run", "a.py"],
			["graph", "a.py"],
			["check", "--no-cache"],
			["check", "--diff", "--no-cache"],
			["explain", "inplace-saved"],
		])
			folder.gradsight(words);
		assert.deepEqual([existsSync(join(folder.path, ".gradsight-cache")), spawnText("ls", ["-A", folder.path]).out], [false, "a.py\n"]);
	});

	function spawnText(command: string, words: string[], cwd?: string) {
		const { status, stdout, stderr } = spawnSync(command, words, { encoding: "utf8", cwd });
		return { status, out: stdout, err: stderr };
	}
});
