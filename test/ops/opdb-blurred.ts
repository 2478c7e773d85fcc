/**
 * Replays recordings of PyTorch's own sample inputs while some of what the inputs are is kept from the engine: nothing may raise, and what
 * it claims to know of the results has to be true. `npx tsx test/ops/opdb-blurred.ts CASES.jsonl` prints what is not, by operator.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { BLURS, type Case, contradictionOf } from "./opdb-replay.ts";

const groups = new Map<string, { times: number; first: string }>();
let all = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2]!) })) {
	const c = JSON.parse(line) as Case;
	for (const blur of BLURS) {
		all++;
		const what = contradictionOf(c, blur);
		if (what === null) continue;
		const key = `${c.op} (${blur} not known): ${what.replace(/-?\d[\d.e+,-]*/g, "#")}`;
		const group = groups.get(key) ?? { times: 0, first: what };
		group.times++;
		groups.set(key, group);
	}
}
for (const [key, { times, first }] of [...groups].sort(([, a], [, b]) => b.times - a.times))
	console.log(`${times} x ${key.slice(0, 200)} | ${first.slice(0, 300)}`);
console.log(`${[...groups.values()].reduce((n, g) => n + g.times, 0)} of ${all} are not true`);
