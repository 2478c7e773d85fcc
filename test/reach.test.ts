/** How many parameters each backward reaches, against what PyTorch did (test/oracle/reach.py). */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CHECK_BUDGET, check } from "../engine/index.ts";
import { Lines } from "../engine/text/lines.ts";
import { initPythonInNode } from "../grammars/node.ts";
import { loadSource } from "../server/load.ts";

const ROOT = new URL("../", import.meta.url);
const TRUTH = JSON.parse(readFileSync(new URL("test/reach.json", ROOT), "utf8")) as Record<
	string,
	Record<string, [reached: number, total: number, frozen: number] | null>
>;

describe("reach of backwards", () => {
	before(() => initPythonInNode());

	for (const [path, lines] of Object.entries(TRUTH)) {
		it(path, () => {
			const text = readFileSync(fileURLToPath(new URL(path, ROOT)), "utf8");
			const { reaches } = check(
				{ entry: loadSource(path, text), find: () => null },
				{ profile: "2.13", budget: CHECK_BUDGET, facts: true },
			);
			const places = new Lines(text);
			const ours = reaches
				.filter(({ of }) => of === "backward")
				.map(({ start, parameters }) => [
					String(places.line(start)),
					parameters && [parameters.reached, parameters.total, parameters.frozen],
				]);
			// Lines that only our own training of unused modules reaches are not in the truth; none that PyTorch ran may be missing.
			assert.deepEqual(Object.fromEntries(ours.filter(([line]) => (line! as string) in lines)), lines);
		});
	}
});
