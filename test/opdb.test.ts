/** A few of the sample inputs that PyTorch packages for each of its operators, recorded by test/ops/opdb.py: we give what PyTorch gives. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { BLURS, type Case, contradictionOf, departureOf } from "./ops/opdb-replay.ts";

const recorded = (file: string): Case[] =>
	readFileSync(new URL(`./ops/${file}`, import.meta.url), "utf8")
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line) as Case);
const cases = recorded("opdb.jsonl");
const complexCases = recorded("opdb-complex64.jsonl").map((c) => ({ ...c, op: `${c.op} (complex64)` }));
/** Operators that do not agree yet, with the reason. */
const gaps = JSON.parse(readFileSync(new URL("./ops/opdb-gaps.json", import.meta.url), "utf8")) as Record<string, string>;

/** Taken to give as many parts as are asked for, or two; made of several operators, of which one changes the dtype or the sizes. */
const UNSOUND = ["chunk", "unsafe_chunk", "view_as_complex", "masked.argmax", "masked.argmin", "unbind_copy", "linalg.cond"];

describe("PyTorch's own sample inputs, of which less is known", () => {
	for (const blur of BLURS)
		it(`${blur} is not known: nothing raises, and what is known of the results is true`, () => {
			const wrong = cases
				.filter((c) => !UNSOUND.includes(c.op))
				.flatMap((c) => [contradictionOf(c, blur)].filter((what) => what !== null).map((what) => `${c.op}: ${what}`));
			assert.deepEqual(wrong, []);
		});
});

describe("PyTorch's own sample inputs", () => {
	const all = [...cases, ...complexCases];
	for (const op of new Set(all.map((c) => c.op)))
		it(`${op}${gaps[op] === undefined ? "" : ` (known gap: ${gaps[op]})`}`, () => {
			const departures = all.filter((c) => c.op === op).flatMap((c) => departureOf(c)?.what ?? []);
			if (gaps[op] === undefined) assert.deepEqual(departures, []);
			else assert.notDeepEqual(departures, [], `${op} agrees with PyTorch now: remove it from opdb-gaps.json`);
		});
});
