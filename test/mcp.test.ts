/** `gradsight mcp` as coding assistants use it: the SDK's own client over standard input and output. */
import { strict as assert } from "node:assert";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { BAD, Folder, GOOD } from "./support/command.ts";
import { CLI } from "./support/session.ts";

interface Result {
	content: { type: string; text: string }[];
	structuredContent?: Record<string, unknown>;
	isError?: boolean;
}

describe("gradsight mcp", () => {
	const folder = new Folder();
	const client = new Client({ name: "test", version: "1.0.0" });
	before(() => {
		folder.write({ "bad.py": BAD, "good.py": GOOD });
		return client.connect(new StdioClientTransport({ command: process.execPath, args: [CLI, "mcp"], cwd: folder.path, stderr: "pipe" }));
	});
	after(async () => {
		await client.close();
		folder.remove();
	});

	const call = async (name: string, given: Record<string, unknown> = {}) => {
		const result = (await client.callTool({ name, arguments: given })) as Result;
		return { text: result.content[0]!.text, data: result.structuredContent as any, failed: result.isError === true };
	};

	it("says what it offers, and that it changes nothing", async () => {
		const { tools } = await client.listTools();
		assert.deepEqual(tools.map((tool) => tool.name).sort(), ["check", "diagnose", "explain", "graph", "run"]);
		assert.ok(tools.every((tool) => tool.annotations?.readOnlyHint === true && tool.description));
		assert.match(client.getInstructions()!, /after writing or changing PyTorch code/);
	});

	it("checks folders and code that is no file yet", async () => {
		const all = await call("check");
		assert.match(all.text, /^error\[inplace-saved\][^]* --> bad\.py:5:1\n/);
		assert.deepEqual([all.data.files, all.data.findings[0].line, all.data.problems], [2, 5, []]);
		assert.equal((await call("check", { code: BAD })).data.findings[0].line, 5);
		assert.equal((await call("check", { code: BAD, ignore: ["inplace-*"] })).data.findings.length, 0);
		assert.deepEqual((await call("check", { paths: ["good.py"] })).data.findings, []);
		assert.match((await call("check", { paths: ["missing.py"] })).text, /missing\.py: no such file/);
		assert.match((await call("check", { code: "def f(:\n" })).text, /code\.py:1:\d+: syntax error/);
	});

	it("predicts what a script prints and raises, however deep it calls", async () => {
		assert.equal((await call("run", { path: "good.py", code: GOOD })).text, "tensor([2.7183, 2.7183, 2.7183])");
		const bad = await call("run", { path: "bad.py" });
		assert.match(bad.text, /^\[raises\] bad\.py:6: RuntimeError: one of the variables/);
		assert.equal(bad.data.outcome, "raises");
		assert.equal(
			(
				await call("run", {
					code: "import sys\ndef down(n):\n    return 0 if n == 0 else 1 + down(n - 1)\nprint(down(900), sys.argv[1])\n",
					arguments: ["x"],
				})
			).text,
			"900 x",
		);
	});

	it("explains an error that PyTorch raised", async () => {
		const error =
			"RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [3]], which is output 0 of ExpBackward0, is at version 1; expected version 0 instead.";
		const { text, data } = await call("diagnose", { path: "bad.py", error });
		assert.match(text, /bad\.py:5: inplace-saved: [^]*1\. bad\.py:4/);
		assert.equal(data.explanations[0].line, 5);
		assert.match((await call("diagnose", { path: "good.py", error })).text, /Nothing in good\.py explains it for certain.*inplace-saved/);
	});

	it("draws graphs", async () => {
		assert.match((await call("graph", { path: "good.py" })).text, /^flowchart TD/);
		const { data } = await call("graph", { code: "def f(a, b):\n    return a * b\n", name: "f", format: "json" });
		assert.equal(data.nodes[0].name, "MulBackward0");
	});

	it("explains rules", async () => {
		assert.match((await call("explain")).text, /^inplace-saved \(error\): /m);
		assert.match((await call("explain", { code: "inplace-saved" })).text, /^# inplace-saved/);
	});

	it("says what was wrong with a call, and goes on", async () => {
		const wrong: [string, Record<string, unknown>, RegExp][] = [
			["explain", { code: "inplace-save" }, /did you mean `inplace-saved`/],
			["run", {}, /give `path` or `code`/],
			["graph", { path: "good.py", name: "nothing" }, /defines no function or model `nothing`/],
			["check", { select: ["nonsense"] }, /there is no rule `nonsense`/],
			["check", { paths: 3 }, /[Ii]nvalid/],
		];
		for (const [name, given, message] of wrong) {
			const { text, failed } = await call(name, given);
			assert.match(text, message, name);
			assert.equal(failed, true, name);
		}
		assert.equal((await call("check", { paths: ["good.py"] })).failed, false);
	});
});
