/** Words for places that do not parse, and what can still be used of them. */
import type { Raw } from "./raw.ts";

const STATEMENTS = /_(statement|definition)$/;
const CLOSING: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/** For a token the parser had to suppose. */
export function expectedToken(raw: Raw): string {
	return raw.named ? "expected a name" : `expected '${raw.type}'`;
}

/** Why this node is no Python, as far as its pieces tell; `otherwise` when they do not. */
export function explain(text: string, raw: Raw, otherwise = "invalid syntax"): string {
	const open: Raw[] = [];
	for (const part of raw.children) {
		if (part.type in CLOSING) open.push(part);
		else if (open.length > 0 && CLOSING[open[open.length - 1]!.type] === part.type && !part.missing) open.pop();
		else if (part.missing && !open.some((bracket) => CLOSING[bracket.type] === part.type)) return expectedToken(part);
		else if (part.type === "string_start") return "unterminated string literal";
		else if (part.type === "ERROR") {
			const inner = explain(text, part, "");
			if (inner !== "") return inner;
		}
	}
	const bracket = open[open.length - 1];
	if (bracket) return `'${bracket.type}' was never closed`;
	if (text.slice(raw.start, raw.end).includes("\0")) return "source code cannot contain null bytes";
	return otherwise;
}

/** Whole statements inside an ERROR that stand where the block's statements stand; others may belong anywhere. */
export function recoverable(text: string, error: Raw, column: number): Raw[] {
	return error.children.filter((part) => {
		if (!STATEMENTS.test(part.type)) return false;
		const lineStart = text.lastIndexOf("\n", part.start - 1) + 1;
		return part.start - lineStart === column && text.slice(lineStart, part.start).trim() === "";
	});
}

const TARGETS = new Set(["identifier", "attribute", "subscript", "pattern_list", "tuple_pattern", "list_pattern"]);

/** `x = foo(`: what is assigned is lost, but that `x` no longer has its old value is known. */
export function assignedIn(error: Raw): Raw | null {
	const [target, equals] = error.children;
	return target && equals?.type === "=" && TARGETS.has(target.type) && !target.broken ? target : null;
}
