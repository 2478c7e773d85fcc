/** Code frames: source lines with underlines and the numbered steps of a finding's story. */
import type { Lines } from "../../engine/text/lines.ts";
import type { Palette } from "./colors.ts";
import { visible, visibleLine } from "./visible.ts";

export interface Mark {
	/** 1-based. */
	line: number;
	column: number;
	/** Column behind the last underlined character, or null: to the end of the line. */
	endColumn: number | null;
	label: string;
	/** The finding itself; the others are steps of its story. */
	primary: boolean;
}

/** Lines of context above the first marked line. */
const CONTEXT = 1;
const TAB = "    ";
/** Columns a label below its mark gets at least. */
const LABEL = 40;

/** Draws every marked line once, in order, with its marks beneath it. `width` limits long lines. */
export function drawFrame(
	lines: Lines,
	marks: readonly Mark[],
	gutter: number,
	width: number | null,
	color: Palette,
	severity: string,
): string[] {
	const out: string[] = [];
	const bar = `${" ".repeat(gutter)} ${color.dim("|")}`;
	const room = width === null ? 240 : Math.max(40, width - gutter - 4);
	const byLine = new Map<number, Mark[]>();
	for (const mark of marks) byLine.set(mark.line, [...(byLine.get(mark.line) ?? []), mark]);
	const marked = [...byLine.keys()].sort((a, b) => a - b);
	let last: number | null = null;
	for (const line of marked) {
		if (last === null) for (let before = Math.max(1, line - CONTEXT); before < line; before++) out.push(...sourceLine(before, ""));
		else if (line - last === 2) out.push(...sourceLine(last + 1, "even blank"));
		else if (line - last > 2) out.push(`${" ".repeat(gutter)} ${color.dim(":")}`);
		out.push(...sourceLine(line, "even blank"));
		for (const mark of byLine.get(line)!) out.push(...underline(mark));
		last = line;
	}
	return out;

	function sourceLine(line: number, blank: string): string[] {
		const text = clip(display(lines.lineText(line)), room);
		if (text.trim() === "" && blank === "") return [];
		return [`${color.dim(`${String(line).padStart(gutter)} |`)} ${text}`.trimEnd()];
	}

	function underline(mark: Mark): string[] {
		const text = lines.lineText(mark.line);
		const from = columns(display(text.slice(0, mark.column - 1)));
		const to = columns(display(text.slice(0, (mark.endColumn ?? text.trimEnd().length + 1) - 1)));
		const length = Math.max(1, Math.min(to, room) - from);
		const pad = " ".repeat(Math.min(from, room));
		const line = mark.primary ? color.severity(severity, "^".repeat(length)) : color.dim("-".repeat(length));
		const paint = (text: string) => {
			const label = visibleLine(text);
			return mark.primary ? color.severity(severity, label) : label;
		};
		if (mark.label === "") return [`${bar} ${pad}${line}`];
		if (width === null || Math.min(from, room) + length + 1 + columns(mark.label) <= room)
			return [`${bar} ${pad}${line} ${paint(mark.label)}`];
		// No room beside it: the label goes below.
		const indent = " ".repeat(Math.min(from, Math.max(0, room - LABEL)));
		return [
			`${bar} ${pad}${line}`,
			...wrap(mark.label, room - columns(indent), "")
				.split("\n")
				.map((part) => `${bar} ${indent}${paint(part)}`),
		];
	}
}

function display(text: string): string {
	return visible(text).replaceAll("\t", TAB);
}

function clip(text: string, room: number): string {
	return columns(text) <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
}

/** Terminal columns: East Asian wide characters and emoji take two. */
export function columns(text: string): number {
	let count = 0;
	for (const character of text) {
		const code = character.codePointAt(0)!;
		const wide =
			code >= 0x1100 &&
			(code <= 0x115f ||
				(code >= 0x2e80 && code <= 0xa4cf) ||
				(code >= 0xac00 && code <= 0xd7a3) ||
				(code >= 0xf900 && code <= 0xfaff) ||
				(code >= 0xfe30 && code <= 0xfe6f) ||
				(code >= 0xff00 && code <= 0xff60) ||
				(code >= 0xffe0 && code <= 0xffe6) ||
				(code >= 0x1f300 && code <= 0x1faff) ||
				(code >= 0x20000 && code <= 0x3fffd));
		count += wide ? 2 : /\p{Mn}/u.test(character) ? 0 : 1;
	}
	return count;
}

/** Breaks text at blanks so that no line is wider than `width`; `indent` goes before every line but the first. */
export function wrap(text: string, width: number | null, indent: string): string {
	if (width === null) return visible(text).replaceAll("\n", `\n${indent}`);
	const room = Math.max(30, width - columns(indent));
	const out: string[] = [];
	for (const paragraph of visible(text).split("\n")) {
		let line = "";
		for (const word of paragraph.split(" ")) {
			if (line !== "" && columns(line) + 1 + columns(word) > room) {
				out.push(line);
				line = word;
			} else line = line === "" ? word : `${line} ${word}`;
		}
		out.push(line);
	}
	return out.join(`\n${indent}`);
}
