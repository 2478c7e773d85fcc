/**
 * Library modules that we write in Python (optimizers, schedulers, distributions, parts of the standard library): their texts are
 * bundled (`prelude.generated.ts`, made by generate.mjs from every `prelude/*.py`) and lowered when first imported. The engine cannot
 * parse, so whoever embeds it installs the lowering.
 */
import type { Source } from "../program.ts";
import type { Module } from "../syntax/nodes.ts";
import { registerPrelude } from "./modules.ts";
import { PRELUDE } from "./prelude.generated.ts";

let lowering: ((text: string) => Module) | null = null;

/** Called once by the embedder (server, tests): parses and lowers a Python text. */
export function installLowering(lower: (text: string) => Module): void {
	lowering = lower;
}

/** Registers every bundled Python module under its dotted name. */
export function registerPreludes(): void {
	for (const [name, text] of Object.entries(PRELUDE)) {
		registerPrelude(name, (): Source => {
			if (lowering === null) throw new Error("no lowering installed: call installLowering before running programs");
			return { path: `<${name}>`, text, module: lowering(text) };
		});
	}
}

/** Lowers a text with the embedder's parser: fixes are re-run on the changed source. Null when none is installed. */
export function lowerText(text: string): Module | null {
	return lowering === null ? null : lowering(text);
}
