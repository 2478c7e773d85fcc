/**
 * Every rule against its fixture, and every class of bugs people have against its own: each finding is claimed on its line and each claim is met (so an unmarked line claims silence), and
 * the first fix turns `x_bad` into `x_fixed`. test/oracle/rules_truth.py runs the same files under real PyTorch.
 */
import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { check, CHECK_BUDGET, type Finding, rules } from "../engine/index.ts";
import { applyEdits } from "../engine/text/edit.ts";
import { Lines } from "../engine/text/lines.ts";
import { loadText } from "./support/load.ts";
import { readFixture, withoutClaims } from "./support/rule-fixture.ts";

const folder = new URL("./rules/", import.meta.url).pathname;

function analyse(path: string, text: string, facts = false): Finding[] {
	return check({ entry: loadText(path, text), find: () => null }, { profile: "2.13", budget: CHECK_BUDGET, facts }).findings;
}

describe("rules", function () {
	this.timeout(60_000);
	// `catalogue` goes by classes of bugs (D01-D60), `scripts`, `heldout` and `right` are programs, the rest go by rules; `projects` have a test of their own.
	for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((f) => f.endsWith(".py") && !/^projects|proofs/.test(f))
		.sort()) {
		const text = readFileSync(join(folder, file), "utf8");
		const fixture = readFixture(text);
		describe(basename(file, ".py"), () => {
			let findings: Finding[] = [];
			const lines = new Lines(text);
			before(() => {
				findings = analyse(file, text);
			});
			it("finds what is claimed and nothing else", () => {
				const expected = fixture.claims.filter((c) => c.kind === "expect");
				const left = findings.filter((f) => {
					const at = expected.findIndex((c) => c.line === lines.line(f.start) && c.code === f.code && c.pattern.test(f.message));
					if (at >= 0) expected.splice(at, 1);
					return at < 0;
				});
				assert.deepEqual(
					{
						unclaimed: left.map((f) => `${lines.line(f.start)}: ${f.code} ${f.message}`),
						unmet: expected.map((c) => `${c.line}: ${c.code} ${c.pattern.source}`),
					},
					{ unclaimed: [], unmet: [] },
				);
			});
			if (!file.includes("/"))
				it("finds the same while an editor asks for facts", () => {
					assert.deepEqual(
						analyse(file, text, true).map((f) => `${f.start} ${f.code} ${f.message}`),
						findings.map((f) => `${f.start} ${f.code} ${f.message}`),
					);
				});
			it("predicts PyTorch's exceptions where they are claimed", () => {
				const claimed = fixture.claims.filter((c) => c.kind === "raises");
				for (const f of findings)
					if (f.predicts !== null)
						assert.ok(
							claimed.some((c) => c.line === f.predicts!.line && c.pattern.test(f.predicts!.message)),
							`no claim for line ${f.predicts.line}: ${f.predicts.message}`,
						);
			});
			for (const [name, fixed] of fixture.blocks) {
				if (!name.endsWith("_fixed") && !name.endsWith("Fixed")) continue;
				const bad = name.replace(/_fixed$/, "_bad").replace(/Fixed$/, "Bad");
				it(`fixes ${bad} into ${name}`, () => {
					const start = text.search(new RegExp(`^(def|class) ${bad}\\b`, "m"));
					const end = start + fixture.blocks.get(bad)!.length;
					const fix = findings.filter((f) => f.start >= start && f.start < end).flatMap((f) => f.fixes)[0];
					assert.ok(fix !== undefined, "no fix is offered");
					const changed = applyEdits(text, fix.edits)!;
					const after = readFixture(changed).blocks.get(bad)!;
					assert.equal(withoutClaims(after).replaceAll(bad, name), withoutClaims(fixed));
				});
			}
		});
	}
	it("each rule has a fixture with a bug and a look-alike", () => {
		const missing = rules.filter((r) => {
			try {
				const f = readFixture(readFileSync(join(folder, `${r.code}.py`), "utf8"));
				return !f.claims.some((c) => c.kind === "expect" && c.code === r.code) || ![...f.blocks.keys()].some((b) => /_ok$|Ok$/.test(b));
			} catch {
				return true;
			}
		});
		assert.deepEqual(
			missing.map((r) => r.code),
			[],
		);
	});
});
