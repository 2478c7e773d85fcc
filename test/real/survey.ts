/** What the survey notes of each file, one JSON line per file, and the figures per package that are made of such lines. */
import { existsSync, readFileSync } from "node:fs";
import type { Coverage } from "../../engine/report/report.ts";
import type { LocatedFinding } from "../../server/located.ts";

/** A file that takes more processor time is one too many. */
export const TOO_LONG = 5;

export interface Line {
	package: string;
	path: string;
	/** Of processor time. */
	seconds: number;
	/** Most memory the process held until then, in MiB. */
	rss: number;
	coverage: Coverage | null;
	/** Crashes, hangs, and checks that were cut off by the clock. */
	problems: string[];
	/** How often each kind of limit was noted. */
	limits: Record<string, number>;
	findings: LocatedFinding[];
}

export function readLines(file: string): Line[] {
	if (!existsSync(file)) return [];
	return readFileSync(file, "utf8")
		.split("\n")
		.filter((line) => line.endsWith("}"))
		.map((line) => JSON.parse(line) as Line);
}

/** Each finding once: imported files are checked along with those that import them. */
export function distinctFindings(lines: readonly Line[]): LocatedFinding[] {
	const all = new Map<string, LocatedFinding>();
	for (const { findings } of lines)
		for (const finding of findings) all.set(`${finding.path}:${finding.line}:${finding.column}:${finding.code}`, finding);
	return [...all.values()];
}

const HEADINGS = [
	"package",
	"files",
	"errors",
	"warnings",
	`over ${TOO_LONG} s`,
	"problems",
	"slowest",
	"peak MiB",
	"calls understood",
	"tensors with shape",
	"minutes",
];

/** A Markdown table: a row per package, and all of them. */
export function table(lines: readonly Line[]): string {
	const packages = [...new Set(lines.map((line) => line.package))];
	const rows = packages.map((name) =>
		row(
			name,
			lines.filter((line) => line.package === name),
		),
	);
	const cells = [HEADINGS, HEADINGS.map((_, i) => (i === 0 ? "---" : "--:")), ...rows, row("in all", lines)];
	const { length } = lines;
	const per = (severity: string): string => ((1000 * count(lines, severity)) / Math.max(1, length)).toFixed(1);
	return `${cells.map((row) => `| ${row.join(" | ")} |\n`).join("")}\nPer 1,000 files: ${per("error")} errors, ${per("warning")} warnings.\n`;
}

function row(name: string, lines: readonly Line[]): string[] {
	const most = (of: (line: Line) => number): number => lines.reduce((max, line) => Math.max(max, of(line)), 0);
	const sum = (of: (line: Line) => number): number => lines.reduce((all, line) => all + of(line), 0);
	const share = (known: "callsKnown" | "tensorsKnown", all: "calls" | "tensors"): string => {
		const of = sum((line) => line.coverage?.[all] ?? 0);
		return of === 0 ? "-" : `${((100 * sum((line) => line.coverage?.[known] ?? 0)) / of).toFixed(1)} %`;
	};
	const figures = [
		lines.length,
		count(lines, "error"),
		count(lines, "warning"),
		lines.filter((line) => line.seconds > TOO_LONG).length,
		sum((line) => line.problems.length),
	];
	return [
		name,
		...figures.map(String),
		`${most((line) => line.seconds).toFixed(1)} s`,
		most((line) => line.rss).toFixed(0),
		share("callsKnown", "calls"),
		share("tensorsKnown", "tensors"),
		(sum((line) => line.seconds) / 60).toFixed(1),
	];
}
const count = (lines: readonly Line[], severity: string): number =>
	distinctFindings(lines).filter((finding) => finding.severity === severity).length;
