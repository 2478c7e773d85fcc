/** The text a person reads: message, code frame with the story, PyTorch's own words, and the fix as a small diff. */
import type { LocatedFinding, LocatedFix } from "../located.ts";
import type { Format, FormatOptions, Outcome } from "../outcome.ts";
import { editedLines } from "../edits.ts";
import { type Palette, palette } from "./colors.ts";
import { address, plural, tally } from "./concise.ts";
import { visible } from "./visible.ts";
import { drawFrame, type Mark, wrap } from "./frame.ts";

export const formatFull: Format = (outcome, options) => {
	const color = palette(options.color);
	const parts = outcome.findings.map((finding) => findingText(finding, (path, cell) => outcome.lines(path, cell), options));
	return parts.map((part) => `${part}\n\n`).join("") + closing(outcome, options, color);
};

/** One finding in full. */
export function findingText(finding: LocatedFinding, linesOf: Outcome["lines"], options: Pick<FormatOptions, "color" | "width">): string {
	const color = palette(options.color);
	const gutter = String(Math.max(finding.line, ...finding.related.map((step) => step.line))).length;
	const pad = " ".repeat(gutter);
	const head = `${finding.severity}[${finding.code}]`;
	const out = [
		`${color.severity(finding.severity, head)}${color.bold(wrap(`${head}: ${finding.message}`, options.width, "  ").slice(head.length))}`,
	];
	for (const [index, group] of groupMarks(finding).entries()) {
		out.push(`${pad}${color.dim(index === 0 ? "-->" : ":::")} ${address(group.place)}`);
		const lines = linesOf(group.place.path, group.place.cell);
		if (!lines) continue;
		out.push(`${pad} ${color.dim("|")}`, ...drawFrame(lines, group.marks, gutter, options.width, color, finding.severity));
	}
	const note = (label: string, text: string) =>
		out.push(`${pad} ${color.dim("=")} ${color.bold(label)}${wrap(`${label}: ${text}`, options.width, `${pad}   `).slice(label.length)}`);
	if (finding.predicts) note(finding.certainty === "must" ? "PyTorch raises" : "PyTorch may raise", prediction(finding));
	for (const fix of finding.fixes) {
		note(fix.applicability === "safe" ? "fix" : "fix (look at it first)", fix.title);
		out.push(...fixPreview(fix, linesOf, pad, color));
	}
	return out.join("\n");
}

function prediction(finding: LocatedFinding): string {
	const { type, message, line, path, cell } = finding.predicts!;
	const where = `${path ? `${path}, ` : ""}${cell ? `cell ${cell}, ` : ""}line ${line}`;
	return `${type} at ${where}: ${message}`;
}

interface Group {
	place: { path: string; cell?: number; line: number; column: number };
	marks: Mark[];
}

/** The finding and its steps by file (or cell), the finding's own first. */
function groupMarks(finding: LocatedFinding): Group[] {
	const groups: Group[] = [{ place: finding, marks: [] }];
	const steps = finding.related.map((step, index) => ({
		step,
		label: finding.related.length > 1 ? `${index + 1}. ${step.message}` : step.message,
	}));
	const own = steps.find(
		({ step }) => step.path === finding.path && step.cell === finding.cell && step.line === finding.line && step.column === finding.column,
	);
	groups[0]!.marks.push({
		line: finding.line,
		column: finding.column,
		endColumn: finding.endLine === finding.line ? finding.endColumn : null,
		label: own?.label ?? "",
		primary: true,
	});
	for (const entry of steps) {
		if (entry === own) continue;
		const { step, label } = entry;
		let group = groups.find(({ place }) => place.path === step.path && place.cell === step.cell);
		if (!group) groups.push((group = { place: step, marks: [] }));
		group.marks.push({
			line: step.line,
			column: step.column,
			endColumn: step.endLine === step.line ? step.endColumn : null,
			label,
			primary: false,
		});
	}
	return groups;
}

function fixPreview(fix: LocatedFix, linesOf: Outcome["lines"], pad: string, color: Palette): string[] {
	const preview = editedLines(fix.edits, linesOf);
	if (preview === null || preview.length > 24) return [];
	return preview.map(({ sign, text }) => {
		const line = `${pad}   ${sign} ${visible(text)}`.trimEnd();
		return sign === "+" ? color.added(line) : color.removed(line);
	});
}

function closing(outcome: Outcome, options: FormatOptions, color: Palette): string {
	const { findings, files, seconds } = outcome;
	const where = `${plural(files, "file")}, ${seconds.toFixed(2)} s`;
	if (findings.length === 0) return files === 0 ? "" : `${color.added("No gradient bugs found")} ${color.dim(`(${where})`)}\n`;
	const fixable = findings.filter((finding) => finding.fixes.some((fix) => options.unsafeFixes || fix.applicability === "safe")).length;
	const unsafe = findings.filter((finding) => finding.fixes.length > 0).length - fixable;
	const hints: string[] = [];
	if (fixable > 0) hints.push(`${fixable} fixable with --fix`);
	if (unsafe > 0) hints.push(`${unsafe} more with --unsafe-fixes`);
	return `${color.bold(tally(findings))} ${color.dim(`(${where})`)}${hints.length > 0 ? `, ${hints.join(", ")}` : ""}\n`;
}
