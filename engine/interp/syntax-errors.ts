/** What Python would say about a text it cannot compile: indentation is checked here, the rest comes from the lowering's gaps. */
import type { Source } from "../program.ts";
import type { Stmt } from "../syntax/nodes.ts";
import { COMPOUND, indentationProblem } from "../syntax/indentation.ts";
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
	return indentation !== null && (found === null || indentation.line <= found.line)
		? { type: "IndentationError", message: indentation.message, line: indentation.line }
		: found;
}

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
