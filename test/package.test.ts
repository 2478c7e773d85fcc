/** The npm package as its users get it: packed, installed into an empty folder, started, imported, type-checked, and run by CI's own definitions. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BAD, Folder, GOOD } from "./support/command.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

describe("the npm package", () => {
	const folder = new Folder();
	const run = (command: string, words: string[], env: Record<string, string> = {}) => {
		const { status, stdout, stderr } = spawnSync(command, words, {
			cwd: folder.path,
			encoding: "utf8",
			env: { ...process.env, NO_COLOR: "1", ...env },
		});
		return { status, out: stdout, err: stderr };
	};
	before(function () {
		this.timeout(120_000);
		const packed = spawnSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder.path], {
			cwd: ROOT,
			encoding: "utf8",
		});
		const tarball = packed.stdout.trim().split("\n").at(-1)!;
		folder.write({ "package.json": '{ "private": true, "type": "module" }', "bad.py": BAD, "good.py": GOOD });
		const installed = run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", join(folder.path, tarball)]);
		assert.equal(installed.status, 0, installed.err);
	});
	after(() => folder.remove());

	it("is small and brings everything", () => {
		const { out } = run("du", ["-sk", "node_modules"]);
		assert.ok(Number(out.split("\t")[0]) < 8000, out);
		const { dependencies } = JSON.parse(readFileSync(join(folder.path, "node_modules/gradsight/package.json"), "utf8")) as {
			dependencies?: object;
		};
		assert.equal(dependencies, undefined);
	});

	it("starts as npx starts it", () => {
		const { status, out } = run("npx", ["--offline", "gradsight", "check", "bad.py", "--output-format", "concise"]);
		assert.equal(status, 1);
		assert.match(out, /^bad\.py:5:1: error\[inplace-saved\]/);
	});

	it("does what the README's example says", () => {
		const [, example] = /## As a library[^]*?```js\n([^]*?)```/.exec(readFileSync(join(ROOT, "README.md"), "utf8"))!;
		folder.write({ "example.mjs": example! });
		assert.deepEqual(run(process.execPath, ["example.mjs"]), {
			status: 0,
			out: "5 inplace-saved RuntimeError\n[ 'tensor([2.7183, 2.7183, 2.7183])' ]\n",
			err: "",
		});
	});

	it("can be imported and required, with types", () => {
		const use = `const { findings }: CheckResult = await check({ path: "a.py", text: "from pkg.m import f\\nf()\\n", files: { "pkg/m.py": "import torch\\n\\ndef f():\\n    w = torch.ones(2, requires_grad=True)\\n    y = w.exp()\\n    y.mul_(2)\\n    y.sum().backward()\\n" } }, { ignore: ["unused-suppression"] });
const first: Finding = findings[0]!;
console.log(first.path, first.line, rules.length > 40, (await graph("import torch\\nw = torch.ones(2, requires_grad=True)\\n(w * 2).sum().backward()\\n", { format: "dot" })).split("\\n")[0]);
`;
		folder.write({
			"use.ts": `import { check, graph, rules, type CheckResult, type Finding } from "gradsight";\n${use}`,
			"use.cjs": `const { check, graph, rules } = require("gradsight");\n(async () => {\n${use.replaceAll(/: (CheckResult|Finding)\b/g, "").replace("findings[0]!", "findings[0]")}})();\n`,
			"tsconfig.json":
				'{ "compilerOptions": { "module": "nodenext", "target": "es2022", "strict": true, "noEmit": true, "types": [], "lib": ["es2022", "dom"] }, "files": ["use.ts"] }',
		});
		const types = run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "."]);
		assert.deepEqual([types.status, types.out], [0, ""]);
		assert.equal(run(process.execPath, ["use.cjs"]).out, "pkg/m.py 6 true digraph autograd {\n");
	});

	it("says what is wrong with what it is given", () => {
		folder.write({
			"wrong.mjs": `import { check, graph, run } from "gradsight";
const why = (promise) => promise.then((value) => JSON.stringify(value).slice(0, 60), (error) => error.message);
console.log(await why(check("x = 1", { select: ["inplace-save"] })));
console.log(await why(graph("x = 1")));
console.log(await why(graph("x = 1", { name: "f" })));
console.log((await run("x = (")).error.type);
console.log((await check("def f(:\\n    pass\\n")).problems[0].slice(0, 30));
`,
		});
		const lines = run(process.execPath, ["wrong.mjs"]).out.split("\n");
		assert.match(lines[0]!, /there is no rule `inplace-save`; did you mean `inplace-saved`/);
		assert.match(lines[1]!, /nothing the program computes has a graph/);
		assert.match(lines[2]!, /program\.py defines no function or model `f`/);
		assert.equal(lines[3], "SyntaxError");
		assert.match(lines[4]!, /^program\.py:1:\d+: syntax error/);
	});

	it("is what the GitHub Action runs", () => {
		const action = readFileSync(join(ROOT, "action.yml"), "utf8");
		const scripts = [...action.matchAll(/^( +)run: (?:\|\n((?:\1 {2}.*\n)+)|(.*)$)/gm)].map(([, , block, line]) => block ?? line!);
		assert.ok(scripts.length > 0, "the action has no steps");
		const env = {
			GRADSIGHT_PATHS: "bad.py good.py",
			GRADSIGHT_ARGS: "--exit-zero --no-cache",
			GRADSIGHT_VERSION: "",
			GRADSIGHT_SARIF: "out.sarif",
			npm_config_offline: "true",
		};
		const steps = scripts.map((script) =>
			run("bash", ["-eo", "pipefail", "-c", script.replaceAll('"gradsight@$GRADSIGHT_VERSION"', "gradsight")], env),
		);
		assert.match(steps.at(-1)!.out, /^::error title=Gradsight \(inplace-saved\),file=bad\.py,line=5/);
		assert.equal(steps.at(-1)!.status, 0, steps.at(-1)!.err);
		assert.equal((JSON.parse(readFileSync(join(folder.path, "out.sarif"), "utf8")) as { version: string }).version, "2.1.0");
	});
});
