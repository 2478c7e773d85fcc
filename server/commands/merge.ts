/** `gradsight merge`: the JSON reports of shards as one report, in any format, with the exit status one check would have had. */
import { ruleUrl, VERSION } from "../bundle.ts";
import { readText } from "../disk.ts";
import { FORMATS } from "../formats/index.ts";
import { byPlace, type LocatedFinding, type LocatedLimit } from "../located.ts";
import { write } from "../output.ts";
import type { FormatOptions } from "../outcome.ts";
import { rulePages } from "../rules.ts";
import { TextStore } from "../text-store.ts";
import { UsageError } from "../usage.ts";
import { fails, withoutDuplicates } from "./check.ts";

/** What `check --output-format json` writes. */
interface Report {
	version: string;
	files: number;
	seconds: number;
	findings: LocatedFinding[];
	limits: LocatedLimit[];
}

export interface MergeOptions extends FormatOptions {
	outputFormat: string;
	failOn: "error" | "warning" | null;
	exitZero: boolean;
}

export function mergeReports(files: readonly string[], options: MergeOptions): number {
	if (files.length === 0) throw new UsageError("merge needs the reports to join, as `check --output-format json` writes them");
	const reports = files.map(readReport);
	const findings = withoutDuplicates(reports.flatMap((report) => report.findings).sort(byPlace));
	const texts = new TextStore(new Map());
	const outcome = {
		version: VERSION,
		paths: [...new Set(findings.map((finding) => finding.path))],
		files: reports.reduce((sum, report) => sum + report.files, 0),
		seconds: Math.max(...reports.map((report) => report.seconds)),
		findings,
		limits: reports.flatMap((report) => report.limits),
		coverage: [],
		lines: (path: string, cell: number | undefined) => texts.lines(path, cell),
		rules: rulePages(),
		ruleUrl,
	};
	write(1, FORMATS[options.outputFormat]!(outcome, options));
	return !options.exitZero && findings.some((finding) => fails(finding, options.failOn ?? "warning")) ? 1 : 0;
}

function readReport(file: string): Report {
	const text = readText(file);
	if (text === null) throw new UsageError(`${file}: no such file`);
	let report: Report | null = null;
	try {
		report = JSON.parse(text) as Report;
	} catch {
		// Said below.
	}
	if (
		!report ||
		!Array.isArray(report.findings) ||
		!Array.isArray(report.limits) ||
		typeof report.files !== "number" ||
		typeof report.seconds !== "number" ||
		!report.findings.every(isFinding)
	) {
		throw new UsageError(`${file}: is not a report of \`check --output-format json\``);
	}
	if (report.version !== VERSION) throw new UsageError(`${file}: was written by gradsight ${report.version}, and this is ${VERSION}`);
	return report;
}

function isFinding(finding: LocatedFinding | null): boolean {
	return (
		typeof finding?.path === "string" &&
		typeof finding.code === "string" &&
		typeof finding.message === "string" &&
		typeof finding.line === "number" &&
		Array.isArray(finding.related) &&
		Array.isArray(finding.fixes)
	);
}
