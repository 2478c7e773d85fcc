/** How Python refuses a file it cannot parse: before it runs any of it. */
import type { RunResult } from "../engine/index.ts";
import { Lines } from "../engine/text/lines.ts";

export function syntaxErrorResult(path: string, text: string, gap: { start: number; message: string }): RunResult {
	const lines = new Lines(text);
	const { line, column } = lines.position(gap.start);
	const code = lines.lineText(line);
	const indent = code.length - code.trimStart().length;
	const traceback = `  File "${path}", line ${line}\n    ${code.trim()}\n    ${" ".repeat(Math.max(0, column - 1 - indent))}^\nSyntaxError: ${gap.message}`;
	return {
		outcome: "raises",
		stdout: [],
		warnings: [],
		error: { type: "SyntaxError", message: gap.message, path, line },
		traceback,
		limits: [],
	};
}
