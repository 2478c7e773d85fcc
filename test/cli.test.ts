/** The smaller commands as a process: diagnose, rules, explain, ops, help. */
import { strict as assert } from "node:assert";
import { BAD, Folder, GOOD } from "./support/command.ts";

describe("gradsight, the command", () => {
	const folder = new Folder();
	beforeEach(() => folder.clear());
	after(() => folder.remove());

	describe("diagnose", () => {
		const ERROR =
			"RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [3]], which is output 0 of Exp, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).";
		it("names the statement behind a message, and behind a traceback on standard input", () => {
			folder.write({ "bad.py": BAD });
			const { status, out } = folder.gradsight(["diagnose", "bad.py", "--error", ERROR]);
			assert.equal(status, 0);
			assert.match(out, /bad\.py:5:1 predicts exactly this error:\nerror\[inplace-saved\]/);
			const { explanations } = JSON.parse(
				folder.gradsight(["diagnose", "bad.py", "--json"], {
					input: `Traceback (most recent call last):\n  File "bad.py", line 6, in <module>\n${ERROR}\n`,
				}).out,
			);
			assert.deepEqual([explanations[0].fit, explanations[0].line, explanations[0].related.length], ["exact", 5, 3]);
		});
		it("says when nothing explains it", () => {
			folder.write({ "good.py": GOOD });
			const { status, out } = folder.gradsight(["diagnose", "good.py", "--error", ERROR]);
			assert.equal(status, 1);
			assert.match(out, /Nothing in good\.py explains it for certain.*inplace-saved/);
			assert.equal(folder.gradsight(["diagnose", "good.py"], { input: "" }).status, 2);
		});
	});

	it("lists and explains rules", () => {
		assert.match(folder.gradsight(["rules"]).out, /^inplace-saved +error +/m);
		assert.match(folder.gradsight(["explain", "inplace-saved"]).out, /^# inplace-saved \(error\)\n/);
	});

	it("lists operators", () => {
		const operators = JSON.parse(folder.gradsight(["ops", "--json"]).out) as {
			name: string;
			hasForward: boolean;
			hasGrad: boolean;
			composite: boolean;
		}[];
		assert.ok(operators.length > 500);
		assert.deepEqual(
			operators.find(({ name }) => name === "mul.Tensor"),
			{ name: "mul.Tensor", hasForward: true, hasGrad: true, composite: false },
		);
	});

	it("has help and a version", () => {
		assert.match(folder.gradsight(["--help"]).out, /Exit status/);
		assert.match(folder.gradsight(["--version"]).out, /\d+\.\d+\.\d+/);
		assert.equal(folder.gradsight([]).status, 2);
	});
});
