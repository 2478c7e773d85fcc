/** Small questions put to real PyTorch (error triggers, state transitions, aliases, modules, operators): we answer alike. */
import assert from "node:assert/strict";
import { families } from "./probes/families.ts";
import { differenceIn } from "./random/judge.ts";

for (const family of families) {
	describe(`probes: ${family.name}`, () => {
		for (const probe of family.probes) {
			const gap = family.gaps[probe.name];
			it(`${probe.name}${gap ? ` (known gap: ${gap})` : ""}`, () => {
				const difference = differenceIn(family.prelude + probe.body, probe);
				if (gap) assert.ok(difference, `${probe.name} agrees with PyTorch now: remove it from the known gaps`);
				else
					assert.equal(difference, null, difference ? `${difference.what}\nPyTorch: ${difference.truth}\nours:    ${difference.ours}` : "");
			});
		}
	});
}
