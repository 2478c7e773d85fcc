/** What Python would say about a text it cannot compile: indentation is checked here, the rest comes from the lowering's gaps. */
import type { Source } from "../program.ts";
import type { Stmt } from "../syntax/nodes.ts";
import { linesOf } from "./frame.ts";

export interface SyntaxProblem {
	type: "SyntaxError" | "IndentationError";
	message: string;
	/** 1-based. */
	line: number;
}

/** The first problem of a source, or null. */
export function syntaxProblem(source: Source): SyntaxProblem | null {
	const lines = linesOf(source);
	let found: SyntaxProblem | null = null;
	for (const gap of source.module.gaps) {
		const line = lines.line(gap.start);
		if (found === null || line < found.line)
			found = { type: "SyntaxError", message: wording(gap.message, lines.lineText(line), line), line };
	}
	const misplaced = misplacedIn(source.module.body, false, false);
	if (misplaced !== null && found === null)
		found = { type: "SyntaxError", message: misplaced.message, line: lines.line(misplaced.node.start) };
	const indentation = indentationProblem(source.text);
	return indentation !== null && (found === null || indentation.line <= found.line) ? indentation : found;
}

const COMPOUND = /^\s*(?:async\s+)?(if|elif|else|for|while|with|try|except|finally|def|class|match|case)\b/;
/** A compound statement that stops where its colon should be. */
function wording(message: string, line: string, number: number): string {
	if (message === "unterminated string literal") return `${message} (detected at line ${number})`;
	if (!message.startsWith("invalid")) return message;
	const code = line.replace(/#.*/, "").trimEnd();
	return COMPOUND.test(code) && !code.includes(":") ? "expected ':'" : "invalid syntax";
}

/** Statements where the compiler does not allow them. */
function misplacedIn(body: Stmt[], inFunction: boolean, inLoop: boolean): { node: Stmt; message: string } | null {
	const look = (inner: Stmt[], f = inFunction, l = inLoop): { node: Stmt; message: string } | null => misplacedIn(inner, f, l);
	for (const node of body) {
		let found: { node: Stmt; message: string } | null = null;
		switch (node.kind) {
			case "Return":
				if (!inFunction) found = { node, message: "'return' outside function" };
				break;
			case "Break":
				if (!inLoop) found = { node, message: "'break' outside loop" };
				break;
			case "Continue":
				if (!inLoop) found = { node, message: "'continue' not properly in loop" };
				break;
			case "FunctionDef":
				found = look(node.body, true, false);
				break;
			case "ClassDef":
				found = look(node.body, false, false);
				break;
			case "For":
			case "While":
				found = look(node.body, inFunction, true) ?? look(node.orelse);
				break;
			case "If":
				found = look(node.body) ?? look(node.orelse);
				break;
			case "With":
				found = look(node.body);
				break;
			case "Try":
				found = look(node.body) ?? look(node.handlers.flatMap((h) => h.body)) ?? look(node.orelse) ?? look(node.finalbody);
				break;
			case "Match":
				found = look(node.cases.flatMap((c) => c.body));
				break;
			default:
		}
		if (found !== null) return found;
	}
	return null;
}

const OPENERS: Record<string, string> = { def: "function definition", class: "class definition" };

/** Walks the logical lines as the tokenizer does. */
function indentationProblem(text: string): SyntaxProblem | null {
	const stack = [0];
	let opener: { what: string; line: number } | null = null;
	let last = 1;
	for (const { indent, code, line } of logicalLines(text)) {
		last = line;
		const top = stack[stack.length - 1]!;
		if (opener !== null) {
			if (indent <= top)
				return { type: "IndentationError", message: `expected an indented block after ${opener.what} on line ${opener.line}`, line };
			stack.push(indent);
		} else if (indent > top) return { type: "IndentationError", message: "unexpected indent", line };
		else {
			while (stack[stack.length - 1]! > indent) stack.pop();
			if (stack[stack.length - 1] !== indent)
				return { type: "IndentationError", message: "unindent does not match any outer indentation level", line };
		}
		const keyword = code.endsWith(":") ? COMPOUND.exec(code)?.[1] : undefined;
		opener = keyword === undefined ? null : { what: OPENERS[keyword] ?? `'${keyword}' statement`, line };
	}
	return opener === null
		? null
		: { type: "IndentationError", message: `expected an indented block after ${opener.what} on line ${opener.line}`, line: last };
}

interface LogicalLine {
	indent: number;
	/** Without strings and comments. */
	code: string;
	line: number;
}

const STRING =
	/'''(?:\\[\s\S]|(?!''')[^\\])*'''|"""(?:\\[\s\S]|(?!""")[^\\])*"""|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|#[^\n]*/y;

function* logicalLines(text: string): Generator<LogicalLine> {
	let line = 1;
	let at = 0;
	while (at < text.length) {
		const start = line;
		let indent = 0;
		for (; at < text.length && (text[at] === " " || text[at] === "\t" || text[at] === "\f"); at++)
			indent = text[at] === "\t" ? indent - (indent % 8) + 8 : indent + 1;
		let depth = 0;
		let code = "";
		while (at < text.length) {
			const c = text[at]!;
			STRING.lastIndex = at;
			const skipped = c === "'" || c === '"' || c === "#" ? STRING.exec(text)?.[0] : undefined;
			if (skipped !== undefined) {
				line += skipped.split("\n").length - 1;
				at += skipped.length;
				if (c !== "#") code += "''";
				continue;
			}
			at++;
			if (c === "\\" && (text[at] === "\n" || text[at] === "\r")) {
				if (text[at] === "\r") at++;
				if (text[at] === "\n") at++;
				line++;
				continue;
			}
			if (c === "\n") {
				line++;
				if (depth === 0) break;
				continue;
			}
			if (c === "(" || c === "[" || c === "{") depth++;
			else if ((c === ")" || c === "]" || c === "}") && depth > 0) depth--;
			if (c !== "\r") code += c;
		}
		code = code.trimEnd();
		if (code !== "") yield { indent, code, line: start };
	}
}
