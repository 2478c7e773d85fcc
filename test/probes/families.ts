/** The probe corpora: small programs that each ask PyTorch one question, with what it answered, and the ones we do not answer alike yet. */
import { existsSync, readFileSync } from "node:fs";
import type { Truth } from "../oracle/truth.ts";

export interface Probe extends Truth {
	name: string;
	/** The program without the family's prelude. */
	body: string;
}

export interface Family {
	name: string;
	prelude: string;
	probes: Probe[];
	/** Probes that do not agree yet, with the reason. */
	gaps: Record<string, string>;
	gapsFile: URL;
}

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

export const families: Family[] = ["errors", "transitions", "aliases", "modules", "ops"].map((name) => {
	const gapsFile = new URL(`known-gaps-${name}.json`, import.meta.url);
	return {
		name,
		prelude: read(`prelude-${name}.py`),
		probes: read(`${name}.jsonl`)
			.split("\n")
			.filter((line) => line !== "")
			.map((line) => JSON.parse(line)),
		gaps: existsSync(gapsFile) ? JSON.parse(readFileSync(gapsFile, "utf8")) : {},
		gapsFile,
	};
});
