/** The committed corpus of generated programs with their truth, and the smallest programs of disagreements that were found since. */
import { appendFileSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Truth } from "../oracle/truth.ts";

export interface Entry extends Truth {
	seed: number;
	/** The program without the prelude. */
	body: string;
}

export const gapsPath = fileURLToPath(new URL("./known-gaps.json", import.meta.url));

const read = (name: string): Entry[] =>
	readFileSync(new URL(name, import.meta.url), "utf8")
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => JSON.parse(line));

export const readCorpus = (): Entry[] => [...read("./corpus.jsonl"), ...read("./found.jsonl")];

/** Keeps a shrunk program with what real PyTorch does. */
export function keepFound(seed: number, body: string, { stdout, warnings, error }: Truth): void {
	appendFileSync(fileURLToPath(new URL("./found.jsonl", import.meta.url)), `${JSON.stringify({ seed, body, stdout, warnings, error })}\n`);
}

/** Seeds that do not agree yet, with the reason. */
export function readGaps(): Record<string, string> {
	return JSON.parse(readFileSync(gapsPath, "utf8"));
}
