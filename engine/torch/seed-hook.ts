/** `_gradsight.draw_seed`: a 63-bit seed drawn as `torch.empty((), dtype=torch.int64).random_()` draws it, which a tensor of ours could not hold exactly. */
import { defaultGenerator, Generator } from "../ops/random/generator.ts";
import { native } from "../values/native.ts";
import { PyInstance, Unknown, type Value } from "../values/value.ts";

export const drawSeed = native("draw_seed", "! generator", (given: Value) => {
	const own = given instanceof PyInstance ? given.native : null;
	const generator = given === null ? defaultGenerator() : own instanceof Generator ? own : null;
	if (generator === null || !generator.isKnown) return new Unknown("a seed left to chance");
	const seed = generator.u64() & 0x7fffffffffffffffn;
	return Number.isSafeInteger(Number(seed)) ? Number(seed) : seed;
});
