/** Writes generated programs with their truth for test/random.test.ts: `npx tsx test/random/record-corpus.ts --count 300 --seed 1`. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generate, PRELUDE, render } from "./generate.ts";
import { Torch } from "./torch.ts";

const { values } = parseArgs({ options: { count: { type: "string", default: "300" }, seed: { type: "string", default: "1" } } });
const torch = new Torch();
const lines = await Promise.all(
	Array.from({ length: Number(values.count) }, async (_, i) => {
		const draft = generate(Number(values.seed) + i);
		const body = render(draft);
		const truth = await torch.record(String(draft.seed), PRELUDE + body);
		return truth && JSON.stringify({ seed: draft.seed, body, stdout: truth.stdout, warnings: truth.warnings, error: truth.error });
	}),
);
torch.close();
writeFileSync(fileURLToPath(new URL("./corpus.jsonl", import.meta.url)), `${lines.filter((line) => line !== null).join("\n")}\n`);
