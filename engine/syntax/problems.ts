/** Syntax errors as they are told: one for a text that does not parse, where it goes wrong. The parser's own gaps say what it could not use. */
import { COMPOUND, indentationProblem } from "./indentation.ts";
import { type LogicalLine, logicalLines } from "./logical-lines.ts";
import type { SyntaxGap } from "./nodes.ts";

/** `parts`: cells of a notebook, each a text of its own. */
export function syntaxProblems(
	text: string,
	gaps: readonly SyntaxGap[],
	parts: readonly { start: number; end: number }[] | null = null,
): SyntaxGap[] {
	// IPython takes cells that Python would not (all of it indented).
	if (parts !== null && gaps.length === 0) return [];
	return (parts ?? [{ start: 0, end: text.length }]).flatMap((part) => {
		const own = gaps.filter((g) => part.start <= g.start && g.start <= part.end).sort((a, b) => a.start - b.start);
		const found = firstProblem(text.slice(part.start, part.end), own[0] ?? null, part.start);
		return found === null ? [] : [found];
	});
}

function firstProblem(text: string, gap: SyntaxGap | null, offset: number): SyntaxGap | null {
	const shifted = ({ at, message }: { at: number; message: string }): SyntaxGap => ({
		start: offset + at,
		end: Math.min(offset + at + 1, offset + text.length),
		message,
	});
	const indentation = indentationProblem(text);
	if (gap === null) return indentation === null ? null : shifted(indentation);
	// What the gap says in words of its own is more than the lines tell, unless an earlier line explains it.
	const plain = /^(invalid|'.' was never closed$)/.test(gap.message);
	let before: LogicalLine | null = null;
	const blocks: { indent: number; keyword: string }[] = [];
	for (const line of logicalLines(text, true)) {
		const at = offset + line.start;
		const found = problemOf(line, before, blocks);
		if (found !== null && (plain || offset + found.at < gap.start)) return shifted(found);
		// The gap may begin with the whole file; the lines up to it are then to be looked at, too.
		if (gap.start <= offset + line.end && at <= gap.start && !plain) break;
		before = line;
	}
	if (indentation !== null && plain) return shifted(indentation);
	return gap;
}

/** What may stand before `else` and its like at the same indentation. */
const FOLLOWS: Record<string, RegExp> = {
	elif: /^(if|elif)$/,
	else: /^(if|elif|for|while|try|except)$/,
	except: /^(try|except)$/,
	finally: /^(try|except|else)$/,
};
const HARD = /^(if|elif|else|for|while|with|try|except|finally|def|class)$/;
const UNFINISHED = /(?:[.=,@]|[-+*/%<>|&^~]|\b(?:as|import|in|is|not|and|or|from|lambda|await))$/;

function problemOf(
	line: LogicalLine,
	before: LogicalLine | null,
	blocks: { indent: number; keyword: string }[],
): { at: number; message: string } | null {
	const keyword = COMPOUND.exec(line.code)?.[1] ?? "";
	let previous = "";
	while (blocks.length > 0 && blocks.at(-1)!.indent >= line.indent) {
		const block = blocks.pop()!;
		if (block.indent === line.indent) previous = block.keyword;
	}
	if (line.problem !== null) return line.problem;
	const follows = FOLLOWS[keyword];
	if (follows !== undefined && before !== null && !follows.test(previous)) return { at: line.start, message: "invalid syntax" };
	if (HARD.test(keyword) && !line.hasColon) return { at: line.end, message: "expected ':'" };
	// `x = 3,` is a tuple, `from m import a,` is not.
	if (UNFINISHED.test(line.code) && !line.code.endsWith(",") && line.code !== "...")
		return { at: line.end, message: "the line ends too early" };
	blocks.push({ indent: line.indent, keyword });
	return null;
}
