/** Analyses after edits must say exactly what an analysis from nothing says, and do no more than the edit asks for. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { CHECK_BUDGET, check, editSource, Memo, prepare, type Options, type Source } from "../engine/index.ts";
import { loadSource } from "../server/load.ts";
import { initPythonInNode } from "../grammars/node.ts";
import { modelFile } from "../bench/inputs/model-file.ts";

const OPTIONS: Options = { profile: "2.13", budget: CHECK_BUDGET, facts: true };

/** One unit under edit. */
class Edited {
	source: Source;
	readonly memo = new Memo();
	constructor(text: string) {
		this.source = loadSource("edited.py", text);
	}
	/** The report after a change of text, and how many roots ran for it. */
	change(text: string): { report: string; ran: number } {
		if (text !== this.source.text && editSource(this.source, text) === null) this.source = loadSource("edited.py", text);
		return { report: report(this.source, this.memo), ran: this.memo.counters.run };
	}
}
const report = (source: Source, memo = new Memo()): string => JSON.stringify(check({ entry: source, find: () => null }, OPTIONS, memo));
const cold = (text: string): string => report(loadSource("edited.py", text));

const MODELS = `${modelFile(120)}

def probe():
    return Classifier0()(torch.zeros(2, 8)).shape
`;
const FIXTURES = readdirSync("test/rules")
	.filter((name) => name.endsWith(".py"))
	.map((name) => readFileSync(`test/rules/${name}`, "utf8"));

function insertLine(text: string, before: string, line: string): string {
	assert.ok(text.includes(before));
	return text.replace(before, `${line}\n${before}`);
}

describe("incremental analysis", () => {
	before(() => initPythonInNode());

	for (const [what, change, ran] of [
		["a comment in a method", (text: string) => insertLine(text, "        y = self.norm(x)", "        # normalised first"), 0],
		["a blank line in a method", (text: string) => insertLine(text, "        y = self.norm(x)", ""), 0],
		["a comment between classes", (text: string) => insertLine(text, "class Classifier0", "# the whole model"), 0],
		["trailing spaces", (text: string) => text.replace("y = self.norm(x)", "y = self.norm(x)   "), 0],
		["a statement in a function nobody calls", (text: string) => insertLine(text, "    return total / steps", "    total = total + 0"), 1],
		["a statement in a method that two roots run", (text: string) => insertLine(text, "        y = self.norm(x)", "        x = x * 1"), 2],
		["half a statement in it", (text: string) => insertLine(text, "        y = self.norm(x)", "        z = self."), 2],
	] as const)
		it(`runs ${ran} roots after ${what}`, () => {
			const unit = new Edited(MODELS);
			unit.change(MODELS);
			const text = change(MODELS);
			const after = unit.change(text);
			assert.equal(after.ran, ran);
			assert.equal(after.report, cold(text));
			assert.equal(unit.change(MODELS).report, cold(MODELS), "and back");
		});

	it("says what an analysis from nothing says, after any edits", () => {
		const lines = [
			"x.mul_(2)",
			"# note",
			"",
			"y = x.detach()",
			"pass",
			"return None",
			"def helper(z): return z",
			"x = undefined_name",
			"'''",
		];
		const edit = fc.record({
			at: fc.double({ min: 0, max: 1, noNaN: true }),
			kind: fc.constantFrom("insert", "delete", "replace", "restore"),
			line: fc.constantFrom(...lines),
		});
		fc.assert(
			fc.property(fc.constantFrom(...FIXTURES, MODELS), fc.array(edit, { minLength: 1, maxLength: 4 }), (original, edits) => {
				const unit = new Edited(original);
				let text = original;
				unit.change(text);
				for (const { at, kind, line } of edits) {
					const all = text.split("\n");
					const index = Math.floor(at * (all.length - 1));
					const indent = /^\s*/.exec(all[index]!)![0];
					if (kind === "insert") all.splice(index, 0, indent + line);
					else if (kind === "delete") all.splice(index, 1);
					else if (kind === "replace") all[index] = all[index]!.replace(/\b1\b/, "2").replace("relu", "sigmoid_");
					text = kind === "restore" ? original : all.join("\n");
					assert.equal(unit.change(text).report, cold(text));
				}
			}),
			// The same edits each time; GRADSIGHT_SEED tries others.
			{ numRuns: Number(process.env.GRADSIGHT_EDIT_RUNS ?? 25), seed: Number(process.env.GRADSIGHT_SEED ?? 1) },
		);
	}).timeout(600_000);

	it("says the same when the way there was interrupted anywhere", () => {
		const programs = [...FIXTURES.slice(0, 12), MODELS];
		fc.assert(
			fc.property(fc.constantFrom(...programs), fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 3 }), (text, interruptions) => {
				const source = loadSource("edited.py", text);
				const memo = new Memo();
				let finished = false;
				for (const polls of interruptions) {
					let left = polls;
					const options = { ...OPTIONS, cancelled: () => left-- <= 0 };
					finished = prepare({ entry: source, find: () => null }, options, memo, () => false);
					assert.equal(finished, left >= 0, "an interrupted analysis is not finished");
				}
				assert.equal(report(source, memo), cold(text));
			}),
			{ numRuns: Number(process.env.GRADSIGHT_EDIT_RUNS ?? 25), seed: Number(process.env.GRADSIGHT_SEED ?? 1) },
		);
	}).timeout(600_000);
});
