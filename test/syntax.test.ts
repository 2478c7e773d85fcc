/** The lowering against CPython's recorded reading, and everything that is no Python at all. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { applyEdits } from "../engine/text/edit.ts";
import { Lines } from "../engine/text/lines.ts";
import { lowerLater } from "../engine/syntax/later.ts";
import { lowerTree } from "../engine/syntax/lower.ts";
import { blankMagics } from "../engine/syntax/notebook.ts";
import type { Module, Stmt } from "../engine/syntax/nodes.ts";
import { syntaxProblems } from "../engine/syntax/problems.ts";
import { initPythonInNode } from "../grammars/node.ts";
import { parsePython } from "../grammars/python.ts";
import { differences } from "./syntax/compare.ts";
import { dumpModule, type ModuleDump } from "./syntax/dump.ts";
import { parseModule } from "./syntax/parse.ts";

const folder = new URL("./syntax/", import.meta.url);
const cases = readdirSync(folder)
	.filter((name) => name.endsWith(".py"))
	.map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));

function kinds(statements: readonly Stmt[]): string {
	return statements.map((statement) => statement.kind).join(" ");
}

function messages(module: Module): string[] {
	return module.gaps.map((gap) => gap.message);
}

describe("syntax", () => {
	before(() => initPythonInNode());

	describe("reads what CPython reads", () => {
		for (const { name, text } of cases) {
			it(name, () => {
				const module = parseModule(text);
				const recorded = JSON.parse(readFileSync(new URL(name.replace(/\.py$/, ".json"), folder), "utf8")) as { module: ModuleDump };
				assert.deepEqual(messages(module), []);
				assert.deepEqual(differences(dumpModule(module), recorded.module), []);
			});
			it(`${name}, functions when they are called`, () => {
				const recorded = JSON.parse(readFileSync(new URL(name.replace(/\.py$/, ".json"), folder), "utf8")) as { module: ModuleDump };
				assert.deepEqual(differences(dumpModule(lowerLater(text, parseModule)), recorded.module), []);
			});
		}

		it("counts a BOM, tabs and CRLF in offsets, and none of them in values", () => {
			const module = parseModule("\ufeffif x:\r\n\ty = '''a\r\nb'''\r\n");
			const branch = module.body[0];
			assert.ok(branch?.kind === "If" && branch.start === 1);
			const assign = branch.body[0];
			assert.ok(assign?.kind === "Assign" && assign.value.kind === "Constant");
			assert.equal(assign.value.value, "a\nb");
			assert.equal(assign.start, 9);
		});

		it("keeps comments", () => {
			assert.deepEqual(parseModule("x = 1  # one\n# two").comments, [
				{ start: 7, end: 12, text: "# one" },
				{ start: 13, end: 18, text: "# two" },
			]);
		});

		it("tells what frames capture", () => {
			const [outer] = parseModule("def f(a, *, b, **c):\n def g():\n  return a, super\n d = yield b\n").body;
			assert.ok(outer?.kind === "FunctionDef");
			assert.deepEqual(outer.scope, {
				locals: ["a", "b", "c", "g", "d"],
				free: [],
				captured: ["a"],
				isGenerator: true,
				isAsync: false,
				usesClassCell: false,
			});
			const inner = outer.body[0];
			assert.ok(inner?.kind === "FunctionDef" && inner.scope.usesClassCell);
			assert.deepEqual(inner.scope.free, ["a"]);
		});
	});

	describe("yields", () => {
		const body = (text: string) => {
			const [f] = parseModule(`def f():\n ${text}\n`).body;
			assert.ok(f?.kind === "FunctionDef" && f.scope.isGenerator);
			return f.body;
		};
		it("move out of expressions together with what runs before them", () => {
			const statements = body("print(g(), (yield a), h(), (yield b))");
			assert.equal(kinds(statements), "Assign Assign Assign Assign Expr");
			const kept = statements.map((statement) => (statement.kind === "Assign" ? statement.value.kind : ""));
			assert.deepEqual(kept, ["Call", "Yield", "Call", "Yield", ""]);
		});
		it("run only where their branch runs", () => {
			assert.equal(kinds(body("x = a and (yield b)")), "Assign If Assign");
			assert.equal(kinds(body("x = (yield a) if c else (yield b)")), "If Assign");
		});
		it("run in every round of a loop", () => {
			const [loop] = body("while (yield a): g()");
			assert.ok(loop?.kind === "While" && loop.test.kind === "Constant");
			assert.equal(kinds(loop.body), "Assign If Expr");
		});
		it("stay where they are the whole right side", () => {
			assert.equal(kinds(body("x = yield a")), "Assign");
			assert.equal(kinds(body("yield a")), "Expr");
		});
	});

	describe("half-typed files", () => {
		const whole = `import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, x):
        return self.fc(x)


net = Net()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for x, y in [(torch.randn(4, 3), torch.randn(4, 2))]:
    loss = ((net(x) - y) ** 2).mean()
    loss.backward()
    opt.step()
`;
		// What is typed, in place of what, and the one message: line:column as CPython says it, where it says so much.
		const states: [string, string, string][] = [
			["class Net(nn.Module):", "class Net(nn.Module:", "5:10 '(' was never closed"],
			["def forward(self, x):", "def forward(self, x:", "10:16 '(' was never closed"],
			["def forward(self, x):", "def forward(self, x)", "10:25 expected ':'"],
			["nn.Linear(3, 2)", "nn.Linear(3, ", "8:28 '(' was never closed"],
			["nn.Linear(3, 2)", "nn.", "8:22 the line ends too early"],
			[" nn.Linear(3, 2)", "", "8:18 the line ends too early"],
			["self.fc(x)", "self.fc(x", "11:23 '(' was never closed"],
			["torch.nn as nn", "torch.nn as", "2:19 the line ends too early"],
			["import torch.nn as nn", "from torch import", "2:18 the line ends too early"],
			["lr=0.1)", 'lr="0.1)', "15:41 unterminated string literal"],
			["        return self.fc(x)\n", "", "13:1 expected an indented block after function definition on line 10"],
			["    loss.backward()", "    if loss\n        loss.backward()", "18:12 expected ':'"],
			["    loss.backward()", "    with torch.no_grad()\n        loss.backward()", "18:25 expected ':'"],
			["    opt.step()", "    else:\n        opt.step()", "19:5 invalid syntax"],
			["randn(4, 2))]", "randn(4, 2)]", "16:51 closing parenthesis ']' does not match opening parenthesis '('"],
			["    def forward", "    @\n    def forward", "10:6 the line ends too early"],
			["    opt.step()", "    try:\n        opt.step()", "19:5 expected 'except' or 'finally' block"],
			["        self.fc", "      self.fc", "8:7 unindent does not match any outer indentation level"],
			["(nn.Module):\n", '(nn.Module):\n    """Doc\n', "6:5 unterminated string literal"],
			["    opt.step()", "    f = lambda x", "19:5 invalid syntax"],
		];
		for (const [from, to, message] of states)
			it(`${JSON.stringify(to)}: one message`, () => {
				const text = whole.replace(from, to);
				const lines = new Lines(text);
				const told = syntaxProblems(text, parseModule(text).gaps).map((p) => {
					const { line, column } = lines.position(p.start);
					return `${line}:${column} ${p.message}`;
				});
				assert.deepEqual(told, [message]);
			});
		it("a whole file has none", () => assert.deepEqual(syntaxProblems(whole, parseModule(whole).gaps), []));
	});

	describe("text that is no Python", () => {
		const gaps: [string, string, string[]][] = [
			["print x\ny = 1", "Gap Assign", ["Missing parentheses in call to 'print'. Did you mean print(...)?"]],
			["x = 1\ny = foo(\n", "Assign Gap Assign", ["'(' was never closed"]],
			["x = 0777", "Assign", ["invalid number"]],
			["x = 10L", "Assign", ["invalid number"]],
			["if a <> b: pass", "If", ["'<>' is Python 2"]],
			["x = 'abc\ny = 2", "Assign Assign", ["unterminated string literal"]],
			["raise E, 'x'", "Gap", ["'raise E, V' is Python 2"]],
			["yield 1", "Expr", ["'yield' outside function"]],
			["x = torch.\ny = 1", "Assign Assign", ["the line ends too early, behind '.'"]],
			["x =\ny = 1", "Assign Assign", ["the line ends too early, behind '='"]],
			["x = not\ny = 1", "Assign Assign", ["the line ends too early, behind 'not'"]],
			["def f():\n  return a +\n  b", "FunctionDef", ["the line ends too early, behind '+'"]],
			["ur'x'", "Expr", ["invalid string prefix"]],
			["1 = x", "", []],
			["a\0b = 1", "", []],
		];
		for (const [text, expected, problems] of gaps) {
			it(JSON.stringify(text), () => {
				const module = parseModule(text);
				assert.ok(module.gaps.length > 0);
				if (expected) assert.equal(kinds(module.body), expected);
				for (const problem of problems) assert.ok(messages(module).includes(problem), messages(module).join("; "));
			});
		}

		it("keeps the methods around a half-typed one", () => {
			const module = parseModule("class A:\n    def f(self):\n        x.\n    def g(self):\n        return 1\n");
			const [cls] = module.body;
			assert.ok(cls?.kind === "ClassDef" && module.gaps.length > 0);
			assert.deepEqual(
				cls.body.flatMap((statement) => (statement.kind === "FunctionDef" ? [statement.name] : [])),
				["f", "g"],
			);
		});

		it("never throws on a file cut anywhere", () => {
			for (const { text } of cases) {
				for (let end = 0; end < text.length; end += 1 + (end % 7)) parseModule(text.slice(0, end));
			}
		});

		it("never throws on pieces put together at random", () => {
			const pieces = cases.flatMap(({ text }) => text.split(/(?<=\n)|\b/));
			const soup = fc.array(
				fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: fc.string({ unit: "binary" }) }),
				{ maxLength: 60 },
			);
			fc.assert(
				fc.property(soup, (words) => {
					const text = words.join("");
					const module = parseModule(text);
					for (const gap of module.gaps) assert.ok(gap.start >= 0 && gap.end <= text.length && gap.start <= gap.end);
				}),
				{ numRuns: 300, seed: 7 },
			);
		});

		it("bears any depth", () => {
			const deep: [string, number][] = [
				[`x = ${Array(3000).fill("y").join(" + ")}`, 0],
				[`x = ${Array(3000).fill("y").join(" and ")}`, 0],
				[`x = y${".f(1)[2]".repeat(2000)}`, 0],
				[`x = ${"(".repeat(5000)}y${")".repeat(5000)}`, 0],
				[`if a: b\n${Array(2000).fill("elif c: d").join("\n")}`, 0],
				[`x = ${Array(2000).fill("a if b").join(" else ")} else c`, 0],
				[`x = ${"[".repeat(3000)}${"]".repeat(3000)}`, 1],
				[`x = ${"-".repeat(6000)}y`, 1],
				[`x = ${"not ".repeat(3000)}y`, 1],
				[`x = ${"f(".repeat(3000)}${")".repeat(3000)}`, 1],
				[`x = ${Array(3000).fill("y").join(" ** ")}`, 1],
				[`x = ${"lambda: ".repeat(3000)}y`, 1],
				[Array.from({ length: 600 }, (_, i) => `${" ".repeat(i)}if x:`).join("\n") + `\n${" ".repeat(600)}y`, 1],
				[`match x:\n case ${"[".repeat(1000)}${"]".repeat(1000)}: pass`, 1],
			];
			for (const [text, problems] of deep) {
				const module = parseModule(text);
				assert.equal(module.gaps.length > 0, problems > 0, `${text.slice(0, 30)}: ${messages(module)[0]}`);
				assert.ok(module.body.length > 0);
			}
		});
	});

	describe("parser", () => {
		it("gives the same tree after edits as from nothing", () => {
			for (const { text } of cases) {
				let current = text;
				let tree = parsePython(current);
				for (let round = 1; round < 12; round++) {
					const start = (round * 7919) % current.length;
					const oldEnd = Math.min(current.length, start + (round % 4));
					const inserted = ["x", "(", "\n", "é😀", "", "'"][round % 6]!;
					const next = current.slice(0, start) + inserted + current.slice(oldEnd);
					const edited = parsePython(next, tree, [{ start, oldEnd, newEnd: start + inserted.length }]);
					tree.delete();
					tree = edited;
					current = next;
					if (!parsesCleanly(current)) continue;
					assert.deepEqual(lowerTree(tree, current), parseModule(current));
				}
				tree.delete();
			}
		});

		it("frees what it allocates", () => {
			const text = cases.map((entry) => entry.text).join("\n");
			for (let i = 0; i < 30; i++) parseModule(text);
			const before = process.memoryUsage().arrayBuffers;
			for (let i = 0; i < 200; i++) parseModule(text);
			assert.ok(process.memoryUsage().arrayBuffers - before < 1_000_000);
		});
	});

	describe("notebooks", () => {
		const blanked: [string, string][] = [
			["%matplotlib inline\nx = 1", "                  \nx = 1"],
			["!pip install torch \\\n  numpy\ny", "                    \n       \ny"],
			["%%bash\nls -l\n", "      \n     \n"],
			["%%time\nx = 1\n", "      \nx = 1\n"],
			["%time x = f()", "if 1: x = f()"],
			["x = a \\\n% b", "x = a \\\n% b"],
			["x = (a\n% b\n)", "x = (a\n% b\n)"],
			["s = '''\n%x\n!y\n'''\n!z", "s = '''\n%x\n!y\n'''\n  "],
			["torch.ones?", "           "],
			["if a:\n    !ls", "if a:\n    0  "],
			["if a:\n    %load x", "if a:\n    pass   "],
			["x = 5 % 3", "x = 5 % 3"],
		];
		for (const [cell, expected] of blanked) it(JSON.stringify(cell), () => assert.equal(blankMagics(cell), expected));

		it("leaves the result of a shell line unknown", () => {
			const text = blankMagics("files = !ls -l\n");
			const module = parseModule(text);
			assert.deepEqual(module.gaps, []);
			assert.ok(module.body[0]?.kind === "Assign" && module.body[0].value.kind === "Missing");
			assert.equal(text.length, 15);
		});
	});

	describe("text", () => {
		it("turns offsets into lines and back", () => {
			const text = "a\r\nb😀c\n\nlast";
			const lines = new Lines(text);
			assert.equal(lines.count, 4);
			assert.deepEqual(lines.position(6), { line: 2, column: 4 });
			assert.equal(lines.lineText(1), "a");
			assert.equal(lines.lineText(2), "b😀c");
			for (let offset = 0; offset <= text.length; offset++) {
				const { line, column } = lines.position(offset);
				if (column <= lines.lineText(line).length + 1) assert.equal(lines.offset(line, column), offset);
			}
		});

		it("applies edits from the last to the first and refuses overlaps", () => {
			assert.equal(
				applyEdits("abcdef", [
					{ start: 4, end: 5, text: "" },
					{ start: 1, end: 2, text: "XY" },
					{ start: 1, end: 1, text: "-" },
				]),
				"a-XYcdf",
			);
			assert.equal(
				applyEdits("abcdef", [
					{ start: 1, end: 3, text: "" },
					{ start: 2, end: 4, text: "" },
				]),
				null,
			);
		});
	});
});

function parsesCleanly(text: string): boolean {
	return parseModule(text).gaps.length === 0;
}
