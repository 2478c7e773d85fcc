/** The committed corpus of generated programs with their truth. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Truth } from "../oracle/truth.ts";

export interface Entry extends Truth {
	seed: number;
	/** The program without the prelude. */
	body: string;
}

export const gapsPath = fileURLToPath(new URL("./known-gaps.json", import.meta.url));

export function readCorpus(): Entry[] {
	return readFileSync(new URL("./corpus.jsonl", import.meta.url), "utf8")
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => JSON.parse(line));
}

/** Seeds that do not agree yet, with the reason. */
export function readGaps(): Record<string, string> {
	return JSON.parse(readFileSync(gapsPath, "utf8"));
}
