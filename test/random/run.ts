/**
 * Generated programs in both worlds: `npx tsx test/random/run.ts --count 500 --seed 1 [--shrink 5]`.
 * `--seeds 7,99` runs just these. `--floor P` makes the exit status tell whether at least P per cent agree (CI: the floor only rises); without it any disagreement is a failure.
 * `--shrink N` minimises the first N kinds of disagreement and keeps them in found.jsonl.
 */
import { parseArgs } from "node:util";
import type { Difference } from "../oracle/truth.ts";
import { keepFound } from "./corpus.ts";
import { type Draft, generate, PRELUDE, render } from "./generate.ts";
import { differenceIn, guiltyStatement, label } from "./judge.ts";
import { shrink } from "./shrink.ts";
import { Torch } from "./torch.ts";

const { values } = parseArgs({
	options: {
		count: { type: "string", default: "200" },
		seed: { type: "string", default: "1" },
		seeds: { type: "string" },
		floor: { type: "string", default: "100" },
		shrink: { type: "string", default: "0" },
	},
});
const first = Number(values.seed);
const seeds = values.seeds?.split(",").map(Number) ?? Array.from({ length: Number(values.count) }, (_, i) => first + i);
const drafts = seeds.map(generate);
const torch = new Torch();
const groups = new Map<string, { draft: Draft; difference: Difference; statements: string[] }>();
let agreed = 0;

await Promise.all(
	drafts.map(async (draft) => {
		const body = render(draft);
		const truth = await torch.record(String(draft.seed), PRELUDE + body);
		if (truth === null) return;
		const difference = differenceIn(PRELUDE + body, truth);
		if (difference === null) {
			agreed++;
			return;
		}
		const key = label(difference);
		const statement = `seed ${draft.seed}: ${guiltyStatement(draft, truth, difference).replaceAll("\n", " ; ")}`;
		const group = groups.get(key);
		if (group) group.statements.push(statement);
		else groups.set(key, { draft, difference, statements: [statement] });
	}),
);

const ordered = [...groups.entries()].sort((a, b) => b[1].statements.length - a[1].statements.length);
for (const [key, { statements }] of ordered) {
	console.log(`${statements.length} x ${key}`);
	for (const statement of statements.slice(0, 5)) console.log(`      ${statement}`);
}
console.log(`${agreed} of ${drafts.length} programs agree with PyTorch`);
for (const [, { draft, difference }] of ordered.slice(0, Number(values.shrink))) await keepSmall(draft, difference);
process.exitCode = agreed * 100 < Number(values.floor) * drafts.length ? 1 : 0;
torch.close();

/** Saves the smallest program found with what real PyTorch does; it then belongs to test/programs.test.ts. */
async function keepSmall(draft: Draft, difference: Difference): Promise<void> {
	const small = await shrink(torch, draft, difference);
	const body = render(small);
	const truth = await torch.record(String(draft.seed), PRELUDE + body);
	if (truth === null) return;
	keepFound(draft.seed, body, truth);
	console.log(`\n--- seed ${draft.seed}\n${body}--- PyTorch: ${difference.truth}\n--- ours:    ${difference.ours}`);
}
