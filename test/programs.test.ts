/** Every program with recorded truth prints, warns and ends in our engine as under real PyTorch; known gaps only shrink. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { RUN_BUDGET } from "../engine/index.ts";
import { runProgram } from "./oracle/engine.ts";
import { type Difference, firstDifference, programName, readTruth, recordedPrograms } from "./oracle/truth.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "programs");
const gaps: Record<string, string> = JSON.parse(readFileSync(join(root, "known-gaps.json"), "utf8"));
const programs = recordedPrograms([root]);

describe("programs recorded under real PyTorch", () => {
	for (const program of programs) {
		const name = programName(root, program);
		const gap = gaps[name];
		it(gap ? `${name} (known gap: ${gap})` : name, () => {
			if (gap === undefined) {
				const difference = firstDifference(readTruth(program), runProgram(program));
				assert.equal(difference, null, difference ? explain(difference) : "");
			} else {
				assert.ok(stillDiffers(program), `${name} agrees with PyTorch now: remove it from known-gaps.json`);
			}
		});
	}

	// What prints no numbers comes out the same when none are computed.
	for (const name of ["autograd/optimizer_writes"])
		it(`${name}, without numbers`, () => {
			const program = programs.find((p) => programName(root, p) === name)!;
			assert.equal(firstDifference(readTruth(program), runProgram(program, 20, { ...RUN_BUDGET, elements: 0 })), null);
		});

	it("known-gaps.json names only programs that exist", () => {
		const names = new Set(programs.map((program) => programName(root, program)));
		assert.deepEqual(
			Object.keys(gaps).filter((name) => !names.has(name)),
			[],
		);
	});
});

function stillDiffers(program: string): boolean {
	try {
		return firstDifference(readTruth(program), runProgram(program)) !== null;
	} catch {
		return true;
	}
}

function explain(difference: Difference): string {
	return `${difference.what}\nPyTorch: ${difference.truth}\nours:    ${difference.ours}`;
}
