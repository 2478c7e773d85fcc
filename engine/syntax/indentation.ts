/** Indentation as the tokenizer sees it, which the grammar takes more lightly than Python. */
import { type LogicalLine, logicalLines } from "./logical-lines.ts";

export interface IndentationProblem {
	message: string;
	/** 1-based. */
	line: number;
	/** Where the line's code begins. */
	at: number;
}

export const COMPOUND = /^\s*(?:async\s+)?(if|elif|else|for|while|with|try|except|finally|def|class|match|case)\b/;
const OPENERS: Record<string, string> = { def: "function definition", class: "class definition" };

/** Walks the logical lines as the tokenizer does. */
export function indentationProblem(text: string): IndentationProblem | null {
	const stack = [0];
	let opener: { what: string; line: number } | null = null;
	let last: LogicalLine | null = null;
	for (const logical of logicalLines(text)) {
		const { indent, code, line } = logical;
		last = logical;
		const found = (message: string): IndentationProblem => ({ message, line, at: logical.start });
		const top = stack[stack.length - 1]!;
		if (opener !== null) {
			if (indent <= top) return found(`expected an indented block after ${opener.what} on line ${opener.line}`);
			stack.push(indent);
		} else if (indent > top) return found("unexpected indent");
		else {
			while (stack[stack.length - 1]! > indent) stack.pop();
			if (stack[stack.length - 1] !== indent) return found("unindent does not match any outer indentation level");
		}
		const keyword = code.endsWith(":") ? COMPOUND.exec(code)?.[1] : undefined;
		opener = keyword === undefined ? null : { what: OPENERS[keyword] ?? `'${keyword}' statement`, line };
	}
	return opener === null || last === null
		? null
		: { message: `expected an indented block after ${opener.what} on line ${opener.line}`, line: last.line, at: last.start };
}
