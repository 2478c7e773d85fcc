/**
 * Replays recordings of PyTorch's own sample inputs and prints how many agree: `npx tsx test/ops/opdb.ts CASES.jsonl [--op NAME] [-v]`.
 * With -v every kind of departure is listed per operator; with `--floor PERCENT` fewer samples that agree in everything are a failure.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type Case, counted, departureOf } from "./opdb-replay.ts";

const [file, ...options] = process.argv.slice(2);
const only = options.includes("--op") ? options[options.indexOf("--op") + 1] : undefined;

interface Tally {
	cases: number;
	forward: number;
	all: number;
	/** By what departs, digits left out. */
	departures: Map<string, { times: number; first: string }>;
}
const byOp = new Map<string, Tally>();

for await (const line of createInterface({ input: createReadStream(file!) })) {
	const name = /^\{"op":"([^"]*)"/.exec(line)![1]!;
	if (only !== undefined && name !== only) continue;
	const tally = byOp.get(name) ?? { cases: 0, forward: 0, all: 0, departures: new Map() };
	byOp.set(name, tally);
	tally.cases++;
	const departure = departureOf(JSON.parse(line) as Case);
	if (departure?.stage !== "forward") tally.forward++;
	if (departure === null) tally.all++;
	else {
		const text = `${departure.stage}: ${departure.what}`;
		const key = text.replace(/-?\d[\d.e+,-]*/g, "#");
		const group = tally.departures.get(key) ?? { times: 0, first: text };
		group.times++;
		tally.departures.set(key, group);
	}
}

const sum = (of: (t: Tally) => number): number => [...byOp.values()].reduce((n, t) => n + of(t), 0);
const share = (n: number, of: number): string => `${n} of ${of} (${((100 * n) / of).toFixed(2)} %)`;
if (options.includes("-v"))
	for (const [name, t] of [...byOp].sort(([, a], [, b]) => b.cases - b.all - (a.cases - a.all)))
		if (t.all < t.cases) {
			console.log(`${name}: ${t.all} of ${t.cases}`);
			for (const d of [...t.departures.values()].sort((a, b) => b.times - a.times).slice(0, 6))
				console.log(`    ${d.times} x ${d.first.slice(0, 300)}`);
		}
const cases = sum((t) => t.cases);
console.log(
	`shape, dtype, strides, node, requires_grad, numbers: ${share(
		sum((t) => t.forward),
		cases,
	)} samples`,
);
console.log(
	`the same and all gradients: ${share(
		sum((t) => t.all),
		cases,
	)} samples`,
);
const floor = options.includes("--floor") ? Number(options[options.indexOf("--floor") + 1]) : 0;
if (100 * sum((t) => t.all) < floor * cases) process.exitCode = 1;
console.log(`operators with nothing that departs: ${share([...byOp.values()].filter((t) => t.all === t.cases).length, byOp.size)}`);
console.log(`numbers the same to the last bit: ${share(counted.exact, counted.numbers)}`);
