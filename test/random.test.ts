/** A committed corpus of generated programs: every tensor's state after every statement is as under real PyTorch. */
import assert from "node:assert/strict";
import { readCorpus, readGaps } from "./random/corpus.ts";
import { generate, PRELUDE, render } from "./random/generate.ts";
import { differenceIn } from "./random/judge.ts";

const corpus = readCorpus();
const gaps = readGaps();

describe("random programs recorded under real PyTorch", () => {
	for (const entry of corpus) {
		const gap = gaps[entry.seed];
		it(`seed ${entry.seed}${gap ? ` (known gap: ${gap})` : ""}`, () => {
			const difference = differenceIn(PRELUDE + entry.body, entry);
			if (gap) assert.ok(difference, `seed ${entry.seed} agrees with PyTorch now: remove it from known-gaps.json`);
			else
				assert.equal(difference, null, difference ? `${difference.what}\nPyTorch: ${difference.truth}\nours:    ${difference.ours}` : "");
		});
	}

	it("the generator gives the same program for the same seed", () => {
		assert.equal(render(generate(7)), render(generate(7)));
	});
});
