/**
 * Half-typed lines. The grammar reads over a line break where more is expected: `x = a.` before `y = 1` comes as one
 * statement. Python ends the statement there. Such lines are found here and read again without their last token.
 */
import type { Span, Stmt } from "./nodes.ts";
import type { Context } from "./context.ts";
import type { Raw } from "./raw.ts";

const STARTS_LINE = /_(?:statement|definition)$|^(?:decorator|elif_clause|else_clause|except_clause|finally_clause|case_clause)$/;
const SIMPLE =
	/^(?:expression|return|delete|raise|assert|import|import_from|future_import|global|nonlocal|type_alias|print|exec)_statement$/;

const ENDS_LINE = new Set([")", "]", "}", ":", "pass", "break", "continue", "return", "yield", "raise"]);

/** The last tokens of lines that stop short, outside of brackets. */
export function danglingTokens(root: Raw, text: string): Span[] {
	const found: Span[] = [];
	const startsLine = new Map<string, boolean>();
	const stack: Raw[] = [root];
	let last: Raw = root;
	let at = 0;
	let fresh = true;
	let depth = 0;
	let errorEnd = 0;
	while (stack.length > 0) {
		const node = stack.pop()!;
		let first = startsLine.get(node.type);
		if (first === undefined) startsLine.set(node.type, (first = STARTS_LINE.test(node.type)));
		if (node.type === "ERROR") {
			if (node.start >= errorEnd) first = last.end <= node.start && breaksLine(text, at, node.start) && !wantsMore(last);
			errorEnd = Math.max(errorEnd, node.end);
		}
		if (first) {
			fresh = true;
			depth = 0;
		}
		if (node.children.length > 0 && node.type !== "string") {
			for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i]!);
			continue;
		}
		if (node.start === node.end) continue;
		if (!fresh && depth === 0 && node.start > at && breaksLine(text, at, node.start)) {
			// Pieces of an ERROR may well be lines of their own, unless the last token calls for more.
			if (node.start >= errorEnd || wantsMore(last)) found.push({ start: last.start, end: last.end });
		}
		fresh = false;
		last = node;
		at = node.end;
		if (node.named) continue;
		if (node.type === "(" || node.type === "[" || node.type === "{") depth++;
		else if (node.type === ")" || node.type === "]" || node.type === "}") depth = Math.max(0, depth - 1);
	}
	return found;
}

function wantsMore(token: Raw): boolean {
	return !token.named && !ENDS_LINE.has(token.type);
}

function breaksLine(text: string, from: number, to: number): boolean {
	for (let i = from; i < to; i++) {
		if (text.charCodeAt(i) !== 10) continue;
		const before = text[i - 1] === "\r" ? text[i - 2] : text[i - 1];
		if (before !== "\\") return true;
	}
	return false;
}

/** The text with those tokens blanked out, of the same length. */
export function withoutTokens(text: string, tokens: readonly Span[]): string {
	const pieces: string[] = [];
	let at = 0;
	for (const token of tokens) {
		pieces.push(text.slice(at, token.start), " ".repeat(token.end - token.start));
		at = token.end;
	}
	pieces.push(text.slice(at));
	return pieces.join("");
}

/** What a statement that stops short still says: which names it writes, or that the function ends. */
export function cutShort(cx: Context, node: Raw, statement: Stmt): Stmt {
	if (!SIMPLE.test(node.type)) return statement;
	const token = cx.dangling.find((candidate) => candidate.start >= node.start);
	if (!token || !isOnLine(cx.text, node, token)) return statement;
	const { start } = node;
	const end = Math.max(node.end, token.end);
	const value = cx.missing({ start, end });
	if (statement.kind === "Assign" || statement.kind === "AugAssign" || statement.kind === "AnnAssign" || statement.kind === "Return")
		return { ...statement, value, end };
	const target = node.children[0];
	if (statement.kind === "Expr" && target && cx.slice(token) === "=")
		return { kind: "Assign", targets: [cx.target(target)], value, start, end };
	return { kind: "Gap", start, end };
}

function isOnLine(text: string, node: Raw, token: Span): boolean {
	if (token.start < node.end) return true;
	const lineEnd = text.indexOf("\n", node.end);
	return lineEnd < 0 || lineEnd >= token.start;
}
