/** The committed corpus in our engine, disagreements grouped: `npx tsx test/random/compare-corpus.ts [--update-gaps REASON]`. */
import { writeFileSync } from "node:fs";
import { gapsPath, readCorpus, readGaps } from "./corpus.ts";
import { PRELUDE } from "./generate.ts";
import { differenceIn, label } from "./judge.ts";

const update = process.argv.indexOf("--update-gaps");
const old = readGaps();
const gaps: Record<string, string> = {};
const groups = new Map<string, number[]>();
const corpus = readCorpus();
for (const entry of corpus) {
	const difference = differenceIn(PRELUDE + entry.body, entry);
	if (difference === null) continue;
	const key = label(difference);
	groups.set(key, [...(groups.get(key) ?? []), entry.seed]);
	gaps[entry.seed] = old[entry.seed] ?? process.argv[update + 1] ?? "";
}
for (const [key, seeds] of [...groups].sort((a, b) => b[1].length - a[1].length))
	console.log(`${seeds.length} x ${key} (seed ${seeds[0]})`);
console.log(`${corpus.length - Object.keys(gaps).length} of ${corpus.length} programs agree with PyTorch`);
if (update >= 0) writeFileSync(gapsPath, `${JSON.stringify(gaps, null, "\t")}\n`);
