/** The probes in our engine: `npx tsx test/probes/compare.ts [-v] [--update-gaps REASON] [FAMILY...]`. */
import { writeFileSync } from "node:fs";
import { differenceIn } from "../random/judge.ts";
import { families } from "./families.ts";

const words = process.argv.slice(2);
const update = words.indexOf("--update-gaps");
const reason = update < 0 ? "" : (words[update + 1] ?? "");
const wanted = words.filter((word, i) => word !== "-v" && (update < 0 || (i !== update && i !== update + 1)));
for (const family of families) {
	if (wanted.length > 0 && !wanted.includes(family.name)) continue;
	const gaps: Record<string, string> = {};
	for (const probe of family.probes) {
		const difference = differenceIn(family.prelude + probe.body, probe);
		if (difference === null) continue;
		gaps[probe.name] = family.gaps[probe.name] ?? reason;
		if (words.includes("-v"))
			console.log(`\n## ${probe.name}\n${probe.body}${difference.what}\nPyTorch: ${difference.truth}\nours:    ${difference.ours}`);
	}
	const count = family.probes.length;
	console.log(`${family.name}: ${count - Object.keys(gaps).length} of ${count} agree`);
	if (update >= 0) writeFileSync(family.gapsFile, `${JSON.stringify(gaps, null, "\t")}\n`);
}
