/** SARIF 2.1.0: results with the story as a code flow, related locations, fixes and stable fingerprints. */
import type { CodeFlow, Fix, Location, Log, PhysicalLocation, Region, ReportingDescriptor, Result } from "sarif";
import { groupEdits } from "../edits.ts";
import { fingerprints } from "../fingerprint.ts";
import type { LocatedFinding, LocatedFix, LocatedPlace } from "../located.ts";
import type { Format, Outcome } from "../outcome.ts";

const LEVELS: Record<string, "error" | "warning" | "note"> = { error: "error", warning: "warning", information: "note", hint: "note" };
const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

export const formatSarif: Format = (outcome, options) => {
	const prints = fingerprints(outcome);
	const rules = usedRules(outcome);
	const indexOf = new Map(rules.map((rule, index) => [rule.id, index]));
	const log: Log = {
		$schema: SCHEMA,
		version: "2.1.0",
		runs: [
			{
				tool: { driver: { name: "Gradsight", semanticVersion: outcome.version, informationUri: outcome.ruleUrl(""), rules } },
				columnKind: "utf16CodeUnits",
				originalUriBaseIds: { "%SRCROOT%": { uri: `file://${options.cwd.startsWith("/") ? "" : "/"}${encodePath(options.cwd)}/` } },
				invocations: [
					{
						executionSuccessful: true,
						toolExecutionNotifications: outcome.limits
							.filter((limit) => limit.kind === "syntax")
							.map((limit) => ({
								level: "error",
								message: { text: limit.what },
								locations: [{ physicalLocation: { artifactLocation: artifact(limit.path), region: { startLine: limit.line } } }],
							})),
					},
				],
				artifacts: outcome.paths.map((path) => ({ location: artifact(path), sourceLanguage: "python" })),
				results: outcome.findings.map((finding, index) => result(finding, prints[index]!, indexOf.get(finding.code) ?? -1)),
			},
		],
	};
	return `${JSON.stringify(log, null, 2)}\n`;
};

function usedRules(outcome: Outcome): ReportingDescriptor[] {
	const used = new Set(outcome.findings.map((finding) => finding.code));
	return outcome.rules
		.filter((rule) => used.has(rule.code))
		.map((rule) => ({
			id: rule.code,
			shortDescription: { text: rule.summary },
			fullDescription: { text: rule.summary },
			help: { text: rule.why, markdown: rule.why },
			helpUri: outcome.ruleUrl(rule.code),
			defaultConfiguration: { level: LEVELS[rule.severity] ?? "warning" },
		}));
}

function result(finding: LocatedFinding, fingerprint: string, ruleIndex: number): Result {
	const out: Result = {
		ruleId: finding.code,
		...(ruleIndex >= 0 ? { ruleIndex } : {}),
		level: LEVELS[finding.severity] ?? "warning",
		message: { text: finding.message },
		locations: [{ physicalLocation: physical(finding) }],
		partialFingerprints: { "gradsight/v1": fingerprint },
		properties: { certainty: finding.certainty, predicts: finding.predicts, ...(finding.cell ? { cell: finding.cell } : {}) },
	};
	if (finding.related.length > 0) {
		out.relatedLocations = finding.related.map((step, id) => ({ id, ...location(step, step.message) }));
		out.codeFlows = [story(finding)];
	}
	if (finding.fixes.length > 0) out.fixes = finding.fixes.map(fixOf);
	return out;
}

function story(finding: LocatedFinding): CodeFlow {
	return {
		message: { text: finding.message },
		threadFlows: [
			{ locations: finding.related.map((step, index) => ({ executionOrder: index + 1, location: location(step, step.message) })) },
		],
	};
}

function location(place: LocatedPlace, text: string): Location {
	return { physicalLocation: physical(place), message: { text } };
}

function physical(place: LocatedPlace): PhysicalLocation {
	return { artifactLocation: artifact(place.path), region: region(place) };
}

function region(place: LocatedPlace): Region {
	return { startLine: place.line, startColumn: place.column, endLine: place.endLine, endColumn: place.endColumn };
}

function fixOf(fix: LocatedFix): Fix {
	return {
		description: { text: `${fix.title}${fix.applicability === "unsafe" ? " (look at it first)" : ""}` },
		artifactChanges: groupEdits(fix.edits).map((group) => ({
			artifactLocation: artifact(group.path),
			replacements: group.edits.map((edit) => ({ deletedRegion: region(edit), insertedContent: { text: edit.text } })),
		})),
	};
}

function artifact(path: string): { uri: string; uriBaseId?: string } {
	return path.startsWith("/") ? { uri: `file://${encodePath(path)}` } : { uri: encodePath(path), uriBaseId: "%SRCROOT%" };
}

function encodePath(path: string): string {
	return path
		.split("/")
		.map(encodeURIComponent)
		.join("/")
		.replace(/^([A-Za-z])%3A/, "$1:");
}
