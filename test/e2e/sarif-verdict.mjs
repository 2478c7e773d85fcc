// Reads the SARIF validator's own report and fails when it has complaints. usage: node sarif-verdict.mjs REPORT.sarif
import { readFileSync } from "node:fs";

const { runs } = JSON.parse(readFileSync(process.argv[2], "utf8").replace(/^\ufeff/, ""));
const complaints = runs.flatMap((run) => run.results ?? []);
for (const { ruleId, level, message, locations } of complaints)
	console.log(
		ruleId,
		level ?? "warning",
		message.text ?? message.id,
		message.arguments?.join(" ") ?? "",
		JSON.stringify(locations?.[0]?.logicalLocations?.[0] ?? locations?.[0]?.physicalLocation?.region ?? ""),
	);
console.log(`${complaints.length} complaints`);
process.exit(complaints.length === 0 ? 0 : 1);
