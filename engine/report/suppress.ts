/** Applies `# gradsight: ignore[code] reason` comments to findings, and reports comments that no longer suppress anything. */
import type { Source } from "../program.ts";
import { Lines } from "../text/lines.ts";
import type { Comment } from "../syntax/nodes.ts";
import type { Finding, Fix } from "./report.ts";

/** The code under which unused and misspelt suppressions are reported. */
export const UNUSED_SUPPRESSION = "unused-suppression";

const PATTERN = /#\s*gradsight\s*:\s*(ignore-file|ignore)\b(?:\s*\[([^\]]*)\])?/i;

interface Suppression {
	comment: Comment;
	wholeFile: boolean;
	/** Null: every rule. */
	codes: string[] | null;
	/** 1-based line it speaks for; unused when `wholeFile`. */
	line: number;
	/** Codes (or `*`) that suppressed something. */
	used: Set<string>;
}

/**
 * Drops the findings in `source` that one of its comments suppresses and adds a finding for each suppression that did nothing.
 * Findings in other files pass through untouched. `known` holds the codes of all rules.
 */
export function applySuppressions(findings: readonly Finding[], source: Source, known: ReadonlySet<string>): Finding[] {
	if (source.module.comments.length === 0) return [...findings];
	const lines = new Lines(source.text);
	const suppressions = readSuppressions(source, lines);
	if (suppressions.length === 0) return [...findings];
	const kept = findings.filter((finding) => finding.path !== source.path || !isSuppressed(finding, suppressions, lines));
	for (const suppression of suppressions) kept.push(...complaints(suppression, source, known));
	return kept;
}

function readSuppressions(source: Source, lines: Lines): Suppression[] {
	const out: Suppression[] = [];
	for (const comment of source.module.comments) {
		const match = PATTERN.exec(comment.text);
		if (!match) continue;
		const codes =
			match[2] === undefined
				? null
				: match[2]
						.split(",")
						.map((code) => code.trim())
						.filter(Boolean);
		out.push({ comment, wholeFile: match[1]!.toLowerCase() === "ignore-file", codes, line: targetLine(comment, lines), used: new Set() });
	}
	return out;
}

/** A comment behind code speaks for its own line; alone on a line it speaks for the next line of code. */
function targetLine(comment: Comment, lines: Lines): number {
	const own = lines.line(comment.start);
	if (lines.text.slice(lines.lineStart(own), comment.start).trim() !== "") return own;
	for (let line = own + 1; line <= lines.count; line++) {
		const text = lines.lineText(line).trim();
		if (text !== "" && !text.startsWith("#")) return line;
	}
	return own;
}

function isSuppressed(finding: Finding, suppressions: Suppression[], lines: Lines): boolean {
	const first = lines.line(finding.start);
	// The comment may stand behind any line of what the finding underlines.
	const last = lines.line(Math.max(finding.start, finding.end - 1));
	let suppressed = false;
	for (const suppression of suppressions) {
		if (!suppression.wholeFile && (suppression.line < first || suppression.line > last)) continue;
		if (suppression.codes === null) suppression.used.add("*");
		else if (suppression.codes.includes(finding.code)) suppression.used.add(finding.code);
		else continue;
		suppressed = true;
	}
	return suppressed;
}

function complaints(suppression: Suppression, source: Source, known: ReadonlySet<string>): Finding[] {
	const { codes, comment, used } = suppression;
	if (codes === null)
		return used.has("*")
			? []
			: [
					complaint(source, comment, "This suppression does nothing: no rule reports anything here. Remove it.", [
						removal(source, comment),
					]),
				];
	const idle = codes.filter((code) => !used.has(code));
	if (idle.length === 0 && codes.length > 0) return [];
	const unknown = idle.filter((code) => !known.has(code));
	const name = (list: string[]) => list.map((code) => `\`${code}\``).join(", ");
	if (unknown.length > 0)
		return [
			complaint(source, comment, `This suppression names ${name(unknown)}, which is not a rule; \`gradsight rules\` lists them.`, []),
		];
	const what = codes.length === 0 ? "it names no rule" : `${name(idle)} ${idle.length > 1 ? "report" : "reports"} nothing here`;
	const left = codes.filter((code) => used.has(code));
	return [
		complaint(source, comment, `This suppression does nothing: ${what}. Remove it.`, [
			left.length === 0 ? removal(source, comment) : narrowing(source, comment, left),
		]),
	];
}

function complaint(source: Source, comment: Comment, message: string, fixes: Fix[]): Finding {
	const match = PATTERN.exec(comment.text)!;
	const start = comment.start + match.index;
	return {
		path: source.path,
		start,
		end: start + match[0].length,
		code: UNUSED_SUPPRESSION,
		severity: "information",
		message,
		certainty: "must",
		predicts: null,
		related: [],
		fixes,
	};
}

/** Takes the whole comment away, with the line when nothing else stands on it. */
function removal(source: Source, comment: Comment): Fix {
	const { text, path } = source;
	let start = comment.start;
	while (start > 0 && (text[start - 1] === " " || text[start - 1] === "\t")) start--;
	let end = comment.end;
	const aloneOnLine = start === 0 || text[start - 1] === "\n" || text[start - 1] === "\r";
	if (aloneOnLine && text[end] === "\r") end++;
	if (aloneOnLine && text[end] === "\n") end++;
	return { title: "Remove the unused suppression", applicability: "safe", edits: [{ path, start, end, text: "" }] };
}

function narrowing(source: Source, comment: Comment, left: string[]): Fix {
	const open = comment.start + comment.text.indexOf("[") + 1;
	const close = comment.start + comment.text.indexOf("]");
	return {
		title: `Keep only ${left.join(", ")}`,
		applicability: "safe",
		edits: [{ path: source.path, start: open, end: close, text: left.join(", ") }],
	};
}
