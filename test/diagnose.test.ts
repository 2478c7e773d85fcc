/** A pasted error leads to the statement that explains it. */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { diagnose, readError } from "../engine/diagnose.ts";
import { CHECK_BUDGET } from "../engine/index.ts";
import { loadText } from "./support/load.ts";
import { readFixture } from "./support/rule-fixture.ts";

const PROGRAM = `import torch

def scores(x):
    h = torch.sigmoid(x)
    h += 1
    return h

def gates(x):
    g = torch.tanh(x)
    g[0] = 0
    return g

w = torch.ones(3, 4, requires_grad=True)
v = torch.ones(2, requires_grad=True)
try:
    scores(w).sum().backward()
except RuntimeError:
    pass
gates(v).sum().backward()
`;
const explain = (text: string) =>
	diagnose({ entry: loadText("train.py", PROGRAM), find: () => null }, { profile: "2.13", budget: CHECK_BUDGET }, text);

const rules = new URL("./rules/", import.meta.url).pathname;

/** What the programs of a folder raise under PyTorch. */
const recorded = (folder: string): [file: string, message: string][] =>
	Object.entries(JSON.parse(readFileSync(join(rules, folder, "messages.json"), "utf8")) as Record<string, string>).map(
		([file, message]) => [`${folder}/${file}`, message],
	);

describe("diagnose", () => {
	describe("leads from PyTorch's message alone to the guilty line", () => {
		for (const [file, message] of ["scripts", "heldout"].flatMap(recorded)) {
			const text = readFileSync(join(rules, file), "utf8");
			const guilty = readFixture(text)
				.claims.filter((c) => c.kind === "expect")
				.map((c) => c.line);
			// What no rule finds cannot be explained either.
			if (guilty.length === 0) continue;
			it(file, () => {
				const { explanations } = diagnose(
					{ entry: loadText(file, text), find: () => null },
					{ profile: "2.13", budget: CHECK_BUDGET },
					message,
				);
				assert.ok(guilty.includes(explanations[0]?.line ?? 0), `${explanations[0]?.line} instead of ${guilty.join(" or ")}`);
			});
		}
	});
	it("tells apart two errors of one kind by shape and node", () => {
		const message = (shape: string, node: string) =>
			`RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor ${shape}], which is output 0 of ${node}, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).`;
		const sigmoid = explain(message("[3, 4]", "Sigmoid"));
		assert.deepEqual(sigmoid.explanations.map((e) => [e.line, e.fit])[0], [5, "exact"]);
		const old = explain(message("[3, 4]", "SigmoidBackward0"));
		assert.equal(old.explanations[0]!.line, 5);
		assert.equal(old.explanations[0]!.fit, "likely");
	});
	it("reads the line of a traceback", () => {
		const text =
			'Traceback (most recent call last):\n  File "train.py", line 19, in <module>\n    gates(v).sum().backward()\n  File "site-packages/torch/_tensor.py", line 648, in backward\n    torch.autograd.backward(\nRuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation\n';
		assert.deepEqual(readError(text, "src/train.py").line, 19);
		assert.equal(explain(text).explanations[0]!.line, 10);
	});
	it("names the rules even when nothing in the program fits", () => {
		const d = explain("RuntimeError: Trying to backward through the graph a second time, but the buffers have already been freed.");
		assert.deepEqual(d.codes, ["graph-freed"]);
		assert.deepEqual(d.explanations, []);
	});
});
