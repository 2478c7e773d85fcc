/** IPython cells as plain Python of the same length: magics, shell lines and help requests are blanked out. */
import { UNKNOWN_LETTER } from "./context.ts";

/** Cell magics whose body is Python run in the notebook's own names. */
const PYTHON_CELLS = new Set(["time", "timeit", "capture", "prun", "python", "python3", "py", "mprun", "memit", "debug"]);
/** Line magics whose argument is a Python statement that takes effect. */
const STATEMENT_MAGICS = /^%(?:time|capture)\b\s*(?=[^\s-])/;
const ASSIGNED = /^([^=#'"()]*[\w\])]\s*=\s*)([!%](?![=\s]).*)$/;
const HELP = /^\s*\?{0,2}[\w.*%]+\s*\?{1,2}\s*$|^\s*\?{1,2}[\w.*%]+\s*$/;

/** One cell. Line breaks stay where they are, so that every offset keeps its meaning. */
export function blankMagics(cell: string): string {
	if (!/[%!?]/.test(cell)) return cell;
	const lines = cell.split(/(?<=\n)/);
	const first = lines.findIndex((line) => line.trim() !== "");
	const magic = /^%%(\w*)/.exec(lines[first] ?? "");
	if (magic && !PYTHON_CELLS.has(magic[1]!)) return blank(cell);
	const result: string[] = [];
	const state: Scan = { depth: 0, quote: "", continued: false };
	let inCommand = false;
	for (const [index, line] of lines.entries()) {
		const fresh = state.depth === 0 && state.quote === "" && !state.continued;
		if (magic && index === first) result.push(blank(line));
		else if (inCommand) {
			result.push(blank(line));
			inCommand = endsWithBackslash(line);
		} else {
			const replaced: string = fresh ? withoutMagic(line) : line;
			inCommand = replaced !== line && endsWithBackslash(line) && !STATEMENT_MAGICS.test(line.trimStart());
			result.push(replaced);
			scan(replaced, state);
		}
	}
	return result.join("");
}

function blank(text: string): string {
	return text.replace(/[^\r\n]/g, " ");
}

function endsWithBackslash(line: string): boolean {
	return /\\\r?\n?$/.test(line);
}

/** A line on which a statement starts. */
function withoutMagic(line: string): string {
	const [, indent, content, ending] = /^([ \t]*)([^\r\n]*)(\r?\n?)$/.exec(line) ?? ["", "", line, ""];
	const statement = STATEMENT_MAGICS.exec(content!);
	// `if 1: ` takes the place of `%time ` and keeps the statement on the line valid at any indentation.
	if (statement) return indent + "if 1:".padEnd(statement[0].length) + content!.slice(statement[0].length) + ending;
	if (/^[!%]/.test(content!) || HELP.test(content!)) return indent + placeholder(content!, indent !== "") + ending;
	const assigned = ASSIGNED.exec(content!);
	if (assigned) return indent + assigned[1]! + UNKNOWN_LETTER.repeat(assigned[2]!.length) + ending;
	return line;
}

/** An indented line may be all its block has, so a statement stays there. */
function placeholder(content: string, indented: boolean): string {
	if (!indented) return " ".repeat(content.length);
	return (content.length >= 4 ? "pass" : "0").padEnd(content.length);
}

/** Where the text so far leaves off: inside brackets, inside a triple-quoted string, behind a backslash. */
interface Scan {
	depth: number;
	quote: string;
	continued: boolean;
}

const TOKEN = /"""|'''|\\[^]|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|#[^\n]*|[([{]|[)\]}]/g;

function scan(line: string, state: Scan): void {
	state.continued = false;
	let at = 0;
	while (at < line.length) {
		if (state.quote !== "") {
			const closing = closingQuote(line, at, state.quote);
			if (closing < 0) return;
			at = closing + 3;
			state.quote = "";
		}
		TOKEN.lastIndex = at;
		const token = TOKEN.exec(line);
		if (!token) return;
		at = TOKEN.lastIndex;
		const text = token[0];
		if (text === '"""' || text === "'''") state.quote = text;
		else if (text === "\\\n" || text === "\\\r") state.continued = true;
		else if ("([{".includes(text)) state.depth++;
		else if (")]}".includes(text)) state.depth = Math.max(0, state.depth - 1);
	}
}

function closingQuote(line: string, from: number, quote: string): number {
	for (let i = from; i < line.length; i++) {
		if (line[i] === "\\") i++;
		else if (line.startsWith(quote, i)) return i;
	}
	return -1;
}
