/** Prints what `check` finds in the files given: npx tsx test/support/rules-show.ts FILE... (for writing fixtures). */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { check, CHECK_BUDGET } from "../../engine/index.ts";
import { Lines } from "../../engine/text/lines.ts";
import { loadText } from "./load.ts";

(globalThis as { GRADSIGHT_DEBUG?: boolean }).GRADSIGHT_DEBUG = true;
for (const path of process.argv.slice(2)) {
	const text = readFileSync(path, "utf8");
	const lines = new Lines(text);
	const report = check({ entry: loadText(path, text), find: () => null }, { profile: "2.13", budget: CHECK_BUDGET });
	for (const f of report.findings) {
		console.log(`${basename(path)}:${lines.line(f.start)}: ${f.severity} ${f.code} [${f.certainty}] ${f.message}`);
		if (f.predicts !== null) console.log(`    raises at ${f.predicts.line}: ${f.predicts.message.slice(0, 120)}`);
		for (const x of f.fixes) console.log(`    fix (${x.applicability}): ${x.title}`);
	}
}
