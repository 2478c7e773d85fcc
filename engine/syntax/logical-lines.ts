/** A text line by line as Python's tokenizer joins them: over brackets, backslashes and long strings. */

export interface LogicalLine {
	indent: number;
	/** Without strings and comments. */
	code: string;
	/** 1-based. */
	line: number;
	/** Offsets of its code. */
	start: number;
	end: number;
	/** A bracket that was never closed, or closed by another one; a string without an end. */
	problem: { at: number; message: string } | null;
	/** A `:` outside of brackets. */
	hasColon: boolean;
}

const STRING =
	/'''(?:\\[\s\S]|(?!''')[^\\])*'''|"""(?:\\[\s\S]|(?!""")[^\\])*"""|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|#[^\n]*/y;
const CLOSES: Record<string, string> = { ")": "(", "]": "[", "}": "{" };
/** Statements that cannot begin a line inside of brackets. */
const STATEMENT = /[ \t]*(?:def|class|return|import|while|try|raise|pass|break|continue|del|global|except|finally|elif)\b/y;

/** With `careful` a bracket ends where a line can only be another statement. */
export function* logicalLines(text: string, careful = false): Generator<LogicalLine> {
	let line = 1;
	let at = 0;
	while (at < text.length) {
		const first = line;
		let indent = 0;
		for (; at < text.length && (text[at] === " " || text[at] === "\t" || text[at] === "\f"); at++)
			indent = text[at] === "\t" ? indent - (indent % 8) + 8 : indent + 1;
		const start = at;
		const open: number[] = [];
		let end = at;
		let problem: LogicalLine["problem"] = null;
		let hasColon = false;
		let code = "";
		while (at < text.length) {
			const c = text[at]!;
			STRING.lastIndex = at;
			const skipped = c === "'" || c === '"' || c === "#" ? STRING.exec(text)?.[0] : undefined;
			if (skipped !== undefined) {
				line += skipped.split("\n").length - 1;
				at += skipped.length;
				if (c !== "#") {
					code += "''";
					end = at;
				}
				continue;
			}
			if (c === "'" || c === '"') problem ??= { at, message: "unterminated string literal" };
			at++;
			if (c === "\\" && (text[at] === "\n" || text[at] === "\r")) {
				if (text[at] === "\r") at++;
				if (text[at] === "\n") at++;
				line++;
				continue;
			}
			if (c === "\n") {
				line++;
				STATEMENT.lastIndex = at;
				if (open.length === 0 || (careful && STATEMENT.test(text))) break;
				continue;
			}
			if (c === "(" || c === "[" || c === "{") open.push(at - 1);
			else if (c in CLOSES) {
				const opener = open.pop();
				if (opener === undefined) problem ??= { at: at - 1, message: `unmatched '${c}'` };
				else if (text[opener] !== CLOSES[c])
					problem ??= { at: at - 1, message: `closing parenthesis '${c}' does not match opening parenthesis '${text[opener]}'` };
			} else if (c === ":" && open.length === 0) hasColon = true;
			if (c !== "\r") code += c;
			if (!/\s/.test(c)) end = at;
		}
		code = code.trimEnd();
		const unclosed = open.at(-1);
		if (unclosed !== undefined) problem ??= { at: unclosed, message: `'${text[unclosed]}' was never closed` };
		if (code !== "") yield { indent, code, line: first, start, end, problem, hasColon };
	}
}
